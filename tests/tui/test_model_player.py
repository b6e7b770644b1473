"""The player without a screen: story, tables, notes, searches, targets."""

import pytest

from sim.trace.history import History
from sim.words import TextError
from tests.tui.lessons import ONE_LOSS, ONE_SWITCH, STORM, TWO_NETWORKS, fresh, player
from tui.model.panes.bars import Playing, index_at, place, status, timeline
from tui.model.panes.pages import ending, lesson
from tui.model.reader.changes import counts
from tui.model.reader.cursor import go
from tui.model.reader.packet_list import PacketList
from tui.model.reader.player import Player
from tui.model.reader.searching import search
from tui.model.reader.story import statements, tell
from tui.model.reader.tables import tables
from tui.model.text.glyphs import glyphs, plainly
from tui.model.text.ink import Line, plain, width
from tui.model.text.markdown import markdown

G = glyphs(False)


def texts(lines: list[Line]) -> list[str]:
    return [plain(line).rstrip() for line in lines]


def story(at: Player, room: int = 200) -> list[str]:
    cursor = at.cursor
    told = statements(at.trace, at.wiring, cursor.begin, cursor.position, G)
    return texts(tell(told, 0, cursor.record, room, G))


def table_lines(at: Player, device: str) -> list[str]:
    scene = at.scene()
    return texts(tables(device, at.cursor.world, scene.changes, at.cursor.now, scene.names, G, 120).lines)


# What happened and why


def test_step_tells_what_each_device_did_and_why() -> None:
    at = player(ONE_SWITCH)
    at.cursor.to_packet(2)
    told = story(at)
    assert "sw1" in told
    assert " ←  receives the ARP request at port 1, from pc1" in told
    assert " +  mac 02:00:00:00:00:01 vlan 1: port 1" in told
    learned = told[told.index(" +  mac 02:00:00:00:00:01 vlan 1: port 1") + 1]
    assert "[IEEE 802.1D-2004, 7.8]" in learned
    assert "▶→  sends the ARP request out of port 2, to pc2" in told


def test_story_is_told_in_the_language_of_the_reasons() -> None:
    at = player(ONE_SWITCH)
    at.cursor.to_packet(2)
    told = statements(at.trace, at.wiring, at.cursor.begin, at.cursor.position, G, "zh")
    lines = texts(tell(told, 3, at.cursor.record, 200, G, "zh"))
    assert "本步在这些之前还有 3 条记录。" in lines
    assert " ←  在端口 1 收到 ARP request，来自 pc1" in lines
    assert "▶→  从端口 2 发出 ARP request，去往 pc2" in lines


def test_the_record_in_hand_and_its_reason_come_first_and_nothing_is_told_twice() -> None:
    at = player(TWO_NETWORKS)
    for packet in range(1, 9):
        at.cursor.to_packet(packet)
        told = statements(at.trace, at.wiring, at.cursor.begin, at.cursor.position, G, is_brief=True)
        lines = texts(tell(told, 0, at.cursor.record, 200, G, is_folded=True))
        assert lines[1].startswith("▶")
        reasons = [(each.node, each.why) for each in told if each.why]
        assert len(reasons) == len(set(reasons))
        # Two timers or more of a device are one line.
        assert sum(line.startswith(" ·  sets a timer") for line in lines) <= len({each.node for each in told})


def test_wrapped_story_fits_its_pane() -> None:
    at = player(ONE_SWITCH)
    at.cursor.end()
    told = statements(at.trace, at.wiring, at.cursor.begin, at.cursor.position, G)
    assert all(width(line) <= 44 for line in tell(told, 3, at.cursor.record, 44, G))


def test_lost_frame_is_told_under_its_link_and_drawn_as_lost() -> None:
    at = player(ONE_LOSS)
    lost = next(n for n, why in enumerate(at.trace.why) if why.rule.id == "fault.dropped")
    at.cursor.to(lost + 1)
    assert any(line.startswith("▶✗  loses the echo request") for line in story(at))
    tokens = at.scene().situation.marks("pc1").tokens
    assert [(token.cable, token.is_lost) for token in tokens] == [("pc1:eth0 -- pc2:eth0", True)]


def test_flood_is_seen_on_every_link_that_carries_it() -> None:
    at = player(ONE_SWITCH)
    at.cursor.to_packet(3)
    flights = at.scene().situation.flights
    assert [(flight.cable.name, flight.sender) for flight in flights] == [
        ("pc2:eth0 -- sw1:2", ("sw1", "2")),
        ("pc3:eth0 -- sw1:3", ("sw1", "3")),
    ]


# Tables


