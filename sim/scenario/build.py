"""A scenario becomes a network, ready to run."""

from collections.abc import Callable
from functools import partial
from typing import cast

from sim.assembly.ip_node import IpNode
from sim.bridge.hub import Hub
from sim.bridge.switch import Switch
from sim.device.network import Network
from sim.device.node import Node
from sim.link.ethernet.pdu import Frame
from sim.link.faults import Edited, TargetedFault
from sim.link.port import Port
from sim.patterns.pattern import Pattern
from sim.programs.launch import Programs
from sim.scenario.library import bundled_programs
from sim.scenario.plan import Action, FaultPlan, HubPlan, IpNodePlan, NodePlan, Run, Scenario, SwitchPlan, Type
from sim.shell.shell import run
from sim.trace.trace import Trace


def network(scenario: Scenario, trace: Trace | None = None) -> Network:
    """The network of a scenario, with its actions waiting; the trace is one that stops at ``scenario.records``."""
    built = Network(scenario.seed, Trace(scenario.records) if trace is None else trace)
    for node in scenario.nodes:
        built.add(_node(node, built))
    for link in scenario.links:
        a, b = (built.nodes[node].ports[port] for node, port in link.ends)
        built.link(
            a,
            b,
            bandwidth=link.bandwidth,
            delay=link.delay,
            mtu=link.mtu,
            queue=link.queue,
            ecn_mark=link.ecn_mark,
            chances=link.chances,
            targeted=tuple(_fault(fault, built.trace) for fault in link.faults),
        )
    hosts = {name: node for name, node in built.nodes.items() if isinstance(node, IpNode)}
    for host in hosts.values():
        host.processes.ends_at = scenario.until
    programs = Programs(built, hosts.values(), scenario.sources, scenario.folder, bundled_programs())
    for action in scenario.actions:
        built.at(action.at, _deed(action, built, programs))
    for program in scenario.programs:
        start = partial(programs.start, hosts[program.node], program.file, program.arguments, program.stdin)
        built.at(program.at, start)
    return built


def _node(plan: NodePlan, around: Network) -> Node:
    basis = (plan.name, around.kernel, around.trace, around.seed)
    match plan:
        case IpNodePlan():
            return IpNode(*basis, plan.interfaces, plan.routes, plan.settings, plan.bridge_ports)
        case SwitchPlan():
            return Switch(*basis, plan.ports, plan.settings)
        case HubPlan():
            return Hub(*basis, plan.ports)


def _deed(action: Action, around: Network, programs: Programs) -> Callable[[], None]:
    if isinstance(action, Run):
        node, typed = around.nodes[action.node], action.typed
        return lambda: run(node, typed)
    if isinstance(action, Type):
        return partial(programs.type, cast(IpNode, around.nodes[action.node]), action.text, action.to)
    link = around.links[action.link]
    return partial(around.mend if action.up else around.cut, link)


def _fault(plan: FaultPlan, trace: Trace) -> TargetedFault:
    pattern = plan.pattern
    return TargetedFault(
        plan.deed,
        _crossing(pattern, trace),
        pattern.text,
        pattern.first,
        pattern.last,
        plan.octet,
        plan.bit,
        plan.fcs_repaired,
        plan.by,
        _edit(plan) if plan.fields else None,
        plan.is_damage,
    )


def _edit(plan: FaultPlan) -> Callable[[Frame], Edited | None]:
    """What makes an edited frame of another one."""
    from sim.packets.rewriting import read_write, rewritten, told  # noqa: PLC0415 - only who edits packets loads their layers

    writes = tuple(read_write(name, text, plan.is_damage) for name, text in plan.fields)

    def edit(frame: Frame) -> Edited | None:
        found = rewritten(frame, writes, plan.is_damage)
        if found is None:
            return None
        now = told(writes, (write.value for write in writes))
        return Edited(cast(Frame, found.frame), now, told(writes, found.before))

    return edit


def _crossing(pattern: Pattern, trace: Trace) -> Callable[[Port, Frame], bool]:
    """Whether a frame that a port puts on its link is one that the pattern describes."""
    where = pattern.where
    is_meant = pattern.watch(trace)

    def matches(port: Port, frame: Frame) -> bool:
        accepted = is_meant(port, frame)  # first: what it remembers, it remembers of all that cross
        if not accepted:
            return False
        if where is not None:
            end = port if where.how == "leaving" else port.peer
            if end is None or end.device.name != where.node or where.port not in (None, end.name):
                return False
        now = port.kernel.now
        return (pattern.after is None or now >= pattern.after) and (pattern.before is None or now <= pattern.before)

    return matches
