"""The way of a datagram through a host or router: in, up, on, or out (RFC 1122 3.3, RFC 1812 5.2)."""

from collections.abc import Callable, Mapping
from typing import cast

from sim.addresses import (
    ALL_SYSTEMS,
    ANY,
    BROADCAST_MAC,
    LIMITED_BROADCAST,
    LOOPBACK,
    IPv4Address,
    MacAddress,
    Prefix,
    multicast_mac,
)
from sim.device.interface import Interface
from sim.device.node import Node
from sim.effects import Drop, TimerName
from sim.ip.addressing import Addressing
from sim.ip.arp import machine as arp
from sim.ip.contracts import Deliver, SendOptions
from sim.ip.flows import Decisions
from sim.ip.groups import rules as group_rules
from sim.ip.groups.service import Groups
from sim.ip.hooks import FlowKey, Hooks, Lasting, Point, ports_of
from sim.ip.icmp import machine as icmp
from sim.ip.icmp import pdu as codes
from sim.ip.icmp.contracts import Errors
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4 import codec as wire
from sim.ip.ipv4 import machine as rules
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.machine import Addresses, Destination
from sim.ip.ipv4.option_checks import check_options, has_source_route
from sim.ip.ipv4.pdu import HEADER_LENGTH, PROTOCOL_UDP, IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.neighbours import Neighbours
from sim.ip.pmtu import machine as pmtu
from sim.ip.pmtu import rules as pmtu_rules
from sim.ip.reassembly import machine as reassembly
from sim.ip.reassembly.settings import ReassemblySettings
from sim.ip.routes import machine as routing
from sim.ip.routes import rules as routes_rules
from sim.ip.routes.machine import Hop, Lookup
from sim.ip.routes.service import Routes
from sim.link.ethernet.pdu import NOBODY, TYPE_IPV4, Ethernet
from sim.pdu.base import Content
from sim.settings import NodeSettings
from sim.trace.records import Kind
from sim.why import Why

_DECISION = Kind.DECISION

_LONGEST = 65535
"""The longest datagram there is (octets): less than a loopback interface carries (RFC 791 3.1, Total Length)."""

_GROUP_RULES = {
    Destination.LIMITED_BROADCAST: ipv4_rules.LIMITED_BROADCAST,
    Destination.MULTICAST: ipv4_rules.MULTICAST,
}
"""Destinations for which a node looks up no route, with the rules that say so."""

_DISCARD_CODES = {
    routing.UNREACHABLE: codes.HOST_UNREACHABLE,
    routing.PROHIBIT: codes.ADMINISTRATIVELY_PROHIBITED,
}

Tap = Callable[[IPv4, Interface | None, int], bool]
"""Is shown each datagram for this node, whole, the interface that it came in at (``None`` for the node itself), and the
record of its arrival; tells whether somebody takes it."""


