"""A host or router: its interfaces, and the layers that frames and programs go through.

Here alone the layers of a host are put together: each sees of the others what ``sim.ip.contracts`` says.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING
from zlib import crc32

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.assembly.settings import InterfacePlan
from sim.bridge.bridge import Bridge
from sim.device import loopback, rules
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import Handler, Interface, mac_of, row_of
from sim.device.node import Node
from sim.device.subinterface import TABLE as SUBINTERFACE
from sim.device.subinterface import Demultiplexer, SubinterfaceRow, VlanEnd
from sim.ip.acd.settings import AcdSettings
from sim.ip.addressing import Addressing, is_near
from sim.ip.arp.pdu import Arp
from sim.ip.arp.settings import ArpSettings
from sim.ip.icmp.layer import IcmpLayer
from sim.ip.ipv4.machine import Destination, classify
from sim.ip.ipv4.pdu import PROTOCOL_TCP, PROTOCOL_UDP
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.names.resolver import Resolver
from sim.ip.names.settings import NameSettings
from sim.ip.neighbours import Neighbours
from sim.ip.routes import machine as routing
from sim.ip.routes.machine import Habit
from sim.ip.routes.service import Routes, StaticRoute
from sim.ip.stack import IpLayer
from sim.kernel import Kernel
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, TYPE_VLAN
from sim.link.port import Port
from sim.link.settings import NicSettings
from sim.settings import HOST, ROUTER, SWITCH, NodeSettings
from sim.shell.application import Processes
from sim.trace.records import APPLICATION, NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.transport.sockets.options import SOCK_DGRAM, SOCK_STREAM
from sim.why import Why

if TYPE_CHECKING:
    from sim.transport.sockets.sockets import Sockets
    from sim.transport.tcp.layer import TcpLayer
    from sim.transport.udp.layer import UdpLayer


class IpNode(Node):
    """A device with IPv4 interfaces: a host, or a router where its ``Ipv4Settings`` say that it forwards."""

    def __init__(
        self,
        name: str,
        kernel: Kernel,
        trace: Trace,
        seed: int,
        interfaces: tuple[InterfacePlan, ...],
        routes: tuple[StaticRoute, ...] = (),
        settings: NodeSettings = NodeSettings(),
        bridge_ports: Sequence[str] = (),
    ) -> None:
        super().__init__(name, kernel, trace, seed)
        self.settings = settings
        is_router = bool(bridge_ports) or settings.of(Ipv4Settings).forwarding
        self._kinds = (SWITCH, ROUTER) if bridge_ports else (ROUTER,) if is_router else (HOST,)
        self.kind = self._kinds[0]
        self.secret = self._seed.encode()
        self.ecmp_seed = crc32(self.secret)
        self._handlers: dict[int, Handler] = {}
        self.interfaces: dict[str, Interface] = {}
        self.bridge: Bridge | None = None
        if bridge_ports:
            vlans = [plan.vlan for plan in interfaces if plan.vlan]
            self.bridge = Bridge(self, bridge_ports, settings, vlans)
        self._in_vlans: dict[str, SubinterfaceRow] = {}
        self._tags = Demultiplexer(self)
        self._handlers[TYPE_VLAN] = self._tags.receive
        self._above: dict[str, list[Interface]] = {}
        for plan in interfaces:
            self._add_interface(plan)
        self.lo = loopback.Loopback(self)
        self._configured_routes = routes
        self.routes = Routes(self, Habit.IOS if is_router else Habit.LINUX)
        self.neighbours = Neighbours(self, self.interfaces, settings)
        self.addressing = Addressing(
            self,
            self.interfaces,
            self.routes,
            self.neighbours,
            {plan.name: plan.addresses for plan in interfaces},
            settings.of(AcdSettings).conflict_detection,
        )
        self.ip = IpLayer(
            self,
            self.interfaces,
            self.routes,
            self.neighbours,
            self.addressing,
            self.lo,
            settings,
            self.ecmp_seed,
        )
        self.icmp = IcmpLayer(self, self.ip, self.interfaces, self.routes, self.addressing.settle, settings)
        self.ip.errors = self.icmp
        self._handlers |= {TYPE_IPV4: self.ip.receive, TYPE_ARP: self.neighbours.receive}
        self.lo.handlers[TYPE_IPV4] = self.ip.receive_own
        self.neighbours.is_proxy_for = self._is_proxy_for
        self.neighbours.on_silence(self.icmp.forget_redirects, self.icmp.unreachable)
        # UDP and TCP are made by the first that comes for them, and then stand here themselves.
        self.ip.on_protocol(PROTOCOL_UDP, lambda *arrived: self.udp.receive(*arrived))  # noqa: PLW0108
        self.ip.on_protocol(PROTOCOL_TCP, lambda *arrived: self.tcp.receive(*arrived))  # noqa: PLW0108
        self.icmp.on_error(PROTOCOL_UDP, lambda *told: self.udp.icmp_error(*told))  # noqa: PLW0108
        self.icmp.on_error(
            PROTOCOL_TCP,
            lambda *told: self.tcp.icmp_error(*told),  # noqa: PLW0108
            lambda sent: self.tcp.may_have_sent(sent),  # noqa: PLW0108
        )
        self.names = Resolver(self, settings.of(NameSettings), self._first_address)
        self._at_link: list[Callable[[Interface, int], None]] = []
        self.services: dict[str, object] = {}
        """What features do on this device by themselves, by the features' names."""
        self.processes = Processes()
        self.on_timeout(APPLICATION, self.processes.timeout)

    # What a short run does without: it is loaded and made when something needs it.

    @cached_property
    def udp(self) -> "UdpLayer":
        from sim.transport.udp.layer import UdpLayer  # noqa: PLC0415

        return UdpLayer(self, self.ip, self.icmp, self.settings)

    @cached_property
    def tcp(self) -> "TcpLayer":
        from sim.transport.tcp.layer import TcpLayer  # noqa: PLC0415

        return TcpLayer(self, self.ip, self.icmp, self.settings, self.secret)

    @cached_property
    def sockets(self) -> "Sockets":
        from sim.transport.sockets.sockets import Sockets  # noqa: PLC0415
        from sim.transport.tcp.socket import TcpSocket  # noqa: PLC0415
        from sim.transport.udp.socket import UdpSocket  # noqa: PLC0415

        sockets = Sockets(self)
        sockets.offer(SOCK_DGRAM, PROTOCOL_UDP, partial(UdpSocket, self.udp))
        sockets.offer(SOCK_STREAM, PROTOCOL_TCP, partial(TcpSocket, self.tcp))
        self.ip.tap(sockets.receive_raw)
        return sockets

    # Its interfaces

    def _add_interface(self, plan: InterfacePlan) -> Interface:
        interface = Interface(self, plan.name, plan.mac, self._handlers)
        self.interfaces[plan.name] = interface
        if plan.vlan:
            self._in_vlans[plan.name] = SubinterfaceRow(plan.parent, plan.vlan)
            if plan.parent:
                end = VlanEnd(self, plan.name, self.interfaces[plan.parent], plan.vlan)
                end.serve(interface)
                self._tags.add(end)
                self._above.setdefault(plan.parent, []).append(interface)
            else:
                self._stand_in_bridge(interface, plan.vlan)
            return interface
        interface.promiscuous = self.settings.of(NicSettings).promiscuous
        port = Port(self, plan.name, interface)
        interface.stand_on(port)
        self.ports[plan.name] = port
        return interface

    def _stand_in_bridge(self, interface: Interface, vlan: int) -> None:
        """Let an interface be in a VLAN of this device's own bridge."""
        from sim.bridge.vlans.svi import Svi  # noqa: PLC0415 - most devices have no bridge

        Svi(self, interface, self.bridge.vlans, vlan)  # type: ignore[union-attr, arg-type]  # the plan says so

    def _put_vlan(self, name: str, cause: int) -> None:
        row = self._in_vlans[name]
        parent = {"parent": row.parent} if row.parent else {}
        self.tables.setdefault(SUBINTERFACE, {})
        self.put(SUBINTERFACE, name, row, Why(rules.SUBINTERFACE_CONFIGURED, port=name, vlan=row.vlan, **parent), cause)

    def create_interface(self, name: str, parent: str, vlan: int, cause: int) -> None:
        """Make an interface in a VLAN of another one, or of the device's own bridge."""
        mac = self.interfaces[parent].mac if parent else self._mac_for(name)
        assert mac is not None, "an interface with a cable has a MAC address"
        if not parent and self.bridge is not None:
            self.bridge.know_vlans(cause)
        interface = self._add_interface(InterfacePlan(name, (), mac, parent, vlan))
        self.ip.attend(interface)
        created = self.put_interface(interface, rules.INTERFACE_CREATED, cause)
        self._put_vlan(name, created)
        self.addressing.settle(created)

    def change_vlan(self, name: str, vlan: int, cause: int) -> None:
        """Let an interface that stands on another one be in another VLAN of it."""
        end = self.interfaces[name].lower
        assert isinstance(end, VlanEnd), f"{name} stands on no interface"
        self._tags.remove(end)
        end.vlan = vlan
        self._tags.add(end)
        self._in_vlans[name] = SubinterfaceRow(end.parent.name, vlan)
        self._put_vlan(name, cause)

    def delete_interface(self, name: str, cause: int) -> None:
        """Take an interface away that is in a VLAN."""
        interface, row = self.interfaces[name], self._in_vlans.pop(name)
        why = Why(rules.INTERFACE_REMOVED, port=name)
        self._withdraw(interface, why, cause)
        if isinstance(interface.lower, VlanEnd):
            self._tags.remove(interface.lower)
            self._above[row.parent].remove(interface)
        elif self.bridge is not None and self.bridge.vlans is not None:
            del self.bridge.vlans.stations[row.vlan]
        self.remove(SUBINTERFACE, name, why, cause)
        self.addressing.settle(self.remove(INTERFACE, name, why, cause))

    def route_port(self, name: str, cause: int) -> None:
        """Take a port out of the bridge: it is an interface from now on."""
        assert self.bridge is not None, "only a switch has such ports"
        why = Why(rules.PORT_ROUTED, port=name)
        port = self.bridge.release(name, cause)
        interface = self.interfaces[name] = Interface(self, name, self._mac_for(name), self._handlers)
        interface.stand_on(port)
        port.hand_to(interface, why)
        self.ip.attend(interface)
        self.addressing.settle(self.put_interface(interface, why.rule, cause))

    def switch_port(self, name: str, cause: int) -> None:
        """Put a port back into the bridge."""
        assert self.bridge is not None, "only a switch has such ports"
        interface, port, why = self.interfaces[name], self.ports[name], Why(rules.PORT_SWITCHED, port=name)
        self._withdraw(interface, why, cause)
        port.hand_to(self.bridge, why)
        self.put_interface(port, why.rule, cause)
        self.bridge.take_in(port, cause)
        self.addressing.settle(cause)

    def _withdraw(self, interface: Interface, why: Why, cause: int) -> None:
        """Let an interface belong to the device no more, nor what was reached through it."""
        for own in interface.addresses:
            self.addressing.give_up(interface, own.address, why, cause)
        self.icmp.forget_redirects(interface.name, None, cause)
        self.neighbours.forget(interface, cause)
        del self.interfaces[interface.name]

    def _mac_for(self, name: str) -> MacAddress:
        taken, salt = {each.mac for each in self.interfaces.values()}, 0
        while (mac := mac_of(self.name, name, salt)) in taken:
            salt += 1
        return mac

    def _is_proxy_for(self, interface: Interface, packet: Arp) -> bool:
        """Whether the route to the target of a request leaves through another interface (RFC 1027 2.4).

        Nobody's address is one of a group, and a default route leads to no group either. An interface without an
        address (not yet, or not any more) tells no network apart.
        """
        target = packet.target_ip
        if not interface.addresses or target.is_this_network:
            return False
        if classify(target, self.ip.addresses) is not Destination.OTHER:
            return False
        found = self.routes.lookup(target)
        return found is not None and found.source != routing.LOCAL and any(h.port != interface.name for h in found.hops)

    # Interfaces and routes

    @property
    def kinds(self) -> tuple[str, ...]:
        return self._kinds

    def start(self) -> None:
        if self.bridge is not None:
            self.bridge.start()
        self.addressing.start()
        for name in self._in_vlans:
            self._put_vlan(name, NO_CAUSE)
        self.put_interface(self.lo)
        self.names.start()
        for route in self.addressing.in_order(self._configured_routes):
            self.routes.put(self.addressing.plan(route), NO_CAUSE)
        self.addressing.settle(NO_CAUSE)
        for ip, mac in self.settings.of(ArpSettings).static:
            self.neighbours.set_static(self.interface_of_network(ip), ip, mac, NO_CAUSE)
        self.addressing.probe_all(NO_CAUSE)
        for name, service in registry.services(self.settings, *self.kinds):
            self.services[name] = service.start(self)

    def on_link(self, react: Callable[[Interface, int], None]) -> None:
        """Call ``react`` when an interface has lost its link or has got it back, with the record of that."""
        self._at_link.append(react)

    def interface_changed(self, interface: Interface, cause: int) -> None:
        """An interface has lost its link, or has got it back."""
        changed = self.note_link(interface, cause)
        self._settle_link(interface, changed)
        for react in self._at_link:
            react(interface, changed)
        for above in self._above.get(interface.name, ()):
            self.interface_changed(above, changed)

    def _settle_link(self, interface: Interface, changed: int) -> None:
        if interface is self.lo:
            self.addressing.settle(changed)
            return
        if interface.up:
            self.addressing.link_found(interface, changed)
            return
        self.icmp.forget_redirects(interface.name, None, changed)
        # The routes first: what waited on this interface fails, and the errors about it need a way.
        self.addressing.settle(changed)
        self.neighbours.forget(interface, changed)

    def enable(self, interface: Interface, enabled: bool, cause: int) -> None:
        """Switch an interface on or off by hand, as ``ip link set`` does."""
        if enabled != interface.enabled:
            why = Why(rules.PORT_SET, port=interface.name, up=enabled)
            row = row_of(interface)._replace(enabled=enabled)
            changed = self.put(INTERFACE, interface.name, row, why, cause, Kind.STATE_CHANGED)
            self.addressing.switch(interface, enabled, changed)
            interface.lower.set_enabled(enabled, why, changed)
            self.addressing.settle(changed)

    # Questions

    def _first_address(self) -> IPv4Address | None:
        return next((own.address for each in self.interfaces.values() for own in each.addresses), None)

    def interface_names(self) -> tuple[str, ...]:
        """The interfaces by their numbers, which count from 1 (RFC 3493 4)."""
        return self.lo.name, *self.interfaces

    @property
    def loop(self) -> loopback.Loop:
        """What the loopback interface stands on."""
        return self.lo.lower

    def has_interface(self, name: str) -> bool:
        """Whether an interface has this name; the ports of a bridge are none."""
        return name in self.interfaces or name == self.lo.name

    def interface(self, name: str) -> Interface:
        """The interface of this name, the loopback interface among them."""
        return self.lo if name == self.lo.name else self.interfaces[name]

    def interface_of_network(self, ip: IPv4Address) -> Interface:
        """The interface whose configured network has this address, up or not; that towards it where none has."""
        return self.addressing.home_of(ip) or self.ip.interface_towards(ip)

    def can_be_gateway(self, ip: IPv4Address) -> bool:
        """Whether a neighbour can have this address, or there is a route to who has it."""
        if classify(ip, self.ip.addresses) is not Destination.OTHER:
            return False
        return is_near(ip, self.interfaces.values()) or self.routes.lookup(ip) is not None