def test_rows_that_a_step_added_are_marked_and_named() -> None:
    at = player(ONE_SWITCH)
    at.cursor.to_packet(2)
    lines = table_lines(at, "sw1")
    assert lines[0] == "MAC address table  1"
    assert lines[2].split() == ["+", "1", "02:00:00:00:00:01", "pc1", "1", "now", "no"]
    assert counts(at.scene().changes, "sw1") == "mac +1"


def test_changed_rows_say_what_they_were_and_removed_ones_stay_to_be_seen() -> None:
    at = player(ONE_SWITCH)
    at.cursor.to_packet(6)  # pc1 has its answer and sends what has waited
    lines = table_lines(at, "pc1")
    arp = lines.index("ARP table  1")
    assert lines[arp + 2].split()[:6] == ["~", "eth0", "192.168.10.3", "02:00:00:00:00:03", "pc3", "reachable"]
    assert lines[arp + 3].split() == ["was", "-", "incomplete", "1"]
    waiting = lines.index("Waiting for a MAC address  0")
    assert lines[waiting + 2].split() == ["-", "eth0", "192.168.10.3", "1"]


def test_stepping_back_restores_every_table() -> None:
    at = player(ONE_SWITCH)
    seen = []
    while True:
        seen.append({device: table_lines(at, device) for device in at.devices})
        if not at.forward():
            break
    for expected in seen[-2::-1]:
        at.back()
        assert {device: table_lines(at, device) for device in at.devices} == expected


def test_narrow_tables_leave_whole_columns_out_and_say_so() -> None:
    at = player(TWO_NETWORKS)
    at.cursor.end()
    scene = at.scene()
    lines = texts(tables("r1", at.cursor.world, scene.changes, at.cursor.now, scene.names, G, 60).lines)
    heading = next(line for line in lines if line.startswith("Route table"))
    assert "without kind" in heading
    assert all(prefix in "\n".join(lines) for prefix in ("192.168.10.0/24", "192.168.20.254/32"))
    assert all(len(line) <= 60 for line in lines)


# Notes


def test_notes_are_stops_of_their_own_between_the_packets() -> None:
    at = player(ONE_SWITCH)
    stops = []
    while at.forward():
        notes = at.scene().notes
        stops.append((at.cursor.packet, notes[0].text if notes else ""))
    assert stops[0] == (1, "pc1 asks **all** of them.")
    assert (3, "pc2 stays silent.") in stops
    assert stops[stops.index((3, "pc2 stays silent.")) - 1] == (3, "")
    assert stops[-1][0] == 9


def test_next_and_previous_note_go_from_note_to_note() -> None:
    at = player(ONE_SWITCH)
    places = []
    while at.next_note():
        places.append(at.cursor.position)
    assert places == at.note_positions() == sorted(places)
    assert len(places) == 3
    assert at.previous_note()
    assert at.cursor.position == places[1]


# Searching and targets


def test_search_narrows_the_stops_and_ends() -> None:
    at = player(ONE_SWITCH)
    found = search(at, "arp reply")
    assert found is not None
    assert found.steps.extend()
    at.narrow("arp reply", found.steps)
    assert len(at.cursor.stops) == 2
    at.cursor.home()
    packets = []
    while (target := at.cursor.next_stop()) is not None:
        at.cursor.to(target)
        packets.append(at.cursor.packet)
    assert packets == [4, 5]
    assert search(at, "  ") is None
    at.narrow("", None)
    assert len(at.cursor.stops) == 9


@pytest.mark.parametrize(
    ("text", "count"), [("2nd arp", 1), ("last frame", 1), ("every arp on pc1 -- sw1", 2), ("dropped arp", 1)]
)
def test_ordinals_places_and_fates_can_be_searched(text: str, count: int) -> None:
    found = search(player(ONE_SWITCH), text)
    assert found is not None
    found.steps.extend()
    assert len(found.steps) == count


def test_wrong_search_says_what_would_be_right() -> None:
    with pytest.raises(TextError, match="did you mean arp"):
        search(player(ONE_SWITCH), "arpp")


@pytest.mark.parametrize(
    ("text", "packet", "now"),
    [("4", 4, None), ("#0", 0, 0), ("1s", 1, 1_000_000_000), ("end", 9, None), ("start", 0, 0), ("0s", 0, 0)],
)
def test_targets_are_packets_records_and_times(text: str, packet: int, now: int | None) -> None:
    at = player(ONE_SWITCH)
    go(at.cursor, text)
    assert at.cursor.packet == packet
    assert now is None or at.cursor.now == now


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("10", "there is no such packet; the last one is 9"),
        ("#999", "there is no such record; the last one is #"),
        ("soon", "'soon' is not a time"),
        ("", "nothing is written"),
        ("4 days", "has the unknown unit 'days'"),
    ],
)
def test_wrong_targets_say_what_is_there(text: str, message: str) -> None:
    at = player(ONE_SWITCH)
    with pytest.raises(TextError, match=message):
        go(at.cursor, text)
    assert at.cursor.at_start


