"""UNIX sockets of a host's kernel, as unix(7) and Linux's ``af_unix.c`` have them."""

from collections import deque
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Protocol

from sim.features.unix import rules
from sim.features.unix.names import Names, UnixName
from sim.features.unix.rows import TABLE, UnixRow
from sim.transport.sockets import options as numbers
from sim.transport.sockets.errors import error
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT, RDHUP, SHUT_RD, SHUT_RDWR, SHUT_WR
from sim.transport.sockets.socket import Message, Socket
from sim.why import Why

if TYPE_CHECKING:
    from sim.transport.sockets.contracts import SocketHost

LONGEST_NAME = 108
"""Octets of ``sun_path``."""

_RECEIVE, _SEND = 1, 2
_SHUT = {SHUT_RD: _RECEIVE, SHUT_WR: _SEND, SHUT_RDWR: _RECEIVE | _SEND}
_PEER_SHUT = {SHUT_RD: _SEND, SHUT_WR: _RECEIVE, SHUT_RDWR: _RECEIVE | _SEND}
_MOST_DATAGRAMS = 10
"""Those that may wait, and one more (net.unix.max_dgram_qlen)."""
_LINEAR = 3776
_LONGEST_PART = _LINEAR + 32768
"""Octets that a stream takes in one piece (SKB_MAX_HEAD and UNIX_SKB_FRAGS_SZ)."""


class Carried(Protocol):
    """An open file on its way to another program (SCM_RIGHTS)."""

    def share(self) -> None:
        """One more will get it."""

    def drop(self, cause: int) -> None:
        """One that was to get it will not."""


class _Part(NamedTuple):
    """Octets that wait to be received, and the open files that come with them."""

    data: bytes
    sender: "UnixSocket"
    name: UnixName | None
    files: tuple[Carried, ...]


