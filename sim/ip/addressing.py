"""Which addresses the interfaces of a host or router have, and the routes that follow from them.

Addresses belong to the run: they are configured, leased, given up and taken away. Table ``interface`` shows them.
"""

from collections.abc import Callable, Iterable, Mapping

from sim.addresses import InterfaceAddress, IPv4Address
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import Interface, row_of
from sim.device.node import Node
from sim.ip.acd import rules as acd_rules
from sim.ip.ipv4.machine import Addresses
from sim.ip.neighbours import Neighbours
from sim.ip.routes import machine as routing
from sim.ip.routes import rules as routes_rules
from sim.ip.routes.machine import Habit
from sim.ip.routes.service import Routes, StaticRoute
from sim.trace.records import NO_CAUSE
from sim.why import Why

Outcome = Callable[[bool, Why, int], None]
"""Is told whether an address may be used, why, and the record of that; later once more if it has to be given up."""


class Addressing:
    """The addresses of one node. ``in_use`` has those that count now, arranged for the questions of IP.

    With ``conflict_detection`` an address is probed for before the node uses it (RFC 5227). ``changed`` is told that an
    address, a route or an interface is another one than before.
    """

    def __init__(
        self,
        node: Node,
        interfaces: Mapping[str, Interface],
        routes: Routes,
        neighbours: Neighbours,
        configured: Mapping[str, tuple[InterfaceAddress, ...]],
        conflict_detection: bool,
    ) -> None:
        self._node = node
        self._interfaces = interfaces
        self._routes = routes
        self._neighbours = neighbours
        self._wanted = dict(configured)
        self._conflict_detection = conflict_detection
        self._changed: list[Callable[[], None]] = []
        self._outcomes: dict[tuple[str, IPv4Address], Outcome] = {}
        self.in_use = Addresses(())
        neighbours.on_address(self._acquired, self._abandoned)
        if not conflict_detection:
            for name, addresses in configured.items():
                interfaces[name].addresses = addresses

    def on_change(self, react: Callable[[], None]) -> None:
        """Call ``react`` when addresses, routes or interfaces have changed."""
        self._changed.append(react)

    def start(self) -> None:
        """Put the interfaces and what follows from their addresses into the tables."""
        for interface in self._interfaces.values():
            self._node.put_interface(interface)
            for own in interface.addresses:
                self._attach(interface, own, NO_CAUSE)

    def probe_all(self, cause: int) -> None:
        """Begin to probe for the addresses that are wanted, where the node does that."""
        for interface in self._interfaces.values():
            self._probe(interface, cause)

    def settle(self, cause: int) -> None:
        """Choose anew which routes are in force, after rows, interfaces or addresses have changed."""
        interfaces = self._interfaces.values()
        self.in_use = Addresses((each.name, own) for each in interfaces for own in each.addresses)
        self._routes.update(interfaces, cause)
        for react in self._changed:
            react()

    def configure(
        self,
        interface: Interface,
        address: InterfaceAddress,
        why: Why,
        cause: int,
        checks: bool = False,
        told: Outcome | None = None,
    ) -> None:
        """Give an interface an address, at once or, with conflict detection, when it has turned out to be free.

        ``checks`` asks for the detection of this address whatever the node does else; ``told`` hears what comes of it.
        """
        wanted = self._wanted.get(interface.name, ())
        if address not in wanted:
            self._wanted[interface.name] = (*wanted, address)
        if told is not None:
            self._outcomes[interface.name, address.address] = told
        if checks or self._conflict_detection:
            self._neighbours.detect(interface, address.address, cause)
        else:
            self.use(interface, address, why, cause)

    def lend(self, interface: Interface, ip: IPv4Address, until: int | None, why: Why, cause: int) -> None:
        """Note until when (ns) an address may be used that an interface has or will have; ``None`` for ever.

        Whoever lends it takes it away then.
        """
        leased = None if until is None else ip
        interface.leased, interface.valid_until = leased, until
        if any(own.address == ip for own in interface.addresses):
            self._node.put(INTERFACE, interface.name, row_of(interface), why, cause)

    def set_mtu(self, interface: Interface, octets: int | None, why: Why, cause: int) -> None:
        """Let datagrams through an interface be no longer than so many octets; ``None`` for what its link takes."""
        interface.limit_mtu(octets)
        changed = self._node.put(INTERFACE, interface.name, row_of(interface), why, cause)
        self.settle(changed)

    def use(self, interface: Interface, address: InterfaceAddress, why: Why, cause: int) -> None:
        """Use an address on an interface from now on; nothing happens where it is in use there."""
        if address not in interface.addresses:
            interface.addresses = (*interface.addresses, address)
            changed = self._node.put(INTERFACE, interface.name, row_of(interface), why, cause)
            self._attach(interface, address, changed)
            self.settle(changed)

    def withdraw(self, interface: Interface, ip: IPv4Address, why: Why, cause: int) -> None:
        """Use an address no more; nothing happens where it is not in use."""
        own = next((own for own in interface.addresses if own.address == ip), None)
        if own is not None:
            interface.addresses = tuple(other for other in interface.addresses if other is not own)
            if interface.leased == ip:
                interface.leased = interface.valid_until = None
            changed = self._node.put(INTERFACE, interface.name, row_of(interface), why, cause)
            self._routes.take_out(routing.attached_rows(interface.name, own), why, changed)
            for other in interface.addresses:
                self._attach(interface, other, changed)  # the route to a network that both addresses are in
            self.settle(changed)

    def switch(self, interface: Interface, on: bool, cause: int) -> None:
        """An interface is about to be switched on or off by hand.

        With Linux its routes are lost when it is switched off. Those to its own networks come back with it.
        """
        if self._routes.habit is Habit.IOS:
            return
        if not on:
            self._routes.flush(interface.name, Why(routes_rules.SWITCHED_OFF, port=interface.name), cause)
            return
        for own in interface.addresses:
            self._attach(interface, own, cause)

    def gateway_port(self, ip: IPv4Address, port: str | None = None) -> str | None:
        """The interface whose link a gateway is on, by the routes without a gateway; ``None`` where it is on none."""
        counted = self._routes.counted(self._interfaces.values())
        return routing.on_link_port(self._routes.rows, counted, ip, port)

    def in_order(self, routes: Iterable[StaticRoute]) -> list[StaticRoute]:
        """Configured routes in the order in which they are put: with Linux a gateway has to be known by then."""
        is_linux = self._routes.habit is Habit.LINUX
        return sorted(routes, key=lambda route: is_linux and route.next_hop is not None)

    def plan(self, route: StaticRoute) -> StaticRoute:
        """A configured route as it is put into the table: with Linux the interface belongs to it from the start."""
        if self._routes.habit is Habit.IOS or route.next_hop is None or route.port is not None:
            return route
        home = self.home_of(route.next_hop)
        port = self.gateway_port(route.next_hop)
        return route._replace(port=home.name if port is None and home is not None else port)

    def give_up(self, interface: Interface, ip: IPv4Address, why: Why, cause: int) -> None:
        """Want an address no more, and use it no more: a lease is over, somebody took the address away."""
        wanted = self._wanted.get(interface.name, ())
        self._wanted[interface.name] = tuple(own for own in wanted if own.address != ip)
        self._outcomes.pop((interface.name, ip), None)
        self._neighbours.stop_detecting(interface, ip, why, cause)
        self.withdraw(interface, ip, why, cause)
        if self._routes.habit is Habit.LINUX and not interface.addresses:
            self._routes.flush(interface.name, Why(routes_rules.LAST_ADDRESS, port=interface.name), cause)
            self.settle(cause)

    def link_found(self, interface: Interface, cause: int) -> None:
        """An interface has its link again.

        RFC 5227 2.1: whenever "a link-state change signals that an Ethernet cable has been connected", the address is
        probed for, and not used before.
        """
        if self._conflict_detection:
            for own in interface.addresses:
                again = Why(acd_rules.PROBE_AGAIN, ip=own.address, port=interface.name)
                self.withdraw(interface, own.address, again, cause)
        self.settle(cause)
        self._probe(interface, cause)

    def home_of(self, ip: IPv4Address) -> Interface | None:
        """The interface whose network has this address, by what is configured, up or not."""
        for name, addresses in self._wanted.items():
            if any(ip in own.prefix for own in addresses):
                return self._interfaces[name]
        return None

    def _acquired(self, interface: Interface, ip: IPv4Address, why: Why, cause: int) -> None:
        """An address that was probed for turned out to be free."""
        own = next((own for own in self._wanted.get(interface.name, ()) if own.address == ip), None)
        if own is not None:
            self.use(interface, own, why, cause)
        self._tell(interface, ip, True, why, cause)

    def _abandoned(self, interface: Interface, ip: IPv4Address, why: Why, cause: int) -> None:
        """Somebody else has an address: one that was probed for, or one in use."""
        self.withdraw(interface, ip, why, cause)
        self._tell(interface, ip, False, why, cause)

    def _tell(self, interface: Interface, ip: IPv4Address, may_be_used: bool, why: Why, cause: int) -> None:
        told = self._outcomes.get((interface.name, ip))
        if told is not None:
            told(may_be_used, why, cause)

    def _probe(self, interface: Interface, cause: int) -> None:
        if self._conflict_detection and interface.up:
            for own in self._wanted.get(interface.name, ()):
                self._neighbours.detect(interface, own.address, cause)

    def _attach(self, interface: Interface, own: InterfaceAddress, cause: int) -> None:
        for row in routing.attached_rows(interface.name, own):
            rule = routes_rules.OWN_ADDRESS if row.source == routing.LOCAL else routes_rules.ATTACHED
            why = Why(rule, prefix=row.prefix, address=own, port=interface.name)
            if row.source == routing.CONNECTED or routing.key_of(row) not in self._routes.rows:
                self._routes.attach(row._replace(active=interface.up), why, cause)


def is_near(ip: IPv4Address, interfaces: Iterable[Interface]) -> bool:
    """Whether an address is in a network of one of the interfaces."""
    return any(ip in own.prefix for each in interfaces for own in each.addresses)
