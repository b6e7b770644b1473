"""Which panes are seen where, for any size of terminal: one page has the network, another the conversation."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from sim.languages import Wording, said
from tui.model.text.ink import cells


class Pane(StrEnum):
    """The panes that have places of their own on the screen."""

    NETWORK = "network"
    WHY = "why"
    PACKETS = "packets"
    PACKET = "packet"
    TABLES = "tables"
    CONSOLE = "console"
    LADDER = "ladder"
    CONNECTION = "connection"
    STATES = "states"
    PLOT = "plot"
    PROGRAM = "program"
    STREAM = "stream"


class Page(StrEnum):
    """What stands in the first place: the network, or what its hosts say to each other."""

    NETWORK = "network"
    CONVERSATION = "conversation"


class Deed(NamedTuple):
    """One thing to do: ``keys`` by Textual's names, separated by commas, and the ``action`` of the player's screen."""

    keys: str
    action: str
    text: Wording


class Beside(NamedTuple):
    """Which pane stands beside one that has the whole page, from how many cells on, and the part that it leaves."""

    pane: str
    least: int
    part: tuple[int, int]


_NO_WORDS: Wording = MappingProxyType({})


class PaneSpec(NamedTuple):
    """All that is known of one pane.

    ``widget`` makes its widget, given this value: the widgets are above this module, which only places them. ``key``
    opens it. ``least`` is the width and height that it needs: one that has less on its place gets the whole page while
    it is open, and so does one that has a place on none of the ``pages``. ``beside`` is what it needs then beside it.
    ``is_planned``: it has something to show before the run. ``is_view``: it is a view of a feature, and chosen in a
    list, too.
    ``short`` is a title for narrow places; ``about`` says what the pane shows, ``deeds`` are the keys that it has.
    """

    pane: str
    title: Wording
    widget: Callable[["PaneSpec"], Any]
    key: str = ""
    least: tuple[int, int] = (0, 0)
    pages: frozenset[Page] = frozenset(Page)
    is_planned: bool = False
    short: Wording = _NO_WORDS
    about: Wording = _NO_WORDS
    deeds: tuple[Deed, ...] = ()
    beside: Beside | None = None
    is_view: bool = False

    def label(self, language: str, is_short: bool = False) -> str:
        """The title behind the key, or the short one."""
        return f"{self.key} {said(self.short if is_short and self.short else self.title, language)}".lstrip()


class Tab(NamedTuple):
    """The title of a pane in the place that it shares with others; without a ``spec``, that of the panes left out."""

    spec: PaneSpec | None
    label: str


def tabs(specs: Sequence[PaneSpec], seen: PaneSpec, room: int, language: str) -> tuple[list[Tab], int]:
    """The titles of panes that share a place, and the cells between two of them.

    All have whole names, however narrow the place is. The title of the pane in hand has a cell on each side where there
    is room. Where there is too little room, the views of features are behind one tab, and at last the others that there
    is no room for are left out.
    """
    whole, short = ([Tab(spec, spec.label(language, is_short)) for spec in specs] for is_short in (False, True))
    for found, gap in ((whole, 2), (short, 2), (short, 1)):
        if _width(padded := _padded(found, seen), gap) <= room:
            return padded, gap
    if _width(short, 1) <= room:
        return short, 1
    fewer = [tab for tab in short if tab.spec is not None and not tab.spec.is_view]
    if len(fewer) < len(short):
        fewer.append(Tab(seen, seen.label(language, True)) if seen.is_view else Tab(None, said(_MORE, language)))
    while _width(fewer, 1) > room and len(fewer) > 2:
        fewer.pop(max(index for index, tab in enumerate(fewer[:-1]) if tab.spec is not seen))
    padded = _padded(fewer, seen)
    return padded if _width(padded, 1) <= room else fewer, 1


def _padded(found: Sequence[Tab], seen: PaneSpec) -> list[Tab]:
    """The tabs with a cell on both sides of the title of the pane in hand."""
    is_one = len(found) == 1
    return [tab if is_one or tab.spec is not seen else tab._replace(label=f" {tab.label} ") for tab in found]


def _width(found: Sequence[Tab], gap: int) -> int:
    return sum(cells(tab.label) for tab in found) + gap * (len(found) - 1)


_MORE = {"en": "p more", "zh": "p 更多"}


class Panes:
    """The panes of a player, in the order of their keys."""

    def __init__(self, specs: Iterable[PaneSpec]) -> None:
        self.specs = tuple(specs)
        self._by_name = {spec.pane: spec for spec in self.specs}

    def __getitem__(self, pane: str) -> PaneSpec:
        return self._by_name[pane]

    @property
    def views(self) -> tuple[PaneSpec, ...]:
        """The views of features."""
        return tuple(spec for spec in self.specs if spec.is_view)

    def opened_by(self, key: str) -> PaneSpec | None:
        """The pane that a key opens."""
        return next((spec for spec in self.specs if spec.key == key), None) if key else None

    def beside(self, page: Page) -> tuple[PaneSpec, ...]:
        """The panes of a page but for the drawing of the network."""
        return tuple(spec for spec in self.specs if page in spec.pages and spec.pane != Pane.NETWORK)

    def but(self, page: Page, *placed: str) -> tuple[PaneSpec, ...]:
        """What is left of the panes of a page when these are placed."""
        return tuple(spec for spec in self.beside(page) if spec.pane not in placed)

    def deck(self, x: int, y: int, width: int, height: int, pane: str) -> "Deck":
        """A place for one pane."""
        return Deck(x, y, width, height, (self[pane],))


class Deck(NamedTuple):
    """A rectangle of the screen, in cells, and the panes that share it: one of them is seen, at first ``first``."""

    x: int
    y: int
    width: int
    height: int
    panes: tuple[PaneSpec, ...]
    first: str = ""

    def has_room(self, pane: PaneSpec) -> bool:
        """Whether a pane can be read here, beneath its title."""
        width, height = pane.least
        return self.width >= width and self.height > height


class Plan(NamedTuple):
    """The decks, and the room for the notes of the step: full width, from row ``note_y`` on."""

    decks: list[Deck]
    note_y: int


def whole(panes: Panes, width: int, height: int, note: int, page: Page, pane: str) -> Plan:
    """One pane of a page in all its room, with the notes beneath; the others of the page are behind it."""
    below = height - note
    shown, beside = panes.beside(page), panes[pane].beside
    shown = shown if panes[pane] in shown else (panes[pane], *shown)
    if beside is None or width < beside.least:
        return Plan([Deck(0, 0, width, below, shown)], below)
    left = width * beside.part[0] // beside.part[1]
    others = tuple(spec for spec in shown if spec.pane != beside.pane)
    return Plan([Deck(0, 0, left, below, others), panes.deck(left + 1, 0, width - left - 1, below, beside.pane)], below)


def converse(
    panes: Panes, width: int, height: int, note: int = 0, has_programs: bool = False, has_tcp: bool = True
) -> Plan:
    """The decks of the conversation: the ladder on the left or above, the notes beneath all.

    On a very large screen connection and states have places of their own, and so have the programs if there are any.
    Where nobody speaks TCP, packets and tables have these places.
    """
    below = height - note
    page = Page.CONVERSATION
    if width < 110:
        top = height * 11 // 20
        ladder = panes.deck(0, 0, width, top, Pane.LADDER)
        return Plan([ladder, Deck(0, top + note, width, below - top, panes.but(page, Pane.LADDER))], top)
    left = max(60, width * (55 if width < 170 else 38) // 100)
    ladder = panes.deck(0, 0, left, below, Pane.LADDER)
    if width < 170:
        room, upper = width - left - 1, below * 2 // 5
        # So many panes have names in two title lines, not in one. The views are beside Why: they are read as Why is.
        beside_why = (panes[Pane.WHY], panes[Pane.CONSOLE], panes[Pane.STATES], *panes.views)
        rest = panes.but(page, Pane.LADDER, *(spec.pane for spec in beside_why))
        favourite = Pane.PROGRAM if has_programs else Pane.PACKETS
        decks = [ladder, Deck(left + 1, 0, room, upper, beside_why, Pane.WHY)]
        return Plan([*decks, Deck(left + 1, upper, room, below - upper, rest, favourite)], below)
    x, upper = left + 1, below // 2
    right = width - x
    above = (right - 1) // 2
    # The states need the wider place beneath, on the right.
    states = panes[Pane.STATES].least[0]
    usual = (Pane.CONNECTION, Pane.PLOT, Pane.STATES) if has_tcp else (Pane.PACKETS, Pane.PACKET, Pane.TABLES)
    first, second, last = (usual[0], Pane.PROGRAM if has_programs else usual[1], usual[2])
    rest = panes.but(page, Pane.LADDER, Pane.WHY, first, second)
    decks = [
        ladder,
        panes.deck(x, 0, above, upper, first),
        panes.deck(x + above + 1, 0, right - above - 1, upper, second),
        panes.deck(x, upper, right - states - 1, below - upper, Pane.WHY),
        Deck(width - states, upper, states, below - upper, rest, last),
    ]
    return Plan(decks, below)


def arrange(panes: Panes, width: int, height: int, network: int, note: int = 0) -> Plan:
    """The decks that fill ``width`` by ``height`` cells; side by side they leave a column free between them.

    ``network`` is the number of rows that the drawing could use. ``note`` rows are left free beneath it: what is above
    them stays where it is when a note comes and goes.
    """
    top = _top(height, network)
    below = height - top - note
    if width < 110:
        return Plan(_narrow(panes, width, top, top + note, below), top)
    list_width = min(80, max(38, (width - 82) if width < 140 else width * 2 // 5))
    decks = [
        panes.deck(0, 0, width - list_width - 1, top, Pane.NETWORK),
        panes.deck(width - list_width, 0, list_width, top, Pane.PACKETS),
    ]
    y = top + note
    placed = (Pane.PACKETS, Pane.WHY)
    if width < 170:
        left = width * 45 // 100
        decks.append(panes.deck(0, y, left, below, Pane.WHY))
        decks.append(Deck(left + 1, y, width - left - 1, below, panes.but(Page.NETWORK, *placed)))
        return Plan(decks, top)
    third = (width - 2) // 3
    decks.append(panes.deck(0, y, third, below, Pane.WHY))
    decks.append(panes.deck(third + 1, y, third, below, Pane.PACKET))
    rest = panes.but(Page.NETWORK, *placed, Pane.PACKET)
    decks.append(Deck(2 * third + 2, y, width - 2 * third - 2, below, rest))
    return Plan(decks, top)


def _top(height: int, network: int) -> int:
    least = height * 2 // 5 if height >= 30 else 6
    return max(least, min(network + 3, height * 11 // 20))


def _narrow(panes: Panes, width: int, top: int, y: int, below: int) -> list[Deck]:
    network = panes.deck(0, 0, width, top, Pane.NETWORK)
    if below < 24:
        return [network, Deck(0, y, width, below, panes.beside(Page.NETWORK))]
    half = below // 2
    return [
        network,
        panes.deck(0, y, width, half, Pane.WHY),
        Deck(0, y + half, width, below - half, panes.but(Page.NETWORK, Pane.WHY)),
    ]
