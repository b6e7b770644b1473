"""A packet with other values in its fields, valid again: what follows from the rest of it is computed anew.

Fields are found where ``dissect`` finds them, and a checksum is mended where ``dissect`` says that it is wrong. So a
protocol needs nothing more than its layers, and the names by which people know its fields.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.packets.dissect import FRAME, dissect
from sim.pdu.base import Pdu
from sim.pdu_type import Part, PduType
from sim.why import Why
from sim.wire import rules
from sim.wire.layers import FieldView, Layer
from sim.wire.layout import Field
from sim.words import TextError, listed, nearest

PAYLOAD = "payload"
"""The name of all octets behind a header, which may become longer or shorter."""
_DATA = "data"
_IPV4_BITS, _MAC_BITS = 32, 48
_MOST_PAYLOAD = 1400
"""Octets: the header in front and the link have room for as many."""
_TRUTH = {"true": 1, "false": 0}
_BEHIND = ("trailer", "padding", "fcs")
"""Layers that no packet carries."""


class Place(NamedTuple):
    """A field of a header; ``mask`` is 0 where all of it is meant, else the bits that are."""

    kind: PduType[Any]
    field: str
    mask: int = 0


class Write(NamedTuple):
    """A value for a field; ``name`` is what the field was called."""

    name: str
    place: Place
    value: int | bytes


class Rewritten(NamedTuple):
    """A frame with new values, and what they were before."""

    frame: Pdu
    before: tuple[int | bytes, ...]


def read_write(name: str, text: str, is_damage: bool = False) -> Write:
    """A field by its name and a value as people write it; raises ``TextError``.

    A field that follows from the rest of the packet, such as a checksum, can only be given where ``is_damage``.
    """
    place = _places().get(name)
    if place is None:
        near = nearest(name, [*_places()])
        hint = f"did you mean {listed(near)}?" if near else "write one such as ip.ttl, tcp.seq or eth.dst"
        raise TextError(f"there is no field {name!r}", hint)
    if place.field in place.kind.format.computed and not is_damage:
        raise TextError(f"{name} follows from the rest of the packet", "add 'damaged' to write what does not fit")
    if place.field == PAYLOAD:
        return Write(name, place, _octets(text))
    field = _field(place)
    value = _number(name, text, field)
    most = place.mask >> _shift(place.mask) if place.mask else (1 << field.bits) - 1
    if not 0 <= value <= most:
        raise TextError(f"{name} is at most {shown(place, most)}", "write a smaller number")
    return Write(name, place, value)


def field_names() -> list[str]:
    """All names of fields, those of Wireshark first."""
    return [*_places()]


def rewritten(frame: Pdu, writes: Sequence[Write], is_damage: bool = False) -> Rewritten | None:
    """The frame with these values; ``None`` where it has no such field.

    What follows from the rest of the packet is computed anew, except where ``is_damage``: then the new values are
    all that is new, so that checksums do not fit.
    """
    if not _is_frame(frame):
        return None
    codec = registry.pdu(FRAME).format.codec
    octets = bytearray(codec.encode(frame))
    before: list[int | bytes] = []
    for write in writes:
        layers = dissect(bytes(octets))
        found = _layer(layers, write.place.kind.name)
        if found is None:
            return None
        if isinstance(write.value, bytes):
            start, end = _behind(layers[found]), _end(layers, len(octets))
            before.append(bytes(octets[start:end]))
            octets = _with_payload(octets, layers, found, write.value, is_damage)
            continue
        view = next((each for each in layers[found].fields if each.name == write.place.field), None)
        if view is None:
            return None
        old = _read(octets, view)
        mask = write.place.mask
        shift = _shift(mask)
        before.append((old & mask) >> shift if mask else old)
        _put(octets, view, (old & ~mask) | write.value << shift if mask else write.value)
    if not is_damage:
        _mend(octets)
    made = codec.decode(bytes(octets))
    return None if made is None else Rewritten(made, tuple(before))


def shown(place: Place, value: int | bytes) -> str:
    """A value as it is written in an edit."""
    if isinstance(value, bytes):
        text = value.decode("latin-1")
        return text if text.isprintable() and text and not text.startswith("0x") else f"0x{value.hex()}"
    field = None if place.mask else _field(place)
    if field is not None and field.bits in (_IPV4_BITS, _MAC_BITS):
        told = field.show(value)
        return told if re.search(r"[.:]", told) else str(value)
    return str(value)


def told(writes: Iterable[Write], values: Iterable[int | bytes]) -> str:
    """Fields with values: ``ip.ttl = 1, ip.id = 7``."""
    return ", ".join(f"{write.name} = {shown(write.place, value)}" for write, value in zip(writes, values, strict=True))


def fields_of(frame: Pdu) -> list[tuple[str, str]]:
    """The fields of a packet that can be given other values, each by its best known name, with its value."""
    if not _is_frame(frame):
        return []
    octets = registry.pdu(FRAME).format.codec.encode(frame)
    layers = dissect(octets)
    found: list[tuple[str, str]] = []
    done: set[Place] = set()
    for name, place in _places().items():
        index = _layer(layers, place.kind.name)
        if index is None or place in done or place.field in place.kind.format.computed:
            continue
        done.add(place)
        if place.field == PAYLOAD:
            content = octets[_behind(layers[index]) : _end(layers, len(octets))]
            if content and name.endswith(f".{PAYLOAD}"):
                found.append((name, shown(place, content)))
            continue
        view = next((each for each in layers[index].fields if each.name == place.field), None)
        if view is not None:
            value = _read(octets, view)
            value = (value & place.mask) >> _shift(place.mask) if place.mask else value
            found.append((name, shown(place, value)))
    order = {layer.name: number for number, layer in reversed(list(enumerate(layers)))}
    places = _places()
    return sorted(found, key=lambda each: order[places[each[0]].kind.name])


def _is_frame(value: Pdu) -> bool:
    """Whether a value is a whole frame, which is not damaged."""
    return registry.pdu_of(type(value)).name == FRAME


@registry.remembered
def _places() -> dict[str, Place]:
    """All fields by their names: those that Wireshark has, and those of the layouts behind the name of the layer."""
    found: dict[str, Place] = {}
    kinds = registry.pdus()
    for kind in kinds.values():
        for name, part in kind.format.parts.items():
            found[name] = _place(kind, part)
    for kind in kinds.values():
        for layout in (kind.format.layout, *kind.format.variants):
            for field in () if layout is None or layout.name != kind.name else layout.fields:
                found.setdefault(f"{kind.name}.{field.name}", Place(kind, field.name))
    return found


def _place(kind: PduType[Any], part: Part) -> Place:
    return Place(kind, part.field, part.mask)


def _field(place: Place) -> Field:
    layouts = (place.kind.format.layout, *place.kind.format.variants)
    return next(
        field for layout in layouts if layout is not None for field in layout.fields if field.name == place.field
    )


def _number(name: str, text: str, field: Field) -> int:
    word = text.strip().lower()
    if word in _TRUTH and field.bits <= 16:
        return _TRUTH[word]
    try:
        if field.bits == _IPV4_BITS and "." in word:
            return IPv4Address.parse(word)
        if field.bits == _MAC_BITS:
            return MacAddress.parse(word)
        return int(word, 0)
    except ValueError:
        raise TextError(f"{text!r} is no value of {name}", f"write one such as {_example(field)}") from None


def _example(field: Field) -> str:
    return {_IPV4_BITS: "10.0.0.1", _MAC_BITS: "02:00:00:00:00:01"}.get(field.bits, "1 or 0x1")


def _octets(text: str) -> bytes:
    word = text.strip()
    try:
        octets = bytes.fromhex(word[2:]) if word.startswith("0x") else text.encode()
    except ValueError:
        raise TextError(f"{text!r} are no octets", "write two digits for each, such as 0x48 69, or a text") from None
    if len(octets) > _MOST_PAYLOAD:
        raise TextError(f"{len(octets)} octets are too many", f"write at most {_MOST_PAYLOAD}")
    return octets


def _layer(layers: Sequence[Layer], name: str) -> int | None:
    """The first layer of a name that is the packet's own, and not of one that an ICMP error quotes."""
    return next((index for index, each in enumerate(layers) if each.name == name and not each.quoted), None)


