"""Explicit congestion notification between two ends, by the clauses of RFC 3168 section 6.1."""

import pytest

from sim.transport.tcp.machine import arrive
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.pdu import ACK, CWR, ECE, SYN, Tcp
from tests.protocols.tcp.ends import MS, SECOND, End, Pair, established, segment_to

ON = SIMPLE._replace(ecn="on")
_FLAGS = ECE | CWR


def arrives_marked(pair: Pair, end: End, segment: Tcp) -> None:
    pair.carry_out(end, arrive.segment_arrives(end.block, segment, pair.now, is_marked=True))


def echoes(pair: Pair) -> list[bool]:
    return [bool(segment.flags & ECE) for segment in pair.sent if not segment.flags & SYN]


@pytest.mark.parametrize(
    ("opener", "listener", "syn", "syn_ack", "agreed"),
    [
        # 6.1.1: "an ECN-setup SYN packet ... with both the ECE and CWR flags set"; the SYN-ACK has "only the ECE flag"
        ("on", "on", ECE | CWR, ECE, True),
        ("on", "passive", ECE | CWR, ECE, True),
        ("on", "off", ECE | CWR, 0, False),
        ("passive", "on", 0, 0, False),
        ("passive", "passive", 0, 0, False),
        ("off", "on", 0, 0, False),
    ],
)
def test_two_ends_agree_in_their_syns(opener: str, listener: str, syn: int, syn_ack: int, agreed: bool) -> None:
    pair = established(SIMPLE._replace(ecn=opener), SIMPLE._replace(ecn=listener))
    assert [segment.flags & _FLAGS for segment in pair.sent] == [syn, syn_ack, 0]
    assert (pair.a.block.ecn, pair.b.block.ecn) == (agreed, agreed)
    pair.send(pair.a, b"data")
    pair.settle()
    pair.send(pair.b, b"more")
    pair.settle()
    data = [capable for segment, capable in zip(pair.sent, pair.ecn_capable, strict=True) if segment.payload]
    assert data == [agreed] * 2


@pytest.mark.parametrize("flags", [ECE | CWR, CWR])
def test_a_syn_ack_that_mirrors_both_flags_agrees_to_nothing(flags: int) -> None:
    """6.1.1: some faulty implementations reflect what they do not know."""
    pair = Pair(ON)
    pair.connect(pair.a)
    answer = Tcp(80, 5000, 300, 101, SYN | ACK | flags, 65535)
    pair.arrive(pair.a, answer)
    assert not pair.a.block.ecn


def test_a_syn_that_is_not_answered_comes_again_without_the_offer() -> None:
    """6.1.1.1: "A host that receives no reply to an ECN-setup SYN within the normal SYN retransmission timeout interval
    MAY resend the SYN and any subsequent SYN retransmissions with CWR and ECE cleared."
    """
    pair = Pair(ON, fate=lambda number, name, segment: () if segment.flags & CWR else (5 * MS,))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(2 * SECOND)
    assert [segment.flags & _FLAGS for segment in pair.sent[:2]] == [ECE | CWR, 0]
    assert (pair.a.block.ecn, pair.b.block.ecn) == (False, False)


def test_a_lost_syn_ack_ends_ecn_at_both_ends() -> None:
    """The second SYN has no offer: 6.1.1, who has received one without "SHOULD NOT set ECT on data packets"."""
    pair = Pair(ON, fate=lambda number, name, segment: () if number == 1 else (5 * MS,))
    pair.listen(pair.b)
    pair.connect(pair.a)
    pair.run(5 * SECOND)
    assert (pair.a.block.ecn, pair.b.block.ecn) == (False, False)


def test_only_new_data_may_be_marked() -> None:
    """6.1.4 and 6.1.5: neither pure acknowledgments nor retransmissions; 6.1.6: no window probes; 6.1.1: no SYN."""
    pair = established(ON)
    assert pair.ecn_capable == [False] * 3
    pair.fate = lambda number, name, segment: () if number == 3 else (5 * MS,)
    pair.send(pair.a, b"lost once")
    pair.run(pair.now + 3 * SECOND)
    assert [bool(segment.payload) for segment in pair.sent[3:]] == [True, True, False]
    assert pair.ecn_capable[3:] == [True, False, False]
    pair.arrive(pair.a, segment_to(pair.a, window=0))
    pair.send(pair.a, b"a probe")
    pair.run(pair.now + 3 * SECOND)
    assert pair.a.rules.count("tcp.window-probe") > 0
    assert not pair.ecn_capable[6]


def test_the_receiver_echoes_until_it_hears_that_the_sender_has_slowed_down() -> None:
    """6.1.3: "the TCP receiver sets the ECE flag in all subsequent ACK packets ... until it receives a CWR packet"."""
    pair = established(ON)
    pair.arrive(pair.b, segment_to(pair.b, data=b"x"))
    arrives_marked(pair, pair.b, segment_to(pair.b, data=b"x"))
    pair.arrive(pair.b, segment_to(pair.b, data=b"x"))
    pair.send(pair.b, b"ACKs on data, too")
    pair.arrive(pair.b, segment_to(pair.b, ACK | CWR, b"x", ack=-17))
    pair.arrive(pair.b, segment_to(pair.b, data=b"x"))
    assert echoes(pair)[1:] == [False, True, True, True, False, False]
    arrives_marked(pair, pair.b, segment_to(pair.b, ACK | CWR, b"x"))
    assert echoes(pair)[-1], "a CWR packet that is marked itself begins anew"


