"""What can be practised, with how far the learner is: the rows of the page that a sitting begins from."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.exam import catalogue
from sim.exam.blueprints import BLUEPRINTS
from sim.exam.practice.choosing import Goal, new_today, overdue
from sim.exam.practice.memory import Memory
from sim.exam.practice.progress import by_topic, readiness, shares
from sim.languages import said
from tui.model.text.ink import Ink, Line, Span, line
from tui.practice import words
from tui.practice.telling import forecast_line, in_columns, progress_rows, strength


class Row(NamedTuple):
    """A line of the page, and what begins there; ``None`` for a heading. ``resumes``: the paper under way goes on."""

    text: Line
    goal: Goal | None = None
    resumes: bool = False

    @property
    def is_entry(self) -> bool:
        """Whether something begins here."""
        return self.resumes or self.goal is not None


def menu(
    memory: Memory, now: int, language: str, ascii_only: bool, lesson: tuple[str, str] | None, under_way: Any = None
) -> list[Row]:
    """The rows. ``lesson`` is the name and title of a scenario to ask about, ``under_way`` the paper that is stored."""
    rows = [
        *_first(memory, now, language, ascii_only, lesson),
        *_topics(memory, now, language, ascii_only),
        *_exams(memory, now, language, ascii_only),
    ]
    return rows if under_way is None else [_resume(under_way, language), *rows]


def _resume(under_way: Mapping[str, Any], language: str) -> Row:
    answers = under_way["answers"]
    text = said(words.RESUME, language).format(
        answered=sum(each is not None for each in answers),
        count=len(answers),
        minutes=max(under_way["limit"] - under_way["spent"], 0) // 60_000,
    )
    return Row(line(Span(f"  {text}", Ink.NOTE)), resumes=True)


def _first(memory: Memory, now: int, language: str, ascii_only: bool, lesson: tuple[str, str] | None) -> Iterator[Row]:
    templates = catalogue.templates()
    due, new = len(overdue(templates, memory, now)), len(new_today(templates, memory, now))
    yield Row(_entry(said(words.DUE, language).format(due=due, new=new)), Goal(only="due"))
    mistakes = said(words.MISTAKES, language).format(count=len(memory.mistakes()))
    yield Row(_entry(mistakes), Goal(only="mistakes"))
    if lesson is not None:
        name, title = lesson
        yield Row(_entry(said(words.LESSON, language).format(title=title)), Goal(scenario=name))
    yield Row(line(f"  {forecast_line(memory, now, language, ascii_only)}"))


def _topics(memory: Memory, now: int, language: str, ascii_only: bool) -> Iterator[Row]:
    topics = by_topic(memory, now)
    heading, *lines = in_columns(list(progress_rows(topics, language, ascii_only)))
    yield Row(())
    yield Row(line(Span(f"  {heading}", Ink.TITLE)))
    for topic, told in zip(topics, lines, strict=True):
        yield Row(_entry(told), Goal(topics=(topic.name,)))


def _exams(memory: Memory, now: int, language: str, ascii_only: bool) -> Iterator[Row]:
    yield Row(())
    yield Row(line(Span(said(words.EXAMS, language), Ink.TITLE)))
    rows = [
        (said(each.title, language), strength(readiness(shares(memory, now, each)), ascii_only))
        for each in BLUEPRINTS.values()
    ]
    for blueprint, told in zip(BLUEPRINTS.values(), in_columns(rows), strict=True):
        yield Row(_entry(told), Goal(blueprint=blueprint.id))


def _entry(text: str) -> Line:
    return line(f"  {text}")
