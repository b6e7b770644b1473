"""All the sockets of a host."""

from typing import TYPE_CHECKING

from sim.ip.ipv4.pdu import IPv4
from sim.transport.sockets import options as names
from sim.transport.sockets import rules
from sim.transport.sockets.errors import error
from sim.transport.sockets.raw_socket import RawSocket
from sim.transport.sockets.rows import TABLE
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.tcp_socket import TcpSocket
from sim.transport.sockets.udp_socket import UdpSocket
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode


class Sockets:
    """Opens sockets and knows those that are open, by their numbers from 1 on."""

    def __init__(self, node: "IpNode") -> None:
        self.node = node
        self.opened: dict[int, Socket] = {}
        self.raw: list[RawSocket] = []
        self._number = 0
        node.tables[TABLE] = {}

    def open(self, family: int, kind: int, protocol: int = 0, program: int = 0, *, cause: int) -> Socket:
        """A new socket; 0 is the kind's usual protocol. EAFNOSUPPORT, EINVAL, EPROTONOSUPPORT, EACCES."""
        if family != names.AF_INET:
            raise error("EAFNOSUPPORT")
        made = _class_of(kind & ~names.KIND_FLAGS, protocol)
        socket = made(self.node, self.next_number(), protocol or _USUAL[made.kind], program)
        self.opened[socket.number] = socket
        if isinstance(socket, RawSocket):
            self.raw.append(socket)
        socket.put(Why(rules.OPENED, socket=socket.number, protocol=socket.protocol), cause)
        return socket

    def next_number(self) -> int:
        self._number += 1
        return self._number

    def forget(self, socket: Socket) -> None:
        """A socket was closed."""
        self.opened.pop(socket.number, None)
        if isinstance(socket, RawSocket):
            self.raw.remove(socket)

    def receive_raw(self, datagram: IPv4, cause: int) -> bool:
        """Give a datagram for this node to each raw socket of its protocol; whether there was one."""
        takers = [socket for socket in self.raw if socket.takes(datagram)]
        for socket in takers:
            socket.receive(datagram, cause)
        return bool(takers)


_USUAL = {names.SOCK_DGRAM: names.IPPROTO_UDP, names.SOCK_STREAM: names.IPPROTO_TCP}


def _class_of(kind: int, protocol: int) -> type[Socket]:
    match kind, protocol:
        case names.SOCK_DGRAM, (0 | names.IPPROTO_UDP):
            return UdpSocket
        case names.SOCK_STREAM, (0 | names.IPPROTO_TCP):
            return TcpSocket
        case names.SOCK_DGRAM, names.IPPROTO_ICMP:
            raise error("EACCES")  # no group may have these unless somebody allows it: ping_group_range
        case names.SOCK_RAW, number if 0 < number <= names.IPPROTO_RAW:
            return RawSocket
        case ((names.SOCK_STREAM | names.SOCK_DGRAM | names.SOCK_RAW), _):
            raise error("EPROTONOSUPPORT")
    raise error("EINVAL")
