"""All the sockets of a host."""

from collections.abc import Callable

from sim.device.interface import Interface
from sim.ip.ipv4.pdu import IPv4
from sim.transport.sockets import options as names
from sim.transport.sockets import rules
from sim.transport.sockets.contracts import SocketHost
from sim.transport.sockets.errors import error
from sim.transport.sockets.raw_socket import RawSocket
from sim.transport.sockets.rows import TABLE
from sim.transport.sockets.socket import Socket
from sim.why import Why

Maker = Callable[[SocketHost, int, int, int], Socket]
"""Makes a socket: its host, its number, its protocol, and the program that owns it."""


class Sockets:
    """Opens sockets and knows those that are open, by their numbers from 1 on. Protocols offer the kinds."""

    def __init__(self, node: SocketHost) -> None:
        self.node = node
        self.opened: dict[int, Socket] = {}
        self.raw: list[RawSocket] = []
        self._number = 0
        self._makers: dict[tuple[int, int], Maker] = {}
        self._usual: dict[int, int] = {}
        node.tables[TABLE] = {}

    def open(self, family: int, kind: int, protocol: int = 0, program: int = 0, *, cause: int) -> Socket:
        """A new socket; 0 is the kind's usual protocol. EAFNOSUPPORT, EINVAL, EPROTONOSUPPORT, EACCES."""
        if family != names.AF_INET:
            raise error("EAFNOSUPPORT")
        kind &= ~names.KIND_FLAGS
        make = self._maker(kind, protocol)
        socket = make(self.node, self.next_number(), protocol or self._usual[kind], program)
        self.opened[socket.number] = socket
        if isinstance(socket, RawSocket):
            self.raw.append(socket)
            socket.put(Why(rules.OPENED_RAW, socket=socket.number, protocol=socket.protocol), cause)
        else:
            socket.put(Why(rules.OPENED, socket=socket.number, transport=socket.name.upper()), cause)
        return socket

    def offer(self, kind: int, protocol: int, make: Maker) -> None:
        """Let programs open sockets of a kind for a protocol; the first protocol of a kind is its usual one."""
        self._makers[kind, protocol] = make
        self._usual.setdefault(kind, protocol)

    def _maker(self, kind: int, protocol: int) -> Maker:
        make = self._makers.get((kind, protocol or self._usual.get(kind, 0)))
        if make is not None:
            return make
        if kind == names.SOCK_RAW and 0 < protocol <= names.IPPROTO_RAW:
            return RawSocket
        if (kind, protocol) == (names.SOCK_DGRAM, names.IPPROTO_ICMP):
            raise error("EACCES")  # no group may have these unless somebody allows it: ping_group_range
        raise error("EPROTONOSUPPORT" if kind in (names.SOCK_STREAM, names.SOCK_DGRAM, names.SOCK_RAW) else "EINVAL")

    def next_number(self) -> int:
        self._number += 1
        return self._number

    def forget(self, socket: Socket) -> None:
        """A socket was closed."""
        self.opened.pop(socket.number, None)
        if isinstance(socket, RawSocket):
            self.raw.remove(socket)

    def receive_raw(self, datagram: IPv4, interface: Interface | None, cause: int) -> bool:
        """Give a datagram for this node to each raw socket of its protocol; whether there was one."""
        if not self.raw:
            return False
        takers = [socket for socket in self.raw if socket.takes(datagram, interface)]
        for socket in takers:
            socket.receive(datagram, interface, cause)
        return bool(takers)
