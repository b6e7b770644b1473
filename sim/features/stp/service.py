"""Joins a machine of spanning tree to a switch: its bridge, its BPDUs, its timers."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol
from zlib import crc32

from sim.addresses import MacAddress
from sim.bridge.bridge import Bridge
from sim.bridge.hub import Hub
from sim.effects import Cancel, Remove, TimerName
from sim.features.stp import rules
from sim.features.stp.classic import Classic
from sim.features.stp.config import BridgeConfig, PortConfig
from sim.features.stp.effects import AgeWithin, Effect, Flush, Relay, Send, Shut
from sim.features.stp.pdu import GROUP_ADDRESS, SAP, Bpdu
from sim.features.stp.rapid.machine import Rapid
from sim.features.stp.settings import Protocol as Spoken
from sim.features.stp.settings import StpSettings
from sim.features.stp.tables import CLASSIC_TIMERS, PORT, RAPID_TIMERS, TREE, Mode
from sim.kernel import Kernel
from sim.link.ethernet.pdu import Ethernet
from sim.link.link import GIGABIT
from sim.link.llc import codec as llc
from sim.link.llc.pdu import Llc
from sim.link.port import Port
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, TIMER, Kind, What
from sim.why import Why

_RATES_OF_1998 = ((10_000_000_000, 2), (GIGABIT, 4), (100_000_000, 19), (16_000_000, 62), (10_000_000, 100))
"""Recommended path costs by the rate of the link (802.1D-1998 table 8-5)."""
_SLOWEST_OF_1998 = 250
_COST_OF_2004 = 20_000_000_000_000
"""Divided by the rate of the link, the recommended path cost (802.1D-2004 table 17-3)."""


class Switch(Protocol):
    """What spanning tree needs of a device."""

    name: str
    kernel: Kernel
    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def bridge(self) -> Bridge: ...

    def note(self, kind: Kind, what: What, why: Why, cause: int, at: Port | None = None) -> int: ...
    def put(self, table: str, key: Hashable, row: Any, why: Why, cause: int, kind: Kind | None = None) -> int: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...
    def on_timeout(self, machine: str, react: Callable[[TimerName, int], None]) -> None: ...


class SpanningTree:
    """Spanning tree of one switch. Its ports relay nothing until the machine lets them.

    ``config`` and ``ports`` are what holds now, ``planned`` and ``planned_ports`` what is so at the start.
    """

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._bridge = bridge = switch.bridge
        self._settings = settings = switch.settings.of(StpSettings)
        self._address = settings.mac or _address(switch.name)
        self.planned = self.config = BridgeConfig(
            self._address,
            settings.priority,
            settings.max_age,
            settings.hello_time,
            settings.forward_delay,
            settings.transmit_hold_count,
            force_version=settings.force_version,
        )
        # An aggregate is one port of the bridge. Its number is behind those of the ports.
        aggregates = (name for name in bridge.exits if name not in bridge.ports)
        numbers = {name: number for number, name in enumerate((*bridge.ports, *aggregates), 1)}
        self._numbers = {name: numbers[name] for name in bridge.exits}
        self.mode = None if settings.mode is Spoken.NONE else Mode(settings.mode)
        self.planned_ports = {
            name: _port(settings, self.mode, number, self._members(name)) for name, number in self._numbers.items()
        }
        self.ports = dict(self.planned_ports)
        self.machine: Classic | Rapid | None = None
        for timer in (*CLASSIC_TIMERS, *RAPID_TIMERS):
            switch.on_timeout(timer.name, self._timeout)
        bridge.on_link(self._link_changed)
        if self.mode is not None:
            self._start(NO_CAUSE)

    def configure(self, settings: StpSettings, cause: int) -> None:
        """Speak another protocol, or none, from now on. All else that is set stays."""
        mode = None if settings.mode is Spoken.NONE else Mode(settings.mode)
        if mode is self.mode:
            return
        self._stop(cause)
        for name, port in self.ports.items():
            if port.cost == self.usual_cost(name):
                members = self._members(name)
                self.ports[name] = port._replace(cost=_cost(mode, members))
        self.mode = mode
        if mode is not None:
            self._start(cause)

    def _stop(self, cause: int) -> None:
        """Speak no protocol any more: all ports relay."""
        switch = self._switch
        if self.machine is None:
            return
        self.machine = None
        ours = {timer.name for timer in (*CLASSIC_TIMERS, *RAPID_TIMERS)}
        for timer in [name for name in switch.tables[TIMER] if name[0] in ours]:
            switch.carry_out(Cancel(timer, Why(rules.TIMER_STOPPED, timer=timer)), cause)
        why = Why(rules.SWITCHED_OFF)
        for table in (PORT, TREE):
            for key in list(switch.tables[table]):
                switch.carry_out(Remove(table, key, why), cause)
        for name in self._bridge.exits:
            self._bridge.unblock(name)
        self._bridge.set_ageing_time(None, cause)
        self._bridge.on_reserved(GROUP_ADDRESS, None)

    def configure_bridge(self, fields: Mapping[str, Any], cause: int) -> None:
        """Change fields of the bridge's configuration while it runs."""
        self.config = self.config._replace(**fields)
        if self.machine is not None:
            self._carry_out(self.machine.configure(self._switch.kernel.now, self.config), cause)

    def configure_port(self, port: str, fields: Mapping[str, Any], cause: int) -> None:
        """Change fields of a port's configuration while it runs."""
        self.ports[port] = self.ports[port]._replace(**fields)
        if self.machine is not None:
            self._carry_out(self.machine.configure(self._switch.kernel.now, ports={port: self.ports[port]}), cause)

    def mcheck(self, ports: Iterable[str], cause: int) -> None:
        """Try again at these ports whether everybody there speaks RSTP (802.1D-2004 17.19.13)."""
        for port in ports:
            if self.machine is not None:
                self._carry_out(self.machine.mcheck(port, self._switch.kernel.now), cause)

    def usual_cost(self, port: str) -> int:
        """The cost that a port has by its link."""
        return _cost(self.mode, self._members(port))

    def _members(self, name: str) -> tuple[Port, ...]:
        """The ports that are one to the bridge: one port, or those of an aggregate."""
        end = self._bridge.exits[name]
        return (end,) if isinstance(end, Port) else end.members

    def _start(self, cause: int) -> None:
        switch, bridge = self._switch, self._bridge
        self.machine = (Classic if self.mode is Mode.STP else Rapid)(self.config, self.ports)
        for table in (TREE, PORT):
            switch.tables.setdefault(table, {})
        bridge.on_reserved(GROUP_ADDRESS, (rules.HEARD, self._receive))
        now = switch.kernel.now
        for name in bridge.exits:
            bridge.block(name, Why(rules.RELAYS_NOTHING, port=name))
        self._carry_out(self.machine.start(now), cause)
        switch.kernel.at(now, self._enable_ports, cause)

    def _enable_ports(self, cause: int) -> None:
        """The first event that follows: the ports that have a link come up."""
        now = self._switch.kernel.now
        for name, end in self._bridge.exits.items():
            if end.up and self.machine is not None:
                self._carry_out(self.machine.set_enabled(name, True, now), cause)

    def _receive(self, port: Port, frame: Ethernet, received: int) -> None:
        unit = frame.payload
        if self.machine is not None and isinstance(unit, Llc) and isinstance(unit.payload, Bpdu):
            self._carry_out(self.machine.receive(port.channel, unit.payload, self._switch.kernel.now), received)
            return
        self._switch.note(Kind.FRAME_DROPPED, frame, _why_not_read(port, unit), received, port)

    def _link_changed(self, port: Port, changed: int) -> None:
        if self.machine is None or port.channel not in self._numbers:
            return
        end = self._bridge.exits.get(port.channel)  # none where somebody has taken the port out of the bridge
        is_up = end is not None and end.up
        self._carry_out(self.machine.set_enabled(port.channel, is_up, self._switch.kernel.now), changed)

    def _timeout(self, timer: TimerName, fired: int) -> None:
        if self.machine is not None:
            self._carry_out(self.machine.timeout(timer, self._switch.kernel.now), fired)

    def _carry_out(self, effects: Iterable[Effect], cause: int) -> None:
        bridge, switch = self._bridge, self._switch
        for effect in effects:
            match effect:
                case Send(name, bpdu, why):
                    bridge.exits[name].send(self._framed(name, bpdu), why, cause)
                case Relay(name, learns, forwards, _):
                    if forwards:
                        bridge.unblock(name)
                    else:
                        bridge.block(name, Why(rules.RELAYS_NOTHING, port=name), learns)
                case Flush(name):
                    bridge.flush(name, cause, rules.FLUSHED)
                case AgeWithin(time, why):
                    bridge.set_ageing_time(time, switch.note(Kind.DECISION, None, why, cause))
                case Shut(name, why):
                    noted = switch.note(Kind.DECISION, None, why, cause)
                    for port in self._members(name):
                        port.set_enabled(False, why, noted)
                case _:
                    switch.carry_out(effect, cause)

    def _framed(self, port: str, bpdu: Bpdu) -> Ethernet:
        """7.12.3: to the Bridge Group Address, from the address of the port."""
        unit = Llc(SAP, SAP, bpdu)
        return Ethernet(GROUP_ADDRESS, MacAddress(self._address + self._numbers[port]), len(unit), unit)


