"""``browse``: fetches a page as a browser does, with the objects that it names, and remembers what it has."""

import zlib
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.command import NOTHING, CommandLine, Doubt, Option, Planned, integer
from sim.features.http import browse_rules as rules
from sim.features.http import client_rules
from sim.features.http import url as urls
from sim.features.http.cache import Cache, Entry
from sim.features.http.client import Broken, Closed, Complete, Content, Happening, Head, Outgoing
from sim.features.http.curl_options import address_or_name, doubt_url
from sim.features.http.exchanges import CACHE, ExchangeRow, beginning, exchanges_of
from sim.features.http.objects import objects_in
from sim.features.http.tables import CLIENT, WEB_CACHE
from sim.features.http.transfer import ClientConnection, HttpHost
from sim.features.http.url import Url
from sim.ip.names.answer import Answer
from sim.shell.application import Application
from sim.trace.records import Kind
from sim.transport.sockets.errors import TEXTS
from sim.why import Why

_BROWSER = "browser"
_MOST_REDIRECTS = 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class BrowseOptions(NamedTuple):
    """The command line. ``connections`` are those to one server, at most."""

    url: str
    connections: int = 2
    old_version: bool = False
    reloads: bool = False


class _Job(NamedTuple):
    """Something to fetch: the page itself, or an object of it. ``was_lost``: it was asked for before, in vain."""

    url: Url
    is_page: bool
    redirects: int = 0
    was_lost: bool = False


class _Open:
    """A connection, and what is under way on it."""

    def __init__(self, connection: ClientConnection, job: _Job | None) -> None:
        self.connection = connection
        self.job = job
        self.head: Head | None = None
        self.body = bytearray()
        self.asked_at = 0


