"""The rows of a drawing: how high each box is and where it begins, and in which row each cable ends."""

from collections.abc import Sequence, Set
from itertools import pairwise

from tui.model.network.detail import Detail, inner, is_stacked
from tui.model.network.grid import LEFT, RIGHT, Gap, Grid, Item, Strand
from tui.model.network.topology import Topology

ROWS = ((3, (Gap(3), Gap(2), Gap(1), Gap(0))), (1, (Gap(1), Gap(0), Gap(0, 1))))
"""The height of a plain box and the gaps beneath it, from roomy to narrow."""


def set_least(grid: Grid, detail: Detail, rows: int) -> None:
    """Give each item the height that it needs, where a plain box has so many ``rows``."""
    for column in grid.columns:
        for item in column:
            ends = [len(item.strands[side]) for side in (LEFT, RIGHT)]
            if detail.address and item.device is not None and item.device.addresses:
                ends[0] += len(item.uprights) + len(inner(item))
            inside = sum(ends) if is_stacked(item, detail) else max(ends)
            item.least = 1 if item.device is None or (rows == 1 and inside <= 1) else max(inside, 1) + 2
            item.height = item.least


def needed_height(grid: Grid, gap: Gap) -> int:
    """The rows that the highest column takes, where each item has the height that it needs."""
    return max((grid.stack(column, gap) for column in grid.columns), default=0)


def set_rows(grid: Grid, detail: Detail, gap: Gap, height: int, network: Topology) -> None:
    """Give each item its rows, and each cable those at which it ends."""
    _spread(grid, gap, height, network)
    for _ in range(2):
        _stretch(grid, gap, height)
    _centre(grid, height)
    _end_strands(grid, detail, height)


def _spread(grid: Grid, gap: Gap, height: int, network: Topology) -> None:
    """Spread each column over the height, then move each device towards the middle of its neighbours."""
    for column in grid.columns:
        spare = height - grid.stack(column, gap)
        top = 0.0
        if network.is_laid_out:
            _settle(grid, column, _given(column, network, height), gap, height)
            continue
        for index, item in enumerate(column):
            item.place = top + spare * (index + 0.5) / len(column)
            if index + 1 < len(column):
                top += item.least + grid.gap(item, column[index + 1], gap)
    for sweep in range(0 if network.is_laid_out else 8):
        order = grid.columns if sweep % 2 == 0 else grid.columns[::-1]
        for column in order:
            wanted = [_wanted(item) for item in column]
            _settle(grid, column, wanted, gap, height)
    for column in grid.columns:
        for item in column:
            item.top = int(item.place + 0.49)


def _given(column: Sequence[Item], network: Topology, height: int) -> list[float]:
    """The middles that the scenario's rows mean; a cable that passes does so midway between its ends."""
    rows = [row for _, row in network.layout.values()]
    first, last = min(rows), max(rows)
    found: list[float] = []
    for item in column:
        ends = item.passes if item.device is None else (item,)
        wanted = 0.0
        for end in ends:
            assert end.device is not None, "cables pass between devices"
            share = (network.layout[end.device.name][1] - first) / (last - first) if first != last else 0.5
            wanted += share * (height - end.least) + (end.least - 1) / 2
        found.append(wanted / len(ends))
    return found


def _wanted(item: Item) -> float:
    middles = [other.place + (other.least - 1) / 2 for other in item.neighbours()]
    return sum(middles) / len(middles) if middles else item.place + (item.least - 1) / 2


def _settle(grid: Grid, column: Sequence[Item], middles: Sequence[float], gap: Gap, height: int) -> None:
    """Bring items as near to the wanted middles as their order and the height allow (isotonic regression)."""
    offsets = [0]
    for above, below in pairwise(column):
        offsets.append(offsets[-1] + above.least + grid.gap(above, below, gap))
    blocks: list[tuple[float, int]] = []
    for item, middle, offset in zip(column, middles, offsets, strict=True):
        mean, count = middle - (item.least - 1) / 2 - offset, 1
        while blocks and blocks[-1][0] > mean:
            above_mean, above_count = blocks.pop()
            mean = (mean * count + above_mean * above_count) / (count + above_count)
            count += above_count
        blocks.append((mean, count))
    room = height - offsets[-1] - column[-1].least if column else 0
    places = [mean for mean, count in blocks for _ in range(count)]
    for item, wanted, offset in zip(column, places, offsets, strict=True):
        item.place = offset + max(0.0, min(wanted, room))


def _stretch(grid: Grid, gap: Gap, height: int) -> None:
    """Let each device with several cables reach from its topmost neighbour to its lowest, as far as there is room."""
    for column in grid.columns:
        for index, item in enumerate(column):
            middles = [other.middle for other in item.neighbours()]
            if item.device is None or len(middles) < 2:
                continue
            top = min(item.top, int(min(middles)) - 1)
            bottom = max(item.bottom, int(max(middles) + 0.5) + 1)
            if index:
                above = column[index - 1]
                top = max(top, above.bottom + 1 + grid.gap(above, item, gap))
            if index + 1 < len(column):
                below = column[index + 1]
                bottom = min(bottom, below.top - 1 - grid.gap(item, below, gap))
            bottom = min(max(bottom, item.bottom), height - 1)
            item.top = max(min(top, item.top), 0)
            item.height = bottom - item.top + 1


