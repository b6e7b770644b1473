"""How long to wait for an acknowledgment (RFC 6298)."""

from sim.transport.tcp.pdu import SEQUENCE_MASK

_MILLISECOND = 1_000_000
_SECOND = 1000 * _MILLISECOND

TICK = _MILLISECOND
"""How long the timestamp clock takes for a tick (ns): RFC 7323 5.4 wants 1 ms to 1 s."""
_HALF = 1 << 31

CLOCK_GRANULARITY = _MILLISECOND
"""G: "finer clock granularities (<= 100 msec) perform somewhat better" (RFC 6298 4)."""
RTO_AFTER_LOST_SYN = 3 * _SECOND


def is_older(echo: int, at: int) -> bool:
    """Whether a timestamp that is echoed is of a time before ``at`` (ns); they are modulo 2**32 (RFC 7323 5.2)."""
    return (echo - at // TICK) & SEQUENCE_MASK > _HALF


class Shortest:
    """The shortest round trip of the last five minutes (RFC 8985 6.2 step 1: "a windowed min-filtered estimate").

    ``value`` is in ns, ``None`` before there was one. Of the measurements three are kept, each the shortest of those
    after the one before: when the first is too old, the second takes its place.
    """

    __slots__ = ("_kept", "value")

    WINDOW = 300 * _SECOND
    """As Linux has it (tcp_min_rtt_wlen)."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[int, int], ...] = ()
        self.value: int | None = None

    def take(self, rtt: int, now: int) -> None:
        """Take in a measured round trip."""
        new = (rtt, now)
        if self.value is None or rtt <= self.value or now - self._kept[2][1] > self.WINDOW:
            self._kept = (new, new, new)
            self.value = rtt
            return
        first, second, third = self._kept
        if rtt <= second[0]:
            second = third = new
        elif rtt <= third[0]:
            third = new
        age = now - first[1]
        if age > self.WINDOW:
            first, second, third = second, third, new
            if now - first[1] > self.WINDOW:
                first, second, third = second, third, new
        elif second is first and 4 * age > self.WINDOW:
            second = third = new  # a quarter has passed without another one
        elif third is second and 2 * age > self.WINDOW:
            third = new
        self._kept = (first, second, third)
        self.value = first[0]


class Estimator:
    """The round trip as estimated, and the time-out that follows from it; all times in ns.

    ``srtt`` and ``rttvar`` are ``None`` until there is a sample; ``samples`` counts them. ``rto`` is what the next
    timer is started with.
    Samples come from timestamps (:meth:`sample`), or else from one segment at a time (:meth:`sent`, :meth:`resent`,
    :meth:`acknowledged`).
    """

    __slots__ = ("_timed_at", "_timed_end", "max_rto", "min_rto", "rto", "rttvar", "samples", "srtt")

    def __init__(self, initial_rto: int = _SECOND, min_rto: int = _SECOND, max_rto: int = 60 * _SECOND) -> None:
        """Rule 2.1 for ``initial_rto``, 2.4 for ``min_rto``, 2.5 for ``max_rto``, which goes before it."""
        self.min_rto = min_rto
        self.max_rto = max_rto
        self.rto = min(initial_rto, max_rto)
        self.srtt: int | None = None
        self.rttvar: int | None = None
        self.samples = 0
        self._timed_end: int | None = None
        self._timed_at = 0

    def sample(self, r: int, expected: int = 1) -> None:
        """Take in a measured round trip (rules 2.2 and 2.3).

        ``expected`` is how many samples a round trip brings: a sample counts for as much less, so that a window of
        timestamps has the weight of one measurement (RFC 7323 appendix G).
        """
        self.samples += 1
        srtt, rttvar = self.srtt, self.rttvar
        if srtt is None or rttvar is None:
            self.srtt = srtt = r
            self.rttvar = rttvar = r // 2
        else:
            beta, alpha = 4 * expected, 8 * expected
            self.rttvar = rttvar = ((beta - 1) * rttvar + abs(srtt - r)) // beta
            self.srtt = srtt = ((alpha - 1) * srtt + r) // alpha
        rto = srtt + max(CLOCK_GRANULARITY, 4 * rttvar)
        self.rto = min(max(rto, self.min_rto), self.max_rto)

    def backoff(self) -> None:
        """The timer expired: wait twice as long for the retransmission (rule 5.5)."""
        self.rto = min(2 * self.rto, self.max_rto)

    def established_after_lost_syn(self) -> None:
        """The handshake is complete and its timer had expired: 3 s for the first data (rule 5.7), or what was measured.

        How far the timer had been backed off for the SYN does not count.
        """
        measured = self.rto if self.srtt is not None else 0
        self.rto = min(max(measured, RTO_AFTER_LOST_SYN), self.max_rto)

    def sent(self, end: int, now: int) -> None:
        """New octets up to ``end`` leave: they are timed unless others are (rule 3: one sample a round trip)."""
        if self._timed_end is None:
            self._timed_end = end
            self._timed_at = now

    def resent(self) -> None:
        """Something was sent again: nobody can tell what the next acknowledgment answers (rule 3, Karn)."""
        self._timed_end = None

    def acknowledged(self, una: int, now: int) -> bool:
        """Everything before ``una`` has arrived; whether that ended a measurement."""
        if self._timed_end is None or una < self._timed_end:
            return False
        self._timed_end = None
        self.sample(now - self._timed_at)
        return True
