"""Loss found by time: a segment is lost if one that was sent later, by a margin, has arrived (RACK, RFC 8985 6).

The names are the RFC's. A segment is known by its numbers and by when it left last.
"""

from collections import deque
from collections.abc import Sequence

from sim.transport.tcp.machine.rtt import Shortest, is_older
from sim.transport.tcp.machine.sack import DUP_THRESH
from sim.transport.tcp.options import Block

_PERSIST = 16
"""Recoveries after which a wider window for reordering is given up (RFC 8985 6.2 step 4)."""


class Sent:
    """A segment that is not acknowledged; ``is_lost`` ends when it leaves again."""

    __slots__ = ("end", "is_lost", "is_resent", "is_sacked", "seq", "xmit_ts")

    def __init__(self, seq: int, end: int, xmit_ts: int, is_resent: bool = False) -> None:
        self.seq = seq
        self.end = end
        self.xmit_ts = xmit_ts
        self.is_resent = is_resent
        self.is_lost = self.is_sacked = False


class Rack:
    """Use: :meth:`sent` and :meth:`resent` as segments leave; for an ACK :meth:`acknowledged`, then :meth:`detect`.

    ``min_rtt`` is the shortest round trip of the last minutes, ``rtt`` and ``xmit_ts`` those of the segment that was
    sent last of all that have arrived; ``fack`` is behind the highest number that has. Times in ns.
    """

    __slots__ = (
        "_dsack_round",
        "_end_seq",
        "_persist",
        "fack",
        "min_rtt",
        "reo_wnd_mult",
        "reordering_seen",
        "rtt",
        "segments",
        "xmit_ts",
    )

    def __init__(self, rtt: int | None = None, now: int = 0) -> None:
        """``rtt`` is the round trip of the handshake, if it was measured."""
        self.segments: deque[Sent] = deque()
        self.min_rtt = Shortest()
        if rtt is not None:
            self.min_rtt.take(rtt, now)
        self.rtt = self.xmit_ts = self._end_seq = self.fack = 0
        self.reordering_seen = False
        self.reo_wnd_mult = 1
        self._persist = _PERSIST
        self._dsack_round: int | None = None

    def sent(self, seq: int, end: int, now: int) -> None:
        self.segments.append(Sent(seq, end, now))

    def resent(self, seq: int, end: int, now: int) -> None:
        """Numbers left again; a segment of which only a part did is two from now on."""
        segments = self.segments
        index = 0
        while index < len(segments) and segments[index].seq < end:
            each = segments[index]
            index += 1
            if each.end <= seq:
                continue
            if each.end > end:
                rest = Sent(end, each.end, each.xmit_ts, each.is_resent)
                rest.is_lost, rest.is_sacked = each.is_lost, each.is_sacked
                segments.insert(index, rest)
                each.end = end
            each.xmit_ts, each.is_resent, each.is_lost = now, True, False

    def acknowledged(self, una: int, blocks: Sequence[Block], now: int, echo: int | None) -> None:
        """Steps 1 to 3: what an ACK tells of; ``echo`` is when the segment left that it answers, if it says so."""
        segments, fack, xmit_ts = self.segments, self.fack, self.xmit_ts
        delivered: list[Sent] = []
        is_plain = not blocks
        while segments and segments[0].end <= una:
            each = segments.popleft()
            if not each.is_sacked:
                delivered.append(each)
                if each.is_resent or each.end < fack or each.xmit_ts < xmit_ts:
                    is_plain = False
        if segments and segments[0].seq < una:
            segments[0].seq = una
        if is_plain:
            if delivered:
                # They left once and in order: the last one was sent after all others, so it alone counts.
                last = delivered[-1]
                self.fack = self._end_seq = last.end
                self.xmit_ts = last.xmit_ts
                self.rtt = rtt = now - last.xmit_ts
                self.min_rtt.take(rtt, now)
            return
        acknowledged = len(delivered)
        for start, end in sorted(blocks):
            for each in segments:
                if each.seq >= end:
                    break
                if not each.is_sacked and start <= each.seq and each.end <= end:
                    each.is_sacked = True
                    each.is_lost = False
                    delivered.append(each)
        self._look_for_reordering(delivered)
        # what is echoed is the timestamp of the last one in order (RFC 7323 4.3), not that of one behind a gap
        echoes = [*[echo] * acknowledged, *[None] * (len(delivered) - acknowledged)]
        for each, answered in sorted(zip(delivered, echoes, strict=True), key=_by_time):
            self._update(each, now, answered)

    def _look_for_reordering(self, delivered: Sequence[Sent]) -> None:
        """Step 3, RACK_detect_reordering(), in ascending order of numbers: a segment that was sent once has arrived
        although one with higher numbers had before.
        """
        for each in delivered:
            if each.end > self.fack:
                self.fack = each.end
            elif each.end < self.fack and not each.is_resent:
                self.reordering_seen = True

    def _update(self, segment: Sent, now: int, echo: int | None) -> None:
        """Steps 1 and 2, RACK_update(), in ascending order of when segments left."""
        rtt = now - segment.xmit_ts
        if segment.is_resent:
            # "If ACK.ts_option.echo_reply < Segment.xmit_ts" or "If rtt < RACK.min_RTT", it is for an earlier copy
            if echo is not None and is_older(echo, segment.xmit_ts):
                return
            shortest = self.min_rtt.value
            if shortest is not None and rtt < shortest:
                return
        self.min_rtt.take(rtt, now)
        self.rtt = rtt
        self.xmit_ts, self._end_seq = max((self.xmit_ts, self._end_seq), (segment.xmit_ts, segment.end))

    def duplicate_reported(self, una: int, nxt: int) -> None:
        """A D-SACK came: something was taken for lost too early, once for a round trip (step 4)."""
        if self._dsack_round is None or una >= self._dsack_round:
            self._dsack_round = nxt
            self.reo_wnd_mult += 1
            self._persist = _PERSIST

    def recovered(self) -> None:
        """A recovery is over, fast or after a time-out (step 4): "Reset the window after 16 DSACK-free recoveries"."""
        self._persist -= 1
        if self._persist <= 0:
            self.reo_wnd_mult = 1

    def reo_wnd(self, srtt: int, in_recovery: bool) -> int:
        """How much later than the last that arrived a segment may have been sent and be only late (step 4)."""
        if not self.reordering_seen:
            sacked = sum(each.is_sacked for each in self.segments)
            if in_recovery or sacked >= DUP_THRESH:
                return 0
        return min(self.reo_wnd_mult * (self.min_rtt.value or 0) // 4, srtt)

    def detect(self, now: int, srtt: int, in_recovery: bool) -> int | None:
        """Step 5: mark what is lost; when to look again (ns), ``None`` for not before another ACK comes."""
        latest = self.xmit_ts, self._end_seq
        window = self.rtt + self.reo_wnd(srtt, in_recovery)
        again: int | None = None
        for each in self.segments:
            if each.is_sacked or each.is_lost or (each.xmit_ts, each.end) >= latest:
                continue
            lost_at = each.xmit_ts + window
            if lost_at <= now:
                each.is_lost = True
            elif again is None or lost_at > again:
                again = lost_at
        return again

    def next_lost(self) -> Sent | None:
        return next((each for each in self.segments if each.is_lost), None)

    def pipe(self) -> int:
        """Octets under way: what was neither reported nor lost since it left last."""
        return sum(each.end - each.seq for each in self.segments if not (each.is_sacked or each.is_lost))

    def forgive(self) -> None:
        """What was taken for lost was only late."""
        for each in self.segments:
            each.is_lost = False

    def start_over(self) -> None:
        """After a time-out nothing is known (RFC 8985 6.3); what leaves again is told by ``resent``."""
        for each in self.segments:
            each.is_sacked = each.is_lost = False


def _by_time(delivered: tuple[Sent, int | None]) -> int:
    return delivered[0].xmit_ts
