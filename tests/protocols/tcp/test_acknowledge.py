"""What an acknowledgment lets go, measures and tells (RFC 9293 3.10.7.4, fifth step; RFC 6298; RFC 7323)."""

from typing import Any

import pytest

from sim.transport.tcp import data_rules
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.options import Options, write
from sim.transport.tcp.pdu import ACK, ECE, FIN, SYN, Tcp
from tests.protocols.tcp.ends import MS, SECOND, Pair, segment_to
from tests.protocols.tcp.test_output import PLAIN, alone, sacks

STAMPED = SIMPLE._replace(timestamps=True)


def stamped(pair: Pair, value: int, echo: int, **fields: Any) -> Tcp:
    """An ACK to ``b`` with a timestamp, and the one that it echoes (ms)."""
    return segment_to(pair.b, options=write(Options(timestamps=(value, echo))), **fields)


def test_a_duplicate_counts_only_while_something_is_under_way() -> None:
    # RFC 5681 2: "(a) the receiver of the ACK has outstanding data"
    pair = alone()
    for _ in range(3):
        pair.arrive(pair.b, segment_to(pair.b))
    assert pair.b.facts(data_rules.DUPLICATE_ACK) == []
    pair.send(pair.b, b"x")
    pair.arrive(pair.b, segment_to(pair.b, ack=-1))
    assert pair.b.facts(data_rules.DUPLICATE_ACK) == [{"ack": 301, "dup_acks": 1}]


def test_a_window_that_opens_is_told_from_one_that_moves() -> None:
    pair = alone(window=0)
    pair.b.whys.clear()
    pair.arrive(pair.b, segment_to(pair.b, window=100))
    assert pair.b.rules == [data_rules.WINDOW_OPENED.id]
    pair.b.whys.clear()
    pair.arrive(pair.b, segment_to(pair.b, window=200))
    assert pair.b.rules == [data_rules.WINDOW_MOVED.id]
    pair.send(pair.b, b"x")
    pair.b.whys.clear()
    pair.arrive(pair.b, segment_to(pair.b, window=300))
    assert data_rules.WINDOW_MOVED.id not in pair.b.rules  # the ACK of something new says so anyway


@pytest.mark.parametrize("is_done", [False, True], ids=["data", "data and FIN"])
def test_nothing_is_probed_once_all_is_acknowledged(is_done: bool) -> None:
    pair = alone(window=0)
    pair.send(pair.b, b"p")
    if is_done:
        pair.shutdown(pair.b)
    pair.run(pair.b.block.persist_at)
    pair.arrive(pair.b, segment_to(pair.b, ack=1, window=0))  # the octet was taken, the window is closed still
    assert pair.b.block.snd_una == 302
    assert (pair.b.block.persist_at is None) == (not is_done)
    if is_done:
        pair.run(pair.b.block.persist_at)
        pair.arrive(pair.b, segment_to(pair.b, ack=1, window=0))
        assert pair.b.block.persist_at is None


def test_an_echo_of_congestion_starts_no_timer_where_nothing_is_under_way() -> None:
    # RFC 3168 6.1.2 starts it "when the congestion window is one" only; RFC 6298 5.2: else it is turned off
    pair = alone(SIMPLE._replace(ecn="on", mss=100, initial_cwnd=4))
    pair.send(pair.b, b"x" * 400)
    pair.arrive(pair.b, segment_to(pair.b, ACK | ECE))
    assert "congestion.slowed-by-echo" in pair.b.rules
    assert pair.b.block.retransmit_at is None


