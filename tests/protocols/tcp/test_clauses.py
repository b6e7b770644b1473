"""Clauses that a reading of the documents beside the machine found: each test quotes the one that it holds."""

import pytest

from sim.transport.tcp.machine import arrive
from sim.transport.tcp.machine.congestion import make
from sim.transport.tcp.machine.prediction import take_predicted
from sim.transport.tcp.machine.rack import Rack
from sim.transport.tcp.machine.rtt import Shortest
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.undo import Undo
from sim.transport.tcp.options import Options, read, write
from sim.transport.tcp.pdu import ACK, CWR, ECE, FIN, RST, SYN, Tcp
from tests.protocols.tcp.ends import MS, SECOND, Pair, answers, established, segment_to
from tests.protocols.tcp.test_prediction import comparing

NARROW = TcpSettings(delayed_ack=0, nagle=False)

# What a segment's options say, and how much room they leave


@pytest.mark.parametrize(
    "options",
    [
        b"\1\1\5\x0a" + (101).to_bytes(4, "big") + (105).to_bytes(4, "big"),
        b"\2\4\5\xb4",
        b"\4\2\0\0",
        b"\3\3\7\0",
        b"\x08\x0a" + bytes(8) + b"\4\2",
    ],
    ids=["sack", "mss", "sack-permitted", "window-scale", "two"],
)
def test_only_a_segment_whose_one_option_is_timestamps_is_predicted(options: bytes) -> None:
    """RFC 1323 4.2.1: the prediction is for "the next in-sequence data segment", which carries timestamps and nothing
    else; a block of duplicates can stand beside text (RFC 2883 4).
    """
    pair = established(TcpSettings(timestamps=False))
    assert take_predicted(pair.b.block, segment_to(pair.b, data=b"x", options=options), pair.now) is None
    assert take_predicted(pair.b.block, segment_to(pair.b, data=b"x"), pair.now) is not None


def test_a_block_of_duplicates_beside_text_is_read() -> None:
    """RFC 2883 5: "the sender that receives this D-SACK block" learns that a segment came twice."""
    pair = established(TcpSettings())
    pair.send(pair.a, b"0123456789")
    pair.settle()
    seq = pair.a.block.snd_una - 10
    options = write(Options(sack=((seq, seq + 10),), timestamps=(pair.a.block.ts_recent, 0)))
    with comparing() as compared:
        pair.arrive(pair.a, segment_to(pair.a, data=b"x", options=options, window=pair.a.block.snd_wnd))
    assert (compared.asked, compared.taken) == (1, 0)
    assert "tcp.duplicate-reported" in pair.a.rules


def narrow(path_mtu: int, timestamps: bool) -> Pair:
    """Two ends on a path that takes so little, each of which holds data behind four gaps."""
    pair = established(NARROW._replace(timestamps=timestamps), mtu=path_mtu)
    tcb = pair.b.block
    for gap in range(4):
        segment = segment_to(pair.b, data=b"x", seq=10 + 10 * gap)
        if timestamps:
            segment.options = write(Options(timestamps=(tcb.ts_recent, 0)))
        pair.carry_out(pair.b, arrive.segment_arrives(tcb, segment, pair.now))
    pair.flying.clear()
    return pair


