"""What a recovery changed, to be taken back where nothing was lost: the first copies were only late.

The Eifel algorithm (RFC 3522) sees that by timestamps, RFC 3708 by D-SACK. The answer is Linux's: window and threshold
are what they were, or more.
"""

from sim.transport.tcp.machine.congestion import CongestionControl
from sim.transport.tcp.machine.rtt import is_older


class Undo:
    """``control`` is as it was before the recovery.

    Use: :meth:`resent` for each segment that leaves again; :meth:`answered` for each ACK of something new,
    :meth:`duplicate_reported` for each D-SACK: each tells whether the recovery was needless.
    """

    __slots__ = ("_first_at", "_is_answered", "_pending", "control")

    def __init__(self, control: CongestionControl) -> None:
        self.control = control
        self._first_at: int | None = None
        self._is_answered = False
        self._pending: list[tuple[int, int]] = []

    def resent(self, seq: int, end: int, now: int) -> None:
        self._first_at = now if self._first_at is None else self._first_at
        self._pending.append((seq, end))

    def answered(self, echo: int | None) -> bool:
        """RFC 3522 3.2: whether the first acceptable ACK after the retransmission echoes a timestamp that is older than
        that of the retransmission.
        """
        if self._first_at is None or self._is_answered:
            return False
        self._is_answered = True
        return echo is not None and is_older(echo, self._first_at)

    def duplicate_reported(self, start: int, end: int) -> bool:
        """RFC 3708 2: whether of every segment that left again both copies have arrived by now."""
        before = len(self._pending)
        self._pending = [each for each in self._pending if not (start <= each[0] and each[1] <= end)]
        return before > 0 and not self._pending
