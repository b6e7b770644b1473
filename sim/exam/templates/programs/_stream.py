"""A client that sends some messages at once, and a slow server that reads them piece by piece."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.chance import Chance
from sim.exam.networks import pair
from sim.exam.run import Run
from sim.exam.template import Moment, Network
from sim.programs.rows import THREADS
from sim.trace.records import Kind as Happened
from sim.transport.sockets.rows import TABLE as SOCKETS
from sim.transport.sockets.rows import Address, SocketRow

_WORDS = ("hello", "world", "ping", "data", "stop", "hi", "network", "bye", "ok", "message")
_SERVER = """\
import socket
import time

listener = socket.create_server(("", 9000))
connection, address = listener.accept()
time.sleep(1)  # busy
while data := connection.recv({size}):
    print(data)
connection.close()
"""
_CLIENT = """\
import socket

sock = socket.create_connection(("192.168.10.2", 9000))
{sends}
sock.close()
"""


class Reading(NamedTuple):
    """A program that reads a stream: what was sent by each call, how much it asks for, what each recv returned.

    ``sources`` are the nodes with the texts of their programs, the sender first, as far as the scenario has them.
    ``is_whole`` where the last recv found the end of the stream; ``is_alone`` where neither program has another
    connection that it reads or writes.
    """

    reader: str
    sender: str
    sends: tuple[bytes, ...]
    size: int
    results: tuple[bytes, ...]
    records: tuple[int, ...]
    sources: tuple[tuple[str, str], ...]
    is_whole: bool
    is_alone: bool


class _Call(NamedTuple):
    """A call that has returned, at record ``n``."""

    n: int
    text: str
    result: str
    has_waited: bool


class _End(NamedTuple):
    """One end of a connection: the node, and the addresses as its socket has them."""

    node: str
    local: Address
    remote: Address


class _Stream(NamedTuple):
    """What is called at one end of a connection, by which programs: their files."""

    sends: list[_Call]
    reads: list[_Call]
    files: set[str]


def moments(run: Run) -> Iterator[Moment]:
    """Each connection of which one end sends all before the other reads, always with the same size."""
    streams = _streams(run)
    connections = Counter((end.node, file) for end, stream in streams.items() for file in stream.files)
    for end, stream in streams.items():
        for other, reading in streams.items():
            if (end.local, end.remote) != (other.remote, other.local) or end.node == other.node:
                continue
            about = _reading(run, end, stream, other, reading)
            if about is not None:
                programs = [(end.node, file) for file in stream.files] + [(other.node, file) for file in reading.files]
                is_alone = all(connections[program] == 1 for program in programs)
                yield Moment(reading.reads[0].n - 1, about._replace(is_alone=is_alone))


def _streams(run: Run) -> dict[_End, _Stream]:
    """The ends of all connections, with what programs have called there."""
    sockets: dict[tuple[str, object], SocketRow] = {}
    waiting: set[tuple[str, object]] = set()
    found: dict[_End, _Stream] = {}
    for n, node, change in run.changes(THREADS, SOCKETS):
        row = change.after
        if change.table == SOCKETS:
            if row is None:
                sockets.pop((node, change.key), None)
            else:
                sockets[node, change.key] = row
        elif run.trace.kind[n] == Happened.CALL_BLOCKED:
            waiting.add((node, change.key))
        elif row is not None and run.trace.kind[n] == Happened.CALL_RETURNED:
            has_waited = (node, change.key) in waiting
            waiting.discard((node, change.key))
            own = sockets.get((node, row.socket))
            if own is None or own.local is None or own.remote is None:
                continue
            stream = found.setdefault(_End(node, own.local, own.remote), _Stream([], [], set()))
            for name, calls in (("sendall(", stream.sends), ("recv(", stream.reads)):
                if row.call.startswith(name):
                    calls.append(_Call(n, row.call.removeprefix(name).removesuffix(")"), row.result, has_waited))
                    stream.files.add(row.file)
    return found


def _reading(run: Run, end: _End, stream: _Stream, other: _End, reading: _Stream) -> Reading | None:
    """What is read of a stream; ``None`` where it is not read as the questions tell it."""
    sends, reads = stream.sends, reading.reads
    if len(sends) < 2 or len(reads) < 2 or sends[-1].n > reads[0].n or reads[0].has_waited:
        return None
    sizes = {call.text for call in reads}
    messages, results = [_bytes(call.text) for call in sends], [_bytes(call.result) for call in reads]
    size = sizes.pop()
    if sizes or not size.isdecimal() or None in messages or None in results:
        return None
    sent = tuple(each for each in messages if each)
    got = tuple(each for each in results if each)
    if b"".join(sent) != b"".join(got):
        return None
    return Reading(
        other.node,
        end.node,
        sent,
        int(size),
        got,
        tuple(call.n for call in reads)[: len(got)],
        tuple(
            (node, run.scenario.sources[file])
            for node, files in ((end.node, stream.files), (other.node, reading.files))
            for file in sorted(files)
            if file in run.scenario.sources
        ),
        is_whole=results[-1] == b"",
        is_alone=True,
    )


def _bytes(text: str) -> bytes | None:
    """The octets of ``b'hello'``; ``None`` where they are not shown whole, or are no plain text."""
    inner = text.removeprefix("b'").removesuffix("'")
    if (
        not text.startswith("b'")
        or not text.endswith("'")
        or not inner.isascii()
        or (not inner.replace(" ", "a").isalnum() and inner)
    ):
        return None
    return inner.encode()


def network(chance: Chance) -> Network:
    words = chance.sample(_WORDS, chance.among(2, 4))
    total = sum(map(len, words))
    size = chance.choice((1024, chance.among(3, max(total - 1, 4)), len(words[0]) + 1))
    server = _SERVER.format(size=size)
    client = _CLIENT.format(sends="\n".join(f'sock.sendall(b"{word}")' for word in words))
    return {
        **pair({}, {}, delay=f"{chance.among(1, 20)}ms"),
        "tcp": {"profile": "simple", "msl": "1s"},
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "6s",
    }
