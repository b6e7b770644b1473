"""The route table of one host or router: rows that come and go, and the lookup that follows from them."""

from collections.abc import Iterable
from typing import NamedTuple

from sim.addresses import IPv4Address, Prefix
from sim.device.node import Node
from sim.ip.routes import machine as routing
from sim.ip.routes import rules
from sim.ip.routes.machine import Lookup, RouteRow, RouteTable
from sim.why import Why


class StaticRoute(NamedTuple):
    """A configured route: towards ``next_hop``, out of ``port``, or nowhere (``kind``).

    ``kind`` is ``unicast``, ``blackhole`` (silently dropped), ``unreachable`` or ``prohibit`` (answered with ICMP).
    ``distance`` is the administrative distance; the lower wins, then the lower ``metric``.
    """

    prefix: Prefix
    next_hop: IPv4Address | None = None
    port: str | None = None
    kind: str = "unicast"
    distance: int = 1
    metric: int = 0


class Routes:
    """The routes of one node. After rows have changed, :meth:`update` makes them count."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self.rows: dict[routing.RouteKey, RouteRow] = node.tables.setdefault(routing.TABLE, {})
        self.table = RouteTable(())

    def lookup(self, dst: IPv4Address) -> Lookup | None:
        """The route to a destination by the longest prefix; ``None`` where there is none."""
        return self.table.lookup(dst)

    def put(self, route: StaticRoute, cause: int, source: str = routing.STATIC) -> bool:
        """Add a route; false where there is such a route already."""
        row = RouteRow(
            route.prefix,
            route.next_hop,
            route.port,
            source,
            route.kind,
            route.distance,
            route.metric,
            active=False,
        )
        key = routing.key_of(row)
        if key in self.rows:
            return False
        self._node.put(routing.TABLE, key, row, Why(rules.CONFIGURED, prefix=row.prefix, source=source), cause)
        return True

    def attach(self, row: RouteRow, why: Why, cause: int) -> None:
        """Put the route to an address or a network of an interface."""
        self._node.put(routing.TABLE, routing.key_of(row), row, why, cause)

    def take_out(self, rows: Iterable[RouteRow], why: Why, cause: int) -> None:
        """Take rows out; no error where one is not there."""
        for row in rows:
            self._node.remove(routing.TABLE, routing.key_of(row), why, cause)

    def delete(self, route: StaticRoute, cause: int) -> bool:
        """Take the configured routes out that are as ``route`` says as far as it says; whether there were any."""
        wanted = [
            row
            for row in self.rows.values()
            if row.prefix == route.prefix
            and row.source not in (routing.LOCAL, routing.CONNECTED)
            and route.next_hop in (None, row.next_hop)
            and route.port in (None, row.port)
        ]
        self.take_out(wanted, Why(rules.DELETED, prefix=route.prefix), cause)
        return bool(wanted)

    def update(self, up: Iterable[str], cause: int) -> None:
        """Choose anew which routes are in force, given the interfaces that are up."""
        for put in routing.update(self.rows, list(up)):
            self._node.carry_out(put, cause)
        self.table = RouteTable(self.rows.values())
