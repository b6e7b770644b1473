"""Packets from end to end: the hops of a packet put together to one journey, with its call and its fate."""

from array import array
from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from sim.addresses import IPv4Address, MacAddress
from sim.ip.arp.pdu import REQUEST, Arp
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Damaged, Ethernet, Frame
from sim.patterns.pattern import packet_of
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.trace.trace import Trace
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.tcp.machine.rows import CONNECTIONS, SENDING
from sim.transport.tcp.pdu import Tcp
from sim.transport.tcp.streams import Repeat, Streams
from tui.model.conversation.tcp import Conversation, Conversations, Socket

EVERYBODY = "*"
"""The target of a packet that is for all who hear it."""

_ON_LINK = frozenset({Kind.FRAME_SENT, Kind.FRAME_DUPLICATED, Kind.FRAME_DAMAGED})
"""The records that have a frame on a link."""


class Ends(NamedTuple):
    """Whose the addresses are, and which devices are ends of a packet's way: hosts and routers."""

    ips: Mapping[IPv4Address, str]
    macs: Mapping[MacAddress, str]
    devices: frozenset[str]


class Stage(IntEnum):
    """What an event is in a packet's journey; a state, and a call and its end, are no packet's."""

    SENT = 0
    ARRIVED = 1
    LOST = 2
    STATE = 3
    CALLED = 4
    """A call has made a packet that has to wait in a queue."""
    ANSWERED = 5
    """A call that waited has come to its end, or one has failed."""


class Journey:
    """A packet on its way. ``sent``, ``arrived`` and ``lost`` are numbers of records, -1 as long as there is none.

    ``call`` is the record of the call that led to it, ``timer`` that of the timer that ran out, -1 for none.
    ``refused`` is the record by which its target threw it away. ``reached`` are the ends that it came to, in order.
    ``repeats`` counts the acknowledgments like this one before it that say nothing new (RFC 5681 2).
    """

    __slots__ = (
        "arrived", "call", "connection", "is_again", "is_copy", "lost", "on_links", "packet", "reached", "refused",
        "repeats", "sent", "source", "target", "timer",
    )  # fmt: skip

    def __init__(self, sent: int, source: str, target: str, packet: Frame | IPv4) -> None:
        self.sent = sent
        self.source = source
        self.target = target
        self.packet = packet
        self.arrived = self.lost = self.refused = self.call = self.timer = NO_CAUSE
        self.reached: list[str] = []
        self.on_links = self.repeats = 0
        self.connection: Conversation | None = None
        self.is_again = False
        self.is_copy = False

    @property
    def datagram(self) -> IPv4 | None:
        packet = self.packet.payload if isinstance(self.packet, Ethernet) else self.packet
        return packet if isinstance(packet, IPv4) else None

    @property
    def segment(self) -> Tcp | None:
        datagram = self.datagram
        return datagram.payload if datagram is not None and isinstance(datagram.payload, Tcp) else None

    @property
    def side(self) -> int:
        """The side of its connection that sent it."""
        datagram, segment = self.datagram, self.segment
        if self.connection is None or datagram is None or segment is None:
            return 0
        return self.connection.side((datagram.src, segment.src_port))


class Event(NamedTuple):
    """Something that a chart shows: record ``n``, and the journey or else the connection that it belongs to."""

    n: int
    stage: Stage
    journey: Journey | None
    connection: Conversation | None