@pytest.mark.parametrize("timestamps", [True, False])
@pytest.mark.parametrize("path_mtu", [68, 72, 76, 80, 88, 100])
def test_sack_blocks_leave_room_for_data_on_the_narrowest_path(path_mtu: int, timestamps: bool) -> None:
    """RFC 791 3.2: "Every internet module must be able to forward a datagram of 68 octets without further
    fragmentation". Twenty octets of header, twelve of timestamps and three blocks are more than its 48.
    """
    pair = narrow(path_mtu, timestamps)
    first = len(pair.sent)
    pair.send(pair.b, b"0123456789" * 4)
    for segment in pair.sent[first:]:
        assert segment.payload
        assert 40 + len(segment.options) + len(segment.payload) <= path_mtu
    blocks = [read(segment.options).sack for segment in pair.sent[first:]]
    most = 3 if timestamps else 4
    assert {len(each) for each in blocks} == {min(most, (pair.b.block.smss - 5) // 8)}
    # whatever is lost, sending again comes to an end, too
    pair.fate = lambda number, name, segment: ()
    pair.run(pair.now + 10_000_000_000)
    assert "tcp.timed-out" in pair.b.rules


@pytest.mark.parametrize("path_mtu", [68, 80])
def test_an_acknowledgment_with_blocks_fits_the_narrowest_path(path_mtu: int) -> None:
    """RFC 9293 3.7.1: "the options also count" where the size of a segment is bounded (RFC 6691 2)."""
    pair = narrow(path_mtu, timestamps=True)
    answers: list[Tcp] = [segment for segment in pair.sent if not segment.payload and segment.flags == ACK]
    assert all(40 + len(segment.options) <= path_mtu for segment in answers)
    assert read(answers[-1].options).sack, "the last gap is told all the same"


# Resets


def test_no_five_seconds_have_more_challenges_than_the_limit() -> None:
    """RFC 5961 7: "no more than 10 ACKs in any 5 second window", also in one that begins in the middle."""
    pair = established()
    left: list[int] = []
    for wait in (0, 4900, *[10] * 9, *[20] * 100):
        pair.now += wait * MS
        left += [pair.now] * len(answers(pair, pair.b, segment_to(pair.b, RST, seq=1)))
    assert len(left) == 11, "ten, and one more once the first of those is five seconds old"
    for at in left:
        assert sum(at <= other < at + 5 * SECOND for other in left) <= 10


def test_a_reset_in_time_wait_is_named_for_what_it_is() -> None:
    """RFC 1337 1: "TIME-WAIT Assassination": RFC 9293 3.10.7.4 has the reset end the state all the same."""
    pair = established()
    pair.close(pair.a)
    pair.settle()
    pair.close(pair.b)
    pair.settle()
    assert str(pair.a.state) == "TIME-WAIT"
    assert answers(pair, pair.a, segment_to(pair.a, RST)) == []
    assert str(pair.a.state) == "CLOSED"
    assert pair.a.errors == []
    assert pair.a.rules[-1] == "tcp.time-wait-assassinated"


@pytest.mark.parametrize(
    ("flags", "ack", "error"),
    [
        (RST | ACK, 0, "ECONNREFUSED"),
        (RST | ACK | FIN, 0, "ECONNREFUSED"),
        (RST | ACK, -1, ""),
        (RST | ACK, 1, ""),
        (RST, 0, ""),
    ],
)
def test_a_reset_in_syn_sent_has_to_acknowledge_the_syn(flags: int, ack: int, error: str) -> None:
    """RFC 5961 3.2: "In the SYN-SENT state ..., the RST is acceptable if the ACK field acknowledges the SYN", whatever
    its number. "In all other cases the receiver MUST silently discard the segment."
    """
    for number in (0, 7, 1 << 31):
        pair = Pair()
        pair.connect(pair.a)
        assert answers(pair, pair.a, Tcp(80, 5000, number, 101 + ack, flags, 0)) == []
        assert str(pair.a.state) == ("CLOSED" if error else "SYN-SENT")
        assert pair.a.errors == ([error] if error else [])


def test_a_reset_beside_a_syn_is_a_reset() -> None:
    """RFC 9293 3.10.7.4 looks at the RST (second) before the SYN (fourth)."""
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, RST | SYN, seq=-1)) == []
    assert answers(pair, pair.b, segment_to(pair.b, RST | SYN, seq=1)) == ["<SEQ=301><ACK=101><CTL=ACK>"]
    assert answers(pair, pair.b, segment_to(pair.b, RST | SYN)) == []
    assert pair.b.errors == ["ECONNRESET"]


# Congestion that routers tell of

ECN = SIMPLE._replace(ecn="on", send_buffer=1 << 20)
SMSS = 536


def echoing(initial_cwnd: int, segments: int, **settings: bool) -> Pair:
    """An end with so many segments to send, of which the first window is under way and arrives nowhere."""
    pair = established(ECN._replace(initial_cwnd=initial_cwnd, **settings))  # type: ignore[arg-type]
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(segments * SMSS))
    return pair


def test_at_a_window_of_one_segment_an_echo_lets_only_the_timer_send() -> None:
    """RFC 3168 6.1.2: "the sending TCP MUST reset the retransmit timer on receiving the ECN-Echo packet when the
    congestion window is one. The sending TCP will then be able to send a new packet only when the retransmit timer
    expires."
    """
    pair = echoing(1, 5)
    tcb = pair.a.block
    first = len(pair.sent)
    pair.now += 300 * MS
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE))
    assert len(pair.sent) == first
    assert tcb.send_row().retransmit_at == pair.now + tcb.rtt.rto
    assert tcb.recovery.cwnd == SMSS
    pair.send(pair.a, b"more")
    pair.run(pair.now + tcb.rtt.rto - 1)
    assert len(pair.sent) == first
    pair.run(pair.now + 1)
    (segment,) = pair.sent[first:]
    assert len(segment.payload) == SMSS
    assert segment.seq == (101 + SMSS)
    assert segment.flags & CWR, "it is new data, and the first since then"
    assert "congestion.echo-wait-over" in pair.a.rules
    assert "tcp.timed-out" not in pair.a.rules


def test_an_ack_without_echo_does_not_end_the_wait_for_the_timer() -> None:
    """RFC 3168 6.1.2: "only when the retransmit timer expires"."""
    pair = echoing(1, 5)
    tcb = pair.a.block
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=-300))
    due = tcb.send_row().retransmit_at
    first = len(pair.sent)
    pair.arrive(pair.a, segment_to(pair.a, ACK))
    assert (len(pair.sent), tcb.send_row().retransmit_at) == (first, due)
    pair.run(due)
    assert len(pair.sent) == first + 1


def test_what_is_lost_at_a_window_of_one_segment_is_sent_again_by_the_timer() -> None:
    pair = echoing(1, 5)
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=-300))
    pair.run(pair.now + 2 * SECOND)
    again = [segment for segment in pair.sent if segment.payload][1:]
    assert [segment.seq - 101 for segment in again][:1] == [236]
    assert "tcp.timed-out" in pair.a.rules
    assert not again[0].flags & CWR


