"""Spanning tree, by IEEE 802.1D-2004 17.6 and 17.7 from the lines that are printed with the question, with networkx."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import networkx as nx

from sim.exam.question import Question
from tests.exam.octets import Wire
from tests.exam.oracles import Holds, oracle

_BRIDGE = re.compile(r"(\S+) +priority (\d+) +MAC ([0-9a-f:]+)")
_LINK = re.compile(r"(\S+):(\d+) -- (\S+):(\d+) +cost (\d+)")

End = tuple[str, int]


class Tree(NamedTuple):
    """``cost`` is that to the root by switch; the link of each port that blocks stands under its name."""

    root: str
    cost: Mapping[str, int]
    root_port: dict[str, int]
    role: dict[End, str]
    blocked: set[str]


def _bridges(question: Question) -> dict[str, tuple[int, str]]:
    found = (_BRIDGE.fullmatch(line) for line in question.given)
    return {told[1]: (int(told[2]), told[3]) for told in found if told is not None}


def _tree(question: Question) -> Tree:
    bridges = _bridges(question)
    root = min(bridges, key=lambda name: bridges[name])
    links = []
    graph: Any = nx.MultiGraph()
    for line in question.given:
        told = _LINK.fullmatch(line)
        if told is not None:
            a, b, cost = (told[1], int(told[2])), (told[3], int(told[4])), int(told[5])
            links.append((a, b, cost))
            graph.add_edge(a[0], b[0], weight=cost)
    distance: Mapping[str, Any] = nx.single_source_dijkstra_path_length(graph, root)
    root_port = {}
    for switch in bridges:
        offers = []
        for a, b, cost in links:
            for own, other in ((a, b), (b, a)):
                if own[0] == switch:
                    offers.append((distance[other[0]] + cost, bridges[other[0]], other[1], own[1]))
        if switch != root:
            root_port[switch] = min(offers)[3]
    role: dict[End, str] = {}
    blocked = set()
    for a, b, _ in links:
        designated = min((a, b), key=lambda end: (distance[end[0]], bridges[end[0]], end[1]))
        for end in (a, b):
            if root_port.get(end[0]) == end[1]:
                role[end] = "root"
            else:
                role[end] = "designated" if end == designated else "alternate"
        if "alternate" in (role[a], role[b]):
            blocked.add(f"{a[0]}:{a[1]} -- {b[0]}:{b[1]}")
    # What forwards is a tree that spans all switches: networkx tells.
    kept: Any = nx.Graph((a[0], b[0]) for a, b, _ in links if f"{a[0]}:{a[1]} -- {b[0]}:{b[1]}" not in blocked)
    assert nx.is_tree(kept)
    assert set(kept) == set(bridges)
    return Tree(root, distance, root_port, role, blocked)


@oracle("stp/root-bridge")
def root_bridge(question: Question, wire: Wire) -> Holds:
    """The lowest priority, then the lowest MAC address, as numbers."""
    bridges = _bridges(question)
    truth = min(bridges, key=lambda name: (bridges[name][0], int(bridges[name][1].replace(":", ""), 16)))
    return lambda value: value == truth


@oracle("stp/next-root")
def next_root(question: Question, wire: Wire) -> Holds:
    bridges = _bridges(question)
    del bridges[question.facts["root"]]
    return lambda value: value == min(bridges, key=lambda name: bridges[name])


@oracle("stp/path-cost")
def path_cost(question: Question, wire: Wire) -> Holds:
    tree = _tree(question)
    assert tree.root == question.facts["root"]
    return lambda value: value == tree.cost[question.facts["switch"]]


@oracle("stp/root-port")
def root_port(question: Question, wire: Wire) -> Holds:
    return lambda value: value == str(_tree(question).root_port[question.facts["switch"]])


@oracle("stp/port-role")
def port_role(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    return lambda value: value == _tree(question).role[facts["switch"], int(facts["port"])]


@oracle("stp/blocked-link")
def blocked_link(question: Question, wire: Wire) -> Holds:
    return lambda value: value in _tree(question).blocked


@oracle("stp/bpdu-fields")
def bpdu_fields(question: Question, wire: Wire) -> Holds:
    """The octets by their places (9.3.1), behind 14 of Ethernet, 3 of LLC; and the tree of the lines agrees."""
    facts = question.facts
    ports = (f for f in wire.since(question.moment) if (f.node, f.port) == (facts["switch"], str(facts["port"])))
    body = next(f.octets[17:] for f in ports if f.octets[:6] == b"\x01\x80\xc2\x00\x00\x00")
    root, cost, bridge = body[7:13].hex(":"), int.from_bytes(body[13:17], "big"), body[19:25].hex(":")
    tree, bridges = _tree(question), _bridges(question)
    switch = question.facts["switch"]
    assert (root, cost, bridge) == (bridges[tree.root][1], tree.cost[switch], bridges[switch][1])
    return lambda value: str(value[1]) == str((root, cost, bridge)[value[0]])


@oracle("stp/state-after")
def state_after(question: Question, wire: Wire) -> Holds:
    """802.1D-1998 8.4: a forward delay in listening, another one in learning."""
    delay, after = question.facts["delay"].facts["ns"], question.facts["after"].facts["ns"]
    truth = ("listening", "learning")[after // delay] if after < 2 * delay else "forwarding"
    return lambda value: value == truth
