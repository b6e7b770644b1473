"""Who talks where a device talks to itself: its programs and commands, and the device for what its kernel answers."""

from sim.addresses import ANY, IPv4Address
from sim.ip.icmp.pdu import ECHO_REPLY, ECHO_REQUEST, Icmp
from sim.ip.icmp.quote import QuotedEcho, QuotedTcp, QuotedUdp, decode_quoted
from sim.ip.ipv4.pdu import IPv4
from sim.programs.rows import ProgramRow
from sim.transport.sockets.rows import SocketRow
from sim.transport.tcp.pdu import Tcp
from sim.transport.udp.pdu import Udp

Socket = tuple[IPv4Address, int]

_Actor = tuple[str, int | str]
"""A node, and the number of a program or the name of a command."""


class Actors:
    """The lifelines inside the devices, found as a trace grows. Each has a name, which is nobody else's.

    ``devices`` are all that packets come from and go to: where there is only one, its name says nothing.
    """

    def __init__(self, devices: frozenset[str]) -> None:
        self.is_alone = len(devices) == 1
        self._names: dict[_Actor, str] = {}
        self._nodes: dict[str, str] = {}
        self._files: dict[_Actor, str] = {}
        self._sockets: dict[tuple[str, str, Socket, Socket | None], _Actor] = {}
        self._echoes: dict[tuple[str, int], _Actor] = {}

    # What the trace tells

    def started(self, node: str, number: int, row: ProgramRow | None) -> None:
        """A program is there, and runs a file."""
        if row is not None:
            self._files[node, number] = row.file.rpartition("/")[2]

    def opened(self, node: str, row: SocketRow | None, command: str) -> None:
        """A socket has its addresses. It stays known when it is closed: the segments of its end are still to come."""
        if row is not None and row.local is not None and (row.program or command):
            self._sockets[node, row.kind, row.local, row.remote] = (node, row.program or command)

    # Names

    def node_of(self, name: str) -> str:
        """The device that a lifeline is a part of; a device itself is its own."""
        return self._nodes.get(name, name)

    def program(self, node: str, number: int) -> str:
        """The lifeline of a program: the device, unless the program is known to talk inside of it."""
        return self._name((node, number)) if self.is_alone or (node, number) in self._names else node

    def sides(self, node: str, datagram: IPv4, command: str) -> tuple[str, str]:
        """Who sends a datagram of a device to the device itself, and who gets it; ``command`` is what led to it."""
        content = datagram.payload
        if isinstance(content, Tcp | Udp):
            kind = "tcp" if isinstance(content, Tcp) else "udp"
            ends = (datagram.src, content.src_port), (datagram.dst, content.dst_port)
            return self.ends(node, kind, *ends)
        if isinstance(content, Icmp):
            return self._icmp(node, content, command)
        return (self._name((node, command)) if command else node), node

    def ends(self, node: str, kind: str, one: Socket, other: Socket) -> tuple[str, str]:
        """Who has two sockets of a device. Two of one program are told apart by their ports."""
        first, second = self._of_socket(node, kind, one, other), self._of_socket(node, kind, other, one)
        return (first, second) if first != second else (self._at_port(first, one), self._at_port(second, other))

    def listener(self, node: str, local: Socket) -> str:
        """Who waits at a port: the device, as long as others may connect to the port."""
        is_inside = self.is_alone or local[0].is_loopback
        return self._of_socket(node, "tcp", local, None) if is_inside else node

    def _of_socket(self, node: str, kind: str, local: Socket, remote: Socket | None) -> str:
        ways = ((local, remote), (local, None), ((ANY, local[1]), None))
        found = (self._sockets.get((node, kind, *way)) for way in ways)
        actor = next((each for each in found if each is not None), None)
        return node if actor is None else self._name(actor)

    def _icmp(self, node: str, message: Icmp, command: str) -> tuple[str, str]:
        if message.type == ECHO_REQUEST:
            actor = self._echoes.setdefault((node, message.identifier), (node, command))
            return (self._name(actor) if actor[1] else node), node
        if message.type == ECHO_REPLY:
            asker = self._echoes.get((node, message.identifier))
            return node, node if asker is None or not asker[1] else self._name(asker)
        return node, self._who_sent(node, message)

    def _who_sent(self, node: str, error: Icmp) -> str:
        """Who sent what an error is about."""
        quoted = decode_quoted(error.data) if error.is_error else None
        match None if quoted is None else quoted.transport:
            case QuotedEcho(identifier=identifier) if (asker := self._echoes.get((node, identifier))) is not None:
                return self._name(asker)
            case QuotedUdp(port, to) | QuotedTcp(port, to) as transport if quoted is not None:
                kind = "udp" if isinstance(transport, QuotedUdp) else "tcp"
                return self._of_socket(node, kind, (quoted.src, port), (quoted.dst, to))
        return node

    def _at_port(self, name: str, socket: Socket) -> str:
        node = self.node_of(name)
        whole = f"{name}:{socket[1]}"
        self._nodes[whole] = node
        return whole

    def _name(self, actor: _Actor) -> str:
        known = self._names.get(actor)
        if known is None:
            node, which = actor
            base = which if isinstance(which, str) else self._files.get(actor, f"program {which}")
            wanted = base if self.is_alone else f"{node} {base}"
            known, number = wanted, 1
            while known in self._nodes or known == node:
                number += 1
                known = f"{wanted} {number}"
            self._names[actor], self._nodes[known] = known, node
        return known
