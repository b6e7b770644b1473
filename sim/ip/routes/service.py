"""The route table of one host or router: rows that come and go, and the lookup that follows from them."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sim.addresses import IPv4Address, Prefix
from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.routes import machine as routing
from sim.ip.routes import rules
from sim.ip.routes.machine import Habit, Lookup, RouteRow, RouteTable
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
    """The routes of one node. After rows have changed, :meth:`update` makes them count.

    ``habit`` says when the node looks whether a route can be used: see there.
    """

    def __init__(self, node: Node, habit: Habit) -> None:
        self._node = node
        self.habit = habit
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

    def same_rank(self, route: StaticRoute) -> list[RouteRow]:
        """The routes that Linux takes for the same: those to this prefix with this metric."""
        return [row for row in self._to(route.prefix) if row.metric == route.metric]

    def attach(self, row: RouteRow, why: Why, cause: int) -> None:
        """Put the route to an address or a network of an interface."""
        self._node.put(routing.TABLE, routing.key_of(row), row, why, cause)

    def take_out(self, rows: Iterable[RouteRow], why: Why, cause: int) -> None:
        """Take rows out; no error where one is not there."""
        for row in rows:
            self._node.remove(routing.TABLE, routing.key_of(row), why, cause)

    def flush(self, port: str, why: Why, cause: int) -> None:
        """Take out all routes through an interface; its own addresses stay."""
        rows = [row for row in self.rows.values() if row.port == port and row.source != routing.LOCAL]
        self.take_out(rows, why, cause)

    def delete(self, route: StaticRoute, cause: int, metric: int | None = None) -> bool:
        """Take one route out that is as ``route`` says as far as it says; whether there was one.

        Of several, it is the first: that of the lowest metric. Equal paths of one metric are one route.
        """
        wanted = [
            row
            for row in self._to(route.prefix)
            if (self.habit is Habit.LINUX or row.source != routing.CONNECTED)
            and route.kind in (routing.UNICAST, row.kind)
            and route.next_hop in (None, row.next_hop)
            and route.port in (None, row.port)
            and metric in (None, row.metric)
        ]
        same = [row for row in wanted if (row.distance, row.metric) == (wanted[0].distance, wanted[0].metric)]
        self.take_out(same, Why(rules.DELETED, prefix=route.prefix), cause)
        return bool(wanted)

    def _to(self, prefix: Prefix) -> list[RouteRow]:
        """The routes to a prefix that a command can name, the best first."""
        rows = [
            row
            for row in self.rows.values()
            if row.prefix == prefix and row.source not in (routing.LOCAL, routing.REDIRECT)
        ]
        return sorted(rows, key=routing.key_of)

    def counted(self, interfaces: Iterable[Interface]) -> list[str]:
        """The interfaces whose routes count: with Linux those that are switched on, else those with a link."""
        is_linux = self.habit is Habit.LINUX
        return [each.name for each in interfaces if (each.enabled if is_linux else each.up)]

    def update(self, interfaces: Collection[Interface], cause: int) -> None:
        """Choose anew which routes are in force, given the interfaces of the node."""
        counted = self.counted(interfaces)
        dark = [each.name for each in interfaces if not each.up and each.name in counted]
        for put in routing.update(self.rows, counted, self.habit, dark):
            self._node.carry_out(put, cause)
        self.table = RouteTable(self.rows.values())
