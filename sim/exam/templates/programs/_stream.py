"""A client that sends some messages at once, and a slow server that reads them piece by piece."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.chance import Chance
from sim.exam.networks import pair
from sim.exam.run import Run
from sim.exam.template import Moment, Network
from sim.trace.records import Kind as Happened

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
    """A program that reads a stream: what was sent by each call, how much it asks for, what each recv returned."""

    reader: str
    sender: str
    sends: tuple[bytes, ...]
    size: int
    results: tuple[bytes, ...]
    records: tuple[int, ...]
    sources: tuple[str, ...]


def moments(run: Run) -> Iterator[Moment]:
    """Each pair of programs of which one sends all before the other reads, always with the same size."""
    calls: dict[str, list[tuple[int, str, str]]] = {}
    for n, node, change in run.changes("thread"):
        if run.trace.kind[n] == Happened.CALL_RETURNED and change.after is not None:
            calls.setdefault(node, []).append((n, change.after.call, change.after.result))
    for sender, sent in calls.items():
        sends = [(n, _literal(call)) for n, call, _ in sent if call.startswith("sendall(")]
        for reader, read in calls.items():
            reads = [(n, call, _bytes(result)) for n, call, result in read if call.startswith("recv(")]
            if reader == sender or len(sends) < 2 or len(reads) < 2 or sends[-1][0] > reads[0][0]:
                continue
            sizes = {call for _, call, _ in reads}
            messages, results = [text for _, text in sends], [text for *_, text in reads]
            if len(sizes) != 1 or None in messages or None in results:
                continue
            texts = [run.scenario.sources[p.file] for p in run.scenario.programs if p.node in (sender, reader)]
            size = sizes.pop().removeprefix("recv(").rstrip(")")
            if b"".join(m for m in messages if m) == b"".join(r for r in results if r) and size.isdecimal():
                got = tuple(r for r in results if r)
                about = Reading(
                    reader,
                    sender,
                    tuple(m for m in messages if m),
                    int(size),
                    got,
                    tuple(n for n, *_ in reads)[: len(got)],
                    tuple(texts),
                )
                yield Moment(reads[0][0] - 1, about)


def _literal(call: str) -> bytes | None:
    return _bytes(call.removeprefix("sendall(").removesuffix(")"))


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