@pytest.mark.parametrize(("before", "after"), [(2, 1), (3, 2), (4, 2), (10, 5)])
def test_an_echo_halves_the_window_down_to_one_segment(before: int, after: int) -> None:
    """RFC 3168 6.1.2: "the TCP source halves the congestion window", which is "bounded below by a value of one MSS";
    ssthresh is never less than two (RFC 5681 3.1, equation 4).
    """
    pair = echoing(before, 40)
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=(1 - before) * SMSS))
    assert pair.a.block.recovery.cwnd == after * SMSS
    assert pair.a.block.recovery.ssthresh == max(before // 2, 2) * SMSS


@pytest.mark.parametrize("sack", [False, True])
def test_a_loss_in_the_window_of_an_echo_slows_down_no_more(sack: bool) -> None:
    """RFC 3168 6.1.2: "reduced only once in response to a series of dropped and/or CE packets from a single window of
    data", and "the TCP source should not decrease the slow-start threshold, ssthresh, if it has been decreased within
    the last round trip time".
    """
    pair = echoing(10, 40, sack=sack, rack=False)
    una = pair.a.block.snd_una
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=-9 * SMSS))
    assert pair.a.block.recovery.ssthresh == 5 * SMSS
    for number in range(2, 6):
        blocks = ((una + 2 * SMSS, una + (1 + number) * SMSS),)
        options = write(Options(sack=blocks)) if sack else b""
        pair.arrive(pair.a, segment_to(pair.a, ACK, ack=-9 * SMSS, options=options))
    assert pair.a.rules.count("congestion.already-slowed") == 1
    assert pair.a.block.recovery.ssthresh == 5 * SMSS
    assert [segment.seq for segment in pair.sent].count(una + SMSS) == 2, "what is lost is sent again all the same"


def test_a_time_out_in_the_window_of_an_echo_keeps_ssthresh() -> None:
    """The same clause; "if any retransmitted packets are dropped, then this is interpreted ... as a new instance of
    congestion".
    """
    pair = echoing(10, 40)
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=-9 * SMSS))
    pair.run(pair.a.block.retransmit_at)
    assert (pair.a.block.recovery.cwnd, pair.a.block.recovery.ssthresh) == (SMSS, 5 * SMSS)
    pair.arrive(pair.a, segment_to(pair.a, ACK, ack=-8 * SMSS))
    pair.run(pair.a.block.retransmit_at)
    assert pair.a.block.recovery.ssthresh == 4 * SMSS, "half of the eight that are still unacknowledged"


def test_the_news_that_a_sender_has_slowed_down_stands_on_new_data() -> None:
    """RFC 3168 6.1.2: "the first new data packet sent after the window reduction"; 6.1.5: not on one that is sent
    again, 6.1.6: nor on a window probe.
    """
    pair = echoing(4, 4)
    pair.run(pair.now + 2 * SECOND)
    pair.arrive(pair.a, segment_to(pair.a, ACK, window=0))
    pair.send(pair.a, b"probed")
    pair.run(pair.now + 10 * SECOND)
    assert "tcp.window-probe" in pair.a.rules
    assert not any(segment.flags & CWR for segment in pair.sent if not segment.flags & SYN)
    pair.arrive(pair.a, segment_to(pair.a, ACK))
    assert pair.sent[-1].flags & CWR
    assert pair.ecn_capable[-1]


# Losses found by time, and the probe of the tail


def rack_of(*times: int) -> Rack:
    """Segments of 100 octets from 1 on that left at these times (ms)."""
    rack = Rack()
    for number, at in enumerate(times):
        rack.sent(1 + 100 * number, 101 + 100 * number, at * MS)
    return rack


def test_blocks_of_one_ack_are_taken_in_the_order_of_their_numbers() -> None:
    """RFC 8985 6.2 step 3: "For each segment newly acknowledged, ... in ascending order" of SEG.SEQ. The first block is
    the one that came last (RFC 2018 4), so blocks that are told together prove no reordering.
    """
    rack = rack_of(0, 1, 2, 3, 4, 5)
    rack.acknowledged(1, ((401, 501), (201, 301)), 10 * MS, None)
    assert not rack.reordering_seen
    assert (rack.fack, rack.xmit_ts, rack.rtt) == (501, 4 * MS, 6 * MS)
    rack.acknowledged(1, ((301, 401), (401, 501), (201, 301)), 11 * MS, None)
    assert rack.reordering_seen, "one that left before the others has come after them"


def test_a_retransmission_counts_for_the_highest_number_but_is_no_reordering() -> None:
    """RFC 8985 6.2 step 3: "If Segment.end_seq > RACK.fack: RACK.fack = Segment.end_seq", also where the round trip of
    step 2 is ambiguous; "Else if ... AND Segment.retransmitted is FALSE".
    """
    rack = rack_of(0, 0, 0)
    rack.acknowledged(101, (), 10 * MS, None)
    rack.resent(201, 301, 30 * MS)
    rack.acknowledged(101, ((201, 301),), 33 * MS, None)
    assert (rack.fack, rack.xmit_ts) == (301, 0)
    rack.resent(101, 201, 34 * MS)
    rack.acknowledged(301, (), 45 * MS, None)
    assert not rack.reordering_seen
    assert (rack.xmit_ts, rack.rtt) == (34 * MS, 11 * MS)


