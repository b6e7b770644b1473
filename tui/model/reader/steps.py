"""The records that a reader steps by: each frame that begins to cross a link, or what a search has found."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Set

from sim.trace.records import Kind
from sim.trace.trace import Trace

Test = Callable[[Trace, int], bool]
Choose = Callable[[list[int]], list[int]]

SENT: Set[Kind] = frozenset({Kind.FRAME_SENT})


class Steps:
    """The numbers of the records that pass a test, in order; :meth:`extend` takes in what a growing trace gained.

    Only records of ``kinds`` are tested, if there are any given; without a ``test`` all of them pass. ``choose`` says
    which of those that pass are meant, where not all are.
    """

    def __init__(
        self, trace: Trace, test: Test | None = None, choose: Choose | None = None, kinds: Set[Kind] | None = SENT
    ) -> None:
        self.trace = trace
        self.test = test
        self.choose = choose
        self.numbers = array("i")
        self.scanned = 0
        self._passed = self.numbers
        self._kinds = None if kinds is None else bytes(kind in kinds for kind in range(256))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, index: int) -> int:
        return self.numbers[index]

    def extend(self, most: int | None = None) -> bool:
        """Look at further records, ``most`` of them at the most; true where none is left."""
        begin, end = self.scanned, len(self.trace)
        if most is not None:
            end = min(end, begin + most)
        trace, test = self.trace, self.test
        numbers = range(begin, end) if self._kinds is None else _marked(trace.kind[begin:end], self._kinds, begin)
        self._passed.extend(numbers if test is None else (n for n in numbers if test(trace, n)))
        self.scanned = end
        if self.choose is not None:
            self.numbers = array("i", self.choose(list(self._passed)))
        return end == len(self.trace)

    def is_of_kind(self, kind: int) -> bool:
        """Whether records of a kind are among those that are tested."""
        return self._kinds is None or bool(self._kinds[kind])

    def before(self, position: int) -> int:
        """The index of the last step among the first ``position`` records; -1 where there is none."""
        return bisect_right(self.numbers, position - 1) - 1

    def after(self, position: int) -> int:
        """The index of the first step behind the first ``position`` records; ``len(self)`` where there is none."""
        return bisect_left(self.numbers, position)

    def nearest(self, position: int, record: int, is_over: bool) -> int | None:
        """``position`` where the last record before it is a step, or ``record`` is one; else that of the next step.

        Where none follows, that of the last one if the search ``is_over``, else ``None``: there may be one yet.
        """
        at = self.after(record)
        if record >= 0 and at < len(self) and self[at] == record:
            return position
        at = self.after(position - 1)
        if at < len(self) or is_over:
            return self[min(at, len(self) - 1)] + 1
        return None


def _marked(kinds: bytes | bytearray, wanted: bytes, begin: int) -> list[int]:
    """The numbers, counted from ``begin``, at which the kinds are among those wanted."""
    return [n for n, is_wanted in enumerate(kinds.translate(wanted), begin) if is_wanted]
