"""Octets that came ahead of a gap, until the gap is filled (RFC 9293 3.10.7.4), and the SACK blocks that tell of them.

What comes in order does not pass through here: only what is out of order is given to it.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from itertools import islice
from typing import NamedTuple

from sim.transport.tcp.options import Block


class _Held(NamedTuple):
    end: int
    pieces: deque[bytes]


class Reassembly:
    """Blocks of octets, no two of which touch. It is false while nothing waits.

    Of an octet that comes twice, the first copy is kept: what was reported as received never changes.
    """

    __slots__ = ("_blocks", "_starts", "octets")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._blocks: dict[int, _Held] = {}
        """By first octet; the block that changed last is the last one."""
        self.octets = 0
        """How many octets wait."""

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, seq: int, octets: bytes, rcv_nxt: int, edge: int) -> int:
        """Keep the octets from ``seq`` on that are in the window from ``rcv_nxt`` up to ``edge``, and not here yet.

        Returns how many are new. Their block becomes the most recent one, even when none is new (RFC 2018 4).
        """
        if seq < rcv_nxt:
            octets = octets[rcv_nxt - seq :]
            seq = rcv_nxt
        if seq + len(octets) > edge:
            octets = octets[: max(edge - seq, 0)]
        if not octets:
            return 0
        end = seq + len(octets)
        starts, blocks = self._starts, self._blocks
        first = bisect_left(starts, seq)
        if first and blocks[starts[first - 1]].end >= seq:
            first -= 1
        last = bisect_right(starts, end)
        touching = starts[first:last]
        start = min(seq, touching[0]) if touching else seq
        pieces: deque[bytes] = deque()
        at, new = seq, 0
        for each in touching:
            held = blocks.pop(each)
            if at < each:
                pieces.append(octets[at - seq : each - seq])
                new += each - at
            pieces = _joined(pieces, held.pieces)
            at = held.end
        if at < end:
            pieces.append(octets[at - seq :])
            new += end - at
        starts[first:last] = (start,)
        blocks[start] = _Held(max(at, end), pieces)
        self.octets += new
        return new

    def first_held(self, seq: int, end: int) -> Block | None:
        """The first octets from ``seq`` up to ``end`` that are here already, as far as they touch."""
        index = bisect_right(self._starts, seq)
        if index and self._blocks[self._starts[index - 1]].end > seq:
            return seq, min(self._blocks[self._starts[index - 1]].end, end)
        if index < len(self._starts) and self._starts[index] < end:
            start = self._starts[index]
            return start, min(self._blocks[start].end, end)
        return None

    def take(self, rcv_nxt: int) -> bytes:
        """The octets from ``rcv_nxt`` up to the next gap, none where the gap begins there; all before them go too."""
        starts, blocks = self._starts, self._blocks
        count = bisect_right(starts, rcv_nxt)
        taken = b""
        for start in starts[:count]:
            held = blocks.pop(start)
            self.octets -= held.end - start
            taken = b"".join(held.pieces)[rcv_nxt - start :]
        del starts[:count]
        return taken

    def blocks(self, limit: int) -> tuple[Block, ...]:
        """At most ``limit`` blocks for a SACK option, the one that changed last in front (RFC 2018 4)."""
        blocks = self._blocks
        return tuple([(start, blocks[start].end) for start in islice(reversed(blocks), limit)])

    def waiting(self) -> tuple[Block, ...]:
        """Every block, in order of sequence numbers."""
        return tuple([(start, self._blocks[start].end) for start in self._starts])


def _joined(left: deque[bytes], right: deque[bytes]) -> deque[bytes]:
    """One behind the other, at the cost of the shorter one."""
    if len(left) < len(right):
        right.extendleft(reversed(left))
        return right
    left.extend(right)
    return left
