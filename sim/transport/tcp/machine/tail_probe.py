"""Tail loss probe: the end of what was sent is asked about before the retransmission timer (TLP, RFC 8985 7)."""

from sim.transport.tcp.machine.effects import Effects, Noted
from sim.transport.tcp.machine.rows import SENDING
from sim.transport.tcp.machine.tcb import Tcb

_MAX_ACK_DELAY = 200_000_000
"""TLP.max_ack_delay: how long the other end's ACK of less than two segments may wait (ns)."""
_SLACK = 2_000_000
"""What the hosts themselves may take, as Linux has it (TCP_TIMEOUT_MIN, two ticks of its clock; ns)."""


def arm(tcb: Tcb, now: int) -> None:
    """Schedule a probe where one may be needed (7.2); else there is none."""
    recovery = tcb.recovery
    if recovery.rack is None or not tcb.settings.tail_loss_probe:
        return
    una, nxt, srtt = tcb.snd_una, tcb.snd_nxt, tcb.rtt.srtt
    tcb.probe_for = una
    if una == nxt or srtt is None or not recovery.is_calm or tcb.tlp_end is not None or not tcb.snd_wnd:
        tcb.probe_at = None
        return
    # "If FlightSize is one segment", or too little for the other end to acknowledge it at once
    pto = 2 * srtt + (_MAX_ACK_DELAY if nxt - una < 2 * tcb.smss else _SLACK)
    due = now + pto
    at = tcb.retransmit_at
    tcb.probe_at = due if at is None or due < at else at


def heard(tcb: Tcb, ack: int, is_duplicate: bool, effects: Effects) -> None:
    """TLP_process_ack(): whether the probe repaired a loss, which is congestion (7.4)."""
    end = tcb.tlp_end
    if end is None or ack < end:
        return
    if not tcb.tlp_is_retrans or is_duplicate:
        tcb.tlp_end = None
    elif ack > end:
        tcb.tlp_end = None
        for why in tcb.recovery.repaired_by_probe(tcb.snd_una, tcb.snd_nxt):
            effects.append(Noted(SENDING, why))
