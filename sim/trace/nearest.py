"""What led to a record, without a walk: chains of causes are as long as programs run."""

from array import array
from collections.abc import Iterable
from typing import cast

from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace

SENT = frozenset({Kind.FRAME_SENT})
"""The frame that a record is about or comes from, as it began to cross its link."""
FRAMES = frozenset(kind for kind in Kind if kind.is_frame)
"""The same, wherever the frame was then."""


class Nearest:
    """For each record of a trace the nearest of some kinds among itself and its causes, worked out as far as asked."""

    def __init__(self, trace: Trace, kinds: Iterable[Kind]) -> None:
        self._trace = trace
        self._is_wanted = bytes(Kind(kind) in kinds for kind in range(max(Kind) + 1))
        self._found = array("i")

    def of(self, n: int) -> int:
        """The number of the nearest record; :data:`NO_CAUSE` for none, and of none."""
        if n == NO_CAUSE:
            return NO_CAUSE
        found = self._found
        if n >= len(found):
            trace, is_wanted = self._trace, self._is_wanted
            kind, cause = trace.kind, trace.cause
            for m in range(len(found), n + 1):
                before = cause[m]
                found.append(m if is_wanted[kind[m]] else NO_CAUSE if before == NO_CAUSE else found[before])
        return found[n]


def nearest(trace: Trace, kinds: frozenset[Kind]) -> Nearest:
    """One is kept with the trace for all who ask for the same kinds."""
    key = (Nearest, kinds)
    found = trace.kept.get(key)
    if found is None:
        found = trace.kept[key] = Nearest(trace, kinds)
    return cast(Nearest, found)
