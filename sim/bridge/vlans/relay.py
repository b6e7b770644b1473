"""How a bridge relays frames that knows VLANs: each is a bridged network of its own (IEEE 802.1Q-2018 clause 8)."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sim.bridge import machine as switching
from sim.bridge import rules as bridge_rules
from sim.bridge.machine import DEFAULT_VLAN, Verdict
from sim.bridge.settings import SwitchSettings
from sim.bridge.vlans import machine, rules
from sim.bridge.vlans.config import PortVlans, VlanConfig, usual_name
from sim.bridge.vlans.machine import Lane, SwitchPort
from sim.bridge.vlans.tables import PORT_TABLE, VLAN_TABLE, SwitchPortRow, VlanRow
from sim.device.node import Node
from sim.link.ethernet.pdu import Ethernet, tagged, untagged
from sim.link.port import Incoming, Port
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


class Exit(Protocol):
    """What frames are sent through: a port, or several that work as one."""

    @property
    def spot(self) -> int: ...
    def send(self, frame: Ethernet, why: Why, cause: int) -> None: ...


class Ports(Protocol):
    """What the relay needs of the bridge that it is part of; see :class:`sim.bridge.bridge.Bridge`."""

    @property
    def macs(self) -> dict[switching.Key, switching.MacRow]: ...
    @property
    def settings(self) -> SwitchSettings: ...
    @property
    def exits(self) -> Mapping[str, Exit]: ...
    @property
    def blocked(self) -> Mapping[str, tuple[bool, Why]]: ...
    @property
    def is_watched(self) -> bool: ...
    def lets_in(self, port: Port, frame: Ethernet, vlan: int, received: int) -> bool: ...
    def is_taken(self, port: Port, frame: Ethernet, sent: int) -> bool: ...
    def carry_out(self, effects: Iterable[Any], cause: int) -> None: ...
    def choose_outlets(self) -> None: ...


class VlanRelay:
    """Puts each frame into a VLAN where it comes in, and relays it among the ports of that VLAN.

    ``config`` is what is configured now, and :meth:`configure` changes it. ``stations`` are the device's own
    interfaces, by their VLANs.
    """

    def __init__(self, bridge: Ports, node: Node, config: VlanConfig) -> None:
        self._bridge = bridge
        self._node = node
        self.config = config
        self.vlans = frozenset(config.vlans)
        self.switch_ports: dict[str, SwitchPort] = machine.ports_of(config)
        self.stations: dict[int, Station] = {}
        self._lanes: dict[int, tuple[str, ...]] = {}
        node.tables.setdefault(VLAN_TABLE, {})
        node.tables.setdefault(PORT_TABLE, {})

    def show_vlans(self, rule: Rule, cause: int = NO_CAUSE) -> None:
        """Put the VLANs into their table; ``rule`` is why, and has the fact ``vlan``."""
        for vlan, name in sorted(self.config.vlans.items()):
            row = VlanRow(name or usual_name(vlan), machine.ranges_of_ports(self.switch_ports, vlan))
            self._node.put(VLAN_TABLE, vlan, row, Why(rule, vlan=vlan), cause)

    def show_ports(self, rule: Rule, cause: int = NO_CAUSE) -> None:
        """Put the ports into their table; ``rule`` is why, and has the fact ``port``."""
        for name, port in self.switch_ports.items():
            row = SwitchPortRow(
                machine.MODE[port.is_trunk], port.pvid or None, machine.ranges(port.members) if port.is_trunk else ""
            )
            self._node.put(PORT_TABLE, name, row, Why(rule, port=name), cause)

    def begin(self) -> None:
        """Let the device's own interfaces take the state that the ports begin with."""
        for station in self.stations.values():
            station.begin()

    # Configuration

    def configure(self, vlans: Mapping[int, str], ports: Mapping[str, PortVlans], cause: int) -> None:
        """Change the VLANs that there are, and what is configured of the ports."""
        gone = self.vlans.difference(vlans)
        self.config = self.config._replace(vlans=dict(vlans), ports=dict(ports))
        self.vlans = frozenset(vlans)
        self.switch_ports = machine.ports_of(self.config)
        for vlan in sorted(gone):
            self._node.remove(VLAN_TABLE, vlan, Why(rules.VLAN_REMOVED, vlan=vlan), cause)
        self.show_vlans(rules.VLAN_CHANGED, cause)
        for name in [name for name in self._node.tables[PORT_TABLE] if name not in self.switch_ports]:
            self._node.remove(PORT_TABLE, name, Why(rules.PORT_CHANGED, port=name), cause)
        self.show_ports(rules.PORT_CHANGED, cause)
        self._forget_stations(cause)
        self._bridge.choose_outlets()
        self.settle(cause)

    def set_ports(self, names: Iterable[str], cause: int) -> None:
        """The bridge has these ports from now on; one that it did not have is in the default VLAN."""
        ports = {name: self.config.ports.get(name, PortVlans()) for name in names}
        self.configure(self.config.vlans, ports, cause)

    def _forget_stations(self, cause: int) -> None:
        """Forget in each VLAN the stations behind ports that are not in it any more."""
        ports = self.switch_ports
        for key, row in list(self._bridge.macs.items()):
            vlan, mac = key
            if row.port in ports and vlan not in ports[row.port].members:
                self._node.remove(switching.TABLE, key, Why(rules.PORT_LEFT, mac=mac, port=row.port, vlan=vlan), cause)

    # Frames

    def receive(self, arrival: Incoming) -> None:
        """Take a frame in that has reached a port."""
        port, frame, sent = arrival
        bridge, node = self._bridge, self._node
        checked = port.receive_checked(frame, sent)
        if checked is None or bridge.is_taken(port, checked, sent):
            return
        name, now = port.channel, node.kernel.now
        lane = machine.classify(self.switch_ports[name], name, checked, self.vlans)
        if isinstance(lane, Why):
            node.note(Kind.FRAME_DROPPED, checked, lane, sent, port)
            return
        received = node.trace.add(Kind.FRAME_RECEIVED, now, port.spot, sent, checked, lane.why)
        vlan, dst, settings = lane.vlan, checked.dst, bridge.settings
        is_watched = bridge.is_watched
        blocked = bridge.blocked.get(name) if is_watched else None
        if is_watched and not blocked and not bridge.lets_in(port, checked, vlan, received):
            return
        if not switching.is_reserved(dst) and (not blocked or blocked[0]):
            learned = switching.learn(bridge.macs, settings, name, checked.src, now, vlan)
            if learned:
                bridge.carry_out(learned, received)
        if blocked:
            node.note(Kind.FRAME_DROPPED, checked, blocked[1], received, port)
            return
        station = self.stations.get(vlan)
        if station is not None:
            if station.takes(checked):
                station.take(untagged_if(checked, lane), received)
                return
            if dst.is_group:
                station.take_too(untagged_if(checked, lane), received)
        verdict = switching.forward(bridge.macs, settings, self._lanes[vlan], name, dst, now, vlan)
        self._relay(checked, lane, self._within(verdict, vlan), received, port)

    def outlets_of(self, vlan: int) -> tuple[str, ...]:
        """The ports that frames of a VLAN may leave through now."""
        return self._lanes.get(vlan, ())

    def send_own(self, frame: Ethernet, lane: Lane, cause: int) -> None:
        """Send a frame of the device's own interface in a VLAN."""
        bridge, outlets, now = self._bridge, self._lanes[lane.vlan], self._node.kernel.now
        verdict = switching.forward(bridge.macs, bridge.settings, outlets, "", frame.dst, now, lane.vlan)
        rule = _OWN[verdict.why.rule]
        facts = {name: fact for name, fact in verdict.why.facts.items() if fact}
        self._relay(frame, lane, verdict._replace(why=Why(rule, vlan=lane.vlan, **facts)), cause, None)

    def _relay(self, frame: Ethernet, lane: Lane, verdict: Verdict, cause: int, came_in: Port | None) -> None:
        """Send a frame of a VLAN out of the ports that it is to leave through, each with its tag or without."""
        vlan, why, bridge, node = lane.vlan, verdict.why, self._bridge, self._node
        if not verdict.ports:
            node.note(Kind.FRAME_DROPPED, frame, why, cause, came_in)
            return
        is_tagged = lane.why.rule is rules.TAGGED
        plain = untagged_if(frame, lane)
        with_tag = frame if is_tagged else None
        for name in verdict.ports:
            port, out = bridge.exits[name], self.switch_ports[name]
            if bridge.blocked and name in bridge.blocked:
                node.note(Kind.FRAME_DROPPED, frame, bridge.blocked[name][1], cause, port)
            elif vlan in out.tagged:
                if with_tag is None:
                    with_tag = tagged(plain, vlan, lane.priority, lane.drop_eligible)
                decided = cause
                if not is_tagged:
                    added = Why(rules.TAG_ADDED, port=name, vlan=vlan)
                    decided = node.note(Kind.DECISION, with_tag, added, cause, port)
                port.send(with_tag, why, decided)
            else:
                decided = cause
                if is_tagged:
                    rule = rules.TAG_REMOVED_NATIVE if out.is_trunk else rules.TAG_REMOVED
                    decided = node.note(Kind.DECISION, plain, Why(rule, port=name, vlan=vlan), cause, port)
                port.send(plain, why, decided)

    def _within(self, verdict: Verdict, vlan: int) -> Verdict:
        rule = _IN_VLAN.get(verdict.why.rule)
        return verdict if rule is None else verdict._replace(why=Why(rule, vlan=vlan, **verdict.why.facts))

    # What the ports are ready for

    def vlan_of(self, port: str) -> int:
        """The VLAN of frames without a tag at a port."""
        return self.switch_ports[port].pvid or DEFAULT_VLAN

    def settle(self, cause: int) -> None:
        """Let the device's own interfaces see whether a port of their VLAN can forward."""
        for station in list(self.stations.values()):
            station.settle(cause)

    def choose_outlets(self, usable: tuple[str, ...]) -> None:
        """Choose anew the ports that frames of each VLAN may leave through, of those that are usable."""
        self._lanes = machine.outlets(self.switch_ports, usable, self.vlans)


def untagged_if(frame: Ethernet, lane: Lane) -> Ethernet:
    """A frame of a lane without the tag that it came in with, if it did."""
    return untagged(frame) if lane.why.rule in (rules.TAGGED, rules.PRIORITY_TAG) else frame
