"""The bundled scenarios as a list to choose from: grouped by topic, narrowed by words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sim.languages import ENGLISH, LANGUAGES
from sim.scenario.library import Outline
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, fit, line, wrap
from tui.model.text.words import AFTERWARDS, about, level_name, told, topic_name

LEVELS = ("intro", "core", "exam")
COURSE = ("basics", "switching", "arp", "routing", "icmp", "links", "udp", "tcp", "sockets")
"""The groups in the order in which they are best learned; others come behind."""
_NO_PROSE: Mapping[str, str] = MappingProxyType({})


class ShelfRow(NamedTuple):
    """A line of the list: a group's name, or (``entry``) a scenario."""

    group: str
    entry: Outline | None = None


def rows(entries: Sequence[Outline], words: str = "", prose: Mapping[str, str] = _NO_PROSE) -> list[ShelfRow]:
    """The scenarios that have all the words, under their groups: what is to be learned first stands first.

    ``prose`` is what scenarios tell beside their outlines, by their names.
    """
    wanted = words.casefold().split()
    groups: dict[str, list[Outline]] = {}
    for entry in entries:
        text = f"{_text(entry)} {prose.get(entry.name, '')}".casefold() if wanted else ""
        if all(word in text for word in wanted):
            groups.setdefault(_group(entry), []).append(entry)
    result: list[ShelfRow] = []
    for group in sorted(groups, key=lambda name: (COURSE.index(name) if name in COURSE else len(COURSE), name)):
        result.append(ShelfRow(group))
        result += [ShelfRow(group, entry) for entry in sorted(groups[group], key=lambda e: (_level(e), e.name))]
    return result


def _group(entry: Outline) -> str:
    """The folder that a scenario is in; its first topic where it is in none."""
    folder = entry.name.rpartition("/")[0].partition("/")[0]
    return folder or (entry.topics[0] if entry.topics else "others")


def _level(entry: Outline) -> int:
    return LEVELS.index(entry.level) if entry.level in LEVELS else len(LEVELS)


def _text(entry: Outline) -> str:
    topics = (topic_name(topic, language) for topic in entry.topics for language in LANGUAGES)
    return " ".join((entry.name, entry.title, entry.level, *entry.topics, *topics, *entry.goals))


def move(listed: Sequence[ShelfRow], at: int, by: int) -> int:
    """The place ``by`` scenarios further on in the list; the nearest one at either end."""
    places = [index for index, row in enumerate(listed) if row.entry is not None]
    if not places:
        return -1
    now = max((i for i, place in enumerate(places) if place <= at), default=0)
    return places[max(0, min(now + by, len(places) - 1))]


def row_line(row: ShelfRow, is_chosen: bool, width: int, glyphs: Glyphs, language: str = ENGLISH) -> Line:
    """A line of the list: title on the left, level on the right."""
    if row.entry is None:
        name = topic_name(row.group, language)
        return line(Span(name[:1].upper() + name[1:], Ink.TITLE))
    lead = Span(f" {glyphs.cursor} " if is_chosen else "   ", Ink.POINTER)
    level = level_name(row.entry.level, language)
    title = fit(row.entry.title or row.entry.name, max(1, width - 4 - cells(level)), glyphs.ellipsis)
    ink = Ink.CURSOR if is_chosen else Ink.PLAIN
    return line(lead, Span(title, ink), Span(f" {level}", ink if is_chosen else Ink.DIM))


def preview(entry: Outline, width: int, language: str = ENGLISH) -> list[Line]:
    """What a scenario is about and what can be learned from it."""
    lines = wrap(line(Span(entry.title or entry.name, Ink.TITLE)), width)
    lines += wrap(line(Span(about(entry.level, entry.topics, language), Ink.DIM)), width)
    if entry.goals:
        lines += [EMPTY, line(Span(told(AFTERWARDS, language), Ink.STRONG))]
        for goal in entry.goals:
            lines += wrap(line(Span("- ", Ink.DIM), goal), width, 2)
    return [*lines, EMPTY, *wrap(line(Span(f"hopscope play {entry.name}", Ink.DIM)), width)]
