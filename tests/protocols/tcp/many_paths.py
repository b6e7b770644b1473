"""Transfers over paths that lose, double and reorder, drawn by a number; as many as wanted:

python -m tests.protocols.tcp.many_paths 10000 [first]
"""

import sys
from random import Random

from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import Tcp
from tests.protocols.tcp.ends import MS, SECOND, End, Fate, Pair

PROFILES = (
    TcpSettings(),
    SIMPLE,
    TcpSettings(receive_buffer=1 << 20, send_buffer=1 << 20),
    TcpSettings(timestamps=False),
    SIMPLE._replace(congestion_control="textbook", mss=100),
    TcpSettings(receive_buffer=1000, send_buffer=700, mss=300),
    TcpSettings(receive_buffer=300_000, window_scale=7, mss=700),
)
LOSSES = (0, 0.02, 0.1, 0.3)
PATIENT = 100_000 * SECOND
"""So that no connection is given up, however bad its path."""
LINGERING = 1000 * SECOND
"""So that TIME-WAIT outlasts the retransmissions of a FIN whose ACK is lost thirty times in a row."""


def bad_path(random: Random, loss: float) -> Fate:
    """Of a hundred segments, ``100 * loss`` are lost and about as many doubled; one in four is overtaken."""

    def fate(number: int, name: str, segment: Tcp) -> tuple[int, ...]:
        copies = 0 if random.random() < loss else 2 if random.random() < loss else 1
        return tuple(random.choice((5, 5, 5, 40)) * MS + random.randrange(MS) for _ in range(copies))

    return fate


def drawn_pair(random: Random) -> Pair:
    """Two ends with settings and a path of their own; ``b`` listens, or opens at the same moment as ``a``."""
    settings = random.choice(PROFILES)._replace(
        r2=PATIENT,
        r2_syn=PATIENT,
        msl=LINGERING,
        nagle=random.random() < 0.7,
        delayed_ack=random.choice((0, 40 * MS, 200 * MS)),
        congestion_control=random.choice(("reno", "cubic", "tahoe", "textbook")),
    )
    other = settings._replace(
        sack=random.random() < 0.5,
        timestamps=random.random() < 0.5,
        receive_buffer=random.choice((100, 1000, 65535, 300_000)),
        min_rto=random.choice((200 * MS, SECOND)),
    )
    issues = (random.randrange(1 << 32),), (random.randrange(1 << 32), 5)
    path = bad_path(random, random.choice(LOSSES))
    pair = Pair(settings, other, fate=path, issues=issues, mtu=random.choice((100, 576, 1500)))
    pair.read_at_once = random.random() < 0.7
    pair.listen(pair.b)
    pair.connect(pair.a)
    if random.random() < 0.3:
        pair.connect(pair.b)
    return pair


def transfer(pair: Pair, random: Random, sizes: tuple[int, int]) -> tuple[bytes, bytes]:
    """Both ends write in pieces and close when done; returns what ``a`` and ``b`` wrote."""
    data = {"a": random.randbytes(sizes[0]), "b": random.randbytes(sizes[1])}
    left = dict(data)
    closing = {"a", "b"}
    while pair.a.tcb is not None or pair.b.tcb is not None or closing:
        for end in (pair.a, pair.b):
            _write_or_close(pair, end, left, closing, random)
            if end.tcb is not None and end.tcb.inbox and random.random() < 0.6:
                pair.receive(end, random.choice((1, 100, 5000, 1 << 20)))
        pair.run(pair.now + (random.choice((1, 20, 300)) * MS if closing else 20 * SECOND))
        assert pair.now < 2 * PATIENT, (pair.a.state, pair.b.state)
    return data["a"], data["b"]


def _write_or_close(pair: Pair, end: End, left: dict[str, bytes], closing: set[str], random: Random) -> None:
    name = end.name
    if end.tcb is None or end.tcb.state in (State.CLOSED, State.LISTEN) or name not in closing:
        return
    if left[name]:
        piece = left[name][: random.choice((1, 50, 3000, 70_000))]
        left[name] = left[name][pair.send(end, piece) :]
    elif end.tcb.state is not State.SYN_SENT:
        pair.shutdown(end)
        closing.discard(name)


def run(number: int) -> Pair:
    """One transfer; raises ``AssertionError`` where an octet differs or an end is not closed."""
    random = Random(number)
    pair = drawn_pair(random)
    sizes = random.choice((0, 1, 5000, 20_000)), random.choice((0, 1, 5000, 20_000))
    sent_a, sent_b = transfer(pair, random, sizes)
    assert (pair.a.errors, pair.b.errors) == ([], [])
    assert pair.b.read == sent_a
    assert pair.a.read == sent_b
    return pair


def main() -> None:
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for number in range(first, first + count):
        try:
            run(number)
        except AssertionError as error:
            sys.exit(f"transfer {number}: {error}")
    print(f"{count} transfers: every octet arrived, and every connection closed")  # noqa: T201 - that is what it is for


if __name__ == "__main__":
    main()
