"""A segment arrives in SYN-SENT (RFC 9293 3.10.7.3). There is no third step: see ``arrive``."""

from sim.transport.tcp import rules
from sim.transport.tcp.machine.acknowledge import set_window, take_handshake
from sim.transport.tcp.machine.arrival import Arrival, end, keep_for_later, send_syn, skip_syn, take_syn
from sim.transport.tcp.machine.effects import Ignored
from sim.transport.tcp.machine.segments import reset
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import ACK, RST, SYN
from sim.why import Why

_LONGEST_DELAY = 200_000_000
"""How long the third segment of the handshake waits for data where TCP_DEFER_ACCEPT is set (ns)."""


def segment_arrives(tcb: Tcb, arrival: Arrival) -> bool:
    """Whether the segment is done with; if not, processing continues at the sixth step of 3.10.7.4."""
    return check_ack(tcb, arrival) or check_rst(tcb, arrival) or check_syn(tcb, arrival)


def check_ack(tcb: Tcb, arrival: Arrival) -> bool:
    """First: "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset (unless the RST bit is set ...)"."""
    if not arrival.flags & ACK or tcb.iss < arrival.ack <= tcb.snd_nxt:
        return False
    if arrival.flags & RST:
        arrival.effects.append(Ignored(Why(rules.RST_FOR_OTHER_SYN, ack=arrival.segment.ack)))
        return True
    # SEQ=SEG.ACK makes it believable to whoever thinks that this connection is open.
    why = Why(rules.ACK_OF_OTHER_SYN, ack=arrival.segment.ack)
    arrival.effects += [Ignored(why), reset(tcb, arrival.ack, why, arrival.now)]
    return True


def check_rst(tcb: Tcb, arrival: Arrival) -> bool:
    """Second: "If the ACK was acceptable, then signal to the user "error: connection reset""."""
    if not arrival.flags & RST:
        return False
    if arrival.flags & ACK:
        end(tcb, Why(rules.REFUSED), arrival.effects, "ECONNREFUSED")
    else:
        arrival.effects.append(Ignored(Why(rules.RST_WITHOUT_ACK)))
    return True


def check_syn(tcb: Tcb, arrival: Arrival) -> bool:
    """Fourth: the other end's SYN, which acknowledges this one's or crosses it; fifth: nothing else counts here."""
    effects = arrival.effects
    if not arrival.flags & SYN:
        effects.append(Ignored(Why(rules.NOT_SYNCHRONIZED)))
        return True
    take_syn(tcb, arrival)
    if arrival.flags & ACK:
        take_handshake(tcb, arrival)
        effects.append(tcb.move(State.ESTABLISHED, Why(rules.SYN_ACKNOWLEDGED, irs=tcb.irs, ack=tcb.snd_una)))
        if tcb.deferrals:
            tcb.ack_at = arrival.now + _LONGEST_DELAY  # as on Linux: it rides on the data that is to come
        else:
            tcb.ack_now = True
        skip_syn(arrival)
        return False
    why = Why(rules.SIMULTANEOUS_OPEN, irs=tcb.irs)
    effects.append(tcb.move(State.SYN_RECEIVED, why))
    set_window(tcb, arrival)
    send_syn(tcb, why, arrival.now, effects)
    keep_for_later(tcb, arrival)
    return True
