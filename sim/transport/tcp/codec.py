"""The octets of TCP segments (RFC 9293 3.1)."""

from struct import Struct

from sim.addresses import IPv4Address
from sim.ip.icmp.quote import QuotedTcp
from sim.ip.ipv4.pdu import PROTOCOL_TCP
from sim.transport.tcp import rules
from sim.transport.tcp.pdu import HEADER_LENGTH, Tcp
from sim.why import Why
from sim.wire.checksum import complement, ones_sum
from sim.wire.layout import Field, Layout, flags, hex16, times

FLAGS = {1: "FIN", 2: "SYN", 4: "RST", 8: "PSH", 16: "ACK", 32: "URG", 64: "ECE", 128: "CWR", 256: "AE"}
"""The names of the flags by their bits, in the order in which people say them; AE is RFC 9768's."""

NAME = "tcp"

LAYOUT = Layout(
    NAME,
    (
        Field("src_port", 16),
        Field("dst_port", 16),
        Field("seq", 32),
        Field("ack", 32),
        Field("data_offset", 4, times(4)),
        Field("flags", 12, flags(FLAGS)),
        Field("window", 16),
        Field("checksum", 16, hex16),
        Field("urgent", 16),
    ),
)

_PORTS_AND_SEQ = Struct("!HHI")
"""The first 8 octets of the header."""


def encode(segment: Tcp, src: IPv4Address, dst: IPv4Address) -> bytes:
    """Header, options and data; the addresses are those of the IP header, which the checksum covers.

    Raises ``ValueError`` where options are not padded to 32 bits or do not fit, ``struct.error`` where a number does
    not fit its field.
    """
    options, payload = segment.options, segment.payload
    if len(options) & 3 or len(options) > 40:
        raise ValueError(f"{len(options)} octets of options cannot be encoded")
    src_port, dst_port, seq, ack = segment.src_port, segment.dst_port, segment.seq, segment.ack
    window, urgent = segment.window, segment.urgent
    offset_and_flags = (5 + (len(options) >> 2)) << 12 | segment.flags
    words = src_port + dst_port + seq + ack + offset_and_flags + window + urgent
    # Options end at a multiple of 32 bits, so that the sums of the parts add up.
    check = _checksum(src + dst, len(segment), words + ones_sum(options) + ones_sum(payload))
    header = LAYOUT.pack(src_port, dst_port, seq, ack, offset_and_flags, window, check, urgent)
    return header + options + payload


def decode(octets: bytes, src: IPv4Address, dst: IPv4Address) -> Tcp | None:
    """The segment that the octets are, or ``None`` where ``fault`` has something to say."""
    return None if fault(octets, src, dst) is not None else _segment(octets)


def decode_first(octets: bytes) -> Tcp | None:
    """What a first fragment tells of its segment, as far as it goes; ``None`` where the header is not wholly there."""
    return None if _extent_fault(octets) is not None else _segment(octets)


def quoted(octets: bytes) -> QuotedTcp:
    """What the first 8 octets of a segment tell."""
    return QuotedTcp(*_PORTS_AND_SEQ.unpack_from(octets))


def _segment(octets: bytes) -> Tcp:
    src_port, dst_port, seq, ack, offset_and_flags, window, _, urgent = LAYOUT.unpack_from(octets)
    end = (offset_and_flags >> 12) * 4
    options = octets[HEADER_LENGTH:end]
    return Tcp(src_port, dst_port, seq, ack, offset_and_flags & 0xFFF, window, octets[end:], options, urgent)


def fault(octets: bytes, src: IPv4Address, dst: IPv4Address) -> Why | None:
    """Why these octets are no TCP segment between these addresses."""
    why = _extent_fault(octets)
    if why is not None:
        return why
    # As with IPv4, 0xFFFF is not taken for the 0x0000 that a sender computes (RFC 1624 3).
    found, expected = LAYOUT.read(octets, "checksum"), expected_checksum(octets, src, dst)
    if found != expected:
        return Why(rules.BAD_CHECKSUM, found=hex16(found), expected=hex16(expected))
    return None


def _extent_fault(octets: bytes) -> Why | None:
    """What leaves the header without an end."""
    if len(octets) < HEADER_LENGTH:
        return Why(rules.TRUNCATED, present=len(octets), needed=HEADER_LENGTH)
    header_length = (octets[12] >> 4) * 4
    if header_length < HEADER_LENGTH:
        return Why(rules.BAD_DATA_OFFSET, header_length=header_length)
    if header_length > len(octets):
        return Why(rules.TRUNCATED, present=len(octets), needed=header_length)
    return None


def expected_checksum(octets: bytes, src: IPv4Address, dst: IPv4Address) -> int:
    """What the checksum of this segment should be, whatever it is."""
    return _checksum(src + dst, len(octets), ones_sum(octets[:16]) + ones_sum(octets[18:]))


def _checksum(addresses: int, length: int, words: int) -> int:
    """Over the pseudo header (addresses, protocol and length), the header and the data (RFC 9293 3.1)."""
    return complement(addresses + PROTOCOL_TCP + length + words)
