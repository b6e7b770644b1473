"""The form that a timed paper begins with."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from sim.exam.paper import Wish
from sim.exam.practice.choosing import Goal
from tests.exam.practice.sitting import BEGIN
from tests.tui.practised import bar, seen, settle
from tui.app import HopscopeApp
from tui.model.text.ink import plain
from tui.practice.paper_form import LENGTH, About, PaperForm
from tui.practice.store import Store
from tui.screens.paper_dialog import PaperDialog
from tui.screens.practice_menu import PracticeMenuScreen
from tui.screens.timed import NAME, TimedScreen
from tui.widgets.lines import Lines

SEED = BEGIN // 60_000


def is_complete(form: PaperForm) -> bool:
    return form.is_complete


def scenarios(form: PaperForm) -> list[str]:
    return list(form.wish.scenarios)


def test_a_form_that_nobody_touches_is_complete() -> None:
    form = PaperForm(About(Goal(topics=("arp",))), 7)
    assert is_complete(form)
    assert form.wish == Wish(LENGTH, 7, "A", ("arp",))
    assert form.minutes is None


def test_a_number_is_typed_anew_or_changed() -> None:
    form = PaperForm(About(Goal()), 7)
    form.move(1)
    form.type("4")
    form.type("0")
    assert form.wish.number == 40
    form.change(-1)
    assert form.wish.number == 35
    form.move(1)
    form.type("9")
    assert form.minutes == 9
    form.erase()
    assert form.rows("en")[2] == ("minutes", "twice as many as expected")
    form.move(-1)
    form.type("0")
    assert is_complete(form) is False
    form.type("9")
    form.type("9")
    form.type("9")  # more than there may be
    assert form.wish.number == 99


def test_a_paper_can_be_about_what_was_chosen_all_topics_or_an_exam() -> None:
    form = PaperForm(About(Goal(scenario="arp/arp-on-one-switch"), "ARP on one switch"), 1)
    assert form.rows("en")[0] == ("about", "ARP on one switch")
    assert scenarios(form) == ["arp/arp-on-one-switch"]
    form.change(1)
    assert form.rows("zh")[0] == ("范围", "所有主题")
    assert scenarios(form) == []
    form.change(1)
    assert form.wish.blueprint == "ccna"
    form.change(-2)
    assert scenarios(form) == ["arp/arp-on-one-switch"]
    assert [each.goal.blueprint for each in PaperForm(About(Goal(blueprint="408")), 1).choices].count("408") == 1


def lines(pilot: Pilot[None]) -> list[str]:
    pane = pilot.app.screen.query_one(Lines)
    return [plain(pane.line_at(y)).rstrip() for y in range(pane.virtual_size.height)]


def is_at(pilot: Pilot[None], screen: type[Screen[Any]]) -> bool:
    return isinstance(pilot.app.screen, screen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_paper_begins_as_the_form_says(tmp_path: Path, size: tuple[int, int]) -> None:
    with Store(tmp_path / "p") as store:
        app = HopscopeApp(
            None, True, first_screen=lambda app: PracticeMenuScreen(store, app.glyphs, clock=lambda: BEGIN)
        )
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await pilot.press("t")
            await settle(pilot)
            assert is_at(pilot, PaperDialog)
            assert [text.split() for text in lines(pilot)[:4]] == [
                [">", "about", "all", "topics"],
                ["questions", "20"],
                ["minutes", "twice", "as", "many", "as", "expected"],
                ["seed", str(SEED)],
            ]
            await pilot.press("escape")
            await settle(pilot)
            assert is_at(pilot, PracticeMenuScreen)
            await pilot.press("t", "down", "2", "down", "7", "down", "5", "L")
            await settle(pilot)
            assert lines(pilot)[1].split() == ["题数", "2"]
            await pilot.press("enter")
            await settle(pilot)
            paper_screen = app.screen
            assert isinstance(paper_screen, TimedScreen)
            assert paper_screen.paper is not None
            assert paper_screen.paper.paper.wish == Wish(2, 5)
            assert bar(pilot, "status").endswith("7:00")
            await pilot.press("escape", "escape", "escape")
            await settle(pilot)
            assert is_at(pilot, PracticeMenuScreen)
            assert seen(pilot)[0].startswith("> Go on with the paper under way")
            await pilot.press("t")
            await settle(pilot)
            assert not is_at(pilot, PaperDialog)
        assert store.paper(NAME) is not None
