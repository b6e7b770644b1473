"""Lines of an HTTP message with other values. A body of another length says so in its head."""

import re
from collections.abc import Callable
from functools import partial

from sim.features.http import codec
from sim.features.http.pdu import Http, start_line
from sim.pdu_type import Variable

_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_TARGET = re.compile(r"[\x21-\x7e]+")
_STATUS = re.compile(r"[1-9]\d\d")


def _fitting(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if pattern.fullmatch(text) is None:
            raise ValueError(text)
        return text

    return parse


def _first(is_request: bool, place: int, pattern: re.Pattern[str], example: str) -> Variable[Http]:
    """A word of the first line: the last one takes the rest of it."""

    def read(message: Http) -> str | None:
        return _words(message)[place] if message.start.is_request is is_request else None

    def write(message: Http, text: str) -> Http | None:
        if message.start.is_request is not is_request:
            return None
        words = _words(message)
        words[place] = text
        line, rest = _split(message)
        return _made(" ".join(words).encode("latin-1") + line[len(line.rstrip(b"\r\n")) :] + rest, message)

    return Variable(read, _fitting(pattern), write, example)


def _words(message: Http) -> list[str]:
    line, _ = _split(message)
    words = line.decode("latin-1").rstrip("\r\n").split(" ", 2)
    return words + [""] * (3 - len(words))


def _split(message: Http) -> tuple[bytes, bytes]:
    octets = message.octets
    end = octets.find(b"\n") + 1 or len(octets)
    return octets[:end], octets[end:]


def _made(octets: bytes, before: Http) -> Http | None:
    return Http(octets, before.payload) if start_line(octets) is not None else None


def _field(name: str, example: str) -> Variable[Http]:
    """A field of the head; where a message has none of this name, it gets one."""

    def read(message: Http) -> str | None:
        found = _place(message, name)
        return None if found is None else found[2].decode("latin-1")

    def write(message: Http, text: str) -> Http | None:
        found, octets, said = _place(message, name), message.octets, text.encode("latin-1")
        if found is not None:
            return _made(octets[: found[0]] + said + octets[found[1] :], message)
        blank = next((piece for piece in codec.pieces(octets) if piece.kind == "blank"), None)
        if blank is None:
            return None
        line = name.title().encode() + b": " + said + b"\r\n"
        return _made(octets[: blank.start] + line + octets[blank.start :], message)

    return Variable(read, _fitting(_VALUE), write, example)


def _place(message: Http, name: str) -> tuple[int, int, bytes] | None:
    """Where the value of a field stands in a message, and the value."""
    for piece in codec.pieces(message.octets):
        line = message.octets[piece.start : piece.end]
        key, colon, value = line.partition(b":")
        if piece.kind == "field" and colon and key.decode("latin-1").lower() == name:
            start = piece.start + len(key) + 1 + len(value) - len(value.lstrip(b" \t"))
            return start, start + len(value.strip()), value.strip()
    return None


def _body(message: Http) -> tuple[int, int] | None:
    bodies = [piece for piece in codec.pieces(message.octets) if piece.kind == "body"]
    return (bodies[0].start, bodies[0].end) if len(bodies) == 1 else None


def _read_body(message: Http) -> str | None:
    place = _body(message)
    return None if place is None else message.octets[slice(*place)].decode("latin-1")


def _write_body(message: Http, text: str) -> Http | None:
    place, length = _body(message), VARIABLES["http.content_length"]
    if place is None:
        return None
    body = text.encode()
    made = _made(message.octets[: place[0]] + body + message.octets[place[1] :], message)
    return made if made is None or length.read(message) is None else length.write(made, str(len(body)))


_DATE = "Mon, 01 Jan 2024 00:00:00 GMT"
_EXAMPLES = {
    "accept": "text/html", "accept-encoding": "gzip", "cache-control": "max-age=60", "connection": "close",
    "content-encoding": "gzip", "content-length": "120", "content-type": "text/html", "date": _DATE,
    "etag": '"abc"', "host": "www.example.com", "if-none-match": '"abc"', "last-modified": _DATE,
    "location": "/new", "server": "hopscope", "transfer-encoding": "chunked", "user-agent": "curl/8.0",
}  # fmt: skip

FIELD_NAMES = {f"http.{name.replace('-', '_')}": name for name in _EXAMPLES}
"""The fields of a head by the names that Wireshark has."""

VARIABLES: dict[str, Variable[Http]] = {
    "http.request.method": _first(True, 0, _TOKEN, "GET"),
    "http.request.uri": _first(True, 1, _TARGET, "/index.html"),
    "http.response.code": _first(False, 1, _STATUS, "404"),
    "http.response.phrase": _first(False, 2, _VALUE, "Not Found"),
    **{called: _field(name, _EXAMPLES[name]) for called, name in FIELD_NAMES.items()},
    "http.file_data": Variable(_read_body, str, _write_body, "a text"),
}
"""By the names that Wireshark has, of the first message of a segment; a body in chunks stays as it is."""


def _of_message(name: str, number: int) -> Variable[Http]:
    """The same of the message with this number, from 1: requests follow each other in one segment (RFC 9112 9.3.2)."""
    first = VARIABLES[name]

    def read(message: Http | None) -> str | None:
        for _ in range(number - 1):
            message = None if message is None else message.payload
        return None if message is None else first.read(message)

    def write(message: Http, value: object, ahead: int = number - 1) -> Http | None:
        if not ahead:
            return first.write(message, value)
        rest = None if message.payload is None else write(message.payload, value, ahead - 1)
        return None if rest is None else Http(message.octets, rest)

    return Variable(read, first.parse, write, first.example)


VARIABLES |= {name: each._replace(at=partial(_of_message, name)) for name, each in VARIABLES.items()}
