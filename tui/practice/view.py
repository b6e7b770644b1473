"""A question on the screen, as lines."""

from collections.abc import Iterator, Mapping
from textwrap import dedent
from typing import NamedTuple

from sim.exam.question import FigureKind, Kind
from sim.exam.run import Run
from sim.exam.sheet import Sheet
from sim.trace.records import Kind as RecordKind
from tui.model.network.topology import topology
from tui.model.network.wiring import Wiring
from tui.model.reader.packet_list import PacketList
from tui.model.reader.steps import Steps
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, clip_line, fit, line, plain, wrap
from tui.practice.choosing import Choosing
from tui.practice.network import QuestionMap
from tui.practice.telling import gap_line

_SHORTENED = ("Flags [", " > ", " win ", " TCP ")
"""By what the forms differ in which the player's list tells a packet, the longest that has room."""
_LEAST_LINE = 50
"""Cells below which the forms tell less than the words of the paper."""
_HEAD = 5
"""Cells before an option's text."""
_LEAST_MAP = 11
"""Rows that a map gets even where the rest of the question fills the screen: then the screen scrolls."""


class View(NamedTuple):
    """Lines, the one that is to be in sight, and the map that options are chosen on (``None`` for a list).

    ``rest`` is what stands below the options and what is told: what was given, where it leaves no room otherwise.
    """

    lines: list[Line]
    focus: int
    map: QuestionMap | None
    rest: list[Line]


class Viewer:
    """Draws one question for a width and a height, again and again while its answer is in the making."""

    def __init__(self, asked: Sheet, run: Run, room: tuple[int, int], glyphs: Glyphs, language: str) -> None:
        self._asked = asked
        self._room = max(room[0], 20)
        self._height = room[1]
        self._glyphs = glyphs
        question = asked.question
        self._head: list[Line] = [*wrap(line(Span(asked.text, Ink.STRONG)), self._room), EMPTY]
        self._given = [clip_line(line(each), self._room, glyphs.ellipsis) for each in asked.given]
        has_map = any(figure.kind is FigureKind.TOPOLOGY for figure in question.figures)
        others = 0 if question.kind is Kind.DEVICE else len(asked.choices) + len(asked.gaps)
        left = room[1] - len(self._head) - len(self._given) - others - 3
        self._map = QuestionMap(question, run, (self._room, max(left, _LEAST_MAP)), language) if has_map else None
        self._packets = tuple(_packets(asked, run, self._room, glyphs, language))

    @property
    def is_map_chosen_on(self) -> bool:
        """Whether the options are on the map alone."""
        return self._asked.question.kind is Kind.DEVICE and self._map is not None and self._map.holds_all

    def view(self, choosing: Choosing, is_answered: bool, told: int = 0) -> View:
        """The question with its options: the one pointed at is marked; once answered, which of them are right.

        So many lines are ``told`` of hints or of the answer. Where all together would not fit, what was given stands
        below them: the question and its options are in sight together.
        """
        view = self._view(choosing, is_answered, False)
        return view if len(view.lines) + told <= self._height else self._view(choosing, is_answered, True)

    def _view(self, choosing: Choosing, is_answered: bool, is_short: bool) -> View:
        glyphs, asked = self._glyphs, self._asked
        inks = _inks(asked, choosing, is_answered)
        lines = list(self._head)
        rest: list[Line] = []
        given = rest if is_short else lines
        focus = 0
        for figure in asked.figures:
            if figure.kind is FigureKind.TOPOLOGY and self._map is not None:
                top = len(lines)
                (lines if self.is_map_chosen_on else given).extend(self._map.lines(inks, glyphs))
                if more := self._map.words():
                    given += [EMPTY, *more] if given is lines or not self.is_map_chosen_on else more
                if self.is_map_chosen_on:
                    focus = top + self._map.spots.get(choosing.at, (0, 0))[1]
                    chosen = asked.choices[choosing.at] if choosing.at >= 0 else None
                    told = "" if chosen is None else f"  {glyphs.cursor} {chosen.letter}. {chosen.text}"
                    lines.append(line(Span(asked.how, Ink.DIM), Span(told, Ink.STRONG)))
            else:
                given += [clip_line(line(each), self._room, glyphs.ellipsis) for each in figure.lines]
            given.append(EMPTY)
        if self._given:
            given += [*self._given, EMPTY]
        rest = rest[:-1]
        if self.is_map_chosen_on:
            return View(lines if is_short else lines[:-1], focus, self._map, rest)
        for place, choice in enumerate(asked.choices):
            if place == choosing.at:
                focus = len(lines)
            text = self._packets[place] if self._packets else choice.text
            lines += self._choice(place, choice.letter, text, choosing, inks, is_answered)
        lines += [line(gap_line(gap, is_answered)) for gap in asked.gaps]
        if len(asked.gaps) != 1:  # where one value is typed, the line for it says how
            lines.append(line(Span(asked.how, Ink.DIM)))
        return View(lines, focus, None, rest)

    def _choice(
        self, place: int, letter: str, text: str, choosing: Choosing, inks: Mapping[int, Ink], is_answered: bool
    ) -> Iterator[Line]:
        glyphs = self._glyphs
        sign = glyphs.cursor if place == choosing.at and not is_answered else ""
        if is_answered and place in inks:
            sign = glyphs.right_answer if inks[place] is Ink.GOOD else glyphs.lost
        mark = ""
        if choosing.kind.is_choice and choosing.marked:
            mark = "(x) " if place in choosing.marked else "( ) "
        elif choosing.kind is Kind.SEVERAL:
            mark = "[x] " if place in choosing.marked else "[ ] "
        elif choosing.kind is Kind.ORDER:
            mark = f"[{choosing.marked.index(place) + 1}] " if place in choosing.marked else "[ ] "
        if is_answered and choosing.kind is Kind.ORDER:
            wanted = self._asked.question.right.index(place)
            is_right = place in choosing.marked and choosing.marked.index(place) == wanted
            sign = glyphs.right_answer if is_right else glyphs.lost
            text += "" if is_right else f"  → {wanted + 1}"
        head = f"{fit(sign, 2, '')} {mark}{letter}. "
        for number, part in enumerate(text.split("\n")):
            start = head if number == 0 else " " * len(head)
            yield from wrap(line(Span(f"{start}{part}", inks.get(place, Ink.PLAIN))), self._room, len(head))


