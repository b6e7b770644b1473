"""UDP on a host or router: which socket a datagram is for, and what if none is (RFC 768, RFC 1122 4.1)."""

from typing import Any, Protocol, cast

from sim.addresses import ANY, IPv4Address
from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.contracts import Out
from sim.ip.icmp import machine as icmp
from sim.ip.icmp import pdu as codes
from sim.ip.icmp.contracts import Errors
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedUdp
from sim.ip.ipv4 import codec as wire_ipv4
from sim.ip.ipv4.pdu import PROTOCOL_UDP, IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.settings import NodeSettings
from sim.trace.records import Kind
from sim.transport.sockets.memberships import Memberships
from sim.transport.sockets.ports import Claim, Ports, share_of
from sim.transport.sockets.settings import SocketSettings
from sim.transport.udp import codec as wire
from sim.transport.udp import rules
from sim.transport.udp.pdu import Udp
from sim.why import Why


class Endpoint(Protocol):
    """A socket, as UDP sees it; ``local`` is not ``None`` once it holds a port."""

    local: tuple[IPv4Address, int] | None
    remote: tuple[IPv4Address, int] | None
    device: str | None
    claim: "Claim[Any] | None"
    memberships: Memberships

    def receive(self, datagram: IPv4, message: Udp, cause: int, interface: Interface | None) -> None: ...
    def icmp_error(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None: ...


class UdpLayer:
    """The UDP ports of one node."""

    def __init__(self, node: Node, ip: Out, errors: Errors, settings: NodeSettings) -> None:
        self.node = node
        self._ip = ip
        self._errors = errors
        self._ttl = settings.of(Ipv4Settings).ttl
        self.ports: Ports[Endpoint] = Ports(settings.of(SocketSettings).first_ephemeral_port)
        ip.on_protocol(PROTOCOL_UDP, self.receive)
        errors.on_error(PROTOCOL_UDP, self.icmp_error)

    def receive(self, datagram: IPv4, interface: Interface | None, cause: int, broadcast: bool) -> None:
        """Take in a user datagram for this node (RFC 1122 4.1)."""
        node, message = self.node, datagram.payload
        if not isinstance(message, Udp):
            octets = wire_ipv4.payload_octets(datagram)
            # Octets behind the datagram are options that this host does not know (RFC 9868).
            found = wire.decode_first(octets, datagram.src, datagram.dst)
            if found is None:
                why = wire.fault(octets, datagram.src, datagram.dst) or Why(rules.NOT_UNDERSTOOD, length=len(octets))
                node.note(Kind.PACKET_DROPPED, datagram, why, cause)
                return
            message = found
        if broadcast:
            listeners = self._all(datagram.src, message.src_port, datagram.dst, message.dst_port, interface)
            if datagram.dst.is_multicast and interface is not None:
                group, src, at = datagram.dst, datagram.src, interface.name
                listeners = [each for each in listeners if each.memberships.hears(group, src, at)]
        else:
            listener = self._best(datagram.src, message.src_port, datagram.dst, message.dst_port, interface)
            listeners = [] if listener is None else [listener]
        for listener in listeners:
            listener.receive(datagram, message, cause, interface)
        if not listeners:
            # RFC 1122 4.1.3.1: port unreachable SHOULD be sent where nobody listens.
            why = Why(rules.NO_LISTENER, dst_port=message.dst_port, src=datagram.src)
            dropped = node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            error = icmp.unreachable(codes.PORT_UNREACHABLE, wire_ipv4.encode(datagram))
            self._errors.send_error(error, datagram, dropped, broadcast)

    def icmp_error(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        """Tell the socket that sent what is ``quoted``."""
        transport = cast(QuotedUdp, quoted.transport)
        sender = self._best(quoted.dst, transport.dst_port, quoted.src, transport.src_port)
        if sender is not None:
            sender.icmp_error(source, message, quoted, cause)

    def hear_oneself(self, src: IPv4Address | None, dst: IPv4Address, message: Udp, cause: int) -> None:
        """A broadcast is for its sender's host too, where a program listens."""
        src = src or self._ip.source_for(dst) or ANY
        if self._all(src, message.src_port, dst, message.dst_port):
            datagram = IPv4(src, dst, PROTOCOL_UDP, message, self._ttl)
            looped = self.node.note(Kind.DECISION, datagram, Why(rules.BROADCAST_HEARD_HERE, dst=dst), cause)
            self.node.later(0, self._loop, (datagram, looped))

    def _loop(self, looped: tuple[IPv4, int]) -> None:
        datagram, cause = looped
        self.receive(datagram, None, cause, True)

    def _all(
        self,
        src: IPv4Address,
        src_port: int,
        dst: IPv4Address,
        dst_port: int,
        interface: Interface | None = None,
    ) -> list[Endpoint]:
        """The sockets that a datagram may be for, the latest bound first."""
        found = []
        for claim in self.ports.at(dst_port):
            socket = claim.socket
            if socket is None or (interface is not None and socket.device not in (None, interface.name)):
                continue
            if claim.ip in (ANY, dst) and socket.remote in (None, (src, src_port)):
                found.append(socket)
        return found

    def _best(
        self,
        src: IPv4Address,
        src_port: int,
        dst: IPv4Address,
        dst_port: int,
        interface: Interface | None = None,
    ) -> Endpoint | None:
        """The socket that a datagram to one host is for: a specific address before any, then a connected one, then one
        that is bound to the interface. Of several with SO_REUSEPORT, the flow's hash chooses one."""
        best: list[Endpoint] = []
        rank = -1
        for socket in self._all(src, src_port, dst, dst_port, interface):
            own = cast(tuple[IPv4Address, int], socket.local)[0]
            mine = 4 * (own != ANY) + 2 * (socket.remote is not None) + (socket.device is not None)
            if mine > rank:
                best, rank = [socket], mine
            elif mine == rank:
                best.append(socket)
        sharers = [socket for socket in best if socket.claim is not None and socket.claim.shares]
        if len(sharers) < 2 or sharers[0].remote is not None:
            return best[0] if best else None
        return share_of((src, src_port, dst, dst_port), sharers[::-1])
