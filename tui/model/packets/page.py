"""The page that shows a packet: fields and octets side by side where there is room, else one above the other.

What the chosen field is for stands beneath the fields; the header is drawn beneath the octets where that fits.
"""

from sim import explain
from sim.why import Why
from sim.wire.layers import FieldView, Layer
from tui.model.packets.dissection import Dissection, Dump, FieldRow, dump_lines, dump_shape, field_lines, octet_at
from tui.model.packets.header import WIDTH, field_at, header_lines
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, Window, clip_line, line, reference, width, wrap
from tui.model.text.words import told

_FIELDS = 38
"""Cells that fields need for themselves before octets are put beside them."""

_LEAST = 3
"""Lines of fields that stay above the words on the chosen one."""

_OCTETS = 2
"""Lines of octets that stay beneath the fields."""


class PacketPage:
    """One page of ``room`` by ``height`` cells; it shows the chosen row, its octets, and what it is for."""

    def __init__(
        self, packet: Dissection, chosen: int, room: int, height: int, glyphs: Glyphs, language: str = "en"
    ) -> None:
        self.packet = packet
        self.chosen = chosen
        self.glyphs = glyphs
        self.language = language
        self.room = room
        self.is_beside = room >= _FIELDS + 3 + Dump(8, False).width
        beside = dump_shape(room - _FIELDS - 3)
        self.shape = beside if self.is_beside else dump_shape(room)
        self.left = room - self.shape.width - 3 if self.is_beside else room
        row = packet.rows[chosen] if packet.rows else None
        most = height - _LEAST - 1 - (0 if self.is_beside else _OCTETS + 1)
        self.words = [] if row is None else field_words(row.layer, row.field, room, most, glyphs, language)
        if row is not None and row.changed is not None and len(self.words) < most:
            self.words += _why_changed(*row.changed, room, most - len(self.words), glyphs, language)
        height -= len(self.words) + bool(self.words)
        total, octet_lines = len(packet.rows), -(-len(packet.octets) // self.shape.octets)
        self.header = self._drawn(row, height - octet_lines - 1)
        rows, below = self._share(height, total, octet_lines)
        window = Window(0, rows)
        if packet.changed:
            window = window.around(packet.changed[-1], total)
        self.fields = window.around(chosen, total)
        first = 0 if row is None else row.start // self.shape.octets
        self.octets = Window(0, below).around(first, octet_lines)

    def _drawn(self, row: FieldRow | None, room: int) -> list[Line]:
        """The drawing of the header, if it fits into ``room`` lines beneath the octets."""
        if row is None or not self.is_beside or self.shape.width < WIDTH:
            return []
        drawn = header_lines(row.layer, row.field)
        return drawn if len(drawn) <= room else []

    def _share(self, height: int, total: int, octet_lines: int) -> tuple[int, int]:
        """How many lines the fields and the octets have."""
        if self.is_beside:
            drawing = len(self.header) + 1 if self.header else 0
            both = min(height, max(total, octet_lines + drawing))
            return both, both
        # Where there is not room for all, the fields come first: they say what the octets mean.
        below = min(octet_lines, max(_OCTETS, height - 1 - total))
        return min(max(1, height - below - 1), max(1, total)), below

    def lines(self) -> list[Line]:
        top, height = self.fields
        fields = field_lines(self.packet.rows, self.left, self.chosen, self.glyphs, self.language)[top : top + height]
        top, height = self.octets
        octets = dump_lines(self.packet, self.shape, self.chosen)[top : top + height]
        rule: Line = (Span(self.glyphs.rule * self.room, Ink.DIM),)
        words = [rule, *self.words] if self.words else []
        if not self.is_beside:
            return [*fields, *words, rule, *octets]
        if self.header:
            octets += [EMPTY, *self.header]
        gap = (Span(f" {self.glyphs.wire.upright} ", Ink.DIM),)
        result = []
        for y in range(self.fields.height):
            left = clip_line(fields[y], self.left, self.glyphs.ellipsis) if y < len(fields) else EMPTY
            filled = (*left, Span(" " * (self.left - width(left))))
            result.append(filled + gap + (octets[y] if y < len(octets) else EMPTY))
        return result + words

    def extent(self) -> str:
        """Which of the fields are to be seen: ``lines 1-11 of 20``; "" where all are."""
        top, height = self.fields
        total = len(self.packet.rows)
        if height >= total:
            return ""
        return told(words.LINES, self.language, first=top + 1, last=top + height, total=total)

    def row_at(self, x: int, y: int) -> int:
        """The row of the packet that a cell of the page shows, as a field or as an octet; -1 for none."""
        top, height = self.fields
        if self.is_beside and x >= self.left + 3:
            if y >= height:
                return -1
            octet_lines = -(-len(self.packet.octets) // self.shape.octets)
            if self.header and y > octet_lines:
                return self._row_of_cell(x - self.left - 3, y - octet_lines - 1)
            return self._row_of_octet(x - self.left - 3, y)
        if not self.is_beside and y > height:
            return self._row_of_octet(x, y - height - 1 - len(self.words) - bool(self.words))
        return y + top if y < height and y + top < len(self.packet.rows) else -1

    def _row_of_octet(self, x: int, y: int) -> int:
        octet = octet_at(self.shape, x, y + self.octets.top, len(self.packet.octets)) if y >= 0 else -1
        return -1 if octet < 0 else self.packet.row_of(octet)

    def _row_of_cell(self, x: int, y: int) -> int:
        layer = self.packet.rows[self.chosen].layer
        name = field_at(layer, x, y)
        rows = enumerate(self.packet.rows)
        return next((i for i, row in rows if row.layer is layer and row.field and row.field.name == name), -1)


def field_words(
    layer: Layer, field: FieldView | None, room: int, most: int, glyphs: Glyphs, language: str = "en"
) -> list[Line]:
    """The words on a field, or on a layer where there is none, in at most ``most`` lines of ``room`` cells."""
    values = {each.name: each.value for each in layer.fields}
    name, note = "", None
    if field is not None:
        # An option can be there more than once.
        name, note, values[field.name] = field.name, field.note, field.value
    words = explain.field(layer.name, name, values, language, note)
    sentence = f"  {words.sentence}" if words.sentence else ""
    told = line(Span(words.title, Ink.STRONG), Span(sentence), reference(words.clause, room))
    lines = wrap(told, room)
    if len(lines) > most > 0:
        lines[most - 1] = clip_line((*lines[most - 1], Span(" " * room)), room, glyphs.ellipsis)
    return lines[: max(0, most)]


def _why_changed(node: str, why: Why, room: int, most: int, glyphs: Glyphs, language: str) -> list[Line]:
    """Who changed the field, and why."""
    lines = wrap(line(Span(f"{node}: ", Ink.STRONG), Span(explain.sentence(why, language), Ink.CHANGED)), room)
    if len(lines) > most:
        lines[most - 1] = clip_line((*lines[most - 1], Span(" " * room)), room, glyphs.ellipsis)
    return lines[:most]
