"""Rows of any table in words."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from enum import Enum
from functools import cache
from typing import Any

from sim import explain, registry
from sim.addresses import IPv4Address
from sim.explain.facts import render
from sim.explain.template import fill
from sim.feature import Table
from sim.languages import ENGLISH, said
from sim.packets.telling import summary
from sim.pdu.base import Pdu
from sim.quantities import Measure, seconds
from sim.trace.records import Change
from sim.trace.trace import Trace
from tui.model.text import columns
from tui.model.text.words import AGO, IN_TIME, NOW, told

_COLUMN = re.compile(r"\{(\w+)\}")
_BLANK = ("-", "0", "no")


def span(ns: int) -> str:
    """A span of time, roughly: ``29.9s``, ``200ms``."""
    for unit, length in (("s", 10**9), ("ms", 10**6), ("us", 10**3)):
        if abs(ns) >= length - length // 20_000:  # what would be shown as 1000 of a unit is one of the next
            return f"{ns / length:.1f}".removesuffix(".0") + unit
    return f"{ns}ns"


def relative(ns: int, language: str = ENGLISH) -> str:
    """A time as seen from now: ``in 29.9s``, ``2.5s ago``."""
    wording = NOW if ns == 0 else IN_TIME if ns > 0 else AGO
    return told(wording, language, span=span(abs(ns)))


def words(value: Any) -> str:
    """A cell for people; ``-`` where there is nothing in it."""
    if value is None or value in ((), ""):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Pdu):
        return str(summary(value))
    if type(value) is tuple:
        is_socket = len(value) == 2 and isinstance(value[0], IPv4Address) and type(value[1]) is int
        return f"{value[0]}:{value[1]}" if is_socket else ", ".join(map(words, value))
    return str(value)


def values(table: Table, key: Hashable, row: Any) -> dict[str, Any]:
    """The cells of a row, those of its key first; an address and its port are one cell, ``None`` for port 0."""
    found = table.cells(key, row)
    ends: dict[str, Any] = {}
    for name, (address, port) in table.joined.items():
        end = found.pop(address), found.pop(port)
        ends[name] = end if end[1] else None
    return ends | found


def cells(table: Table, key: Hashable, row: Any, base: Any = None) -> dict[str, str]:
    """The cells of a row in words, those of its key first.

    ``base`` is the row that its numbers are counted from, ``None`` where they are to stay as they are.
    """
    known, written = table.columns, _writers(table)
    shown: dict[str, str] = {}
    for name, value in values(table, key, row).items():
        start = known[name].start if base is not None and name in known else ""
        counted = _from(value, getattr(base, start) or 0) if start else value
        write = written.get(name)
        shown[name] = words(counted) if write is None or counted is None or counted == () else write(counted)
    return shown


def _from(value: Any, first: int) -> Any:
    """A sequence number, or blocks of them, counted from ``first``; ``None`` for one from before that was known."""
    if isinstance(value, int):
        return value - first if value >= first else None
    return tuple(tuple(edge - first for edge in each) for each in value)


@cache
def _writers(table: Table) -> Mapping[str, Callable[[Any], str]]:
    """How the cells of columns are written that do not show well as they are."""
    measures = {Measure.INSTANT: seconds, Measure.SPAN: span}
    return {name: measures[column.measure] for name, column in table.columns.items() if column.measure} | dict(
        table.written
    )


def describe(change: Change, brief: bool = False, base: Any = None, language: str = ENGLISH) -> str:
    """A change in one line: ``+`` a new row, ``-`` one that went, ``~`` what differs in it, before and after.

    ``brief`` leaves times and counters out, and of new rows what is no or nothing; it is "" where nothing else differs.
    Sequence numbers are counted from those in ``base``, if there is one.
    """
    name, key, before, after = change
    table = registry.tables()[name]
    shown = cells(table, key, after if after is not None else before, base)
    called = _called(table, key, shown, language)
    left_out = {*_naming(table), *((*instants(table), *table.minor) if brief else ())}
    rest = [(column, text) for column, text in shown.items() if column not in left_out]
    if before is not None and after is not None:
        was = cells(table, key, before, base)
        changed = [
            f"{_lead(table, column, language)}{was[column]} -> {text}" for column, text in rest if text != was[column]
        ]
        return f"{name} ~ {called}: {', '.join(changed)}" if changed else ""
    if before is not None and brief:
        return f"{name} - {called}"
    if brief:
        rest = [(column, text) for column, text in rest if text not in _BLANK and text != table.usual.get(column)]
    fields = ", ".join(f"{_lead(table, column, language)}{text}" for column, text in rest if text != "-")
    return f"{name} {'+' if before is None else '-'} {called}{': ' if fields else ''}{fields}"


def label(table: Table, key: Hashable, row: Any, language: str = ENGLISH) -> str:
    """What a row is called."""
    return _called(table, key, cells(table, key, row), language)


def _called(table: Table, key: Hashable, shown: Mapping[str, str], language: str) -> str:
    if callable(table.label):
        called = table.label(key)
        return called if isinstance(called, str) else said(called, language)
    if not table.label:
        return " ".join(shown[column] for column in table.key)
    facts = {column: None if text == "-" else text for column, text in shown.items()}
    return fill(table.label, facts, lambda column, known: str(known[column]))


@cache
def _naming(table: Table) -> frozenset[str]:
    """The columns that name a row."""
    if isinstance(table.label, str) and table.label:
        return frozenset(_COLUMN.findall(table.label))
    return frozenset((*table.key, *table.joined))


@cache
def instants(table: Table) -> frozenset[str]:
    """The columns that are moments."""
    return frozenset(name for name, column in table.columns.items() if column.measure is Measure.INSTANT)


def _lead(table: Table, column: str, language: str) -> str:
    """What a cell is called in front of it; some speak for themselves."""
    return "" if column in table.unnamed else f"{columns.name(column, language)} "


def timer_name(timer: Hashable, language: str, owner: str = "") -> str:
    """What an armed timer is called; ``owner`` is the command that it is of, where that is known."""
    return render("timer", {"timer": timer, "owner": owner}, explain.words(language))


def deadline_name(table: Table, column: str, key: Hashable, row: Any, language: str) -> str:
    """What the deadline in a column of a row is called."""
    return said(table.timers[column], language).format(label(table, key, row, language))


class Bases:
    """The rows that the numbers of other rows are counted from, at any record; found as the trace grows."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        counted = [table.counting for table in registry.tables().values() if table.counting is not None]
        self._starts = {counting.table: counting.starts for counting in counted}
        self._found: dict[tuple[str, str, Hashable], tuple[array[int], list[Any]]] = {}
        self._seen = 0

    def of(self, n: int) -> Any:
        """The row that those numbers are counted from which record ``n`` changes; ``None`` where there is none."""
        change = self._trace.what[n]
        if not isinstance(change, Change) or (counting := registry.tables()[change.table].counting) is None:
            return None
        self._see(n + 1)
        found = self._found.get((self._node(n), counting.table, change.key))
        if found is None:
            return None
        since, rows = found
        index = bisect_right(since, n) - 1
        return rows[index] if index >= 0 else None

    def _see(self, stop: int) -> None:
        """Look at the records up to number ``stop``, that one not included."""
        for n in range(self._seen, stop):
            change = self._trace.what[n]
            if isinstance(change, Change) and change.table in self._starts and change.after is not None:
                self._add(n, change)
        self._seen = max(self._seen, stop)

    def _add(self, n: int, change: Change) -> None:
        since, rows = self._found.setdefault((self._node(n), change.table, change.key), (array("i"), []))
        starts = self._starts[change.table]
        if not rows or any(getattr(rows[-1], start) != getattr(change.after, start) for start in starts):
            since.append(n)
            rows.append(change.after)

    def _node(self, n: int) -> str:
        return self._trace.spots[self._trace.spot[n]].node
