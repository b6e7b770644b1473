"""What two ends agree on in their SYNs (RFC 9293 3.7.1, RFC 7323 2 and 3, RFC 2018 2)."""

from sim.transport.tcp.machine.arrival import Arrival
from sim.transport.tcp.machine.effects import Effects, Transmit
from sim.transport.tcp.machine.segments import syn
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import LARGEST_SCALE
from sim.transport.tcp.pdu import FIN, SYN
from sim.why import Why


def take_syn(tcb: Tcb, arrival: Arrival) -> None:
    """Set RCV.NXT and IRS by a SYN, and settle what its options offer together with what this end offered."""
    options = arrival.options
    arrival.seq = tcb.irs = arrival.segment.seq
    tcb.rcv_nxt = tcb.last_ack_sent = arrival.seq + 1
    if tcb.is_scaling and options.window_scale is not None:
        tcb.snd_scale = min(options.window_scale, LARGEST_SCALE)
    else:
        tcb.is_scaling = False
        tcb.rcv_scale = 0
    tcb.sack = tcb.sack and options.sack_permitted
    tcb.timestamps = tcb.timestamps and options.timestamps is not None
    if tcb.timestamps and options.timestamps is not None:
        tcb.ts_recent = options.timestamps[0]
        tcb.ts_recent_at = arrival.now
    tcb.agree_mss(options.mss)


def skip_syn(arrival: Arrival) -> None:
    """What is left of the segment begins behind its SYN."""
    arrival.seq += 1
    arrival.flags &= ~SYN


def keep_for_later(tcb: Tcb, arrival: Arrival) -> None:
    """RFC 9293 3.10.7.2: "any other control or text should be queued for processing later"."""
    if arrival.payload:
        tcb.reassembly.add(arrival.seq + 1, arrival.payload, tcb.rcv_nxt, tcb.rcv_nxt + tcb.rcv_wnd)
    if arrival.flags & FIN and len(arrival.payload) <= tcb.rcv_wnd:
        tcb.rcv_fin = arrival.seq + 1 + len(arrival.payload)


def send_syn(tcb: Tcb, why: Why, now: int, effects: Effects) -> None:
    """The SYN leaves, with an ACK where the other end's is known; it is timed and sent again until acknowledged."""
    effects.append(Transmit(syn(tcb, now), why, tcb.dont_fragment))
    tcb.snd_nxt = tcb.snd_max = max(tcb.snd_nxt, tcb.iss + 1)  # a FIN may have left, if CLOSE came in SYN-RECEIVED
    if not tcb.is_ambiguous:
        tcb.rtt.sent(tcb.snd_nxt, now)
    tcb.retransmit_at = now + tcb.rtt.rto
