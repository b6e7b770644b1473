"""What an IP layer decided once for all datagrams between two addresses, for as long as no table changes."""

from typing import TYPE_CHECKING

from sim.addresses import IPv4Address, MacAddress
from sim.ip.arp.machine import ArpState
from sim.ip.ipv4.pdu import IPv4
from sim.link.port import Port
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode

LIMIT = 4096
"""Remembered decisions of a kind; when there are more, all are forgotten and made again."""


class Flow:
    """A decision that holds for each plain datagram between the same addresses, until a table changes.

    ``came_in`` is the port that such datagrams come in at, ``None`` for the node's own.
    """

    __slots__ = ("came_in", "mac", "mtu", "own_mac", "port", "why")

    def __init__(self, came_in: Port | None, port: Port, mac: MacAddress, mtu: int, why: Why) -> None:
        self.came_in = came_in
        self.port = port
        self.mac = mac
        self.own_mac: MacAddress = port.mac  # type: ignore[assignment]  # an IPv4 node's port has one
        self.mtu = mtu
        self.why = why


class Decisions:
    """Whoever asks for every datagram holds the collections themselves: they are emptied, never replaced.

    ``flows`` are by source and destination, as is ``welcome``: those whose datagrams pass all checks on the way in.
    ``sources`` has the address that is sent from, by destination.
    """

    __slots__ = ("_node", "flows", "sources", "welcome")

    def __init__(self, node: "IpNode") -> None:
        self._node = node
        self.flows: dict[tuple[IPv4Address, IPv4Address], Flow] = {}
        self.sources: dict[IPv4Address, IPv4Address | None] = {}
        self.welcome: set[tuple[IPv4Address, IPv4Address]] = set()

    def forget(self) -> None:
        """A table, address or port has changed that a remembered decision may have rested on."""
        self.flows.clear()
        self.sources.clear()
        self.welcome.clear()

    def remember_flow(
        self, came_in: Port | None, datagram: IPv4, out: Port, next_hop: IPv4Address, mtu: int, why: Why
    ) -> None:
        """Keep the way of a datagram for the next one, where nothing but the two addresses and the way in led to it.

        ``mtu`` (octets) is that of the longest one that can go this way whole.
        """
        row = self._node.neighbours.table.get((out.name, next_hop))
        plain = not datagram.options and next_hop not in self._node.addresses.broadcasts
        if plain and row is not None and row.mac is not None and row.state is not ArpState.STALE:
            if len(self.flows) >= LIMIT:
                self.flows.clear()
            self.flows[datagram.src, datagram.dst] = Flow(came_in, out, row.mac, mtu, why)

    def remember_source(self, dst: IPv4Address, source: IPv4Address | None) -> None:
        if len(self.sources) >= LIMIT:
            self.sources.clear()
        self.sources[dst] = source

    def remember_welcome(self, datagram: IPv4) -> None:
        if len(self.welcome) >= LIMIT:
            self.welcome.clear()
        self.welcome.add((datagram.src, datagram.dst))
