"""What a datagram's connection is known by, and how a datagram gets other addresses and ports.

ICMP queries have no ports. The identifier stands for the port of the host that asks, and the type of the query for the
port of the host that answers, so that a query and its answer look like any other two directions.
"""

from collections.abc import Callable
from typing import NamedTuple, cast

from sim.addresses import IPv4Address
from sim.ip.icmp.pdu import ECHO_REPLY, ECHO_REQUEST, TIMESTAMP, TIMESTAMP_REPLY, Icmp
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import HEADER_LENGTH, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.pdu.base import Content
from sim.transport.tcp.pdu import Tcp
from sim.transport.udp.pdu import Udp
from sim.wire.checksum import adjusted

_QUERY_OF = {ECHO_REPLY: ECHO_REQUEST, TIMESTAMP_REPLY: TIMESTAMP, 16: 15, 18: 17}
"""The query that each answer is to (RFC 792; information: 15 and 16; RFC 950: address mask, 17 and 18)."""
QUERIES = frozenset(_QUERY_OF.values())

_CHECKSUM_AT = {PROTOCOL_TCP: 16, PROTOCOL_UDP: 6, PROTOCOL_ICMP: 2}
"""Where a message has its checksum (octets)."""
_LEAST = 8
"""Octets of a message that an ICMP error quotes at least (RFC 792)."""


class End(NamedTuple):
    """An address and a port, or what stands for a port."""

    ip: IPv4Address
    port: int

    def __str__(self) -> str:
        return f"{self.ip}:{self.port}"


class FiveTuple(NamedTuple):
    """The protocol and both ends of a datagram, the sender's first."""

    protocol: int
    src: IPv4Address
    src_port: int
    dst: IPv4Address
    dst_port: int

    def __str__(self) -> str:
        return f"{self.sender} > {self.receiver} protocol {self.protocol}"

    @property
    def sender(self) -> End:
        return End(self.src, self.src_port)

    @property
    def receiver(self) -> End:
        return End(self.dst, self.dst_port)

    @property
    def reversed(self) -> "FiveTuple":
        """That of an answer."""
        return FiveTuple(self.protocol, self.dst, self.dst_port, self.src, self.src_port)

    def between(self, sender: End, receiver: End) -> "FiveTuple":
        """The same protocol between other ends."""
        return FiveTuple(self.protocol, *sender, *receiver)


def tuple_of(datagram: IPv4) -> FiveTuple | None:
    """What a whole datagram's connection is known by; ``None`` for an ICMP error, and for what cannot be read."""
    ports = _ports(datagram.protocol, datagram.payload)
    return None if ports is None else FiveTuple(datagram.protocol, datagram.src, ports[0], datagram.dst, ports[1])


def _ports(protocol: int, payload: Content) -> tuple[int, int] | None:
    if isinstance(payload, Tcp | Udp):
        return payload.src_port, payload.dst_port
    if isinstance(payload, Icmp):
        return _icmp_ports(payload.type, payload.identifier)
    if protocol not in _CHECKSUM_AT:
        return 0, 0
    # What is damaged, or quoted: its first octets tell.
    octets = cast(bytes, payload)
    if len(octets) < _LEAST:
        return None
    if protocol == PROTOCOL_ICMP:
        return _icmp_ports(octets[0], int.from_bytes(octets[4:6], "big"))
    return int.from_bytes(octets[:2], "big"), int.from_bytes(octets[2:4], "big")


def _icmp_ports(kind: int, identifier: int) -> tuple[int, int] | None:
    if kind in QUERIES:
        return identifier, kind
    query = _QUERY_OF.get(kind)
    return None if query is None else (query, identifier)


def is_error(datagram: IPv4) -> bool:
    """Whether a datagram is a well-formed ICMP error."""
    return isinstance(datagram.payload, Icmp) and datagram.payload.is_error