def test_the_round_trip_is_that_of_the_segment_that_left_last_of_those_newly_delivered() -> None:
    """RFC 8985 6.2 step 2: "in ascending order of Segment.xmit_ts: ... RACK.rtt = rtt"."""
    rack = rack_of(0, 1, 2)
    rack.min_rtt.take(10 * MS, 0)
    rack.resent(1, 101, 20 * MS)
    rack.acknowledged(301, (), 40 * MS, 20)
    assert (rack.xmit_ts, rack.rtt) == (20 * MS, 20 * MS)


def test_a_timestamp_that_wrapped_is_still_compared() -> None:
    """RFC 7323 5.2: timestamps are compared modulo 2**32."""
    tick = 1 << 32
    rack = rack_of(tick - 100, tick - 100)
    rack.acknowledged(101, (), (tick - 90) * MS, None)
    rack.resent(101, 201, (tick + 5) * MS)
    rack.acknowledged(201, (), (tick + 30) * MS, tick - 100)
    assert rack.xmit_ts == (tick - 100) * MS
    rack.sent(201, 301, (tick + 40) * MS)
    rack.resent(201, 301, (tick + 60) * MS)
    rack.acknowledged(301, (), (tick + 90) * MS, 60)
    assert rack.xmit_ts == (tick + 60) * MS


def test_the_shortest_round_trip_is_of_the_last_minutes() -> None:
    """RFC 8985 6.2 step 1: "The sender SHOULD track a windowed min-filtered estimate of recent RTT measurements that
    can adapt when migrating to significantly longer paths"; Linux's window is 300 s.
    """
    shortest = Shortest()
    assert shortest.value is None
    for rtt, at, value in (
        (10, 0, 10), (30, 1, 10), (8, 2, 8), (20, 60, 8), (25, 100, 8), (22, 200, 8), (21, 302, 8), (24, 303, 21),
        (24, 361, 21), (40, 502, 21), (40, 603, 40), (7, 604, 7), (50, 2000, 50),
    ):  # fmt: skip
        shortest.take(rtt, at * SECOND)
        assert shortest.value == value, at


PROBING = TcpSettings(delayed_ack=0, initial_cwnd=10, nagle=False)


@pytest.mark.parametrize(
    ("sizes", "wait"), [((1448,), 220), ((100,), 220), ((100, 100), 220), ((1348, 100), 220), ((1448, 1), 22)]
)
def test_only_the_data_of_a_single_segment_may_have_its_ack_delayed(sizes: tuple[int, ...], wait: int) -> None:
    """RFC 8985 7.2: "PTO = 2 * SRTT. If FlightSize is one segment: PTO += TLP.max_ack_delay"; Linux adds two ticks of
    its clock otherwise.
    """
    pair = established(PROBING)
    pair.fate = lambda number, name, segment: ()
    for size in sizes:
        pair.send(pair.a, bytes(size))
    assert pair.a.block.send_row().probe_at == pair.now + wait * MS


def test_a_probe_is_due_after_a_second_where_nothing_was_measured_and_no_later_than_the_time_out() -> None:
    """RFC 8985 7.2: "Else: PTO = 1 sec"; "If Now() + PTO > TCP_RTO_expiration(): PTO = TCP_RTO_expiration() - Now()"

    Nothing was measured where the SYN was lost and there are no timestamps.
    """
    pair = Pair(PROBING._replace(timestamps=False), fate=lambda number, name, segment: () if number == 0 else (5 * MS,))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(1010 * MS)
    assert pair.a.block.rtt.srtt is None
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(3000))
    row = pair.a.block.send_row()
    assert (row.probe_at, row.retransmit_at) == (pair.now + SECOND, pair.now + 3 * SECOND)
    before = len(pair.sent)
    pair.run(pair.now + 2 * SECOND)
    assert len(pair.sent) == before, "it may not leave, since nothing was measured"
    assert "congestion.tail-probe-skipped" in pair.a.rules
    pair.run(pair.now + SECOND)
    assert len(pair.sent) == before + 1

    pair = established(PROBING._replace(min_rto=100 * MS))
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(100))
    row = pair.a.block.send_row()
    assert row.probe_at == row.retransmit_at
    pair.run(row.probe_at)
    assert "congestion.tail-probe" in pair.a.rules
    assert "tcp.timed-out" not in pair.a.rules


def test_no_second_probe_leaves_before_the_round_trip_was_measured_again() -> None:
    """RFC 8985 7.3: "the sender has obtained an RTT measurement since the last loss probe transmission"; else it "MUST
    skip sending a loss probe".
    """
    pair = established(PROBING._replace(timestamps=False))
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(1460))
    pair.run(pair.now + 230 * MS)
    assert pair.a.rules.count("congestion.tail-probe") == 1
    pair.arrive(pair.a, segment_to(pair.a))  # which copy it answers, nobody can tell
    pair.arrive(pair.a, segment_to(pair.a))  # and this one answers the probe
    pair.send(pair.a, bytes(1460))
    pair.run(pair.now + 230 * MS)
    assert pair.a.rules.count("congestion.tail-probe") == 1
    assert pair.a.rules.count("congestion.tail-probe-skipped") == 1
    pair.arrive(pair.a, segment_to(pair.a))  # that was a measurement
    pair.send(pair.a, bytes(1460))
    pair.run(pair.now + 900 * MS)
    assert pair.a.rules.count("congestion.tail-probe") == 2


