"""TCP on a host or router: which connection a segment is for, and what if there is none (RFC 9293 3.10.7)."""

from hashlib import blake2b
from struct import Struct
from typing import cast

from sim.addresses import ANY, IPv4Address
from sim.device.interface import Interface
from sim.device.node import Node
from sim.ip.contracts import Out
from sim.ip.icmp import pdu as codes
from sim.ip.icmp.contracts import Errors
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedTcp
from sim.ip.ipv4 import codec as wire_ipv4
from sim.ip.ipv4.pdu import CE, PROTOCOL_TCP, IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.settings import NodeSettings
from sim.trace.records import Kind
from sim.trace.trace import NoTrace
from sim.transport.sockets import rules as sockets_rules
from sim.transport.sockets.errors import of_icmp
from sim.transport.sockets.ports import Claim, Ports, share_of
from sim.transport.sockets.settings import SocketSettings
from sim.transport.tcp import codec as wire
from sim.transport.tcp.connection import Connection
from sim.transport.tcp.contracts import Stream
from sim.transport.tcp.machine import arrive, errors, listen, user
from sim.transport.tcp.machine.effects import Transmit
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING, Endpoints
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import ACK, RST, SEQUENCE_MASK, SYN, Tcp
from sim.why import Why

_ENDPOINTS = Struct("!IHIH")
_TIME_WAIT = State.TIME_WAIT
_BEYOND = 65537
"""How far behind the last number of a connection in TIME-WAIT the next one starts: beyond any window without scale."""


