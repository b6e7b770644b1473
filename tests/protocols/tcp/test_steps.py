"""The steps of SEGMENT ARRIVES that end the processing of a segment (RFC 9293 3.10.7.4): nothing comes after them."""

import pytest

from sim.transport.tcp import data_rules, rules
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.why import Rule
from tests.protocols.tcp.ends import MS, Pair, answers, established, segment_to


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
    assert (tcb.snd_una, tcb.rtt.srtt, tcb.snd_wl2) == (300, None, 300)
    pair.arrive(pair.b, segment_to(pair.b, ACK, ack=-1, window=4000))
    assert (tcb.snd_una, tcb.rtt.srtt, tcb.snd_wl2, tcb.snd_wnd) == (301, 10 * MS, 301, 4000)
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
