"""A piece of the screen as cells, to draw on before there are lines."""

import itertools
from collections.abc import Sequence

from tui.model.text.glyphs import Wire
from tui.model.text.ink import Ink, Line, Span, cells

Point = tuple[int, int]


class Canvas:
    """Cells with a character and an ink each; what is put outside is lost.

    A canvas ``over`` another one begins with its cells. ``changed`` are the rows in which something was put since.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.characters = [[" "] * width for _ in range(height)]
        self.inks = [[Ink.PLAIN] * width for _ in range(height)]
        self.changed = {*range(height)}

    def over(self) -> "Canvas":
        """A canvas over this one. It shares the rows in which nothing is put."""
        other = Canvas(self.width, 0)
        other.height = self.height
        other.characters, other.inks = [*self.characters], [*self.inks]
        return other

    def put(self, x: int, y: int, text: str, ink: Ink) -> None:
        """Write a text; a character that takes two cells leaves the second one empty."""
        if not 0 <= y < self.height:
            return
        if y not in self.changed:
            self.take_row(y, self.characters[y], self.inks[y])
        characters, inks = self.characters[y], self.inks[y]
        if text.isascii() and x >= 0:
            shown = text[: max(0, self.width - x)]
            characters[x : x + len(shown)] = shown
            inks[x : x + len(shown)] = [ink] * len(shown)
            return
        for character in text:
            if 0 <= x < self.width:
                characters[x] = character
                inks[x] = ink
            x += 1
            if cells(character) == 2 and 0 <= x < self.width:
                characters[x] = ""
                inks[x] = ink
                x += 1

    def take_row(self, y: int, characters: Sequence[str], inks: Sequence[Ink]) -> None:
        """Put these cells in the place of a row."""
        self.changed.add(y)
        self.characters[y], self.inks[y] = [*characters], [*inks]

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

    def line(self, y: int) -> Line:
        """A row as a line of styled text."""
        return _line(self.characters[y], self.inks[y])

    def lines(self) -> list[Line]:
        return [self.line(y) for y in range(self.height)]


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
