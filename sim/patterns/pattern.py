"""Which packet is meant, in faults, notes, expectations and searches. ``pattern_syntax`` reads the text.

A node stands for itself: for its MAC addresses where the packet is ARP or a bare frame, for its IPv4
addresses where it is IP. An address is looked for in the header that it belongs to; the receiver of an ARP
packet is its target. A pattern is sought among the frames that begin to cross a link, unless it names a node
or a fate.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from sim.addresses import ANY, BROADCAST_MAC, IPv4Address, MacAddress
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.ip.reassembly import rules as reassembly_rules
from sim.link.ethernet.pdu import Damaged, Ethernet, Frame
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.transport.tcp.streams import Repeat, Streams
from sim.transport.udp.pdu import Udp

REASSEMBLED = reassembly_rules.COMPLETE
"""The rule of the record that shows a datagram whole again."""

Packet = Ethernet | IPv4
End = tuple[str, str]
"""A node's name and a port's."""
Links = Mapping[str, tuple[End, End]]
"""The two ends of each link, by its name."""


class Addresses(NamedTuple):
    """What a node answers to."""

    ips: frozenset[IPv4Address] = frozenset()
    macs: frozenset[MacAddress] = frozenset()
    ports: tuple[str, ...] = ()


class Names(NamedTuple):
    """What the words of a pattern can name: the nodes, and the links with their two ends."""

    nodes: Mapping[str, Addresses]
    links: Links


class Who(NamedTuple):
    """A sender or receiver: a node by all of its addresses, or one address; with a TCP or UDP port or without."""

    ips: frozenset[IPv4Address] = frozenset()
    macs: frozenset[MacAddress] = frozenset()
    port: int | None = None


class Where(NamedTuple):
    """A node ("" for any) or one port of it, and whether the packet is ``at`` it, ``leaving`` or ``reaching`` it.

    ``receiving`` is stricter than ``reaching``: the node takes the frame in, or has put a datagram together.
    """

    how: str
    node: str = ""
    port: str | None = None


class Pattern(NamedTuple):
    """A packet, described. Times in ns. ``port`` is that of either side, TCP's or UDP's.

    ``first`` to ``last`` (from 1, inclusive) says which of those that match are meant; ``None`` is "to the
    end", and ``first`` is -1 for the last one.
    """

    text: str
    first: int = 1
    last: int | None = None
    cast: str | None = None
    fate: Kind | None = None
    what: str = "frame"
    detail: str | None = None
    source: Who | None = None
    destination: Who | None = None
    port: int | None = None
    link: str | None = None
    ends: frozenset[End] = frozenset()
    where: Where | None = None
    after: int | None = None
    before: int | None = None

    def accepts(self, packet: Frame | IPv4) -> bool:
        """Whether the packet itself is of the kind that is meant, wherever it is and whatever it repeats."""
        if isinstance(packet, Damaged):
            return self.what == "frame" and not (self.cast or self.source or self.destination or self.port)
        carried = packet.payload if isinstance(packet, Ethernet) else packet
        return (
            (self.cast is None or _is_cast(self.cast, packet))
            and IS_WHAT[self.what](carried)
            and (self.detail is None or DETAILS[self.what][self.detail](carried))
            and (self.source is None or _is_from(self.source, packet, self.what))
            and (self.destination is None or _is_to(self.destination, packet, self.what))
            and (self.port is None or self.port in _ports(carried))
        )

    @property
    def repeat(self) -> Repeat:
        """What the packet must repeat of those before it."""
        return REPEATS.get(self.detail or "", Repeat.NOTHING)

    def watch(self) -> Callable[[Hashable, Frame], bool]:
        """A test of frames that is shown all that cross a link, in order, each with the port that sends it.

        It tells of each whether it is of the kind that is meant, wherever it is.
        """
        repeat = self.repeat
        if not repeat:
            return lambda port, frame: self.accepts(frame)
        streams = Streams()
        return lambda port, frame: bool(streams.see(port, frame) & repeat) and self.accepts(frame)

    def among(self, trace: Trace) -> Iterator[int]:
        """The numbers of the records that show a packet as described, in order, however many are meant."""
        start = 0 if self.after is None else trace.before(self.after - 1)
        stop = len(trace) if self.before is None else trace.before(self.before)
        kinds = self._kinds()
        for n in range(start, stop):
            if trace.kind[n] in kinds and self._shows(trace, n):
                yield n

    def matches(self, trace: Trace, n: int) -> bool:
        """Whether record ``n`` shows a packet as described, its number among them not considered."""
        at = trace.at[n]
        if (self.after is not None and at < self.after) or (self.before is not None and at > self.before):
            return False
        return trace.kind[n] in self._kinds() and self._shows(trace, n)

    def _kinds(self) -> frozenset[Kind]:
        """The kinds of record that can show it."""
        if self.fate == Kind.FRAME_DROPPED:
            return _DROPS
        if self.fate is not None:
            return frozenset({self.fate})
        return _KINDS[self.where.how if self.where is not None else "leaving"]

    def _shows(self, trace: Trace, n: int) -> bool:
        """Whether a record of the right kind is the right one."""
        if self.where is not None and self.fate is None:
            kind = trace.kind[n]
            if kind == Kind.DECISION and trace.why[n].rule != REASSEMBLED:
                return False
            if self.where.how == "reaching" and kind == Kind.FRAME_DROPPED and not _was_in_flight(trace, n):
                return False
        if not self._is_place(trace, n):
            return False
        packet = packet_of(trace, n)
        if packet is None or not self.accepts(packet):
            return False
        return not self.repeat or bool(trace.repeats.of(n) & self.repeat)

    def _is_place(self, trace: Trace, n: int) -> bool:
        place, port = trace.spots[trace.spot[n]]
        if self.link is not None and place != self.link and (place, port) not in self.ends:
            return False
        where = self.where
        return where is None or (where.node in ("", place) and where.port in (None, port))

    def chosen(self, numbers: list[int]) -> list[int]:
        """Those of all matches, in order, that ``first``, ``2nd``, ``every`` or ``last`` names."""
        return numbers[-1:] if self.first < 0 else numbers[self.first - 1 : self.last]


def find(trace: Trace, pattern: Pattern) -> list[int]:
    """The numbers of the records that the pattern means, in order."""
    enough = None if pattern.first < 0 else pattern.last
    return pattern.chosen(list(islice(pattern.among(trace), enough)))


def packet_of(trace: Trace, n: int) -> Packet | None:
    """The packet that record ``n`` is about: its own, or that of the nearest record which led to it.

    For a datagram it is the frame that brought it, where one did; for a damaged frame the one that was sent, so
    that it can still be named.
    """
    found: IPv4 | None = None
    while n != NO_CAUSE:
        what = trace.what[n]
        if isinstance(what, Ethernet):
            return what if found is None or what.payload is found else found
        if isinstance(what, IPv4) and found is None:
            found = what
        n = trace.cause[n]
    return found


def describe(packet: Frame | IPv4) -> str:
    """The packet in the words of a pattern: ``icmp echo-reply from 10.0.0.1 to 10.0.0.2``."""
    if isinstance(packet, Damaged):
        return "damaged frame"
    carried = packet.payload if isinstance(packet, Ethernet) else packet
    what = next(name for name in ("arp", "fragment", "icmp", "tcp", "udp", "ip", "frame") if IS_WHAT[name](carried))
    detail = next((name for name, test in DETAILS.get(what, {}).items() if test(carried)), None)
    words = [what, detail] if detail else [what]
    if isinstance(carried, Arp):
        words += ["from", str(carried.sender_ip), "for", str(carried.target_ip)]
    elif isinstance(carried, IPv4) and (ports := _ports(carried)):
        words += ["from", f"{carried.src}:{ports[0]}", "to", f"{carried.dst}:{ports[1]}"]
    elif isinstance(carried, IPv4):
        words += ["from", str(carried.src), "to", str(carried.dst)]
    elif isinstance(packet, Ethernet):
        words += ["from", str(packet.src), "to", str(packet.dst)]
    return " ".join(words)


_DROPS = frozenset({Kind.FRAME_DROPPED, Kind.PACKET_DROPPED})
_KINDS = {
    "leaving": frozenset({Kind.FRAME_SENT}),
    "reaching": frozenset({Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED}),
    "receiving": frozenset({Kind.FRAME_RECEIVED, Kind.DECISION}),
    "at": frozenset({Kind.FRAME_SENT, Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED, Kind.PACKET_DROPPED}),
}
_FLIGHTS = frozenset({Kind.FRAME_SENT, Kind.FRAME_DUPLICATED, Kind.FRAME_DAMAGED})


def _was_in_flight(trace: Trace, n: int) -> bool:
    cause = trace.cause[n]
    return cause != NO_CAUSE and trace.kind[cause] in _FLIGHTS


def _is_cast(cast: str, packet: Packet) -> bool:
    if isinstance(packet, IPv4):
        return False
    if packet.dst == BROADCAST_MAC:
        return cast == "broadcast"
    return cast == ("multicast" if packet.dst.is_group else "unicast")


def _is_from(who: Who, packet: Packet, what: str) -> bool:
    carried = packet.payload if isinstance(packet, Ethernet) else packet
    if who.port is not None and who.port not in _ports(carried)[:1]:
        return False
    if isinstance(carried, Arp):
        if who.macs:
            return carried.sender_mac in who.macs
        return carried.sender_ip in who.ips
    if isinstance(carried, IPv4) and (what != "frame" or not who.macs) and who.ips:
        return carried.src in who.ips
    return isinstance(packet, Ethernet) and packet.src in who.macs


def _is_to(who: Who, packet: Packet, what: str) -> bool:
    carried = packet.payload if isinstance(packet, Ethernet) else packet
    if who.port is not None and who.port not in _ports(carried)[1:]:
        return False
    if isinstance(carried, Arp):
        return carried.target_ip in who.ips or (isinstance(packet, Ethernet) and packet.dst in who.macs)
    if isinstance(carried, IPv4) and (what != "frame" or not who.macs) and who.ips:
        return carried.dst in who.ips
    return isinstance(packet, Ethernet) and packet.dst in who.macs


def _ports(carried: object) -> tuple[int, ...]:
    """The ports of a TCP segment or UDP datagram, its sender's first; none of anything else."""
    payload = carried.payload if isinstance(carried, IPv4) else None
    return (payload.src_port, payload.dst_port) if isinstance(payload, Tcp | Udp) else ()


