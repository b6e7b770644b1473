"""Questions about one run at the moment that somebody looks at: those of all templates, wherever they can be asked."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.making import Maker, made, possible
from sim.exam.practice.attempt import Attempt, moment_seed
from sim.exam.practice.choosing import Goal
from sim.exam.practice.memory import Memory
from sim.exam.practice.trainer import Asked, Clock, Trainer
from sim.exam.question import FigureKind, Kind, Question
from sim.exam.run import Run, Runs
from sim.exam.template import AmbiguousError, Moment, Template

_MOST_ALIKE = 3
"""So often a template is predicted by in a sitting: who has foreseen a flood three times knows the fourth."""


def questions(run: Run, first: int, last: int) -> Iterator[Question]:
    """The questions whose last visible record is from ``first`` to ``last``, the latest first.

    None has packets to choose from that come later. Each template asks once before one of them asks again.
    """
    found = run.kept("moments", _by_record)
    pairs = [pair for n in sorted((n for n in found if first <= n <= last), reverse=True) for pair in found[n]]
    while pairs:
        asked: set[str] = set()
        later = []
        for template, moment in pairs:
            if template.id in asked:
                later.append((template, moment))
                continue
            question = _made(run, template, moment)
            if question is not None and question.moment <= last and not _shows_later(question, last):
                asked.add(template.id)
                yield question
        pairs = later


def prediction(
    run: Run, first: int, last: int, until: int, asked: Mapping[str, int] = MappingProxyType({})
) -> Question | None:
    """The question that is proved behind record ``last`` and by record ``until``, and shows nothing of what is to come.

    ``None`` for none.

    Of several, the one whose template was ``asked`` least often; none whose template was asked often enough.
    """
    found = run.kept("moments", _by_record)
    pairs = [pair for n in found if first <= n <= last for pair in found[n] if asked.get(pair[0].id, 0) < _MOST_ALIKE]
    for template, moment in sorted(pairs, key=lambda pair: (asked.get(pair[0].id, 0), -pair[1].n)):
        question = _made(run, template, moment)
        if question is None or not question.moment <= last < next(iter(question.proof), -1) <= until:
            continue
        if not _shows_later(question, last):
            return question
    return None


def _shows_later(question: Question, last: int) -> bool:
    """Whether a question has packets to choose from, or to look at, that come behind a record."""
    offered = question.kind is Kind.PACKET and any(option.value > last for option in question.options)
    return offered or any(figure.kind is FigureKind.LADDER and figure.last > last for figure in question.figures)


def question_at(run: Run, name: str, moment: str) -> Question:
    """The question of a template about a run whose own name ends with ``moment``; raises ``LookupError`` for none."""
    template = catalogue.template(name)
    for found in template.moments(run):
        if moment.startswith(f"{found.n}-"):
            question = _made(run, template, found)
            if question is not None and question.name.endswith(f"#{moment}"):
                return question
    raise LookupError(moment)


def _made(run: Run, template: Template, moment: Moment) -> Question | None:
    """The question about a moment; ``None`` where it cannot be asked fairly."""
    try:
        return made(template, run, moment, Chance("moment", template.id, run.source.name, moment.n))
    except AmbiguousError:
        return None


def _by_record(run: Run) -> Mapping[int, list[tuple[Template, Moment]]]:
    found: dict[int, list[tuple[Template, Moment]]] = {}
    for template, moment in possible(run, catalogue.templates()):
        found.setdefault(moment.n, []).append((template, moment))
    return found


class AtMoment(Trainer):
    """A sitting with given questions about one run."""

    def __init__(
        self, run: Run, asked: Iterator[Question], memory: Memory, clock: Clock, keep: Callable[[Attempt], None]
    ) -> None:
        super().__init__(Goal(), memory, clock, keep, Maker(Runs(known=(run,))))
        self._questions = asked

    def ask(self) -> Question | None:
        """The next of the questions."""
        question = next(self._questions, None)
        self.hints = 0
        if question is None:
            self.at = None
            return None
        self.at = Asked(question, moment_seed(question), question.source.name, self._clock())
        return question
