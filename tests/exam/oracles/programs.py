"""Programs: real Python on real sockets, and a second model of the queues that calls wait at."""

import ast
import re
import socket
from functools import cache
from typing import Any, NamedTuple

from sim.exam.question import Question
from tests.exam.octets import Frame, Wire
from tests.exam.oracles import Holds, oracle


def _read_stream(sends: list[bytes], size: int) -> list[bytes]:
    """What real recv calls return of a real stream into which all was sent before."""
    one, two = socket.socketpair()
    with one, two:
        for each in sends:
            one.sendall(each)
        one.shutdown(socket.SHUT_WR)
        found = []
        while data := two.recv(size):
            found.append(data)
    return found


def _programs(question: Question) -> tuple[list[bytes], int]:
    """The sends and the size of recv, from the text of the programs."""
    text = "\n".join(question.given)
    sends = [each.encode() for each in re.findall(r"sendall\(b[\"'](\w+)[\"']\)", text)]
    return sends, int(re.findall(r"\.recv\((\d+)\)", text)[0])


@oracle("programs/what-prints")
def what_prints(question: Question, wire: Wire) -> Holds:
    sends, size = _programs(question)
    return lambda value: value == repr(_read_stream(sends, size)[question.facts["number"] - 1])


def _told(question: Question) -> list[bytes]:
    return _read_stream(
        [each.encode() for each in re.findall(r"b'(\w+)'", question.facts["sends"])], question.facts["size"]
    )


@oracle("programs/first-recv")
def first_recv(question: Question, wire: Wire) -> Holds:
    return lambda value: value == _told(question)[0]


@oracle("programs/recv-count")
def recv_count(question: Question, wire: Wire) -> Holds:
    return lambda value: value == len(_told(question))


class Call(NamedTuple):
    """A call of a program as it begins, and the record in which it ends (``None`` where it waits to the end)."""

    n: int
    end: int | None
    line: int
    name: str
    text: str
    socket: int | None


def _calls(wire: Wire, node: str, file: str) -> list[Call]:
    """What a program of a node calls, in order: which calls there are, and not how they went."""
    trace, open_now, found = wire.run.trace, {}, []
    for n in range(len(trace)):
        row = getattr(trace.what[n], "after", None)
        if wire.run.node(n) != node or getattr(trace.what[n], "table", "") != "thread":
            continue
        if row is None or row.file != file:
            continue
        if row.phase == "entered":
            open_now[row.line, row.call] = Call(n, None, row.line, row.call.partition("(")[0], row.call, row.socket)
        elif row.phase in ("returned", "raised"):
            found.append(open_now.pop((row.line, row.call))._replace(end=n, socket=row.socket))
    return sorted([*found, *open_now.values()])


class _Arrived:
    """What has come to a node before a record, by the octets: handshakes, data, ends of streams, datagrams."""

    def __init__(self, wire: Wire, node: str) -> None:
        arrivals = ((wire.run.arrival(f.n), f) for f in wire.frames if f.to_node == node and f.ip is not None)
        self._frames = [(n, f.ip) for n, f in arrivals if n is not None and f.ip is not None]

    def handshakes(self, port: int, since: int, n: int) -> int:
        """How many connections to a port have their third segment, of those that began at or after a record."""
        begun: set[tuple[object, int]] = set()
        done = set()
        for at, datagram in self._frames:
            segment = datagram.tcp
            if since <= at < n and segment is not None and segment.dst_port == port:
                end = (datagram.src, segment.src_port)
                if segment.syn:
                    begun.add(end)
                elif segment.has_ack and end in begun:
                    done.add(end)
        return len(done)

    def stream(self, local: int, remote: tuple[str, int], n: int) -> tuple[int, bool]:
        """How many octets of a connection have come, each once, and whether its end has."""
        octets: set[int] = set()
        ended = False
        for at, datagram in self._frames:
            segment = datagram.tcp
            if at >= n or segment is None:
                continue
            if (segment.dst_port, str(datagram.src), segment.src_port) == (local, *remote):
                octets |= {(segment.seq + place) % (1 << 32) for place in range(len(segment.data))}
                ended |= segment.fin or segment.rst
        return len(octets), ended

    def datagrams(self, port: int, n: int) -> int:
        return sum(1 for at, datagram in self._frames if at < n and datagram.udp and datagram.udp[1] == port)

    def raw(self, protocol: int, n: int) -> int:
        return sum(1 for at, datagram in self._frames if at < n and datagram.protocol == protocol)