def _address(name: str) -> MacAddress:
    """A locally administered address that depends on the name alone; the ports' follow behind it."""
    return MacAddress(0x020000000000 | crc32(f"{name}:spanning-tree".encode()) >> 8 << 8)


def _port(settings: StpSettings, mode: Mode | None, number: int, members: tuple[Port, ...]) -> PortConfig:
    """What is configured of a port. What is set for the first port of an aggregate is set for all of it."""
    port = members[0]
    given = settings.port(int(port.name))
    is_joined_to_hub = port.peer is not None and isinstance(port.peer.user, Hub)
    return PortConfig(
        number,
        given.cost or _cost(mode, members),
        given.priority,
        given.edge,
        given.auto_edge,
        # 6.4.3: what autonegotiation finds; a hub is half duplex
        not is_joined_to_hub if given.point_to_point is None else given.point_to_point,
        given.bpdu_guard,
        given.root_guard,
    )


def _cost(mode: Mode | None, members: tuple[Port, ...]) -> int:
    """802.1D-2004 17.14: an aggregate counts as one link of the rate of all together."""
    return path_cost(mode, sum(GIGABIT if port.link is None else port.link.bandwidth for port in members))


def path_cost(mode: Mode | None, bandwidth: int) -> int:
    """The recommended cost of a link with so many bits a second."""
    if mode is Mode.STP:
        return next((cost for rate, cost in _RATES_OF_1998 if bandwidth >= rate), _SLOWEST_OF_1998)
    return min(200_000_000, max(1, _COST_OF_2004 // bandwidth))


def _why_not_read(port: Port, unit: Any) -> Why:
    """Why a frame to the Bridge Group Address has no BPDU."""
    from sim.features.stp import codec  # noqa: PLC0415 - such frames are rare

    if isinstance(unit, bytes):
        return llc.fault(unit) or Why(rules.NO_BPDU, port=port.name)
    if isinstance(unit, Llc) and unit.dsap == SAP and isinstance(unit.payload, bytes):
        return codec.fault(unit.payload) or Why(rules.NO_BPDU, port=port.name)
    return Why(rules.NO_BPDU, port=port.name)
