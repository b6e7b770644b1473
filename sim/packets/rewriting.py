"""A packet with other values in its fields, valid again: what follows from the rest of it is computed anew.

Fields are found where ``dissect`` finds them, and a checksum is mended where ``dissect`` says that it is wrong. So a
protocol needs nothing more than its layers, and the names by which people know its fields.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.packets.carried import chain
from sim.packets.dissect import FRAME, dissect
from sim.pdu.base import Pdu
from sim.pdu_type import PduType, Variable
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
_ADDRESSED = "ipv4"
"""The type that gives its addresses to the codecs of what it carries: see ``Codec``."""
_NUMBERED = "#"
"""Between the name of a field and its number, as in Wireshark's display filters: ``dns.a#2``."""
_MOST_NAMED = 8
_MOST_EMPTY = 8
"""So many messages in a row may lack a field before a later one is no longer looked for."""
_TRUTH = {"true": 1, "false": 0}
_BEHIND = ("trailer", "padding", "fcs")
"""Layers that no packet carries."""


class Place(NamedTuple):
    """A field of a header; ``mask`` is 0 where all of it is meant, else the bits that are; ``unit`` is that of a Part.

    ``variable`` is set where the field is none of the header, but an option, a name, a line.
    """

    kind: PduType[Any]
    field: str
    mask: int = 0
    variable: Variable[Any] | None = None
    unit: int = 1


class Write(NamedTuple):
    """A value for a field; ``name`` is what the field was called."""

    name: str
    place: Place
    value: Any


class Said(NamedTuple):
    """A value of what is not in the header, and how it was written."""

    text: str
    value: Any


class Rewritten(NamedTuple):
    """A frame with new values, and what they were before."""

    frame: Pdu
    before: tuple[Any, ...]


def read_write(name: str, text: str, is_damage: bool = False) -> Write:
    """A field by its name and a value as people write it; raises ``TextError``.

    A field that follows from the rest of the packet, such as a checksum, can only be given where ``is_damage``.
    """
    base, _, ordinal = name.partition(_NUMBERED)
    place = _places().get(base)
    if place is None:
        near = nearest(base, [*_places()])
        hint = f"did you mean {listed(near)}?" if near else "write one such as ip.ttl, tcp.seq or eth.dst"
        raise TextError(f"there is no field {base!r}", hint)
    if _NUMBERED in name:
        place = _numbered(base, ordinal, place)
    if place.field in place.kind.format.computed and not is_damage:
        raise TextError(f"{name} follows from the rest of the packet", "add 'damaged' to write what does not fit")
    if place.variable is not None:
        try:
            return Write(name, place, Said(text.strip(), place.variable.parse(text.strip())))
        except ValueError:
            raise TextError(f"{text!r} is no value of {name}", f"write one such as {place.variable.example}") from None
    if place.field == PAYLOAD:
        return Write(name, place, _octets(text))
    field = _field(place)
    value = _number(name, text, field)
    most = (place.mask >> _shift(place.mask) if place.mask else (1 << field.bits) - 1) * place.unit
    if value % place.unit:
        raise TextError(f"{name} counts in steps of {place.unit}", f"write {value // place.unit * place.unit}")
    if not 0 <= value <= most:
        raise TextError(f"{name} is at most {shown(place, most)}", "write a smaller number")
    return Write(name, place, value)


def _numbered(name: str, ordinal: str, place: Place) -> Place:
    """The second, third ... of a field that a packet may have several times; raises ``TextError``."""
    if not (ordinal.isascii() and ordinal.isdigit() and int(ordinal)):
        hint = f"count from 1, as {name}{_NUMBERED}2 for the second"
        raise TextError(f"{ordinal!r} is no number of a field", hint)
    if place.variable is None or place.variable.at is None:
        many = [
            each for each, found in _places().items() if found.variable is not None and found.variable.at is not None
        ]
        near = [each for each in many if each.partition(".")[0] == name.partition(".")[0]] or many
        raise TextError(
            f"a packet has {name} once", f"write {name}, or count one of {listed(near[:_MOST_NAMED], 'and')}"
        )
    return place if int(ordinal) == 1 else place._replace(variable=place.variable.at(int(ordinal)))


