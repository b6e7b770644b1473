"""Questions from templates: which run, which moment, which of the options, and in which order they stand."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from sim.exam.chance import Chance
from sim.exam.question import Kind, Option, Question, Source
from sim.exam.run import Run, Runs
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.languages import LANGUAGES
from sim.scenario.library import bundled

_MOST_NETWORKS = 60
"""How many networks are made before a template gives up: it is a defect of the template, then."""
_FEWEST_OPTIONS = 3
"""Three good options beat four with a filler."""


class NoQuestionError(Exception):
    """A template found no moment that can be asked about; ``reasons`` counts why."""

    def __init__(self, template: Template, reasons: Counter[str]) -> None:
        told = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common(5))
        super().__init__(f"{template.id} finds no question: {told or 'no moment'}")
        self.reasons = reasons


class Survey(NamedTuple):
    """How often a template found a question, of so many seeds; ``reasons`` counts the moments thrown away, by why."""

    template: str
    seeds: int
    made: int
    reasons: Mapping[str, int]


class Maker:
    """Makes questions; keeps the runs that it has made, and counts in ``reasons`` why moments were thrown away."""

    def __init__(self, runs: Runs | None = None) -> None:
        self._runs = Runs() if runs is None else runs
        self.reasons: Counter[tuple[str, str]] = Counter()

    def run(self, question: Question) -> Run:
        """The run that a question is about."""
        return self._runs.of(question.source)

    def run_of(self, source: Source) -> Run:
        """The run of a source; raises ``ScenarioError``."""
        return self._runs.of(source)

    def question(
        self,
        template: Template,
        *seed: str | int,
        sources: Sequence[Source] | None = None,
        is_made: bool = False,
    ) -> Question:
        """The question that a seed fixes; raises :class:`NoQuestionError`.

        ``sources`` are the scenarios to ask about; by default the template's own, or networks that it makes. With
        ``is_made`` these networks alone, if it makes some.
        """
        chance = Chance("question", template.id, *seed)
        reasons: Counter[str] = Counter()
        tried: set[Source] = set()
        for source in self._sources(template, chance, sources, is_made):
            if source in tried:
                continue
            tried.add(source)
            run = self._runs.of(source)
            for moment in chance.shuffled(list(template.moments(run))):
                try:
                    return made(template, run, moment, chance.derived("options"))
                except AmbiguousError as error:
                    reasons[error.reason] += 1
                    self.reasons[template.id, error.reason] += 1
            if not reasons:
                reasons["no moment"] += 1
        raise NoQuestionError(template, reasons)

    def survey(self, template: Template, seeds: int) -> Survey:
        """What comes of so many seeds."""
        before = self.reasons.copy()
        made = 0
        for seed in range(seeds):
            with suppress(NoQuestionError):
                self.question(template, "survey", seed)
                made += 1
        counted = self.reasons - before
        reasons = {reason: count for (name, reason), count in counted.most_common() if name == template.id}
        return Survey(template.id, seeds, made, reasons)

    @staticmethod
    def _sources(template: Template, chance: Chance, given: Sequence[Source] | None, is_made: bool) -> Iterator[Source]:
        if given is not None:
            yield from chance.shuffled(given)
            return
        known = [Source(name) for name in scenarios_of(template)]
        make = template.network
        if make is None or (not is_made and known and chance.below(2) == 0):
            # One alone where there are networks: to make one takes less time than to look through many scenarios.
            yield from chance.shuffled(known)[: None if make is None else 1]
        for attempt in range(_MOST_NETWORKS if make is not None else 0):
            assert make is not None
            network = {"title": template.title["en"], **make(chance.derived("network", attempt))}
            yield Source(template.id, json.dumps(network, ensure_ascii=False))


def scenarios_of(template: Template) -> list[str]:
    """The bundled scenarios that a template looks at first."""
    return [
        name for name in _bundled() if any(name == each or name.startswith(f"{each}/") for each in template.folders)
    ]


@cache
def _bundled() -> tuple[str, ...]:
    """The names of the bundled scenarios: to look for the files takes longer than a short run."""
    return tuple(bundled())


def possible(run: Run, templates: Iterable[Template]) -> Iterator[tuple[Template, Moment]]:
    """Everything that templates can ask about a run; some of it may turn out to be ambiguous."""
    for template in templates:
        for moment in template.moments(run):
            yield template, moment


def made(template: Template, run: Run, moment: Moment, chance: Chance) -> Question:
    """The question about one moment; raises :class:`AmbiguousError`."""
    draft = template.ask(run, moment, chance)
    options = _options(template, draft, chance)
    if template.kind.is_typed and not draft.blanks:
        raise AmbiguousError("nothing to fill in")
    seen = moment.n if draft.moment is None else draft.moment
    return Question(
        name=f"{template.id}@{run.source.name}#{moment.n}-{_mark(run, draft)}",
        template=template.id,
        topic=template.topic,
        level=template.level,
        seconds=template.seconds,
        domains=template.domains,
        kind=template.kind,
        source=run.source,
        moment=seen,
        text=draft.text,
        options=options,
        blanks=draft.blanks,
        proof=draft.proof,
        hints=draft.hints,
        figures=draft.figures,
        given=draft.given,
        reason=draft.reason,
        clause=draft.clause,
    )


def _mark(run: Run, draft: Draft) -> str:
    """What tells a question from others about the same record, or about another network of the same template."""
    texts = (run.source.text, draft.text.text(), *(str(blank.label and blank.label.text()) for blank in draft.blanks))
    return sha256("\x1f".join(texts).encode()).hexdigest()[:8]


def _options(template: Template, draft: Draft, chance: Chance) -> tuple[Option, ...]:
    """The options as they are shown: no two alike, in an order of chance."""
    kind = template.kind
    if kind.is_typed:
        return ()
    distinct: dict[str, Option] = {}
    for option in sorted(draft.options, key=lambda each: not each.is_right):  # what is right is never left out
        distinct.setdefault(option.text.text(), option)
    found = list(distinct.values())
    if kind is Kind.ORDER:
        if len(found) < len(draft.options) or len(found) < _FEWEST_OPTIONS:
            raise AmbiguousError("steps that look alike, or too few")
        return tuple(_disordered(found, chance))
    truths = [option for option in found if option.is_right]
    wrongs = [option for option in found if not option.is_right]
    if not truths:
        raise AmbiguousError("no right option")
    if kind.is_choice and len(truths) != 1:
        raise AmbiguousError("more than one right option")
    if kind is Kind.ONE:
        wrongs = wrongs[: template.most - 1]
    if len(truths) + len(wrongs) < _FEWEST_OPTIONS:
        raise AmbiguousError("too few different options")
    if kind is Kind.ONE and any(_stands_out(truths[0], wrongs, language) for language in LANGUAGES):
        raise AmbiguousError("the right option is longer than all others by far")
    if kind is Kind.PACKET:
        return tuple(sorted(found, key=lambda option: option.value))
    return tuple(chance.shuffled([*truths, *wrongs]))


def _stands_out(truth: Option, wrongs: Sequence[Option], language: str) -> bool:
    """Whether the right option gives itself away by its length."""
    longest = max(len(wrong.text.text(language)) for wrong in wrongs)
    return len(truth.text.text(language)) > max(longest * 1.3, longest + 6)


def _disordered(options: list[Option], chance: Chance) -> list[Option]:
    """In an order of chance that is not the right one."""
    while True:
        shuffled = chance.shuffled(options)
        if [each.value for each in shuffled] != sorted(each.value for each in shuffled):
            return shuffled
