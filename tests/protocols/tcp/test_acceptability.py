"""Which segments an open connection takes, trims, answers and throws away (RFC 9293 3.10.7.4, RFC 5961).

Unless a test says otherwise, ``b`` is ESTABLISHED, expects 101 and sends 301 next.
"""

import pytest

from sim.transport.tcp.machine.settings import SIMPLE
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, SYN, URG
from tests.protocols.tcp.ends import SECOND, Pair, answers, established, segment_to

ACK_101 = "<SEQ=301><ACK=101><CTL=ACK>"


def with_window(window: int) -> Pair:
    return established(SIMPLE._replace(receive_buffer=window))


@pytest.mark.parametrize(
    ("length", "window", "seq", "is_acceptable"),
    [
        # Table 6, row 1: SEG.LEN 0, RCV.WND 0: "SEG.SEQ = RCV.NXT"
        (0, 0, 0, True),
        (0, 0, 1, False),
        (0, 0, -1, False),
        # row 2: SEG.LEN 0, RCV.WND >0: "RCV.NXT =< SEG.SEQ < RCV.NXT+RCV.WND"
        (0, 100, 0, True),
        (0, 100, 99, True),
        (0, 100, 100, False),
        (0, 100, -1, False),
        # row 3: SEG.LEN >0, RCV.WND 0: "not acceptable"
        (1, 0, 0, False),
        # row 4: either end of it lies in the window
        (10, 100, 0, True),
        (10, 100, 99, True),
        (10, 100, 100, False),
        (10, 100, -9, True),
        (10, 100, -10, False),
        (110, 100, -10, True),
        (111, 100, -10, False),
        (300, 100, -100, False),  # both ends outside, although it covers the window: the table says so
    ],
)
def test_segment_acceptability(length: int, window: int, seq: int, is_acceptable: bool) -> None:
    pair = with_window(100)
    if not window:
        pair.read_at_once = False
        pair.arrive(pair.b, segment_to(pair.b, data=b"x" * 100))
    expected = pair.b.block.rcv_nxt
    sent = answers(pair, pair.b, segment_to(pair.b, data=b"y" * length, seq=seq))
    read = pair.b.read + bytes(pair.b.block.inbox)
    # What is not acceptable leaves nothing behind and is answered; what is, and has no data, is not answered.
    assert (b"y" in read) == (is_acceptable and length > 0 and seq <= 0)
    assert (f"<SEQ=301><ACK={expected}><CTL=ACK>" in sent) == (not is_acceptable or (length > 0 and seq > 0))


def test_a_segment_that_straddles_an_edge_of_the_window_is_cut_there() -> None:
    pair = with_window(10)
    pair.arrive(pair.b, segment_to(pair.b, data=b"0123"))
    assert answers(pair, pair.b, segment_to(pair.b, data=b"23456", seq=-2))[0] == "<SEQ=301><ACK=108><CTL=ACK>"
    assert pair.b.read == b"0123456"
    room = pair.b.block.rcv_wnd
    assert answers(pair, pair.b, segment_to(pair.b, data=b"7" * 20))[0] == f"<SEQ=301><ACK={108 + room}><CTL=ACK>"
    assert pair.b.read == b"0123456" + b"7" * room


def test_a_fin_beyond_the_window_is_not_taken() -> None:
    pair = with_window(10)
    pair.arrive(pair.b, segment_to(pair.b, FIN | ACK, b"0123456789"))
    assert str(pair.b.state) == "ESTABLISHED"
    pair.arrive(pair.b, segment_to(pair.b, FIN | ACK))
    assert str(pair.b.state) == "CLOSE-WAIT"


def test_what_comes_out_of_order_is_cut_at_the_same_edge() -> None:
    """The right edge counts from RCV.NXT, wherever in the window the segment begins: the FIN lies beyond it here."""
    pair = with_window(10)
    pair.arrive(pair.b, segment_to(pair.b, FIN | ACK, b"56789", seq=5))
    assert pair.b.rules.count("tcp.beyond-window") == 1
    pair.arrive(pair.b, segment_to(pair.b, data=b"01234"))
    assert pair.b.read == b"0123456789"
    assert str(pair.b.state) == "ESTABLISHED"


def test_a_segment_that_fills_the_window_exactly_is_not_cut() -> None:
    pair = with_window(10)
    pair.arrive(pair.b, segment_to(pair.b, data=b"56789", seq=5))
    assert "tcp.beyond-window" not in pair.b.rules
    pair = with_window(10)
    pair.read_at_once = False
    pair.arrive(pair.b, segment_to(pair.b, data=b"0123456789"))
    assert "tcp.beyond-window" not in pair.b.rules


