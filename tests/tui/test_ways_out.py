"""Every key of the player says or shows something, and escape leads out of whatever the key has opened."""

from pathlib import Path

import pytest

from tests.tui.exchange import conversation
from tests.tui.lessons import TWO_NETWORKS
from tests.tui.opened import Reader, opened
from tests.tui.played import played
from tui.model.panes.arrangement import Page
from tui.model.panes.deeds import deeds
from tui.widgets.network import NetworkPane
from tui.widgets.panes import PANES

_MOST = 6
"""Presses of escape that lead out of anything."""
_PLAYED_ALONE = {"q", "ctrl+p"}
"""``q`` leaves the player, and Textual's palette has tests of its own."""
KEYS = [key for deed in deeds() for key in deed.keys.split(",")]
PANE_KEYS = [spec.key for spec in PANES if spec.key]


def shown(reader: Reader) -> list[object]:
    """What a key can change: the bars, the page, the panes and where they are, a dialog over them."""
    screen = reader.screen
    panes = [
        (pane.id, str(pane.border_title), pane.scroll_offset, pane.has_focus, pane.deck)
        for pane in screen.board.panes.values()
        if pane.display
    ]
    bars = [reader.bar("status"), reader.bar("keys")]
    return [reader.app.screen, *bars, screen.board.page, panes, screen.player.pinned, reader.app.theme]


def is_out(reader: Reader, page: Page) -> bool:
    screen, player = reader.screen, reader.screen.player
    network = screen.board.panes.get("network")
    is_plain = not isinstance(network, NetworkPane) or network._form is None
    chosen = (
        player.pinned,
        player.search,
        player.kept,
        player.is_predicting,
        player.is_at_prompt,
        screen.playing.is_on,
    )
    is_roomy = len(screen.board.plan()[0].decks) > 1
    return reader.app.screen is screen and not any(chosen) and is_roomy and is_plain and screen.board.page is page


@pytest.mark.parametrize("is_talk", [False, True])
async def test_every_key_shows_something_and_escape_leads_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_talk: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(played(conversation()) if is_talk else TWO_NETWORKS) as reader:
        page = reader.screen.board.page
        for key in (*KEYS, *PANE_KEYS):
            if key in _PLAYED_ALONE:
                continue
            await reader.press("right")
            before = shown(reader)
            await reader.press(key)
            # The pane in hand stays in hand.
            assert shown(reader) != before or key in PANE_KEYS, f"{key} says nothing"
            for _ in range(_MOST):
                if is_out(reader, page):
                    break
                await reader.press("escape")
            assert is_out(reader, page), f"escape does not lead out of {key}"
