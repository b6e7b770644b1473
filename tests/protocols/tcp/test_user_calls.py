"""SEND, RECEIVE, CLOSE and options: what a call answers, and which window the peer is told (RFC 9293 3.10)."""

import pytest

from sim.transport.tcp.machine import user
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import FIN
from tests.protocols.tcp.ends import ADDRESSES, ANYBODY, MS, SECOND, Pair, established, segment_to

SCALED = SIMPLE._replace(window_scaling=True, window_scale=2, receive_buffer=20_000, mss_option=True)


def holding(count: int, settings: TcpSettings) -> Pair:
    """``b`` has so many octets that its program did not read."""
    pair = established(settings)
    pair.read_at_once = False
    while count:
        pair.arrive(pair.b, segment_to(pair.b, data=b"x" * min(count, 1460)))
        count -= min(count, 1460)
    pair.sent.clear()
    return pair


def test_a_program_gets_as_many_octets_as_it_asked_for() -> None:
    pair = holding(10, SIMPLE)
    assert pair.receive(pair.b, 4) == b"xxxx"
    assert pair.receive(pair.b, 6) == b"x" * 6
    assert user.receive(pair.b.block, 5, pair.now) == (b"", [])
    pair = holding(10, SIMPLE)
    assert user.receive(pair.b.block, 0, pair.now) == (b"", [])
    assert len(pair.b.block.inbox) == 10


@pytest.mark.parametrize(
    ("held", "taken", "is_told"),
    [
        # Linux's tcp_cleanup_rbuf: where the window can be at least twice what it is; and RFC 9293 3.8.6.2.2: by half
        # of the buffer or a segment at least
        (500, 500, True),
        (499, 499, False),
        (1000, 500, True),
        (1000, 499, False),
        (600, 500, True),
        (600, 399, False),
    ],
)
def test_a_wider_window_is_told_where_it_is_at_least_twice_as_wide(held: int, taken: int, is_told: bool) -> None:
    pair = holding(held, SIMPLE._replace(receive_buffer=1000))
    pair.receive(pair.b, taken)
    assert [segment.window for segment in pair.sent] == ([1000 - held + taken] if is_told else [])


@pytest.mark.parametrize(
    ("held", "taken", "is_told"), [(1460, 1460, False), (20_000, 1460, True), (20_000, 1459, False)]
)
def test_a_scaled_window_is_told_by_the_same_rule(held: int, taken: int, is_told: bool) -> None:
    pair = holding(held, SCALED)
    pair.receive(pair.b, taken)
    assert [segment.window << 2 for segment in pair.sent] == ([1460] if is_told else [])


def test_closing_twice_and_aborting_what_is_over_do_nothing() -> None:
    pair = established()
    tcb = pair.b.block
    pair.close(pair.b)
    assert user.close(tcb, pair.now) == []
    pair.abort(pair.b)
    assert tcb.state is State.CLOSED
    assert user.abort(tcb, pair.now) == []


def test_shutting_down_what_is_not_connected_is_refused() -> None:
    pair = established()
    tcb = pair.b.block
    pair.abort(pair.b)
    pair.b.tcb = tcb
    pair.shutdown(pair.b)
    assert pair.b.errors == ["ENOTCONN"]


def test_keepalive_waits_for_an_open_connection() -> None:
    # RFC 9293 3.8.4, and 3.10.1: a listener hands the option on (socket(7), tcp(7))
    endpoints = Pair().a.endpoints._replace(local_ip=ADDRESSES["a"], remote_ip=ANYBODY, remote_port=0)
    listener, _ = user.open_passive(endpoints, SIMPLE, 1500)
    opening, _ = user.open_active(Pair().a.endpoints, SIMPLE, 100, 1500, 0)
    for tcb in (listener, opening):
        (noted,) = user.set_keepalive(tcb, on=True, now=0)
        assert (noted.why.rule.id, tcb.keepalive_at) == ("tcp.keepalive-on", None)
        assert user.set_keepalive(tcb, on=True, now=0) == []
        (noted,) = user.set_keepalive(tcb, on=False, now=0)
        assert noted.why.rule.id == "tcp.keepalive-off"


def test_an_accepted_connection_keeps_alive_as_its_listener_wanted() -> None:
    pair = Pair()
    pair.listen(pair.b)
    assert pair.b.listener is not None
    user.set_keepalive(pair.b.listener, on=True, now=0)
    pair.connect(pair.a)
    pair.run(15 * MS)
    assert pair.b.block.keepalive_at == pair.now + 7200 * SECOND
    assert "tcp.keepalive-not-needed" not in pair.b.rules


def test_time_wait_is_not_kept_alive() -> None:
    pair = established()
    pair.shutdown(pair.b)
    pair.settle()
    pair.arrive(pair.b, segment_to(pair.b, FIN | 0x10))
    assert pair.b.state is State.TIME_WAIT
    user.set_keepalive(pair.b.block, on=True, now=pair.now)
    assert pair.b.block.keepalive_at is None
