"""TCP sockets: connect, listen, accept, and a stream of octets each way, as Linux has them."""

from collections import deque
from collections.abc import Callable
from enum import Enum

from sim.addresses import ANY, LOOPBACK, IPv4Address
from sim.kernel import SECOND
from sim.trace.records import Kind
from sim.transport.sockets import options as names
from sim.transport.sockets import rules
from sim.transport.sockets.contracts import SocketHost
from sim.transport.sockets.errors import error, name_of
from sim.transport.sockets.ports import Claim
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT, RDHUP, SHUT_RD, SHUT_RDWR, SHUT_WR
from sim.transport.sockets.rows import Address, SocketRow
from sim.transport.sockets.socket import Message
from sim.transport.tcp.connection import Connection
from sim.transport.tcp.contracts import Stream
from sim.transport.tcp.layer import TcpLayer
from sim.transport.tcp.machine import user
from sim.transport.tcp.machine.rows import Endpoints
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.socket_options import StreamOptions
from sim.why import Why

_READING = 1
_WRITING = 2
_LISTEN, _ESTABLISHED, _TIME_WAIT = State.LISTEN, State.ESTABLISHED, State.TIME_WAIT
_OPENING = frozenset({State.SYN_SENT, State.SYN_RECEIVED})


class Phase(Enum):
    """Where the socket is in the program's eyes."""

    UNCONNECTED = 0
    CONNECTING = 1
    """Until a call of ``connect`` has told the result."""
    CONNECTED = 2


