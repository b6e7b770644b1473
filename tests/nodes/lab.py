"""Small networks in few words, for tests that watch devices at work."""

from collections.abc import Iterable, Mapping
from typing import Any

from sim.addresses import InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.assembly.ip_node import IpNode
from sim.assembly.settings import InterfacePlan
from sim.bridge.hub import Hub
from sim.bridge.settings import SwitchSettings
from sim.bridge.switch import Switch
from sim.device.interface import Interface
from sim.device.network import Network
from sim.ip.acd.settings import AcdSettings
from sim.ip.arp.pdu import Arp
from sim.ip.arp.settings import ArpSettings
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4.pdu import IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.routes.service import StaticRoute
from sim.kernel import SECOND
from sim.link.ethernet.pdu import Ethernet
from sim.link.faults import Chances, TargetedFault
from sim.link.link import GIGABIT, Link
from sim.link.port import Port
from sim.link.settings import NicSettings
from sim.settings import NodeSettings
from sim.shell.shell import parse, run
from sim.trace.records import Kind, Record
from sim.trace.trace import Trace
from sim.transport.sockets.settings import SocketSettings

MILLISECOND = 1_000_000
_OWNERS: tuple[Any, ...] = (ArpSettings, AcdSettings, IcmpSettings, Ipv4Settings, NicSettings, SocketSettings)
DEFAULT = Prefix.parse("0.0.0.0/0")


def ip(text: str) -> IPv4Address:
    return IPv4Address.parse(text)


def route(prefix: str, via: str | None = None, port: str | None = None, **more: Any) -> StaticRoute:
    return StaticRoute(Prefix.parse(prefix), (via and ip(via)) or None, port, **more)


def settings_of(**named: Any) -> NodeSettings:
    """Settings by the names of their fields, or a protocol's as a whole under any name."""
    found = NodeSettings(*(value for value in named.values() if hasattr(value, "_fields")))
    for name, value in named.items():
        if not hasattr(value, "_fields"):
            owner = next(kind for kind in _OWNERS if name in kind._fields)
            found = found.having(found.of(owner)._replace(**{name: value}))
    return found


