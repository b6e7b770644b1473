"""One connection of a web server as a machine: octets in, effects out (RFC 9112). h11 reads and writes the messages."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import h11

from sim.effects import Explain
from sim.features.http import rules
from sim.features.http.answer import REASONS, Answer, Asked, answer, failure
from sim.features.http.settings import WebSettings
from sim.features.http.site import Sites
from sim.kernel import SECOND
from sim.why import Rule, Why

IDLE, READING, WORKING, CLOSING = "idle", "reading", "working", "closing"
"""What a connection does: waits for a request, takes one in, makes the response, comes to its end."""


REQUEST_TIME = 60 * SECOND
"""How long a request may take to come (ns)."""


class Octets(NamedTuple):
    """Send these."""

    octets: bytes
    why: Why


class Work(NamedTuple):
    """Call ``resume`` after ``delay`` ns."""

    delay: int
    why: Why


class Finish(NamedTuple):
    """Close the connection when all is sent. ``lingers``: the client may still be sending: first take in the rest."""

    why: Why
    lingers: bool = False


class Heard(NamedTuple):
    """Show a request: the lines of its header, and what it asks for."""

    lines: str
    url: str
    why: Why


class HeardBody(NamedTuple):
    """Show that the request that is shown has a body."""

    octets: int
    why: Why


class Said(NamedTuple):
    """Show a response to the request that is shown: the lines of its header, and its body.

    ``is_whole`` is false as long as more of it will be sent.
    """

    status: int
    lines: str
    body: bytes
    why: Why
    is_whole: bool = True


Effect = Explain | Octets | Work | Finish | Heard | HeardBody | Said

_TRANSFER_ENCODING = re.compile(rb"^transfer-encoding[ \t]*:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)

_HOST = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=%-]*(?::\d{0,5})?|\[[0-9A-Fa-f:.]+\](?::\d{0,5})?")
"""A name or an address, and a port (RFC 3986 3.2)."""

_FAULTS: tuple[tuple[str, Rule], ...] = (
    ("Missing mandatory Host", rules.NO_HOST),
    ("Found multiple Host", rules.TWO_HOSTS),
    ("conflicting Content-Length", rules.TWO_LENGTHS),
    ("bad Content-Length", rules.BAD_LENGTH),
    ("illegal request line", rules.BAD_REQUEST_LINE),
    ("no request line", rules.BAD_REQUEST_LINE),
    ("illegal header line", rules.BAD_FIELD),
    ("continuation line", rules.BAD_FIELD),
    ("illegal chunk header", rules.BAD_CHUNK),
    ("malformed chunk footer", rules.BAD_CHUNK),
    ("multiple Transfer-Encoding", rules.CODING_UNKNOWN),
    ("Only Transfer-Encoding", rules.CODING_UNKNOWN),
    ("Receive buffer too long", rules.HEAD_TOO_LONG),
    ("peer closed connection", rules.CUT_OFF),
    ("peer unexpectedly closed", rules.CUT_OFF),
)
"""How h11's messages begin, each with the rule that the request breaks."""


