"""Losses found by time, and the probe of the end of what was sent: RFC 8985."""

from collections.abc import Sequence

import pytest

from sim.transport.tcp import congestion_rules
from sim.transport.tcp.machine.rack import Rack
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.options import Options, write
from sim.transport.tcp.pdu import Tcp
from tests.protocols.tcp.ends import MS, Pair, established, segment_to

SETTINGS = TcpSettings(delayed_ack=0, initial_cwnd=10, nagle=False)


def delays(lost: dict[int, Sequence[int]]) -> tuple[Pair, int]:
    """A pair that has a round trip of 10 ms; ``lost`` are the fates of transmissions, counted from now on."""
    pair = established(SETTINGS)
    first = len(pair.sent)
    pair.fate = lambda number, name, segment: lost.get(number - first, (5 * MS,))
    return pair, pair.a.block.smss


def numbers(pair: Pair, smss: int) -> list[int]:
    """Which segments left."""
    return [(segment.seq - 101) // smss for segment in pair.sent if segment.payload]


def test_rfc_8985_figure_1_rack_and_tlp_repair_a_tail_of_which_a_retransmission_is_lost_too() -> None:
    """P1, P2 and P3 of four are dropped. 3: "2RTTs after (2), TLP timer fires", "TLP: retransmits P3". 5: "RACK: marks
    P1, P2 lost", "Retransmit P1, P2", and P1 is dropped again. 7: "RACK: marks P1 retransmission lost".
    """
    pair, smss = delays({})
    data: list[int] = []

    def fate(number: int, name: str, segment: Tcp) -> Sequence[int]:
        if name == "b":
            return (5 * MS,)
        data.append(number)
        return () if len(data) in (2, 3, 4, 6) else (5 * MS,)

    pair.fate = fate
    start = pair.now
    pair.send(pair.a, bytes(4 * smss))
    pair.run(start + 100 * MS)
    assert numbers(pair, smss) == [0, 1, 2, 3, 3, 1, 2, 1]
    assert pair.b.read == bytes(4 * smss)
    assert "tcp.timed-out" not in pair.a.rules
    told = [rule.partition(".")[2] for rule in pair.a.rules if rule.startswith("congestion.")]
    assert told.count("tail-probe") == told.count("recovery-by-time") == told.count("recovered") == 1


def test_the_probe_leaves_two_round_trips_after_the_last_ack() -> None:
    """7.2: "PTO = 2 * SRTT", and where the other end may delay its ACK, 200 ms more; else Linux's 2 ms."""
    for segments, wait in ((4, 22 * MS), (1, 220 * MS)):
        pair, smss = delays({})
        pair.fate = lambda number, name, segment: ()
        pair.send(pair.a, bytes(segments * smss))
        assert pair.a.block.send_row().probe_at == pair.now + wait


@pytest.mark.parametrize("settings", [{"rack": False}, {"tail_loss_probe": False}, {"sack": False}])
def test_there_is_no_probe_where_it_is_off_or_sack_is_not_in_use(settings: dict[str, bool]) -> None:
    pair = established(SETTINGS._replace(**settings))  # type: ignore[arg-type]
    pair.send(pair.a, bytes(3000))
    assert pair.a.block.send_row().probe_at is None


def test_the_probe_is_new_data_where_there_is_some() -> None:
    """7.3: "If the sender has previously unsent data ... transmit" that, whatever the congestion window says."""
    pair, smss = delays({})
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(12 * smss))
    pair.run(pair.now + 25 * MS)
    assert numbers(pair, smss) == [*range(10), 10]


def test_a_needless_probe_costs_nothing_and_one_that_repairs_a_loss_halves_the_window() -> None:
    """7.4: the D-SACK of the probe tells."""
    for fate, slowed in (((300 * MS,), 0), ((), 1)):
        pair, smss = delays({0: fate})
        pair.send(pair.a, bytes(smss))
        pair.run(pair.now + 400 * MS)
        pair.send(pair.a, bytes(smss))
        pair.run(pair.now + 100 * MS)
        assert numbers(pair, smss) == [0, 0, 1]
        assert pair.a.rules.count("congestion.tail-probe-repaired") == slowed
        assert "tcp.timed-out" not in pair.a.rules


def test_a_segment_that_is_overtaken_by_less_than_a_quarter_of_the_round_trip_is_not_sent_again() -> None:
    """6.2 step 4: "RACK.min_RTT / 4"; two duplicate ACKs come here."""
    pair, smss = delays({0: (7 * MS,)})
    pair.send(pair.a, bytes(3 * smss))
    assert numbers(pair, smss) == [0, 1, 2]
    pair.run(pair.now + 100 * MS)
    assert numbers(pair, smss) == [0, 1, 2]
    assert pair.b.read == bytes(3 * smss)


