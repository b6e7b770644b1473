"""Every key of the player, pressed."""

import os
from pathlib import Path

import pytest

from sim.session import Session
from sim.trace.records import Kind
from tests.tui.lessons import ONE_SWITCH, TWO_NETWORKS
from tests.tui.opened import Reader, opened
from tui.model.reader.commands import is_of_command
from tui.model.reader.deadlines import deadlines
from tui.model.text.ink import Ink
from tui.screens.dialog import LineDialog, ListDialog, TextDialog
from tui.screens.help import HelpDialog
from tui.widgets.packet import PacketPane

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the screens are for Unix terminals")


def tables(reader: Reader) -> dict[str, object]:
    world = reader.screen.player.cursor.world
    return {f"{node} {table}": dict(rows) for (node, table), rows in world.tables.items()}


@pytest.mark.parametrize(("forward", "back"), [("right", "left"), ("l", "h")])
async def test_arrows_step_packet_by_packet_and_back_restores_every_table(forward: str, back: str) -> None:
    async with opened(TWO_NETWORKS) as reader:
        seen = [(reader.position, tables(reader))]
        for packet in range(1, 9):
            await reader.press(forward)
            assert reader.packet == packet
            assert reader.screen.player.trace.kind[reader.record] == Kind.FRAME_SENT
            seen.append((reader.position, tables(reader)))
        await reader.press(forward)
        assert reader.screen.player.cursor.at_end
        for expected in reversed(seen):
            await reader.press(back)
            assert (reader.position, tables(reader)) == expected
        assert reader.screen.player.cursor.at_start


async def test_full_stop_and_comma_step_record_by_record() -> None:
    async with opened(TWO_NETWORKS) as reader:
        first = reader.position
        await reader.press("full_stop", "full_stop", "full_stop")
        assert reader.position == first + 3
        assert reader.bar("status").split("record ")[1].startswith(f"{first + 2} of ")
        await reader.press("comma")
        assert reader.position == first + 2
        assert any(line.startswith((">", "▶")) for line in reader.seen("why"))


async def test_home_and_end_go_to_the_ends_of_the_run() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("end")
        assert reader.position == len(reader.screen.player.trace)
        assert "The end of the run" in reader.seen("why")
        await reader.press("home")
        assert reader.screen.player.cursor.at_start
        assert reader.seen("why")[0] == "Who has 192.168.10.3?"


async def test_g_goes_to_a_packet_a_record_or_a_time() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g")
        assert isinstance(reader.top(), LineDialog)
        await reader.write("5")
        assert reader.packet == 5
        await reader.press("g")
        await reader.write("#20")
        assert reader.record == 20
        await reader.press("g")
        await reader.write("1s")
        assert reader.screen.player.cursor.now == 1_000_000_000
        await reader.press("g", "7", "escape")
        assert reader.top() is reader.screen
        assert reader.screen.player.cursor.now == 1_000_000_000


async def test_wrong_target_is_explained_and_the_dialog_stays() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g")
        await reader.write("99")
        assert isinstance(reader.top(), LineDialog)
        assert "There is no such packet; the last one is 8" in str(reader.app.screen.query_one("#wrong").render())
        assert reader.screen.player.cursor.at_start


async def test_space_plays_to_the_end_and_pauses() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("space")
        assert reader.is_playing()
        assert "playing 1 a second" in reader.bar("status")
        reader.screen.action_step("tick")
        assert reader.packet == 1
        await reader.press("space")
        assert not reader.is_playing()
        await reader.press("space")
        for _ in range(12):
            reader.screen.action_step("tick")
        assert reader.screen.player.cursor.at_end
        assert not reader.is_playing()


async def test_playing_pauses_at_a_note() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("space")
        reader.screen.action_step("tick")
        assert reader.screen.board.scene is not None
        assert reader.screen.board.scene.notes
        assert not reader.is_playing()


async def test_plus_and_minus_change_the_speed() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("plus", "plus")
        assert reader.screen.playing.speed == 4
        assert "4 packets a second" in reader.bar("keys")
        await reader.press("minus")
        assert reader.screen.playing.speed == 2


async def test_n_goes_from_note_to_note() -> None:
    async with opened(ONE_SWITCH) as reader:
        places = reader.screen.player.note_positions()
        for place in places:
            await reader.press("n")
            assert reader.position == place
        await reader.press("n")
        assert reader.position == places[-1]
        assert "no further note" in reader.bar("keys")
        await reader.press("N")
        assert reader.position == places[-2]


