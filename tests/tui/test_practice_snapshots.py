"""Practice as pictures: three sizes, both languages, ASCII, no colour, light; ``--snapshot-update`` renews them."""

import pytest
from syrupy.assertion import SnapshotAssertion

from sim.exam.practice.choosing import Goal
from tests.exam.practice.sitting import Sitting
from tests.tui.practised import settle
from tests.tui.snapshots import Picture, picture
from tests.tui.test_practice_screen import practising

PICTURES = {
    "map-answered-light": ("arp/who-answers", (80, 24), "en", ["ctrl+t", "b", "enter"]),
    "map-chinese": ("arp/who-answers", (120, 40), "zh", ["right", "question_mark"]),
    "packets": ("tcp/which-establishes", (200, 60), "en", ["b", "enter"]),
    "order-ascii": ("dhcp/order", (80, 24), "en", ["b", "space", "a"]),
    "several-no-colour": ("addressing/same-network", (80, 24), "en", ["a", "b", "enter"]),
}


@pytest.mark.parametrize("name", PICTURES)
async def test_practice_looks_as_it_did(
    snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if name.endswith("no-colour"):
        monkeypatch.setenv("NO_COLOR", "1")
    template, size, language, keys = PICTURES[name]
    sitting = Sitting(Goal((template,)))
    async with practising(sitting, size, ascii_only=name.endswith("ascii"), language=language) as pilot:
        await pilot.press(*keys)
        await settle(pilot)
        assert picture(pilot.app) == snapshot.use_extension(Picture)
