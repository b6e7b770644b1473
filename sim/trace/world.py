"""The state of every device at any record, by folding the trace forwards or backwards."""

from collections.abc import Hashable, Mapping
from typing import Any, cast

from sim.trace.records import Change, Kind
from sim.trace.trace import Trace

Rows = dict[Any, Any]

_SENT = Kind.FRAME_SENT
_QUEUED = Kind.FRAME_QUEUED
_STARTS_FLIGHT = frozenset({Kind.FRAME_SENT, Kind.FRAME_DUPLICATED, Kind.FRAME_DAMAGED})
_ENDS_FLIGHT = frozenset({Kind.FRAME_DAMAGED, Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED})
_LAST_FRAME_KIND = Kind.FRAME_DROPPED
_FIRST_CHANGE = Kind.ROW_ADDED
_EMPTY: Rows = {}


class World:
    """All tables of all devices, the frames on the links and those in the queues.

    ``in_flight`` and ``queued`` hold record numbers: of the record that put a frame on its link
    (sent, duplicated or damaged), or in a port's queue.
    """

    __slots__ = ("in_flight", "queued", "tables")

    def __init__(self) -> None:
        self.tables: dict[tuple[str, str], Rows] = {}
        self.in_flight: set[int] = set()
        self.queued: set[int] = set()

    def table(self, node: str, name: str) -> Mapping[Hashable, Any]:
        """A table of a device; empty where it never had a row."""
        return self.tables.get((node, name), _EMPTY)

    def owners(self, name: str) -> list[str]:
        """The devices whose table of this name has rows, in the order of their names."""
        return sorted(owner for owner, table in self.tables if table == name)

    def names(self, node: str) -> list[str]:
        """The device's tables that have rows."""
        return sorted(name for owner, name in self.tables if owner == node)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, World)
            and self.tables == other.tables
            and self.in_flight == other.in_flight
            and self.queued == other.queued
        )

    __hash__ = None  # type: ignore[assignment]

    def copy(self) -> "World":
        """A copy that shares the rows, which nobody changes, but no table."""
        other = World()
        other.tables = {name: dict(rows) for name, rows in self.tables.items()}
        other.in_flight = set(self.in_flight)
        other.queued = set(self.queued)
        return other

    def apply(self, trace: Trace, n: int) -> None:
        """Go from the state before record ``n`` to the state after it."""
        kind = trace.kind[n]
        if kind >= _FIRST_CHANGE:
            change = cast(Change, trace.what[n])
            self._set(trace.spots[trace.spot[n]].node, change.table, change.key, change.after)
        elif kind <= _LAST_FRAME_KIND:
            self._move_frame(trace, n, kind, arriving=True)

    def unapply(self, trace: Trace, n: int) -> None:
        """Go from the state after record ``n`` to the state before it."""
        kind = trace.kind[n]
        if kind >= _FIRST_CHANGE:
            change = cast(Change, trace.what[n])
            self._set(trace.spots[trace.spot[n]].node, change.table, change.key, change.before)
        elif kind <= _LAST_FRAME_KIND:
            self._move_frame(trace, n, kind, arriving=False)

    def _set(self, node: str, table: str, key: Hashable, row: Any) -> None:
        rows = self.tables.get((node, table))
        if row is not None:
            if rows is None:
                rows = self.tables[node, table] = {}
            rows[key] = row
        elif rows is not None:
            del rows[key]
            if not rows:
                del self.tables[node, table]

    def _move_frame(self, trace: Trace, n: int, kind: int, arriving: bool) -> None:
        begin, end = (set.add, set.discard) if arriving else (set.discard, set.add)
        if kind == _QUEUED:
            begin(self.queued, n)
        elif kind in _STARTS_FLIGHT:
            begin(self.in_flight, n)
        cause = trace.cause[n]
        if cause < 0:
            return
        caused_by = trace.kind[cause]
        if caused_by == _QUEUED and kind in (_SENT, Kind.FRAME_DROPPED):
            end(self.queued, cause)
        elif caused_by in _STARTS_FLIGHT and kind in _ENDS_FLIGHT:
            end(self.in_flight, cause)


def fold(trace: Trace, n: int) -> World:
    """The state after the first ``n`` records, computed from the beginning."""
    world = World()
    for i in range(n):
        world.apply(trace, i)
    return world
