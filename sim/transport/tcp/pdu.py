"""TCP segments (RFC 9293 3.1)."""

from typing import NamedTuple

from sim.pdu.base import Pdu

FIN = 0x001
SYN = 0x002
RST = 0x004
PSH = 0x008
ACK = 0x010
URG = 0x020
ECE = 0x040
CWR = 0x080

HEADER_LENGTH = 20
DEFAULT_MSS = 536
"""Octets of data in a segment to somebody who told no other number (RFC 9293 3.7.1)."""
SEQUENCE_MASK = 0xFFFFFFFF


class Tcp(Pdu):
    """A segment; its checksum is right by construction and appears when it is encoded.

    ``seq`` and ``ack`` are as on the wire, modulo 2**32. ``flags`` are the twelve bits behind the data offset, the
    upper four of them reserved. ``window`` is not scaled. ``options`` is padded to 32 bits.
    """

    __slots__ = ("ack", "dst_port", "flags", "options", "payload", "seq", "src_port", "urgent", "window")

    payload: bytes

    def __init__(
        self,
        src_port: int,
        dst_port: int,
        seq: int,
        ack: int,
        flags: int,
        window: int,
        payload: bytes = b"",
        options: bytes = b"",
        urgent: int = 0,
    ) -> None:
        self.src_port = src_port
        self.dst_port = dst_port
        self.seq = seq
        self.ack = ack
        self.flags = flags
        self.window = window
        self.payload = payload
        self.options = options
        self.urgent = urgent

    def __len__(self) -> int:
        return 20 + len(self.options) + len(self.payload)

    def between(self, src_port: int, dst_port: int) -> "Tcp":
        """The same segment between other ports."""
        return Tcp(
            src_port,
            dst_port,
            self.seq,
            self.ack,
            self.flags,
            self.window,
            self.payload,
            self.options,
            self.urgent,
        )

    @property
    def sequence_length(self) -> int:
        """SEG.LEN: how many sequence numbers it takes up, SYN and FIN counted (RFC 9293 3.4)."""
        flags = self.flags
        return len(self.payload) + (flags & FIN) + (flags >> 1 & 1)


class Origin(NamedTuple):
    """What is taken off the numbers of a segment that are shown; zeros leave them as they are on the wire."""

    seq: int = 0
    ack: int = 0


ABSOLUTE = Origin()
