"""Joins the client of DHCP to a host: one for each interface that gets its address so."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Protocol, cast

from sim.addresses import DEFAULT_ROUTE, InterfaceAddress, IPv4Address, MacAddress
from sim.device.interface import Interface
from sim.effects import Drop, TimerName
from sim.features.dhcp.client import machine, rules
from sim.features.dhcp.client.machine import Client, Effects
from sim.features.dhcp.client.rows import TABLE, TIMERS, ClientRow, ClientState
from sim.features.dhcp.pdu import CLIENT_PORT, SERVER_PORT, Dhcp
from sim.features.dhcp.port import Arrival, DhcpPort, PortHost
from sim.features.dhcp.settings import DhcpClientSettings
from sim.ip.addressing import Addressing
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.names.resolver import Resolver
from sim.ip.routes.machine import DHCP, RouteRow
from sim.ip.routes.service import Routes, StaticRoute
from sim.ip.stack import IpLayer
from sim.kernel import Kernel
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Why

_LINK_LOCAL_LENGTH = 16
_FIRST_LINK_LOCAL = IPv4Address.parse("169.254.1.0")
_LINK_LOCALS = 254 * 256
"""RFC 3927 2.1: "a pseudo-random number generator with a uniform distribution in the range from 169.254.1.0 to
169.254.254.255 inclusive"."""

_DISTANCE_OF_IOS = 254

_AWAITING = frozenset(
    {ClientState.SELECTING, ClientState.REQUESTING, ClientState.REBOOTING, ClientState.RENEWING, ClientState.REBINDING}
)
"""The states in which an answer may come to an address that the host does not have."""

Listener = Callable[[str, machine.Effect | Dhcp, ClientRow | None, int], None]
"""Is told of what a client takes in and does: its interface, the message or effect, the row by then, the record."""


class ClientHost(PortHost, Protocol):
    """What the client needs of its host."""

    tables: dict[str, dict[Any, Any]]

    @property
    def name(self) -> str: ...
    @property
    def kernel(self) -> Kernel: ...
    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def addressing(self) -> Addressing: ...
    @property
    def routes(self) -> Routes: ...
    @property
    def ip(self) -> IpLayer: ...
    @property
    def names(self) -> Resolver: ...
    @property
    def settings(self) -> NodeSettings: ...
    def chance(self, name: str) -> Random: ...
    def later(self, delay: int, function: Callable[[Any], None], argument: Any) -> None: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...
    def on_link(self, react: Callable[[Interface, int], None]) -> None: ...


