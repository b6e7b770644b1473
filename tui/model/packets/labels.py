"""What a packet is called where there is little room: names from long to short."""

from sim.addresses import ANY
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Damaged, Ethernet, Frame
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.transport.udp.pdu import Udp

_UNREACHABLE = {
    icmp.NET_UNREACHABLE: "net unreachable",
    icmp.HOST_UNREACHABLE: "host unreachable",
    icmp.PROTOCOL_UNREACHABLE: "protocol unreachable",
    icmp.PORT_UNREACHABLE: "port unreachable",
    icmp.FRAGMENTATION_NEEDED: "fragmentation needed",
    icmp.ADMINISTRATIVELY_PROHIBITED: "prohibited",
}
_OTHERS = {
    icmp.TIME_EXCEEDED: ("ICMP time exceeded", "time exceeded", "TTL!"),
    icmp.PARAMETER_PROBLEM: ("ICMP parameter problem", "parameter problem", "param"),
}

SHORT_STATES = {"ESTABLISHED": "ESTAB", "SYN-RECEIVED": "SYN-RECV"}
"""What ``ss`` calls the states of TCP that have long names."""


def labels(packet: Frame | IPv4) -> tuple[str, ...]:
    """The packet's names, the longest first; the last is at most five characters long."""
    if isinstance(packet, Damaged):
        return ("damaged frame", "damaged", "bad")
    carried = packet.payload if isinstance(packet, Ethernet) else packet
    if isinstance(carried, Arp):
        return _arp(carried)
    if isinstance(carried, IPv4):
        return _ipv4(carried)
    return ("Ethernet frame", "frame", "eth")


def name(packet: Frame | IPv4) -> str:
    """The packet's name in a sentence: ``ARP request``."""
    names = labels(packet)
    return names[1] if len(names) > 2 else names[0]


def _arp(packet: Arp) -> tuple[str, ...]:
    if packet.operation == REPLY:
        return (f"ARP {packet.sender_ip} is here", "ARP reply", "ARP!")
    if packet.operation != REQUEST:
        return (f"ARP {packet.operation}", "ARP")
    if packet.sender_ip == ANY:
        return (f"ARP is {packet.target_ip} free?", "ARP probe", "ARP?")
    if packet.sender_ip == packet.target_ip:
        return (f"ARP I have {packet.sender_ip}", "ARP announcement", "ARP!")
    return (f"ARP who has {packet.target_ip}?", "ARP request", "ARP?")


def _ipv4(packet: IPv4) -> tuple[str, ...]:
    payload = packet.payload
    if packet.is_fragment:
        return (f"fragment at {packet.fragment_offset} of {packet.identification}", "IP fragment", "frag")
    if isinstance(payload, Icmp):
        return _icmp(payload)
    if isinstance(payload, Tcp):
        return _tcp(payload)
    if isinstance(payload, Udp):
        return (f"UDP to port {payload.dst_port}", "UDP datagram", "UDP")
    return (f"IP protocol {packet.protocol}", "IP packet", "IP")


def _tcp(segment: Tcp) -> tuple[str, ...]:
    length = len(segment.payload)
    if segment.flags & SYN:
        kind, short = ("SYN ACK", "S+A") if segment.flags & ACK else ("SYN", "SYN")
    elif segment.flags & RST:
        kind, short = "RST", "RST"
    elif segment.flags & FIN:
        kind, short = "FIN", "FIN"
    elif length:
        return (f"TCP {length} octets to port {segment.dst_port}", "TCP data", "data")
    else:
        kind, short = "ACK", "ACK"
    return (f"TCP {kind} to port {segment.dst_port}", f"TCP {kind}", short)


def _icmp(message: Icmp) -> tuple[str, ...]:
    if message.type in (icmp.ECHO_REQUEST, icmp.ECHO_REPLY):
        name, short = ("echo request", "ping") if message.type == icmp.ECHO_REQUEST else ("echo reply", "pong")
        return (f"{name} seq {message.sequence}", name, short)
    if message.type == icmp.DESTINATION_UNREACHABLE:
        text = _UNREACHABLE.get(message.code, "unreachable")
        return (f"ICMP {text}", text, "ICMP")
    if message.type == icmp.REDIRECT:
        return (f"ICMP redirect to {message.gateway}", "redirect", "redir")
    return _OTHERS.get(message.type, (f"ICMP type {message.type}", "ICMP message", "ICMP"))
