"""A port: the socket a cable plugs into, with its egress queue."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sim.addresses import InterfaceAddress, MacAddress
from sim.ip.ipv4.pdu import IPv4
from sim.kernel import Kernel
from sim.link import rules
from sim.link.ethernet.pdu import HEADER_LENGTH, Ethernet, Frame
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.why import Why

if TYPE_CHECKING:
    from sim.device.node import Node
    from sim.link.link import Link


_FRAME_QUEUED, _FRAME_SENT = Kind.FRAME_QUEUED, Kind.FRAME_SENT

Arrival = tuple["Port", Frame, int]
"""A frame that reaches a port: the port, the frame, and the record that put it on the link."""


class InterfaceRow(NamedTuple):
    """A row of table ``interface``, under the port's name. ``mtu`` in octets.

    ``enabled``: nobody has switched the port off; ``up``: so it is, and its cable leads to one of which that is true.
    """

    mac: MacAddress | None
    addresses: tuple[InterfaceAddress, ...]
    up: bool
    mtu: int
    enabled: bool = True


class Port:
    """One end of a link. It sends one frame after the other at the link's rate."""

    __slots__ = (
        "_idle_at",
        "_queue",
        "_why_waits",
        "addresses",
        "enabled",
        "kernel",
        "link",
        "link_spot",
        "mac",
        "mtu",
        "name",
        "node",
        "peer",
        "receiver",
        "spot",
        "trace",
        "up",
        "why_accepted",
        "why_group",
        "why_ignored",
    )

    def __init__(self, node: "Node", name: str, mac: MacAddress | None = None) -> None:
        self.node = node
        self.name = name
        self.mac = mac
        self.addresses: tuple[InterfaceAddress, ...] = ()
        self.mtu = 1500
        self.kernel: Kernel = node.kernel
        self.trace: Trace = node.trace
        self.spot = node.trace.add_spot(node.name, name)
        self.link_spot = -1
        self.link: Link | None = None
        self.peer: Port | None = None
        self.receiver: Callable[[Arrival], None] = _nowhere
        self.up = False
        self.enabled = True
        self.why_accepted = Why(rules.NIC_FOR_ME, mac=mac, port=name)
        self.why_group = Why(rules.NIC_FOR_GROUP, port=name)
        self.why_ignored = Why(rules.NIC_NOT_MINE, mac=mac, port=name)
        self._idle_at = 0
        self._queue: deque[tuple[Frame, Why, int]] = deque()
        self._why_waits: dict[int, Why] = {}

    @property
    def row(self) -> InterfaceRow:
        return InterfaceRow(self.mac, self.addresses, self.up, self.mtu, self.enabled)

    def __repr__(self) -> str:
        return f"<Port {self.node.name}:{self.name}>"

    def send(self, frame: Frame, why: Why, cause: int) -> None:
        """Put a frame on the link, or in the queue while another one is being sent."""
        if self._idle_at <= self.kernel.now and self.up and not self._queue:
            self._transmit(frame, why, cause)
        elif self.up:
            self._enqueue(frame, why, cause)
        else:
            self._drop(frame, Why(rules.DOWN, port=self.name), cause)

    def _transmit(self, frame: Frame, why: Why, cause: int) -> None:
        kernel, link = self.kernel, self.link
        now = kernel.now
        sent = self.trace.add(_FRAME_SENT, now, self.spot, cause, frame, why)
        payload = frame.payload if type(frame) is Ethernet and not frame.trailer else None
        length = payload.total_length + HEADER_LENGTH if type(payload) is IPv4 else len(frame)
        time = link.sending_time.get(length) or link.time_to_send(length)  # type: ignore[union-attr]
        self._idle_at = idle_at = now + time
        if link.faults is None and length <= link.longest_frame:  # type: ignore[union-attr]
            kernel.at(idle_at + link.delay, self.receiver, (self.peer, frame, sent))  # type: ignore[union-attr]
        else:
            link.carry(self, frame, sent, idle_at + link.delay)  # type: ignore[union-attr]

    def receive_checked(self, frame: Frame, sent: int) -> Ethernet | None:
        """The frame as its octets say, or ``None`` (recorded) where the frame check sequence is wrong."""
        if type(frame) is Ethernet:
            return frame
        from sim.link.ethernet import frame as wire  # noqa: PLC0415 - octets are rare, and the import is not free

        octets = frame.octets  # type: ignore[union-attr]
        if wire.fcs_ok(octets):
            return wire.decode(octets[:-4])
        self.trace.add(
            Kind.FRAME_DROPPED,
            self.kernel.now,
            self.spot,
            sent,
            frame,
            Why(rules.NIC_BAD_FCS, port=self.name),
        )
        return None

    def _enqueue(self, frame: Frame, why: Why, cause: int) -> None:
        link: Link = self.link  # type: ignore[assignment]
        waiting = len(self._queue)
        if waiting >= link.queue:
            self._drop(frame, Why(rules.QUEUE_FULL, port=self.name, capacity=link.queue), cause)
            return
        why_waits = self._why_waits.get(waiting)
        if why_waits is None:
            why_waits = self._why_waits[waiting] = Why(rules.BUSY, port=self.name, ahead=waiting)
        queued = self.trace.add(_FRAME_QUEUED, self.kernel.now, self.spot, cause, frame, why_waits)
        self._queue.append((frame, why, queued))
        if not waiting:
            self.kernel.at(self._idle_at, self.next_in_queue, None)

    def next_in_queue(self, _: object) -> None:
        """The link is free again: send what has waited longest."""
        self._transmit(*self._queue.popleft())
        if self._queue:
            self.kernel.at(self._idle_at, self.next_in_queue, None)

    def withdraw_arrivals(self) -> list[Arrival]:
        """Take back the frames that are on their way to this port."""
        receive = self.node.receive
        events = self.kernel.withdraw(lambda event: event[2] == receive and event[3][0] is self)
        return [arrival for _, _, _, arrival in events]

    def carrier_lost(self, cause: int) -> None:
        """Forget what waits: the cable is out."""
        self.kernel.withdraw(lambda event: event[2] == self.next_in_queue)
        self._idle_at = self.kernel.now
        while self._queue:
            frame, _, queued = self._queue.popleft()
            self._drop(frame, Why(rules.DOWN, port=self.name), queued)
        self.up = False
        self.node.link_changed(self, cause)

    def carrier_found(self, cause: int) -> None:
        self.up = True
        self.node.link_changed(self, cause)

    def _drop(self, frame: Frame, why: Why, cause: int) -> None:
        self.trace.add(Kind.FRAME_DROPPED, self.kernel.now, self.spot, cause, frame, why)


def _nowhere(arrival: Arrival) -> None:
    raise AssertionError(f"{arrival[0]} has no link that a frame could come from")
