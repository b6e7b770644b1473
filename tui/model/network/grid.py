"""The drawing of a network before it has coordinates: columns of devices, and the cables between two columns."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from sim.scenario.front import Cable, Device, End
from tui.model.network.topology import Topology, columns

LEFT, RIGHT = "left", "right"


class Item:
    """What takes room in a column: a device, or (``device`` is ``None``) a cable that ``passes`` between two of them.

    ``least`` is the height that it needs, ``place`` where it would best begin; it covers ``height`` rows from ``top``
    on. ``rows`` says at which of them each cable ends, by side and cable; ``uprights`` end above or beneath it.
    """

    def __init__(self, device: Device | None, column: int) -> None:
        self.device = device
        self.passes: tuple[Item, ...] = ()
        self.column = column
        self.least = self.height = 1
        self.place = 0.0
        self.top = 0
        self.strands: dict[str, list[Strand]] = {LEFT: [], RIGHT: []}
        self.uprights: list[Cable] = []
        self.rows: dict[tuple[str, str], int] = {}

    @property
    def middle(self) -> float:
        return self.top + (self.height - 1) / 2

    @property
    def bottom(self) -> int:
        return self.top + self.height - 1

    @property
    def inside(self) -> range:
        """The rows at which cables can end: within the frame, where there is one."""
        return range(self.top + 1, self.bottom) if self.height > 2 else range(self.top, self.top + 1)

    def neighbours(self) -> list["Item"]:
        """What it is joined to in other columns."""
        return [strand.other(self) for side in (LEFT, RIGHT) for strand in self.strands[side] if not strand.is_back]


class Strand(NamedTuple):
    """The part of a cable between two neighbouring columns, or (``is_back``) out of a column and back into it."""

    cable: Cable
    left: Item
    right: Item
    is_back: bool = False

    def other(self, item: Item) -> Item:
        return self.right if item is self.left else self.left

    def ends(self) -> tuple[tuple[Item, str], tuple[Item, str]]:
        """Both items, with the side of it that the strand ends on."""
        return (self.left, RIGHT), (self.right, RIGHT if self.is_back else LEFT)

    def row(self, item: Item, side: str) -> int:
        return item.rows[side, self.cable.name]


class Upright(NamedTuple):
    """A cable straight down from a device to the one beneath it."""

    cable: Cable
    upper: Item
    lower: Item


class Gap(NamedTuple):
    """The rows between two devices of a column, and between two that a cable joins: its packets stand in them."""

    plain: int
    joined: int = 3


class Grid:
    """``columns`` of items, ``channels`` of strands to the right of each, and the ``uprights`` within columns."""

    def __init__(self, network: Topology) -> None:
        devices = {device.name: device for device in network.devices}
        self.items: dict[str, Item] = {}
        self.columns: list[list[Item]] = []
        for index, names in enumerate(columns(network)):
            self.columns.append([])
            for name in names:
                item = self.items[name] = Item(devices[name], index)
                self.columns[index].append(item)
        self.channels: list[list[Strand]] = [[] for _ in self.columns]
        self.uprights: list[Upright] = []
        self.cables = network.cables
        for cable in sorted(network.cables, key=self._span):
            self._lay(cable)

    def _span(self, cable: Cable) -> int:
        return abs(self.items[cable.a[0]].column - self.items[cable.b[0]].column)

    def _lay(self, cable: Cable) -> None:
        a, b = self.items[cable.a[0]], self.items[cable.b[0]]
        if a.column == b.column:
            self._lay_within(cable, a, b)
            return
        left, right = (a, b) if a.column < b.column else (b, a)
        between = [self._passing(column, left, right) for column in range(left.column + 1, right.column)]
        chain = [left, *between, right]
        for one, other in itertools.pairwise(chain):
            self._string(Strand(cable, one, other))

    def _lay_within(self, cable: Cable, a: Item, b: Item) -> None:
        column = self.columns[a.column]
        upper, lower = sorted((a, b), key=column.index)
        is_free = not any((upper, lower) == (u.upper, u.lower) for u in self.uprights)
        if column.index(lower) - column.index(upper) == 1 and is_free:
            self.uprights.append(Upright(cable, upper, lower))
            upper.uprights.append(cable)
            lower.uprights.append(cable)
        else:
            self._string(Strand(cable, upper, lower, is_back=True))

    def _passing(self, column: int, left: Item, right: Item) -> Item:
        """A place in a column for a cable that passes through, about as high as its way from end to end is there."""
        item = Item(None, column)
        item.passes = (left, right)
        share = (column - left.column) / (right.column - left.column)
        a, b = (self._height_of(end) for end in (left, right))
        index = round((a + (b - a) * share) * len(self.columns[column]))
        self.columns[column].insert(index, item)
        return item

    def _height_of(self, item: Item) -> float:
        column = self.columns[item.column]
        return (column.index(item) + 0.5) / len(column)

    def _string(self, strand: Strand) -> None:
        self.channels[strand.left.column].append(strand)
        for item, side in strand.ends():
            item.strands[side].append(strand)

    def gap(self, upper: Item, lower: Item, gap: Gap) -> int:
        """The rows between two items."""
        if upper.passes or lower.passes:
            return min(gap.plain, 1)
        joined = any((upper, lower) == (u.upper, u.lower) for u in self.uprights)
        return gap.joined if joined else gap.plain

    def stack(self, column: Sequence[Item], gap: Gap) -> int:
        """The rows that a column needs."""
        gaps = sum(self.gap(a, b, gap) for a, b in itertools.pairwise(column))
        return sum(item.least for item in column) + gaps


def port_at(cable: Cable, item: Item) -> str:
    """The port that a cable is plugged into at an item; "" at one that it only passes."""
    if item.device is None:
        return ""
    ends: tuple[End, End] = (cable.a, cable.b)
    return next(port for node, port in ends if node == item.device.name)