def probed(sack: bool = True) -> Pair:
    """The last of two segments has left again as a probe, and nothing is answered yet."""
    pair = established(PROBING._replace(timestamps=False))
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(2 * 1460))
    pair.run(pair.now + 30 * MS)
    assert pair.a.rules.count("congestion.tail-probe") == 1
    return pair


@pytest.mark.parametrize(
    ("shift", "slowed"),
    [(0, False), (-1460, True)],
    ids=["of the probe", "of another segment"],
)
def test_only_a_d_sack_of_the_probe_itself_says_that_it_was_needless(shift: int, slowed: bool) -> None:
    """RFC 8985 7.4.2: "If ACK has a DSACK option matching TLP.end_seq"."""
    pair = probed()
    end = pair.a.block.snd_nxt
    pair.arrive(pair.a, segment_to(pair.a))
    assert pair.a.block.tlp_end == end, "not known yet"
    options = write(Options(sack=((end + shift - 1460, end + shift),)))
    pair.arrive(pair.a, segment_to(pair.a, options=options))
    pair.send(pair.a, bytes(100))
    pair.arrive(pair.a, segment_to(pair.a))
    assert ("congestion.tail-probe-repaired" in pair.a.rules) == slowed
    assert pair.a.block.tlp_end is None


@pytest.mark.parametrize("fields", [{}, {"window": 5000}, {"data": b"x"}])
def test_a_bare_duplicate_says_that_the_probe_was_needless(fields: dict[str, bytes]) -> None:
    """RFC 8985 7.4.2: "Else If ACK is a DupAck without any SACK option: TLP.end_seq = None" (case 2)."""
    pair = probed()
    for each in ({}, fields):
        pair.arrive(pair.a, segment_to(pair.a, **each))  # type: ignore[arg-type]
    pair.send(pair.a, bytes(100))
    pair.arrive(pair.a, segment_to(pair.a))
    assert ("congestion.tail-probe-repaired" in pair.a.rules) == bool(fields)


def test_a_recovery_ends_the_episode_of_a_probe() -> None:
    """RFC 8985 7.1: "Reset TLP.is_retrans and TLP.end_seq when initiating a connection, fast recovery, or RTO
    recovery."
    """
    pair = probed()
    ssthresh = pair.a.block.recovery.ssthresh
    pair.run(pair.a.block.retransmit_at)
    assert "tcp.timed-out" in pair.a.rules
    assert pair.a.block.tlp_end is None
    assert pair.a.block.recovery.ssthresh < ssthresh
    ssthresh = pair.a.block.recovery.ssthresh
    pair.send(pair.a, bytes(10))
    pair.arrive(pair.a, segment_to(pair.a))
    pair.run(pair.now + MS)
    pair.arrive(pair.a, segment_to(pair.a))
    assert "congestion.tail-probe-repaired" not in pair.a.rules
    assert pair.a.block.recovery.ssthresh == ssthresh


def test_there_is_no_probe_where_the_peer_has_reported_what_came_behind_a_gap() -> None:
    """RFC 8985 7.2: "unless it is already in fast recovery, RTO recovery, or the sender has segments delivered out of
    order (i.e., RACK.segs_sacked is not zero)"; 8: the timers are "mutually exclusive".
    """
    pair = established(PROBING._replace(timestamps=False))
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(3 * 1460))
    assert pair.a.block.send_row().probe_at is not None
    una = pair.a.block.snd_una
    pair.now += 5 * MS
    pair.arrive(pair.a, segment_to(pair.a, ack=-3 * 1460, options=write(Options(sack=((una + 1460, una + 2920),)))))
    assert pair.a.block.send_row().probe_at is None
    assert pair.a.block.send_row().reorder_at is not None


def test_a_probe_reaches_to_the_end_of_what_was_sent_also_beside_blocks() -> None:
    """RFC 8985 7.3: "retransmit the highest-sequence segment sent so far": what the options leave no room for is
    missing in front, not at the end.
    """
    pair = established(PROBING)
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(1448))
    gap = segment_to(pair.a, data=b"x", seq=10, ack=-1448)
    gap.options = write(Options(timestamps=(pair.a.block.ts_recent, 0)))
    pair.arrive(pair.a, gap)
    pair.run(pair.now + 300 * MS)
    probe = pair.sent[-1]
    assert read(probe.options).sack
    assert probe.seq + len(probe.payload) == pair.a.block.snd_nxt
    assert len(probe.payload) == 1448 - 12


