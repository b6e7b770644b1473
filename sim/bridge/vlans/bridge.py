"""A bridge that knows VLANs: each VLAN is a bridged network of its own (IEEE 802.1Q-2018 clause 8)."""

from collections.abc import Sequence
from typing import Protocol

from sim.bridge import machine as switching
from sim.bridge import rules as bridge_rules
from sim.bridge.bridge import Bridge
from sim.bridge.machine import Verdict
from sim.bridge.vlans import machine, rules
from sim.bridge.vlans.machine import Lane, SwitchPort
from sim.bridge.vlans.settings import VlanSettings
from sim.bridge.vlans.tables import PORT_TABLE, VLAN_TABLE, SwitchPortRow, VlanRow
from sim.device.node import Node
from sim.link.ethernet.pdu import Ethernet, tagged, untagged
from sim.link.port import Incoming, Port
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Rule, Why

_IN_VLAN: dict[Rule, Rule] = {
    bridge_rules.FORWARD: rules.FORWARD,
    bridge_rules.FLOOD_BROADCAST: rules.FLOOD_BROADCAST,
    bridge_rules.FLOOD_MULTICAST: rules.FLOOD_MULTICAST,
    bridge_rules.FLOOD_UNKNOWN: rules.FLOOD_UNKNOWN,
    bridge_rules.NO_OTHER_PORT: rules.NO_OTHER_PORT,
}
"""What decides among the ports of one VLAN, by what decides among all."""
_OWN: dict[Rule, Rule] = {
    bridge_rules.FORWARD: rules.FORWARD,
    bridge_rules.FLOOD_BROADCAST: rules.FLOOD_OWN,
    bridge_rules.FLOOD_MULTICAST: rules.FLOOD_OWN,
    bridge_rules.FLOOD_UNKNOWN: rules.FLOOD_OWN_UNKNOWN,
}
"""The same for frames of the device's own interface."""


class Station(Protocol):
    """What a bridge needs of the device's own interface in a VLAN."""

    def takes(self, frame: Ethernet) -> bool: ...
    def take(self, frame: Ethernet, cause: int) -> None: ...
    def take_too(self, frame: Ethernet, cause: int) -> None: ...
    def settle(self, cause: int) -> None: ...
    def begin(self) -> None: ...


