"""A segment that fits no connection: for nobody, or for a listener (RFC 9293 3.10.7.1 and 3.10.7.2)."""

from sim.transport.tcp import data_rules, rules
from sim.transport.tcp.machine.acknowledge import set_window
from sim.transport.tcp.machine.arrival import Arrival, keep_for_later, send_syn, take_syn
from sim.transport.tcp.machine.effects import Effects, Ignored, Transmit
from sim.transport.tcp.machine.rows import Endpoints
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import ACK, RST, SEQUENCE_MASK, SYN, Tcp
from sim.why import Why


def closed(segment: Tcp) -> Transmit | Ignored:
    """CLOSED (3.10.7.1): everything but a RST is answered with one."""
    if segment.flags & RST:
        return Ignored(Why(rules.RST_FOR_NOBODY, local_port=segment.dst_port))
    why = Why(rules.NOBODY_LISTENS, local_port=segment.dst_port)
    if segment.flags & ACK:
        return _reset(segment, segment.ack, 0, RST, why)
    return _reset(segment, 0, segment.seq + segment.sequence_length & SEQUENCE_MASK, RST | ACK, why)


def segment_arrives(
    listener: Tcb, segment: Tcp, endpoints: Endpoints, iss: int, mtu: int, now: int, path_mtu: int | None = None
) -> tuple[Tcb | None, Effects]:
    """LISTEN (3.10.7.2). A SYN makes a connection of its own, between ``endpoints``, with its effects; the listener
    stays. The new one is SYN-RECEIVED (``Moved`` from LISTEN), and ready to be accepted when it moves to ESTABLISHED.
    If it is reset before, it moves back to LISTEN and ends. A full backlog is the node's affair.
    """
    # "First, check for a RST: ... An incoming RST should be ignored."
    if segment.flags & RST:
        return None, [Ignored(Why(rules.RST_FOR_LISTENER, local_port=segment.dst_port))]
    # "Second, check for an ACK: Any acknowledgment is bad if it arrives on a connection still in the LISTEN state."
    if segment.flags & ACK:
        why = Why(rules.ACK_FOR_LISTENER, local_port=segment.dst_port)
        return None, [Ignored(why), _reset(segment, segment.ack, 0, RST, why)]
    # "Fourth, other data or control: ... Drop the segment and return."
    if not segment.flags & SYN:
        return None, [Ignored(Why(data_rules.WITHOUT_ACK))]
    # "Third, check for a SYN"
    return _begin(listener, segment, endpoints, iss, mtu, path_mtu, now)


def _begin(
    listener: Tcb, segment: Tcp, endpoints: Endpoints, iss: int, mtu: int, path_mtu: int | None, now: int
) -> tuple[Tcb, Effects]:
    """ "Set RCV.NXT to SEG.SEQ+1, IRS is set to SEG.SEQ ... ISS should be selected and a SYN segment sent"."""
    tcb = Tcb(endpoints, listener.settings, iss, mtu, path_mtu)
    tcb.nagle, tcb.keepalive, tcb.deferrals = listener.nagle, listener.keepalive, listener.deferrals
    tcb.is_passive = True
    tcb.state = State.LISTEN
    arrival = Arrival(tcb, segment, now, is_marked=False)
    take_syn(tcb, arrival)
    why = Why(rules.SYN_RECEIVED, irs=tcb.irs, iss=iss)
    effects = arrival.effects
    effects.append(tcb.move(State.SYN_RECEIVED, why))
    set_window(tcb, arrival)
    send_syn(tcb, why, now, effects)
    keep_for_later(tcb, arrival)
    return tcb, effects


def _reset(segment: Tcp, seq: int, ack: int, flags: int, why: Why) -> Transmit:
    return Transmit(Tcp(segment.dst_port, segment.src_port, seq, ack, flags, 0), why, dont_fragment=True)
