"""Switches, by IEEE 802.1D 7.7 and 7.8 applied to the octets, and networkx for domains."""

from typing import Any

import networkx as nx

from sim.exam.question import Question
from tests.exam.octets import Wire
from tests.exam.oracles import Holds, oracle


def _table(wire: Wire, switch: str, n: int) -> dict[str, str]:
    """Port by MAC address: the source of every frame that reached the switch before record ``n``, the last one wins."""
    found = {}
    for frame in wire.frames:
        arrival = wire.run.arrival(frame.n)
        if frame.to_node == switch and arrival is not None and arrival < n:
            found[frame.src] = frame.to_port
    return found


def _ports(wire: Wire, switch: str) -> set[str]:
    return {port for ends in wire.run.names.links.values() for node, port in ends if node == switch}


@oracle("switching/ports-out")
def ports_out(question: Question, wire: Wire) -> Holds:
    """By the table that is printed with the question."""
    facts = question.facts
    rows = [line.split() for line in question.given if line.endswith(tuple("0123456789")) and "." in line]
    table = {mac.replace(".", ""): port for _, mac, _, port in rows}
    destination = str(facts["destination"]).replace(":", "")
    out = {table[destination]} if destination in table else _ports(wire, str(facts["switch"]))
    out -= {str(facts["port"])}
    return lambda value: value in out


@oracle("switching/entry-learned")
def entry_learned(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    return lambda value: (str(value[0]), value[1]) == (str(facts["source"]), facts["port"])


@oracle("switching/table-after")
def table_after(question: Question, wire: Wire) -> Holds:
    """By the MAC addresses of each station, of which a router has several."""
    known = _table(wire, str(question.facts["switch"]), question.moment)
    macs: dict[str, set[str]] = {}
    for line in question.given:
        macs.setdefault(line.split()[0], set()).add(line.split()[-1])
    return lambda value: bool(macs[value] & known.keys())


def _graph(wire: Wire, joining: tuple[str, ...]) -> Any:
    """A graph of links, with an edge where a device of these kinds joins two."""
    graph: Any = nx.Graph()
    graph.add_nodes_from(wire.run.names.links)
    for node in wire.run.of_kind(*joining):
        own = [name for name, ends in wire.run.names.links.items() if node in (ends[0][0], ends[1][0])]
        graph.add_edges_from((own[0], other) for other in own[1:])
    return graph


@oracle("switching/who-hears")
def who_hears(question: Question, wire: Wire) -> Holds:
    """Everybody with a link in the component of the only link that the frame can begin on by the text."""
    facts = question.facts
    start, *others = (
        name
        for name, ends in wire.run.names.links.items()
        if any(node == facts["sender"] and port == facts.get("interface", port) for node, port in ends)
    )
    assert not others, question.text.text()
    reached = nx.node_connected_component(_graph(wire, ("switch", "hub")), start)
    hearing = {node for link in reached for node, _ in wire.run.names.links[link]} - {question.facts["sender"]}
    return lambda value: value in hearing


@oracle("switching/domains")
def domains(question: Question, wire: Wire) -> Holds:
    counts = [nx.number_connected_components(_graph(wire, kinds)) for kinds in (("switch", "hub"), ("hub",))]
    return lambda value: counts[value[0]] == value[1]
