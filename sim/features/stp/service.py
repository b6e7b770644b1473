"""Joins a machine of spanning tree to a switch: its bridge, its BPDUs, its timers."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol
from zlib import crc32

from sim.addresses import MacAddress
from sim.bridge.bridge import Bridge
from sim.bridge.hub import Hub
from sim.effects import TimerName
from sim.features.stp import rules
from sim.features.stp.classic import Classic
from sim.features.stp.config import BridgeConfig, PortConfig
from sim.features.stp.effects import AgeWithin, Effect, Flush, Relay, Send, Shut
from sim.features.stp.pdu import GROUP_ADDRESS, SAP, Bpdu
from sim.features.stp.rapid.machine import Rapid
from sim.features.stp.settings import StpSettings
from sim.features.stp.tables import CLASSIC_TIMERS, PORT, RAPID_TIMERS, TREE, Mode
from sim.kernel import Kernel
from sim.link.ethernet.pdu import Ethernet
from sim.link.link import GIGABIT
from sim.link.llc import codec as llc
from sim.link.llc.pdu import Llc
from sim.link.port import Port
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind, What
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
    """Spanning tree of one switch. Its ports relay nothing until the machine lets them."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._bridge = switch.bridge
        settings = switch.settings.of(StpSettings)
        mode = Mode(settings.mode)
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
        self._numbers = {name: number for number, name in enumerate(self._bridge.ports, 1)}
        self._mode = mode
        self.planned_ports = {
            name: _port(settings, mode, number, self._bridge.ports[name]) for name, number in self._numbers.items()
        }
        self.ports = dict(self.planned_ports)
        self.machine: Classic | Rapid = (Classic if mode is Mode.STP else Rapid)(self.config, self.ports)
        for table in (TREE, PORT):
            switch.tables.setdefault(table, {})
        for timer in CLASSIC_TIMERS if mode is Mode.STP else RAPID_TIMERS:
            switch.on_timeout(timer.name, self._timeout)
        self._bridge.on_reserved(GROUP_ADDRESS, rules.HEARD, self._receive)
        self._bridge.on_link(self._link_changed)
        self._start()

    def configure_bridge(self, fields: Mapping[str, Any], cause: int) -> None:
        """Change fields of the bridge's configuration while it runs."""
        self.config = self.config._replace(**fields)
        self._carry_out(self.machine.configure(self._switch.kernel.now, self.config), cause)

    def configure_port(self, port: str, fields: Mapping[str, Any], cause: int) -> None:
        """Change fields of a port's configuration while it runs."""
        self.ports[port] = self.ports[port]._replace(**fields)
        self._carry_out(self.machine.configure(self._switch.kernel.now, ports={port: self.ports[port]}), cause)

    def mcheck(self, ports: Iterable[str], cause: int) -> None:
        """Try again at these ports whether everybody there speaks RSTP (802.1D-2004 17.19.13)."""
        for port in ports:
            self._carry_out(self.machine.mcheck(port, self._switch.kernel.now), cause)

    def usual_cost(self, port: str) -> int:
        """The cost that a port has by its link."""
        return _cost(self._mode, self._bridge.ports[port])

    def _start(self) -> None:
        now = self._switch.kernel.now
        for name in self._bridge.ports:
            self._bridge.block(name, Why(rules.RELAYS_NOTHING, port=name))
        self._carry_out(self.machine.start(now), NO_CAUSE)
        self._switch.kernel.at(now, self._enable_ports, None)

    def _enable_ports(self, _: object) -> None:
        """The first event of the run: the ports that have a link come up."""
        now = self._switch.kernel.now
        for name, port in self._bridge.ports.items():
            if port.up:
                self._carry_out(self.machine.set_enabled(name, True, now), NO_CAUSE)

    def _receive(self, port: Port, frame: Ethernet, received: int) -> None:
        unit = frame.payload
        if isinstance(unit, Llc) and isinstance(unit.payload, Bpdu):
            self._carry_out(self.machine.receive(port.name, unit.payload, self._switch.kernel.now), received)
            return
        self._switch.note(Kind.FRAME_DROPPED, frame, _why_not_read(port, unit), received, port)

    def _link_changed(self, port: Port, changed: int) -> None:
        self._carry_out(self.machine.set_enabled(port.name, port.up, self._switch.kernel.now), changed)

    def _timeout(self, timer: TimerName, fired: int) -> None:
        self._carry_out(self.machine.timeout(timer, self._switch.kernel.now), fired)

    def _carry_out(self, effects: Iterable[Effect], cause: int) -> None:
        bridge, switch = self._bridge, self._switch
        for effect in effects:
            match effect:
                case Send(name, bpdu, why):
                    bridge.ports[name].send(self._framed(name, bpdu), why, cause)
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
                    bridge.ports[name].set_enabled(False, why, noted)
                case _:
                    switch.carry_out(effect, cause)

    def _framed(self, port: str, bpdu: Bpdu) -> Ethernet:
        """7.12.3: to the Bridge Group Address, from the address of the port."""
        unit = Llc(SAP, SAP, bpdu)
        return Ethernet(GROUP_ADDRESS, MacAddress(self._address + self._numbers[port]), len(unit), unit)


def _address(name: str) -> MacAddress:
    """A locally administered address that depends on the name alone; the ports' follow behind it."""
    return MacAddress(0x020000000000 | crc32(f"{name}:spanning-tree".encode()) >> 8 << 8)


def _port(settings: StpSettings, mode: Mode, number: int, port: Port) -> PortConfig:
    given = settings.port(number)
    is_joined_to_hub = port.peer is not None and isinstance(port.peer.user, Hub)
    return PortConfig(
        number,
        given.cost or _cost(mode, port),
        given.priority,
        given.edge,
        given.auto_edge,
        # 6.4.3: what autonegotiation finds; a hub is half duplex
        not is_joined_to_hub if given.point_to_point is None else given.point_to_point,
        given.bpdu_guard,
        given.root_guard,
    )


def _cost(mode: Mode, port: Port) -> int:
    return path_cost(mode, GIGABIT if port.link is None else port.link.bandwidth)


def path_cost(mode: Mode, bandwidth: int) -> int:
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
