"""What a web server has, as scenarios write it."""

import re
from typing import Annotated, Any, NamedTuple

from sim.kernel import SECOND
from sim.settings import OCTETS, TIME, Conflict, Folder, LongText, Setting, Settings
from sim.words import TextError

PORT = 80
DEFAULT_PAGE = "<!DOCTYPE html>\n<title>Welcome</title>\n<h1>It works!</h1>\n"
"""The page of a server that is given none."""

_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+")


def _page(value: Any) -> Any:
    return {"body": value} if isinstance(value, str) else value


def _path(text: str) -> str:
    if not text.startswith("/") or " " in text or not text.isprintable() or not text.isascii():
        raise TextError(f"{text!r} is no path", "write one like / or /index.html, with %20 for a space")
    return text


def _field_name(text: str) -> str:
    if not _FIELD_NAME.fullmatch(text):
        raise TextError(f"{text!r} is no name of a header field", "write one like Cache-Control")
    if text.lower() in ("content-length", "transfer-encoding", "connection", "date"):
        raise TextError(f"the server writes {text} itself", "leave it out")
    return text


def _field_value(text: str) -> str:
    if not text.isprintable() or text != text.strip() or not text.isascii():
        raise TextError(f"{text!r} is no value of a header field", "write one line of ASCII text")
    return text


def _location(text: str) -> str:
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise TextError(f"{text!r} is no URL", "write one like /new.html or http://www.example.com/")
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise TextError(f"{text!r} is no name of a site", "write one like www.example.com, without port")
    return text.lower()


class NewBody(NamedTuple):
    """A page that changes while the network runs."""

    at: Annotated[int, Setting("When it changes.", TIME, at_least=1)]
    body: Annotated[LongText, Setting("What it is from then on.")]


class Page(NamedTuple):
    """What a path leads to."""

    body: Annotated[LongText | None, Setting("The content.")] = None
    size: Annotated[int | None, Setting("In place of a body: so many octets.", OCTETS, at_least=0, at_most=2**24)] = (
        None
    )
    chunks: Annotated[
        tuple[str, ...],
        Setting("In place of a body: pieces whose number the server does not know at first, so they go in chunks."),
    ] = ()
    type: Annotated[str, Setting('The type of the content; "" goes by the ending of the path.', check=_field_value)] = (
        ""
    )
    status: Annotated[int, Setting("The status code.", at_least=200, at_most=599)] = 200
    redirect: Annotated[
        str, Setting("The URL that the client is sent to; with status 301 if none is given.", check=_location)
    ] = ""
    headers: Annotated[
        tuple[tuple[Annotated[str, Setting(check=_field_name)], Annotated[str, Setting(check=_field_value)]], ...],
        Setting("More header fields."),
    ] = ()
    methods: Annotated[
        tuple[Annotated[str, Setting(choices=_METHODS)], ...],
        Setting("The methods that it takes; HEAD comes with GET."),
    ] = ("GET",)
    delay: Annotated[int, Setting("How long the server works on it, for each chunk if it has chunks.", TIME)] = 0
    changes: Annotated[tuple[NewBody, ...], Setting("Other bodies, from later times on.")] = ()


Pages = tuple[tuple[Annotated[str, Setting(check=_path)], Annotated[Page, Setting(short=_page)]], ...]


class Site(NamedTuple):
    """One of several sites of a server."""

    host: Annotated[str, Setting('The name in the field Host; "" stands for every name.', check=_host)] = ""
    port: Annotated[int | None, Setting("Its port, if it is not the server's.", at_least=1, at_most=65535)] = None
    pages: Annotated[Pages, Setting("Its pages by their paths.")] = ()
    folder: Annotated[Folder | None, Setting("A folder beside the scenario that has its files.")] = None


class WebSettings(NamedTuple):
    pages: Annotated[Pages, Setting("Pages by their paths.")] = ()
    folder: Annotated[Folder | None, Setting("A folder beside the scenario that has more pages and files.")] = None
    sites: Annotated[tuple[Site, ...], Setting("Further sites, chosen by port and by the field Host.")] = ()
    port: Annotated[int, Setting("The port of all sites that have no other.", at_least=1, at_most=65535)] = PORT
    keep_alive: Annotated[
        int,
        Setting(
            "How long a connection may stay idle; `false` closes it after each response.", TIME, at_least=0, off=True
        ),
    ] = 5 * SECOND
    requests: Annotated[int, Setting("How many requests a connection may carry.", at_least=1)] = 1000
    gzip: Annotated[bool, Setting("Whether text is compressed for clients that take gzip.")] = True
    body_limit: Annotated[int, Setting("The longest body of a request that it takes.", OCTETS, at_least=0)] = 2**20
    header_limit: Annotated[
        int, Setting("The longest header of a request that it takes.", OCTETS, at_least=100, at_most=2**20)
    ] = 2**14


def _short(value: Any) -> Any:
    """``true``, a text, a port, or a server of which only more is said, has one page."""
    if value is True:
        value = {}
    elif isinstance(value, str):
        return {"pages": {"/": value}}
    if isinstance(value, int):
        value = {"port": value}
    if isinstance(value, dict) and (paths := [key for key in value if str(key).startswith("/")]):
        raise TextError(f"{paths[0]} is the path of a page", f"write it under pages, as in pages: {{{paths[0]}: …}}")
    if isinstance(value, dict) and not {"pages", "folder", "sites"} & value.keys():
        return {**value, "pages": {"/": DEFAULT_PAGE}}
    return value


def _conflicts(values: WebSettings) -> list[Conflict]:
    found = []
    known: set[tuple[str, int]] = set()
    for index, site in enumerate(values.sites):
        key = (site.host, site.port or values.port)
        if key in known:
            of = f"{site.host or 'every name'} at port {key[1]}"
            found.append(Conflict(("sites",), f"there are two sites for {of}", "give one of them another", (index,)))
        known.add(key)
    places: list[tuple[str, tuple[str | int, ...], Pages]] = [("pages", (), values.pages)]
    places += [("sites", (index, "pages"), site.pages) for index, site in enumerate(values.sites)]
    for name, within, pages in places:
        for path, page in pages:
            given = [key for key in ("body", "size", "chunks", "redirect") if getattr(page, key) not in (None, (), "")]
            if len(given) > 1:
                hint = f"write '{given[0]}' or '{given[1]}'"
                found.append(Conflict((name,), f"{path} has both {given[0]} and {given[1]}", hint, (*within, path)))
    return found


SETTINGS = Settings(
    "web",
    WebSettings,
    "A web server.",
    conflicts=_conflicts,
    short=_short,
    short_types=("string", "boolean", "integer"),
)
