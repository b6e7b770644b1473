"""The sequence chart, row by row, of exchanges written by hand."""

import re

import pytest

from sim.session import Session
from sim.trace.trace import Trace
from sim.transport.tcp.machine.states import State
from tests.tui.exchange import ACK, CLIENT, FIN, SERVER, SYN, Exchange, handshake, trouble
from tests.tui.lessons import ONE_LOSS, TWO_NETWORKS, player
from tui.model.conversation.captions import captions
from tui.model.conversation.journeys import Journeys
from tui.model.conversation.ladder import Here, Ladder, shape
from tui.model.conversation.ladder_rows import LadderRows, RowKind
from tui.model.reader.player import Player
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, plain, width

WIDTH = 79


def ladder(made: Exchange, room: int = WIDTH, ascii_only: bool = False) -> Ladder:
    rows = LadderRows(made.journeys())
    rows.extend()
    return Ladder(rows, (CLIENT, SERVER), room, glyphs(ascii_only))


def drawn(made: Exchange, room: int = WIDTH, is_absolute: bool = False) -> list[str]:
    chart = ladder(made, room)
    here = Here(len(made.trace), is_absolute)
    return [plain(chart.line(index, here)).rstrip() for index in range(len(chart.rows))]


def between(text: str) -> str:
    """What stands between the two lifelines."""
    return text.split("│")[1]


def test_handshake_has_the_call_the_segments_the_states_and_the_times_on_both_sides() -> None:
    # The segments and states of RFC 9293 3.5, figure 6.
    assert drawn(handshake()) == [
        ' 1.000000              │ connect(("10.0.0.2", 80))     │',
        " 1.000000     SYN-SENT │───── SYN seq 0 win 1000 ─────▶│ SYN-RECEIVED  1.001000",
        " 1.002000  ESTABLISHED │◀──── SYN,ACK seq 0 ack 1 ─────│               1.001000",
        "▶1.002000              │━━ ACK seq 1 ack 1 win 1000 ━━▶│ ESTABLISHED   1.003000",
    ]


def test_absolute_numbers_are_those_of_the_wire() -> None:
    # RFC 9293 3.5, figure 6: <SEQ=100>, <SEQ=300><ACK=101>, <SEQ=101><ACK=301>.
    segments = [between(text).strip("─━◀▶ ") for text in drawn(handshake(), 79, True)[1:]]
    assert segments == ["SYN seq 100 win 1000", "SYN,ACK seq 300 ack 101", "ACK seq 101 ack 301"]


def test_packets_that_cross_leave_on_one_row_and_come_on_another() -> None:
    # RFC 9293 3.5, figure 7: both SYNs are under way at once.
    made = Exchange()
    one, other = made.sends(CLIENT, 1000, SYN, 0), made.sends(SERVER, 1001, SYN, 0)
    made.comes(one, 1010)
    made.comes(other, 1011)
    assert [between(text) for text in drawn(made)] == [
        "─ SYN seq 0 ─╲1                ",
        "                2╱─ SYN seq 0 ─",
        "              ╱    ╲ SYN 0 ──1▶",
        "◀2━ SYN 0 ━                    ",
    ]


