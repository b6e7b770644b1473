"""The bundled scenarios as a list to choose from: grouped by topic, narrowed by words."""

from collections.abc import Iterable, Mapping, Sequence
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

    Of what words find, the groups stand first that are called so, then those of scenarios that have the words in
    their titles or topics, then in their goals, then elsewhere. ``prose`` is what scenarios tell beside their
    outlines, by their names.
    """
    wanted = words.casefold().split()
    groups: dict[str, list[tuple[int, Outline]]] = {}
    for entry in entries:
        where = _where(wanted, entry, prose) if wanted else 0
        if where is not None:
            groups.setdefault(_group(entry), []).append((where, entry))

    def order(group: str) -> tuple[int, int, str]:
        is_called_so = _has(wanted, f"{group} {_names([group])}")
        first = 0 if is_called_so else 1 + min(where for where, _ in groups[group])
        return first, COURSE.index(group) if group in COURSE else len(COURSE), group

    result: list[ShelfRow] = []
    for group in sorted(groups, key=order):
        found = sorted(groups[group], key=lambda each: (each[0], _level(each[1]), each[1].name))
        result += [ShelfRow(group), *(ShelfRow(group, entry) for _, entry in found)]
    return result


def _where(wanted: Sequence[str], entry: Outline, prose: Mapping[str, str]) -> int | None:
    """How far from its title a scenario has all the words; ``None`` where it has not."""
    places = (
        " ".join((entry.name, entry.title, *entry.topics, _names(entry.topics))),
        " ".join((entry.level, *entry.goals)),
        prose.get(entry.name, ""),
    )
    return next((n for n in range(len(places)) if _has(wanted, " ".join(places[: n + 1]))), None)


def _has(wanted: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)


def _names(topics: Iterable[str]) -> str:
    """What topics are called in each language."""
    return " ".join(topic_name(topic, language) for topic in topics for language in LANGUAGES)


def _group(entry: Outline) -> str:
    """The folder that a scenario is in; its first topic where it is in none."""
    folder = entry.name.rpartition("/")[0].partition("/")[0]
    return folder or (entry.topics[0] if entry.topics else "others")


def _level(entry: Outline) -> int:
    return LEVELS.index(entry.level) if entry.level in LEVELS else len(LEVELS)


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
