"""Where devices and cables are drawn: columns from left to right, cables along rows and columns of cells.

A device's box grows until the cables to its neighbours can be straight; a cable that cannot be straight bends once.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from sim.scenario.front import Cable, Device
from tui.model.network.detail import DETAILS, PLAINEST, Detail, addresses, is_stacked, port_name, port_names, written
from tui.model.network.grid import LEFT, RIGHT, Gap, Grid, Item, Strand, port_at
from tui.model.network.heights import ROWS, needed_height, set_least, set_rows
from tui.model.network.topology import Topology

Point = tuple[int, int]


_WIDEST_CHANNEL = 40


class Plot(NamedTuple):
    """A device's box, without a frame where it is one row high. ``labels``: row, side and text of addresses in it."""

    device: Device
    x: int
    y: int
    width: int
    height: int
    labels: tuple[tuple[int, str, str], ...]


class Way(NamedTuple):
    """A cable's corners, from its end ``a`` to its end ``b``, and what is written at the ends."""

    cable: Cable
    points: tuple[Point, ...]
    a_label: str
    b_label: str
    rises: bool = False
    """Whether it goes straight up from ``a`` to ``b``: where it has one cell, the corners do not tell."""


class Drawing(NamedTuple):
    """Everything in its place, in cells from the top left."""

    width: int
    height: int
    plots: tuple[Plot, ...]
    ways: tuple[Way, ...]


def place(network: Topology, width: int, height: int) -> Drawing:
    """The drawing with the most detail that fits into the room; the plainest, larger than the room, where none does."""
    grid = Grid(network)
    # A device takes a row at least: nothing can be found for a network of a thousand.
    may_fit = max(map(len, grid.columns), default=0) <= height
    for detail, gap in _fitting(grid, width, height) if may_fit else ():
        set_rows(grid, detail, gap, height, network)
        plotter = _Plotter(grid, detail, width)
        if plotter.width <= width:
            return plotter.drawing(height)
    rows, gaps = ROWS[-1]
    set_least(grid, PLAINEST, rows)
    height = max(height, needed_height(grid, gaps[-1]))
    set_rows(grid, PLAINEST, gaps[-1], height, network)
    return _Plotter(grid, PLAINEST, width).drawing(height)


def _fitting(grid: Grid, width: int, height: int) -> Iterator[tuple[Detail, Gap]]:
    """The details that fit if few cables bend, from the most on, each with the widest gap; the items have the heights
    that they need for it.

    Of drawings that write the same, one with boxes comes before one with longer cables.
    """
    for _, alike in groupby(DETAILS, lambda detail: (detail.address, detail.ports, detail.prefixes)):
        details = tuple(alike)
        for rows, gaps in ROWS:
            for detail in details:
                set_least(grid, detail, rows)
                gap = next((gap for gap in gaps if needed_height(grid, gap) <= height), None)
                if gap is not None and _width(grid, detail) <= width:
                    yield detail, gap


def comfortable_height(network: Topology) -> int:
    """The rows in which the network can be drawn without crowding."""
    grid = Grid(network)
    set_least(grid, DETAILS[0], 3)
    return needed_height(grid, Gap(1))


def _width(grid: Grid, detail: Detail) -> int:
    boxes = sum(max((_box_width(item, detail) for item in column), default=0) for column in grid.columns)
    return boxes + sum(_channel_width(grid, index, detail) for index in range(len(grid.columns)))


def _box_width(item: Item, detail: Detail) -> int:
    device = item.device
    if device is None:
        return 1
    left, right = (max(map(len, addresses(item, side, detail)), default=0) for side in (LEFT, RIGHT))
    name = len(device.name)
    if item.least == 1:
        return name + left + right + (left > 0) + (right > 0) + 2
    kind = len(device.kind) if detail.address == "full" and device.kind != "host" else 0
    texts = max(left, right) if is_stacked(item, detail) else left + right + 2 * (left > 0 and right > 0)
    return max(name + 4, kind + 4, texts + 4)


def _channel_width(grid: Grid, index: int, detail: Detail) -> int:
    """The cells that are needed between a column and the next, or behind the last."""
    strands = grid.channels[index]
    beside = 8 if any(u.upper.column == index for u in grid.uprights) else 0
    if index == len(grid.columns) - 1:
        return max(detail.channel if strands else 0, beside)
    labels = [sum(map(len, port_names(strand, detail))) for strand in strands]
    bends = sum(1 for strand in strands if strand.is_back)
    return max(detail.channel, detail.wire + max(labels, default=0) + bends)


