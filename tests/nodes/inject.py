"""Odd frames from outside: what no device of ours would send, put straight into a port."""

from typing import Any

from sim.addresses import BROADCAST_MAC, MacAddress
from sim.ip.arp.pdu import Arp
from sim.ip.icmp.pdu import ECHO_REQUEST, Icmp, echo
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_UDP, IPv4
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Ethernet
from sim.pdu.base import Content
from sim.trace.records import NO_CAUSE
from sim.transport.udp.pdu import Udp
from tests.nodes.lab import Lab, ip

STRANGER = MacAddress.parse("02:00:00:00:00:99")


def feed(lab: Lab, place: str, payload: Content, dst: MacAddress | None = None, seconds: float = 1) -> None:
    """Let a frame reach a port now, addressed to it unless ``dst`` says otherwise, and run on."""
    lab.net.start()
    port = lab.port(place)
    kind = TYPE_ARP if isinstance(payload, Arp) else TYPE_IPV4
    frame = Ethernet(lab.mac(place) if dst is None else dst, STRANGER, kind, payload)
    port.user.receive((port, frame, NO_CAUSE))
    assert lab.wait(seconds)


def feed_all(lab: Lab, place: str, payload: Content, seconds: float = 1) -> None:
    """The same in a broadcast frame."""
    feed(lab, place, payload, BROADCAST_MAC, seconds)


def request(src: str, dst: str, **more: Any) -> IPv4:
    """A datagram with an echo request."""
    return datagram(src, dst, PROTOCOL_ICMP, echo(ECHO_REQUEST, 77, 1, b"where are you?"), **more)


def user_datagram(src: str, dst: str, port: int = 9, **more: Any) -> IPv4:
    """A datagram for a UDP port where nobody listens."""
    return datagram(src, dst, PROTOCOL_UDP, Udp(5000, port, b"hello"), **more)


def datagram(src: str, dst: str, protocol: int, payload: Content, ttl: int = 64, options: bytes = b"") -> IPv4:
    return IPv4(ip(src), ip(dst), protocol, payload, ttl, options=options)


def errors(lab: Lab, node: str) -> list[tuple[str, str, int, int]]:
    """The ICMP messages that a node put on its links: source, destination, type, code."""
    found = [(each.src, each.dst, each.payload) for each in lab.datagrams(node)]
    return [(str(s), str(d), m.type, m.code) for s, d, m in found if isinstance(m, Icmp)]


def frames(lab: Lab, node: str) -> list[tuple[str, MacAddress]]:
    """Port and destination of the frames that a node sent."""
    return [(each.port, each.what.dst) for each in lab.sent(node) if isinstance(each.what, Ethernet)]
