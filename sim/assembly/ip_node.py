"""A host or router: its interfaces and routes, and the layers that frames and programs go through."""

from collections.abc import Hashable
from typing import Any, cast
from zlib import crc32

from sim.addresses import ALL_SYSTEMS, BROADCAST_MAC, LIMITED_BROADCAST, IPv4Address, multicast_mac
from sim.assembly.settings import Interface, IpSettings, StaticRoute
from sim.device import rules as device_rules
from sim.device.node import INTERFACE, Node
from sim.effects import TimerName
from sim.ip.acd import machine as acd
from sim.ip.acd import rules as acd_rules
from sim.ip.arp import codec as wire_arp
from sim.ip.arp import machine as arp
from sim.ip.arp import rules as arp_rules
from sim.ip.arp.pdu import Arp
from sim.ip.icmp.layer import IcmpLayer
from sim.ip.ipv4.machine import Addresses, Destination, classify
from sim.ip.ipv4.pdu import IPv4
from sim.ip.neighbours import Neighbours
from sim.ip.pmtu import machine as pmtu
from sim.ip.reassembly import machine as reassembly
from sim.ip.routes import machine as routing
from sim.ip.routes import rules as routes_rules
from sim.ip.stack import IpLayer
from sim.kernel import Kernel
from sim.link import rules as link_rules
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Ethernet
from sim.link.port import Arrival, Port
from sim.shell.application import APPLICATION, Application
from sim.shell.running import Starter
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.transport.sockets.sockets import Sockets
from sim.transport.tcp.layer import TcpLayer
from sim.transport.udp.layer import UdpLayer
from sim.why import Why

_FRAME_RECEIVED = Kind.FRAME_RECEIVED
_DECISIVE = frozenset({arp.TABLE, pmtu.TABLE})
_GROUPS = (BROADCAST_MAC, multicast_mac(ALL_SYSTEMS))
"""The group addresses that every IPv4 node listens to (RFC 1112 4 for all-systems)."""


