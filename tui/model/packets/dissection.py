"""A packet as layers and fields, beside its octets; each field knows its octets and each octet its field."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.explain import title
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.packets.dissect import dissect, shown_octets
from sim.pdu.base import Pdu
from sim.why import Why
from sim.wire import rules as wire_rules
from sim.wire.layers import FieldView, Layer
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, clip_line, line, width
from tui.model.text.words import told

_LAYER_INKS = {2: Ink.LAYER_2, 3: Ink.LAYER_3, 4: Ink.LAYER_4, 7: Ink.LAYER_7}
_ADDRESSES = frozenset({"src", "dst", "sender_mac", "sender_ip", "target_mac", "target_ip", "gateway"})
_LINK_LAYER = 2
_APPLICATION_LAYER = 7
_FIRST_PRINTABLE, _LAST_PRINTABLE = 0x20, 0x7E
_LEADS = ((4, 0xF0), (3, 0xE0), (2, 0xC0))
"""How many octets a character has in UTF-8, by the least value of its first octet (RFC 3629 3)."""
_BAD = (".bad", ".truncated", ".unknown", ".malformed", ".reserved")


class FieldRow(NamedTuple):
    """A layer (``field`` is ``None``) or one of its fields.

    ``who`` is the device that has the address in it; ``was`` is its text one hop earlier, where that differs, and
    ``changed`` says which device decided to change it and why, where one did on purpose.
    """

    layer: Layer
    field: FieldView | None
    who: str = ""
    was: str = ""
    changed: tuple[str, Why] | None = None

    @property
    def start(self) -> int:
        return self.layer.start if self.field is None else self.field.start

    @property
    def end(self) -> int:
        return self.layer.end if self.field is None else self.field.end


class Dissection(NamedTuple):
    """A frame taken apart."""

    rows: tuple[FieldRow, ...]
    octets: bytes

    def find(self, layer: str, field: str) -> int:
        """The index of a layer (``field`` is "") or a field by name; 0 where this packet has none."""
        for index, row in enumerate(self.rows):
            if row.layer.name == layer and field == ("" if row.field is None else row.field.name):
                return index
        return 0

    @property
    def changed(self) -> list[int]:
        """The indices of the fields that the last hop changed above the link layer, where every hop changes both."""
        return [index for index, row in enumerate(self.rows) if row.was and row.layer.osi > _LINK_LAYER]

    @property
    def rewritten(self) -> list[int]:
        """The indices of those fields that a device decided to change, without the checksums that follow from that."""
        rows = ((index, self.rows[index]) for index in self.changed)
        return [at for at, row in rows if row.changed and row.field and not row.field.name.endswith("checksum")]

    @property
    def innermost(self) -> int:
        """The index of the last layer that a protocol other than padding wrote; what an error quotes is not it."""
        layers = [index for index, row in enumerate(self.rows) if row.field is None and not row.layer.quoted]
        named = [index for index in layers if self.rows[index].layer.name not in ("data", "padding", "trailer")]
        return named[-1] if named else 0

    def row_of(self, octet: int) -> int:
        """The index of the first field that an octet belongs to; -1 where it belongs to none."""
        found = -1
        for index, row in enumerate(self.rows):
            if row.start <= octet < row.end and (row.field is not None or found < 0):
                if row.field is not None:
                    return index
                found = index
        return found


def take_apart(
    frame: Frame, before: Frame | None, names: Mapping[str, str], decided: Sequence[tuple[str, Pdu, Why]] = ()
) -> Dissection:
    """Take a frame apart; ``before`` is the same one a hop earlier, ``names`` says whose an address is.

    ``decided`` is what the device on the way decided about what the frame carries: the device, what the frame carried
    from then on, and why.
    """
    old = _texts(before) if before is not None else {}
    reasons = _reasons(before, old, decided) if isinstance(before, Ethernet) else {}
    rows = []
    for index, layer in enumerate(dissect(frame)):
        rows.append(FieldRow(layer, None))
        for field in layer.fields:
            was = old.get((index, layer.name, field.name), field.text)
            who = names.get(field.text, "") if field.name in _ADDRESSES else ""
            if was == field.text:
                rows.append(FieldRow(layer, field, who))
            else:
                rows.append(FieldRow(layer, field, who, was, reasons.get((index, layer.name, field.name))))
    return Dissection(tuple(rows), shown_octets(frame))


_EVERY_HOP = "ttl"
"""What each router changes, whatever it decides."""
_Place = tuple[int, str, str]
"""A field: the number of its layer, the layer's name and its own."""


