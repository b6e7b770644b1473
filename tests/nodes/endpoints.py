"""Sockets of simulated hosts in few words, for tests of what goes over the wire between them."""

from contextlib import suppress

from sim.addresses import ANY
from sim.assembly.ip_node import IpNode
from sim.trace.records import NO_CAUSE
from sim.transport.sockets.options import AF_INET, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM
from sim.transport.sockets.raw_socket import RawSocket
from sim.transport.tcp.machine.rows import CONNECTIONS
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, SYN, Tcp
from sim.transport.tcp.socket import TcpSocket
from sim.transport.udp.socket import UdpSocket
from tests.nodes.lab import Lab, ip

FLAGS = ((SYN, "SYN"), (FIN, "FIN"), (RST, "RST"), (PSH, "PSH"), (ACK, "ACK"))


def udp(node: IpNode, port: int = 0, address: str = "0.0.0.0") -> UdpSocket:
    """A UDP socket, bound where a port is given."""
    socket = node.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    assert isinstance(socket, UdpSocket)
    if port:
        socket.bind((ip(address), port), cause=NO_CAUSE)
    return socket


def raw(node: IpNode, protocol: int) -> RawSocket:
    socket = node.sockets.open(AF_INET, SOCK_RAW, protocol, cause=NO_CAUSE)
    assert isinstance(socket, RawSocket)
    return socket


def tcp(node: IpNode, port: int = 0) -> TcpSocket:
    """A TCP socket, bound where a port is given."""
    socket = node.sockets.open(AF_INET, SOCK_STREAM, cause=NO_CAUSE)
    assert isinstance(socket, TcpSocket)
    if port:
        socket.bind((ANY, port), cause=NO_CAUSE)
    return socket


def listener(node: IpNode, port: int = 80, backlog: int = 5) -> TcpSocket:
    socket = tcp(node, port)
    socket.listen(backlog, cause=NO_CAUSE)
    return socket


def connect(socket: TcpSocket, address: str, port: int = 80) -> None:
    """Begin to connect."""
    with suppress(BlockingIOError):
        socket.connect((ip(address), port), cause=NO_CAUSE)


def accept(socket: TcpSocket) -> TcpSocket:
    return socket.accept(cause=NO_CAUSE)[0]


def error_of(socket: TcpSocket | UdpSocket) -> int:
    """SO_ERROR."""
    return socket.take_error(cause=NO_CAUSE)


def segments(lab: Lab, node: str) -> list[Tcp]:
    """The segments that a device has sent on its links so far."""
    payloads = [datagram.payload for datagram in lab.datagrams(node)]
    return [payload for payload in payloads if isinstance(payload, Tcp)]


def told(segment: Tcp) -> str:
    """Flags, number, what is acknowledged and how much there is: ``SYN ACK 300 101 0``."""
    flags = " ".join(name for bit, name in FLAGS if segment.flags & bit)
    return f"{flags} {segment.seq} {segment.ack} {len(segment.payload)}"


def states(node: IpNode) -> list[str]:
    """The states of all the connections and listeners of a host."""
    return [str(row.state) for row in node.tables[CONNECTIONS].values()]
