"""The content of streams at the cursor, and as rows: by exchanges that are written by hand."""

import pytest

from sim.session import Session
from sim.trace.records import NO_CAUSE
from tests.tui.exchange import ACK, CLIENT, FIN, PSH, SERVER, Exchange, handshake
from tui.model.conversation.contents import Contents, Piece, Stream
from tui.model.conversation.journeys import Journeys
from tui.model.conversation.transcript import Form, Row, Stage, became, come, rows, stage
from tui.model.reader.player import ends

RST = 0x004


def stream_of(made: Exchange) -> Stream:
    contents = Contents(made.journeys())
    contents.extend(is_complete=True)
    (stream,) = contents.all
    return stream


def contents_of(name: str) -> Contents:
    session = Session.load(name)
    session.run()
    journeys = Journeys(session.trace, ends(session.scenario))
    journeys.extend()
    contents = Contents(journeys)
    contents.extend(is_complete=True)
    return contents


def said(stream: Stream) -> list[tuple[int, bytes]]:
    return [(piece.side, piece.octets) for piece in stream.pieces() if piece.octets]


def texts(found: list[Row], stream: Stream, made: Exchange) -> list[str]:
    return [
        "".join(part.text for part in row.parts) if row.parts else became(row.piece, stream, made.trace, "en")
        for row in found
    ]


def test_octets_stand_once_and_in_order_when_they_overtake_and_repeat_each_other() -> None:
    made = handshake()
    first = made.sends(CLIENT, 1010, PSH | ACK, 1, 1, b"abc")
    second = made.sends(CLIENT, 1011, PSH | ACK, 4, 1, b"def")
    third = made.sends(CLIENT, 1012, PSH | ACK, 7, 1, b"ghi")
    third_came = made.comes(third, 1020)
    made.lost(first, 1021)
    again = made.sends(CLIENT, 1030, PSH | ACK, 1, 1, b"abcde")  # the second one's beginning goes along
    again_came = made.comes(again, 1040)
    second_came = made.comes(second, 1050)
    stream = stream_of(made)
    assert said(stream) == [(0, b"abcde"), (0, b"f"), (0, b"ghi")]
    pieces = [piece for piece in stream.pieces() if piece.octets]
    assert [piece.sent for piece in pieces] == [again, second, third]
    assert [piece.first for piece in pieces] == [first, second, third]
    assert [piece.arrived for piece in pieces] == [again_came, second_came, third_came]
    assert [piece.delivered for piece in pieces] == [again_came, second_came, second_came]


def test_what_comes_early_waits_for_what_is_missing() -> None:
    made = handshake()
    first = made.sends(CLIENT, 1010, PSH | ACK, 1, 1, b"abc")
    second = made.sends(CLIENT, 1011, PSH | ACK, 4, 1, b"def")
    early = made.comes(second, 1020)
    late = made.comes(first, 1030)
    one, two = (piece for piece in stream_of(made).pieces() if piece.octets)
    assert (one.octets, two.octets) == (b"abc", b"def")
    assert [stage(two, position) for position in (second, second + 1, early + 1, late, late + 1)] == [
        Stage.AHEAD, Stage.UNDER_WAY, Stage.UNDER_WAY, Stage.UNDER_WAY, Stage.DELIVERED,
    ]  # fmt: skip
    assert [stage(one, position) for position in (first, early + 1, late + 1)] == [
        Stage.AHEAD, Stage.UNDER_WAY, Stage.DELIVERED,
    ]  # fmt: skip
    assert come([one, two], 0, late) == (0, 6)
    assert come([one, two], 0, late + 1) == (6, 6)


def test_what_never_comes_is_said_with_how_much_it_is_and_where() -> None:
    made = handshake()
    first = made.sends(CLIENT, 1010, PSH | ACK, 1, 1, b"first\n")
    lost = made.sends(CLIENT, 1011, PSH | ACK, 7, 1, b"x" * 1460)
    made.comes(first, 1020)
    made.lost(lost, 1021)
    last = made.sends(CLIENT, 1022, PSH | ACK, 1467, 1, b"last\n")
    made.comes(last, 1030)
    stream = stream_of(made)
    found = rows(stream.pieces(), "tcp", (0,), Form.TEXT, 40)
    assert texts(found, stream, made) == [
        "[SYN] client:49152 begins", "first", "[1460 octets missing]", "last",
    ]  # fmt: skip
    assert stage(found[2].piece, len(made.trace)) is Stage.MISSING
    assert found[2].piece.sent == lost
    assert come(stream.pieces(), 0, len(made.trace)) == (6, 6 + 1460 + 5)


def test_both_ends_end_each_direction_at_its_place() -> None:
    made = handshake()
    fin = made.sends(CLIENT, 1010, PSH | ACK | FIN, 1, 1, b"bye")
    came = made.comes(fin, 1020)
    made.passes(SERVER, 1021, PSH | ACK, 1, 5, b"not yet", cause=came)
    reset = made.passes(SERVER, 1030, RST | ACK, 8, 5)
    stream = stream_of(made)
    assert [(piece.side, piece.mark or piece.octets) for piece in stream.pieces()] == [
        (0, "syn"), (1, "syn"), (0, b"bye"), (0, "fin"), (1, b"not yet"), (1, "rst"),
    ]  # fmt: skip
    assert stream.pieces()[-1].delivered == reset
    only = rows(stream.pieces(), "tcp", (1,), Form.TEXT, 40)
    assert texts(only, stream, made) == ["[SYN] server:80 begins", "not yet", "[RST] server:80 breaks off"]


