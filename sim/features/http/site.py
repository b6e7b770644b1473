"""The sites of a server: which one a request is for, and what a path of it leads to (RFC 9110 4.2, 7.2)."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from sim.features.http.settings import Page, Site, WebSettings
from sim.settings import LongText

_TYPES = {
    "css": "text/css",
    "gif": "image/gif",
    "htm": "text/html",
    "html": "text/html",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "xml": "text/xml",
    "zip": "application/zip",
}
_WITH_CHARSET = frozenset({"text/css", "text/html", "text/plain", "text/xml"})
_INDEX = "index.html"


class Resource(NamedTuple):
    """What a path leads to at one moment: ``body`` or ``chunks``, or a ``redirect`` to another URL.

    ``modified`` is when it became what it is (ns).
    """

    type: str
    body: bytes = b""
    chunks: tuple[bytes, ...] = ()
    status: int = 200
    redirect: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    methods: tuple[str, ...] = ("GET",)
    delay: int = 0
    modified: int = 0

    @property
    def allowed(self) -> tuple[str, ...]:
        """All methods that it takes, those too that come with others."""
        first = ("GET", "HEAD") if "GET" in self.methods else ()
        return (*first, *(each for each in self.methods if each != "GET"), "OPTIONS")


class Sites:
    """All the sites of a server."""

    def __init__(self, settings: WebSettings) -> None:
        own = (Site("", settings.port, settings.pages, settings.folder),)
        given = own if settings.pages or settings.folder is not None else ()
        self._sites = tuple(site._replace(port=site.port or settings.port) for site in (*given, *settings.sites))
        self._files = [dict(() if site.folder is None else site.folder.files) for site in self._sites]

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports that the server listens at, in order."""
        return tuple(sorted({site.port for site in self._sites if site.port is not None}))

    def at(self, port: int) -> list[str]:
        """The names of the sites at a port, "" for one that takes every name."""
        return [site.host for site in self._sites if site.port == port]

    def find(self, port: int, host: str) -> tuple[int, bool]:
        """The site at a port for a name: its number, and whether the name is its own.

        Where no site has the name, that for every name takes it, or the first. RFC 9110 7.4 leaves a server free to
        answer for a name that it does not know.
        """
        here = [number for number, site in enumerate(self._sites) if site.port == port]
        named = next((number for number in here if self._sites[number].host == host and host), None)
        if named is not None:
            return named, True
        fallback = next((number for number in here if not self._sites[number].host), here[0])
        return fallback, False

    def resource(self, number: int, target: str, now: int) -> Resource | None:
        """What a target of a site leads to at a moment (ns); ``None`` for nothing. A query may choose another page."""
        pages: Mapping[str, Page] = dict(self._sites[number].pages)
        path = target.partition("?")[0]
        for each in (target, path, _plain(path)):
            if each in pages:
                return _resource(each.partition("?")[0], pages[each], now)
        return _file(_plain(path), self._files[number])


def _plain(path: str) -> str:
    """A path without escapes, and without ``.`` and ``..`` (RFC 3986 5.2.4)."""
    kept: list[str] = []
    parts = unquote(path).split("/")[1:]
    for part in parts:
        if part == "..":
            kept = kept[:-1]
        elif part != ".":
            kept.append(part)
    if parts and parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def type_of(path: str) -> str:
    """The type of the content by the ending of a path; without one it is a page."""
    name = path.rpartition("/")[2]
    found = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream") if "." in name else "text/html"
    return f"{found}; charset=utf-8" if found in _WITH_CHARSET else found


def _resource(path: str, page: Page, now: int) -> Resource:
    body, modified = page.body, 0
    for change in page.changes:
        if modified <= change.at <= now:
            body, modified = change.body, change.at
    octets = _filler(page.size) if page.size is not None and modified == 0 else _octets(body)
    status = 301 if page.redirect and page.status == 200 else page.status
    return Resource(
        page.type or type_of(path),
        octets,
        tuple(each.encode() for each in page.chunks),
        status,
        page.redirect,
        page.headers,
        page.methods,
        page.delay,
        modified,
    )


def _octets(body: LongText | None) -> bytes:
    return b"" if body is None else body.text.encode()


def _filler(size: int) -> bytes:
    """Octets that are not all the same, so that each place can be told."""
    line = bytes(range(ord("0"), ord("z") + 1)) + b"\n"
    return (line * (size // len(line) + 1))[:size]


def _file(path: str, files: Mapping[str, bytes]) -> Resource | None:
    name = path[1:]
    for each in (name, f"{name}{_INDEX}" if not name or name.endswith("/") else name):
        if each in files:
            return Resource(type_of(f"/{each}"), files[each])
    if f"{name}/{_INDEX}" in files:
        return Resource("text/html; charset=utf-8", status=301, redirect=f"{path}/")
    return None
