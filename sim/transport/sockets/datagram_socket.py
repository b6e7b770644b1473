"""What UDP and raw sockets have in common: whole datagrams, which wait in a buffer of limited size."""

from collections import deque
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from sim.addresses import ANY, LOOPBACK, IPv4Address, MacAddress
from sim.device.interface import Interface
from sim.ip.contracts import SendOptions
from sim.ip.ipv4.pdu import HEADER_LENGTH, IPv4
from sim.pdu.base import Content
from sim.trace.records import Kind
from sim.transport.sockets import control, rules
from sim.transport.sockets import options as names
from sim.transport.sockets.control import Control
from sim.transport.sockets.errors import error, name_of
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT, RDHUP, SHUT_RD, SHUT_RDWR, SHUT_WR
from sim.transport.sockets.rows import Address, SocketRow
from sim.transport.sockets.settings import UdpSettings
from sim.transport.sockets.socket import UNBOUND, Message, Socket
from sim.why import Why

if TYPE_CHECKING:
    from sim.transport.sockets.contracts import SocketHost

HEADERS = 28
"""What a datagram takes of a buffer beside its data."""
LONGEST = 65535

_DONT_FRAGMENT = {
    names.IP_PMTUDISC_DONT: False,
    names.IP_PMTUDISC_WANT: None,
    names.IP_PMTUDISC_DO: True,
    names.IP_PMTUDISC_PROBE: True,
}


class Asked(NamedTuple):
    """What one datagram is sent with, whatever the socket's options say; ``None`` leaves it to them.

    ``station`` is the MAC address to send the frame to, without asking for it.
    """

    ttl: int | None = None
    tos: int | None = None
    source: IPv4Address | None = None
    interface: str | None = None
    station: MacAddress | None = None


NOTHING_ASKED = Asked()


def _octets(ip: IPv4Address) -> bytes:
    return int(ip).to_bytes(4, "big")


class Received(NamedTuple):
    """A datagram that waits to be received; ``size`` is what it takes of the buffer."""

    data: bytes
    address: Address
    size: int
    control: tuple[Control, ...] = ()


