"""The lines around the player: what is played and where the reader is, the whole run, the keys."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sim.quantities import seconds
from tui.model.panes.arrangement import Page
from tui.model.reader.player import Player, Scene
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, clip, line, width
from tui.model.text.words import told

if TYPE_CHECKING:
    from tui.model.conversation.future import NewFuture

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Packets a second."""
START_SPEED = 1.0
_ROOMY = 80
"""Cells from which on the status line has room for words."""


class Playing(NamedTuple):
    """Whether the run plays by itself, and how fast (packets a second)."""

    is_on: bool = False
    speed: float = START_SPEED

    def faster(self, by: int) -> "Playing":
        """The speed so many places further up, or down."""
        index = SPEEDS.index(self.speed) + by
        return self._replace(speed=SPEEDS[max(0, min(index, len(SPEEDS) - 1))])


def status(scene: Scene, playing: Playing, room: int) -> Line:
    """Title on the left; on the right the packet, record and time, as many of them as there is room for."""
    player, cursor, language = scene.player, scene.cursor, scene.player.language
    lead = []
    if not player.is_complete:
        lead.append(Span(f" {told(words.RUNNING, language)} ", Ink.CHANGED))
    if playing.is_on:
        lead.append(Span(f" {told(words.PLAYING, language, speed=playing.speed)} ", Ink.STRONG))
    if player.search:
        here = cursor.stops.before(cursor.position) + 1
        what = clip(player.search, 24, player.glyphs.ellipsis)
        found = told(words.ONLY_FOUND, language, what=what, here=here, total=len(cursor.stops))
        lead.append(Span(f" {found} ", Ink.CHANGED))
    if player.new_future is not None and not player.hides_future:
        lead += [Span(f" {_future(player.new_future, language, room)} ", Ink.FUTURE), Span(" ")]
    # The number of the record gives way to a title of usual length; the time stays, whatever the title is.
    title = min(cells(player.front.title) + 1, 24 if lead else room // 2)
    for place in _places(scene):
        right = line(*lead, Span(f"  {place}"))
        if room - width(right) >= title:
            break
    left = clip(player.front.title, max(0, room - width(right) - 1), player.glyphs.ellipsis)
    gap = " " * max(0, room - cells(left) - width(right))
    return line(Span(left, Ink.TITLE), gap, *right) if room > 0 else EMPTY


def _future(new_future: "NewFuture", language: str, room: int) -> str:
    """How many packets differ from the branch before."""
    if new_future.has_packets or room < _ROOMY:
        return new_future.brief
    return told(words.NO_PACKET_DIFFERS, language)


def _places(scene: Scene) -> list[str]:
    """Where the reader is, from much to little."""
    player, cursor, language = scene.player, scene.cursor, scene.player.language
    if not player.is_begun:
        return [told(words.START, language)]
    more = "" if player.is_complete else "+"
    total = "?" if player.hides_future and not cursor.at_end else f"{len(cursor.sends)}{more}"
    if cursor.at_start:
        packet = told(words.AT_START, language, total=total)
    elif cursor.at_end and player.is_complete:
        packet = told(words.AT_END, language, total=total)
    elif cursor.packet == 0:
        packet = told(words.BEFORE_FIRST, language, total=total)
    else:
        packet = told(words.AT_PACKET, language, number=cursor.packet, total=total)
    # Records are counted from 0, so the number of the last is one less than there are.
    record = told(words.AT_RECORD, language, number=cursor.record, total=f"{len(player.trace) - 1}{more}")
    now = f"{seconds(cursor.now)} s"
    short = f"{cursor.packet}/{total}"
    return [f"{packet}  {record}  {now}", f"{packet}  {now}", f"{short}  {now}", f"{short}  {now[:-5]} s"]


def keys(pairs: list[tuple[str, str]], room: int) -> Line:
    """Keys and what they do, the first of them as far as they fit."""
    spans: list[Span] = []
    used = 0
    for key, text in pairs:
        size = cells(key) + cells(text) + 1 + (2 if spans else 0)
        if used + size > room:
            break
        spans += [Span("  " if spans else ""), Span(key, Ink.KEY), Span(f" {text}")]
        used += size
    return line(*spans)


def player_keys(page: Page, room: int, glyphs: Glyphs, language: str, is_console: bool = False) -> Line:
    """The keys of the player that matter on a page, the most needed first; at a console, that of its prompt."""
    talk, map_ = (("c", words.CONNECTION), ("a", words.ABSOLUTE)), (("f", words.DEVICE), ("g", words.GO_TO))
    is_talk = page is Page.CONVERSATION
    pairs = [
        *([(":", words.COMMAND_LINE)] if is_console else []),
        (f"{glyphs.key_left} {glyphs.key_right}", words.PACKET), (", .", words.RECORD), ("space", words.PLAY),
        ("x", words.ACT), ("v", words.NETWORK if is_talk else words.LADDER), ("/", words.FIND),
        ("?", words.HELP), ("q", words.QUIT), ("n", words.NOTE), *(talk if is_talk else map_),
        ("tab", words.NEXT_PANE), ("z", words.ENLARGE), ("home end", words.ENDS), ("e", words.PICTURE),
    ]  # fmt: skip
    return keys([(key, told(word, language)) for key, word in pairs], room)


PROMPT_KEYS = (
    ("enter", words.RUNS), ("up", words.EARLIER), ("tab", words.COMPLETES), ("escape", words.LEAVES),
    ("ctrl+z", words.UNDOES), ("ctrl+u", words.EMPTIES), ("ctrl+c", words.GIVES_UP), ("?", words.TELLS_NEXT),
    ("pageup pagedown", words.SCROLLS),
)  # fmt: skip
"""The keys of the line at which commands are typed, the most needed first."""


def prompt_keys(room: int, language: str) -> Line:
    """As many of these keys as there is room for."""
    return keys([(key, told(word, language)) for key, word in PROMPT_KEYS], room)


def place(index: int, total: int, width: int) -> int:
    """The cell of step ``index`` (from 0) of ``total``, in a line of ``width`` cells."""
    return 0 if total <= 1 else min(width - 1, index * (width - 1) // (total - 1))


def index_at(x: int, total: int, width: int) -> int:
    """The step that a cell of the line stands for."""
    return 0 if width <= 1 else max(0, min(total - 1, (x * (total - 1) + (width - 2) // 2) // (width - 1)))


def differing(player: Player, current: int, total: int, width: int) -> Mapping[int, str]:
    """The cells of the timeline with packets that the branch before does not have so, as far as they are shown."""
    if player.new_future is None:
        return {}
    found = player.new_future.cells(width, lambda number: place(number, total, width))
    here = place(current, total, width)
    return {x: mark for x, mark in found.items() if x <= here} if player.hides_future else found


def timeline(
    current: int,
    total: int,
    notes: Iterable[int],
    width: int,
    glyphs: Glyphs,
    differs: Mapping[int, str] = MappingProxyType({}),
) -> Line:
    """A line of ``width`` cells: what lies behind, where the reader is, what is to come.

    ``notes`` are steps; ``differs`` has the cells of packets that the branch before does not have so, with their marks.
    """
    here = place(current, total, width)
    characters = [glyphs.wire_lit.across if x < here else glyphs.wire.across for x in range(width)]
    inks = [Ink.TITLE if x < here else Ink.DIM for x in range(width)]
    for step in notes:
        x = place(step, total, width)
        characters[x], inks[x] = glyphs.note, Ink.NOTE
    for x, mark in differs.items():
        # Of a note among such packets the sign of the note stays.
        characters[x], inks[x] = characters[x] if inks[x] is Ink.NOTE else mark, Ink.FUTURE
    characters[here], inks[here] = glyphs.packet, Ink.PACKET
    return tuple(Span(character, ink) for character, ink in zip(characters, inks, strict=True))
