"""``curl``: fetches what URLs name, and prints it as the real one does."""

import zlib
from typing import Any, NamedTuple

from sim.features.http import client_rules as rules
from sim.features.http import url as urls
from sim.features.http.client import Broken, Closed, Complete, Content, Happening, Head, Outgoing
from sim.features.http.curl_options import CurlOptions, address_or_name
from sim.features.http.transfer import ClientConnection, HttpHost
from sim.features.http.url import Url
from sim.ip.names.answer import Answer
from sim.kernel import SECOND
from sim.shell.application import Application
from sim.trace.records import Kind
from sim.transport.sockets.errors import TEXTS
from sim.why import Why

_WAIT_FOR_100 = SECOND
_LONG_BODY = 2**20
"""A body longer than this waits for status 100, as curl has it."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MILLISECOND = 1_000_000
_NULL = "/dev/null"
_BINARY = (
    'Warning: Binary output can mess up your terminal. Use "--output -" to tell',
    'Warning: curl to output it to your terminal anyway, or consider "--output',
    'Warning: <FILE>" to save to a file.',
)
_METER = (
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current",
    "                                 Dload  Upload   Total   Spent    Left  Speed",
)


class _Wanted(NamedTuple):
    """What is to be fetched next: a URL as it was written, how, and after how many redirects."""

    text: str
    method: str
    body: bytes
    redirects: int = 0


class Curl(Application[HttpHost]):
    """Fetches one URL after the other, over connections that it keeps as long as it runs."""

    def __init__(self, node: HttpHost, command: str, options: CurlOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._left = list(options.urls)
        self._wanted = _Wanted("", "", b"")
        self._url: Url | None = None
        self._connections: list[ClientConnection] = []
        self._opened = 0
        self._resolved: set[str] = set()
        self._holds_body = False
        self._connection: ClientConnection | None = None
        self._addresses: list[Any] = []
        self._begun = 0
        self._status = 0
        self._head: Head | None = None
        self._next: _Wanted | None = None
        self._file = ""
        self._is_over = True
        self._was_asked_before = False
        self._inflate: Any = None
        self._saved = bytearray()
        self._line = b""
        self._octets = 0

    # One URL after the other

    def start(self, cause: int) -> None:
        self._go_on(cause)

    def _go_on(self, cause: int) -> None:
        """Fetch the next URL, or end."""
        if not self._left:
            self._end(cause)
            return
        options, text = self.options, self._left.pop(0)
        index = len(options.urls) - len(self._left) - 1
        self._file = options.outputs[index] if index < len(options.outputs) else ""
        if options.remote_name and not self._file:
            self._file = text.partition("://")[2].partition("?")[0].rpartition("/")[2]
        body = "&".join(options.data).encode()
        method = options.method or ("HEAD" if options.head else "POST" if options.data else "GET")
        if options.max_time:
            why = Why(rules.TIME_LIMIT, ns=options.max_time)
            self.arm("time", self.node.kernel.now + options.max_time, self._time_is_up, why, cause)
        if self._file and not options.silent:
            self._print("\n".join(_METER), cause)
        self._saved.clear()
        self._fetch(_Wanted(text, method, body), cause)

    def _end(self, cause: int) -> None:
        for connection in self._connections:
            connection.close(Why(rules.CLOSES), cause)
        self.finish(self._status, cause)

    def _fetch(self, wanted: _Wanted, cause: int) -> None:
        self._wanted, self._head, self._next, self._inflate = wanted, None, None, None
        self._begun, self._octets, self._is_over, self._was_asked_before = self.node.kernel.now, 0, False, False
        try:
            self._url = url = urls.parse(wanted.text)
        except urls.UnsupportedSchemeError as error:
            self._error(1, f'Protocol "{error.args[0]}" not supported or disabled in libcurl', cause, is_told=False)
            return
        except ValueError:
            self._error(3, "URL using bad/illegal format or missing URL", cause, is_told=False)
            return
        idle = (each for each in self._connections if each.is_idle and each.url is not None)
        found = next(
            (each for each in idle if each.url and (each.url.host, each.url.number) == (url.host, url.number)), None
        )
        if found is None:
            self._look_up(url, cause)
            return
        self._connection = found
        self._tell(f"Re-using existing connection #{found.number} with host {url.host}", cause)
        why = Why(rules.REUSES, host=url.host, dst_port=url.number)
        self._was_asked_before = True
        self._ask(found, self._note(why, cause))

    def _look_up(self, url: Url, cause: int) -> None:
        wanted = self._wanted
        self.node.names.resolve(address_or_name(url.host), lambda answer, n: self._found(wanted, answer, n), cause)

    def _found(self, wanted: _Wanted, answer: Answer, cause: int) -> None:
        """A name was looked up; nobody cares where that took too long, and something else is fetched by now."""
        if self._is_over or wanted is not self._wanted:
            return
        url = self._url
        assert url is not None, "it was looked up"
        self._opened += 1
        if not answer.addresses:
            self._error(6, f"Could not resolve host: {url.host}", cause, closes=True)
            return
        self._addresses = list(answer.addresses)
        if url.host in self._resolved:
            self._tell(f"Hostname {url.host} was found in DNS cache", cause)
        self._resolved.add(url.host)
        timeout = self.options.connect_timeout
        if timeout:
            why = Why(rules.TIME_LIMIT, ns=timeout)
            self.arm("connect", self.node.kernel.now + timeout, self._connecting_takes_too_long, why, cause)
        self._connect(cause)

    def _connect(self, cause: int) -> None:
        """Try the next address of the host."""
        url, ip = self._url, self._addresses.pop(0)
        assert url is not None, "it was looked up"
        self._connection = connection = ClientConnection(self.node, self, self.number, self._opened - 1)
        self._connections.append(connection)
        self._tell(f"  Trying {ip}:{url.number}...", cause)
        connection.open(url, ip, cause)

    # What becomes of a connection

    def connected(self, connection: ClientConnection, cause: int) -> None:
        url = connection.url
        assert url is not None, "it was opened for one"
        self._disarm("connect", cause)
        told = f"Connected to {url.host} ({connection.address}) port {url.number} (#{connection.number})"
        self._tell(told, cause)
        self._ask(connection, cause)

    def failed(self, connection: ClientConnection, error: str, cause: int) -> None:
        self._forget(connection)
        if connection is not self._connection or self._is_over:
            return
        url, text = connection.url, TEXTS.get(error, error)
        assert url is not None, "it was opened for one"
        if connection.requests:
            if not self._try_again(connection, cause):
                self._error(56, f"Recv failure: {text}", cause, closes=True)
            return
        self._tell(f"connect to {connection.address} port {url.number} failed: {text}", cause)
        if self._addresses:
            self._connect(cause)
            return
        self._disarm("connect", cause)
        after = self._milliseconds()
        told = f"Failed to connect to {url.host} port {url.number} after {after} ms: Couldn't connect to server"
        self._error(28 if error == "ETIMEDOUT" else 7, told, cause, closes=True)

    def happened(self, connection: ClientConnection, happening: Happening, cause: int) -> None:
        if connection is not self._connection or self._is_over:
            if isinstance(happening, Closed | Broken):
                self._close(connection, happening.why, cause)
            return
        match happening:
            case Head():
                self._take_head(connection, happening, cause)
            case Content(octets):
                self._take_content(octets, cause)
            case Complete():
                self._complete(connection, happening, cause)
            case Broken():
                self._broken(connection, happening, cause)
            case Closed():
                self._close(connection, happening.why, cause)

    # A request

    def _ask(self, connection: ClientConnection, cause: int) -> None:
        request = self._request()
        self._holds_body = request.expects_continue
        for line in [*request.lines, ""]:
            self._show(f"> {line}", cause)
        connection.ask(request, cause)
        if request.expects_continue and not self._is_over:
            why = Why(rules.WAITS_TO_SEND, ns=_WAIT_FOR_100)
            self.arm("continue", self.node.kernel.now + _WAIT_FOR_100, self._waited_for_100, why, cause)

    def _request(self) -> Outgoing:
        options, wanted, url = self.options, self._wanted, self._url
        assert url is not None, "it was read"
        given: dict[str, tuple[str, str] | None] = {}
        glued = set()
        for header in options.headers:
            name, colon, value = header.partition(":")
            if colon:
                glued |= set() if value.startswith(" ") else {name.lower()}
                given[name.lower()] = (name, value.strip()) if value.strip() else None
            elif header.endswith(";"):
                given[header[:-1].lower()] = (header[:-1], "")
        usual = [("Host", url.authority), ("User-Agent", options.user_agent), ("Accept", "*/*")]
        usual += [("Accept-Encoding", "deflate, gzip")] if options.compressed else []
        framing = []
        if wanted.body or (wanted.method == "POST" and options.data):
            framing = [("Content-Length", str(len(wanted.body))), ("Content-Type", "application/x-www-form-urlencoded")]
            if len(wanted.body) > _LONG_BODY and not options.old_version:
                framing.append(("Expect", "100-continue"))
        fields = []
        for name, value in usual:
            replaced = given.pop(name.lower(), (name, value))
            fields += [] if replaced is None else [replaced]
        late = [each for each in framing if each[0].lower() not in given]
        fields += [each for each in given.values() if each is not None] + late
        version = "1.0" if options.old_version else "1.1"
        return Outgoing(wanted.method, url.target, tuple(fields), wanted.body, version, frozenset(glued))

    def _waited_for_100(self, cause: int) -> None:
        self._tell("Done waiting for 100-continue", cause)
        self._send_body(cause)

    def _send_body(self, cause: int) -> None:
        if self._connection is not None and self._holds_body:
            self._holds_body = False
            self._connection.send_body(Why(rules.SENDS_BODY, ns=_WAIT_FOR_100), cause)
            self._tell("We are completely uploaded and fine", cause)

    # A response

    def _take_head(self, connection: ClientConnection, head: Head, cause: int) -> None:
        options = self.options
        is_final = head.status >= 200
        self._disarm("continue", cause)
        self._head = head if is_final else self._head
        failed = options.fail and head.status >= 400
        prints = options.include or options.head
        for line in head.lines:
            self._show(f"< {line}", cause)
            if prints and not failed:
                self._write(f"{line}\n".encode(), cause)
        if failed:
            self._error(22, f"The requested URL returned error: {head.status}", cause, closes=True)
            return
        if prints:
            self._write(b"\n", cause)
        if is_final:
            self._show("< ", cause)
        if head.status == 100:
            self._send_body(cause)
        if not is_final:
            return
        location = head.value("location")
        if options.follow and head.status in _REDIRECTS and location is not None and self._url is not None:
            self._redirect(head.status, urls.join(self._url, location))
            has_body = head.value("content-length") not in (None, "0") or head.value("transfer-encoding") is not None
            if has_body and self._wanted.method != "HEAD":
                self._tell("Ignoring the response-body", cause)
        elif options.compressed and (head.value("content-encoding") or "").lower() in ("gzip", "x-gzip", "deflate"):
            self._inflate = zlib.decompressobj(47)  # gzip or zlib, whichever it is

    def _redirect(self, status: int, location: str) -> None:
        """Fetch something else when this response is complete (RFC 9110 15.4)."""
        wanted = self._wanted
        method, body = wanted.method, wanted.body
        if not self.options.method and (
            (status in (301, 302) and method == "POST") or (status == 303 and method != "HEAD")
        ):
            method, body = "GET", b""
        self._next = _Wanted(location, method, body, wanted.redirects + 1)

    def _take_content(self, octets: bytes, cause: int) -> None:
        self._octets += len(octets)
        if self._next is not None:
            return
        if self._inflate is not None:
            try:
                octets = self._inflate.decompress(octets)
            except zlib.error as error:
                self._error(
                    61,
                    f"Error while processing content unencoding: {str(error).rpartition(': ')[2]}",
                    cause,
                    closes=True,
                )
                return
        if b"\0" in octets and not self._file:
            self._print("\n".join(_BINARY), cause)
            self._error(23, "", cause, closes=True)
            return
        self._write(octets, cause)

    def _write(self, octets: bytes, cause: int) -> None:
        """To the file, or to the console: there line by line."""
        if self._file and self._file != "-":
            self._saved += octets
            return
        whole, newline, self._line = (self._line + octets).rpartition(b"\n")
        if newline:
            self._print(whole.decode("utf-8", "replace").replace("\r", ""), cause)

    def _complete(self, connection: ClientConnection, happening: Complete, cause: int) -> None:
        url, following = connection.url, self._next
        assert url is not None, "it was opened for one"
        if self._file and self._octets:
            self._show(f"{{ [{self._octets} bytes data]", cause)
        if following is None:
            self._meter(cause)
        if happening.is_kept:
            self._tell(f"Connection #{connection.number} to host {url.host} left intact", cause)
        else:
            self._tell(f"Closing connection {connection.number}", cause)
            self._close(connection, happening.why_kept, cause)
        if following is None:
            self._over(0, cause)
        elif following.redirects > self.options.max_redirs:
            self._error(47, f"Maximum ({self.options.max_redirs}) redirects followed", cause)
        else:
            self._follow(following, cause)

    def _follow(self, following: _Wanted, cause: int) -> None:
        self._is_over = True
        self._tell(f"Issue another request to this URL: '{following.text}'", cause)
        status = self._head.status if self._head is not None else 0
        cause = self._note(Why(rules.FOLLOWS, status=status, location=following.text), cause)
        if following.method != self._wanted.method:
            self._tell(f"Switch from {self._wanted.method} to GET", cause)
            cause = self._note(Why(rules.BECOMES_GET, status=status), cause)
        self._fetch(following, cause)

    def _broken(self, connection: ClientConnection, happening: Broken, cause: int) -> None:
        self._close(connection, happening.why, cause)
        if happening.is_empty:
            if not self._try_again(connection, cause):
                self._error(52, "Empty reply from server", cause, closes=True)
        elif happening.is_garbage:
            self._error(1, "Received HTTP/0.9 when not allowed", cause, closes=True)
        elif happening.left is None:
            self._error(18, "transfer closed with outstanding read data remaining", cause, closes=True)
        else:
            self._error(18, f"transfer closed with {happening.left} bytes remaining to read", cause, closes=True)

    def _try_again(self, connection: ClientConnection, cause: int) -> bool:
        """Ask on a new connection, where the server had closed this one in the meantime; false where it had not."""
        if not self._was_asked_before or self._head is not None or self._url is None:
            return False
        self._was_asked_before = False
        self._tell("Connection died, retrying a fresh connect (retry count: 1)", cause)
        self._look_up(self._url, self._note(Why(rules.NEW_TRY), cause))
        return True

    # The end of a transfer

    def _time_is_up(self, cause: int) -> None:
        connection, after = self._connection, self._milliseconds()
        if connection is None:
            told = f"Resolving timed out after {after} milliseconds"
        elif not connection.requests:
            told = f"Connection timed out after {after} milliseconds"
        else:
            told = f"Operation timed out after {after} milliseconds with {self._octets} bytes received"
        self._error(28, told, cause, closes=True)

    def _connecting_takes_too_long(self, cause: int) -> None:
        url = self._url
        assert url is not None, "it was looked up"
        after = self._milliseconds()
        told = f"Failed to connect to {url.host} port {url.number} after {after} ms: Timeout was reached"
        self._error(28, told, cause, closes=True)

    def _error(self, status: int, text: str, cause: int, *, closes: bool = False, is_told: bool = True) -> None:
        """A transfer fails. ``closes``: its connection ends with it."""
        if is_told and text:
            self._tell(text, cause)
        connection = self._connection
        if closes:
            number = self._opened - 1 if connection is None else connection.number
            self._tell(f"Closing connection {number}", cause)
        if connection is not None and closes:
            self._close(connection, Why(rules.CLOSES), cause)
        options = self.options
        if text and (not options.silent or options.show_error):
            self._print(f"curl: ({status}) {text}", cause)
        self._over(status, cause)

    def _over(self, status: int, cause: int) -> None:
        self._is_over, self._status, self._connection = True, status, None
        for timer in ("time", "connect", "continue"):
            self._disarm(timer, cause)
        if self._line:
            self._print(self._line.decode("utf-8", "replace").replace("\r", ""), cause)
            self._line = b""
        if self._file and self._file not in ("-", _NULL) and (self._saved or not status):
            save = self.node.processes.save_file
            if save is None or not save(self._file, bytes(self._saved), self.command, cause):
                self._print(f"Warning: Failed to open the file {self._file}: No such file or directory", cause)
                self._status = 23
        if self.options.write_out:
            self._print(self._written_out(), cause)
        self._go_on(cause)

    def _written_out(self) -> str:
        head = self._head
        known = {
            "http_code": f"{0 if head is None else head.status:03}",
            "response_code": f"{0 if head is None else head.status:03}",
            "size_download": str(self._octets),
            "time_total": f"{(self.node.kernel.now - self._begun) // 1000 / 1_000_000:.6f}",
            "num_redirects": str(self._wanted.redirects),
            "url_effective": self._wanted.text,
            "content_type": (head.value("content-type") if head is not None else None) or "",
        }
        text = self.options.write_out.replace("\\n", "\n").replace("\\t", "\t")
        for name, value in known.items():
            text = text.replace(f"%{{{name}}}", value)
        return text.removesuffix("\n")

    def _meter(self, cause: int) -> None:
        """The last state of the progress meter, which is shown where the content goes to a file."""
        if not self._file or self.options.silent:
            return
        microseconds = max((self.node.kernel.now - self._begun) // 1000, 1)
        size, sent = self._octets, len(self._wanted.body)
        speed, upload = size * 1_000_000 // microseconds, sent * 1_000_000 // microseconds
        now = (size + sent) * 1000 // max(microseconds // 1000, 1)
        spent = _clock(microseconds // 1_000_000)
        total, share = _five(size + sent), "100" if size + sent else "  0"
        self._print(
            f"{share} {total}  {'100' if size else '  0'} {_five(size)}  {'100' if sent else '  0'} {_five(sent)}  "
            f"{_five(speed)}  {_five(upload)} {spent} {spent} --:--:-- {_five(now)}",
            cause,
        )

    # What it prints

    def _tell(self, text: str, cause: int) -> None:
        self._show(f"* {text}", cause)

    def _show(self, line: str, cause: int) -> None:
        if self.options.verbose:
            self._print(line, cause)

    def _print(self, text: str, cause: int) -> None:
        self.output(text, cause)

    def _note(self, why: Why, cause: int) -> int:
        return self.node.note(Kind.DECISION, None, why, cause)

    def _milliseconds(self) -> int:
        return (self.node.kernel.now - self._begun) // _MILLISECOND

    def _disarm(self, timer: str, cause: int) -> None:
        self.cancel(timer, cause)

    def _close(self, connection: ClientConnection, why: Why, cause: int) -> None:
        connection.close(why, cause)
        self._forget(connection)

    def _forget(self, connection: ClientConnection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)


def _clock(seconds: int) -> str:
    if not seconds:
        return "--:--:--"
    return f"{seconds // 3600:2}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _five(number: int) -> str:
    """A number in five places, as curl's meter has it."""
    if number < 100_000:
        return f"{number:5}"
    if number < 10_000 * 1024:
        return f"{number // 1024:4}k"
    if number < 100 * 1024**2:
        return f"{number // 1024**2:2}.{number % 1024**2 * 10 // 1024**2}M"
    return f"{number // 1024**2:4}M"
