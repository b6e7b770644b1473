"""What crossed the links of a run, read from the octets alone, by ``struct`` and the standards, not by our decoders."""

import ipaddress
import struct
from functools import cached_property
from typing import Any, NamedTuple

from sim import registry
from sim.exam.run import Run


class Segment(NamedTuple):
    """RFC 9293 3.1."""

    src_port: int
    dst_port: int
    seq: int
    ack: int
    flags: int
    window: int
    options: bytes
    data: bytes

    @property
    def syn(self) -> bool:
        return bool(self.flags & 2)

    @property
    def fin(self) -> bool:
        return bool(self.flags & 1)

    @property
    def rst(self) -> bool:
        return bool(self.flags & 4)

    @property
    def has_ack(self) -> bool:
        return bool(self.flags & 16)

    @property
    def length(self) -> int:
        """The sequence numbers that it takes up."""
        return len(self.data) + self.syn + self.fin


class Datagram(NamedTuple):
    """RFC 791 3.1; ``offset`` in octets."""

    src: ipaddress.IPv4Address
    dst: ipaddress.IPv4Address
    protocol: int
    ttl: int
    identification: int
    total_length: int
    header_length: int
    dont_fragment: bool
    more_fragments: bool
    offset: int
    body: bytes

    @property
    def tcp(self) -> Segment | None:
        if self.protocol != 6 or self.offset:
            return None
        src, dst, seq, ack, word, window = struct.unpack("!HHIIHH", self.body[:16])
        begin = (word >> 12) * 4
        return Segment(src, dst, seq, ack, word & 0x1FF, window, self.body[20:begin], self.body[begin:])

    @property
    def udp(self) -> tuple[int, int, bytes] | None:
        """The ports and the data (RFC 768)."""
        if self.protocol != 17 or self.offset or self.more_fragments:
            return None
        src, dst, length = struct.unpack("!HHH", self.body[:6])
        return src, dst, self.body[8:length]

    @property
    def icmp(self) -> tuple[int, int, bytes] | None:
        """Type, code, and what follows the checksum (RFC 792)."""
        if self.protocol != 1 or self.offset:
            return None
        return self.body[0], self.body[1], self.body[4:]


class Frame(NamedTuple):
    """A frame that began to cross a link, at record ``n``."""

    n: int
    at: int
    node: str
    port: str
    to_node: str
    to_port: str
    octets: bytes

    @property
    def dst(self) -> str:
        return self.octets[:6].hex(":")

    @property
    def src(self) -> str:
        return self.octets[6:12].hex(":")

    @property
    def start(self) -> int:
        """Where the content begins: behind the addresses and the type, and behind a tag (IEEE 802.1Q 9.3)."""
        return 18 if self.octets[12:14] == b"\x81\x00" else 14

    @property
    def ethertype(self) -> int:
        return int.from_bytes(self.octets[self.start - 2 : self.start], "big")

    @property
    def arp(self) -> tuple[int, str, ipaddress.IPv4Address, str, ipaddress.IPv4Address] | None:
        """Operation, sender's MAC and IP address, target's MAC and IP address (RFC 826)."""
        if self.ethertype != 0x0806:
            return None
        body = self.octets[self.start : self.start + 28]
        return (
            int.from_bytes(body[6:8], "big"),
            body[8:14].hex(":"),
            ipaddress.IPv4Address(body[14:18]),
            body[18:24].hex(":"),
            ipaddress.IPv4Address(body[24:28]),
        )

    @property
    def ip(self) -> Datagram | None:
        if self.ethertype != 0x0800:
            return None
        body = self.octets[self.start :]
        head, total, identification, flags, ttl, protocol = struct.unpack("!BxHHHBB", body[:10])
        length = (head & 15) * 4
        return Datagram(
            ipaddress.IPv4Address(body[12:16]),
            ipaddress.IPv4Address(body[16:20]),
            protocol,
            ttl,
            identification,
            total,
            length,
            bool(flags & 0x4000),
            bool(flags & 0x2000),
            (flags & 0x1FFF) * 8,
            body[length:total],
        )

    @property
    def tcp(self) -> Segment | None:
        datagram = self.ip
        return None if datagram is None else datagram.tcp


class Wire:
    """The frames of a run, in order, as octets."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        found = []
        for flight in self.run.flights:
            octets = registry.format_of(type(flight.frame)).codec.encode(flight.frame)
            found.append(Frame(flight.n, flight.at, flight.node, flight.port, flight.to_node, flight.to_port, octets))
        return tuple(found)

    def interfaces(self, node: str, n: int) -> list[Any]:
        """The rows of a node's interfaces before record ``n``, or as they are configured where that is later."""
        return list(self.run.interfaces(node, max(n, self.run.trace.configured)).values())

    def frame(self, n: int) -> Frame:
        return next(frame for frame in self.frames if frame.n == n)

    def since(self, n: int) -> tuple[Frame, ...]:
        """The frames that begin after record ``n``."""
        return tuple(frame for frame in self.frames if frame.n > n)
