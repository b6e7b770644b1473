"""What may leave, and when: by the peer's window, by Nagle, by what the path takes (RFC 9293 3.8.6.2.1, 3.7.4)."""

import pytest

from sim.transport.tcp import data_rules
from sim.transport.tcp.machine import errors, user
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.options import Options, read, write
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, Tcp
from sim.why import Rule
from tests.protocols.tcp.ends import MS, SECOND, Pair, established, segment_to

PLAIN = TcpSettings(
    timestamps=False, window_scaling=False, rack=False, prr=False, tail_loss_probe=False, undo=False, delayed_ack=0
)
"""Recovery by SACK as RFC 6675 has it, and nothing beside."""


def alone(settings: TcpSettings = SIMPLE, window: int = 65535) -> Pair:
    """``b`` is connected to somebody who told this window; nothing of what it sends arrives by itself."""
    pair = established(settings)
    pair.fate = lambda number, name, segment: ()
    pair.arrive(pair.b, segment_to(pair.b, window=window))
    pair.log.clear()
    pair.sent.clear()
    pair.b.whys.clear()
    return pair


def lengths(pair: Pair) -> list[int]:
    """Octets of data in each segment sent so far."""
    return [len(segment.payload) for segment in pair.sent]


def sacks(pair: Pair, *blocks: tuple[int, int], ack: int = 0, window: int = 65535) -> Tcp:
    """An ACK with blocks; all count segments of SMSS octets from ``b``'s SND.UNA."""
    tcb = pair.b.block
    una, size = tcb.snd_una, tcb.smss
    told = tuple([(una + start * size, una + end * size) for start, end in blocks])
    segment = segment_to(pair.b, window=window, options=write(Options(sack=told)) if told else b"")
    segment.ack = una + ack * size
    return segment


# Which segment comes next in a recovery (RFC 6675 4, NextSeg): what is lost, what is new, what nobody reported


def in_recovery(written: int, window: int) -> Pair:
    """Eight segments were under way; 1 to 3 and 5 to 6 arrived, 0 left again, and one more may leave: cwnd is 4."""
    pair = alone(PLAIN._replace(initial_cwnd=8, mss=100), window=100 * window)
    pair.send(pair.b, b"x" * 100 * written)
    assert lengths(pair) == [100] * 8
    for blocks in ([(1, 4)], [(5, 6), (1, 4)], [(5, 7), (1, 4)]):
        pair.arrive(pair.b, sacks(pair, *blocks, window=100 * window))
    assert pair.sent[8].seq == pair.sent[0].seq
    return pair


