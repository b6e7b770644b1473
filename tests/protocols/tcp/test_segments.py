"""What the header of a segment says: numbers, options, and the window that is announced; and what an odd one gets."""

import pytest

from sim.transport.tcp.machine.effects import Transmit
from sim.transport.tcp.machine.listen import closed
from sim.transport.tcp.machine.segments import announced_window, blocks_length, free_space, near, scaled_window
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.options import NONE, read
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from tests.protocols.tcp.ends import Pair, established, segment_to

SCALED = SIMPLE._replace(window_scaling=True, window_scale=2)
SACK = SIMPLE._replace(sack=True)


def block(settings: TcpSettings = SIMPLE, **values: int) -> Tcb:
    """The block of an end that is connected, with other values."""
    tcb = established(settings).b.block
    for name, value in values.items():
        setattr(tcb, name, value)
    return tcb


def behind_gaps(settings: TcpSettings, count: int) -> tuple[Pair, Tcp]:
    """``b`` got so many segments, each behind a gap of its own; and what it answered to the last one."""
    pair = established(settings)
    for place in range(count):
        pair.arrive(pair.b, segment_to(pair.b, ACK, b"x", seq=10 * (place + 1)))
    return pair, pair.sent[-1]


@pytest.mark.parametrize(
    ("reference", "number", "nearest"),
    [
        (0, 2**32 - 1, -1),
        (5, 2**32 - 3, -3),
        (0, 0x7000_0000, 0x7000_0000),
        (2**32 + 10, 4, 2**32 + 4),
        (2**32 - 2, 3, 2**32 + 3),
        (3 * 2**32, 0x8000_0001, 3 * 2**32 - 0x7FFF_FFFF),
    ],
)
def test_a_sequence_number_is_the_nearest_of_those_that_it_can_mean(reference: int, number: int, nearest: int) -> None:
    # RFC 9293 3.4: "comparisons of modulo 2**32 numbers"
    assert near(reference, number) == nearest


def test_without_timestamps_the_options_have_room_for_four_blocks() -> None:
    # RFC 2018 3: "the 40 bytes available for TCP options can specify a maximum of 4 blocks"
    pair, answer = behind_gaps(SACK, 5)
    assert len(pair.b.block.reassembly) == 5
    told = read(answer.options).sack
    assert len(told) == 4
    assert told[0] == (151, 152)  # 101 is expected; the last one came 50 behind that


def test_who_did_not_agree_on_sack_tells_no_block() -> None:
    # RFC 2018 2: the option is sent "only ... once the connection is established" by who was permitted to
    pair, answer = behind_gaps(SIMPLE, 1)
    assert pair.b.block.reassembly.octets == 1
    assert answer.options == b""
    assert blocks_length(pair.b.block) == 0


@pytest.mark.parametrize(
    ("smss", "length"),
    [(4, 0), (12, 0), (13, 12), (20, 12), (21, 20)],
)
def test_blocks_leave_room_for_an_octet_of_data(smss: int, length: int) -> None:
    pair, _ = behind_gaps(SACK, 2)
    pair.b.block.smss = smss
    assert blocks_length(pair.b.block) == length


def test_what_came_twice_takes_a_block_beside_those_that_wait() -> None:
    tcb = block(SACK)
    tcb.dsack = (90, 95)
    assert blocks_length(tcb) == 12
    pair, _ = behind_gaps(SACK, 1)
    pair.b.block.dsack = (90, 95)
    assert blocks_length(pair.b.block) == 20


@pytest.mark.parametrize("timestamps", [False, True])
def test_a_reset_without_an_acknowledgment_has_no_other_field_and_only_options_that_both_agreed_on(
    timestamps: bool,
) -> None:
    # RFC 9293 3.5.2: <SEQ=SEG.ACK><CTL=RST>; RFC 7323 3.2: timestamps only once both sent them
    pair = Pair(SIMPLE._replace(timestamps=timestamps))
    pair.connect(pair.a)
    pair.arrive(pair.a, segment_to(pair.a, ACK, ack=77))
    answer = pair.sent[-1]
    assert (answer.flags, answer.seq, answer.ack, answer.window) == (RST, 178, 0, 0)
    assert read(answer.options) == NONE


