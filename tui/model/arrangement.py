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


def arrange(width: int, height: int, network: int = 0) -> list[Deck]:
    """The decks that fill ``width`` by ``height`` cells; side by side they leave a column free between them.

    ``network`` is the number of rows that the drawing could use; a low one leaves more to the others.
    """
    if width < 110:
        return _narrow(width, height, network)
    top = _top(height, network)
    below = height - top
    list_width = min(80, max(36, width - 81 - (width - 110) // 3))
    decks = [
        Deck(0, 0, width - list_width - 1, top, (Pane.NETWORK,)),
        Deck(width - list_width, 0, list_width, top, (Pane.PACKETS,)),
    ]
    if width < 170:
        left = width * 45 // 100
        right = width - left - 1
        decks.append(Deck(0, top, left, below, (Pane.WHY,)))
        decks.append(Deck(left + 1, top, right, below, (Pane.PACKET, Pane.TABLES, Pane.CONSOLE)))
        return decks
    third = (width - 2) // 3
    decks.append(Deck(0, top, third, below, (Pane.WHY,)))
    decks.append(Deck(third + 1, top, third, below, (Pane.PACKET,)))
    decks.append(Deck(2 * third + 2, top, width - 2 * third - 2, below, (Pane.TABLES, Pane.CONSOLE)))
    return decks


def _top(height: int, network: int) -> int:
    return max(height * 2 // 5, min(network + 1, height * 11 // 20)) if network else height * 9 // 20


def _narrow(width: int, height: int, network: int) -> list[Deck]:
    top = min(_top(height, network), height - 6) if height > 12 else height // 2
    below = height - top
    network_deck = Deck(0, 0, width, top, (Pane.NETWORK,))
    if below < 24:
        return [network_deck, Deck(0, top, width, below, ORDER)]
    half = below // 2
    return [
        network_deck,
        Deck(0, top, width, half, (Pane.WHY,)),
        Deck(0, top + half, width, below - half, ORDER[1:]),
    ]
