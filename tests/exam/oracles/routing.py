"""Routes and the ways of datagrams: networkx and ``ipaddress`` over the tables and the octets."""

import ipaddress
from typing import Any, NamedTuple

import networkx as nx

from sim.exam.question import Question
from tests.exam.octets import Datagram, Frame, Wire
from tests.exam.oracles import Holds, oracle


def _lookup(wire: Wire, router: str, destination: Any, n: int) -> list[Any]:
    """The rows of the longest prefix, by ``ipaddress``; several where routes are equal."""
    address = ipaddress.IPv4Address(str(destination))
    rows = [row for row in wire.run.table(router, "route", n).values() if row.active]
    matching = [row for row in rows if address in ipaddress.IPv4Network(str(row.prefix))]
    longest = max((row.prefix.length for row in matching), default=0)
    return [row for row in matching if row.prefix.length == longest]


def _owner(wire: Wire, address: object, n: int) -> str | None:
    return next(
        (
            node
            for node in wire.run.of_kind("host", "router")
            for row in wire.interfaces(node, n)
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
    (row,) = _lookup(wire, str(facts["router"]), facts["destination"], question.moment + 1)
    return lambda value: str(value) == str(row.next_hop)


@oracle("routing/next-device")
def next_device(question: Question, wire: Wire) -> Holds:
    """The owner of the next hop by the table, or of the destination where it is on the link."""
    facts = question.facts
    (row,) = _lookup(wire, str(facts["router"]), facts["destination"], question.moment + 1)
    truth = _owner(wire, row.next_hop or facts["destination"], question.moment)
    return lambda value: value == truth


@oracle("routing/path")
def path(question: Question, wire: Wire) -> Holds:
    """From table to table by ``ipaddress``, and from hop to hop by networkx; each order is of places."""
    facts = question.facts
    node, target = str(facts["sender"]), facts["destination"]
    visited: list[str] = []
    while _owner(wire, target, question.moment) != node:
        (row,) = _lookup(wire, node, target, question.moment)
        following = _owner(wire, row.next_hop or target, question.moment)
        visited += nx.shortest_path(_graph(wire), node, following)[1:]
        node = str(following)
    names = {option.value: option.text.text() for option in question.options}
    return lambda order: [names[place] for place in order] == visited


class End(NamedTuple):
    """Where a datagram ends, and why; ``link`` is the one that it would have gone on by."""

    node: str
    reason: str
    link: str = ""


def ends(wire: Wire, start: str, datagram: Datagram, n: int, ttl: int | None = None) -> set[End]:
    """Where a datagram can end: from table to table, by RFC 1812 5.2.1 (route, time to live, MTU).

    There are several where routes are equal. ``ttl`` is that of another datagram alike.
    """
    found: set[End] = set()
    waiting = [(start, datagram.ttl if ttl is None else ttl, True)]
    while waiting:
        node, left, is_first = waiting.pop()
        rows = _lookup(wire, node, datagram.dst, n)
        if _owner(wire, datagram.dst, n) == node:
            found.add(End(node, "delivered"))
        elif not rows:
            found.add(End(node, "route.none"))
        elif any(row.kind != "unicast" for row in rows):
            found.update(End(node, f"route.{row.kind}") for row in rows)
        elif not is_first and left <= 1:
            found.add(End(node, "ipv4.ttl-expired"))
        else:
            for row in rows:
                port = row.port or _lookup(wire, node, row.next_hop, n)[0].port
                link = next(name for name, pair in wire.run.names.links.items() if (node, port) in pair)
                following = _owner(wire, row.next_hop or datagram.dst, n)
                if datagram.total_length > wire.run.links[link].mtu and datagram.dont_fragment:
                    found.add(End(node, "ipv4.fragmentation-needed", link))
                elif following is None:
                    found.add(End(node, "arp.no-answer", link))
                else:
                    waiting.append((following, left - (not is_first), False))
    return found


@oracle("routing/where-dropped")
def where_dropped(question: Question, wire: Wire) -> Holds:
    frame: Frame = wire.frame(question.moment)
    assert frame.ip is not None
    (end,) = ends(wire, frame.node, frame.ip, question.moment)
    return lambda value: value == end.node


@oracle("routing/why-dropped")
def why_dropped(question: Question, wire: Wire) -> Holds:
    """The question tells where."""
    frame: Frame = wire.frame(question.moment)
    assert frame.ip is not None
    (end,) = (each for each in ends(wire, frame.node, frame.ip, question.moment) if each.node == question.facts["node"])
    return lambda value: value == end.reason