def field_names() -> list[str]:
    """The names of all fields, of each the best known one: that of Wireshark where it has one."""
    return [*_best_known()]


@registry.remembered
def _best_known() -> dict[str, Place]:
    """The fields by one name each; those of a layout by their own where no other name means any of their bits."""
    named = {(kind.name, part.field) for kind in registry.pdus().values() for part in kind.format.parts.values()}
    found: dict[tuple[str, str, int], tuple[str, Place]] = {}
    for name, place in _places().items():
        kind = place.kind
        if name in kind.format.parts or name in kind.format.variables or (kind.name, place.field) not in named:
            found.setdefault((kind.name, place.field, place.mask), (name, place))
    return dict(found.values())


def rewritten(frame: Pdu, writes: Sequence[Write], is_damage: bool = False) -> Rewritten | None:
    """The frame with these values; ``None`` where it has no such field.

    What follows from the rest of the packet is computed anew, except where ``is_damage``: then the new values are
    all that is new, so that checksums do not fit.
    """
    if not _is_frame(frame):
        return None
    codec = registry.pdu(FRAME).format.codec
    octets = bytearray(codec.encode(frame))
    before: list[Any] = []
    for write in writes:
        if write.place.variable is not None:
            said = _with_variable(octets, write.place, write.value.value, is_damage)
            if said is None:
                return None
            octets = said[0]
            before.append(said[1])
            continue
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
        mask, unit = write.place.mask, write.place.unit
        shift = _shift(mask)
        before.append(((old & mask) >> shift if mask else old) * unit)
        value = write.value // unit
        _put(octets, view, (old & ~mask) | value << shift if mask else value)
    if not is_damage:
        _mend(octets)
    made = codec.decode(bytes(octets))
    return None if made is None else Rewritten(made, tuple(before))


def _with_variable(octets: bytearray, place: Place, value: Any, is_damage: bool) -> tuple[bytearray, Said] | None:
    """The octets in which an option, a name or a line has a value, and what it was; ``None`` where none can be."""
    # A write before this one may have left checksums that do not fit yet: nothing is read behind those.
    whole = bytearray(octets)
    _mend(whole)
    found = _carried(whole, place.kind)
    assert place.variable is not None
    if found is None:
        return None
    (outer, around), (_, pdu) = found
    new = place.variable.write(pdu, value)
    if new is None:
        return None
    addresses = (around.src, around.dst) if outer.name == _ADDRESSED else ()
    layers = dissect(bytes(octets))
    within = _layer(layers, outer.name)
    assert within is not None
    body = place.kind.format.codec.encode(new, *addresses)
    made = _with_payload(octets, layers, within, body, is_damage)
    if is_damage:
        _put_back(octets, layers, made, place.kind)
    text = place.variable.read(pdu)
    return made, Said("", None) if text is None else Said(text, place.variable.parse(text))


def _carried(octets: bytes | bytearray, kind: PduType[Any]) -> tuple[tuple[PduType[Any], Any], ...] | None:
    """A PDU of a type in a frame behind the one that carries it, each with its type; ``None`` where there is none."""
    frame = registry.pdu(FRAME).format.codec.decode(bytes(octets))
    values = [] if frame is None else chain(frame)
    return next((pair for pair in pairwise(values) if pair[1][0] is kind), None)


def _put_back(octets: bytes | bytearray, layers: Sequence[Layer], made: bytearray, kind: PduType[Any]) -> None:
    """Give what follows from the rest of a header the values that it had before."""
    old, new = _layer(layers, kind.name), _layer(dissect(bytes(made)), kind.name)
    if old is None or new is None:
        return
    fields = {view.name: view for view in dissect(bytes(made))[new].fields}
    for view in layers[old].fields:
        if view.name in kind.format.computed and view.name in fields:
            _put(made, fields[view.name], _read(octets, view))


