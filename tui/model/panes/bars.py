"""The lines around the player: what is played and where the reader is, the whole run, the keys."""

from collections.abc import Iterable
from typing import NamedTuple

from sim.quantities import seconds
from tui.model.panes.arrangement import Page
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, clip, line, width
from tui.model.text.words import told

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Packets a second."""
START_SPEED = 1.0


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
    # The number of the record gives way to a title of usual length; the time stays, whatever the title is.
    title = min(cells(player.front.title) + 1, 24 if lead else room // 2)
    for place in _places(scene):
        right = line(*lead, Span(f"  {place}"))
        if room - width(right) >= title:
            break
    left = clip(player.front.title, max(0, room - width(right) - 1), player.glyphs.ellipsis)
    gap = " " * max(0, room - cells(left) - width(right))
    return line(Span(left, Ink.TITLE), gap, *right) if room > 0 else EMPTY


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


def player_keys(page: Page, room: int, glyphs: Glyphs, language: str) -> Line:
    """The keys of the player that matter on a page, the most needed first."""
    talk, map_ = (("c", words.CONNECTION), ("a", words.ABSOLUTE)), (("f", words.DEVICE), ("g", words.GO_TO))
    is_talk = page is Page.CONVERSATION
    pairs = [
        (f"{glyphs.key_left} {glyphs.key_right}", words.PACKET), (", .", words.RECORD), ("space", words.PLAY),
        ("x", words.ACT), ("v", words.NETWORK if is_talk else words.LADDER), ("/", words.FIND),
        ("?", words.HELP), ("q", words.QUIT), ("n", words.NOTE), *(talk if is_talk else map_),
        ("tab", words.NEXT_PANE), ("z", words.ENLARGE), ("home end", words.ENDS), ("e", words.PICTURE),
    ]  # fmt: skip
    return keys([(key, told(word, language)) for key, word in pairs], room)


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
    inks = [Ink.TITLE if x < here else Ink.DIM for x in range(width)]
    for step in notes:
        x = place(step, total, width)
        characters[x], inks[x] = glyphs.note, Ink.NOTE
    characters[here], inks[here] = glyphs.packet, Ink.PACKET
    return tuple(Span(character, ink) for character, ink in zip(characters, inks, strict=True))
