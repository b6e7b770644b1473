"""The octets of IPv4 datagrams and fragments (RFC 791 3.1)."""

from sim import registry
from sim.addresses import IPv4Address
from sim.ip.ipv4 import rules
from sim.ip.ipv4.pdu import HEADER_LENGTH, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.pdu.base import Content
from sim.why import Why
from sim.wire.checksum import checksum, complement, ones_sum
from sim.wire.layout import Field, Layout, address, enumeration, flags, hex16, hexadecimal, times

PROTOCOLS = {
    PROTOCOL_ICMP: "ICMP",
    2: "IGMP",
    PROTOCOL_TCP: "TCP",
    PROTOCOL_UDP: "UDP",
    41: "IPv6",
    47: "GRE",
    89: "OSPF",
}

NAME = "ipv4"

LAYOUT = Layout(
    NAME,
    (
        Field("version", 4),
        Field("ihl", 4, times(4)),
        Field("tos", 8, hexadecimal(2)),
        Field("total_length", 16),
        Field("identification", 16, hex16),
        Field("flags", 3, flags({4: "reserved", 2: "DF", 1: "MF"})),
        Field("fragment_offset", 13, times(8)),
        Field("ttl", 8),
        Field("protocol", 8, enumeration(PROTOCOLS)),
        Field("header_checksum", 16, hex16),
        Field("src", 32, address),
        Field("dst", 32, address),
    ),
)

_RESERVED = 0x8000
_DONT_FRAGMENT = 0x4000
_MORE_FRAGMENTS = 0x2000
_OFFSET = 0x1FFF


def encode(datagram: IPv4) -> bytes:
    """Header, options and payload.

    Raises ``ValueError`` where options are not padded to 32 bits or a fragment does not start at a multiple
    of 8, ``struct.error`` where a number does not fit its field.
    """
    return _header(datagram) + payload_octets(datagram)


def _header(datagram: IPv4) -> bytes:
    options = datagram.options
    offset = datagram.fragment_offset
    if len(options) & 3 or offset & 7:
        raise ValueError(f"{len(options)} octets of options or fragment offset {offset} cannot be encoded")
    version_and_ihl = 0x45 + (len(options) >> 2)
    tos = datagram.tos
    total_length = datagram.total_length
    identification = datagram.identification
    flags = datagram.reserved_flag << 2 | datagram.dont_fragment << 1 | datagram.more_fragments
    flags_and_offset = flags << 13 | offset >> 3
    ttl = datagram.ttl
    protocol = datagram.protocol
    src = datagram.src
    dst = datagram.dst
    words = (version_and_ihl + ttl << 8) + tos + protocol + total_length + identification + flags_and_offset
    check = complement(words + src + dst + ones_sum(options))
    header = LAYOUT.pack(
        version_and_ihl, tos, total_length, identification, flags_and_offset, ttl, protocol, check, src, dst
    )
    return header + options


def payload_octets(datagram: IPv4) -> bytes:
    """What follows the header: what fragmentation cuts and an ICMP error quotes the first octets of."""
    payload = datagram.payload
    if isinstance(payload, bytes):
        return payload
    return registry.format_of(type(payload)).codec.encode(payload, datagram.src, datagram.dst)


def decode(octets: bytes) -> IPv4 | None:
    """The datagram at the start of the octets, or ``None`` where ``fault`` has something to say.

    Octets behind its total length are not looked at.
    """
    if fault(octets) is not None:
        return None
    units = LAYOUT.unpack_from(octets)
    version_and_ihl, tos, total_length, identification, flags_and_offset, ttl, protocol, _, *addresses = units
    src, dst = map(IPv4Address, addresses)
    header_length = (version_and_ihl & 15) * 4
    payload: Content = octets[header_length:total_length]
    if not flags_and_offset & (_MORE_FRAGMENTS | _OFFSET):
        payload = parse_payload(protocol, src, dst, octets[header_length:total_length])
    return IPv4(
        src,
        dst,
        protocol,
        payload,
        ttl=ttl,
        identification=identification,
        dont_fragment=bool(flags_and_offset & _DONT_FRAGMENT),
        more_fragments=bool(flags_and_offset & _MORE_FRAGMENTS),
        fragment_offset=(flags_and_offset & _OFFSET) * 8,
        tos=tos,
        options=octets[HEADER_LENGTH:header_length],
        reserved_flag=bool(flags_and_offset & _RESERVED),
    )


def parse_payload(protocol: int, src: IPv4Address, dst: IPv4Address, octets: bytes) -> Content:
    """A datagram's whole payload as a value; as octets where it is malformed or its protocol unknown."""
    kind = registry.child(NAME, protocol)
    value: Content | None = None if kind is None else kind.format.codec.decode(octets, src, dst)
    return octets if value is None else value


def fault(octets: bytes) -> Why | None:
    """Why these octets do not start with an IPv4 datagram that must be processed (RFC 1812 5.2.2)."""
    why = _extent_fault(octets)
    if why is not None:
        return why
    present, header_length = len(octets), (octets[0] & 15) * 4
    found, expected = LAYOUT.read(octets, "header_checksum"), expected_checksum(octets[:header_length])
    # A sum over all of it would take 0xFFFF for the 0x0000 that a sender computes (RFC 1624 3).
    if found != expected:
        return Why(rules.BAD_CHECKSUM, found=hex16(found), expected=hex16(expected))
    total_length = LAYOUT.read(octets, "total_length")
    if total_length < header_length:
        return Why(rules.BAD_TOTAL_LENGTH, total_length=total_length, header_length=header_length)
    if total_length > present:
        return Why(rules.TRUNCATED, present=present, needed=total_length)
    return None


def _extent_fault(octets: bytes) -> Why | None:
    """What leaves the header without an end: looked at first, since the checksum covers the header."""
    present = len(octets)
    if present < HEADER_LENGTH:
        return Why(rules.TRUNCATED, present=present, needed=HEADER_LENGTH)
    version, header_length = octets[0] >> 4, (octets[0] & 15) * 4
    if version != 4:
        return Why(rules.BAD_VERSION, version=version)
    if header_length < HEADER_LENGTH:
        return Why(rules.BAD_HEADER_LENGTH, header_length=header_length)
    if present < header_length:
        return Why(rules.TRUNCATED, present=present, needed=header_length)
    return None


def expected_checksum(header: bytes) -> int:
    """What the checksum of this header (with its options) should be, whatever it is."""
    return checksum(header[:10] + b"\0\0" + header[12:])
