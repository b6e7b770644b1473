"""A segment for a connection arrives (RFC 9293 3.10.7.4): one function per step, in the RFC's order.

Each step tells whether the segment is done with; the next one sees what the steps before left of it. There is no third
step: security compartments are not modelled (RFC 9293 appendix A.1).
"""

from collections.abc import Callable

from sim.transport.tcp import data_rules, rules
from sim.transport.tcp.machine import syn_sent
from sim.transport.tcp.machine.acknowledge import take_acknowledgment, take_handshake
from sim.transport.tcp.machine.arrival import (
    Arrival,
    acknowledge_unacceptable,
    challenge,
    check_timestamps,
    end,
    enter_time_wait,
    hear_of_congestion,
    is_newer,
    limit_fin_wait_2,
    note_duplicate,
    remember_timestamp,
    restart_time_wait,
    return_to_listen,
    send_syn,
    skip_syn,
    take_text,
)
from sim.transport.tcp.machine.effects import Effects, Ignored, Noted
from sim.transport.tcp.machine.output import output
from sim.transport.tcp.machine.prediction import take_predicted
from sim.transport.tcp.machine.rows import RECEIVING
from sim.transport.tcp.machine.segments import near, reset
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import read
from sim.transport.tcp.pdu import ACK, CWR, ECE, FIN, RST, SYN, URG, Tcp
from sim.why import Why

_DONE, _GO_ON = True, False
_WAKING = 1_000
"""How long the ACK of a FIN waits for this end's own (ns)."""

_SYN_RECEIVED = State.SYN_RECEIVED
_HEARING = frozenset({State.ESTABLISHED, State.FIN_WAIT_1, State.FIN_WAIT_2})
"""The other end has not closed yet."""

_URGENT = Noted(RECEIVING, Why(data_rules.URGENT))
_WITHOUT_ACK = Ignored(Why(data_rules.WITHOUT_ACK))


def segment_arrives(tcb: Tcb, segment: Tcp, now: int, is_marked: bool = False) -> Effects:
    """In any state but CLOSED and LISTEN. In TIME-WAIT, ask ``may_reopen`` first.

    ``is_marked``: its datagram has met congestion.
    """
    predicted = None if is_marked else take_predicted(tcb, segment, now)
    if predicted is not None:
        return predicted
    arrival = Arrival(tcb, segment, now, is_marked)
    tcb.heard_at = now
    tcb.keepalive_sent = 0
    steps = _STEPS
    if tcb.state is State.SYN_SENT:
        if syn_sent.segment_arrives(tcb, arrival):
            return arrival.effects
        steps = _FROM_SIXTH
    for step in steps:
        if step(tcb, arrival):
            return arrival.effects
    output(tcb, now, arrival.effects)
    return arrival.effects


def check_sequence(tcb: Tcb, arrival: Arrival) -> bool:
    """First: does the segment lie in the receive window? What lies outside is cut off."""
    seq, rcv_nxt, rcv_wnd, flags = arrival.seq, tcb.rcv_nxt, tcb.rcv_wnd, arrival.flags
    if flags & (SYN | RST) == SYN:
        if tcb.state is not _SYN_RECEIVED or (seq < rcv_nxt and seq != tcb.irs):
            # Before the edges of the window are looked at, or else the SYN would be cut off and its text delivered:
            # "If the SYN bit is set, irrespective of the sequence number, TCP MUST send an ACK (also referred to as
            # challenge ACK) to the remote peer" (RFC 5961 4.2).
            challenge(tcb, arrival, Why(rules.CHALLENGE_SYN, seq=arrival.segment.seq))
            return _DONE
        if seq == tcb.irs:
            if _repeats_syn(tcb, arrival):
                return _DONE
            seq, flags = arrival.seq, arrival.flags
    if tcb.timestamps and not flags & RST and check_timestamps(tcb, arrival):
        return _DONE
    if flags & RST:
        return _is_reset_outside(tcb, arrival)
    length = arrival.length
    # Table 6. "If the RCV.WND is zero, no segments will be acceptable, but special allowance should be made to accept
    # valid ACKs, URGs, and RSTs": of a segment that begins at RCV.NXT only the text and the FIN are refused.
    if seq != rcv_nxt and not rcv_nxt < seq < rcv_nxt + rcv_wnd:
        ends_inside = seq < rcv_nxt < seq + length <= rcv_nxt + rcv_wnd
        if not ends_inside and not _answers_probe(tcb, arrival):
            _refuse(tcb, arrival)
            return _DONE
    if seq < rcv_nxt or length > rcv_wnd - (seq - rcv_nxt):
        _trim(tcb, arrival)
    return _GO_ON