@pytest.mark.parametrize("segment", [{"seq": -10, "data": b"old"}, {"seq": 70_000, "data": b"far"}, {}])
def test_a_mark_on_what_is_not_taken_or_has_no_data_says_nothing(segment: dict[str, int | bytes]) -> None:
    """6.1.5: "the TCP data receiver SHOULD ignore the ECN field on arriving data packets that are outside of the
    receiver's current window"."""
    pair = established(ON)
    arrives_marked(pair, pair.b, segment_to(pair.b, **segment))  # type: ignore[arg-type]
    pair.arrive(pair.b, segment_to(pair.b, data=b"x"))
    assert not any(echoes(pair))


def test_marks_mean_nothing_where_ecn_was_not_agreed_on() -> None:
    pair = established(SIMPLE)
    arrives_marked(pair, pair.b, segment_to(pair.b, data=b"x"))
    assert not any(echoes(pair))
    pair.send(pair.b, b"x")
    cwnd = pair.b.block.recovery.cwnd
    pair.arrive(pair.b, segment_to(pair.b, ACK | ECE))
    assert pair.b.block.recovery.cwnd >= cwnd


@pytest.mark.parametrize("settings", [ON, TcpSettings(ecn="on", delayed_ack=0)], ids=["simple", "default"])
@pytest.mark.parametrize("name", ["reno", "cubic", "tahoe", "textbook"])
def test_the_sender_slows_down_once_for_a_window_and_says_so_once(name: str, settings: TcpSettings) -> None:
    """6.1.2: "react to congestion indications at most once every window of data", and "the CWR flag in the TCP header
    of the first new data packet sent after the window reduction".
    """
    pair = established(settings._replace(congestion_control=name, initial_cwnd=10, send_buffer=1 << 20))
    smss = pair.a.block.smss
    pair.send(pair.a, bytes(40 * smss))
    flight = [each[3] for each in pair.flying]
    assert len(flight) == 10
    pair.flying.clear()
    for number, segment in enumerate(flight):
        if number in (2, 5):
            arrives_marked(pair, pair.b, segment)
        else:
            pair.arrive(pair.b, segment)
    pair.settle()
    assert pair.a.rules.count("congestion.slowed-by-echo") == 1
    told = [segment for segment in pair.sent if segment.flags & CWR and not segment.flags & SYN]
    assert len(told) == 1
    assert told[0].payload
    assert pair.a.rules.count("congestion.resend-first") == 0
    assert pair.b.read == bytes(40 * smss)
    assert not pair.sent[-1].flags & ECE


def test_the_window_after_an_echo_is_half_of_what_was_under_way_and_does_not_grow_with_that_ack() -> None:
    pair = established(ON._replace(initial_cwnd=10, send_buffer=1 << 20))
    pair.send(pair.a, bytes(40 * 536))
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=-9 * 536))
    assert (pair.a.block.recovery.cwnd, pair.a.block.recovery.ssthresh) == (5 * 536, 5 * 536)
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=-8 * 536))
    assert pair.a.block.recovery.cwnd == 5 * 536
    pair.arrive(pair.a, segment_to(pair.a, ACK | ECE, ack=0))
    assert pair.a.block.recovery.ssthresh == 5 * 536, "the last one of the window that was under way then"


def test_a_sender_says_that_it_slowed_down_because_of_a_loss() -> None:
    """6.1.2: "reduces its congestion window for any reason"."""
    pair = established(ON._replace(initial_cwnd=4, send_buffer=1 << 20))
    pair.fate = lambda number, name, segment: () if number == 3 else (5 * MS,)
    pair.send(pair.a, bytes(20 * 536))
    pair.run(pair.now + 5 * SECOND)
    assert sum(bool(segment.flags & CWR) for segment in pair.sent[3:]) == 1


def test_the_mark_and_the_news_that_the_sender_slowed_down_are_acknowledged_at_once() -> None:
    """6.1.3: the echo goes on "until it receives a CWR packet"; a sender with a window of one segment waits for it."""
    pair = established(TcpSettings(ecn="on", timestamps=False, window_scaling=False))
    pair.sent.clear()
    arrives_marked(pair, pair.b, segment_to(pair.b, data=b"x"))
    assert echoes(pair) == [True]
    pair.arrive(pair.b, segment_to(pair.b, ACK | CWR, b"y"))
    assert echoes(pair) == [True, False]
    pair.arrive(pair.b, segment_to(pair.b, ACK | CWR, b"z"))
    assert pair.b.rules.count("congestion.echo-ends") == 1
    assert echoes(pair) == [True, False]  # this one waits, as any ACK may
