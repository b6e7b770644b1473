"""The questions of a scenario, as far as they can be checked before it is run."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sim import registry
from sim.patterns.pattern import Names
from sim.patterns.syntax import Moment, no_node
from sim.scenario.expectations import read_sentence
from sim.scenario.happening import read_moment
from sim.scenario.models import CellAnswer, CountAnswer, DeviceAnswer, QuestionModel, ScenarioModel
from sim.scenario.plan import (
    AnswerPlan,
    CellPlan,
    CountPlan,
    DevicePlan,
    LiteralPlan,
    NodePlan,
    OptionPlan,
    QuestionPlan,
    Says,
    When,
)
from sim.scenario.report import Path, Report
from sim.scenario.tables import check_cell, tables_of
from sim.words import TextError, suggestion

_TELLTALES = re.compile(
    r"(?:all|none|any|both|neither|some)(?: of)? (?:the above|these|them|the others|the options)"
    r"|(?:both |neither )?[a-e](?:(?:, | and | or | nor | & )[a-e])+"
    r"|[a-e](?:(?:和|与|或|、)[a-e])+(?:都(?:不)?对)?"
    r"|(?:以上|上述)(?:都|皆|全|均)?(?:不)?(?:是|对|非|错|正确)|(?:都|全)(?:不)?(?:是|对|错)"
)
"""Options that are right or wrong by their words alone, whatever the run says."""
_FEWEST, _MOST = 3, 5
_LONG = 24
"""Characters from which the length of an option is looked at."""


def plan_questions(
    model: ScenarioModel,
    plans: Mapping[str, NodePlan],
    names: Names,
    programs: Collection[str],
    until: int,
    report: Report,
) -> tuple[QuestionPlan, ...]:
    """The questions, each with its place in the text; whether the run agrees is for ``sim.exam.own``."""
    planned = []
    for index, question in report.items("questions", model.questions):
        path: Path = ("questions", index)
        reading = _Reading(plans, names, programs, until, report)
        found = reading.question(question, path)
        if found is not None:
            planned.append(found)
    return tuple(planned)


class _Reading:
    """Reads the parts of one question; what is wrong goes to the report."""

    def __init__(
        self,
        plans: Mapping[str, NodePlan],
        names: Names,
        programs: Collection[str],
        until: int,
        report: Report,
    ) -> None:
        self._plans = plans
        self._names = names
        self._programs = programs
        self._until = until
        self._report = report

    def question(self, model: QuestionModel, path: Path) -> QuestionPlan | None:
        before = self._report.has_errors
        at = self._moment(model.at, (*path, "at")) if model.at is not None else None
        answer = self._answer(model.answer, (*path, "answer"))
        options = tuple(self._option(option, (*path, "options", place)) for place, option in enumerate(model.options))
        says = self._sentence(model.says, (*path, "says")) if model.says is not None else None
        if answer is None or (self._report.has_errors and not before):
            return None
        for place, message, hint in _flaws(answer, options):
            where: Path = (*path, "answer") if place is None else (*path, "options", place)
            self._report.wrong(where, message, hint)
        return QuestionPlan(
            *self._report.place(path),
            ask=model.ask,
            at=at,
            answer=answer,
            options=options,
            why=model.why or "",
            says=says,
            level=model.level,
            seconds=model.seconds,
        )

    def _moment(self, text: str, path: Path) -> When | None:
        try:
            moment = read_moment(text, self._names)
        except TextError as error:
            self._report.error(path, error)
            return None
        if isinstance(moment, Moment) and moment.time is not None and moment.time > self._until:
            self._report.wrong(path, f"{text} is after the end of the run", "write an earlier time, or 'end'")
        return moment

    def _answer(self, model: Any, path: Path) -> AnswerPlan | None:
        place = self._report.place(path)
        match model:
            case CellAnswer():
                return self._cell(model, path)
            case CountAnswer():
                says = self._sentence(model.count, (*path, "count"))
                return CountPlan(*place, says) if isinstance(says, Says) else None
            case DeviceAnswer():
                moment = self._moment(model.device, (*path, "device"))
                return None if moment is None else DevicePlan(*place, moment)
        return LiteralPlan(*place, str(model.value))

    def _cell(self, model: CellAnswer, path: Path) -> CellPlan | None:
        if model.on not in self._names.nodes:
            self._report.error((*path, "on"), no_node(model.on, tuple(self._names.nodes)))
            return None
        known = [table.name for table in tables_of(self._plans.get(model.on))]
        if model.table not in known:
            hint = suggestion(model.table, known, "it has", "and")
            self._report.error((*path, "table"), TextError(f"{model.on} has no table {model.table!r}", hint))
            return None
        table = registry.tables()[model.table]
        for column, value in {**model.row, model.column: None}.items():
            where: Path = (*path, "row", column) if column in model.row else (*path, "column")
            if column not in table.columns:
                hint = suggestion(column, tuple(table.columns), "it has", "and")
                message = f"table {table.name} has no column {column!r}"
                self._report.wrong(where, message, hint, at_key=column in model.row)
                return None
            if column in model.row:
                try:
                    check_cell(table, column, value, self._names)
                except ValueError as error:
                    self._report.error(where, error)
                    return None
        return CellPlan(*self._report.place(path), model.on, model.table, model.row, model.column, model.at)

    def _option(self, model: Any, path: Path) -> OptionPlan:
        says = None if model.says is None else self._sentence(model.says, (*path, "says"))
        return OptionPlan(*self._report.place(path), str(model.text), model.why or "", says)

    def _sentence(self, text: str, path: Path) -> Any:
        try:
            return read_sentence(text, self._names, self._report.place(path), self._programs)
        except TextError as error:
            self._report.error(path, error)
            return None


def _flaws(answer: AnswerPlan, options: tuple[OptionPlan, ...]) -> Iterator[tuple[int | None, str, str]]:
    """What gives an answer away or makes it unclear, each with the option's place, ``None`` for the answer."""
    truth = answer.text if isinstance(answer, LiteralPlan) else None
    texts = [*([truth] if truth is not None else []), *(option.text for option in options)]
    seen: dict[str, int] = {}
    for place, option in enumerate(options):
        plain = " ".join(option.text.split()).casefold()
        if plain in seen:
            yield place, f"this option is the same as option {seen[plain] + 1}", "write another one, or leave it out"
        elif truth is not None and plain == " ".join(truth.split()).casefold():
            yield place, "this wrong option is the answer", "write another one, or leave it out"
        seen.setdefault(plain, place)
    for place, text in enumerate(texts):
        where = place - 1 if truth is not None else place
        if _TELLTALES.fullmatch(" ".join(text.casefold().split()).rstrip(".。")):
            yield (where if where >= 0 else None), f"{text!r} tells nothing by itself", "write what is meant"
    if options and not _FEWEST <= len(options) + 1 <= _MOST:
        yield None, f"there are {len(options) + 1} options, the answer among them", "write 2 to 4 wrong ones, or none"
    if truth is not None and options and len(truth) >= _LONG:
        longest = max(len(option.text) for option in options)
        if len(truth) > 1.5 * longest:
            yield None, "the answer is much longer than every other option, which gives it away", "make them alike"
