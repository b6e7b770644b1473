"""What templates of several topics look for in a run: the ways of datagrams, names of MAC addresses, connections."""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sim.addresses import LIMITED_BROADCAST, IPv4Address, MacAddress
from sim.bridge.vlans.tables import VLAN_TABLE
from sim.exam.run import Flight, Run
from sim.ip.ipv4.pdu import IPv4
from sim.ip.routes.machine import TABLE as ROUTES
from sim.quantities import seconds
from sim.trace.records import Kind as Happened
from sim.transport.tcp.machine.rows import CONNECTIONS, Endpoints
from sim.transport.tcp.pdu import ACK, SYN, Tcp

Journey = tuple[Flight, ...]
"""The same datagram on each link that it crosses, in order."""


def journeys(run: Run) -> tuple[Journey, ...]:
    """The ways of all unicast datagrams that a host or router sends of its own, whole or as fragments."""
    return run.kept("journeys", _journeys)


def _journeys(run: Run) -> tuple[Journey, ...]:
    found: dict[tuple[int, ...], list[Flight]] = {}
    for flight in run.flights:
        datagram = flight.datagram
        if datagram is None or datagram.dst.is_multicast or datagram.dst == LIMITED_BROADCAST or not datagram.src:
            continue
        # A hop shares the payload of the datagram that it forwards, so this tells a packet from one like it.
        key = (datagram.src, datagram.dst, id(datagram.payload), datagram.fragment_offset)
        found.setdefault(key, []).append(flight)
    return tuple(tuple(each) for each in found.values())


def routed(run: Run) -> Iterator[Journey]:
    """The ways through at least one router, to their end, without a flood: each link once, in a row."""
    for journey in journeys(run):
        first, last = journey[0], journey[-1]
        is_in_row = all(a.to_node == b.node for a, b in pairwise(journey))
        datagram = first.datagram
        if (
            is_in_row
            and datagram is not None
            and run.kind(first.node) == "host"
            and run.holder(datagram.dst, last.n) == last.to_node
            and run.arrival(last.n) is not None
            and any(run.kind(flight.node) == "router" for flight in journey[1:])
        ):
            yield journey


def has_equal_routes(run: Run, node: str, destination: IPv4Address, n: int) -> bool:
    """Whether a node has several routes that are equally long for a destination, before record ``n``."""
    rows = run.table(node, ROUTES, n).values()
    lengths = [row.prefix.length for row in rows if row.active and destination in row.prefix]
    return lengths.count(max(lengths, default=0)) > 1


def is_forked(run: Run, way: Iterable[Flight]) -> bool:
    """Whether a device on a way had equal routes to choose from: then nobody can tell the way from the tables."""
    return any(
        run.kind(flight.node) in ("host", "router")
        and has_equal_routes(run, flight.node, datagram_of(flight).dst, flight.n)
        for flight in way
    )


def mac_name(run: Run, mac: MacAddress) -> str | None:
    """The node, and the interface where it has several, of a MAC address; ``None`` where it is not clear."""
    return run.kept("mac names", _mac_names).get(mac)


def _mac_names(run: Run) -> dict[MacAddress, str | None]:
    found: dict[MacAddress, str | None] = {}
    for node in run.of_kind("host", "router"):
        rows = run.interfaces(node, run.trace.configured)
        own: dict[MacAddress, str] = {}
        for name, row in rows.items():
            if row.mac is not None:
                own.setdefault(row.mac, name)  # a subinterface has the MAC address of its interface
        for address, name in own.items():
            told = f"{node} {name}" if len(rows) > 1 else node
            found[address] = None if address in found else told
    return found


def mac_lines(run: Run) -> tuple[str, ...]:
    """The MAC addresses of all interfaces, a line for each: what a learner looks addresses up in."""
    return tuple(f"{name:<12} {mac}" for mac, name in run.kept("mac names", _mac_names).items() if name is not None)


def moment_of(run: Run, n: int) -> str:
    """The time of a record in seconds, as lists of packets show it."""
    return seconds(run.trace.at[n])


def out_of(run: Run, flight: Flight) -> dict[str, str]:
    """The fact ``interface`` where a device has cables at several: which of them a frame leaves by."""
    wired = [port for ends in run.names.links.values() for node, port in ends if node == flight.node]
    return {"interface": flight.port} if len(wired) > 1 else {}


def has_lanes(run: Run) -> bool:
    """Whether a switch keeps VLANs apart: then a switch is more than one broadcast domain."""
    return any(len(run.table(switch, VLAN_TABLE, run.trace.configured)) > 1 for switch in run.of_kind("switch"))


