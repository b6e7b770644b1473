"""One host alone, for measuring its TCP, UDP and ICMP from outside: socket calls and IP datagrams in, datagrams out.

::

    host = Bench("192.0.2.1", isn=100, timestamps=False)
    fd = host.socket(AF_INET, SOCK_STREAM).value
    host.connect(fd, ("198.51.100.2", 80))      # Answer(value=-1, errno=EINPROGRESS)
    host.next_tx()                               # (0, the octets of an IPv4 datagram with the SYN)
    host.inject(syn_ack)                         # the ACK waits to be fetched by next_tx
    host.advance(1_000_000_000)

Time is virtual, in ns from 0, and stands still but in :meth:`Bench.advance` and :meth:`Bench.next_tx`: whoever drives
the host is the network. There is no link layer, so no ARP; every datagram leaves at the instant it is sent. The names,
their arguments and what they return stay as they are from version to version.
"""

import errno
from collections.abc import Callable
from typing import Any, NamedTuple

from sim import standalone
from sim.addresses import DEFAULT_ROUTE, InterfaceAddress, IPv4Address, MacAddress
from sim.assembly.ip_node import IpNode
from sim.device.interface import Interface
from sim.ip.ipv4 import codec as wire
from sim.ip.routes.service import StaticRoute
from sim.link.ethernet.pdu import HEADER_LENGTH, TYPE_IPV4
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE
from sim.trace.trace import Trace
from sim.transport.sockets import options
from sim.transport.sockets.datagram_socket import LONGEST
from sim.transport.sockets.errors import error
from sim.transport.sockets.options import (
    MSG_DONTWAIT,
    MSG_ERRQUEUE,
    MSG_MORE,
    MSG_NOSIGNAL,
    MSG_PEEK,
    MSG_TRUNC,
    MSG_WAITALL,
)
from sim.transport.sockets.socket import Socket
from sim.transport.tcp.machine.settings import PROFILES, TcpSettings
from sim.transport.tcp.socket import TcpSocket

AF_INET = options.AF_INET
SOCK_STREAM = options.SOCK_STREAM
SOCK_DGRAM = options.SOCK_DGRAM
SOCK_RAW = options.SOCK_RAW

_OUTSIDE_MAC = MacAddress.parse("02:00:00:00:00:02")
_PORT = "ip0"
_SENDING = MSG_DONTWAIT | MSG_MORE | MSG_NOSIGNAL
_RECEIVING = MSG_DONTWAIT | MSG_ERRQUEUE | MSG_NOSIGNAL | MSG_PEEK | MSG_TRUNC | MSG_WAITALL


class Answer(NamedTuple):
    """What a call returned: its value and 0, or -1 and the number in ``errno`` that Linux would give."""

    value: Any
    errno: int


