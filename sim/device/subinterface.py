"""An interface in a VLAN of another one: what leaves it gets a tag, and what has that tag comes in (``eth0.10``)."""

from typing import NamedTuple

from sim.device import rules
from sim.device.interface import Device, Interface
from sim.link.ethernet.pdu import PRIORITY_ONLY, Ethernet, Frame, Vlan, tagged, untagged
from sim.trace.records import Kind
from sim.why import Why

TABLE = "subinterface"


class SubinterfaceRow(NamedTuple):
    """A row of table ``subinterface``, under the interface's name: the interface below, and the VLAN of the tags.

    ``parent`` is "" where the VLAN is one of the device's own bridge.
    """

    parent: str
    vlan: int


class VlanEnd:
    """The lower end of an interface in a VLAN: another interface, through which frames go with a tag."""

    def __init__(self, device: Device, name: str, parent: Interface, vlan: int) -> None:
        self.spot = device.trace.add_spot(device.name, name)
        self.enabled = True
        self.vlan = vlan
        self._device = device
        self._name = name
        self.parent = parent

    def serve(self, interface: Interface) -> None:
        """Be the lower end of an interface, which hears the same groups as the one below."""
        self.interface = interface
        interface.groups = self.parent.groups
        interface.stand_on(self)

    @property
    def up(self) -> bool:
        return self.enabled and self.parent.up

    @property
    def mtu(self) -> int:
        return self.parent.mtu

    def set_enabled(self, enabled: bool, why: Why, cause: int) -> None:
        self.enabled = enabled
        self._device.interface_changed(self.interface, cause)

    def send(self, frame: Frame, why: Why, cause: int) -> None:
        assert isinstance(frame, Ethernet), "damage happens on links"
        trace, now = self._device.trace, self._device.kernel.now
        if not self.enabled:
            off = Why(rules.SUBINTERFACE_OFF, port=self._name)
            trace.add(Kind.FRAME_DROPPED, now, self.spot, cause, frame, off)
            return
        with_tag = tagged(frame, self.vlan)
        put_on = Why(rules.TAG_PUT_ON, port=self._name, vlan=self.vlan, parent=self.parent.name)
        self.parent.send(with_tag, why, trace.add(Kind.DECISION, now, self.spot, cause, with_tag, put_on))


class Demultiplexer:
    """Gives what comes in with a tag to the interface in that VLAN."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._ends: dict[tuple[str, int], VlanEnd] = {}

    def add(self, end: VlanEnd) -> None:
        """Give an interface the frames of its VLAN, too."""
        self._ends[end.parent.name, end.vlan] = end

    def remove(self, end: VlanEnd) -> None:
        """Give an interface no more frames."""
        self._ends.pop((end.parent.name, end.vlan), None)

    def receive(self, interface: Interface, frame: Ethernet, received: int) -> None:
        """Take the first tag off."""
        tag, trace, now = frame.payload, self._device.trace, self._device.kernel.now
        if not isinstance(tag, Vlan):
            why = Why(rules.TAG_CUT_OFF, port=interface.name)
            trace.add(Kind.FRAME_DROPPED, now, interface.spot, received, frame, why)
            return
        if tag.vlan == PRIORITY_ONLY:
            interface.take(untagged(frame), Why(rules.PRIORITY_TAG, port=interface.name), received)
            return
        end = self._ends.get((interface.name, tag.vlan))
        if end is None or not end.enabled:
            why = Why(rules.NOT_IN_VLAN, port=interface.name, vlan=tag.vlan)
            trace.add(Kind.FRAME_DROPPED, now, interface.spot, received, frame, why)
            return
        above = end.interface
        why = Why(rules.TAG_TAKEN_OFF, port=above.name, vlan=tag.vlan, parent=interface.name)
        above.take(untagged(frame), why, received)
