"""Slow start and congestion avoidance (RFC 5681)."""

from collections.abc import Sequence

from sim.transport.tcp import congestion_rules
from sim.transport.tcp.options import LARGEST_WINDOW
from sim.why import Why


def initial_window(smss: int) -> int:
    """IW in octets (RFC 5681 3.1)."""
    return (2 if smss > 2190 else 3 if smss > 1095 else 4) * smss


class Reno:
    """The standard algorithms; see :class:`~sim.transport.tcp.machine.congestion.CongestionControl`."""

    __slots__ = ("_acknowledged", "_initial_cwnd", "cwnd", "smss", "ssthresh")

    def __init__(self, smss: int, initial_cwnd: int, initial_ssthresh: int) -> None:
        self._initial_cwnd = initial_cwnd
        self._acknowledged = 0
        self.ssthresh = initial_ssthresh or LARGEST_WINDOW  # "arbitrarily high"
        self.begin(smss, syn_was_lost=False)

    @property
    def fast_recovery(self) -> bool:
        return True

    @property
    def holds_window(self) -> bool:
        return False

    def begin(self, smss: int, syn_was_lost: bool) -> None:
        self.smss = smss
        self.cwnd = smss if syn_was_lost else self._initial_window()

    def _initial_window(self) -> int:
        return self._initial_cwnd * self.smss or initial_window(self.smss)

    def grow(self, octets: int, round_over: bool, now: int, srtt: int) -> Sequence[Why]:
        """Slow start by equation 2; congestion avoidance counts octets, one segment for a window of them (3.1)."""
        smss, cwnd = self.smss, self.cwnd
        if cwnd < self.ssthresh:
            self.cwnd = cwnd = cwnd + (octets if octets < smss else smss)
            return () if cwnd < self.ssthresh else (self._slow_start_over(),)
        self._acknowledged += octets
        if self._acknowledged >= cwnd:
            self._acknowledged -= cwnd
            self.cwnd = cwnd + smss
        return ()

    def _slow_start_over(self) -> Why:
        self._acknowledged = 0
        return Why(congestion_rules.SLOW_START_OVER, cwnd=self.cwnd, ssthresh=self.ssthresh)

    def reduce(self, flight: int, timed_out: bool) -> Why:
        """Equation 4."""
        self._acknowledged = 0
        self.ssthresh = max(flight // 2, 2 * self.smss)
        return Why(congestion_rules.HALVED, flight=flight, ssthresh=self.ssthresh)

    def recovered(self, flight: int) -> None:
        """RFC 6582 3.2, option 1 for a full acknowledgment: no burst where little is under way."""
        self.cwnd = min(self.ssthresh, max(flight, self.smss) + self.smss)

    def restart(self) -> None:
        self.cwnd = min(self.cwnd, self._initial_window())