def check_rst(tcb: Tcb, arrival: Arrival) -> bool:
    """Second: RFC 5961 3.2 believes only a reset that has the very next number."""
    if not arrival.flags & RST:
        return _GO_ON
    if tcb.state is State.TIME_WAIT and tcb.settings.rfc1337:
        # RFC 1337 3, fix (F1): "Ignore RST segments in TIME-WAIT state."
        arrival.effects.append(Ignored(Why(rules.RST_IN_TIME_WAIT, seq=arrival.segment.seq)))
        return _DONE
    if arrival.seq != tcb.rcv_nxt:
        challenge(tcb, arrival, Why(rules.CHALLENGE_RST, seq=arrival.segment.seq))
        return _DONE
    state = tcb.state
    if state is _SYN_RECEIVED and tcb.is_passive:
        # "If this connection was initiated with a passive OPEN (i.e., came from the LISTEN state), then return this
        # connection to LISTEN state and return. The user need not be informed."
        return_to_listen(tcb, Why(rules.RESET_TO_LISTEN), arrival.effects)
    elif state is _SYN_RECEIVED:
        end(tcb, Why(rules.REFUSED), arrival.effects, "ECONNREFUSED")
    elif state is State.TIME_WAIT:
        end(tcb, Why(rules.TIME_WAIT_ASSASSINATED), arrival.effects)
    else:
        # As Linux has it. In CLOSING and LAST-ACK, too, the program learns that its last words may never have arrived.
        # What was written after the other end's FIN finds a broken pipe; a program that has shut down writes no more,
        # so that Linux calls it LAST-ACK even while its FIN waits to be sent.
        is_broken = state is State.CLOSE_WAIT and not tcb.is_done
        end(tcb, Why(rules.RESET), arrival.effects, "EPIPE" if is_broken else "ECONNRESET")
    return _DONE


def check_syn(tcb: Tcb, arrival: Arrival) -> bool:
    """Fourth: a SYN has no business here; the first step has answered it in an open connection."""
    if not arrival.flags & SYN:
        return _GO_ON
    if tcb.is_passive:
        # "If the connection was initiated with a passive OPEN, then return this connection to the LISTEN state"
        return_to_listen(tcb, Why(rules.SYN_RETURNS_TO_LISTEN, seq=arrival.segment.seq), arrival.effects)
    else:
        challenge(tcb, arrival, Why(rules.CHALLENGE_SYN, seq=arrival.segment.seq))
    return _DONE


def check_ack(tcb: Tcb, arrival: Arrival) -> bool:
    """Fifth: what does it acknowledge?"""
    if not arrival.flags & ACK:
        arrival.effects.append(_WITHOUT_ACK)
        return _DONE
    ack, una = arrival.ack, tcb.snd_una
    state = tcb.state
    if state is _SYN_RECEIVED:
        return _establish(tcb, arrival)
    if not una - tcb.max_snd_wnd <= ack <= tcb.snd_max:
        # RFC 5961 5.2: "(SND.UNA - MAX.SND.WND) <= SEG.ACK <= SND.NXT"
        rule = data_rules.ACK_OF_UNSENT if ack > una else data_rules.ACK_TOO_OLD
        challenge(tcb, arrival, Why(rule, ack=arrival.segment.ack))
        return _DONE
    remember_timestamp(tcb, arrival)
    if state is State.TIME_WAIT:
        return _answer_in_time_wait(tcb, arrival)
    if una == tcb.iss and ack > una:
        take_handshake(tcb, arrival)  # CLOSE was called in SYN-RECEIVED
    take_acknowledgment(tcb, arrival)
    if tcb.is_done:
        return _check_fin_acknowledged(tcb, arrival)
    return _GO_ON


