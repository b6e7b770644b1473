"""The views of a conversation as pictures, at three sizes, of a trace that is written by hand."""

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.tui.exchange import conversation, trouble
from tests.tui.opened import opened
from tests.tui.played import played
from tests.tui.snapshots import Picture, picture

SMALL, LARGE, VERY_LARGE = (80, 24), (120, 40), (200, 60)
VIEWS = {"ladder": "6", "connection": "7", "states": "8", "plot": "9", "program": "0"}


@pytest.fixture
def pictures(snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch) -> SnapshotAssertion:
    """Snapshots in colour, whatever the environment asks for."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    return snapshot.use_extension(Picture)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("view", VIEWS)
async def test_view_looks_as_it_did(pictures: SnapshotAssertion, view: str, size: tuple[int, int]) -> None:
    async with opened(played(conversation()), size, ascii_only=False) as reader:
        await reader.press(VIEWS[view], "g", *"7", "enter")
        assert picture(reader.app) == pictures


async def test_everything_side_by_side_looks_as_it_did(pictures: SnapshotAssertion) -> None:
    async with opened(played(conversation()), VERY_LARGE, ascii_only=False) as reader:
        await reader.press("v", "g", *"7", "enter")
        assert picture(reader.app) == pictures


async def test_loss_and_disorder_look_as_they_did(pictures: SnapshotAssertion) -> None:
    async with opened(played(trouble()), SMALL, ascii_only=False) as reader:
        await reader.press("6", "z", "end")
        assert picture(reader.app) == pictures


@pytest.mark.parametrize("view", VIEWS)
async def test_view_in_ascii_looks_as_it_did(pictures: SnapshotAssertion, view: str) -> None:
    async with opened(played(conversation()), SMALL, ascii_only=True) as reader:
        await reader.press(VIEWS[view], "g", *"7", "enter")
        assert picture(reader.app) == pictures


@pytest.mark.parametrize("view", ["ladder", "states"])
async def test_view_without_colour_looks_as_it_did(
    pictures: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(played(conversation()), LARGE, ascii_only=False) as reader:
        await reader.press(VIEWS[view], "g", *"7", "enter")
        assert picture(reader.app) == pictures
