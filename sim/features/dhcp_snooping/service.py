"""Joins snooping to the ports of a switch."""

from typing import Any, Protocol

from sim import registry
from sim.bridge.bridge import Bridge
from sim.bridge.machine import TABLE as MACS
from sim.effects import Drop
from sim.features.dhcp.pdu import Dhcp
from sim.features.dhcp_snooping import machine
from sim.features.dhcp_snooping.settings import SnoopingSettings
from sim.features.dhcp_snooping.tables import TABLE
from sim.link.ethernet.pdu import Ethernet
from sim.link.port import Port
from sim.packets import carried
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind, What
from sim.why import Why


class Switch(Protocol):
    """What snooping needs of a device."""

    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def bridge(self) -> Bridge: ...
    @property
    def now(self) -> int: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int, at: Port | None = None) -> int: ...
    def carry_out(self, effect: Any, cause: int) -> bool: ...


class Snooping:
    """DHCP snooping of one switch."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self.configure(switch.settings.of(SnoopingSettings), NO_CAUSE)
        self._bindings = switch.tables.setdefault(TABLE, {})
        self._dhcp = registry.pdu("dhcp")
        for port in switch.bridge.ports:
            switch.bridge.guard(port, self._lets_in)

    def configure(self, values: SnoopingSettings, cause: int) -> None:
        """Trust these ports and look at these VLANs from now on; what was noted stays."""
        self._settings = values
        self._trusted = frozenset(values.trusted)

    def _lets_in(self, port: Port, frame: Ethernet, vlan: int, received: int) -> bool:
        if not self._settings.watches(vlan):
            return True
        message = carried.find(frame, self._dhcp)
        if not isinstance(message, Dhcp):
            return True
        switch = self._switch
        effects = machine.snoop(
            self._bindings, switch.tables[MACS], self._trusted, port.channel, vlan, frame.src, message, switch.now
        )
        for effect in effects:
            if isinstance(effect, Drop):
                switch.note(Kind.FRAME_DROPPED, frame, effect.why, received, port)
                return False
            switch.carry_out(effect, received)
        return True
