"""Curves drawn in cells, all of them on one grid: what is higher is drawn higher, whatever it is drawn with.

A cell of the grid has two by four dots (braille), or one in ASCII. A line is level up to its next point, an area is
filled from the ground up to its line, a dashed line has gaps.
"""

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from tui.model.text.canvas import Canvas
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line


class Kind(Enum):
    """How a curve is drawn."""

    LINE = "line"
    DASHED = "dashed"
    AREA = "area"


class Drawn(NamedTuple):
    """A curve: values (not below 0) that hold from their times on, up to ``end``. What comes first is on top."""

    times: Sequence[float]
    values: Sequence[float]
    kind: Kind
    ink: Ink
    letter: str
    """What it is drawn with in ASCII."""


class Axes(NamedTuple):
    """Times from ``first`` to ``last``, drawn up to ``end``, with a mark at ``now``; values up to ``highest``."""

    first: float
    last: float
    end: float
    now: float
    highest: float


_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The dots of a braille character, by column and row from the top (Unicode 15, chapter 21)."""
_BRAILLE = 0x2800
_TICKS = 4


def chart(curves: Sequence[Drawn], axes: Axes, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """The curves with their axes, in so many cells."""
    is_ascii = glyphs.dot.isascii()
    labels = _apart([axes.highest * step / _TICKS for step in range(_TICKS, -1, -1)], 0)
    margin = max(map(len, labels)) + 1
    columns, rows = max(1, width - margin), max(1, height - 2)
    canvas = Canvas(width, height)
    for step, label in enumerate(labels):
        y = step * (rows - 1) // _TICKS
        canvas.put(0, y, f"{label:>{margin - 1}}", Ink.DIM)
    for y in range(rows):
        canvas.put(margin - 1, y, glyphs.wire.upright, Ink.DIM)
    now = margin + _share(axes.now, axes, columns)
    for y in range(rows):
        canvas.put(now, y, glyphs.wire.upright, Ink.POINTER)
    for curve in reversed(curves):
        _paint(canvas, curve, axes, (margin, columns, rows), is_ascii)
    canvas.put(margin - 1, rows, glyphs.wire.right_up + glyphs.wire.across * columns, Ink.DIM)
    times = [axes.first + (axes.last - axes.first) * step / _TICKS for step in range(_TICKS + 1)]
    for step, text in enumerate(_apart(times, 2)):
        x = margin + (columns - 1) * step // _TICKS - len(text) * step // _TICKS
        canvas.put(x, rows + 1, text, Ink.DIM)
    return canvas.lines()


def _apart(values: Sequence[float], decimals: int) -> list[str]:
    """Numbers with as many decimals as tell their steps alike, at least so many and at most nine."""
    most = (max(values) - min(values)) / 50
    for many in range(decimals, 10):
        texts = [f"{value:.{many}f}" for value in values]
        if all(abs(float(text) - value) <= most for text, value in zip(texts, values, strict=True)):
            break
    return texts


def _share(time: float, axes: Axes, columns: int) -> int:
    extent = axes.last - axes.first
    return 0 if extent <= 0 else max(0, min(columns - 1, int((time - axes.first) / extent * columns)))


def _paint(canvas: Canvas, curve: Drawn, axes: Axes, place: tuple[int, int, int], is_ascii: bool) -> None:
    margin, columns, rows = place
    across, down = (1, 1) if is_ascii else (2, 4)
    cells: dict[tuple[int, int], int] = {}
    before: int | None = None
    for x in range(columns * across):
        span = _values(curve, axes, x, columns * across)
        if span is None:
            before = None
            continue
        low, high = (_height(value, axes, rows * down) for value in span[:2])
        last = _height(span[2], axes, rows * down)
        if curve.kind is Kind.AREA:
            dots = [y for y in range(high + 1) if is_ascii or not (x % 2 or y % 2)]
        elif curve.kind is Kind.DASHED:
            dots = [last] if is_ascii or x % 4 < across else []
        else:
            # A step goes up or down at once.
            low, high = (low, high) if before is None else (min(low, before), max(high, before))
            dots = [*range(low, high + 1)]
        before = last
        for y in dots:
            top = rows * down - 1 - y
            cell = (x // across, top // down)
            cells[cell] = cells.get(cell, 0) | _DOTS[x % 2][top % 4]
    for (x, y), bits in cells.items():
        canvas.put(margin + x, y, curve.letter if is_ascii else chr(_BRAILLE + bits), curve.ink)


def _values(curve: Drawn, axes: Axes, x: int, columns: int) -> tuple[float, float, float] | None:
    """The least and the greatest value in a column of dots, and the last; ``None`` where the curve is not."""
    width = (axes.last - axes.first) / columns
    begin, end = axes.first + width * x, axes.first + width * (x + 1)
    if begin > axes.end or not curve.times:
        return None
    stop = bisect_right(curve.times, min(end, axes.end))
    start = max(0, bisect_right(curve.times, begin) - 1)
    found = curve.values[start:stop]
    return (min(found), max(found), found[-1]) if found else None


def _height(value: float, axes: Axes, dots: int) -> int:
    """The dot of a value, from 0 at the ground."""
    return max(0, min(dots - 1, round(value / axes.highest * (dots - 1)))) if axes.highest else 0
