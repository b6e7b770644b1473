"""UDP on a host or router, as far as traceroute needs it: who owns a port, and what if nobody does (RFC 768)."""

from typing import TYPE_CHECKING

from sim.pdu import icmp as codes
from sim.pdu.ipv4 import IPv4
from sim.pdu.udp import Udp
from sim.protocols import icmp
from sim.trace.records import Kind
from sim.why import Why
from sim.wire import ipv4 as wire_ipv4
from sim.wire import udp as wire

if TYPE_CHECKING:
    from sim.nodes.ip_node import IpNode
    from sim.nodes.tools.application import Application

FIRST_EPHEMERAL = 49152
"""RFC 6335 6: the first of the dynamic ports."""


class UdpLayer:
    """The UDP ports of one node."""

    def __init__(self, node: "IpNode") -> None:
        self.node = node
        self._owners: dict[int, Application] = {}
        self._why_not_read: dict[int, Why] = {}
        self._next = FIRST_EPHEMERAL

    def bind(self, application: "Application") -> int:
        """Give the application a free port of the system's choice."""
        while self._next in self._owners:
            self._next = self._next + 1 if self._next < 65535 else FIRST_EPHEMERAL
        port = self._next
        self._next = port + 1 if port < 65535 else FIRST_EPHEMERAL
        self._owners[port] = application
        self._why_not_read[port] = Why("udp.not-read", dst_port=port)
        return port

    def release(self, application: "Application") -> None:
        """Take back all ports of an application."""
        self._owners = {port: owner for port, owner in self._owners.items() if owner is not application}
        self._why_not_read = {port: why for port, why in self._why_not_read.items() if port in self._owners}

    def owner(self, port: int) -> "Application | None":
        return self._owners.get(port)

    def receive(self, datagram: IPv4, cause: int, broadcast: bool) -> None:
        """Take in a user datagram for this node (RFC 1122 4.1)."""
        node, message = self.node, datagram.payload
        if not isinstance(message, Udp):
            octets = wire_ipv4.payload_octets(datagram)
            why = wire.fault(octets, datagram.src, datagram.dst) or Why("udp.not-understood", length=len(octets))
            node.note(Kind.PACKET_DROPPED, datagram, why, cause)
            return
        if message.dst_port in self._owners:
            # Its owner only waits for ICMP errors: nobody reads what comes.
            node.note(Kind.PACKET_DROPPED, datagram, self._why_not_read[message.dst_port], cause)
            return
        # RFC 1122 4.1.3.1: port unreachable SHOULD be sent where nobody listens.
        why = Why("udp.no-listener", dst_port=message.dst_port, src=datagram.src)
        dropped = node.note(Kind.PACKET_DROPPED, datagram, why, cause)
        error = icmp.unreachable(codes.PORT_UNREACHABLE, wire_ipv4.encode(datagram))
        node.icmp.send_error(error, datagram, dropped, broadcast)
