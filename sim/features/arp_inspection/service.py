"""Joins the inspection to the ports of a switch."""

from typing import Any, Protocol

from sim.bridge.bridge import Bridge
from sim.features.arp_inspection import machine
from sim.features.arp_inspection.settings import InspectionSettings
from sim.features.dhcp_snooping.tables import TABLE as BINDINGS
from sim.ip.arp.pdu import Arp
from sim.link.ethernet.pdu import Ethernet, Vlan
from sim.link.port import Port
from sim.settings import NodeSettings
from sim.trace.records import Kind, What
from sim.why import Why


class Switch(Protocol):
    """What the inspection needs of a device."""

    tables: dict[str, dict[Any, Any]]

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def bridge(self) -> Bridge: ...
    @property
    def now(self) -> int: ...
    def note(self, kind: Kind, what: What, why: Why, cause: int, at: Port | None = None) -> int: ...


class Inspection:
    """Dynamic ARP inspection of one switch."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self.settings = switch.settings.of(InspectionSettings)
        self.counted: dict[int, tuple[int, int]] = {}
        """The packets that passed and that were dropped, by VLAN."""
        self._bindings = switch.tables.setdefault(BINDINGS, {})
        for name in switch.bridge.ports:
            switch.bridge.guard(name, self._lets_in)

    def configure(self, values: InspectionSettings, cause: int) -> None:
        """Trust these ports and look at these VLANs from now on."""
        self.settings = values

    def _lets_in(self, port: Port, frame: Ethernet, vlan: int, received: int) -> bool:
        if port.channel in self.settings.trusted or not self.settings.watches(vlan):
            return True
        packet = frame.payload.payload if isinstance(frame.payload, Vlan) else frame.payload
        if not isinstance(packet, Arp):
            return True
        switch = self._switch
        drop = machine.inspect(self.settings, self._bindings, port.channel, vlan, frame, packet, switch.now)
        passed, dropped = self.counted.get(vlan, (0, 0))
        self.counted[vlan] = (passed + 1, dropped) if drop is None else (passed, dropped + 1)
        if drop is not None:
            switch.note(Kind.FRAME_DROPPED, frame, drop.why, received, port)
        return drop is None
