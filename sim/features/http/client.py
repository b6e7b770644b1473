"""One connection of a client as a machine: requests out, responses in (RFC 9112). h11 reads and writes the messages."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import h11

from sim.features.http import client_rules as rules
from sim.why import Why

Fields = tuple[tuple[str, str], ...]


class Outgoing(NamedTuple):
    """A request: ``fields`` in their order, the field Host among them; ``version`` is ``1.1`` or ``1.0``.

    The fields ``glued``, by their names in small letters, have no space behind the colon.
    """

    method: str
    target: str
    fields: Fields
    body: bytes = b""
    version: str = "1.1"
    glued: frozenset[str] = frozenset()

    @property
    def expects_continue(self) -> bool:
        return any(name.lower() == "expect" and value.lower() == "100-continue" for name, value in self.fields)

    @property
    def lines(self) -> list[str]:
        """The lines of the header, without the empty one."""
        fields = (f"{name}:{'' if name.lower() in self.glued else ' '}{value}" for name, value in self.fields)
        return [f"{self.method} {self.target} HTTP/{self.version}", *fields]


class Head(NamedTuple):
    """The header of a response, that of an interim one (1xx) among them."""

    status: int
    reason: str
    version: str
    fields: Fields

    def value(self, name: str) -> str | None:
        """The value of a field; as a list where there are several."""
        found = [value for known, value in self.fields if known.lower() == name]
        return ", ".join(found) if found else None

    @property
    def lines(self) -> list[str]:
        """The lines of the header, without the empty one."""
        first = f"HTTP/{self.version} {self.status} {self.reason}".rstrip()
        return [first, *(f"{name}: {value}" for name, value in self.fields)]


class Content(NamedTuple):
    """Octets of the body, without what frames them."""

    octets: bytes


class Complete(NamedTuple):
    """The response is whole: ``why`` its end is known, and whether and ``why_kept`` the connection serves another."""

    why: Why
    is_kept: bool
    why_kept: Why


class Broken(NamedTuple):
    """What came is no whole response. ``left`` octets of the body are missing, ``None`` for an unknown number.

    ``is_empty``: nothing at all has come. ``is_garbage``: it is no HTTP.
    """

    why: Why
    left: int | None = None
    is_empty: bool = False
    is_garbage: bool = False


class Closed(NamedTuple):
    """The server has closed the connection while nothing was asked."""

    why: Why


Happening = Head | Content | Complete | Broken | Closed


class ClientMachine:
    """A connection: one request at a time."""

    def __init__(self) -> None:
        self._http = h11.Connection(h11.CLIENT)
        self._asked: Outgoing | None = None
        self._head: Head | None = None
        self._received = 0
        self._octets = 0
        self._is_spent = False
        self.requests = 0

    @property
    def is_idle(self) -> bool:
        """Whether another request may be sent."""
        return self._asked is None and not self._is_spent and self._http.our_state is h11.IDLE

    def ask(self, request: Outgoing) -> bytes:
        """The octets of a request, without its body where that waits for 100."""
        self._asked, self._head, self._received, self._octets = request, None, 0, 0
        self.requests += 1
        fields = list(request.fields)
        if request.version == "1.0":  # h11 speaks 1.1 alone; in 1.0 each request has its own connection
            fields = [(name, value) for name, value in fields if name.lower() != "connection"]
            fields.append(("Connection", "close"))
        self._http.send(h11.Request(method=request.method, target=request.target, headers=_unique(fields)))
        head = "".join(f"{line}\r\n" for line in [*request.lines, ""]).encode("latin-1")
        return head if request.expects_continue else head + self.body()

    def body(self) -> bytes:
        """The octets of the body of the present request; none where it is sent already, or not wanted."""
        asked = self._asked
        if asked is None or self._http.our_state is not h11.SEND_BODY:
            return b""
        if asked.body:
            self._http.send(h11.Data(data=asked.body))
        self._http.send(h11.EndOfMessage())
        return asked.body

    def receive(self, octets: bytes) -> list[Happening]:
        """Take in what came, ``b""`` for the end of the stream."""
        self._octets += len(octets)
        if self._http.their_state is h11.ERROR:
            return []
        self._http.receive_data(octets)
        return list(self._advance())

    def _advance(self) -> Iterator[Happening]:
        while True:
            try:
                event: Any = self._http.next_event()
            except h11.RemoteProtocolError:
                if not self._is_spent:
                    yield Closed(Why(rules.EXCESS)) if self._asked is None else self._broken()
                self._is_spent = True
                return
            match event:
                case h11.InformationalResponse() | h11.Response():
                    self._head = _head_of(event)
                    yield self._head
                case h11.Data():
                    self._received += len(event.data)
                    yield Content(bytes(event.data))
                case h11.EndOfMessage():
                    yield self._complete()
                case h11.ConnectionClosed():
                    if self._asked is None and not self._is_spent:
                        self._is_spent = True
                        yield Closed(Why(rules.SERVER_CLOSED))
                    return
                case _:  # more is needed, or what follows is not asked for
                    return

    def _complete(self) -> Complete:
        asked, head = self._asked, self._head
        assert asked is not None, "a response answers a request"
        assert head is not None, "a header comes before the end"
        why = self._why_ended(asked, head)
        self._asked = None
        is_whole = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        excess, is_at_end = self._http.trailing_data
        if is_whole and not excess and not is_at_end:
            self._http.start_next_cycle()
            return Complete(why, True, Why(rules.KEPT))
        self._is_spent = True
        return Complete(why, False, self._why_not_kept(asked, head, bool(excess)))

    def _why_ended(self, asked: Outgoing, head: Head) -> Why:
        """How the end of the response is known (RFC 9112 6.3)."""
        if asked.method == "HEAD" or head.status in (204, 304):
            return Why(rules.ENDS_WITHOUT_BODY, method=asked.method, status=head.status)
        if head.value("transfer-encoding") is not None:
            return Why(rules.ENDS_BY_CHUNK, octets=self._received)
        if head.value("content-length") is not None:
            return Why(rules.ENDS_BY_LENGTH, octets=self._received)
        return Why(rules.ENDS_BY_CLOSE, octets=self._received)

    def _why_not_kept(self, asked: Outgoing, head: Head, has_excess: bool) -> Why:
        if has_excess:
            return Why(rules.EXCESS)
        if asked.version == "1.0" or head.version < "1.1":
            return Why(rules.OLD_VERSION)
        if "close" in (head.value("connection") or "").lower():
            return Why(rules.SERVER_SAID_CLOSE)
        if any(name.lower() == "connection" and "close" in value.lower() for name, value in asked.fields):
            return Why(rules.CLIENT_SAID_CLOSE)
        return Why(rules.ENDED_WITH_STREAM)

    def _broken(self) -> Broken:
        self._asked, head = None, self._head
        if head is not None and head.status >= 200:
            length = head.value("content-length")
            left = (
                int(length.partition(",")[0]) - self._received if length is not None and length[:1].isdigit() else None
            )
            if head.value("transfer-encoding") is not None:
                left = None
            return Broken(Why(rules.CUT_OFF, octets=self._received), left)
        if not self._octets:
            return Broken(Why(rules.EMPTY), is_empty=True)
        return Broken(Why(rules.NO_HTTP), is_garbage=True)


def _head_of(event: h11.Response | h11.InformationalResponse) -> Head:
    fields = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers.raw_items())
    return Head(event.status_code, event.reason.decode("latin-1"), event.http_version.decode("ascii"), fields)


def _unique(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What h11 has to know of the header, whatever else somebody wants to send: it refuses a second Host."""
    found, has_host = [], False
    for name, value in fields:
        is_host = name.lower() == "host"
        if not (is_host and has_host):
            found.append((name, value))
        has_host |= is_host
    return found if has_host else [*found, ("Host", "")]
