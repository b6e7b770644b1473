"""What every socket is: a number, a row, options, an error that waits to be told, and who watches it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sim.addresses import ANY, IPv4Address
from sim.ip.ipv4.settings import Ipv4Settings
from sim.transport.sockets import options as names
from sim.transport.sockets import rules
from sim.transport.sockets.errors import error, number_of
from sim.transport.sockets.options import OptionName
from sim.transport.sockets.rows import TABLE, Address, SocketRow
from sim.transport.sockets.waiting import WaitQueue
from sim.why import Why

if TYPE_CHECKING:
    from sim.transport.sockets.contracts import SocketHost

Watcher = Callable[["Socket", int, int], object]
"""Is told: the socket, its events, and the record that made it ready."""
Waiter = Callable[["Socket", int, int], int]
"""Is told the same; returns which of the events it takes."""

UNBOUND: Address = (ANY, 0)


class Message(NamedTuple):
    """What ``recvfrom`` gives: the octets that fit, who sent them, and how many there were to begin with.

    A stream tells no address. ``files`` are the open files that came along (SCM_RIGHTS).
    """

    data: bytes
    address: Any
    whole_length: int
    files: tuple[Any, ...] = ()


class Socket:
    """A socket of a host's kernel, made by :class:`sim.transport.sockets.sockets.Sockets`.

    No call blocks: each returns, or raises ``OSError`` with the ``errno`` that Linux gives to a socket in non-blocking
    mode, so that what would block is ``BlockingIOError`` (EAGAIN, or EINPROGRESS of ``connect``): then wait for
    :meth:`watch` to tell that it is ready, and call again. ``cause`` is the record of the call. An address is as the
    ``family`` has them: for AF_INET a pair of :class:`IPv4Address` and port.

    ``kind`` and ``protocol`` are those of :mod:`sim.transport.sockets.options`; ``program`` is the number of the
    program that owns the socket; ``local`` and ``remote`` are ``None`` as long as they are not chosen. ``linger`` is
    what SO_LINGER has: whether, and how many seconds; with 0 of them ``close`` resets a TCP connection.
    ``receive_timeout`` and ``send_timeout`` (SO_RCVTIMEO, SO_SNDTIMEO) tell a call that blocks how long (ns) to wait at
    most, 0 for ever.
    """

    family: ClassVar[int] = names.AF_INET
    table: ClassVar[str] = TABLE
    """The table that has its row."""
    kind: ClassVar[int]
    name: ClassVar[str]
    """What the kind is called in a row of ``socket``."""
    plain: ClassVar[Mapping[OptionName, names.Plain]] = {
        (names.SOL_SOCKET, names.SO_REUSEADDR): names.FLAG,
        (names.SOL_SOCKET, names.SO_BROADCAST): names.FLAG,
        (names.SOL_SOCKET, names.SO_KEEPALIVE): names.FLAG,
        (names.SOL_SOCKET, names.SO_NO_CHECK): names.FLAG,
        (names.IPPROTO_IP, names.IP_TOS): names.Plain(0, 0, 255),
        (names.IPPROTO_IP, names.IP_MTU_DISCOVER): names.Plain(names.IP_PMTUDISC_WANT, 0, 3),
    }
    """The options that are plain numbers."""

    def __init__(self, node: "SocketHost", number: int, protocol: int, program: int) -> None:
        self.node = node
        self.number = number
        self.protocol = protocol
        self.program = program
        self.local: Address | None = None
        self.remote: Address | None = None
        self.is_closed = False
        self._error = ""
        self.ttl: int | None = None
        self.linger = (0, 0)
        self.receive_timeout = self.send_timeout = 0
        self.receive_buffer = names.DEFAULT_BUFFER
        self.send_buffer = names.DEFAULT_BUFFER
        self._options: dict[OptionName, int] = {}
        self._queue: WaitQueue[Socket] = WaitQueue()

    # Calls

    def bind(self, address: Any, *, cause: int) -> None:
        """Choose the local address; port 0 lets the host choose one.

        EINVAL where it has one already, EADDRNOTAVAIL, EADDRINUSE.
        """
        raise error("EOPNOTSUPP")

    def listen(self, backlog: int, *, cause: int) -> None:
        """Take connections from now on. EOPNOTSUPP for all but TCP, EINVAL where it is connected, EADDRINUSE."""
        raise error("EOPNOTSUPP")

    def accept(self, *, cause: int) -> "tuple[Socket, Any]":
        """The next connection of a listener, and the peer's address. EAGAIN where none waits, EINVAL, EOPNOTSUPP."""
        raise error("EOPNOTSUPP")

    def connect(self, address: Any, *, cause: int) -> None:
        """Choose the peer. EACCES (broadcast without SO_BROADCAST), ENETUNREACH, EHOSTUNREACH, EINVAL, EADDRNOTAVAIL.

        TCP raises EINPROGRESS: once the socket is writable, SO_ERROR tells what came of it, and so does calling again:
        EALREADY means wait on, nothing raised that it is connected, anything else why not. EISCONN where it is
        connected.
        """
        raise error("EOPNOTSUPP")

    def finish_connect(self, *, cause: int) -> None:
        """What a blocking ``connect`` comes to once the socket is writable: nothing raised means connected."""
        raise error("EOPNOTSUPP")

    def send(self, data: bytes, *, cause: int) -> int:
        """Send to the peer; how many octets were taken. EAGAIN, EPIPE, EDESTADDRREQ (UDP), ENOTCONN, ECONNRESET …"""
        raise error("EOPNOTSUPP")

    def sendto(self, data: bytes, address: Any, *, cause: int) -> int:
        """Send to somebody, as :meth:`send`; TCP passes over the address."""
        raise error("EOPNOTSUPP")

    def recv(self, limit: int, *, peek: bool = False, cause: int) -> bytes:
        """Up to ``limit`` octets; ``b""`` at the end of a stream. EAGAIN, ENOTCONN, and errors that waited."""
        return self.recvfrom(limit, peek=peek, cause=cause).data

    def recvfrom(self, limit: int, *, peek: bool = False, cause: int) -> Message:
        """As :meth:`recv`; what of a datagram goes beyond ``limit`` is lost. ``peek`` leaves it where it is."""
        raise error("EOPNOTSUPP")

    def shutdown(self, how: int, *, cause: int) -> None:
        """End reading (0), writing (1) or both (2). ENOTCONN, EINVAL."""
        raise error("EOPNOTSUPP")

    @property
    def lingers_for(self) -> int:
        """After ``close``: how long (ns) SO_LINGER lets the caller wait for the peer; 0 for not at all."""
        return 0

    def on_said_goodbye(self, told: Callable[[int], None]) -> None:
        """Tell who lingers that the peer has acknowledged everything, or that the connection is over."""

    def close(self, *, cause: int) -> None:
        """Give the socket back: nobody may call it again. The row goes; a TCP connection may live on without it."""
        self.is_closed = True
        self._queue.clear()
        self.node.sockets.forget(self)
        self.node.remove(TABLE, self.number, Why(rules.CLOSED, socket=self.number, protocol=self.protocol), cause)

    # Names

    def getsockname(self) -> Any:
        """The local address, 0.0.0.0 port 0 where there is none."""
        return self.local or UNBOUND

    def getpeername(self) -> Any:
        """The peer's address; ENOTCONN where there is none."""
        if self.remote is None or not self.remote[1]:
            raise error("ENOTCONN")
        return self.remote

    # Options

    def set_option(self, level: int, name: int, value: int | bytes, *, cause: int) -> None:
        """Set an option, to a number or to its octets in memory. ENOPROTOOPT where it has none such, EINVAL."""
        number, key = names.number_of(value), (level, name)
        if number is None:
            raise error("EINVAL")
        match key:
            case names.IPPROTO_IP, names.IP_TTL:
                if number != -1 and not 1 <= number <= 255:
                    raise error("EINVAL")
                self.ttl = None if number == -1 else number
                return
            case names.SOL_SOCKET, names.SO_RCVBUF:
                self.receive_buffer = max(min(number, names.LARGEST_BUFFER), names.LEAST_RECEIVE_BUFFER)
                self._buffer_changed(cause)
                return
            case names.SOL_SOCKET, names.SO_LINGER:
                self.linger = names.linger_of(value)
                return
            case names.SOL_SOCKET, names.SO_SNDBUF:
                self.send_buffer = max(min(number, names.LARGEST_BUFFER), names.LEAST_SEND_BUFFER)
                self._buffer_changed(cause)
                return
            case names.SOL_SOCKET, names.SO_RCVTIMEO:
                self.receive_timeout = names.timeout_of(value)
                return
            case names.SOL_SOCKET, names.SO_SNDTIMEO:
                self.send_timeout = names.timeout_of(value)
                return
        plain = self.plain.get(key)
        if plain is None:
            raise error("ENOPROTOOPT")
        if plain.is_flag:
            number = int(number != 0)
        elif not plain.low <= number <= plain.high:
            raise error("EINVAL")
        self._options[key] = number
        self._option_changed(key, number, cause)

    def get_option(self, level: int, name: int, *, cause: int) -> int | bytes:
        """An option's number, or its octets where it is more than a number. ENOPROTOOPT where it has none such."""
        plain = self.plain.get((level, name))
        if plain is not None:
            return self._options.get((level, name), plain.initial)
        found = self._special_option((level, name), cause)
        if found is None and level not in (names.SOL_SOCKET, names.IPPROTO_IP, self.protocol):
            raise error("EOPNOTSUPP")
        if found is None:
            raise error("ENOPROTOOPT")
        return found

    def take_error(self, *, cause: int) -> int:
        """SO_ERROR: the number in ``errno`` of the error that waits, 0 for none; it does not wait any longer."""
        return number_of(self._take_error(cause))

    # Readiness

    def events(self) -> int:
        """What it is ready for: a mask of the bits in :mod:`sim.transport.sockets.readiness`."""
        raise NotImplementedError

    def watch(self, watcher: Watcher) -> None:
        """Tell somebody each time that something arrives, room is made, or an error comes."""
        self._queue.watch(watcher)

    def wait(self, waiter: Waiter) -> None:
        """Tell somebody of what only one can have, when it is the turn of this one; an end and an error are for all."""
        self._queue.wait(waiter)

    def unwatch(self, watcher: Watcher | Waiter) -> None:
        """Tell no more; no error where nobody was told."""
        self._queue.remove(watcher)

    def pass_on(self, cause: int) -> None:
        """Tell the next that waits where something is left; ``cause`` is the record of the call that left it."""
        if self._queue:
            self._queue.pass_on(self, self.events(), cause)

    # For the kinds of socket

    def row(self) -> Any:
        return SocketRow(self.name, self.local, self.remote, self.program, error=self._error)

    def put(self, why: Why, cause: int) -> int:
        """Bring the row up to date; returns the record, or the cause where nothing changed."""
        return self.node.put(self.table, self.number, self.row(), why, cause)

    def ready(self, cause: int) -> None:
        """Tell all who watch; ``cause`` is the record that made it ready."""
        if self._queue:
            self._queue.tell(self, self.events(), cause)

    def fail(self, name: str, why: Why, cause: int) -> None:
        """Let an error wait for the next call."""
        self._error = name
        self.ready(self.put(why, cause))

    def _take_error(self, cause: int) -> str:
        name, self._error = self._error, ""
        if name:
            self.put(Why(rules.ERROR_TOLD, socket=self.number, error=name), cause)
        return name

    def _raise_error(self, cause: int) -> None:
        """Raise the error that waits, if one does."""
        name = self._take_error(cause)
        if name:
            raise error(name)

    def _option(self, level: int, name: int) -> int:
        return self._options.get((level, name), self.plain[level, name].initial)

    def _special_option(self, key: OptionName, cause: int) -> int | bytes | None:
        """An option that is not a plain number that was set; ``None`` where there is no such."""
        found: int | bytes | None = None
        match key:
            case names.IPPROTO_IP, names.IP_TTL:
                found = self.ttl or self.node.settings.of(Ipv4Settings).ttl
            case names.IPPROTO_IP, names.IP_MTU:
                found = self.node.ip.mtus(self.getpeername()[0])[1]
            case names.SOL_SOCKET, names.SO_RCVBUF:
                found = 2 * self.receive_buffer  # Linux doubles what is asked for, and tells so
            case names.SOL_SOCKET, names.SO_LINGER:
                found = names.LINGER.pack(*self.linger)
            case names.SOL_SOCKET, names.SO_SNDBUF:
                found = 2 * self.send_buffer
            case names.SOL_SOCKET, names.SO_RCVTIMEO:
                found = names.timeval(self.receive_timeout)
            case names.SOL_SOCKET, names.SO_SNDTIMEO:
                found = names.timeval(self.send_timeout)
            case names.SOL_SOCKET, names.SO_ERROR:
                found = self.take_error(cause=cause)
            case names.SOL_SOCKET, names.SO_TYPE:
                found = self.kind
            case names.SOL_SOCKET, names.SO_PROTOCOL:
                found = self.protocol
            case names.SOL_SOCKET, names.SO_DOMAIN:
                found = self.family
            case names.SOL_SOCKET, names.SO_ACCEPTCONN:
                found = int(self.row().listening)
        return found

    def _option_changed(self, key: OptionName, number: int, cause: int) -> None:
        """React to a plain option that was set."""

    def _buffer_changed(self, cause: int) -> None:
        """React to another size of a buffer."""

    def _check_address(self, ip: IPv4Address) -> None:
        """Whether a socket may be bound to an address of this node, a group or a broadcast address."""
        node = self.node
        if (
            ip not in node.ip.addresses.own
            and ip != ANY
            and not (ip.is_loopback or ip.is_multicast or node.ip.is_broadcast(ip))
        ):
            raise error("EADDRNOTAVAIL")
