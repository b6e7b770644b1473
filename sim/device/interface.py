"""An interface: where a device meets a link layer, with its MAC address, its MTU and its addresses."""

from collections.abc import Callable
from typing import NamedTuple, Protocol
from zlib import crc32

from sim.addresses import BROADCAST_MAC, InterfaceAddress, IPv4Address, MacAddress
from sim.kernel import Kernel
from sim.link import rules
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.link.port import Incoming, Port
from sim.quantities import Instant
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.why import Why

TABLE = "interface"

_FRAME_RECEIVED = Kind.FRAME_RECEIVED


class InterfaceRow(NamedTuple):
    """A row of table ``interface``, under the interface's name. ``mtu`` in octets.

    ``enabled``: nobody has switched the interface off. ``up``: the interface is switched on, and its cable leads to a
    port that is switched on, too. ``leased`` is the address among ``addresses`` that may be used until ``valid_until``.
    """

    mac: MacAddress | None
    addresses: tuple[InterfaceAddress, ...]
    up: bool
    mtu: int
    enabled: bool = True
    leased: IPv4Address | None = None
    valid_until: Instant | None = None


class Device(Protocol):
    """What an interface needs of its device."""

    name: str
    kernel: Kernel
    trace: Trace

    def interface_changed(self, interface: "Interface", cause: int) -> None:
        """The interface has lost its link, or has got it back."""


class LowerEnd(Protocol):
    """What an interface stands on: a port, a VLAN of another interface, or the loop of :mod:`sim.device.loopback`."""

    @property
    def spot(self) -> int: ...
    @property
    def up(self) -> bool: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def mtu(self) -> int: ...

    def send(self, frame: Frame, why: Why, cause: int) -> None: ...
    def set_enabled(self, enabled: bool, why: Why, cause: int) -> None: ...


Handler = Callable[["Interface", Ethernet, int], None]
"""Takes a frame in: the interface, the frame, and the record of its arrival."""


class Interface:
    """An interface of a device, and what it does with frames: it takes in those to its own address and to groups.

    ``lower`` is what the interface stands on; ``addresses`` are those in use now. ``handlers`` take the frames in, by
    their type; they are the device's own, shared by its interfaces. ``far_mac`` is the address of the only station at
    the other end, where there is nobody to ask for one. ``leased`` is an address that it may use until ``valid_until``
    (ns). A ``promiscuous`` interface takes in every frame.
    """

    __slots__ = (
        "_mtu",
        "addresses",
        "device",
        "far_mac",
        "groups",
        "handlers",
        "kernel",
        "leased",
        "lower",
        "mac",
        "name",
        "promiscuous",
        "send",
        "spot",
        "trace",
        "valid_until",
        "why_accepted",
        "why_group",
        "why_ignored",
    )

    def __init__(self, device: Device, name: str, mac: MacAddress | None, handlers: dict[int, Handler]) -> None:
        self.device = device
        self.name = name
        self.mac = mac
        self.addresses: tuple[InterfaceAddress, ...] = ()
        self.handlers = handlers
        self.groups: set[MacAddress] = {BROADCAST_MAC}
        self.far_mac: MacAddress | None = None
        self.promiscuous = False
        self.leased: IPv4Address | None = None
        self.valid_until: int | None = None
        self._mtu: int | None = None
        self.kernel = device.kernel
        self.trace = device.trace
        self.why_accepted = Why(rules.NIC_FOR_ME, mac=mac, port=name)
        self.why_group = Why(rules.NIC_FOR_GROUP, port=name)
        self.why_ignored = Why(rules.NIC_NOT_MINE, mac=mac, port=name)

    def stand_on(self, lower: LowerEnd) -> None:
        """Give the interface its lower end. ``send`` is the lower end's own, which saves a call for each frame."""
        self.lower = lower
        self.spot = lower.spot
        self.send: Callable[[Frame, Why, int], None] = lower.send

    def __repr__(self) -> str:
        return f"<Interface {self.device.name}:{self.name}>"

    @property
    def up(self) -> bool:
        return self.lower.up

    @property
    def enabled(self) -> bool:
        return self.lower.enabled

    @property
    def mtu(self) -> int:
        """How long a datagram may be that leaves through here (octets)."""
        return self.lower.mtu if self._mtu is None else min(self.lower.mtu, self._mtu)

    def limit_mtu(self, octets: int | None) -> None:
        """Let datagrams be no longer than that; ``None`` leaves it to the lower end."""
        self._mtu = octets

    def receive(self, arrival: Incoming) -> None:
        """Take a frame that reached the port below, or let it go where it is for somebody else."""
        port, frame, sent = arrival
        if type(frame) is not Ethernet:
            checked = port.receive_checked(frame, sent)
            if checked is None:
                return
            frame = checked
        dst, mac = frame.dst, self.mac
        if dst is mac or dst == mac:
            why = self.why_accepted
        elif dst in self.groups:
            why = self.why_group
        else:
            self._ignore(frame, sent)
            return
        received = self.trace.add(_FRAME_RECEIVED, self.kernel.now, self.spot, sent, frame, why)
        handler = self.handlers.get(frame.ethertype)
        if handler is not None:
            handler(self, frame, received)
        else:
            why = Why(rules.ETHERNET_TYPE_UNKNOWN, ethertype=frame.ethertype)
            self.trace.add(Kind.FRAME_DROPPED, self.kernel.now, self.spot, received, frame, why)

    def take(self, frame: Ethernet, why: Why, cause: int) -> None:
        """Hand a frame of this interface's VLAN up; ``why`` is the reason for which the frame is here."""
        decided = self.trace.add(Kind.DECISION, self.kernel.now, self.spot, cause, frame, why)
        handler = self.handlers.get(frame.ethertype)
        if handler is not None:
            handler(self, frame, decided)
        else:
            why = Why(rules.ETHERNET_TYPE_UNKNOWN, ethertype=frame.ethertype)
            self.trace.add(Kind.FRAME_DROPPED, self.kernel.now, self.spot, decided, frame, why)

    def link_changed(self, port: Port, cause: int) -> None:
        self.device.interface_changed(self, cause)

    def _ignore(self, frame: Ethernet, sent: int) -> None:
        """Let a frame go that is for another station; a promiscuous interface looks at it first."""
        now = self.kernel.now
        if self.promiscuous:
            why = Why(rules.NIC_PROMISCUOUS, mac=frame.dst, port=self.name)
            sent = self.trace.add(_FRAME_RECEIVED, now, self.spot, sent, frame, why)
        self.trace.add(Kind.FRAME_DROPPED, now, self.spot, sent, frame, self.why_ignored)


def mac_of(node: str, port: str, salt: int = 0) -> MacAddress:
    """A locally administered address that follows from the names, for an interface that is given none."""
    return MacAddress(0x020000000000 | crc32(f"{node}:{port}:{salt}".encode()))


def row_of(end: Port | Interface) -> InterfaceRow:
    """The row of an interface, or of a port that is none, such as a switch's."""
    if isinstance(end, Interface):
        return InterfaceRow(end.mac, end.addresses, end.up, end.mtu, end.enabled, end.leased, end.valid_until)
    return InterfaceRow(None, (), end.up, end.mtu, end.enabled)