class TcpSocket(StreamOptions):
    """``connection`` is the present one or the last one, or the listener; ``accepted`` are those that wait for
    ``accept``, ``half_open`` the others on their way there. ``is_short``: somebody waits for room to send."""

    kind = names.SOCK_STREAM
    name = "tcp"

    def __init__(self, layer: TcpLayer, node: SocketHost, number: int, protocol: int, program: int) -> None:
        super().__init__(layer, node, number, protocol, program)
        self.accepted: deque[TcpSocket] = deque()
        self.half_open: dict[Endpoints, Connection] = {}
        self.backlog = 0
        self.is_short = self._says_more = False
        self._bound_to: IPv4Address | None = None
        self._phase = Phase.UNCONNECTED
        self._shut = 0

    @property
    def is_listening(self) -> bool:
        return self.connection is not None and self.connection.tcb.state is _LISTEN

    @property
    def _is_done(self) -> bool:
        """Whether there is no connection to the program any more, though it may linger in TIME-WAIT."""
        connection = self.connection
        return connection is not None and (connection.is_over or connection.tcb.state is _TIME_WAIT)

    # Opening

    def bind(self, address: Address, *, cause: int) -> None:
        self._check_address(address[0])
        if self.claim is not None or self._phase is not Phase.UNCONNECTED:
            raise error("EINVAL")
        self._take(address, cause)
        self._bound_to = address[0]

    def listen(self, backlog: int, *, cause: int) -> None:
        if self._phase is not Phase.UNCONNECTED:
            raise error("EINVAL")
        self.backlog = min(backlog, names.SOMAXCONN) if backlog >= 0 else names.SOMAXCONN
        if not self.is_listening:
            claim = self.claim or self._take((ANY, 0), cause)
            others = [other for other in self._layer.ports.at(claim.port) if other is not claim]
            if any(other.conflicts(claim) for other in others):
                raise error("EADDRINUSE")
            claim.is_listening = True
            endpoints = Endpoints(claim.ip, claim.port, ANY, 0)
            self._layer.listen(self, endpoints, self.settings(), cause).tcb.deferrals = self.deferrals
        self.put(Why(rules.LISTENING, socket=self.number, local_port=self.getsockname()[1], backlog=backlog), cause)

    def accept(self, *, cause: int) -> "tuple[TcpSocket, Address]":
        if not self.is_listening:
            raise error("EINVAL")
        if not self.accepted:
            raise error("EAGAIN")
        child = self.accepted.popleft()
        src, src_port = child.remote or (ANY, 0)
        self.put(Why(rules.ACCEPTED, socket=self.number, child=child.number, src=src, src_port=src_port), cause)
        return child, (src, src_port)

    def connect(self, address: Address, *, cause: int) -> None:
        if self.is_listening or self._phase is Phase.CONNECTED:
            raise error("EISCONN")
        if self._phase is Phase.CONNECTING:
            self._tell_result(cause)
            return
        dst, own = self._way_to(address[0], cause)
        claim = self.claim or self._ephemeral(cause)
        endpoints = Endpoints(own, claim.port, dst, address[1])
        if endpoints in self._layer.connections:
            raise error("EADDRNOTAVAIL")
        claim.ip = own
        self.local, self.remote = (own, claim.port), (dst, address[1])
        self._phase, self._shut = Phase.CONNECTING, 0
        why = Why(rules.CONNECTING, socket=self.number, dst=dst, dst_port=address[1])
        self._layer.open(self, endpoints, self.settings(), self.put(why, cause)).tcb.deferrals = self.deferrals
        if self._option(names.SOL_SOCKET, names.SO_KEEPALIVE):
            self._keep_alive(cause)
        raise error("EINPROGRESS")

    def finish_connect(self, *, cause: int) -> None:
        if self._phase is Phase.CONNECTING:
            self._tell_result(cause)
        elif self._phase is Phase.UNCONNECTED:  # another thread has shut it down, or has been told of the failure
            raise error(self._take_error(cause) or "ECONNABORTED")

    def _tell_result(self, cause: int) -> None:
        """``connect`` is called again: tell what came of the first call."""
        connection = self.connection
        assert connection is not None, "it was opened"
        if connection.tcb.state in _OPENING:
            raise error("EALREADY")
        if not connection.is_over:
            self._phase = Phase.CONNECTED
            return
        name = self._error or "ECONNABORTED"
        self._reset(Why(rules.UNCONNECTED, socket=self.number, error=name), cause)
        raise error(name)

    def _reset(self, why: Why, cause: int) -> None:
        """Be as before ``connect`` or ``listen``."""
        self._error, self._phase, self._shut = "", Phase.UNCONNECTED, 0
        self.connection = self.remote = None
        if self.claim is None or self._bound_to is None:
            self.local = None
        else:
            self.claim.ip = self._bound_to
            self.local = (self._bound_to, self.claim.port)
        self.put(why, cause)

    def _way_to(self, ip: IPv4Address, cause: int) -> tuple[IPv4Address, IPv4Address]:
        """The peer's address and one's own. ENETUNREACH, EHOSTUNREACH, EINVAL."""
        node, own = self.node, self._bound_to or ANY
        dst = ip if ip != ANY else own if own != ANY else LOOPBACK
        if dst.is_multicast or node.ip.is_broadcast(dst):
            raise error("ENETUNREACH")
        trouble = node.ip.no_way_to(dst)
        if trouble is not None:
            node.note(Kind.DECISION, None, trouble, cause)
            raise error(name_of(trouble))
        if own == ANY:
            own = LOOPBACK if dst.is_loopback else node.ip.source_for(dst) or ANY
        elif own.is_loopback and not (dst.is_loopback or dst in node.ip.addresses.own):
            raise error("EINVAL")
        return dst, own

    def _ephemeral(self, cause: int) -> Claim[Stream]:
        try:
            return self._take((ANY, 0), cause)
        except OSError:
            raise error("EADDRNOTAVAIL") from None

    def _take(self, address: Address, cause: int) -> Claim[Stream]:
        ip, port = address
        self.claim = claim = self._layer.ports.take(
            self, ip, port, self.reuses_address, bool(self._option(names.SOL_SOCKET, names.SO_REUSEPORT)), self.device
        )
        self.local = (ip, claim.port)
        rule = rules.BOUND if port else rules.BOUND_EPHEMERAL
        self.put(Why(rule, socket=self.number, ip=ip, local_port=claim.port), cause)
        return claim

    # Sending and receiving

    def send(self, data: bytes, *, cause: int) -> int:
        connection = self.connection
        if connection is None or self.is_listening:
            self._raise_error(cause)
            raise error("EPIPE")
        tcb = connection.tcb
        if tcb.state in _OPENING:
            raise error("EAGAIN")
        self._raise_error(cause)
        if self._shut & _WRITING or self._is_done:
            raise error("EPIPE")
        if not data:
            return 0
        self.is_short = tcb.room < len(data)
        if tcb.room == 0:
            raise error("EAGAIN")
        tcb.corked = self._says_more or bool(self._option(names.IPPROTO_TCP, names.TCP_CORK))
        self._says_more = False
        count, effects = user.send(tcb, data, self.node.kernel.now)
        connection.carry_out(effects, cause)
        return count

    def say_more(self) -> None:
        self._says_more = True

    def sendto(self, data: bytes, address: Address, *, cause: int) -> int:
        return self.send(data, cause=cause)

    def recv(self, limit: int, *, peek: bool = False, cause: int) -> bytes:
        connection = self.connection
        if connection is not None and (inbox := connection.tcb.inbox):
            if peek:
                return bytes(inbox[:limit])
            data, effects = user.receive(connection.tcb, limit, self.node.kernel.now)
            if not connection.is_over:
                connection.carry_out(effects, cause)
            return data
        if self.is_listening:
            raise error("ENOTCONN")
        if connection is None:
            self._raise_error(cause)
            if not self._shut & _READING:
                raise error("ENOTCONN")
            return b""
        if limit == 0 or connection.tcb.is_at_end:
            return b""
        self._raise_error(cause)
        if self._shut & _READING or self._is_done:
            return b""
        raise error("EAGAIN")

    def recvfrom(self, limit: int, *, peek: bool = False, cause: int) -> Message:
        data = self.recv(limit, peek=peek, cause=cause)
        return Message(data, None, len(data))

    # Closing

    def shutdown(self, how: int, *, cause: int) -> None:
        if how not in (SHUT_RD, SHUT_WR, SHUT_RDWR):
            raise error("EINVAL")
        connection = self.connection
        if connection is not None and self.is_listening:
            if how != SHUT_WR:
                self._stop_listening(cause)
            return
        if connection is not None and connection.tcb.state is State.SYN_SENT:
            connection.carry_out(user.close(connection.tcb, self.node.kernel.now), cause)
            self._reset(Why(rules.GAVE_UP, socket=self.number), cause)
            self._error = "ECONNRESET"  # as tcp_disconnect of Linux leaves it
            self.ready(self.put(Why(rules.GAVE_UP, socket=self.number), cause))
            return
        is_new = not self._shut & _WRITING and how != SHUT_RD
        self._shut |= (_READING if how != SHUT_WR else 0) | (_WRITING if how != SHUT_RD else 0)
        if connection is None or self._is_done:
            self.ready(cause)
            raise error("ENOTCONN")
        if self._phase is Phase.CONNECTING:
            self._phase = Phase.CONNECTED
        if is_new:
            connection.carry_out(user.shutdown_write(connection.tcb, self.node.kernel.now), cause)
        self.ready(cause)

    def close(self, *, cause: int) -> None:
        connection = self.connection
        if connection is not None and self.is_listening:
            self._stop_listening(cause)
        super().close(cause=cause)
        if connection is None or connection.is_over:
            if self.claim is not None:
                self._layer.ports.release(self.claim)
            return
        # The connection goes on without the socket, until both ends are closed.
        connection.socket = None
        tcb, now = connection.tcb, self.node.kernel.now
        connection.carry_out(user.abort(tcb, now) if self.linger == (1, 0) else user.close(tcb, now), cause)

    @property
    def lingers_for(self) -> int:
        is_on, seconds = self.linger
        waits = is_on and self.connection is not None and self.connection.is_saying_goodbye
        return max(seconds, 0) * SECOND if waits else 0

    def on_said_goodbye(self, told: Callable[[int], None]) -> None:
        assert self.connection is not None, "it is being closed"
        self.connection.on_said_goodbye = told

    def _stop_listening(self, cause: int) -> None:
        """Reset the connections that nobody has accepted, and listen no more."""
        now, listener = self.node.kernel.now, self.connection
        assert listener is not None, "it listens"
        for child in tuple(self.half_open.values()):
            child.listener = None
            child.carry_out(user.abort(child.tcb, now), cause)
        self.half_open.clear()
        while self.accepted:
            self.accepted.popleft().abort(cause)
        listener.carry_out(user.close(listener.tcb, now), cause)
        self._reset(Why(rules.UNLISTENING, socket=self.number), cause)

    def abort(self, cause: int) -> None:
        """Reset the connection, and be gone."""
        self.linger = (1, 0)
        self.close(cause=cause)

    # Names and readiness

    def getpeername(self) -> Address:
        if (
            self.remote is None
            or self.connection is None
            or self._is_done
            or (self.connection.tcb.state is State.SYN_SENT)
        ):
            raise error("ENOTCONN")
        return self.remote

    def events(self) -> int:
        connection = self.connection
        mask = ERR if self._error else 0
        if connection is None:
            mask |= OUT | HUP | (IN | RDHUP if self._shut & _READING else 0)
        elif connection.tcb.state is _ESTABLISHED:
            mask |= self._open_events(connection.tcb)
        elif self.is_listening:
            mask = IN if self.accepted else 0
        elif self._is_done:
            mask |= IN | OUT | RDHUP | HUP
        elif connection.tcb.state in _OPENING:
            mask |= IN | RDHUP if self._shut & _READING else 0
        else:
            mask |= self._open_events(connection.tcb)
        return mask

    def _open_events(self, tcb: Tcb) -> int:
        is_at_end = self._shut & _READING or (tcb.rcv_fin is not None and tcb.rcv_nxt > tcb.rcv_fin)
        mask = IN | RDHUP if is_at_end else IN if tcb.inbox and self._is_worth_reading(tcb) else 0
        if self._shut & _WRITING:
            return mask | OUT | (HUP if is_at_end else 0)
        if self._has_room(tcb):
            mask |= OUT
        else:
            self.is_short = True
        return mask

    def _is_worth_reading(self, tcb: Tcb) -> bool:
        """Whether as much is there as SO_RCVLOWAT asks for, or hardly more can come."""
        return len(tcb.inbox) >= self.low_water or tcb.rcv_wnd <= tcb.full_segment

    @staticmethod
    def _has_room(tcb: Tcb) -> bool:
        """Whether a third of the send buffer is free, which is when Linux calls a socket writable."""
        queue = tcb.queue
        return 3 * (queue.end - queue.start) <= 2 * tcb.send_buffer

    def row(self) -> SocketRow:
        return SocketRow(
            self.name,
            self.local,
            self.remote,
            self.program,
            self.is_listening,
            self.backlog if self.is_listening else 0,
            len(self.accepted),
            error=self._error,
        )

    # What the connection tells

    def set_error(self, name: str, why: Why, cause: int) -> None:
        """The connection failed."""
        self._error = name
        self.put(why, cause)

    def room_made(self, cause: int) -> None:
        """Some of what was sent is acknowledged, and somebody waits for room."""
        assert self.connection is not None, "it sends"
        if self._has_room(self.connection.tcb):
            self.is_short = False
            self.ready(cause)

    def ended(self) -> None:
        """The connection is over; a port that the program did not choose is free again."""
        if self.claim is not None:
            self.claim.is_listening = False
            if self._bound_to is None:
                self._layer.ports.release(self.claim)
                self.claim = None

    def child_changed(self, connection: Connection, cause: int) -> None:
        """A connection that was on its way to be accepted is ready for that, or over."""
        del self.half_open[connection.tcb.endpoints]
        if connection.is_over:
            return
        child = self._child(connection)
        key = connection.tcb.endpoints
        facts = {"socket": child.number, "src": key.remote_ip, "src_port": key.remote_port}
        made = child.put(Why(rules.CONNECTION_MADE, **facts), cause)
        if child._option(names.SOL_SOCKET, names.SO_KEEPALIVE):
            child._keep_alive(made)
        self.accepted.append(child)
        self.ready(self.put(Why(rules.TO_ACCEPT, child=child.number, waiting=len(self.accepted)), made))

    def _child(self, connection: Connection) -> "TcpSocket":
        sockets = self.node.sockets
        child = TcpSocket(self._layer, self.node, sockets.next_number(), self.protocol, self.program)
        sockets.opened[child.number] = child
        self.bequeath(child)
        key = connection.tcb.endpoints
        child.local, child.remote = (key.local_ip, key.local_port), (key.remote_ip, key.remote_port)
        child.claim, child.connection = connection.claim, connection
        child._phase, child._bound_to = Phase.CONNECTED, key.local_ip
        connection.socket = child
        return child
