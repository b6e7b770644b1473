"""Questions about one run at the moment that somebody looks at: those of all templates, wherever they can be asked."""

from collections.abc import Callable, Iterator, Mapping

from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.making import Maker, made, possible
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.choosing import Goal
from sim.exam.practice.memory import Memory
from sim.exam.practice.trainer import Asked, Clock, Trainer
from sim.exam.question import Question
from sim.exam.run import Run, Runs
from sim.exam.template import AmbiguousError, Moment, Template


def questions(run: Run, first: int, last: int) -> Iterator[Question]:
    """The questions whose last visible record is from ``first`` to ``last``, the latest first."""
    found = run.kept("moments", _by_record)
    for n in sorted((n for n in found if first <= n <= last), reverse=True):
        for template, moment in found[n]:
            try:
                question = made(template, run, moment, Chance("moment", template.id, run.source.name, n))
            except AmbiguousError:
                continue
            if question.moment <= last:
                yield question


def prediction(run: Run, first: int, last: int, until: int) -> Question | None:
    """One of these questions that asks what is to come, best one that is proved by record ``until``."""
    asked = [each for each in questions(run, first, last) if each.proof and each.proof[0] > last]
    return next((each for each in asked if each.proof[0] <= until), next(iter(asked), None))


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
        self.at = None if question is None else Asked(question, f"moment {question.moment}", self._clock())
        return question
