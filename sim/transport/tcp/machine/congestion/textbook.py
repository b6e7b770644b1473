"""Congestion control as courses and exams count it: in whole segments, round by round.

Kurose and Ross, section 3.7, Xie Xiren's textbook and the exams built on them: the window starts at one segment and
doubles each round up to ``ssthresh`` exactly; then it grows by one segment a round. A loss sets ``ssthresh`` to half of
the window (not of what is under way), at least two segments. A time-out leads back to one segment. After three
duplicate ACKs the window is ``ssthresh`` and ``bonus`` segments, and grows by one segment a round from there. The plot
of TCP Reno in Kurose and Ross's problems counts three (42, then 24, 25 …), Xie none (24, then 12, 13 …).
"""

from collections.abc import Sequence

from sim.transport.tcp import congestion_rules
from sim.transport.tcp.machine.congestion.reno import Reno
from sim.why import Why


class Textbook(Reno):
    """See above. The window is a whole number of segments at the end of each round."""

    __slots__ = ("_was_slow_start", "bonus")

    def __init__(self, smss: int, initial_cwnd: int, initial_ssthresh: int) -> None:
        self._was_slow_start = False
        self.bonus = 0
        super().__init__(smss, initial_cwnd or 1, initial_ssthresh)

    def grow(self, octets: int, round_over: bool, now: int, srtt: int) -> Sequence[Why]:
        """A round in slow start ends at ``ssthresh`` at the latest; the next one is the first to add a segment."""
        cwnd, ssthresh = self.cwnd, self.ssthresh
        if cwnd < ssthresh:
            self._was_slow_start = not round_over
            self.cwnd = min(cwnd + octets, ssthresh)
            return () if self.cwnd < ssthresh else (self._slow_start_over(),)
        if round_over:
            if not self._was_slow_start:
                self.cwnd = cwnd + self.smss
            self._was_slow_start = False
        return ()

    def reduce(self, flight: int, timed_out: bool) -> Why:
        self.ssthresh = max(self.cwnd // self.smss // 2, 2) * self.smss
        return Why(congestion_rules.WINDOW_HALVED, cwnd=self.cwnd, ssthresh=self.ssthresh)

    @property
    def holds_window(self) -> bool:
        return True

    def recovered(self, flight: int) -> None:
        self._was_slow_start = False
        self.cwnd = self.ssthresh + self.bonus * self.smss
