"""The scoreboard of a sender: which octets the peer reported as received (RFC 2018, RFC 6675)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from sim.transport.tcp.options import Block

DUP_THRESH = 3
"""DupThresh: that many duplicate ACKs, or blocks above it, say that an octet is lost (RFC 6675 2)."""


class Segment(NamedTuple):
    """What NextSeg chose, from ``seq`` up to ``end``, by which of its rules (1, 3 or 4)."""

    seq: int
    end: int
    rule: int


class Scoreboard:
    """Blocks above the cumulative acknowledgment, and what was retransmitted.

    ``high_rxt`` is behind the highest octet that was retransmitted in this recovery, ``rescue_rxt`` behind the highest
    that a rescue retransmission covers (RFC 6675 2: HighRxt, RescueRxt). ``octets`` counts those that were reported.
    The answers cost time by the logarithm of the number of blocks, or its sum in one pass.
    """

    __slots__ = ("_ends", "_row", "_starts", "high_rxt", "octets", "rescue_rxt", "smss")

    def __init__(self, smss: int) -> None:
        self.smss = smss
        self.high_rxt = self.rescue_rxt = 0
        self.clear()

    def clear(self) -> None:
        """Forget all reports: the peer may have let go what it had not acknowledged for good (RFC 2018 8)."""
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._row: tuple[Block, ...] | None = ()
        self.octets = 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every block, in order of sequence numbers."""
        if self._row is None:
            self._row = tuple(zip(self._starts, self._ends, strict=True))
        return self._row

    def update(self, una: int, nxt: int, blocks: Iterable[Block]) -> int:
        """Update(): take in an ACK; returns how many octets were not reported before.

        Passes over blocks that tell of nothing between ``una`` and ``nxt``, such as RFC 2883's of duplicates.
        """
        if self._starts and self._starts[0] < una:
            self._acknowledge(una)
        new = 0
        for start, end in blocks:
            if una <= start < end <= nxt:
                new += self._add(start, end)
        return new

    def has_news(self, una: int, nxt: int, blocks: Iterable[Block]) -> bool:
        """Whether a block reports octets that no ACK did, which makes an ACK a duplicate one (RFC 6675 2)."""
        for start, end in blocks:
            if una <= start < end <= nxt:
                index = bisect_right(self._starts, start) - 1
                if index < 0 or self._ends[index] < end:
                    return True
        return False

    def is_lost(self, seq: int) -> bool:
        """IsLost(): enough arrived above the octet, counted in blocks or in octets, that it must be lost."""
        return seq < self._lost_end()

    def set_pipe(self, una: int, nxt: int) -> int:
        """SetPipe(): how many octets are thought to be under way, retransmitted ones counted again."""
        above = max(una, self._lost_end())
        high_rxt = max(una, self.high_rxt)
        not_lost = nxt - above - (self.octets - self.sacked_below(above))
        return not_lost + high_rxt - una - self.sacked_below(high_rxt)

    def next_seg(self, una: int, nxt: int, fresh: bool) -> Segment | None:
        """NextSeg(): what to retransmit next, or ``None``; so too where ``fresh`` octets go before it (rule 2)."""
        seq, end = self.gap_from(max(una, self.high_rxt), nxt)
        below_sacked = bool(self._ends) and seq < self._ends[-1]
        if below_sacked and seq < self._lost_end():
            return Segment(seq, min(end, seq + self.smss), 1)
        if fresh:
            return None
        if below_sacked:
            return Segment(seq, min(end, seq + self.smss), 3)
        # The rescue is for the end of what was sent, from which no report can come; what was repeated in this recovery
        # is under way.
        if seq < nxt and una > self.rescue_rxt:
            return Segment(max(seq, nxt - self.smss), nxt, 4)
        return None

    def gap_from(self, seq: int, nxt: int) -> Block:
        """The first octets from ``seq`` on that were not reported; from ``nxt`` to ``nxt`` where there are none."""
        index = bisect_right(self._starts, seq)
        if index and self._ends[index - 1] > seq:
            seq = self._ends[index - 1]
        end = self._starts[index] if index < len(self._starts) else nxt
        return min(seq, nxt), end

    def sacked_below(self, seq: int) -> int:
        """How many octets before ``seq`` were reported."""
        index = bisect_left(self._starts, seq)
        if not index:
            return 0
        return sum(self._ends[:index]) - sum(self._starts[:index]) - max(self._ends[index - 1] - seq, 0)

    def _lost_end(self) -> int:
        """Every octet before this that was not reported is lost: above all of a gap, the same was reported."""
        octets = 0
        for count, index in enumerate(range(len(self._starts) - 1, -1, -1), 1):
            octets += self._ends[index] - self._starts[index]
            if count == DUP_THRESH or octets > (DUP_THRESH - 1) * self.smss:
                return self._starts[index]
        return 0

    def _acknowledge(self, una: int) -> None:
        self._row = None
        gone = bisect_right(self._ends, una)
        self.octets -= sum(self._ends[:gone]) - sum(self._starts[:gone])
        del self._starts[:gone], self._ends[:gone]
        if self._starts and self._starts[0] < una:
            self.octets -= una - self._starts[0]
            self._starts[0] = una

    def _add(self, start: int, end: int) -> int:
        starts, ends = self._starts, self._ends
        first = bisect_left(ends, start)
        last = bisect_right(starts, end)
        before = sum(ends[first:last]) - sum(starts[first:last])
        if first < last:
            start, end = min(start, starts[first]), max(end, ends[last - 1])
        new = end - start - before
        if new:
            starts[first:last] = (start,)
            ends[first:last] = (end,)
            self._row = None
            self.octets += new
        return new
