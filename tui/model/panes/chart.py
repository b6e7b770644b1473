"""Curves drawn in cells, all of them on one grid: what is higher is drawn higher, whatever it is drawn with.

A cell of the grid has two by four dots (braille), or one in ASCII. A line is level up to its next point, an area is
filled from the ground up to its line, a dashed line has gaps.
"""

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from math import ceil, floor, log10
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
_ROUNDING = 1e-9
"""By what share of a step a number may miss a tick."""
_ROWS_A_TICK = 3
"""Rows to each step of the values."""


def chart(curves: Sequence[Drawn], axes: Axes, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """The curves with their axes, in so many cells."""
    is_ascii = glyphs.dot.isascii()
    rows = max(1, height - 2)
    # Values are octets or segments, which have no parts.
    marks = _ticks(0, axes.highest, rows // _ROWS_A_TICK + 1, least=1)
    margin = max(len(mark.text) for mark in marks) + 1
    columns = max(1, width - margin)
    canvas = Canvas(width, height)
    for y in range(rows):
        canvas.put(margin - 1, y, glyphs.wire.upright, Ink.DIM)
    for mark in marks:
        y = _row(_height(mark.value, axes, rows * _down(is_ascii)), rows, is_ascii)
        canvas.put(0, y, f"{mark.text:>{margin - 1}}{glyphs.wire.crossing}", Ink.DIM)
    now = margin + _share(axes.now, axes, columns)
    for y in range(rows):
        canvas.put(now, y, glyphs.wire.upright, Ink.POINTER)
    for curve in reversed(curves):
        _paint(canvas, curve, axes, (margin, columns, rows), is_ascii)
    canvas.put(margin - 1, rows, glyphs.wire.right_up + glyphs.wire.across * columns, Ink.DIM)
    for x, mark in _times(axes, columns):
        canvas.put(margin + x, rows, glyphs.wire.crossing, Ink.DIM)
        begin = min(margin + x - len(mark.text) // 2, width - len(mark.text))
        canvas.put(max(0, begin), rows + 1, mark.text, Ink.DIM)
    return canvas.lines()


class _Tick(NamedTuple):
    """A round number on an axis."""

    value: float
    text: str


def _times(axes: Axes, columns: int) -> list[tuple[int, _Tick]]:
    """As many times as have room beside each other, each with its column."""
    for most in range(max(1, columns // 8), 0, -1):
        marks = _ticks(axes.first, axes.last, most)
        placed = [(_share(mark.value, axes, columns), mark) for mark in marks]
        if all(len(one.text) + 2 <= other - x for (x, one), (other, _) in pairwise(placed)):
            break
    return placed


def _ticks(low: float, high: float, most: int, least: float = 0) -> list[_Tick]:
    """The multiples of 1, 2 or 5 times a power of ten between two numbers, at most so many steps apart.

    No step is smaller than ``least``. Where none of the multiples is there, the lower number itself.
    """
    wanted = max((high - low) / most, least) or 1
    power = floor(log10(wanted) + _ROUNDING)
    factor, power = next(
        (factor, power) for factor, power in ((1, power), (2, power), (5, power), (1, power + 1))
        if factor * 10.0**power >= wanted * (1 - _ROUNDING)
    )  # fmt: skip
    step, decimals = factor * 10.0**power, max(0, -power)
    begin, end = ceil(low / step - _ROUNDING), floor(high / step + _ROUNDING)
    values = [round(n * step, decimals) for n in range(begin, end + 1)] or [low]
    return [_Tick(value, f"{value:.{decimals}f}") for value in values]


def _share(time: float, axes: Axes, columns: int) -> int:
    extent = axes.last - axes.first
    return 0 if extent <= 0 else max(0, min(columns - 1, int((time - axes.first) / extent * columns)))


def _paint(canvas: Canvas, curve: Drawn, axes: Axes, place: tuple[int, int, int], is_ascii: bool) -> None:
    margin, columns, rows = place
    across, down = 1 if is_ascii else 2, _down(is_ascii)
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
            cell = (x // across, _row(y, rows, is_ascii))
            cells[cell] = cells.get(cell, 0) | _DOTS[x % 2][(rows * down - 1 - y) % 4]
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


def _down(is_ascii: bool) -> int:
    """How many dots of a cell are one above the other."""
    return 1 if is_ascii else len(_DOTS[0])


def _row(dot: int, rows: int, is_ascii: bool) -> int:
    """The row, from the top, of a dot that is counted from the ground."""
    return rows - 1 - dot // _down(is_ascii)


def _height(value: float, axes: Axes, dots: int) -> int:
    """The dot of a value, from 0 at the ground."""
    return max(0, min(dots - 1, round(value / axes.highest * (dots - 1)))) if axes.highest else 0
