"""Topologies as text, run on the bench, and what networkx says about the tree that they must come to.

A text has one item a line:

- ``bridge NAME IDENTIFIER LAN …``: the identifier is a MAC address as a number, or ``PRIORITY.NUMBER``. The LANs
  are those of its ports in order, each with a cost behind a colon where that matters; ``-`` leads nowhere.
- ``after N`` lets N seconds pass.
- ``NAME: …`` says what the ports then are: ``root``, ``desg``, ``altn`` or ``back``, with the first letters of their
  states (``fwd``, ``lrn``, ``lis``, ``blk``, ``dis``), and behind ``root`` the cost of the path.
- ``unplug NAME PORT``, ``plug NAME PORT LAN``, ``priority NAME N`` and ``remove NAME`` change things.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import networkx as nx

from sim.features.stp.bench import Bench
from sim.features.stp.tables import Mode, PortState, Role

if TYPE_CHECKING:
    Graph = nx.MultiGraph[Any]
    Ways = nx.DiGraph[Any]

ROLES = {"root": Role.ROOT, "desg": Role.DESIGNATED, "altn": Role.ALTERNATE, "back": Role.BACKUP, "off": Role.DISABLED}
STATES = {
    "fwd": PortState.FORWARDING,
    "lrn": PortState.LEARNING,
    "lis": PortState.LISTENING,
    "blk": PortState.BLOCKING,
    "dis": PortState.DISCARDING,
}


def play(text: str, mode: Mode, cost: int = 20_000) -> Bench:
    """Run a text, and compare what it says with what is so."""
    bench = Bench(mode, cost)
    for line in text.strip().splitlines():
        match line.split("#")[0].split():
            case ["bridge", name, identifier, *lans]:
                priority, _, address = identifier.rpartition(".")
                bench.add_bridge(name, int(address, 0), priority=int(priority or "32768"), ports=max(1, len(lans)))
                for port, lan in enumerate(lans, 1):
                    plug(bench, name, port, lan)
            case ["after", seconds]:
                bench.run(float(seconds))
            case ["unplug", name, port]:
                bench.disable(name, int(port))
            case ["plug", name, port, lan]:
                plug(bench, name, int(port), lan)
            case ["priority", name, priority]:
                bench.set_priority(name, int(priority))
            case ["remove", name]:
                bench.remove_bridge(name)
            case [name, *said]:
                assert [told(bench, name.rstrip(":"), port) for port in range(1, len(said) + 1)] == said, line
    return bench


def plug(bench: Bench, name: str, port: int, lan: str) -> None:
    where, _, cost = lan.partition(":")
    bench.connect(name, port, None if where == "-" else where, int(cost) if cost else None)


def told(bench: Bench, name: str, port: int) -> str:
    """A port in the words of the texts."""
    bridge = bench.bridges[name]
    role = next(word for word, role in ROLES.items() if role is bridge.role(port))
    if role == "off":
        return role
    state = next(word for word, state in STATES.items() if state is bridge.state(port))
    return f"{role}-{state}:{bridge.root_cost}" if role == "root" else f"{role}-{state}"


def assert_is_a_spanning_tree(bench: Bench) -> None:
    """For each part of the network: one root, the lowest; least costs; no loop; all that is joined is reached."""
    wires = graph(bench, (PortState.FORWARDING, PortState.LEARNING, PortState.LISTENING, PortState.BLOCKING))
    wires.add_edges_from(graph(bench, (PortState.DISCARDING,)).edges(data=True))
    forwarding = graph(bench, (PortState.FORWARDING,))
    for part in nx.connected_components(wires):
        bridges = [name for kind, name in part if kind == "bridge"]
        root = min(bridges, key=lambda name: bench.bridges[name].config.id)
        costs = least_costs(bench, wires, root)
        for name in bridges:
            bridge = bench.bridges[name]
            assert bridge.root == bench.bridges[root].config.id, name
            assert bridge.root_cost == costs["bridge", name], name
        tree = forwarding.subgraph(part)
        assert nx.is_forest(tree)
        lans = [node for node in part if wires.degree[node] > 0]
        assert len(lans) < 2 or nx.is_connected(tree.subgraph(lans))


def graph(bench: Bench, states: Iterable[PortState]) -> "Graph":
    """Bridges and LANs, joined by the ports in some of these states."""
    found: Graph = nx.MultiGraph()
    for name, bridge in bench.bridges.items():
        found.add_node(("bridge", name))
        for port, lan in bridge.lans.items():
            if bridge.enabled[port] and bridge.rows[port].state in states:
                found.add_edge(("bridge", name), ("lan", lan), cost=bridge.ports[port].cost)
    return found


def least_costs(bench: Bench, wires: "Graph", root: object) -> dict[Any, float]:
    """The cost of the best path from each bridge: a port counts where a frame from the root comes in (17.5)."""
    ways: Ways = nx.DiGraph()
    ways.add_nodes_from(wires)
    cost: Any
    for node, other, cost in wires.edges(data="cost"):
        bridge, lan = (node, other) if node[0] == "bridge" else (other, node)
        ways.add_edge(bridge, lan, cost=0)
        best = min(cost, ways.edges[lan, bridge]["cost"]) if ways.has_edge(lan, bridge) else cost
        ways.add_edge(lan, bridge, cost=best)
    return nx.single_source_dijkstra_path_length(ways, ("bridge", root), weight="cost")