Test = Callable[[object], bool]


def _carries(kind: type, protocol: int) -> Test:
    def test(packet: object) -> bool:
        return isinstance(packet, IPv4) and (isinstance(packet.payload, kind) or packet.protocol == protocol)

    return test


def _icmp(kind: int, code: int | None = None) -> Test:
    def test(packet: object) -> bool:
        message = packet.payload if isinstance(packet, IPv4) else None
        return isinstance(message, Icmp) and message.type == kind and code in (None, message.code)

    return test


def _tcp(flags: int, mask: int, has_data: bool | None = None) -> Test:
    """Segments that have of the flags in ``mask`` just these; with or without data, or ``None`` for either."""

    def test(packet: object) -> bool:
        segment = packet.payload if isinstance(packet, IPv4) else None
        return (
            isinstance(segment, Tcp)
            and segment.flags & mask == flags
            and (has_data is None or bool(segment.payload) == has_data)
        )

    return test


def _is_zero_window(packet: object) -> bool:
    segment = packet.payload if isinstance(packet, IPv4) else None
    return isinstance(segment, Tcp) and not segment.window and not segment.flags & (SYN | RST)


def _arp(operation: int, is_probe: bool = False, is_announcement: bool = False) -> Test:
    """Probes (RFC 5227 2.1.1) have no sender address, announcements (2.3) ask for it: all are requests."""

    def test(packet: object) -> bool:
        return (
            isinstance(packet, Arp)
            and packet.operation == operation
            and (not is_probe or packet.sender_ip == ANY)
            and (not is_announcement or packet.sender_ip == packet.target_ip)
        )

    return test


