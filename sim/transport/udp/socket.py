"""UDP sockets (RFC 768, RFC 1122 4.1), as Linux has them."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple, cast

from sim.addresses import ANY, IPv4Address
from sim.device.interface import Interface
from sim.ip.icmp.contracts import Hear
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted, QuotedUdp
from sim.ip.ipv4.pdu import IPv4
from sim.trace.records import Kind
from sim.transport.sockets import control, rules
from sim.transport.sockets import options as names
from sim.transport.sockets.contracts import SocketHost
from sim.transport.sockets.control import Control
from sim.transport.sockets.datagram_socket import LONGEST, Asked, DatagramSocket
from sim.transport.sockets.errors import error, name_of, of_icmp
from sim.transport.sockets.options import OptionName
from sim.transport.sockets.ports import Claim
from sim.transport.sockets.rows import Address
from sim.transport.sockets.socket import Message
from sim.transport.udp import rules as udp_rules
from sim.transport.udp.layer import Endpoint, UdpLayer
from sim.transport.udp.pdu import Udp
from sim.why import Why


class Gathering(NamedTuple):
    """A datagram that the program goes on writing (MSG_MORE, UDP_CORK): to where its first call said."""

    dst: IPv4Address
    port: int
    octets: bytes
    why: Why | None
    asked: Asked | None


_QUOTED_HEADERS = 28
"""Octets of the IP header without options, and of that of UDP, which go before the data that an error quotes."""


class UdpSocket(DatagramSocket):
    """``on_error``, where set, is told of every ICMP error about what the socket sent, as IP_RECVERR lets programs
    be; else only a connected socket hears of errors, and only of those that last."""

    kind = names.SOCK_DGRAM
    name = "udp"
    claim: Claim[Endpoint] | None = None
    on_error: Hear | None = None
    plain: ClassVar[Mapping[OptionName, names.Plain]] = {
        **DatagramSocket.plain,
        (names.IPPROTO_UDP, names.UDP_CORK): names.FLAG,
    }

    def __init__(self, layer: UdpLayer, node: SocketHost, number: int, protocol: int, program: int) -> None:
        super().__init__(node, number, protocol, program)
        self._layer = layer
        self._gathering: Gathering | None = None
        self._says_more = False

    def bind(self, address: Address, *, cause: int) -> None:
        self._check_address(address[0])
        if self.claim is not None:
            raise error("EINVAL")
        self._take(address, cause)

    def connect(self, address: Address, *, cause: int) -> None:
        claim = self.claim or self._autobind(cause)
        own = self._choose_peer(address, cause)
        if claim.ip == ANY:
            claim.ip = own
        self.local = (claim.ip, claim.port)
        assert self.remote is not None, "a peer was chosen"
        dst, dst_port = self.remote
        self.put(Why(udp_rules.CONNECTED, socket=self.number, dst=dst, dst_port=dst_port), cause)

    def say_more(self) -> None:
        self._says_more = True

    def send(self, data: bytes, *, cause: int) -> int:
        if self._gathering is not None:
            return self._gather(data, cause)
        if self.remote is None:
            self._says_more = False
        return super().send(data, cause=cause)

    def sendmsg(self, data: bytes, address: Address | None, asked: Sequence[Control], *, cause: int) -> int:
        if self._gathering is not None:
            return self._gather(data, cause)
        to = address or self.remote
        if to is None:
            self._says_more = False
            raise error("EDESTADDRREQ")
        return self.sendto(data, to, cause=cause, asked=self._asked(asked))

    def sendto(
        self, data: bytes, address: Address, *, cause: int, why: Why | None = None, asked: Asked | None = None
    ) -> int:
        """``why`` replaces the plain reason that a program sent it; ``asked`` are wishes for this datagram alone."""
        if self._gathering is not None:
            return self._gather(data, cause)
        says_more, self._says_more = self._is_more_to_come(), False
        if len(data) > LONGEST:
            raise error("EMSGSIZE")
        ip, port = address
        if port == 0:
            raise error("EINVAL")
        if self.claim is None:
            self._autobind(cause)
        dst = self._destination(ip)
        if not says_more:
            self._send_datagram(Gathering(dst, port, data, why, asked), cause)
            return len(data)
        self._raise_error(cause)
        trouble = self.node.ip.no_way_to(dst)
        if trouble is not None:
            self.node.note(Kind.DECISION, None, trouble, cause)
            raise error(name_of(trouble))
        self._gathering = Gathering(dst, port, b"", why, asked)
        self._says_more = True
        return self._gather(data, cause)

    def _is_more_to_come(self) -> bool:
        return self._says_more or bool(self._option(names.IPPROTO_UDP, names.UDP_CORK))

    def _gather(self, data: bytes, cause: int) -> int:
        """Put octets behind those of the calls before: all leave as one datagram once no more are to come."""
        says_more, self._says_more = self._is_more_to_come(), False
        gathering = self._gathering
        assert gathering is not None, "it was begun"
        octets = gathering.octets + data
        if _QUOTED_HEADERS + len(octets) > LONGEST:
            self._gathering = None
            raise error("EMSGSIZE")
        self._gathering = gathering._replace(octets=octets)
        if says_more:
            why = Why(udp_rules.MORE_FOLLOWS, socket=self.number, length=len(octets))
            self.node.note(Kind.DECISION, None, why, cause)
        else:
            self._let_go(cause)
        return len(data)

    def _let_go(self, cause: int) -> None:
        gathering, self._gathering = self._gathering, None
        if gathering is not None:
            self._send_datagram(gathering, cause)

    def _option_changed(self, key: OptionName, number: int, cause: int) -> None:
        super()._option_changed(key, number, cause)
        if key == (names.IPPROTO_UDP, names.UDP_CORK) and not number:
            self._let_go(cause)

    def _send_datagram(self, gathering: Gathering, cause: int) -> None:
        dst, port, data, why, asked = gathering
        claim = self.claim
        assert claim is not None, "it has a port by now"
        message = Udp(claim.port, port, data, not self._option(names.SOL_SOCKET, names.SO_NO_CHECK))
        why = why or Why(udp_rules.SENT, socket=self.number, dst=dst, dst_port=port, length=len(data))
        self._emit(dst, message, why, cause, asked)
        if self.node.ip.is_broadcast(dst):
            self._layer.hear_oneself(self._source(dst), dst, message, cause)

    def close(self, *, cause: int) -> None:
        if self.claim is not None:
            self._layer.ports.release(self.claim)
            self.claim = None
        super().close(cause=cause)

    def receive(self, datagram: IPv4, message: Udp, cause: int, interface: Interface | None) -> None:
        """Take in a datagram that is for this socket."""
        src, src_port, length = datagram.src, message.src_port, len(message.payload)
        why = Why(udp_rules.RECEIVED, socket=self.number, src=src, src_port=src_port, length=length)
        self._keep(datagram, message.payload, (src, src_port), why, cause, interface)

    def icmp_error(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        """An error about something that this socket sent came, or the node itself found it (RFC 1122 4.1.3.3)."""
        if self.on_error is not None:
            self.on_error(source, message, quoted, cause)
            return
        name, is_hard = of_icmp(message)
        if self._option(names.IPPROTO_IP, names.IP_RECVERR):
            dst_port = cast(QuotedUdp, quoted.transport).dst_port
            sent = message.data[_QUOTED_HEADERS:]
            item = control.of_error(name, message, source)
            self._troubles.append(Message(sent, (quoted.dst, dst_port), len(sent), control=(item,), error=name))
            self.fail(name, Why(udp_rules.ERROR, socket=self.number, src=source, error=name), cause)
            return
        if self.remote is None:
            self.node.note(Kind.DECISION, None, Why(udp_rules.ERROR_UNHEARD, socket=self.number, error=name), cause)
        elif not is_hard:
            self.node.note(Kind.DECISION, None, Why(udp_rules.ERROR_MAY_PASS, socket=self.number, error=name), cause)
        else:
            self.fail(name, Why(udp_rules.ERROR, socket=self.number, src=source, error=name), cause)

    def _autobind(self, cause: int) -> Claim[Endpoint]:
        try:
            return self._take((ANY, 0), cause)
        except OSError:
            raise error("EAGAIN") from None

    def _take(self, address: Address, cause: int) -> Claim[Endpoint]:
        reuse = bool(self._option(names.SOL_SOCKET, names.SO_REUSEADDR))
        ip, port = address
        shares = bool(self._option(names.SOL_SOCKET, names.SO_REUSEPORT))
        self.claim = claim = self._layer.ports.take(self, ip, port, reuse, shares, self.device)
        self.local = (ip, claim.port)
        rule = rules.BOUND if port else rules.BOUND_EPHEMERAL
        self.put(Why(rule, socket=self.number, ip=ip, local_port=claim.port), cause)
        return claim
