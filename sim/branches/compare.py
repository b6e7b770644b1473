"""Two runs side by side: the first record in which they differ, their packets in pairs, their tables.

What both runs have in common is walked once, and nothing is told of it: its packets are pairs as they stand, and its
rows are folded for both.
"""

from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple, Protocol

from sim import registry
from sim.branches.pairing import Pair, pairs_behind
from sim.kernel import collector_at_rest
from sim.trace.history import frames_sent
from sim.trace.records import CONSOLE, TIMER, Kind
from sim.trace.trace import Trace
from sim.trace.world import World

_COLUMNS = ("at", "kind", "place", "cause", "what", "why")
_STRETCH = 1024
"""Records that are compared at a time, column by column."""


class First(NamedTuple):
    """The first record number in which two runs differ, and in what: among ``at kind place cause what why``.

    Where one of the runs is over there, ``in_what`` is ``("end",)``.
    """

    n: int
    in_what: tuple[str, ...]


class RowPair(NamedTuple):
    """A row that is not the same in both: what it is in each, ``None`` where there is none."""

    node: str
    table: str
    key: Hashable
    a: Any
    b: Any


class Comparison(NamedTuple):
    """How two runs differ; ``first`` is ``None`` where they are the same, record by record."""

    first: First | None
    packets: tuple[Pair, ...]
    rows: tuple[RowPair, ...]


class Ran(Protocol):
    """What has been run: a session."""

    @property
    def trace(self) -> Trace: ...


@collector_at_rest()
def compare(one: Ran | Trace, other: Ran | Trace, at: tuple[int, int] | None = None) -> Comparison:
    """Compare two runs, and their tables after the records ``at`` (by default at their ends)."""
    a, b = (each if isinstance(each, Trace) else each.trace for each in (one, other))
    first = first_difference(a, b)
    same = len(a) if first is None else first.n
    return Comparison(first, tuple(_pairs(a, b, same)), tuple(_rows(a, b, at or (len(a), len(b)), same)))


def first_difference(a: Trace, b: Trace) -> First | None:
    """The first number whose records are not equal in each of their columns."""
    n = _common(a, b)
    if n < min(len(a), len(b)):
        columns = zip(_COLUMNS, _columns(a[n]), _columns(b[n]), strict=True)
        return First(n, tuple(name for name, left, right in columns if left != right))
    return None if len(a) == len(b) else First(n, ("end",))


def pairs(a: Trace, b: Trace) -> Iterator[Pair]:
    """The packets of both runs in the order of the first, those that are the same as pairs.

    See :mod:`sim.branches.pairing` for which are the same.
    """
    return _pairs(a, b, _common(a, b))


def _pairs(a: Trace, b: Trace, same: int) -> Iterator[Pair]:
    """As :func:`pairs`, of runs that have their first ``same`` records in common."""
    behind = [*pairs_behind(a, b, same)]
    late = {pair.a: pair for pair in behind if pair.a is not None and pair.a < same}
    yield from (late.get(n, Pair(n, n)) for n in frames_sent(a) if n < same)
    yield from behind[len(late) :]


def rows(a: Trace, b: Trace, at: tuple[int, int]) -> Iterator[RowPair]:
    """The rows that differ after so many records, device by device; timers and lines that were printed are left out."""
    return _rows(a, b, at, _common(a, b))


def _common(a: Trace, b: Trace) -> int:
    """How many records from the start on are equal in both."""
    end = min(len(a), len(b))
    begin = 0
    spots = min(len(a.spots), len(b.spots))
    has_same_spots = a.spots[:spots] == b.spots[:spots]
    while begin < end:
        part = slice(begin, min(begin + _STRETCH, end))
        if not (
            a.at[part] == b.at[part]
            and a.kind[part] == b.kind[part]
            and a.cause[part] == b.cause[part]
            and has_same_spots
            and a.spot[part] == b.spot[part]
            and a.what[part] == b.what[part]
            and a.why[part] == b.why[part]
        ):
            differs = next((n for n in range(part.start, part.stop) if not _is_same(a, b, n)), None)
            if differs is not None:
                return differs
        begin = part.stop
    return end


def _is_same(a: Trace, b: Trace, n: int) -> bool:
    return (
        a.at[n] == b.at[n]
        and a.kind[n] == b.kind[n]
        and a.cause[n] == b.cause[n]
        and a.spots[a.spot[n]] == b.spots[b.spot[n]]
        and a.what[n] == b.what[n]
        and a.why[n] == b.why[n]
    )


def _rows(a: Trace, b: Trace, at: tuple[int, int], same: int) -> Iterator[RowPair]:
    """As :func:`rows`, of runs that have their first ``same`` records in common."""
    worlds = (world := _folded(World(), a, 0, min(same, *at)), world.copy())
    left, right = (
        _folded(world, trace, min(same, *at), n).tables for world, trace, n in zip(worlds, (a, b), at, strict=True)
    )
    known = registry.tables()
    for node, table in dict.fromkeys((*left, *right)):
        if table in (TIMER, CONSOLE) or (table in known and known[table].is_bookkeeping):
            continue
        one, other = left.get((node, table), {}), right.get((node, table), {})
        for key in dict.fromkeys((*one, *other)):
            if one.get(key) != other.get(key):
                yield RowPair(node, table, key, one.get(key), other.get(key))


def _folded(world: World, trace: Trace, begin: int, end: int) -> World:
    """The tables with further records of a trace folded in; frames on links are of no account."""
    for n, kind in enumerate(trace.kind[begin:end], begin):
        if kind >= Kind.ROW_ADDED:
            world.apply(trace, n)
    return world


def _columns(record: Any) -> tuple[Any, ...]:
    return record.at, record.kind, (record.node, record.port), record.cause, record.what, record.why
