"""One device alone, outside any network: octets in, octets out, in virtual time.

::

    sw = standalone.switch(ports=4)
    sw.receive("1", frame)         # [("2", frame), ("3", frame), ("4", frame)]
    pc = standalone.host({"eth0": "192.168.10.1/24"}, gateway="192.168.10.254")
    pc.run("ping -c 1 192.168.10.3")   # [("eth0", an ARP request)]
    pc.advance(1_000_000_000)          # the next request, a second later

Octets are Ethernet II frames from the destination address on, without preamble and frame check sequence. What
is shorter than 60 octets is padded with zeros, as the sending NIC would do. No octets raise an error: a device
drops what it cannot use, and its trace says why. What is longer than the MTU of the port's cable is lost on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.addresses import DEFAULT_ROUTE, InterfaceAddress, IPv4Address, MacAddress
from sim.assembly.ip_node import IpNode
from sim.assembly.settings import InterfacePlan
from sim.bridge.hub import Hub
from sim.bridge.settings import SwitchSettings
from sim.bridge.switch import Switch
from sim.bridge.vlans.settings import VlanSettings
from sim.device import rules as device_rules
from sim.device.network import Network
from sim.device.node import Node
from sim.features.stp.settings import StpSettings
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.routes import machine as routing
from sim.ip.routes.commands import ADD, RouteWords
from sim.ip.routes.machine import Lookup, RouteRow, RouteTable
from sim.ip.routes.service import StaticRoute
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import MINIMUM_LENGTH
from sim.link.port import Incoming, Port
from sim.settings import NodeSettings
from sim.shell import shell
from sim.trace.records import CONSOLE, NO_CAUSE, ConsoleLine, Kind
from sim.trace.trace import Trace
from sim.why import Why

_INSTANT = 10**18
"""Bits a second, at which the longest frame takes less than a nanosecond."""


class Emitted(NamedTuple):
    """A frame that the device sent; equal to the plain tuple ``(port, octets)``."""

    port: str
    octets: bytes


class _Outside(Node):
    """The other ends of all of a device's cables."""

    kind = "outside"

    def __init__(self, device: Node, network: Network) -> None:
        super().__init__("outside", network.kernel, network.trace, network.seed)
        self.ports = {name: Port(self, name, self) for name in device.ports}
        self.emitted: list[Emitted] = []

    def receive(self, arrival: Incoming) -> None:
        port, frame, sent = arrival
        self.note(Kind.FRAME_RECEIVED, frame, Why(device_rules.LONE_EMITTED, port=port.name), sent, port)
        self.emitted.append(Emitted(port.name, wire.encode(frame)))

    def link_changed(self, port: Port, cause: int) -> None:
        """The device alone is told of its cables."""


class StandaloneDevice:
    """A device with nothing around it. Its clock stands still unless :meth:`advance` moves it.

    ``trace`` records what it does, ``node`` is the device itself.
    """

    def __init__(self, network: Network, node: Node, mtu: int | Mapping[str, int]) -> None:
        self.node = node
        self.trace = network.trace
        self._network = network
        self._outside = _Outside(node, network)
        network.add(node)
        network.add(self._outside)
        for name, port in node.ports.items():
            size = mtu if isinstance(mtu, int) else mtu.get(name, 1500)
            network.link(port, self._outside.ports[name], bandwidth=_INSTANT, delay=0, mtu=size)
        network.start()

    @property
    def now(self) -> int:
        """The device's time in ns, from 0."""
        return self._network.kernel.now

    @property
    def due(self) -> int | None:
        """In how many ns the device does something by itself, if nothing comes in until then; ``None``: never."""
        time = self._network.kernel.next_time()
        return None if time is None else time - self.now

    @property
    def console(self) -> list[str]:
        """The lines that its commands have printed."""
        lines: Iterable[ConsoleLine] = self.node.tables[CONSOLE].values()
        return [line.text for line in lines]

    def table(self, name: str) -> dict[Any, Any]:
        """A copy of a table such as ``arp`` or ``mac``: rows (named tuples) by key, none where there is no such."""
        return dict(self.node.tables.get(name, {}))

    def receive(self, port: str, octets: bytes) -> list[Emitted]:
        """Let a frame reach a port, and return what the device sends at once; ``ValueError`` for an unknown port."""
        frame = wire.decode(octets.ljust(MINIMUM_LENGTH, b"\0"))
        self._end(port).send(frame, Why(device_rules.LONE_FED, port=port), NO_CAUSE)
        return self.advance(0)

    def advance(self, ns: int) -> list[Emitted]:
        """Let ``ns`` nanoseconds pass, and return what the device sends meanwhile, in order."""
        if ns < 0:
            raise ValueError(f"time does not go back by {-ns} ns")
        self._network.run(self.now + ns)
        emitted = self._outside.emitted
        self._outside.emitted = []
        return emitted

    def run(self, command: str) -> list[Emitted]:
        """Type a command, and return what the device sends at once; what it prints is on :attr:`console`.

        Raises ``ValueError`` for what is no command of this device (a ``TextError`` tells where it is wrong).
        """
        shell.run(self.node, shell.parse(command))
        return self.advance(0)

    def plug(self, port: str, up: bool) -> list[Emitted]:
        """Plug a port's cable in or, ``up`` false, out; return what the device sends at once."""
        link = self._end(port).link
        assert link is not None, "each end has its cable"
        (self._network.mend if up else self._network.cut)(link)
        return self.advance(0)

    def _end(self, port: str) -> Port:
        """The other end of a port's cable."""
        if port not in self._outside.ports:
            names = ", ".join(self._outside.ports)
            raise ValueError(f"{self.node.name} has no port {port!r}; its ports are {names}")
        return self._outside.ports[port]


