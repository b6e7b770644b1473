"""From where the numbers of a TCP connection are counted: the initial sequence numbers of both sides, at any record.

On a link they are learned as tcpdump does: from a SYN,ACK, else from the first segment with an ACK that the link
carries; so what is shown are the numbers that a capture of the link gives. For rows of tables they are the row's own.
"""

from array import array
from bisect import bisect_left
from typing import cast

from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.patterns.pattern import Links
from sim.trace.nearest import nearest
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.transport.tcp.codec import decode_first
from sim.transport.tcp.pdu import ABSOLUTE, ACK, SEQUENCE_MASK, SYN, Origin, Tcp

__all__ = ["ABSOLUTE", "Flows", "Origin"]

_ON_WAY = frozenset({Kind.FRAME_QUEUED, Kind.FRAME_SENT})


class _Origins:
    """The origins of one connection, each with the record from which on it counts."""

    __slots__ = ("origins", "since")

    def __init__(self) -> None:
        self.since = array("i")
        self.origins: list[Origin] = []

    def add(self, n: int, origin: Origin) -> None:
        if not self.origins or self.origins[-1] != origin:
            self.since.append(n)
            self.origins.append(origin)

    def before(self, n: int) -> Origin | None:
        """The origin that the records in front of record ``n`` tell."""
        index = bisect_left(self.since, n) - 1
        return self.origins[index] if index >= 0 else None


class Flows:
    """The TCP connections of a trace, found as it grows."""

    def __init__(self, trace: Trace, links: Links) -> None:
        self._trace = trace
        self._on_way = nearest(trace, _ON_WAY)
        self._ends: dict[tuple[str, str], str] = {end: name for name, ends in links.items() for end in ends}
        self._links = links
        self._on_link: dict[tuple[str, int, int, int, int], _Origins] = {}
        self._seen = 0

    def of_packet(self, n: int) -> Origin:
        """What the numbers of the segment are counted from that record ``n`` is about; as on the wire in a SYN."""
        trace = self._trace
        n = self._on_way.of(n)
        if n == NO_CAUSE:
            return ABSOLUTE
        packet, segment = _segment(trace.what[n])
        if packet is None or segment is None or segment.flags & (SYN | ACK) != ACK:
            return ABSOLUTE
        self._see(n)
        found = self._on_link.get(self._key(n, packet, segment))
        learned = None if found is None else found.before(n)
        if learned is None:
            return ABSOLUTE
        return learned if _is_first(packet, segment) else Origin(learned.ack, learned.seq)

    def _see(self, stop: int) -> None:
        """Look at the records up to number ``stop``, that one not included."""
        trace = self._trace
        for n in range(self._seen, stop):
            if trace.kind[n] == Kind.FRAME_SENT:
                self._see_frame(n)
        self._seen = max(self._seen, stop)

    def _see_frame(self, n: int) -> None:
        packet, segment = _segment(self._trace.what[n])
        if packet is None or segment is None or not segment.flags & ACK:
            return
        key = self._key(n, packet, segment)
        if key not in self._on_link or segment.flags & SYN:
            other = (segment.ack - 1) & SEQUENCE_MASK
            is_first = _is_first(packet, segment)
            learned = Origin(segment.seq, other) if is_first else Origin(other, segment.seq)
            self._on_link.setdefault(key, _Origins()).add(n, learned)

    def _key(self, n: int, packet: IPv4, segment: Tcp) -> tuple[str, int, int, int, int]:
        spot = self._trace.spots[self._trace.spot[n]]
        link = spot.node if spot.node in self._links else self._ends.get(spot, f"{spot.node}:{spot.port}")
        if _is_first(packet, segment):
            return (link, segment.src_port, packet.src, segment.dst_port, packet.dst)
        return (link, segment.dst_port, packet.dst, segment.src_port, packet.src)


def _segment(what: object) -> tuple[IPv4 | None, Tcp | None]:
    """The datagram and segment in a frame, a first fragment's too; ``None`` where it carries no TCP."""
    packet = what.payload if isinstance(what, Ethernet) else None
    if not isinstance(packet, IPv4):
        return None, None
    if isinstance(packet.payload, Tcp):
        return packet, packet.payload
    if packet.protocol == PROTOCOL_TCP and packet.more_fragments and not packet.fragment_offset:
        return packet, decode_first(cast(bytes, packet.payload))
    return None, None


def _is_first(packet: IPv4, segment: Tcp) -> bool:
    """Whether the sender is the side whose numbers stand first: that of the lower port, or address."""
    return (segment.src_port, packet.src) <= (segment.dst_port, packet.dst)
