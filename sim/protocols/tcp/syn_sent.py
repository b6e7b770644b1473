"""A segment arrives in SYN-SENT (RFC 9293 3.10.7.3). There is no third step: see ``arrive``."""

from sim.pdu.tcp import ACK, RST, SYN
from sim.protocols.tcp.acknowledge import set_window, take_handshake
from sim.protocols.tcp.arrival import Arrival
from sim.protocols.tcp.closing import end
from sim.protocols.tcp.effects import Ignored
from sim.protocols.tcp.handshake import keep_for_later, send_syn, skip_syn, take_syn
from sim.protocols.tcp.segments import reset
from sim.protocols.tcp.states import State
from sim.protocols.tcp.tcb import Tcb
from sim.why import Why


def segment_arrives(tcb: Tcb, arrival: Arrival) -> bool:
    """Whether the segment is done with; if not, processing continues at the sixth step of 3.10.7.4."""
    return check_ack(tcb, arrival) or check_rst(tcb, arrival) or check_syn(tcb, arrival)


def check_ack(tcb: Tcb, arrival: Arrival) -> bool:
    """First: "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset (unless the RST bit is set ...)"."""
    if not arrival.flags & ACK or tcb.iss < arrival.ack <= tcb.snd_nxt:
        return False
    if arrival.flags & RST:
        arrival.effects.append(Ignored(Why("tcp.rst-for-other-syn", ack=arrival.segment.ack)))
        return True
    # SEQ=SEG.ACK makes it believable to whoever thinks that this connection is open.
    why = Why("tcp.ack-of-other-syn", ack=arrival.segment.ack)
    arrival.effects += [Ignored(why), reset(tcb, arrival.ack, why, arrival.now)]
    return True


def check_rst(tcb: Tcb, arrival: Arrival) -> bool:
    """Second: "If the ACK was acceptable, then signal to the user "error: connection reset""."""
    if not arrival.flags & RST:
        return False
    if arrival.flags & ACK:
        end(tcb, Why("tcp.refused"), arrival.effects, "ECONNREFUSED")
    else:
        arrival.effects.append(Ignored(Why("tcp.rst-without-ack")))
    return True


def check_syn(tcb: Tcb, arrival: Arrival) -> bool:
    """Fourth: the other end's SYN, which acknowledges this one's or crosses it; fifth: nothing else counts here."""
    effects = arrival.effects
    if not arrival.flags & SYN:
        effects.append(Ignored(Why("tcp.not-synchronized")))
        return True
    take_syn(tcb, arrival)
    if arrival.flags & ACK:
        take_handshake(tcb, arrival)
        effects.append(tcb.move(State.ESTABLISHED, Why("tcp.syn-acknowledged", irs=tcb.irs, ack=tcb.snd_una)))
        tcb.ack_now = True
        skip_syn(arrival)
        return False
    why = Why("tcp.simultaneous-open", irs=tcb.irs)
    effects.append(tcb.move(State.SYN_RECEIVED, why))
    set_window(tcb, arrival)
    send_syn(tcb, why, arrival.now, effects)
    keep_for_later(tcb, arrival)
    return True
