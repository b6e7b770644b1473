"""The octets of HTTP messages: where each begins and ends (RFC 9112 6), and which pieces it has.

A segment is read by itself. Where it does not begin with the first line of a message, nothing is known of it.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sim.features.http import rules
from sim.features.http.pdu import Http, start_line
from sim.why import Why

NAME = "http"

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]*\r?\n")
_LINE = re.compile(rb"[^\n]*(?:\n|\Z)")


class Piece(NamedTuple):
    """Octets ``[start, end)`` of a message: ``kind`` is ``start``, ``field``, ``blank``, ``chunk`` or ``body``."""

    kind: str
    start: int
    end: int


def encode(message: Http) -> bytes:
    return message.octets if message.payload is None else b"".join(_all_octets(message))


def _all_octets(message: Http) -> Iterator[bytes]:
    each: Http | None = message
    while each is not None:
        yield each.octets
        each = each.payload


def decode(octets: bytes) -> Http | None:
    """The messages that begin in the octets, the first at their beginning; ``None`` where no message begins there."""
    begins = []
    at = 0
    while at < len(octets) and start_line(octets[at:]) is not None:
        begins.append(at)
        at += length(octets[at:])
    found: Http | None = None
    end = len(octets)
    for begin in reversed(begins):
        found = Http(octets[begin:end], found)
        end = begin
    return found


def fault(octets: bytes) -> Why | None:
    return None if start_line(octets) is not None else Why(rules.NO_MESSAGE)


def length(octets: bytes) -> int:
    """How many of the octets belong to the message that they begin with."""
    return max((piece.end for piece in pieces(octets)), default=0)


def pieces(octets: bytes) -> Iterator[Piece]:
    """The pieces of the message that the octets begin with, as far as it goes; in order, and without gaps.

    The response to HEAD has the length of a body and no body (RFC 9110 9.3.2): the next message follows its head.
    """
    first = start_line(octets)
    if first is None:
        return
    head = _HEAD_END.search(octets)
    head_end = len(octets) if head is None else head.end()
    fields: dict[bytes, bytes] = {}
    at = 0
    while at < head_end:
        end = _end_of_line(octets, at)
        line = octets[at:end].strip(b"\r\n")
        yield Piece("start" if at == 0 else "field" if line else "blank", at, end)
        name, _, value = line.partition(b":")
        fields[name.lower()] = value.strip()
        at = end
    rest = octets[head_end:]
    if head is None or not rest:
        return
    if first.status and (first.status < 200 or first.status in (204, 304) or start_line(rest) is not None):
        return
    if b"chunked" in fields.get(b"transfer-encoding", b"").lower():
        yield from _chunks(octets, head_end)
        return
    stated = fields.get(b"content-length")
    size = len(rest) if first.status and stated is None else _number(stated)
    end = min(len(octets), head_end + size)
    if end > head_end:
        yield Piece("body", head_end, end)


def _number(stated: bytes | None) -> int:
    return int(stated) if stated is not None and stated.isdigit() and len(stated) < 20 else 0


def _end_of_line(octets: bytes, at: int) -> int:
    found = _LINE.match(octets, at)
    assert found is not None, "it matches nothing, too"
    return found.end()


def _chunks(octets: bytes, at: int) -> Iterator[Piece]:
    """The chunks of a body, and the lines behind the last (RFC 9112 7.1)."""
    while at < len(octets):
        found = _CHUNK_SIZE.match(octets, at)
        if found is None:
            yield Piece("body", at, len(octets))  # not as it should be, or cut
            return
        yield Piece("chunk", at, found.end())
        at = found.end()
        size = int(found[1], 16)
        if size == 0:
            while at < len(octets):
                end = _end_of_line(octets, at)
                is_last = not octets[at:end].strip(b"\r\n")
                yield Piece("blank" if is_last else "field", at, end)
                at = end
                if is_last:
                    return
            return
        end = min(at + size, len(octets))
        if end > at:
            yield Piece("body", at, end)
        at = end
        if octets[at : at + 2] == b"\r\n":
            yield Piece("blank", at, at + 2)
            at += 2
