"""Between an ACK's arrival and which octets may be sent: loss is noticed, repaired, and told to congestion control.

RFC 5681 3.2 and RFC 6582 (NewReno), RFC 6675 where SACK was agreed on, RFC 3042 (limited transmit). A position is a
sequence number that grows on; a range goes up to the number behind its last. FIN has a number like an octet.
"""

from collections.abc import Sequence
from copy import copy
from typing import NamedTuple

from sim.transport.tcp import congestion_rules
from sim.transport.tcp.machine.congestion import CongestionControl
from sim.transport.tcp.machine.flight import Flight
from sim.transport.tcp.machine.prr import Prr
from sim.transport.tcp.machine.rack import Rack
from sim.transport.tcp.machine.sack import DUP_THRESH, Scoreboard
from sim.transport.tcp.machine.undo import Undo
from sim.transport.tcp.options import Block
from sim.why import Rule, Why

_OPEN, _FAST, _SACK, _LOSS = range(4)
"""Nothing is missing; NewReno's fast recovery; SACK-based loss recovery; going back, after a time-out or in Tahoe."""

_REASON_OF_RULE = {
    1: congestion_rules.RESEND_LOST,
    3: congestion_rules.RESEND_UNREPORTED,
    4: congestion_rules.RESEND_RESCUE,
}


class Resend(NamedTuple):
    """Numbers that are due again: one segment's, from ``seq`` up to ``end``."""

    seq: int
    end: int
    why: Why