def test_a_reset_for_nobody_has_the_number_that_is_believed_and_nothing_else() -> None:
    # RFC 9293 3.10.7.1: "If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>", if off, "<SEQ=0><ACK=SEG.SEQ+SEG.LEN>"
    for flags, seq, ack, answered in ((ACK, 777, 0, RST), (SYN, 0, 501, RST | ACK), (FIN | SYN, 0, 502, RST | ACK)):
        answer = closed(Tcp(5000, 80, 500, 777, flags, 65535))
        assert isinstance(answer, Transmit)
        assert answer.segment == Tcp(80, 5000, seq, ack, answered, 0)
        assert answer.dont_fragment


def test_a_listener_answers_an_acknowledgment_in_the_same_way() -> None:
    # RFC 9293 3.10.7.2: "The RST should be formatted as follows: <SEQ=SEG.ACK><CTL=RST>"
    pair = Pair()
    pair.listen(pair.b)
    pair.arrive(pair.b, Tcp(5000, 80, 500, 777, ACK, 65535))
    assert pair.sent == [Tcp(80, 5000, 777, 0, RST, 0)]


@pytest.mark.parametrize("flags", [SYN | ACK, SYN | FIN | ACK])
def test_a_syn_with_an_unacceptable_acknowledgment_opens_nothing(flags: int) -> None:
    # RFC 9293 3.10.7.3: "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset ... and discard the segment. Return."
    pair = Pair()
    pair.connect(pair.a)
    pair.arrive(pair.a, segment_to(pair.a, flags, ack=1))
    assert pair.log[1:] == [("a", "<SEQ=102><CTL=RST>")]
    assert pair.a.states == [State.CLOSED, State.SYN_SENT]


def test_a_reset_without_an_acknowledgment_opens_and_ends_nothing() -> None:
    # RFC 9293 3.10.7.3: "Otherwise (no ACK), drop the segment and return."
    pair = Pair()
    pair.connect(pair.a)
    pair.arrive(pair.a, segment_to(pair.a, RST | SYN))
    assert pair.a.states == [State.CLOSED, State.SYN_SENT]


def test_data_before_the_syn_is_dropped() -> None:
    # RFC 9293 3.10.7.3: "if neither of the SYN or RST bits is set, then drop the segment and return."
    pair = Pair()
    pair.connect(pair.a)
    pair.arrive(pair.a, segment_to(pair.a, FIN | ACK, b"early", seq=0))
    assert pair.a.states == [State.CLOSED, State.SYN_SENT]
    assert (pair.a.read, len(pair.log)) == (b"", 1)
    assert not pair.a.block.reassembly.octets


def test_a_reset_in_a_connection_without_timestamps_has_none() -> None:
    pair = Pair(fate=lambda number, name, segment: ())
    pair.listen(pair.b)
    pair.arrive(pair.b, Tcp(5000, 80, 100, 0, SYN, 65535))
    pair.arrive(pair.b, segment_to(pair.b, ACK, ack=5))
    answer = pair.sent[-1]
    assert (answer.flags, answer.options) == (RST, b"")