class IpLayer:
    """Receives, delivers, forwards and sends datagrams for one node.

    Protocols above sign up with :meth:`on_protocol`; filters and translations with ``hooks``.
    """

    def __init__(
        self,
        node: Node,
        interfaces: Mapping[str, Interface],
        routes: Routes,
        neighbours: Neighbours,
        addressing: Addressing,
        loopback: Interface,
        settings: NodeSettings,
        ecmp_seed: int,
    ) -> None:
        self.node = node
        self._loopback = loopback
        self.interfaces = interfaces
        self.routes = routes
        self.groups = Groups(node)
        self.settings = settings.of(Ipv4Settings)
        self.errors: Errors | None = None
        """Who tells senders what became of their datagrams; without ICMP nobody does."""
        self._neighbours = neighbours
        self._addressing = addressing
        self._reassembly_settings = settings.of(ReassemblySettings)
        self._redirects = settings.of(IcmpSettings).redirects
        self._ecmp_seed = ecmp_seed
        self._protocols: dict[int, Deliver] = {}
        self._taps: list[Tap] = []
        self.decisions = Decisions(node, neighbours.table)
        self.hooks = Hooks(node, self.decisions.forget)
        self._flows = self.decisions.flows
        self._sources = self.decisions.sources
        self._welcome = self.decisions.welcome
        self._paths: dict[IPv4Address, pmtu.PmtuRow] = node.tables.setdefault(pmtu.TABLE, {})
        self._fragments = node.tables.setdefault(reassembly.TABLE, {})
        self.next_identification: Callable[[], int] = rules.identifications(self.settings.first_identification).__next__
        """The number of the next datagram that leaves with an address of this node."""
        self._awaiting: set[str] = set()
        node.on_change((arp.TABLE, pmtu.TABLE), self.decisions.forget)
        node.on_timeout(reassembly.TABLE, self._reassembly_timeout)
        node.on_timeout(pmtu.TABLE, self._path_timeout)
        addressing.on_change(self.decisions.forget)
        for interface in interfaces.values():
            self.attend(interface)

    def attend(self, interface: Interface) -> None:
        """Hear at an interface what every host hears: RFC 1112 4, the group of all systems."""
        interface.groups.add(multicast_mac(ALL_SYSTEMS))

    @property
    def forwards(self) -> bool:
        """Whether datagrams for others are passed on."""
        return self.settings.forwarding

    def set_forwarding(self, on: bool) -> None:
        """Pass datagrams on for others from now on, or not."""
        self.settings = self.settings._replace(forwarding=on)

    # Who takes part

    def on_protocol(self, number: int, deliver: Deliver) -> None:
        """Hand the datagrams for this node that have a protocol number to somebody."""
        self._protocols[number] = deliver

    def tap(self, tap: Tap) -> None:
        """Show somebody each datagram for this node before its protocol gets it, as raw sockets want."""
        self._taps.append(tap)

    def await_address(self, interface: str, on: bool) -> None:
        """Take in user datagrams to any address at an interface, whose own somebody is about to tell this node."""
        (self._awaiting.add if on else self._awaiting.discard)(interface)

    def _may_be_mine(self, interface: Interface, datagram: IPv4, link_broadcast: bool) -> bool:
        return interface.name in self._awaiting and datagram.protocol == PROTOCOL_UDP and not link_broadcast

    # In

    def receive(self, interface: Interface, frame: Ethernet, received: int) -> None:
        """Take in what a frame carried (RFC 1122 3.2.1, RFC 1812 5.2.1)."""
        datagram = frame.payload
        if type(datagram) is not IPv4:
            octets = cast(bytes, datagram)
            why = wire.fault(octets) or Why(ipv4_rules.NOT_UNDERSTOOD, length=len(octets))
            self.node.note(Kind.PACKET_DROPPED, None, why, received, interface)
            return
        dst, mac = frame.dst, interface.mac
        key: FlowKey | None = None
        if (dst is mac or dst == mac) and not datagram.options:
            key = (datagram.src, datagram.dst) if self.hooks.is_plain else self.hooks.key(datagram)
            flow = self._flows.get(key)
            if flow is not None:
                # What most datagrams are, decided once for all of a flow.
                if flow.came_in is interface and datagram.ttl > 1 and datagram.total_length <= flow.mtu:
                    if flow.again is None:
                        lowered = datagram.at_ttl(datagram.ttl - 1)
                    else:
                        again = flow.again(datagram, received, 1)
                        if again is None:
                            self._look_at(interface, frame, datagram, key, received)
                            return
                        lowered, received = again
                    onward = frame.onward(flow.mac, flow.own_mac, lowered)
                    flow.send(onward, flow.why, received)
                    return
            elif key in self._welcome:
                self.deliver(datagram, interface, received, False)
                return
        self._look_at(interface, frame, datagram, key, received)

    def receive_own(self, interface: Interface, frame: Ethernet, received: int) -> None:
        """Take in what this node has sent to itself: its addresses are in no doubt."""
        datagram = cast(IPv4, frame.payload)
        lasting: list[Lasting] = []
        passed = self.hooks.run(Point.PREROUTING, datagram, interface, None, received, lasting)
        if passed is None:
            return
        datagram, received = passed
        if datagram.options and (why_not := check_options(datagram.options)) is not None:
            self._refuse_options(datagram, interface, received, why_not, link_broadcast=False)
        else:
            destination = Destination.LOCAL
            if datagram.dst.is_multicast:
                why_not = self._not_heard(interface, datagram)
                if why_not is not None:
                    self.node.note(Kind.PACKET_DROPPED, datagram, why_not, received, interface)
                    return
                destination = Destination.MULTICAST
            self._let_in(datagram, interface, received, None, lasting, destination)

    def _not_heard(self, interface: Interface, datagram: IPv4) -> Why | None:
        """Why this node does not take in what was sent to a group."""
        return self.groups.refuse(interface.name, datagram, Why(ipv4_rules.GROUP_NOT_JOINED, dst=datagram.dst))

    def _look_at(
        self, interface: Interface, frame: Ethernet, datagram: IPv4, key: FlowKey | None, received: int
    ) -> None:
        """The long way in, of a datagram whose flow is not known."""
        node, settings, addresses = self.node, self.settings, self._addressing.in_use
        link_broadcast = frame.dst.is_group
        why_not = rules.check_received(datagram, link_broadcast, addresses)
        if why_not is not None:
            node.note(Kind.PACKET_DROPPED, datagram, why_not, received, interface)
            return
        lasting: list[Lasting] = []
        passed = self.hooks.run(Point.PREROUTING, datagram, interface, None, received, lasting)
        if passed is None:
            return
        datagram, received = passed
        destination = rules.classify(datagram.dst, addresses, interface.name)
        if (
            self._awaiting
            and destination is Destination.OTHER
            and self._may_be_mine(interface, datagram, link_broadcast)
        ):
            # RFC 2131 4.1: "accept and forward to the IP layer any IP packets delivered to the client's hardware
            # address before the IP address is configured".
            why = Why(ipv4_rules.ADDRESS_AWAITED, dst=datagram.dst, port=interface.name)
            taken = node.note(Kind.DECISION, datagram, why, received)
            self._let_in(datagram, interface, taken, None, lasting, Destination.LOCAL)
            return
        if destination is Destination.MULTICAST:
            why_not = self._not_heard(interface, datagram)
        elif destination is Destination.OTHER and not settings.forwarding:
            why_not = Why(ipv4_rules.NOT_MINE, dst=datagram.dst)
        if why_not is not None:
            node.note(Kind.PACKET_DROPPED, datagram, why_not, received, interface)
            return
        if datagram.options and (why_not := check_options(datagram.options)) is not None:
            self._refuse_options(datagram, interface, received, why_not, link_broadcast)
        elif destination is Destination.OTHER:
            self._pass_on(interface, datagram, received, link_broadcast, key, lasting)
            if datagram.dst in addresses.broadcasts:
                # RFC 1812 5.2.3: what addresses everyone on a network attached elsewhere is "passed to the forwarder
                # AND delivered locally".
                self._let_in(datagram, interface, received, None, lasting)
        else:
            is_one = destination is Destination.LOCAL and not link_broadcast
            self._let_in(datagram, interface, received, key if is_one else None, lasting, destination)

    def _let_in(
        self,
        datagram: IPv4,
        interface: Interface,
        received: int,
        key: FlowKey | None,
        lasting: list[Lasting],
        destination: Destination = Destination.DIRECTED_BROADCAST,
    ) -> None:
        """Deliver a datagram that has come in for this node, as far as the hooks let it."""
        passed = self.hooks.run(Point.INPUT, datagram, interface, None, received, lasting)
        if passed is None:
            return
        datagram, received = passed
        if not datagram.options and not lasting:
            self.decisions.remember_welcome(key)
        self.deliver(datagram, interface, received, destination is not Destination.LOCAL)

    def deliver(self, datagram: IPv4, interface: Interface | None, cause: int, broadcast: bool) -> None:
        """Hand a datagram for this node to its protocol, once it is whole (RFC 1122 3.3.2)."""
        if not (datagram.more_fragments or datagram.fragment_offset):
            self._deliver_whole(datagram, interface, cause, broadcast)
            return
        whole = self.reassemble(datagram, cause)
        if whole is not None:
            read, why = whole
            self._deliver_whole(read, interface, self.node.note(Kind.DECISION, read, why, cause), broadcast)

    def reassemble(self, datagram: IPv4, cause: int) -> tuple[IPv4, Why] | None:
        """Keep a fragment; once all of its datagram are here, the datagram, and why it is whole."""
        node, whole = self.node, None
        if not isinstance(datagram.payload, bytes):  # damage can leave a value that only looks whole
            datagram = datagram.with_payload(wire.payload_octets(datagram))
        for effect in reassembly.receive(self._fragments, self._reassembly_settings, datagram, node.now):
            match effect:
                case reassembly.Reassembled(found, why):
                    octets = cast(bytes, found.payload)
                    payload = wire.parse_payload(found.protocol, found.src, found.dst, octets)
                    whole = found.with_payload(payload), why
                case Drop(why):
                    node.note(Kind.PACKET_DROPPED, datagram, why, cause)
                case _:
                    node.carry_out(effect, cause)
        return whole

    def _reassembly_timeout(self, name: TimerName, cause: int) -> None:
        """The missing fragments of a datagram did not come in time."""
        key = cast(reassembly.ReassemblyKey, name[1])
        for effect in reassembly.timeout(self._fragments, key):
            match effect:
                case reassembly.Expired(first, why):
                    dropped = self.node.note(Kind.PACKET_DROPPED, first, why, cause)
                    if rules.classify(first.dst, self._addressing.in_use) is Destination.OTHER:
                        continue  # RFC 792 has hosts tell their senders, and a hook waited for this one
                    self._tell(icmp.time_exceeded(codes.REASSEMBLY_EXCEEDED, wire.encode(first)), first, dropped)
                case _:
                    self.node.carry_out(effect, cause)

    def _path_timeout(self, name: TimerName, cause: int) -> None:
        """What is known of a path is too old to be believed."""
        for effect in pmtu.timeout(self._paths, cast(IPv4Address, name[1])):
            self.node.carry_out(effect, cause)

    def _deliver_whole(self, datagram: IPv4, interface: Interface | None, cause: int, broadcast: bool) -> None:
        is_read = False
        for tap in self._taps:
            is_read |= tap(datagram, interface, cause)
        deliver = self._protocols.get(datagram.protocol)
        if deliver is not None:
            deliver(datagram, interface, cause, broadcast)
        elif not is_read:
            why = Why(ipv4_rules.PROTOCOL_UNKNOWN, protocol=datagram.protocol, dst=datagram.dst)
            dropped = self.node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            error = icmp.unreachable(codes.PROTOCOL_UNREACHABLE, wire.encode(datagram))
            self._tell(error, datagram, dropped, broadcast)

    def _refuse_options(
        self, datagram: IPv4, interface: Interface, received: int, why: Why, link_broadcast: bool
    ) -> None:
        dropped = self.node.note(Kind.PACKET_DROPPED, datagram, why, received, interface)
        octets = wire.encode(datagram)
        if why.rule != ipv4_rules.SOURCE_ROUTE_REFUSED:
            error = icmp.parameter_problem(why.facts["pointer"], octets)
        else:
            error = icmp.unreachable(codes.SOURCE_ROUTE_FAILED, octets)
        self._tell(error, datagram, dropped, link_broadcast)

    def _tell(self, error: codes.Icmp, about: IPv4, cause: int, link_broadcast: bool = False) -> None:
        if self.errors is not None:
            self.errors.send_error(error, about, cause, link_broadcast)

    # On

    def _pass_on(
        self,
        interface: Interface,
        datagram: IPv4,
        received: int,
        link_broadcast: bool,
        key: FlowKey | None,
        lasting: list[Lasting],
    ) -> None:
        """Forward a datagram that is for somebody else: RFC 1812 5.2.1.2, where the TTL comes after the route."""
        node = self.node
        allows = self.settings.directed_broadcast
        why = rules.check_forward(datagram, link_broadcast, self._addressing.in_use, allows)
        if why is not None:
            node.note(Kind.PACKET_DROPPED, datagram, why, received, interface)
            return
        found = self.routes.lookup(datagram.dst)
        if found is None or not found.hops:
            self._no_way(datagram, found, received)
            return
        why = rules.check_ttl(datagram)
        if why is not None:
            dropped = node.note(Kind.PACKET_DROPPED, datagram, why, received, interface)
            self._tell(icmp.time_exceeded(codes.TTL_EXCEEDED, wire.encode(datagram)), datagram, dropped)
            return
        self._forward(interface, datagram, found, received, key, lasting)

    def _no_way(self, datagram: IPv4, found: Lookup | None, received: int) -> None:
        why = routing.decision(datagram.dst, found)
        dropped = self.node.note(Kind.PACKET_DROPPED, datagram, why, received)
        code = codes.NET_UNREACHABLE if found is None else _DISCARD_CODES.get(found.kind)
        if code is not None:
            self._tell(icmp.unreachable(code, wire.encode(datagram)), datagram, dropped)

    def _forward(
        self,
        interface: Interface,
        datagram: IPv4,
        found: Lookup,
        received: int,
        key: FlowKey | None,
        lasting: list[Lasting],
    ) -> None:
        node = self.node
        hop = self._choose(found, datagram)
        out, next_hop = self.interfaces[hop.port], hop.next_hop or datagram.dst
        why = routing.decision(datagram.dst, found, hop, self._network(hop))
        redirect = None
        if self._redirects:
            networks = [own.prefix for own in out.addresses]
            source_routed = bool(datagram.options) and has_source_route(datagram.options)
            redirect = icmp.reason_to_redirect(
                datagram, interface.name, out.name, next_hop, networks=networks, source_routed=source_routed
            )
        onward, cause = datagram.at_ttl(datagram.ttl - 1), received
        for point in (Point.FORWARD, Point.POSTROUTING):
            passed = self.hooks.run(point, onward, interface, out, cause, lasting)
            if passed is None:
                return
            onward, cause = passed
        trouble = self._emit(out, next_hop, onward, why, cause)
        if trouble is not None:
            dropped = node.note(Kind.PACKET_DROPPED, datagram, trouble, received, out)
            if trouble.rule == ipv4_rules.FRAGMENTATION_NEEDED:
                self._tell(icmp.fragmentation_needed(out.mtu, wire.encode(datagram)), datagram, dropped)
        elif redirect is not None:
            decided = node.note(Kind.DECISION, datagram, redirect, received)
            self._tell(icmp.redirect(next_hop, wire.encode(datagram)), datagram, decided)
        elif len(found.hops) == 1 and next_hop not in self._addressing.in_use.broadcasts:
            self.decisions.remember_flow(key, interface, out, next_hop, out.mtu, why, tuple(lasting))

    def _choose(self, found: Lookup, datagram: IPv4) -> Hop:
        if len(found.hops) == 1:
            return found.hops[0]
        # RFC 1812 4.3.2.4: an error leaves through the interface whose address it bears.
        own = self._addressing.in_use.own.get(datagram.src)
        hops = tuple(hop for hop in found.hops if hop.port == own) or found.hops
        ports = None if datagram.is_fragment else ports_of(datagram)
        return routing.choose(
            hops, datagram.src, datagram.dst, datagram.protocol, ports or (0, 0), seed=self._ecmp_seed
        )

    def _network(self, hop: Hop) -> Prefix | None:
        """The attached network that a neighbour is in."""
        if hop.next_hop is None:
            return None
        own = self.interfaces[hop.port].addresses
        return next((address.prefix for address in own if hop.next_hop in address.prefix), None)

    # Out

    def send(
        self,
        dst: IPv4Address,
        protocol: int,
        payload: Content,
        why: Why,
        cause: int,
        options: SendOptions = SendOptions(),
    ) -> Why | None:
        """Send one of this node's own; the reason where that is not possible, as a socket call would say it."""
        src = options.source
        if src is None:
            src = self._sources[dst] if dst in self._sources else self.source_for(dst)
        ttl = options.ttl
        if ttl is None:
            # RFC 1112 6.1: for a group "it should default to 1"
            ttl = 1 if dst.is_multicast else self.settings.ttl
        dont_fragment = options.dont_fragment
        if dont_fragment is None:
            dont_fragment = HEADER_LENGTH + len(payload) <= self.mtus(dst)[1]
        datagram = IPv4(src or ANY, dst, protocol, payload, ttl, dont_fragment=dont_fragment, tos=options.tos)
        if src is None:
            why = Why(ipv4_rules.NO_ADDRESS, dst=dst)
            self.node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            return why
        decided = self.node.note(Kind.DECISION, datagram, why, cause)
        if options.station is not None and options.interface is not None:
            return self._send_to_station(datagram, options.station, self.interfaces[options.interface], decided)
        return self.send_datagram(datagram, decided, options.interface, options.loops)

    def _send_to_station(self, datagram: IPv4, mac: MacAddress, out: Interface, cause: int) -> Why | None:
        """Send a datagram out of an interface in a frame to a station that nobody has to be asked for."""
        datagram.identification = self.next_identification()
        lasting: list[Lasting] = []
        passed = self.hooks.run(Point.OUTPUT, datagram, None, None, cause, lasting)
        if passed is None:
            return None
        datagram, cause = passed
        why = Why(ipv4_rules.STATION_KNOWN, dst=datagram.dst, mac=mac, port=out.name)
        return self._leave(out, datagram.dst, datagram, why, cause, lasting, station=mac)[0]

    def send_datagram(self, datagram: IPv4, cause: int, through: str | None = None, loops: bool = True) -> Why | None:
        """Number a datagram of this node, choose its way and send it (RFC 1122 3.3.1).

        ``through`` names the interface to leave through, where that is not left to the routes. ``loops``: this node
        hears what it sends to a group that it is in (RFC 1112 6.1).
        """
        node, dst, hooks = self.node, datagram.dst, self.hooks
        if not datagram.identification:  # a program that writes its own header may have chosen one
            datagram.identification = self.next_identification()
        key = (datagram.src, dst) if hooks.is_plain else hooks.key(datagram)
        flow = self._flows.get(key)
        if flow is not None and flow.came_in is None and datagram.total_length <= flow.mtu and through is None:
            again = (datagram, cause) if flow.again is None else flow.again(datagram, cause, 0)
            if again is not None:
                datagram, cause = again
                decided = node.trace.add(_DECISION, node.kernel.now, node.spot, cause, datagram, flow.why)
                flow.send(Ethernet(flow.mac, flow.own_mac, TYPE_IPV4, datagram), flow.why, decided)
                return None
        lasting: list[Lasting] = []
        passed = hooks.run(Point.OUTPUT, datagram, None, None, cause, lasting)
        if passed is None:
            return None
        datagram, cause = passed
        dst = datagram.dst
        destination = rules.classify(dst, self._addressing.in_use)
        if destination is Destination.LOCAL:
            return self._send_to_itself(datagram, cause, lasting)
        if destination in _GROUP_RULES:
            return self._send_to_many(destination, datagram, cause, through, loops, lasting)
        found = self._way_to(dst, through)
        if isinstance(found, Why):
            node.note(Kind.PACKET_DROPPED, datagram, found, cause)
            return found
        hop = self._choose(found, datagram)
        why = routing.decision(dst, found, hop, self._network(hop))
        out, next_hop, path = self.interfaces[hop.port], hop.next_hop or dst, self._paths.get(dst)
        trouble, has_left = self._leave(out, next_hop, datagram, why, cause, lasting, path)
        if has_left and len(found.hops) == 1 and through is None:
            mtu = out.mtu if path is None else min(path.mtu, out.mtu)
            if not datagram.options and next_hop not in self._addressing.in_use.broadcasts:
                self.decisions.remember_flow(key, None, out, next_hop, mtu, why, tuple(lasting))
        return trouble

    def _leave(
        self,
        out: Interface,
        next_hop: IPv4Address,
        datagram: IPv4,
        why: Why,
        cause: int,
        lasting: list[Lasting],
        path: pmtu.PmtuRow | None = None,
        station: MacAddress | None = None,
    ) -> tuple[Why | None, bool]:
        """Put one of this node's own on a link: the reason where that is not possible, and whether it has left."""
        passed = self.hooks.run(Point.POSTROUTING, datagram, None, out, cause, lasting)
        if passed is None:
            return None, False
        datagram, cause = passed
        decided = self.node.note(Kind.DECISION, datagram, why, cause)
        why_not = None if out is self._loopback else _check_leaving(datagram)
        trouble = why_not or self._emit(out, next_hop, datagram, why, decided, path, station)
        if trouble is not None:
            self.node.note(Kind.PACKET_DROPPED, datagram, trouble, decided)
        return trouble, trouble is None

    def _send_to_many(
        self,
        destination: Destination,
        datagram: IPv4,
        cause: int,
        through: str | None,
        loops: bool,
        lasting: list[Lasting],
    ) -> Why | None:
        """Send what is for everybody on a link, or for a group."""
        dst = datagram.dst
        if through is None and dst.is_multicast and datagram.src.is_loopback:
            through = self._loopback.name
        out = self._outlet(through) or self.interface_of(datagram.src) or self.first_interface()
        why = Why(_GROUP_RULES[destination], dst=dst, port=out.name)
        if destination is Destination.MULTICAST and self._stays_inside(out, datagram, loops, cause):
            return None
        return self._leave(out, dst, datagram, why, cause, lasting)[0]

    def _stays_inside(self, out: Interface, datagram: IPv4, loops: bool, cause: int) -> bool:
        """Take in a copy of what this node sends to a group that the interface is in; whether nothing else is sent."""
        node, dst = self.node, datagram.dst
        if out is self._loopback:
            return False
        if loops and self.groups.filter_of(out.name, dst).lets(datagram.src):
            why = Why(group_rules.HEARD_HERE, dst=dst, port=out.name)
            node.later(0, self._loop, (out, datagram, node.note(Kind.DECISION, datagram, why, cause)))
        if datagram.ttl > 0:
            return False
        node.note(Kind.PACKET_DROPPED, datagram, Why(group_rules.KEPT_INSIDE, dst=dst), cause, out)
        return True

    def _loop(self, looped: tuple[Interface, IPv4, int]) -> None:
        out, datagram, cause = looped
        self._let_in(datagram, out, cause, None, [], Destination.MULTICAST)

    def _send_to_itself(self, datagram: IPv4, cause: int, lasting: list[Lasting]) -> Why | None:
        """Send a datagram to this node through the loopback interface, whichever of its addresses it is for."""
        node, out, dst = self.node, self._loopback, datagram.dst
        if (why_not := self._no_way_inside(dst)) is not None:
            node.note(Kind.PACKET_DROPPED, datagram, why_not, cause)
            return why_not
        passed = self.hooks.run(Point.POSTROUTING, datagram, None, out, cause, lasting)
        if passed is None:
            return None
        datagram, cause = passed
        why = Why(ipv4_rules.LOOPBACK, dst=dst, port=out.name)
        decided = node.note(Kind.DECISION, datagram, why, cause)
        trouble = self._emit(out, dst, datagram, why, decided)
        if trouble is not None:
            node.note(Kind.PACKET_DROPPED, datagram, trouble, decided)
        return trouble

    def _no_way_inside(self, dst: IPv4Address) -> Why | None:
        """While the loopback interface is down, its own network is gone; other addresses of the node stay known."""
        return Why(routes_rules.NONE, dst=dst) if dst.is_loopback and not self._loopback.up else None

    def no_way_to(self, dst: IPv4Address) -> Why | None:
        """Why this node can send nothing to ``dst`` at all, as ``connect`` would tell; ``None`` where it can."""
        destination = rules.classify(dst, self._addressing.in_use)
        if destination is Destination.LOCAL:
            return self._no_way_inside(dst)
        if destination in _GROUP_RULES:
            return None
        found = self._way_to(dst)
        return found if isinstance(found, Why) else None

    def doubt_way_to(self, dst: IPv4Address, cause: int) -> None:
        """Ask anew whether the neighbours on the way to ``dst`` are there: nothing seems to arrive."""
        found = self.routes.lookup(dst)
        for hop in () if found is None else found.hops:
            self._neighbours.doubt(self.interfaces[hop.port], hop.next_hop or dst, cause)

    def mtus(self, dst: IPv4Address) -> tuple[int, int]:
        """How long a datagram may be on this node's link towards ``dst``, and on all of the way, as far as known."""
        if dst in self._addressing.in_use.own or dst.is_loopback:
            mtu = min(self._loopback.mtu, _LONGEST)
            return mtu, mtu
        return self._mtus_towards(dst)

    def _mtus_towards(self, dst: IPv4Address) -> tuple[int, int]:
        mtu, path = self.interface_towards(dst).mtu, self._paths.get(dst)
        return mtu, mtu if path is None else min(path.mtu, mtu)

    def _way_to(self, dst: IPv4Address, through: str | None = None) -> Lookup | Why:
        """The route for one of this node's own datagrams, or why there is none."""
        if dst.is_this_network:  # RFC 1122 3.2.1.3 (a), (b): "MUST NOT be sent, except as a source address"
            return Why(ipv4_rules.DESTINATION_THIS_NETWORK, dst=dst)
        found = self.routes.lookup(dst)
        if found is not None and through is not None:
            found = found._replace(hops=tuple(hop for hop in found.hops if hop.port == through))
        return found if found is not None and found.hops else routing.decision(dst, found)

    def source_for(self, dst: IPv4Address) -> IPv4Address | None:
        """The address that a datagram to ``dst`` is sent from (RFC 1122 3.3.4.3); ``None`` where there is none.

        A host that has no address yet sends from 0.0.0.0, and only to everyone on the link (3.2.1.3 (a)).
        """
        addresses = self._addressing.in_use
        if dst.is_loopback:
            return LOOPBACK
        if dst in addresses.own:
            return dst
        found = self.routes.lookup(dst)
        if found is None or not found.hops:
            without = ANY if dst == LIMITED_BROADCAST and not addresses.own else None
            return next(iter(addresses.own), without)
        hop = found.hops[0]
        source = rules.source_address(addresses, hop.port, hop.next_hop or dst)
        self.decisions.remember_source(dst, source)
        return source

    # Questions

    @property
    def addresses(self) -> Addresses:
        """The addresses in use, arranged for the questions that a datagram raises."""
        return self._addressing.in_use

    def is_broadcast(self, ip: IPv4Address) -> bool:
        """Whether a datagram to this address is for everyone on a link."""
        return ip == LIMITED_BROADCAST or ip in self._addressing.in_use.broadcasts

    def interface_of(self, address: IPv4Address) -> Interface | None:
        """The interface that has this address."""
        name = self._addressing.in_use.own.get(address)
        return None if name is None else self.interfaces[name]

    def first_interface(self) -> Interface:
        """The first interface that is up; the first of all where none is."""
        every = self.interfaces.values()
        return next((each for each in every if each.up), next(iter(every)))

    def interface_towards(self, ip: IPv4Address) -> Interface:
        """The interface through which a datagram for ``ip`` would leave; the first where there is no route."""
        found = self.routes.lookup(ip)
        return self.interfaces[found.hops[0].port] if found is not None and found.hops else self.first_interface()

    def outlet_for(self, group: IPv4Address) -> Interface:
        """The interface through which datagrams to a group leave, and are heard, where nobody names one."""
        source = self.source_for(group)
        return (None if source is None else self.interface_of(source)) or self.first_interface()

    def _outlet(self, name: str | None) -> Interface | None:
        return self._loopback if name == self._loopback.name else self.interfaces.get(name or "")

    # Onto a link

    def _emit(
        self,
        out: Interface,
        next_hop: IPv4Address,
        datagram: IPv4,
        why: Why,
        cause: int,
        path: pmtu.PmtuRow | None = None,
        station: MacAddress | None = None,
    ) -> Why | None:
        """Put a datagram on a link, in fragments where it is too long; the reason where it must not be cut.

        ``path`` tells how long one of this node's own may be (RFC 1191 3); routers on the way look at their link alone.
        """
        is_narrow = path is not None and path.mtu < out.mtu
        mtu = path.mtu if path is not None and is_narrow else out.mtu
        if len(datagram) <= mtu:
            self._to_link(out, next_hop, datagram, why, cause, station)
            return None
        trouble = (pmtu.check(datagram, path) if path and is_narrow else None) or rules.check_mtu(datagram, mtu)
        if trouble is not None:
            return trouble
        pieces = rules.fragment(datagram, wire.payload_octets(datagram), mtu)
        for number, piece in enumerate(pieces, 1):
            cut = Why(
                pmtu_rules.FRAGMENT if is_narrow else ipv4_rules.FRAGMENT,
                number=number,
                of=len(pieces),
                mtu=mtu,
                length=len(datagram),
                dst=datagram.dst,
            )
            self._to_link(out, next_hop, piece, cut, cause, station)
        return None

    def _to_link(
        self,
        out: Interface,
        next_hop: IPv4Address,
        datagram: IPv4,
        why: Why,
        cause: int,
        station: MacAddress | None = None,
    ) -> None:
        if station is not None:
            out.send(Ethernet(station, out.mac, TYPE_IPV4, datagram), why, cause)  # type: ignore[arg-type]
            return
        if out is self._loopback:
            out.send(Ethernet(NOBODY, NOBODY, TYPE_IPV4, datagram), why, cause)
            return
        # A broadcast to a network whose own port is down goes another way, and is no broadcast there.
        destination = rules.classify(datagram.dst, self._addressing.in_use, out.name)
        if destination is Destination.LIMITED_BROADCAST or destination is Destination.DIRECTED_BROADCAST:
            mac = BROADCAST_MAC
        elif destination is Destination.MULTICAST:
            mac = multicast_mac(datagram.dst)
        else:
            self._neighbours.send(out, next_hop, datagram, why, cause)
            return
        out.send(Ethernet(mac, out.mac, TYPE_IPV4, datagram), why, cause)  # type: ignore[arg-type]


def _check_leaving(datagram: IPv4) -> Why | None:
    """RFC 1122 3.2.1.3 (g): "Addresses of this form MUST NOT appear outside a host"."""
    if not datagram.src.is_loopback:
        return None
    return Why(ipv4_rules.SOURCE_LOOPBACK, src=datagram.src, dst=datagram.dst)