def shown(place: Place, value: Any) -> str:
    """A value as it is written in an edit."""
    if isinstance(value, Said):
        return value.text
    if isinstance(value, bytes):
        text = value.decode("latin-1")
        return text if text.isprintable() and text and not text.startswith("0x") else f"0x{value.hex()}"
    field = None if place.mask else _field(place)
    if field is not None and field.bits in (_IPV4_BITS, _MAC_BITS):
        told = field.show(value)
        return told if re.search(r"[.:]", told) else str(value)
    # As the header shows it, without what the number means.
    number = "" if field is None else field.show(value).partition(" ")[0]
    return number if number.startswith("0x") else str(value)


def told(writes: Iterable[Write], values: Iterable[Any]) -> str:
    """Fields with values: ``ip.ttl = 1, ip.id = 7``."""
    return ", ".join(f"{write.name} = {shown(write.place, value)}" for write, value in zip(writes, values, strict=True))


def fields_of(frame: Pdu) -> list[tuple[str, str]]:
    """The fields of a packet that can be given other values, each by its best known name, with its value."""
    if not _is_frame(frame):
        return []
    octets = registry.pdu(FRAME).format.codec.encode(frame)
    layers = dissect(octets)
    found: list[tuple[str, str]] = []
    for name, place in _best_known().items():
        index = _layer(layers, place.kind.name)
        if index is None or place.field in place.kind.format.computed:
            continue
        if place.variable is not None:
            pdu = _carried(octets, place.kind)
            found += [] if pdu is None else _all_of(name, place.variable, pdu[1][1])
            continue
        if place.field == PAYLOAD:
            content = octets[_behind(layers[index]) : _end(layers, len(octets))]
            if content and name.endswith(f".{PAYLOAD}"):
                found.append((name, shown(place, content)))
            continue
        view = next((each for each in layers[index].fields if each.name == place.field), None)
        if view is not None:
            value = _read(octets, view)
            value = (value & place.mask) >> _shift(place.mask) if place.mask else value
            found.append((name, shown(place, value * place.unit)))
    order = {layer.name: number for number, layer in reversed(list(enumerate(layers)))}
    places = _places()
    return sorted(found, key=lambda each: order[places[each[0].partition(_NUMBERED)[0]].kind.name])


def _all_of(name: str, variable: Variable[Any], pdu: Any) -> Iterator[tuple[str, str]]:
    """A field as often as a PDU has it, each with its value."""
    text = variable.read(pdu)
    if text is not None:
        yield name, text
    if variable.at is None:
        return
    number, empty = 2, 0
    # A message may lack a line that the next one has.
    while empty < _MOST_EMPTY:
        text = variable.at(number).read(pdu)
        empty = 0 if text is not None else empty + 1
        if text is not None:
            yield f"{name}{_NUMBERED}{number}", text
        number += 1


def check_has(frame: Pdu, name: str) -> None:
    """Raise ``TextError`` where a packet has not as many of a field as its number says, with those that it has."""
    base, _, ordinal = name.partition(_NUMBERED)
    names = [each for each, _ in fields_of(frame)]
    if not ordinal or name in names or (int(ordinal) == 1 and base in names):
        return
    here = [each for each in names if each.partition(_NUMBERED)[0] == base]
    near = here or [each for each in names if each.partition(".")[0] == base.partition(".")[0]][:_MOST_NAMED]
    hint = f"it has {listed(near, 'and')}" if near else "choose a packet that has one"
    raise TextError(f"this packet has no {name}", hint)


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
            found[name] = Place(kind, part.field, part.mask, unit=part.unit)
        for name, variable in kind.format.variables.items():
            found[name] = Place(kind, name, variable=variable)
    for kind in kinds.values():
        for layout in (kind.format.layout, *kind.format.variants):
            for field in () if layout is None or layout.name != kind.name else layout.fields:
                found.setdefault(f"{kind.name}.{field.name}", Place(kind, field.name))
    return found


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
