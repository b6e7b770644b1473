"""A transparent bridge: the ports of a switch, and what relays frames between them (IEEE 802.1D-2004 clause 7)."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sim.addresses import MacAddress
from sim.bridge import machine as switching
from sim.bridge import rules
from sim.bridge.aggregation.aggregate import Aggregate
from sim.bridge.aggregation.settings import AggregateSettings
from sim.bridge.settings import SwitchSettings
from sim.bridge.vlans import rules as vlan_rules
from sim.bridge.vlans.settings import VlanSettings
from sim.device import rules as device_rules
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import row_of
from sim.device.node import Node
from sim.kernel import Timer
from sim.link.ethernet.pdu import Ethernet
from sim.link.port import Incoming, Port
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Rule, Why

if TYPE_CHECKING:
    from sim.bridge.vlans.relay import VlanRelay

Take = Callable[[Port, Ethernet, int], None]
"""Takes in a frame to a reserved address: the port that it reached, the frame, and the record of its arrival."""

Guard = Callable[[Port, Ethernet, int, int], bool]
"""Whether a frame may come in at a port: the port, the frame, its VLAN, and the record of its arrival. A guard that
refuses the frame records why."""


class Bridge:
    """Learns which station is behind which port, and sends frames only where they have to go.

    What switches tell each other has three places here. :meth:`on_reserved` takes the frames to a reserved address,
    whatever is the state of their port. :meth:`block` keeps a port out of the relay, and :meth:`unblock` lets it in
    again. :meth:`on_link` tells when a port has lost its link or has got it back. Frames of one's own leave through
    ``ports[name].send``; :meth:`flush` and :meth:`set_ageing_time` make the bridge forget sooner where stations are.
    """

    def __init__(self, node: Node, ports: Sequence[str], settings: NodeSettings, vlans: Sequence[int] = ()) -> None:
        """``vlans`` are some that the device needs beside those that the settings name."""
        self.ports = {name: Port(node, name, self) for name in ports}
        self.blocked: dict[str, tuple[bool, Why]] = {}
        """The ports that relay no frames: whether stations behind one are learned, and why it relays none."""
        self._node = node
        self._kernel = node.kernel
        self._trace = node.trace
        self._node_settings = settings
        self.settings = settings.of(SwitchSettings)
        """Those that hold now: the ageing time can be another than at the start."""
        self.macs: dict[switching.Key, switching.MacRow] = node.tables.setdefault(switching.TABLE, {})
        self.vlans: VlanRelay | None = None
        """What relays frames once VLANs are configured: most switches know none."""
        self._outlets: tuple[str, ...] = tuple(ports)
        """The ports that frames may leave through, in the order in which they send."""
        self._reserved: dict[MacAddress, tuple[Rule, Take]] = {}
        self._at_link: list[Callable[[Port, int], None]] = []
        self._guards: dict[str, list[Guard]] = {}
        self.is_watched = False
        """Whether any port is blocked or guarded: most switches need to ask no more for a frame."""
        self._ageing: Timer | None = None
        self._aggregates: dict[str, Aggregate] = {}
        self.exits: dict[str, Port | Aggregate] = dict(self.ports)
        """What frames are sent through, by the names that are learned."""
        self._aggregate(settings.of(AggregateSettings))
        node.ports.update(self.ports)
        if vlans or settings.of(VlanSettings) != VlanSettings():
            self._know_vlans(vlans)

    def _aggregate(self, chosen: AggregateSettings) -> None:
        """Let some ports work as one."""
        for name, members in chosen.aggregates:
            ports = tuple(self.ports[port] for port in members if port in self.ports)
            self._aggregates[name] = Aggregate(self._node, name, ports, chosen.aggregate_hash)
            self.exits = {port: end for port, end in self.exits.items() if port not in members}
            self.exits[name] = self._aggregates[name]

    def _know_vlans(self, more: Sequence[int] = ()) -> "VlanRelay":
        from sim.bridge.vlans.config import config_of  # noqa: PLC0415
        from sim.bridge.vlans.relay import VlanRelay  # noqa: PLC0415

        config = config_of(self._node_settings.of(VlanSettings), self.exits, more)
        self.vlans = VlanRelay(self, self._node, config)
        return self.vlans

    def vlan_of(self, port: str) -> int:
        """The VLAN of frames without a tag at a port."""
        return switching.DEFAULT_VLAN if self.vlans is None else self.vlans.vlan_of(port)

    def know_vlans(self, cause: int) -> "VlanRelay":
        """Tell VLANs apart from now on, if the bridge does not: somebody configures one."""
        if self.vlans is not None:
            return self.vlans
        vlans = self._know_vlans()
        vlans.show_vlans(vlan_rules.KNOWN, cause)
        vlans.show_ports(vlan_rules.PORT_KNOWN, cause)
        self.choose_outlets()
        return vlans

    def start(self) -> None:
        if self.vlans is not None:
            self.vlans.show_vlans(vlan_rules.CONFIGURED)
        for port in self.ports.values():
            self._node.put_interface(port)
        for aggregate in self._aggregates.values():
            aggregate.start()
        self.choose_outlets()
        if self.vlans is not None:
            self.vlans.begin()
            self.vlans.show_ports(vlan_rules.PORT_CONFIGURED)

    def release(self, name: str, cause: int) -> Port:
        """Have a port no more: the device uses it for something else."""
        port = self.ports.pop(name)
        del self.exits[name]
        self.flush(name, cause, rules.RELEASED)
        if self.vlans is not None:
            self.vlans.set_ports(self.exits, cause)
        self._tell(port, cause)
        return port

    def take_in(self, port: Port, cause: int) -> None:
        """Have a port from now on."""
        self.ports[port.name] = self.exits[port.name] = port
        if self.vlans is not None:
            self.vlans.set_ports(self.exits, cause)
        self._tell(port, cause)

    # What switches tell each other

    def on_reserved(self, mac: MacAddress, taker: tuple[Rule, Take] | None) -> None:
        """Give somebody the frames to a reserved address, for a rule with the fact ``port``; ``None`` for nobody."""
        if taker is None:
            self._reserved.pop(mac, None)
        else:
            self._reserved[mac] = taker

    def on_link(self, react: Callable[[Port, int], None]) -> None:
        """Call ``react`` when a port has lost its link or has got it back, with the record of that."""
        self._at_link.append(react)

    def guard(self, port: str, guard: Guard) -> None:
        """Ask ``guard`` about each frame that comes in at a port, before anything is learned from the frame."""
        self._guards.setdefault(port, []).append(guard)
        self.is_watched = True

    def block(self, port: str, why: Why, learns: bool = False) -> None:
        """Relay no frames from and to a port; ``why`` is the reason for which they are dropped."""
        self.blocked[port] = learns, why
        self._settle(NO_CAUSE)

    def unblock(self, port: str) -> None:
        """Relay the frames from and to a port."""
        self.blocked.pop(port, None)
        self._settle(NO_CAUSE)

    def flush(self, port: str, cause: int, rule: Rule = rules.FLUSHED) -> None:
        """Forget the stations behind a port; ``rule`` is why, and has the facts ``mac`` and ``port``."""
        self.carry_out(switching.flush(self.macs, port, rule), cause)

    def set_ageing_time(self, time: int | None, cause: int) -> None:
        """Remember silent stations for ``time`` (ns) from now on; ``None`` for as long as the switch is set to."""
        usual = self._node_settings.of(SwitchSettings).ageing_time
        self.settings = self.settings._replace(ageing_time=usual if time is None else time)
        if self._ageing is not None:
            self._kernel.cancel(self._ageing)
            self._ageing = None
        self.carry_out(switching.age(self.macs, self.settings, self._kernel.now), cause)

    def enable(self, port: str, enabled: bool, cause: int) -> None:
        """Switch a port on or off by hand."""
        end = self.ports[port]
        if enabled != end.enabled:
            why = Why(device_rules.PORT_SET, port=port, up=enabled)
            row = row_of(end)._replace(enabled=enabled)
            changed = self._node.put(INTERFACE, port, row, why, cause, Kind.STATE_CHANGED)
            end.set_enabled(enabled, why, changed)

    # Frames

    def receive(self, arrival: Incoming) -> None:
        """Take a frame in that has reached a port."""
        if self.vlans is not None:
            self.vlans.receive(arrival)
            return
        port, frame, sent = arrival
        checked = port.receive_checked(frame, sent)
        if checked is None:
            return
        now, name, dst, settings = self._kernel.now, port.channel, checked.dst, self.settings
        is_reserved = switching.is_reserved(dst)
        if is_reserved and self.is_taken(port, checked, sent):
            return
        received = self._trace.add(Kind.FRAME_RECEIVED, now, port.spot, sent, checked, Why(rules.RECEIVED, port=name))
        is_watched = self.is_watched
        blocked = self.blocked.get(name) if is_watched else None
        if is_watched and not blocked and not self.lets_in(port, checked, switching.DEFAULT_VLAN, received):
            return
        # The filtering database decides as it was before this frame came, save for its own source
        # (IEEE 802.1D-2004 figure 7-4 has learning beside forwarding; learning first also lets a frame from
        # a station to itself be filtered).
        # What bridges tell each other shows where no station is.
        if not is_reserved and (not blocked or blocked[0]):
            learned = switching.learn(self.macs, settings, name, checked.src, now)
            if learned:
                self.carry_out(learned, received)
        if blocked:
            self._node.note(Kind.FRAME_DROPPED, checked, blocked[1], received, port)
            return
        verdict = switching.forward(self.macs, settings, self._outlets, name, dst, now)
        if not verdict.ports:
            self._node.note(Kind.FRAME_DROPPED, checked, verdict.why, received, port)
        for out in verdict.ports:
            if is_watched and out in self.blocked:
                # 7.7.1: only a port that forwards is a potential transmission port, whoever was learned behind it.
                self._node.note(Kind.FRAME_DROPPED, checked, self.blocked[out][1], received, self.ports[out])
            else:
                self.exits[out].send(checked, verdict.why, received)

    def lets_in(self, port: Port, frame: Ethernet, vlan: int, received: int) -> bool:
        """Whether all guards of a port let a frame in."""
        return all(guard(port, frame, vlan, received) for guard in self._guards.get(port.name, ()))

    def is_taken(self, port: Port, frame: Ethernet, sent: int) -> bool:
        """Give a frame to a reserved address to who wants it; false where it is no such frame or nobody does."""
        taker = self._reserved.get(frame.dst)
        if taker is None:
            return False
        rule, take = taker
        received = self._node.note(Kind.FRAME_RECEIVED, frame, Why(rule, port=port.name), sent, port)
        take(port, frame, received)
        return True

    def link_changed(self, port: Port, cause: int) -> None:
        """A port has lost its link or has got it back."""
        self.choose_outlets()
        changed = self._node.note_link(port, cause)
        aggregate = self._aggregates.get(port.channel)
        if aggregate is not None:
            aggregate.member_changed(changed)
        if not self.exits[port.channel].up:
            self.flush(port.channel, changed)
        self._tell(port, changed)

    def _tell(self, port: Port, cause: int) -> None:
        for react in self._at_link:
            react(port, cause)
        self._settle(cause)

    def _settle(self, cause: int) -> None:
        """Choose the ways out anew, and let the device's own interfaces see them."""
        self.choose_outlets()
        if self.vlans is not None:
            self.vlans.settle(cause)

    def choose_outlets(self) -> None:
        """Choose anew the ports that frames may leave through."""
        self.is_watched = bool(self.blocked or self._guards)
        self._outlets = tuple(name for name, end in self.exits.items() if end.up and name not in self.blocked)
        if self.vlans is not None:
            self.vlans.choose_outlets(self._outlets)

    def carry_out(self, effects: Iterable[Any], cause: int) -> None:
        """Change the filtering database, and watch the age of what is in it."""
        for effect in effects:
            self._node.carry_out(effect, cause)
        if self.macs and self._ageing is None:
            self._watch_age()

    def _watch_age(self) -> None:
        deadline = switching.next_deadline(self.macs, self.settings)
        if deadline is not None:
            self._ageing = self._kernel.timer(deadline, self._age, None)

    def _age(self, _: object) -> None:
        self._ageing = None
        self.carry_out(switching.age(self.macs, self.settings, self._kernel.now), NO_CAUSE)
