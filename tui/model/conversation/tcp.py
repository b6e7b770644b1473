"""The TCP connections of a run: who the two ends are, how they count, and when their states changed."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.addresses import ANY, IPv4Address
from sim.ip.ipv4.pdu import IPv4
from sim.trace.records import Change
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import ACK, SEQUENCE_MASK, SYN, Tcp
from tui.model.network.owners import Owners

Socket = tuple[IPv4Address, int]

SHORT_STATES: Mapping[str, str] = {State.ESTABLISHED: "ESTAB", State.SYN_RECEIVED: "SYN-RECV"}
"""What ``ss`` calls the states that have long names."""


def end_name(name: str, socket: Socket) -> str:
    """One end of a connection: ``client:49152``, with the address where nobody's name is known."""
    ip, port = socket
    return f"{(name or str(ip)).removesuffix(f':{port}')}:{port}"


class Numbers(NamedTuple):
    """Sequence and acknowledgment number of a segment; ``ack`` is ``None`` where the segment has none."""

    seq: int
    ack: int | None


class Conversation:
    """A connection from its first segment or row to its last; a later one between the same sockets is another.

    Side 0 is the end that was seen first, and ``sockets`` are both as that end has them: the other end knows them by
    other addresses where a router rewrites them. ``nodes`` are the devices of the ends, "" where it is not known;
    ``names`` is how a chart calls the ends: a device that talks to itself is two of its programs there. A listener is
    a connection with one end, whose other socket has port 0; ``listener`` is the one that waited at side 1.
    ``sending`` has the records in which what an end sends changed.
    """

    __slots__ = ("_inner", "_marks", "_rewritten", "iss", "listener", "nodes", "number", "sending", "sockets", "states")

    def __init__(
        self,
        number: int,
        sockets: tuple[Socket, Socket],
        nodes: tuple[str, str],
        listener: "Conversation | None" = None,
    ) -> None:
        self.number = number
        self.listener = listener
        self.sockets = sockets
        self.nodes = list(nodes)
        self._inner: tuple[str, str] | None = None
        self.iss: list[int | None] = [None, None]
        self.sending = (array("i"), array("i"))
        self.states: tuple[list[str], list[str]] = ([], [])
        self._marks = (array("i"), array("i"))
        self._rewritten = sockets

    @property
    def is_inside(self) -> bool:
        """Whether both ends are on one device."""
        return self.nodes[0] == self.nodes[1] != ""

    @property
    def names(self) -> tuple[str, str]:
        return self._inner or (self.nodes[0], self.nodes[1])

    def name_ends(self, names: tuple[str, str]) -> None:
        """Note who the ends are, where they are on one device."""
        self._inner = names

    @property
    def name(self) -> str:
        """Both ends: ``client:49152 server:80``."""
        ends = [end_name(name, socket) for name, socket in zip(self.names, self.sockets, strict=True)]
        return " ".join(ends[:1] if self.is_listener else ends)

    @property
    def is_listener(self) -> bool:
        return self.sockets[1][1] == 0

    def side(self, socket: Socket) -> int:
        """The end that has a socket, or whose socket a router makes it."""
        return 0 if socket in (self.sockets[0], self._rewritten[0]) else 1

    def key(self, side: int) -> tuple[IPv4Address, int, IPv4Address, int]:
        """The key of the rows that the end has in the tables of its device."""
        sockets = self._rewritten if side else self.sockets
        return (*sockets[side], *sockets[1 - side])

    def rewrite(self, sockets: tuple[Socket, Socket]) -> None:
        """Note what the sockets are behind a router that rewrites them; the first is side 0's."""
        self._rewritten = sockets

    def has_ended(self, side: int) -> bool:
        return bool(self.states[side]) and self.states[side][-1] == State.CLOSED

    def change(self, side: int, n: int, state: str) -> None:
        """Note that record ``n`` put an end into a state."""
        self._marks[side].append(n)
        self.states[side].append(state)

    def state(self, side: int, position: int) -> str:
        """The state of an end after the first ``position`` records."""
        index = bisect_left(self._marks[side], position) - 1
        return self.states[side][index] if index >= 0 else self._before(side, position)

    def _before(self, side: int, position: int) -> str:
        """The state of an end that has not changed yet: what waits there listens."""
        return self.listener.state(0, position) if side and self.listener is not None else State.CLOSED

    def changed(self, side: int, begin: int, end: int) -> str:
        """The last state that the records from ``begin`` up to ``end`` put an end into; "" where none did."""
        index = bisect_left(self._marks[side], end) - 1
        return self.states[side][index] if index >= 0 and self._marks[side][index] >= begin else ""

    def edge(self, side: int, position: int) -> tuple[int, str, str] | None:
        """The last change of an end's state: its record, and the states before and after it."""
        index = bisect_left(self._marks[side], position) - 1
        if index < 0:
            return None
        n = self._marks[side][index]
        before = self.states[side][index - 1] if index else self._before(side, n)
        return n, before, self.states[side][index]

    def relative(self, side: int, segment: Tcp) -> Numbers:
        """The numbers of a segment that ``side`` sent, counted from the initial ones where those are known."""
        own, other = self.iss[side], self.iss[1 - side]
        seq = segment.seq if own is None else (segment.seq - own) & SEQUENCE_MASK
        if not segment.flags & ACK:
            return Numbers(seq, None)
        return Numbers(seq, segment.ack if other is None else (segment.ack - other) & SEQUENCE_MASK)


