"""What may be sent now: what is lost, then new octets and the FIN, then an ACK that nothing else carried."""

from sim.transport.tcp import data_rules
from sim.transport.tcp.machine.effects import Effects, Noted, Transmit
from sim.transport.tcp.machine.rows import SENDING
from sim.transport.tcp.machine.segments import acknowledgment, blocks_length, make
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tail_probe import arm as arm_tail_probe
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import ACK, CWR, FIN, PSH, Tcp
from sim.why import Why

OVERRIDE = 200_000_000
"""After this (ns) a small segment leaves although the window is silly: RFC 9293 3.8.6.2.1 wants 0.1 to 1 s."""

_DATA = Why(data_rules.DATA)
_DATA_PUSHED = Why(data_rules.DATA_PUSHED)
_DATA_AND_FIN = Why(data_rules.DATA_AND_FIN)
_FIN = Why(data_rules.FIN)
_ACK = Why(data_rules.ACK)

SENDING_STATES = frozenset({State.ESTABLISHED, State.CLOSE_WAIT, State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK})
"""Those in which data or the FIN may still have to be sent, or sent again."""


def output(tcb: Tcb, now: int, effects: Effects) -> str:
    """Send what may go now. The answer is what the rest waits for: ``handshake``, ``nagle``, ``window`` or ``cwnd``.

    It is "" where nothing waits.
    """
    waits_for = ""
    una, nxt = tcb.snd_una, tcb.snd_nxt
    end = tcb.queue.end + tcb.is_done
    if nxt == end and una == nxt:
        pass
    elif una == tcb.iss or tcb.state not in SENDING_STATES:
        waits_for = "handshake"
    else:
        fresh = nxt < end
        is_calm = tcb.recovery.is_calm
        if not is_calm:
            _send_again(tcb, now, effects, fresh)
        if fresh:
            waits_for = _send_new(tcb, now, effects)
            if not is_calm:
                _send_again(tcb, now, effects, fresh=False)
    if tcb.tlp_end is not None and tcb.recovery.is_recovering:
        tcb.tlp_end = None  # RFC 8985 7.1: it is reset at the start of "fast recovery, or RTO recovery"
    if tcb.snd_nxt != nxt or una != tcb.probe_for:
        arm_tail_probe(tcb, now)
    elif tcb.probe_at is not None and not tcb.recovery.is_calm:
        tcb.probe_at = None  # the reordering timer or the recovery sees to it (RFC 8985 7.2)
    if tcb.ack_now:
        effects.append(acknowledgment(tcb, _ACK, now))
    return waits_for


def send_fin(tcb: Tcb, now: int, effects: Effects) -> None:
    """The FIN of a connection whose SYN is not acknowledged yet."""
    _send_segment(tcb, tcb.queue.end, tcb.queue.end + 1, now, effects)


def resend(tcb: Tcb, seq: int, end: int, why: Why, now: int, effects: Effects) -> int:
    """Send octets again, at most a segment of those up to ``end``; the answer is how far it goes."""
    flight = tcb.recovery.flight
    end = min(end if flight is None else flight.end_of(seq, end), seq + tcb.smss - blocks_length(tcb))
    effects.append(Transmit(_segment(tcb, seq, end, now), why, tcb.dont_fragment))
    tcb.rtt.resent()
    tcb.is_ambiguous = True
    return end


def override(tcb: Tcb, why: Why, now: int, effects: Effects) -> None:
    """Fill a window that seemed too small to be worth it (RFC 9293 3.8.6.2.1 rule (4)); nothing is under way."""
    nxt = tcb.snd_nxt
    end = min(nxt + tcb.snd_wnd, nxt + tcb.smss - blocks_length(tcb), tcb.queue.end)
    _send_segment(tcb, nxt, end, now, effects, why)


def send_beyond(tcb: Tcb, why: Why, now: int, effects: Effects) -> None:
    """Send one segment that was never sent, whatever the congestion window says, as far as the other end takes it."""
    nxt = tcb.snd_nxt
    end = min(tcb.snd_una + tcb.snd_wnd, nxt + tcb.smss - blocks_length(tcb), tcb.queue.end)
    if end > nxt:
        _send_segment(tcb, nxt, end, now, effects, why)


def probe(tcb: Tcb, why: Why, now: int, effects: Effects) -> None:
    """Send the next octet although the window is closed, or again the first that was sent.

    RFC 9293 3.8.6.1: "at least one octet of new data (if available), or retransmit". SND.NXT stays as it is, because
    a closed window will not take it.
    """
    una = tcb.snd_una
    effects.append(Transmit(_segment(tcb, una, una + 1, now), why, tcb.dont_fragment))
    tcb.snd_max = max(tcb.snd_max, una + 1)
    tcb.rtt.resent()
    tcb.is_ambiguous = True
    if una == tcb.queue.end:
        _fin_left(tcb, why, effects)


def _send_again(tcb: Tcb, now: int, effects: Effects, fresh: bool) -> None:
    """What is lost, as far as congestion control allows. RFC 9293 3.8.6 MAY-7: also beyond a window that was shrunk."""
    recovery = tcb.recovery
    if tcb.snd_wnd == 0:
        return  # the probes repeat the first octet as long as that is so
    while (due := recovery.next_retransmission(tcb.snd_una, tcb.snd_nxt, fresh)) is not None:
        recovery.resent(due.seq, resend(tcb, due.seq, due.end, due.why, now, effects), now)