class DhcpClient:
    """The clients of one host. ``begin``, ``renew`` and ``release`` are what people ask for."""

    def __init__(self, host: ClientHost) -> None:
        self._host = host
        self.settings = host.settings.of(DhcpClientSettings)
        self._random = host.chance("dhcp")
        self.rows: dict[str, ClientRow] = host.tables.setdefault(TABLE, {})
        self._ports: dict[str, DhcpPort] = {}
        self._link_locals: dict[str, IPv4Address] = {}
        self._listeners: list[Listener] = []
        for name in TIMERS:
            host.on_timeout(name, self._timeout)
        host.on_link(self._link_changed)
        planned = self.settings.interfaces
        if self.settings.inform:
            planned += tuple(name for name, each in host.interfaces.items() if each.addresses)
        for port in planned:
            self._open(port, NO_CAUSE)
            host.later(0, self._first, port)

    def _first(self, port: str) -> None:
        """Begin, once everybody has started."""
        if self._host.interfaces[port].up:
            self.begin(port, NO_CAUSE)
        else:
            waiting = ClientRow(ClientState.INIT)
            self._carry_out(port, machine.link_lost(waiting, self._client(port), self._now), NO_CAUSE)

    # What people ask for

    def begin(self, port: str, cause: int) -> None:
        """Look for an address for an interface."""
        self._open(port, cause)
        self._carry_out(port, machine.begin(self.rows.get(port), self._client(port), self._now), cause)

    def renew(self, port: str, cause: int) -> None:
        """Renew the lease of an interface now, or look for one."""
        self._open(port, cause)
        self._carry_out(port, machine.renew(self.rows.get(port), self._client(port), self._now), cause)

    def release(self, port: str, cause: int) -> None:
        """Give the lease of an interface back."""
        self._carry_out(port, machine.release(self.rows.get(port), self._client(port), self._now), cause)

    def listen(self, listener: Listener) -> None:
        """Tell somebody what the clients take in and do."""
        self._listeners.append(listener)

    def forget(self, listener: Listener) -> None:
        """Tell somebody nothing more."""
        self._listeners.remove(listener)

    # What happens

    @property
    def _now(self) -> int:
        return self._host.kernel.now

    def _client(self, port: str) -> Client:
        interface = self._host.interfaces[port]
        own = next((each.address for each in interface.addresses), None)
        mac = cast(MacAddress, interface.mac)
        xid, fraction = self._random.getrandbits(32), self._random.random()
        return Client(port, mac, self._host.name, self.settings, xid, fraction, own)

    def _open(self, port: str, cause: int) -> None:
        if port not in self._ports:
            self._ports[port] = DhcpPort(self._host, CLIENT_PORT, port, self._hear, cause)

    def _hear(self, arrival: Arrival, cause: int) -> None:
        port, message = arrival.interface, arrival.message
        effects = machine.receive(self.rows.get(port), self._client(port), message, self._now)
        match effects:
            case [Drop(why)]:
                self._host.note(Kind.PACKET_DROPPED, arrival.datagram, why, cause)
            case _:
                for listener in tuple(self._listeners):
                    listener(port, message, self.rows.get(port), cause)
                self._carry_out(port, effects, cause)

    def _timeout(self, name: TimerName, cause: int) -> None:
        port = str(name[1])
        self._carry_out(port, machine.timeout(self.rows.get(port), self._client(port), name, self._now), cause)

    def _link_changed(self, interface: Interface, cause: int) -> None:
        port = interface.name
        if port in self._ports:
            react = machine.link_found if interface.up else machine.link_lost
            self._carry_out(port, react(self.rows.get(port), self._client(port), self._now), cause)

    def _carry_out(self, port: str, effects: Effects, cause: int) -> None:
        for effect in effects:
            match effect:
                case machine.Send(message, source, dst, why):
                    to = (dst, SERVER_PORT)
                    self._ports[port].send(message, to, why, cause, source=source, interface=port)
                case machine.Check(address, why):
                    self._check(port, address, why, cause)
                case machine.Configure(row, why):
                    self._configure(port, row, why, cause)
                case machine.Withdraw(row, why):
                    self._withdraw(port, row, why, cause)
                case machine.SeekLinkLocal(why):
                    self._seek_link_local(port, why, cause)
                case machine.LeaveLinkLocal(why):
                    self._leave_link_local(port, why, cause)
                case _:
                    self._host.carry_out(effect, cause)
            for listener in tuple(self._listeners):
                listener(port, effect, self.rows.get(port), cause)
        found = self.rows.get(port)
        self._host.ip.await_address(port, found is not None and found.state in _AWAITING)

    # Addresses and what belongs to them

    def _check(self, port: str, address: InterfaceAddress, why: Why, cause: int) -> None:
        def told(is_free: bool, _: Why, cause: int) -> None:
            row = self.rows.get(port)
            if row is not None and row.ip == address.address:
                effects = machine.checked(row, self._client(port), is_free, self._now)
                self._carry_out(port, effects, cause)

        host = self._host
        host.addressing.configure(host.interfaces[port], address, why, cause, checks=True, told=told)

    def _configure(self, port: str, row: ClientRow, why: Why, cause: int) -> None:
        """Set what a lease says; where it says the same as before, nothing changes."""
        host, interface = self._host, self._host.interfaces[port]
        if row.address is not None:
            host.addressing.lend(interface, row.address.address, row.expiry, why, cause)
        if row.address is not None and row.address not in interface.addresses:
            host.addressing.configure(interface, row.address, why, cause)
        if row.mtu is not None and row.mtu != interface.mtu:
            host.addressing.set_mtu(interface, row.mtu, Why(rules.MTU_TOLD, port=port, mtu=row.mtu), cause)
        wanted = _routes_of(row, port, host.settings.of(Ipv4Settings).forwarding)
        keep = {(route.prefix, route.next_hop) for route in wanted}
        stale = [each for each in self._leased_routes(port) if (each.prefix, each.next_hop) not in keep]
        host.routes.take_out(stale, why, cause)
        for route in wanted:
            host.routes.put(route, cause, DHCP)
        host.addressing.settle(cause)
        search = row.search or ((row.domain,) if row.domain else ())
        if row.dns or search:
            host.names.learn(_source(port), row.dns, search, cause)
        else:
            host.names.forget(_source(port), cause)

    def _leased_routes(self, port: str) -> list[RouteRow]:
        return [row for row in self._host.routes.rows.values() if row.source == DHCP and row.port == port]

    def _withdraw(self, port: str, row: ClientRow, why: Why, cause: int) -> None:
        """Take back what a lease has set."""
        host, interface = self._host, self._host.interfaces[port]
        host.names.forget(_source(port), cause)
        host.routes.take_out(self._leased_routes(port), why, cause)
        if row.mtu is not None:
            host.addressing.set_mtu(interface, None, why, cause)
        if row.ip is not None:
            host.addressing.give_up(interface, row.ip, why, cause)
        host.addressing.settle(cause)

    # RFC 3927

    def _seek_link_local(self, port: str, why: Why, cause: int) -> None:
        """Try an address of 169.254.0.0/16; another one where it is taken."""
        host, interface = self._host, self._host.interfaces[port]
        ip = IPv4Address(_FIRST_LINK_LOCAL + self._random.randrange(_LINK_LOCALS))
        self._link_locals[port] = ip

        def told(is_free: bool, _: Why, cause: int) -> None:
            if not is_free and self._link_locals.get(port) == ip:
                # 2.2.1: "If a conflict is detected …, the host MUST NOT use the address", and tries another.
                again = Why(rules.LINK_LOCAL_AGAIN, ip=ip, port=port)
                host.addressing.give_up(interface, ip, again, cause)
                self._seek_link_local(port, again, cause)

        host.addressing.configure(
            interface, InterfaceAddress(ip, _LINK_LOCAL_LENGTH), why, cause, checks=True, told=told
        )

    def _leave_link_local(self, port: str, why: Why, cause: int) -> None:
        ip = self._link_locals.pop(port, None)
        if ip is not None:
            self._host.addressing.give_up(self._host.interfaces[port], ip, why, cause)


def _source(port: str) -> str:
    """What the resolver calls the lease of an interface."""
    return f"dhcp {port}"


def _routes_of(row: ClientRow, port: str, is_router: bool) -> list[StaticRoute]:
    """The routes of a lease.

    RFC 3442: "If the DHCP server returns both a Classless Static Routes option and a Router option, the DHCP client
    MUST ignore the Router option". IOS prefers all other routes to those that DHCP brings.
    """
    distance = _DISTANCE_OF_IOS if is_router else 1
    pairs = [(route.prefix, route.router) for route in row.routes]
    if not pairs:
        pairs = [(DEFAULT_ROUTE, router) for router in row.routers[:1]]
    return [StaticRoute(prefix, router or None, port, distance=distance) for prefix, router in dict(pairs).items()]
