"""Raw sockets: the datagrams of one IP protocol, beside what the host itself does with them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from sim.addresses import ANY, IPv4Address
from sim.device.interface import Interface
from sim.ip.ipv4 import codec as wire
from sim.ip.ipv4.pdu import HEADER_LENGTH, IPv4
from sim.trace.records import Kind
from sim.transport.sockets import options as names
from sim.transport.sockets import rules
from sim.transport.sockets.datagram_socket import DatagramSocket
from sim.transport.sockets.errors import error, name_of
from sim.transport.sockets.options import OptionName, Plain
from sim.transport.sockets.rows import Address
from sim.why import Why

if TYPE_CHECKING:
    from sim.transport.sockets.contracts import SocketHost


class RawSocket(DatagramSocket):
    """Sends what follows the IP header; receives datagrams with their header in front, as on Linux. No port counts."""

    kind = names.SOCK_RAW
    name = "raw"
    plain: ClassVar[Mapping[OptionName, Plain]] = {
        **DatagramSocket.plain,
        (names.SOL_SOCKET, names.SO_REUSEADDR): Plain(1, 0, 1, is_flag=True),
        (names.IPPROTO_IP, names.IP_HDRINCL): names.FLAG,
    }

    def __init__(self, node: "SocketHost", number: int, protocol: int, program: int) -> None:
        super().__init__(node, number, protocol, program)
        self.local = (ANY, protocol)
        if protocol == names.IPPROTO_RAW:
            self._options[names.IPPROTO_IP, names.IP_HDRINCL] = 1

    def bind(self, address: Address, *, cause: int) -> None:
        self._check_address(address[0])
        self.local = (address[0], self.protocol)
        self.put(Why(rules.BOUND_RAW, socket=self.number, ip=address[0]), cause)

    def connect(self, address: Address, *, cause: int) -> None:
        own = self._choose_peer((address[0], 0), cause)
        if self.getsockname()[0] == ANY:
            self.local = (own, self.protocol)
        self.put(Why(rules.CONNECTED_RAW, socket=self.number, dst=address[0]), cause)

    def sendto(self, data: bytes, address: Address, *, cause: int) -> int:
        dst = self._destination(address[0])
        if self._option(names.IPPROTO_IP, names.IP_HDRINCL):
            return self._send_whole(dst, data, cause)
        src = self._source(dst) or self.node.ip.source_for(dst) or ANY
        payload = wire.parse_payload(self.protocol, src, dst, data)
        self._emit(dst, payload, Why(rules.SENT_RAW, socket=self.number, dst=dst, length=len(data)), cause)
        return len(data)

    def _send_whole(self, dst: IPv4Address, data: bytes, cause: int) -> int:
        """Send octets that begin with an IP header. EINVAL, EMSGSIZE.

        As on Linux the host fills in the total length and the checksum, and the source and the identification where
        they are 0 (raw(7)); it sends to ``dst``, whatever the header says, and never cuts.
        """
        length = (data[0] & 0xF) * 4 if data else 0
        if len(data) < HEADER_LENGTH or not HEADER_LENGTH <= length <= len(data):
            raise error("EINVAL")
        if len(data) > self.node.ip.mtus(dst)[0]:
            raise error("EMSGSIZE")
        header = bytearray(data[:length])
        header[2:4] = len(data).to_bytes(2, "big")
        if not any(header[12:16]):
            header[12:16] = int(self._source(dst) or self.node.ip.source_for(dst) or ANY).to_bytes(4, "big")
        header[10:12] = wire.expected_checksum(bytes(header)).to_bytes(2, "big")
        datagram = wire.decode(bytes(header) + data[length:])
        if datagram is None:
            raise error("EINVAL")
        self._raise_error(cause)
        why = Why(rules.SENT_WHOLE, socket=self.number, dst=datagram.dst, length=len(data))
        decided = self.node.note(Kind.DECISION, datagram, why, cause)
        outlet = self._outlet_to_group() if dst.is_multicast else None
        through = self.device if outlet is None else outlet.name
        trouble = self.node.ip.send_datagram(datagram, decided, through, self.memberships.loops)
        if trouble is not None:
            raise error(name_of(trouble))
        return len(data)

    def takes(self, datagram: IPv4, interface: Interface | None) -> bool:
        """Whether a datagram for this node, come in at an interface, is for this socket too."""
        if datagram.protocol != self.protocol or not self._is_reading:
            return False
        at = None if interface is None else interface.name
        if at is not None and self.device not in (None, at):
            return False
        if datagram.dst.is_multicast and not self.memberships.hears(datagram.dst, datagram.src, at or ""):
            return False
        is_for_me = self.getsockname()[0] in (ANY, datagram.dst)
        return is_for_me and (self.remote is None or self.remote[0] == datagram.src)

    def receive(self, datagram: IPv4, interface: Interface | None, cause: int) -> None:
        octets = wire.encode(datagram)
        why = Why(rules.RECEIVED_RAW, socket=self.number, src=datagram.src, length=len(octets))
        self._keep(datagram, octets, (datagram.src, 0), why, cause, interface)
