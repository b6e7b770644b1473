"""What is under way, in the segments in which it left."""

from collections import deque


class Flight:
    """The segments from SND.UNA up to SND.NXT, in order, each as its first number and the one behind its last."""

    __slots__ = ("_segments",)

    def __init__(self) -> None:
        self._segments: deque[tuple[int, int]] = deque()

    def sent(self, seq: int, end: int) -> None:
        """A segment left that begins where the one before it ended."""
        self._segments.append((seq, end))

    def acknowledged(self, una: int) -> None:
        """Forget the segments of which all has arrived."""
        segments = self._segments
        while segments and segments[0][1] <= una:
            segments.popleft()

    def end_of(self, seq: int, otherwise: int) -> int:
        """Where the segment ends that octet ``seq`` left in."""
        for start, end in self._segments:
            if start <= seq < end:
                return end
        return otherwise