def test_a_segment_that_is_overtaken_by_more_is_sent_again_when_the_reordering_timer_expires() -> None:
    pair, smss = delays({0: ()})
    start = pair.now
    pair.send(pair.a, bytes(3 * smss))
    pair.run(start + 12 * MS)
    assert numbers(pair, smss) == [0, 1, 2]
    assert pair.a.block.send_row().reorder_at == start + 12 * MS + MS // 2
    pair.run(start + 13 * MS)
    assert numbers(pair, smss) == [0, 1, 2, 0]
    assert "congestion.reordering-over" in pair.a.rules
    # RFC 6937 3: nothing was delivered by a timer; the first retransmission leaves all the same.
    assert pair.a.facts(congestion_rules.PROPORTION)[0]["delivered"] == 0


def test_a_report_of_a_duplicate_gives_what_may_be_late_more_time() -> None:
    """6.2 step 4: "RACK.reo_wnd_mult" grows with a D-SACK, and with it the time after which a segment is lost: half of
    the round trip instead of a quarter.
    """
    pair, smss = delays({2: ()})
    start = pair.now
    pair.send(pair.a, bytes(smss))
    pair.run(start + 10 * MS)
    pair.send(pair.a, bytes(3 * smss))
    pair.run(start + 20 * MS)
    assert pair.a.block.send_row().reorder_at == start + 22 * MS + MS // 2
    options = write(Options(sack=((101, 101 + smss),), timestamps=(pair.now // MS, pair.now // MS - 10)))
    pair.arrive(pair.a, segment_to(pair.a, ack=-3 * smss, options=options))
    assert "tcp.duplicate-reported" in pair.a.rules
    pair.run(start + 25 * MS - 1)
    assert numbers(pair, smss) == [0, 1, 2, 3]
    pair.run(start + 25 * MS)
    assert numbers(pair, smss) == [0, 1, 2, 3, 1]


def test_three_reported_segments_are_enough_where_nothing_was_ever_overtaken() -> None:
    """6.2 step 4: "if ... the number of segments SACKed reaches DupThresh", the window for reordering is 0."""
    pair, smss = delays({0: ()})
    start = pair.now
    pair.send(pair.a, bytes(4 * smss))
    pair.run(start + 10 * MS)
    assert numbers(pair, smss) == [0, 1, 2, 3, 0]


def test_duplicates_of_what_may_be_late_are_no_loss_however_many_they_are() -> None:
    """6.2 step 4, once reordering was seen; the third duplicate says so, where RFC 5681 would send again."""
    pair, smss = delays({0: (7 * MS,)})
    rack = pair.a.block.recovery.rack
    assert rack is not None
    rack.reordering_seen = True
    pair.send(pair.a, bytes(6 * smss))
    pair.run(pair.now + 100 * MS)
    assert numbers(pair, smss) == [0, 1, 2, 3, 4, 5]
    assert pair.a.rules.count("congestion.limited-transmit") == 2
    assert pair.a.rules.count("congestion.perhaps-reordered") == 3


def test_a_burst_of_losses_is_repaired_in_step_with_what_arrives() -> None:
    """RFC 6937 3, the reduction bound of slow start: two segments for each that is reported, until pipe is ssthresh."""
    pair, smss = delays(dict.fromkeys(range(5), ()))
    start = pair.now
    pair.send(pair.a, bytes(10 * smss))
    pair.run(start + 5 * MS)
    sent = []
    for _ in range(5):
        before = len(numbers(pair, smss))
        pair.run(start + 10 * MS, segments=1)
        sent.append(len(numbers(pair, smss)) - before)
    assert sent == [0, 0, 2, 2, 1]


def test_a_small_segment_is_sent_again_as_it_was() -> None:
    """6.2 step 5 marks segments, and what was not lost does not leave again with one."""
    pair, _ = delays({0: ()})
    for _ in range(5):
        pair.send(pair.a, bytes(100))
    pair.run(pair.now + 20 * MS)
    assert [len(segment.payload) for segment in pair.sent if segment.payload] == [100] * 6


def test_the_window_for_reordering_grows_with_each_round_that_reports_a_duplicate() -> None:
    """6.2 step 4: "RACK.reo_wnd_mult", bounded by SRTT."""
    rack = Rack(8 * MS)
    rack.reordering_seen = True
    windows = []
    for number in range(6):
        windows.append(rack.reo_wnd(10 * MS, in_recovery=False) // MS)
        rack.duplicate_reported(number * 10, number * 10 + 10)
        rack.duplicate_reported(number * 10 + 5, number * 10 + 15)
    assert windows == [2, 4, 6, 8, 10, 10]
    windows.clear()
    for _ in range(16):
        rack.recovered()
        windows.append(rack.reo_wnd(10 * MS, in_recovery=False) // MS)
    assert windows == [10] * 15 + [2]  # "Reset the window after 16 DSACK-free recoveries"


def test_an_ack_that_comes_too_soon_for_a_retransmission_is_for_the_first_copy() -> None:
    """6.2 step 2: "if rtt < RACK.min_RTT", or by the timestamp that it echoes."""
    rack = Rack()
    rack.sent(1, 101, 0)
    rack.acknowledged(101, (), 10 * MS, None)
    assert (rack.min_rtt.value, rack.rtt, rack.xmit_ts) == (10 * MS, 10 * MS, 0)
    rack.sent(101, 201, 20 * MS)
    rack.resent(101, 201, 50 * MS)
    rack.acknowledged(201, (), 55 * MS, None)
    assert rack.xmit_ts == 0
    rack.sent(201, 301, 60 * MS)
    rack.resent(201, 301, 90 * MS)
    rack.acknowledged(301, (), 105 * MS, 60)
    assert rack.xmit_ts == 0
    rack.sent(301, 401, 110 * MS)
    rack.resent(301, 401, 120 * MS)
    rack.acknowledged(401, (), 135 * MS, 120)
    assert (rack.xmit_ts, rack.rtt) == (120 * MS, 15 * MS)


def test_a_segment_of_which_a_part_leaves_again_is_two() -> None:
    rack = Rack()
    rack.sent(1, 101, 0)
    rack.resent(1, 61, 5)
    assert [(each.seq, each.end, each.is_resent) for each in rack.segments] == [(1, 61, True), (61, 101, False)]


def test_of_segments_that_left_together_the_order_of_numbers_tells_what_was_overtaken() -> None:
    """6.2 step 3: also where the ACK of all comes without a block."""
    rack = Rack()
    for number in range(3):
        rack.sent(1 + 100 * number, 101 + 100 * number, MS)
    rack.acknowledged(1, ((101, 201),), 10 * MS, None)
    rack.acknowledged(201, (), 11 * MS, None)
    assert rack.reordering_seen


def test_what_left_before_the_last_retransmission_that_arrived_does_not_take_its_place() -> None:
    """6.2 step 2: "RACK.xmit_ts" is of the segment that was sent last of all that were delivered."""
    rack = Rack()
    rack.sent(1, 101, 0)
    rack.sent(101, 201, MS)
    rack.resent(1, 101, 20 * MS)
    rack.acknowledged(101, (), 40 * MS, 20)
    rack.acknowledged(201, (), 45 * MS, None)
    assert (rack.xmit_ts, rack.fack) == (20 * MS, 201)


def test_an_ack_within_the_first_of_two_segments_leaves_the_rest_of_it_under_way() -> None:
    rack = Rack()
    rack.sent(1, 101, 0)
    rack.sent(101, 201, 0)
    rack.acknowledged(51, (), MS, None)
    assert [(each.seq, each.end) for each in rack.segments] == [(51, 101), (101, 201)]
    assert rack.pipe() == 150


def test_after_a_time_out_nothing_is_reported_and_nothing_lost() -> None:
    """6.3 leaves it to the time-out what leaves again; RFC 2018 8: what was reported may have been let go."""
    rack = Rack()
    for number in range(3):
        rack.sent(1 + 100 * number, 101 + 100 * number, number * MS)
    rack.acknowledged(1, ((201, 301),), 10 * MS, None)
    rack.detect(100 * MS, MS, in_recovery=True)
    assert rack.pipe() == 0
    rack.start_over()
    assert (rack.pipe(), rack.next_lost()) == (300, None)


def test_no_probe_is_due_where_nothing_is_under_way_or_another_probe_is() -> None:
    """7.2 schedules it for "an outstanding data segment", and 7.3 sends one at a time."""
    pair, smss = delays({})
    pair.send(pair.a, bytes(2 * smss))
    assert pair.a.block.send_row().probe_at is not None
    pair.settle()
    assert pair.a.block.send_row().probe_at is None
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(2 * smss))
    pair.run(pair.now + 30 * MS)
    assert pair.a.rules.count("congestion.tail-probe") == 1
    assert pair.a.block.send_row().probe_at is None


def test_nothing_probes_the_tail_into_a_window_that_has_closed() -> None:
    """RFC 9293 3.8.6.1 has probes of its own for that."""
    pair, smss = delays({})
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(2 * smss))
    options = write(Options(timestamps=(pair.now // MS, pair.now // MS)))
    pair.arrive(pair.a, segment_to(pair.a, ack=-2 * smss, window=0, options=options))
    assert pair.a.block.snd_wnd == 0
    pair.run(pair.now + 50 * MS)
    assert numbers(pair, smss) == [0, 1]