def _inks(asked: Sheet, choosing: Choosing, is_answered: bool) -> dict[int, Ink]:
    """The inks of options by their places: of the one pointed at, or, once answered, of those right and wrong."""
    if not is_answered:
        return {choosing.at: Ink.CURSOR} if choosing.at >= 0 else {}
    if choosing.kind is Kind.ORDER:
        return {}
    wrongs = dict.fromkeys(choosing.chosen, Ink.BAD)
    return wrongs | {place: Ink.GOOD for place, choice in enumerate(asked.choices) if choice.is_right}


def _packets(asked: Sheet, run: Run, room: int, glyphs: Glyphs, language: str) -> Iterator[str]:
    """The packets to choose from as the player lists them; nothing where the options are no packets.

    The list has longer and shorter forms; all packets are told in the same one, since others would stand out. Where
    there is none for all, nothing: then the options are told in the words of the paper.
    """
    question, trace = asked.question, run.trace
    records = [each.value for each in question.options]
    if question.kind is not Kind.PACKET or any(trace.kind[n] != RecordKind.FRAME_SENT for n in records):
        return
    sends = Steps(trace)
    sends.extend()
    listed = Steps(trace, lambda _, n: n in records)
    listed.extend()
    packets = PacketList(trace, listed, sends, Wiring(topology(run.session.front)), glyphs, language=language)
    for width in range(room - _HEAD, _LEAST_LINE, -1):
        lines = [plain(packets.line(place, width, False, False))[1:].rstrip() for place in range(len(records))]
        if len({tuple(part in each for part in _SHORTENED) for each in lines}) == 1:
            yield from dedent("\n".join(lines)).split("\n")
            return
