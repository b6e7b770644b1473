"""A client's connection: joins its machine to the sockets of the host."""

import errno
from typing import Any, Protocol

from sim.addresses import IPv4Address
from sim.features.http import client_rules as rules
from sim.features.http.client import Broken, ClientMachine, Closed, Complete, Content, Happening, Head, Outgoing
from sim.features.http.exchanges import NETWORK, ExchangeRow, beginning, exchanges_of
from sim.features.http.tables import CLIENT, NAME, HttpRow
from sim.features.http.url import Url
from sim.ip.names.resolver import Resolver
from sim.shell.application import Host
from sim.trace.records import Kind, What
from sim.transport.sockets.options import AF_INET, IPPROTO_TCP, SOCK_STREAM, TCP_NODELAY
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.sockets import Sockets
from sim.why import Why

_AT_ONCE = 65536


class HttpHost(Host, Protocol):
    """What a client sees of its host."""

    tables: dict[str, dict[Any, Any]]
    services: dict[str, object]

    @property
    def now(self) -> int: ...
    @property
    def names(self) -> Resolver: ...
    @property
    def sockets(self) -> Sockets: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int) -> int: ...
    def put(self, table: str, key: object, row: object, why: Why, cause: int) -> int: ...
    def remove(self, table: str, key: object, why: Why, cause: int) -> int: ...


class Asker(Protocol):
    """Who is told what becomes of a connection and of what was asked on it."""

    def connected(self, connection: "ClientConnection", cause: int) -> None: ...
    def failed(self, connection: "ClientConnection", error: str, cause: int) -> None:
        """The connection was not made, or broke: the name of the error."""

    def happened(self, connection: "ClientConnection", happening: Happening, cause: int) -> None: ...


