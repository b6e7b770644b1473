"""Scenarios in few words, for tests."""

from collections.abc import Sequence

from sim.scenario.load import load_text
from sim.scenario.plan import IpNodePlan, LinkPlan, NodePlan, Scenario


def scenario(nodes: str | Sequence[str], links: Sequence[str] = (), rest: str = "") -> Scenario:
    """The scenario with these nodes and links, one a line, and more text below."""
    lines = [nodes] if isinstance(nodes, str) else nodes
    text = "title: A test\nnodes:\n" + "".join(f"  {line}\n" for line in lines)
    if links:
        text += "links:\n" + "".join(f"  - {link}\n" for link in links)
    return load_text(text + rest, "test.yaml")


def node(*lines: str, name: str = "x") -> NodePlan:
    """The plan of node ``name`` among these."""
    return next(plan for plan in scenario(lines).nodes if plan.name == name)


def ip_node(*lines: str, name: str = "x") -> IpNodePlan:
    plan = node(*lines, name=name)
    assert isinstance(plan, IpNodePlan)
    return plan


def link(*options: str) -> LinkPlan:
    """The plan of one link between two hosts, with these options."""
    nodes = ("a: {host: 10.0.0.1/24}", "b: {host: 10.0.0.2/24}")
    return scenario(nodes, ["{" + ", ".join(("link: a -- b", *options)) + "}"]).links[0]


PAIR = ("pc1: {host: 192.168.10.1/24}", "pc2: {host: 192.168.10.2/24}", "sw1: {switch: 4 ports}")
PAIR_LINKS = ("pc1 -- sw1", "pc2 -- sw1")


def pair(rest: str) -> Scenario:
    """Two hosts on a switch, and more text below."""
    return scenario(PAIR, PAIR_LINKS, rest)