def test_sixteen_recoveries_of_either_kind_give_up_the_wider_window() -> None:
    """RFC 8985 6.2 step 4: "Else if exiting Fast or RTO recovery: RACK.reo_wnd_persist -= 1"."""
    pair = established(PROBING)
    rack = pair.a.block.recovery.rack
    assert rack is not None
    rack.duplicate_reported(0, 1)
    for number in range(16):
        assert rack.reo_wnd_mult == 2, number
        pair.fate = lambda number, name, segment: ()
        pair.send(pair.a, bytes(10))
        pair.run(pair.now + 61 * SECOND)
        assert pair.a.block.recovery.is_recovering
        pair.fate = lambda number, name, segment: (5 * MS,)
        pair.run(pair.now + 100 * SECOND)
        assert not pair.a.block.recovery.is_recovering
    assert rack.reo_wnd_mult == 1


# TCP_DEFER_ACCEPT, as Linux has it


def deferring(deferrals: int) -> Pair:
    """A listener that waits for data for so many time-outs, to which an end has connected."""
    pair = Pair(SIMPLE)
    pair.listen(pair.b)
    assert pair.b.listener is not None
    pair.b.listener.deferrals = deferrals
    pair.connect(pair.a)
    pair.settle()
    assert (str(pair.a.state), str(pair.b.state)) == ("ESTABLISHED", "SYN-RECEIVED")
    return pair


def syn_acks(pair: Pair) -> int:
    return sum(segment.flags & (SYN | ACK) == SYN | ACK for segment in pair.sent)


@pytest.mark.parametrize(("deferrals", "seconds"), [(1, 1), (2, 3), (3, 7)])
def test_a_deferred_handshake_is_completed_after_its_time_outs(deferrals: int, seconds: int) -> None:
    """tcp(7): "Takes an integer value (seconds)"; the SYN-ACK is not repeated meanwhile, and its last time-out brings
    an ACK that counts.
    """
    pair = deferring(deferrals)
    pair.run(seconds * SECOND)
    assert (syn_acks(pair), str(pair.b.state)) == (1, "SYN-RECEIVED")
    pair.run(seconds * SECOND + 100 * MS)
    assert (syn_acks(pair), str(pair.b.state)) == (2, "ESTABLISHED")
    assert pair.b.rules.count("tcp.still-deferred") == deferrals - 1


@pytest.mark.parametrize("deed", ["data", "end"])
def test_data_or_the_end_completes_a_deferred_handshake(deed: str) -> None:
    pair = deferring(3)
    if deed == "data":
        pair.send(pair.a, b"data")
    else:
        pair.shutdown(pair.a)
    pair.settle()
    assert str(pair.b.state) == ("ESTABLISHED" if deed == "data" else "CLOSE-WAIT")
    assert pair.b.read == (b"data" if deed == "data" else b"")


def test_a_client_that_defers_lets_the_ack_of_the_handshake_ride_on_its_data() -> None:
    for data in (b"data", b""):
        pair = Pair(SIMPLE)
        pair.listen(pair.b)
        pair.connect(pair.a)
        pair.a.block.deferrals = 1
        pair.settle()
        assert len(pair.sent) == 2
        if data:
            pair.send(pair.a, data)
        pair.run(pair.now + 205 * MS)
        assert len(pair.sent[2].payload) == len(data)
        assert str(pair.b.state) == "ESTABLISHED"


# Recoveries that nothing was lost for


UNDOING = TcpSettings(delayed_ack=0, initial_cwnd=10, nagle=False, tail_loss_probe=False)


def late(settings: TcpSettings, delays: dict[int, int], segments: int = 10) -> Pair:
    """So many full segments leave, of which some (by their number) are under way for so long (ms), 0 for lost."""
    pair = established(settings)
    first = len(pair.sent)

    def fate(number: int, name: str, segment: Tcp) -> tuple[int, ...]:
        delay = delays.get(number - first, 5)
        return (delay * MS,) if delay else ()

    pair.fate = fate
    pair.send(pair.a, bytes(segments * pair.a.block.smss))
    return pair


def data_sent(pair: Pair) -> int:
    return sum(bool(segment.payload) for segment in pair.sent)


@pytest.mark.parametrize("control", ["reno", "cubic"])
def test_a_time_out_is_taken_back_where_the_first_copy_is_acknowledged(control: str) -> None:
    """RFC 3522 3.2, the Eifel detection: "If the value of the Timestamp Echo Reply field of the acceptable ACK's
    Timestamps option is smaller than the value of RetransmitTS, then proceed to Step (5)": the time-out was spurious.
    """
    settings = UNDOING._replace(congestion_control=control)
    pair = late(settings, dict.fromkeys(range(11), 1500))
    ssthresh, smss = pair.a.block.recovery.ssthresh, pair.a.block.smss
    pair.run(pair.now + 1200 * MS)
    assert pair.a.block.recovery.cwnd == smss
    pair.run(pair.now + 10 * SECOND)
    assert "congestion.spurious-by-timestamp" in pair.a.rules
    assert pair.a.block.recovery.cwnd >= 10 * smss
    assert pair.a.block.recovery.ssthresh == ssthresh
    assert data_sent(pair) == 11, "only the first one has left again"
    assert pair.b.read == bytes(10 * smss)


def test_a_fast_recovery_is_taken_back_where_the_first_copy_is_acknowledged() -> None:
    """The same for a segment that others have overtaken by more than RACK waits."""
    pair = late(UNDOING, {0: 13})
    smss = pair.a.block.smss
    pair.run(pair.now + 3 * SECOND)
    assert "congestion.spurious-by-timestamp" in pair.a.rules
    assert pair.a.block.recovery.cwnd >= 10 * smss
    assert data_sent(pair) == 11


