"""ICMP on a host or router: answers, errors within the allowed rate, and who is told of those that come in."""

from collections.abc import Callable, Container, Mapping
from typing import Any

from sim.addresses import IPv4Address, Prefix
from sim.device.interface import Interface
from sim.device.node import Node
from sim.effects import Drop, Put
from sim.ip.contracts import Out
from sim.ip.icmp import codec as wire
from sim.ip.icmp import machine as icmp
from sim.ip.icmp import pdu as codes
from sim.ip.icmp import rules
from sim.ip.icmp.contracts import Hear
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedEcho, decode_quoted
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4 import codec as wire_ipv4
from sim.ip.ipv4.machine import Destination, classify, source_address
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.pmtu import machine as pmtu
from sim.ip.pmtu.settings import PmtuSettings
from sim.ip.routes.machine import REDIRECT
from sim.ip.routes.service import Routes, StaticRoute
from sim.settings import NodeSettings
from sim.trace.records import Kind
from sim.why import Why


class IcmpLayer:
    """The ICMP part of one node.

    ``routes_changed`` makes changed routes count. Who sends echo requests or datagrams of a protocol signs up to hear
    of the answers and of errors.
    """

    def __init__(
        self,
        node: Node,
        ip: Out,
        interfaces: Mapping[str, Interface],
        routes: Routes,
        routes_changed: Callable[[int], None],
        settings: NodeSettings,
    ) -> None:
        self.node = node
        self._ip = ip
        self._interfaces = interfaces
        self._routes = routes
        self._routes_changed = routes_changed
        self._settings = settings.of(IcmpSettings)
        self._ipv4 = settings.of(Ipv4Settings)
        self._pmtu = settings.of(PmtuSettings)
        self._limits: dict[Any, Any] = node.tables.setdefault(icmp.LIMIT_TABLE, {})
        self._paths: dict[Any, Any] = node.tables.setdefault(pmtu.TABLE, {})
        self._replies: dict[int, Callable[[IPv4, Icmp, int], None]] = {}
        self._echo_errors: dict[int, Hear] = {}
        self._errors: dict[int, tuple[Hear, Callable[[Quoted], bool]]] = {}
        ip.on_protocol(PROTOCOL_ICMP, self.receive)

    # Who is told

    def on_echo(self, identifier: int, reply: Callable[[IPv4, Icmp, int], None], error: Hear) -> None:
        """Tell somebody of the echo replies with an identifier, and of errors about requests with it."""
        self._replies[identifier], self._echo_errors[identifier] = reply, error

    def forget_echo(self, identifier: int) -> None:
        """Tell nobody of an identifier's replies and errors any more; no error where nobody was told."""
        self._replies.pop(identifier, None)
        self._echo_errors.pop(identifier, None)

    def on_error(self, protocol: int, hear: Hear, is_plausible: Callable[[Quoted], bool] = lambda quoted: True) -> None:
        """Tell a protocol of the errors about its datagrams.

        ``is_plausible`` tells whether what is quoted can have been sent (RFC 5927 4.1); what is not does not change the
        path MTU.
        """
        self._errors[protocol] = hear, is_plausible

    # In

    def receive(self, datagram: IPv4, interface: Interface | None, cause: int, broadcast: bool) -> None:
        """Take in a message for this node (RFC 1122 3.2.2)."""
        node = self.node
        own = datagram.dst
        if broadcast and interface is not None:
            # RFC 1122 3.2.1.3, the specific-destination address: one "assigned to the physical interface on which
            # the datagram arrived"; here, where there are several, that in the sender's network.
            own = source_address(self._ip.addresses, interface.name, datagram.src) or own
        match icmp.receive(self._settings, datagram, broadcast, own, node.now):
            case icmp.Reply(answer, why):
                answer.ttl = self._ipv4.ttl
                self._ip.send_datagram(answer, node.note(Kind.DECISION, answer, why, cause))
            case icmp.Deliver(why):
                self._hand_up(datagram, interface, node.note(Kind.DECISION, datagram, why, cause))
            case Drop(why):
                payload = datagram.payload
                fault = wire.fault(payload) if isinstance(payload, bytes) else None
                node.note(Kind.PACKET_DROPPED, datagram, fault or why, cause)

    def send_error(self, message: Icmp, about: IPv4, cause: int, link_broadcast: bool = False) -> None:
        """Tell the sender of a datagram what became of it, where the rules and the rate allow it."""
        node = self.node
        why_not = icmp.check_error(about, link_broadcast, self._ip.addresses.broadcasts)
        if why_not is not None:
            node.note(Kind.DECISION, about, why_not, cause)
            return
        match icmp.limit(self._limits, self._settings, about.src, node.now):
            case Drop(why_not):
                node.note(Kind.DECISION, about, why_not, cause)
                return
            case Put() as put:
                node.carry_out(put, cause)
        src = self._source(about)
        if src is None:
            return
        tos = icmp.ERROR_TOS if self._ip.forwards else 0
        error = icmp.error_datagram(message, about, src, self._ipv4.ttl, tos)
        why = Why(rules.ERROR, type=message.type, code=message.code, src=about.src, dst=about.dst)
        self._ip.send_datagram(error, node.note(Kind.DECISION, error, why, cause))

    def _source(self, about: IPv4) -> IPv4Address | None:
        """The address that an error about a datagram comes from."""
        if about.dst in self._ip.addresses.own and not self._ip.forwards:
            # RFC 1122 3.3.4.2: a response comes from the address that was asked. A router answers from the
            # interface that it sends through (RFC 1812 4.3.2.4).
            return about.dst
        return self._ip.source_for(about.src)

    def unreachable(self, datagram: IPv4, cause: int) -> None:
        """The next hop of a datagram could not be found: tell its sender, who may be this node's own program."""
        message = icmp.unreachable(codes.HOST_UNREACHABLE, wire_ipv4.encode(datagram))
        if datagram.src in self._ip.addresses.own:
            self._tell(datagram.src, message, cause)
        else:
            self.send_error(message, datagram, cause)

    def _hand_up(self, datagram: IPv4, interface: Interface | None, cause: int) -> None:
        message = datagram.payload
        assert isinstance(message, Icmp), "the machine delivers well-formed messages alone"
        if message.type == codes.ECHO_REPLY:
            reply = self._replies.get(message.identifier)
            if reply is not None:
                reply(datagram, message, cause)
        elif message.is_error:
            if message.type == codes.REDIRECT:
                self._redirected(datagram, message, interface, cause)
            elif (message.type, message.code) == (codes.DESTINATION_UNREACHABLE, codes.FRAGMENTATION_NEEDED):
                self._too_long(datagram.src, message, cause)
            self._tell(datagram.src, message, cause)

    def _tell(self, source: IPv4Address, message: Icmp, cause: int) -> None:
        """Tell the program that sent what an error is about."""
        quoted = decode_quoted(message.data)
        own = self._ip.addresses.own
        if quoted is None or not _is_from(quoted, own):
            return
        if isinstance(quoted.transport, QuotedEcho):
            hear = self._echo_errors.get(quoted.transport.identifier)
            if hear is not None and quoted.transport.type == codes.ECHO_REQUEST:
                hear(source, message, quoted, cause)
        elif quoted.transport is not None and message.type != codes.REDIRECT and quoted.protocol in self._errors:
            self._errors[quoted.protocol][0](source, message, quoted, cause)

    def _too_long(self, router: IPv4Address, message: Icmp, cause: int) -> None:
        """Remember how much the way to a destination takes (RFC 1191 3)."""
        node, quoted = self.node, decode_quoted(message.data)
        if quoted is None or not _is_from(quoted, self._ip.addresses.own):
            return
        if quoted.transport is not None and quoted.protocol in self._errors:
            is_plausible = self._errors[quoted.protocol][1]
            if not is_plausible(quoted):
                return  # RFC 5927 7: it would slow down all that is sent there
        effects = pmtu.told(
            self._paths,
            self._pmtu,
            quoted.dst,
            quoted.total_length,
            message.mtu,
            link_mtu=self._ip.mtus(quoted.dst)[0],
            router=router,
            now=node.now,
        )
        for effect in effects:
            node.carry_out(effect, cause)

    def _redirected(self, datagram: IPv4, message: Icmp, interface: Interface | None, cause: int) -> None:
        """Take another first hop for one destination, where the advice can be trusted (RFC 1122 3.2.2.2)."""
        node, quoted = self.node, decode_quoted(message.data)
        if quoted is None or interface is None or self._ip.forwards or not self._settings.redirects:
            node.note(Kind.DECISION, None, Why(rules.REDIRECT_IGNORED, src=datagram.src), cause)
            return
        is_routed = classify(quoted.dst, self._ip.addresses) is Destination.OTHER
        if not is_routed or not _is_from(quoted, self._ip.addresses.own):
            node.note(Kind.DECISION, None, Why(rules.REDIRECT_STRAY, src=datagram.src), cause)
            return
        found = self._routes.lookup(quoted.dst)
        first_hops = [hop.next_hop for hop in found.hops] if found is not None else []
        first_hop = datagram.src if datagram.src in first_hops else next(iter(first_hops), None)
        networks = [own.prefix for own in interface.addresses]
        match icmp.check_redirect(
            message, datagram.src, quoted.dst, first_hop, networks=networks, own=self._ip.addresses.own
        ):
            case icmp.Redirect(destination, gateway, why):
                accepted = node.note(Kind.DECISION, None, why, cause)
                prefix = Prefix(destination, 32)
                old = [row for row in self._routes.rows.values() if row.prefix == prefix and row.source == REDIRECT]
                self._routes.take_out(old, why, accepted)
                self._routes.put(StaticRoute(prefix, gateway, interface.name), accepted, REDIRECT)
                self._routes_changed(accepted)
            case Drop(why):
                node.note(Kind.DECISION, None, why, cause)

    def forget_redirects(self, port: str, gateway: IPv4Address | None, cause: int) -> None:
        """Give up advice that leads to a dead gateway or, where ``gateway`` is ``None``, through a port that is down.

        RFC 1122 3.3.1.4: a host MUST be able to detect that a next hop has failed "and to choose an alternate".
        """
        dead = [
            row
            for row in self._routes.rows.values()
            if row.source == REDIRECT and row.port == port and gateway in (None, row.next_hop)
        ]
        for row in dead:
            why = Why(rules.REDIRECT_FORGOTTEN, dst=row.prefix.network, gateway=row.next_hop, port=port)
            self._routes.take_out([row], why, cause)
        if dead:
            self._routes_changed(cause)


def _is_from(quoted: Quoted, own: Container[IPv4Address]) -> bool:
    """Whether this node sent what is quoted; a program must not be told of what others sent."""
    return quoted.src in own or quoted.src.is_loopback