class TcpLayer:
    """The TCP connections and listeners of one node.

    ``is_recorded``: where nobody keeps the trace, connections do not keep their rows up to date with every segment.
    """

    def __init__(self, node: Node, ip: Out, icmp_errors: Errors, settings: NodeSettings, secret: bytes) -> None:
        self.node = node
        self.ip = ip
        self.settings = settings
        self._secret = secret
        self.ports: Ports[Stream] = Ports(settings.of(SocketSettings).first_ephemeral_port)
        ip.on_protocol(PROTOCOL_TCP, self.receive)
        icmp_errors.on_error(PROTOCOL_TCP, self.icmp_error, self.may_have_sent)
        self.connections: dict[tuple[IPv4Address, int, IPv4Address, int], Connection] = {}
        self.listeners: dict[tuple[IPv4Address, int], list[Stream]] = {}
        self.is_recorded = not isinstance(node.trace, NoTrace)
        for table in (CONNECTIONS, SENDING, RECEIVING):
            node.tables.setdefault(table, {})

    # In

    def receive(self, datagram: IPv4, interface: Interface | None, cause: int, broadcast: bool) -> None:
        """Take in a segment for this node."""
        segment = datagram.payload
        if type(segment) is not Tcp:
            octets = wire_ipv4.payload_octets(datagram)
            why = wire.fault(octets, datagram.src, datagram.dst) or Why(
                sockets_rules.TCP_NOT_UNDERSTOOD, length=len(octets)
            )
            self.node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            return
        connection = self.connections.get((datagram.dst, segment.dst_port, datagram.src, segment.src_port))
        if connection is None:
            self._without_connection(datagram, segment, interface, cause, broadcast)
            return
        tcb = connection.tcb
        if connection.listener is not None and not self._may_complete(connection, datagram, segment, cause):
            return
        if tcb.state is _TIME_WAIT and arrive.may_reopen(tcb, segment):
            listener = self._listener(datagram, segment, interface)
            if listener is not None:
                iss = tcb.snd_nxt + _BEYOND & SEQUENCE_MASK
                connection.carry_out(arrive.reopen(tcb, segment), cause, datagram)
                self._open_passively(listener, datagram, segment, cause, iss)
                return
        is_marked = datagram.tos & CE == CE
        connection.carry_out(arrive.segment_arrives(tcb, segment, self.node.kernel.now, is_marked), cause, datagram)

    def _may_complete(self, connection: Connection, datagram: IPv4, segment: Tcp, cause: int) -> bool:
        """Whether there is room for one more to accept, where a segment may make a connection ready for that."""
        listener = cast(Stream, connection.listener)
        if segment.flags & (ACK | RST | SYN) != ACK or len(listener.accepted) <= listener.backlog:
            return True
        facts = {"socket": listener.number, "backlog": listener.backlog, "src": datagram.src}
        self.node.note(Kind.PACKET_DROPPED, datagram, Why(sockets_rules.TCP_ACCEPT_QUEUE_FULL, **facts), cause)
        return False

    def _without_connection(
        self, datagram: IPv4, segment: Tcp, interface: Interface | None, cause: int, broadcast: bool
    ) -> None:
        node = self.node
        if broadcast:
            # RFC 9293 3.9.2.3, MUST-57: "A TCP implementation MUST silently discard an incoming SYN segment that is
            # addressed to a broadcast or multicast address."
            node.note(Kind.PACKET_DROPPED, datagram, Why(sockets_rules.TCP_TO_GROUP, dst=datagram.dst), cause)
            return
        listener = self._listener(datagram, segment, interface)
        if listener is not None:
            self._open_passively(listener, datagram, segment, cause)
            return
        answer = listen.closed(segment)
        dropped = node.note(Kind.PACKET_DROPPED, datagram, answer.why, cause)
        if isinstance(answer, Transmit):
            self._answer(datagram, answer, dropped)

    def _answer(self, datagram: IPv4, answer: Transmit, cause: int) -> None:
        """Send a segment that belongs to no connection back to where a datagram came from."""
        reset = IPv4(datagram.dst, datagram.src, PROTOCOL_TCP, answer.segment, self.settings.of(Ipv4Settings).ttl)
        reset.dont_fragment = answer.dont_fragment
        self.ip.send_datagram(reset, self.node.note(Kind.DECISION, reset, answer.why, cause))

    def _listener(self, datagram: IPv4, segment: Tcp, interface: Interface | None) -> Stream | None:
        """Who listens for a segment: at its very address before any, bound to its interface before to none.

        Of several with SO_REUSEPORT, the connection's hash chooses one.
        """
        name = None if interface is None else interface.name
        for ip in (datagram.dst, ANY):
            found = self.listeners.get((ip, segment.dst_port), ())
            heard = [each for each in found if each.device == name is not None] or [
                each for each in found if each.device is None
            ]
            if heard:
                return share_of((datagram.src, segment.src_port, datagram.dst, segment.dst_port), heard)
        return None

    def _open_passively(
        self, listener: Stream, datagram: IPv4, segment: Tcp, cause: int, iss: int | None = None
    ) -> None:
        """A segment for a listener: a SYN makes a connection, where the listener has room for it."""
        node = self.node
        if segment.flags & (SYN | ACK | RST) == SYN and _waiting(listener) > listener.backlog:
            facts = {"socket": listener.number, "backlog": listener.backlog, "src": datagram.src}
            node.note(Kind.PACKET_DROPPED, datagram, Why(sockets_rules.TCP_BACKLOG_FULL, **facts), cause)
            return
        endpoints = Endpoints(datagram.dst, segment.dst_port, datagram.src, segment.src_port)
        mtu, path_mtu = self.ip.mtus(datagram.src)
        if iss is None:
            iss = self.isn(endpoints)
        block, effects = listen.segment_arrives(
            cast(Connection, listener.connection).tcb, segment, endpoints, iss, mtu, node.kernel.now, path_mtu
        )
        if block is None:
            for effect in effects:
                if isinstance(effect, Transmit):
                    self._answer(datagram, effect, cause)
                else:
                    node.note(Kind.PACKET_DROPPED, datagram, effect.why, cause)
            return
        claim: Claim[Stream] = Claim(None, endpoints.local_ip, endpoints.local_port, listener.reuses_address)
        claim.shares, claim.device = cast(Claim[Stream], listener.claim).shares, listener.device
        self.ports.add(claim)
        connection = Connection(self, block, claim, listener)
        connection.listener = listener
        listener.half_open[endpoints] = connection
        self.connections[endpoints] = connection
        connection.carry_out(effects, cause, datagram)

    # Errors

    def icmp_error(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        """An ICMP error about a segment of this node came, or the node itself found it (RFC 9293 3.9.2.2)."""
        transport, now = cast(QuotedTcp, quoted.transport), self.node.kernel.now
        connection = self.connections.get((quoted.src, transport.src_port, quoted.dst, transport.dst_port))
        if connection is None or connection.tcb.state is State.CLOSED:
            # A connection that is CLOSED is just saying so, and this is about its reset.
            self.node.note(Kind.DECISION, None, Why(sockets_rules.TCP_ERROR_ABOUT_NOTHING, dst=quoted.dst), cause)
        elif (message.type, message.code) == (codes.DESTINATION_UNREACHABLE, codes.FRAGMENTATION_NEEDED):
            path_mtu = self.ip.mtus(quoted.dst)[1]
            connection.carry_out(errors.mtu_changed(connection.tcb, path_mtu, transport.seq, now), cause)
        else:
            error, _ = of_icmp(message)
            effects = errors.icmp_error(connection.tcb, message.type, message.code, transport.seq, error)
            connection.carry_out(effects, cause)

    def may_have_sent(self, quoted: Quoted) -> bool:
        """Whether what an ICMP error quotes can be a segment that is under way (RFC 5927 4.1)."""
        transport = cast(QuotedTcp, quoted.transport)
        connection = self.connections.get((quoted.src, transport.src_port, quoted.dst, transport.dst_port))
        return connection is not None and errors.why_forged(connection.tcb, transport.seq) is None

    # What connections are made of

    def open(self, socket: Stream, endpoints: Endpoints, settings: TcpSettings, cause: int) -> Connection:
        """Connect: the first SYN leaves."""
        mtu, path_mtu = self.ip.mtus(endpoints.remote_ip)
        iss, now = self.isn(endpoints), self.node.kernel.now
        block, effects = user.open_active(endpoints, settings, iss, mtu, now, path_mtu)
        connection = self.connections[endpoints] = self._made(block, socket)
        connection.carry_out(effects, cause)
        return connection

    def listen(self, socket: Stream, endpoints: Endpoints, settings: TcpSettings, cause: int) -> Connection:
        """Take connections to an address and port from now on."""
        block, effects = user.open_passive(endpoints, settings, self.ip.mtus(endpoints.local_ip)[0])
        listener = self._made(block, socket)
        self.listeners.setdefault((endpoints.local_ip, endpoints.local_port), []).append(socket)
        listener.carry_out(effects, cause)
        return listener

    def _made(self, block: Tcb, socket: Stream) -> Connection:
        assert socket.claim is not None, "it has a port by now"
        connection = Connection(self, block, socket.claim, socket)
        connection.socket = socket
        socket.connection = connection
        return connection

    def forget(self, connection: Connection) -> None:
        """A connection or a listener is over."""
        endpoints = connection.tcb.endpoints
        if self.connections.pop(endpoints, None) is None:
            listeners = self.listeners[endpoints.local_ip, endpoints.local_port]
            listeners.remove(cast(Stream, connection.socket))
            if not listeners:
                del self.listeners[endpoints.local_ip, endpoints.local_port]
        if connection.socket is not None:
            connection.socket.ended()
        else:
            self.ports.release(connection.claim)

    def write_rows(self, cause: int) -> None:
        """Bring the tables up to date for somebody who looks at them, where that is not done all the time."""
        if not self.is_recorded:
            for connection in self.connections.values():
                connection.put_rows([], {}, cause)

    def isn(self, endpoints: Endpoints) -> int:
        """The first sequence number of a connection (RFC 9293 3.4.1).

        "ISN = M + F(localip, localport, remoteip, remoteport, secretkey)": M counts 4 µs, and the secret is this node's
        part of the run's seed, so that a run repeats.
        """
        chosen = self.settings.of(TcpSettings).isn
        if chosen is not None:
            return chosen
        hashed = blake2b(_ENDPOINTS.pack(*endpoints) + self._secret, digest_size=4)
        return self.node.kernel.now // 4000 + int.from_bytes(hashed.digest(), "big") & SEQUENCE_MASK


def _waiting(listener: Stream) -> int:
    """How many connections wait to be accepted, or will."""
    return len(listener.accepted) + len(listener.half_open)