class StandaloneIpDevice(StandaloneDevice):
    """A host or router alone."""

    node: IpNode

    def lookup(self, address: str) -> Lookup | None:
        """The route that the device follows to an address, by longest prefix; ``None`` where it has none."""
        return self.node.routes.lookup(IPv4Address.parse(address))


def host(
    interfaces: Mapping[str, str | Sequence[str]],
    *,
    gateway: str | None = None,
    routes: Iterable[str | StaticRoute] = (),
    macs: Mapping[str, str] | None = None,
    settings: NodeSettings = NodeSettings(),
    mtu: int | Mapping[str, int] = 1500,
    name: str = "host",
    seed: int = 0,
    trace: Trace | None = None,
) -> StandaloneIpDevice:
    """A host. ``interfaces`` gives each port's addresses, such as ``{"eth0": "192.168.10.1/24"}``.

    ``routes`` are read by :func:`route`; ``macs`` gives the ports' MAC addresses where they matter; ``mtu`` (octets) is
    one for all or by port. Raises ``ValueError`` for text that is not understood. The trace has no limit;
    :class:`~sim.trace.trace.NoTrace` saves its memory.
    """
    network = Network(seed, Trace() if trace is None else trace)
    given = {port: MacAddress.parse(text) for port, text in (macs or {}).items()}
    planned = [
        InterfacePlan(port, _addresses(texts), given.get(port) or network.mac_for(name, port))
        for port, texts in interfaces.items()
    ]
    static = [StaticRoute(DEFAULT_ROUTE, IPv4Address.parse(gateway))] if gateway else []
    static += [route(row) if isinstance(row, str) else row for row in routes]
    node = IpNode(name, network.kernel, network.trace, seed, tuple(planned), tuple(static), settings)
    return StandaloneIpDevice(network, node, mtu)


def router(
    interfaces: Mapping[str, str | Sequence[str]],
    *,
    gateway: str | None = None,
    routes: Iterable[str | StaticRoute] = (),
    macs: Mapping[str, str] | None = None,
    settings: NodeSettings = NodeSettings(),
    mtu: int | Mapping[str, int] = 1500,
    name: str = "router",
    seed: int = 0,
    trace: Trace | None = None,
) -> StandaloneIpDevice:
    """A router: a :func:`host` that forwards."""
    return host(
        interfaces,
        gateway=gateway,
        routes=routes,
        macs=macs,
        settings=settings.having(settings.of(Ipv4Settings)._replace(forwarding=True)),
        mtu=mtu,
        name=name,
        seed=seed,
        trace=trace,
    )


def switch(
    ports: int | Sequence[str] = 4,
    *,
    settings: SwitchSettings = SwitchSettings(),
    vlans: VlanSettings = VlanSettings(),
    stp: StpSettings = StpSettings(),
    mtu: int | Mapping[str, int] = 1500,
    name: str = "switch",
    trace: Trace | None = None,
) -> StandaloneDevice:
    """A switch with so many ports, called ``1``, ``2`` …, or with ports of these names.

    ``vlans`` and ``stp`` give it VLANs and spanning tree, which it has not by itself.
    """
    network = Network(trace=Trace() if trace is None else trace)
    given = NodeSettings(settings, vlans, stp)
    node = Switch(name, network.kernel, network.trace, network.seed, _port_names(ports), given)
    return StandaloneDevice(network, node, mtu)


def hub(
    ports: int | Sequence[str] = 4,
    *,
    mtu: int | Mapping[str, int] = 1500,
    name: str = "hub",
    trace: Trace | None = None,
) -> StandaloneDevice:
    """A hub, its ports as for :func:`switch`."""
    network = Network(trace=Trace() if trace is None else trace)
    node = Hub(name, network.kernel, network.trace, network.seed, _port_names(ports))
    return StandaloneDevice(network, node, mtu)


def route(text: str) -> StaticRoute:
    """Read a route as ``ip route add`` takes it; raises ``ValueError``.

    ``default via 10.0.0.1``, ``10.0.0.0/8 via 10.0.0.1 dev eth0 metric 5``, ``10.1.0.0/16 dev eth1``,
    ``blackhole 10.9.0.0/16``, also ``unreachable`` and ``prohibit``.
    """
    options = shell.parse(f"{ADD.name} {text}").options
    assert isinstance(options, RouteWords), "that is what ip route add takes"
    return options.route


def route_table(rows: Iterable[str | RouteRow]) -> RouteTable:
    """A route table outside any device, for its ``lookup``; rows are read by :func:`route`.

    A row with ``dev`` alone is a connected network, through which the next hops of rows without ``dev`` are found.
    """
    return RouteTable([_row(route(row)) if isinstance(row, str) else row for row in rows])


def _row(static: StaticRoute) -> RouteRow:
    is_connected = static.kind == routing.UNICAST and static.next_hop is None
    source = routing.CONNECTED if is_connected else routing.STATIC
    distance = 0 if is_connected else static.distance
    return RouteRow(static.prefix, static.next_hop, static.port, source, static.kind, distance, static.metric)


def _addresses(texts: str | Sequence[str]) -> tuple[InterfaceAddress, ...]:
    return tuple(InterfaceAddress.parse(text) for text in ([texts] if isinstance(texts, str) else texts))


def _port_names(ports: int | Sequence[str]) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, ports + 1)) if isinstance(ports, int) else tuple(ports)