async def test_slash_steps_only_by_what_matches_until_escape() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("slash")
        await reader.write("icmp echo-reply")
        assert reader.packet == 8
        assert "only icmp echo-reply: 1 of 2" in reader.bar("status")
        await reader.press("right")
        assert reader.packet == 9
        assert "only icmp echo-reply: 2 of 2" in reader.bar("status")
        assert len(reader.screen.player.cursor.stops) == 2
        await reader.press("escape")
        assert len(reader.screen.player.cursor.stops) == 9
        assert reader.bar("status").count("only") == 0


async def test_search_without_a_match_says_so_and_changes_nothing() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("right", "slash")
        await reader.write("fragment")
        assert "Nothing matches fragment." in reader.bar("keys")
        assert "only" not in reader.bar("status")
        await reader.press("right")
        assert reader.packet == 2


async def test_tab_and_digits_choose_the_pane() -> None:
    async with opened(ONE_SWITCH) as reader:
        assert reader.in_sight() == ["network", "why"]
        for pane in ("packets", "packet", "tables", "console", "why"):
            await reader.press("tab")
            assert reader.in_sight() == ["network", pane]
        await reader.press("shift+tab")
        assert reader.in_sight() == ["network", "console"]
        for key, pane in (
            ("1", "why"),
            ("2", "packets"),
            ("3", "packet"),
            ("4", "tables"),
            ("5", "console"),
            ("t", "tables"),
        ):
            await reader.press(key)
            assert reader.in_sight() == ["network", pane]


async def test_up_and_down_scroll_why_and_step_in_the_list() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("right")
        assert "lines 1-" in reader.title("why")
        await reader.press("down", "down")
        assert "lines 3-" in reader.title("why")
        await reader.press("up")
        assert "lines 2-" in reader.title("why")
        await reader.press("2", "down")
        assert reader.packet == 2
        await reader.press("up")
        assert reader.packet == 1


async def choose(reader: Reader, field: str) -> None:
    """Go up to a field from where the packet pane begins: at the innermost layer."""
    for _ in range(40):
        if chosen_field(reader)[0] == field:
            return
        await reader.press("up")
    raise AssertionError(field)


async def test_up_and_down_choose_a_field_and_its_octets_light_up() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g")
        await reader.write("3")
        await reader.press("3")
        assert chosen_field(reader)[:2] == ["ICMP", "echo"]
        await choose(reader, "ttl")
        assert chosen_field(reader) == ["ttl", "64"]
        pane = reader.screen.query_one(PacketPane)
        lit = [span.text.strip() for y in range(24) for span in pane.line_at(y) if span.ink is Ink.LIT]
        assert lit[0] == "40"
        await reader.press("right")  # an ARP packet has no such field
        assert chosen_field(reader) == ["Ethernet", "II"]
        await reader.press("right", "right")
        assert chosen_field(reader)[:2] == ["ttl", "63"]


async def test_words_on_the_chosen_field_follow_it_and_the_language() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g", "3", "enter", "3")
        await choose(reader, "ttl")
        assert "1 and drops the datagram at 0" in told(reader)
        assert "Each router subtracts" in told(reader)
        await reader.press("down")
        assert "which protocol the content belongs to: 1 (ICMP).  [RFC 791, 3.1]" in told(reader)
        await reader.press("L")
        assert "告诉目的主机内容属于哪个协议：1（ICMP）。  [RFC 791, 3.1]" in told(reader)


def told(reader: Reader) -> str:
    return " ".join(line.rstrip() for line in reader.seen("packet"))


def chosen_field(reader: Reader) -> list[str]:
    line = next(line for line in reader.seen("packet") if line.startswith((">", "▶")))
    return line[1:].split()[:2]


async def test_f_and_enter_choose_a_device_that_stays_in_hand() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("4", "f")
        assert isinstance(reader.top(), ListDialog)
        await reader.press("home", "down", "enter")
        assert reader.screen.player.pinned == "pc2"
        assert "of pc2 (kept)" in reader.title("tables")
        await reader.press("right", "right")
        assert "of pc2 (kept)" in reader.title("tables")
        await reader.press("escape")
        assert "of sw1" in reader.title("tables")
        await reader.press("enter", "escape")
        assert reader.screen.player.pinned == ""


async def test_d_turns_through_the_devices() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("right", "d")
        assert reader.screen.player.pinned == "pc2"
        await reader.press("D", "D")
        assert reader.screen.player.pinned == "sw1"


async def test_question_mark_shows_the_keys() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("question_mark")
        assert isinstance(reader.top(), HelpDialog)
        await reader.press("down", "escape")
        assert reader.top() is reader.screen


async def test_m_shows_the_whole_note() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("M")
        assert reader.top() is reader.screen
        await reader.press("right", "M")
        assert isinstance(reader.top(), TextDialog)


