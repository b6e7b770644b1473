"""Timestamps: protection against wrapped sequence numbers, and which one is echoed (RFC 7323 4.3 and 5.3)."""

from sim.transport.tcp import data_rules
from sim.transport.tcp.machine.arrival import Arrival
from sim.transport.tcp.machine.challenge import acknowledge_unacceptable
from sim.transport.tcp.machine.effects import Ignored
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import SEQUENCE_MASK, SYN
from sim.why import Why

_OUTDATED = 24 * 86_400_000_000_000
"""RFC 7323 5.5: TS.Recent says nothing any more after a connection was idle for 24 days (ns)."""
_HALF = 1 << 31


def check_timestamps(tcb: Tcb, arrival: Arrival) -> bool:
    """Whether the segment is done with: it is older than one before (RFC 7323 5.3 R1), or has no timestamp."""
    timestamps = arrival.options.timestamps
    if timestamps is None and arrival.flags & SYN:
        return False  # of somebody who has restarted: RFC 5961 4.2 wants it answered
    if timestamps is None:
        # RFC 7323 3.2: "If a non-<RST> segment is received without a TSopt, a TCP SHOULD silently drop the segment."
        arrival.effects.append(Ignored(Why(data_rules.TIMESTAMP_MISSING)))
        return True
    if is_newer(tcb, timestamps) or arrival.now - tcb.ts_recent_at > _OUTDATED:
        return False
    why = Why(data_rules.TIMESTAMP_OLD, value=timestamps[0], recent=tcb.ts_recent)
    acknowledge_unacceptable(tcb, arrival, why)
    return True


def is_newer(tcb: Tcb, timestamps: tuple[int, int]) -> bool:
    """Whether a segment's timestamp is not older than TS.Recent (RFC 7323 5.2)."""
    return (timestamps[0] - tcb.ts_recent) & SEQUENCE_MASK < _HALF


def remember_timestamp(tcb: Tcb, timestamps: tuple[int, int], now: int) -> None:
    """RFC 7323 4.3 (2): the one to echo is that of the segment which the last ACK sent was waiting for."""
    tcb.ts_recent = timestamps[0]
    tcb.ts_recent_at = now
