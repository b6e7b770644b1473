"""The datagram that an ICMP error quotes: its header and 8 octets of payload or more (RFC 1122 3.2.2)."""

from typing import NamedTuple, cast

from sim import registry
from sim.addresses import IPv4Address
from sim.ip.icmp import codec as icmp
from sim.ip.icmp.pdu import ECHO_REPLY, ECHO_REQUEST
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import HEADER_LENGTH, IPv4
from sim.pdu.base import Content

_LEAST = 8
"""Octets of a message that a quote has at least, and so as many as its protocol can count on (RFC 792)."""


class QuotedTcp(NamedTuple):
    """``seq`` as on the wire: the last of a TCP header that is in every quote."""

    src_port: int
    dst_port: int
    seq: int


class QuotedUdp(NamedTuple):
    src_port: int
    dst_port: int


class QuotedEcho(NamedTuple):
    type: int
    identifier: int
    sequence: int


Transport = QuotedTcp | QuotedUdp | QuotedEcho


class Quoted(NamedTuple):
    """What a quote tells of the datagram; ``total_length`` and ``fragment_offset`` are in octets.

    ``transport`` is ``None`` where it is cut off, of another protocol, or a fragment other than the first.
    """

    src: IPv4Address
    dst: IPv4Address
    protocol: int
    identification: int
    ttl: int
    total_length: int
    fragment_offset: int
    transport: Transport | None


def decode_quoted(octets: bytes) -> Quoted | None:
    """Read an ICMP error's data; ``None`` where it does not start with a whole IPv4 header.

    The checksum is not looked at: routers quote a header that they have changed.
    """
    if len(octets) < HEADER_LENGTH or octets[0] >> 4 != 4:
        return None
    header_length = (octets[0] & 15) * 4
    if not HEADER_LENGTH <= header_length <= len(octets):
        return None
    header = ipv4.LAYOUT.values(octets)
    fragment_offset = header["fragment_offset"] * 8
    return Quoted(
        IPv4Address(header["src"]),
        IPv4Address(header["dst"]),
        header["protocol"],
        header["identification"],
        header["ttl"],
        header["total_length"],
        fragment_offset,
        None if fragment_offset else _transport(header["protocol"], octets[header_length:]),
    )


def quoted_datagram(octets: bytes) -> IPv4 | None:
    """An ICMP error's data as a datagram, with as much of its payload as is there; ``None`` as for a quote."""
    found = decode_quoted(octets)
    if found is None:
        return None
    header = ipv4.LAYOUT.values(octets)
    header_length = header["ihl"] * 4
    body = octets[header_length : max(found.total_length, header_length)]
    flags = header["flags"]
    is_fragment = found.fragment_offset or flags & 1
    return IPv4(
        found.src,
        found.dst,
        found.protocol,
        body if is_fragment else _payload(found, header_length, body),
        ttl=found.ttl,
        identification=found.identification,
        dont_fragment=bool(flags & 2),
        more_fragments=bool(flags & 1),
        fragment_offset=found.fragment_offset,
        tos=header["tos"],
        options=octets[HEADER_LENGTH:header_length],
    )


def _payload(found: Quoted, header_length: int, body: bytes) -> Content:
    """The message in a quote; where the quote ends before the message, its header and the octets that are there."""
    kind = registry.child(ipv4.NAME, found.protocol)
    if kind is None or len(body) >= found.total_length - header_length:
        return ipv4.parse_payload(found.protocol, found.src, found.dst, body)
    return kind.format.codec.first(body) or body


def _transport(protocol: int, octets: bytes) -> Transport | None:
    kind = registry.child(ipv4.NAME, protocol) if len(octets) >= _LEAST else None
    return None if kind is None else cast(Transport | None, kind.format.codec.quoted(octets))


def quoted_echo(octets: bytes) -> QuotedEcho | None:
    """What the first 8 octets of an ICMP message tell: something where it is an echo."""
    if octets[0] not in (ECHO_REQUEST, ECHO_REPLY):
        return None
    message_type, _, _, rest = icmp.LAYOUT.unpack_from(octets)
    return QuotedEcho(message_type, rest >> 16, rest & 0xFFFF)
