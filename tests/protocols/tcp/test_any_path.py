"""Whatever the path loses, doubles and reorders, what one end sends is what the other reads, and both end closed."""

from random import Random

import pytest

from sim.pdu.tcp import Tcp
from sim.protocols.tcp.settings import SIMPLE, TcpSettings
from sim.protocols.tcp.states import State
from tests.protocols.tcp.ends import MS, SECOND, End, Fate, Pair

PROFILES = {
    "default": TcpSettings(),
    "simple": SIMPLE,
    "no-sack": TcpSettings(sack=False),
    "cubic": TcpSettings(congestion_control="cubic", receive_buffer=1 << 20, send_buffer=1 << 20),
    "tahoe": TcpSettings(congestion_control="tahoe", timestamps=False),
    "textbook": SIMPLE._replace(congestion_control="textbook", mss=100),
    "tight": TcpSettings(receive_buffer=1000, send_buffer=700, mss=300),
    "scaled": TcpSettings(receive_buffer=300_000, window_scale=7, mss=700),
}


def bad_path(random: Random, loss: float) -> Fate:
    def fate(number: int, name: str, segment: Tcp) -> tuple[int, ...]:
        copies = 0 if random.random() < loss else 2 if random.random() < loss else 1
        return tuple(random.choice((5, 5, 5, 40)) * MS + random.randrange(MS) for _ in range(copies))

    return fate


def transfer(pair: Pair, random: Random, sizes: dict[str, int]) -> tuple[bytes, bytes]:
    """Both ends write in pieces and close when done; who opened, and when, is as it happens."""
    data = {name: random.randbytes(size) for name, size in sizes.items()}
    left = dict(data)
    closing = {"a", "b"}
    pair.read_at_once = random.random() < 0.7
    for _ in range(200_000):
        for end in (pair.a, pair.b):
            _write_or_close(pair, end, left, closing, random)
            if end.tcb is not None and end.tcb.inbox and random.random() < 0.6:
                pair.receive(end, random.choice((1, 100, 5000, 1 << 20)))
        if pair.a.tcb is None and pair.b.tcb is None and not closing:
            break
        pair.run(pair.now + random.choice((1, 20, 300)) * MS if closing else pair.now + 20 * SECOND)
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


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("seed", range(12))
def test_what_one_end_sends_the_other_reads(profile: str, seed: int) -> None:
    random = Random(f"{profile}{seed}")
    loss = (0, 0.02, 0.1, 0.3)[seed % 4]
    settings = PROFILES[profile]._replace(r2=10_000 * SECOND, r2_syn=10_000 * SECOND)
    issues = (((1 << 32) - 500,), ((1 << 32) - 1,)) if seed % 3 == 0 else ((0,), (1 << 31,))
    pair = Pair(settings, fate=bad_path(random, loss), issues=issues)
    pair.listen(pair.b)
    pair.connect(pair.a)
    sizes = {"a": random.choice((0, 1, 20_000, 60_000)), "b": random.choice((0, 1, 5000, 60_000))}
    sent_a, sent_b = transfer(pair, random, sizes)
    assert (pair.a.errors, pair.b.errors) == ([], [])
    assert pair.b.read == sent_a
    assert pair.a.read == sent_b
    assert (pair.a.tcb, pair.b.tcb) == (None, None)
