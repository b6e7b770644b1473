"""What becomes of data: read, or kept until the gap before it is filled; and when it is acknowledged (seventh step)."""

from sim.transport.tcp import data_rules
from sim.transport.tcp.machine.arrival import Arrival
from sim.transport.tcp.machine.effects import Effects, Noted
from sim.transport.tcp.machine.rows import RECEIVING
from sim.transport.tcp.machine.tcb import Tcb
from sim.why import Why

_IN_ORDER = Noted(RECEIVING, Why(data_rules.IN_ORDER))
_OUT_OF_ORDER = Noted(RECEIVING, Why(data_rules.OUT_OF_ORDER))
_GAP_FILLED = Noted(RECEIVING, Why(data_rules.GAP_FILLED))


def take_text(tcb: Tcb, arrival: Arrival) -> None:
    """Deliver what is next, keep what is not; the segment lies in the window."""
    payload, rcv_nxt = arrival.payload, tcb.rcv_nxt
    length = len(payload)
    if arrival.seq == rcv_nxt and not tcb.reassembly.octets:
        take_in_order(tcb, payload, arrival.now, arrival.effects)
        return
    if length:
        tcb.reassembly.add(arrival.seq, payload, rcv_nxt, rcv_nxt + tcb.rcv_wnd)
        # RFC 5681 4.2: "an immediate duplicate ACK when an out-of-order segment arrives", and "when the incoming
        # segment fills in all or part of a gap in the sequence space"
        tcb.ack_now = True
    octets = tcb.reassembly.take(rcv_nxt)
    if octets:
        tcb.inbox += octets
        tcb.rcv_nxt = rcv_nxt + len(octets)
        tcb.rcv_wnd -= len(octets)
        tcb.ack_now = True
        arrival.effects.append(_GAP_FILLED)
    elif length:
        arrival.effects.append(_OUT_OF_ORDER)


def take_in_order(tcb: Tcb, payload: bytes, now: int, effects: Effects) -> None:
    """Deliver octets that begin at RCV.NXT, where none wait behind a gap."""
    length = len(payload)
    tcb.inbox += payload
    tcb.rcv_nxt += length
    tcb.rcv_wnd -= length
    effects.append(_IN_ORDER)
    tcb.full_segment = length if length > tcb.full_segment else tcb.full_segment
    _acknowledge_later(tcb, now)


def _acknowledge_later(tcb: Tcb, now: int) -> None:
    """RFC 9293 3.8.6.3: "An ACK SHOULD be generated for at least every second full-sized segment"."""
    delay = tcb.settings.delayed_ack
    if not delay or tcb.rcv_nxt - tcb.last_ack_sent >= 2 * tcb.full_segment:
        tcb.ack_now = True
    elif tcb.ack_at is None:
        tcb.ack_at = now + delay
