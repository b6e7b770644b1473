"""Tail loss probe: the end of what was sent is asked about before the retransmission timer (TLP, RFC 8985 7)."""

from sim.transport.tcp.machine.effects import Effects, Noted
from sim.transport.tcp.machine.rows import SENDING
from sim.transport.tcp.machine.tcb import Tcb

_MAX_ACK_DELAY = 200_000_000
"""TLP.max_ack_delay: how long the other end's ACK of a segment's worth of data may wait (ns)."""
_UNMEASURED = 1_000_000_000
"""PTO before there was a measurement (ns)."""
_SLACK = 2_000_000
"""What the hosts themselves may take, as Linux has it (TCP_TIMEOUT_MIN, two ticks of its clock; ns)."""


def arm(tcb: Tcb, now: int) -> None:
    """Schedule a probe where one may be needed (7.2); else there is none."""
    recovery = tcb.recovery
    if recovery.rack is None or not tcb.settings.tail_loss_probe:
        return
    una, nxt, srtt = tcb.snd_una, tcb.snd_nxt, tcb.rtt.srtt
    tcb.probe_for = una
    if una == nxt or not recovery.is_calm or recovery.waits_for_timer or tcb.tlp_end is not None or not tcb.snd_wnd:
        tcb.probe_at = None
        return
    # "If FlightSize is one segment: PTO += TLP.max_ack_delay"; FlightSize counts octets (RFC 5681 2)
    is_one = len(recovery.rack.segments) == 1 or nxt - una <= tcb.smss
    allowed = _MAX_ACK_DELAY if is_one else _SLACK
    pto = _UNMEASURED if srtt is None else 2 * srtt + allowed
    due = now + pto
    at = tcb.retransmit_at
    tcb.probe_at = due if at is None or due < at else at


def may_send(tcb: Tcb) -> bool:
    """The two conditions of 7.3: no other probe is under way, and the round trip was measured since the last one."""
    return tcb.tlp_end is None and tcb.rtt.samples > tcb.tlp_samples


def heard(tcb: Tcb, ack: int, is_needless: bool, effects: Effects) -> None:
    """TLP_process_ack(): whether the probe repaired a loss, which is congestion (7.4.2).

    ``is_needless``: the ACK says that the probe came a second time, by a D-SACK that ends where the probe does, or as a
    duplicate ACK without any SACK option.
    """
    end = tcb.tlp_end
    if end is None or ack < end:
        return
    if not tcb.tlp_is_retrans or is_needless:
        tcb.tlp_end = None
    elif ack > end:
        tcb.tlp_end = None
        for why in tcb.recovery.repaired_by_probe(tcb.snd_una, tcb.snd_nxt):
            effects.append(Noted(SENDING, why))
