"""Which IPv4 addresses a node has: addresses belong to the run, and not to the plan."""

from bisect import bisect_right
from collections.abc import Hashable
from typing import cast

from sim.addresses import IPv4Address
from sim.device.interface import TABLE as INTERFACE
from sim.trace.records import Change, Kind
from sim.trace.trace import Trace

_Ips = frozenset[IPv4Address]
_NONE: _Ips = frozenset()


class Holdings:
    """The addresses that each node of a trace has in use at each record, worked out as far as somebody asks."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._seen = 0
        self._rows: dict[str, dict[Hashable, _Ips]] = {}
        self._since: dict[str, list[int]] = {}
        self._ips: dict[str, list[_Ips]] = {}

    def of(self, node: str, planned: _Ips, n: int) -> _Ips:
        """What a node answers to at record ``n``.

        That is what it has in use, and what it is ``planned`` to have as long as no other node has that in use: an
        address that is still being probed for is the node's in a pattern already.
        """
        self._read(n + 1)
        used = self._used(node, n)
        missing = planned - used
        if not missing:
            return used
        elsewhere = (self._used(other, n) for other in self._ips if other != node)
        return used | missing.difference(*elsewhere)

    def _used(self, node: str, n: int) -> _Ips:
        at = bisect_right(self._since.get(node, []), n)
        return self._ips[node][at - 1] if at else _NONE

    def _read(self, stop: int) -> None:
        trace = self._trace
        for n in range(self._seen, min(stop, len(trace))):
            if trace.kind[n] >= Kind.ROW_ADDED:
                change = cast(Change, trace.what[n])
                if change.table == INTERFACE:
                    self._take(trace.spots[trace.spot[n]].node, change, n)
        self._seen = max(self._seen, min(stop, len(trace)))

    def _take(self, node: str, change: Change, n: int) -> None:
        rows = self._rows.setdefault(node, {})
        addresses = () if change.after is None else change.after.addresses
        rows[change.key] = frozenset(own.address for own in addresses if not own.address.is_loopback)
        ips = _NONE.union(*rows.values())
        if ips != self._used(node, n):
            self._since.setdefault(node, []).append(n)
            self._ips.setdefault(node, []).append(ips)


def holdings(trace: Trace) -> Holdings:
    """The holdings of a trace; one is kept with the trace for all who ask."""
    found = trace.kept.get(Holdings)
    if found is None:
        found = trace.kept[Holdings] = Holdings(trace)
    return cast(Holdings, found)
