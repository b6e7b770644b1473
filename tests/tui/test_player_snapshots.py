"""Each screen as a picture, at the sizes of a small and of a large terminal; ``--snapshot-update`` renews them."""

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.command import CommandList
from textual.widgets import Input

from tests.tui.lessons import ONE_LOSS, ONE_SWITCH, TWO_NETWORKS
from tests.tui.opened import library, opened
from tests.tui.snapshots import Picture, picture

SMALL, LARGE = (80, 24), (120, 40)
MOMENTS = {
    "start": (ONE_SWITCH, []),
    "note": (ONE_SWITCH, ["right"]),
    "flood": (ONE_SWITCH, ["right", "right", "right"]),
    "tables": (ONE_SWITCH, ["right", "right", "4"]),
    "packets": (ONE_SWITCH, ["right", "right", "right", "2"]),
    "field": (TWO_NETWORKS, ["right"] * 6 + ["3"] + ["down"] * 3),
    "header": (TWO_NETWORKS, ["right"] * 6 + ["3", "z"] + ["down"] * 3),
    "lost": (ONE_LOSS, ["right", "right", "right", "full_stop"]),
    "record": (TWO_NETWORKS, ["right", "right", "full_stop"]),
    "end": (ONE_SWITCH, ["end"]),
    "help": (ONE_SWITCH, ["question_mark"]),
    "go-to": (ONE_SWITCH, ["right", "g", "4"]),
    "wrong-search": (ONE_SWITCH, ["slash", "a", "r", "p", "p", "enter"]),
    "devices": (ONE_SWITCH, ["right", "f"]),
}


@pytest.fixture
def pictures(snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> SnapshotAssertion:
    """Snapshots in colour, whatever the environment asks for."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    return snapshot.use_extension(Picture)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("moment", MOMENTS)
async def test_player_looks_as_it_did(pictures: SnapshotAssertion, moment: str, size: tuple[int, int]) -> None:
    text, keys = MOMENTS[moment]
    async with opened(text, size, ascii_only=False) as reader:
        await reader.press(*keys)
        assert picture(reader.app) == pictures


@pytest.mark.parametrize("moment", ["flood", "tables", "field", "help"])
async def test_player_in_ascii_looks_as_it_did(pictures: SnapshotAssertion, moment: str) -> None:
    text, keys = MOMENTS[moment]
    async with opened(text, SMALL, ascii_only=True) as reader:
        await reader.press(*keys)
        assert picture(reader.app) == pictures


async def test_player_on_a_very_large_terminal_looks_as_it_did(pictures: SnapshotAssertion) -> None:
    async with opened(TWO_NETWORKS, (200, 60), ascii_only=False) as reader:
        await reader.press(*["right"] * 5)
        assert picture(reader.app) == pictures


async def test_player_without_colour_looks_as_it_did(
    pictures: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(ONE_SWITCH, LARGE, ascii_only=False) as reader:
        await reader.press("right", "right", "4")
        assert picture(reader.app) == pictures


@pytest.mark.parametrize("size", [SMALL, (200, 60)], ids=["small", "very-large"])
async def test_player_in_light_and_in_chinese_looks_as_it_did(
    pictures: SnapshotAssertion, size: tuple[int, int]
) -> None:
    async with opened(TWO_NETWORKS, size, ascii_only=False) as reader:
        await reader.press("ctrl+t", "L", *["right"] * 5, "2")
        assert picture(reader.app) == pictures


async def test_a_search_and_coloured_packets_look_as_they_did(pictures: SnapshotAssertion) -> None:
    async with opened(TWO_NETWORKS, LARGE, ascii_only=False) as reader:
        await reader.press(*["right"] * 5, "C", "slash", *"ip.ttl")
        assert picture(reader.app) == pictures


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
async def test_palette_looks_as_it_did(pictures: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with opened(ONE_SWITCH, size, ascii_only=False) as reader:
        await reader.press("right", "ctrl+p")
        words = reader.app.screen.query_one(Input)
        words.cursor_blink = False
        await reader.press(*"device")
        found = reader.app.screen.query_one(CommandList)
        while not found.option_count:  # they come from a worker
            await reader.press()
        assert picture(reader.app) == pictures


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
async def test_library_looks_as_it_did(pictures: SnapshotAssertion, size: tuple[int, int]) -> None:
    async with library(size, ascii_only=False) as pilot:
        await pilot.press("down")
        await pilot.pause()
        assert picture(pilot.app) == pictures