class Recovery:
    """What a sender knows of losses, with its congestion control. Use:

    - An ACK that advances ``una``: :meth:`acknowledged`. One that is a duplicate (RFC 5681 2; with SACK, one for which
      :meth:`has_news`): :meth:`duplicate`. The retransmission timer: :meth:`timed_out`.
    - Then send, in this order: while :meth:`next_retransmission` has something, send it and say so (:meth:`resent`);
      new octets as far as :meth:`allowance` and the peer's window go; where none were left, ask for retransmissions
      again with ``fresh`` false.
    - Before new octets when nothing is under way: :meth:`restart_after_idle`; after them ``last_sent`` is set to now.

    The calls that may change the window return what is worth a record, mostly nothing: the last is the reason of what
    changed, those before it are its parts. ``restarts_timer`` is false after an ACK that must not start the
    retransmission timer anew (RFC 6582 3.2 step 3). ``is_calm``: nothing is missing, as far as anybody has told, so
    that nothing is to be sent again. ``has_slowed_down``: the window was reduced and the peer was not told yet, which
    ECN wants (RFC 3168 6.1.2); ``waits_for_timer``: nothing new may be sent before the retransmission timer, which is
    started for that, expires (there). ``rack`` finds losses by time, where that is in use; it hears of an ACK before
    the others. ``reorder_at`` is when :meth:`look_again` is due (ns).
    """

    __slots__ = (
        "_advance",
        "_delivered",
        "_due",
        "_echo_until",
        "_is_echo",
        "_is_held",
        "_partial_acks",
        "_peak",
        "_prr",
        "_recover",
        "_reduced_until",
        "_rescue",
        "_resend",
        "_round_end",
        "_scoreboard",
        "_state",
        "_timed_out_at",
        "_undo",
        "_undoes",
        "_uses_prr",
        "control",
        "dup_acks",
        "flight",
        "has_slowed_down",
        "is_calm",
        "last_sent",
        "rack",
        "reorder_at",
        "restarts_timer",
        "sack",
        "smss",
        "srtt",
        "waits_for_timer",
    )

    def __init__(self, control: CongestionControl, una: int, smss: int, *, sack: bool, prr: bool, undo: bool) -> None:
        """``una`` is the first number that data will have, the one after ISS; the others are settings of that name."""
        self.control = control
        self.smss = smss
        self.sack = sack
        self.dup_acks = 0
        self.last_sent: int | None = None
        self.restarts_timer = True
        self._scoreboard = Scoreboard(smss)
        self._state = _OPEN
        self.is_calm = True
        self._advance = self._delivered = self._partial_acks = self._peak = self.srtt = 0
        self._recover = self._echo_until = self._reduced_until = una - 1
        self._due = self._is_held = self._is_echo = self.has_slowed_down = False
        self.waits_for_timer = False
        self.flight: Flight | None = None
        self._uses_prr = prr
        self._undoes = undo
        self._undo: Undo | None = None
        self._prr: Prr | None = None
        self.rack: Rack | None = None
        self.reorder_at: int | None = None
        self._rescue: int | None = None
        self._resend = una
        self._round_end: int | None = None
        self._timed_out_at: int | None = None

    def begin(self, smss: int, sack: bool, syn_was_lost: bool) -> None:
        """The handshake told these; the initial window follows from them (RFC 5681 3.1)."""
        self.resize(smss)
        self.sack = sack
        self.control.begin(smss, syn_was_lost)

    def resize(self, smss: int) -> None:
        """Segments have another size from now on, which is no reason for another window (RFC 1191 6.4)."""
        self.smss = self.control.smss = self._scoreboard.smss = smss

    @property
    def cwnd(self) -> int:
        return self.control.cwnd

    @property
    def ssthresh(self) -> int:
        return self.control.ssthresh

    @property
    def phase(self) -> str:
        """As in ``SendRow``: ``fast recovery`` is NewReno's, ``loss recovery`` that of RFC 6675."""
        if self._state == _FAST:
            return "fast recovery"
        if self._state == _SACK:
            return "loss recovery"
        return "slow start" if self.control.cwnd < self.control.ssthresh else "congestion avoidance"

    @property
    def is_recovering(self) -> bool:
        """Whether losses are being repaired, in a fast recovery or after a time-out."""
        return self._state != _OPEN

    @property
    def sacked(self) -> tuple[Block, ...]:
        """The blocks that the peer reported, in order of sequence numbers."""
        scoreboard = self._scoreboard
        return scoreboard.blocks if scoreboard.octets else ()

    def has_news(self, una: int, nxt: int, blocks: Sequence[Block]) -> bool:
        """Whether the blocks of an ACK report octets that none did before (RFC 6675 2, DUPLICATE ACKNOWLEDGMENT)."""
        return self._scoreboard.has_news(una, nxt, blocks)

    def acknowledged(
        self, una_before: int, una: int, nxt: int, blocks: Sequence[Block], now: int, srtt: int
    ) -> Sequence[Why]:
        """An ACK moved SND.UNA from ``una_before`` to ``una``; ``srtt`` is 0 while none is known."""
        self._advance = una - una_before
        self.restarts_timer = True
        is_echo, self._is_echo = self._is_echo, False
        if self.is_calm and not blocks:
            round_over = self._is_round_over(una_before, una, nxt)
            if is_echo or 2 * self._peak < self.control.cwnd:
                return ()  # a window that is not used is not probed, so it proves nothing (RFC 7661 4.3)
            return self.control.grow(una - una_before, round_over, now, srtt)
        before = self._scoreboard.octets
        has_news = self.sack and self._scoreboard.update(una, nxt, blocks) > 0
        self._delivered = self._advance + self._scoreboard.octets - before
        self.dup_acks = 0
        self._is_held = False
        self._detect(now)
        if self._state == _FAST:
            events = self._acknowledged_in_fast_recovery(una, nxt)
        elif self._state == _SACK:
            events = self._recovered() if una >= self._recover else self._proportion(una, nxt)
        else:
            events = self._acknowledged_in_order(una_before, una, nxt, now, srtt, is_echo)
            if (has_news or self._lost()) and self._state == _OPEN:
                # it is a duplicate one as well, "regardless of its status as a cumulative acknowledgment" (RFC 6675 5)
                self.dup_acks = 1
                events = (*events, *self._suspect_loss(una, nxt))
        self.is_calm = self._state == _OPEN and not self._scoreboard.octets
        if self.is_calm:
            self.reorder_at = None
        return events

    def duplicate(self, una: int, nxt: int, blocks: Sequence[Block], now: int) -> Sequence[Why]:
        """A duplicate ACK came; with SACK its blocks are those of :meth:`has_news`."""
        self.dup_acks += 1
        self.is_calm = False
        if self.sack:
            self._delivered = self._scoreboard.update(una, nxt, blocks)
        self._detect(now)
        if self._state == _SACK:
            return self._proportion(una, nxt)
        if self._state == _FAST and not self.control.holds_window:
            self.control.cwnd += self.smss
            return (Why(congestion_rules.INFLATED, cwnd=self.control.cwnd),)
        return self._suspect_loss(una, nxt) if self._state == _OPEN else ()

    def congestion_reported(self, una: int, ack: int, nxt: int) -> Sequence[Why]:
        """An ACK up to ``ack`` has ECE: slow down as for a loss, once for a window of data (RFC 3168 6.1.2).

        "TCP should not increase the congestion window in response to the receipt of an ECN-Echo ACK packet."
        """
        self._is_echo = ack > una
        if ack <= self._echo_until or self._state != _OPEN:
            return ()
        self._echo_until = nxt
        self.has_slowed_down = True
        before = self.control.cwnd
        if before <= self.smss:
            # "the sending TCP MUST reset the retransmit timer on receiving the ECN-Echo packet when the congestion
            # window is one. The sending TCP will then be able to send a new packet only when the retransmit timer
            # expires."
            self.waits_for_timer = True
            return (Why(congestion_rules.ECHO_AT_ONE_SEGMENT, cwnd=before),)
        halved = self.control.reduce(min(nxt - una, before), timed_out=False)
        # The least ssthresh is two segments, but "the value of the congestion window is bounded below by" one.
        ssthresh = self.control.ssthresh
        self.control.cwnd = ssthresh if ssthresh < before else self.smss
        self._reduced_until = nxt
        self._round_end = None
        return (halved, Why(congestion_rules.SLOWED_BY_ECHO, cwnd=self.control.cwnd))

    def answered(self, echo: int | None) -> Sequence[Why]:
        """An ACK of something new is about to be taken in; ``echo`` is the timestamp that it echoes, if any."""
        if self._undo is not None and self._undo.answered(echo):
            return self._take_back(congestion_rules.SPURIOUS_BY_TIMESTAMP)
        return ()

    def duplicate_reported(self, start: int, end: int) -> Sequence[Why]:
        """A D-SACK came."""
        if self._undo is not None and self._undo.duplicate_reported(start, end):
            return self._take_back(congestion_rules.SPURIOUS_BY_DUPLICATES)
        return ()

    def look_again(self, una: int, nxt: int, now: int) -> Sequence[Why]:
        """The reordering timer expired: what has not come by now is lost (RFC 8985 6.2 step 5)."""
        self.reorder_at = None
        self._delivered = 0
        self._detect(now)
        if not self._lost():
            return ()
        events = self._begin_recovery(una, nxt) if self._state == _OPEN else self._proportion(una, nxt)
        self.is_calm = False
        return (Why(congestion_rules.REORDERING_OVER, seq=una), *events)

    def repaired_by_probe(self, una: int, nxt: int) -> Sequence[Why]:
        """A loss was repaired without a recovery; it counts all the same (RFC 8985 7.4.2)."""
        if self._state != _OPEN:
            return ()
        halved = self.control.reduce(min(nxt - una, self.control.cwnd), timed_out=False)
        self.control.cwnd = self.control.ssthresh
        self.has_slowed_down = True
        self._echo_until = self._reduced_until = nxt
        self._round_end = None
        return (halved, Why(congestion_rules.TAIL_PROBE_REPAIRED, cwnd=self.control.cwnd))

    def timed_out(self, una: int, nxt: int, now: int) -> Sequence[Why]:
        """The retransmission timer expired (RFC 5681 3.1, RFC 6582 3.2 step 4, RFC 6675 5.1)."""
        events = []
        if self._scoreboard.octets:
            events.append(Why(congestion_rules.SACK_FORGOTTEN, octets=self._scoreboard.octets))
            self._scoreboard.clear()
        self.waits_for_timer = False
        if una == self._timed_out_at:
            events.append(Why(congestion_rules.TIMEOUT_AGAIN, seq=una, ssthresh=self.control.ssthresh, cwnd=self.smss))
        else:
            self._remember()
            is_known = self._state == _OPEN and una < self._reduced_until
            events.append(self._known() if is_known else self.control.reduce(nxt - una, timed_out=True))
            self.has_slowed_down = True
            self._echo_until = nxt
            events.append(Why(congestion_rules.TIMEOUT, seq=una, cwnd=self.smss))
        self._timed_out_at = una
        self.control.cwnd = self.smss
        self.dup_acks = 0
        self.go_back(una, nxt)
        return events

    def go_back(self, una: int, nxt: int) -> None:
        """Everything from ``una`` up to ``nxt`` is sent again as the window permits, but for what is reported.

        Until an ACK comes it is one segment, however small it is: "Retransmit the earliest segment that has not been
        acknowledged" (RFC 6298 5.4).
        """
        self._state = _LOSS
        self._prr = None
        self.reorder_at = None
        if self.rack is not None:
            self.rack.start_over()
        self._is_held = True
        self.is_calm = False
        self._due = False
        self._resend = una
        self._recover = nxt
        self._round_end = None

    def restart_after_idle(self, now: int, rto: int) -> Sequence[Why]:
        """Nothing is under way: after an ``rto`` in which nothing was sent, the window is no longer known to be right.

        RFC 5681 4.1: it is the restart window then, at most the initial one.
        """
        if self.last_sent is None or now - self.last_sent <= rto:
            return ()
        cwnd_before = self.control.cwnd
        self.control.restart()
        if self.control.cwnd == cwnd_before:
            return ()
        self._round_end = None
        return (Why(congestion_rules.RESTART, ns=now - self.last_sent, cwnd=self.control.cwnd),)

    def allowance(self, una: int, nxt: int) -> int:
        """How many octets never sent the congestion window allows to be sent now; none where that is negative."""
        room = self.control.cwnd - (nxt - una)
        if not self.is_calm:
            if self._state == _SACK or (self._state == _OPEN and self._scoreboard.octets):
                room = self.control.cwnd - self._pipe(una, nxt)
                if self._state == _SACK and room < self.smss:
                    return 0
            elif self._state == _LOSS:
                room = 0 if self._is_held else room + self._scoreboard.octets
            elif self._state == _OPEN:
                room += min(self.dup_acks, DUP_THRESH - 1) * self.smss
        return room

    def next_retransmission(self, una: int, nxt: int, fresh: bool) -> Resend | None:
        """What to send again now, at most a segment.

        ``fresh`` tells whether octets that were never sent are tried before: where SACK is not sure of a loss, they go
        first (RFC 6675 4, NextSeg rule 2).
        """
        if self.is_calm:
            return None
        if self.rack is not None and self._state == _SACK:
            return self._next_by_time(self.rack)
        if self._due:
            end = min(self._scoreboard.gap_from(una, nxt)[1], una + self.smss)
            return Resend(una, end, Why(congestion_rules.RESEND_FIRST, seq=una))
        if self._state == _LOSS:
            return self._next_in_go_back(una)
        return self._next_by_report(una, nxt, fresh) if self._state == _SACK else None

    def left(self, octets: int) -> None:
        """So much that was never sent before has left."""
        if self._prr is not None:
            self._prr.out += octets

    def resent(self, seq: int, end: int, now: int) -> None:
        """Numbers that :meth:`next_retransmission` named were sent, as far as ``end``."""
        self.last_sent = now
        if self.rack is not None:
            self.rack.resent(seq, end, now)
        if self._undo is not None:
            self._undo.resent(seq, end, now)
        if self._state == _LOSS:
            self._resend = end
        elif self._state == _SACK:
            self.left(end - seq)
            if self._due:
                self._scoreboard.high_rxt = self._scoreboard.rescue_rxt = end
            elif seq == self._rescue:
                self._scoreboard.rescue_rxt = self._recover
            else:
                self._scoreboard.high_rxt = end
        self._due = False

    def _is_round_over(self, una_before: int, una: int, nxt: int) -> bool:
        """A round is what was sent in answer to the ACKs of the round before, up to the first ACK after that."""
        flight = nxt - una_before
        if self._round_end is None:
            self._round_end = nxt
            self._peak = flight
        elif flight > self._peak:
            self._peak = flight
        if una < self._round_end:
            return False
        self._round_end = None
        return True

    def _acknowledged_in_order(
        self, una_before: int, una: int, nxt: int, now: int, srtt: int, is_echo: bool
    ) -> Sequence[Why]:
        """Neither of the recoveries; what was sent again after a time-out is a window of its own."""
        sent_end = nxt
        if self._state == _LOSS:
            sent_end = max(self._resend, una) if self._resend < self._recover else nxt
            octets = min(una, self._resend) - una_before
            self._resend = max(self._resend, una)
            if una >= self._recover:
                self._state = _OPEN
                if self.rack is not None:
                    self.rack.recovered()
        else:
            octets = una - una_before
        round_over = self._is_round_over(una_before, una, sent_end)
        return () if is_echo else self.control.grow(octets, round_over, now, srtt)

    def _acknowledged_in_fast_recovery(self, una: int, nxt: int) -> Sequence[Why]:
        """RFC 6582 3.2 step 3."""
        if una >= self._recover:
            self.control.recovered(nxt - una)
            return self._recovered()
        self._partial_acks += 1
        self.restarts_timer = self._partial_acks == 1
        if not self.control.holds_window:
            added_back = self.smss if self._advance >= self.smss else 0
            self.control.cwnd = max(self.control.cwnd - self._advance + added_back, self.smss)
        self._due = True
        return (Why(congestion_rules.PARTIAL_ACK, ack=una, end=self._recover, cwnd=self.control.cwnd),)

    def _recovered(self) -> Sequence[Why]:
        self._state = _OPEN
        self._due = False
        self._round_end = None
        if self.rack is not None:
            self.rack.recovered()
        if self._prr is not None:
            self._prr = None
            self.control.cwnd = self.control.ssthresh
        holds = self.control.holds_window
        rule = congestion_rules.RECOVERED_BY_THE_BOOK if holds else congestion_rules.RECOVERED
        return (Why(rule, end=self._recover, cwnd=self.control.cwnd),)

    def _suspect_loss(self, una: int, nxt: int) -> Sequence[Why]:
        """A duplicate ACK while nothing is being recovered (RFC 5681 3.2 steps 1 and 2, RFC 6675 5 steps 1 to 3)."""
        if self.rack is not None:
            is_lost = self._lost()
            if not is_lost and self.dup_acks >= DUP_THRESH:
                return (Why(congestion_rules.PERHAPS_REORDERED, dup_acks=self.dup_acks, ack=una),)
        elif self.sack:
            is_lost = self.dup_acks >= DUP_THRESH or self._scoreboard.is_lost(una)
        else:
            is_lost = self.dup_acks == DUP_THRESH
        if is_lost and (self.sack or self._may_be_lost(una)):
            return self._begin_recovery(una, nxt)
        if self.dup_acks < DUP_THRESH:
            return (Why(congestion_rules.LIMITED_TRANSMIT, dup_acks=self.dup_acks, ack=una),)
        if self.dup_acks == DUP_THRESH:
            return (Why(congestion_rules.DUPLICATES_AFTER_RECOVERY, dup_acks=self.dup_acks, ack=una),)
        return ()

    def _may_be_lost(self, una: int) -> bool:
        """Duplicates after a recovery may come from what was sent needlessly (RFC 6582 3.2 step 2, 4.1)."""
        return una > self._recover or (self.control.cwnd > self.smss and self._advance <= 4 * self.smss)

    def _begin_recovery(self, una: int, nxt: int) -> Sequence[Why]:
        """RFC 5681 3.2, RFC 6582 3.2 step 2, RFC 6675 5 step 4; Tahoe starts over."""
        # what limited transmit sent beyond the window does not count (RFC 5681 3.2 step 2)
        flight = min(nxt - una, self.control.cwnd)
        self._undo = None
        self._remember()
        halved = self._known() if una < self._reduced_until else self.control.reduce(flight, timed_out=False)
        self.waits_for_timer = False
        self.has_slowed_down = True
        self._echo_until = nxt
        if not self.control.fast_recovery:
            self.control.cwnd = self.smss
            self.go_back(una, nxt)
            return (halved, Why(congestion_rules.TAHOE_RESTART, dup_acks=self.dup_acks, seq=una, cwnd=self.smss))
        self._recover = nxt
        self._due = True
        self._partial_acks = 0
        self.control.cwnd = self.control.ssthresh
        if self.sack:
            self._state = _SACK
            self._scoreboard.high_rxt = self._scoreboard.rescue_rxt = una
            rule = congestion_rules.LOSS_RECOVERY
        else:
            self._state = _FAST
            self.control.cwnd += DUP_THRESH * self.smss
            rule = congestion_rules.FAST_RETRANSMIT
        if self.sack and self._uses_prr and not self.control.holds_window:
            self._prr = Prr(self.control.ssthresh, flight)
            ssthresh = self.control.ssthresh
            begun = Why(congestion_rules.PROPORTIONAL_RECOVERY, dup_acks=self.dup_acks, seq=una, ssthresh=ssthresh)
            if self.rack is not None:
                begun = Why(congestion_rules.RECOVERY_BY_TIME, seq=una, ssthresh=ssthresh)
            return (halved, begun, *self._proportion(una, nxt))
        if self.control.holds_window:
            self.control.recovered(flight)
            rule = congestion_rules.FAST_RETRANSMIT_BY_THE_BOOK
        return (halved, Why(rule, dup_acks=self.dup_acks, seq=una, cwnd=self.control.cwnd))

    def _remember(self) -> None:
        """A recovery begins; a time-out within a fast recovery belongs to that."""
        is_within = self._state != _OPEN and self._undo is not None
        if self._undoes and self.control.fast_recovery and not self.control.holds_window and not is_within:
            self._undo = Undo(copy(self.control))

    def _take_back(self, rule: Rule) -> Sequence[Why]:
        """Nothing was lost: the window is what it was, and nothing more is sent again."""
        assert self._undo is not None, "it was asked"
        before, now, self._undo = self._undo.control, self.control, None
        before.cwnd, before.ssthresh = max(before.cwnd, now.cwnd), max(before.ssthresh, now.ssthresh)
        before.smss = now.smss
        self.control = before
        if self._state != _OPEN:
            self._state = _OPEN
            self._prr = None
            self._due = self._is_held = False
            if self.rack is not None:
                self.rack.forgive()
        self.dup_acks = 0
        self._round_end = None
        self.is_calm = not self._scoreboard.octets
        return (Why(rule, cwnd=before.cwnd, ssthresh=before.ssthresh),)

    def _known(self) -> Why:
        """RFC 3168 6.1.2: "the TCP sender's congestion window should be reduced only once in response to a series of
        dropped and/or CE packets from a single window of data."
        """
        return Why(congestion_rules.ALREADY_SLOWED, ssthresh=self.control.ssthresh)

    def _detect(self, now: int) -> None:
        if self.rack is not None and self._state in (_OPEN, _SACK):
            self.reorder_at = self.rack.detect(now, self.srtt, self._state == _SACK)

    def _lost(self) -> bool:
        return self.rack is not None and self.rack.next_lost() is not None

    def _pipe(self, una: int, nxt: int) -> int:
        return self._scoreboard.set_pipe(una, nxt) if self.rack is None else self.rack.pipe()

    def _proportion(self, una: int, nxt: int) -> Sequence[Why]:
        """RFC 6937 3: the window is what is under way and what may leave because of this ACK."""
        if self._prr is None:
            return ()
        pipe = self._pipe(una, nxt)
        sndcnt = self._prr.sndcnt(self._delivered, pipe, self.smss)
        self.control.cwnd = cwnd = pipe + sndcnt
        return (Why(congestion_rules.PROPORTION, delivered=self._delivered, sndcnt=sndcnt, cwnd=cwnd),)

    def _next_by_report(self, una: int, nxt: int, fresh: bool) -> Resend | None:
        """NextSeg() of RFC 6675, within the window."""
        if self.control.cwnd - self._scoreboard.set_pipe(una, nxt) < self.smss:
            return None
        segment = self._scoreboard.next_seg(una, nxt, fresh)
        if segment is None:
            return None
        self._rescue = segment.seq if segment.rule == 4 else None
        return Resend(segment.seq, segment.end, Why(_REASON_OF_RULE[segment.rule], seq=segment.seq))

    def _next_by_time(self, rack: Rack) -> Resend | None:
        lost = rack.next_lost()
        if lost is None or (not self._due and self.control.cwnd - rack.pipe() < self.smss):
            return None
        rule = congestion_rules.RESEND_FIRST if self._due else congestion_rules.RESEND_BY_TIME
        return Resend(lost.seq, min(lost.end, lost.seq + self.smss), Why(rule, seq=lost.seq))

    def _next_in_go_back(self, una: int) -> Resend | None:
        if self._is_held and self._resend > una:
            return None
        seq, end = self._scoreboard.gap_from(self._resend, self._recover)
        if seq >= self._recover:
            self._resend = self._recover
            return None
        end = min(end, seq + self.smss)
        pipe = seq - una - self._scoreboard.sacked_below(seq)
        if self.control.cwnd - pipe < end - seq:
            return None
        return Resend(seq, end, Why(congestion_rules.RESEND_AGAIN, seq=seq))
