"""The chain in hopscope: hosts and routers with Ethernet, static ARP rows, IPv4 and UDP, and a trace of it all."""

from argparse import BooleanOptionalAction
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from benchmarks.work import Ran, Transfer, Work, arguments, network, routes, run_and_report, work_of
from sim.addresses import ANY, InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.assembly.ip_node import IpNode
from sim.assembly.settings import InterfacePlan
from sim.device.interface import Interface
from sim.device.network import Network
from sim.features.acl.settings import AccessList, AclSettings
from sim.features.nat.settings import NatSettings
from sim.ip.arp.settings import ArpSettings
from sim.ip.ipv4.pdu import HEADER_LENGTH, PROTOCOL_UDP, IPv4
from sim.ip.ipv4.settings import Ipv4Settings
from sim.ip.routes.service import StaticRoute
from sim.settings import NodeSettings, Placed
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import NoTrace, Trace
from sim.transport.udp import rules as udp_rules
from sim.transport.udp.layer import UdpLayer
from sim.transport.udp.pdu import Udp
from sim.why import Why

LEFT, RIGHT = "eth0", "eth1"
SOURCE_PORT = 50_000
PORT = 9
RECORD_LIMIT = 1 << 31
"""Never reached, but every run of hopscope has a limit, so this one pays for it too."""

Macs = dict[tuple[int, str], MacAddress]
"""Under the number of a device and the name of its port."""


class CountingUdp(UdpLayer):
    """Counts the datagrams that come out, and records that of each: what is measured is forwarding, no program."""

    def __init__(self, node: IpNode) -> None:
        super().__init__(node, node.ip, node.icmp, node.settings)
        self.received = 0
        self.why = Why(udp_rules.RECEIVED, socket=0, src=ANY, src_port=SOURCE_PORT, length=0)

    def receive(self, datagram: IPv4, interface: Interface | None, cause: int, broadcast: bool) -> None:
        self.received += 1
        self.node.note(Kind.DECISION, datagram, self.why, cause)


class Sender:
    """Sends one datagram after the other, at an interval."""

    def __init__(self, node: IpNode, work: Work) -> None:
        self.node = node
        self.destination = IPv4Address(work.sink)
        self.data = bytes(work.length - HEADER_LENGTH - 8)
        self.interval = work.interval
        self.why = Why(udp_rules.SENT, socket=0, dst=self.destination, dst_port=PORT, length=len(self.data))
        self.left = 0

    def start(self, datagrams: int, delay: int = 0) -> None:
        """Send that many, beginning in ``delay`` ns."""
        self.left = datagrams
        self.node.later(delay, self._send, None)

    def _send(self, _: object) -> None:
        message = Udp(SOURCE_PORT, PORT, self.data)
        self.node.ip.send(self.destination, PROTOCOL_UDP, message, self.why, NO_CAUSE)
        self.left -= 1
        if self.left:
            self.node.later(self.interval, self._send, None)


class Chain:
    """A sender, routers and a sink in ``net``, all with ``name`` in front of their names.

    Where it ``translates``, each router has a filter of 100 rules and NAT.
    """

    def __init__(self, net: Network, work: Work, name: str = "", translates: bool = False) -> None:
        nodes = line(net, work, name, routers=translating() if translates else NodeSettings())
        nodes[-1].udp = self.counter = CountingUdp(nodes[-1])
        self.sender = Sender(nodes[0], work)


def line(
    net: Network,
    work: Work | Transfer,
    name: str = "",
    settings: NodeSettings = NodeSettings(),
    queue: int = 100,
    routers: NodeSettings | None = None,
) -> list[IpNode]:
    """A host, ``links - 1`` routers and a host, all with ``name`` in front of their names.

    ``routers`` are the settings of the routers, where they are others than those of the hosts.
    """
    names = [f"{name}n{number}" for number in range(work.links + 1)]
    macs = {(n, port): net.mac_for(each, port) for n, each in enumerate(names) for port in (LEFT, RIGHT)}
    within = settings if routers is None else routers
    chosen = [settings, *(within for _ in range(work.links - 1)), settings]
    nodes = [device(net, work.links, n, each, sides(work.links, macs, n), chosen[n]) for n, each in enumerate(names)]
    for a, b in pairwise(nodes):
        net.link(a.ports[RIGHT], b.ports[LEFT], bandwidth=work.rate, delay=work.delay, queue=queue)
    return nodes


def translating() -> NodeSettings:
    """A list of 100 rules, of which the last fits, and NAT."""
    rules = [Placed(f"deny tcp host 172.16.{number}.1 any eq {number + 1}") for number in range(99)]
    filtering = AccessList((*rules, Placed("permit ip any any")), (f"in {LEFT}", f"in {RIGHT}"))
    return NodeSettings(AclSettings((("filter", filtering),)), NatSettings(outside=RIGHT))


class Side(NamedTuple):
    """A device's port on one side, and the neighbour there."""

    port: str
    mac: MacAddress
    address: InterfaceAddress
    neighbour: IPv4Address
    neighbour_mac: MacAddress


def sides(links: int, macs: Macs, number: int) -> dict[int, Side]:
    """What device ``number`` has to its left (0) and right (1)."""
    there = {}
    if number > 0:
        net = network(number - 1)
        own = InterfaceAddress(IPv4Address(net + 2), 24)
        there[0] = Side(LEFT, macs[number, LEFT], own, IPv4Address(net + 1), macs[number - 1, RIGHT])
    if number < links:
        net = network(number)
        own = InterfaceAddress(IPv4Address(net + 1), 24)
        there[1] = Side(RIGHT, macs[number, RIGHT], own, IPv4Address(net + 2), macs[number + 1, LEFT])
    return there


def device(net: Network, links: int, number: int, name: str, sides: dict[int, Side], settings: NodeSettings) -> IpNode:
    """A router, or a host at one of the ends, as the other simulators have them."""
    is_router = len(sides) == 2
    table = routes(links, number) if is_router else [(0, 0, side) for side in sides]
    towards = [(Prefix(IPv4Address(first), length), sides[side]) for first, length, side in table]
    connected = {side.address.prefix for side in sides.values()}
    made = IpNode(
        name,
        net.kernel,
        net.trace,
        net.seed,
        tuple(InterfacePlan(side.port, (side.address,), side.mac) for side in sides.values()),
        tuple(StaticRoute(to, side.neighbour, side.port) for to, side in towards if to not in connected),
        settings.having(
            Ipv4Settings(forwarding=is_router),
            ArpSettings(static=tuple((side.neighbour, side.neighbour_mac) for side in sides.values())),
        ),
    )
    net.add(made)
    return made


def build(work: Work, trace: Trace, translates: bool = False) -> Callable[[], Ran]:
    net = Network(trace=trace)
    chain = Chain(net, work, translates=translates)
    net.start()
    chain.sender.start(work.datagrams)

    def run() -> Ran:
        net.run()
        return Ran(chain.counter.received, net.kernel.now, trace)

    return run


if __name__ == "__main__":
    parser = arguments(Work)
    parser.add_argument("--trace", action=BooleanOptionalAction, default=True)
    parser.add_argument("--translates", action="store_true")
    given = parser.parse_args()
    trace = Trace(RECORD_LIMIT) if given.trace else NoTrace()
    run_and_report(work_of(Work, given), lambda work: build(work, trace, given.translates))
