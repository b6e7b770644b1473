"""Packets from end to end: the hops of a packet put together to one journey, with its call and its fate.

The causes of the records say what belongs together, and not the addresses, which a router may rewrite. What a device
sends to itself goes from one of its programs to another.
"""

from array import array
from enum import IntEnum
from typing import NamedTuple, cast

from sim.addresses import IPv4Address, MacAddress
from sim.device.tables import INTERFACES
from sim.ip.arp.pdu import REQUEST, Arp
from sim.ip.ipv4.pdu import IPv4
from sim.ip.neighbours import WAITING_TABLE
from sim.link.ethernet.pdu import NOBODY, Damaged, Ethernet, Frame
from sim.patterns.pattern import packet_of
from sim.programs.rows import PROGRAMS
from sim.trace.nearest import FRAMES, nearest
from sim.trace.records import NO_CAUSE, Call, Change, Kind
from sim.trace.trace import Trace
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.tcp import congestion_rules, data_rules
from sim.transport.tcp.machine.rows import CONNECTIONS, SENDING, Endpoints
from sim.transport.tcp.pdu import Tcp
from sim.transport.tcp.streams import Repeat, Streams
from sim.transport.udp.pdu import Udp
from sim.why import Why
from tui.model.conversation.actors import Actors
from tui.model.conversation.tcp import Conversation, Conversations, Socket
from tui.model.network.owners import Owners

EVERYBODY = "*"
"""The target of a packet that is for all who hear it."""

