"""A UDP port of DHCP on a device: what comes in there as messages, and what leaves from there."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from sim.addresses import IPv4Address, MacAddress
from sim.features.dhcp import codec, rules
from sim.features.dhcp.pdu import Dhcp
from sim.ip.ipv4.pdu import PROTOCOL_UDP, IPv4
from sim.trace.records import Kind, What
from sim.transport.sockets import options as names
from sim.transport.sockets.control import PACKET_INFO
from sim.transport.sockets.datagram_socket import Asked
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.sockets import Sockets
from sim.transport.udp.pdu import Udp
from sim.transport.udp.socket import UdpSocket
from sim.why import Why

_LONGEST = 65535
_LOOPBACK_NUMBER = 1


class Arrival(NamedTuple):
    """A message that came in: at which interface, from whom, to which address, and the datagram itself."""

    message: Dhcp
    interface: str
    src: IPv4Address
    dst: IPv4Address
    datagram: IPv4


class PortHost(Protocol):
    """What such a port needs of its device."""

    @property
    def sockets(self) -> Sockets: ...
    def interface_names(self) -> tuple[str, ...]: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int) -> int: ...


class DhcpPort:
    """A socket bound to one of the two ports, at one interface or at all."""

    def __init__(
        self, host: PortHost, number: int, interface: str | None, hear: Callable[[Arrival, int], None], cause: int
    ) -> None:
        self._host = host
        self.number = number
        self._hear = hear
        socket = host.sockets.open(names.AF_INET, names.SOCK_DGRAM, cause=cause)
        assert isinstance(socket, UdpSocket), "that is what a datagram socket is"
        self._socket = socket
        for option in (names.SO_BROADCAST, names.SO_REUSEADDR):
            socket.set_option(names.SOL_SOCKET, option, 1, cause=cause)
        socket.set_option(names.IPPROTO_IP, names.IP_PKTINFO, 1, cause=cause)
        socket.set_option(names.IPPROTO_IP, names.IP_MTU_DISCOVER, names.IP_PMTUDISC_DONT, cause=cause)
        if interface is not None:
            socket.set_option(names.SOL_SOCKET, names.SO_BINDTODEVICE, interface.encode(), cause=cause)
        socket.bind((IPv4Address(0), number), cause=cause)
        socket.watch(self._take_in)

    def send(
        self,
        message: Dhcp,
        dst: tuple[IPv4Address, int],
        why: Why,
        cause: int,
        *,
        source: IPv4Address | None = None,
        interface: str | None = None,
        station: MacAddress | None = None,
    ) -> bool:
        """Send a message; false where there is no way, which is recorded. See ``Asked`` for the three wishes."""
        asked = Asked(source=source, interface=interface, station=station)
        try:
            self._socket.sendto(codec.encode(message), dst, cause=cause, why=why, asked=asked)
        except OSError:
            return False
        return True

    def close(self, cause: int) -> None:
        self._socket.close(cause=cause)

    def _take_in(self, socket: Socket, events: int, cause: int) -> None:
        try:
            received = socket.recvfrom(_LONGEST, cause=cause)
        except OSError:
            return  # an ICMP error about something that was sent; the next time-out tells as much
        if received.address is None:
            return
        src, src_port = received.address
        number, _, octets = PACKET_INFO.unpack(received.control[0][2])
        dst = IPv4Address(int.from_bytes(octets, "big"))
        datagram = IPv4(src, dst, PROTOCOL_UDP, Udp(src_port, self.number, received.data), 64)
        why = codec.fault(received.data)
        message = codec.decode(received.data)
        if why is not None or message is None:
            self._host.note(Kind.PACKET_DROPPED, datagram, why or Why(rules.NO_TYPE), cause)
        elif number != _LOOPBACK_NUMBER:  # one's own broadcasts are heard there
            interface = self._host.interface_names()[number - 1]
            self._hear(Arrival(message, interface, src, dst, datagram), cause)
