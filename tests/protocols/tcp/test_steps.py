"""The steps of SEGMENT ARRIVES that end the processing of a segment (RFC 9293 3.10.7.4): nothing comes after them."""

import pytest

from sim.transport.tcp import data_rules, rules
from sim.transport.tcp.machine.arrival import Arrival, is_newer
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.options import Options, write
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.why import Rule
from tests.protocols.tcp.ends import MS, SECOND, Pair, answers, established, segment_to


def half_open() -> Pair:
    """``b`` was a listener and is in SYN-RECEIVED; nothing of what it sent arrives."""
    pair = Pair(fate=lambda number, name, segment: ())
    pair.listen(pair.b)
    pair.arrive(pair.b, Tcp(5000, 80, 100, 0, SYN, 65535))
    pair.log.clear()
    pair.b.whys.clear()
    return pair


def reasons(pair: Pair, segment: Tcp) -> list[str]:
    """The ids of all reasons that ``b`` gives because of a segment."""
    pair.b.whys.clear()
    pair.arrive(pair.b, segment)
    return pair.b.rules


def in_time_wait(settings: TcpSettings = SIMPLE) -> Pair:
    """``b`` is in TIME-WAIT."""
    pair = established(settings)
    pair.shutdown(pair.b)
    pair.settle()
    pair.shutdown(pair.a)
    pair.settle()
    assert pair.b.state is State.TIME_WAIT
    pair.log.clear()
    return pair


def test_a_syn_inside_the_window_of_a_half_open_connection_returns_it_to_listen() -> None:
    # Fourth: "If the connection is in the SYN-RECEIVED state and was initiated with a passive OPEN, then return this
    # connection to the LISTEN state and return." The number here is RCV.NXT, which is the window's first.
    pair = half_open()
    assert reasons(pair, segment_to(pair.b, SYN)) == [rules.SYN_RETURNS_TO_LISTEN.id] * 2
    assert pair.b.states[-1] is State.LISTEN
    assert pair.log == []


def test_a_syn_before_the_window_of_a_half_open_connection_is_challenged() -> None:
    pair = half_open()
    assert reasons(pair, segment_to(pair.b, SYN, seq=-2)) == [rules.CHALLENGE_SYN.id] * 2
    assert pair.log == [("b", "<SEQ=301><ACK=101><CTL=ACK>")]


def test_a_reset_in_time_wait_is_ignored_and_gets_a_single_reason() -> None:
    # RFC 1337 3 (F1): "Ignore RST segments in TIME-WAIT state."
    pair = in_time_wait(SIMPLE._replace(rfc1337=True))
    assert reasons(pair, segment_to(pair.b, RST)) == [rules.RST_IN_TIME_WAIT.id]
    assert pair.b.state is State.TIME_WAIT


@pytest.mark.parametrize(
    ("ack", "rule"), [(1, data_rules.ACK_OF_UNSENT), (-65536, data_rules.ACK_TOO_OLD)], ids=["unsent", "old"]
)
def test_an_ack_that_cannot_be_is_told_from_one_that_is_too_old(ack: int, rule: Rule) -> None:
    pair = established()
    assert reasons(pair, segment_to(pair.b, ACK, b"x", ack=ack)) == [rule.id] * 2


def test_data_after_close_is_answered_by_a_reset_and_by_nothing_else() -> None:
    # RFC 9293 3.6.1: "its TCP implementation SHOULD send a RST to show that data was lost"
    pair = established()
    pair.close(pair.b)
    pair.settle()
    pair.log.clear()
    segment = segment_to(pair.b, FIN | ACK, b"late", window=pair.b.block.snd_wnd)
    assert reasons(pair, segment) == [rules.DATA_AFTER_CLOSE.id] * 3
    assert pair.log == [("b", "<SEQ=302><CTL=RST>")]


def test_the_ack_of_the_syn_counts_as_the_end_of_the_handshake_after_close_in_syn_received() -> None:
    # 3.10.4, SYN-RECEIVED: "form a FIN segment and send it, and enter FIN-WAIT-1 state": the SYN is still on its way.
    pair = half_open()
    pair.shutdown(pair.b)
    tcb = pair.b.block
    pair.now += 10 * MS
    pair.arrive(pair.b, segment_to(pair.b, ACK, ack=-2))  # of the ISS itself: it acknowledges nothing
    assert (tcb.snd_una, tcb.rtt.srtt, tcb.snd_wnd) == (300, None, 65535)
    pair.arrive(pair.b, segment_to(pair.b, ACK, ack=-1, window=4000))
    assert (tcb.snd_una, tcb.rtt.srtt, tcb.snd_wnd) == (301, 10 * MS, 4000)
    assert tcb.retransmit_at == pair.now + tcb.rtt.rto  # of the FIN
    assert pair.b.state is State.FIN_WAIT_1
    pair.arrive(pair.b, segment_to(pair.b, ACK))
    assert pair.b.states[-1] is State.FIN_WAIT_2


