"""What can be told of a TCP segment only by those that crossed the same link before it."""

from collections.abc import Hashable
from enum import IntFlag
from typing import NamedTuple

from sim import registry
from sim.ip.ipv4.pdu import IPv4
from sim.packets.carried import finder
from sim.pdu.base import Pdu
from sim.transport.tcp import options
from sim.transport.tcp.pdu import ABSOLUTE, ACK, FIN, RST, SEQUENCE_MASK, SYN, Origin, Tcp

_HALF = 1 << 31


class Repeat(IntFlag):
    """What a segment repeats; falsy for one that is new."""

    NOTHING = 0
    RETRANSMISSION = 1
    """Some of the sequence numbers that it takes up were on this link before, in the same direction."""
    DUPLICATE_ACK = 2
    """It acknowledges what the one before it did, while its reader has more under way (RFC 5681 2)."""


class _Stream:
    """One direction of a connection on one link. Sequence numbers count on past 2**32 here.

    ``sent`` are the ranges that were seen, in order and not touching; ``ack`` and ``window`` are the last segment's.
    """

    __slots__ = ("ack", "is_opening", "sent", "syn", "window")

    def __init__(self, begin: int, syn: int) -> None:
        self.sent = [(begin, begin)]
        self.syn = syn
        self.is_opening = True
        self.ack: int | None = None
        self.window = 0

    @property
    def end(self) -> int:
        return self.sent[-1][1]

    def is_opened_by(self, syn: Tcp) -> bool:
        """Whether a SYN is the one that the stream began with; a SYN,ACK answers one that it crossed (RFC 9293 3.5)."""
        is_again = self.is_opening and self.sent[0][0] & SEQUENCE_MASK == syn.seq
        return is_again and self.syn == syn.flags & (SYN | ACK)

    def unwrapped(self, seq: int) -> int:
        """The number nearest to the last ones that is ``seq`` modulo 2**32."""
        end = self.end
        return end + ((seq - end + _HALF) & SEQUENCE_MASK) - _HALF

    def take(self, begin: int, end: int) -> bool:
        """Add a range; whether some of it was there."""
        touched = [each for each in self.sent if each[0] <= end and begin <= each[1]]
        was_there = any(each[0] < end and begin < each[1] for each in touched)
        others = [each for each in self.sent if each not in touched]
        joined = (min([begin, *(each[0] for each in touched)]), max([end, *(each[1] for each in touched)]))
        self.sent = sorted([*others, joined])
        return was_there


_Sockets = tuple[int, int, int, int]
"""Whence and whither: addresses, then ports."""


class Streams:
    """The TCP streams of links. Whoever asks shows every frame that crosses them, in order."""

    def __init__(self) -> None:
        self._streams: dict[tuple[Hashable, _Sockets], _Stream] = {}
        self._furthest: dict[_Sockets, _Stream] = {}

    def see(self, port: Hashable, packet: Pdu) -> Repeat:
        """Take a packet in that ``port`` begins to put on its link, and tell what it repeats."""
        datagram = packet if isinstance(packet, IPv4) else packet.payload
        if not isinstance(datagram, IPv4) or not isinstance(datagram.payload, Tcp):
            return Repeat.NOTHING
        segment = datagram.payload
        forth = (datagram.src, datagram.dst, segment.src_port, segment.dst_port)
        back = (datagram.dst, datagram.src, segment.dst_port, segment.src_port)
        if segment.flags & RST:
            self._end(forth, back)
            return Repeat.NOTHING
        stream = self._streams.get((port, forth))
        is_new = stream is None or (segment.flags & SYN and not stream.is_opened_by(segment))
        if stream is None or is_new:
            if stream is not None and not segment.flags & ACK:
                self._end(back)  # another connection: its answers are new, too
            stream = self._streams[port, forth] = _Stream(segment.seq, segment.flags & (SYN | ACK))
        elif not segment.flags & SYN:
            stream.is_opening = False
        repeat = _repeat(stream, self._furthest.get(back), segment)
        if is_new or stream.end > self._furthest[forth].end:
            self._furthest[forth] = stream
        return repeat

    def _end(self, *streams: _Sockets) -> None:
        """Forget streams whose connection is over: the same numbers may be used anew."""
        for sockets in streams:
            self._furthest.pop(sockets, None)
        for key in [key for key in self._streams if key[1] in streams]:
            del self._streams[key]


class Origins:
    """From where the numbers of segments count in lists: a SYN's are those on the wire, all later ones are relative."""

    def __init__(self) -> None:
        self._begins: dict[tuple[Hashable, _Sockets], tuple[int, int | None]] = {}
        """The initial sequence numbers of the sender and of its peer, which an ACK tells."""

    def see(self, port: Hashable, packet: Pdu) -> Origin:
        """Take in a packet that ``port`` begins to put on its link; what is taken off its numbers."""
        datagram = packet if isinstance(packet, IPv4) else packet.payload
        if not isinstance(datagram, IPv4) or not isinstance(datagram.payload, Tcp):
            return ABSOLUTE
        segment = datagram.payload
        key = (port, (datagram.src, datagram.dst, segment.src_port, segment.dst_port))
        acked = (segment.ack - 1) & SEQUENCE_MASK if segment.flags & ACK else None
        if segment.flags & SYN:
            self._begins[key] = (segment.seq, acked)
            return ABSOLUTE
        begin, peer = self._begins.get(key, (segment.seq, None))
        if peer is None:
            self._begins[key] = begin, acked
            peer = acked
        return ABSOLUTE if peer is None else Origin(begin, peer)


