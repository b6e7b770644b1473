"""A feature that brings a view is shown by the player and by ``hopscope tables`` without a line in ``tui``."""

from collections.abc import Iterator, Sequence

import pytest

from sim import registry
from sim.feature import Feature, State, View
from tests.tui.command import hopscope
from tests.tui.lessons import ONE_SWITCH
from tests.tui.opened import opened
from tui.model.text.ink import plain
from tui.screens.help import HelpDialog


def neighbours(state: State, node: str, now: int, language: str) -> Sequence[str]:
    rows = state.table(node, "arp")
    said = {"en": "{} knows {} of them", "zh": "{} 认识 {} 个"}[language]
    return [said.format(node, len(rows)), f"at {now} ns"] if rows else []


FRIENDS = Feature("friends", views=(View("friends", {"en": "Friends", "zh": "朋友"}, neighbours),))


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    with registry.adding(FRIENDS):
        yield


@pytest.mark.parametrize("size", [(80, 24), (80, 50), (120, 40), (200, 60)])
@pytest.mark.parametrize("page", [[], ["v"]])
async def test_view_is_a_pane_that_is_chosen_in_a_list(size: tuple[int, int], page: list[str]) -> None:
    async with opened(ONE_SWITCH, size) as reader:
        await reader.press(*page, "end", "p")
        assert "view-friends" in reader.in_sight()
        assert "Frie" in reader.title("view-friends")  # where there is no room the name is cut
        assert reader.seen("view-friends") == ["pc1 knows 1 of them", "at 1000013056 ns"]
        await reader.press("home")
        assert reader.seen("view-friends") == ["pc1 has nothing to show here."]


async def test_view_has_a_letter_that_its_tab_tells() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("end", "I")
        assert "view-friends" in reader.in_sight()
        assert "I Friends" in reader.title("view-friends")
        await reader.press("J")  # the letter of a second view, which this player has not
        assert "view-friends" in reader.in_sight()


async def test_view_speaks_the_language_of_the_reasons() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("end", "p", "L")
        assert reader.seen("view-friends")[0] == "pc1 认识 1 个"
        assert "朋友" in reader.title("view-friends")


async def test_help_names_the_views() -> None:
    async with opened(ONE_SWITCH, (120, 60)) as reader:
        await reader.press("question_mark")
        dialog = reader.top()
        assert isinstance(dialog, HelpDialog)
        assert ["I", "Friends"] in [plain(each).split() for each in dialog.lines_shown]


async def test_tab_comes_to_the_view_after_the_other_panes() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("5", "tab")
        assert "view-friends" in reader.in_sight()
        await reader.press("tab")
        assert reader.screen.focused is reader.screen.board.panes["why"]


def test_tables_print_the_view() -> None:
    printed = hopscope("tables", "arp-on-one-switch", "--node", "pc1").out
    assert "pc1, Friends" in printed
    assert "  pc1 knows " in printed
