"""Which panes are seen where, for any size of terminal: one page has the network, another the conversation."""

from enum import StrEnum
from typing import NamedTuple


class Pane(StrEnum):
    """A part of the player's screen."""

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


class Page(StrEnum):
    """What stands in the first place: the network, or what its hosts say to each other."""

    NETWORK = "network"
    CONVERSATION = "conversation"


TITLES = {
    Pane.NETWORK: "Network",
    Pane.WHY: "Why",
    Pane.PACKETS: "Packets",
    Pane.PACKET: "Packet",
    Pane.TABLES: "Tables",
    Pane.CONSOLE: "Console",
    Pane.LADDER: "Ladder",
    Pane.CONNECTION: "Connection",
    Pane.STATES: "States",
    Pane.PLOT: "Plot",
    Pane.PROGRAM: "Program",
}
ORDER = tuple(pane for pane in Pane if pane is not Pane.NETWORK)
"""The panes in the order of their keys."""
KEYS = dict(zip(ORDER, "1234567890", strict=True))
OF_NETWORK = ORDER[:5]
"""The panes beside the network; the conversation has all but the network."""
LEAST = {Pane.STATES: (78, 21), Pane.CONNECTION: (50, 17), Pane.PLOT: (40, 12), Pane.PROGRAM: (50, 16)}
"""The width and height that a pane needs; one that has less on its place gets the whole page while it is open."""


class Deck(NamedTuple):
    """A rectangle of the screen, in cells, and the panes that share it: one of them is seen, at first ``first``."""

    x: int
    y: int
    width: int
    height: int
    panes: tuple[Pane, ...]
    first: Pane | None = None

    def has_room(self, pane: Pane) -> bool:
        """Whether a pane can be read here, beneath its title."""
        width, height = LEAST.get(pane, (0, 0))
        return self.width >= width and self.height > height


class Plan(NamedTuple):
    """The decks, and the room for the notes of the step: full width, from row ``note_y`` on."""

    decks: list[Deck]
    note_y: int


def whole(width: int, height: int, note: int, page: Page, pane: Pane) -> Plan:
    """One pane of a page in all its room, with the notes beneath; the others of the page are behind it.

    A program has the ladder beside it, so that a call and its packets are seen at once.
    """
    below = height - note
    panes = ORDER if page is Page.CONVERSATION else OF_NETWORK
    if pane is not Pane.PROGRAM:
        return Plan([Deck(0, 0, width, below, panes if pane in panes else (pane, *panes))], below)
    left = width * 9 // 16
    beside = Deck(left + 1, 0, width - left - 1, below, (Pane.LADDER,))
    return Plan([Deck(0, 0, left, below, tuple(each for each in panes if each is not Pane.LADDER)), beside], below)


def converse(width: int, height: int, note: int = 0, has_programs: bool = False) -> Plan:
    """The decks of the conversation: the ladder on the left or above, the notes beneath all.

    On a very large screen connection and states have places of their own, and so have the programs if there are any.
    """
    below = height - note
    others = tuple(pane for pane in ORDER if pane is not Pane.LADDER)
    if width < 110:
        top = height * 11 // 20
        decks = [Deck(0, 0, width, top, (Pane.LADDER,)), Deck(0, top + note, width, below - top, others)]
        return Plan(decks, top)
    left = max(60, width * (55 if width < 170 else 38) // 100)
    ladder = Deck(0, 0, left, below, (Pane.LADDER,))
    if width < 170:
        room, upper = width - left - 1, below * 2 // 5
        why = Deck(left + 1, 0, room, upper, (Pane.WHY,))
        rest = tuple(pane for pane in others if pane is not Pane.WHY)
        favourite = Pane.PROGRAM if has_programs else Pane.PACKETS
        return Plan([ladder, why, Deck(left + 1, upper, room, below - upper, rest, favourite)], below)
    x, upper = left + 1, below // 2
    right = width - x
    above = (right - 1) // 2
    # The states need the wider place beneath, on the right.
    states = LEAST[Pane.STATES][0]
    first = Pane.PROGRAM if has_programs else Pane.PLOT
    shown: tuple[Pane, ...] = (Pane.WHY, Pane.CONNECTION, first)
    left_over = tuple(pane for pane in others if pane not in shown)
    decks = [
        ladder,
        Deck(x, 0, above, upper, (Pane.CONNECTION,)),
        Deck(x + above + 1, 0, right - above - 1, upper, (first,)),
        Deck(x, upper, right - states - 1, below - upper, (Pane.WHY,)),
        Deck(width - states, upper, states, below - upper, left_over, Pane.STATES),
    ]
    return Plan(decks, below)


def arrange(width: int, height: int, network: int, note: int = 0) -> Plan:
    """The decks that fill ``width`` by ``height`` cells; side by side they leave a column free between them.

    ``network`` is the number of rows that the drawing could use. ``note`` rows are left free beneath it: what is above
    them stays where it is when a note comes and goes.
    """
    top = _top(height, network)
    below = height - top - note
    if width < 110:
        return Plan(_narrow(width, top, top + note, below), top)
    list_width = min(80, max(38, (width - 82) if width < 140 else width * 2 // 5))
    decks = [
        Deck(0, 0, width - list_width - 1, top, (Pane.NETWORK,)),
        Deck(width - list_width, 0, list_width, top, (Pane.PACKETS,)),
    ]
    y = top + note
    if width < 170:
        left = width * 45 // 100
        decks.append(Deck(0, y, left, below, (Pane.WHY,)))
        decks.append(Deck(left + 1, y, width - left - 1, below, (Pane.PACKET, Pane.TABLES, Pane.CONSOLE)))
        return Plan(decks, top)
    third = (width - 2) // 3
    decks.append(Deck(0, y, third, below, (Pane.WHY,)))
    decks.append(Deck(third + 1, y, third, below, (Pane.PACKET,)))
    decks.append(Deck(2 * third + 2, y, width - 2 * third - 2, below, (Pane.TABLES, Pane.CONSOLE)))
    return Plan(decks, top)


def _top(height: int, network: int) -> int:
    least = height * 2 // 5 if height >= 30 else 6
    return max(least, min(network + 3, height * 11 // 20))


def _narrow(width: int, top: int, y: int, below: int) -> list[Deck]:
    network = Deck(0, 0, width, top, (Pane.NETWORK,))
    if below < 24:
        return [network, Deck(0, y, width, below, OF_NETWORK)]
    half = below // 2
    return [
        network,
        Deck(0, y, width, half, (Pane.WHY,)),
        Deck(0, y + half, width, below - half, OF_NETWORK[1:]),
    ]
