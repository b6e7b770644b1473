"""The calls of the programs in a run, found as its trace grows."""

from array import array
from bisect import bisect_right
from typing import Any, NamedTuple

from sim.trace.records import Kind
from sim.trace.trace import Trace


class Called(NamedTuple):
    """A record of a call: entered, blocked, returned or raised, by a thread of a host."""

    n: int
    node: str
    program: int
    thread: int


class Calls:
    """The records of calls, in order."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.scanned = 0
        self._of: dict[str, array[int]] = {"": array("i")}

    def extend(self) -> None:
        """Take in what the trace gained."""
        trace = self.trace
        for n, kind in enumerate(trace.kind[self.scanned :], self.scanned):
            if kind >= Kind.CALL_ENTERED:
                self._of[""].append(n)
                self._of.setdefault(trace.spots[trace.spot[n]].node, array("i")).append(n)
        self.scanned = len(trace)

    def at(self, position: int, node: str = "") -> Called | None:
        """The last call among the first ``position`` records; of one ``node`` where that is not ""."""
        numbers = self._of.get(node, ())
        index = bisect_right(numbers, position - 1) - 1
        if index < 0:
            return None
        n = numbers[index]
        key: Any = self.trace.what[n].key  # type: ignore[union-attr]  # records of these kinds carry changes
        return Called(n, self.trace.spots[self.trace.spot[n]].node, *key)