def test_lost_overtaken_repeated_and_sent_again_are_told() -> None:
    rows = [text[1:] for text in drawn(trouble())]
    lost = next(text for text in rows if "✗" in text)
    assert "✗ 101:201" in lost
    assert "Lost by chance" in lost
    arrivals = [re.sub(r"─*\d*▶$", "", between(text)).strip("╲╱╳─ ") for text in rows if between(text).endswith("▶")][
        1:
    ]
    # The fifth comes before the fourth; the second comes when it is sent again.
    assert [text.removesuffix(" ack 1") for text in arrivals[1:]] == [
        "1:101", "201:301", "401:501", "301:401", "again: 101:201",
    ]  # fmt: skip
    assert [f"dup {number}: " in "".join(rows) for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_time_that_passes_before_a_state_changes_gives_it_a_row_of_its_own() -> None:
    made = handshake()
    came = made.passes(CLIENT, 2000, FIN | ACK, 1, 1)
    made.state(SERVER, 2001, State.CLOSE_WAIT, came)
    made.state(CLIENT, 9000, State.CLOSED)
    last = drawn(made)[-1]
    assert last.split() == ["▶9.000000", "CLOSED", "│", "│"]


def test_row_of_the_cursor_is_marked_and_those_ahead_are_dim() -> None:
    chart = ladder(handshake())
    rows = chart.rows
    here = Here(rows[2].n + 1)
    lines = [chart.line(index, here) for index in range(4)]
    assert [text[0].text[0] for text in lines] == [" ", " ", "▶", " "]
    assert {span.ink for span in lines[3] if span.text.strip()} == {Ink.DIM}
    assert any(span.ink is Ink.PACKET for span in lines[2])


def test_packet_under_way_at_the_cursor_has_left_and_not_come() -> None:
    chart = ladder(handshake())
    syn = chart.rows[1]
    assert syn.journey is not None
    text = plain(chart.line(1, Here(syn.journey.arrived)))
    assert between(text) == "─ SYN seq 0 ─╲                 ".replace("─", "━")
    assert "SYN-SENT" in text
    assert "SYN-RECEIVED" not in text
    assert "1.001000" not in text
    assert "SYN-RECEIVED" in plain(chart.line(1, Here(syn.journey.arrived + 2)))


def test_loss_is_not_told_before_it_happens() -> None:
    made = Exchange()
    lost = made.lost(made.sends(CLIENT, 1000, SYN, 0), 1010)
    chart = ladder(made)
    assert "✗" not in plain(chart.line(0, Here(lost)))
    assert "✗ Lost by chance" in plain(chart.line(0, Here(lost + 1)))


def test_call_stands_once_above_all_that_comes_of_it() -> None:
    text = drawn(trouble())
    assert [each.count("sendall(") for each in text].count(1) == 1
    at = next(index for index, each in enumerate(text) if "sendall(" in each)
    assert "1:101" in text[at + 1]


def test_call_that_fails_is_told_though_it_sends_nothing() -> None:
    made = handshake()
    call = made.calls(CLIENT, 2000, "send(b'three')", 7)
    made.answers(CLIENT, 2000, "raised", call, "BrokenPipeError: [Errno 32] Broken pipe")
    assert "send() raises BrokenPipeError" in drawn(made)[-1]
    made.calls(CLIENT, 2000, "getsockname()", 8)
    made.answers(CLIENT, 2000, "returned", result="('10.0.0.1', 49152)")
    assert not any("getsockname" in text for text in drawn(made))


def test_listener_that_is_closed_says_nothing_about_the_connection() -> None:
    made = Exchange()
    made.listens(SERVER, 0)
    made.put(SERVER, 10, "tcp", next(key for _, _, key in made.rows), None)
    assert [each.split() for each in drawn(made)] == [["▶", "│", "│", "LISTEN", "0.000000"]]


def test_stepping_back_shows_the_states_of_then() -> None:
    chart = ladder(handshake())
    assert "SYN-SENT" in plain(chart.head(chart.rows[1].n + 1)[1])
    assert plain(chart.head(len(chart.rows.trace))[1]).split() == ["ESTABLISHED", "ESTABLISHED"]
    assert plain(chart.head(0)[1]).split() == ["│", "│"]


def test_states_of_lifelines_that_are_close_have_the_names_of_ss_and_do_not_touch() -> None:
    rows = ladder(handshake()).rows
    chart = Ladder(rows, ("third", CLIENT, SERVER), 33, glyphs(False))
    assert plain(chart.head(len(rows.trace))[1]).split() == ["│", "ESTAB", "ESTAB"]


def test_every_row_keeps_within_its_width_and_ascii_is_ascii() -> None:
    for room in (30, 50, 66, 79, 120):
        chart = ladder(trouble(), room, True)
        for index in range(len(chart.rows)):
            text = chart.line(index, Here(10))
            assert width(text) == room
            assert plain(text).isascii()


def test_margins_give_way_to_the_arrows() -> None:
    assert [shape(room, 2)[2:] for room in (79, 76, 66, 50, 24)] == [
        (True, True, 13), (True, False, 13), (True, False, 11), (True, False, 0), (False, False, 0),
    ]  # fmt: skip
    assert shape(66, 2).name("SYN-RECEIVED") == "SYN-RECV"


def test_blocks_that_a_segment_reports_are_told_in_the_narrowest_ladder_with_states() -> None:
    at = Player(Session.load("sack-two-losses"), glyphs(False))
    while not at.run_some(10_000):
        pass
    at.cursor.end()
    rows = at.ladder_rows()
    chart = Ladder(rows, at.in_order(rows.participants), 66, at.glyphs)
    here = Here(at.cursor.position, is_absolute=True)
    told = [plain(chart.line(n, here)) for n in range(len(rows))]
    # RFC 2018 4: the first block has the segment that came last.
    assert [re.findall(r"sack ([0-9:]+)", text)[0] for text in told if "sack" in text] == [
        "3101:4101", "3101:5101", "6101:7101", "6101:8101", "6101:9101", "6101:10101", "6101:10101",
    ]  # fmt: skip
    # How many further blocks there is no room for.
    assert [re.findall(r"sack [0-9:]+ (\+\d+)?", text)[0] for text in told if "sack" in text] == [
        "", "", "+1", "+1", "+1", "+1", "",
    ]  # fmt: skip


def test_hops_of_a_packet_are_one_arrow_from_end_to_end() -> None:
    at = player(TWO_NETWORKS)
    rows = at.ladder_rows()
    told = [(row.journey.source, row.journey.target) for row in (rows[n] for n in range(len(rows))) if row.journey]
    # ARP to the router, the echo request held there while the router asks for pc2, and the reply straight back.
    assert told[0] == ("pc1", "r1")
    assert told[-1] == ("pc2", "pc1")
    assert told.count(("pc1", "pc2")) == 2  # it leaves on one row and comes on another: ARP is in between
    assert at.in_order(rows.participants) == ("pc1", "r1", "pc2")


def whole(name: str) -> list[str]:
    """The chart of a bundled scenario, without times and states."""
    at = Player(Session.load(name), glyphs(False))
    while not at.run_some(10**6):
        pass
    rows = at.ladder_rows()
    chart = Ladder(rows, at.in_order(rows.participants), 200, glyphs(False))
    return [plain(chart.line(n, Here(10**6)))[10:] for n in range(len(rows))]


def test_what_a_dhcp_server_sends_comes_to_the_client_that_has_no_address_yet() -> None:
    """RFC 2131 4.1: in a frame for the client, whose address is the one that it is to have."""
    told = [line for line in whole("four-messages") if "DHCP" in line]
    assert [re.findall("[◀▶]|[A-Z][a-z]+", line) for line in told] == [
        ["Discover", "▶"], ["◀", "Offer"], ["Request", "▶"], ["◀", "Ack"],
    ]  # fmt: skip


def test_what_a_router_puts_in_place_of_an_address_stands_on_the_arrow() -> None:
    found = [
        re.findall(r"UDP (\d+) > (\d+).*NAT ([\d.]+:\d+)", line) for line in whole("several-homes-behind-one-address")
    ]
    assert [each[0] for each in found if each] == [
        ("5000", "7", "203.0.113.5:5000"), ("7", "5000", "192.168.1.10:5000"),
        ("5000", "7", "203.0.113.5:5002"), ("7", "5002", "192.168.1.11:5000"),
    ]  # fmt: skip


def test_loss_on_a_cable_ends_the_arrow_before_the_other_line() -> None:
    at = player(ONE_LOSS)
    rows = at.ladder_rows()
    chart = Ladder(rows, at.in_order(rows.participants), WIDTH, glyphs(False))
    lost = [text for n in range(len(rows)) if "✗" in (text := plain(chart.line(n, Here(10**6))))]
    assert len(lost) == 1
    assert "echo request" in lost[0].partition("✗")[0]


def test_connection_that_is_kept_has_only_its_own_rows() -> None:
    made = handshake()
    journeys = made.journeys()
    only = LadderRows(journeys, journeys.connections[0])
    only.extend()
    assert len(only) == 4
    assert list(only.participants) == [CLIENT, SERVER]


def test_growing_trace_gives_the_rows_that_the_whole_trace_gives() -> None:
    whole = trouble()
    everything = ladder(whole).rows
    growing = Trace()
    growing.spots = whole.trace.spots
    growing.configured = whole.trace.configured
    journeys = Journeys(growing, whole.journeys().ends)
    rows = LadderRows(journeys)
    for record in whole.trace:
        growing.add(record.kind, record.at, whole.trace.spot[record.n], record.cause, record.what, record.why)
        journeys.extend()
        rows.extend(is_complete=False)
    rows.extend()
    assert [row[:4] for row in rows.rows] == [row[:4] for row in everything.rows]


def test_both_ends_of_a_long_flight_have_its_number_and_no_two_flights_at_a_time_the_same() -> None:
    leaving = [re.search(r"[╲╱](\d)", between(text)) for text in drawn(trouble())]
    coming = [re.search(r"(\d)▶", between(text)) for text in drawn(trouble())]
    # Five segments leave before the first comes; the second is lost, and the fifth comes before the fourth.
    assert [found[1] for found in leaving if found][:5] == ["1", "2", "3", "4", "5"]
    assert [found[1] for found in coming if found] == ["1", "3", "5", "4"]


def test_lines_are_slanted_only_where_packets_meet() -> None:
    rows = [between(text) for text in drawn(trouble())]
    passing = [text for text in rows if re.search(r"[╲╱]", text) and not re.search(r"[╲╱]\d|\d[╲╱]", text)]
    # All segments leave before any ACK, so none meets another half way.
    assert not passing


@pytest.mark.parametrize("name", ["epoll-server", "ttl-and-traceroute", "sack-two-losses", "thread-per-client"])
@pytest.mark.parametrize("room", [66, 80, 118])
def test_calls_and_losses_never_paint_over_a_lifeline(name: str, room: int) -> None:
    session = Session.load(name)
    at = Player(session, glyphs(False))
    while not at.run_some(10_000):
        pass
    rows = at.ladder_rows()
    names = at.in_order(rows.participants)
    chart = Ladder(rows, names, room, glyphs(False))
    here = Here(len(at.trace))
    for index in range(len(rows)):
        text = plain(chart.line(index, here))
        begin = text.find("✗") if "✗" in text and not text.rstrip().endswith("✗│") else -1
        if rows[index].kind is RowKind.CALL or begin >= 0:
            # An arrow may cross a lifeline; what is said of a call or a loss may not.
            assert all(text[x] in "│✗" for x in chart.shape.xs if x > begin), (index, text)
        # A reason that has no room becomes one short word; half a reason tells nothing.
        assert begin < 0 or "…" not in text[begin:], (index, text)


def test_blocks_of_selective_acknowledgments_are_told_where_there_is_room() -> None:
    at = Player(Session.load("sack-two-losses"), glyphs(False))
    at.run_some(100_000)
    journeys = {id(row.journey): row.journey for row in at.ladder_rows().rows if row.journey is not None}
    told = [captions(each, True)[0] for each in journeys.values() if each.segment is not None and each.segment.options]
    # RFC 2018 4: the first block has the segment that triggered the ACK.
    assert any(text.endswith("sack 3101:4101") for text in told)
    assert any(text.endswith("sack 6101:7101 3101:5101") for text in told)