def check_urg(tcb: Tcb, arrival: Arrival) -> bool:
    """Sixth: urgent data is read with the rest, in its place (as RFC 6093 6 recommends); the program is not told."""
    if arrival.flags & URG and tcb.state in _HEARING:
        arrival.effects.append(_URGENT)
    return _GO_ON


def process_text(tcb: Tcb, arrival: Arrival) -> bool:
    """Seventh: the data."""
    if not (arrival.payload or tcb.reassembly.octets):
        return _GO_ON
    if tcb.state not in _HEARING:
        # "This should not occur since a FIN has been received from the remote side. Ignore the segment text."
        return _GO_ON
    if tcb.is_closed and arrival.payload:
        # RFC 9293 3.6.1: "if new data is received after CLOSE is called, its TCP implementation SHOULD send a RST to
        # show that data was lost"
        why = Why(rules.DATA_AFTER_CLOSE, octets=len(arrival.payload))
        arrival.effects.append(reset(tcb, arrival.ack, why, arrival.now))
        end(tcb, why, arrival.effects)
        return _DONE
    if tcb.ecn and arrival.payload:
        hear_of_congestion(tcb, arrival)
    take_text(tcb, arrival)
    return _GO_ON


def check_fin(tcb: Tcb, arrival: Arrival) -> bool:
    """Eighth: the other end has no more to send, once everything before its FIN has come."""
    if arrival.flags & FIN and tcb.rcv_fin is None:
        tcb.rcv_fin = arrival.seq + len(arrival.payload)
    if tcb.rcv_fin is None or tcb.rcv_fin != tcb.rcv_nxt:
        tcb.ack_now = tcb.ack_now or bool(arrival.flags & FIN)  # it came out of order (RFC 5681 4.2)
        return _GO_ON
    # "advance RCV.NXT over the FIN, and send an acknowledgment for the FIN"
    tcb.rcv_nxt += 1
    tcb.rcv_wnd -= 1
    why = Why(rules.FIN_RECEIVED_AFTER_CLOSE) if tcb.is_closed else Why(rules.FIN_RECEIVED)
    if tcb.state is State.ESTABLISHED:
        # A program that closes as soon as it is woken lets the ACK ride on its FIN, where ACKs may wait at all; not so
        # where a gap before it was filled.
        if tcb.settings.delayed_ack and arrival.flags & FIN:
            tcb.ack_at = arrival.now + _WAKING
        else:
            tcb.ack_now = True
        arrival.effects.append(tcb.move(State.CLOSE_WAIT, why))
        return _GO_ON
    tcb.ack_now = True
    match tcb.state:
        case State.FIN_WAIT_1:
            # "If our FIN has been ACKed (perhaps in this segment), then enter TIME-WAIT, start the time-wait timer,
            # turn off the other timers; otherwise, enter the CLOSING state."
            if tcb.snd_una > tcb.queue.end:
                enter_time_wait(tcb, why, arrival.now, arrival.effects)
            else:
                arrival.effects.append(tcb.move(State.CLOSING, why))
        case State.FIN_WAIT_2:
            enter_time_wait(tcb, why, arrival.now, arrival.effects)
    return _GO_ON


