"""Which interfaces can hear each other through switches with VLANs, and what is doubtful about the VLANs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.addresses import Prefix
from sim.assembly.settings import InterfacePlan
from sim.bridge.aggregation.settings import AggregateSettings
from sim.bridge.vlans import machine
from sim.bridge.vlans.config import config_of
from sim.bridge.vlans.machine import SwitchPort
from sim.bridge.vlans.settings import VlanSettings
from sim.features.arp_inspection.settings import InspectionSettings
from sim.features.dhcp_snooping.settings import SnoopingSettings
from sim.features.port_security.settings import PortSecuritySettings
from sim.patterns.pattern import End
from sim.scenario.devices import Attached
from sim.scenario.plan import HubPlan, IpNodePlan, LinkPlan, NodePlan
from sim.scenario.report import Path, Report
from sim.words import listed

_UNTAGGED = 0
"""The lane of a cable for frames without a tag; the others are numbered as the VLANs in the tags."""

Place = tuple[str, str | int]
"""Where frames are: an interface of a node by its name, a VLAN of a switch by its number."""


class Stray(NamedTuple):
    """A host whose address belongs to the network of another VLAN than its own."""

    vlan: int
    home: int
    port: End


class Switching(NamedTuple):
    """A switch that knows VLANs: what its ports do, and the VLANs that it has."""

    ports: Mapping[str, SwitchPort]
    vlans: frozenset[int]
    named: frozenset[int]
    """Those VLANs that the scenario puts something into."""


class Lanes:
    """A network with its VLANs: which places frames can reach from each other without a router."""

    def __init__(self, plans: Mapping[str, NodePlan], links: Mapping[str, LinkPlan]) -> None:
        self._plans = plans
        self._links = links
        self._parent: dict[Place, Place] = {}
        self.switches = {name: found for name, plan in plans.items() if (found := switching(plan)) is not None}
        tags = {vlan for each in self.switches.values() for vlan in each.vlans}
        tags |= {interface.vlan for plan in _ip_plans(plans) for interface in plan.interfaces}
        self._lanes = sorted({_UNTAGGED, *tags})
        for link in links.values():
            for sender, receiver in (link.ends, link.ends[::-1]):
                for place, lane in self.sent(sender):
                    there = self.taken(receiver, lane)
                    if there is not None and not self._is_leak(place, there):
                        self._parent[self._root(place)] = self._root(there)

    def are_joined(self, one: Place, other: Place) -> bool:
        return self._root(one) == self._root(other)

    def segments(self) -> dict[End, int]:
        """For each interface of a device with IP, the number of the broadcast domain that it is in."""
        numbers: dict[Place, int] = {}
        return {
            (plan.name, interface.name): numbers.setdefault(self._root(self.place_of(plan, interface)), len(numbers))
            for plan in _ip_plans(self._plans)
            for interface in plan.interfaces
        }

    def place_of(self, plan: IpNodePlan, interface: InterfacePlan) -> Place:
        """Where the frames of an interface are."""
        is_own = interface.vlan and not interface.parent
        return (plan.name, interface.vlan) if is_own else (plan.name, interface.name)

    def vlan_of(self, end: End) -> tuple[int, End] | None:
        """The VLAN that an interface of a device with IP is in, and the port of the switch that puts it there."""
        plan = self._plans[end[0]]
        interface = next(each for each in _interfaces(plan) if each.name == end[1])
        if interface.vlan and not interface.parent:
            return interface.vlan, end
        peer = self.peer((end[0], interface.parent or end[1]))
        switch = None if peer is None else self.switches.get(peer[0])
        if peer is None or switch is None or peer[1] not in switch.ports:
            return None
        vlan = interface.vlan or switch.ports[peer[1]].pvid
        return (vlan, peer) if vlan in switch.ports[peer[1]].members else None

    def peer(self, end: End) -> End | None:
        """The other end of the cable in a port."""
        for link in self._links.values():
            if end in link.ends:
                return link.ends[link.ends[0] == end]
        return None

    def sent(self, end: End) -> Iterator[tuple[Place, int]]:
        """From which places frames leave through an end of a cable, and on which lane."""
        node, port = end
        plan, switch = self._plans[node], self.switches.get(node)
        if switch is not None and port in switch.ports:
            out = switch.ports[port]
            yield from (((node, vlan), vlan if vlan in out.tagged else _UNTAGGED) for vlan in sorted(out.members))
        elif isinstance(plan, IpNodePlan):
            yield (node, port), _UNTAGGED
            yield from (((node, above.name), above.vlan) for above in plan.interfaces if above.parent == port)
        else:
            yield from (((node, lane), lane) for lane in self._lanes)

    def taken(self, end: End, lane: int) -> Place | None:
        """Where a frame goes that comes in at an end of a cable on a lane; ``None`` where it is dropped."""
        node, port = end
        switch = self.switches.get(node)
        if switch is not None and port in switch.ports:
            into = switch.ports[port]
            if lane == _UNTAGGED:
                return (node, into.pvid) if into.pvid in into.members else None
            return (node, lane) if lane in into.members and into.admits_tags else None
        plan = self._plans[node]
        if isinstance(plan, IpNodePlan):
            names = (each.name for each in plan.interfaces if (each.parent, each.vlan) == (port, lane))
            name = port if lane == _UNTAGGED else next(names, None)
            return None if name is None else (node, name)
        return node, lane

    def _is_leak(self, one: Place, other: Place) -> bool:
        """Whether frames change from one VLAN to another here: that is doubted itself, and not what follows from it."""
        return one[1] != other[1] and one[0] in self.switches and other[0] in self.switches

    def _root(self, place: Place) -> Place:
        while (above := self._parent.setdefault(place, place)) != place:
            self._parent[place] = self._parent[above]
            place = self._parent[place]
        return place


def switching(plan: NodePlan) -> Switching | None:
    """What a switch that knows VLANs does with them; ``None`` for all other devices."""
    own = {interface.vlan for interface in _interfaces(plan) if not interface.parent} - {0}
    if isinstance(plan, HubPlan) or (not own and plan.settings.of(VlanSettings) == VlanSettings()):
        return None
    settings = plan.settings.of(VlanSettings)
    ports = plan.bridge_ports if isinstance(plan, IpNodePlan) else plan.ports
    named = frozenset(own.union(int(vlan) for vlan, _ in settings.vlans))
    joined = {port: name for name, members in plan.settings.of(AggregateSettings).aggregates for port in members}
    config = config_of(settings, (*ports, *joined.values()), own)
    known = machine.ports_of(config)
    return Switching({port: known[joined.get(port, port)] for port in ports}, frozenset(config.vlans), named)


def check_ports(plans: Mapping[str, NodePlan], report: Report) -> None:
    """Report ports that something is said of and that the switch does not have."""
    for name, plan in plans.items():
        if isinstance(plan, HubPlan):
            continue
        settings = plan.settings.of(VlanSettings)
        named: list[tuple[str, Path]] = [
            (port, ("nodes", name, "vlans", vlan, "ports")) for vlan, each in settings.vlans for port in each.ports
        ]
        named += [(port, ("nodes", name, "trunks", port)) for port, _ in settings.trunks]
        guarded = plan.settings.of(PortSecuritySettings).port_security
        named += [(port, ("nodes", name, "port_security", port)) for port, _ in guarded]
        trusted = plan.settings.of(SnoopingSettings).trusted
        named += [(port, ("nodes", name, "dhcp_snooping", "trusted")) for port in trusted]
        believed = plan.settings.of(InspectionSettings).trusted
        named += [(port, ("nodes", name, "arp_inspection", "trusted")) for port in believed]
        aggregates = plan.settings.of(AggregateSettings).aggregates
        joined = {port: whole for whole, members in aggregates for port in members}
        for port, path in named:
            if port in joined:
                message = f"port {port} of {name} is in {joined[port]}"
                report.wrong(path, message, f"write {joined[port]} in its place", at_key=path[-1] == port)
            elif port in joined.values():
                continue
            elif port not in plan.ports:
                hint = f"its ports are {plan.ports[0]} to {plan.ports[-1]}"
                report.wrong(path, f"{name} has no port {port}", hint, at_key=path[-1] == port)
            elif isinstance(plan, IpNodePlan) and port not in plan.bridge_ports:
                message = f"port {port} of {name} is a routed port, which is in no VLAN"
                report.wrong(path, message, "leave it out here, or out of routed_ports", at_key=path[-1] == port)


def check_aggregates(plans: Mapping[str, NodePlan], links: Mapping[str, LinkPlan], report: Report) -> None:
    """Report aggregates of ports that are not there, and doubt those whose other ends do not work as one."""
    joined: dict[End, str] = {}
    for name, plan in plans.items():
        if isinstance(plan, HubPlan):
            continue
        aggregates = plan.settings.of(AggregateSettings).aggregates
        for whole, members in aggregates:
            joined |= {(name, port): whole for port in members}
            for port in members:
                if port not in (plan.bridge_ports if isinstance(plan, IpNodePlan) else plan.ports):
                    hint = f"its ports are {plan.ports[0]} to {plan.ports[-1]}"
                    report.wrong(("nodes", name, "aggregates", whole), f"{name} has no port {port}", hint)
    for link in links.values():
        here, there = (joined.get(end) for end in link.ends)
        if (here is None) != (there is None):
            end, other = link.ends if here is not None else link.ends[::-1]
            message = f"{joined[end]} of {end[0]} has a cable to {':'.join(other)}, which is in no aggregate"
            path = ("nodes", end[0], "aggregates", joined[end])
            report.doubt(path, "half-aggregate", message, f"let the ports of {other[0]} work as one, too")


def check_trunks(lanes: Lanes, links: Mapping[str, LinkPlan], report: Report) -> None:
    """Doubt cables between switches whose ends do not fit together."""
    for link in links.values():
        ends = [(end, lanes.switches.get(end[0])) for end in link.ends]
        for (a, one), (b, other) in (ends, ends[::-1]):
            if one is None or other is None:
                continue
            into, out = one.ports[a[1]], other.ports[b[1]]
            is_carried = into.pvid in into.members and out.pvid in out.members
            if is_carried and into.pvid < out.pvid:
                here = a if into.is_trunk or not out.is_trunk else b
                _doubt_native(here, {a: into.pvid, b: out.pvid}, report)
            missing = [
                vlan
                for vlan in sorted(one.named & other.named)
                if vlan not in into.members and not lanes.are_joined((a[0], vlan), (b[0], vlan))
            ]
            if missing and (into.is_trunk or out.is_trunk):
                _doubt_missing(a, b, missing, into.is_trunk, report)


def strays(found: Sequence[Attached], lanes: Lanes) -> dict[Path, Stray]:
    """Hosts that are in the wrong VLAN by their addresses: those whose network is at home in another VLAN.

    A network is at home where most of its addresses are; of equals, where the text has it first.
    """
    vlans = {own.path: placed for own in found if (placed := lanes.vlan_of((own.node, own.port))) is not None}
    homes: dict[Prefix, dict[int, int]] = {}
    for own in found:
        if own.path in vlans:
            counted = homes.setdefault(own.address.prefix, {})
            vlan = vlans[own.path][0]
            counted[vlan] = counted.get(vlan, 0) + 1
    wrong = {}
    for own in found:
        counted = homes.get(own.address.prefix, {})
        home = max(counted, key=lambda vlan: counted[vlan], default=0)
        if own.path in vlans and vlans[own.path][0] != home:
            wrong[own.path] = Stray(vlans[own.path][0], home, vlans[own.path][1])
    return wrong


def doubt_strays(found: Iterable[Attached], wrong: Mapping[Path, Stray], report: Report) -> None:
    for own in found:
        stray = wrong.get(own.path)
        if stray is not None:
            message = (
                f"{own.node} is in VLAN {stray.vlan}, and {own.address.prefix} is the network of VLAN {stray.home}"
            )
            switch, port = stray.port
            hint = f"put port {port} of {switch} into VLAN {stray.home}, or give {own.node} another address"
            report.doubt(own.path, "wrong-vlan", message, hint)


def _doubt_native(here: End, natives: Mapping[End, int], report: Report) -> None:
    there = next(end for end in natives if end != here)
    message = (
        f"frames without a tag are in VLAN {natives[here]} at {':'.join(here)} and in VLAN {natives[there]} at "
        f"{':'.join(there)}, the other end of the cable"
    )
    path = ("nodes", here[0], "trunks", here[1], "native")
    report.doubt(path, "native-mismatch", message, f"write native: {natives[there]}")


def _doubt_missing(here: End, there: End, missing: Sequence[int], is_trunk: bool, report: Report) -> None:
    what = f"VLAN {missing[0]} is" if len(missing) == 1 else f"VLANs {listed([*map(str, missing)], 'and')} are"
    message = f"{what} on {there[0]} and on {here[0]}, and port {here[1]} of {here[0]} does not carry "
    message += "it" if len(missing) == 1 else "them"
    hint = f"add {listed([*map(str, missing)], 'and')} to allowed" if is_trunk else f"make port {here[1]} a trunk"
    path = ("nodes", here[0], "trunks", here[1], "allowed") if is_trunk else ("nodes", here[0], "vlans")
    report.doubt(path, "vlan-missing", message, hint)


def check_tags(lanes: Lanes, links: Mapping[str, LinkPlan], report: Report) -> None:
    """Doubt subinterfaces whose tags the switch at the other end of the cable does not take."""
    for link in links.values():
        for (name, port), (far, far_port) in (link.ends, link.ends[::-1]):
            switch = lanes.switches.get(far)
            if switch is None or far_port not in switch.ports:
                continue
            for place, lane in lanes.sent((name, port)):
                if lane != _UNTAGGED and name not in lanes.switches and lanes.taken((far, far_port), lane) is None:
                    is_trunk = switch.ports[far_port].is_trunk
                    message = (
                        f"port {far_port} of {far} drops the frames of VLAN {lane} that {name} sends from {place[1]}"
                    )
                    hint = f"add {lane} to allowed" if is_trunk else f"make port {far_port} of {far} a trunk"
                    path = ("nodes", far, "trunks", far_port, "allowed") if is_trunk else ("nodes", far, "vlans")
                    report.doubt(path, "vlan-missing", message, hint)


def _interfaces(plan: NodePlan) -> tuple[InterfacePlan, ...]:
    return plan.interfaces if isinstance(plan, IpNodePlan) else ()


def _ip_plans(plans: Mapping[str, NodePlan]) -> Iterator[IpNodePlan]:
    return (plan for plan in plans.values() if isinstance(plan, IpNodePlan))