class IpNode(Node):
    """A device with IPv4 interfaces: a host, or a router where ``settings.forwarding`` says so."""

    def __init__(
        self,
        name: str,
        kernel: Kernel,
        trace: Trace,
        seed: int,
        interfaces: tuple[Interface, ...],
        routes: tuple[StaticRoute, ...] = (),
        settings: IpSettings = IpSettings(),
    ) -> None:
        super().__init__(name, kernel, trace, seed)
        self.settings = settings
        self.kind = "router" if settings.forwarding else "host"
        self._interfaces = {interface.name: interface for interface in interfaces}
        for interface in interfaces:
            port = self.ports[interface.name] = Port(self, interface.name, interface.mac)
            if not settings.conflict_detection:
                port.addresses = interface.addresses
        self._configured_routes = routes
        self._routes = self.tables.setdefault(routing.TABLE, {})
        self.route_table = routing.RouteTable(())
        self.addresses = Addresses(())
        self.secret = self._seed.encode()
        self.ecmp_seed = crc32(self.secret)
        self.applications: dict[int, Application] = {}
        self.starter: Starter | None = None
        self._processes = 0
        self.neighbours = Neighbours(self)
        self.ip = IpLayer(self)
        self.icmp = IcmpLayer(self)
        self.udp = UdpLayer(self)
        self.tcp = TcpLayer(self)
        self.sockets = Sockets(self)
        self._flows = self.ip.decisions.flows

    # Frames

    def receive(self, arrival: Arrival) -> None:
        port, frame, sent = arrival
        if type(frame) is not Ethernet:
            checked = port.receive_checked(frame, sent)
            if checked is None:
                return
            frame = checked
        dst, mac = frame.dst, port.mac
        for_me = dst is mac or dst == mac
        if not for_me and not self._takes_group(frame, port, sent):
            return
        why = port.why_accepted if for_me else port.why_group
        received = self.trace.add(_FRAME_RECEIVED, self.kernel.now, port.spot, sent, frame, why)
        payload = frame.payload
        if for_me and type(payload) is IPv4:
            # What most datagrams are, decided once for all of a flow; the long way is IpLayer.receive.
            flow = self._flows.get((payload.src, payload.dst))
            if (
                flow is not None
                and flow.came_in is port
                and payload.ttl > 1
                and payload.total_length <= flow.mtu
                and not payload.options
            ):
                onward = frame.onward(flow.mac, flow.own_mac, payload.at_ttl(payload.ttl - 1))
                flow.port.send(onward, flow.why, received)
                return
        self._take_in(port, frame, received)

    def _takes_group(self, frame: Ethernet, port: Port, sent: int) -> bool:
        """Whether a frame that is not to the port's own address is for it; if not, its end is recorded."""
        if frame.dst in _GROUPS:
            return True
        if self.settings.promiscuous:
            why = Why(link_rules.NIC_PROMISCUOUS, mac=frame.dst, port=port.name)
            received = self.note(Kind.FRAME_RECEIVED, frame, why, sent, port)
            self.note(Kind.FRAME_DROPPED, frame, port.why_ignored, received, port)
        else:
            self.note(Kind.FRAME_DROPPED, frame, port.why_ignored, sent, port)
        return False

    def _take_in(self, port: Port, frame: Ethernet, received: int) -> None:
        if frame.ethertype == TYPE_IPV4:
            self.ip.receive(port, frame, received)
        elif frame.ethertype == TYPE_ARP:
            self._receive_arp(port, frame, received)
        else:
            why = Why(link_rules.ETHERNET_TYPE_UNKNOWN, ethertype=frame.ethertype)
            self.note(Kind.FRAME_DROPPED, frame, why, received, port)

    def _receive_arp(self, port: Port, frame: Ethernet, received: int) -> None:
        packet = frame.payload
        if not isinstance(packet, Arp):
            octets = cast(bytes, packet)
            why = wire_arp.fault(octets) or Why(arp_rules.NOT_UNDERSTOOD, length=len(octets))
            self.note(Kind.FRAME_DROPPED, frame, why, received, port)
            return
        self.neighbours.receive(port, packet, received)
        for application in list(self.applications.values()):
            application.arp_received(port.name, packet, received)

    def is_proxy_for(self, port: Port, packet: Arp) -> bool:
        """Whether the route to the target of a request leaves through another port (RFC 1027 2.4).

        Nobody's address is one of a group, and a default route leads to no group either. A port without an address
        (not yet, or not any more) tells no network apart.
        """
        target = packet.target_ip
        if not port.addresses or target.is_this_network or classify(target, self.addresses) is not Destination.OTHER:
            return False
        found = self.route_table.lookup(target)
        return found is not None and found.source != routing.LOCAL and any(h.port != port.name for h in found.hops)

    # Programs

    def register(self, application: Application) -> int:
        """Give a program its number."""
        self._processes += 1
        self.applications[self._processes] = application
        return self._processes

    def unregister(self, application: Application) -> None:
        """Forget a program that ended."""
        del self.applications[application.number]

    def timeout(self, name: TimerName, cause: int) -> None:
        match name[0]:
            case arp.TABLE | acd.TABLE:
                self.neighbours.timeout(name, cause)
            case reassembly.TABLE:
                self.ip.reassembly_timeout(name, cause)
            case pmtu.TABLE:
                for effect in pmtu.timeout(self.tables[pmtu.TABLE], cast(IPv4Address, name[1])):
                    self.carry_out(effect, cause)
            case machine:
                assert machine == APPLICATION, f"no machine arms {name}"
                application = self.applications.get(cast(int, name[1]))
                if application is not None:
                    application.timeout(name, cause)

    # Interfaces and routes

    def start(self) -> None:
        for port in self.ports.values():
            self.put_port(port)
            self._attach(port, NO_CAUSE)
        for route in self._configured_routes:
            self.put_route(route, NO_CAUSE)
        self.routes_changed(NO_CAUSE)
        for ip, mac in self.settings.static_arp:
            self.neighbours.set_static(self.port_of_network(ip), ip, mac, NO_CAUSE)
        for port in self.ports.values():
            self._detect(port, NO_CAUSE)

    def put_route(self, route: StaticRoute, cause: int, source: str = routing.STATIC) -> bool:
        """Add a route to the table, and :meth:`routes_changed` makes it count; false where it is there already."""
        row = routing.RouteRow(
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
        if key in self._routes:
            return False
        why = Why(routes_rules.CONFIGURED, prefix=row.prefix, source=source)
        self.put(routing.TABLE, key, row, why, cause)
        return True

    def remove_route(self, route: StaticRoute, cause: int) -> bool:
        """Take the configured routes out that are as ``route`` says as far as it says; whether there were any."""
        wanted = [
            key
            for key, row in self._routes.items()
            if row.prefix == route.prefix
            and row.source not in (routing.LOCAL, routing.CONNECTED)
            and route.next_hop in (None, row.next_hop)
            and route.port in (None, row.port)
        ]
        for key in wanted:
            self.remove(routing.TABLE, key, Why(routes_rules.DELETED, prefix=route.prefix), cause)
        return bool(wanted)

    def routes_changed(self, cause: int) -> None:
        """Choose anew which routes are in force, after rows, ports or addresses have changed."""
        self.addresses = Addresses((port.name, own) for port in self.ports.values() for own in port.addresses)
        up = [port.name for port in self.ports.values() if port.up]
        for put in routing.update(self._routes, up):
            self.carry_out(put, cause)
        self.route_table = routing.RouteTable(self._routes.values())
        self.ip.decisions.forget()

    def link_changed(self, port: Port, cause: int) -> None:
        changed = self.note_link(port, cause)
        if not port.up:
            self.icmp.forget_redirects(port.name, None, changed)
            # The routes first: what waited on this port fails, and the errors about it need a way.
            self.routes_changed(changed)
            self.neighbours.forget(port, changed)
            return
        if self.settings.conflict_detection:
            # RFC 5227 2.1: whenever "a link-state change signals that an Ethernet cable has been connected", the
            # address is probed for, and not used before.
            for own in port.addresses:
                again = Why(acd_rules.PROBE_AGAIN, ip=own.address, port=port.name)
                self.abandoned(port, own.address, again, changed)
        self.routes_changed(changed)
        self._detect(port, changed)

    def enable(self, port: Port, enabled: bool, cause: int) -> None:
        """Switch a port on or off by hand, as ``ip link set`` does."""
        if enabled != port.enabled:
            port.enabled = enabled
            why = Why(device_rules.PORT_SET, port=port.name, up=enabled)
            changed = self.put(INTERFACE, port.name, port.row, why, cause, Kind.STATE_CHANGED)
            if port.link is not None:
                port.link.settle(why, changed)

    def acquired(self, port: Port, ip: IPv4Address, why: Why, cause: int) -> None:
        """Begin to use an address that turned out to be free."""
        address = next(own for own in self._interfaces[port.name].addresses if own.address == ip)
        if address not in port.addresses:
            port.addresses = (*port.addresses, address)
            changed = self.put(INTERFACE, port.name, port.row, why, cause)
            self._attach(port, changed)
            self.routes_changed(changed)

    def abandoned(self, port: Port, ip: IPv4Address, why: Why, cause: int) -> None:
        """Cease to use an address that somebody else has."""
        for own in port.addresses:
            if own.address == ip:
                port.addresses = tuple(other for other in port.addresses if other is not own)
                changed = self.put(INTERFACE, port.name, port.row, why, cause)
                for row in routing.attached_rows(port.name, own):
                    self.remove(routing.TABLE, routing.key_of(row), why, changed)
                self.routes_changed(changed)
                return

    def _attach(self, port: Port, cause: int) -> None:
        for own in port.addresses:
            for row in routing.attached_rows(port.name, own):
                rule = routes_rules.OWN_ADDRESS if row.source == routing.LOCAL else routes_rules.ATTACHED
                why = Why(rule, prefix=row.prefix, address=own, port=port.name)
                self.put(routing.TABLE, routing.key_of(row), row._replace(active=port.up), why, cause)

    def _detect(self, port: Port, cause: int) -> None:
        if self.settings.conflict_detection and port.up:
            for own in self._interfaces[port.name].addresses:
                self.neighbours.detect(port, own.address, cause)

    # Questions

    def port_of(self, address: IPv4Address) -> Port | None:
        """The port that has this address."""
        name = self.addresses.own.get(address)
        return None if name is None else self.ports[name]

    def first_port(self) -> Port:
        return next(iter(self.ports.values()))

    def port_towards(self, ip: IPv4Address) -> Port:
        """The port through which a datagram for ``ip`` would leave; the first where there is no route."""
        found = self.route_table.lookup(ip)
        return self.ports[found.hops[0].port] if found is not None and found.hops else self.first_port()

    def port_of_network(self, ip: IPv4Address) -> Port:
        """The port whose configured network has this address, up or not; that towards it where none has."""
        for interface in self._interfaces.values():
            if any(ip in own.prefix for own in interface.addresses):
                return self.ports[interface.name]
        return self.port_towards(ip)

    def can_be_gateway(self, ip: IPv4Address) -> bool:
        """Whether a neighbour can have this address, or there is a route to who has it."""
        if classify(ip, self.addresses) is not Destination.OTHER:
            return False
        is_near = any(ip in own.prefix for port in self.ports.values() for own in port.addresses)
        return is_near or self.route_table.lookup(ip) is not None

    def is_broadcast(self, ip: IPv4Address) -> bool:
        """Whether a datagram to this address is for everyone on a link."""
        return ip == LIMITED_BROADCAST or ip in self.addresses.broadcasts

    # A row that changes can change what a remembered decision rested on

    def put(self, table: str, key: Hashable, row: Any, why: Why, cause: int, kind: Kind | None = None) -> int:
        if table in _DECISIVE:
            self.ip.decisions.forget()
        return Node.put(self, table, key, row, why, cause, kind)  # super() would take a tenth of the time

    def remove(self, table: str, key: Hashable, why: Why, cause: int, kind: Kind = Kind.ROW_REMOVED) -> int:
        if table in _DECISIVE:
            self.ip.decisions.forget()
        return super().remove(table, key, why, cause, kind)
