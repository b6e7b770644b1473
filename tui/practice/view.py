"""A question on the screen, as lines."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.question import Kind
from sim.exam.sheet import Sheet
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, clip_line, line, wrap
from tui.practice.choosing import Choosing
from tui.practice.telling import gap_line


class View(NamedTuple):
    """Lines, and the one that is to be in sight."""

    lines: list[Line]
    focus: int


def question_view(sheet: Sheet, choosing: Choosing, room: int, glyphs: Glyphs) -> View:
    """The question with its options, the one pointed at marked."""
    lines: list[Line] = [*wrap(line(Span(sheet.text, Ink.STRONG)), room), EMPTY]
    for figure in sheet.figures:
        lines += [clip_line(line(each), room, glyphs.ellipsis) for each in figure.lines]
        lines.append(EMPTY)
    if sheet.given:
        lines += [clip_line(line(each), room, glyphs.ellipsis) for each in sheet.given]
        lines.append(EMPTY)
    focus = 0
    for place, choice in enumerate(sheet.choices):
        if place == choosing.at:
            focus = len(lines)
        lines += _choice(place, choice.letter, choice.text, choosing, room, glyphs)
    for gap in sheet.gaps:
        lines.append(line(gap_line(gap)))
    lines.append(line(Span(sheet.how, Ink.DIM)))
    return View(lines, focus)


def _choice(place: int, letter: str, text: str, choosing: Choosing, room: int, glyphs: Glyphs) -> Iterator[Line]:
    is_here = place == choosing.at
    mark = ""
    if choosing.kind.is_choice and choosing.marked:
        mark = "(x) " if place in choosing.marked else "( ) "
    elif choosing.kind is Kind.SEVERAL:
        mark = "[x] " if place in choosing.marked else "[ ] "
    elif choosing.kind is Kind.ORDER:
        mark = f"[{choosing.marked.index(place) + 1}] " if place in choosing.marked else "[ ] "
    head = f"{glyphs.cursor if is_here else ' '} {mark}{letter}. "
    for number, part in enumerate(text.split("\n")):
        start = head if number == 0 else " " * len(head)
        yield from wrap(line(Span(f"{start}{part}", Ink.CURSOR if is_here else Ink.PLAIN)), room, len(head))
