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
        self._settings = switch.settings.of(InspectionSettings)
        self._bindings = switch.tables.setdefault(BINDINGS, {})
        for name, port in switch.bridge.ports.items():
            if port.channel not in self._settings.trusted:
                switch.bridge.guard(name, self._lets_in)

    def _lets_in(self, port: Port, frame: Ethernet, vlan: int, received: int) -> bool:
        packet = frame.payload.payload if isinstance(frame.payload, Vlan) else frame.payload
        if not isinstance(packet, Arp):
            return True
        switch = self._switch
        drop = machine.inspect(self._settings, self._bindings, port.channel, vlan, frame, packet, switch.now)
        if drop is not None:
            switch.note(Kind.FRAME_DROPPED, frame, drop.why, received, port)
        return drop is None
