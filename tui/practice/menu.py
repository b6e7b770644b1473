"""What can be practised, with how far the learner is: the rows of the page that a sitting begins from."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.exam import catalogue
from sim.exam.blueprints import BLUEPRINTS
from sim.exam.practice.choosing import Goal, new_today, overdue
from sim.exam.practice.memory import Memory
from sim.feature import said
from tui.model.text.ink import Ink, Line, Span, line
from tui.practice import words
from tui.practice.telling import forecast_line, in_columns, progress_rows


class Row(NamedTuple):
    """A line of the page, and what begins there; ``None`` for a heading."""

    text: Line
    goal: Goal | None = None


def menu(memory: Memory, now: int, language: str, ascii_only: bool, lesson: tuple[str, str] | None) -> list[Row]:
    """The rows. ``lesson`` is the name and title of a scenario that can be asked about."""
    return [*_first(memory, now, language, lesson), *_topics(memory, now, language, ascii_only), *_exams(language)]


def _first(memory: Memory, now: int, language: str, lesson: tuple[str, str] | None) -> Iterator[Row]:
    templates = catalogue.templates()
    due, new = len(overdue(templates, memory, now)), len(new_today(templates, memory, now))
    yield Row(_entry(said(words.DUE, language).format(due=due, new=new)), Goal(only="due"))
    mistakes = said(words.MISTAKES, language).format(count=len(memory.mistakes()))
    yield Row(_entry(mistakes), Goal(only="mistakes"))
    if lesson is not None:
        name, title = lesson
        yield Row(_entry(said(words.LESSON, language).format(title=title)), Goal(scenario=name))
    yield Row(line(f"  {forecast_line(memory, now, language)}"))


def _topics(memory: Memory, now: int, language: str, ascii_only: bool) -> Iterator[Row]:
    titles, *rows = progress_rows(memory, now, language, ascii_only)
    heading, *lines = in_columns([titles, *rows])
    yield Row(())
    yield Row(line(Span(f"  {heading}", Ink.TITLE)))
    for (topic, *_), told in zip(rows, lines, strict=True):
        yield Row(_entry(told), Goal(topics=(topic,)))


def _exams(language: str) -> Iterator[Row]:
    yield Row(())
    yield Row(line(Span(said(words.EXAMS, language), Ink.TITLE)))
    for blueprint in BLUEPRINTS.values():
        yield Row(_entry(blueprint.title), Goal(blueprint=blueprint.id))


def _entry(text: str) -> Line:
    return line(f"  {text}")
