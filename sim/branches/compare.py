"""Two runs side by side: the first record in which they differ, their packets in pairs, their tables."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, Protocol

from sim import registry
from sim.packets.telling import summary
from sim.patterns.pattern import describe, packet_of
from sim.pdu.base import Pdu
from sim.trace.history import History, frames_sent
from sim.trace.records import CONSOLE, TIMER
from sim.trace.trace import Trace

_MOST_CELLS = 4_000_000
"""Pairs of packets that are looked at one by one; longer runs are paired by the ordinals of equal packets."""
_COLUMNS = ("at", "kind", "place", "cause", "what", "why")


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
    return Comparison(first_difference(a, b), tuple(pairs(a, b)), tuple(rows(a, b, at or (len(a), len(b)))))


def first_difference(a: Trace, b: Trace) -> First | None:
    """The first number whose records are not equal in each of their columns."""
    common = min(len(a), len(b))
    n = next((n for n in range(common) if not _is_same(a, b, n)), common)
    if n < common:
        one, other = a[n], b[n]
        columns = zip(_COLUMNS, _columns(one), _columns(other), strict=True)
        return First(n, tuple(name for name, left, right in columns if left != right))
    return None if len(a) == len(b) else First(n, ("end",))


def pairs(a: Trace, b: Trace) -> Iterator[Pair]:
    """The packets of both runs in an order that both keep, those that are the same as pairs.

    Packets are the same when the same port sends what reads the same, whenever it leaves. Between those, packets are
    the same that differ in their numbers alone, as where another seed gives other sequence numbers.
    """
    left, right = frames_sent(a), frames_sent(b)
    alike = _aligned([_key(a, n, summary) for n in left], [_key(b, n, summary) for n in right], 0, 0)
    done_a = done_b = 0
    found: list[tuple[int, int]] = []
    for i, j in [*alike, (len(left), len(right))]:
        between_a = [_key(a, n, describe) for n in left[done_a:i]]
        between_b = [_key(b, n, describe) for n in right[done_b:j]]
        found += [*_aligned(between_a, between_b, done_a, done_b), (i, j)]
        done_a, done_b = i + 1, j + 1
    done_a = done_b = 0
    for i, j in found:
        yield from (Pair(n, None) for n in left[done_a:i])
        yield from (Pair(None, n) for n in right[done_b:j])
        if i < len(left):
            yield Pair(left[i], right[j])
        done_a, done_b = i + 1, j + 1


def rows(a: Trace, b: Trace, at: tuple[int, int]) -> Iterator[RowPair]:
    """The rows that differ after so many records, device by device; timers and lines that were printed are left out."""
    left, right = (dict(History(trace).go(n).tables) for trace, n in zip((a, b), at, strict=True))
    known = registry.tables()
    for node, table in dict.fromkeys((*left, *right)):
        if table in (TIMER, CONSOLE) or (table in known and known[table].is_bookkeeping):
            continue
        one, other = left.get((node, table), {}), right.get((node, table), {})
        for key in dict.fromkeys((*one, *other)):
            if one.get(key) != other.get(key):
                yield RowPair(node, table, key, one.get(key), other.get(key))


def _is_same(a: Trace, b: Trace, n: int) -> bool:
    return (
        a.at[n] == b.at[n]
        and a.kind[n] == b.kind[n]
        and a.cause[n] == b.cause[n]
        and a.spots[a.spot[n]] == b.spots[b.spot[n]]
        and a.what[n] == b.what[n]
        and a.why[n] == b.why[n]
    )


def _columns(record: Any) -> tuple[Any, ...]:
    return record.at, record.kind, (record.node, record.port), record.cause, record.what, record.why


def _key(trace: Trace, n: int, tell: Callable[[Pdu], object]) -> Hashable:
    packet = packet_of(trace, n)
    return trace.spots[trace.spot[n]], "" if packet is None else str(tell(packet)), len(packet or ())


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
