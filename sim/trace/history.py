"""Moving in time: any point of a long trace in a few thousand steps at the most."""

from array import array

from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.trace.world import World

STRIDE = 4096
"""Records between two checkpoints."""


class History:
    """A cursor over a trace: ``world`` is the state after the first ``position`` records.

    Checkpoints are made on the way forward, once; the trace may grow meanwhile.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.world = World()
        self.position = 0
        self._checkpoints = [World()]

    def go(self, position: int) -> World:
        """Move to the state after the first ``position`` records, which are clamped to those there are."""
        position = max(0, min(position, len(self.trace)))
        if abs(position - self.position) > STRIDE:
            nearest = min((position + STRIDE // 2) // STRIDE, len(self._checkpoints) - 1)
            if abs(nearest * STRIDE - position) < abs(self.position - position):
                self.world = self._checkpoints[nearest].copy()
                self.position = nearest * STRIDE
        if position >= self.position:
            self._forward(position)
        else:
            self._backward(position)
        return self.world

    def _forward(self, position: int) -> None:
        trace, world = self.trace, self.world
        while self.position < position:
            stop = min(position, (self.position // STRIDE + 1) * STRIDE)
            for n in range(self.position, stop):
                world.apply(trace, n)
            self.position = stop
            if stop == len(self._checkpoints) * STRIDE:
                self._checkpoints.append(_checkpoint(world, self._checkpoints[-1], self._touched(stop)))

    def _touched(self, stop: int) -> set[tuple[str, str]]:
        trace = self.trace
        return {
            (trace.spots[trace.spot[n]].node, trace.what[n].table)  # type: ignore[union-attr]
            for n in range(stop - STRIDE, stop)
            if trace.kind[n] >= Kind.ROW_ADDED
        }

    def _backward(self, position: int) -> None:
        for n in range(self.position - 1, position - 1, -1):
            self.world.unapply(self.trace, n)
        self.position = position


def _checkpoint(world: World, previous: World, changed: set[tuple[str, str]]) -> World:
    """The state as it is now. Tables that did not change since the previous checkpoint are shared with it."""
    checkpoint = World()
    checkpoint.tables = dict(previous.tables)
    for name in changed:
        rows = world.tables.get(name)
        if rows is None:
            checkpoint.tables.pop(name, None)
        else:
            checkpoint.tables[name] = dict(rows)
    checkpoint.in_flight = set(world.in_flight)
    checkpoint.queued = set(world.queued)
    return checkpoint


def frames_sent(trace: Trace) -> "array[int]":
    """The numbers of the records in which a frame begins to cross a link: the packets that a reader steps by."""
    return array("i", (n for n, kind in enumerate(trace.kind) if kind == Kind.FRAME_SENT))
