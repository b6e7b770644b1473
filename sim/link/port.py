"""A port: the socket that a cable plugs into, with its egress queue."""

from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from sim.kernel import Kernel
from sim.link import rules
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.why import Why

DEFAULT_MTU = 1500
_FRAME_QUEUED, _FRAME_SENT = Kind.FRAME_QUEUED, Kind.FRAME_SENT

Incoming = tuple["Port", Frame, int]
"""A frame that reaches a port: the port, the frame, and the record that put the frame on the link."""


class Device(Protocol):
    """What a port needs of the device that it is part of."""

    name: str
    kernel: Kernel
    trace: Trace


class User(Protocol):
    """Who uses a port: takes the frames that reach it, and is told when its link goes or comes back."""

    def receive(self, arrival: Incoming) -> None: ...

    def link_changed(self, port: "Port", cause: int) -> None: ...


class Cable(Protocol):
    """What a port and a fault need of a link; see :class:`sim.link.link.Link`. Times in ns, lengths in octets."""

    name: str
    kernel: Kernel
    trace: Trace
    bandwidth: int
    delay: int
    mtu: int
    queue: int
    ecn_mark: int | None
    longest_frame: int
    sending_time: dict[int, int]
    faults: Any
    """``None`` where nothing can go wrong on the link."""

    def time_to_send(self, length: int) -> int: ...
    def carry(self, port: "Port", frame: Frame, sent: int, arrival: int) -> None: ...
    def deliver(self, port: "Port", frame: Frame, sent: int, arrival: int) -> None: ...
    def lose(self, port: "Port", frame: Frame, sent: int, why: Why) -> None: ...
    def settle(self, why: Why, cause: int) -> None: ...
    def set_up(self, up: bool, why: Why, cause: int) -> None: ...


class Port:
    """One end of a link. A port sends one frame after the other at the link's rate.

    ``enabled``: nobody has switched the port off. ``up``: the port is switched on, and its cable leads to another port
    that is switched on.
    """

    __slots__ = (
        "_idle_at",
        "_queue",
        "_why_waits",
        "channel",
        "device",
        "enabled",
        "kernel",
        "link",
        "link_spot",
        "name",
        "peer",
        "receiver",
        "spot",
        "trace",
        "up",
        "user",
    )

    def __init__(self, device: Device, name: str, user: User) -> None:
        self.device = device
        self.name = name
        self.channel = name
        """The name by which a bridge knows the port: its own, or that of the aggregate that it is in."""
        self.user = user
        self.kernel = device.kernel
        self.trace = device.trace
        self.spot = device.trace.add_spot(device.name, name)
        self.link_spot = -1
        self.link: Cable | None = None
        self.peer: Port | None = None
        self.receiver: Callable[[Incoming], None] = _nowhere
        self.up = False
        self.enabled = True
        self._idle_at = 0
        self._queue: deque[tuple[Frame, Why, int]] = deque()
        self._why_waits: dict[int, Why] = {}

    def __repr__(self) -> str:
        return f"<Port {self.device.name}:{self.name}>"

    @property
    def mtu(self) -> int:
        """The longest payload of a frame that the cable carries (octets)."""
        return DEFAULT_MTU if self.link is None else self.link.mtu

    def plug(self, link: Cable, peer: "Port") -> None:
        """Put a cable in that leads to ``peer``; raises ``ValueError`` where there is a cable already."""
        if self.link is not None:
            raise ValueError(f"{self.device.name}:{self.name} has a link already, {self.link.name}")
        self.link, self.peer, self.up = link, peer, True
        self.receiver = peer.user.receive
        self.link_spot = self.trace.add_spot(link.name, f"{self.device.name}:{self.name}")

    def hand_to(self, user: User, why: Why) -> None:
        """Let somebody else use the port from now on; what is on its way to it is lost, and ``why`` says so."""
        for _, frame, sent in self.withdraw_arrivals():
            self.link.lose(self.peer, frame, sent, why)  # type: ignore[union-attr, arg-type]  # it has a cable
        self.user = user
        if self.peer is not None:
            self.peer.receiver = user.receive

    def set_enabled(self, enabled: bool, why: Why, cause: int) -> None:
        """Switch the port on or off; its link goes up or down with it."""
        self.enabled = enabled
        if self.link is not None:
            self.link.settle(why, cause)

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
        length = frame.length
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
        link: Cable = self.link  # type: ignore[assignment]
        waiting = len(self._queue)
        if waiting >= link.queue:
            self._drop(frame, Why(rules.QUEUE_FULL, port=self.name, capacity=link.queue), cause)
            return
        why_waits = self._why_waits.get(waiting)
        if why_waits is None:
            why_waits = self._why_waits[waiting] = Why(rules.BUSY, port=self.name, ahead=waiting)
        if link.ecn_mark is not None and waiting >= link.ecn_mark and type(frame) is Ethernet:
            marked = None if isinstance(frame.payload, bytes) else frame.payload.marked()
            if marked is not None:
                frame = frame.onward(frame.dst, frame.src, marked)
                why_waits = Why(rules.CONGESTION_MARKED, port=self.name, ahead=waiting)
        queued = self.trace.add(_FRAME_QUEUED, self.kernel.now, self.spot, cause, frame, why_waits)
        self._queue.append((frame, why, queued))
        if not waiting:
            self.kernel.at(self._idle_at, self.next_in_queue, None)

    def next_in_queue(self, _: object) -> None:
        """The link is free again: send what has waited longest."""
        self._transmit(*self._queue.popleft())
        if self._queue:
            self.kernel.at(self._idle_at, self.next_in_queue, None)

    def withdraw_arrivals(self) -> list[Incoming]:
        """Take back the frames that are on their way to this port."""
        return self.kernel.withdraw(self.user.receive, lambda arrival: arrival[0] is self)

    def carrier_lost(self, cause: int) -> None:
        """Forget what waits: the cable is out."""
        self.kernel.withdraw(self.next_in_queue)
        self._idle_at = self.kernel.now
        while self._queue:
            frame, _, queued = self._queue.popleft()
            self._drop(frame, Why(rules.DOWN, port=self.name), queued)
        self.up = False
        self.user.link_changed(self, cause)

    def carrier_found(self, cause: int) -> None:
        self.up = True
        self.user.link_changed(self, cause)

    def _drop(self, frame: Frame, why: Why, cause: int) -> None:
        self.trace.add(Kind.FRAME_DROPPED, self.kernel.now, self.spot, cause, frame, why)


def _nowhere(arrival: Incoming) -> None:
    raise AssertionError(f"{arrival[0]} has no link that a frame could come from")
