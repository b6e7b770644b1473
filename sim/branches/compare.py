"""Two runs side by side: the first record in which they differ, their packets in pairs, their tables.

What both runs have in common is walked once, and nothing is told of it: its packets are pairs as they stand, and its
rows are folded for both.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, Protocol

from sim import registry
from sim.packets.telling import summary
from sim.patterns.pattern import describe, packet_of
from sim.pdu.base import Pdu
from sim.trace.history import frames_sent
from sim.trace.records import CONSOLE, TIMER, Kind
from sim.trace.trace import Trace
from sim.trace.world import World

_MOST_CELLS = 4_000_000
"""Pairs of packets that are looked at one by one; longer runs are paired by the ordinals of equal packets."""
_COLUMNS = ("at", "kind", "place", "cause", "what", "why")
_STRETCH = 1024
"""Records that are compared at a time, column by column."""


class First(NamedTuple):
    """The first record number in which two runs differ, and in what: among ``at kind place cause what why``.

    Where one of the runs is over there, ``in_what`` is ``("end",)``.
    """

    n: int
    in_what: tuple[str, ...]


class Pair(NamedTuple):
    """A packet of both runs, or of one of them: the numbers of the records with which it leaves."""

    a: int | None
    b: int | None


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
    """The packets of both runs in an order that both keep, those that are the same as pairs.

    Packets are the same when the same port sends what reads the same, whenever it leaves. Between those, packets are
    the same that differ in their numbers alone, as where another seed gives other sequence numbers.
    """
    return _pairs(a, b, _common(a, b))


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


def _pairs(a: Trace, b: Trace, same: int) -> Iterator[Pair]:
    """As :func:`pairs`, of runs that have their first ``same`` records in common."""
    left, right = frames_sent(a), frames_sent(b)
    begin = bisect_left(left, same)
    yield from (Pair(n, n) for n in left[:begin])
    left, right = left[begin:], right[begin:]
    alike = _aligned(_keys(a, left, summary), _keys(b, right, summary), 0, 0)
    done_a = done_b = 0
    found: list[tuple[int, int]] = []
    for i, j in [*alike, (len(left), len(right))]:
        if done_a < i and done_b < j:
            between = (_keys(a, left[done_a:i], describe), _keys(b, right[done_b:j], describe))
            found += _aligned(*between, done_a, done_b)
        found.append((i, j))
        done_a, done_b = i + 1, j + 1
    done_a = done_b = 0
    for i, j in found:
        yield from (Pair(n, None) for n in left[done_a:i])
        yield from (Pair(None, n) for n in right[done_b:j])
        if i < len(left):
            yield Pair(left[i], right[j])
        done_a, done_b = i + 1, j + 1


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


def _keys(trace: Trace, numbers: Sequence[int], tell: Callable[[Pdu], object]) -> list[Hashable]:
    """What packets are told apart by: where they leave, what they read, how long they are."""
    told: dict[int, tuple[str, int]] = {}  # a switch sends on the very value that came in
    found: list[Hashable] = []
    for n in numbers:
        packet = packet_of(trace, n)
        said = told.get(id(packet))
        if said is None:
            said = told[id(packet)] = ("" if packet is None else str(tell(packet)), len(packet or ()))
        found.append((trace.spots[trace.spot[n]], *said))
    return found


def _aligned(a: Sequence[Hashable], b: Sequence[Hashable], first_a: int, first_b: int) -> Iterator[tuple[int, int]]:
    """The indices of equal keys, in the order of both, counted from ``first_a`` and ``first_b``."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        yield first_a + start, first_b + start
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(rest_a) * len(rest_b) <= _MOST_CELLS:
        blocks = SequenceMatcher(None, rest_a, rest_b, autojunk=False).get_matching_blocks()
        found = [(i + k, j + k) for i, j, size in blocks for k in range(size)]
    else:
        found = _by_ordinals(rest_a, rest_b)
    yield from ((first_a + start + i, first_b + start + j) for i, j in found)


def _by_ordinals(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The k-th of a key with the k-th of the same key, as many as keep the order of both."""
    seen: dict[Hashable, int] = {}
    place: dict[tuple[Hashable, int], int] = {}
    for j, key in enumerate(b):
        seen[key] = seen.get(key, 0) + 1
        place[key, seen[key]] = j
    seen.clear()
    candidates: list[tuple[int, int]] = []
    for i, key in enumerate(a):
        seen[key] = seen.get(key, 0) + 1
        if (key, seen[key]) in place:
            candidates.append((i, place[key, seen[key]]))
    # The longest increasing run of the second indices, by patience sorting.
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(candidates):
        pile = bisect_left(ends, j)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(j)
            tops.append(number)
        else:
            ends[pile], tops[pile] = j, number
    chosen: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        chosen.append(candidates[number])
        number = before[number]
    return chosen[::-1]
