"""The library: choosing, finding and opening a scenario."""

import pytest
from textual.pilot import Pilot

from sim.scenario.library import Outline
from tests.tui.opened import library
from tui.model.panes.shelf import ShelfRow, move, preview, row_line, rows
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain
from tui.screens.dialog import TextDialog
from tui.screens.library import LibraryScreen
from tui.screens.player import PlayerScreen
from tui.widgets.bar import Bar
from tui.widgets.lines import Lines
from tui.widgets.shelf import Preview, Shelf


def shown(widget: Lines) -> list[str]:
    return [plain(widget.line_at(y)).rstrip() for y in range(widget.virtual_size.height)]


def screen(pilot: Pilot[None]) -> LibraryScreen:
    found = pilot.app.screen
    assert isinstance(found, LibraryScreen)
    return found


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_scenarios_stand_under_their_topics_in_the_order_of_the_course() -> None:
    async with library() as pilot:
        lines = shown(screen(pilot).query_one(Shelf))
        assert [line for line in lines if not line.startswith(" ")] == ["Basics", "ARP", "Routing", "ICMP"]
        assert lines[1].split() == [glyphs_cursor(pilot), "Who", "opens", "which", "box?", "intro"]
        assert [line.split()[0] for line in lines[3:5]] == ["Who", "How"]  # intro before core
        assert "5 scenarios" in plain(screen(pilot).query_one("#status", Bar).line_at(0))


def glyphs_cursor(pilot: Pilot[None]) -> str:
    return screen(pilot).glyphs.cursor


async def test_choosing_shows_what_can_be_learned() -> None:
    async with library() as pilot:
        await pilot.press("down")
        await pilot.pause()
        told = shown(screen(pilot).query_one(Preview))
        assert told[0] == "Who has 192.168.10.3?"
        assert "- Tell which devices hear an ARP request." in told
        assert told[-1] == "hopscope play arp/who-has"
        await pilot.press("end", "down")
        await pilot.pause()
        assert shown(screen(pilot).query_one(Preview))[-1] == "hopscope play icmp/traceroute"
        await pilot.press("home", "up")
        await pilot.pause()
        assert shown(screen(pilot).query_one(Preview))[0] == "Who opens which box?"


async def test_words_narrow_the_list_and_escape_shows_all_again() -> None:
    async with library() as pilot:
        await pilot.press("slash", *"ttl")
        await pilot.pause()
        lines = shown(screen(pilot).query_one(Shelf))
        assert [line.split()[0] for line in lines if not line.startswith(" ")] == ["Routing", "ICMP"]
        await pilot.press("x")
        await pilot.pause()
        assert shown(screen(pilot).query_one(Shelf)) == ["Nothing has all these words."]
        await pilot.press("escape")
        await pilot.pause()
        assert len(shown(screen(pilot).query_one(Shelf))) == 9


@pytest.mark.parametrize("words", ["子网掩码", "谁有 switching", "who has arp"])
async def test_words_are_looked_for_in_both_languages(words: str) -> None:
    async with library() as pilot:
        await settle(pilot)
        shelf = screen(pilot).query_one(Shelf)
        shelf.list(screen(pilot).entries, words)
        assert [line.split()[:3] for line in shown(shelf)] == [["ARP"], [glyphs_cursor(pilot), "Who", "has"]]


def test_what_has_the_words_in_its_title_or_topic_stands_first() -> None:
    entries = [
        Outline("arp/one", "One", ("arp",), "intro", ("Say why TCP waits.",)),
        Outline("udp/two", "Two", ("udp", "tcp"), "intro", ()),
        Outline("tcp/late", "Late", ("tcp",), "exam", ()),
        Outline("basics/three", "Three", ("basics",), "intro", ()),
        Outline("basics/four", "A TCP header", ("basics",), "exam", ()),
    ]
    found = rows(entries, "tcp", {"basics/three": "Later you see TCP."})
    assert [row.entry.name for row in found if row.entry is not None] == [
        "tcp/late",  # its group is called so
        "basics/four",
        "basics/three",
        "udp/two",
        "arp/one",
    ]


