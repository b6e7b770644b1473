"""What the transmission control block knows from its start on, and what it is asked (RFC 9293 3.3.1)."""

import pytest

from sim.transport.tcp.machine.rows import ConnectionRow, ReceiveRow
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import ACK, FIN
from tests.protocols.tcp.ends import MS, SECOND, Pair, answers, established, segment_to


def test_before_the_other_end_has_answered_nothing_is_known_of_it() -> None:
    """RFC 9293 3.10.7.3: RCV.NXT, IRS and SND.WND come with the other end's SYN; 3.7.1: 536 until its MSS is told."""
    pair = Pair(SIMPLE, fate=lambda number, name, segment: ())
    pair.connect(pair.a)
    tcb = pair.a.block
    assert tcb.connection_row() == ConnectionRow(State.SYN_SENT, 100, None, 536, 0, 0, False, False)
    assert tcb.receive_row() == ReceiveRow(0, 65535, 0, (), None)
    row = tcb.send_row()
    assert (row.snd_una, row.snd_nxt, row.snd_wnd, row.written) == (100, 101, 0, 101)
    assert (row.dup_acks, row.retransmissions, row.retransmit_at) == (0, 0, SECOND)


def test_a_loss_of_the_very_first_octets_is_one_at_a_window_of_a_segment() -> None:
    """RFC 6582 3.2: "recover is set to the initial send sequence number", the SYN's, below that of the first octet."""
    pair = Pair(SIMPLE._replace(nagle=False), fate=lambda number, name, segment: () if number in (0, 4) else (5 * MS,))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(1010 * MS)
    assert pair.a.block.recovery.cwnd == 536  # RFC 5681 3.1: the SYN was lost
    for _ in range(4):
        pair.send(pair.a, bytes(100))
    pair.run(pair.now + 100 * MS)
    assert "congestion.fast-retransmit" in pair.a.rules
    assert pair.b.read == bytes(400)


def test_the_send_buffer_takes_what_it_has_room_for() -> None:
    """RFC 9293 3.10.2, SEND: "insufficient resources" else; what is acknowledged makes room."""
    pair = established(SIMPLE._replace(send_buffer=1000), issues=((70_000,), (300,)))
    pair.fate = lambda number, name, segment: ()
    assert pair.send(pair.a, bytes(600)) == 600
    assert pair.a.block.room == 400
    assert pair.send(pair.a, bytes(600)) == 400
    assert pair.a.block.room == 0
    pair.arrive(pair.a, segment_to(pair.a, ACK))
    assert pair.a.block.room == 536
    pair.a.block.send_buffer = 100
    assert pair.a.block.room == 0


def test_the_end_is_reached_behind_the_last_octet_before_the_fin() -> None:
    """RFC 9293 3.10.7.4, eighth step: "Note that FIN implies PUSH for any segment text not yet delivered"."""
    pair = established()
    pair.read_at_once = False
    tcb = pair.b.block
    assert not tcb.is_at_end
    pair.arrive(pair.b, segment_to(pair.b, ACK | FIN, b"end", seq=4))
    assert (tcb.rcv_fin, tcb.is_at_end) == (108, False)
    pair.arrive(pair.b, segment_to(pair.b, ACK, b"the "))
    assert (tcb.rcv_nxt, tcb.is_at_end) == (109, False)
    assert pair.receive(pair.b) == b"the end"
    assert tcb.is_at_end


def test_a_fin_behind_a_gap_is_not_the_end() -> None:
    pair = established()
    tcb = pair.b.block
    pair.arrive(pair.b, segment_to(pair.b, ACK | FIN, seq=1))
    assert (tcb.rcv_nxt, tcb.rcv_fin, tcb.is_at_end) == (101, 102, False)
    pair.arrive(pair.b, segment_to(pair.b, ACK, b"x"))
    assert (tcb.rcv_nxt, tcb.is_at_end) == (103, True)


def test_every_second_segment_of_536_octets_is_acknowledged_where_more_was_agreed_on() -> None:
    """RFC 9293 3.8.6.3, SHLD-18: "an ACK ... for at least every second full-sized segment or 2*RMSS bytes of new data",
    and RFC 5681 4.2: full-sized is what the sender makes it, which the receiver can only see.
    """
    pair = established(TcpSettings(timestamps=False))
    assert pair.b.block.smss == 1460
    for _ in range(2):
        assert answers(pair, pair.b, segment_to(pair.b, ACK, bytes(536))) == []
        assert len(answers(pair, pair.b, segment_to(pair.b, ACK, bytes(536)))) == 1


@pytest.mark.parametrize(("told", "smss"), [(None, 536), (1, 48), (47, 48), (48, 48), (49, 49), (9000, 1460)])
def test_segments_are_as_long_as_the_other_end_takes_within_bounds(told: int | None, smss: int) -> None:
    """RFC 9293 3.7.1: 536 where nothing is told, no more than the path takes; Linux's tcp_min_snd_mss is 48."""
    tcb = established().a.block
    tcb.agree_mss(told)
    assert tcb.smss == smss


@pytest.mark.parametrize(
    ("settings", "path_mtu", "smss"),
    [(SIMPLE, 500, 460), (TcpSettings(), 500, 448), (SIMPLE, 600, 536), (SIMPLE, 41, 1), (SIMPLE, 30, 1)],
)
def test_a_narrower_path_has_smaller_segments_of_an_octet_at_least(
    settings: TcpSettings, path_mtu: int, smss: int
) -> None:
    """RFC 9293 3.7.1, the Eff.snd.MSS: the MTU without the headers and the options of each segment (RFC 6691 2)."""
    tcb = established(settings).a.block
    tcb.limit_mss(path_mtu)
    assert tcb.smss == smss


@pytest.mark.parametrize(("buffer", "scale"), [(65535, 0), (65536, 1), (131_071, 1), (131_072, 2), (2**30, 14)])
def test_the_scale_is_the_least_that_tells_the_whole_buffer(buffer: int, scale: int) -> None:
    """RFC 7323 2.3: 14 at most, "so that the maximum window is 2**30": a field of 65535 and not of 65536."""
    pair = Pair(TcpSettings(receive_buffer=buffer), fate=lambda number, name, segment: ())
    pair.connect(pair.a)
    assert pair.a.block.connection_row().rcv_scale == scale
