"""What a server answers to a request: the methods, conditions and codings of RFC 9110. No connection is here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from sim.features.http import rules
from sim.features.http.dates import http_date, read_date, second_of
from sim.features.http.gzip import compress
from sim.features.http.site import Resource
from sim.why import Why

SERVER = "hopscope"
"""What the server calls itself."""

KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"})
"""Those of RFC 9110 9 and RFC 5789: a server knows them, and need not allow them."""

REASONS = {
    100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted",
    203: "Non-Authoritative Information", 204: "No Content", 205: "Reset Content", 206: "Partial Content",
    300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized",
    402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    407: "Proxy Authentication Required", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required",
    412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    416: "Range Not Satisfiable", 417: "Expectation Failed", 421: "Misdirected Request", 422: "Unprocessable Content",
    426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 504: "Gateway Timeout", 505: "HTTP Version Not Supported",
}  # fmt: skip
"""The status codes of RFC 9110 15 and RFC 6585, with their phrases."""

_WORTH_IT = 200
"""Less text than this does not get shorter."""
_TEXT = re.compile(r"text/|application/(?:json|javascript|xml)|image/svg")
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_WEIGHTED = re.compile(r"(?P<coding>[^;\s]+)\s*(?:;\s*[qQ]\s*=\s*(?P<weight>[01](?:\.\d{0,3})?)\s*)?")


class Asked(NamedTuple):
    """A request: ``fields`` are names in small letters and values, in the order of the message."""

    method: str
    target: str
    version: str
    fields: tuple[tuple[str, str], ...]

    def values(self, name: str) -> list[str]:
        """The values of all fields of a name."""
        return [value for known, value in self.fields if known == name]

    def value(self, name: str) -> str | None:
        """The value of a field, as a list where there are several (RFC 9110 5.3); ``None`` where there is none."""
        found = self.values(name)
        return ", ".join(found) if found else None

    def items(self, name: str) -> list[str]:
        """The items of a field that is a list, in small letters."""
        return [item.strip().lower() for value in self.values(name) for item in value.split(",") if item.strip()]


class Answer(NamedTuple):
    """A response: ``body``, or ``chunks`` that take ``delay`` (ns) each. ``whys`` are the reasons, in order."""

    status: int
    fields: tuple[tuple[str, str], ...]
    body: bytes = b""
    chunks: tuple[bytes, ...] = ()
    delay: int = 0
    whys: tuple[Why, ...] = ()

    @property
    def reason(self) -> str:
        return REASONS.get(self.status, "")


def answer(asked: Asked, resource: Resource | None, now: int, may_compress: bool) -> Answer:
    """The response to a request for a resource, ``None`` for one that is not there, at a moment (ns)."""
    method, target = asked.method, asked.target
    is_of_server = target == "*" or method in ("CONNECT", "TRACE")
    allowed = ("GET", "HEAD", "OPTIONS") if resource is None else resource.allowed
    if method not in KNOWN_METHODS:
        return failure(501, Why(rules.METHOD_UNKNOWN, method=method), now)
    if resource is None and not is_of_server:
        return failure(404, Why(rules.NOT_FOUND, target=target), now)
    if method not in allowed:
        why = Why(rules.METHOD_NOT_ALLOWED, method=method, target=target, allowed=", ".join(allowed))
        return failure(405, why, now, allowed)
    if method == "OPTIONS" or resource is None:
        fields = (("Allow", ", ".join(allowed)),)
        return Answer(204, _common(now, fields), whys=(Why(rules.OPTIONS, target=target),))
    return _redirect(resource, now) if resource.redirect else _content(asked, resource, now, may_compress)


def failure(status: int, why: Why, now: int, allowed: Sequence[str] = ()) -> Answer:
    """A response that says in a small page what is wrong."""
    title = f"{status} {REASONS.get(status, '')}".rstrip()
    page = f"<!DOCTYPE html>\n<title>{title}</title>\n<h1>{title}</h1>\n".encode()
    fields = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]
    if allowed:
        fields.append(("Allow", ", ".join(allowed)))
    return Answer(status, _common(now, fields), page, whys=(why,))


def _common(now: int, fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return (("Date", http_date(now)), ("Server", SERVER), *fields)


def _redirect(resource: Resource, now: int) -> Answer:
    status, location = resource.status, resource.redirect
    title = f"{status} {REASONS.get(status, '')}".rstrip()
    page = f'<!DOCTYPE html>\n<title>{title}</title>\n<a href="{location}">{location}</a>\n'.encode()
    fields = [
        ("Location", location),
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(page))),
        *resource.headers,
    ]
    why = Why(rules.REDIRECTS, status=status, location=location)
    return Answer(status, _common(now, fields), page, delay=resource.delay, whys=(why,))


def _content(asked: Asked, resource: Resource, now: int, may_compress: bool) -> Answer:
    """The content itself, unless a condition of the request says that nobody wants it."""
    if resource.chunks:
        return _in_chunks(asked, resource, now)
    status, body, coding = resource.status, resource.body, _coding(asked, resource, may_compress)
    own = {name.lower(): value for name, value in resource.headers}
    tag = own.get("etag", f'"{crc32(body):08x}-{len(body):x}{"-gzip" if coding else ""}"')
    marks = [("ETag", tag), ("Last-Modified", http_date(resource.modified))]
    marks = [(name, value) for name, value in marks if name.lower() not in own]
    more = [*resource.headers, *([] if coding is None else [("Vary", "Accept-Encoding")])]
    is_success = 200 <= status < 300
    stopped = _by_conditions(asked, tag, resource.modified, now, [*marks, *more]) if is_success else None
    if stopped is not None:
        return stopped._replace(delay=resource.delay)
    whys = [Why(rules.FOUND, target=asked.target, status=status)]
    whys += [Why(rules.HEAD)] if asked.method == "HEAD" else []
    fields = [("Content-Type", resource.type), *(marks if is_success else []), *more]
    if coding:
        packed = compress(body)
        whys.append(Why(rules.COMPRESSED, octets=len(body), length=len(packed)))
        fields.append(("Content-Encoding", "gzip"))
        body = packed
    if status in (204, 205, 304):  # they have no content, and 204 says no length (RFC 9110 8.6)
        fields, body = fields[1:], b""
    if status not in (204, 304):
        fields.append(("Content-Length", str(len(body))))
    return Answer(status, _common(now, fields), body, delay=resource.delay, whys=tuple(whys))


def _in_chunks(asked: Asked, resource: Resource, now: int) -> Answer:
    """Content that is sent piece by piece, so that nothing is known of the whole."""
    tag = next((value for name, value in resource.headers if name.lower() == "etag"), None)
    is_success = 200 <= resource.status < 300
    stopped = _by_conditions(asked, tag, None, now, list(resource.headers)) if is_success else None
    if stopped is not None:
        return stopped._replace(delay=resource.delay)
    fields = (("Content-Type", resource.type), *resource.headers)
    whys = (Why(rules.FOUND, target=asked.target, status=resource.status), Why(rules.IN_CHUNKS, target=asked.target))
    return Answer(resource.status, _common(now, fields), chunks=resource.chunks, delay=resource.delay, whys=whys)


def _coding(asked: Asked, resource: Resource, may_compress: bool) -> bool | None:
    """Whether the content goes in gzip; ``None`` where that does not depend on the request (RFC 9110 12.5.3)."""
    is_worth_it = len(resource.body) >= _WORTH_IT and _TEXT.match(resource.type) is not None
    coded = any(name.lower() == "content-encoding" for name, _ in resource.headers)
    if not may_compress or not is_worth_it or coded:
        return None
    weights: dict[str, float] = {}
    for item in asked.items("accept-encoding"):
        found = _WEIGHTED.fullmatch(item)
        if found is not None:
            weights[found["coding"]] = float(found["weight"] or 1)
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _by_conditions(
    asked: Asked, tag: str | None, modified: int | None, now: int, marks: list[tuple[str, str]]
) -> Answer | None:
    """The response where a condition of the request decides it, in the order of RFC 9110 13.2.2.

    Without a ``tag`` none that is named is the content's, but "*" is met (13.1.1, 13.1.2). Without a date the
    conditions about one do not count: 13.1.3, 13.1.4: "if the resource does not have a modification date available".
    """
    failed = _failed(asked, tag, modified)
    if failed is not None:
        return failure(412, failed, now)
    is_reading = asked.method in ("GET", "HEAD")
    known, since = asked.value("if-none-match"), asked.value("if-modified-since")
    if known is not None:
        status = 304 if is_reading else 412
        if known.strip() == "*":
            why = Why(rules.SOME_EXISTS, status=status)
        elif tag is None or _plain(tag) not in map(_plain, _tags(known)):
            return None
        else:
            why = Why(rules.SAME_ETAG if is_reading else rules.NONE_MATCH_FAILED, etag=tag)
        return Answer(304, _common(now, marks), whys=(why,)) if is_reading else failure(412, why, now)
    limit = None if since is None else read_date(since)
    if is_reading and limit is not None and modified is not None and second_of(modified) <= limit:
        return Answer(304, _common(now, marks), whys=(Why(rules.NOT_MODIFIED, date=since),))
    return None


def _failed(asked: Asked, tag: str | None, modified: int | None) -> Why | None:
    """Which condition for doing anything at all is not met; ``None`` for none."""
    wanted, since = asked.value("if-match"), asked.value("if-unmodified-since")
    if wanted is not None:
        if wanted.strip() == "*":
            return None
        if tag is None:
            return Why(rules.NO_ETAG)
        return None if not tag.startswith("W/") and tag in _tags(wanted) else Why(rules.MATCH_FAILED, etag=tag)
    limit = None if since is None else read_date(since)
    if limit is not None and modified is not None and second_of(modified) > limit:
        return Why(rules.UNMODIFIED_FAILED, date=since)
    return None


def _tags(text: str) -> Iterator[str]:
    return (found[0] for found in _TAG.finditer(text))


def _plain(tag: str) -> str:
    """A tag for the weak comparison (RFC 9110 8.8.3.2)."""
    return tag.removeprefix("W/")
