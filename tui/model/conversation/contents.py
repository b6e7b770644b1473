"""What both ends of a TCP connection or of a conversation of UDP said: the octets, as the receivers saw them.

Of TCP each octet stands once, by its sequence number, from the moment when nothing before it is missing: a receiver
hands octets on in this order alone (RFC 9293 3.4). A datagram of UDP stands where it arrived, as often as it did.
"""

from array import array
from bisect import bisect_left
from typing import NamedTuple, cast

from sim.ip.ipv4.pdu import IPv4
from sim.ip.reassembly.rules import COMPLETE
from sim.link.ethernet.pdu import Ethernet
from sim.packets.past import past
from sim.trace.records import NO_CAUSE, Kind
from sim.transport.tcp.pdu import FIN, RST, SEQUENCE_MASK, SYN, Tcp
from sim.transport.tcp.streams import Count, Counted
from sim.transport.udp.pdu import Udp
from sim.transport.udp.streams import UdpStreams
from tui.model.conversation.journeys import EVERYBODY, Journey, Journeys
from tui.model.conversation.tcp import Socket, end_name

_HALF = 1 << 31
_NEVER = 1 << 62
MARKS = {SYN: "syn", FIN: "fin", RST: "rst"}
"""The flags that open and end a connection: each has a place between the octets."""


class Piece(NamedTuple):
    """Octets that one packet brought, or a ``mark`` of :data:`MARKS` that it set, without octets.

    ``begin`` counts the octets before it in its direction. ``journey`` is the packet that brought it, or that was to.
    The other fields are numbers of records, -1 for none: ``first`` is when these octets were first sent, ``arrived``
    when they came, ``delivered`` when nothing before them was missing any more.
    """

    side: int
    octets: bytes
    begin: int
    journey: Journey
    first: int
    arrived: int = NO_CAUSE
    delivered: int = NO_CAUSE
    mark: str = ""

    @property
    def end(self) -> int:
        return self.begin + len(self.octets)

    @property
    def sent(self) -> int:
        """The record in which the packet begins its way."""
        return self.journey.sent

    @property
    def gone(self) -> int:
        """The record by which the packet was lost, or thrown away by its receiver; -1 where it was not."""
        return self.journey.lost if self.journey.refused == NO_CAUSE else self.journey.refused

    @property
    def is_refused(self) -> bool:
        """Whether a datagram came to the device, and then to nobody."""
        return NO_CAUSE not in (self.delivered, self.journey.refused)


class _Direction:
    """What one end of a TCP connection sends; octets are counted from 0."""

    def __init__(self, side: int) -> None:
        self._side = side
        self._first: int | None = None
        self._next = 0
        self._sent_end = 0
        self._waiting: list[Piece] = []
        self._under_way: list[Piece] = []
        self._marks: set[str] = set()

    def _begin(self, segment: Tcp) -> int:
        """How many octets come before those of a segment."""
        seq = segment.seq + bool(segment.flags & SYN)
        if self._first is None:
            self._first = seq
        return self._next + ((seq - self._first - self._next + _HALF) & SEQUENCE_MASK) - _HALF

    def sends(self, segment: Tcp, journey: Journey) -> None:
        """A segment begins its way; what it repeats has been under way before."""
        begin = self._begin(segment)
        end = begin + len(segment.payload)
        if end > self._sent_end:
            new = max(begin, self._sent_end)
            self._under_way.append(Piece(self._side, segment.payload[new - begin :], new, journey, journey.sent))
            self._sent_end = end

    def arrives(self, segment: Tcp, journey: Journey, n: int) -> list[Piece]:
        """Take a segment at its receiver; what can be handed on now, in order."""
        begin = self._begin(segment)
        found = self._marked(SYN, begin, journey, n) if segment.flags & SYN else []
        self._waiting += self._fresh(segment.payload, begin, journey, n)
        if segment.flags & FIN:
            self._waiting += self._marked(FIN, begin + len(segment.payload), journey, n)
        self._waiting.sort(key=lambda each: each.end)
        while self._waiting and self._waiting[0].begin == self._next:
            piece = self._waiting.pop(0)
            found.append(piece._replace(delivered=n))
            self._next = piece.end
        if segment.flags & RST:
            found += self._marked(RST, begin, journey, n)
        while self._under_way and self._under_way[0].end <= self._next:
            self._under_way.pop(0)
        return found

    def _marked(self, flag: int, begin: int, journey: Journey, n: int) -> list[Piece]:
        """The place of a flag, the first time that it comes."""
        mark = MARKS[flag]
        if mark in self._marks:
            return []
        self._marks.add(mark)
        delivered = NO_CAUSE if flag == FIN else n
        return [Piece(self._side, b"", begin, journey, journey.sent, n, delivered, mark)]

    def _fresh(self, octets: bytes, begin: int, journey: Journey, n: int) -> list[Piece]:
        """Those of a segment's octets that have not come before."""
        at, end, found = max(begin, self._next), begin + len(octets), []
        for each in (*self._waiting, None):
            until = end if each is None else min(end, each.begin)
            if at < until:
                found.append(
                    Piece(self._side, octets[at - begin : until - begin], at, journey, self._first_sent(at), n)
                )
            at = at if each is None else max(at, each.end)
        return [piece._replace(first=piece.sent) if piece.first == NO_CAUSE else piece for piece in found]

    def _first_sent(self, at: int) -> int:
        return next((each.sent for each in self._under_way if each.begin <= at < each.end), NO_CAUSE)

    def rest(self) -> list[Piece]:
        """In order, what has come and waits for what is missing, and what is missing."""
        missing = []
        for piece in self._under_way:
            at = max(piece.begin, self._next)
            for waiting in (*(each for each in self._waiting if each.octets), None):
                until = piece.end if waiting is None else min(piece.end, waiting.begin)
                if at < until:
                    octets = piece.octets[at - piece.begin : until - piece.begin]
                    missing.append(piece._replace(octets=octets, begin=at))
                at = at if waiting is None else max(at, waiting.end)
        return sorted((*missing, *self._waiting), key=lambda each: each.end)


