"""The whole run in one line: where the reader is, and where the notes are."""

from collections.abc import Iterable

from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span


def place(index: int, total: int, width: int) -> int:
    """The cell of step ``index`` (from 0) of ``total``, in a line of ``width`` cells."""
    return 0 if total <= 1 else min(width - 1, index * (width - 1) // (total - 1))


def index_at(x: int, total: int, width: int) -> int:
    """The step that a cell of the line stands for."""
    return 0 if width <= 1 else max(0, min(total - 1, (x * (total - 1) + (width - 2) // 2) // (width - 1)))


def timeline(current: int, total: int, notes: Iterable[int], width: int, glyphs: Glyphs) -> Line:
    """A line of ``width`` cells: what lies behind, where the reader is, what is to come; ``notes`` are steps."""
    here = place(current, total, width)
    characters = [glyphs.wire_lit.across if x < here else glyphs.wire.across for x in range(width)]
    inks = [Ink.KEY if x < here else Ink.DIM for x in range(width)]
    for step in notes:
        x = place(step, total, width)
        characters[x], inks[x] = glyphs.note, Ink.NOTE
    characters[here], inks[here] = glyphs.packet, Ink.PACKET
    return tuple(Span(character, ink) for character, ink in zip(characters, inks, strict=True))
