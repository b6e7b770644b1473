"""Why a port has its role: which vector beat which, and by which of its parts (IEEE 802.1D-2004 17.6)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.features.stp import rules
from sim.features.stp.pdu import BridgeId, PortId
from sim.features.stp.vector import Vector
from sim.why import Rule, Why


class RootPath(NamedTuple):
    """A root path priority vector, with its fifth part: the identifier of the port that has it."""

    vector: Vector
    port_id: PortId
    port: str


class Held(NamedTuple):
    """A port, the vector that this bridge can offer there, and the one that the port has heard."""

    port: str
    own: Vector
    heard: Vector


def first_difference(one: Vector, other: Vector) -> int | None:
    """Which part of two vectors differs first; ``None`` where none does."""
    return next((place for place in range(4) if one[place] != other[place]), None)


def why_root(own: BridgeId, best: RootPath) -> Why:
    """Why another bridge is the root."""
    return Why(rules.OTHER_ROOT, root=best.vector.root, own=own, port=best.port, cost=best.vector.cost)


_ROOT_PORT: Mapping[int, Rule] = {
    0: rules.ROOT_PORT_BY_ROOT,
    1: rules.ROOT_PORT_BY_COST,
    2: rules.ROOT_PORT_BY_BRIDGE,
    3: rules.ROOT_PORT_BY_PORT,
}


def why_root_port(paths: Sequence[RootPath]) -> Why:
    """Why the first of these is the root port, and not the second."""
    best = paths[0]
    name, vector = best.port, best.vector
    if len(paths) == 1:
        return Why(rules.ROOT_PORT_ONLY, port=name, root=vector.root, cost=vector.cost)
    other = paths[1]
    facts = {"port": name, "other_port": other.port, "root": vector.root, "cost": vector.cost, "bridge": vector.bridge}
    difference = first_difference(vector, other.vector)
    if difference is None:
        return Why(rules.ROOT_PORT_BY_OWN_PORT, port_id=best.port_id, other_id=other.port_id, **facts)
    facts |= {"other_root": other.vector.root, "other_cost": other.vector.cost, "other_bridge": other.vector.bridge}
    return Why(_ROOT_PORT[difference], port_id=vector.port, other_id=other.vector.port, **facts)


_BLOCKED: Mapping[int, Rule] = {
    0: rules.ALTERNATE_BY_ROOT,
    1: rules.ALTERNATE_BY_COST,
    2: rules.ALTERNATE_BY_BRIDGE,
}


def why_blocked(held: Held, ports: Mapping[int, str]) -> Why:
    """Why a port blocks: what was heard there goes before what this bridge offers. ``ports`` by their numbers."""
    port, own, heard = held
    if heard.bridge.address == own.bridge.address:
        number = heard.port.number
        return Why(rules.BACKUP, port=port, other_port=ports.get(number, str(number)))
    difference = first_difference(heard, own)
    return Why(
        _BLOCKED[2 if difference is None else min(difference, 2)],
        port=port,
        bridge=heard.bridge,
        own=own.bridge,
        cost=heard.cost,
        own_cost=own.cost,
        root=heard.root,
        own_root=own.root,
    )


def why_designated(held: Held, is_root: bool) -> Why:
    """Why a port serves its link: what this bridge offers there goes before what was heard."""
    port, own, heard = held
    if is_root:
        return Why(rules.DESIGNATED_OF_ROOT, port=port)
    difference = first_difference(own, heard)
    facts = {"port": port, "bridge": heard.bridge, "own": own.bridge, "cost": own.cost, "other_cost": heard.cost}
    if difference == 0:
        return Why(rules.DESIGNATED_BY_ROOT, root=own.root, other_root=heard.root, **facts)
    return Why(rules.DESIGNATED_BY_COST if difference == 1 else rules.DESIGNATED_BY_BRIDGE, **facts)
