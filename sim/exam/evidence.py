"""What the records show that prove an answer: the packet or the row, why, and by which clause."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from sim import explain, registry
from sim.exam.run import Run
from sim.explain.facts import duration
from sim.explain.language import Words
from sim.feature import Table
from sim.languages import Wording, said
from sim.packets.telling import summary
from sim.pdu.base import Pdu
from sim.quantities import Measure, seconds
from sim.trace.records import Change, ConsoleLine, Kind

_RECORD: Wording = {"en": "record {n}, {at} s, {node}", "zh": "记录 {n}，{at} s，{node}"}
_OFTEN = 3
"""A rule that has been told so often is known."""
_SIMPLE = (str, int, Enum, type(None))
"""Cells that are shown; what holds packets or ranges is left to the player."""


class Evidence(NamedTuple):
    """A record that proves an answer: where it is, the rule that it follows, what it shows, why, and the clause.

    ``shown`` is a packet in tcpdump's words, or the cells of a row as they change; "" where the sentence says it all.
    ``clause`` is "" where no standard says it.
    """

    n: int
    rule: str
    place: str
    shown: str
    sentence: str
    clause: str

    @property
    def where(self) -> str:
        """The place, and what the record shows there."""
        return f"{self.place}: {self.shown}" if self.shown else self.place


def evidence(run: Run, records: Iterable[int], language: str = "en") -> tuple[Evidence, ...]:
    """What records show in a language, in their order. ``ValueError`` for a language that there is not."""
    return tuple(_evidence(run, n, language) for n in records)


def briefly(found: Iterable[Evidence]) -> Iterator[tuple[str, str]]:
    """Where each record is and what it shows, and the reason with its clause, or "" where it has been told before.

    Many records may prove one answer, as the segments of a transfer do where their number is asked for: a rule is told
    with the facts of the first few.
    """
    told: dict[str, list[str]] = {}
    for each in found:
        clause = f" [{each.clause}]" if each.clause else ""
        before = told.setdefault(each.rule, [])
        is_news = each.sentence not in before and (len(before) < _OFTEN or not each.shown)
        before.append(each.sentence)
        yield each.where, f"{each.sentence}{clause}" if is_news else ""


def _evidence(run: Run, n: int, language: str) -> Evidence:
    trace = run.trace
    why, what = trace.why[n], trace.what[n]
    place = said(_RECORD, language).format(n=n, at=seconds(trace.at[n]), node=run.node(n))
    sentence = explain.sentence(why, language, what)
    return Evidence(n, why.rule.id, place, _shown(run, n, explain.words(language)), sentence, why.rule.clause)


def _shown(run: Run, n: int, words: Words) -> str:
    what = run.trace.what[n]
    if isinstance(what, Pdu):
        return str(summary(what))
    if not isinstance(what, Change) or run.trace.kind[n] >= Kind.CALL_ENTERED:  # a call is told whole by its sentence
        return ""
    if isinstance(what.after, ConsoleLine):
        return what.after.text
    table = registry.tables()[what.table]
    row = what.before if what.after is None else what.after
    named = ", ".join(f"{name} {_cell(table, name, value, words)}" for name, value in _named(table, what.key).items())
    cells = ", ".join(_cells(table, what, row, words))
    return f"{what.table} {named}: {cells}" if named and cells else f"{what.table} {named}{cells}"


def _named(table: Table, key: Any) -> dict[str, Any]:
    parts = (key,) if len(table.key) == 1 else key if table.key else ()
    return {name: value for name, value in zip(table.key, parts, strict=True) if isinstance(value, _SIMPLE)}


def _cells(table: Table, change: Change, row: Any, words: Words) -> Iterator[str]:
    """The cells of a new row, or those that are others now: before and after. No instants: the place has the time."""
    for name, value in row._asdict().items():
        column = table.columns.get(name)
        was = getattr(change.before, name) if change.before is not None else None
        if not isinstance(value, _SIMPLE) or (column is not None and column.measure is Measure.INSTANT):
            continue
        if change.before is None or change.after is None:
            if value is not None and value != "":
                yield f"{name} {_cell(table, name, value, words)}"
        elif was != value:
            yield f"{name} {_cell(table, name, was, words)} → {_cell(table, name, value, words)}"


def _cell(table: Table, name: str, value: Any, words: Words) -> str:
    column = table.columns.get(name)
    if value is None or value == "":
        return words.none
    if isinstance(value, bool):
        return words.yes if value else words.no
    if isinstance(value, Enum):
        return str(value.value)
    if column is not None and column.measure is Measure.SPAN:
        return duration(value, words)
    return str(value)
