"""A switched virtual interface: how a switch with an IP stack is itself a station in a VLAN of its bridge."""

from typing import Any

from sim.bridge.vlans import rules
from sim.bridge.vlans.machine import Lane
from sim.bridge.vlans.relay import VlanRelay
from sim.device.interface import Device, Interface
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.link.port import DEFAULT_MTU
from sim.trace.records import Kind
from sim.why import Why


class Svi:
    """The lower end of such an interface: the ports of a VLAN.

    It is up when the interface is switched on and at least one port of the VLAN can forward.
    """

    mtu = DEFAULT_MTU

    def __init__(self, device: Device, interface: Interface, relay: VlanRelay, vlan: int) -> None:
        self.spot = device.trace.add_spot(device.name, interface.name)
        self.enabled = True
        self._device = device
        self._interface = interface
        self._relay = relay
        self._vlan = vlan
        self._lane = Lane(vlan, 0, False, Why(rules.OWN_FRAME, port=interface.name, vlan=vlan))
        self._why_for_me = Why(rules.FOR_SWITCH, port=interface.name, vlan=vlan, mac=interface.mac)
        self._why_for_group = Why(rules.FOR_SWITCH_TOO, port=interface.name, vlan=vlan)
        self._was_up = False
        relay.stations[vlan] = self
        interface.stand_on(self)

    @property
    def mac(self) -> Any:
        return self._interface.mac

    @property
    def up(self) -> bool:
        return self.enabled and bool(self._relay.outlets_of(self._vlan))

    def set_enabled(self, enabled: bool, why: Why, cause: int) -> None:
        self.enabled = enabled
        self.settle(cause)

    def settle(self, cause: int) -> None:
        """Tell the device where the interface is up now and was not, or the other way round."""
        if self.up != self._was_up:
            self._was_up = self.up
            self._device.interface_changed(self._interface, cause)

    def begin(self) -> None:
        """Take the state that the ports begin with."""
        self._was_up = self.up

    def send(self, frame: Frame, why: Why, cause: int) -> None:
        assert isinstance(frame, Ethernet), "damage happens on links"
        trace, now = self._device.trace, self._device.kernel.now
        if not self.up:
            off = Why(rules.SVI_DOWN, port=self._interface.name, vlan=self._vlan)
            trace.add(Kind.FRAME_DROPPED, now, self.spot, cause, frame, off)
            return
        sent = trace.add(Kind.DECISION, now, self.spot, cause, frame, why)
        self._relay.send_own(frame, self._lane, sent)

    def takes(self, frame: Ethernet) -> bool:
        """Whether a frame of the VLAN is for this interface alone."""
        return self.enabled and frame.dst == self._interface.mac

    def take(self, frame: Ethernet, cause: int) -> None:
        """Take a frame in that is for this interface alone."""
        self._interface.take(frame, self._why_for_me, cause)

    def take_too(self, frame: Ethernet, cause: int) -> None:
        """Take a frame in that is for a group, if this interface is in it."""
        if self.enabled and frame.dst in self._interface.groups:
            self._interface.take(frame, self._why_for_group, cause)
