"""What becomes of packets on their links and at the devices that they come to."""

from sim.trace.nearest import SENT, nearest
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace

_ENDS = frozenset({Kind.FRAME_DUPLICATED, Kind.FRAME_DAMAGED, Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED})
"""What becomes of a frame on its link and at the port behind it."""
RECEIVED = frozenset({Kind.FRAME_RECEIVED})

Fate = tuple[object, ...]
"""One of the things that became of a packet: the record's kind, place and rule."""


def fates(trace: Trace, begin: int) -> dict[int, list[Fate]]:
    """What became of packets from record ``begin`` on, by the records with which they leave."""
    found: dict[int, list[Fate]] = {}
    sent, received = nearest(trace, SENT), nearest(trace, RECEIVED)
    for n, kind in enumerate(trace.kind[begin:], begin):
        if kind in _ENDS:
            packet = sent.of(n)
        elif kind == Kind.PACKET_DROPPED:
            # Only what a device does with a packet as it comes in: much later, a packet is not what is dropped.
            came = received.of(n)
            packet = sent.of(came) if came != NO_CAUSE and trace.at[came] == trace.at[n] else NO_CAUSE
        else:
            continue
        if packet != NO_CAUSE:
            rule = "" if kind == Kind.FRAME_RECEIVED else trace.why[n].rule.id
            found.setdefault(packet, []).append((kind, trace.spots[trace.spot[n]], rule))
    return found


def parts(one: list[Fate] | None, other: list[Fate] | None) -> bool:
    """Whether two fates differ; of a packet that was still on its way at the end of a run, nobody can tell."""
    return one is not None and other is not None and one != other
