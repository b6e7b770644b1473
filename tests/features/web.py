"""A web server's machine, and settings for it, for tests."""

from collections.abc import Iterable

from sim.effects import Explain
from sim.features.http.server import Effect, Finish, Octets, ServerMachine, Work
from sim.features.http.settings import NewBody, Page, Site, WebSettings
from sim.features.http.site import Sites
from sim.kernel import SECOND
from sim.settings import Folder, LongText
from sim.why import Rule

LONG = "<p>" + "hello hello world " * 40
PAGES = (
    ("/", Page(LongText("hello\n"))),
    ("/long.html", Page(LongText(LONG))),
    ("/old", Page(redirect="/new")),
    ("/moved", Page(redirect="http://other/", status=307)),
    ("/form", Page(LongText("thanks"), methods=("GET", "POST"))),
    ("/slow", Page(LongText("slow"), delay=SECOND)),
    ("/chunks", Page(chunks=("one\n", "two\n"))),
    ("/slow-chunks", Page(chunks=("one\n", "two\n"), delay=SECOND)),
    ("/gone", Page(LongText("gone"), status=410)),
    ("/nothing", Page(status=204)),
    ("/picture.png", Page(size=3000)),
    ("/news", Page(LongText("old"), changes=(NewBody(10 * SECOND, LongText("new")),))),
    ("/q?a=1", Page(LongText("with query"))),
    ("/a b", Page(LongText("never found: a path has no space"))),
    ("/cached", Page(LongText("x"), headers=(("Cache-Control", "max-age=60"), ("ETag", '"mine"')))),
)
SETTINGS = WebSettings(
    PAGES,
    Folder("files", (("index.html", b"not shown"), ("dir/index.html", b"dir"), ("dir/a.css", b"p {}"))),
    sites=(
        Site("www.example.com", pages=(("/", Page(LongText("example"))),)),
        Site("", 8001, (("/", Page(LongText("other port"))),)),
    ),
)


def machine(port: int = 80, settings: WebSettings = SETTINGS) -> ServerMachine:
    return ServerMachine(Sites(settings), settings, port)


def request(line: str = "GET / HTTP/1.1", *fields: str, body: bytes = b"") -> bytes:
    """A request to host ``b``; a field ``-`` takes the field Host away."""
    host = [] if "-" in fields or any(field.lower().startswith("host") for field in fields) else ["Host: b"]
    lines = [line, *host, *(field for field in fields if field != "-"), "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def sent(effects: Iterable[Effect]) -> bytes:
    return b"".join(effect.octets for effect in effects if isinstance(effect, Octets))


def rules_of(effects: Iterable[Effect]) -> list[Rule]:
    return [effect.why.rule for effect in effects]


def closes(effects: Iterable[Effect]) -> bool:
    return any(isinstance(effect, Finish) for effect in effects)


def head_of(octets: bytes) -> tuple[int, dict[str, str], bytes]:
    """Status, fields and body of one response without chunks."""
    head, _, body = octets.partition(b"\r\n\r\n")
    line, *fields = head.decode("latin-1").split("\r\n")
    pairs = (field.partition(": ") for field in fields)
    return int(line.split()[1]), {name: value for name, _, value in pairs}, body


__all__ = ["Explain", "Work", "closes", "head_of", "machine", "request", "rules_of", "sent"]
