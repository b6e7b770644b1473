"""The way of a datagram through a host or router: in, up, on, or out (RFC 1122 3.3, RFC 1812 5.2)."""

from typing import TYPE_CHECKING, NamedTuple, cast

from sim.addresses import ALL_SYSTEMS, ANY, BROADCAST_MAC, IPv4Address, Prefix, multicast_mac
from sim.effects import Drop, TimerName
from sim.ip.flows import Decisions
from sim.ip.icmp import machine as icmp
from sim.ip.icmp import pdu as codes
from sim.ip.ipv4 import codec as wire
from sim.ip.ipv4 import machine as rules
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.machine import Destination
from sim.ip.ipv4.option_checks import check_options, has_source_route
from sim.ip.ipv4.pdu import HEADER_LENGTH, PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4, IPv4Payload
from sim.ip.pmtu import machine as pmtu
from sim.ip.pmtu import rules as pmtu_rules
from sim.ip.reassembly import machine as reassembly
from sim.ip.routes import machine as routing
from sim.ip.routes.machine import Hop, Lookup
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.link.port import Port
from sim.trace.records import Kind
from sim.transport.tcp.pdu import Tcp
from sim.transport.udp.pdu import Udp
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode

_DECISION = Kind.DECISION

_GROUP_RULES = {
    Destination.LIMITED_BROADCAST: ipv4_rules.LIMITED_BROADCAST,
    Destination.MULTICAST: ipv4_rules.MULTICAST,
}
"""Destinations for which a node looks up no route, with the rules that say so."""

_DISCARD_CODES = {
    routing.UNREACHABLE: codes.HOST_UNREACHABLE,
    routing.PROHIBIT: codes.ADMINISTRATIVELY_PROHIBITED,
}


class SendOptions(NamedTuple):
    """What a program may ask of a datagram; ``None`` leaves it to the host.

    Left to itself, a host sets DF on what fits the path as far as it knows, and cuts the rest (RFC 1191 3).
    """

    ttl: int | None = None
    dont_fragment: bool | None = False
    source: IPv4Address | None = None
    tos: int = 0


