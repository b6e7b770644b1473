"""The links of a scenario: which ports they join, and which interfaces can hear each other through them."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.device.loopback import NAME as LOOPBACK
from sim.link.faults import Chances
from sim.patterns.pattern import Addresses, End, Names
from sim.patterns.syntax import LINK, no_node
from sim.scenario.models import LinkModel, ScenarioModel
from sim.scenario.plan import IpNodePlan, LinkPlan, NodePlan
from sim.scenario.report import Path, Report
from sim.words import TextError, suggestion


class _WrittenEnd(NamedTuple):
    """An end of a link as it is written; ``port`` is "" where it is left open."""

    node: str
    port: str
    offset: int


def names_of(plans: Mapping[str, NodePlan], links: Mapping[str, LinkPlan]) -> Names:
    """What patterns can name."""
    return Names(
        {name: _addresses(plan) for name, plan in plans.items()},
        {name: link.ends for name, link in links.items()},
    )


def plan_links(model: ScenarioModel, plans: Mapping[str, NodePlan], report: Report) -> dict[str, LinkPlan]:
    """The links by name. Ends without a port take, in order, the first port that no link names."""
    cabling = _Cabling(plans, report)
    written = [(index, link, cabling.read(link.link, index)) for index, link in report.items("links", model.links)]
    for index, _, ends in written:
        for end in ends:
            if end.port:
                cabling.take(end, index)
    links: dict[str, LinkPlan] = {}
    for index, link, ends in written:
        if not ends:
            report.broken.add(LINK)
            continue
        a, b = (cabling.complete(end, index) for end in ends)
        if a is not None and b is not None:
            planned = _plan(link, (a, b))
            links.setdefault(planned.name, planned)
        else:
            cabling.give_back(index)
            report.broken.add(LINK)
        if ends[0].node == ends[1].node:
            message = f"this joins {ends[0].node} to itself"
            report.doubt(_path(index), "self-link", message, "join two different nodes")
    joined = {node for node, _ in cabling.taken}
    for name in plans:
        if name in joined or LINK in report.broken:
            continue
        if len(plans) == 1:
            report.allows("unconnected")  # nobody is there to be joined: the programs of one host talk to each other
        else:
            report.doubt(("nodes", name), "unconnected", f"{name} has no link", f"add '- {name} -- …' to links")
    return links


def _addresses(plan: NodePlan) -> Addresses:
    if not isinstance(plan, IpNodePlan):
        return Addresses(ports=plan.ports)
    return Addresses(
        frozenset(own.address for interface in plan.interfaces for own in interface.addresses),
        frozenset(interface.mac for interface in plan.interfaces),
        plan.ports,
        (LOOPBACK, *(interface.name for interface in plan.interfaces if interface.vlan)),
    )


class _Cabling:
    """Which port is taken by which link."""

    def __init__(self, plans: Mapping[str, NodePlan], report: Report) -> None:
        self.plans = plans
        self.report = report
        self.taken: dict[End, int] = {}

    def read(self, text: str, index: int) -> list[_WrittenEnd]:
        """The two ends of a link; none, and a problem, where that is not what it says."""
        parts = text.split("--")
        if len(parts) != 2 or not parts[0].strip() or not parts[1].strip():
            hint = "write its two ends, as in pc1 -- sw1:1"
            self.report.wrong(_path(index), f"{text!r} is not a link", hint)
            return []
        ends = [_end(text, 0, parts[0]), _end(text, len(parts[0]) + 2, parts[1])]
        good = True
        for end in ends:
            try:
                self._check(end)
            except TextError as error:
                self.report.error(_path(index), error)
                good = False
        return ends if good else []

    def take(self, end: _WrittenEnd, index: int) -> None:
        """Note that a port is in use."""
        if (end.node, end.port) not in self.taken:
            self.taken[end.node, end.port] = index
            return
        before = self.taken[end.node, end.port]
        line, _ = self.report.place(_path(before))
        where = f"line {line} uses it" if line else f"link {before + 1} uses it"
        hint = f"{where}, {self._free(end)}"
        self.report.wrong(_path(index), f"{end.node}:{end.port} is taken already", hint, offset=end.offset)

    def complete(self, end: _WrittenEnd, index: int) -> End | None:
        """The end with its port, or ``None`` and a problem where none is free."""
        if end.port:
            return end.node, end.port
        for port in self.plans[end.node].ports:
            if (end.node, port) not in self.taken:
                self.taken[end.node, port] = index
                return end.node, port
        message = f"{end.node} has no port left for this link"
        self.report.wrong(_path(index), message, self._free(end), offset=end.offset)
        return None

    def give_back(self, index: int) -> None:
        """Free the ports of a link that cannot be."""
        self.taken = {end: taker for end, taker in self.taken.items() if taker != index}

    def _check(self, end: _WrittenEnd) -> None:
        if end.node not in self.plans:
            raise no_node(end.node, tuple(self.plans), end.offset)
        ports = self.plans[end.node].ports
        if end.port and end.port not in ports:
            hint = suggestion(end.port, ports, f"{end.node} has", "and")
            raise TextError(f"{end.node} has no port {end.port!r}", hint, end.offset + len(end.node) + 1)

    def _free(self, end: _WrittenEnd) -> str:
        plan = self.plans[end.node]
        free = [port for port in plan.ports if (plan.name, port) not in self.taken]
        if free:
            return f"{plan.name}:{free[0]} is free"
        return f"give {plan.name} more {'interfaces' if isinstance(plan, IpNodePlan) else 'ports'}"


def _path(index: int) -> Path:
    return ("links", index, "link")


def _end(text: str, start: int, part: str) -> _WrittenEnd:
    word = part.strip()
    node, _, port = word.partition(":")
    return _WrittenEnd(node, port, text.index(word, start))


def _plan(link: LinkModel, ends: tuple[End, End]) -> LinkPlan:
    chances = Chances(link.loss, link.duplicate, link.corrupt, link.jitter)
    return LinkPlan(ends, link.bandwidth, link.delay, link.mtu, link.queue, chances, ecn_mark=link.ecn_mark)