def _send_new(tcb: Tcb, now: int, effects: Effects) -> str:
    """Octets that were never sent, and the FIN behind them (RFC 9293 3.8.6.2.1 with 3.7.4)."""
    recovery, last, is_done = tcb.recovery, tcb.queue.end, tcb.is_done
    una, nxt = tcb.snd_una, tcb.snd_nxt
    full = tcb.smss - blocks_length(tcb)
    if recovery.waits_for_timer:
        return "cwnd"
    if nxt == una:
        effects += [Noted(SENDING, why) for why in recovery.restart_after_idle(now, tcb.rtt.rto)]
    usable = una + tcb.snd_wnd - nxt
    allowed = recovery.allowance(una, nxt)
    if nxt == una and allowed < full:
        allowed = full  # or else no ACK would ever come
    waits_for = ""
    while nxt < last or (is_done and nxt == last):
        length = last - nxt if last - nxt < full else full
        # "(1) if a maximum-sized segment can be sent", "(2) or if ... all queued data can be sent now", "(3) or if at
        # least a fraction Fs of the maximum window can be sent": what is in brackets there is the Nagle algorithm.
        if length > usable or usable <= 0:
            is_worth = usable > 0 and 2 * usable >= tcb.max_snd_wnd and (nxt == una or not tcb.nagle)
            if not is_worth:
                waits_for = "window"
                break
            length = usable
        elif length < full and tcb.corked and not is_done:
            waits_for = "cork"
            break
        elif length < full and nxt != una and tcb.nagle and not is_done:
            waits_for = "nagle"
            break
        if length > allowed:
            waits_for = "cwnd"
            break
        # The FIN goes with the last octets where the window has room for it.
        if is_done and nxt + length == last and usable > length:
            length += 1
        _send_segment(tcb, nxt, nxt + length, now, effects)
        nxt += length
        usable -= length
        allowed -= length
    if nxt == una and tcb.persist_at is None and waits_for == "cork":
        tcb.persist_interval = OVERRIDE
        tcb.persist_at = now + OVERRIDE
    elif nxt == una and tcb.persist_at is None:
        _wait_for_window(tcb, usable, now, effects)
    return waits_for


def _send_segment(tcb: Tcb, seq: int, end: int, now: int, effects: Effects, why: Why | None = None) -> None:
    segment = _segment(tcb, seq, end, now)
    recovery = tcb.recovery
    ecn_capable = tcb.ecn and bool(segment.payload)
    if ecn_capable and recovery.has_slowed_down:
        # RFC 3168 6.1.2: "the CWR flag in the TCP header of the first new data packet sent after the window reduction"
        segment.flags |= CWR
        recovery.has_slowed_down = False
    if why is None and segment.flags & FIN:
        why = _DATA_AND_FIN if segment.payload else _FIN
    elif why is None:
        why = _DATA_PUSHED if segment.flags & PSH else _DATA
    effects.append(Transmit(segment, why, tcb.dont_fragment, ecn_capable))
    tcb.snd_nxt = end
    if end > tcb.snd_max:
        tcb.snd_max = end
        tcb.rtt.sent(end, now)
    recovery.last_sent = now
    if not recovery.is_calm:
        recovery.left(end - seq)
    if recovery.flight is not None:
        recovery.flight.sent(seq, end)
    if recovery.rack is not None:
        recovery.rack.sent(seq, end, now)
    tcb.persist_at = None
    if tcb.retransmit_at is None:
        tcb.retransmit_at = now + tcb.rtt.rto
    if segment.flags & FIN:
        _fin_left(tcb, why, effects)


def _fin_left(tcb: Tcb, why: Why, effects: Effects) -> None:
    """RFC 9293 3.10.4, CLOSE-WAIT: "Queue this request until all preceding SENDs have been segmentized; then send a FIN
    segment, enter LAST-ACK state."
    """
    if tcb.state is State.CLOSE_WAIT:
        effects.append(tcb.move(State.LAST_ACK, why))


def _segment(tcb: Tcb, seq: int, end: int, now: int) -> Tcp:
    """The segment that takes up these numbers, the last of which may be the FIN's."""
    queue_end = tcb.queue.end
    flags = ACK
    if end >= queue_end:
        # RFC 9293 3.8.2 and 3.9.1.2: the last segment of what was written is pushed.
        if seq < queue_end:
            flags = ACK | PSH
        if end > queue_end:
            flags |= FIN
    return make(tcb, seq, flags, tcb.queue.slice(seq, end - seq), now)


def _wait_for_window(tcb: Tcb, usable: int, now: int, effects: Effects) -> None:
    """Nothing is under way, so that no ACK will tell of a wider window for sure: a timer has to."""
    if usable > 0:
        tcb.persist_interval = OVERRIDE
        why = Why(data_rules.WINDOW_SILLY, window=usable, timeout=OVERRIDE)
    else:
        # RFC 9293 3.8.6.1: the first probe "when a zero window has existed for the retransmission timeout period"
        tcb.persist_interval = tcb.rtt.rto
        why = Why(data_rules.WINDOW_CLOSED, timeout=tcb.rtt.rto)
    tcb.persist_at = now + tcb.persist_interval
    effects.append(Noted(SENDING, why))