class _Plotter:
    """Gives columns of the grid their cells and draws the cables between them."""

    def __init__(self, grid: Grid, detail: Detail, width: int) -> None:
        self.grid = grid
        self.detail = detail
        self.widths = [max((_box_width(i, detail) for i in column), default=0) for column in grid.columns]
        self.layers = [_layers(channel) for channel in grid.channels]
        channels = [_channel_width(grid, index, detail) for index in range(len(grid.columns))]
        spare = width - sum(self.widths) - sum(channels)
        for index, channel in enumerate(channels):
            lacking = max(0, self._bent_width(index) - channel)
            # A drawing with long cables that fits is not made larger than the room for the sake of their bends.
            channels[index] += lacking if detail.tight else min(lacking, max(0, spare))
            spare -= lacking
        spare = max(0, width - sum(self.widths) - sum(channels))
        between = len(channels) - 1
        extra = min(spare // between, max(0, _WIDEST_CHANNEL - detail.channel)) if between else 0
        self.channels = [channel + extra for channel in channels[:-1]] + channels[-1:]
        self.width = max(width, sum(self.widths) + sum(self.channels))
        x = (self.width - sum(self.widths) - sum(self.channels)) // 2
        self.lefts: list[int] = []
        for box, channel in zip(self.widths, self.channels, strict=True):
            self.lefts.append(x)
            x += box + channel

    def drawing(self, height: int) -> Drawing:
        plots = tuple(self._plot(item, item.device) for item in self.grid.items.values() if item.device is not None)
        points: dict[str, list[list[Point]]] = {}
        for index, channel in enumerate(self.grid.channels):
            tracks = self._tracks(index, channel)
            for strand in channel:
                points.setdefault(strand.cable.name, []).append(self._strand(strand, tracks))
        ways = [self._way(cable, points[cable.name]) for cable in self.grid.cables if cable.name in points]
        for cable, upper, lower in self.grid.uprights:
            x = self._middle(upper)
            down: tuple[Point, ...] = ((x, upper.bottom + 1), (x, lower.top - 1))
            names = (port_name(cable, upper, self.detail), port_name(cable, lower, self.detail))
            is_down = upper.device is not None and cable.a[0] == upper.device.name
            ways.append(Way(cable, down, *names) if is_down else Way(cable, down[::-1], *names[::-1], rises=True))
        return Drawing(self.width, height, plots, tuple(ways))

    def _box(self, item: Item) -> tuple[int, int]:
        """The first cell and the width of an item; what passes through fills its column as a device does."""
        return self.lefts[item.column], self.widths[item.column]

    def _middle(self, item: Item) -> int:
        left, width = self._box(item)
        return left + width // 2

    def _plot(self, item: Item, device: Device) -> Plot:
        labels = []
        for side in (LEFT, RIGHT):
            for strand in item.strands[side]:
                text = written(device, port_at(strand.cable, item), self.detail)
                if text:
                    labels.append((strand.row(item, side), side, text))
        taken = {row for row, side, _ in labels if side == LEFT or is_stacked(item, self.detail)}
        free = [row for row in item.inside if row not in taken]
        others = addresses(item, LEFT, self.detail)[len(item.strands[LEFT]) :]
        labels += [(row, LEFT, text) for row, text in zip(free, filter(None, others), strict=False)]
        left, width = self._box(item)
        return Plot(device, left, item.top, width, item.height, tuple(labels))

    def _tracks(self, index: int, channel: Sequence[Strand]) -> dict[str, int]:
        """The column of cells in which each cable that is not straight bends; no two lie on each other."""
        before, behind = self._beside_bends(channel)
        left = self.lefts[index] + self.widths[index] + before
        right = self.lefts[index] + self.widths[index] + self.channels[index] - 1 - behind
        layers = self.layers[index]
        apart = 2 if (max(layers.values(), default=0) + 1) * 2 <= right - left else 1
        return {name: max(left, right - apart * layer) for name, layer in layers.items()}

    def _beside_bends(self, channel: Sequence[Strand]) -> tuple[int, int]:
        """The cells that names take at the left and at the right of a channel, with what stays bare beside them."""
        names = [port_names(strand, self.detail) for strand in channel]
        # Both names of a cable that comes back stand at the left.
        pairs = [
            (max(pair, key=len), "") if strand.is_back else pair for strand, pair in zip(channel, names, strict=True)
        ]
        bare = 0 if self.detail.tight else 1
        left, right = (max((len(pair[side]) for pair in pairs), default=0) for side in (0, 1))
        return left + bare, right + bare

    def _bent_width(self, index: int) -> int:
        """The cells that a channel needs for each of its bends to have a column."""
        layers = self.layers[index]
        return sum(self._beside_bends(self.grid.channels[index])) + max(layers.values()) + 1 if layers else 0

    def _strand(self, strand: Strand, tracks: dict[str, int]) -> list[Point]:
        (left, left_side), (right, right_side) = strand.ends()
        x, width = self._box(left)
        begin = (x + width, strand.row(left, left_side))
        if strand.is_back:
            end = (x + width, strand.row(right, right_side))
        else:
            end = (self._box(right)[0] - 1, strand.row(right, right_side))
        if strand.cable.name not in tracks:
            return [begin, end]
        track = tracks[strand.cable.name]
        return [begin, (track, begin[1]), (track, end[1]), end]

    def _way(self, cable: Cable, parts: list[list[Point]]) -> Way:
        points = [point for part in parts for point in part]
        strands = [s for channel in self.grid.channels for s in channel if s.cable is cable]
        first = port_names(strands[0], self.detail)[0]
        last = port_names(strands[-1], self.detail)[1]
        device = strands[0].left.device
        if device is not None and device.name == cable.a[0]:
            return Way(cable, tuple(points), first, last)
        return Way(cable, tuple(reversed(points)), last, first)


def _layers(channel: Sequence[Strand]) -> dict[str, int]:
    """Of each cable that bends, how many columns its bend is from the right: those that do not meet can share one."""
    bent = [s for s in channel if s.is_back or s.row(s.left, RIGHT) != s.row(s.right, LEFT)]
    layers: dict[str, int] = {}
    placed: list[tuple[int, int, int]] = []
    for strand in reversed(_side_by_side(bent)):
        top, bottom = sorted(strand.row(item, side) for item, side in strand.ends())
        layer = max((at + 1 for at, first, last in placed if first <= bottom and last >= top), default=0)
        placed.append((layer, top, bottom))
        layers[strand.cable.name] = layer
    return layers


def _side_by_side(strands: Sequence[Strand]) -> list[Strand]:
    """Bent cables in the order, from the left, in which their bends cross the fewest others and cover none.

    Where one comes in at the left on the row on which another goes out at the right, it has to bend first.
    """

    def preference(strand: Strand) -> tuple[bool, int]:
        (left, left_side), (right, right_side) = strand.ends()
        begin, end = strand.row(left, left_side), strand.row(right, right_side)
        return (end < begin, begin if end < begin else -begin)

    left_over = sorted(strands, key=preference)
    order: list[Strand] = []
    while left_over:
        free = (s for s in left_over if not any(_bends_first(other, s) for other in left_over if other is not s))
        order.append(next(free, left_over[0]))
        left_over.remove(order[-1])
    return order


def _bends_first(one: Strand, other: Strand) -> bool:
    if other.is_back:
        return False
    begins = {one.row(one.left, RIGHT)} | ({one.row(one.right, RIGHT)} if one.is_back else set())
    return other.row(other.right, LEFT) in begins


def turns(points: Sequence[Point]) -> list[Point]:
    """The points of a way without those that it passes straight through."""
    kept = [points[0]]
    distinct = [point for point, _ in groupby(points)]
    for before, here, after in zip(distinct, distinct[1:], distinct[2:], strict=False):
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1]):
            kept.append(here)
    return [*kept, points[-1]]


def runs(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The straight pieces of a way, in its direction."""
    return list(pairwise(turns(points)))


def longest(way: Way) -> tuple[Point, Point]:
    """The piece of a way on which there is most room to write: the longest level one, else the longest."""
    return max(runs(way.points), key=lambda run: (abs(run[0][0] - run[1][0]), abs(run[0][1] - run[1][1])))


def middle(way: Way) -> Point:
    """The cell in the middle of that piece."""
    (x1, y1), (x2, y2) = longest(way)
    return (x1 + x2) // 2, (y1 + y2) // 2
