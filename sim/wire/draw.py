"""A header drawn in text as the RFCs draw it: 32 bits a row, two columns a bit."""

from collections.abc import Mapping

from sim.wire.layout import Field, Layout

BITS_A_ROW = 32


class _Cell:
    """The part of a field that lies in one row: ``[start, end)`` in bits of that row."""

    __slots__ = ("begins", "end", "ends", "field", "start")

    def __init__(self, field: Field, start: int, end: int, begins: bool, ends: bool) -> None:
        self.field = field
        self.start = start
        self.end = end
        self.begins = begins
        self.ends = ends

    @property
    def width(self) -> int:
        return 2 * (self.end - self.start) - 1


def draw(layout: Layout, values: Mapping[str, int]) -> list[str]:
    """The header in ASCII, 65 columns wide: each field's name, and below it its value if one is given.

    A value that is too wide for its field is written as a bare number; one that still is, is left out.
    """
    tens = "".join(f"{bit // 10:<20}" for bit in range(0, BITS_A_ROW, 10))
    lines = [f" {tens}".rstrip(), " " + " ".join(str(bit % 10) for bit in range(BITS_A_ROW))]
    rows = _rows(layout)
    lines.append("+-" * rows[0][-1].end + "+")
    for row in rows:
        lines.append(_line(row, [_label(cell) for cell in row]))
        if values:
            lines.append(_line(row, [_value(cell, values) for cell in row]))
        lines.append(_rule(row))
    return lines


def _rows(layout: Layout) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = [[]]
    column = 0
    for field in layout.fields:
        left = field.bits
        while left:
            if column == BITS_A_ROW:
                rows.append([])
                column = 0
            part = min(left, BITS_A_ROW - column)
            rows[-1].append(_Cell(field, column, column + part, left == field.bits, left == part))
            left -= part
            column += part
    return rows


def _rule(row: list[_Cell]) -> str:
    """The line under a row: open where a field goes on in the next row."""
    return (
        "".join(
            ("+-" if cell.ends else "+ " if bit == cell.start else "  ")
            for cell in row
            for bit in range(cell.start, cell.end)
        )
        + "+"
    )


def _line(row: list[_Cell], texts: list[str]) -> str:
    return "|" + "|".join(text.center(cell.width) for cell, text in zip(row, texts, strict=True)) + "|"


def _label(cell: _Cell) -> str:
    if not cell.begins:
        return ""
    name = cell.field.name.replace("_", " ")
    if len(name) <= cell.width:
        return name
    initials = "".join(word[0] for word in name.split())
    return (initials if len(initials) > 1 else name)[: cell.width]


def _value(cell: _Cell, values: Mapping[str, int]) -> str:
    value = values.get(cell.field.name)
    if value is None or not cell.begins:
        return ""
    texts = (cell.field.show(value), str(value))
    return next((text for text in texts if len(text) <= cell.width), "")