class Stream:
    """A connection or a conversation, numbered as Wireshark does: ``tcp.stream == 0``.

    ``numbers`` are all that it has, since it has others behind a router that rewrites its addresses. Side 0 is the end
    that sent first; ``sockets`` are both as this end has them.
    """

    def __init__(self, kind: str, number: int, sockets: tuple[Socket, Socket], journey: Journey) -> None:
        self.kind = kind
        self.numbers = [number]
        self.sockets = sockets
        self.names = (journey.source, "" if journey.target == EVERYBODY else journey.target)
        self.packets = 0
        self._done: list[Piece] = []
        self._directions = (_Direction(0), _Direction(1))
        self._under_way: dict[Journey, Piece] = {}
        self._pieces: list[Piece] | None = None

    @property
    def name(self) -> str:
        """What a display filter calls it: ``tcp.stream == 0``."""
        return f"{self.kind}.stream == {self.numbers[0]}"

    @property
    def ends(self) -> tuple[str, str]:
        """Both ends: ``client:49152`` and ``server:80``."""
        (one, other), names = self.sockets, self.names
        return end_name(names[0], one), end_name(names[1], other)

    def sends(self, side: int, message: Tcp | Udp, journey: Journey) -> None:
        """A packet of one end begins its way."""
        self.packets += 1
        if isinstance(message, Tcp):
            self._directions[side].sends(message, journey)
        else:
            self._under_way[journey] = Piece(side, message.payload, 0, journey, journey.sent)

    def arrives(self, side: int, message: Tcp | Udp, journey: Journey, n: int) -> None:
        """It comes to the other end."""
        if isinstance(message, Udp):
            self._under_way.pop(journey, None)
            self._done.append(Piece(side, message.payload, 0, journey, journey.sent, n, n))
        elif journey.refused == NO_CAUSE:
            self._done += self._directions[side].arrives(message, journey, n)

    def pieces(self) -> list[Piece]:
        """All of it in order; what never came stands where it was lost, or last where nobody knows."""
        if self._pieces is None:
            self._pieces = self._in_order()
        return self._pieces

    def has_grown(self) -> None:
        """The trace says more: where something was lost may be known now."""
        self._pieces = None

    def _in_order(self) -> list[Piece]:
        placed = [(each.delivered, each) for each in self._done]
        placed += [(_lost_at(each), each) for each in self._under_way.values()]
        for side, direction in enumerate(self._directions):
            at = max((each.delivered for each in self._done if each.side == side), default=NO_CAUSE)
            for piece in direction.rest():
                at = max(at, _lost_at(piece))  # the octets of a direction stay in order
                placed.append((at, piece))
        return [piece for _, piece in sorted(placed, key=lambda each: each[0])]


def _lost_at(piece: Piece) -> int:
    return _NEVER if piece.gone == NO_CAUSE or piece.arrived != NO_CAUSE else piece.gone