def test_what_is_still_under_way_when_a_recovery_is_taken_back_is_not_lost() -> None:
    pair = late(UNDOING, {0: 13}, segments=20)
    pair.run(pair.now + 3 * SECOND)
    assert "congestion.spurious-by-timestamp" in pair.a.rules
    assert data_sent(pair) == 21
    assert pair.b.read == bytes(20 * pair.a.block.smss)


def test_a_recovery_is_taken_back_where_each_retransmission_came_twice() -> None:
    """RFC 3708 2: "all retransmissions" of the window are reported by D-SACKs; without timestamps, nothing else can
    tell.
    """
    pair = late(UNDOING._replace(timestamps=False), {0: 18, 1: 18})
    ssthresh, smss = pair.a.block.recovery.ssthresh, pair.a.block.smss
    pair.run(pair.now + 3 * SECOND)
    assert data_sent(pair) == 12
    assert pair.a.rules.count("congestion.spurious-by-duplicates") == 1
    assert pair.a.block.recovery.ssthresh == ssthresh
    assert pair.a.block.recovery.cwnd >= 10 * smss


@pytest.mark.parametrize(
    ("settings", "delays"),
    [
        (UNDOING, {0: 0}),
        (UNDOING, dict.fromkeys(range(10), 0)),
        (UNDOING._replace(timestamps=False), {0: 0, 1: 18}),
        (UNDOING._replace(undo=False), {0: 18}),
        (UNDOING._replace(timestamps=False, dsack=False), {0: 18}),
        (UNDOING._replace(congestion_control="tahoe"), {0: 18}),
        (UNDOING._replace(congestion_control="textbook"), {0: 18}),
    ],
    ids=["a loss", "all lost", "one of two", "off", "nothing tells", "tahoe", "textbook"],
)
def test_a_recovery_stands_where_something_was_lost_or_nobody_says_otherwise(
    settings: TcpSettings, delays: dict[int, int]
) -> None:
    pair = late(settings, delays)
    smss = pair.a.block.smss
    pair.run(pair.now + 20 * SECOND)
    assert not [rule for rule in pair.a.rules if rule.startswith("congestion.spurious")]
    assert pair.a.block.recovery.ssthresh < 10 * smss
    assert pair.b.read == bytes(10 * smss)


# What an acknowledgment says


@pytest.mark.parametrize(
    ("blocks", "is_duplicate"),
    [
        (((-50, -10),), True),
        (((-50, 0),), True),
        (((-50, -50),), False),
        (((-50, 10),), False),
        (((200, 300),), False),
        (((200, 300), (150, 400)), True),
        (((150, 400), (150, 400)), True),
        (((100, 200), (150, 400)), False),
        (((300, 500), (150, 400)), False),
        (((500, 600), (150, 400)), False),
        (((200, 200), (150, 400)), False),
        (((200, 300), (500, 600), (150, 400)), False),
    ],
)
def test_which_first_block_reports_a_duplicate(blocks: tuple[tuple[int, int], ...], is_duplicate: bool) -> None:
    """RFC 2883 5: "If the first SACK block is less than the cumulative ACK ..., then it is a report of a duplicate
    segment"; or where it is "contained in the second SACK block".
    """
    pair = established(TcpSettings(timestamps=False, delayed_ack=0, nagle=False, rack=False))
    pair.send(pair.a, bytes(1000))
    pair.settle()
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(1000))
    una = pair.a.block.snd_una
    told = write(Options(sack=tuple((una + start, una + end) for start, end in blocks)))
    pair.arrive(pair.a, segment_to(pair.a, ack=-1000, options=told))
    assert ("tcp.duplicate-reported" in pair.a.rules) == is_duplicate


@pytest.mark.parametrize(("ahead", "srtt"), [(0, 40), (-10, 50), (1, None), (1000, None)])
def test_an_echo_from_the_future_measures_nothing(ahead: int, srtt: int | None) -> None:
    """RFC 7323 4.1: TSecr is a value that this end has sent before; one that is newer than now was made up."""
    pair = Pair(TcpSettings(delayed_ack=0), fate=lambda number, name, segment: () if number == 0 else (5 * MS,))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(SECOND + 4 * MS)
    syn = pair.sent[-1]
    assert syn.flags == SYN
    pair.now = SECOND + 40 * MS
    stamps = (77, 1000 + 40 + ahead) if ahead > 0 else (77, 1000 + ahead)
    options = write(Options(mss=1460, timestamps=stamps, sack_permitted=True, window_scale=0))
    pair.arrive(pair.a, Tcp(80, 5000, 300, syn.seq + 1, SYN | ACK, 65535, b"", options))
    assert pair.a.block.rtt.srtt == (None if srtt is None else srtt * MS)
    assert pair.a.block.send_row().retransmissions == 0, "the time-outs of the SYN are over"


# More of RACK's steps


def test_only_what_leaves_again_is_a_retransmission() -> None:
    rack = rack_of(0, 0, 0)
    rack.resent(101, 201, 5 * MS)
    assert [(each.seq, each.is_resent, each.xmit_ts) for each in rack.segments] == [
        (1, False, 0),
        (101, True, 5 * MS),
        (201, False, 0),
    ]