def quoted_tuple(datagram: IPv4) -> FiveTuple | None:
    """What the datagram that an ICMP error quotes is known by; ``None`` where the quote does not tell.

    RFC 5508 REQ-3: "If the IP checksum of the embedded packet fails to validate", the error is not to be believed.
    """
    octets = cast(Icmp, datagram.payload).data
    header_length = (octets[0] & 15) * 4 if octets else 0
    if len(octets) < HEADER_LENGTH or octets[0] >> 4 != 4 or not HEADER_LENGTH <= header_length <= len(octets):
        return None
    header = ipv4.LAYOUT.values(octets)
    if header["fragment_offset"] or header["header_checksum"] != ipv4.expected_checksum(octets[:header_length]):
        return None
    ports = _ports(header["protocol"], octets[header_length:])
    if ports is None:
        return None
    src, dst = IPv4Address(header["src"]), IPv4Address(header["dst"])
    return FiveTuple(header["protocol"], src, ports[0], dst, ports[1])


def rewriter(datagram: IPv4, to: FiveTuple) -> Callable[[IPv4], Content] | None:
    """What gives the messages of a datagram's flow other ends; ``None`` where they stay as they are."""
    payload = datagram.payload
    if isinstance(payload, Tcp | Udp) and (payload.src_port, payload.dst_port) == (to.src_port, to.dst_port):
        return None  # The checksum appears when the message is encoded.
    return lambda each: rewritten_message(each, to)


def rewritten_message(datagram: IPv4, to: FiveTuple) -> Content:
    """The message of a datagram between other ends. A checksum that is right stays right, and a wrong one wrong."""
    payload = datagram.payload
    if isinstance(payload, Tcp | Udp):
        return payload.between(to.src_port, to.dst_port)
    if isinstance(payload, Icmp):
        identifier = to.src_port if payload.type in QUERIES else to.dst_port
        return Icmp(payload.type, payload.code, identifier << 16 | payload.sequence, payload.data)
    return _rewritten_octets(datagram.protocol, cast(bytes, payload), (datagram.src, datagram.dst), to)


def error_rewritten(datagram: IPv4, quoted: FiveTuple) -> Icmp:
    """The message of an ICMP error, about a datagram with other ends (RFC 5508 4.2)."""
    message = cast(Icmp, datagram.payload)
    octets = message.data
    header_length = (octets[0] & 15) * 4
    header = bytearray(octets[:header_length])
    before = bytes(header[12:20])
    header[12:20] = _addresses(quoted)
    header[10:12] = adjusted(int.from_bytes(header[10:12], "big"), before, _addresses(quoted)).to_bytes(2, "big")
    old = (IPv4Address(int.from_bytes(before[:4], "big")), IPv4Address(int.from_bytes(before[4:], "big")))
    rest = _rewritten_octets(quoted.protocol, octets[header_length:], old, quoted)
    return Icmp(message.type, message.code, message.rest, bytes(header) + rest)


def _addresses(ends: FiveTuple) -> bytes:
    return ends.src.to_bytes(4, "big") + ends.dst.to_bytes(4, "big")


def _rewritten_octets(protocol: int, octets: bytes, old: tuple[IPv4Address, IPv4Address], to: FiveTuple) -> bytes:
    """A message as octets, between other ends. Its checksum, as far as it is there, is adjusted (RFC 1624)."""
    if protocol not in _CHECKSUM_AT or len(octets) < _LEAST:
        return octets
    changed = bytearray(octets)
    if protocol == PROTOCOL_ICMP:
        at = slice(4, 6)
        new = (to.src_port if octets[0] in QUERIES else to.dst_port).to_bytes(2, "big")
        pseudo_before = pseudo_after = b""
    else:
        at = slice(0, 4)
        new = to.src_port.to_bytes(2, "big") + to.dst_port.to_bytes(2, "big")
        pseudo_before = old[0].to_bytes(4, "big") + old[1].to_bytes(4, "big")
        pseudo_after = _addresses(to)
    changed[at] = new
    where = _CHECKSUM_AT[protocol]
    check = int.from_bytes(octets[where : where + 2], "big")
    # RFC 768: zero says that there is no checksum. A first fragment or a quote may end before a checksum of TCP.
    if len(octets) >= where + 2 and (check or protocol != PROTOCOL_UDP):
        check = adjusted(check, pseudo_before + octets[at], pseudo_after + new)
        if not check and protocol == PROTOCOL_UDP:
            check = 0xFFFF
        changed[where : where + 2] = check.to_bytes(2, "big")
    return bytes(changed)
