"""Layers and fields of a frame, each with its place in the octets."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.why import Rule, Why
from sim.wire import rules
from sim.wire.layout import Layout, hex16

LINK, INTERNET, TRANSPORT, APPLICATION = (2, "link"), (3, "internet"), (4, "transport"), (7, "application")
"""The layers by their number in the OSI model and their name in the Internet's (RFC 1122 1.1.3)."""

_SHOWN = 32
_NO_NOTES: Mapping[str, Why] = {}


class FieldView(NamedTuple):
    """A field in a frame. Bits are counted from the frame's first, bit 0; ``last_bit`` is the field's own.

    ``value`` is ``bytes`` where the field is data, a tuple where it has several numbers. ``note`` tells of a checksum
    whether it is right, and of any other field what is wrong with it.
    """

    name: str
    value: int | bytes | tuple[int, ...]
    text: str
    first_bit: int
    last_bit: int
    note: Why | None = None

    @property
    def start(self) -> int:
        """The first octet that the field touches."""
        return self.first_bit // 8

    @property
    def end(self) -> int:
        """The octet behind the last one that the field touches."""
        return self.last_bit // 8 + 1


class Layer(NamedTuple):
    """The octets ``[start, end)`` of a frame that one protocol wrote, and the fields that they consist of.

    ``osi`` is the number of its layer in the OSI model, ``tcp_ip`` the name in the Internet's. ``layout``
    draws the header, where there is one. ``quoted`` layers are of the datagram that an ICMP error is about.
    """

    name: str
    title: str
    start: int
    end: int
    fields: tuple[FieldView, ...]
    osi: int
    tcp_ip: str
    layout: Layout | None = None
    quoted: bool = False


class Extent(NamedTuple):
    """The octets ``[start, end)`` of a frame, in which a PDU begins.

    ``around`` is what the header in front gives to codecs. ``is_whole`` is false where some of the PDU is missing, so
    that it cannot be checked; of a fragment, the rest is in others; a quoted one is a part of what was sent.
    """

    octets: bytes
    start: int
    end: int
    around: tuple[Any, ...] = ()
    is_whole: bool = True
    is_fragment: bool = False
    is_quoted: bool = False

    @property
    def body(self) -> bytes:
        return self.octets[self.start : self.end]

    @property
    def can_be_checked(self) -> bool:
        return self.is_whole and not self.is_fragment


def header(
    layout: Layout,
    octets: bytes,
    start: int,
    end: int,
    *,
    title: str,
    place: tuple[int, str],
    notes: Mapping[str, Why] = _NO_NOTES,
) -> Layer:
    """The fields of a layout as far as they are there; the rest of one cut off is a field ``truncated``."""
    end = min(end, start + layout.length)
    here = octets[start:end]
    views = []
    bit = start * 8
    for field in layout.whole_fields(len(here)):
        value = layout.read(here, field.name)
        note = notes.get(field.name)
        views.append(FieldView(field.name, value, field.show(value), bit, bit + field.bits - 1, note))
        bit += field.bits
    if bit < end * 8:
        rest = octets[bit // 8 : end]
        note = notes.get("truncated")
        views.append(FieldView("truncated", rest, show_octets(rest), bit, end * 8 - 1, note))
    elif "truncated" in notes:
        views[-1] = views[-1]._replace(note=notes["truncated"])
    return Layer(layout.name, title, start, end, tuple(views), *place, layout)


def note_of(why: Why | None, faulty: Mapping[Rule, str]) -> dict[str, Why]:
    """A fault as a note on the field at which it shows: where none does, on what is left of one cut off."""
    return {} if why is None else {faulty.get(why.rule, "truncated"): why}


def verdict(found: int, expected: int) -> Why:
    """Whether a 16-bit checksum is right."""
    return Why(rules.CHECKSUM_GOOD) if found == expected else Why(rules.CHECKSUM_BAD, expected=hex16(expected))


def data(
    octets: bytes, start: int, end: int, place: tuple[int, str], name: str = "data", note: Why | None = None
) -> list[Layer]:
    """A layer of octets without a header; none where there are no octets."""
    fields = piece(name, octets, start, end, note)
    return [Layer(name, name, start, end, fields, *place)] if fields else []


def piece(name: str, octets: bytes, start: int, end: int, note: Why | None = None) -> tuple[FieldView, ...]:
    """A field of whole octets; none where there are no octets."""
    if start >= end:
        return ()
    value = octets[start:end]
    return (FieldView(name, value, show_octets(value), start * 8, end * 8 - 1, note),)


_ESCAPES = str.maketrans({"\r": "\\r", "\n": "\\n", "\t": "\\t"})
"""Ends of lines are text, too, and are written as programs write them."""
_PLAIN = str.maketrans("\r\n\t", "   ")


def show_octets(octets: bytes) -> str:
    """Quoted text where the octets are readable UTF-8, else hex; of many, the first."""
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        text = ""
    if text and text.translate(_PLAIN).isprintable():
        return f'"{text[:_SHOWN].translate(_ESCAPES)}"' + ("..." if len(text) > _SHOWN else "")
    return octets[:_SHOWN].hex(" ") + ("..." if len(octets) > _SHOWN else "")