def test_what_is_acknowledged_of_a_segment_is_under_way_no_more() -> None:
    """RFC 8985 5.2: pipe and the segments are in octets, however an ACK cuts them."""
    rack = rack_of(0, 1, 2)
    rack.acknowledged(251, (), 10 * MS, None)
    assert [(each.seq, each.end) for each in rack.segments] == [(251, 301)]
    assert rack.pipe() == 50
    assert (rack.xmit_ts, rack.rtt, rack.fack) == (1 * MS, 9 * MS, 201), "those of the last one that is whole"


def test_the_window_for_reordering_is_nothing_in_a_recovery_where_nothing_was_overtaken() -> None:
    """RFC 8985 6.2 step 4: "If RACK.reordering_seen is FALSE: If in Fast or RTO recovery: Return 0"."""
    rack = Rack(8 * MS)
    assert rack.reo_wnd(10 * MS, in_recovery=True) == 0
    assert rack.reo_wnd(10 * MS, in_recovery=False) == 2 * MS
    rack.reordering_seen = True
    assert rack.reo_wnd(10 * MS, in_recovery=True) == 2 * MS
    assert rack.reo_wnd(1 * MS, in_recovery=True) == 1 * MS
    assert Rack().reo_wnd(10 * MS, in_recovery=False) == 0


def test_the_reordering_timer_is_for_the_last_that_may_be_only_late() -> None:
    """RFC 8985 6.2 step 5: "timeout = max(remaining, timeout)", so that one timer is enough for all."""
    rack = rack_of(0, 2, 4, 5)
    rack.reordering_seen = True
    rack.acknowledged(1, ((301, 401),), 13 * MS, None)
    assert (rack.rtt, rack.min_rtt.value) == (8 * MS, 8 * MS)
    # each is lost at its own time + 8 ms + 2 ms: 10, 12 and 14 ms
    assert rack.detect(9 * MS, 10 * MS, in_recovery=False) == 14 * MS
    assert rack.next_lost() is None
    assert rack.detect(13 * MS, 10 * MS, in_recovery=False) == 14 * MS
    assert [each.is_lost for each in rack.segments] == [True, True, False, False]
    assert rack.pipe() == 100
    assert rack.detect(14 * MS, 10 * MS, in_recovery=False) is None
    assert rack.pipe() == 0


def test_a_segment_with_the_end_behind_it_is_one_segment() -> None:
    """RFC 8985 7.2: "If FlightSize is one segment", which has a number more where the FIN rides on it."""
    pair = established(PROBING)
    stamp = write(Options(timestamps=(pair.a.block.ts_recent, 0)))
    pair.arrive(pair.a, segment_to(pair.a, window=0, options=stamp))
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, bytes(1448))
    pair.shutdown(pair.a)
    pair.arrive(pair.a, segment_to(pair.a, options=stamp))
    assert pair.sent[-1].flags & FIN
    assert len(pair.sent[-1].payload) == 1448
    assert pair.a.block.send_row().probe_at == pair.now + 220 * MS


def test_an_ack_below_the_probe_leaves_its_episode_open() -> None:
    """RFC 8985 7.4.2: "If TLP.end_seq is not None AND ACK's ack. number >= TLP.end_seq"."""
    pair = probed()
    pair.arrive(pair.a, segment_to(pair.a, ack=-1460))
    assert pair.a.block.tlp_end == pair.a.block.snd_nxt
    pair.send(pair.a, bytes(100))
    pair.arrive(pair.a, segment_to(pair.a))
    assert "congestion.tail-probe-repaired" in pair.a.rules


@pytest.mark.parametrize(
    ("echo", "older"), [(999, True), (0, True), (1000, False), (1001, False), (1 << 31, False), ((1 << 32) - 1, True)]
)
def test_the_first_answer_to_a_retransmission_tells_whether_it_was_needed(echo: int, older: bool) -> None:
    """RFC 3522 3.2 (4): "the first acceptable ACK that arrives"; later ones say nothing."""
    undo = Undo(make("reno", 100))
    assert not undo.answered(echo), "nothing has left again"
    undo.resent(1, 101, 1_000_500_000)
    undo.resent(101, 201, 2_000_000_000)
    assert undo.answered(echo) == older
    assert not undo.answered(0)
    undo = Undo(make("reno", 100))
    undo.resent(1, 101, 1_000_500_000)
    assert not undo.answered(None)


def test_every_retransmission_has_to_be_reported_as_a_duplicate() -> None:
    """RFC 3708 2: the window was reduced needlessly if "all" of what left again was reported."""
    undo = Undo(make("reno", 100))
    assert not undo.duplicate_reported(1, 1000)
    for seq in (1, 101, 301):
        undo.resent(seq, seq + 100, 0)
    assert not undo.duplicate_reported(101, 150), "not all of it"
    assert not undo.duplicate_reported(150, 201)
    assert not undo.duplicate_reported(1, 201)
    assert not undo.duplicate_reported(500, 600)
    assert undo.duplicate_reported(301, 401)
    assert not undo.duplicate_reported(301, 401), "once"