def _centre(grid: Grid, height: int) -> None:
    items = [item for column in grid.columns for item in column]
    top, bottom = min((i.top for i in items), default=0), max((i.bottom for i in items), default=0)
    for item in items:
        item.top += (height - 1 - bottom - top) // 2


def _end_strands(grid: Grid, detail: Detail, height: int) -> None:
    for column in grid.columns:
        for item in column:
            _end_side(item, LEFT, frozenset(), detail)
            taken = {strand.row(item, LEFT) for strand in item.strands[LEFT]}
            _end_side(item, RIGHT, taken if is_stacked(item, detail) else frozenset(), detail)
    for channel in grid.channels:
        for strand in channel:
            if not strand.is_back:
                _straighten(strand, detail)
        _untangle(channel)
    for column in grid.columns:
        for above, item, below in zip([None, *column], column, [*column[1:], None], strict=False):
            _nudge(grid, item, above, below, height)


def _end_side(item: Item, side: str, taken: Set[int], detail: Detail) -> None:
    """Give each cable on one side of a box a row of its own, near to where it leads and in that order."""

    def wanted(strand: Strand) -> float:
        if side == RIGHT:
            return strand.other(item).middle
        # Of two addresses beneath each other the left one stands above, as one reads, where its cable allows it.
        is_free = is_stacked(item, detail) and len(strand.left.strands[LEFT]) == 0
        return strand.row(strand.left, RIGHT) - (0.6 if is_free else 0.0)

    strands = sorted(item.strands[side], key=wanted)
    free = [row for row in item.inside if row not in taken]
    places: list[int] = []
    for strand in strands:
        place = min(range(len(free)), key=lambda i: abs(free[i] - wanted(strand) + 0.01))
        places.append(max(place, places[-1] + 1) if places else place)
    limit = len(free) - 1
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - 1
    for strand, place in zip(strands, places, strict=True):
        item.rows[side, strand.cable.name] = free[place]


def _straighten(strand: Strand, detail: Detail) -> None:
    """Move one end of a cable to the row of the other, where that is free."""
    (left, left_side), (right, right_side) = strand.ends()
    for mover, side, row in (
        (right, right_side, strand.row(left, left_side)),
        (left, left_side, strand.row(right, right_side)),
    ):
        others = [each.row(mover, side) for each in mover.strands[side] if each is not strand]
        if is_stacked(mover, detail):
            opposite = LEFT if side == RIGHT else RIGHT
            others += [each.row(mover, opposite) for each in mover.strands[opposite]]
        own = strand.row(mover, side)
        passed = range(min(own, row), max(own, row) + 1)
        if row in mover.inside and not any(other in passed for other in others):
            mover.rows[side, strand.cable.name] = row
            return


def _untangle(channel: Sequence[Strand]) -> None:
    """Where each of two cables ends in the row in which the other begins, let one of them end elsewhere.

    However they bend, they would lie on top of each other.
    """
    ahead = [strand for strand in channel if not strand.is_back]
    begins: dict[int, list[Strand]] = {}
    for strand in ahead:
        begins.setdefault(strand.row(strand.left, RIGHT), []).append(strand)
    for one in ahead:
        for other in begins.get(one.row(one.right, LEFT), ()):
            swapped = one.row(one.left, RIGHT) == other.row(other.right, LEFT)
            swapped = swapped and other.row(other.left, RIGHT) == one.row(one.right, LEFT)
            if one is not other and swapped:
                taken = {*begins} | set(one.right.rows.values()) | set(other.right.rows.values())
                for strand in (one, other):
                    free = [row for row in strand.right.inside if row not in taken]
                    if free:
                        own = strand.row(strand.right, LEFT)
                        strand.right.rows[LEFT, strand.cable.name] = min(free, key=lambda row: abs(row - own))
                        break


def _nudge(grid: Grid, item: Item, above: Item | None, below: Item | None, height: int) -> None:
    """Move a device with a single cable to the row where that comes from, if nothing is in the way."""
    strands = item.strands[LEFT] + item.strands[RIGHT]
    if len(strands) != 1 or strands[0].is_back or any(item in (u.upper, u.lower) for u in grid.uprights):
        return
    strand = strands[0]
    side, far_side = (LEFT, RIGHT) if strand.right is item else (RIGHT, LEFT)
    shift = strand.row(strand.other(item), far_side) - strand.row(item, side)
    is_free = (above is None or item.top + shift > above.bottom) and (below is None or item.bottom + shift < below.top)
    if is_free and item.top + shift >= 0 and item.bottom + shift < height:
        item.top += shift
        item.rows[side, strand.cable.name] += shift
