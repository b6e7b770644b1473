"""Joins the guards to the ports of a switch."""

from collections.abc import Hashable, Iterable
from typing import Any, Protocol

from sim.bridge.bridge import Bridge
from sim.bridge.machine import TABLE as MACS
from sim.bridge.machine import MacRow
from sim.effects import Drop, Remove
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
        self._chosen: dict[str, SecurePort] = {}
        self._guarded: set[str] = set()
        switch.bridge.on_link(self._link_changed)
        self.configure(switch.settings.of(PortSecuritySettings), NO_CAUSE)

    def configure(self, values: PortSecuritySettings, cause: int) -> None:
        """Guard the ports as they are configured from now on."""
        before = self._chosen
        ports = self._switch.bridge.ports
        self._chosen = {port: each for port, each in values.port_security if each.enabled and port in ports}
        for port in before.keys() - self._chosen.keys():
            self._end(port, cause)
        for port, secure in self._chosen.items():
            if secure != before.get(port):
                self._begin(port, secure, cause)

    def _begin(self, port: str, secure: SecurePort, cause: int) -> None:
        """Guard a port, or guard it otherwise: what was learned there stays."""
        vlan, row = self._switch.bridge.vlan_of(port), self._rows.get(port)
        known = {key[1] for key, found in self._macs.items() if found.static and found.port == port}
        count = len(known.union(secure.addresses))
        began = PortSecurityRow(Status.UP, secure.limit, secure.violation, secure.sticky, count)
        if row is not None:
            began = began._replace(status=row.status, violations=row.violations, last=row.last)
        self._switch.put(TABLE, port, began, Why(rules.CONFIGURED, port=port, limit=secure.limit), cause)
        for mac in secure.addresses:
            why = Why(rules.KNOWN, mac=mac, port=port)
            self._switch.put(MACS, (vlan, mac), MacRow(port, 0, static=True), why, cause)
        if port not in self._guarded:
            self._guarded.add(port)
            self._switch.bridge.guard(port, self._lets_in)

    def _end(self, port: str, cause: int) -> None:
        """Guard a port no more, and forget the addresses that were secure there."""
        why = Why(rules.ENDED, port=port)
        for key in [key for key, found in self._macs.items() if found.static and found.port == port]:
            self._switch.carry_out(Remove(MACS, key, why), cause)
        self._switch.carry_out(Remove(TABLE, port, why), cause)

    def _lets_in(self, port: Port, frame: Ethernet, vlan: int, received: int) -> bool:
        """Whether a frame may come in; records why not."""
        row = self._rows.get(port.name)
        if row is None:
            return True
        effects = machine.admit(self._macs, row, port.name, vlan, frame.src, self._switch.now)
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
