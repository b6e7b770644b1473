"""A piece of the screen as cells, to draw on before there are lines."""

import itertools
from collections.abc import Sequence

from tui.model.text.glyphs import Wire
from tui.model.text.ink import Ink, Line, Span, cells

Point = tuple[int, int]


class Canvas:
    """Cells with a character and an ink each; what is put outside is lost."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.characters = [[" "] * width for _ in range(height)]
        self.inks = [[Ink.PLAIN] * width for _ in range(height)]

    def put(self, x: int, y: int, text: str, ink: Ink) -> None:
        """Write a text; a character that takes two cells leaves the second one empty."""
        for character in text:
            if 0 <= x < self.width and 0 <= y < self.height:
                self.characters[y][x] = character
                self.inks[y][x] = ink
            x += 1
            if cells(character) == 2 and 0 <= x < self.width and 0 <= y < self.height:
                self.characters[y][x] = ""
                self.inks[y][x] = ink
                x += 1

    def at(self, x: int, y: int) -> str:
        return self.characters[y][x] if 0 <= x < self.width and 0 <= y < self.height else " "

    def stroke(self, points: Sequence[Point], wire: Wire, ink: Ink) -> None:
        """Draw a line from point to point, along rows and columns, with round corners."""
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            for x in range(min(x1, x2), max(x1, x2) + 1):
                for y in range(min(y1, y2), max(y1, y2) + 1):
                    self.put(x, y, wire.across if y1 == y2 else wire.upright, ink)
        for before, here, after in zip(points, points[1:], points[2:], strict=False):
            self.put(*here, corner(wire, before, here, after), ink)

    def lines(self) -> list[Line]:
        return [_line(characters, inks) for characters, inks in zip(self.characters, self.inks, strict=True)]


def _line(characters: Sequence[str], inks: Sequence[Ink]) -> Line:
    spans: list[Span] = []
    begin = 0
    for end in range(1, len(inks) + 1):
        if end == len(inks) or inks[end] is not inks[begin]:
            spans.append(Span("".join(characters[begin:end]), inks[begin]))
            begin = end
    return tuple(spans)


def corner(wire: Wire, before: Point, here: Point, after: Point) -> str:
    """The character where a line turns."""
    beside = after if before[0] == here[0] else before
    above = before if before[0] == here[0] else after
    is_right, is_down = beside[0] > here[0], above[1] > here[1]
    if is_down:
        return wire.right_down if is_right else wire.left_down
    return wire.right_up if is_right else wire.left_up
