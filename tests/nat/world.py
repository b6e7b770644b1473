"""A router with NAT alone, between hosts that exist only as octets."""

from typing import Any, NamedTuple

from sim import standalone
from sim.addresses import IPv4Address, MacAddress
from sim.features.nat.settings import NatSettings
from sim.ip.arp.settings import ArpSettings
from sim.ip.icmp.pdu import ECHO_REPLY, ECHO_REQUEST, Icmp, echo
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.kernel import SECOND
from sim.settings import NodeSettings
from sim.trace.records import Kind
from sim.transport.tcp.pdu import ACK, SYN, Tcp
from sim.transport.udp.pdu import Udp

PC = "192.168.1.10"
PC2 = "192.168.1.11"
INSIDE_ROUTER = "192.168.1.1"
OUTSIDE = "203.0.113.5"
SERVER = "198.51.100.7"
SERVER2 = "198.51.100.8"
MINUTE = 60 * SECOND

_MACS = {"eth0": "02:00:00:00:00:01", "eth1": "02:00:00:00:00:02"}
PEERS = {
    "eth0": dict.fromkeys(("192.168.1.10", "192.168.1.11", "192.168.1.12"), "02:00:00:00:01:00"),
    "eth1": {"203.0.113.1": "02:00:00:00:01:01"},
}
"""The stations at each port, with their MAC addresses."""


def ip(text: str) -> IPv4Address:
    return IPv4Address.parse(text)


def udp(src: str, src_port: int, dst: str, dst_port: int, data: bytes = b"hello", **more: Any) -> IPv4:
    return IPv4(ip(src), ip(dst), PROTOCOL_UDP, Udp(src_port, dst_port, data), **more)


def tcp(src: str, src_port: int, dst: str, dst_port: int, flags: int, seq: int = 100, ack: int = 0) -> IPv4:
    return IPv4(ip(src), ip(dst), PROTOCOL_TCP, Tcp(src_port, dst_port, seq, ack, flags, 8000))


def ping(src: str, dst: str, identifier: int, sequence: int = 1) -> IPv4:
    return IPv4(ip(src), ip(dst), PROTOCOL_ICMP, echo(ECHO_REQUEST, identifier, sequence, b"abcdefgh"))


def pong(src: str, dst: str, identifier: int, sequence: int = 1) -> IPv4:
    return IPv4(ip(src), ip(dst), PROTOCOL_ICMP, echo(ECHO_REPLY, identifier, sequence, b"abcdefgh"))


def error(src: str, dst: str, kind: int, code: int, about: IPv4, quoted: int = 28) -> IPv4:
    """An ICMP error about a datagram, of whose octets it quotes so many."""
    return IPv4(ip(src), ip(dst), PROTOCOL_ICMP, Icmp(kind, code, 0, ipv4.encode(about)[:quoted]))


class Left(NamedTuple):
    """A datagram that the router sent, in few words: where, and both ends."""

    port: str
    src: str
    dst: str


class Router:
    """A router whose ``eth1``, 203.0.113.5, is the outside."""

    def __init__(self, *more: tuple[Any, ...], translates: bool = True, **nat: Any) -> None:
        static = tuple((ip(each), MacAddress.parse(mac)) for known in PEERS.values() for each, mac in known.items())
        settings = NodeSettings(ArpSettings(static=static), NatSettings("eth1" if translates else "", **nat), *more)
        interfaces = {"eth0": "192.168.1.1/24", "eth1": "203.0.113.5/24"}
        self.device = standalone.router(interfaces, gateway="203.0.113.1", macs=_MACS, settings=settings)

    def sends(self, port: str, datagram: IPv4) -> list[tuple[str, IPv4]]:
        """Let a datagram come in at a port; what the router sends at once."""
        peer = next(iter(PEERS[port].values()))
        frame = bytes.fromhex((_MACS[port] + peer).replace(":", "")) + b"\x08\x00"
        emitted = self.device.receive(port, frame + ipv4.encode(datagram))
        found = [(each.port, ipv4.decode(each.octets[14:])) for each in emitted if each.octets[12:14] == b"\x08\x00"]
        return [(port, datagram) for port, datagram in found if datagram is not None]

    def out(self, datagram: IPv4) -> list[tuple[str, IPv4]]:
        """Let an inside host send a datagram."""
        return self.sends("eth0", datagram)

    def back(self, datagram: IPv4) -> list[tuple[str, IPv4]]:
        """Let somebody outside send a datagram."""
        return self.sends("eth1", datagram)

    def only(self, sent: list[tuple[str, IPv4]]) -> IPv4:
        """The one datagram of a list."""
        assert len(sent) == 1, sent
        return sent[0][1]

    def wait(self, ns: int) -> None:
        self.device.advance(ns)

    @property
    def drops(self) -> list[str]:
        """The rules by which datagrams were dropped."""
        return [each.why.rule.id for each in self.device.trace if each.kind is Kind.PACKET_DROPPED]

    @property
    def mappings(self) -> dict[str, str]:
        """The mappings: outside end, inside end."""
        rows = self.device.table("nat").items()
        return {f"{key.outside_ip}:{key.outside_port}": f"{row.inside_ip}:{row.inside_port}" for key, row in rows}


def ends(datagram: IPv4) -> tuple[str, str]:
    """Both ends as people write them."""
    payload = datagram.payload
    if isinstance(payload, Udp | Tcp):
        return f"{datagram.src}:{payload.src_port}", f"{datagram.dst}:{payload.dst_port}"
    return str(datagram.src), str(datagram.dst)


def told(sent: list[tuple[str, IPv4]]) -> list[tuple[str, str, str]]:
    """What was sent: the port and both ends of each."""
    return [(port, *ends(datagram)) for port, datagram in sent]


def connect(router: Router, port: int = 40000, dst_port: int = 80, src: str = PC, dst: str = SERVER) -> int:
    """Open a TCP connection from an inside host; its outside port."""
    syn = router.only(router.out(tcp(src, port, dst, dst_port, SYN)))
    assert isinstance(syn.payload, Tcp)
    outside = syn.payload.src_port
    assert router.back(tcp(dst, dst_port, str(syn.src), outside, SYN | ACK, 500, 101))
    assert router.out(tcp(src, port, dst, dst_port, ACK, 101, 501))
    return outside
