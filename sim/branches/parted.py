"""Where a run parts from the run before its edits, on the way to something that the edited run no longer has."""

from collections.abc import Hashable
from functools import cached_property
from typing import NamedTuple

from sim.branches.compare import first_difference, rows
from sim.patterns.pattern import describe, packet_of
from sim.programs.rows import ThreadRow
from sim.trace.records import NO_CAUSE, TIMER, Call, Change, ConsoleLine, Kind
from sim.trace.trace import Trace

_CHANGES_OF_DEVICES = frozenset(
    {Kind.ROW_ADDED, Kind.ROW_CHANGED, Kind.ROW_REMOVED, Kind.ROW_EXPIRED, Kind.STATE_CHANGED}
)
_ENDS_A_WAY = frozenset({Kind.FRAME_DROPPED, Kind.PACKET_DROPPED})


class Parting(NamedTuple):
    """What an edited run has instead of a record of the run before: ``n`` is the record that shows it.

    ``goes_on`` tells that ``n`` is something else that was done there, which may itself have come to nothing. Where
    the configuration alone differs, ``n`` is ``None`` and ``node`` the device that is configured otherwise. ``is_far``
    tells that ``n`` is only the first record of all that differs.
    """

    n: int | None
    goes_on: bool = False
    node: str = ""
    is_far: bool = False


class Unedited:
    """The run before the edits, ``a``, beside the edited run ``b``."""

    def __init__(self, a: Trace, b: Trace) -> None:
        self._a = a
        self._b = b

    def parting(self, n: int) -> Parting | None:
        """What the edited run has instead of record ``n`` of the run before; ``None`` where it has that, too."""
        way = list(reversed(self._a.causes(n)))
        here: int | None = None
        for number, wanted in enumerate(way):
            found = self._like(self._a, wanted, self._b, here)
            if found is None:
                return self._instead(wanted, None if number == 0 else way[number - 1], here)
            here = found
        return None

    def _instead(self, wanted: int, before: int | None, here: int | None) -> Parting | None:
        """What there is instead of a record, where ``before`` and ``here`` are the last that both runs have."""
        trace, (node, port) = self._b, self._a.spots[self._a.spot[wanted]]
        if here is not None:
            others = [m for m in self._next(self._b).get(here, ()) if self._like(trace, m, self._a, before) is None]
            at_once = [m for m in others if trace.kind[m] not in _CHANGES_OF_DEVICES and trace.at[m] == trace.at[here]]
            ended = [m for m in others if trace.kind[m] in _ENDS_A_WAY]
            if ended or at_once:
                found = (ended or at_once)[0]
                # A packet that went another way was decided on there; what became of it later tells nothing.
                is_turned = _packet(trace, found) == _packet(self._a, wanted)
                return Parting(found, not is_turned and trace.kind[found] not in _ENDS_A_WAY)
        end = len(trace) if here is None else here
        same = self._same
        changed = [
            m
            for m in range(max(same, trace.configured), end)
            if trace.kind[m] in _CHANGES_OF_DEVICES and trace.spots[trace.spot[m]].node == node
        ]
        at_port = [m for m in changed if port and self._is_of_port(m, port)]
        if at_port:
            return Parting(at_port[-1])
        return self._first(same)

    def _is_of_port(self, m: int, port: str) -> bool:
        what = self._b.what[m]
        return self._b.spots[self._b.spot[m]].port == port or (isinstance(what, Change) and what.key == port)

    def _first(self, same: int) -> Parting | None:
        """The first difference of all, which is what the edits do themselves."""
        a, b = self._a, self._b
        if same >= max(a.configured, b.configured):
            return Parting(same, is_far=True) if same < len(b) else None
        row = next(rows(a, b, (a.configured, b.configured)), None)
        if row is not None:
            return Parting(None, node=row.node)
        return Parting(b.configured, is_far=True) if b.configured < len(b) else None

    @cached_property
    def _same(self) -> int:
        first = first_difference(self._a, self._b)
        return len(self._b) if first is None else first.n

    def _like(self, one: Trace, n: int, other: Trace, cause: int | None) -> int | None:
        """The record of another run that follows from ``cause`` there as ``n`` does here; ``None`` for none."""
        if n < self._same:
            return n
        key = _key(one, n)
        before = NO_CAUSE if one.cause[n] == NO_CAUSE else one.cause[n]
        beside = [m for m in self._next(one)[before] if m <= n and _key(one, m) == key]
        there = [m for m in self._next(other).get(NO_CAUSE if cause is None else cause, ()) if _key(other, m) == key]
        return there[len(beside) - 1] if len(there) >= len(beside) else None

    def _next(self, trace: Trace) -> dict[int, list[int]]:
        return self._followers[trace is self._b]

    @cached_property
    def _followers(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """The records that follow from each record, in both runs."""
        return _followers(self._a), _followers(self._b)


def _followers(trace: Trace) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for n, cause in enumerate(trace.cause):
        found.setdefault(cause, []).append(n)
    return found


def _key(trace: Trace, n: int) -> Hashable:
    """What a record shows, whatever its time, and whatever numbers count on."""
    what = trace.what[n]
    shown: Hashable
    match what:
        case Change(after=ConsoleLine(text=text)):
            shown = text
        case Change(after=ThreadRow(call=call, result=result)):
            shown = (call, result)
        case Change():
            shown = (what.table, None if what.table == TIMER else what.key)
        case Call():
            shown = (what.command, what.text)
        case _:
            shown = _packet(trace, n)
    return trace.kind[n], trace.spots[trace.spot[n]], shown


def _packet(trace: Trace, n: int) -> str | None:
    packet = packet_of(trace, n)
    return None if packet is None else describe(packet)
