"""The keys of the views of a conversation, pressed."""

import os
import re
import subprocess
import sys

import pytest

from sim.session import Session
from tests.tui.exchange import conversation
from tests.tui.lessons import ONE_SWITCH
from tests.tui.opened import opened
from tests.tui.played import played

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the screens are for Unix terminals")

VERY_LARGE = (200, 60)


async def test_v_shows_the_ladder_instead_of_the_network_and_back() -> None:
    async with opened(ONE_SWITCH) as reader:
        assert "v ladder" in reader.bar("keys")
        await reader.press("v")
        assert reader.in_sight() == ["why", "ladder"]
        assert "v network" in reader.bar("keys")
        await reader.press("v")
        assert reader.in_sight() == ["network", "why"]


async def test_digits_open_the_views_and_those_that_need_it_have_all_the_room() -> None:
    async with opened(played(conversation())) as reader:
        for key, panes in (
            ("6", ["why", "ladder"]),
            ("7", ["connection"]),
            ("8", ["states"]),
            ("9", ["plot"]),
            ("0", ["ladder", "program"]),
            ("2", ["packets", "ladder"]),
        ):
            await reader.press(key)
            assert sorted(reader.in_sight()) == sorted(panes)


async def test_tab_goes_through_all_views_of_the_page() -> None:
    async with opened(played(conversation())) as reader:
        await reader.press("6", "tab")
        assert reader.in_sight() == ["connection"]
        await reader.press("shift+tab", "shift+tab")
        assert sorted(reader.in_sight()) == ["console", "ladder"]


async def test_z_gives_the_pane_all_the_room_and_takes_it_back() -> None:
    async with opened(played(conversation()), VERY_LARGE) as reader:
        await reader.press("6")
        assert len(reader.in_sight()) == 5
        await reader.press("z")
        assert reader.in_sight() == ["ladder"]
        await reader.press("z")
        assert len(reader.in_sight()) == 5


async def test_ladder_grows_with_the_cursor_and_u_shows_what_is_to_come() -> None:
    async with opened(played(conversation())) as reader:
        await reader.press("6", "g", *"4", "enter")
        seen = reader.seen("ladder")
        assert "sendall" in seen[-2]
        assert seen[-1].startswith(("▶", ">"))
        await reader.press("right")
        assert len(reader.seen("ladder")) == len(seen) + 1
        await reader.press("left")
        assert reader.seen("ladder") == seen
        await reader.press("u")
        assert len(reader.seen("ladder")) > len(seen) + 5
        assert any("Lost by chance" in line for line in reader.seen("ladder"))


async def test_up_and_down_in_the_ladder_go_from_row_to_row() -> None:
    async with opened(played(conversation())) as reader:
        await reader.press("6", "g", *"3", "enter")
        before = reader.position
        rows = len(reader.seen("ladder"))
        await reader.press("up")
        assert len(reader.seen("ladder")) == rows - 1
        await reader.press("down")
        assert reader.position == before


async def test_c_keeps_the_connection_until_it_is_let_go() -> None:
    async with opened(played(conversation()), (120, 40)) as reader:
        await reader.press("c")
        assert "no TCP connection here" in reader.bar("keys")
        await reader.press("6", "end", "c")
        assert "only client:49152 server:80" in reader.title("ladder")
        assert not any("LISTEN" in line for line in reader.seen("ladder"))
        await reader.press("escape")
        assert "only" not in reader.title("ladder")
        assert any("LISTEN" in line for line in reader.seen("ladder"))


async def test_a_shows_the_numbers_of_the_wire() -> None:
    async with opened(played(conversation())) as reader:
        await reader.press("6", "g", *"1", "enter")
        assert "SYN seq 0" in reader.seen("ladder")[-1]
        await reader.press("a")
        assert "SYN seq 100" in reader.seen("ladder")[-1]
        assert "absolute numbers" in reader.title("ladder")


async def test_connection_states_and_program_follow_the_cursor_both_ways() -> None:
    async with opened(played(conversation()), VERY_LARGE) as reader:
        await reader.press("v", "0", "g", *"2", "enter")
        first = [reader.seen(pane) for pane in ("connection", "states", "program")]
        await reader.press("right", "right", "right")
        assert [reader.seen(pane) for pane in ("connection", "states", "program")] != first
        await reader.press("left", "left", "left")
        assert [reader.seen(pane) for pane in ("connection", "states", "program")] == first


async def test_plot_marks_the_time_of_the_cursor_and_ends_there() -> None:
    async with opened(played(conversation()), ascii_only=True) as reader:
        await reader.press("9")
        assert reader.seen("plot") == ["No TCP connection has sent anything here."]
        await reader.press("g", *"7", "enter")
        early = [line.find("|", 8) for line in reader.seen("plot")]
        assert "# cwnd 300" in reader.seen("plot")[0]
        drawn = "".join(reader.seen("plot")).count("#")
        await reader.press("u")
        assert "".join(reader.seen("plot")).count("#") > drawn
        await reader.press("end")
        assert [line.find("|", 8) for line in reader.seen("plot")] != early


def test_what_draws_the_plot_is_not_loaded_before_it_is_seen() -> None:
    code = "import sys, tui.app; print(*sorted(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in ended.stdout.split()}
    assert "textual" in loaded
    assert "tui.model.panes.chart" not in ended.stdout.split()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_plot_names_its_curves_and_its_unit_whole(size: tuple[int, int]) -> None:
    async with opened(Session.load("slow-start"), size) as reader:
        await reader.press("end", "9")
        legend = reader.seen("plot")[0][: reader.screen.board.panes["plot"].size.width]
        assert all(name in legend for name in ("cwnd", "in flight", "ssthresh"))
        assert re.search(r"octets\b", legend)