def test_a_character_that_two_packets_have_parts_of_is_one() -> None:
    made = handshake()
    octets = "子网\r\n掩码\x1b[2J\t.\n".encode() + b"\xff\x00end"
    for at in range(0, len(octets), 4):
        made.passes(CLIENT, 1010 + at, PSH | ACK, 1 + at, 1, octets[at : at + 4])
    stream = stream_of(made)
    found = rows(stream.pieces(), "tcp", (0,), Form.TEXT, 40)[1:]
    assert texts(found, stream, made) == ["子网", "掩码.[2J    .", "..end"]
    assert b"".join(octets for _, octets in said(stream)) == octets
    assert [row.is_first for row in found] == [True, True, True]


def test_a_long_line_goes_on_in_the_next_row() -> None:
    made = handshake()
    made.passes(CLIENT, 1010, PSH | ACK, 1, 1, b"0123456789" * 2 + b"abc\n" + "子网掩码地址".encode())
    stream = stream_of(made)
    found = rows(stream.pieces(), "tcp", (0,), Form.TEXT, 9)[1:]
    assert texts(found, stream, made) == ["012345678", "901234567", "89abc", "子网掩码", "地址"]
    assert [row.is_first for row in found] == [True, False, False, True, False]
    assert texts(rows(stream.pieces(), "tcp", (0,), Form.TEXT, 0)[1:], stream, made)[1] == "子网掩码地址"


def test_a_dump_counts_the_octets_of_its_direction_as_wireshark_does() -> None:
    made = handshake()
    came = made.passes(CLIENT, 1010, PSH | ACK, 1, 1, bytes(range(0x30, 0x44)))
    made.passes(SERVER, 1020, PSH | ACK, 1, 21, b"\x00ok", cause=came)
    made.passes(CLIENT, 1030, PSH | ACK, 21, 4, b"more")
    stream = stream_of(made)
    found = texts(rows(stream.pieces(), "tcp", (0, 1), Form.HEX, 71)[2:], stream, made)
    assert found == [
        "0000  30 31 32 33 34 35 36 37 38 39 3a 3b 3c 3d 3e 3f  0123456789:;<=>?",
        "0010  40 41 42 43                                      @ABC",
        "0000  00 6f 6b                                         .ok",
        "0014  6d 6f 72 65                                      more",
    ]
    narrow = texts(rows(stream.pieces(), "tcp", (1,), Form.HEX, 70)[1:], stream, made)
    assert narrow == ["0000  00 6f 6b                 .ok"]


def test_datagrams_stand_each_by_itself_and_lost_ones_are_said() -> None:
    contents = contents_of("udp-echo")
    (stream,) = contents.all
    trace = contents.trace
    found = rows(stream.pieces(), "udp", (0, 1), Form.TEXT, 40)
    assert ["".join(part.text for part in row.parts) or became(row.piece, stream, trace, "en") for row in found] == [
        "one", "one", "[a datagram of 3 octets lost]", "three", "three",
    ]  # fmt: skip
    assert became(found[2].piece, stream, trace, "zh") == "[丢失一个 3 字节的数据报]"


def test_a_datagram_that_no_program_gets_is_said_with_the_reason() -> None:
    contents = contents_of("the-socket-is-full")
    (stream,) = contents.all
    refused = [row for row in rows(stream.pieces(), "udp", (0,), Form.TEXT, 0) if not row.parts]
    assert [became(row.piece, stream, contents.trace, "en") for row in refused] == [
        "[to nobody: Receive buffer is full]"
    ] * len(refused)
    assert come(stream.pieces(), 0, len(contents.trace)) == (472 * (10 - len(refused)), 4720)


@pytest.mark.parametrize(
    ("name", "kind", "numbers"),
    [("port-forwarding", "tcp", [0, 1]), ("carrier-grade-nat", "tcp", [3, 4, 5]), ("udp-echo", "udp", [0])],
)
def test_a_stream_keeps_together_what_a_router_rewrites(name: str, kind: str, numbers: list[int]) -> None:
    contents = contents_of(name)
    streams = {contents.find(kind, number) for number in numbers}
    (stream,) = streams
    assert stream is not None
    assert sorted(stream.numbers) == numbers
    assert {each.side for each in stream.pieces() if each.octets} == {0, 1}


def test_fragments_are_one_datagram() -> None:
    contents = contents_of("how-long-may-a-datagram-be")
    longest = max((each for stream in contents.all for each in stream.pieces()), key=lambda each: len(each.octets))
    assert len(longest.octets) > 1472
    assert longest.delivered != NO_CAUSE


def test_a_growing_run_ends_in_the_same_content() -> None:
    session = Session.load("keep-alive")
    journeys = Journeys(session.trace, frozenset({"old", "new", "www"}))
    growing = Contents(journeys)
    is_over = False
    while not is_over:
        is_over = session.run_some(7)
        journeys.extend()
        growing.extend(is_over)

    def plain(pieces: list[Piece]) -> list[tuple[object, ...]]:
        return [(each.side, each.octets, each.mark, each.sent, each.arrived, each.delivered) for each in pieces]

    whole = contents_of("keep-alive")
    assert [plain(stream.pieces()) for stream in growing.all] == [plain(stream.pieces()) for stream in whole.all]