@pytest.mark.parametrize(
    ("written", "window", "next_one"),
    [(8, 100, 4), (9, 100, 8), (9, 8, 4), (9, 9, 8)],
    ids=["nothing new", "something new", "window full", "room for one"],
)
def test_new_data_goes_before_what_is_perhaps_lost_as_far_as_the_window_goes(
    written: int, window: int, next_one: int
) -> None:
    # "(2) If no sequence number 'S2' per rule (1) exists but there exists available unsent data and the receiver's
    # advertised window allows, the sequence range of one segment of up to SMSS octets of previously unsent data".
    # "(3) If the conditions for rules (1) and (2) fail", then what was not reported below the highest block
    pair = in_recovery(written, window)
    assert [(segment.seq - 301) // 100 for segment in pair.sent[9:]] == [next_one]


@pytest.mark.parametrize(("written", "window"), [(11, 100), (12, 11)], ids=["nothing new is left", "window full"])
def test_what_is_perhaps_lost_follows_the_last_that_is_new(written: int, window: int) -> None:
    pair = alone(PLAIN._replace(initial_cwnd=10, mss=100), window=100 * window)
    pair.send(pair.b, b"x" * 100 * written)
    pair.arrive(pair.b, sacks(pair, (1, 4), window=100 * window))
    # cwnd is 5; of ten segments eight arrive, 0 is on its way again, and 8 may be late: two more may leave
    pair.arrive(pair.b, sacks(pair, (9, 10), (1, 8), window=100 * window))
    assert [(segment.seq - 301) // 100 for segment in pair.sent[10:]] == [0, 10, 8]


def test_proportional_rate_reduction_counts_what_is_new() -> None:
    """RFC 6937 4, first example: 20 segments are under way, and the first is lost.

    ack#   X  1  2  3  4  5  6  7  8  9 10 11 12
    sent:     N  N  R     N     N     N     N
    """
    pair = alone(PLAIN._replace(prr=True, initial_cwnd=20, mss=100))
    pair.send(pair.b, b"x" * 6000)
    counts = []
    for number in range(1, 13):
        before = len(pair.sent)
        pair.arrive(pair.b, sacks(pair, (1, number + 1)))
        counts.append(len(pair.sent) - before)
    assert counts == [1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]


def test_no_segment_leaves_again_while_the_window_is_closed() -> None:
    # RFC 9293 3.8.6.1: it is probed; RFC 6582 3.2 step 3 would send the next hole at the partial ACK
    pair = alone(SIMPLE._replace(initial_cwnd=8, mss=100))
    pair.send(pair.b, b"x" * 800)
    for _ in range(3):
        pair.arrive(pair.b, sacks(pair))
    assert lengths(pair) == [100] * 9
    pair.arrive(pair.b, sacks(pair, ack=2, window=0))
    assert len(pair.sent) == 9
    pair.arrive(pair.b, sacks(pair, window=1))
    assert pair.sent[9].seq == 501


# How much: whole segments, unless nothing else can be done (RFC 9293 3.8.6.2.1)


@pytest.mark.parametrize(
    ("most", "window", "written", "sent"),
    [
        (1000, 1, 1, [1]),  # "(2) ... all queued data can be sent now", however little it is
        (1000, 500, 600, [500]),  # "(3) ... at least a fraction Fs of the maximum window": a half (Fs = 1/2)
        (1000, 499, 600, []),
        (2, 1, 5, [1]),
        (1000, 0, 5, []),
    ],
)
def test_a_part_of_what_waits_leaves_where_the_window_is_half_of_its_most(
    most: int, window: int, written: int, sent: list[int]
) -> None:
    pair = established(SIMPLE._replace(mss_option=True), SIMPLE._replace(mss_option=True, receive_buffer=most))
    a = pair.a
    assert a.block.max_snd_wnd == most
    pair.arrive(a, segment_to(a, window=window))
    before = len(pair.sent)
    pair.send(a, b"x" * written)
    assert [len(each.payload) for each in pair.sent[before:]] == sent


@pytest.mark.parametrize(("nagle", "sent"), [(True, [1000]), (False, [1000, 1000])])
def test_behind_what_is_under_way_the_half_leaves_only_without_nagle(nagle: bool, sent: list[int]) -> None:
    pair = alone(SIMPLE._replace(mss=1200, mss_option=True, nagle=nagle), window=2000)
    tcb = pair.b.block
    tcb.max_snd_wnd = 2000
    pair.send(pair.b, b"x" * 1000)
    pair.send(pair.b, b"y" * 1300)
    assert lengths(pair) == sent


def test_a_window_that_was_never_open_lets_nothing_through() -> None:
    pair = Pair(SIMPLE, fate=lambda number, name, segment: ())
    pair.listen(pair.b)
    pair.arrive(pair.b, Tcp(5000, 80, 100, 0, 2, 0))
    pair.arrive(pair.b, segment_to(pair.b, window=0))
    before = len(pair.sent)
    pair.send(pair.b, b"nobody can take this")
    assert pair.sent[before:] == []
    assert pair.b.facts(data_rules.WINDOW_CLOSED) != []


@pytest.mark.parametrize(
    ("window", "rule", "wait"), [(0, data_rules.WINDOW_CLOSED, SECOND), (1, data_rules.WINDOW_SILLY, 200 * MS)]
)
def test_a_small_window_waits_for_the_override_and_a_closed_one_for_the_probe(
    window: int, rule: Rule, wait: int
) -> None:
    # 3.8.6.2.1 (4): "if data is PUSHed and the override timeout occurs"; 3.8.6.1: the first probe after an RTO
    pair = alone(window=window)
    pair.send(pair.b, b"hello")
    assert len(pair.b.facts(rule)) == 1
    assert pair.b.block.persist_at == pair.now + wait


def test_after_an_idle_time_the_window_is_the_initial_one_again_and_not_while_something_is_under_way() -> None:
    # RFC 5681 4.1: "cwnd SHOULD be set to no more than RW segments if the TCP has not sent data in an interval
    # exceeding the retransmission timeout", which "can be known" only where nothing is outstanding
    pair = alone(SIMPLE._replace(initial_cwnd=2, mss=100, nagle=False))
    tcb = pair.b.block
    for _ in range(4):
        pair.send(pair.b, b"x" * 200)
        pair.arrive(pair.b, segment_to(pair.b))
    grown = tcb.recovery.cwnd
    assert grown > 400
    pair.send(pair.b, b"x" * 100)
    pair.now += 5 * SECOND
    pair.send(pair.b, b"x" * 100)
    assert tcb.recovery.cwnd == grown
    pair.arrive(pair.b, segment_to(pair.b))
    pair.now += tcb.rtt.rto + 1
    pair.send(pair.b, b"x" * 100)
    assert tcb.recovery.cwnd == 200


# What a segment says of itself


def test_the_reasons_of_segments_tell_data_from_pushed_data_and_the_fin() -> None:
    pair = alone(SIMPLE._replace(mss=100))
    pair.send(pair.b, b"x" * 150)
    pair.shutdown(pair.b)
    pair.arrive(pair.b, segment_to(pair.b))
    sent = {"tcp.data", "tcp.data-pushed", "tcp.data-and-fin", "tcp.fin"}
    assert [rule for rule in pair.b.rules if rule in sent] == ["tcp.data", "tcp.data-and-fin"]
    assert [segment.flags for segment in pair.sent] == [ACK, ACK | PSH | FIN]
    pair = alone()
    pair.send(pair.b, b"x")
    pair.arrive(pair.b, segment_to(pair.b))
    pair.shutdown(pair.b)
    assert [rule for rule in pair.b.rules if rule in sent] == ["tcp.data-pushed", "tcp.fin"]
    assert [segment.flags for segment in pair.sent] == [ACK | PSH, ACK | FIN]


def test_a_fin_that_leaves_as_a_probe_takes_its_connection_on() -> None:
    # RFC 9293 3.10.4, CLOSE-WAIT: "Queue this request until all preceding SENDs have been segmentized; then send a FIN
    # segment, enter LAST-ACK state."
    pair = alone(window=0)
    pair.arrive(pair.b, segment_to(pair.b, FIN | ACK, window=0))
    pair.shutdown(pair.b)
    assert pair.b.state is State.CLOSE_WAIT
    pair.run(pair.b.block.persist_at)
    assert (pair.b.state, pair.sent[-1].flags) == (State.LAST_ACK, ACK | FIN)
    pair = alone(window=0)
    pair.arrive(pair.b, segment_to(pair.b, FIN | ACK, window=0))
    pair.send(pair.b, b"hello")
    pair.run(pair.b.block.persist_at)
    assert (pair.b.state, pair.sent[-1].payload) == (State.CLOSE_WAIT, b"h")


def test_an_octet_that_left_as_a_probe_measures_no_round_trip() -> None:
    # Karn: "RTT samples MUST NOT be made using segments that were retransmitted" (RFC 6298 3)
    pair = alone(window=0)
    tcb = pair.b.block
    before = tcb.rtt.samples
    pair.send(pair.b, b"h")
    pair.run(tcb.persist_at)
    pair.now += 300 * MS
    pair.arrive(pair.b, segment_to(pair.b, window=1))
    assert lengths(pair) == [1, 1]
    pair.now += 10 * MS
    pair.arrive(pair.b, segment_to(pair.b))
    assert tcb.snd_una == tcb.snd_nxt == 302
    assert tcb.rtt.samples == before


def test_a_connection_that_was_reset_sends_nothing_of_what_waits() -> None:
    pair = alone(window=0)
    tcb = pair.b.block
    pair.send(pair.b, b"x")
    pair.arrive(pair.b, segment_to(pair.b, RST))
    assert tcb.state is State.CLOSED
    tcb.snd_wnd = 1000
    assert user.set_nagle(tcb, on=False, now=pair.now) == []


# How long: within what the path takes, options included; `Pair` looks at each segment


def with_gaps(settings: TcpSettings) -> Pair:
    """``b`` must tell of two gaps in each segment that it sends."""
    pair = alone(settings)
    for seq in (5000, 9000):
        pair.arrive(pair.b, segment_to(pair.b, ACK, b"beyond", seq=seq))
    assert len(read(pair.sent[-1].options).sack) == 2
    pair.sent.clear()
    return pair


def test_a_segment_that_leaves_again_has_room_for_blocks() -> None:
    pair = alone(PLAIN)
    pair.send(pair.b, b"x" * 1460)
    for seq in (5000, 9000):
        pair.arrive(pair.b, segment_to(pair.b, ACK, b"beyond", seq=seq, ack=-1460))
    pair.sent.clear()
    pair.run(pair.b.block.retransmit_at)
    assert lengths(pair) == [1460 - 20]


def test_the_probe_of_the_tail_has_room_for_blocks() -> None:
    pair = with_gaps(PLAIN._replace(rack=True, tail_loss_probe=True, initial_cwnd=1))
    pair.send(pair.b, b"x" * 5000)
    assert lengths(pair) == [1440]
    pair.run(pair.b.block.probe_at)
    assert lengths(pair) == [1440, 1440]


def test_an_override_after_the_path_became_narrower_fits_it() -> None:
    pair = alone(SIMPLE._replace(mss_option=True), window=1000)
    pair.b.block.max_snd_wnd = 4000
    pair.send(pair.b, b"x" * 1400)
    pair.carry_out(pair.b, errors.mtu_changed(pair.b.block, 576, None, pair.now))
    pair.run(pair.b.block.persist_at)
    assert lengths(pair) == [536]
