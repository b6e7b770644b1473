"""How ARP packets are told."""

from collections.abc import Mapping
from typing import Any

from sim.addresses import ANY, IPv4Address, MacAddress
from sim.ip.arp import codec, rules
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.link.ethernet.pdu import TYPE_IPV4
from sim.pdu_type import Codec, Detail, Field, Format, Part, Side, Summary, Word
from sim.wire.layers import LINK

_FAULTY = {
    rules.UNKNOWN_HARDWARE_TYPE: "hardware_type",
    rules.UNKNOWN_PROTOCOL_TYPE: "protocol_type",
    rules.MALFORMED: "hardware_length",
}


def is_probe(packet: Arp) -> bool:
    """Whether somebody without an address asks for one (RFC 5227 2.1.1)."""
    return packet.operation == REQUEST and packet.sender_ip == ANY


def is_announcement(packet: Arp) -> bool:
    """Whether somebody asks for his own address (RFC 5227 2.3)."""
    return packet.operation == REQUEST and packet.sender_ip == packet.target_ip


def summary(packet: Arp, carried: Summary | None, origin: Any) -> Summary:
    said, length = "", len(packet)
    if packet.operation == REQUEST:
        asked = f" ({packet.target_mac})" if packet.target_mac else ""
        info = f"Request who-has {packet.target_ip}{asked} tell {packet.sender_ip}, length {length}"
        said = "probe" if is_probe(packet) else "announcement" if is_announcement(packet) else ""
    elif packet.operation == REPLY:
        info = f"Reply {packet.sender_ip} is-at {packet.sender_mac}, length {length}"
    else:
        info = f"Unknown ({packet.operation}), length {length}"
    return Summary(f"ARP, {info}", said, "arp")


def labels(packet: Arp) -> tuple[str, ...]:
    if packet.operation == REPLY:
        return (f"ARP {packet.sender_ip} is here", "ARP reply", "ARP!")
    if packet.operation != REQUEST:
        return (f"ARP {packet.operation}", "ARP")
    if is_probe(packet):
        return (f"ARP is {packet.target_ip} free?", "ARP probe", "ARP?")
    if is_announcement(packet):
        return (f"ARP I have {packet.sender_ip}", "ARP announcement", "ARP!")
    return (f"ARP who has {packet.target_ip}?", "ARP request", "ARP?")


def facts(packet: Arp) -> Mapping[str, Any]:
    return {name: getattr(packet, name) for name in Arp.__slots__}


def sides(packet: Arp) -> tuple[Side, Side]:
    return Side(packet.sender_ip, packet.sender_mac), Side(packet.target_ip, is_alone=False)


FORMAT = Format(
    type=Arp,
    codec=Codec(codec.encode, codec.decode, codec.fault),
    title="ARP",
    place=LINK,
    layout=codec.LAYOUT,
    faulty=_FAULTY,
    facts=facts,
    summary=summary,
    labels=labels,
    sides=sides,
    parts={
        "arp.hw.type": Part("hardware_type"),
        "arp.proto.type": Part("protocol_type"),
        "arp.hw.size": Part("hardware_length"),
        "arp.proto.size": Part("protocol_length"),
        "arp.opcode": Part("operation"),
        "arp.src.hw_mac": Part("sender_mac"),
        "arp.src.proto_ipv4": Part("sender_ip"),
        "arp.dst.hw_mac": Part("target_mac"),
        "arp.dst.proto_ipv4": Part("target_ip"),
    },
    filters={
        "arp.opcode": Field(lambda packet: packet.operation),
        "arp.src.hw_mac": Field(lambda packet: packet.sender_mac, MacAddress),
        "arp.src.proto_ipv4": Field(lambda packet: packet.sender_ip, IPv4Address),
        "arp.dst.hw_mac": Field(lambda packet: packet.target_mac, MacAddress),
        "arp.dst.proto_ipv4": Field(lambda packet: packet.target_ip, IPv4Address),
        "arp.hw.type": Field(lambda packet: codec.HARDWARE_ETHERNET),
        "arp.proto.type": Field(lambda packet: TYPE_IPV4),
        "arp.isprobe": Field(lambda packet: is_probe(packet) or None, bool),
        "arp.isannouncement": Field(lambda packet: is_announcement(packet) or None, bool),
    },
    words={
        "arp": Word(
            {
                "probe": Detail(is_probe),
                "announcement": Detail(is_announcement),
                "request": Detail(lambda packet: packet.operation == REQUEST),
                "reply": Detail(lambda packet: packet.operation == REPLY),
            },
            has_ports=False,
        )
    },
)