class Contents:
    """The streams of a trace, found as it grows."""

    def __init__(self, journeys: Journeys) -> None:
        self.journeys = journeys
        self.trace = journeys.trace
        self.all: list[Stream] = []
        self.scanned = 0
        self._known: dict[tuple[str, int], tuple[Stream, Socket]] = {}
        self._of: dict[Journey, tuple[Stream, int]] = {}
        self._first_fragments: dict[tuple[object, ...], tuple[int, Journey]] = {}
        self._unknown: dict[Journey, int] = {}
        self._touched_at = array("i")
        self._touched: list[Stream] = []

    def extend(self, is_complete: bool) -> None:
        """Take in what the trace gained; while it grows, not the last instant: what a device throws away comes last."""
        trace, journeys = self.trace, self.journeys
        end = len(trace) if is_complete or not len(trace) else bisect_left(trace.at, trace.at[len(trace) - 1])
        for n in range(self.scanned, end):
            kind = trace.kind[n]
            if kind == Kind.DECISION:
                if trace.why[n].rule is COMPLETE:
                    self._is_whole(n)
                continue
            if kind not in (Kind.FRAME_SENT, Kind.FRAME_DUPLICATED, Kind.FRAME_RECEIVED):
                continue
            journey = journeys.of(n)
            if journey is None:
                continue
            if kind != Kind.FRAME_RECEIVED:
                self._sent(n, journey)
            elif journey.arrived == n:
                self._arrived(n, journey)
            elif not journey.target:
                self._unknown[journey] = n
        if end > self.scanned:
            self.scanned = end
            for stream in self.all:
                stream.has_grown()
        if is_complete and self._unknown:
            self._settle()

    def _settle(self) -> None:
        """Who got packets to addresses that nobody had yet, as DHCP offers them: where they came last, and stayed."""
        for journey, n in self._unknown.items():
            if journey.lost == NO_CAUSE:
                self._arrived(n, journey)
        self._unknown.clear()
        for stream in self.all:
            stream.has_grown()

    def at(self, position: int, frame: int) -> Stream | None:
        """The stream of the frame of a record; of others the last among the first ``position`` records."""
        journey = self.journeys.of(frame)
        if journey is not None and journey in self._of:
            return self._of[journey][0]
        index = bisect_left(self._touched_at, position) - 1
        return self._touched[index] if index >= 0 else None

    def find(self, kind: str, number: int) -> Stream | None:
        """That with this number, also one that it has behind a router."""
        return next((each for each in self.all if each.kind == kind and number in each.numbers), None)

    def _sent(self, n: int, journey: Journey) -> None:
        datagram = journey.datagram
        message = None if datagram is None else datagram.payload
        if journey.sent != n:
            self._goes_on(n, journey)
        elif isinstance(message, Tcp | Udp) and datagram is not None:
            stream, side = self._stream(n, datagram, message, journey)
            self._touch(n, stream)
            if not journey.is_copy:
                stream.sends(side, message, journey)

    def _arrived(self, n: int, journey: Journey) -> None:
        frame = self.trace.what[n]
        datagram = frame.payload if isinstance(frame, Ethernet) else None
        if not isinstance(datagram, IPv4):
            return
        if datagram.more_fragments and not datagram.fragment_offset:
            self._first_fragments[_key(datagram)] = n, journey
        found = self._of.get(journey)
        if found is not None and isinstance(datagram.payload, Tcp | Udp):
            stream, side = found
            stream.arrives(side, datagram.payload, journey, n)

    def _is_whole(self, n: int) -> None:
        """All fragments of a datagram are there: it comes to its receiver, unless a router needed all of it."""
        datagram = self.trace.what[n]
        if not isinstance(datagram, IPv4) or not isinstance(datagram.payload, Tcp | Udp):
            return
        first, journey = self._first_fragments.pop(_key(datagram), (NO_CAUSE, None))
        if journey is None or journey.target not in (self.trace.spots[self.trace.spot[n]].node, EVERYBODY):
            return
        message = datagram.payload
        found = self._of.get(journey)
        if found is None:
            # Its sender cut it: no packet before this one had all of it.
            found = self._stream(first, datagram, message, journey)
            found[0].packets += 1
        found[0].arrives(found[1], message, journey, n)

    def _stream(self, n: int, datagram: IPv4, message: Tcp | Udp, journey: Journey) -> tuple[Stream, int]:
        """The stream of a packet, a new one where it is the first, and the side that sent it."""
        key = self._number(n, message)
        source, target = (datagram.src, message.src_port), (datagram.dst, message.dst_port)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Stream(*key, (source, target), journey), source
            self.all.append(known[0])
        stream, one = known
        self._of[journey] = stream, int(source != one)
        return self._of[journey]

    def _goes_on(self, n: int, journey: Journey) -> None:
        """Note the number that a stream has on a further link, and which socket side 0 has there."""
        frame, found = self.trace.what[n], self._of.get(journey)
        datagram = frame.payload if isinstance(frame, Ethernet) else None
        if found is None or not isinstance(datagram, IPv4):
            return
        stream, side = found
        self._touch(n, stream)
        message = datagram.payload
        if not isinstance(message, Tcp | Udp):
            return
        key = self._number(n, message)
        if self._known.get(key, (None,))[0] is not stream:
            ends = (datagram.src, message.src_port), (datagram.dst, message.dst_port)
            self._known[key] = stream, ends[side]
            stream.numbers.append(key[1])

    def _number(self, n: int, message: Tcp | Udp) -> tuple[str, int]:
        if isinstance(message, Tcp):
            return "tcp", cast(Count, past(self.trace, Counted).of(n)).stream
        return "udp", past(self.trace, UdpStreams).of(n)

    def _touch(self, n: int, stream: Stream) -> None:
        self._touched_at.append(n)
        self._touched.append(stream)


def _key(datagram: IPv4) -> tuple[object, ...]:
    return datagram.src, datagram.dst, datagram.protocol, datagram.identification