async def test_what_is_found_first_is_chosen() -> None:
    async with library() as pilot:
        await pilot.press("end", "slash", *"arp", "enter")
        await pilot.pause()
        shelf = screen(pilot).query_one(Shelf)
        first = next(line for line in shown(shelf) if line.startswith(" "))
        assert shelf.chosen is not None
        assert shelf.chosen.title in first


async def test_l_lists_the_scenarios_in_the_other_language() -> None:
    async with library() as pilot:
        await pilot.press("L")
        await settle(pilot)
        lines = shown(screen(pilot).query_one(Shelf))
        assert [line for line in lines if not line.startswith(" ")] == ["基础", "ARP", "路由", "ICMP"]
        assert "5 个场景" in plain(screen(pilot).query_one("#status", Bar).line_at(0))
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlayerScreen)
        assert pilot.app.screen.player.front.title == "谁有 192.168.10.3？"
        await pilot.press("q", "L")
        await settle(pilot)
        assert shown(screen(pilot).query_one(Shelf))[0] == "Basics"


async def test_enter_opens_the_player_and_q_comes_back_to_the_same_place() -> None:
    async with library() as pilot:
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlayerScreen)
        assert pilot.app.screen.player.scenario.title == "How long is an answer true?"
        await pilot.press("right", "q")
        await pilot.pause()
        chosen = screen(pilot).query_one(Shelf).chosen
        assert chosen is not None
        assert chosen.name == "arp/expiry"
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running


async def test_found_scenario_can_be_opened_from_the_list() -> None:
    async with library() as pilot:
        await pilot.press("slash", *"traceroute", "enter", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlayerScreen)
        assert pilot.app.screen.player.scenario.title == "How does traceroute find the routers?"


async def test_click_chooses_and_a_second_click_opens() -> None:
    async with library() as pilot:
        await pilot.click(Shelf, offset=(10, 3))
        await pilot.pause()
        assert shown(screen(pilot).query_one(Preview))[0] == "Who has 192.168.10.3?"
        await pilot.click(Shelf, offset=(10, 3))
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlayerScreen)


async def test_scenario_that_is_wrong_says_what_and_where() -> None:
    async with library() as pilot:
        shelf = screen(pilot).query_one(Shelf)
        shelf.list([Outline("no-such/thing", "Gone", (), "intro", ())], "")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, TextDialog)
        assert "there is no scenario 'no-such/thing'" in " ".join(map(plain, pilot.app.screen.lines_shown))
        await pilot.press("escape")
        await pilot.pause()
        assert screen(pilot)


def test_moving_skips_the_names_of_groups() -> None:
    book = Outline("a/b", "Book", (), "intro", ())
    listed = [ShelfRow("a"), ShelfRow("a", book), ShelfRow("c"), ShelfRow("c", book), ShelfRow("c", book)]
    assert [move(listed, at, by) for at, by in ((1, 1), (3, -1), (1, -1), (4, 9), (0, 0))] == [3, 1, 1, 4, 1]
    assert move([], -1, 1) == -1


def test_scenario_without_folder_or_topic_has_a_place_too() -> None:
    assert [row.group for row in rows([Outline("x.yaml", "X", (), "", ())])] == ["others", "others"]
    line = row_line(rows([Outline("x.yaml", "", (), "", ())])[1], False, 20, glyphs(True))
    assert plain(line).split() == ["x.yaml"]
    assert plain(preview(Outline("x.yaml", "", ("arp",), "core", ()), 40)[0]) == "x.yaml"


async def test_preview_is_wrapped_anew_when_the_terminal_grows() -> None:
    async with library((80, 24)) as pilot:
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        about = pilot.app.screen.query_one(Preview)
        assert about.entry is not None
        assert shown(about) == [plain(line).rstrip() for line in preview(about.entry, about.size.width)]