def test_a_fin_takes_up_one_number_of_the_window_whose_edge_stays() -> None:
    # 3.8.6.2.2: "keep RCV.NXT+RCV.WND fixed"; a FIN has a number of its own (3.4)
    pair = established(SIMPLE._replace(receive_buffer=10))
    pair.read_at_once = False
    assert answers(pair, pair.b, segment_to(pair.b, FIN | ACK, b"four")) == ["<SEQ=301><ACK=106><CTL=ACK>"]
    assert pair.sent[-1].window == 5
    assert pair.b.block.rcv_wnd == 5


@pytest.mark.parametrize(("text", "is_taken"), [(b"nine oct.", True), (b"ten octets", False)])
def test_a_fin_with_the_syn_is_kept_where_the_window_has_room_for_it(text: bytes, is_taken: bool) -> None:
    # 3.10.7.2: "any other control or text should be queued for processing later"
    pair = Pair(SIMPLE._replace(receive_buffer=10))
    pair.listen(pair.b)
    pair.arrive(pair.b, Tcp(5000, 80, 100, 0, SYN | FIN, 65535, payload=text))
    assert (pair.b.block.rcv_fin is not None) == is_taken
    pair.read_at_once = False
    pair.arrive(pair.b, segment_to(pair.b, ACK))
    assert bytes(pair.b.block.inbox) == text
    assert pair.b.state is (State.CLOSE_WAIT if is_taken else State.ESTABLISHED)
    assert pair.b.block.rcv_wnd == 0


def waiting_for_a_probe() -> Pair:
    """``b`` has probed a closed window with one octet, and ``a`` has sent one: each took the other's (RFC 9293 A.2).

    As ``b`` sees it: SND.UNA is 301, its octet 301 has left, and 102 is expected.
    """
    pair = established(fate=lambda number, name, segment: (5 * MS,) if number < 3 else ())
    pair.arrive(pair.b, segment_to(pair.b, window=0))
    pair.send(pair.b, b"probed")
    pair.run(pair.b.block.persist_at)
    assert (pair.b.block.snd_nxt, pair.b.block.snd_max) == (301, 302)
    pair.arrive(pair.b, segment_to(pair.b, ACK, b"p", window=0))
    return pair


@pytest.mark.parametrize(
    ("flags", "data", "seq", "ack", "is_taken"),
    [
        (ACK, b"", -1, 1, True),
        (ACK, b"", -2, 1, False),
        (ACK, b"", 1 << 20, 1, False),
        (ACK, b"d", -1, 1, False),
        (ACK, b"", -1, 2, False),
        (ACK, b"", -1, 0, False),
        (0, b"", -1, 1, False),
    ],
)
def test_an_ack_that_is_one_number_late_is_taken_where_it_answers_a_probe(
    flags: int, data: bytes, seq: int, ack: int, is_taken: bool
) -> None:
    pair = waiting_for_a_probe()
    pair.log.clear()
    pair.arrive(pair.b, segment_to(pair.b, flags, data, seq=seq, ack=ack, window=0))
    assert (pair.b.block.snd_una == 302) == is_taken
    refusals = {data_rules.OLD_SEGMENT.id, data_rules.OUTSIDE_WINDOW.id, data_rules.ACK_OF_UNSENT.id}
    assert bool(refusals.intersection(pair.b.rules)) == (not is_taken)


@pytest.mark.parametrize(("seq", "rule"), [(-9, data_rules.OLD_SEGMENT), (100, data_rules.OUTSIDE_WINDOW)])
def test_what_lies_before_the_window_is_told_from_what_lies_behind_it(seq: int, rule: Rule) -> None:
    pair = established(SIMPLE._replace(receive_buffer=100))
    assert reasons(pair, segment_to(pair.b, data=b"x", seq=seq)) == [rule.id] * 2


@pytest.mark.parametrize(("seq", "length", "old", "beyond"), [(0, 11, None, 1), (-1, 2, 1, None), (-1, 11, 1, None)])
def test_the_octets_outside_the_window_are_counted(seq: int, length: int, old: int | None, beyond: int | None) -> None:
    pair = established(SIMPLE._replace(receive_buffer=10))
    pair.read_at_once = False
    pair.arrive(pair.b, segment_to(pair.b, data=b"x" * length, seq=seq))
    assert pair.b.facts(data_rules.PARTLY_OLD) == ([] if old is None else [{"octets": old}])
    cut = [facts["octets"] for facts in pair.b.facts(data_rules.BEYOND_WINDOW)]
    assert cut == ([] if beyond is None else [beyond])
    assert len(pair.b.block.inbox) == min(length + seq, 10)