class Bench:
    """A host whose IP layer is attached to the caller.

    ``address`` is its own, with a prefix length where it has a network (for broadcasts). ``mtu`` (octets) is that of
    its interface, for what it sends. ``stack`` holds the fields of
    :class:`sim.transport.tcp.machine.settings.TcpSettings` by name, times in ns; ``profile="simple"`` starts from the
    packets that textbooks draw. Raises ``ValueError`` for an address that is none, ``TypeError`` for an option that is
    unknown.
    """

    def __init__(
        self,
        address: str = "192.0.2.1",
        *,
        mtu: int = 1500,
        seed: int = 0,
        settings: NodeSettings = NodeSettings(),
        profile: str = "default",
        trace: Trace | None = None,
        **stack: Any,
    ) -> None:
        unknown = sorted(stack.keys() - set(TcpSettings._fields))
        if unknown or profile not in PROFILES:
            known = ", ".join(TcpSettings._fields)
            raise TypeError(f"{(unknown or [profile])[0]!r} is no option of the stack; there are {known}")
        start = settings.of(TcpSettings) if profile == "default" else PROFILES[profile]
        own = InterfaceAddress.parse(address if "/" in address else f"{address}/32")
        self._device = standalone.host(
            {_PORT: str(own)},
            routes=[StaticRoute(DEFAULT_ROUTE, port=_PORT)],
            settings=settings.having(start._replace(**stack)),
            mtu=mtu,
            seed=seed,
            trace=trace,
        )
        assert isinstance(self._device.node, IpNode)
        self.node: IpNode = self._device.node
        self.node.loop.delay = 0  # time stands still in a call
        self.node.interfaces[_PORT].far_mac = _OUTSIDE_MAC  # nobody to resolve: all that leaves goes to the caller
        link = self.node.ports[_PORT].link
        assert link is not None, "it leads to the caller"
        link.longest_frame = HEADER_LENGTH + LONGEST  # the MTU bounds what leaves: what comes in is the caller's affair
        self._sent: list[tuple[int, bytes]] = []

    # Time and datagrams

    @property
    def now(self) -> int:
        """The time in ns."""
        return self._device.now

    @property
    def due(self) -> int | None:
        """When the host does something by itself next (ns), unless something reaches it before; ``None`` for never."""
        wait = self._device.due
        return None if wait is None else self.now + wait

    @property
    def trace(self) -> Trace:
        """What the host did and why, record by record."""
        return self._device.trace

    def inject(self, octets: bytes) -> None:
        """Let an IPv4 datagram, which may be malformed, reach the host now; what it sends waits for :meth:`next_tx`."""
        frame = _header(self.node.interfaces[_PORT]) + octets
        self._collect(lambda: self._device.receive(_PORT, frame))

    def next_tx(self) -> tuple[int, bytes] | None:
        """The next datagram that leaves the host: when (ns), and its octets.

        Time passes until one leaves. ``None`` where the host has nothing left to do by itself.
        """
        while not self._sent:
            due = self._device.due
            if due is None:
                return None
            self._pass(due)
        return self._sent.pop(0)

    def advance(self, ns: int) -> None:
        """Let ``ns`` nanoseconds pass; what is sent meanwhile waits for :meth:`next_tx`. ``ValueError`` if negative."""
        end = self.now + ns
        while (due := self._device.due) is not None and self.now + due < end:
            self._pass(due)
        self._pass(end - self.now)

    def pending(self) -> int:
        """How many datagrams wait to be fetched by :meth:`next_tx` without any time passing."""
        return len(self._sent)

    def table(self, name: str) -> dict[Any, Any]:
        """A copy of one of the host's tables: ``tcp``, ``tcp-send``, ``tcp-receive``, ``socket``, ``route`` …"""
        self.node.tcp.write_rows(NO_CAUSE)
        return self._device.table(name)

    def change(self, **stack: Any) -> None:
        """Change options of the stack while it runs, for the connections that there are, too.

        What an end offers in its SYN stays as it was agreed on. ``TypeError`` for an unknown name.
        """
        unknown = sorted(stack.keys() - set(TcpSettings._fields))
        if unknown:
            raise TypeError(f"{unknown[0]!r} is no option of the stack; there are {', '.join(TcpSettings._fields)}")
        node = self.node
        node.settings = node.tcp.settings = node.settings.having(node.settings.of(TcpSettings)._replace(**stack))
        for socket in tuple(node.sockets.opened.values()):
            if isinstance(socket, TcpSocket):
                socket.settings_changed(NO_CAUSE)
        self._pass(0)

    # Socket calls: none blocks; what would answers EAGAIN, and connect EINPROGRESS

    def socket(self, family: int = AF_INET, kind: int = SOCK_STREAM, protocol: int = 0) -> Answer:
        """A new socket's number, by which the other calls know it."""
        return self._answer(lambda: self.node.sockets.open(family, kind, protocol, cause=NO_CAUSE).number)

    def bind(self, fd: int, address: tuple[str, int]) -> Answer:
        """``bind``: 0."""
        return self._call(fd, lambda it: it.bind(_address(address), cause=NO_CAUSE))

    def listen(self, fd: int, backlog: int = 128) -> Answer:
        """``listen``: 0."""
        return self._call(fd, lambda it: it.listen(backlog, cause=NO_CAUSE))

    def accept(self, fd: int) -> Answer:
        """``accept``: the number of the connected socket, whose peer :meth:`getpeername` tells."""
        return self._call(fd, lambda it: it.accept(cause=NO_CAUSE)[0].number)

    def connect(self, fd: int, address: tuple[str, int]) -> Answer:
        """``connect``: 0, or EINPROGRESS; then :meth:`poll` tells OUT, and ``SO_ERROR`` what came of it."""
        return self._call(fd, lambda it: it.connect(_address(address), cause=NO_CAUSE))

    def send(self, fd: int, data: bytes, flags: int = 0) -> Answer:
        """``send``: how many octets were taken. Of the flags, those that change how to wait change nothing here."""
        return self._call(fd, lambda it: self._send(it, data, flags), flags & ~_SENDING)

    @staticmethod
    def _send(it: Socket, data: bytes, flags: int, address: "tuple[IPv4Address, int] | None" = None) -> int:
        if flags & MSG_MORE:
            it.say_more()
        return it.send(data, cause=NO_CAUSE) if address is None else it.sendto(data, address, cause=NO_CAUSE)

    def sendto(self, fd: int, data: bytes, address: tuple[str, int], flags: int = 0) -> Answer:
        """``sendto``: how many octets were taken."""
        return self._call(fd, lambda it: self._send(it, data, flags, _address(address)), flags & ~_SENDING)

    def recv(self, fd: int, limit: int, peek: bool = False, flags: int = 0) -> Answer:
        """``recv``: ``bytes``, empty at the end of a stream; with MSG_TRUNC how many octets there were."""
        return self._call(fd, lambda it: self._received(it, limit, peek, flags)[0], flags & ~_RECEIVING)

    def recvfrom(self, fd: int, limit: int, peek: bool = False, flags: int = 0) -> Answer:
        """``recvfrom``: what ``recv`` tells, and ``(address, port)``, or ``None`` of a stream."""
        return self._call(fd, lambda it: self._received(it, limit, peek, flags), flags & ~_RECEIVING)

    @staticmethod
    def _received(it: Socket, limit: int, peek: bool, flags: int) -> tuple[bytes | int, tuple[str, int] | None]:
        if flags & MSG_ERRQUEUE:
            message = it.recv_trouble(limit)
        else:
            message = it.recvfrom(limit, peek=peek or bool(flags & MSG_PEEK), cause=NO_CAUSE)
        told = message.whole_length if flags & MSG_TRUNC else message.data
        return told, None if message.address is None else _text(message.address)

    def shutdown(self, fd: int, how: int) -> Answer:
        """``shutdown``: 0. ``how`` is 0 for reading, 1 for writing, 2 for both."""
        return self._call(fd, lambda it: it.shutdown(how, cause=NO_CAUSE))

    def close(self, fd: int) -> Answer:
        """``close``: 0. The number is not given again."""
        return self._call(fd, lambda it: it.close(cause=NO_CAUSE))

    def setsockopt(self, fd: int, level: int, name: int, value: int | bytes) -> Answer:
        """``setsockopt``: 0. Levels and names are Linux's numbers."""
        return self._call(fd, lambda it: it.set_option(level, name, value, cause=NO_CAUSE))

    def getsockopt(self, fd: int, level: int, name: int) -> Answer:
        """``getsockopt``: a number, or ``bytes`` where the option is more than a number."""
        return self._call(fd, lambda it: it.get_option(level, name, cause=NO_CAUSE))

    def getsockname(self, fd: int) -> Answer:
        """``getsockname``: ``(address, port)``."""
        return self._call(fd, lambda it: _text(it.getsockname()))

    def getpeername(self, fd: int) -> Answer:
        """``getpeername``: ``(address, port)``."""
        return self._call(fd, lambda it: _text(it.getpeername()))

    def poll(self, fd: int) -> Answer:
        """``poll`` for everything, without waiting: the mask of what the socket is ready for, in Linux's bits."""
        return self._call(fd, lambda it: it.events())

    def _call(self, fd: int, function: Callable[[Socket], Any], unknown: int = 0) -> Answer:
        """``unknown`` are flags that the call cannot do: EOPNOTSUPP."""
        if unknown:
            function = _refuse
        return self._answer(lambda: function(self._socket(fd)))

    def _answer(self, function: Callable[[], Any]) -> Answer:
        """Make a call, and let the host do all that it can do at this instant."""
        try:
            value = function()
            answer = Answer(0 if value is None else value, 0)
        except OSError as failure:
            answer = Answer(-1, failure.errno or 0)
        self._pass(0)
        return answer

    def _socket(self, fd: int) -> Socket:
        found = self.node.sockets.opened.get(fd)
        if found is None:
            raise OSError(errno.EBADF, "Bad file descriptor")
        return found

    def _pass(self, ns: int) -> None:
        self._collect(lambda: self._device.advance(ns))

    def _collect(self, step: Callable[[], list[standalone.Emitted]]) -> None:
        """Keep what a step sends, none of whose events is later than its end."""
        emitted = step()
        self._sent += [(self.now, _datagram(each.octets)) for each in emitted]


def _refuse(_: Socket) -> None:
    raise error("EOPNOTSUPP")


def _header(interface: Interface) -> bytes:
    assert interface.mac is not None, "an IPv4 node's interface has one"
    return interface.mac.to_bytes(6, "big") + _OUTSIDE_MAC.to_bytes(6, "big") + TYPE_IPV4.to_bytes(2, "big")


def _datagram(frame: bytes) -> bytes:
    """What a frame carries, without the padding behind it."""
    octets = frame[HEADER_LENGTH:]
    return octets[: wire.LAYOUT.read(octets, "total_length")]


def _address(address: tuple[str, int]) -> tuple[IPv4Address, int]:
    ip, port = address
    return IPv4Address.parse(ip), port


def _text(address: tuple[IPv4Address, int]) -> tuple[str, int]:
    ip, port = address
    return str(ip), port
