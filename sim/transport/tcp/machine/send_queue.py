"""What the program wrote and the peer has not acknowledged yet: it may have to be sent again."""

from bisect import bisect_right


class SendQueue:
    """Octets numbered from ``start`` up to ``end``, in the chunks in which they were written.

    A chunk is let go when its last octet is acknowledged. Every call takes amortised constant time for each chunk
    that it touches, and a logarithm of their number.
    """

    __slots__ = ("_chunks", "_head", "_starts", "end", "start")

    def __init__(self, start: int) -> None:
        """``start`` is the sequence number of the first octet to be written."""
        self.start = self.end = start
        self._chunks: list[bytes] = []
        self._starts: list[int] = []
        self._head = 0

    def __len__(self) -> int:
        return self.end - self.start

    def append(self, octets: bytes) -> None:
        """Octets behind all others."""
        if octets:
            self._starts.append(self.end)
            self._chunks.append(octets)
            self.end += len(octets)

    def slice(self, seq: int, length: int) -> bytes:
        """At most ``length`` octets from ``seq`` on: fewer where the queue ends, none behind it.

        Raises ``ValueError`` for octets that were acknowledged.
        """
        if seq < self.start:
            raise ValueError(f"octet {seq} was let go: {self.start} is the first one held")
        end = min(seq + length, self.end)
        if seq >= end:
            return b""
        index = bisect_right(self._starts, seq, self._head) - 1
        chunk = self._chunks[index]
        offset = seq - self._starts[index]
        piece = chunk[offset : offset + end - seq]
        if len(piece) == end - seq:
            return piece
        pieces = [piece]
        missing = end - seq - len(piece)
        while missing > 0:
            index += 1
            piece = self._chunks[index][:missing]
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def acknowledge(self, seq: int) -> None:
        """Let go what is before ``seq``, which may be behind the end, as the number after a FIN is."""
        seq = min(seq, self.end)
        if seq <= self.start:
            return
        self.start = seq
        head, starts, chunks = self._head, self._starts, self._chunks
        while head < len(chunks) and starts[head] + len(chunks[head]) <= seq:
            chunks[head] = b""
            starts[head] = seq
            head += 1
        if 2 * head >= len(chunks):  # deleting in front costs as much as what stays
            del starts[:head], chunks[:head]
            head = 0
        self._head = head
