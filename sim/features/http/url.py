"""URLs of ``http`` (RFC 9110 4.2.1, RFC 3986), as people type them and as the field Location has them."""

import re
from typing import NamedTuple
from urllib.parse import urljoin

DEFAULT_PORT = 80

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_AUTHORITY = re.compile(r"(?P<host>[A-Za-z0-9_.-]+)(?::(?P<port>\d{0,5}))?")


class Url(NamedTuple):
    """``port`` is ``None`` where the URL leaves it out. ``target`` is what the request line has: path and query."""

    host: str
    port: int | None
    target: str

    @property
    def number(self) -> int:
        """The port to connect to."""
        return DEFAULT_PORT if self.port is None else self.port

    @property
    def authority(self) -> str:
        """The value of the field Host: without the port where that is the usual one (RFC 9110 4.2.3)."""
        return self.host if self.number == DEFAULT_PORT else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"http://{self.authority}{self.target}"


class UnsupportedSchemeError(ValueError):
    """The URL is of another scheme than ``http``, which is its only argument."""


def parse(text: str) -> Url:
    """Read a URL; without a scheme it is one of ``http``. Raises ``UnsupportedSchemeError`` or ``ValueError``."""
    found = _SCHEME.match(text)
    if found is not None and found[1].lower() != "http":
        raise UnsupportedSchemeError(found[1].lower())
    rest = text[found.end() :] if found is not None else text
    rest = rest.partition("#")[0]
    end = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=len(rest))
    whole = _AUTHORITY.fullmatch(rest[:end].rpartition("@")[2])
    if whole is None or (whole["port"] and not 0 < int(whole["port"]) < 65536):
        raise ValueError(text)
    target = rest[end:]
    target = target if target.startswith("/") else f"/{target}"
    if re.search(r"[^\x21-\x7e]", target):
        raise ValueError(text)
    return Url(whole["host"].removesuffix("."), int(whole["port"]) if whole["port"] else None, target)


def join(base: Url, reference: str) -> str:
    """The URL that a reference in a page or a field means (RFC 3986 5.2)."""
    return urljoin(str(base), reference)