class ClientConnection:
    """A TCP connection to a web server. ``number`` is whatever its owner counts it by."""

    def __init__(self, host: HttpHost, owner: Asker, program: int, number: int) -> None:
        self._host = host
        self._owner = owner
        self._program = program
        self._machine = ClientMachine()
        self._unsent = bytearray()
        self._socket: Socket | None = None
        self._is_connecting = self._is_at_end = self._is_busy = False
        self._row = HttpRow(CLIENT, None, "connecting")
        self._exchanges = exchanges_of(host)
        self._exchange = 0
        self._body, self._octets = b"", 0
        self.number = number
        self.url: Url | None = None
        self.address: IPv4Address | None = None

    @property
    def is_idle(self) -> bool:
        """Whether it is open and takes another request."""
        return self._socket is not None and not self._is_connecting and not self._is_at_end and self._machine.is_idle

    @property
    def requests(self) -> int:
        return self._machine.requests

    def open(self, url: Url, ip: IPv4Address, cause: int) -> None:
        """Begin to connect to the host of a URL, whose address is known."""
        host = self._host
        host.tables.setdefault(NAME, {})
        self.url, self.address = url, ip
        rule = rules.CONNECTS_TO_80 if url.port is None else rules.CONNECTS
        why = Why(rule, host=url.host, dst=ip, dst_port=url.number)
        cause = host.note(Kind.DECISION, None, why, cause)
        socket = self._socket = host.sockets.open(AF_INET, SOCK_STREAM, program=self._program, cause=cause)
        socket.set_option(IPPROTO_TCP, TCP_NODELAY, 1, cause=cause)
        self._row = self._row._replace(peer=(ip, url.number))
        cause = host.put(NAME, socket.number, self._row, why, cause)
        self._is_connecting = True
        socket.watch(self._ready)
        try:
            socket.connect((ip, url.number), cause=cause)
        except BlockingIOError:
            return
        except OSError as error:
            self._fail(error, cause)
            return
        self._connected(cause)

    def ask(self, request: Outgoing, cause: int) -> None:
        """Send a request on the open connection."""
        assert self.url is not None, "it is open"
        self._row = self._row._replace(
            phase="waiting", request=f"{request.method} {request.target}", status=0, requests=self.requests + 1
        )
        why = Why(rules.ASKS, host=self.url.authority, method=request.method, target=request.target)
        cause = self._begin(request, why, self._put(why, cause))
        self._unsent += self._machine.ask(request)
        self._flush(cause)

    def _begin(self, request: Outgoing, why: Why, cause: int) -> int:
        assert self.url is not None, "it is open"
        assert self._socket is not None, "it is open"
        lines, url = "\n".join(request.lines), f"http://{self.url.authority}{request.target}"
        number, peer, sent, now = self._socket.number, self._row.peer, len(request.body), self._host.now
        self._body, self._octets = b"", 0
        row = ExchangeRow(CLIENT, number, peer, url, NETWORK, lines, sent, 0, "", 0, b"", now, None)
        self._exchange, cause = self._exchanges.begin(row, why, cause)
        return cause

    def send_body(self, why: Why, cause: int) -> None:
        """Send the body that waited for status 100."""
        cause = self._host.note(Kind.DECISION, None, why, cause)
        self._unsent += self._machine.body()
        self._flush(cause)

    def close(self, why: Why, cause: int) -> None:
        """Close it; no error where it is closed."""
        socket, self._socket = self._socket, None
        if socket is not None:
            cause = self._host.remove(NAME, socket.number, why, cause)
            socket.close(cause=cause)

    # What the socket tells

    def _ready(self, socket: Socket, events: int, cause: int) -> None:
        if self._is_connecting:
            if not events & (OUT | ERR | HUP):
                return
            try:
                socket.finish_connect(cause=cause)
            except BlockingIOError:
                return
            except OSError as error:
                self._fail(error, cause)
                return
            self._connected(cause)
        if self._socket is not None and self._unsent and events & OUT:
            self._flush(cause)
        self._read(cause)

    def _connected(self, cause: int) -> None:
        self._is_connecting = False
        self._row = self._row._replace(phase="idle")
        self._owner.connected(self, self._put(Why(rules.IS_CONNECTED), cause))

    def _read(self, cause: int) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        while self._socket is not None and not self._is_at_end and self._socket.events() & IN:
            try:
                octets = self._socket.recv(_AT_ONCE, cause=cause)
            except BlockingIOError:
                break
            except OSError as error:
                self._is_busy = False
                self._fail(error, cause)
                return
            self._is_at_end = not octets
            for happening in self._machine.receive(octets):
                cause = self._tell(happening, cause)
        self._is_busy = False

    def _tell(self, happening: Happening, cause: int) -> int:
        row = self._row
        match happening:
            case Head():
                self._row = row._replace(phase="receiving" if happening.status >= 200 else row.phase)
                self._row = self._row._replace(status=happening.status)
                why = Why(rules.ANSWERED, status=happening.status)
                cause = self._note_head(happening, why, self._put(why, cause))
            case Complete():
                self._row = row._replace(phase="idle" if happening.is_kept else "closing")
                cause = self._host.note(Kind.DECISION, None, happening.why, cause)
                cause = self._note_end(happening.why, self._put(happening.why_kept, cause))
            case Broken() | Closed():
                self._row = row._replace(phase="closing")
                cause = self._note_end(happening.why, self._put(happening.why, cause))
            case Content():
                self._body = self._body or beginning(happening.octets)
                self._octets += len(happening.octets)
        self._owner.happened(self, happening, cause)
        return cause

    def _note_head(self, head: Head, why: Why, cause: int) -> int:
        """Show the header of a response, behind those of interim ones."""
        lines = "\n".join(head.lines)
        return self._exchanges.change(
            self._exchange,
            lambda row: row._replace(
                status=head.status, response=f"{row.response}\n\n{lines}" if row.response else lines
            ),
            why,
            cause,
        )

    def _note_end(self, why: Why, cause: int) -> int:
        """Show what has come of the body, and that no more of it will."""
        exchange, self._exchange = self._exchange, 0
        body, octets, now = self._body, self._octets, self._host.now
        return self._exchanges.change(
            exchange, lambda row: row._replace(octets=octets, body=body, ended=now), why, cause
        )

    def _put(self, why: Why, cause: int) -> int:
        socket = self._socket
        return cause if socket is None else self._host.put(NAME, socket.number, self._row, why, cause)

    def _flush(self, cause: int) -> None:
        while self._unsent and self._socket is not None:
            try:
                count = self._socket.send(bytes(self._unsent), cause=cause)
            except BlockingIOError:
                return
            except OSError as error:
                self._unsent.clear()
                if not self._socket.events() & IN:  # else the server has said why, and that is read first
                    self._fail(error, cause)
                return
            del self._unsent[:count]

    def _fail(self, error: OSError, cause: int) -> None:
        name = errno.errorcode.get(error.errno or 0, str(error))
        self.close(Why(rules.FAILED, error=name), cause)
        self._owner.failed(self, name, cause)
