"""CUBIC (RFC 9438) in integers: octets and ns. Slow start is Reno's."""

from collections.abc import Sequence

from sim.transport.tcp import congestion_rules
from sim.transport.tcp.machine.congestion.reno import Reno
from sim.why import Why

_SECOND = 1_000_000_000
_FRACTION_BITS = 10
"""``_w_est`` grows by less than an octet for an ACK, so it is kept in 1024ths."""


def cube_root(number: int) -> int:
    """The largest integer whose cube is at most ``number``, which is not negative."""
    if number == 0:
        return 0
    root = 1 << -(-number.bit_length() // 3)
    while True:
        closer = (2 * root + number // (root * root)) // 3
        if closer >= root:
            return root
        root = closer


def w_cubic(t: int, k: int, w_max: int, smss: int) -> int:
    """Equation 1: the window in octets at ``t`` ns, C being 0.4 segments/s³; rounded down."""
    return w_max + 2 * smss * (t - k) ** 3 // (5 * _SECOND**3)


def k_of(w_max: int, cwnd: int, smss: int) -> int:
    """Equation 2: K in ns, when the window is back at ``w_max``; rounded down."""
    return cube_root(max(w_max - cwnd, 0) * 5 * _SECOND**3 // (2 * smss))


class Cubic(Reno):
    """The names are the RFC's (4.1.2); ``_epoch_start`` is ``None`` outside congestion avoidance."""

    __slots__ = ("_cwnd_prior", "_epoch_start", "_grown_at", "_k", "_rest", "_w_est", "_w_max")

    def __init__(self, smss: int, initial_cwnd: int, initial_ssthresh: int) -> None:
        self._epoch_start: int | None = None
        self._grown_at = self._k = self._rest = self._w_est = 0
        self._w_max: int | None = None
        self._cwnd_prior = 0
        super().__init__(smss, initial_cwnd, initial_ssthresh)

    def grow(self, octets: int, round_over: bool, now: int, srtt: int) -> Sequence[Why]:
        cwnd = self.cwnd
        if cwnd < self.ssthresh:
            return super().grow(octets, round_over, now, srtt)
        epoch_start = self._epoch_start
        if epoch_start is None:
            epoch_start = self._begin_epoch(now)
        elif now - self._grown_at > srtt > 0:
            # 4.2: "MUST NOT include periods during which cwnd has not been updated due to application-limited behavior"
            self._epoch_start = epoch_start = epoch_start + now - self._grown_at - srtt
        self._grown_at = now
        w_max = self._w_max or cwnd
        # alpha_cubic is 3 * (1 - 0.7) / (1 + 0.7) = 9/17, and 1 from cwnd_prior on (4.3)
        share = (octets * self.smss << _FRACTION_BITS) // cwnd
        self._w_est += share if self._w_est >> _FRACTION_BITS >= self._cwnd_prior else 9 * share // 17
        w_est = self._w_est >> _FRACTION_BITS
        t = now - epoch_start
        if w_cubic(t, self._k, w_max, self.smss) < w_est:
            self.cwnd = max(w_est, cwnd)
            return ()
        target = min(max(w_cubic(t + srtt, self._k, w_max, self.smss), cwnd), cwnd + cwnd // 2)
        more, self._rest = divmod((target - cwnd) * octets + self._rest, cwnd)
        self.cwnd = cwnd + more
        return ()

    def _begin_epoch(self, now: int) -> int:
        """Congestion avoidance begins; ``_w_max`` is ``None`` after a time-out or without a loss (4.8, 4.10)."""
        cwnd = self.cwnd
        if self._w_max is None:
            self._w_max = self._cwnd_prior = cwnd
        self._k = k_of(self._w_max, cwnd, self.smss)
        self._w_est = cwnd << _FRACTION_BITS
        self._rest = 0
        self._epoch_start = self._grown_at = now
        return now

    def reduce(self, flight: int, timed_out: bool) -> Why:
        """Sections 4.6 to 4.8: beta_cubic is 0.7; a loss below the last ``_w_max`` leaves room (fast convergence)."""
        cwnd = self.cwnd
        self._epoch_start = None
        self._cwnd_prior = cwnd
        if timed_out:
            self._w_max = None
        elif self._w_max is not None and cwnd < self._w_max:
            self._w_max = cwnd * 17 // 20
        else:
            self._w_max = cwnd
        self.ssthresh = max(flight * 7 // 10, 2 * self.smss)
        return Why(congestion_rules.CUBIC_REDUCED, flight=flight, ssthresh=self.ssthresh)

    def restart(self) -> None:
        super().restart()
        self._epoch_start = None