def may_reopen(tcb: Tcb, segment: Tcp) -> bool:
    """Whether a new SYN may end TIME-WAIT and go to the listener (RFC 9293 3.6.1 MAY-2, RFC 6191 2).

    If so call ``reopen``, and then give the segment to the listener with an ``iss`` above ``tcb.snd_nxt``.
    """
    if tcb.state is not State.TIME_WAIT or segment.flags & (SYN | ACK | RST) != SYN:
        return False
    timestamps = read(segment.options).timestamps
    if timestamps is not None and tcb.settings.timestamps:
        if not tcb.timestamps:
            return True
        if timestamps[0] != tcb.ts_recent:
            return is_newer(tcb, timestamps)
    return near(tcb.rcv_nxt, segment.seq) > tcb.rcv_nxt


def reopen(tcb: Tcb, segment: Tcp) -> Effects:
    """TIME-WAIT ends because of a new SYN."""
    effects: Effects = []
    end(tcb, Why(rules.TIME_WAIT_REOPENED, seq=segment.seq), effects)
    return effects


def _repeats_syn(tcb: Tcb, arrival: Arrival) -> bool:
    """The other end's SYN comes again in SYN-RECEIVED. Whether that is all there is to it.

    RFC 9293 A.2: by the acceptability test alone, the ACK of a SYN that crosses this end's would be lost (figure 7).
    """
    if arrival.flags & ACK:
        skip_syn(arrival)
        return False
    # "an acknowledgment should be sent in reply": the SYN,ACK itself, since it must have been lost.
    if arrival.flags & (ECE | CWR) != ECE | CWR:
        tcb.ecn = False  # RFC 3168 6.1.1: who sent a SYN without ECN will not take part
    tcb.rtt.resent()
    tcb.is_ambiguous = True
    send_syn(tcb, Why(rules.SYN_AGAIN, irs=tcb.irs), arrival.now, arrival.effects)
    return True


def _answers_probe(tcb: Tcb, arrival: Arrival) -> bool:
    """Whether an ACK that is one number late is for a probe: its sender does not know yet that its own was taken.

    RFC 9293 A.2: of two ends that probe each other at the same moment, neither would ever take the other's ACK.
    """
    is_late_ack = not arrival.length and arrival.seq == tcb.rcv_nxt - 1 and arrival.flags & ACK
    return bool(is_late_ack) and tcb.snd_nxt < arrival.ack <= tcb.snd_max


def _is_reset_outside(tcb: Tcb, arrival: Arrival) -> bool:
    """RFC 5961 3.2 (1): "If the RST bit is set and the sequence number is outside the current receive window, silently
    drop the segment". Only SEG.SEQ counts, however long the text is that comes with it.
    """
    if 0 <= arrival.seq - tcb.rcv_nxt < max(tcb.rcv_wnd, 1):
        return _GO_ON
    arrival.effects.append(Ignored(Why(rules.RST_OUTSIDE_WINDOW, seq=arrival.segment.seq)))
    return _DONE


def _refuse(tcb: Tcb, arrival: Arrival) -> None:
    """ "If an incoming segment is not acceptable, an acknowledgment should be sent in reply"."""
    segment = arrival.segment
    if tcb.state is State.TIME_WAIT and arrival.flags & FIN:
        # "The only thing that can arrive in this state is a retransmission of the remote FIN. Acknowledge it, and
        # restart the 2 MSL timeout."
        restart_time_wait(tcb, arrival.now, arrival.effects)
    if arrival.seq < tcb.rcv_nxt:
        why = Why(data_rules.OLD_SEGMENT, seq=segment.seq, length=arrival.length)
    else:
        why = Why(data_rules.OUTSIDE_WINDOW, seq=segment.seq, length=arrival.length, window=tcb.rcv_wnd)
    acknowledge_unacceptable(tcb, arrival, why)


def _trim(tcb: Tcb, arrival: Arrival) -> None:
    """ "trimming off any portions that lie outside the window (including SYN and FIN)": what was there is answered."""
    tcb.ack_now = True
    old = tcb.rcv_nxt - arrival.seq
    if old > 0:
        note_duplicate(tcb, arrival.seq, tcb.rcv_nxt)
        arrival.payload = arrival.payload[old:]
        arrival.seq += old
        arrival.effects.append(Noted(RECEIVING, Why(data_rules.PARTLY_OLD, octets=old)))
    room = tcb.rcv_nxt + tcb.rcv_wnd - arrival.seq
    beyond = arrival.length - room
    if beyond > 0:
        if arrival.flags & FIN:
            arrival.flags &= ~FIN
        arrival.payload = arrival.payload[:room]
        arrival.effects.append(Noted(RECEIVING, Why(data_rules.BEYOND_WINDOW, octets=beyond, window=tcb.rcv_wnd)))