@pytest.mark.parametrize(
    ("buffer", "told", "waiting", "announced"),
    [
        (4000, 0, 3001, 0),  # 999 free: less than a segment of 1000
        (4000, 0, 3000, 1000),
        (4000, 500, 3300, 500),  # 700 free, 200 more than was told
        (1000, 0, 501, 0),  # 499: less than half of the buffer, which is less than a segment
        (1000, 0, 500, 500),
        (4000, 3000, 2000, 3000),  # what was told is never taken back
    ],
)
def test_the_window_grows_by_a_segment_or_by_half_of_the_buffer(
    buffer: int, told: int, waiting: int, announced: int
) -> None:
    # RFC 9293 3.8.6.2.2: "RCV.BUFF - RCV.USER - RCV.WND >= min( Fr * RCV.BUFF, Eff.snd.MSS )", Fr being 1/2
    tcb = block(receive_buffer=buffer, rcv_wnd=told, smss=1000)
    tcb.inbox = bytearray(waiting)
    assert announced_window(tcb) == announced


def test_without_a_scale_no_more_than_65535_octets_can_be_told() -> None:
    tcb = block(receive_buffer=100_000, rcv_wnd=0)
    assert free_space(tcb) == 65535
    assert announced_window(tcb) == 65535


@pytest.mark.parametrize(
    ("window", "free", "waiting", "field"),
    [
        (4, 4, 0, 1),
        (5, 5, 0, 2),  # rounded up: nothing waits to be read
        (8, 8, 0, 2),
        (5, 5, 1, 1),  # 8 octets are not there
        (5, 8, 1, 2),  # 8 octets are there
    ],
)
def test_a_scaled_window_is_rounded_up_where_that_is_no_promise_too_much(
    window: int, free: int, waiting: int, field: int
) -> None:
    tcb = block(SCALED)
    tcb.inbox = bytearray(waiting)
    assert scaled_window(tcb, window, free) == field


def test_the_edge_that_was_told_is_that_of_the_field() -> None:
    pair = Pair(SCALED._replace(receive_buffer=10_000))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.settle()
    # RFC 7323 2.2: the window of a SYN is not scaled
    assert [segment.window for segment in pair.sent] == [10_000, 10_000, 2500]
    assert pair.b.block.told_edge == 101 + 10_000  # the SYN,ACK was the last that told it
    assert pair.a.block.told_edge == 301 + 10_000


def test_a_syn_has_no_acknowledgment_number() -> None:
    pair = Pair()
    pair.connect(pair.a)
    assert (pair.sent[-1].flags, pair.sent[-1].ack) == (SYN, 0)


def test_octets_that_the_field_cannot_tell_stay_in_the_window() -> None:
    # RFC 7323 2.4: what was once announced stays acceptable, although 19999 is told as 4999 * 4
    pair = established(SCALED._replace(receive_buffer=20_000))
    pair.read_at_once = False
    pair.arrive(pair.b, segment_to(pair.b, ACK, b"x"))
    assert (pair.sent[-1].window, pair.b.block.rcv_wnd) == (4999, 19_999)


def test_a_fin_with_a_crossing_syn_waits_for_the_acknowledgment() -> None:
    # RFC 9293 3.10.7.3: "If there are other controls or text in the segment, queue them for processing after the
    # ESTABLISHED state has been reached, return."
    pair = Pair(fate=lambda number, name, segment: ())
    pair.connect(pair.a)
    pair.arrive(pair.a, Tcp(80, 5000, 300, 0, SYN | FIN, 65535))
    assert (pair.a.block.rcv_nxt, pair.a.block.rcv_fin) == (301, 301)
    pair.arrive(pair.a, segment_to(pair.a))
    assert pair.a.states[-3:] == [State.SYN_RECEIVED, State.ESTABLISHED, State.CLOSE_WAIT]


def test_who_wants_to_be_awakened_by_data_lets_the_third_segment_wait_for_it() -> None:
    # Linux's TCP_DELACK_MAX is 200 ms, which the ACK of a SYN,ACK waits where TCP_DEFER_ACCEPT is set
    pair = Pair(fate=lambda number, name, segment: ())
    pair.connect(pair.a)
    pair.a.block.deferrals = 1
    pair.arrive(pair.a, segment_to(pair.a, SYN | ACK, seq=300))
    assert pair.log[1:] == []
    assert pair.a.block.ack_at == pair.now + 200_000_000