UNKNOWN_SCALE = -1
"""Nobody saw the sender's SYN (Wireshark's number for it)."""
NO_SCALE = -2
"""One of both SYNs has no window scale option, so that neither end scales (RFC 7323 2.2; Wireshark's number for it)."""


class Count(NamedTuple):
    """The number of a segment's connection, from 0, and its own numbers, counted from the first of the connection.

    ``next`` is the sequence number behind the segment. ``scale`` is how many bits its window is shifted by, or else
    ``UNKNOWN_SCALE`` or ``NO_SCALE``.
    """

    stream: int
    seq: int
    ack: int
    next: int
    scale: int


class Counted:
    """Numbers connections and counts from their first sequence numbers, as Wireshark does, over all links."""

    def __init__(self) -> None:
        self._streams: dict[_Sockets, int] = {}
        self._begins: dict[tuple[int, _Sockets], int] = {}
        self._scales: dict[tuple[int, _Sockets], int] = {}
        self._count = 0
        self._datagrams = finder(registry.pdu("ipv4"))

    def see(self, port: Hashable, packet: Pdu) -> Count | None:
        """What is so of the segment in a packet, or of the one that an error in it is about."""
        for datagram in self._datagrams(packet):
            segment = datagram.payload
            if type(segment) is Tcp:
                return self._take(datagram, segment)
        return None

    def _take(self, datagram: IPv4, segment: Tcp) -> Count:
        forth = (datagram.src, datagram.dst, segment.src_port, segment.dst_port)
        back = (datagram.dst, datagram.src, segment.dst_port, segment.src_port)
        stream, is_opening = self._streams.get(forth), segment.flags & (SYN | ACK) == SYN
        # A SYN with another number opens the next connection between the same sockets.
        if stream is None or (is_opening and self._begins.get((stream, forth), segment.seq) != segment.seq):
            stream = self._streams[forth] = self._streams[back] = self._count
            self._count += 1
        begin = self._begins.setdefault((stream, forth), (segment.seq - (not segment.flags & SYN)) & SEQUENCE_MASK)
        seq = (segment.seq - begin) & SEQUENCE_MASK
        ack = 0
        if segment.flags & ACK:
            peer = self._begins.setdefault((stream, back), (segment.ack - 1) & SEQUENCE_MASK)
            ack = (segment.ack - peer) & SEQUENCE_MASK
        if segment.flags & SYN:
            self._see_scale(segment, (stream, forth), (stream, back))
        scale = self._scales.get((stream, forth), UNKNOWN_SCALE)
        return Count(stream, seq, ack, seq + segment.sequence_length, scale)

    def _see_scale(self, syn: Tcp, forth: tuple[int, _Sockets], back: tuple[int, _Sockets]) -> None:
        """Take in the window scale option of a SYN, as Wireshark does where handshakes are seen in part."""
        shift = options.read(syn.options).window_scale
        if shift is None:
            if forth not in self._scales:
                self._scales[forth] = self._scales[back] = NO_SCALE
            return
        is_refused = syn.flags & ACK and self._scales.get(back) == NO_SCALE
        self._scales[forth] = NO_SCALE if is_refused else min(shift, options.LARGEST_SCALE)


class Begins:
    """The initial sequence numbers of connections; those that nobody has seen open count from 0."""

    def __init__(self) -> None:
        self._begins: dict[_Sockets, int] = {}
        self._datagrams = finder(registry.pdu("ipv4"))

    def see(self, port: Hashable, packet: Pdu) -> Origin | None:
        """From where the numbers of the segment count that is in a packet, or that an error in it is about."""
        for datagram in self._datagrams(packet):
            segment = datagram.payload
            if type(segment) is Tcp:
                forth = (datagram.src, datagram.dst, segment.src_port, segment.dst_port)
                back = (datagram.dst, datagram.src, segment.dst_port, segment.src_port)
                if segment.flags & SYN:
                    self._begins[forth] = segment.seq
                return Origin(self._begins.get(forth, 0), self._begins.get(back, 0))
        return None


def _repeat(stream: _Stream, back: _Stream | None, segment: Tcp) -> Repeat:
    found = Repeat.NOTHING
    begin = stream.unwrapped(segment.seq)
    length = segment.sequence_length
    # The octet of a window probe (RFC 9293 3.8.6.1) is thrown away by its reader, and goes again with what follows it.
    is_probe = length == 1 and begin == stream.end and back is not None and back.ack is not None and not back.window
    if length and not is_probe and stream.take(begin, begin + length):
        found |= Repeat.RETRANSMISSION
    if not segment.flags & ACK:
        return found
    is_same = stream.ack == segment.ack and stream.window == segment.window
    is_bare = not segment.payload and not segment.flags & (SYN | FIN)
    if is_same and is_bare and back is not None and back.unwrapped(segment.ack) < back.end:
        found |= Repeat.DUPLICATE_ACK
    stream.ack, stream.window = segment.ack, segment.window
    return found
