"""The octets of Ethernet II frames (IEEE 802.3 3.1.1, RFC 894), frame check sequence left out."""

from typing import Any

from sim import registry
from sim.addresses import MacAddress
from sim.link import rules as link_rules
from sim.link.ethernet.pdu import (
    HEADER_LENGTH,
    LONGEST_LENGTH,
    MINIMUM_LENGTH,
    NOBODY,
    TYPE_ARP,
    TYPE_IPV4,
    TYPE_LLC,
    TYPE_VLAN,
    Ethernet,
)
from sim.pdu.base import Content
from sim.pdu_type import PduType
from sim.why import Why
from sim.wire.layout import Field, Layout, enumeration, hex16, mac

ETHERTYPES = {
    TYPE_IPV4: "IPv4",
    TYPE_ARP: "ARP",
    TYPE_VLAN: "802.1Q",
    0x86DD: "IPv6",
    0x88CC: "LLDP",
}

_BETWEEN_NOBODY = bytes(12)
"""How a frame on a loopback interface begins."""

NAME = "ethernet"

LAYOUT = Layout(
    NAME,
    (
        Field("dst", 48, mac),
        Field("src", 48, mac),
        Field("ethertype", 16, enumeration(ETHERTYPES, hex16)),
    ),
)


def encode(frame: Ethernet) -> bytes:
    """The frame, padded to 60 octets; on a loopback interface, where nothing needs a minimum, as it is."""
    payload = frame.payload
    if not isinstance(payload, bytes):
        payload = registry.format_of(type(payload)).codec.encode(payload)
    header = LAYOUT.pack(frame.dst.to_bytes(6, "big"), frame.src.to_bytes(6, "big"), frame.ethertype)
    octets = b"".join((header, payload, frame.trailer))
    return octets if frame.src == NOBODY == frame.dst else octets.ljust(MINIMUM_LENGTH, b"\0")


def decode(octets: bytes) -> Ethernet:
    """The frame; raises ``ValueError`` below 14 octets.

    A payload whose type is not known, or that is not well formed, keeps its padding: nothing tells its end.
    """
    if fault(octets) is not None:
        raise ValueError(f"{len(octets)} octets are no Ethernet frame: its header has {HEADER_LENGTH}")
    dst, src, ethertype = LAYOUT.unpack_from(octets)
    value = parse_payload(ethertype, octets[HEADER_LENGTH : content_end(octets, ethertype)])
    end = HEADER_LENGTH + len(value)
    return Ethernet(
        MacAddress(int.from_bytes(dst, "big")),
        MacAddress(int.from_bytes(src, "big")),
        ethertype,
        value,
        octets[end : trailer_end(octets, end)],
    )


def parse_payload(ethertype: int, octets: bytes) -> Content:
    """The payload as a value; as octets where it is not well formed or its type not known."""
    kind = content_type(ethertype)
    value: Content | None = None if kind is None else kind.format.codec.decode(octets)
    return octets if value is None else value


def content_type(ethertype: int) -> PduType[Any] | None:
    """What a frame carries whose type field says ``ethertype``; ``None`` where that is not known."""
    return registry.child(NAME, TYPE_LLC if ethertype <= LONGEST_LENGTH else ethertype)


def content_end(octets: bytes, ethertype: int, start: int = HEADER_LENGTH) -> int:
    """Where what begins at ``start`` behind a type field ends, as far as that says it: padding may follow."""
    return min(len(octets), start + ethertype) if ethertype <= LONGEST_LENGTH else len(octets)


def trailer_end(octets: bytes, start: int) -> int:
    """Where, from ``start`` on, a frame's trailer ends and mere padding begins.

    Zeros are padding only in a frame that needs it: one of 60 octets or fewer, that is for a station.
    """
    if len(octets) > MINIMUM_LENGTH or octets[:12] == _BETWEEN_NOBODY:
        return len(octets)
    return max(start, len(octets.rstrip(b"\0")))


def fault(octets: bytes) -> Why | None:
    """Why these octets are no frame: they end before the header does."""
    if len(octets) < HEADER_LENGTH:
        return Why(link_rules.ETHERNET_TRUNCATED, present=len(octets), needed=HEADER_LENGTH)
    return None
