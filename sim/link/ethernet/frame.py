"""Whole frames on a link: octets of any frame value, and the frame check sequence (IEEE 802.3 3.2.9)."""

from zlib import crc32

from sim.link.ethernet import codec as ethernet
from sim.link.ethernet.pdu import Damaged, Ethernet, Frame

FCS_LENGTH = 4


def encode(frame: Frame) -> bytes:
    """The octets without frame check sequence: padded to 60, or those that damage has left."""
    if isinstance(frame, Damaged):
        return frame.octets[:-FCS_LENGTH]
    return ethernet.encode(frame)


def decode(octets: bytes) -> Ethernet:
    """The frame value of octets without frame check sequence; raises ``ValueError`` below 14 octets."""
    return ethernet.decode(octets)


def with_fcs(octets: bytes) -> bytes:
    """The octets followed by their CRC-32, whose least significant octet is sent first."""
    return octets + crc32(octets).to_bytes(FCS_LENGTH, "little")


def fcs_ok(octets: bytes) -> bool:
    """Whether octets that end with a frame check sequence have the right one."""
    return len(octets) > FCS_LENGTH and with_fcs(octets[:-FCS_LENGTH]) == octets
