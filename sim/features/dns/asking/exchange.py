"""Carries queries to servers and brings back what comes, over UDP and TCP: a socket of its own for each query."""

from collections.abc import Callable
from typing import Protocol

from sim.addresses import ANY, IPv4Address
from sim.features.dns.asking.queries import Query
from sim.features.dns.codec import framed
from sim.transport.sockets.contracts import SocketHost
from sim.transport.sockets.errors import name_of_number
from sim.transport.sockets.options import AF_INET, IP_RECVERR, IPPROTO_IP, SOCK_DGRAM, SOCK_STREAM
from sim.transport.sockets.readiness import OUT
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.sockets import Sockets
from sim.transport.tcp.socket import TcpSocket
from sim.transport.udp.socket import UdpSocket

_LARGEST = 65535

Received = Callable[[int, bytes, tuple[IPv4Address, int], int], None]
"""Is given the number of a query, the octets that came to its port, who sent them, and the record."""
Failed = Callable[[int, str, int], None]
"""Is given the number of a query, the name of the error, and the record."""


class ExchangeHost(SocketHost, Protocol):
    """What exchanging messages with servers needs of a device."""

    @property
    def sockets(self) -> Sockets: ...


class Exchange:
    """All queries of one resolver that are on their way."""

    def __init__(self, host: ExchangeHost, received: Received, failed: Failed) -> None:
        self._host = host
        self._received = received
        self._failed = failed
        self._sockets: dict[int, Socket] = {}
        self._streams: dict[int, bytearray] = {}

    def send(self, query: Query, cause: int) -> str:
        """Send a query; the name of the error, "" for none."""
        try:
            return self._send_over_tcp(query, cause) if query.over_tcp else self._send_over_udp(query, cause)
        except OSError as error:
            self.forget(query.number, cause)
            return name_of_number(error.errno)

    def forget(self, number: int, cause: int) -> None:
        """Expect nothing more; no error where nothing is expected."""
        socket = self._sockets.pop(number, None)
        self._streams.pop(number, None)
        if socket is not None:
            socket.close(cause=cause)

    def _send_over_udp(self, query: Query, cause: int) -> str:
        socket = self._host.sockets.open(AF_INET, SOCK_DGRAM, cause=cause)
        assert isinstance(socket, UdpSocket)
        self._sockets[query.number] = socket
        # As glibc does: hear of a server that cannot be reached, not only of a port that nobody listens at.
        socket.set_option(IPPROTO_IP, IP_RECVERR, 1, cause=cause)
        self._bind(socket, query.local_port, cause)
        server = (query.server, query.port)
        socket.connect(server, cause=cause)
        socket.watch(lambda _, __, cause: self._heard(query, cause))
        socket.sendto(query.octets, server, cause=cause, why=query.why)
        return ""

    @staticmethod
    def _bind(socket: UdpSocket, port: int, cause: int) -> None:
        """Take the port that was drawn, or any other where somebody has that one."""
        try:
            socket.bind((ANY, port), cause=cause)
        except OSError:
            socket.bind((ANY, 0), cause=cause)

    def _heard(self, query: Query, cause: int) -> None:
        socket = self._sockets.get(query.number)
        if socket is None:
            return
        try:
            message = socket.recvfrom(_LARGEST, cause=cause)
        except BlockingIOError:
            return
        except OSError as error:
            self._failed(query.number, name_of_number(error.errno), cause)
            return
        self._received(query.number, message.data, message.address, cause)

    def _send_over_tcp(self, query: Query, cause: int) -> str:
        socket = self._host.sockets.open(AF_INET, SOCK_STREAM, cause=cause)
        assert isinstance(socket, TcpSocket)
        self._sockets[query.number] = socket
        self._streams[query.number] = bytearray()
        left = bytearray(framed(query.octets))
        socket.watch(lambda _, events, cause: self._go_on(query, left, events, cause))
        try:
            socket.connect((query.server, query.port), cause=cause)
        except BlockingIOError:
            return ""
        return ""

    def _go_on(self, query: Query, left: bytearray, events: int, cause: int) -> None:
        """The connection can be written to or read from, or has failed."""
        number = query.number
        socket = self._sockets.get(number)
        if socket is None:
            return
        try:
            if left and events & OUT:
                socket.finish_connect(cause=cause)
                del left[: socket.send(bytes(left), cause=cause)]
            self._read(query, socket, cause)
        except BlockingIOError:
            return
        except OSError as error:
            if number in self._sockets:
                self._failed(number, name_of_number(error.errno), cause)

    def _read(self, query: Query, socket: Socket, cause: int) -> None:
        stream = self._streams[query.number]
        while True:
            data = socket.recv(_LARGEST, cause=cause)
            if not data:
                self._failed(query.number, "ECONNRESET", cause)
                return
            stream += data
            length = int.from_bytes(stream[:2], "big")
            if len(stream) >= 2 + length and len(stream) > 2:
                self._received(query.number, bytes(stream[2 : 2 + length]), (query.server, query.port), cause)
                return
