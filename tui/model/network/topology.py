"""The network as it is drawn: devices and cables, in columns from left to right."""

import itertools
from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sim.scenario.front import Cable, Device, Front

IP_KINDS = frozenset({"host", "router"})
"""The kinds of devices that have interfaces with addresses."""


class Topology(NamedTuple):
    """Devices in the order in which they are declared; ``layout`` gives column and row of some."""

    devices: tuple[Device, ...]
    cables: tuple[Cable, ...]
    layout: Mapping[str, tuple[int, int]] = {}

    @property
    def names(self) -> list[str]:
        return [device.name for device in self.devices]

    @property
    def is_laid_out(self) -> bool:
        """Whether each device has its column and row: an edit may bring a device that the layout does not know."""
        return bool(self.layout) and all(name in self.layout for name in self.names)


def topology(front: Front) -> Topology:
    """The devices and cables that a scenario plans."""
    return Topology(front.devices, front.cables, front.layout)


Columns = list[list[str]]


def columns(network: Topology) -> Columns:
    """The devices in columns, each from top to bottom: as the scenario lays them out, else as their cables suggest."""
    if network.is_laid_out:
        return _given(network)
    neighbours = _neighbours(network)
    merged: Columns = []
    for component in _components(network.names, neighbours):
        for index, column in enumerate(_ordered(_layered(component, neighbours), neighbours)):
            if index == len(merged):
                merged.append([])
            merged[index] += column
    return merged


def _given(network: Topology) -> Columns:
    layout = network.layout
    wanted = sorted({layout[name][0] for name in network.names})
    return [
        sorted((name for name in network.names if layout[name][0] == column), key=lambda name: layout[name][1])
        for column in wanted
    ]


Neighbours = Mapping[str, list[str]]


def _neighbours(network: Topology) -> Neighbours:
    found: dict[str, list[str]] = {name: [] for name in network.names}
    for cable in network.cables:
        a, b = cable.a[0], cable.b[0]
        if a != b and b not in found[a]:
            found[a].append(b)
            found[b].append(a)
    return found


def _components(names: Sequence[str], neighbours: Neighbours) -> Iterable[list[str]]:
    left = dict.fromkeys(names)
    while left:
        reached = _distances(next(iter(left)), neighbours, left)
        yield [name for name in left if name in reached]
        for name in reached:
            del left[name]


def _distances(start: str, neighbours: Neighbours, within: Iterable[str]) -> dict[str, int]:
    """The number of cables from ``start`` to each device that can be reached through those ``within``."""
    allowed = set(within)
    distance = {start: 0}
    queue = [start]
    for name in queue:
        for other in neighbours[name]:
            if other in allowed and other not in distance:
                distance[other] = distance[name] + 1
                queue.append(other)
    return distance


def _layered(names: list[str], neighbours: Neighbours) -> Columns:
    """The devices with several neighbours by their distance from one end; those with one beside their neighbour."""
    core = [name for name in names if len(neighbours[name]) > 1]
    if not core:
        return [[name] for name in names]
    distance = _distances(_end(core, names, neighbours), neighbours, core)
    last = max(distance.values())
    merged: Columns = [[] for _ in range(last + 3)]
    for name in core:
        merged[distance[name] + 1].append(name)
    for name in core:
        leaves = [other for other in neighbours[name] if len(neighbours[other]) == 1]
        column = distance[name] + 1
        if last == 0:
            half = len(leaves) // 2
            merged[0] += leaves[:half]
            merged[2] += leaves[half:]
            continue
        for leaf in leaves:
            if column == 1:
                merged[0].append(leaf)
            elif column == last + 1 or len(merged[column + 1]) <= len(merged[column - 1]):
                merged[column + 1].append(leaf)
            else:
                merged[column - 1].append(leaf)
    return [column for column in merged if column]


def _end(core: list[str], names: list[str], neighbours: Neighbours) -> str:
    """The device at one end of the longest way through the core; of several, the one nearest to the first declared."""

    def rank(name: str) -> int:
        return min(names.index(each) for each in (name, *neighbours[name]) if each == name or each not in core)

    reach = {name: max(_distances(name, neighbours, core).values()) for name in core}
    return min(core, key=lambda name: (-reach[name], rank(name)))


def _ordered(layers: Columns, neighbours: Neighbours) -> Columns:
    """The columns, each in the order in which the fewest cables cross: by the middle of what each is joined to."""
    best, fewest = layers, _crossings(layers, neighbours)
    current = [list(layer) for layer in layers]
    for sweep in range(6):
        forwards = sweep % 2 == 0
        indices = range(1, len(current)) if forwards else range(len(current) - 2, -1, -1)
        for index in indices:
            beside = _places(current[index - 1 if forwards else index + 1])
            current[index] = sorted(current[index], key=lambda name: _middle(name, beside, neighbours))
        crossings = _crossings(current, neighbours)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in current], crossings
    return best


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _middle(name: str, beside: Mapping[str, int], neighbours: Neighbours) -> float:
    places = [beside[other] for other in neighbours[name] if other in beside]
    return sum(places) / len(places) if places else len(beside) / 2


def _crossings(layers: Columns, neighbours: Neighbours) -> int:
    count = 0
    for left, right in itertools.pairwise(layers):
        place = _places(right)
        passed: list[int] = []
        for name in left:
            ends = sorted(place[other] for other in neighbours[name] if other in place)
            # Each cable crosses those from above that end further down.
            count += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return count