class IpLayer:
    """Receives, delivers, forwards and sends datagrams for one node."""

    def __init__(self, node: "IpNode") -> None:
        self.node = node
        self.decisions = Decisions(node)
        self._flows = self.decisions.flows
        self._sources = self.decisions.sources
        self._welcome = self.decisions.welcome
        self._paths: dict[IPv4Address, pmtu.PmtuRow] = node.tables.setdefault(pmtu.TABLE, {})
        self._fragments = node.tables.setdefault(reassembly.TABLE, {})
        self._identification = node.settings.first_identification

    # In

    def receive(self, port: Port, frame: Ethernet, received: int) -> None:
        """Take in what a frame carried (RFC 1122 3.2.1, RFC 1812 5.2.1)."""
        node, datagram = self.node, frame.payload
        if (
            type(datagram) is IPv4
            and (datagram.src, datagram.dst) in self._welcome
            and frame.dst == port.mac
            and not datagram.options
        ):
            self.deliver(datagram, port, received, broadcast=False)
            return
        if not isinstance(datagram, IPv4):
            octets = cast(bytes, datagram)
            why = wire.fault(octets) or Why(ipv4_rules.NOT_UNDERSTOOD, length=len(octets))
            node.note(Kind.PACKET_DROPPED, None, why, received, port)
            return
        link_broadcast = frame.dst.is_group
        why_not = rules.check_received(datagram, link_broadcast, node.addresses)
        destination = rules.classify(datagram.dst, node.addresses, port.name)
        if why_not is None and destination is Destination.MULTICAST and datagram.dst != ALL_SYSTEMS:
            why_not = Why(ipv4_rules.GROUP_NOT_JOINED, dst=datagram.dst)
        elif why_not is None and destination is Destination.OTHER and not node.settings.forwarding:
            why_not = Why(ipv4_rules.NOT_MINE, dst=datagram.dst)
        if why_not is not None:
            node.note(Kind.PACKET_DROPPED, datagram, why_not, received, port)
            return
        if datagram.options and (why_not := check_options(datagram.options)) is not None:
            self._refuse_options(datagram, port, received, why_not, link_broadcast)
        elif destination is Destination.OTHER:
            self._pass_on(port, datagram, received, link_broadcast)
            if datagram.dst in node.addresses.broadcasts:
                # RFC 1812 5.2.3: what addresses everyone on a network attached elsewhere is "passed to the forwarder
                # AND delivered locally".
                self.deliver(datagram, port, received, broadcast=True)
        else:
            if destination is Destination.LOCAL and not link_broadcast:
                self.decisions.remember_welcome(datagram)
            self.deliver(datagram, port, received, destination is not Destination.LOCAL)

    def deliver(self, datagram: IPv4, port: Port | None, cause: int, broadcast: bool) -> None:
        """Hand a datagram for this node to its protocol, once it is whole (RFC 1122 3.3.2)."""
        if not (datagram.more_fragments or datagram.fragment_offset):
            self._deliver_whole(datagram, port, cause, broadcast)
            return
        node = self.node
        if not isinstance(datagram.payload, bytes):  # damage can leave a value that only looks whole
            datagram = datagram.with_payload(wire.payload_octets(datagram))
        for effect in reassembly.receive(self._fragments, node.settings.reassembly, datagram, node.kernel.now):
            match effect:
                case reassembly.Reassembled(whole, why):
                    octets = cast(bytes, whole.payload)
                    payload = wire.parse_payload(whole.protocol, whole.src, whole.dst, octets)
                    read = whole.with_payload(payload)
                    self._deliver_whole(read, port, node.note(Kind.DECISION, read, why, cause), broadcast)
                case Drop(why):
                    node.note(Kind.PACKET_DROPPED, datagram, why, cause)
                case _:
                    node.carry_out(effect, cause)

    def reassembly_timeout(self, name: TimerName, cause: int) -> None:
        """The missing fragments of a datagram did not come in time."""
        key = cast(reassembly.ReassemblyKey, name[1])
        for effect in reassembly.timeout(self._fragments, key):
            match effect:
                case reassembly.Expired(first, why):
                    dropped = self.node.note(Kind.PACKET_DROPPED, first, why, cause)
                    error = icmp.time_exceeded(codes.REASSEMBLY_EXCEEDED, wire.encode(first))
                    self.node.icmp.send_error(error, first, dropped)
                case _:
                    self.node.carry_out(effect, cause)

    def _deliver_whole(self, datagram: IPv4, port: Port | None, cause: int, broadcast: bool) -> None:
        node = self.node
        is_read = node.sockets.raw and node.sockets.receive_raw(datagram, cause)
        if datagram.protocol == PROTOCOL_TCP:
            node.tcp.receive(datagram, cause, broadcast)
        elif datagram.protocol == PROTOCOL_ICMP:
            node.icmp.receive(datagram, port, cause, broadcast)
        elif datagram.protocol == PROTOCOL_UDP:
            node.udp.receive(datagram, cause, broadcast)
        elif not is_read:
            why = Why(ipv4_rules.PROTOCOL_UNKNOWN, protocol=datagram.protocol, dst=datagram.dst)
            dropped = node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            error = icmp.unreachable(codes.PROTOCOL_UNREACHABLE, wire.encode(datagram))
            node.icmp.send_error(error, datagram, dropped, broadcast)

    def _refuse_options(self, datagram: IPv4, port: Port, received: int, why: Why, link_broadcast: bool) -> None:
        dropped = self.node.note(Kind.PACKET_DROPPED, datagram, why, received, port)
        octets = wire.encode(datagram)
        if why.rule != ipv4_rules.SOURCE_ROUTE_REFUSED:
            error = icmp.parameter_problem(why.facts["pointer"], octets)
        else:
            error = icmp.unreachable(codes.SOURCE_ROUTE_FAILED, octets)
        self.node.icmp.send_error(error, datagram, dropped, link_broadcast)

    # On

    def _pass_on(self, port: Port, datagram: IPv4, received: int, link_broadcast: bool) -> None:
        """Forward a datagram that is for somebody else: RFC 1812 5.2.1.2, where the TTL comes after the route."""
        node = self.node
        why = rules.check_forward(datagram, link_broadcast, node.addresses, node.settings.directed_broadcast)
        if why is not None:
            node.note(Kind.PACKET_DROPPED, datagram, why, received, port)
            return
        found = node.route_table.lookup(datagram.dst)
        if found is None or not found.hops:
            self._no_way(datagram, found, received)
            return
        why = rules.check_ttl(datagram)
        if why is not None:
            dropped = node.note(Kind.PACKET_DROPPED, datagram, why, received, port)
            error = icmp.time_exceeded(codes.TTL_EXCEEDED, wire.encode(datagram))
            node.icmp.send_error(error, datagram, dropped)
            return
        self._forward(port, datagram, found, received)

    def _no_way(self, datagram: IPv4, found: Lookup | None, received: int) -> None:
        why = routing.decision(datagram.dst, found)
        dropped = self.node.note(Kind.PACKET_DROPPED, datagram, why, received)
        code = codes.NET_UNREACHABLE if found is None else _DISCARD_CODES.get(found.kind)
        if code is not None:
            self.node.icmp.send_error(icmp.unreachable(code, wire.encode(datagram)), datagram, dropped)

    def _forward(self, port: Port, datagram: IPv4, found: Lookup, received: int) -> None:
        node = self.node
        hop = self._choose(found, datagram)
        out, next_hop = node.ports[hop.port], hop.next_hop or datagram.dst
        why = routing.decision(datagram.dst, found, hop, self._network(hop))
        redirect = None
        if node.settings.redirects:
            networks = [own.prefix for own in out.addresses]
            source_routed = bool(datagram.options) and has_source_route(datagram.options)
            redirect = icmp.reason_to_redirect(
                datagram, port.name, out.name, next_hop, networks=networks, source_routed=source_routed
            )
        onward = datagram.at_ttl(datagram.ttl - 1)
        trouble = self._emit(out, next_hop, onward, why, received)
        if trouble is not None:
            dropped = node.note(Kind.PACKET_DROPPED, datagram, trouble, received, out)
            if trouble.rule == ipv4_rules.FRAGMENTATION_NEEDED:
                error = icmp.fragmentation_needed(out.mtu, wire.encode(datagram))
                node.icmp.send_error(error, datagram, dropped)
        elif redirect is not None:
            decided = node.note(Kind.DECISION, datagram, redirect, received)
            node.icmp.send_error(icmp.redirect(next_hop, wire.encode(datagram)), datagram, decided)
        elif len(found.hops) == 1:
            self.decisions.remember_flow(port, datagram, out, next_hop, out.mtu, why)

    def _choose(self, found: Lookup, datagram: IPv4) -> Hop:
        if len(found.hops) == 1:
            return found.hops[0]
        # RFC 1812 4.3.2.4: an error leaves through the interface whose address it bears.
        own = self.node.port_of(datagram.src)
        hops = tuple(hop for hop in found.hops if own is not None and hop.port == own.name) or found.hops
        payload, ports = datagram.payload, (0, 0)
        if isinstance(payload, Udp | Tcp) and not datagram.is_fragment:
            ports = payload.src_port, payload.dst_port
        seed = self.node.ecmp_seed
        return routing.choose(hops, datagram.src, datagram.dst, datagram.protocol, ports, seed=seed)

    def _network(self, hop: Hop) -> Prefix | None:
        """The attached network that a neighbour is in."""
        if hop.next_hop is None:
            return None
        own = self.node.ports[hop.port].addresses
        return next((address.prefix for address in own if hop.next_hop in address.prefix), None)

    # Out

    def send(
        self,
        dst: IPv4Address,
        protocol: int,
        payload: IPv4Payload,
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
            ttl = 1 if dst.is_multicast else self.node.settings.ttl
        dont_fragment = options.dont_fragment
        if dont_fragment is None:
            dont_fragment = HEADER_LENGTH + len(payload) <= self.mtu_towards(dst)
        datagram = IPv4(src or ANY, dst, protocol, payload, ttl, dont_fragment=dont_fragment, tos=options.tos)
        if src is None:
            why = Why(ipv4_rules.NO_ADDRESS, dst=dst)
            self.node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            return why
        return self.send_datagram(datagram, self.node.note(Kind.DECISION, datagram, why, cause))

    def send_datagram(self, datagram: IPv4, cause: int) -> Why | None:
        """Number a datagram of this node, choose its way and send it (RFC 1122 3.3.1)."""
        node, dst = self.node, datagram.dst
        datagram.identification = identification = self._identification
        self._identification = rules.next_identification(identification)
        flow = self._flows.get((datagram.src, dst))
        if flow is not None and datagram.total_length <= flow.mtu:
            decided = node.trace.add(_DECISION, node.kernel.now, node.spot, cause, datagram, flow.why)
            flow.port.send(Ethernet(flow.mac, flow.own_mac, TYPE_IPV4, datagram), flow.why, decided)
            return None
        destination = rules.classify(dst, node.addresses)
        if destination is Destination.LOCAL:
            looped = node.note(Kind.DECISION, datagram, Why(ipv4_rules.LOOPBACK, dst=dst), cause)
            node.later(0, self._loop, (datagram, looped))
            return None
        if destination in _GROUP_RULES:
            out = node.port_of(datagram.src) or node.first_port()
            why = Why(_GROUP_RULES[destination], dst=dst, port=out.name)
            decided = node.note(Kind.DECISION, datagram, why, cause)
            trouble = self._emit(out, dst, datagram, why, decided)
            if trouble is not None:
                node.note(Kind.PACKET_DROPPED, datagram, trouble, decided)
            return trouble
        found = self._way_to(dst)
        if isinstance(found, Why):
            node.note(Kind.PACKET_DROPPED, datagram, found, cause)
            return found
        hop = self._choose(found, datagram)
        why = routing.decision(dst, found, hop, self._network(hop))
        decided = node.note(Kind.DECISION, datagram, why, cause)
        out, next_hop, path = node.ports[hop.port], hop.next_hop or dst, self._paths.get(dst)
        trouble = self._emit(out, next_hop, datagram, why, decided, path)
        if trouble is not None:
            node.note(Kind.PACKET_DROPPED, datagram, trouble, decided)
        elif len(found.hops) == 1:
            mtu = out.mtu if path is None else min(path.mtu, out.mtu)
            self.decisions.remember_flow(None, datagram, out, next_hop, mtu, why)
        return trouble

    def no_way_to(self, dst: IPv4Address) -> Why | None:
        """Why this node can send nothing to ``dst`` at all, as ``connect`` would tell; ``None`` where it can."""
        destination = rules.classify(dst, self.node.addresses)
        if destination is Destination.LOCAL or destination in _GROUP_RULES:
            return None
        found = self._way_to(dst)
        return found if isinstance(found, Why) else None

    def doubt_way_to(self, dst: IPv4Address, cause: int) -> None:
        """Ask anew whether the neighbours on the way to ``dst`` are there: nothing seems to arrive."""
        found = self.node.route_table.lookup(dst)
        for hop in () if found is None else found.hops:
            self.node.neighbours.doubt(self.node.ports[hop.port], hop.next_hop or dst, cause)

    def mtu_towards(self, dst: IPv4Address) -> int:
        """The longest datagram of this node's own that gets to ``dst`` whole, as far as it knows."""
        mtu, path = self.node.port_towards(dst).mtu, self._paths.get(dst)
        return mtu if path is None else min(path.mtu, mtu)

    def _way_to(self, dst: IPv4Address) -> Lookup | Why:
        """The route for one of this node's own datagrams, or why there is none."""
        if dst.is_this_network:  # RFC 1122 3.2.1.3 (a), (b): "MUST NOT be sent, except as a source address"
            return Why(ipv4_rules.DESTINATION_THIS_NETWORK, dst=dst)
        found = self.node.route_table.lookup(dst)
        return found if found is not None and found.hops else routing.decision(dst, found)

    def source_for(self, dst: IPv4Address) -> IPv4Address | None:
        """The address that a datagram to ``dst`` is sent from (RFC 1122 3.3.4.3)."""
        node = self.node
        if dst in node.addresses.own or dst.is_loopback:
            return dst
        found = node.route_table.lookup(dst)
        if found is None or not found.hops:
            return next(iter(node.addresses.own), None)
        hop = found.hops[0]
        source = rules.source_address(node.addresses, hop.port, hop.next_hop or dst)
        self.decisions.remember_source(dst, source)
        return source

    def _emit(
        self,
        out: Port,
        next_hop: IPv4Address,
        datagram: IPv4,
        why: Why,
        cause: int,
        path: pmtu.PmtuRow | None = None,
    ) -> Why | None:
        """Put a datagram on a link, in fragments where it is too long; the reason where it must not be cut.

        ``path`` tells how long one of this node's own may be (RFC 1191 3); routers on the way look at their link alone.
        """
        is_narrow = path is not None and path.mtu < out.mtu
        mtu = path.mtu if path is not None and is_narrow else out.mtu
        if len(datagram) <= mtu:
            self._to_link(out, next_hop, datagram, why, cause)
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
            self._to_link(out, next_hop, piece, cut, cause)
        return None

    def _to_link(self, out: Port, next_hop: IPv4Address, datagram: IPv4, why: Why, cause: int) -> None:
        # A broadcast to a network whose own port is down goes another way, and is no broadcast there.
        destination = rules.classify(datagram.dst, self.node.addresses, out.name)
        if destination is Destination.LIMITED_BROADCAST or destination is Destination.DIRECTED_BROADCAST:
            mac = BROADCAST_MAC
        elif destination is Destination.MULTICAST:
            mac = multicast_mac(datagram.dst)
        else:
            self.node.neighbours.send(out, next_hop, datagram, why, cause)
            return
        out.send(Ethernet(mac, out.mac, TYPE_IPV4, datagram), why, cause)  # type: ignore[arg-type]

    def _loop(self, looped: tuple[IPv4, int]) -> None:
        datagram, cause = looped
        self.deliver(datagram, None, cause, broadcast=False)
