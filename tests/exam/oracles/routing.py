"""Routes and the ways of datagrams: networkx and ``ipaddress`` over the tables and the octets."""

import ipaddress
from typing import Any

import networkx as nx

from sim.exam.question import Question
from tests.exam.octets import Datagram, Frame, Wire
from tests.exam.oracles import Holds, oracle


def _lookup(wire: Wire, router: str, destination: Any, n: int) -> Any:
    """The row of the longest prefix, by ``ipaddress``; ``None`` where none holds the destination."""
    address = ipaddress.IPv4Address(str(destination))
    rows = [row for row in wire.run.table(router, "route", n).values() if row.active]
    matching = [row for row in rows if address in ipaddress.IPv4Network(str(row.prefix))]
    return max(matching, key=lambda row: row.prefix.length, default=None)


def _owner(wire: Wire, address: object) -> str | None:
    return next(
        (
            node
            for node in wire.run.of_kind("host", "router")
            for row in wire.interfaces(node)
            for own in row.addresses
            if str(own.address) == str(address)
        ),
        None,
    )


def _graph(wire: Wire) -> Any:
    graph: Any = nx.Graph()
    for (a, _), (b, _) in wire.run.names.links.values():
        graph.add_edge(a, b)
    return graph


@oracle("routing/longest-prefix")
def longest_prefix(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    row = _lookup(wire, str(facts["router"]), facts["destination"], question.moment + 1)
    return lambda value: str(value) == str(row.next_hop)


@oracle("routing/next-device")
def next_device(question: Question, wire: Wire) -> Holds:
    """The owner of the next hop by the table, or of the destination where it is on the link."""
    facts = question.facts
    row = _lookup(wire, str(facts["router"]), facts["destination"], question.moment + 1)
    truth = _owner(wire, row.next_hop or facts["destination"])
    return lambda value: value == truth


@oracle("routing/path")
def path(question: Question, wire: Wire) -> Holds:
    """From table to table by ``ipaddress``, and from hop to hop by networkx; each order is of places."""
    facts = question.facts
    node, target = str(facts["sender"]), facts["destination"]
    visited: list[str] = []
    while _owner(wire, target) != node:
        row = _lookup(wire, node, target, question.moment)
        following = _owner(wire, row.next_hop or target)
        visited += nx.shortest_path(_graph(wire), node, following)[1:]
        node = str(following)
    names = {option.value: option.text.text() for option in question.options}
    return lambda order: [names[place] for place in order] == visited


def walked(wire: Wire, start: str, datagram: Datagram, n: int) -> tuple[str, str]:
    """Where a datagram ends, and why: from table to table, by RFC 1812 5.2.1 (route, time to live, MTU)."""
    node, ttl, target = start, datagram.ttl, datagram.dst
    first = True
    while True:
        if _owner(wire, target) == node:
            return node, "delivered"
        row = _lookup(wire, node, target, n)
        if row is None:
            return node, "route.none"
        if not first:
            ttl -= 1
            if ttl < 1:
                return node, "ipv4.ttl-expired"
        port = row.port or _lookup(wire, node, row.next_hop, n).port
        link = next(name for name, ends in wire.run.names.links.items() if (node, port) in ends)
        if datagram.total_length > wire.run.links[link].mtu and datagram.dont_fragment:
            return node, "ipv4.fragmentation-needed"
        following = _owner(wire, row.next_hop or target)
        if following is None:
            return node, "arp.no-answer"
        node, first = following, False


@oracle("routing/where-dropped")
def where_dropped(question: Question, wire: Wire) -> Holds:
    frame: Frame = wire.frame(question.moment)
    assert frame.ip is not None
    node, _ = walked(wire, frame.node, frame.ip, question.moment)
    return lambda value: value == node


@oracle("routing/why-dropped")
def why_dropped(question: Question, wire: Wire) -> Holds:
    frame: Frame = wire.frame(question.moment)
    assert frame.ip is not None
    node, reason = walked(wire, frame.node, frame.ip, question.moment)
    assert node == question.facts["node"]
    return lambda value: value == reason