class DatagramSocket(Socket):
    """A socket that sends and receives whole datagrams."""

    def __init__(self, node: "SocketHost", number: int, protocol: int, program: int) -> None:
        super().__init__(node, number, protocol, program)
        self._waiting: deque[Received] = deque()
        self._held = 0
        self._troubles: deque[Message] = deque()
        self._is_reading = True
        self._is_writing = True
        self.receive_buffer = node.settings.of(UdpSettings).receive_buffer

    def send(self, data: bytes, *, cause: int) -> int:
        if self.remote is None:
            raise error("EDESTADDRREQ")
        return self.sendto(data, self.remote, cause=cause)

    def recvfrom(self, limit: int, *, peek: bool = False, cause: int) -> Message:
        self._raise_error(cause)
        if not self._waiting:
            if self._is_reading:
                raise error("EAGAIN")
            return Message(b"", self.remote or UNBOUND, 0)
        found = self._waiting[0]
        length = len(found.data)
        if not peek:
            self._waiting.popleft()
            self._held -= found.size
            rule = rules.READ if length <= limit else rules.READ_CUT
            self.put(Why(rule, socket=self.number, src=found.address[0], length=length, limit=limit), cause)
        return Message(found.data[:limit], found.address, length, control=found.control)

    def shutdown(self, how: int, *, cause: int) -> None:
        if how not in (SHUT_RD, SHUT_WR, SHUT_RDWR):
            raise error("EINVAL")
        # Linux lets who waits know even where there is no peer, and then says that there is none.
        self._is_reading &= how == SHUT_WR
        self._is_writing &= how == SHUT_RD
        self.ready(cause)
        if self.remote is None:
            raise error("ENOTCONN")

    def events(self) -> int:
        mask = OUT | (ERR if self._error or self._troubles else 0) | (IN if self._waiting else 0)
        if not self._is_reading:
            mask |= IN | RDHUP | (0 if self._is_writing else HUP)
        return mask

    def row(self) -> SocketRow:
        waiting = len(self._waiting)
        return SocketRow(
            self.name,
            self.local,
            self.remote,
            self.program,
            unread=self._held - waiting * HEADERS,
            datagrams=waiting,
            error=self._error,
        )

    def _keep(
        self,
        datagram: IPv4,
        data: bytes,
        address: Address,
        received: Why,
        cause: int,
        interface: Interface | None = None,
    ) -> None:
        """Let a datagram wait to be received, where there is room; ``received`` says for whom it is."""
        size = len(data) + HEADERS
        if self._held and self._held + size > self.receive_buffer:
            facts = {"length": len(data), "held": self._held, "limit": self.receive_buffer}
            self.node.note(Kind.PACKET_DROPPED, datagram, Why(rules.BUFFER_FULL, socket=self.number, **facts), cause)
            return
        self._waiting.append(Received(data, address, size, self._control(datagram, interface)))
        self._held += size
        self.ready(self.put(received, cause))

    def _control(self, datagram: IPv4, interface: Interface | None) -> tuple[Control, ...]:
        """What the socket wants to know of a datagram beside its data, in Linux's order (ip(7))."""
        asked, found = self._options, []
        if asked.get((names.IPPROTO_IP, names.IP_PKTINFO)):
            known = self.node.interface_names()
            number = 1 if interface is None else known.index(interface.name) + 1
            own = datagram.dst if self._is_own(datagram.dst) or interface is None else self._address_at(interface)
            octets = control.PACKET_INFO.pack(number, _octets(own), _octets(datagram.dst))
            found.append((names.IPPROTO_IP, names.IP_PKTINFO, octets))
        if asked.get((names.IPPROTO_IP, names.IP_RECVTTL)):
            found.append((names.IPPROTO_IP, names.IP_TTL, control.INT.pack(datagram.ttl)))
        if asked.get((names.IPPROTO_IP, names.IP_RECVTOS)):
            found.append((names.IPPROTO_IP, names.IP_TOS, bytes([datagram.tos])))
        return tuple(found)

    def _asked(self, items: Sequence[Control]) -> "Asked | None":
        """What a program asks for one datagram. EINVAL, ENODEV."""
        if not items:
            return None
        found, known = control.asked_of(items), self.node.interface_names()
        number, source = cast(tuple[int, int], found.get(names.IP_PKTINFO, (0, 0)))
        if number and not 0 < number <= len(known):
            raise error("ENODEV")
        return Asked(
            cast("int | None", found.get(names.IP_TTL)),
            cast("int | None", found.get(names.IP_TOS)),
            IPv4Address(source) if source else None,
            known[number - 1] if number else None,
        )

    @staticmethod
    def _address_at(interface: Interface) -> IPv4Address:
        return next((own.address for own in interface.addresses), ANY)

    def recv_trouble(self, limit: int) -> Message:
        """The next error in the queue that IP_RECVERR fills (MSG_ERRQUEUE). EAGAIN where there is none."""
        if not self._troubles:
            raise error("EAGAIN")
        found = self._troubles.popleft()
        self._error = self._troubles[0].error if self._troubles else ""
        return found._replace(data=found.data[:limit])

    def _destination(self, ip: IPv4Address) -> IPv4Address:
        """Where a datagram for ``ip`` goes: none at all means this host itself. EACCES, EINVAL."""
        own = ANY if self.local is None else self.local[0]
        if ip == ANY:
            ip = LOOPBACK if own == ANY else own
        node = self.node
        if node.ip.is_broadcast(ip) and not self._option(names.SOL_SOCKET, names.SO_BROADCAST):
            raise error("EACCES")
        if own.is_loopback and not (ip.is_loopback or ip.is_multicast or ip in node.ip.addresses.own):
            raise error("EINVAL")
        return ip

    def _source(self, dst: IPv4Address) -> IPv4Address | None:
        """The address to send from, ``None`` for what the route says."""
        if self.local is not None and self._is_own(self.local[0]):
            return self.local[0]
        if dst.is_multicast:
            return self._source_to_group()
        return LOOPBACK if dst.is_loopback else None

    def _source_to_group(self) -> IPv4Address | None:
        """The address to send to groups from: that of IP_MULTICAST_IF, or one of the interface to leave through."""
        chosen, outlet = self.memberships, self._outlet_to_group()
        if chosen.source != ANY and self.device is None:
            return chosen.source
        return None if outlet is None else next((own.address for own in outlet.addresses), None)

    def _outlet_to_group(self) -> Interface | None:
        return self.memberships.outlet if self.device is None else self.node.interface(self.device)

    def _is_own(self, ip: IPv4Address) -> bool:
        return ip.is_loopback or ip in self.node.ip.addresses.own

    def _choose_peer(self, address: Address, cause: int) -> IPv4Address:
        """Check that there is a way to the peer, and take the address that leads there as one's own."""
        dst = self._destination(address[0])
        trouble = self.node.ip.no_way_to(dst)
        if trouble is not None:
            self.node.note(Kind.DECISION, None, trouble, cause)
            raise error(name_of(trouble))
        self.remote = (dst, address[1])
        return self._source(dst) or self.node.ip.source_for(dst) or ANY

    def _emit(self, dst: IPv4Address, payload: Content, why: Why, cause: int, asked: "Asked | None" = None) -> None:
        """Send, after what every send asks first."""
        self._raise_error(cause)
        if not self._is_writing:
            raise error("EPIPE")
        if HEADER_LENGTH + len(payload) > LONGEST:
            raise error("EMSGSIZE")
        dont_fragment = _DONT_FRAGMENT[self._option(names.IPPROTO_IP, names.IP_MTU_DISCOVER)]
        asked = asked or NOTHING_ASKED
        tos = self._option(names.IPPROTO_IP, names.IP_TOS) if asked.tos is None else asked.tos
        source = self._source(dst) if asked.source is None else asked.source
        through = asked.interface or self.device
        sending = SendOptions(asked.ttl or self.ttl, dont_fragment, source, tos, through, asked.station)
        if dst.is_multicast:
            outlet = self._outlet_to_group()
            sending = sending._replace(
                ttl=asked.ttl or self.memberships.ttl,
                interface=asked.interface or (None if outlet is None else outlet.name),
                loops=self.memberships.loops,
            )
        trouble = self.node.ip.send(dst, self.protocol, payload, why, cause, sending)
        if trouble is not None:
            raise error(name_of(trouble))