def test_a_syn_that_comes_again_says_that_the_answer_was_lost() -> None:
    # RFC 5681 3.1: "if the SYN or SYN/ACK is lost, the initial window used by a sender after a correctly transmitted
    # SYN MUST be one segment consisting of at most SMSS bytes."
    pair = Pair(TcpSettings(), fate=lambda number, name, segment: ())
    pair.listen(pair.b)
    for _ in range(2):
        pair.arrive(pair.b, Tcp(5000, 80, 100, 0, SYN, 65535))
    assert [text for _, text in pair.log] == ["<SEQ=300><ACK=101><CTL=SYN,ACK>"] * 2
    pair.arrive(pair.b, segment_to(pair.b))
    assert pair.b.block.recovery.control.cwnd == pair.b.block.smss


def test_an_ack_of_another_syn_is_answered_by_a_reset_and_by_nothing_else() -> None:
    # Fifth, SYN-RECEIVED: "If the segment acknowledgment is not acceptable, form a reset segment ... and send it."
    pair = half_open()
    assert reasons(pair, segment_to(pair.b, ACK, b"x", ack=5)) == [rules.ACK_OF_OTHER_SYN.id] * 2
    assert pair.log == [("b", "<SEQ=306><CTL=RST>")]
    assert pair.b.state is State.SYN_RECEIVED


def test_an_accept_that_is_deferred_does_nothing_else() -> None:
    pair = Pair(fate=lambda number, name, segment: ())
    pair.listen(pair.b)
    assert pair.b.listener is not None
    pair.b.listener.deferrals = 1
    pair.arrive(pair.b, Tcp(5000, 80, 100, 0, SYN, 65535))
    assert reasons(pair, segment_to(pair.b)) == [rules.ACCEPT_DEFERRED.id]
    assert reasons(pair, segment_to(pair.b, FIN | ACK, seq=3)) == [rules.ESTABLISHED.id, data_rules.ACK.id]


@pytest.mark.parametrize(("seq", "data", "count"), [(0, b"", 0), (1, b"", 2), (0, b"x", 2)])
def test_time_wait_answers_all_but_an_empty_ack_with_the_next_number(seq: int, data: bytes, count: int) -> None:
    pair = in_time_wait()
    assert reasons(pair, segment_to(pair.b, ACK, data, seq=seq)) == [rules.TIME_WAIT_ANSWERED.id] * count


def test_the_length_of_a_segment_counts_its_syn_and_its_fin() -> None:
    # RFC 9293 3.4: "SEG.LEN = the number of octets occupied by the data in the segment (counting SYN and FIN)"
    tcb = established().b.block
    lengths = {flags: Arrival(tcb, Tcp(1, 2, 0, 0, flags, 0, b"abc"), 0, False).length for flags in (0, SYN, FIN, RST)}
    assert lengths == {0: 3, SYN: 4, FIN: 4, RST: 3}
    assert Arrival(tcb, Tcp(1, 2, 0, 0, SYN | FIN, 0), 0, False).length == 2


@pytest.mark.parametrize(
    ("value", "newer"), [(99, False), (100, True), (2**31 + 99, True), (2**31 + 100, False), (2**32 - 1, False)]
)
def test_a_timestamp_is_newer_within_half_of_its_numbers(value: int, newer: bool) -> None:
    # RFC 7323 5.2: "s is considered to be before t if 0 < (t - s) < 2^31, computed in unsigned 32-bit arithmetic"
    tcb = established().b.block
    tcb.ts_recent = 100
    assert is_newer(tcb, (value, 0)) == newer


def test_a_syn_of_somebody_who_restarted_needs_no_timestamp() -> None:
    # RFC 7323 3.2 drops what has none; RFC 5961 4.2 and the fourth step answer a SYN whatever else it has
    pair = Pair(SIMPLE._replace(timestamps=True), fate=lambda number, name, segment: ())
    pair.listen(pair.b)
    pair.arrive(pair.b, Tcp(5000, 80, 100, 0, SYN, 65535, options=write(Options(timestamps=(7, 0)))))
    assert pair.b.block.timestamps
    assert reasons(pair, segment_to(pair.b, ACK)) == [data_rules.TIMESTAMP_MISSING.id]
    assert reasons(pair, segment_to(pair.b, SYN)) == [rules.SYN_RETURNS_TO_LISTEN.id] * 2


def test_a_fin_that_comes_again_restarts_time_wait() -> None:
    # RFC 9293 3.10.7.4, eighth: "Remain in the TIME-WAIT state. Restart the 2 MSL time-wait timeout."
    pair = in_time_wait()
    pair.now += 100 * SECOND
    pair.arrive(pair.b, segment_to(pair.b, FIN | ACK, seq=-1))
    assert pair.b.facts(rules.TIME_WAIT_RESTARTED) == [{"timeout": 240 * SECOND}]
    assert pair.b.block.expires_at == pair.now + 240 * SECOND
