"""TCP_CORK and MSG_MORE: what fills no segment waits for the rest, for 200 ms at most (tcp(7))."""

from sim.transport.tcp.machine import user
from tests.protocols.tcp.ends import MS, Pair, established


def corked() -> Pair:
    pair = established()
    pair.carry_out(pair.a, user.set_cork(pair.a.block, True, pair.now))
    return pair


def test_a_full_segment_leaves_and_the_rest_waits_until_the_cork_is_out() -> None:
    pair = corked()
    before, full = len(pair.sent), pair.a.block.smss
    pair.send(pair.a, b"x" * (full + 10))
    pair.settle()
    assert [len(each.payload) for each in pair.sent[before:] if each.payload] == [full]
    assert "tcp.waits-for-cork" in pair.a.rules
    pair.carry_out(pair.a, user.set_cork(pair.a.block, False, pair.now))
    assert len(pair.sent[-1].payload) == 10
    pair.settle()
    assert pair.b.read == b"x" * (full + 10)


def test_the_rest_waits_no_longer_than_200_ms() -> None:
    pair = corked()
    began = pair.now
    pair.send(pair.a, b"head")
    pair.run(began + 100 * MS)
    pair.send(pair.a, b"more")  # which does not put it off
    assert pair.a.block.next_deadline() == began + 200 * MS
    pair.run()
    assert pair.b.read == b"headmore"
    assert "tcp.cork-over" in pair.a.rules
    assert "tcp.window-silly" not in pair.a.rules


def test_a_close_does_not_wait() -> None:
    pair = corked()
    pair.send(pair.a, b"last")
    pair.carry_out(pair.a, user.close(pair.a.block, pair.now))
    assert pair.sent[-1].payload == b"last"
