"""What the player shows beside the steps: the lesson at the start, the outcome at the end, notes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.languages import ENGLISH
from sim.scenario.front import Front, Opening
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, line, wrap
from tui.model.text.markdown import markdown
from tui.model.text.words import about, spelled, told

if TYPE_CHECKING:
    from sim.scenario.expect import Outcome
    from sim.scenario.plan import Note


def lesson(scenario: Front, width: int, glyphs: Glyphs, language: str = ENGLISH) -> list[Line]:
    """Before the first step: what the lesson is about and what the reader is going to learn."""
    lines = [
        *wrap(line(Span(scenario.title, Ink.TITLE)), width),
        line(Span(about(scenario.level, scenario.topics, language), Ink.DIM)),
        EMPTY,
    ]
    if scenario.description:
        lines += [*markdown(scenario.description, width, glyphs), EMPTY]
    if scenario.goals:
        lines.append(line(Span(told(words.AFTERWARDS, language), Ink.STRONG)))
        for goal in scenario.goals:
            lines += wrap(line(Span("- ", Ink.DIM), goal), width, 2)
        lines.append(EMPTY)
    begin = spelled(words.PRESS, language, next=Span(glyphs.key_right, Ink.KEY), help=Span("?", Ink.KEY))
    return [*lines, *wrap(begin, width)]


def ending(
    outcomes: "Sequence[Outcome] | None",
    cut_short: int,
    width: int,
    glyphs: Glyphs,
    troubles: Sequence[str] = (),
    language: str = ENGLISH,
) -> list[Line]:
    """After the last step: what was to be seen and whether it was; ``cut_short`` is the limit that ended the run.

    ``troubles`` are told before that: what is amiss, and who made most of the records of a run that was cut short.
    """
    lines: list[Line] = [EMPTY, line(Span(told(words.THE_END, language), Ink.TITLE))]
    if cut_short:
        text = told(words.STOPPED, language, records=cut_short)
        lines += wrap(line(Span(text, Ink.CHANGED)), width)
    for trouble in troubles:
        lines += wrap(line(Span(trouble, Ink.BAD)), width)
    if outcomes is None:
        return [*lines, line(Span(told(words.CHECKING, language), Ink.DIM))] if not cut_short else lines
    if outcomes:
        lines.append(line(Span(told(words.PROMISES, language), Ink.DIM)))
    for outcome in outcomes:
        mark = Span(f"{glyphs.done:<2} ", Ink.GOOD) if outcome.ok else Span(f"{glyphs.lost:<2} ", Ink.BAD)
        found = () if outcome.ok else (Span(f"  {outcome.found}", Ink.BAD),)
        lines += wrap((mark, Span(outcome.text), *found), width, 3)
    return lines


def note_lines(notes: "Sequence[Note | Opening]", width: int, glyphs: Glyphs) -> list[Line]:
    """The notes of a step beneath each other, each with its title if it has one."""
    lines: list[Line] = []
    for note in notes:
        if lines:
            lines.append(EMPTY)
        if note.title:
            lines += wrap(line(Span(note.title, Ink.NOTE)), width)
        lines += markdown(note.text, width, glyphs)
    return lines
