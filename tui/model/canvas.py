"""A piece of the screen as cells, to draw on before there are lines."""

from collections.abc import Sequence

from tui.model.ink import Ink, Line, Span, cells


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
