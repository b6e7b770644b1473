"""The records that a reader steps by: each frame that begins to cross a link, or what a search has found."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from sim.trace.records import Kind
from sim.trace.trace import Trace

Test = Callable[[Trace, int], bool]
Choose = Callable[[list[int]], list[int]]


def is_sent(trace: Trace, n: int) -> bool:
    """Whether record ``n`` puts a frame on a link."""
    return trace.kind[n] == Kind.FRAME_SENT


class Steps:
    """The numbers of the records that pass a test, in order; :meth:`extend` takes in what a growing trace gained.

    ``choose`` says which of those that pass are meant, where not all are.
    """

    def __init__(self, trace: Trace, test: Test = is_sent, choose: Choose | None = None) -> None:
        self.trace = trace
        self.test = test
        self.choose = choose
        self.numbers = array("i")
        self.scanned = 0
        self._passed = self.numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, index: int) -> int:
        return self.numbers[index]

    def extend(self, most: int | None = None) -> bool:
        """Look at further records, ``most`` of them at the most; true where none is left."""
        begin, end = self.scanned, len(self.trace)
        if most is not None:
            end = min(end, begin + most)
        if self.test is is_sent:
            kinds = self.trace.kind[begin:end]
            self._passed.extend(n for n, kind in enumerate(kinds, begin) if kind == Kind.FRAME_SENT)
        else:
            trace, test = self.trace, self.test
            self._passed.extend(n for n in range(begin, end) if test(trace, n))
        self.scanned = end
        if self.choose is not None:
            self.numbers = array("i", self.choose(list(self._passed)))
        return end == len(self.trace)

    def before(self, position: int) -> int:
        """The index of the last step among the first ``position`` records; -1 where there is none."""
        return bisect_right(self.numbers, position - 1) - 1

    def after(self, position: int) -> int:
        """The index of the first step behind the first ``position`` records; ``len(self)`` where there is none."""
        return bisect_left(self.numbers, position)
