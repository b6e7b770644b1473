"""The page that shows a packet: fields and octets side by side where there is room, else one above the other."""

from tui.model.glyphs import Glyphs
from tui.model.ink import EMPTY, Ink, Line, Span, clip_line, width
from tui.model.packet import Dump, Packet, dump_lines, dump_shape, field_lines, octet_at
from tui.model.packet_list import Window

_FIELDS = 38
"""Cells that fields need for themselves before octets are put beside them."""

_OCTETS = 2
"""Lines of octets that stay beneath the fields."""


class PacketPage:
    """One page of ``room`` by ``height`` cells; it shows the chosen row and its octets."""

    def __init__(
        self, packet: Packet, chosen: int, room: int, height: int, glyphs: Glyphs, language: str = "en"
    ) -> None:
        self.packet = packet
        self.chosen = chosen
        self.glyphs = glyphs
        self.language = language
        self.room = room
        self.height = height
        self.is_beside = room >= _FIELDS + 3 + Dump(8, False).width
        beside = dump_shape(room - _FIELDS - 3)
        self.shape = beside if self.is_beside else dump_shape(room)
        self.left = room - self.shape.width - 3 if self.is_beside else room
        octet_lines = -(-len(packet.octets) // self.shape.octets)
        # Where there is not room for all, the fields come first: they say what the octets mean.
        below = 0 if self.is_beside else min(octet_lines, max(_OCTETS, height - 1 - len(packet.rows)))
        rows = height if self.is_beside else max(1, height - below - 1)
        window = Window(0, rows)
        if packet.changed:
            window = window.around(packet.changed[-1], len(packet.rows))
        self.fields = window.around(chosen, len(packet.rows))
        first = packet.rows[chosen].start // self.shape.octets if packet.rows else 0
        self.octets = Window(0, height if self.is_beside else below).around(first, octet_lines)

    def lines(self) -> list[Line]:
        fields = field_lines(self.packet.rows, self.left, self.chosen, self.glyphs, self.language)[self.fields.top :][
            : self.fields.height
        ]
        octets = dump_lines(self.packet, self.shape, self.chosen)[self.octets.top :][: self.octets.height]
        if not self.is_beside:
            rule = (Span(self.glyphs.rule * self.room, Ink.DIM),)
            return [*fields, rule, *octets]
        gap = (Span(f" {self.glyphs.wire.upright} ", Ink.DIM),)
        result = []
        for y in range(self.height):
            left = clip_line(fields[y], self.left, self.glyphs.ellipsis) if y < len(fields) else EMPTY
            filled = (*left, Span(" " * (self.left - width(left))))
            result.append(filled + gap + (octets[y] if y < len(octets) else EMPTY))
        return result

    def extent(self) -> str:
        """Which of the fields are to be seen: ``lines 1-11 of 20``; "" where all are."""
        top, height = self.fields
        total = len(self.packet.rows)
        return "" if height >= total else f"lines {top + 1}-{top + height} of {total}"

    def row_at(self, x: int, y: int) -> int:
        """The row of the packet that a cell of the page shows, as a field or as an octet; -1 for none."""
        if self.is_beside and x >= self.left + 3:
            return self._row_of_octet(x - self.left - 3, y)
        if not self.is_beside and y > self.fields.height:
            return self._row_of_octet(x, y - self.fields.height - 1)
        row = y + self.fields.top
        return row if y < self.fields.height and row < len(self.packet.rows) else -1

    def _row_of_octet(self, x: int, y: int) -> int:
        octet = octet_at(self.shape, x, y + self.octets.top, len(self.packet.octets))
        return -1 if octet < 0 else self.packet.row_of(octet)
