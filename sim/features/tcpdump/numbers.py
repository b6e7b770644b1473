"""From where tcpdump counts the numbers of a TCP connection: what it has seen of the connection first."""

from sim.ip.ipv4.pdu import IPv4
from sim.pdu.base import Pdu
from sim.transport.tcp.pdu import ABSOLUTE, ACK, SEQUENCE_MASK, SYN, Origin, Tcp

Key = tuple[int, int, int, int]


class Numbers:
    """The connections of one capture, as tcpdump keeps them (``print-tcp.c``)."""

    def __init__(self) -> None:
        self._first: dict[Key, Origin] = {}

    def origin(self, frame: Pdu) -> Origin:
        """What the numbers of a frame's segment are counted from; the first of a connection tells it."""
        packet = frame.payload
        segment = packet.payload if isinstance(packet, IPv4) else None
        if not isinstance(packet, IPv4) or not isinstance(segment, Tcp) or not segment.flags & ACK:
            return ABSOLUTE
        is_turned = (segment.src_port, packet.src) > (segment.dst_port, packet.dst)
        ends = (segment.src_port, packet.src, segment.dst_port, packet.dst)
        key = (*ends[2:], *ends[:2]) if is_turned else ends
        learned = self._first.get(key)
        if learned is None or segment.flags & SYN:
            other = (segment.ack - 1) & SEQUENCE_MASK
            self._first[key] = Origin(other, segment.seq) if is_turned else Origin(segment.seq, other)
            return ABSOLUTE
        return Origin(learned.ack, learned.seq) if is_turned else learned
