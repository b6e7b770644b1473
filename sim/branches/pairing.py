"""The packets of two runs in pairs: aligned by what they are, first of all where they leave at the same time.

Most pairs keep the order of both runs. What is left then may have overtaken each other: those are pairs, too.
"""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from sim.branches.fates import fates, parts
from sim.packets.sameness import Sameness
from sim.packets.telling import summary
from sim.patterns.pattern import describe, packet_of
from sim.pdu.base import Pdu
from sim.trace.history import frames_sent
from sim.trace.nearest import nearest
from sim.trace.records import NO_CAUSE, Call, Kind, What
from sim.trace.trace import Trace

CALLS = frozenset({Kind.CALL})

_MOST_CELLS = 4_000_000
"""Pairs of packets that are looked at one by one; longer runs are paired by the ordinals of equal packets."""

_Tell = Callable[[Hashable, Pdu], Hashable]
"""What a packet says, by the port that it leaves and itself."""
_Keys = tuple[Sequence[Hashable], Sequence[Hashable]]


class Pair(NamedTuple):
    """A packet of both runs, or of one of them: the numbers of the records with which it leaves.

    ``is_changed``: it says something else in both, or something else becomes of it on its link or at the port behind.
    """

    a: int | None
    b: int | None
    is_changed: bool = False


def pairs_behind(a: Trace, b: Trace, same: int) -> Iterator[Pair]:
    """The pairs of which something differs or may differ, of runs that have their first ``same`` records in common.

    Those are packets that leave before, of which something else becomes behind; then all that leave behind.

    Packets of the same port are the same if they say the same, at the same time, for the same command. Between those
    they are the same with less and less in common: at another time; with other numbers that count on; for another
    command; with other values. Of what is left, those are the same that say the same, in whatever order they leave.

    The pairs are in the order of the first run. A packet of the second run alone stands behind those before it, as far
    as these do not come in another order.
    """
    fate_a, fate_b = fates(a, same), fates(b, same)
    yield from (Pair(n, n, True) for n in sorted(fate_b) if n < same and parts(fate_a.get(n), fate_b[n]))
    left, right = ([n for n in frames_sent(trace) if n >= same] for trace in (a, b))
    known: dict[Hashable, int] = {}
    say_a, say_b = (
        _keys(trace, numbers, Sameness(trace, same).essence, known) for trace, numbers in ((a, left), (b, right))
    )

    called_a, called_b = _called(a, left, say_a, known), _called(b, right, say_b, known)

    def told(tell: _Tell) -> Callable[[slice, slice], _Keys]:
        return lambda i, j: (_keys(a, left[i], tell, known), _keys(b, right[j], tell, known))

    def read(i: slice, j: slice) -> _Keys:
        one, other = told(_read)(i, j)
        return _called(a, left[i], one, known), _called(b, right[j], other, known)

    found = _by_ordinals(_timed(a, left, called_a), _timed(b, right, called_b))
    found = _filled(found, len(left), len(right), read)
    found = _filled(found, len(left), len(right), lambda i, j: (called_a[i], called_b[j]))
    found = _filled(found, len(left), len(right), lambda i, j: (say_a[i], say_b[j]))
    found = _filled(found, len(left), len(right), told(_described))
    overtaken = _overtaken(found, ((called_a, called_b), (say_a, say_b)))
    moved = {*overtaken.values()}

    def pair(i: int, j: int | None) -> Pair:
        if j is None:
            return Pair(left[i], None)
        is_changed = say_a[i] != say_b[j] or parts(fate_a.get(left[i]), fate_b.get(right[j]))
        return Pair(left[i], right[j], is_changed)

    done_a = done_b = 0
    for i, j in [*found, (len(left), len(right))]:
        yield from (pair(k, overtaken.get(k)) for k in range(done_a, i))
        yield from (Pair(None, right[k]) for k in range(done_b, j) if k not in moved)
        if i < len(left):
            yield pair(i, j)
        done_a, done_b = i + 1, j + 1


def _overtaken(found: Sequence[tuple[int, int]], keys: Sequence[_Keys]) -> dict[int, int]:
    """Further pairs of indices that no pair has, the k-th of a key with the k-th of the same key, in any order."""
    done_a, done_b = {i for i, _ in found}, {j for _, j in found}
    pairs: dict[int, int] = {}
    for one, other in keys:
        waiting: dict[Hashable, list[int]] = {}
        for j in reversed(range(len(other))):
            if j not in done_b:
                waiting.setdefault(other[j], []).append(j)
        for i in range(len(one)) if waiting else ():
            if i not in done_a and waiting.get(one[i]):
                j = pairs[i] = waiting[one[i]].pop()
                done_a.add(i)
                done_b.add(j)
    return pairs


def _keys(trace: Trace, numbers: Sequence[int], tell: _Tell, known: dict[Hashable, int]) -> list[int]:
    """What packets are told apart by: where they leave, what they say, how long they are, each such thing a number."""
    told: dict[int, Hashable] = {}  # a switch sends on the very value that came in
    found: list[int] = []
    for n in numbers:
        packet = packet_of(trace, n)
        port = trace.spots[trace.spot[n]]
        said = told.get(id(packet))
        if said is None:
            said = told[id(packet)] = (None if packet is None else tell(port, packet), len(packet or ()))
        found.append(known.setdefault((port, said), len(known)))
    return found


def _called(trace: Trace, numbers: Sequence[int], keys: Sequence[Hashable], known: dict[Hashable, int]) -> list[int]:
    """The keys of packets with the commands that led to them, and when these were typed."""
    calls = nearest(trace, CALLS)
    typed: dict[int, Hashable] = {NO_CAUSE: None}
    found: list[int] = []
    for n, key in zip(numbers, keys, strict=True):
        call = calls.of(n)
        if call not in typed:
            typed[call] = (trace.at[call], trace.spots[trace.spot[call]], _typed(trace.what[call]))
        found.append(known.setdefault((key, typed[call]), len(known)))
    return found


def _typed(what: What) -> Hashable:
    """A call without its number, which counts on where another command is typed before it."""
    return what._replace(call=None) if isinstance(what, Call) else what


def _timed(trace: Trace, numbers: Sequence[int], keys: Sequence[int]) -> list[tuple[int, int]]:
    return [(trace.at[n], key) for n, key in zip(numbers, keys, strict=True)]


def _read(port: Hashable, packet: Pdu) -> str:
    return str(summary(packet))


def _described(port: Hashable, packet: Pdu) -> str:
    return describe(packet)


def _filled(
    found: Sequence[tuple[int, int]], count_a: int, count_b: int, keys: Callable[[slice, slice], _Keys]
) -> list[tuple[int, int]]:
    """Pairs of indices with further ones between them, where ``keys`` of what is left there are equal."""
    filled: list[tuple[int, int]] = []
    done_a = done_b = 0
    for i, j in [*found, (count_a, count_b)]:
        if done_a < i and done_b < j:
            filled += _aligned(*keys(slice(done_a, i), slice(done_b, j)), done_a, done_b)
        if i < count_a:
            filled.append((i, j))
        done_a, done_b = i + 1, j + 1
    return filled


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