def _memory(length: int) -> int:
    """What octets take of a buffer, with what keeps them (truesize)."""
    if length > _LINEAR:
        return 4352 + -(-(length - _LINEAR) // 4096) * 4096
    return 256 + max(512, 1 << (length + 320 - 1).bit_length())


class UnixSocket(Socket):
    """A UNIX socket; a subclass for each kind. Names are :class:`UnixName`."""

    family = numbers.AF_UNIX
    table = TABLE
    is_connected_kind: ClassVar[bool] = True
    """Whether the kind has connections."""

    def __init__(self, node: "SocketHost", number: int, program: int, names: Names) -> None:
        super().__init__(node, number, 0, program)
        self.names = names
        self.unix_name = UnixName()
        self.peer: UnixSocket | None = None
        self.backlog: int | None = None
        self._shut = 0
        self._in_flight = 0
        self._received: deque[_Part] = deque()
        self._pending: deque[UnixSocket] = deque()
        self._blocked: dict[UnixSocket, None] = {}

    # Calls

    def bind(self, address: UnixName, *, cause: int) -> None:
        """EINVAL where it has a name, EADDRINUSE, ENOENT."""
        if self.unix_name.octets:
            raise error("EINVAL")
        self.unix_name = self.names.bind(address, self)
        self.put(Why(rules.BOUND, socket=self.number, name=str(self.unix_name)), cause)

    def shutdown(self, how: int, *, cause: int) -> None:
        if how not in _SHUT:
            raise error("EINVAL")
        self._shut |= _SHUT[how]
        record = self.put(Why(rules.SHUT, socket=self.number), cause)
        if self.is_connected_kind and self.peer is not None:
            self.peer._shut |= _PEER_SHUT[how]
            self.peer.ready(record)
        self.ready(record)

    def close(self, *, cause: int) -> None:
        unread = bool(self._received)
        self.is_closed = True
        self._shut = _RECEIVE | _SEND
        self._queue.clear()
        self.names.release(self.unix_name)
        self.node.sockets.forget(self)
        record = self.node.remove(TABLE, self.number, Why(rules.CLOSED, socket=self.number), cause)
        for waiting in self._pending:
            waiting._peer_is_lost(True, record)
            waiting.close(cause=record)
        while self._received:
            part = self._received.popleft()
            part.sender._in_flight -= _memory(len(part.data))
            for each in part.files:
                each.drop(record)
        self._tell_blocked(record)
        self._peer_is_lost(unread, record)

    def _peer_is_lost(self, unread: bool, cause: int) -> None:
        """Tell the peer that this end is gone."""
        peer = self.peer
        if not self.is_connected_kind or peer is None or peer.is_closed:
            return
        peer._shut = _RECEIVE | _SEND
        rule = rules.PEER_CLOSED_UNREAD if unread else rules.PEER_CLOSED
        why = Why(rule, socket=peer.number, peer=self.number)
        if unread:
            peer.fail("ECONNRESET", why, cause)
        else:
            peer.ready(peer.put(why, cause))

    def send(self, data: bytes, *, cause: int, files: tuple[Carried, ...] = ()) -> int:
        if self.peer is None:
            raise error("ENOTCONN")
        return self._hand_over(self.peer, data, files, cause)

    def sendto(self, data: bytes, address: UnixName, *, cause: int, files: tuple[Carried, ...] = ()) -> int:
        raise error("EOPNOTSUPP" if self.peer is None else "EISCONN")

    def recv(self, limit: int, *, peek: bool = False, cause: int) -> bytes:
        message = self.recvfrom(limit, peek=peek, cause=cause)
        for each in message.files:
            each.drop(cause)
        return message.data

    # Names

    def getsockname(self) -> UnixName:
        return self.unix_name

    def getpeername(self) -> UnixName:
        if self.peer is None:
            raise error("ENOTCONN")
        return self.peer.unix_name

    # Options

    def set_option(self, level: int, name: int, value: int | bytes, *, cause: int) -> None:
        if level != numbers.SOL_SOCKET:
            raise error("EOPNOTSUPP")
        super().set_option(level, name, value, cause=cause)

    def get_option(self, level: int, name: int, *, cause: int) -> int | bytes:
        if level != numbers.SOL_SOCKET:
            raise error("EOPNOTSUPP")
        return super().get_option(level, name, cause=cause)

    # Readiness

    def events(self) -> int:
        events = ERR if self._error else 0
        if self._shut & _RECEIVE:
            events |= IN | RDHUP
        if self._shut == _RECEIVE | _SEND or (self.is_connected_kind and self.peer is None and self.backlog is None):
            events |= HUP
        if self._received or self._pending:
            events |= IN
        if self.backlog is None and 4 * self._in_flight <= 2 * self.send_buffer and self._peer_has_room():
            events |= OUT
        return events

    def _peer_has_room(self) -> bool:
        return True

    # For the kinds

    def row(self) -> UnixRow:
        peer = None if self.peer is None or self.peer.is_closed else self.peer.number
        return UnixRow(
            self.name,
            str(self.unix_name),
            peer,
            self.program,
            self.backlog is not None,
            self.backlog or 0,
            len(self._pending),
            sum(len(part.data) for part in self._received),
            len(self._received) if self.kind != numbers.SOCK_STREAM else 0,
            self._error,
        )

    def join(self, peer: "UnixSocket") -> None:
        """Be connected to a socket."""
        self.peer = peer

    def _hand_over(self, to: "UnixSocket", data: bytes, files: tuple[Carried, ...], cause: int) -> int:
        """Put octets into a socket's queue. EAGAIN where there is no room."""
        if self._in_flight >= 2 * self.send_buffer:
            to._blocked[self] = None
            raise error("EAGAIN")
        self._in_flight += _memory(len(data))
        to._received.append(_Part(data, self, self.unix_name if self.unix_name.octets else None, files))
        why = Why(rules.RECEIVED, socket=to.number, sender=self.number, length=len(data))
        to.ready(to.put(why, cause))
        return len(data)

    def _taken(self, length: int, parts: list[_Part], cause: int) -> None:
        """The program has read octets: those who wait for room can go on."""
        for part in parts:
            part.sender._in_flight -= _memory(len(part.data))
        record = self.put(Why(rules.READ, socket=self.number, length=length), cause)
        for sender in {part.sender: None for part in parts}:
            sender.ready(record)
        self._tell_blocked(record)

    def _tell_blocked(self, cause: int) -> None:
        blocked, self._blocked = self._blocked, {}
        for sender in blocked:
            sender.ready(cause)

    def _take_error(self, cause: int) -> str:
        name, self._error = self._error, ""
        if name:
            self.put(Why(rules.ERROR_TOLD, socket=self.number, error=name), cause)
        return name


class UnixConnection(UnixSocket):
    """What streams and sequenced packets have in common: a listener, and connections to it."""

    def listen(self, backlog: int, *, cause: int) -> None:
        """EINVAL where it has no name or is connected."""
        if not self.unix_name.octets or self.peer is not None:
            raise error("EINVAL")
        self.backlog = backlog
        record = self.put(Why(rules.LISTENING, socket=self.number, backlog=backlog), cause)
        self._tell_blocked(record)

    def connect(self, address: UnixName, *, cause: int) -> None:
        """ENOENT, ECONNREFUSED, EPROTOTYPE, EISCONN, EINVAL; EAGAIN where as many wait as may."""
        listener = self.names.find(address, self.kind)
        if listener.backlog is None or listener._shut & _RECEIVE:
            raise error("ECONNREFUSED")
        if len(listener._pending) > listener.backlog:
            listener._blocked[self] = None
            raise error("EAGAIN")
        if self.backlog is not None:
            raise error("EINVAL")
        if self.peer is not None:
            raise error("EISCONN")
        child = type(self)(self.node, self.node.sockets.next_number(), listener.program, self.names)
        child.unix_name = listener.unix_name
        child.join(self)
        self.join(child)
        self.node.sockets.opened[child.number] = child
        record = self.put(Why(rules.CONNECTED, socket=self.number, name=str(address)), cause)
        listener._pending.append(child)
        facts = {"socket": listener.number, "child": child.number, "waiting": len(listener._pending)}
        record = child.put(Why(rules.TO_ACCEPT, **facts), record)
        listener.ready(listener.put(Why(rules.TO_ACCEPT, **facts), record))

    def accept(self, *, cause: int) -> tuple[Socket, UnixName]:
        if self.backlog is None or (self._shut & _RECEIVE and not self._pending):
            raise error("EINVAL")
        if not self._pending:
            raise error("EAGAIN")
        child = self._pending.popleft()
        record = self.put(Why(rules.ACCEPTED, socket=self.number, child=child.number), cause)
        self._tell_blocked(record)
        return child, child.getpeername()

    def _checked_peer(self) -> UnixSocket:
        """The peer, where octets can be sent to it. ENOTCONN, EPIPE."""
        peer = self.peer
        if peer is None:
            raise error("ENOTCONN")
        if self._shut & _SEND or peer.is_closed or peer._shut & _RECEIVE:
            raise error("EPIPE")
        return peer


class UnixStream(UnixConnection):
    """A stream: octets in order, without the bounds of what was sent at once."""

    kind = numbers.SOCK_STREAM
    name = "stream"

    def send(self, data: bytes, *, cause: int, files: tuple[Carried, ...] = ()) -> int:
        peer = self._checked_peer()
        sent = 0
        while sent < len(data):
            try:
                sent += self._hand_over(peer, data[sent : sent + _LONGEST_PART], files, cause)
            except BlockingIOError:
                if sent:
                    break
                raise
            files = ()
        return sent

    def recvfrom(self, limit: int, *, peek: bool = False, cause: int) -> Message:
        """EINVAL where it is not connected."""
        if self.peer is None:
            raise error("EINVAL")
        if not self._received:
            self._raise_error(cause)
            if self._shut & _RECEIVE or not limit:
                return Message(b"", None, 0)
            raise error("EAGAIN")
        parts: list[_Part] = []
        data = b""
        for part in self._received:
            if len(data) == limit or (parts and parts[-1].files):
                break
            parts.append(part)
            data += part.data[: limit - len(data)]
        if not peek:
            self._read(len(data), list(parts), cause)
        return Message(data, parts[0].name if parts else None, len(data), _files_of(parts, peek))

    def _read(self, length: int, parts: list[_Part], cause: int) -> None:
        over = sum(len(part.data) for part in parts) - length
        for _ in parts:
            self._received.popleft()
        if over:
            # The rest stays in one piece; what it takes of the sender's buffer is given back with its last octet.
            last = parts.pop()
            self._received.appendleft(last._replace(data=last.data[-over:], files=()))
            last.sender._in_flight += _memory(over) - _memory(len(last.data))
        self._taken(length, parts, cause)


class UnixSequence(UnixConnection):
    """Sequenced packets: a connection that keeps the bounds of what was sent at once."""

    kind = numbers.SOCK_SEQPACKET
    name = "seqpacket"

    def send(self, data: bytes, *, cause: int, files: tuple[Carried, ...] = ()) -> int:
        peer = self._checked_peer()
        if len(data) > 2 * self.send_buffer - 32:
            raise error("EMSGSIZE")
        return self._hand_over(peer, data, files, cause)

    def sendto(self, data: bytes, address: UnixName, *, cause: int, files: tuple[Carried, ...] = ()) -> int:
        return self.send(data, cause=cause, files=files)

    def recvfrom(self, limit: int, *, peek: bool = False, cause: int) -> Message:
        if self.peer is None:
            raise error("ENOTCONN")
        return _whole_message(self, limit, peek, cause)


class UnixDatagram(UnixSocket):
    """Datagrams: each goes to a name, whole and in order, and is never lost."""

    kind = numbers.SOCK_DGRAM
    name = "datagram"
    is_connected_kind = False

    def connect(self, address: UnixName, *, cause: int) -> None:
        """EPERM where the peer is connected to another one."""
        self.peer = self._destination(address)
        self.put(Why(rules.CONNECTED, socket=self.number, name=str(address)), cause)

    def send(self, data: bytes, *, cause: int, files: tuple[Carried, ...] = ()) -> int:
        peer = self.peer
        if peer is None:
            raise error("ENOTCONN")
        if peer.is_closed:
            self.peer = None
            raise error("ECONNREFUSED")
        return self._send(peer, data, files, cause)

    def sendto(self, data: bytes, address: UnixName, *, cause: int, files: tuple[Carried, ...] = ()) -> int:
        return self._send(self._destination(address), data, files, cause)

    def recvfrom(self, limit: int, *, peek: bool = False, cause: int) -> Message:
        return _whole_message(self, limit, peek, cause)

    def _destination(self, address: UnixName) -> UnixSocket:
        found: UnixSocket = self.names.find(address, self.kind)
        if found.peer is not None and found.peer is not self:
            raise error("EPERM")
        return found

    def _send(self, to: UnixSocket, data: bytes, files: tuple[Carried, ...], cause: int) -> int:
        if len(data) > 2 * self.send_buffer - 32:
            raise error("EMSGSIZE")
        if self._shut & _SEND or to._shut & _RECEIVE:
            raise error("EPIPE")
        if to is not self and to.peer is not self and len(to._received) > _MOST_DATAGRAMS:
            to._blocked[self] = None
            raise error("EAGAIN")
        return self._hand_over(to, data, files, cause)

    def _peer_has_room(self) -> bool:
        peer = self.peer
        return peer is None or peer.peer is self or len(peer._received) <= _MOST_DATAGRAMS


def _whole_message(socket: UnixSocket, limit: int, peek: bool, cause: int) -> Message:
    """The next message; what goes beyond ``limit`` is lost."""
    if not socket._received:
        socket._raise_error(cause)
        if socket._shut & _RECEIVE:
            return Message(b"", None, 0)
        raise error("EAGAIN")
    part = socket._received[0]
    if not peek:
        socket._received.popleft()
        socket._taken(len(part.data), [part], cause)
    return Message(part.data[:limit], part.name, len(part.data), _files_of([part], peek))


def _files_of(parts: list[_Part], peek: bool) -> tuple[Carried, ...]:
    """The open files that come with octets; with ``peek`` they are to come again."""
    files = tuple(file for part in parts for file in part.files)
    if peek:
        for each in files:
            each.share()
    return files


KINDS: dict[int, type[UnixSocket]] = {each.kind: each for each in (UnixStream, UnixDatagram, UnixSequence)}


def open_socket(node: "SocketHost", kind: int, protocol: int, program: int, names: Names, *, cause: int) -> UnixSocket:
    """A new UNIX socket. ESOCKTNOSUPPORT, EPROTONOSUPPORT."""
    socket = _make(node, kind, protocol, program, names)
    socket.put(Why(rules.OPENED, socket=socket.number, kind=socket.name), cause)
    return socket


def open_pair(
    node: "SocketHost", kind: int, protocol: int, program: int, names: Names, *, cause: int
) -> tuple[UnixSocket, UnixSocket]:
    """Two new UNIX sockets that are connected to each other."""
    one, other = (_make(node, kind, protocol, program, names) for _ in range(2))
    one.join(other)
    other.join(one)
    for socket, peer in ((one, other), (other, one)):
        socket.put(Why(rules.PAIRED, socket=socket.number, peer=peer.number), cause)
    return one, other


def _make(node: "SocketHost", kind: int, protocol: int, program: int, names: Names) -> UnixSocket:
    if protocol not in (0, numbers.AF_UNIX):
        raise error("EPROTONOSUPPORT")
    kind &= ~numbers.KIND_FLAGS
    make = KINDS.get(numbers.SOCK_DGRAM if kind == numbers.SOCK_RAW else kind)  # as Linux has it
    if make is None:
        raise error("ESOCKTNOSUPPORT")
    node.tables.setdefault(TABLE, {})
    socket = make(node, node.sockets.next_number(), program, names)
    node.sockets.opened[socket.number] = socket
    return socket
