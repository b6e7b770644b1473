"""The octets of UDP datagrams (RFC 768, RFC 1122 4.1)."""

from sim.addresses import IPv4Address
from sim.ip.icmp.quote import QuotedUdp
from sim.ip.ipv4.pdu import PROTOCOL_UDP
from sim.transport.udp import rules
from sim.transport.udp.pdu import Udp
from sim.why import Why
from sim.wire.checksum import complement, ones_sum
from sim.wire.layout import Field, Layout, hex16

NAME = "udp"

LAYOUT = Layout(
    NAME,
    (
        Field("src_port", 16),
        Field("dst_port", 16),
        Field("length", 16),
        Field("checksum", 16, hex16),
    ),
)


def encode(datagram: Udp, src: IPv4Address, dst: IPv4Address) -> bytes:
    """Header and data; the addresses are those of the IP header, which the checksum covers."""
    payload = datagram.payload
    src_port = datagram.src_port
    dst_port = datagram.dst_port
    length = 8 + len(payload)
    check = 0
    if datagram.checksummed:
        check = _checksum(src + dst, length, src_port + dst_port + length + ones_sum(payload))
    return LAYOUT.pack(src_port, dst_port, length, check) + payload


def decode(octets: bytes, src: IPv4Address, dst: IPv4Address) -> Udp | None:
    """The datagram that fills the octets, or ``None`` where ``fault`` has something to say."""
    if fault(octets, src, dst) is not None:
        return None
    src_port, dst_port, _, check = LAYOUT.unpack_from(octets)
    return Udp(src_port, dst_port, octets[8:], checksummed=check != 0)


def decode_first(octets: bytes, src: IPv4Address, dst: IPv4Address) -> Udp | None:
    """The datagram that the octets begin with, as long as its header says; ``None`` where there is no whole one."""
    if len(octets) < LAYOUT.length:
        return None
    return decode(octets[: LAYOUT.read(octets, "length")], src, dst)


def decode_beginning(octets: bytes) -> Udp | None:
    """What a first fragment tells of its datagram, whose whole length it knows; its data are zeros here."""
    if len(octets) < LAYOUT.length:
        return None
    src_port, dst_port, length, _ = LAYOUT.unpack_from(octets)
    return Udp(src_port, dst_port, bytes(max(0, length - LAYOUT.length)))


def quoted(octets: bytes) -> QuotedUdp:
    """What the first 8 octets of a datagram tell."""
    src_port, dst_port, _, _ = LAYOUT.unpack_from(octets)
    return QuotedUdp(src_port, dst_port)


def fault(octets: bytes, src: IPv4Address, dst: IPv4Address) -> Why | None:
    """Why these octets are no whole UDP datagram between these addresses."""
    if len(octets) < LAYOUT.length:
        return Why(rules.TRUNCATED, present=len(octets), needed=LAYOUT.length)
    _, _, length, found = LAYOUT.unpack_from(octets)
    if length != len(octets):
        return Why(rules.BAD_LENGTH, length=length, present=len(octets))
    # RFC 768: "An all zero transmitted checksum value means that the transmitter generated no checksum"
    if found:
        expected = expected_checksum(octets, src, dst)
        if found != expected:
            return Why(rules.BAD_CHECKSUM, found=hex16(found), expected=hex16(expected))
    return None


def expected_checksum(octets: bytes, src: IPv4Address, dst: IPv4Address) -> int:
    """What the checksum of this datagram should be, whatever it is."""
    return _checksum(src + dst, len(octets), ones_sum(octets[:6]) + ones_sum(octets[8:]))


def _checksum(addresses: int, length: int, words: int) -> int:
    # The pseudo header: addresses, protocol and length. RFC 768: "If the computed checksum is zero, it is
    # transmitted as all ones"
    return complement(addresses + PROTOCOL_UDP + length + words) or 0xFFFF