def has_loose_end(run: Run, n: int, nodes: Collection[str]) -> bool:
    """Whether a cable of these nodes is pulled out before record ``n``."""
    wired = {end for pair in run.names.links.values() for end in pair if end[0] in nodes}
    return any((node, name) in wired and not row.up for node in nodes for name, row in run.interfaces(node, n).items())


def leaves(run: Run, n: int) -> int:
    """The record in which a frame begins to cross its link that is sent, or first waits for others, in record ``n``."""
    if run.trace.kind[n] != Happened.FRAME_QUEUED:
        return n
    return next((m for m in run.effects.get(n, ()) if run.trace.kind[m] == Happened.FRAME_SENT), n)


class Conversation(NamedTuple):
    """A TCP connection as its segments show it: the flights that leave either end, in order.

    ``client`` and ``server`` are nodes; the connection began with the client's SYN.
    """

    client: str
    server: str
    client_ip: IPv4Address
    server_ip: IPv4Address
    client_port: int
    server_port: int
    flights: tuple[Flight, ...]

    def is_from_client(self, flight: Flight) -> bool:
        return flight.node == self.client

    def key(self, node: str) -> Endpoints:
        """The key of the rows that an end has of it."""
        ends = (self.client_ip, self.client_port, self.server_ip, self.server_port)
        return Endpoints(*ends) if node == self.client else Endpoints(*ends[2:], *ends[:2])

    @property
    def is_lossless(self) -> bool:
        """Whether no octet and no flag was sent twice."""
        seen: set[tuple[bool, int]] = set()
        for flight in self.flights:
            segment = segment_of(flight)
            if segment.sequence_length:
                mark = (self.is_from_client(flight), segment.seq)
                if mark in seen:
                    return False
                seen.add(mark)
        return True


def segment_of(flight: Flight) -> Tcp:
    """The segment of a flight that has one."""
    segment = flight.segment
    assert segment is not None
    return segment


def datagram_of(flight: Flight) -> IPv4:
    """The datagram of a flight that has one."""
    datagram = flight.datagram
    assert datagram is not None
    return datagram


def conversations(run: Run) -> tuple[Conversation, ...]:
    """The TCP connections between two hosts of the run that begin with a SYN, in order.

    A router that translates addresses is no end of one, though its address stands in the segments.
    """
    return run.kept("conversations", _conversations)


def _mark(node: str, segment: Tcp) -> tuple[object, ...]:
    """A segment at a node, by what NAT leaves alone."""
    return node, segment.seq, segment.ack, segment.flags, segment.payload


def _passed_on(run: Run) -> set[tuple[object, ...]]:
    """The segments that a node sends on for others, which it has received just so."""
    received: set[tuple[object, ...]] = set()
    found: set[tuple[object, ...]] = set()
    for flight in run.flights:
        if flight.segment is not None:
            mark = _mark(flight.node, flight.segment)
            found |= {mark} & received
            received.add(_mark(flight.to_node, flight.segment))
    return found


def _conversations(run: Run) -> tuple[Conversation, ...]:
    passed_on = _passed_on(run)
    open_now: dict[frozenset[tuple[int, int]], Conversation] = {}
    done: list[Conversation] = []
    for flight in run.flights:
        segment, datagram = flight.segment, flight.datagram
        if segment is None or datagram is None or run.holder(datagram.src, flight.n) != flight.node:
            continue
        if _mark(flight.node, segment) in passed_on:
            continue
        ends = frozenset({(int(datagram.src), segment.src_port), (int(datagram.dst), segment.dst_port)})
        known = open_now.get(ends)
        begins = segment.flags & (SYN | ACK) == SYN
        if begins and (known is None or segment.seq != segment_of(known.flights[0]).seq):
            server = run.holder(datagram.dst, flight.n)
            if server is None or server == flight.node or _mark(server, segment) in passed_on:
                continue
            if known is not None:
                done.append(known)
            known = Conversation(
                flight.node, server, datagram.src, datagram.dst, segment.src_port, segment.dst_port, ()
            )
        if known is not None:
            open_now[ends] = known._replace(flights=(*known.flights, flight))
    return tuple(sorted((*done, *open_now.values()), key=lambda each: each.flights[0].n))


def connection_row(run: Run, node: str, conversation: Conversation, n: int) -> object | None:
    """The row of table ``tcp`` that an end has before record ``n``."""
    return run.table(node, CONNECTIONS, n).get(conversation.key(node))