class VlanBridge(Bridge):
    """Puts each frame into a VLAN where it comes in, and relays it among the ports of that VLAN.

    ``vlans`` are the VLANs that the switch knows; ``more`` are those that something beside the ports needs.
    ``stations`` are the device's own interfaces, by their VLANs.
    """

    def __init__(self, node: Node, ports: Sequence[str], settings: NodeSettings, more: Sequence[int] = ()) -> None:
        super().__init__(node, ports, settings)
        self._chosen = chosen = settings.of(VlanSettings)
        self.vlans = machine.vlans_of(chosen, more)
        self.switch_ports: dict[str, SwitchPort] = machine.ports_of(chosen, self._exits, self.vlans)
        self.stations: dict[int, Station] = {}
        self._lanes: dict[int, tuple[str, ...]] = {}
        node.tables.setdefault(VLAN_TABLE, {})
        node.tables.setdefault(PORT_TABLE, {})

    def start(self) -> None:
        names = {int(vlan): access.name for vlan, access in self._chosen.vlans}
        for vlan in sorted(self.vlans):
            usual = "default" if vlan == 1 else f"VLAN{vlan:04}"
            row = VlanRow(names.get(vlan) or usual, machine.ranges_of_ports(self.switch_ports, vlan))
            self._node.put(VLAN_TABLE, vlan, row, Why(rules.CONFIGURED, vlan=vlan), NO_CAUSE)
        super().start()
        for station in self.stations.values():
            station.begin()
        for name, port in self.switch_ports.items():
            row_of_port = SwitchPortRow(
                machine.MODE[port.is_trunk], port.pvid or None, machine.ranges(port.members) if port.is_trunk else ""
            )
            self._node.put(PORT_TABLE, name, row_of_port, Why(rules.PORT_CONFIGURED, port=name), NO_CAUSE)

    def receive(self, arrival: Incoming) -> None:
        port, frame, sent = arrival
        checked = port.receive_checked(frame, sent)
        if checked is None or self.is_taken(port, checked, sent):
            return
        name, now = port.channel, self._kernel.now
        lane = machine.classify(self.switch_ports[name], name, checked, self.vlans)
        if isinstance(lane, Why):
            self._node.note(Kind.FRAME_DROPPED, checked, lane, sent, port)
            return
        received = self._trace.add(Kind.FRAME_RECEIVED, now, port.spot, sent, checked, lane.why)
        vlan, dst, settings = lane.vlan, checked.dst, self._settings
        blocked = self.blocked.get(name) if self._is_watched else None
        if self._is_watched and not blocked and not self.lets_in(port, checked, vlan, received):
            return
        if not switching.is_reserved(dst) and (not blocked or blocked[0]):
            learned = switching.learn(self._macs, settings, name, checked.src, now, vlan)
            if learned:
                self._carry_out(learned, received)
        if blocked:
            self._node.note(Kind.FRAME_DROPPED, checked, blocked[1], received, port)
            return
        station = self.stations.get(vlan)
        if station is not None:
            if station.takes(checked):
                station.take(untagged_if(checked, lane), received)
                return
            if dst.is_group:
                station.take_too(untagged_if(checked, lane), received)
        verdict = switching.forward(self._macs, settings, self._lanes[vlan], name, dst, now, vlan)
        self.relay(checked, lane, self._within(verdict, vlan), received, port)

    def outlets_of(self, vlan: int) -> tuple[str, ...]:
        """The ports that frames of a VLAN may leave through now."""
        return self._lanes.get(vlan, ())

    def send_own(self, frame: Ethernet, lane: Lane, cause: int) -> None:
        """Send a frame of the device's own interface in a VLAN."""
        outlets, now = self._lanes[lane.vlan], self._kernel.now
        verdict = switching.forward(self._macs, self._settings, outlets, "", frame.dst, now, lane.vlan)
        rule = _OWN[verdict.why.rule]
        facts = {name: fact for name, fact in verdict.why.facts.items() if fact}
        self.relay(frame, lane, verdict._replace(why=Why(rule, vlan=lane.vlan, **facts)), cause, None)

    def relay(self, frame: Ethernet, lane: Lane, verdict: Verdict, cause: int, came_in: Port | None) -> None:
        """Send a frame of a VLAN out of the ports that it is to leave through, each with its tag or without."""
        vlan, why = lane.vlan, verdict.why
        if not verdict.ports:
            self._node.note(Kind.FRAME_DROPPED, frame, why, cause, came_in)
            return
        is_tagged = lane.why.rule is rules.TAGGED
        plain = untagged_if(frame, lane)
        with_tag = frame if is_tagged else None
        for name in verdict.ports:
            port, out = self._exits[name], self.switch_ports[name]
            if self.blocked and name in self.blocked:
                self._node.note(Kind.FRAME_DROPPED, frame, self.blocked[name][1], cause, port)
            elif vlan in out.tagged:
                if with_tag is None:
                    with_tag = tagged(plain, vlan, lane.priority, lane.drop_eligible)
                decided = cause
                if not is_tagged:
                    added = Why(rules.TAG_ADDED, port=name, vlan=vlan)
                    decided = self._node.note(Kind.DECISION, with_tag, added, cause, port)
                port.send(with_tag, why, decided)
            else:
                decided = cause
                if is_tagged:
                    rule = rules.TAG_REMOVED_NATIVE if out.is_trunk else rules.TAG_REMOVED
                    decided = self._node.note(Kind.DECISION, plain, Why(rule, port=name, vlan=vlan), cause, port)
                port.send(plain, why, decided)

    def _within(self, verdict: Verdict, vlan: int) -> Verdict:
        rule = _IN_VLAN.get(verdict.why.rule)
        return verdict if rule is None else verdict._replace(why=Why(rule, vlan=vlan, **verdict.why.facts))

    def block(self, port: str, why: Why, learns: bool = False) -> None:
        super().block(port, why, learns)
        self._settle(NO_CAUSE)

    def unblock(self, port: str) -> None:
        super().unblock(port)
        self._settle(NO_CAUSE)

    def link_changed(self, port: Port, cause: int) -> None:
        super().link_changed(port, cause)
        self._settle(cause)

    def _settle(self, cause: int) -> None:
        """Let the device's own interfaces see whether a port of their VLAN can forward."""
        for station in self.stations.values():
            station.settle(cause)

    def _choose_outlets(self) -> None:
        super()._choose_outlets()
        self._lanes = machine.outlets(self.switch_ports, self._outlets, self.vlans)


def untagged_if(frame: Ethernet, lane: Lane) -> Ethernet:
    """A frame of a lane without the tag that it came in with, if it did."""
    return untagged(frame) if lane.why.rule in (rules.TAGGED, rules.PRIORITY_TAG) else frame
