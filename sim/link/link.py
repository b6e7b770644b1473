"""A cable between two ports: its rate, its length in time, and what goes wrong on it."""

from typing import NamedTuple

from sim.kernel import SECOND, Kernel
from sim.link import rules
from sim.link.ethernet.pdu import HEADER_LENGTH, MINIMUM_LENGTH, Frame, tags_length
from sim.link.faults import Faults
from sim.link.port import Port
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.trace.trace import Trace
from sim.why import Why

GIGABIT = 1_000_000_000
DELAY = 1000
"""ns: of 200 m of cable."""
MTU = 1500
QUEUE = 100
"""Frames that may wait at each end."""


TABLE = "link"


class LinkRow(NamedTuple):
    """The row of table ``link`` that a link has under its own name."""

    up: bool


class Link:
    """A full-duplex point-to-point Ethernet link.

    ``bandwidth`` in bits a second, ``delay`` in ns, ``mtu`` in octets of Ethernet payload, ``queue`` in frames
    that may wait at each end; behind ``ecn_mark`` of them, a datagram
    that can be marked is. The time to send a frame is that of the octets a capture shows: preamble,
    frame check sequence and gap are not counted.
    """

    def __init__(
        self,
        kernel: Kernel,
        trace: Trace,
        ends: tuple[Port, Port],
        bandwidth: int = GIGABIT,
        delay: int = DELAY,
        mtu: int = MTU,
        queue: int = QUEUE,
        ecn_mark: int | None = None,
    ) -> None:
        a, b = ends
        self.name = f"{a.device.name}:{a.name} -- {b.device.name}:{b.name}"
        self.kernel = kernel
        self.trace = trace
        self.spot = trace.add_spot(self.name)
        self.ends = ends
        self.bandwidth = bandwidth
        self.delay = delay
        self.mtu = mtu
        self.longest_frame = mtu + HEADER_LENGTH
        self.sending_time: dict[int, int] = {}
        self.queue = queue
        self.ecn_mark = ecn_mark
        self.faults: Faults | None = None
        self.up = True
        self._is_plugged = True
        a.plug(self, b)
        b.plug(self, a)

    def start(self) -> None:
        """Record the link as the scenario has it."""
        self._record(None, Why(rules.CONFIGURED, link=self.name), NO_CAUSE)

    def set_up(self, up: bool, why: Why, cause: int) -> None:
        """Plug the cable in, or out: then what is on its way on it is lost."""
        self._is_plugged = up
        self.settle(why, cause)

    def settle(self, why: Why, cause: int) -> None:
        """Go up or down, as the cable is plugged in or not and the ports at its ends are switched on or off."""
        up = self._is_plugged and all(end.enabled for end in self.ends)
        if up == self.up:
            return
        before = LinkRow(self.up)
        self.up = up
        changed = self._record(before, why, cause)
        if up:
            for end in self.ends:
                end.carrier_found(changed)
            return
        for end in self.ends:
            for _, frame, sent in end.withdraw_arrivals():
                self.lose(end.peer or end, frame, sent, Why(rules.CUT, link=self.name))
        for end in self.ends:
            end.carrier_lost(changed)

    def carry(self, port: Port, frame: Frame, sent: int, arrival: int) -> None:
        """Bring a frame to the other end where that is not plain: it may be too long, or the link have faults."""
        # A tag does not count (IEEE 802.3-2018 3.2.7 c: an envelope frame may be longer than a basic one).
        if len(frame) - tags_length(frame) > self.longest_frame:
            self.lose(port, frame, sent, Why(rules.TOO_LONG, link=self.name, mtu=self.mtu, length=len(frame)))
        elif self.faults is not None:
            self.faults.carry(self, port, frame, sent, arrival)
        else:
            self.deliver(port, frame, sent, arrival)

    def time_to_send(self, length: int) -> int:
        """How long a frame of ``length`` octets, or what it is padded to, occupies the link (ns, rounded down)."""
        time = self.sending_time[length] = max(length, MINIMUM_LENGTH) * 8 * SECOND // self.bandwidth
        return time

    def deliver(self, port: Port, frame: Frame, sent: int, arrival: int) -> None:
        """Let a frame that ``port`` sent reach the other end at ``arrival`` (ns)."""
        self.kernel.at(arrival, port.receiver, (port.peer, frame, sent))

    def lose(self, port: Port, frame: Frame, sent: int, why: Why) -> None:
        """Record that a frame which ``port`` sent never arrives."""
        self.trace.add(Kind.FRAME_DROPPED, self.kernel.now, port.link_spot, sent, frame, why)

    def _record(self, before: LinkRow | None, why: Why, cause: int) -> int:
        change = Change(TABLE, self.name, before, LinkRow(self.up))
        kind = Kind.ROW_ADDED if before is None else Kind.STATE_CHANGED
        return self.trace.add(kind, self.kernel.now, self.spot, cause, change, why)