_BOOTPC = 68
"""The port of a client that a DHCP server sends an address to, which nobody has yet (RFC 2131 4.1)."""
_ALREADY_THERE = frozenset({data_rules.OLD_SEGMENT})
"""Why a receiver drops what it has already."""
_ON_LINK = frozenset({Kind.FRAME_SENT, Kind.FRAME_DUPLICATED, Kind.FRAME_DAMAGED})
"""The records that have a frame on a link."""
_BEYOND_QUEUES = FRAMES - {Kind.FRAME_QUEUED}


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

    ``call`` is the record of the call that led to it, ``timer`` that of the timer that ran out, -1 for none; ``caller``
    is the lifeline of the call.
    ``target`` is the device that it is for, as far as is known by then. Of a packet that a device sends to itself,
    ``source`` and ``target`` are two of its :class:`~tui.model.conversation.actors.Actors`. ``refused`` is the record
    by which its target threw it away. ``became`` is the datagram as it was sent on last, with other addresses or ports
    (NAT), and None where these stayed. ``reached`` are the ends that it came to, in order. ``repeats`` counts the
    acknowledgments like this one before it that say nothing new (RFC 5681 2).
    """

    __slots__ = (
        "arrived", "became", "call", "caller", "connection", "is_again", "is_copy", "is_probe", "lost", "on_links",
        "packet", "reached", "refused", "repeats", "sent", "source", "target", "timer",
    )  # fmt: skip

    def __init__(self, sent: int, source: str, target: str, packet: Frame | IPv4) -> None:
        self.sent = sent
        self.source = self.caller = source
        self.target = target
        self.packet = packet
        self.arrived = self.lost = self.refused = self.call = self.timer = NO_CAUSE
        self.became: IPv4 | None = None
        self.reached: list[str] = []
        self.on_links = self.repeats = 0
        self.connection: Conversation | None = None
        self.is_again = False
        self.is_copy = False
        self.is_probe = False

    @property
    def is_inside(self) -> bool:
        """Whether a device has sent it to itself."""
        return isinstance(self.packet, Ethernet) and self.packet.dst == NOBODY

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
    """Something that a chart shows: record ``n``, and the journey or else the connection that it belongs to.

    ``actor`` is the lifeline at which it happens: a device, or a program on one; ``caller`` that of the call behind it.
    """

    n: int
    stage: Stage
    journey: Journey | None
    connection: Conversation | None
    actor: str
    caller: str


class Rewriting(NamedTuple):
    """What a device decided about a datagram, and the datagram from then on."""

    node: str
    datagram: IPv4
    why: Why


class Journeys:
    """All journeys of a trace, found as it grows; ``events`` are in the order of the records.

    ``ends`` are the devices that packets come from and go to: hosts and routers. The events up to ``firm`` stay as they
    are; the one behind is an arrival that may yet turn out to be none, where a router has the address and sends on.
    """

    def __init__(self, trace: Trace, ends: frozenset[str]) -> None:
        self.trace = trace
        self.ends = ends
        self.owners = Owners()
        self.actors = Actors(ends)
        self.connections = Conversations(self.owners)
        self.events: list[Event] = []
        self.scanned = 0
        self._frames = nearest(trace, _BEYOND_QUEUES)
        self._journeys: list[Journey] = []
        self._of = array("i")
        self._held: dict[tuple[str, int], int] = {}
        self._arrival = -1
        self._streams = Streams()
        self._connected: dict[tuple[str, object], tuple[Socket, Socket]] = {}
        self._repeats: dict[tuple[Conversation, int], int] = {}

    def __len__(self) -> int:
        return len(self._journeys)

    def of(self, n: int) -> Journey | None:
        """The journey that a record of a frame belongs to."""
        index = self._of[n] if 0 <= n < len(self._of) else -1
        return self._journeys[index] if index >= 0 else None

    @property
    def firm(self) -> int:
        """How many of the events stay as they are, whatever comes."""
        return len(self.events) if self._arrival < 0 else self._arrival

    def hop_before(self, n: int) -> int:
        """The record that put the datagram of record ``n`` on the link before; -1 where it comes from here."""
        frame, before = self.trace.what[n], self._frame_before(n)
        is_datagram = isinstance(frame, Ethernet) and isinstance(frame.payload, IPv4)
        if not is_datagram or before == NO_CAUSE or not self._goes_on(before, n):
            return NO_CAUSE
        return before if self.trace.kind[before] == Kind.FRAME_SENT else self.hop_before(before)

    def changes(self, n: int) -> list[Rewriting]:
        """What this device decided about the datagram of record ``n`` since it came in, in order.

        All of it happens at the moment of the arrival, also where the datagram then has to wait for a MAC address.
        """
        trace, before = self.trace, self._frame_before(n)
        if before == NO_CAUSE or not self._goes_on(before, n):
            return []
        found, led = [], {before}
        for each in range(before + 1, n):
            if trace.at[each] != trace.at[before]:
                break
            if trace.cause[each] not in led:
                continue
            led.add(each)
            what = trace.what[each]
            if trace.kind[each] == Kind.DECISION and isinstance(what, IPv4):
                found.append(Rewriting(self._node(each), what, trace.why[each]))
        return found

    def extend(self) -> None:
        """Take in what the trace gained."""
        trace = self.trace
        for n in range(self.scanned, len(trace)):
            kind = trace.kind[n]
            if self._arrival >= 0 and (
                kind == Kind.FRAME_RECEIVED or trace.at[n] != trace.at[self.events[self._arrival].n]
            ):
                self._arrival = -1  # what the packet led to is done: it has gone nowhere
            if kind >= Kind.ROW_ADDED:
                change: Change = trace.what[n]  # type: ignore[assignment]  # records of these kinds carry changes
                self._row(n, kind, change)
            elif kind <= Kind.PACKET_DROPPED:
                self._of.extend([-1] * (n + 1 - len(self._of)))
                self._frame(n, kind)
        self.scanned = len(trace)

    def _row(self, n: int, kind: int, change: Change) -> None:
        table = change.table
        if table == INTERFACES.name:
            self.owners.take(self._node(n), change)
        elif n < self.trace.configured:
            return
        elif table == CONNECTIONS:
            self._state(n, change)
        elif table == SENDING and change.after is not None:
            self.connections.sends(self._node(n), n, change)
        elif table == SOCKETS:
            self._socket(n, change)
        elif table == PROGRAMS:
            self.actors.started(self._node(n), cast(int, change.key), change.after)
        elif table == WAITING_TABLE.name:
            self._waits(n, change)
        elif kind == Kind.CALL_RAISED or (kind == Kind.CALL_RETURNED and change.before.phase == "blocked"):
            self._answered(n, change)

    def _node(self, n: int) -> str:
        return self.trace.spots[self.trace.spot[n]].node

    # States

    def _state(self, n: int, change: Change) -> None:
        node = self._node(n)
        connection = self.connections.change(node, n, change)
        if connection is None:
            return
        self.connections.touch(n, connection)
        if not (connection.is_listener and connection.has_ended(0)):
            local = cast(Endpoints, change.key)[:2]
            self._name_ends(connection, node)
            actor = connection.names[connection.side(local)]
            call = cause_at(self.trace, n)[0]
            caller = actor if actor != node or call == NO_CAUSE else self.actor_of(call)
            self.events.append(Event(n, Stage.STATE, None, connection, actor, caller))

    def _name_ends(self, connection: Conversation, node: str) -> None:
        """Find out who the ends of a connection are, where both are on one device."""
        one, other = connection.sockets
        if connection.is_listener:
            connection.name_ends((self.actors.listener(node, one), ""))
        elif connection.is_inside:
            connection.name_ends(self.actors.ends(node, "tcp", one, other))

    def _socket(self, n: int, change: Change) -> None:
        """Note what a socket is connected to, so that a call can be told to be about a connection."""
        row, place = change.after, (self._node(n), change.key)
        self.actors.opened(place[0], row, self._command(cause_at(self.trace, n)[0]))
        if row is not None and row.remote is not None:
            self._connected[place] = (row.local, row.remote)
        else:
            self._connected.pop(place, None)

    def _command(self, n: int) -> str:
        """The name of the command that was typed in record ``n``; "" where it is no such record."""
        call = self.trace.what[n] if n != NO_CAUSE else None
        return call.command.split(maxsplit=1)[0] if isinstance(call, Call) and call.command else ""

    def actor_of(self, call: int) -> str:
        """The lifeline of a call: the program that makes it, where this is known to talk on its own device."""
        what, node = self.trace.what[call], self._node(call)
        return self.actors.program(node, cast(tuple[int, int], what.key)[0]) if isinstance(what, Change) else node

    def _answered(self, n: int, change: Change) -> None:
        if change.after.call.startswith("sleep("):
            return
        place = (self._node(n), change.after.socket)
        sockets = self._connected.get(place)
        connection = None if sockets is None else self.connections.between(*sockets, place[0])
        actor = self.actor_of(n)
        if connection is not None and sockets is not None and connection.is_inside:
            actor = connection.names[connection.side(sockets[0])]
        self.events.append(Event(n, Stage.ANSWERED, None, connection, actor, actor))

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
            self._received(n, journey)
        elif kind in (Kind.FRAME_DROPPED, Kind.PACKET_DROPPED):
            self._dropped(n, journey, kind)

    def _index(self, n: int, kind: int) -> int:
        """The journey that a record belongs to, a new one where it begins here; -1 for none."""
        trace = self.trace
        if kind in (Kind.FRAME_DAMAGED, Kind.FRAME_RECEIVED):
            cause = trace.cause[n]
            return self._of[cause] if cause != NO_CAUSE else -1
        node = self._node(n)
        before = self._frame_before(n)
        index = self._of[before] if before != NO_CAUSE else -1
        if kind == Kind.FRAME_DUPLICATED:
            return self._copy(n, self._journeys[index]) if index >= 0 else -1
        packet = _packet(trace, n)
        if packet is None:
            return -1
        goes_on = index >= 0 and self._goes_on(before, n)
        if goes_on and node in self.ends and kind in (Kind.FRAME_SENT, Kind.FRAME_QUEUED):
            self._sent_on(self._journeys[index], node, packet)
        if kind == Kind.FRAME_QUEUED:
            if node in self.ends:
                self._queued(n)
            return -1
        return index if goes_on else self._begin(n, node, packet)

    def _goes_on(self, before: int, n: int) -> bool:
        """Whether the packet of record ``n`` is the one of the frame ``before`` it, and not one that it led to."""
        trace, kind = self.trace, self.trace.kind[n]
        if self._node(n) not in self.ends:
            return True  # only an end makes packets
        is_arrival = kind in (Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED) and trace.cause[n] == before
        if is_arrival and trace.kind[before] in _ON_LINK:
            return True  # what comes, or is dropped on arrival, is what was sent, whatever became of it
        one, other = _packet(trace, before), _packet(trace, n)
        return one is not None and other is not None and _is_same(one, other, kind <= Kind.FRAME_SENT)

    def _sent_on(self, journey: Journey, node: str, packet: Frame | IPv4) -> None:
        """An end sends on what it received, perhaps with other addresses."""
        if self._arrival >= 0 and self.events[self._arrival].journey is journey:
            # It was addressed to this router, which knows for whom it is.
            del self.events[self._arrival]
            self._arrival = -1
            journey.arrived = NO_CAUSE
            journey.reached.remove(node)
        target = self._target(packet, node)
        if target:
            journey.target = target
        datagram = packet.payload if isinstance(packet, Ethernet) else packet
        if isinstance(datagram, IPv4) and journey.datagram is not None:
            journey.became = datagram if sockets(datagram) != sockets(journey.datagram) else None
        if journey.connection is not None and isinstance(datagram, IPv4) and isinstance(datagram.payload, Tcp):
            self.connections.rewritten(journey.connection, datagram, datagram.payload, journey.side)

    def _waits(self, n: int, change: Change) -> None:
        """Note what brought the datagrams that wait for a MAC address: what sends them is the answer to a question."""
        before = self._frame_before(n)
        packet = None if before == NO_CAUSE else _packet(self.trace, before)
        if packet is None or change.after is None:
            return
        known = () if change.before is None else change.before.datagrams
        for datagram in change.after.datagrams:
            if not any(datagram is each for each in known) and _is_same(packet, datagram, is_sent=True):
                self._held[self._node(n), id(datagram)] = before
                if self._of[before] >= 0:
                    self._sent_on(self._journeys[self._of[before]], self._node(n), datagram)

    def _queued(self, n: int) -> None:
        """Tell the call that a packet comes from when it is made, and not only when it can leave."""
        call, _ = cause_at(self.trace, n)
        frame = self.trace.what[n]
        packet = frame.payload if isinstance(frame, Ethernet) else None
        if call != NO_CAUSE and isinstance(packet, IPv4):
            segment = packet.payload
            node = self._node(n)
            of = self.connections.of_segment(packet, segment, node) if isinstance(segment, Tcp) else None
            self.events.append(Event(n, Stage.CALLED, None, of, node, self.actor_of(call)))

    def _frame_before(self, n: int) -> int:
        """The nearest record of a frame among the causes of record ``n``; waiting in a queue does not count.

        For a datagram that had to wait for a MAC address, it is the frame that brought the datagram.
        """
        trace = self.trace
        what = trace.what[n]
        datagram = what.payload if isinstance(what, Ethernet) else what
        held = self._held.get((self._node(n), id(datagram)))
        if held is not None and trace.kind[n] != Kind.FRAME_RECEIVED:
            return held
        return self._frames.of(trace.cause[n])

    def _begin(self, n: int, node: str, packet: Frame | IPv4) -> int:
        journey = Journey(n, node, self._target(packet, node), packet)
        self._find_cause(journey)
        datagram, segment = journey.datagram, journey.segment
        if datagram is not None and journey.is_inside:
            journey.source, journey.target = self.actors.sides(node, datagram, self._command(journey.call))
            journey.caller = journey.source
        elif journey.call != NO_CAUSE:
            journey.caller = self.actor_of(journey.call)
        if datagram is not None and segment is not None:
            journey.connection = self.connections.of_segment(datagram, segment, node)
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
            return self._owner(carried, packet.dst if isinstance(packet, Ethernet) else None)
        if isinstance(carried, Arp) and carried.operation == REQUEST:
            owner = self.owners.of(carried.target_ip)
            return owner if owner not in ("", node) else EVERYBODY
        if isinstance(packet, Ethernet):
            return EVERYBODY if packet.dst.is_group else self.owners.of(packet.dst)
        return ""

    def _owner(self, datagram: IPv4, mac: MacAddress | None) -> str:
        owner, carried = self.owners.of(datagram.dst, mac), datagram.payload
        is_offered = not owner and isinstance(carried, Udp) and carried.dst_port == _BOOTPC
        return self.owners.of(mac) if is_offered and mac is not None else owner

    def _find_cause(self, journey: Journey) -> None:
        """The call or timer that a packet comes from, as far as no other packet comes between."""
        journey.call, journey.timer = cause_at(self.trace, journey.sent)
        journey.is_probe = journey.timer >= 0 and is_probe(self.trace, journey.sent)

    def _received(self, n: int, journey: Journey) -> None:
        node = journey.target if journey.is_inside else self._node(n)
        if not journey.is_inside and (node not in self.ends or journey.target not in (node, EVERYBODY)):
            return
        journey.reached.append(node)
        if journey.arrived == NO_CAUSE:
            journey.arrived = n
            self._note(n, Stage.ARRIVED, journey)
            if journey.target == node and journey.datagram is not None and not journey.is_inside:
                self._arrival = len(self.events) - 1

    def _dropped(self, n: int, journey: Journey, kind: int) -> None:
        node = self._node(n)
        if kind == Kind.FRAME_DROPPED and self.trace.cause[n] != NO_CAUSE:
            journey.on_links -= self.trace.kind[self.trace.cause[n]] in _ON_LINK
        if journey.arrived != NO_CAUSE:
            is_known = self.trace.why[n].rule in _ALREADY_THERE  # it has come before: nothing is lost
            if (node == journey.target or journey.is_inside) and journey.refused == NO_CAUSE and not is_known:
                journey.refused = n
        elif journey.on_links <= 0 and journey.lost == NO_CAUSE:
            journey.lost = n
            self._note(n, Stage.LOST, journey)

    def _note(self, n: int, stage: Stage, journey: Journey) -> None:
        actor = journey.source if stage is Stage.SENT else journey.target
        self.events.append(Event(n, stage, journey, journey.connection, actor, journey.caller))
        if journey.connection is not None:
            self.connections.touch(n, journey.connection)


def sockets(datagram: IPv4) -> tuple[tuple[IPv4Address, int], tuple[IPv4Address, int]]:
    """Where a datagram comes from and where it goes to: an address, and a port or 0."""
    carried = datagram.payload
    ports = (carried.src_port, carried.dst_port) if isinstance(carried, Tcp | Udp) else (0, 0)
    return (datagram.src, ports[0]), (datagram.dst, ports[1])


def is_probe(trace: Trace, n: int) -> bool:
    """Whether a packet is a tail loss probe, which is sent before a time-out (RFC 8985 7)."""
    n = trace.cause[n]
    while n != NO_CAUSE and trace.kind[n] != Kind.TIMER_FIRED:
        if trace.kind[n] <= Kind.FRAME_DROPPED and trace.kind[n] != Kind.FRAME_QUEUED:
            break  # what another packet led to
        if trace.why[n].rule is congestion_rules.TAIL_PROBE:
            return True
        n = trace.cause[n]
    return False


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


def _packet(trace: Trace, n: int) -> Frame | IPv4 | None:
    """The packet that a record is about."""
    what = trace.what[n] if trace.what[n] is not None else packet_of(trace, n)
    return what if isinstance(what, Ethernet | IPv4 | Damaged) else None


def _is_same(one: Frame | IPv4, other: Frame | IPv4, is_sent: bool) -> bool:
    """Whether a device that received one packet sends it, or gives it up, as the other.

    A router may rewrite what it likes, but takes 1 off the TTL (RFC 1812 5.3.1) and leaves the identification as it is;
    and nothing goes on to where it came from, unless a device talks to itself.
    """
    before, after = (each.payload if isinstance(each, Ethernet) else each for each in (one, other))
    if not isinstance(before, IPv4) or not isinstance(after, IPv4):
        return before is after
    hops = before.ttl - after.ttl
    return (
        (hops == 1 or (hops == 0 and not is_sent))
        and (before.protocol, before.identification) == (after.protocol, after.identification)
        and (before.src != after.dst or before.src == before.dst)
    )