def _reasons(
    before: Ethernet, old: Mapping[_Place, str], decided: Sequence[tuple[str, Pdu, Why]]
) -> dict[_Place, tuple[str, Why]]:
    """Which of the decisions changed which field, the last one that did."""
    found: dict[_Place, tuple[str, Why]] = {}
    for node, carried, why in decided:
        new = _texts(before.onward(before.dst, before.src, carried))
        changed = [place for place, text in new.items() if old.get(place, text) != text and place[2] != _EVERY_HOP]
        found |= dict.fromkeys(changed, (node, why))
        old = new
    return found


def _texts(frame: Frame) -> dict[_Place, str]:
    return {
        (index, layer.name, field.name): field.text
        for index, layer in enumerate(dissect(frame))
        for field in layer.fields
    }


def field_lines(rows: Sequence[FieldRow], room: int, chosen: int, glyphs: Glyphs, language: str = "en") -> list[Line]:
    """A line for each row; that of row ``chosen`` is marked."""
    longest = max((len(row.field.name) for row in rows if row.field is not None), default=0)
    return [
        clip_line(_row_line(row, longest, i == chosen, room, glyphs, language), room, glyphs.ellipsis)
        for i, row in enumerate(rows)
    ]


def _row_line(row: FieldRow, longest: int, is_chosen: bool, room: int, glyphs: Glyphs, language: str) -> Line:
    lead = Span(glyphs.cursor if is_chosen else " ", Ink.POINTER)
    layer, field = row.layer, row.field
    if field is None:
        name = words.LAYER_NAMES.get(layer.tcp_ip)
        where = told(words.LAYER, language, number=layer.osi, name=told(name, language) if name else layer.tcp_ip)
        heading = told(words.QUOTED, language, layer=layer.title) if layer.quoted else layer.title
        ink = Ink.CURSOR if is_chosen else Ink.TITLE
        return line(lead, Span(heading, ink), Span(f"  {where}", Ink.DIM))
    label = field.name.replace("_", " ")
    spans = [Span(field.text, Ink.CURSOR if is_chosen else Ink.CHANGED if row.was else Ink.PLAIN)]
    if row.who:
        spans.append(Span(f" {row.who}", Ink.STRONG))
    least = width(spans)
    if row.was:
        spans.append(Span(f"  {told(words.WAS_FIELD, language, value=row.was)}", Ink.CHANGED))
    if field.note is not None:
        is_bad = any(part in field.note.rule.id for part in _BAD)
        mark = glyphs.lost if is_bad else glyphs.done if field.note.rule == wire_rules.CHECKSUM_GOOD else glyphs.dot
        text = mark if mark == glyphs.done else f"{mark} {title(field.note.rule, language)}"
        spans.append(Span(f"  {text}", Ink.BAD if is_bad else Ink.GOOD))
    # Short names of long frames should not push the values far to the right. A value that fits only without the blanks
    # behind its name stands further to the left; so does one that would lose whose address it is.
    beside = max(len(label), min(longest, 15))
    whole = width(spans)
    for wanted in (whole, min(whole, least + len("  ~") + len(glyphs.ellipsis))):
        left = room - 3 - wanted
        if left >= len(label):
            beside = min(beside, left)
            break
    return line(lead, Span(f" {label:<{beside}} ", Ink.DIM), *spans)


