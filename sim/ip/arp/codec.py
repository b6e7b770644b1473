"""The octets of ARP packets (RFC 826)."""

from sim.addresses import IPv4Address, MacAddress
from sim.ip.arp import rules
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.link.ethernet.pdu import TYPE_IPV4
from sim.why import Why
from sim.wire.layout import Field, Layout, address, enumeration, hex16, mac

HARDWARE_ETHERNET = 1

LAYOUT = Layout(
    "arp",
    (
        Field("hardware_type", 16, enumeration({HARDWARE_ETHERNET: "Ethernet"})),
        Field("protocol_type", 16, enumeration({TYPE_IPV4: "IPv4"}, hex16)),
        Field("hardware_length", 8),
        Field("protocol_length", 8),
        Field("operation", 16, enumeration({REQUEST: "request", REPLY: "reply"})),
        Field("sender_mac", 48, mac),
        Field("sender_ip", 32, address),
        Field("target_mac", 48, mac),
        Field("target_ip", 32, address),
    ),
)


def encode(packet: Arp) -> bytes:
    return LAYOUT.pack(
        HARDWARE_ETHERNET,
        TYPE_IPV4,
        6,
        4,
        packet.operation,
        packet.sender_mac.to_bytes(6, "big"),
        packet.sender_ip,
        packet.target_mac.to_bytes(6, "big"),
        packet.target_ip,
    )


def decode(octets: bytes) -> Arp | None:
    """The packet at the start of the octets, or ``None`` where ``fault`` has something to say."""
    if fault(octets) is not None:
        return None
    _, _, _, _, operation, sender_mac, sender_ip, target_mac, target_ip = LAYOUT.unpack_from(octets)
    return Arp(
        operation,
        MacAddress(int.from_bytes(sender_mac, "big")),
        IPv4Address(sender_ip),
        MacAddress(int.from_bytes(target_mac, "big")),
        IPv4Address(target_ip),
    )


def fault(octets: bytes) -> Why | None:
    """Why these octets are no ARP packet for IPv4 over Ethernet, in the order of RFC 826's reception."""
    if len(octets) < LAYOUT.length:
        return Why(rules.TRUNCATED, present=len(octets), needed=LAYOUT.length)
    hardware_type, protocol_type, hardware_length, protocol_length, *_ = LAYOUT.unpack_from(octets)
    if hardware_type != HARDWARE_ETHERNET:
        return Why(rules.UNKNOWN_HARDWARE_TYPE, hardware_type=hardware_type)
    if protocol_type != TYPE_IPV4:
        return Why(rules.UNKNOWN_PROTOCOL_TYPE, protocol_type=hex16(protocol_type))
    if (hardware_length, protocol_length) != (6, 4):
        return Why(rules.MALFORMED, hardware_length=hardware_length, protocol_length=protocol_length)
    return None
