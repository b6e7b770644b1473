"""``arping``: ask for a MAC address by hand, and see every answer (RFC 826)."""

from typing import TYPE_CHECKING, NamedTuple

from sim.addresses import ANY, BROADCAST_MAC, ZERO_MAC, IPv4Address, MacAddress
from sim.kernel import SECOND
from sim.nodes.tools.application import Application, milliseconds
from sim.pdu import arp
from sim.pdu.arp import Arp
from sim.pdu.ethernet import TYPE_ARP, Ethernet
from sim.protocols.effects import TimerName
from sim.why import Why

if TYPE_CHECKING:
    from sim.nodes.ip_node import IpNode


class ArpingOptions(NamedTuple):
    """The command line. ``detect_duplicates`` asks as one who has no address yet (``-D``), ``announce`` is ``-U``."""

    target: IPv4Address
    port: str | None = None
    requests: int = 1
    detect_duplicates: bool = False
    announce: bool = False


class Arping(Application):
    """Sends ARP requests and prints the replies."""

    def __init__(self, node: "IpNode", command: str, options: ArpingOptions) -> None:
        super().__init__(node, command)
        self.options = options
        self._port = node.ports[options.port] if options.port else node.port_towards(options.target)
        self._sent = 0
        self._replies = 0
        self._last: MacAddress | None = None
        self._sent_at = 0

    def start(self, cause: int) -> None:
        own = ANY if self.options.detect_duplicates or not self._port.addresses else self._port.addresses[0].address
        self.output(f"ARPING {self.options.target} from {own} {self._port.name}", cause)
        self._send(own, cause)

    def arp_received(self, port_name: str, packet: Arp, cause: int) -> None:
        """An ARP packet reached the node, whoever it was for."""
        options = self.options
        if port_name != self._port.name or packet.sender_ip != options.target or packet.operation != arp.REPLY:
            return
        self._replies += 1
        manner = "Unicast" if self._last is None or self._last == packet.sender_mac else "Another unicast"
        self._last = packet.sender_mac
        self.output(
            f"{manner} reply from {packet.sender_ip} [{str(packet.sender_mac).upper()}]  "
            f"{milliseconds(self.node.kernel.now - self._sent_at)}ms",
            cause,
        )

    def timeout(self, name: TimerName, cause: int) -> None:
        if self._sent < self.options.requests:
            own = ANY if self.options.detect_duplicates else self._port.addresses[0].address
            self._send(own, cause)
            return
        self.output(f"Sent {self._sent} probes ({self._sent} broadcast(s))", cause)
        self.output(f"Received {self._replies} response(s)", cause)
        wanted = self._replies == 0 if self.options.detect_duplicates or self.options.announce else self._replies > 0
        self.finish(0 if wanted else 1, cause)

    def _send(self, own: IPv4Address, cause: int) -> None:
        port, target = self._port, self.options.target
        mac = port.mac or ZERO_MAC
        self._sent += 1
        self._sent_at = self.node.kernel.now
        sender = target if self.options.announce else own
        packet = Arp(arp.REQUEST, mac, sender, ZERO_MAC, target)
        self.arm("next", self._sent_at + SECOND, Why("arping.wait", ns=SECOND), cause)
        why = Why("arping.request", target=target, command=self.command)
        port.send(Ethernet(BROADCAST_MAC, mac, TYPE_ARP, packet), why, cause)
