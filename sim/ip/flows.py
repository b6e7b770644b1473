"""What an IP layer decided once for all datagrams of a flow, for as long as no table, address or hook changes."""

from collections.abc import Callable, Mapping

from sim.addresses import IPv4Address, MacAddress
from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.arp.machine import ArpRow, ArpState
from sim.ip.hooks import ANEW, Count, FlowKey, Lasting, Rewrite, Watch
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Frame
from sim.trace.records import Kind
from sim.why import Why

_DECISION = Kind.DECISION

LIMIT = 4096
"""Remembered decisions of a kind; when there are more, all are forgotten and made again."""


class Flow:
    """A decision that holds for each plain datagram of a flow, until a table changes.

    ``came_in`` is the interface that such datagrams come in at, ``None`` for the node's own. ``send`` puts a frame on
    the link of the interface that they leave through. ``again`` does to
    its datagrams what hooks did to the first, ``None`` where they did nothing.
    """

    __slots__ = ("again", "came_in", "mac", "mtu", "own_mac", "send", "why")

    def __init__(
        self,
        came_in: Interface | None,
        out: Interface,
        mac: MacAddress,
        mtu: int,
        why: Why,
        lasting: tuple[Lasting, ...],
        node: Node,
    ) -> None:
        self.came_in = came_in
        self.send: Callable[[Frame, Why, int], None] = out.send
        self.mac = mac
        self.own_mac: MacAddress = out.mac  # type: ignore[assignment]  # an interface with neighbours has one
        self.mtu = mtu
        self.why = why
        self.again = _again(lasting, node) if lasting else None


Again = Callable[[IPv4, int, int], tuple[IPv4, int] | None]
"""Does to a datagram what the hooks did to the first of its flow, given the record that led to it and by how much its
time to live is lowered; what goes on and the record that led to that, or ``None`` where the hooks have to be asked."""


def _again(lasting: tuple[Lasting, ...], node: Node) -> Again:
    watches = tuple(each for each in lasting if isinstance(each, Watch))
    counts = tuple(each for each in lasting if isinstance(each, Count))
    change = _changing(tuple(each for each in lasting if isinstance(each, Rewrite)), node)
    kernel = node.kernel

    def again(datagram: IPv4, cause: int, hop: int) -> tuple[IPv4, int] | None:
        now = kernel.now
        for watch in watches:
            if now >= watch.until and not watch.holds(datagram, now, cause):
                return None
            watch.used = now
        for count in counts:
            if not count.datagrams:
                count.begin()
            count.datagrams += 1
            count.octets += datagram.total_length
            count.cause = cause
        return change(datagram, cause, hop, now)

    return again


def _changing(rewrites: tuple[Rewrite, ...], node: Node) -> Callable[[IPv4, int, int, int], tuple[IPv4, int]]:
    """The time to live is lowered where the first one's was, so that all are recorded alike."""
    add, spot = node.trace.add, node.spot

    def change(datagram: IPv4, cause: int, hop: int, now: int) -> tuple[IPv4, int]:
        for src, dst, message, why, is_early, number in rewrites:
            payload = datagram.payload if message is None else message(datagram)
            if is_early:
                datagram = datagram.between(src, dst, payload, datagram.ttl)
            else:
                datagram = datagram.between(src, dst, payload, datagram.ttl - hop)
                hop = 0
            if number is not None and not datagram.dont_fragment:
                datagram.identification = number()
            cause = add(_DECISION, now, spot, cause, datagram, why)
        return datagram.at_ttl(datagram.ttl - hop) if hop else datagram, cause

    if len(rewrites) != 1 or rewrites[0].is_early:
        return change
    src, dst, message, why, _, number = rewrites[0]

    # What a translator does to nearly all: the same without a loop, which is a twentieth of what a hop costs.
    def once(datagram: IPv4, cause: int, hop: int, now: int) -> tuple[IPv4, int]:
        payload = datagram.payload if message is None else message(datagram)
        onward = datagram.between(src, dst, payload, datagram.ttl - hop)
        if number is not None and not onward.dont_fragment:
            onward.identification = number()
        return onward, add(_DECISION, now, spot, cause, onward, why)

    return once


class Decisions:
    """Whoever asks for every datagram holds the collections themselves: they are emptied, never replaced.

    ``flows`` are by the key of :meth:`sim.ip.hooks.Hooks.key`, as is ``welcome``: the flows whose datagrams pass all
    checks on the way in. ``sources`` has the address that is sent from, by destination.
    """

    __slots__ = ("_neighbours", "_node", "flows", "sources", "welcome")

    def __init__(self, node: Node, neighbours: Mapping[tuple[str, IPv4Address], ArpRow]) -> None:
        self._node = node
        self._neighbours = neighbours
        self.flows: dict[FlowKey | None, Flow] = {}
        self.sources: dict[IPv4Address, IPv4Address | None] = {}
        self.welcome: set[FlowKey | None] = set()

    def forget(self) -> None:
        """A table, address, interface or hook has changed that a remembered decision may have rested on."""
        self.flows.clear()
        self.sources.clear()
        self.welcome.clear()

    def remember_flow(
        self,
        key: FlowKey | None,
        came_in: Interface | None,
        out: Interface,
        next_hop: IPv4Address,
        mtu: int,
        why: Why,
        lasting: tuple[Lasting, ...] = (),
    ) -> None:
        """Keep the way of a datagram for the next one of its flow, where the neighbour's MAC address is sure.

        ``mtu`` (octets) is that of the longest one that can go this way whole.
        """
        row = self._neighbours.get((out.name, next_hop))
        if any(each is ANEW for each in lasting):
            return
        if key is not None and row is not None and row.mac is not None and row.state is not ArpState.STALE:
            if len(self.flows) >= LIMIT:
                self.flows.clear()
            self.flows[key] = Flow(came_in, out, row.mac, mtu, why, lasting, self._node)

    def remember_source(self, dst: IPv4Address, source: IPv4Address | None) -> None:
        if len(self.sources) >= LIMIT:
            self.sources.clear()
        self.sources[dst] = source

    def remember_welcome(self, key: FlowKey | None) -> None:
        if key is not None:
            if len(self.welcome) >= LIMIT:
                self.welcome.clear()
            self.welcome.add(key)