@oracle("programs/which-blocks")
def which_blocks(question: Question, wire: Wire) -> Holds:
    """POSIX: accept waits for a connection, connect for an answer, recv for data or the end, and nothing else waits.

    A second model of the queues of the sockets, of what the octets have brought before each call.
    """
    node = question.facts["node"]
    arrived = _Arrived(wire, node)
    waits: dict[tuple[int, str], bool] = {}
    taken: dict[int | None, int] = {}
    made: dict[int | None, int] = {}
    for call in _calls(wire, node, question.facts["file"]):
        row = wire.run.table(node, "socket", call.n).get(call.socket)
        done = taken.get(call.socket, 0)
        made.setdefault(call.socket, call.n)
        if call.name in ("connect", "accept", "recv", "recvfrom") and row is not None:
            is_ready, count = _ready(arrived, call, row, done, made[call.socket])
            taken[call.socket] = done + count
        else:
            is_ready = True
        waits.setdefault((call.line, call.text), not is_ready)
    return lambda value: waits[value]


def _ready(arrived: _Arrived, call: Call, row: Any, done: int, made: int) -> tuple[bool, int]:
    """Whether a call finds what it wants, and how much of it the call takes away; its socket was made at a record."""
    if call.name == "connect":
        return row.kind == "udp", 0
    if call.name == "accept":
        return arrived.handshakes(row.local[1], made, call.n) > done, 1
    if row.kind == "raw":  # whose port is the number of the protocol
        return arrived.raw(row.local[1], call.n) > done, 1
    if row.kind == "udp":
        return arrived.datagrams(row.local[1], call.n) > done, 1
    if row.remote is None:  # it fails at once
        return True, 0
    remote = (str(row.remote[0]), row.remote[1])
    there, ended = arrived.stream(row.local[1], remote, call.n)
    later = there if call.end is None else arrived.stream(row.local[1], remote, call.end)[0]
    size = int(call.text.partition("(")[2].rstrip(")").partition(",")[0])
    return there > done or ended, min(size, max(there, later) - done)


@oracle("programs/which-wakes")
def which_wakes(question: Question, wire: Wire) -> Holds:
    """POSIX accept, connect, recv over the octets: the end of the handshake, the SYN-ACK, the first data or FIN."""
    node, call = question.facts["node"], question.facts["call"].partition("(")[0]
    begun = {f.n for f in wire.frames if f.tcp is not None and f.to_node == node and f.tcp.syn and not f.tcp.has_ack}

    def ends(frame: Frame) -> bool:
        segment = frame.tcp
        arrival = wire.run.arrival(frame.n)
        if segment is None or frame.to_node != node or arrival is None or arrival <= question.moment:
            return False
        if call == "connect":
            return segment.syn and segment.has_ack
        if call == "recv":
            return bool(segment.data) or segment.fin
        return segment.has_ack and not segment.syn and any(n < frame.n for n in begun)

    shown = {option.value for option in question.options}
    truth = next(frame.n for frame in wire.frames if frame.n in shown and ends(frame))
    return lambda value: value == truth


@oracle("programs/what-accept-returns")
def what_accept_returns(question: Question, wire: Wire) -> Holds:
    """Real sockets tell which of both ends and which socket it is; the octets of the SYN tell the numbers."""
    syn = wire.frame(question.moment)
    assert syn.ip is not None
    assert syn.tcp is not None
    shape = _real_accept()
    address = {"client": (str(syn.ip.src), syn.tcp.src_port), "server": (str(syn.ip.dst), syn.tcp.dst_port)}[shape[1]]

    def holds(value: str) -> bool:
        number, told = re.fullmatch(r"\(fd (\d+), (.*)\)", value).groups()  # type: ignore[union-attr]
        return (number == question.facts["listener"]) is shape[0] and ast.literal_eval(told) == address

    return holds


@cache
def _real_accept() -> tuple[bool, str]:
    """Whether a real accept returns the listening socket, and whose address it tells."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ends = {"server": listener.getsockname()}
        with socket.create_connection(ends["server"]) as client, listener.accept()[0] as accepted:
            ends["client"] = client.getsockname()
            told = accepted.getpeername()
            is_listener = accepted.fileno() == listener.fileno()
    return is_listener, next(end for end, address in ends.items() if address == told)


@oracle("programs/client-port")
def client_port(question: Question, wire: Wire) -> Holds:
    """The port that the octets of the SYN tell. Real sockets connect without bind, so nothing fails."""
    assert _real_accept()
    syn = next(f for f in wire.since(question.moment) if f.tcp and f.tcp.syn and f.node == question.facts["client"])
    assert syn.tcp is not None
    port = syn.tcp.src_port
    return lambda value: value == port
