"""Greets a peer again and again, and remembers who greets."""

from collections.abc import Callable
from typing import Any, Protocol

from sim.addresses import ANY, IPv4Address
from sim.effects import TimerName
from sim.kernel import Kernel
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE
from sim.transport.sockets.options import AF_INET, SOCK_DGRAM
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.sockets import Sockets
from sim.transport.udp.socket import UdpSocket
from sim.why import Why
from tests.invented import rules
from tests.invented.pdu import HELLO, PORT, Greeting, decode, encode
from tests.invented.settings import GreetingSettings
from tests.invented.tables import NAME, GreeterRow


class Host(Protocol):
    """What greetings need of a host."""

    kernel: Kernel
    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def sockets(self) -> Sockets: ...
    def put(self, table: str, key: Any, row: Any, why: Why, cause: int) -> int: ...
    def arm(self, name: TimerName, deadline: int, why: Why, cause: int) -> None: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...


class Greeter:
    def __init__(self, host: Host) -> None:
        self._host = host
        self._settings = host.settings.of(GreetingSettings)
        self._sent = 0
        self._greeters: dict[IPv4Address, GreeterRow] = host.tables.setdefault(NAME, {})
        host.on_timeout(NAME, self._greet)
        socket = host.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
        assert isinstance(socket, UdpSocket)
        self._socket = socket
        socket.bind((ANY, PORT), cause=NO_CAUSE)
        socket.watch(self._hear)
        if self._settings.peer is not None:
            self._wait(NO_CAUSE)

    def greet(self, peer: IPv4Address, cause: int) -> None:
        self._sent += 1
        name = self._settings.name
        why = Why(rules.GREETS, name=name, peer=peer, count=self._sent)
        self._socket.sendto(encode(Greeting(HELLO, self._sent, name)), (peer, PORT), cause=cause, why=why)

    def _wait(self, cause: int) -> None:
        interval = self._settings.interval
        self._host.arm((NAME,), self._host.kernel.now + interval, Why(rules.NEXT, ns=interval), cause)

    def _greet(self, name: TimerName, cause: int) -> None:
        if self._settings.peer is not None:
            self.greet(self._settings.peer, cause)
            self._wait(cause)

    def _hear(self, socket: Socket, events: int, cause: int) -> None:
        message = socket.recvfrom(100, cause=cause)
        greeting = decode(message.data)
        if greeting is not None and message.address is not None:
            ip = message.address[0]
            count = self._greeters[ip].times + 1 if ip in self._greeters else 1
            why = Why(rules.HEARD, name=greeting.name, ip=ip)
            self._host.put(NAME, ip, GreeterRow(greeting.name, count), why, cause)
