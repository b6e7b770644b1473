"""What a segment repeats of those before it on the link, told from the segments alone."""

from collections.abc import Callable

import pytest

from sim.addresses import IPv4Address, MacAddress
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.link.ethernet.pdu import TYPE_IPV4, Damaged, Ethernet
from sim.patterns.pattern import Names, Pattern
from sim.patterns.syntax import parse
from sim.pdu.base import Pdu
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.transport.tcp.streams import Repeat, Streams
from tests.reasons import BECAUSE

CLIENT, SERVER = (IPv4Address.parse(f"10.0.0.{n}") for n in (1, 2))
AGAIN, DUPLICATE = Repeat.RETRANSMISSION, Repeat.DUPLICATE_ACK
LAST = 0xFFFFFFFF

Sent = tuple[str, int, int | None, int, int]
"""Who (``c`` or ``s``), sequence number, acknowledgment number, flags besides ACK, octets of data."""


def frame(who: str, seq: int, ack: int | None, flags: int, length: int, window: int = 1000) -> Ethernet:
    ports, ips = ((49152, 80), (CLIENT, SERVER)) if who == "c" else ((80, 49152), (SERVER, CLIENT))
    bits = flags | (0 if ack is None else ACK)
    segment = Tcp(*ports, seq & LAST, (ack or 0) & LAST, bits, window, bytes(length))
    return Ethernet(MacAddress(2), MacAddress(1), TYPE_IPV4, IPv4(*ips, PROTOCOL_TCP, segment))


def repeats(*sent: Sent) -> list[Repeat]:
    streams = Streams()
    return [streams.see(each[0], frame(*each)) for each in sent]


OPEN: tuple[Sent, ...] = (("c", 99, None, SYN, 0), ("s", 299, 100, SYN, 0), ("c", 100, 300, 0, 0))
NEW = [Repeat.NOTHING] * 3


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ([("c", 100, 300, 0, 10), ("c", 110, 300, 0, 10)], [0, 0]),
        ([("c", 100, 300, 0, 10), ("c", 100, 300, 0, 10)], [0, AGAIN]),
        ([("c", 110, 300, 0, 10), ("c", 100, 300, 0, 10)], [0, 0]),  # late, but never seen here
        ([("c", 100, 300, 0, 10), ("c", 105, 300, 0, 10)], [0, AGAIN]),  # some of it
        ([("c", 100, 300, FIN, 0), ("c", 100, 300, FIN, 0)], [0, AGAIN]),  # a FIN takes a number
        ([("c", 100, 300, 0, 0), ("c", 99, 300, 0, 0)], [0, 0]),  # an ACK, and a keepalive without data
        ([("c", 100, 300, 0, 10), ("s", 300, 110, 0, 10), ("s", 300, 110, 0, 10)], [0, 0, AGAIN]),
    ],
)
def test_numbers_that_were_sent_before_make_a_retransmission(sent: list[Sent], found: list[int]) -> None:
    assert repeats(*OPEN, *sent) == NEW + found


def test_syn_and_its_answer_are_retransmitted_too() -> None:
    sent = [OPEN[0], OPEN[0], OPEN[1], OPEN[0], OPEN[1]]
    assert repeats(*sent) == [0, AGAIN, 0, AGAIN, AGAIN]


def test_numbers_are_compared_across_their_wrap() -> None:
    wrapping: list[Sent] = [("c", -1, None, SYN, 0), ("c", 0, 300, 0, 10), ("c", 0, 300, 0, 10)]
    assert repeats(*wrapping) == [0, 0, AGAIN]
    assert repeats(("c", -9, None, SYN, 0), ("c", -8, 300, 0, 10), ("c", 2, 300, 0, 5), ("c", -3, 300, 0, 5)) == [
        0, 0, 0, AGAIN,
    ]  # fmt: skip


@pytest.mark.parametrize("between", [[("c", 110, 300, FIN, 0)], [("s", 300, 100, RST, 0)], []])
def test_another_connection_may_use_the_numbers_again(between: list[Sent]) -> None:
    whole: list[Sent] = [*OPEN, ("c", 100, 300, 0, 10), *between, *OPEN, ("c", 100, 300, 0, 10)]
    assert AGAIN not in repeats(*whole)


def test_syns_that_cross_are_answered_not_retransmitted() -> None:
    # RFC 9293 figure 7: each side sends its SYN once more, with an ACK.
    sent: list[Sent] = [
        ("c", 99, None, SYN, 0),
        ("s", 299, None, SYN, 0),
        ("c", 99, 300, SYN, 0),
        ("s", 299, 100, SYN, 0),
    ]
    assert repeats(*sent) == [0, 0, 0, 0]


