"""Raw sockets: the datagrams of one IP protocol, beside what the host itself does with them."""

from typing import TYPE_CHECKING

from sim.addresses import ANY
from sim.ip.ipv4 import codec as wire
from sim.ip.ipv4.pdu import IPv4
from sim.transport.sockets import options as names
from sim.transport.sockets import rules
from sim.transport.sockets.datagram_socket import DatagramSocket
from sim.transport.sockets.rows import Address
from sim.why import Why

if TYPE_CHECKING:
    from sim.transport.sockets.contracts import SocketHost


class RawSocket(DatagramSocket):
    """Sends what follows the IP header; receives datagrams with their header in front, as on Linux. No port counts."""

    kind = names.SOCK_RAW
    name = "raw"

    def __init__(self, node: "SocketHost", number: int, protocol: int, program: int) -> None:
        super().__init__(node, number, protocol, program)
        self.local = (ANY, protocol)

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
        src = self._source(dst) or self.node.ip.source_for(dst) or ANY
        payload = wire.parse_payload(self.protocol, src, dst, data)
        self._emit(dst, payload, Why(rules.SENT_RAW, socket=self.number, dst=dst, length=len(data)), cause)
        return len(data)

    def takes(self, datagram: IPv4) -> bool:
        """Whether a datagram for this node is for this socket too."""
        if datagram.protocol != self.protocol or not self._is_reading:
            return False
        is_for_me = self.getsockname()[0] in (ANY, datagram.dst)
        return is_for_me and (self.remote is None or self.remote[0] == datagram.src)

    def receive(self, datagram: IPv4, cause: int) -> None:
        octets = wire.encode(datagram)
        why = Why(rules.RECEIVED_RAW, socket=self.number, src=datagram.src, length=len(octets))
        self._keep(datagram, octets, (datagram.src, 0), why, cause)
