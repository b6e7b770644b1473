"""What the player shows, at several sizes, with the mouse, in ASCII, and while a long run goes on."""

import asyncio

import pytest

from tests.tui.lessons import ONE_LOSS, ONE_SWITCH, STORM, TWO_NETWORKS, fresh
from tests.tui.opened import Reader, opened
from tui.app import HopscopeApp
from tui.screens.player import PlayerScreen
from tui.widgets.lines import Lines
from tui.widgets.panes import PANES


def picture(reader: Reader) -> list[str]:
    """What the terminal shows, line by line."""
    strips = reader.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


@pytest.mark.parametrize(
    ("size", "panes"),
    [
        ((80, 24), {"network", "why"}),
        ((80, 50), {"network", "why", "packets"}),
        ((120, 40), {"network", "packets", "why", "packet"}),
        ((200, 60), {"network", "packets", "why", "packet", "tables"}),
    ],
)
async def test_larger_terminals_show_more_at_once(size: tuple[int, int], panes: set[str]) -> None:
    async with opened(ONE_SWITCH, size) as reader:
        assert set(reader.in_sight()) == panes
        await reader.press("right")
        shown = picture(reader)
        assert len(shown) == size[1]
        assert any("ARP request" in line for line in shown)


async def test_panes_follow_the_size_of_the_terminal() -> None:
    async with opened(ONE_SWITCH, (80, 24)) as reader:
        await reader.press("right", "4")
        await reader.pilot.resize_terminal(120, 40)
        await reader.pilot.pause()
        assert set(reader.in_sight()) == {"network", "packets", "why", "tables"}
        assert any("ARP table" in line for line in reader.seen("tables"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("text", [ONE_SWITCH, TWO_NETWORKS])
async def test_last_record_and_its_reason_are_in_view_after_each_step(text: str, size: tuple[int, int]) -> None:
    async with opened(text, size) as reader:
        why = reader.screen.query_one("#why", Lines)
        while not reader.screen.player.cursor.at_end:
            await reader.press("right")
            lines = reader.seen("why")
            current = next(y for y, line in enumerate(lines) if line.startswith((">", "▶")))
            assert why.scroll_offset.y == 0
            if not reader.screen.player.cursor.at_end:  # there the outcome is above it
                assert current == 1


async def test_note_is_shown_beneath_the_network_while_the_reader_is_there() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("right")
        assert any("A question to everyone" in line for line in picture(reader))
        await reader.press("right")
        assert not any("A question to everyone" in line for line in picture(reader))


async def test_click_on_a_device_takes_it_in_hand_and_shows_its_tables() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        rows = picture(reader)
        y = next(i for i, line in enumerate(rows) if " pc3 " in line[:80])
        await reader.pilot.click(offset=(rows[y].index(" pc3 ") + 1, y))
        await reader.pilot.pause()
        assert reader.screen.player.pinned == "pc3"
        assert "of pc3 (kept)" in reader.title("tables")


async def test_click_on_a_row_goes_to_its_packet() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        rows = picture(reader)
        y = next(i for i, line in enumerate(rows) if "   4 1.00" in line)
        await reader.pilot.click(offset=(100, y))
        await reader.pilot.pause()
        assert reader.packet == 4


async def test_click_on_a_tab_opens_its_pane() -> None:
    async with opened(ONE_SWITCH) as reader:
        rows = picture(reader)
        y = next(i for i, line in enumerate(rows) if "4 Tables" in line)
        await reader.pilot.click(offset=(rows[y].index("4 Tables") + 2, y))
        await reader.pilot.pause()
        assert reader.in_sight() == ["network", "tables"]


async def test_click_on_an_octet_chooses_its_field() -> None:
    async with opened(TWO_NETWORKS, (120, 40)) as reader:
        await reader.press("right", "right", "right")
        rows = picture(reader)
        y = next(i for i, line in enumerate(rows) if "0010 " in line[50:])
        await reader.pilot.click(offset=(rows[y].index("0010 ", 50) + 5 + 3 * 6, y))  # octet 0x16 is the TTL
        await reader.pilot.pause()
        rows = picture(reader)
        assert any(("▶ ttl" in line or "> ttl" in line) for line in rows)


async def test_click_on_the_timeline_goes_there() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.pilot.click(offset=(119, 1))
        await reader.pilot.pause()
        assert reader.screen.player.cursor.at_end
        await reader.pilot.click(offset=(0, 1))
        await reader.pilot.pause()
        assert reader.screen.player.cursor.at_start


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_ascii_mode_draws_nothing_but_ascii(size: tuple[int, int]) -> None:
    async with opened(ONE_LOSS, size, ascii_only=True) as reader:
        for keys in ("right", "2", "3", "4", "5", "end", "question_mark", "escape f", "escape g"):
            await reader.press(*keys.split())
            odd = {character for line in picture(reader) for character in line if not character.isascii()}
            assert not odd, (keys, odd)


async def test_every_size_down_to_a_small_window_can_be_drawn() -> None:
    async with opened(TWO_NETWORKS, (40, 12)) as reader:
        for size in ((40, 12), (20, 6), (61, 17), (109, 31), (110, 28), (300, 90)):
            await reader.pilot.resize_terminal(*size)
            await reader.press("right", "tab")
            assert len(picture(reader)) == size[1]


async def test_no_colour_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("right", "right", "4")
        assert any("+ 1     02:00:00:00:00:01 pc1" in line for line in picture(reader))


async def test_long_run_can_be_stepped_through_before_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.player._CHUNK", 5)
    app = HopscopeApp(fresh(STORM))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, PlayerScreen)
        while not screen.player.cursor.sends:
            await asyncio.sleep(0)
        assert not screen.player.is_complete
        screen.action_step("forward")
        screen.action_step("forward")
        assert "running" in Reader(pilot, screen).bar("status")
        assert screen.player.cursor.packet == 2
        monkeypatch.setattr("tui.screens.player._CHUNK", 10_000)
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.player.is_cut_short
        assert screen.player.cursor.packet == 2
        await pilot.press("end")
        await pilot.pause()
        reader = Reader(pilot, screen)
        assert any("stopped at 30000 records" in line for line in reader.seen("why"))


async def test_first_picture_is_the_one_that_stays_and_keys_pressed_over_it_are_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    may_begin = asyncio.Event()
    run = PlayerScreen._run

    async def late(screen: PlayerScreen) -> None:
        await may_begin.wait()
        await run(screen)

    monkeypatch.setattr(PlayerScreen, "_run", late)
    app = HopscopeApp(fresh(TWO_NETWORKS))
    async with app.run_test(size=(140, 40)) as pilot:
        screen = app.screen
        assert isinstance(screen, PlayerScreen)
        reader = Reader(pilot, screen)
        shown = {pane: reader.seen(pane) for pane in ("network", "why")}
        assert any(".10.1/24" in line for line in shown["network"])
        assert not screen.player.is_begun
        may_begin.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert {pane: reader.seen(pane) for pane in ("network", "why")} == shown
        assert screen.player.cursor.at_start
    may_begin.clear()
    app = HopscopeApp(fresh(TWO_NETWORKS))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("right", "right")
        screen = app.screen
        assert isinstance(screen, PlayerScreen)
        assert not screen.player.is_begun
        may_begin.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert screen.player.cursor.packet == 2


async def test_titles_of_the_panes_speak_the_language_of_the_reasons() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("right", "L")
        assert "1 原因" in reader.title("why")
        assert "网络" in reader.title("network")
        await reader.press("L")
        assert "1 Why" in reader.title("why")
    assert all({*spec.title} == {"en", "zh"} for spec in PANES)
