"""What every socket is: a number, a row, options, an error that waits to be told, and who watches it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sim.addresses import ANY, IPv4Address
from sim.ip.ipv4.settings import Ipv4Settings
from sim.transport.sockets import memberships, rules
from sim.transport.sockets import options as names
from sim.transport.sockets.control import Control
from sim.transport.sockets.errors import error, number_of
from sim.transport.sockets.memberships import Memberships
from sim.transport.sockets.options import OptionName
from sim.transport.sockets.ports import Claim
from sim.transport.sockets.rows import TABLE, Address, SocketRow
from sim.transport.sockets.waiting import Watchable
from sim.why import Why

if TYPE_CHECKING:
    from sim.transport.sockets.contracts import SocketHost

UNBOUND: Address = (ANY, 0)


class Message(NamedTuple):
    """What ``recvfrom`` gives: the octets that fit, who sent them, and how many there were to begin with.

    A stream tells no address. ``files`` are the open files that came along (SCM_RIGHTS). ``control`` is what the socket
    was asked to tell beside the data. ``error`` is the name of the error that it is about, where it comes from the
    queue of errors.
    """

    data: bytes
    address: Any
    whole_length: int
    files: tuple[Any, ...] = ()
    control: tuple[Control, ...] = ()
    error: str = ""


class Socket(Watchable):
    """A socket of a host's kernel, made by :class:`sim.transport.sockets.sockets.Sockets`.

    No call blocks: each returns, or raises ``OSError`` with the ``errno`` that Linux gives to a socket in non-blocking
    mode, so that what would block is ``BlockingIOError`` (EAGAIN, or EINPROGRESS of ``connect``): then wait for
    :meth:`watch` to tell that it is ready, and call again. ``cause`` is the record of the call. An address is as the
    ``family`` has them: for AF_INET a pair of :class:`IPv4Address` and port.

    ``kind`` and ``protocol`` are those of :mod:`sim.transport.sockets.options`; ``program`` is the number of the
    program that owns the socket; ``local`` and ``remote`` are ``None`` as long as they are not chosen. ``linger`` is
    what SO_LINGER has: whether, and how many seconds; with 0 of them ``close`` resets a TCP connection.
    ``device`` is the interface that SO_BINDTODEVICE binds it to: it sends and receives through no other.
    ``receive_timeout`` and ``send_timeout`` (SO_RCVTIMEO, SO_SNDTIMEO) tell a call that blocks how long (ns) to wait at
    most, 0 for ever.
    """

    family: ClassVar[int] = names.AF_INET
    table: ClassVar[str] = TABLE
    """The table that has its row."""
    kind: ClassVar[int]
    claim: "Claim[Any] | None" = None
    """The port that it holds."""
    name: ClassVar[str]
    """What the kind is called in a row of ``socket``."""
    plain: ClassVar[Mapping[OptionName, names.Plain]] = {
        (names.SOL_SOCKET, names.SO_REUSEADDR): names.FLAG,
        (names.SOL_SOCKET, names.SO_BROADCAST): names.FLAG,
        (names.SOL_SOCKET, names.SO_KEEPALIVE): names.FLAG,
        (names.SOL_SOCKET, names.SO_NO_CHECK): names.FLAG,
        (names.SOL_SOCKET, names.SO_REUSEPORT): names.FLAG,
        (names.SOL_SOCKET, names.SO_PRIORITY): names.Plain(0, -(2**31), 2**31 - 1),
        (names.SOL_SOCKET, names.SO_RCVLOWAT): names.Plain(1, -(2**31), 2**31 - 1),
        (names.IPPROTO_IP, names.IP_PKTINFO): names.FLAG,
        (names.IPPROTO_IP, names.IP_RECVERR): names.FLAG,
        (names.IPPROTO_IP, names.IP_RECVTTL): names.FLAG,
        (names.IPPROTO_IP, names.IP_RECVTOS): names.FLAG,
        (names.IPPROTO_IP, names.IP_TOS): names.Plain(0, 0, 255),
        (names.IPPROTO_IP, names.IP_MTU_DISCOVER): names.Plain(names.IP_PMTUDISC_WANT, 0, 3),
    }
    """The options that are plain numbers."""

    def __init__(self, node: "SocketHost", number: int, protocol: int, program: int) -> None:
        super().__init__()
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
        self.device: str | None = None
        self.receive_buffer = names.DEFAULT_BUFFER
        self.send_buffer = names.DEFAULT_BUFFER
        self._options: dict[OptionName, int] = {}
        self.memberships = Memberships(node, number, self.kind == names.SOCK_STREAM)

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

    def say_more(self) -> None:
        """Let the next send say that more follows (MSG_MORE), where that makes a difference."""

    def sendto(self, data: bytes, address: Any, *, cause: int) -> int:
        """Send to somebody, as :meth:`send`; TCP passes over the address."""
        raise error("EOPNOTSUPP")

    def sendmsg(self, data: bytes, address: Address | None, asked: Sequence[Control], *, cause: int) -> int:
        """Send with items beside the data, as :meth:`send` or :meth:`sendto`. EINVAL for an item it does not know."""
        if asked:
            raise error("EINVAL")
        return self.send(data, cause=cause) if address is None else self.sendto(data, address, cause=cause)

    def recv_trouble(self, limit: int) -> Message:
        """What MSG_ERRQUEUE receives. EAGAIN where no error is queued."""
        raise error("EAGAIN")

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
        self.memberships.leave_all(cause)
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
        if self._set_special(key, value, number, cause):
            return
        plain = self.plain.get(key)
        if number is None:
            raise error("EINVAL")
        if plain is None:
            raise error("ENOPROTOOPT")
        if plain.is_flag:
            number = int(number != 0)
        elif not plain.low <= number <= plain.high:
            raise error("EINVAL")
        if key == (names.SOL_SOCKET, names.SO_RCVLOWAT):
            number = self._low_water(number)
        self._options[key] = number
        self._option_changed(key, number, cause)

    def _set_special(self, key: OptionName, value: int | bytes, number: int | None, cause: int) -> bool:
        """Set an option that is more than a plain number; false where this is none. EINVAL."""
        match key:
            case names.IPPROTO_IP, name if name in memberships.NAMES:
                self.memberships.set(name, value, self.device, cause)
            case names.SOL_SOCKET, names.SO_BINDTODEVICE:
                self._bind_to_device(names.name_of(value))
            case names.SOL_SOCKET, names.SO_LINGER:
                self.linger = names.linger_of(value)
            case names.SOL_SOCKET, names.SO_RCVTIMEO:
                self.receive_timeout = names.timeout_of(value)
            case names.SOL_SOCKET, names.SO_SNDTIMEO:
                self.send_timeout = names.timeout_of(value)
            case names.IPPROTO_IP, names.IP_TTL:
                if number is None or (number != -1 and not 1 <= number <= 255):
                    raise error("EINVAL")
                self.ttl = None if number == -1 else number
            case names.SOL_SOCKET, (names.SO_RCVBUF | names.SO_SNDBUF):
                if number is None:
                    raise error("EINVAL")
                self._set_buffer(key[1], number, cause)
            case _:
                return False
        return True

    def _set_buffer(self, name: int, size: int, cause: int) -> None:
        if name == names.SO_RCVBUF:
            self.receive_buffer = max(min(size, names.LARGEST_BUFFER), names.LEAST_RECEIVE_BUFFER)
        else:
            self.send_buffer = max(min(size, names.LARGEST_BUFFER), names.LEAST_SEND_BUFFER)
        self._buffer_changed(cause)

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

    # For the kinds of socket

    def row(self) -> Any:
        return SocketRow(self.name, self.local, self.remote, self.program, error=self._error)

    def put(self, why: Why, cause: int) -> int:
        """Bring the row up to date; returns the record, or the cause where nothing changed."""
        return self.node.put(self.table, self.number, self.row(), why, cause)

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

    def _low_water(self, number: int) -> int:
        """What SO_RCVLOWAT is set to: 0 is 1, and a negative number is the largest."""
        return names.LARGEST_BUFFER if number < 0 else number or 1

    @property
    def low_water(self) -> int:
        """How many octets ``recv`` of a stream waits for (SO_RCVLOWAT)."""
        return self._option(names.SOL_SOCKET, names.SO_RCVLOWAT)

    def _special_option(self, key: OptionName, cause: int) -> int | bytes | None:
        """An option that is not a plain number that was set; ``None`` where there is no such."""
        found: int | bytes | None = None
        match key:
            case names.IPPROTO_IP, name if name in memberships.NAMES:
                found = self.memberships.get(name)
            case names.IPPROTO_IP, names.IP_TTL:
                found = self.ttl or self.node.settings.of(Ipv4Settings).ttl
            case names.IPPROTO_IP, names.IP_MTU:
                found = self.node.ip.mtus(self.getpeername()[0])[1]
            case names.SOL_SOCKET, name:
                found = self._option_of_every_socket(name, cause)
        return found

    def _option_of_every_socket(self, name: int, cause: int) -> int | bytes | None:
        if name == names.SO_ERROR:
            return self.take_error(cause=cause)
        told: dict[int, int | bytes] = {
            names.SO_RCVBUF: 2 * self.receive_buffer,  # Linux doubles what is asked for, and tells so
            names.SO_SNDBUF: 2 * self.send_buffer,
            names.SO_LINGER: names.LINGER.pack(*self.linger),
            names.SO_RCVTIMEO: names.timeval(self.receive_timeout),
            names.SO_SNDTIMEO: names.timeval(self.send_timeout),
            names.SO_BINDTODEVICE: b"" if self.device is None else self.device.encode() + b"\0",
            names.SO_TYPE: self.kind,
            names.SO_PROTOCOL: self.protocol,
            names.SO_DOMAIN: self.family,
            names.SO_ACCEPTCONN: int(self.row().listening),
            names.SO_SNDLOWAT: 1,  # as on Linux, where it cannot be set
        }
        return told.get(name)

    def _bind_to_device(self, name: str) -> None:
        if name and name not in self.node.interface_names():
            raise error("ENODEV")
        self.device = name or None
        if self.claim is not None:
            self.claim.device = self.device

    def _option_changed(self, key: OptionName, number: int, cause: int) -> None:
        """React to a plain option that was set."""
        if self.claim is not None and key == (names.SOL_SOCKET, names.SO_REUSEADDR):
            self.claim.reuse = bool(number)
        elif self.claim is not None and key == (names.SOL_SOCKET, names.SO_REUSEPORT):
            self.claim.shares = bool(number)

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
