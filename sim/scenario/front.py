"""What is to be seen of a scenario before it runs: plain values, so that to read them loads nothing of what runs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.scenario.plan import NodePlan, Scenario

End = tuple[str, str]
"""A node, and the name of its port."""


class Device(NamedTuple):
    """A node: ``addresses`` has those of each port, written with their masks."""

    name: str
    kind: str
    addresses: Mapping[str, tuple[str, ...]] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of device that this one is: a switch with an IP stack is a router, too."""
        return (self.kind, "router") if self.kind == "switch" and self.addresses else (self.kind,)


class Cable(NamedTuple):
    """A link and its two ends."""

    name: str
    a: End
    b: End


class Opening(NamedTuple):
    """A note that is to be read before anything happens; ``number`` is its place among all notes, from 0."""

    number: int
    text: str
    title: str = ""


class Front(NamedTuple):
    """What a scenario is about, its network as it is planned, the notes at its start, what there is to warn of.

    ``views`` are the names of the views of features that may have something to show in it. ``noted`` is the number of
    all its notes, ``hints`` that of the hints of its lab, if it is one.
    """

    path: str
    title: str
    topics: tuple[str, ...]
    level: str
    goals: tuple[str, ...]
    description: str
    devices: tuple[Device, ...]
    cables: tuple[Cable, ...]
    layout: Mapping[str, tuple[int, int]]
    has_programs: bool
    notes: tuple[Opening, ...]
    warnings: tuple[str, ...]
    views: tuple[str, ...] = ()
    noted: int = 0
    hints: int | None = None


def front(scenario: "Scenario") -> Front:
    """The front of a scenario."""
    return Front(
        scenario.path,
        scenario.title,
        scenario.topics,
        scenario.level,
        scenario.goals,
        scenario.description,
        tuple(map(_device, scenario.nodes)),
        tuple(Cable(link.name, *link.ends) for link in scenario.links),
        scenario.layout,
        bool(scenario.programs),
        tuple(_openings(scenario)),
        tuple(map(str, scenario.warnings)),
        tuple(_views(scenario)),
        len(scenario.notes),
        None if scenario.lab is None else len(scenario.lab.hints),
    )


def _openings(scenario: "Scenario") -> "Iterator[Opening]":
    from sim.patterns.syntax import Moment  # noqa: PLC0415

    for index, note in enumerate(scenario.notes):
        if isinstance(note.moment, Moment) and note.moment.edge == "start":
            yield Opening(index, note.text, note.title)


def _views(scenario: "Scenario") -> "Iterator[str]":
    from sim import registry  # noqa: PLC0415 - who reads a front loads no features
    from sim.scenario.plan import IpNodePlan  # noqa: PLC0415

    settings = [node.settings for node in scenario.nodes if isinstance(node, IpNodePlan)]
    for feature in registry.features():
        yield from (view.name for view in feature.views if any(map(view.is_wanted, settings)))


def _device(node: "NodePlan") -> Device:
    from sim.scenario.plan import IpNodePlan  # noqa: PLC0415

    interfaces = node.interfaces if isinstance(node, IpNodePlan) else ()
    return Device(node.name, node.kind, {each.name: tuple(map(str, each.addresses)) for each in interfaces})