class Browse(Application[HttpHost]):
    """Loads one page."""

    def __init__(self, node: HttpHost, command: str, options: BrowseOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._waiting: list[_Job] = []
        self._known: set[str] = set()
        self._open: list[_Open] = []
        self._addresses: dict[str, tuple[IPv4Address, ...]] = {}
        self._looking_up: set[str] = set()
        self._cache = self._own_cache()
        self._opened = self._requests = self._objects = self._octets = 0
        self._begun = node.kernel.now
        self._status = 0
        self._is_over = False

    def _own_cache(self) -> Cache:
        found = self.node.services.setdefault(_BROWSER, Cache())
        assert isinstance(found, Cache), "nobody else has this name"
        return found

    def start(self, cause: int) -> None:
        self.node.tables.setdefault(WEB_CACHE, {})
        try:
            url = urls.parse(self.options.url)
        except ValueError:
            self.output(f"browse: {self.options.url}: this is no URL of http", cause)
            self.finish(3, cause)
            return
        self._want(_Job(url, True), cause)
        self._go_on(cause)

    # What is to be fetched

    def _want(self, job: _Job, cause: int) -> None:
        """Fetch something unless that is under way, or use what the cache has."""
        text = str(job.url)
        if text in self._known:
            return
        self._known.add(text)
        entry, why = self._cache.look(text, self.node.kernel.now, self.options.reloads)
        cause = self._note(why, cause)
        if entry is None:
            self._waiting.append(job)
            return
        used = self._cache.use(text)
        cause = self.node.put(WEB_CACHE, text, used.row, Why(rules.USED, target=text), cause)
        cause = self._show(text, used, cause)
        self.output(f"{text}  from the cache, {len(used.body)} octets", cause)
        self._have(job, used, cause)

    def _show(self, url: str, used: Entry, cause: int) -> int:
        """Show a response that no server gave among the others."""
        now, head, body = self.node.kernel.now, used.head, used.body
        lines, begin = "\n".join(head.lines), beginning(body)
        row = ExchangeRow(CLIENT, None, None, url, CACHE, "", 0, head.status, lines, len(body), begin, now, now)
        return exchanges_of(self.node).begin(row, Why(rules.USED, target=url), cause)[1]

    def _have(self, job: _Job, entry: Entry, cause: int) -> None:
        """Something is there: a page names more."""
        self._objects += entry.head.status < 400
        if not job.is_page or entry.row.type != "text/html":
            return
        references = objects_in(entry.body.decode("utf-8", "replace"))
        if references:
            cause = self._note(Why(rules.OBJECTS, count=len(references)), cause)
        for reference in references:
            try:
                url = urls.parse(urls.join(job.url, reference))
            except ValueError:
                continue
            self._want(_Job(url, False), cause)

    def _go_on(self, cause: int) -> None:
        """Put what waits on connections that are free, or on new ones; end when nothing is left."""
        if self._is_over:
            return
        for job in tuple(self._waiting):
            # A connection that fails at once has come here in between, and may have ended all.
            if job in self._waiting:
                self._place(job, cause)
        if not self._is_over and not self._waiting and not any(each.job for each in self._open):
            self._finish(cause)

    def _place(self, job: _Job, cause: int) -> None:
        place = (job.url.host, job.url.number)
        same = [each for each in self._open if each.connection.url and _place_of(each.connection.url) == place]
        idle = next((each for each in same if each.job is None and each.connection.is_idle), None)
        if idle is not None:
            self._waiting.remove(job)
            idle.job = job
            why = Why(client_rules.REUSES, host=job.url.host, dst_port=job.url.number)
            self._ask(idle, self._note(why, cause))
        elif len(same) >= self.options.connections:
            return
        elif job.url.host in self._addresses:
            self._waiting.remove(job)
            self._connect(job, cause)
        elif job.url.host not in self._looking_up:
            self._looking_up.add(job.url.host)
            host = job.url.host
            self.node.names.resolve(address_or_name(host), lambda answer, n: self._found(host, answer, n), cause)

    def _found(self, host: str, answer: Answer, cause: int) -> None:
        if self._is_over:
            return
        if answer.addresses:
            self._addresses[host] = answer.addresses
        else:
            for job in [each for each in self._waiting if each.url.host == host]:
                self._waiting.remove(job)
                self._give_up(job, answer.told, 6, cause)
        self._go_on(cause)

    def _connect(self, job: _Job, cause: int) -> None:
        self._opened += 1
        connection = ClientConnection(self.node, self, self.number, self._opened)
        self._open.append(_Open(connection, job))
        connection.open(job.url, self._addresses[job.url.host][0], cause)

    # What becomes of it

    def connected(self, connection: ClientConnection, cause: int) -> None:
        found = self._of(connection)
        if found is not None and found.job is not None:
            self._ask(found, cause)
        self._go_on(cause)

    def failed(self, connection: ClientConnection, error: str, cause: int) -> None:
        self._lost(connection, TEXTS.get(error, error), cause)

    def happened(self, connection: ClientConnection, happening: Happening, cause: int) -> None:
        found = self._of(connection)
        if found is None:
            return
        match happening:
            case Head():
                found.head = happening if happening.status >= 200 else None
            case Content(octets):
                found.body += octets
            case Complete():
                self._complete(found, happening, cause)
            case Broken():
                connection.close(happening.why, cause)
                self._lost(connection, "the connection ended too early", cause)
            case Closed():
                connection.close(happening.why, cause)
                self._open.remove(found)

    def _lost(self, connection: ClientConnection, trouble: str, cause: int) -> None:
        """A connection is gone: what was asked on one that had served before is asked once more."""
        found = self._of(connection)
        if found is None:
            return
        self._open.remove(found)
        job = found.job
        if job is not None and connection.requests > 1 and found.head is None and not job.was_lost:
            cause = self._note(Why(client_rules.NEW_TRY), cause)
            self._waiting.insert(0, job._replace(was_lost=True))
        elif job is not None:
            self._give_up(job, trouble, 7, cause)
        self._go_on(cause)

    def _give_up(self, job: _Job, trouble: str, status: int, cause: int) -> None:
        self.output(f"{job.url}  {trouble}", cause)
        self._status = status if job.is_page or not self._status else self._status

    def _ask(self, found: _Open, cause: int) -> None:
        job = found.job
        assert job is not None, "somebody wants something"
        found.head, found.asked_at = None, self.node.kernel.now
        found.body.clear()
        self._requests += 1
        wanted = "text/html,*/*;q=0.8" if job.is_page else "*/*"
        fields = [("Host", job.url.authority), ("User-Agent", "browse/1.0"), ("Accept", wanted)]
        fields.append(("Accept-Encoding", "gzip"))
        fields += [("Cache-Control", "max-age=0")] if self.options.reloads else []
        fields += self._cache.conditions(str(job.url))
        version = "1.0" if self.options.old_version else "1.1"
        found.connection.ask(Outgoing("GET", job.url.target, tuple(fields), version=version), cause)

    def _complete(self, found: _Open, happening: Complete, cause: int) -> None:
        job, head = found.job, found.head
        assert job is not None, "a response answers a request"
        assert head is not None, "a header comes first"
        found.job = None
        self._octets += len(found.body)
        taken = (self.node.kernel.now - found.asked_at) // 1000
        how = f"connection {found.connection.number}, {taken // 1000}.{taken % 1000:03} ms"
        self.output(f"{job.url}  {head.status} {head.reason}, {len(found.body)} octets, {how}", cause)
        if not happening.is_kept:
            found.connection.close(happening.why_kept, cause)
            self._open.remove(found)
        self._take(job, head, bytes(found.body), cause)
        self._go_on(cause)

    def _take(self, job: _Job, head: Head, body: bytes, cause: int) -> None:
        """Do what a response says."""
        text, now = str(job.url), self.node.kernel.now
        location = head.value("location")
        if head.status == 304 and self._cache.has(text):
            entry, why = self._cache.confirm(text, head, now)
            self._have(job, entry, self.node.put(WEB_CACHE, text, entry.row, why, cause))
            return
        if head.status in _REDIRECTS and location is not None and job.redirects < _MOST_REDIRECTS:
            why = Why(client_rules.FOLLOWS, status=head.status, location=location)
            try:
                url = urls.parse(urls.join(job.url, location))
            except ValueError:
                self._give_up(job, f"leads to {location}, which is no URL of http", 1, cause)
                return
            self._want(_Job(url, job.is_page, job.redirects + 1), self._note(why, cause))
            return
        if head.status >= 400 and job.is_page:
            self._status = 22
        content = self._unpacked(head, body, cause)
        entry, why = self._cache.keep(text, head, content, now)
        if self._cache.has(text):
            cause = self.node.put(WEB_CACHE, text, entry.row, why, cause)
        else:
            cause = self.node.remove(WEB_CACHE, text, why, self._note(why, cause))
        self._have(job, entry, cause)

    def _unpacked(self, head: Head, body: bytes, cause: int) -> bytes:
        if (head.value("content-encoding") or "").lower() != "gzip":
            return body
        try:
            content = zlib.decompress(body, 31)
        except zlib.error:
            return body
        self._note(Why(client_rules.UNPACKS, octets=len(content), length=len(body)), cause)
        return content

    def _finish(self, cause: int) -> None:
        self._is_over = True
        for each in self._open:
            each.connection.close(Why(client_rules.CLOSES), cause)
        taken = (self.node.kernel.now - self._begun) // 1000
        self.output(
            f"{_many(self._objects, 'object')}, {_many(self._requests, 'request')}, {self._octets} octets, "
            f"{_many(self._opened, 'connection')}, {taken // 1000}.{taken % 1000:03} ms",
            cause,
        )
        self.finish(self._status, cause)

    def _of(self, connection: ClientConnection) -> _Open | None:
        return next((each for each in self._open if each.connection is connection), None)

    def _note(self, why: Why, cause: int) -> int:
        return self.node.note(Kind.DECISION, None, why, cause)


def _place_of(url: Url) -> tuple[str, int]:
    return url.host, url.number


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


OPTIONS = (
    Option("-c", "connections", integer(1, 16), "NUMBER", "connections to one server, at most"),
    Option("-0", "old_version", NOTHING, "", "ask with HTTP/1.0, which has a connection for each request"),
    Option("-r", "reloads", NOTHING, "", "reload: ask the server about everything"),
)
USAGE = "browse [-c NUMBER] [-0] [-r] URL"


def parse(line: CommandLine) -> BrowseOptions:
    """Read what follows ``browse``."""
    flags = {option.flag: option for option in OPTIONS}
    found: dict[str, object] = {}
    while line:
        word = line.next()
        if word in flags:
            found[flags[word].field] = flags[word].value.read(line)
        elif word.startswith("-"):
            raise line.wrong(f"{word} is not an option here", USAGE)
        elif "url" in found:
            raise line.wrong(f"{word!r} is one URL too many", USAGE)
        else:
            found["url"] = word
    if "url" not in found:
        raise line.too_short(f"{line.text!r} names no URL", USAGE)
    return BrowseOptions(**found)  # type: ignore[arg-type]


def doubt(options: BrowseOptions, planned: Planned) -> "list[Doubt]":
    return list(doubt_url(options.url, planned))
