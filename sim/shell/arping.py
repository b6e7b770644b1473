"""``arping``: ask for a MAC address by hand, and see every answer (RFC 826)."""

from typing import TYPE_CHECKING, NamedTuple

from sim.addresses import ANY, BROADCAST_MAC, ZERO_MAC, IPv4Address
from sim.effects import TimerName
from sim.ip.arp import pdu as arp
from sim.ip.arp.pdu import Arp
from sim.ip.ipv4.machine import source_address
from sim.kernel import SECOND
from sim.link.ethernet.pdu import TYPE_ARP, Ethernet
from sim.shell import rules
from sim.shell.application import Application, milliseconds
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode


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
        self._port = node.interfaces[options.port] if options.port else node.ip.interface_towards(options.target)
        self._own = self._sender()
        self._towards = BROADCAST_MAC
        self._sent = 0
        self._broadcasts = 0
        self._replies = 0
        self._sent_at = 0

    def _sender(self) -> IPv4Address:
        """The address to ask as: nobody's in a probe, the announced one, else this node's on that link."""
        if self.options.detect_duplicates:
            return ANY
        if self.options.announce:
            return self.options.target
        return source_address(self.node.ip.addresses, self._port.name, self.options.target) or ANY

    def start(self, cause: int) -> None:
        if not self._port.enabled:
            self.output(f'Interface "{self._port.name}" is down', cause)
            self.finish(2, cause)
            return
        self.output(f"ARPING {self.options.target} from {self._own} {self._port.name}", cause)
        self._send(cause)

    def arp_received(self, port_name: str, packet: Arp, cause: int) -> None:
        if (
            port_name != self._port.name
            or packet.operation != arp.REPLY
            or packet.sender_ip != self.options.target
            or packet.target_mac != self._port.mac
        ):
            return
        self._replies += 1
        # From now on, as in iputils, the requests go to the one that answered.
        self._towards = packet.sender_mac
        self.output(
            f"Unicast reply from {packet.sender_ip} [{str(packet.sender_mac).upper()}]  "
            f"{milliseconds(self.node.kernel.now - self._sent_at)}ms",
            cause,
        )
        if self.options.detect_duplicates:
            self.cancel("next", cause)
            self._summarise(cause)

    def timeout(self, name: TimerName, cause: int) -> None:
        if self._sent < self.options.requests:
            self._send(cause)
        else:
            self._summarise(cause)

    def _summarise(self, cause: int) -> None:
        self.output(f"Sent {self._sent} probes ({self._broadcasts} broadcast(s))", cause)
        self.output(f"Received {self._replies} response(s)", cause)
        wanted = self._replies == 0 if self.options.detect_duplicates or self.options.announce else self._replies > 0
        self.finish(0 if wanted else 1, cause)

    def _send(self, cause: int) -> None:
        port, target = self._port, self.options.target
        mac = port.mac or ZERO_MAC
        self._sent += 1
        self._broadcasts += self._towards == BROADCAST_MAC
        self._sent_at = self.node.kernel.now
        packet = Arp(arp.REQUEST, mac, self._own, ZERO_MAC, target)
        self.arm("next", self._sent_at + SECOND, Why(rules.ARPING_WAIT, ns=SECOND), cause)
        why = Why(rules.ARPING_REQUEST, ip=target, command=self.command)
        port.send(Ethernet(self._towards, mac, TYPE_ARP, packet), why, cause)
