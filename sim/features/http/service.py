"""The web server of a host or router: joins a machine for each connection to the host's sockets."""

import errno
from collections.abc import Callable
from typing import Any, Protocol

from sim.addresses import ANY
from sim.effects import Explain, TimerName
from sim.features.http import rules
from sim.features.http.exchanges import NETWORK, ExchangeRow, beginning, exchanges_of
from sim.features.http.server import (
    IDLE,
    READING,
    Effect,
    Finish,
    Heard,
    HeardBody,
    Octets,
    Said,
    ServerMachine,
    Work,
)
from sim.features.http.settings import WebSettings
from sim.features.http.site import Sites
from sim.features.http.tables import NAME, SERVER, HttpRow
from sim.kernel import SECOND, Kernel
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind, What
from sim.transport.sockets.options import AF_INET, IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, TCP_NODELAY
from sim.transport.sockets.readiness import IN, OUT, SHUT_WR
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.sockets import Sockets
from sim.why import Why

_BACKLOG = 511
_AT_ONCE = 65536
_LINGER = 5 * SECOND
"""How long the server takes in what a client still sends after the last response."""


class Host(Protocol):
    """What a web server needs of its host."""

    kernel: Kernel
    tables: dict[str, dict[Any, Any]]
    services: dict[str, object]

    @property
    def now(self) -> int: ...
    @property
    def settings(self) -> NodeSettings: ...
    @property
    def sockets(self) -> Sockets: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int) -> int: ...
    def put(self, table: str, key: Any, row: Any, why: Why, cause: int) -> int: ...
    def remove(self, table: str, key: Any, why: Why, cause: int) -> int: ...
    def arm(self, name: TimerName, deadline: int, why: Why, cause: int) -> None: ...
    def cancel(self, name: TimerName, why: Why, cause: int) -> None: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...


