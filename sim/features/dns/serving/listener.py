"""Listens at port 53 for queries, over UDP and over TCP, and sends what answers them (RFC 1035 4.2, RFC 7766)."""

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, Protocol

from sim.addresses import ANY, IPv4Address
from sim.features.dns.codec import framed
from sim.features.dns.numbers import PORT
from sim.trace.records import NO_CAUSE
from sim.transport.sockets import control, options
from sim.transport.sockets.contracts import SocketHost
from sim.transport.sockets.datagram_socket import Asked
from sim.transport.sockets.options import AF_INET, IP_PKTINFO, IPPROTO_IP, SOCK_DGRAM, SOCK_STREAM
from sim.transport.sockets.rows import Address
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.sockets import Sockets
from sim.transport.sockets.waiting import Watcher
from sim.transport.tcp.socket import TcpSocket
from sim.transport.udp.socket import UdpSocket
from sim.why import Why

_LARGEST = 65535
_BACKLOG = 10


class Asker(NamedTuple):
    """Who has asked: their address and port, and one's own address, or the number of the connection."""

    ip: IPv4Address
    port: int
    own: IPv4Address | None = None
    connection: int | None = None

    @property
    def over_tcp(self) -> bool:
        return self.connection is not None


Take = Callable[[bytes, Asker, int], None]
"""Is given the octets of a message, who sent them, and the record."""


class ListeningHost(SocketHost, Protocol):
    """What listening needs of a device."""

    @property
    def sockets(self) -> Sockets: ...


class Listener:
    """Gives each message to ``take``. Answers go back from the address that was asked, as askers expect."""

    def __init__(self, host: ListeningHost, take: Take) -> None:
        self._host = host
        self._take = take
        self._connections: dict[int, TcpSocket] = {}
        self._come: dict[int, bytearray] = {}
        self._left: dict[int, bytearray] = {}
        datagrams = host.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
        assert isinstance(datagrams, UdpSocket)
        datagrams.set_option(IPPROTO_IP, IP_PKTINFO, 1, cause=NO_CAUSE)
        datagrams.bind((ANY, PORT), cause=NO_CAUSE)
        datagrams.watch(self._heard)
        self._datagrams = datagrams
        streams = host.sockets.open(AF_INET, SOCK_STREAM, cause=NO_CAUSE)
        assert isinstance(streams, TcpSocket)
        streams.set_option(options.SOL_SOCKET, options.SO_REUSEADDR, 1, cause=NO_CAUSE)
        streams.bind((ANY, PORT), cause=NO_CAUSE)
        streams.listen(_BACKLOG, cause=NO_CAUSE)
        streams.watch(self._called)
        self._streams = streams

    def answer(self, asker: Asker, octets: bytes, why: Why, cause: int) -> None:
        """Send the octets of an answer; nothing happens where a connection is gone, or where there is no way back."""
        if asker.connection is None:
            asked = None if asker.own is None else Asked(source=asker.own)
            # That there is no way is a record of the IP layer: a server goes on to the next question.
            with suppress(OSError):
                self._datagrams.sendto(octets, (asker.ip, asker.port), cause=cause, why=why, asked=asked)
            return
        if asker.connection in self._left:
            self._left[asker.connection] += framed(octets)
            self._write(asker.connection, cause)

    # UDP

    def _heard(self, socket: Socket, events: int, cause: int) -> None:
        while True:
            try:
                message = socket.recvfrom(_LARGEST, cause=cause)
            except BlockingIOError:
                return
            except OSError:
                continue  # an ICMP error about an answer: who asked is gone
            ip, port = message.address
            self._take(message.data, Asker(ip, port, _own_of(message.control)), cause)

    # TCP

    def _called(self, socket: Socket, events: int, cause: int) -> None:
        while True:
            try:
                connection, address = self._streams.accept(cause=cause)
            except BlockingIOError:
                return
            except OSError:
                return
            number = connection.number
            self._connections[number] = connection
            self._come[number], self._left[number] = bytearray(), bytearray()
            connection.watch(self._watcher(number, address))
            self._go_on(number, address, cause)

    def _watcher(self, number: int, who: Address) -> Watcher:
        return lambda _, __, cause: self._go_on(number, who, cause)

    def _go_on(self, number: int, who: Address, cause: int) -> None:
        self._write(number, cause)
        while number in self._connections:
            try:
                data = self._connections[number].recv(_LARGEST, cause=cause)
            except BlockingIOError:
                return
            except OSError:
                data = b""
            if not data:
                self._close(number, cause)
                return
            self._come[number] += data
            self._take_whole_ones(number, who, cause)

    def _take_whole_ones(self, number: int, who: Address, cause: int) -> None:
        """Take the messages that have come to their end (RFC 1035 4.2.2)."""
        come = self._come[number]
        while len(come) > 2 and len(come) >= 2 + (length := int.from_bytes(come[:2], "big")):
            octets = bytes(come[2 : 2 + length])
            del come[: 2 + length]
            self._take(octets, Asker(*who, connection=number), cause)
            if number not in self._connections:
                return

    def _write(self, number: int, cause: int) -> None:
        left = self._left.get(number)
        try:
            while left:
                del left[: self._connections[number].send(bytes(left), cause=cause)]
        except BlockingIOError:
            return
        except OSError:
            self._close(number, cause)

    def _close(self, number: int, cause: int) -> None:
        connection = self._connections.pop(number, None)
        if connection is not None:
            del self._come[number], self._left[number]
            connection.close(cause=cause)


def _own_of(items: tuple[control.Control, ...]) -> IPv4Address | None:
    """The address that a datagram came to."""
    for level, kind, octets in items:
        if (level, kind) == (IPPROTO_IP, IP_PKTINFO):
            _, own, _ = control.PACKET_INFO.unpack(octets)
            return IPv4Address(int.from_bytes(own, "big"))
    return None
