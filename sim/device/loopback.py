"""The loopback interface: what a device sends to itself leaves through it, and comes in through it again."""

from collections.abc import Callable

from sim.addresses import LOOPBACK, InterfaceAddress
from sim.device import rules
from sim.device.interface import Device, Interface, InterfaceRow
from sim.kernel import Kernel
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.why import Why

NAME = "lo"

DELAY = 10_000
"""How long a frame waits until the device takes it in again (ns): about what Linux takes on a machine of today."""

MTU = 65536

_ADDRESS = InterfaceAddress(LOOPBACK, 8)

ROW = InterfaceRow(None, (_ADDRESS,), True, MTU)
"""The row of a loopback interface that nobody has changed."""


class Batch:
    """The frames that one call of a program has put on the loopback interface, and the answers of the device to them.

    ``under_way`` counts those that have not arrived; ``at_end``, where set, is called when the last has.
    """

    __slots__ = ("at_end", "under_way")

    def __init__(self) -> None:
        self.under_way = 0
        self.at_end: Callable[[], None] | None = None


class Loop:
    """The lower end of a loopback interface: a queue, in which each frame waits for :attr:`delay` ns.

    On Linux a call that sends to the machine itself returns after the kernel has taken in what was sent, and what the
    kernel answered to it. So a call can have a :attr:`batch`, and wait for its end.
    """

    mtu = MTU

    def __init__(self, device: Device, interface: Interface) -> None:
        self.enabled = True
        self.delay = DELAY
        self.batch: Batch | None = None
        """The batch that belongs to whatever runs now."""
        self.spot = device.trace.add_spot(device.name, interface.name)
        self._interface = interface
        self._kernel: Kernel = device.kernel
        self._trace: Trace = device.trace

    @property
    def up(self) -> bool:
        return self.enabled

    def set_enabled(self, enabled: bool, why: Why, cause: int) -> None:
        self.enabled = enabled
        self._interface.device.interface_changed(self._interface, cause)

    def send(self, frame: Frame, why: Why, cause: int) -> None:
        now, batch = self._kernel.now, self.batch
        if not self.enabled:
            why = Why(rules.LOOP_DOWN, port=self._interface.name)
            self._trace.add(Kind.FRAME_DROPPED, now, self.spot, cause, frame, why)
            return
        sent = self._trace.add(Kind.FRAME_SENT, now, self.spot, cause, frame, why)
        if batch is not None:
            batch.under_way += 1
        self._kernel.at(now + self.delay, self._arrive, (frame, sent, batch))

    def _arrive(self, arrival: tuple[Ethernet, int, Batch | None]) -> None:
        frame, sent, batch = arrival
        interface, now = self._interface, self._kernel.now
        received = self._trace.add(Kind.FRAME_RECEIVED, now, self.spot, sent, frame, interface.why_accepted)
        self.batch = batch
        interface.handlers[frame.ethertype](interface, frame, received)
        self.batch = None
        if batch is not None:
            batch.under_way -= 1
            if not batch.under_way and batch.at_end is not None:
                batch.at_end()


class Loopback(Interface):
    """The loopback interface of a device: it has handlers of its own, since what comes in there is in no doubt."""

    __slots__ = ()

    lower: Loop

    def __init__(self, device: Device) -> None:
        super().__init__(device, NAME, None, {})
        self.addresses = ROW.addresses
        self.why_accepted = Why(rules.LOOPED, port=NAME)
        self.stand_on(Loop(device, self))