class Dump(NamedTuple):
    """The shape of a hex dump: octets a line, and whether their characters stand beside them."""

    octets: int
    has_text: bool

    @property
    def width(self) -> int:
        return 4 + 3 * self.octets + (2 + self.octets if self.has_text else 0)


def dump_shape(width: int) -> Dump:
    """The widest dump that fits."""
    shapes = (Dump(16, True), Dump(16, False), Dump(8, True), Dump(8, False))
    return next((shape for shape in shapes if shape.width <= width), Dump(4, False))


def dump_lines(packet: Dissection, shape: Dump, chosen: int) -> list[Line]:
    """The octets in hex, each in the ink of its layer; those of row ``chosen`` are lit."""
    inks = [Ink.PLAIN] * len(packet.octets)
    for row in packet.rows:
        if row.field is None:
            inks[row.start : row.end] = [_LAYER_INKS.get(row.layer.osi, Ink.PLAIN)] * (row.end - row.start)
    if 0 <= chosen < len(packet.rows):
        row = packet.rows[chosen]
        inks[row.start : row.end] = [Ink.LIT] * (row.end - row.start)
    texts = _characters(packet, shape.octets) if shape.has_text else []
    begins = range(0, len(packet.octets), shape.octets)
    return [_dump_line(packet.octets, texts, inks, begin, shape) for begin in begins]


def _characters(packet: Dissection, in_line: int) -> list[str]:
    """What stands for each octet beside the dump, in one cell each.

    What is carried behind the headers is read as UTF-8: a character stands at its first octet and leaves the cells of
    the others empty; "" is a cell that a wide character takes up.
    """
    texts = [chr(octet) if _FIRST_PRINTABLE <= octet <= _LAST_PRINTABLE else "." for octet in packet.octets]
    for row in packet.rows:
        if row.field is None and (row.layer.osi == _APPLICATION_LAYER or row.layer.name == "data"):
            for at, character, length in _long_characters(packet.octets, row.start, row.end):
                taken = cells(character)
                if taken <= length and at % in_line + taken <= in_line:
                    texts[at : at + length] = [character, *("" for _ in range(taken - 1)), *(" " * (length - taken))]
    return texts


def _long_characters(octets: bytes, start: int, end: int) -> Iterator[tuple[int, str, int]]:
    """The printable characters of several octets: where each begins, the character, and its octets."""
    at = start
    while at < end:
        length = next((n for n, least in _LEADS if octets[at] >= least), 1)
        try:
            character = octets[at : min(at + length, end)].decode() if length > 1 else ""
        except UnicodeDecodeError:
            character, length = "", 1
        if character.isprintable() and cells(character):
            yield at, character, length
        at += length


def _dump_line(octets: bytes, texts: Sequence[str], inks: Sequence[Ink], begin: int, shape: Dump) -> Line:
    end = min(begin + shape.octets, len(octets))
    spans = [Span(f"{begin:04x}", Ink.DIM)]
    for at in range(begin, end):
        is_within = at > begin and inks[at] is inks[at - 1] is Ink.LIT
        spans.append(Span(" ", Ink.LIT if is_within else Ink.PLAIN))
        spans.append(Span(f"{octets[at]:02x}", inks[at]))
    if shape.has_text:
        spans.append(Span("   " * (begin + shape.octets - end) + "  "))
        spans += [Span(texts[at], inks[at]) for at in range(begin, end)]
    return tuple(spans)


def octet_at(shape: Dump, x: int, y: int, length: int) -> int:
    """The octet at a cell of the dump; -1 where there is none."""
    place = -1
    if 5 <= x < 5 + 3 * shape.octets:
        place = (x - 5) // 3
    elif shape.has_text and 6 + 3 * shape.octets <= x < 6 + 4 * shape.octets:
        place = x - 6 - 3 * shape.octets
    octet = y * shape.octets + place
    return octet if place >= 0 and octet < length else -1
