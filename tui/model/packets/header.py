"""The header of a layer as the RFCs draw it, with the chosen field lit."""

from sim.wire.draw import BITS_A_ROW, draw
from sim.wire.layers import FieldView, Layer
from tui.model.text.ink import Ink, Line, Span, line

WIDTH = 2 * BITS_A_ROW + 1
"""In cells."""

_SCALE = 3
"""Lines above the first row: the numbers of the bits, and a rule."""
_ROW = 3
"""Lines of a row: names, values, and a rule."""


def header_lines(layer: Layer, field: FieldView | None) -> list[Line]:
    """The drawing of a layer's header; none where it has no header, or not all of it is there."""
    layout = layer.layout
    values = {each.name: each.value for each in layer.fields if isinstance(each.value, int)}
    if layout is None or any(each.name not in values for each in layout.fields):
        return []
    drawn = draw(layout, values)
    lit: dict[int, tuple[int, int]] = {}
    if field is not None and any(each.name == field.name for each in layout.fields):
        first, last = layout.span(field.name)
        for row in range(first // BITS_A_ROW, last // BITS_A_ROW + 1):
            begin, end = max(first - row * BITS_A_ROW, 0), min(last - row * BITS_A_ROW, BITS_A_ROW - 1)
            top = _SCALE + _ROW * row
            lit |= dict.fromkeys((top, top + 1), (2 * begin + 1, 2 * end + 2))
    return [_lit(text, *lit.get(y, (0, 0))) for y, text in enumerate(drawn)]


def field_at(layer: Layer, x: int, y: int) -> str:
    """The name of the field at a cell of the drawing; "" where there is none."""
    row, line_of_row = divmod(y - _SCALE, _ROW)
    if layer.layout is None or row < 0 or line_of_row == _ROW - 1 or not 0 < x < WIDTH - 1:
        return ""
    bit = row * BITS_A_ROW + (x - 1) // 2
    spans = ((each.name, layer.layout.span(each.name)) for each in layer.layout.fields)
    return next((name for name, (first, last) in spans if first <= bit <= last), "")


def _lit(text: str, begin: int, end: int) -> Line:
    return line(Span(text[:begin], Ink.DIM), Span(text[begin:end], Ink.LIT), Span(text[end:], Ink.DIM))
