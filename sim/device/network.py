"""A network of devices and cables, ready to run."""

from collections.abc import Callable

from sim.addresses import MacAddress
from sim.device.interface import mac_of
from sim.device.node import Node
from sim.kernel import Kernel, collector_at_rest
from sim.link import rules as link_rules
from sim.link.faults import Chances, Faults, TargetedFault
from sim.link.link import DELAY, GIGABIT, MTU, QUEUE, Link
from sim.link.port import Cable, Port
from sim.trace.records import NO_CAUSE
from sim.trace.trace import Trace
from sim.why import Why

DEFAULT_RECORD_LIMIT = 1_000_000
"""Where a run stops by itself, so that a broadcast storm is shown and brings nothing down."""


class Network:
    """Devices, cables, the event queue and the trace of one run.

    ``seed`` fixes every random number. :meth:`add` the devices (an ``IpNode``, ``Switch`` or ``Hub``), join them with
    :meth:`link`, then :meth:`run`.
    """

    def __init__(self, seed: int = 0, trace: Trace | None = None) -> None:
        self.seed = seed
        self.kernel = Kernel()
        self.trace = Trace(DEFAULT_RECORD_LIMIT) if trace is None else trace
        self.nodes: dict[str, Node] = {}
        self.links: dict[str, Link] = {}
        self._macs: set[MacAddress] = set()
        self._started = False

    def add(self, node: Node) -> None:
        """Take in a device; raises ``ValueError`` where its name is taken."""
        if node.name in self.nodes:
            raise ValueError(f"there is a node {node.name} already")
        self.nodes[node.name] = node

    def mac_for(self, node: str, port: str) -> MacAddress:
        """A locally administered address that depends on the names alone, save where two names collide."""
        salt = 0
        while (mac := mac_of(node, port, salt)) in self._macs:
            salt += 1
        self._macs.add(mac)
        return mac

    def link(
        self,
        a: Port,
        b: Port,
        bandwidth: int = GIGABIT,
        delay: int = DELAY,
        mtu: int = MTU,
        queue: int = QUEUE,
        chances: Chances = Chances(),
        targeted: tuple[TargetedFault, ...] = (),
        ecn_mark: int | None = None,
    ) -> Link:
        """Join two ports; see :class:`~sim.link.link.Link` for the units."""
        link = Link(self.kernel, self.trace, (a, b), bandwidth, delay, mtu, queue, ecn_mark)
        if targeted or chances != Chances():
            link.faults = Faults(f"{self.seed}/{link.name}", chances, targeted)
        self.links[link.name] = link
        return link

    def at(self, time: int, action: Callable[[], None]) -> None:
        """Do something at ``time`` (ns): a command, a cable cut."""
        self.kernel.at(time, lambda _: action(), None)

    # Whoever keeps one of these for later keeps no network alive.

    @staticmethod
    def cut(link: Cable) -> None:
        """Pull the cable out now."""
        link.set_up(False, Why(link_rules.PULLED, link=link.name), NO_CAUSE)

    @staticmethod
    def mend(link: Cable) -> None:
        """Plug the cable in again now."""
        link.set_up(True, Why(link_rules.PLUGGED, link=link.name), NO_CAUSE)

    def start(self) -> None:
        """Put the configuration into the tables; :meth:`run` does it where it was not done."""
        if self._started:
            return
        self._started = True
        with collector_at_rest():
            for link in self.links.values():
                link.start()
            for node in self.nodes.values():
                node.start()
        self.trace.configured = len(self.trace)

    def run(self, until: int | None = None) -> bool:
        """Run until ``until`` (ns), or until nothing is left to do; false where the trace is full before.

        A run can be continued, also one that was full once ``trace.limit`` is raised.
        """
        self.start()
        trace = self.trace
        most = None if trace.limit is None else trace.limit + trace.configured
        return not trace.full and self.kernel.run(until, trace.at, most)