def test_a_segment_that_left_twice_is_measured_once_and_by_the_timestamp_alone() -> None:
    # RFC 6298 3 (Karn), RFC 7323 4.1: the echo tells which of the copies is acknowledged
    pair = alone(STAMPED)
    tcb = pair.b.block
    pair.send(pair.b, b"twice")
    pair.run(tcb.retransmit_at)
    samples = tcb.rtt.samples
    left = pair.now
    pair.now += 40 * MS
    pair.arrive(pair.b, stamped(pair, 1000, left // MS))
    assert tcb.rtt.samples == samples + 1
    for _ in range(2):
        pair.send(pair.b, b"once")
        tcb.nagle = False
    for ack in (-4, 0):  # the first of them is timed, and nothing is doubtful any more
        pair.arrive(pair.b, stamped(pair, 1001, left // MS, ack=ack))
    assert tcb.rtt.samples == samples + 2


def test_without_timestamps_a_segment_that_left_twice_is_not_measured() -> None:
    pair = alone()
    tcb = pair.b.block
    pair.send(pair.b, b"twice")
    pair.run(tcb.retransmit_at)
    samples = tcb.rtt.samples
    pair.arrive(pair.b, stamped(pair, 1000, pair.now // MS))  # nobody agreed on that option
    assert tcb.snd_una == 306
    assert tcb.rtt.samples == samples


def test_an_echo_from_the_future_measures_nothing() -> None:
    pair = alone(STAMPED)
    tcb = pair.b.block
    pair.send(pair.b, b"twice")
    pair.run(tcb.retransmit_at)
    samples = tcb.rtt.samples
    pair.arrive(pair.b, stamped(pair, 1000, pair.now // MS + 1))
    assert tcb.rtt.samples == samples


def test_reordering_is_waited_for_as_long_as_a_quarter_of_the_round_trip() -> None:
    # RFC 8985 6.2 step 4: "RACK.reo_wnd = min(RACK.reo_wnd_mult * RACK.min_RTT / 4, SRTT)", once reordering was seen
    pair = alone(PLAIN._replace(rack=True, mss=100, initial_cwnd=8))
    tcb = pair.b.block
    round_trip = 40 * MS
    pair.send(pair.b, b"x" * 500)
    pair.now += round_trip
    pair.arrive(pair.b, sacks(pair, (1, 2)))
    pair.arrive(pair.b, sacks(pair, ack=2))  # 0 was overtaken, and never sent again
    assert tcb.recovery.rack is not None
    pair.arrive(pair.b, sacks(pair, (1, 2)))
    assert tcb.reorder_at is not None
    assert 0 < tcb.reorder_at - pair.now <= round_trip // 4 + MS


def test_the_ack_of_a_syn_that_was_sent_once_is_measured_and_of_one_sent_twice_is_not() -> None:
    # RFC 6298 2.2 and 5.7: "if the timer expires awaiting the ACK of a SYN segment", RTO is 3 s afterwards
    for again, srtt, rto in ((False, 20 * MS, SECOND), (True, None, 3 * SECOND)):
        pair = Pair(TcpSettings(timestamps=False), fate=lambda number, name, segment: ())
        pair.connect(pair.a)
        if again:
            pair.run(SECOND)
        pair.now += 20 * MS
        pair.arrive(pair.a, segment_to(pair.a, SYN | ACK, seq=300))
        assert (pair.a.block.rtt.srtt, pair.a.block.rtt.rto) == (srtt, rto)


def test_the_ack_of_a_fin_with_data_before_it_stops_the_timer() -> None:
    pair = alone()
    pair.send(pair.b, b"x")
    pair.arrive(pair.b, segment_to(pair.b))
    pair.shutdown(pair.b)
    assert pair.sent[-1].flags == ACK | FIN
    pair.arrive(pair.b, segment_to(pair.b))
    assert pair.b.block.retransmit_at is None


def test_an_octet_that_left_as_a_probe_is_measured_by_its_timestamp() -> None:
    pair = alone(STAMPED)
    pair.arrive(pair.b, stamped(pair, 1000, 0, window=0))
    tcb = pair.b.block
    pair.send(pair.b, b"probe")
    pair.run(tcb.persist_at)
    samples = tcb.rtt.samples
    pair.arrive(pair.b, stamped(pair, 1001, pair.now // MS, ack=1, window=0))
    assert tcb.rtt.samples == samples + 1


def test_an_answer_to_a_probe_leaves_the_interval_of_probes() -> None:
    # RFC 9293 3.8.6.1: "the interval between successive probes SHOULD be increased exponentially"
    pair = alone(window=0)
    pair.send(pair.b, b"wait")
    for interval in (2, 4, 8):
        pair.run(pair.b.block.persist_at)
        due = pair.b.block.persist_at
        assert due == pair.now + interval * SECOND
        pair.arrive(pair.b, segment_to(pair.b, window=0))
        assert pair.b.block.persist_at == due


def test_a_window_of_one_octet_ends_the_probing() -> None:
    pair = alone(window=0)
    pair.send(pair.b, b"hello")
    pair.arrive(pair.b, segment_to(pair.b, window=1))
    assert pair.b.block.persist_at == pair.now + 200 * MS  # the override of a silly window


def test_what_was_under_way_when_the_window_closed_is_timed_anew_once_it_opens() -> None:
    pair = alone()
    tcb = pair.b.block
    pair.send(pair.b, b"x")
    pair.arrive(pair.b, segment_to(pair.b, ack=-1, window=0))
    pair.run(tcb.retransmit_at)
    assert (tcb.retransmit_at, tcb.persist_at) == (None, pair.now + 2 * SECOND)
    pair.arrive(pair.b, segment_to(pair.b, ack=-1, window=100))
    assert (tcb.retransmit_at, tcb.persist_at) == (pair.now + tcb.rtt.rto, None)


def test_the_row_counts_the_time_outs_since_something_was_acknowledged() -> None:
    pair = alone()
    tcb = pair.b.block
    pair.send(pair.b, b"x")
    for count in (1, 2):
        pair.run(tcb.retransmit_at)
        assert tcb.send_row().retransmissions == count
    pair.arrive(pair.b, segment_to(pair.b))
    assert tcb.send_row().retransmissions == 0


def test_a_block_that_begins_at_what_is_not_acknowledged_reports_nothing() -> None:
    # RFC 2018 3: "the block ... isolated", that is, the octet before it "has not been received"
    pair = alone(PLAIN._replace(mss=100, initial_cwnd=8))
    pair.send(pair.b, b"x" * 300)
    pair.arrive(pair.b, sacks(pair, (0, 1)))
    assert pair.b.facts(data_rules.DUPLICATE_ACK) == []
    assert pair.b.block.send_row().sacked == ()