class WebServer:
    """Listens at the ports of its sites, and serves each connection."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._settings = host.settings.of(WebSettings)
        self._sites = Sites(self._settings)
        self._connections: dict[int, _Connection] = {}
        host.tables.setdefault(NAME, {})
        host.on_timeout(NAME, self._timeout)
        for port in self._sites.ports:
            self._listen(port)

    def _listen(self, port: int) -> None:
        ready = self._host.note(Kind.DECISION, None, Why(rules.LISTENS, local_port=port), NO_CAUSE)
        listener = self._host.sockets.open(AF_INET, SOCK_STREAM, cause=ready)
        listener.set_option(SOL_SOCKET, SO_REUSEADDR, 1, cause=ready)
        listener.bind((ANY, port), cause=ready)
        listener.listen(_BACKLOG, cause=ready)
        listener.watch(self._accept)

    def _accept(self, listener: Socket, events: int, cause: int) -> None:
        while listener.events() & IN:
            socket, (src, src_port) = listener.accept(cause=cause)
            socket.set_option(IPPROTO_TCP, TCP_NODELAY, 1, cause=cause)  # a chunk does not wait for the one before it
            machine = ServerMachine(self._sites, self._settings, listener.getsockname()[1])
            made = _Connection(self._host, socket, machine, self._connections)
            made.begin(Why(rules.CONNECTED, src=src, src_port=src_port), cause)

    def _timeout(self, name: TimerName, cause: int) -> None:
        _, timer, number = name
        connection = self._connections.get(number)  # type: ignore[call-overload]
        if connection is not None:
            connection.timeout(str(timer), cause)


class _Connection:
    """A connection of the server: what its machine wants to be sent, and when it ends."""

    def __init__(self, host: Host, socket: Socket, machine: ServerMachine, known: "dict[int, _Connection]") -> None:
        self._host = host
        self._socket = socket
        self._machine = machine
        self._known = known
        self._exchanges = exchanges_of(host)
        self._exchange = 0
        self._unsent = bytearray()
        self._ending: Finish | None = None
        self._is_lingering = self._is_at_end = self._is_reading = False
        self._waits_for: tuple[str, int] | None = None
        known[socket.number] = self

    def begin(self, why: Why, cause: int) -> None:
        accepted = self._put(why, cause)
        self._keep_time(accepted)
        self._socket.watch(self._ready)
        self._ready(self._socket, self._socket.events(), accepted)

    def timeout(self, timer: str, cause: int) -> None:
        now = self._host.kernel.now
        match timer:
            case "work":
                self._carry_out(self._machine.resume(now), cause)
            case "linger":
                self._close(Why(rules.GONE), cause)
            case _:
                self._waits_for = None
                self._carry_out(self._machine.silence(now), cause)

    def _ready(self, socket: Socket, events: int, cause: int) -> None:
        if self._unsent and events & OUT:
            self._flush(cause)
        self._read(cause)

    def _read(self, cause: int) -> None:
        """Take in what is there, as long as nothing waits to be sent."""
        if self._is_reading:
            return
        self._is_reading = True
        while not self._unsent and not self._socket.is_closed and not self._is_at_end and self._socket.events() & IN:
            try:
                octets = self._socket.recv(_AT_ONCE, cause=cause)
            except OSError as error:
                self._fail(error, cause)
                break
            self._is_at_end = not octets
            if self._is_lingering:
                if self._is_at_end:
                    self._close(Why(rules.GONE), cause)
            else:
                self._carry_out(self._machine.receive(octets, self._host.kernel.now), cause)
        self._is_reading = False

    def _carry_out(self, effects: list[Effect], cause: int) -> None:
        host = self._host
        for effect in effects:
            match effect:
                case Explain():
                    cause = host.note(Kind.DECISION, None, effect.why, cause)
                case Octets():
                    cause = host.note(Kind.DECISION, None, effect.why, cause)
                    self._unsent += effect.octets
                case Heard() | HeardBody() | Said():
                    cause = self._show(effect, cause)
                case Work():
                    name = (NAME, "work", self._socket.number)
                    host.arm(name, host.kernel.now + effect.delay, effect.why, cause)
                case Finish():
                    self._ending = effect
        if effects:
            cause = self._put(effects[-1].why, cause)
        self._keep_time(cause)
        self._flush(cause)
        self._read(cause)

    def _show(self, effect: Heard | HeardBody | Said, cause: int) -> int:
        """Show what the messages are, beside the connection that they go over."""
        socket, now, why = self._socket, self._host.now, effect.why
        match effect:
            case Heard(lines, url):
                row = ExchangeRow(
                    SERVER, socket.number, socket.remote, url, NETWORK, lines, 0, 0, "", 0, b"", now, None
                )
                self._exchange, cause = self._exchanges.begin(row, why, cause)
            case HeardBody(octets):
                cause = self._exchanges.change(self._exchange, lambda row: row._replace(sent=octets), why, cause)
            case Said():
                cause = self._exchanges.change(self._exchange, lambda row: _with(row, effect, now), why, cause)
        return cause

    def _put(self, why: Why, cause: int) -> int:
        machine, socket = self._machine, self._socket
        row = HttpRow(SERVER, socket.remote, machine.phase, machine.request, machine.status, machine.requests)
        return self._host.put(NAME, socket.number, row, why, cause)

    def _keep_time(self, cause: int) -> None:
        """Wait for the client only so long, where it is the client's turn."""
        machine, host, name = self._machine, self._host, (NAME, "idle", self._socket.number)
        turn = (machine.phase, machine.requests) if machine.phase in (IDLE, READING) else None
        if turn == self._waits_for:
            return
        self._waits_for = turn
        if turn is None:
            host.cancel(name, Why(rules.NOT_IDLE), cause)
        else:
            rule = rules.READING_TIMER if machine.phase == READING else rules.IDLE_TIMER
            patience = machine.patience
            host.arm(name, host.kernel.now + patience, Why(rule, ns=patience), cause)

    def _flush(self, cause: int) -> None:
        """Send what there is room for; where that is all, end the connection if it is to end."""
        while self._unsent and not self._socket.is_closed:
            try:
                count = self._socket.send(bytes(self._unsent), cause=cause)
            except BlockingIOError:
                return
            except OSError as error:
                self._fail(error, cause)
                return
            del self._unsent[:count]
        if self._ending is not None and not self._is_lingering and not self._socket.is_closed:
            self._end(self._ending, cause)

    def _end(self, ending: Finish, cause: int) -> None:
        host, number = self._host, self._socket.number
        if not ending.lingers or self._is_at_end:
            self._close(Why(rules.GONE), cause)
            return
        self._is_lingering = True
        why = Why(rules.LINGERS, ns=_LINGER)
        host.arm((NAME, "linger", number), host.kernel.now + _LINGER, why, cause)
        try:
            self._socket.shutdown(SHUT_WR, cause=cause)
        except OSError as error:
            self._fail(error, cause)

    def _fail(self, error: OSError, cause: int) -> None:
        self._unsent.clear()
        self._close(Why(rules.BROKEN, error=errno.errorcode.get(error.errno or 0, str(error))), cause)

    def _close(self, why: Why, cause: int) -> None:
        host, number = self._host, self._socket.number
        if self._known.pop(number, None) is None:
            return
        for timer in ("idle", "work", "linger"):
            host.cancel((NAME, timer, number), Why(rules.NOT_IDLE), cause)
        ended = host.remove(NAME, number, why, cause)
        self._socket.close(cause=ended)


def _with(row: ExchangeRow, said: Said, now: int) -> ExchangeRow:
    """An exchange with its response, which stands behind an interim one."""
    before = f"{row.response}\n\n" if 100 <= row.status < 200 else ""
    return row._replace(
        status=said.status,
        response=before + said.lines,
        octets=len(said.body),
        body=beginning(said.body),
        ended=now if said.is_whole else None,
    )