class ServerMachine:
    """A connection at ``port``.

    ``request`` is the last request's method and target, ``status`` that of its response, 0 for none yet; ``requests``
    counts those whose header came whole. ``phase`` says what goes on.
    """

    def __init__(self, sites: Sites, settings: WebSettings, port: int) -> None:
        self._sites = sites
        self._settings = settings
        self._port = port
        self._http = self._connection()
        self._asked: Asked | None = None
        self._answer: Answer | None = None
        self._chunks: list[bytes] = []
        self._body = 0
        self._head = b""
        self._is_head_sent = False
        self._said = ""
        self.phase = IDLE
        self.request = ""
        self.status = 0
        self.requests = 0

    def receive(self, octets: bytes, now: int) -> list[Effect]:
        """Take in what came, ``b""`` for the end of the stream, at a moment (ns)."""
        if self.phase == CLOSING:
            return []
        empty: list[Effect] = []
        if self._http.their_state is h11.IDLE:
            if not self._head and (rest := _without_empty_lines(octets)) != octets:
                empty, octets = [Explain(Why(rules.EMPTY_LINE))], rest
                if not octets:
                    return empty
            self._head += octets
        self._http.receive_data(octets)
        return [*empty, *self._advance(now)]

    def _connection(self) -> h11.Connection:
        return h11.Connection(h11.SERVER, max_incomplete_event_size=self._settings.header_limit)

    def resume(self, now: int) -> list[Effect]:
        """The work on a response is done, or that on its next chunk."""
        return [*self._respond(now), *self._advance(now)]

    @property
    def patience(self) -> int:
        """How long (ns) the server waits for the next octets, or for the rest of a request (RFC 9112 9.5)."""
        return self._settings.keep_alive if self.phase == IDLE and self.requests else REQUEST_TIME

    def silence(self, now: int) -> list[Effect]:
        """What the server waited for has not come in time."""
        if self.phase == READING:
            return list(self._refuse(408, Why(rules.TOO_SLOW, ns=self.patience), now))
        why = Why(rules.IDLE_TOO_LONG, ns=self.patience)
        self.phase = CLOSING
        return [Finish(why)]

    def _advance(self, now: int) -> Iterator[Effect]:
        """Read what is there, as far as the response to it need not be waited for."""
        while self.phase in (IDLE, READING):
            try:
                event: Any = self._http.next_event()
            except h11.RemoteProtocolError as error:
                yield from self._fault(error, now)
                return
            if event is h11.NEED_DATA:
                if self.phase == IDLE and self._http.trailing_data[0]:
                    self.phase = READING
                return
            yield from self._take(event, now)

    def _take(self, event: Any, now: int) -> Iterator[Effect]:
        match event:
            case h11.Request():
                yield from self._begin(event, now)
            case h11.Data():
                self._body += len(event.data)
                if self._body > self._settings.body_limit:
                    yield from self._refuse(413, Why(rules.BODY_TOO_LONG, limit=self._settings.body_limit), now)
            case h11.EndOfMessage():
                if self._body:
                    yield HeardBody(self._body, Why(rules.REQUEST_BODY, octets=self._body))
                yield from self._work(now)
            case h11.ConnectionClosed():
                self.phase = CLOSING
                yield Finish(Why(rules.CLIENT_CLOSES))

    def _begin(self, event: h11.Request, now: int) -> Iterator[Effect]:
        """The header of a request is there: see what is wrong with it before its body is taken."""
        self.phase, self._body, self._head = READING, 0, b""
        fields = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers)
        method, target, version = (part.decode("latin-1") for part in (event.method, event.target, event.http_version))
        self._asked = asked = Asked(method, target, version, fields)
        self.request = f"{method} {target}"
        self.requests += 1
        self.status = 0
        why = Why(rules.REQUEST, method=method, target=target, count=self.requests)
        yield Explain(why)
        lines = [f"{method} {target} HTTP/{version}"]
        lines += [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in event.headers.raw_items()]
        url = target if not target.startswith("/") else f"http://{asked.value('host') or ''}{target}"
        yield Heard("\n".join(lines), url, why)
        trouble = self._trouble(asked)
        if trouble is not None:
            yield from self._refuse(*trouble, now)
            return
        ready = self._answered(asked, now)
        self._answer = ready[0]
        yield from (Explain(why) for why in ready[1])
        if not self._http.they_are_waiting_for_100_continue:
            return
        if self._answer.status >= 400:
            yield from self._refuse_with(self._answer._replace(whys=(*self._answer.whys, Why(rules.NO_CONTINUE))))
        else:
            sent = self._http.send(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))
            yield Octets(sent, Why(rules.CONTINUE))
            yield Said(100, _lines(sent), b"", Why(rules.CONTINUE), is_whole=False)

    def _trouble(self, asked: Asked) -> tuple[int, Why] | None:
        """The status and the reason where a request is refused, whatever it asks for."""
        if asked.version.partition(".")[0] != "1":
            return 505, Why(rules.VERSION_UNKNOWN, version=asked.version)
        if sum(len(name) + len(value) + 4 for name, value in asked.fields) > self._settings.header_limit:
            return 431, Why(rules.HEAD_TOO_LONG)
        if any(each != "100-continue" for each in asked.items("expect")):
            return 417, Why(rules.EXPECTATION_UNKNOWN)
        if not _HOST.fullmatch(asked.value("host") or ""):
            return 400, Why(rules.BAD_HOST)
        return self._trouble_of_body(asked)

    def _trouble_of_body(self, asked: Asked) -> tuple[int, Why] | None:
        """The same where the length of the body is in doubt, or too much (RFC 9112 6)."""
        codings, lengths = asked.value("transfer-encoding"), asked.value("content-length")
        if codings is not None and lengths is not None:
            return 400, Why(rules.LENGTH_AND_CODING)
        if codings is not None and asked.version < "1.1":
            return 400, Why(rules.CODING_IN_OLD_VERSION)
        if lengths is not None and int(lengths.partition(",")[0]) > self._settings.body_limit:
            return 413, Why(rules.BODY_TOO_LONG, limit=self._settings.body_limit)
        return None

    def _answered(self, asked: Asked, now: int) -> tuple[Answer, list[Why]]:
        """The response, and the reasons for the choice of the site."""
        host, target = asked.value("host") or "", asked.target
        whole = re.fullmatch(r"(?i:https?)://(?P<host>[^/?]*)(?P<rest>.*)", target)
        if whole is not None:  # the absolute form overrides the field Host (RFC 9112 3.2.2)
            host, target = whole["host"], whole["rest"] or "/"
            target = target if target.startswith("/") else f"/{target}"
        name = re.sub(r":\d*\Z", "", host).lower().removesuffix(".")
        number, is_own = self._sites.find(self._port, name)
        whys = []
        if len(self._sites.at(self._port)) > 1:
            rule = rules.SITE_BY_NAME if is_own else rules.SITE_BY_DEFAULT
            whys.append(Why(rule, host=host or "", local_port=self._port))
        # RFC 9112 3.2.4: "*" is for OPTIONS alone. RFC 9110 4.2.1: whoever processes a URI without a host "MUST reject
        # it as invalid".
        is_form = target.startswith("/") or asked.method == "CONNECT" or (target, asked.method) == ("*", "OPTIONS")
        if not is_form or (whole is not None and not name):
            return failure(400, Why(rules.BAD_TARGET, target=target), now), whys
        resource = None if asked.method == "CONNECT" or target == "*" else self._sites.resource(number, target, now)
        return answer(asked._replace(target=target), resource, now, self._settings.gzip), whys

    def _work(self, now: int) -> Iterator[Effect]:
        """The request is whole: respond, or wait until the work on the response is done."""
        found = self._answer
        assert found is not None, "the header came before the end"
        self.phase = WORKING
        if found.delay:
            yield Work(found.delay, Why(rules.WORKING, ns=found.delay))
        else:
            yield from self._respond(now)

    def _respond(self, now: int) -> Iterator[Effect]:
        """Send the response, or its next chunk."""
        found = self._answer
        assert found is not None, "there is a request"
        if not found.chunks:
            yield from self._send(found)
            return
        if not self._is_head_sent:
            self._is_head_sent = True
            self._chunks = [] if self._is_head else list(found.chunks)
            head = self._http.send(self._response(found))
            self._said = _lines(head)
            yield Octets(head, found.whys[0])
            yield Said(found.status, self._said, b"", found.whys[0], is_whole=False)
            yield from (Explain(why) for why in found.whys[1:])
        while self._chunks:
            sent = self._http.send(h11.Data(data=self._chunks.pop(0)))
            yield Octets(sent, Why(rules.CHUNK, octets=len(sent)))
            if self._chunks and found.delay:
                yield Work(found.delay, Why(rules.WORKING, ns=found.delay))
                return
        last = Why(rules.LAST_CHUNK)
        yield Octets(self._http.send(h11.EndOfMessage()), last)
        yield Said(found.status, self._said, b"" if self._is_head else b"".join(found.chunks), last)
        yield from self._end()

    def _response(self, found: Answer) -> h11.Response:
        self.status = found.status
        fields = list(found.fields)
        if self._is_last:
            fields.append(("Connection", "close"))
        return h11.Response(status_code=found.status, headers=fields, reason=found.reason.encode())

    @property
    def _is_head(self) -> bool:
        """Whether only the header of the response goes (RFC 9110 9.3.2)."""
        return self._asked is not None and self._asked.method == "HEAD"

    @property
    def _is_last(self) -> bool:
        """Whether the server wants no other request on this connection."""
        return not self._settings.keep_alive or self.requests >= self._settings.requests

    def _send(self, found: Answer) -> Iterator[Effect]:
        yield from self._whole(self._response(found), found)
        yield from self._end()

    def _whole(self, head: h11.Response, found: Answer) -> Iterator[Effect]:
        """A response that is sent at once."""
        octets = self._http.send(head)
        lines, body = _lines(octets), b"" if self._is_head else found.body
        if body:
            octets += self._http.send(h11.Data(data=body))
        octets += self._http.send(h11.EndOfMessage())
        *first, last = found.whys
        yield from (Explain(why) for why in first)
        yield Octets(octets, last)
        yield Said(found.status, lines, body, last)

    def _end(self) -> Iterator[Effect]:
        """A response is sent: go on with the next request, or come to the end (RFC 9112 9.3)."""
        self._answer, self._is_head_sent = None, False
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
            self.phase, self._asked = IDLE, None
            self._head, is_at_end = self._http.trailing_data
            rest = _without_empty_lines(self._head)
            if rest != self._head:  # h11 would take an empty line for a request
                self._http, self._head = self._connection(), rest
                for octets in [*([rest] if rest else []), *([b""] if is_at_end else [])]:
                    self._http.receive_data(octets)
                yield Explain(Why(rules.EMPTY_LINE))
            rule = rules.PIPELINED if self._head else rules.KEPT
            yield Explain(Why(rule, ns=self._settings.keep_alive, count=self.requests))
            return
        self.phase = CLOSING
        yield Finish(self._why_closing(), lingers=bool(self._http.trailing_data[0]))

    def _why_closing(self) -> Why:
        asked = self._asked
        if asked is not None and asked.version < "1.1":
            return Why(rules.OLD_CLIENT)
        if asked is not None and "close" in asked.items("connection"):
            return Why(rules.CLIENT_WANTS_CLOSE)
        if self.requests >= self._settings.requests:
            return Why(rules.LAST_REQUEST, limit=self._settings.requests)
        return Why(rules.SERVER_WANTS_CLOSE)

    # What is wrong

    def _fault(self, error: h11.RemoteProtocolError, now: int) -> Iterator[Effect]:
        """h11 cannot read on."""
        said = str(error)
        rule = next((rule for begin, rule in _FAULTS if said.startswith(begin)), rules.BAD_REQUEST)
        if rule is rules.CUT_OFF:
            self.phase = CLOSING
            yield Finish(Why(rule))
            return
        status = error.error_status_hint
        if rule is rules.CODING_UNKNOWN and not self._ends_in_chunked():
            rule, status = rules.CODING_NOT_LAST, 400  # RFC 9112 6.3: where the body ends cannot be known
        if not self.request or self._http.our_state is not h11.SEND_RESPONSE:
            self.request = self._head.partition(b"\n")[0].decode("latin-1").strip()[:60]
        yield from self._refuse(status, Why(rule), now)

    def _ends_in_chunked(self) -> bool:
        found = [value.strip().lower() for value in _TRANSFER_ENCODING.findall(self._head)]
        return bool(found) and b",".join(found).rpartition(b",")[2].strip() == b"chunked"

    def _refuse(self, status: int, why: Why, now: int) -> Iterator[Effect]:
        yield from self._refuse_with(failure(status, why, now))

    def _refuse_with(self, found: Answer) -> Iterator[Effect]:
        """Answer before the request is whole, and close: what still comes of it is nobody's."""
        self.phase = CLOSING
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            yield Finish(found.whys[-1], lingers=True)
            return
        fields = [*found.fields, ("Connection", "close")]
        self.status = found.status
        head = h11.Response(status_code=found.status, headers=fields, reason=REASONS[found.status].encode())
        if self._asked is None:  # what came of the header is all that there is of the request
            yield Heard(self._head.partition(b"\n")[0].decode("latin-1").strip(), "", found.whys[-1])
        yield from self._whole(head, found)
        yield Finish(Why(rules.CLOSES_AFTER_ERROR, status=found.status), lingers=True)


def _lines(octets: bytes) -> str:
    """The lines of the header that octets begin with."""
    return octets.partition(b"\r\n\r\n")[0].decode("latin-1").replace("\r\n", "\n")


def _without_empty_lines(octets: bytes) -> bytes:
    """RFC 9112 2.2: a server "SHOULD ignore at least one empty line (CRLF) received prior to the request-line"."""
    return octets.lstrip(b"\r\n")
