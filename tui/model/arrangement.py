"""Which panes are seen where, for any size of terminal."""

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


TITLES = {
    Pane.NETWORK: "Network",
    Pane.WHY: "Why",
    Pane.PACKETS: "Packets",
    Pane.PACKET: "Packet",
    Pane.TABLES: "Tables",
    Pane.CONSOLE: "Console",
}
KEYS = {Pane.WHY: "1", Pane.PACKETS: "2", Pane.PACKET: "3", Pane.TABLES: "4", Pane.CONSOLE: "5"}
ORDER = (Pane.WHY, Pane.PACKETS, Pane.PACKET, Pane.TABLES, Pane.CONSOLE)
"""The panes in the order of their keys."""


class Deck(NamedTuple):
    """A rectangle of the screen, in cells, and the panes that share it: one of them is seen."""

    x: int
    y: int
    width: int
    height: int
    panes: tuple[Pane, ...]


class Plan(NamedTuple):
    """The decks, and the room for the notes of the step: full width, from row ``note_y`` on."""

    decks: list[Deck]
    note_y: int


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
        return [network, Deck(0, y, width, below, ORDER)]
    half = below // 2
    return [
        network,
        Deck(0, y, width, half, (Pane.WHY,)),
        Deck(0, y + half, width, below - half, ORDER[1:]),
    ]
