"""Header prediction: the two segments that a transfer is made of, taken in without asking each step (Jacobson 1990).

In ESTABLISHED, where nothing is missing either way, the next segment is most likely the next data, acknowledging
nothing new, or an acknowledgment of more, without data; its only option is timestamps. For these the steps of RFC 9293
3.10.7.4 have nothing to object to, and what is left of them is done here, by the functions that they call too; for all
others they are asked. A test holds that both ways come to the same.
"""

from sim.transport.tcp.machine.acknowledge import advance
from sim.transport.tcp.machine.arrival import is_newer, set_timestamp, take_in_order
from sim.transport.tcp.machine.effects import Effects
from sim.transport.tcp.machine.output import output
from sim.transport.tcp.machine.segments import near
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tail_probe import heard as heard_of_tail_probe
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import NONE
from sim.transport.tcp.pdu import ACK, PSH, SEQUENCE_MASK, Tcp

_ESTABLISHED = State.ESTABLISHED
_PUSHED = ACK | PSH
_TIMESTAMPS_ALONE = NONE[:-1]


def take_predicted(tcb: Tcb, segment: Tcp, now: int) -> Effects | None:
    """The effects of the segment, or ``None`` where it is another one than predicted and nothing was done."""
    payload = segment.payload
    rcv_nxt, una = tcb.rcv_nxt, tcb.snd_una
    if (
        tcb.state is not _ESTABLISHED
        or segment.flags | PSH != _PUSHED
        or segment.seq != rcv_nxt & SEQUENCE_MASK
        or segment.window << tcb.snd_scale != tcb.snd_wnd
        or len(payload) > tcb.rcv_wnd
        or tcb.reassembly.octets
        or tcb.rcv_fin is not None
        or tcb.persist_at is not None
    ):
        return None
    options = tcb.read_options(segment.options) if segment.options else NONE
    timestamps = options.timestamps
    if options is not NONE and (timestamps is None or options[:-1] != _TIMESTAMPS_ALONE):
        return None  # what else an option may say, the steps read
    if tcb.timestamps and (timestamps is None or not is_newer(tcb, timestamps)):
        return None
    ack = una if segment.ack == una & SEQUENCE_MASK else near(una, segment.ack)
    if payload:
        if ack != una:
            return None
    elif not una < ack <= tcb.snd_nxt or tcb.is_ambiguous or not tcb.recovery.is_calm:
        return None

    effects: Effects = []
    tcb.heard_at = now
    tcb.keepalive_sent = 0
    if timestamps is not None and tcb.timestamps and rcv_nxt <= tcb.last_ack_sent:
        set_timestamp(tcb, timestamps, now)
    if not payload:
        tcb.rtt.acknowledged(ack, now)
        advance(tcb, ack, (), now, effects, timestamps)
        if tcb.tlp_end is not None:
            heard_of_tail_probe(tcb, ack, False, effects)
    tcb.snd_wl1 = max(rcv_nxt, tcb.snd_wl1)
    if payload:
        take_in_order(tcb, payload, now, effects)
    output(tcb, now, effects)
    return effects