class Conversations:
    """All connections of a trace, found as it grows; ``owners`` says which device has an address by then."""

    def __init__(self, owners: Owners) -> None:
        self.owners = owners
        self.all: list[Conversation] = []
        self._current: dict[object, Conversation] = {}
        self._touched_at = array("i")
        self._touched = array("i")

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, number: int) -> Conversation:
        return self.all[number]

    def of_segment(self, datagram: IPv4, segment: Tcp, node: str) -> Conversation:
        """The connection that a new segment of a node belongs to."""
        source, target = (datagram.src, segment.src_port), (datagram.dst, segment.dst_port)
        found = self.between(source, target, node)
        if found is not None and segment.flags & (SYN | ACK) == SYN:
            side = found.side(source)
            if found.has_ended(side) or found.iss[side] not in (None, segment.seq):
                found = None
        if found is None:
            found = self._open((source, target), (self._owner(source, node), self._owner(target, node)))
        if segment.flags & SYN:
            found.iss[found.side(source)] = segment.seq
        return found

    def rewritten(self, connection: Conversation, datagram: IPv4, segment: Tcp, side: int) -> None:
        """Note that a segment of ``side`` goes on with these addresses and ports."""
        source, target = (datagram.src, segment.src_port), (datagram.dst, segment.dst_port)
        if self.between(source, target) is not connection:
            self._current.pop((target, source), None)
            self._current[source, target] = connection
            connection.rewrite((target, source) if side else (source, target))

    def change(self, node: str, n: int, change: Change) -> Conversation | None:
        """Take in a change of a row of ``tcp``; the connection where its state is another one now."""
        before = State.CLOSED if change.before is None else change.before.state
        after = State.CLOSED if change.after is None else change.after.state
        if before == after:
            return None
        key: Any = change.key
        local, remote = key[:2], key[2:]
        found = self._current.get((node, local)) if remote[1] == 0 else self.between(local, remote, node)
        if found is None or (change.before is None and found.has_ended(found.side(local))):
            found = self._open((local, remote), (node, self._owner(remote, node)))
        side = found.side(local)
        found.nodes[side] = node
        found.change(side, n, str(after))
        return found

    def sends(self, node: str, n: int, change: Change) -> None:
        """Note that record ``n`` changed a row of ``tcp-send``."""
        key: Any = change.key
        found = self.between(key[:2], key[2:], node)
        if found is not None:
            found.sending[found.side(key[:2])].append(n)

    def between(self, one: Socket, other: Socket, node: str = "") -> Conversation | None:
        """The last connection between two sockets, as ``node`` knows them."""
        if one[0].is_loopback or other[0].is_loopback:
            return self._current.get((node, one, other)) or self._current.get((node, other, one))
        return self._current.get((one, other)) or self._current.get((other, one))

    def touch(self, n: int, connection: Conversation) -> None:
        """Note that record ``n`` is about a connection."""
        self._touched_at.append(n)
        self._touched.append(connection.number)

    def at(self, position: int) -> Conversation | None:
        """The connection that the last of the first ``position`` records is about that is about one."""
        index = bisect_right(self._touched_at, position - 1) - 1
        return self.all[self._touched[index]] if index >= 0 else None

    def _owner(self, socket: Socket, node: str) -> str:
        """The device that ``node`` means by an address."""
        return node if socket[0].is_loopback else self.owners.of(socket[0])

    def _open(self, sockets: tuple[Socket, Socket], nodes: tuple[str, str]) -> Conversation:
        node, (ip, port) = nodes[1], sockets[1]
        listener = self._current.get((node, (ip, port))) or self._current.get((node, (ANY, port)))
        made = Conversation(len(self.all), sockets, nodes, listener)
        self.all.append(made)
        key: tuple[object, ...] = (nodes[0], sockets[0]) if made.is_listener else sockets
        other: tuple[object, ...] = sockets[::-1]
        if not made.is_listener and any(ip.is_loopback for ip, _ in sockets):
            key, other = (nodes[0], *key), (nodes[0], *other)
        self._current.pop(other, None)
        self._current[key] = made
        return made
