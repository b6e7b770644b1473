"""What waits, for whom, and until when: Nagle, windows, delayed ACKs, time-outs, keepalive (RFC 9293 3.8)."""

import pytest

from sim.transport.tcp import data_rules
from sim.transport.tcp.machine import user
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.options import read
from sim.transport.tcp.pdu import ACK, PSH, Tcp
from tests.protocols.tcp.ends import MS, SECOND, End, Pair, answers, established, segment_to


def data_of(pair: Pair, name: str = "a") -> list[int]:
    """How long the segments were that an end sent, those without data left out."""
    ports = {"a": 5000, "b": 80}
    return [len(segment.payload) for segment in pair.sent if segment.src_port == ports[name] and segment.payload]


def times_of(pair: Pair, end: End, count: int) -> list[int]:
    """When the next segments of an end leave, in ms from now; nothing arrives meanwhile."""
    start = pair.now
    found: list[int] = []

    def note(number: int, name: str, segment: Tcp) -> tuple[int, ...]:
        found.append((pair.now - start) // MS)
        return ()

    pair.flying.clear()
    pair.fate = note
    while len(found) < count and end.tcb is not None and (deadline := end.tcb.next_deadline()) is not None:
        pair.run(deadline)
    return found


def zero_window() -> Pair:
    """``a`` has filled the window of ``b``, whose program does not read, and has 500 octets more."""
    pair = established(SIMPLE._replace(mss=500, receive_buffer=1000))
    pair.read_at_once = False
    pair.send(pair.a, b"x" * 1500)
    pair.settle()
    assert pair.a.block.send_row().snd_wnd == 0
    return pair


# Nagle


def test_nagle_holds_small_segments_back_while_something_is_under_way() -> None:
    """3.7.4: "buffers all user data until the outstanding data has been acknowledged or until the TCP endpoint can send
    a full-sized segment".
    """
    pair = established()
    for _ in range(5):
        pair.send(pair.a, b"0123456789")
    assert data_of(pair) == [10]
    assert pair.a.rules[-1] == "tcp.waits-for-nagle"
    pair.settle()
    assert data_of(pair) == [10, 40]


def test_without_nagle_each_write_leaves_at_once() -> None:
    pair = established(SIMPLE._replace(nagle=False))
    for _ in range(5):
        pair.send(pair.a, b"0123456789")
    assert data_of(pair) == [10] * 5


def test_turning_nagle_off_sends_what_waits() -> None:
    pair = established()
    pair.send(pair.a, b"0123456789")
    pair.send(pair.a, b"0123456789")
    pair.carry_out(pair.a, user.set_nagle(pair.a.block, on=False, now=pair.now))
    assert data_of(pair) == [10, 10]


def test_nagle_lets_full_segments_pass_and_the_last_one_is_pushed() -> None:
    pair = established()
    pair.send(pair.a, b"x" * 1072)
    assert [segment.flags for segment in pair.sent[3:]] == [ACK, ACK | PSH]


# Delayed acknowledgments


def test_an_ack_waits_200_ms_for_a_second_segment() -> None:
    pair = established(TcpSettings())
    assert answers(pair, pair.b, segment_to(pair.b, data=b"x" * 1448, options=pair.sent[-1].options)) == []
    assert pair.b.block.receive_row().ack_at == pair.now + 200 * MS
    assert times_of(pair, pair.b, 1) == [200]
    assert pair.log[-1] == ("b", "<SEQ=301><ACK=1549><CTL=ACK>")


def test_every_second_full_segment_is_acknowledged_at_once() -> None:
    pair = established(TcpSettings(initial_cwnd=10))
    pair.send(pair.a, b"x" * 14480)
    pair.settle()
    acks = [text for name, text in pair.log if name == "b" and "DATA" not in text]
    assert acks == [f"<SEQ=301><ACK={101 + 2896 * count}><CTL=ACK>" for count in range(1, 6)]


def test_data_takes_a_waiting_ack_along() -> None:
    pair = established(TcpSettings())
    pair.send(pair.a, b"question")
    pair.settle()
    assert pair.log[-1][0] == "a"
    pair.send(pair.b, b"answer")
    assert pair.log[-1] == ("b", "<SEQ=301><ACK=109><DATA=6><CTL=ACK>")
    assert pair.b.block.receive_row().ack_at is None


# Windows


def test_a_closed_window_is_probed_after_a_time_out_and_ever_more_rarely() -> None:
    """3.8.6.1: SHLD-29 and SHLD-30. Without an answer the connection is given up when R2 is over."""
    pair = zero_window()
    assert times_of(pair, pair.a, 7) == [1000, 3000, 7000, 15000, 31000, 63000]
    assert pair.a.errors == ["ETIMEDOUT"]
    probes = [segment for segment in pair.sent[-6:] if segment.payload]
    assert [(segment.seq, segment.payload) for segment in probes] == [(1101, b"x")] * 6


def test_a_closed_window_is_probed_for_ever_while_somebody_answers() -> None:
    """MUST-37: "the sending TCP peer MUST allow the connection to stay open"."""
    pair = zero_window()
    pair.run(pair.now + 24 * 3600 * SECOND)
    assert str(pair.a.state) == "ESTABLISHED"
    assert pair.a.block.send_row().retransmissions == 0
    assert pair.a.rules.count("tcp.window-probe") > 24 * 60 - 10  # one a minute, RFC 6298 2.5
    assert len(pair.b.block.inbox) == 1000
    pair.receive(pair.b)
    pair.settle()
    assert len(pair.b.read) + len(pair.b.block.inbox) == 1500


def test_a_window_update_ends_the_waiting() -> None:
    pair = zero_window()
    pair.log.clear()
    pair.receive(pair.b)
    pair.settle()
    assert pair.log == [
        ("b", "<SEQ=301><ACK=1101><CTL=ACK>"),
        ("a", "<SEQ=1101><ACK=301><DATA=500><CTL=ACK>"),
        ("b", "<SEQ=301><ACK=1601><CTL=ACK>"),
    ]
    assert pair.a.block.send_row().persist_at is None


def test_a_lost_window_update_is_made_good_by_a_probe() -> None:
    pair = zero_window()
    pair.fate = lambda number, name, segment: ()
    pair.receive(pair.b)
    pair.fate = lambda number, name, segment: (5 * MS,)
    pair.run(pair.now + 2 * SECOND)
    assert len(pair.b.block.inbox) == 500
    assert str(pair.a.state) == "ESTABLISHED"


def test_both_ends_probe_at_the_same_moment() -> None:
    """A.2, "simultaneous window probes": each has taken the other's octet, so each one's ACKs seem a number too old."""
    pair = established(SIMPLE._replace(mss=500, receive_buffer=1000))
    pair.read_at_once = False
    for end in (pair.a, pair.b):
        pair.send(end, b"x" * 1500)
    pair.settle()
    assert (pair.a.block.snd_wnd, pair.b.block.snd_wnd) == (0, 0)
    pair.fate = lambda number, name, segment: ()
    for end in (pair.a, pair.b):
        pair.receive(end)
    pair.fate = lambda number, name, segment: (5 * MS,)
    pair.run(pair.now + 3 * SECOND)
    for end in (pair.a, pair.b):
        pair.receive(end)
        assert len(end.read) == 1500


def test_the_receiver_moves_its_window_by_a_segment_or_half_its_buffer() -> None:
    """3.8.6.2.2: "min( Fr * RCV.BUFF, Eff.snd.MSS )", Fr being 1/2; here the buffer is 1000 and the MSS 500."""
    pair = zero_window()
    pair.log.clear()
    pair.receive(pair.b, 499)
    assert pair.log == []
    assert pair.b.block.receive_row().rcv_wnd == 0
    pair.receive(pair.b, 1)
    assert pair.log == [("b", "<SEQ=301><ACK=1101><CTL=ACK>")]
    assert pair.sent[-1].window == 500


def test_the_sender_does_not_fill_a_silly_window_until_the_timer_overrides() -> None:
    """3.8.6.2.1: rule (3) wants half of the largest window seen, rule (4) a time-out of 0.1 to 1 s."""
    pair = zero_window()
    before = len(pair.log)
    pair.arrive(pair.a, segment_to(pair.a, window=499))
    assert len(pair.log) == before
    assert times_of(pair, pair.a, 1) == [200]
    assert pair.log[-1] == ("a", "<SEQ=1101><ACK=301><DATA=499><CTL=ACK>")

    pair = zero_window()
    pair.arrive(pair.a, segment_to(pair.a, window=500))
    assert pair.log[-1] == ("a", "<SEQ=1101><ACK=301><DATA=500><CTL=ACK>")


def test_a_small_window_is_filled_at_once_where_it_is_half_of_the_largest() -> None:
    """3.8.6.2.1 rule (3): "at least a fraction Fs of the maximum window", Fs being a half."""
    for window, sent in ((99, []), (100, ["<SEQ=101><ACK=301><DATA=100><CTL=ACK>"])):
        pair = established(SIMPLE._replace(receive_buffer=200))
        pair.arrive(pair.a, segment_to(pair.a, window=window))
        pair.send(pair.a, b"x" * 1000)
        assert [text for _, text in pair.log] == sent


def test_the_fin_goes_with_the_last_data_only_where_the_window_has_room_for_it() -> None:
    for window, last in ((100, "<SEQ=101><ACK=301><DATA=100><CTL=ACK>"), (101, None)):
        pair = established()
        pair.arrive(pair.a, segment_to(pair.a, window=0))
        pair.send(pair.a, b"x" * 100)
        pair.shutdown(pair.a)
        pair.log.clear()
        pair.arrive(pair.a, segment_to(pair.a, window=window))
        assert pair.log[-1][1] == (last or "<SEQ=101><ACK=301><DATA=100><CTL=FIN,ACK>")


def test_the_sender_copes_with_a_window_that_shrinks() -> None:
    """3.8.6, MUST-34 and MUST-35: nothing new is sent, and a window that shrank to zero is probed."""
    pair = established()
    pair.send(pair.a, b"x" * 2144)
    pair.arrive(pair.b, pair.flying[0][3])
    pair.flying.clear()
    pair.arrive(pair.a, segment_to(pair.a, ack=-2144 + 536, window=0))
    pair.log.clear()
    assert times_of(pair, pair.a, 3) == [1000, 3000, 7000]
    assert pair.log == [("a", "<SEQ=637><ACK=301><DATA=1><CTL=ACK>")] * 3
    pair.fate = lambda number, name, segment: (5 * MS,)
    pair.arrive(pair.a, segment_to(pair.a, ack=-2144 + 536, window=65535))
    pair.run(pair.now + 10 * SECOND)
    assert pair.a.block.send_row().snd_una == 2245


def test_an_old_segment_does_not_move_the_window() -> None:
    """3.10.7.4: "The check here prevents using old segments to update the window" (SND.WL1, SND.WL2)."""
    pair = established()
    pair.send(pair.a, b"x" * 100)
    pair.settle()
    pair.arrive(pair.a, segment_to(pair.a, seq=10, window=5000))
    assert pair.a.block.snd_wnd == 5000
    pair.arrive(pair.a, segment_to(pair.a, seq=5, window=9000))
    assert pair.a.block.snd_wnd == 5000


def test_the_right_edge_of_the_window_never_moves_back() -> None:
    for settings in (SIMPLE._replace(receive_buffer=5000), TcpSettings(receive_buffer=500_000)):
        pair = established(settings)
        pair.read_at_once = False
        edges = []
        for _ in range(300):
            pair.send(pair.a, b"x" * 700)
            pair.run(pair.now + 50 * MS)
            pair.receive(pair.b, 333)
            row = pair.b.block.receive_row()
            edges.append(row.rcv_nxt + row.rcv_wnd)
        assert edges == sorted(edges)


# Time-outs


def test_an_unanswered_segment_is_sent_again_at_doubled_intervals_until_r2() -> None:
    """RFC 6298 5.5; RFC 9293 3.8.3: R2 "at least 100 seconds"."""
    pair = established()
    pair.send(pair.a, b"anybody?")
    sent_at = pair.now
    assert times_of(pair, pair.a, 9) == [1000, 3000, 7000, 15000, 31000, 63000]
    assert pair.a.errors == ["ETIMEDOUT"]
    assert pair.now - sent_at == 123 * SECOND
    assert pair.a.rules.count("tcp.r1-reached") == 1


@pytest.mark.parametrize(("merged", "again"), [(False, [8]), (True, [28])])
def test_a_time_out_sends_the_oldest_segment_again_as_it_was(merged: bool, again: list[int]) -> None:
    """Two segments of 8 and 20 octets: textbooks send the first again, Linux both in one (tcp_retrans_collapse)."""
    pair = established(SIMPLE._replace(nagle=False, retransmit_merged=merged))
    pair.fate = lambda number, name, segment: ()
    pair.send(pair.a, b"x" * 8)
    pair.send(pair.a, b"y" * 20)
    before = len(pair.sent)
    pair.run(pair.now + 1500 * MS)
    assert [len(segment.payload) for segment in pair.sent[before:]] == again
    pair.run(pair.now + 2000 * MS)
    assert [len(segment.payload) for segment in pair.sent[before:]] == again * 2
    pair.fate = lambda number, name, segment: (5 * MS,)
    pair.run(pair.now + 10 * SECOND)
    assert pair.b.read == b"x" * 8 + b"y" * 20


def test_keepalive_asks_nine_times_and_gives_up() -> None:
    """3.8.4: after two hours; "SEG.SEQ = SND.NXT-1", and no data."""
    pair = established()
    pair.carry_out(pair.a, user.set_keepalive(pair.a.block, on=True, now=pair.now))
    pair.log.clear()
    times = times_of(pair, pair.a, 20)
    assert times == [1000 * (7200 + 75 * count) for count in range(10)]
    assert pair.log == [("a", "<SEQ=100><ACK=301><CTL=ACK>")] * 9 + [("a", "<SEQ=101><ACK=301><CTL=RST,ACK>")]
    assert pair.a.errors == ["ETIMEDOUT"]


def test_keepalive_is_answered_and_starts_anew() -> None:
    pair = established()
    pair.carry_out(pair.a, user.set_keepalive(pair.a.block, on=True, now=pair.now))
    pair.log.clear()
    pair.run(pair.now + 4 * 7200 * SECOND + SECOND)
    assert pair.log == [("a", "<SEQ=100><ACK=301><CTL=ACK>"), ("b", "<SEQ=301><ACK=101><CTL=ACK>")] * 4
    assert str(pair.a.state) == "ESTABLISHED"


# SACK and timestamps


def behind_gaps() -> Pair:
    """``b`` has the first octet and, in this order of arrival, those from 11, 31, 51 and 71 on, ten each."""
    pair = established(TcpSettings(delayed_ack=0))
    for seq in (0, 10, 30, 50, 70):
        data = b"x" * (10 if seq else 1)
        segment = segment_to(pair.b, data=data, options=pair.sent[2].options)
        segment.seq = 101 + seq
        pair.arrive(pair.b, segment)
    return pair


def test_sack_tells_the_block_that_came_last_first() -> None:
    """RFC 2018 4: "the first SACK block MUST specify the contiguous block of data containing the segment which
    triggered this ACK"; beside timestamps there is room for three (3).
    """
    pair = behind_gaps()
    assert read(pair.sent[-1].options).sack == ((171, 181), (151, 161), (131, 141))
    segment = segment_to(pair.b, data=b"y" * 10, options=pair.sent[2].options)
    segment.seq = 121
    pair.arrive(pair.b, segment)
    assert read(pair.sent[-1].options).sack == ((111, 141), (171, 181), (151, 161))


def test_data_leaves_room_for_sack_blocks() -> None:
    pair = behind_gaps()
    pair.send(pair.b, b"z" * 3000)
    assert len(pair.sent[-1].payload) == 1448 - 28
    assert len(pair.sent[-1]) == 1480


def stamped(pair: Pair, value: int, data: bytes = b"", *, seq: int = 0) -> Tcp:
    options = b"\1\1\x08\x0a" + (value % 2**32).to_bytes(4, "big") + bytes(4)
    return segment_to(pair.b, data=data, seq=seq, options=options)


def test_a_segment_with_an_older_timestamp_is_refused() -> None:
    """RFC 7323 5.3 R1."""
    pair = established(TcpSettings(delayed_ack=0))
    pair.arrive(pair.b, stamped(pair, 5000, b"new"))
    assert answers(pair, pair.b, stamped(pair, 4999, b"old")) == ["<SEQ=301><ACK=104><CTL=ACK>"]
    assert pair.b.facts(data_rules.TIMESTAMP_OLD) == [{"value": 4999, "recent": 5000}] * 2
    assert pair.b.read == b"new"


def test_timestamps_wrap_and_are_forgotten_after_24_days() -> None:
    """RFC 7323 5.2 and 5.5."""
    pair = established(TcpSettings(delayed_ack=0))
    for value in (2**31 - 1, 2**32 - 2, 1):
        pair.arrive(pair.b, stamped(pair, value, b"x"))
    assert pair.b.read == b"xxx"
    pair.now += 24 * 86400 * SECOND
    pair.arrive(pair.b, stamped(pair, 0, b"y"))
    assert pair.b.read == b"xxx"
    pair.now += 1
    pair.arrive(pair.b, stamped(pair, 0, b"y"))
    assert pair.b.read == b"xxxy"


def test_a_segment_without_the_agreed_timestamp_is_dropped() -> None:
    pair = established(TcpSettings())
    assert answers(pair, pair.b, segment_to(pair.b, data=b"data")) == []
    assert pair.b.read == b""


def test_the_echoed_timestamp_is_that_of_the_segment_that_the_ack_waited_for() -> None:
    """RFC 7323 4.3: of delayed ACKs (A) the first segment's, after a hole (B) the last one's before it."""
    pair = established(TcpSettings())
    pair.arrive(pair.b, stamped(pair, 1001, b"x" * 100))
    pair.arrive(pair.b, stamped(pair, 1002, b"x" * 100))
    assert times_of(pair, pair.b, 1) == [200]
    assert read(pair.sent[-1].options).timestamps == (pair.now // MS, 1001)
    pair.arrive(pair.b, stamped(pair, 1003, b"x" * 100, seq=100))
    assert read(pair.sent[-1].options).timestamps == (pair.now // MS, 1001)
    pair.arrive(pair.b, stamped(pair, 1004, b"x" * 100))
    assert read(pair.sent[-1].options).timestamps == (pair.now // MS, 1004)


def test_a_timestamp_tells_the_round_trip_of_a_segment_sent_again() -> None:
    pair = established(TcpSettings())
    pair.fate = lambda number, name, segment: () if pair.now < SECOND else (50 * MS,)
    pair.send(pair.a, b"lost")
    pair.run(pair.now + 3 * SECOND)
    # 50 ms there, 200 ms delayed, 50 ms back; the sample before was 10 ms: SRTT = 7/8 * 10 + 1/8 * 300
    srtt = pair.a.block.send_row().srtt
    assert srtt is not None
    assert abs(srtt - 46_250_000) <= 125_000