def test_a_closed_window_still_lets_acknowledgments_through() -> None:
    """ "special allowance should be made to accept valid ACKs, URGs, and RSTs" """
    pair = with_window(100)
    pair.read_at_once = False
    pair.arrive(pair.b, segment_to(pair.b, data=b"x" * 100))
    pair.send(pair.b, b"hello")
    pair.arrive(pair.b, segment_to(pair.b, data=b"y"))
    assert pair.b.block.snd_una == 306
    assert len(pair.b.block.inbox) == 100


def test_a_reset_with_exactly_the_next_number_ends_the_connection() -> None:
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, RST)) == []
    assert str(pair.b.state) == "CLOSED"
    assert pair.b.errors == ["ECONNRESET"]


def test_a_reset_elsewhere_in_the_window_is_challenged() -> None:
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, RST, seq=1)) == [ACK_101]
    assert str(pair.b.state) == "ESTABLISHED"


@pytest.mark.parametrize("seq", [-1, 65535])
def test_a_reset_outside_the_window_is_dropped_silently(seq: int) -> None:
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, RST, seq=seq)) == []
    assert str(pair.b.state) == "ESTABLISHED"


@pytest.mark.parametrize("seq", [-50, 0, 50, 100_000])
def test_a_syn_is_challenged_whatever_its_number(seq: int) -> None:
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, SYN, seq=seq)) == [ACK_101]
    assert str(pair.b.state) == "ESTABLISHED"


def test_challenges_are_limited_to_ten_in_five_seconds() -> None:
    pair = established()
    sent = [answers(pair, pair.b, segment_to(pair.b, RST, seq=1)) for _ in range(12)]
    assert sent == [[ACK_101]] * 10 + [[], []]
    pair.now += 5 * SECOND - 1
    assert answers(pair, pair.b, segment_to(pair.b, RST, seq=1)) == []
    pair.now += 1
    assert answers(pair, pair.b, segment_to(pair.b, RST, seq=1)) == [ACK_101]


def test_two_ends_that_find_each_others_acks_unacceptable_fall_silent() -> None:
    """Both were open with somebody else who had the same address and port, as after two restarts."""
    one, other = established(issues=((1000,), (2000,))), established(issues=((70_000_000,), (90_000_000,)))
    pair = Pair()
    pair.a, pair.b = one.a, other.b
    pair.arrive(pair.b, segment_to(pair.b, seq=-5))
    pair.settle()
    assert len(pair.log) <= 21


@pytest.mark.parametrize(("ack", "is_taken"), [(0, True), (1, False), (-2000, True), (-2001, False)])
def test_an_ack_has_to_lie_between_the_largest_window_back_and_what_was_sent(ack: int, is_taken: bool) -> None:
    """RFC 5961 5.2: "((SND.UNA - MAX.SND.WND) <= SEG.ACK <= SND.NXT)"; the peer's window was 2000 at most."""
    pair = established(SIMPLE._replace(receive_buffer=2000))
    assert pair.b.block.max_snd_wnd == 2000
    sent = answers(pair, pair.b, segment_to(pair.b, data=b"data", ack=ack, window=2000))
    assert pair.b.read == (b"data" if is_taken else b"")
    assert sent[0] == ("<SEQ=301><ACK=105><CTL=ACK>" if is_taken else ACK_101)


def test_a_segment_without_ack_is_dropped() -> None:
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, PSH, b"data")) == []
    assert pair.b.read == b""


def test_urgent_data_is_read_in_its_place() -> None:
    pair = established()
    pair.arrive(pair.b, segment_to(pair.b, URG | ACK, b"now!", urgent=4))
    assert pair.b.read == b"now!"
    assert "tcp.urgent" in pair.b.rules


def test_data_behind_a_gap_waits_for_it() -> None:
    pair = established()
    assert answers(pair, pair.b, segment_to(pair.b, data=b"world", seq=6)) == [ACK_101]
    assert pair.b.block.receive_row().waiting == ((107, 112),)
    assert answers(pair, pair.b, segment_to(pair.b, FIN | ACK, b"!", seq=11)) == [ACK_101]
    assert answers(pair, pair.b, segment_to(pair.b, data=b"hello ")) == ["<SEQ=301><ACK=114><CTL=ACK>"]
    assert pair.b.read == b"hello world!"
    assert str(pair.b.state) == "CLOSE-WAIT"