class Journeys:
    """All journeys of a trace, found as it grows; ``events`` are in the order of the records."""

    def __init__(self, trace: Trace, ends: Ends) -> None:
        self.trace = trace
        self.ends = ends
        self.connections = Conversations(dict(ends.ips))
        self.events: list[Event] = []
        self.scanned = 0
        self._journeys: list[Journey] = []
        self._of = array("i")
        self._held: dict[tuple[object, ...], int] = {}
        self._streams = Streams()
        self._connected: dict[tuple[str, object], tuple[Socket, Socket]] = {}
        self._repeats: dict[tuple[Conversation, int], int] = {}

    def __len__(self) -> int:
        return len(self._journeys)

    def of(self, n: int) -> Journey | None:
        """The journey that a record of a frame belongs to."""
        index = self._of[n] if 0 <= n < len(self._of) else -1
        return self._journeys[index] if index >= 0 else None

    def extend(self) -> None:
        """Take in what the trace gained."""
        trace = self.trace
        for n in range(max(self.scanned, trace.configured), len(trace)):
            kind = trace.kind[n]
            if kind >= Kind.ROW_ADDED:
                change: Change = trace.what[n]  # type: ignore[assignment]  # records of these kinds carry changes
                if change.table == CONNECTIONS:
                    self._state(n, change)
                elif change.table == SENDING and change.after is not None:
                    self.connections.sends(n, change)
                elif change.table == SOCKETS:
                    self._socket(n, change)
                elif kind == Kind.CALL_RAISED or (kind == Kind.CALL_RETURNED and change.before.phase == "blocked"):
                    self._answered(n, change)
            elif kind <= Kind.PACKET_DROPPED:
                self._of.extend([-1] * (n + 1 - len(self._of)))
                self._frame(n, kind)
        self.scanned = len(trace)

    # States

    def _state(self, n: int, change: Change) -> None:
        node = self.trace.spots[self.trace.spot[n]].node
        connection = self.connections.change(node, n, change)
        if connection is None:
            return
        self.connections.touch(n, connection)
        if not (connection.is_listener and connection.has_ended(0)):
            self.events.append(Event(n, Stage.STATE, None, connection))

    def _socket(self, n: int, change: Change) -> None:
        """Note what a socket is connected to, so that a call can be told to be about a connection."""
        row, place = change.after, (self.trace.spots[self.trace.spot[n]].node, change.key)
        if row is not None and row.remote is not None:
            self._connected[place] = (row.local, row.remote)
        else:
            self._connected.pop(place, None)

    def _answered(self, n: int, change: Change) -> None:
        if change.after.call.startswith("sleep("):
            return
        place = (self.trace.spots[self.trace.spot[n]].node, change.after.socket)
        sockets = self._connected.get(place)
        connection = None if sockets is None else self.connections.between(*sockets)
        self.events.append(Event(n, Stage.ANSWERED, None, connection))

    # Packets

    def _frame(self, n: int, kind: int) -> None:
        index = self._index(n, kind)
        if index < 0:
            return
        self._of[n] = index
        journey = self._journeys[index]
        if kind in (Kind.FRAME_SENT, Kind.FRAME_DUPLICATED):
            journey.on_links += 1
        elif kind == Kind.FRAME_RECEIVED:
            journey.on_links -= 1
            self._received(n, journey, index)
        elif kind in (Kind.FRAME_DROPPED, Kind.PACKET_DROPPED):
            self._dropped(n, journey, kind)

    def _index(self, n: int, kind: int) -> int:
        """The journey that a record belongs to, a new one where it begins here; -1 for none."""
        trace = self.trace
        cause = trace.cause[n]
        if kind in (Kind.FRAME_DAMAGED, Kind.FRAME_RECEIVED):
            return self._of[cause] if cause != NO_CAUSE else -1
        node = trace.spots[trace.spot[n]].node
        if kind == Kind.FRAME_QUEUED:
            if node in self.ends.devices:
                self._queued(n)
            return -1
        before = self._frame_before(n)
        index = self._of[before] if before != NO_CAUSE else -1
        if kind == Kind.FRAME_DUPLICATED:
            return self._copy(n, self._journeys[index]) if index >= 0 else -1
        packet = trace.what[n] if trace.what[n] is not None else packet_of(trace, n)
        if not isinstance(packet, Ethernet | IPv4 | Damaged):
            return -1
        held = self._held.pop((node, *_identity(packet)), -1)
        # Only an end makes packets, and what is dropped on arrival is what was sent, whatever became of it.
        is_arrival = kind == Kind.FRAME_DROPPED and cause != NO_CAUSE and trace.kind[cause] in _ON_LINK
        if index >= 0 and (
            is_arrival or node not in self.ends.devices or _is_same(self._journeys[index].packet, packet)
        ):
            return index
        return held if held >= 0 else self._begin(n, node, packet)

    def _queued(self, n: int) -> None:
        """Tell the call that a packet comes from when it is made, and not only when it can leave."""
        call, _ = cause_at(self.trace, n)
        frame = self.trace.what[n]
        packet = frame.payload if isinstance(frame, Ethernet) else None
        if call != NO_CAUSE and isinstance(packet, IPv4):
            segment = packet.payload
            of = self.connections.of_segment(packet, segment) if isinstance(segment, Tcp) else None
            self.events.append(Event(n, Stage.CALLED, None, of))

    def _frame_before(self, n: int) -> int:
        """The nearest record of a frame among the causes of record ``n``; waiting in a queue does not count."""
        trace = self.trace
        n = trace.cause[n]
        while n != NO_CAUSE and (trace.kind[n] > Kind.FRAME_DROPPED or trace.kind[n] == Kind.FRAME_QUEUED):
            n = trace.cause[n]
        return n

    def _begin(self, n: int, node: str, packet: Frame | IPv4) -> int:
        journey = Journey(n, node, self._target(packet, node), packet)
        self._find_cause(journey)
        datagram, segment = journey.datagram, journey.segment
        if datagram is not None and segment is not None:
            journey.connection = self.connections.of_segment(datagram, segment)
            repeat = self._streams.see(node, packet)
            journey.is_again = bool(repeat & Repeat.RETRANSMISSION)
            stream = (journey.connection, journey.side)
            journey.repeats = self._repeats.get(stream, 0) + 1 if repeat & Repeat.DUPLICATE_ACK else 0
            self._repeats[stream] = journey.repeats
        self._journeys.append(journey)
        self._note(n, Stage.SENT, journey)
        return len(self._journeys) - 1

    def _copy(self, n: int, original: Journey) -> int:
        journey = Journey(n, original.source, original.target, original.packet)
        journey.connection, journey.is_copy = original.connection, True
        self._journeys.append(journey)
        self._note(n, Stage.SENT, journey)
        return len(self._journeys) - 1

    def _target(self, packet: Frame | IPv4, node: str) -> str:
        """The device that a packet is for; "" where nobody has its address."""
        carried = packet.payload if isinstance(packet, Ethernet) else packet
        if isinstance(carried, IPv4):
            if carried.dst.is_multicast or (isinstance(packet, Ethernet) and packet.dst.is_group):
                return EVERYBODY
            return self.ends.ips.get(carried.dst, "")
        if isinstance(carried, Arp) and carried.operation == REQUEST:
            owner = self.ends.ips.get(carried.target_ip, EVERYBODY)
            return owner if owner != node else EVERYBODY
        if isinstance(packet, Ethernet):
            return EVERYBODY if packet.dst.is_group else self.ends.macs.get(packet.dst, "")
        return ""

    def _find_cause(self, journey: Journey) -> None:
        """The call or timer that a packet comes from, as far as no other packet comes between."""
        journey.call, journey.timer = cause_at(self.trace, journey.sent)

    def _received(self, n: int, journey: Journey, index: int) -> None:
        node = self.trace.spots[self.trace.spot[n]].node
        if node not in self.ends.devices:
            return
        if journey.target in (node, EVERYBODY):
            journey.reached.append(node)
            if journey.arrived == NO_CAUSE:
                journey.arrived = n
                self._note(n, Stage.ARRIVED, journey)
        elif journey.datagram is not None:
            self._held[node, *_identity(journey.packet)] = index

    def _dropped(self, n: int, journey: Journey, kind: int) -> None:
        node = self.trace.spots[self.trace.spot[n]].node
        if kind == Kind.FRAME_DROPPED and self.trace.cause[n] != NO_CAUSE:
            journey.on_links -= self.trace.kind[self.trace.cause[n]] in _ON_LINK
        if journey.arrived != NO_CAUSE:
            if node == journey.target and journey.refused == NO_CAUSE:
                journey.refused = n
        elif journey.on_links <= 0 and journey.lost == NO_CAUSE:
            journey.lost = n
            self._note(n, Stage.LOST, journey)

    def _note(self, n: int, stage: Stage, journey: Journey) -> None:
        self.events.append(Event(n, stage, journey, journey.connection))
        if journey.connection is not None:
            self.connections.touch(n, journey.connection)


def cause_at(trace: Trace, n: int) -> tuple[int, int]:
    """The call, and the timer, among the causes of record ``n``, as far as no packet comes between; -1 for none."""
    timer = NO_CAUSE
    n = trace.cause[n]
    while n != NO_CAUSE:
        kind = trace.kind[n]
        if kind in (Kind.CALL_ENTERED, Kind.CALL):
            return n, timer
        if kind == Kind.TIMER_FIRED:
            return NO_CAUSE, n
        if kind <= Kind.FRAME_DROPPED and kind != Kind.FRAME_QUEUED:
            break
        n = trace.cause[n]
    return NO_CAUSE, timer


def _identity(packet: Frame | IPv4) -> tuple[object, ...]:
    """What stays the same in a datagram from hop to hop."""
    carried = packet.payload if isinstance(packet, Ethernet) else packet
    if not isinstance(carried, IPv4):
        return (id(carried),)
    return carried.src, carried.dst, carried.protocol, carried.identification, carried.fragment_offset


def _is_same(one: Frame | IPv4, other: Frame | IPv4) -> bool:
    """Whether two packets are one at two places of its way."""
    return _identity(one)[:4] == _identity(other)[:4]
