"""Joins the guards to the ports of a switch."""

from collections.abc import Hashable, Iterable
from typing import Any, Protocol

from sim.bridge.bridge import Bridge
from sim.bridge.machine import TABLE as MACS
from sim.bridge.machine import MacRow
from sim.effects import Drop
from sim.features.port_security import machine, rules
from sim.features.port_security.machine import Effect, Report, Shut
from sim.features.port_security.settings import PortSecuritySettings, SecurePort
from sim.features.port_security.tables import TABLE, PortSecurityRow, Status
from sim.link.ethernet.pdu import Ethernet
from sim.link.port import Port
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind, What
from sim.why import Why


class Switch(Protocol):
    """What the guards need of a device."""

    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def bridge(self) -> Bridge: ...
    @property
    def now(self) -> int: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int, at: Port | None = None) -> int: ...
    def put(self, table: str, key: Hashable, row: Any, why: Why, cause: int, kind: Kind | None = None) -> int: ...
    def output(self, text: str, cause: int) -> None: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...


class PortSecurity:
    """The guards of one switch."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._macs = switch.tables[MACS]
        self._rows: dict[str, PortSecurityRow] = switch.tables.setdefault(TABLE, {})
        self._chosen = {
            port: secure
            for port, secure in switch.settings.of(PortSecuritySettings).port_security
            if port in switch.bridge.ports
        }
        for port, secure in self._chosen.items():
            self._begin(port, secure, switch.bridge.vlan_of(port))
            switch.bridge.guard(port, self._lets_in)
        switch.bridge.on_link(self._link_changed)

    def _begin(self, port: str, secure: SecurePort, vlan: int) -> None:
        row = PortSecurityRow(Status.UP, secure.limit, secure.violation, secure.sticky, len(secure.addresses))
        self._switch.put(TABLE, port, row, Why(rules.CONFIGURED, port=port, limit=secure.limit), NO_CAUSE)
        for mac in secure.addresses:
            why = Why(rules.KNOWN, mac=mac, port=port)
            self._switch.put(MACS, (vlan, mac), MacRow(port, 0, static=True), why, NO_CAUSE)

    def _lets_in(self, port: Port, frame: Ethernet, vlan: int, received: int) -> bool:
        """Whether a frame may come in; records why not."""
        effects = machine.admit(self._macs, self._rows[port.name], port.name, vlan, frame.src, self._switch.now)
        if not effects:
            return True
        cause = received
        for effect in effects:
            if isinstance(effect, Drop):
                cause = self._switch.note(Kind.FRAME_DROPPED, frame, effect.why, received, port)
        self._carry_out(effects, cause)
        return not isinstance(effects[0], Drop)

    def _link_changed(self, port: Port, cause: int) -> None:
        row, secure = self._rows.get(port.name), self._chosen.get(port.name)
        if row is None or secure is None:
            return
        kept = frozenset(secure.addresses)
        self._carry_out(
            machine.link_found(row, port.name) if port.up else machine.link_lost(self._macs, row, port.name, kept),
            cause,
        )

    def _carry_out(self, effects: Iterable[Effect], cause: int) -> None:
        for effect in effects:
            match effect:
                case Drop():
                    pass  # recorded, with its frame
                case Report(text):
                    self._switch.output(text, cause)
                case Shut(port, _):
                    self._switch.bridge.enable(port, False, cause)
                case _:
                    self._switch.carry_out(effect, cause)