# Running


def test_session_can_be_stepped_through_while_it_still_runs() -> None:
    at = Player(fresh(STORM), G)
    assert not at.run_some(1000)
    assert at.cursor.at_start
    while at.forward():
        pass
    assert at.cursor.packet == len(at.cursor.sends)  # not a step past what has happened so far
    last = at.cursor.position
    while not at.run_some(5000):
        pass
    assert at.is_cut_short
    assert at.cursor.position == last
    assert at.forward()
    at.cursor.end()
    assert at.cursor.world == History(at.trace).go(len(at.trace))


def test_end_of_a_run_that_was_stopped_says_so() -> None:
    said = " ".join(texts(ending(None, 30000, 60, G)))
    assert "stopped at 30000 records" in said


def test_end_of_a_run_shows_what_was_to_be_seen() -> None:
    at = player(ONE_SWITCH)
    lines = texts(ending(at.session.check(), 0, 60, G))
    assert lines[1:3] == ["The end of the run", "What the scenario promises:"]
    assert "✓  pc1 sends 1 arp request" in lines
    assert not any(line.startswith("✗") for line in lines)


# Lines above and below


def test_lesson_shows_title_goal_and_description() -> None:
    lines = texts(lesson(player(ONE_SWITCH).front, 60, G))
    assert lines[0] == "Who has 192.168.10.3?"
    assert lines[1] == "intro, arp, switching"
    assert "- Tell which devices hear an ARP request and which one" in lines
    assert "Three PCs on one switch. pc1 needs a MAC address first." in lines


@pytest.mark.parametrize("room", [30, 60, 80, 120])
def test_status_line_fits_and_always_names_the_packet(room: int) -> None:
    at = player(ONE_SWITCH)
    at.cursor.to_packet(4)
    said = plain(status(at.scene(), Playing(), room))
    assert len(said) == room
    assert "packet 4 of 9" in said or "4/9" in said
    assert " 1.0000" in said


def test_playing_changes_speed_within_bounds() -> None:
    playing = Playing()
    assert playing.faster(1).speed == 2.0
    assert playing.faster(-99).speed == 0.25
    assert playing.faster(99).speed == 32.0


def test_list_line_tells_number_time_way_and_content() -> None:
    at = player(ONE_SWITCH)
    listed = PacketList(at.trace, at.cursor.stops, at.cursor.sends, at.wiring, G)
    wide = plain(listed.line(0, 100, True, False)).split(maxsplit=4)
    assert wide[:4] == ["▶", "1", "1.000000000", "pc1→sw1"]
    assert wide[4].rstrip() == "ARP, Request who-has 192.168.10.3 tell 192.168.10.1, length 28"
    narrow = plain(listed.line(3, 40, False, True))
    assert narrow.split() == ["◆", "4", "1.000002", "pc3→sw1", "ARP", "reply"]
    assert len(narrow) == 40


def test_list_line_keeps_the_ttl_when_it_leaves_the_addresses_out() -> None:
    at = player(TWO_NETWORKS)
    listed = PacketList(at.trace, at.cursor.stops, at.cursor.sends, at.wiring, G)
    for room, end in ((120, "seq 1, length 64 (ttl 64)"), (64, "echo request seq 1, ttl 64"), (40, "ping, ttl 64")):
        assert plain(listed.line(2, room, False, False)).rstrip().endswith(end)


def test_columns_in_which_every_row_is_empty_are_left_out() -> None:
    at = player(ONE_SWITCH)
    lines = table_lines(at, "sw1")
    heading = lines[next(i for i, line in enumerate(lines) if line.startswith("Interfaces")) + 1]
    assert "addresses" not in heading.split()
    assert "mac" not in heading.split()


def test_timeline_shows_where_the_reader_and_the_notes_are() -> None:
    assert plain(timeline(5, 11, [0, 10], 11, G)) == "◆━━━━●────◆"
    assert [index_at(place(i, 50, 30), 50, 30) for i in (0, 49)] == [0, 49]


def test_markdown_keeps_its_structure() -> None:
    text = "# Head\n\nSome **bold** `code`.\n\n- one\n- two\n\n1. first\n\n> said\n\n```\nping x\n```\n"
    assert [line for line in texts(markdown(text, 40, G)) if line] == [
        "Head", "Some bold code.", "- one", "- two", "1. first", "  said", "  ping x",
    ]  # fmt: skip


def test_ascii_mode_replaces_what_has_an_ascii_form_in_the_same_width() -> None:
    assert plainly("“ping” … 5 µs – 中") == '"ping" . 5 us - 中'
