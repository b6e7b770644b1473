"""When a timer goes off: to the nanosecond, with its reason, and with what it no longer has to do."""

import pytest

from sim.transport.tcp import congestion_rules, data_rules, rules
from sim.transport.tcp.machine import user
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.pdu import ACK
from tests.protocols.tcp.ends import MS, SECOND, Pair, established, segment_to


def lost(number: int, name: str, segment: object) -> tuple[int, ...]:
    return ()


def test_time_wait_and_fin_wait_2_end_for_reasons_of_their_own() -> None:
    pair = established()
    pair.close(pair.a)
    pair.settle()
    pair.close(pair.b)
    pair.run()
    assert pair.a.rules[-1] == rules.TIME_WAIT_OVER.id
    pair = established()
    pair.close(pair.a)
    pair.run()
    assert pair.a.rules[-1] == rules.FIN_WAIT_2_OVER.id


def test_data_is_given_up_r2_after_it_was_first_sent() -> None:
    # RFC 6298: the time-outs come after 1, 2 and 4 s, so that the third is at 7 s.
    pair = established(SIMPLE._replace(r2=7 * SECOND))
    begun = pair.now
    pair.fate = lost
    pair.send(pair.a, b"hello")
    pair.run()
    assert pair.now - begun == 7 * SECOND
    assert pair.a.facts(data_rules.GAVE_UP)[0] == {"ns": 7 * SECOND, "attempts": 3}
    assert pair.a.errors == ["ETIMEDOUT"]


def test_a_syn_is_given_up_after_a_time_of_its_own() -> None:
    pair = Pair(SIMPLE._replace(r2_syn=3 * SECOND), fate=lost)
    pair.connect(pair.a)
    pair.run()
    assert pair.now == 3 * SECOND
    assert pair.a.facts(data_rules.GAVE_UP)[0] == {"ns": 3 * SECOND, "attempts": 2}
    assert pair.a.errors == ["ETIMEDOUT"]


def test_nobody_learns_of_a_passive_connection_that_never_was_and_everybody_of_an_active_one() -> None:
    # RFC 9293 3.10.7.4: a connection that a passive OPEN began returns to LISTEN; "the user need not be informed".
    pair = Pair(SIMPLE._replace(r2_syn=3 * SECOND))
    pair.fate = lambda number, name, segment: (5 * MS,) if name == "a" and not number else ()
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run()
    assert (pair.a.errors, pair.b.errors) == (["ETIMEDOUT"], [])
    # Both opened, and each has the SYN of the other, so that they are in SYN-RECEIVED too.
    pair = Pair(SIMPLE._replace(r2_syn=3 * SECOND))
    pair.fate = lambda number, name, segment: (5 * MS,) if number < 2 else ()
    pair.connect(pair.a)
    pair.connect(pair.b)
    pair.run()
    assert (pair.a.errors, pair.b.errors) == (["ETIMEDOUT"], ["ETIMEDOUT"])


def test_an_established_passive_connection_is_given_up_with_its_error() -> None:
    pair = established(SIMPLE._replace(r2=SECOND))
    pair.fate = lost
    pair.send(pair.b, b"hello")
    pair.run(pair.now + 60 * SECOND)
    assert pair.b.errors == ["ETIMEDOUT"]


@pytest.mark.parametrize(("ecn", "given_up"), [("on", 1), ("off", 0)])
def test_a_syn_that_nobody_answers_goes_on_without_ecn_where_it_asked_for_it(ecn: str, given_up: int) -> None:
    # RFC 3168 6.1.1.1: "the ECN-capable host ... SHOULD retransmit the SYN with CWR and ECE cleared"
    pair = Pair(TcpSettings(ecn=ecn), fate=lost)
    pair.connect(pair.a)
    pair.run(8 * SECOND)
    assert pair.a.rules.count(congestion_rules.ECN_GIVEN_UP.id) == given_up
    assert [bool(segment.flags & 0xC0) for segment in pair.sent] == [ecn == "on", False, False, False]


def test_a_syn_ack_that_nobody_answers_keeps_ecn() -> None:
    pair = Pair(TcpSettings(ecn="on"), fate=lambda number, name, segment: (5 * MS,) if name == "a" else ())
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(900 * MS)
    pair.fate = lost
    pair.run(2 * SECOND)
    assert congestion_rules.ECN_GIVEN_UP.id not in pair.b.rules


def test_the_probe_of_the_tail_says_how_long_nothing_left() -> None:
    pair = established(TcpSettings())
    pair.run(pair.now + SECOND)
    pair.send(pair.a, b"x" * 100)
    pair.run()  # a round trip of 10 ms and a delayed ACK, which tells what it is
    pair.fate = lost
    begun = pair.now
    pair.send(pair.a, b"x" * 100)
    deadline = pair.a.block.probe_at
    assert deadline is not None
    pair.run(deadline)
    assert pair.a.facts(congestion_rules.TAIL_PROBE)[-1]["timeout"] == deadline - begun


def test_window_probes_that_nobody_answers_end_when_nothing_was_heard_for_two_of_the_longest_intervals() -> None:
    # Probes leave 1, 3, 7, 15, 31, 63 and 123 s after the last ACK: intervals are doubled up to a minute.
    pair = established(SIMPLE._replace(mss=500, receive_buffer=1000))
    pair.read_at_once = False
    pair.send(pair.a, b"x" * 1500)
    pair.settle()
    heard = pair.a.block.heard_at
    pair.fate = lost
    pair.run()
    assert pair.now - heard == 123 * SECOND
    assert pair.a.facts(data_rules.PROBES_UNANSWERED)[0] == {"ns": 123 * SECOND}
    assert pair.a.rules.count(data_rules.WINDOW_PROBE.id) == 6
    assert pair.a.errors == ["ETIMEDOUT"]