async def test_capital_l_gives_the_reasons_in_the_next_language() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("right", "right", "L")
        assert "简体中文" in reader.bar("keys")
        assert any("交换机" in line for line in reader.seen("why"))
        await reader.press("L")
        assert not any("交换机" in line for line in reader.seen("why"))


async def test_e_saves_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(ONE_SWITCH) as reader:
        stem = f"{Path(reader.screen.player.scenario.path).stem}-record-"
        await reader.press("right", "e")
        [picture] = tmp_path.iterdir()
        assert picture.read_text().startswith("<svg")
        assert picture.name == f"{stem}{reader.record}.svg"
        assert picture.name in reader.bar("keys")
        before = picture.read_text()
        await reader.press("2", "e")
        assert {file.name for file in tmp_path.iterdir()} == {picture.name, f"{picture.stem}-2.svg"}
        assert picture.read_text() == before


async def test_a_picture_that_cannot_be_saved_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tui.screens.player.write_new", refuse)
    async with opened(ONE_SWITCH) as reader:
        await reader.press("right", "e")
        assert reader.bar("keys").endswith("Permission denied")


async def test_q_leaves_the_player_and_without_a_library_the_application() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("q")
        assert not reader.app.is_running


async def test_keys_below_name_those_that_a_beginner_needs() -> None:
    async with opened(ONE_SWITCH) as reader:
        for word in ("packet", "record", "play", "help", "quit"):
            assert word in reader.bar("keys")


async def test_a_number_with_a_point_is_a_time() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("g")
        await reader.write("1.001")
        assert reader.screen.player.cursor.now <= 1_001_000_000
        assert not reader.screen.player.cursor.at_start


async def test_the_device_in_hand_is_seen_and_another_one_can_be_acted_at() -> None:
    async with opened(Session.load("one-client-at-a-time")) as reader:
        head = [span.text for span in reader.screen.board.panes["ladder"].line_at(0) if span.ink is Ink.HERE]
        assert head == [" server "]
        await reader.press("x")
        assert offered(reader)[0] == "type a command at server"
        await reader.press("j", "j", "k", "end", "enter")
        await reader.write("bob")
        assert offered(reader)[0] == "type a command at bob"
        await reader.press("escape", "escape", "right", "right")
        assert reader.screen.board.scene.device == "sw1"
        assert "sw1 in hand" in reader.title("ladder")


def offered(reader: Reader) -> list[str]:
    dialog = reader.top()
    assert isinstance(dialog, ListDialog)
    return [text for _, text in dialog.options]


async def test_timers_to_come_are_listed_and_gone_to() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        await reader.press("right")
        now = reader.screen.player.cursor.now
        await reader.press("T")
        dialog = reader.app.screen
        assert isinstance(dialog, ListDialog)
        assert all(text.startswith("in ") for _, text in dialog.options)
        assert any("pc1" in text for _, text in dialog.options)
        await reader.press("enter")
        assert reader.screen.player.cursor.now >= now


async def test_a_timer_of_a_command_is_told_by_what_was_typed() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        trace = reader.screen.player.trace
        armed = next(n for n in range(len(trace)) if trace.kind[n] == Kind.TIMER_ARMED and is_of_command(trace, n))
        reader.screen.to_position(armed + 1)
        await reader.pilot.pause()
        told = "the time that ping waits for the last answers"
        assert f"▶·  sets a timer: {told}" in reader.seen("why")
        await reader.press("T")
        dialog = reader.app.screen
        assert isinstance(dialog, ListDialog)
        assert [text for _, text in dialog.options if f"  pc1: {told}" in text]


async def test_times_to_live_of_names_are_among_the_timers() -> None:
    async with opened(Session.load("when-the-ttl-is-over"), (100, 30)) as reader:
        await reader.press("end", "T")
        dialog = reader.app.screen
        assert isinstance(dialog, ListDialog) or reader.bar("keys").startswith("No timer is armed")
        await reader.press("escape")
        texts = [
            each.text
            for n in range(0, len(reader.screen.player.trace), 20)
            for each in deadlines(reader.screen.player.session.history.go(n), 0)
        ]
        assert any(text.startswith("the end of the time to live of") for text in texts)


async def test_r_runs_to_the_next_expiry_and_says_where_there_is_none() -> None:
    async with opened(ONE_SWITCH, (100, 30)) as reader:
        ends = {Kind.TIMER_FIRED, Kind.ROW_EXPIRED}
        total = sum(kind in ends for kind in reader.screen.player.trace.kind)
        for _ in range(total):
            await reader.press("r")
            assert reader.screen.player.trace[reader.record].kind in ends
        await reader.press("r")
        assert reader.bar("keys").startswith("No timer runs out any more.")
