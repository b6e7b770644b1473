"""ICMP on a host or router: answers, errors within the allowed rate, and who is told of those that come in."""

from collections.abc import Container
from typing import TYPE_CHECKING, Any

from sim.addresses import IPv4Address, Prefix
from sim.assembly.settings import StaticRoute
from sim.effects import Drop, Put
from sim.ip.icmp import codec as wire
from sim.ip.icmp import machine as icmp
from sim.ip.icmp import pdu as codes
from sim.ip.icmp import rules
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedEcho, QuotedTcp, QuotedUdp, decode_quoted
from sim.ip.ipv4 import codec as wire_ipv4
from sim.ip.ipv4.machine import Destination, classify, source_address
from sim.ip.ipv4.pdu import IPv4
from sim.ip.pmtu import machine as pmtu
from sim.ip.routes import machine as routing
from sim.link.port import Port
from sim.trace.records import Kind
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode


class IcmpLayer:
    """The ICMP part of one node."""

    def __init__(self, node: "IpNode") -> None:
        self.node = node
        self._limits: dict[Any, Any] = node.tables.setdefault(icmp.LIMIT_TABLE, {})
        self._paths: dict[Any, Any] = node.tables.setdefault(pmtu.TABLE, {})

    def receive(self, datagram: IPv4, port: Port | None, cause: int, broadcast: bool) -> None:
        """Take in a message for this node (RFC 1122 3.2.2)."""
        node = self.node
        own = datagram.dst
        if broadcast and port is not None:
            # RFC 1122 3.2.1.3, the specific-destination address: one "assigned to the physical interface on which
            # the datagram arrived"; here, where there are several, that in the sender's network.
            own = source_address(node.addresses, port.name, datagram.src) or own
        match icmp.receive(node.settings.icmp, datagram, broadcast, own, node.kernel.now):
            case icmp.Reply(answer, why):
                answer.ttl = node.settings.ttl
                node.ip.send_datagram(answer, node.note(Kind.DECISION, answer, why, cause))
            case icmp.Deliver(why):
                self._hand_up(datagram, port, node.note(Kind.DECISION, datagram, why, cause))
            case Drop(why):
                payload = datagram.payload
                fault = wire.fault(payload) if isinstance(payload, bytes) else None
                node.note(Kind.PACKET_DROPPED, datagram, fault or why, cause)

    def send_error(self, message: Icmp, about: IPv4, cause: int, link_broadcast: bool = False) -> None:
        """Tell the sender of a datagram what became of it, where the rules and the rate allow it."""
        node = self.node
        why_not = icmp.check_error(about, link_broadcast, node.addresses.broadcasts)
        if why_not is not None:
            node.note(Kind.DECISION, about, why_not, cause)
            return
        match icmp.limit(self._limits, node.settings.icmp, about.src, node.kernel.now):
            case Drop(why_not):
                node.note(Kind.DECISION, about, why_not, cause)
                return
            case Put() as put:
                node.carry_out(put, cause)
        src = self._source(about)
        if src is None:
            return
        tos = icmp.ERROR_TOS if node.settings.forwarding else 0
        error = icmp.error_datagram(message, about, src, node.settings.ttl, tos)
        why = Why(rules.ERROR, type=message.type, code=message.code, src=about.src, dst=about.dst)
        node.ip.send_datagram(error, node.note(Kind.DECISION, error, why, cause))

    def _source(self, about: IPv4) -> IPv4Address | None:
        """The address that an error about a datagram comes from."""
        node = self.node
        if about.dst in node.addresses.own and not node.settings.forwarding:
            # RFC 1122 3.3.4.2: a response comes from the address that was asked. A router answers from the
            # interface that it sends through (RFC 1812 4.3.2.4).
            return about.dst
        return node.ip.source_for(about.src)

    def unreachable(self, datagram: IPv4, cause: int) -> None:
        """The next hop of a datagram could not be found: tell its sender, who may be this node's own program."""
        node = self.node
        message = icmp.unreachable(codes.HOST_UNREACHABLE, wire_ipv4.encode(datagram))
        if datagram.src in node.addresses.own:
            self._tell(datagram.src, message, cause)
        else:
            self.send_error(message, datagram, cause)

    def _hand_up(self, datagram: IPv4, port: Port | None, cause: int) -> None:
        message = datagram.payload
        assert isinstance(message, Icmp), "the machine delivers well-formed messages alone"
        if message.type == codes.ECHO_REPLY:
            application = self.node.applications.get(message.identifier)
            if application is not None:
                application.echo_reply(datagram, message, cause)
        elif message.is_error:
            if message.type == codes.REDIRECT:
                self._redirected(datagram, message, port, cause)
            elif (message.type, message.code) == (codes.DESTINATION_UNREACHABLE, codes.FRAGMENTATION_NEEDED):
                self._too_long(datagram.src, message, cause)
            self._tell(datagram.src, message, cause)

    def _tell(self, source: IPv4Address, message: Icmp, cause: int) -> None:
        """Tell the program that sent what an error is about."""
        quoted = decode_quoted(message.data)
        own = self.node.addresses.own
        if quoted is None or not _is_from(quoted, own):
            return
        match quoted.transport:
            case QuotedEcho(codes.ECHO_REQUEST, identifier, _):
                application = self.node.applications.get(identifier)
                if application is not None:
                    application.icmp_error(source, message, quoted, cause)
            case QuotedUdp() if message.type != codes.REDIRECT:
                self.node.udp.icmp_error(source, message, quoted, cause)
            case QuotedTcp() if message.type != codes.REDIRECT:
                self.node.tcp.icmp_error(message, quoted, cause)

    def _too_long(self, router: IPv4Address, message: Icmp, cause: int) -> None:
        """Remember how much the way to a destination takes (RFC 1191 3)."""
        node, quoted = self.node, decode_quoted(message.data)
        if quoted is None or not _is_from(quoted, node.addresses.own):
            return
        if isinstance(quoted.transport, QuotedTcp) and not node.tcp.may_have_sent(quoted):
            return  # RFC 5927 7: it would slow down all that is sent there
        effects = pmtu.told(
            self._paths,
            node.settings.pmtu,
            quoted.dst,
            quoted.total_length,
            message.mtu,
            link_mtu=node.port_towards(quoted.dst).mtu,
            router=router,
            now=node.kernel.now,
        )
        for effect in effects:
            node.carry_out(effect, cause)

    def _redirected(self, datagram: IPv4, message: Icmp, port: Port | None, cause: int) -> None:
        """Take another first hop for one destination, where the advice can be trusted (RFC 1122 3.2.2.2)."""
        node, quoted = self.node, decode_quoted(message.data)
        if quoted is None or port is None or node.settings.forwarding or not node.settings.redirects:
            node.note(Kind.DECISION, None, Why(rules.REDIRECT_IGNORED, src=datagram.src), cause)
            return
        is_routed = classify(quoted.dst, node.addresses) is Destination.OTHER
        if not is_routed or not _is_from(quoted, node.addresses.own):
            node.note(Kind.DECISION, None, Why(rules.REDIRECT_STRAY, src=datagram.src), cause)
            return
        found = node.route_table.lookup(quoted.dst)
        first_hops = [hop.next_hop for hop in found.hops] if found is not None else []
        first_hop = datagram.src if datagram.src in first_hops else next(iter(first_hops), None)
        networks = [own.prefix for own in port.addresses]
        match icmp.check_redirect(
            message, datagram.src, quoted.dst, first_hop, networks=networks, own=node.addresses.own
        ):
            case icmp.Redirect(destination, gateway, why):
                accepted = node.note(Kind.DECISION, None, why, cause)
                prefix = Prefix(destination, 32)
                for key, row in list(node.tables[routing.TABLE].items()):
                    if row.prefix == prefix and row.source == REDIRECTED:
                        node.remove(routing.TABLE, key, why, accepted)
                node.put_route(StaticRoute(prefix, gateway, port.name), accepted, REDIRECTED)
                node.routes_changed(accepted)
            case Drop(why):
                node.note(Kind.DECISION, None, why, cause)

    def forget_redirects(self, port: str, gateway: IPv4Address | None, cause: int) -> None:
        """Give up advice that leads to a dead gateway or, where ``gateway`` is ``None``, through a port that is down.

        RFC 1122 3.3.1.4: a host MUST be able to detect that a next hop has failed "and to choose an alternate".
        """
        node = self.node
        dead = [
            (key, row)
            for key, row in node.tables[routing.TABLE].items()
            if row.source == REDIRECTED and row.port == port and gateway in (None, row.next_hop)
        ]
        for key, row in dead:
            why = Why(rules.REDIRECT_FORGOTTEN, dst=row.prefix.network, gateway=row.next_hop, port=port)
            node.remove(routing.TABLE, key, why, cause)
        if dead:
            node.routes_changed(cause)


def _is_from(quoted: Quoted, own: Container[IPv4Address]) -> bool:
    """Whether this node sent what is quoted; a program must not be told of what others sent."""
    return quoted.src in own or quoted.src.is_loopback


REDIRECTED = "redirect"
"""Source of the routes that ICMP redirects brought."""