def test_acks_are_duplicate_while_the_other_side_has_more_under_way() -> None:
    # RFC 5681 2: outstanding data, no data of its own, neither SYN nor FIN, the same number, the same window.
    sent: list[Sent] = [("c", 100 + 10 * n, 300, 0, 10) for n in range(4)]
    acks: list[Sent] = [("s", 300, 110, 0, 0)] * 3
    assert repeats(*OPEN, *sent, *acks) == [*NEW, 0, 0, 0, 0, 0, DUPLICATE, DUPLICATE]
    everything: list[Sent] = [("s", 300, 140, 0, 0)] * 2
    assert repeats(*OPEN, *sent, *everything)[-1] == Repeat.NOTHING  # nothing is outstanding
    assert repeats(*OPEN, *sent, acks[0], ("s", 300, 110, 0, 5))[-1] == Repeat.NOTHING


def test_window_update_is_no_duplicate_ack() -> None:
    streams = Streams()
    for each in (*OPEN, ("c", 100, 300, 0, 10), ("s", 300, 100, 0, 0)):
        streams.see(each[0], frame(*each))
    assert streams.see("s", frame("s", 300, 100, 0, 0, window=2000)) == Repeat.NOTHING
    assert streams.see("s", frame("s", 300, 100, 0, 0, window=2000)) == DUPLICATE


def test_octet_of_a_window_probe_is_not_sent_yet() -> None:
    streams = Streams()
    closed = frame("s", 300, 100, 0, 0, window=0)
    seen = [streams.see(each[0], frame(*each)) for each in OPEN]
    seen += [streams.see("s", closed), *(streams.see("c", frame("c", 100, 300, 0, 1)) for _ in range(3))]
    seen += [
        streams.see("s", closed),
        streams.see("s", frame("s", 300, 100, 0, 0)),
        streams.see("c", frame("c", 100, 300, 0, 10)),
    ]
    assert set(seen) == {Repeat.NOTHING}


def traced(*sent: tuple[str, Sent]) -> Trace:
    """A trace in which each frame is sent by a node."""
    trace = Trace()
    spots: dict[str, int] = {}
    for time, (node, each) in enumerate(sent):
        if node not in spots:
            spots[node] = trace.add_spot(node, "eth0")
        n = trace.add(Kind.FRAME_SENT, time, spots[node], NO_CAUSE, frame(*each), BECAUSE)
        trace.add(Kind.FRAME_RECEIVED, time, spots[node], n, frame(*each), BECAUSE)
    return trace


def test_next_hop_of_a_segment_is_no_retransmission_of_it() -> None:
    data: Sent = ("c", 100, 300, 0, 10)
    hops = [(node, each) for each in (*OPEN, data) for node in ("client", "r1")]
    again = [("client", data), ("r1", data)]
    trace = traced(*hops, *again)
    pattern = parse("tcp retransmission", Names({}, {}))
    assert list(pattern.among(trace)) == [16, 18]
    assert [n for n in reversed(range(len(trace))) if pattern.matches(trace, n)] == [18, 16]
    assert list(parse("first tcp retransmission after 9ns", Names({}, {})).among(trace)) == [18]


def test_fault_is_told_of_retransmissions_as_they_cross_the_link() -> None:
    data: Sent = ("c", 100, 300, 0, 10)
    is_meant = parse("2nd tcp retransmission", Names({}, {})).watch(Trace())
    assert [is_meant(each[0], frame(*each)) for each in (*OPEN, data, data, data)] == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tcp from 10.0.0.1", [True, False, True]),
        ("tcp to 10.0.0.1", [False, True, False]),
        ("tcp syn", [True, False, False]),
    ],
)
def test_fault_asks_of_each_frame_once_whether_it_is_of_the_kind(
    text: str, meant: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def is_kind(pattern: Pattern, packet: Pdu, asks: Callable[[Pattern, Pdu], bool] = Pattern._is_kind) -> bool:
        asked.append(packet)
        return asks(pattern, packet)

    monkeypatch.setattr(Pattern, "_is_kind", is_kind)
    frames = [frame(*each) for each in OPEN]
    is_meant = parse(text, Names({}, {})).watch(Trace())
    assert [is_meant("port", each) for each in frames] == meant
    assert asked == frames


def test_fault_upon_frames_of_somebody_leaves_damaged_ones_alone() -> None:
    damaged = Damaged(bytes(64))
    assert parse("frame", Names({}, {})).watch(Trace())("port", damaged)
    assert not parse("frame from 10.0.0.1", Names({}, {})).watch(Trace())("port", damaged)