@pytest.mark.parametrize("count", [3, 4])
def test_a_cork_comes_out_after_200_ms_and_a_small_window_is_overridden(count: int) -> None:
    # tcp(7), TCP_CORK: "there is a 200 millisecond ceiling on the time for which output is corked"
    pair = established(SIMPLE._replace(mss=500))
    pair.carry_out(pair.a, user.set_cork(pair.a.block, on=True, now=pair.now))
    pair.a.block.snd_wnd = 4
    pair.a.block.max_snd_wnd = 10_000
    pair.send(pair.a, b"x" * count)
    begun = pair.now
    pair.run(pair.now + 200 * MS)
    assert pair.now == begun + 200 * MS
    assert pair.a.rules[-1] == data_rules.CORK_OVER.id
    pair = established(SIMPLE._replace(mss=500))
    pair.carry_out(pair.a, user.set_cork(pair.a.block, on=True, now=pair.now))
    pair.a.block.snd_wnd = 4
    pair.a.block.max_snd_wnd = 10_000
    pair.send(pair.a, b"x" * 5)
    pair.run(pair.now + 200 * MS)
    assert pair.a.facts(data_rules.WINDOW_OVERRIDE)[-1]["window"] == 4


def test_keepalive_waits_from_what_was_heard_last() -> None:
    # RFC 9293 3.8.4: "no data or acknowledgment packets have been received for the connection within an interval"
    settings = SIMPLE._replace(keepalive_idle=10 * SECOND, keepalive_interval=3 * SECOND)
    pair = established(settings)
    pair.carry_out(pair.a, user.set_keepalive(pair.a.block, on=True, now=pair.now))
    pair.run(pair.now + 4 * SECOND)
    pair.arrive(pair.a, segment_to(pair.a, ACK))
    heard = pair.now
    pair.run(heard + 10 * SECOND)
    assert pair.a.facts(data_rules.KEEPALIVE)[0] == {"attempt": 1, "of": 9}
    assert pair.now == heard + 10 * SECOND


def test_keepalive_asks_later_while_data_is_under_way() -> None:
    settings = SIMPLE._replace(keepalive_idle=10 * SECOND, keepalive_interval=3 * SECOND, initial_rto=30 * SECOND)
    settings = settings._replace(min_rto=30 * SECOND)
    pair = established(settings)
    pair.carry_out(pair.a, user.set_keepalive(pair.a.block, on=True, now=pair.now))
    pair.arrive(pair.a, segment_to(pair.a, ACK))
    begun = pair.now
    pair.fate = lost
    pair.send(pair.a, b"hello")
    pair.run(begun + 10 * SECOND)
    assert pair.a.rules[-1] == data_rules.KEEPALIVE_NOT_NEEDED.id
    assert pair.a.block.keepalive_at == begun + 13 * SECOND


def test_each_ack_of_new_data_starts_the_retransmission_timer_anew() -> None:
    # RFC 6298 5.3: "When an ACK is received that acknowledges new data, restart the retransmission timer so that it
    # will expire after RTO seconds"; 5.2: when all is acknowledged, it is turned off.
    pair = established(SIMPLE._replace(initial_cwnd=4))
    pair.fate = lost
    pair.send(pair.a, b"x" * 4 * 536)
    for left in (3, 2, 1):
        pair.now += 300 * MS
        pair.arrive(pair.a, segment_to(pair.a, ACK, ack=-left * 536))
        assert pair.a.block.retransmit_at == pair.now + SECOND
    pair.arrive(pair.a, segment_to(pair.a, ACK))
    assert pair.a.block.retransmit_at is None


def test_after_a_time_out_everything_goes_on_as_before() -> None:
    # RFC 6298 5.2, and nothing new waits for a timer that RFC 3168 6.1.2 wants at a window of one segment.
    pair = established()
    pair.fate = lost
    pair.send(pair.a, b"once")
    pair.run(pair.now + SECOND)
    pair.arrive(pair.a, segment_to(pair.a, ACK))
    assert pair.a.block.retransmit_at is None
    before = len(pair.sent)
    pair.send(pair.a, b"more")
    assert len(pair.sent) == before + 1


def test_a_closed_window_of_which_nobody_tells_is_left_when_r2_is_over_and_not_before() -> None:
    # RFC 9293 3.8.6.1 lets a connection go that nobody answers; here R2 is longer than two of the intervals between
    # probes, which come 1, 3, 7, 11 … s after the window has closed.
    pair = established(SIMPLE._replace(mss=500, receive_buffer=1000, r2=15 * SECOND, max_rto=4 * SECOND))
    pair.read_at_once = False
    pair.now += 100 * SECOND
    pair.send(pair.a, b"x" * 1500)
    pair.settle()
    heard = pair.a.block.heard_at
    pair.fate = lost
    pair.run()
    assert pair.now - heard == 15 * SECOND
    assert pair.a.facts(data_rules.PROBES_UNANSWERED)[0] == {"ns": 15 * SECOND}


def test_window_probes_go_on_for_two_of_the_longest_intervals_where_r2_is_shorter() -> None:
    # RFC 9293 3.8.6.1: an answer may be late; probes leave at 1, 3, 7, 15, 31 and 63 s.
    pair = established(SIMPLE._replace(mss=500, receive_buffer=1000, r2=SECOND))
    pair.read_at_once = False
    pair.send(pair.a, b"x" * 1500)
    pair.settle()
    heard = pair.a.block.heard_at
    pair.fate = lost
    pair.run()
    assert pair.now - heard == 123 * SECOND