IS_WHAT: Mapping[str, Test] = {
    "frame": lambda packet: True,
    "arp": lambda packet: isinstance(packet, Arp),
    "ip": lambda packet: isinstance(packet, IPv4),
    "icmp": _carries(Icmp, PROTOCOL_ICMP),
    "tcp": _carries(Tcp, PROTOCOL_TCP),
    "udp": _carries(Udp, PROTOCOL_UDP),
    "fragment": lambda packet: isinstance(packet, IPv4) and packet.is_fragment,
}
DETAILS: Mapping[str, Mapping[str, Test]] = {
    "arp": {
        "probe": _arp(REQUEST, is_probe=True),
        "announcement": _arp(REQUEST, is_announcement=True),
        "request": _arp(REQUEST),
        "reply": _arp(REPLY),
    },
    "icmp": {
        "echo-request": _icmp(icmp.ECHO_REQUEST),
        "echo-reply": _icmp(icmp.ECHO_REPLY),
        "time-exceeded": _icmp(icmp.TIME_EXCEEDED),
        "net-unreachable": _icmp(icmp.DESTINATION_UNREACHABLE, icmp.NET_UNREACHABLE),
        "host-unreachable": _icmp(icmp.DESTINATION_UNREACHABLE, icmp.HOST_UNREACHABLE),
        "protocol-unreachable": _icmp(icmp.DESTINATION_UNREACHABLE, icmp.PROTOCOL_UNREACHABLE),
        "port-unreachable": _icmp(icmp.DESTINATION_UNREACHABLE, icmp.PORT_UNREACHABLE),
        "fragmentation-needed": _icmp(icmp.DESTINATION_UNREACHABLE, icmp.FRAGMENTATION_NEEDED),
        "prohibited": _icmp(icmp.DESTINATION_UNREACHABLE, icmp.ADMINISTRATIVELY_PROHIBITED),
        "destination-unreachable": _icmp(icmp.DESTINATION_UNREACHABLE),
        "redirect": _icmp(icmp.REDIRECT),
        "parameter-problem": _icmp(icmp.PARAMETER_PROBLEM),
        "source-quench": _icmp(icmp.SOURCE_QUENCH),
    },
    "tcp": {
        "syn": _tcp(SYN, SYN | ACK),
        "syn-ack": _tcp(SYN | ACK, SYN | ACK),
        "rst": _tcp(RST, RST),
        "fin": _tcp(FIN, FIN | RST),
        "data": _tcp(0, 0, has_data=True),
        "ack": _tcp(ACK, SYN | FIN | RST | ACK, has_data=False),
        "zero-window": _is_zero_window,
        "retransmission": _tcp(0, RST),
        "duplicate-ack": _tcp(ACK, SYN | FIN | RST | ACK, has_data=False),
        "segment": _tcp(0, 0),
    },
}
REPEATS: Mapping[str, Repeat] = {
    "retransmission": Repeat.RETRANSMISSION,
    "duplicate-ack": Repeat.DUPLICATE_ACK,
}
"""The details that depend on the packets before."""