class Lab:
    """A network under construction, then at work."""

    def __init__(self, seed: int = 1, trace: Trace | None = None) -> None:
        self.net = Network(seed, trace)
        self.trace = self.net.trace

    def ip_node(
        self,
        name: str,
        interfaces: Mapping[str, str | tuple[str, ...]],
        gateway: str | None = None,
        routes: Iterable[StaticRoute] = (),
        macs: Mapping[str, str] | None = None,
        **settings: Any,
    ) -> IpNode:
        planned = []
        for port, texts in interfaces.items():
            given = (macs or {}).get(port)
            mac = MacAddress.parse(given) if given else self.net.mac_for(name, port)
            addresses = (texts,) if isinstance(texts, str) else texts
            planned.append(InterfacePlan(port, tuple(InterfaceAddress.parse(text) for text in addresses), mac))
        default = (StaticRoute(DEFAULT, ip(gateway)),) if gateway else ()
        net = self.net
        node = IpNode(
            name, net.kernel, net.trace, net.seed, tuple(planned), (*default, *routes), settings_of(**settings)
        )
        net.add(node)
        return node

    def host(self, name: str, address: str | tuple[str, ...], gateway: str | None = None, **more: Any) -> IpNode:
        """A host with one interface, ``eth0``."""
        return self.ip_node(name, {"eth0": address}, gateway, **more)

    def router(self, name: str, *addresses: str, routes: Iterable[StaticRoute] = (), **more: Any) -> IpNode:
        """A router with interfaces ``eth0``, ``eth1`` … of these addresses."""
        interfaces = {f"eth{number}": address for number, address in enumerate(addresses)}
        return self.ip_node(name, interfaces, routes=routes, forwarding=True, **more)

    def switch(self, name: str, ports: int = 4, **settings: Any) -> Switch:
        net = self.net
        numbers = [str(number) for number in range(1, ports + 1)]
        node = Switch(name, net.kernel, net.trace, net.seed, numbers, NodeSettings(SwitchSettings(**settings)))
        net.add(node)
        return node

    def hub(self, name: str, ports: int = 4) -> Hub:
        net = self.net
        node = Hub(name, net.kernel, net.trace, net.seed, [str(number) for number in range(1, ports + 1)])
        net.add(node)
        return node

    def port(self, place: str) -> Port:
        """The port of ``node:port``, or of a node with one port."""
        name, _, port = place.partition(":")
        ports = self.net.nodes[name].ports
        return ports[port] if port else next(iter(ports.values()))

    def mac(self, place: str) -> MacAddress:
        """The MAC address of the interface ``node:interface``, or of a node with one interface."""
        found = self.port(place).user
        assert isinstance(found, Interface), "a switch's port has none"
        assert found.mac is not None, "each interface on a cable has one"
        return found.mac

    def link(
        self,
        a: str,
        b: str,
        bandwidth: int = GIGABIT,
        delay: int = 1000,
        mtu: int = 1500,
        queue: int = 100,
        targeted: tuple[TargetedFault, ...] = (),
        **chances: Any,
    ) -> Link:
        """Join two places; ``loss``, ``duplicate``, ``corrupt`` and ``jitter`` are the link's chances."""
        ends = self.port(a), self.port(b)
        return self.net.link(*ends, bandwidth, delay, mtu, queue, Chances(**chances), targeted)

    def star(self, switch: str, *names: str) -> None:
        """Join nodes to a switch or hub, in order of its ports."""
        for number, name in enumerate(names, 1):
            self.link(name, f"{switch}:{number}")

    def run(self, node: str, command: str, seconds: float = 60) -> list[str]:
        """Type a command now, run on for some seconds, and return what was printed."""
        self.net.start()
        before = len(self.console(node))
        run(self.net.nodes[node], parse(command))
        assert self.wait(seconds), "the trace is full"
        return self.console(node)[before:]

    def at(self, time: int, node: str, command: str) -> None:
        """Type a command at a time (ns)."""
        self.net.at(time, lambda: run(self.net.nodes[node], parse(command)))

    def wait(self, seconds: float) -> bool:
        return self.net.run(self.net.kernel.now + int(seconds * SECOND))

    def console(self, node: str) -> list[str]:
        return [line.text for line in self.net.nodes[node].tables["console"].values()]

    def table(self, node: str, name: str) -> dict[Any, Any]:
        return self.net.nodes[node].tables[name]

    # What the trace says

    def records(self, kind: Kind, node: str | None = None, rule: str | None = None) -> list[Record]:
        return [
            record
            for record in self.trace
            if record.kind is kind and node in (None, record.node) and rule in (None, record.why.rule.id)
        ]

    def rules(self, kind: Kind, node: str | None = None) -> list[str]:
        """The rule of each record of this kind, in order."""
        return [record.why.rule.id for record in self.records(kind, node)]

    def sent(self, node: str | None = None, port: str | None = None) -> list[Record]:
        return [each for each in self.records(Kind.FRAME_SENT, node) if port in (None, each.port)]

    def arps(self, node: str | None = None) -> list[Arp]:
        """The ARP packets that were sent."""
        payloads = [each.what.payload for each in self.sent(node) if isinstance(each.what, Ethernet)]
        return [payload for payload in payloads if isinstance(payload, Arp)]

    def crossings(self, node: str | None = None, port: str | None = None) -> list[tuple[str, Ethernet, IPv4]]:
        """The node that sent each frame with a datagram, the frame and the datagram."""
        frames = [(each.node, each.what) for each in self.sent(node, port) if isinstance(each.what, Ethernet)]
        return [(name, frame, frame.payload) for name, frame in frames if isinstance(frame.payload, IPv4)]

    def datagrams(self, node: str | None = None, port: str | None = None) -> list[IPv4]:
        """The datagrams that were sent."""
        return [datagram for _, _, datagram in self.crossings(node, port)]

    def icmps(self, node: str | None = None) -> list[tuple[int, int]]:
        """Type and code of the ICMP messages that were sent."""
        messages = [each.payload for each in self.datagrams(node)]
        return [(message.type, message.code) for message in messages if isinstance(message, Icmp)]
