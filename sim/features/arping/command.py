"""``arping``: ask for a MAC address by hand, and see every answer (RFC 826)."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from sim.addresses import ANY, BROADCAST_MAC, ZERO_MAC, IPv4Address
from sim.command import INTERFACE, IP_DEVICES, NOTHING, Command, CommandLine, Option, integer, read_options, usage_of
from sim.device.interface import Interface
from sim.features.arping import rules
from sim.ip.arp import pdu as arp
from sim.ip.arp.pdu import Arp
from sim.ip.ipv4.machine import source_address
from sim.ip.names.answer import Answer
from sim.ip.names.resolver import Resolver
from sim.ip.neighbours import Neighbours
from sim.ip.stack import IpLayer
from sim.kernel import SECOND
from sim.link.ethernet.pdu import TYPE_ARP, Ethernet
from sim.quantities import spell_round_trip
from sim.shell.application import Application, Host
from sim.why import Why


class ArpingOptions(NamedTuple):
    """The command line. ``detect_duplicates`` asks as one who has no address yet (``-D``), ``announce`` is ``-U``."""

    target: IPv4Address | str
    port: str | None = None
    requests: int = 1
    detect_duplicates: bool = False
    announce: bool = False


class ArpingHost(Host, Protocol):
    """What arping sees of its host."""

    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def ip(self) -> IpLayer: ...
    @property
    def neighbours(self) -> Neighbours: ...
    @property
    def names(self) -> Resolver: ...


class Arping(Application[ArpingHost]):
    """Sends ARP requests and prints the replies."""

    def __init__(self, node: ArpingHost, command: str, options: ArpingOptions, target: IPv4Address) -> None:
        super().__init__(node, command)
        self.options = options
        self._target = target
        self._interface = node.interfaces[options.port] if options.port else node.ip.interface_towards(target)
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
            return self._target
        return source_address(self.node.ip.addresses, self._interface.name, self._target) or ANY

    def start(self, cause: int) -> None:
        if not self._interface.enabled:
            self.output(f'Interface "{self._interface.name}" is down', cause)
            self.finish(2, cause)
            return
        self.node.neighbours.on_packet(self._heard)
        self.at_end(lambda: self.node.neighbours.forget_listener(self._heard))
        self.output(f"ARPING {self._target} from {self._own} {self._interface.name}", cause)
        self._send(cause)

    def _heard(self, interface: str, packet: Arp, cause: int) -> None:
        if (
            interface != self._interface.name
            or packet.operation != arp.REPLY
            or packet.sender_ip != self._target
            or packet.target_mac != self._interface.mac
        ):
            return
        self._replies += 1
        # From now on, as in iputils, the requests go to the one that answered.
        self._towards = packet.sender_mac
        self.output(
            f"Unicast reply from {packet.sender_ip} [{str(packet.sender_mac).upper()}]  "
            f"{spell_round_trip(self.node.kernel.now - self._sent_at)}ms",
            cause,
        )
        if self.options.detect_duplicates:
            self.cancel("next", cause)
            self._summarise(cause)

    def _waited(self, cause: int) -> None:
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
        port, target = self._interface, self._target
        mac = port.mac or ZERO_MAC
        self._sent += 1
        self._broadcasts += self._towards == BROADCAST_MAC
        self._sent_at = self.node.kernel.now
        packet = Arp(arp.REQUEST, mac, self._own, ZERO_MAC, target)
        self.arm("next", self._sent_at + SECOND, self._waited, Why(rules.WAIT, ns=SECOND), cause)
        why = Why(rules.REQUEST, ip=target, command=self.command)
        port.send(Ethernet(self._towards, mac, TYPE_ARP, packet), why, cause)


def _parse(line: CommandLine) -> ArpingOptions:
    return ArpingOptions(**read_options(line, "arping", _OPTIONS, takes_names=True))


def _run(host: ArpingHost, options: ArpingOptions, text: str, cause: int) -> None:
    typed = host.calls

    def begin(answer: Answer, cause: int) -> None:
        if answer.address is None:
            host.output(f"arping: {options.target}: {answer.told}", cause, typed)
        else:
            Arping(host, text, options, answer.address).launch(cause, typed)

    host.names.resolve(options.target, begin, cause)


_OPTIONS = (
    Option("-c", "requests", integer(1, 1000), "COUNT", "how many requests; on Linux, arping goes on until Ctrl-C"),
    Option("-I", "port", INTERFACE, "INTERFACE", "the interface for the requests", "that towards the address"),
    Option(
        "-D", "detect_duplicates", NOTHING, "", "ask, as a host without an address, whether anybody has the address"
    ),
    Option("-U", "announce", NOTHING, "", "announce the address: a gratuitous ARP request", alternative=True),
)

COMMAND = Command(
    "arping",
    usage_of("arping", _OPTIONS),
    "sends ARP requests, or announces an address",
    IP_DEVICES,
    _parse,
    _run,
    options=_OPTIONS,
    defaults=ArpingOptions._field_defaults,
    rank=0,
)