def _establish(tcb: Tcb, arrival: Arrival) -> bool:
    """SYN-RECEIVED: "If SND.UNA < SEG.ACK =< SND.NXT, then enter ESTABLISHED state and continue processing"."""
    effects = arrival.effects
    if not tcb.snd_una < arrival.ack <= tcb.snd_max:
        # "If the segment acknowledgment is not acceptable, form a reset segment <SEQ=SEG.ACK><CTL=RST> and send it."
        why = Why(rules.ACK_OF_OTHER_SYN, ack=arrival.segment.ack)
        effects += [Ignored(why), reset(tcb, arrival.ack, why, arrival.now)]
        return _DONE
    if tcb.is_passive and tcb.retransmissions < tcb.deferrals and not arrival.length and not tcb.reassembly.octets:
        # tcp(7): TCP_DEFER_ACCEPT lets "a listener be awakened only when data arrives on the socket".
        tcb.was_deferred = True
        effects.append(Ignored(Why(rules.ACCEPT_DEFERRED)))
        return _DONE
    remember_timestamp(tcb, arrival)
    take_handshake(tcb, arrival)
    why = Why(rules.ESTABLISHED, ack=tcb.snd_una)
    effects.append(tcb.move(State.ESTABLISHED, why))
    if tcb.is_done:
        # RFC 9293 3.10.4: a CLOSE in SYN-RECEIVED that came after a SEND was queued until now.
        effects.append(tcb.move(State.FIN_WAIT_1, Why(rules.CLOSE)))
    return _GO_ON


def _answer_in_time_wait(tcb: Tcb, arrival: Arrival) -> bool:
    """TIME-WAIT: both ends have said all, so that only an empty ACK with the very next number says nothing new.

    RFC 9293 3.10.7.4, fifth step: "Acknowledge it, and restart the 2 MSL timeout", where a FIN comes. Linux and FreeBSD
    answer all else that lies in the window, too.
    """
    if not arrival.length and arrival.seq == tcb.rcv_nxt:
        return _DONE
    if arrival.flags & FIN:
        restart_time_wait(tcb, arrival.now, arrival.effects)
    acknowledge_unacceptable(tcb, arrival, Why(rules.TIME_WAIT_ANSWERED, seq=arrival.segment.seq))
    return _DONE


def _check_fin_acknowledged(tcb: Tcb, arrival: Arrival) -> bool:
    """The fifth step of the states in which this end's FIN is on its way."""
    if tcb.snd_una <= tcb.queue.end:
        return _GO_ON
    effects = arrival.effects
    match tcb.state:
        case State.FIN_WAIT_1:
            # With the other end's FIN in the same segment, the eighth step goes straight on to TIME-WAIT.
            if not (arrival.flags & FIN and arrival.seq == tcb.rcv_nxt):
                effects.append(tcb.move(State.FIN_WAIT_2, Why(rules.FIN_ACKNOWLEDGED)))
                limit_fin_wait_2(tcb, arrival.now)
        case State.CLOSING:
            enter_time_wait(tcb, Why(rules.FIN_ACKNOWLEDGED), arrival.now, effects)
        case State.LAST_ACK:
            end(tcb, Why(rules.LAST_ACK_RECEIVED), effects)
            return _DONE
    return _GO_ON


_Steps = tuple[Callable[[Tcb, Arrival], bool], ...]
_FROM_SIXTH: _Steps = (check_urg, process_text, check_fin)
_STEPS: _Steps = (check_sequence, check_rst, check_syn, check_ack, *_FROM_SIXTH)