def _behind(layer: Layer) -> int:
    """Where a header ends: what it carries may be a field of its layer."""
    return next((view.start for view in layer.fields if view.name == _DATA), layer.end)


def _end(layers: Sequence[Layer], length: int) -> int:
    """Where what a frame carries ends."""
    return next((layer.start for layer in layers if layer.name in _BEHIND), length)


def _read(octets: bytes | bytearray, view: FieldView) -> int:
    number = int.from_bytes(octets[view.start : view.end], "big")
    return number >> 7 - view.last_bit % 8 & (1 << view.last_bit - view.first_bit + 1) - 1


def _put(octets: bytearray, view: FieldView, value: int) -> None:
    shift = 7 - view.last_bit % 8
    mask = (1 << view.last_bit - view.first_bit + 1) - 1 << shift
    number = int.from_bytes(octets[view.start : view.end], "big")
    octets[view.start : view.end] = (number & ~mask | value << shift).to_bytes(view.end - view.start, "big")


def _with_payload(octets: bytearray, layers: Sequence[Layer], found: int, payload: bytes, is_damage: bool) -> bytearray:
    """The octets with others behind a header, and with the lengths that the headers up to there tell."""
    start, end = _behind(layers[found]), _end(layers, len(octets))
    more = len(payload) - (end - start)
    for layer in () if is_damage else layers[: found + 1]:
        kind = registry.pdus().get(layer.name)
        for view in layer.fields if kind is not None and not layer.quoted else ():
            if kind is not None and view.name in kind.format.lengths:
                _put(octets, view, _read(octets, view) + more)
    # Padding comes anew with the encoding.
    return octets[:start] + payload + (octets[end:] if is_damage else b"")


def _mend(octets: bytearray) -> None:
    """Make each checksum right, from the innermost outwards, since an outer one may cover an inner one."""
    names = {
        (layer.name, view.first_bit)
        for layer in dissect(bytes(octets))
        for view in layer.fields
        if not layer.quoted and _expected(view.note) is not None
    }
    for layer, bit in sorted(names, key=lambda each: -each[1]):
        view = next(
            view
            for each in dissect(bytes(octets))
            for view in each.fields
            if each.name == layer and view.first_bit == bit
        )
        expected = _expected(view.note)
        if expected is not None:
            _put(octets, view, expected)


def _expected(note: Why | None) -> int | None:
    """What a checksum should be that is wrong."""
    is_bad = note is not None and note.rule == rules.CHECKSUM_BAD
    return int(str(note.facts["expected"]), 0) if note is not None and is_bad else None


def _shift(mask: int) -> int:
    return (mask & -mask).bit_length() - 1 if mask else 0
