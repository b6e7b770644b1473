"""A timed paper on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from sim.exam.making import Maker
from sim.exam.marking import Answer
from sim.exam.paper import Wish
from sim.exam.practice.timed import TimedPaper, begun, resumed
from sim.exam.question import letter
from tests.exam.practice.sitting import BEGIN
from tests.tui.practised import bar, seen, settle
from tui.app import HopscopeApp
from tui.practice.store import Store
from tui.screens.player import PlayerScreen
from tui.screens.timed import NAME, TimedScreen

WISH = Wish(3, 1, "A", ("arp/who-answers", "switching/who-hears"))
MAKER = Maker()


class Clock:
    """Stands still until somebody moves it."""

    now = BEGIN

    def __call__(self) -> int:
        return self.now


@asynccontextmanager
async def writing(
    store: Store, clock: Clock, size: tuple[int, int] = (80, 24), *, resume: bool = False
) -> AsyncIterator[Pilot[None]]:
    kept = store.paper(NAME)

    def make(maker: Maker) -> TimedPaper:
        return resumed(kept, maker) if resume else begun(WISH, maker, minutes=5)

    app = HopscopeApp(None, True, first_screen=lambda app: TimedScreen(make, store, app.glyphs, clock, maker=MAKER))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


def screen(pilot: Pilot[None]) -> TimedScreen:
    found = pilot.app.screen
    assert isinstance(found, TimedScreen)
    return found


async def answer(pilot: Pilot[None], *, right: bool) -> None:
    paper = screen(pilot).paper
    assert paper is not None
    wanted = [place for place, option in enumerate(paper.question.options) if option.is_right is right]
    chosen = wanted[:1] if paper.question.kind.is_choice else wanted
    await pilot.press(*(letter(place).lower() for place in chosen), "enter")
    await settle(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_paper_from_the_first_question_to_the_points_and_the_proof(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with Store(tmp_path / "p") as store:
        async with writing(store, Clock(), size) as pilot:
            assert bar(pilot, "status").startswith("1/3")
            assert bar(pilot, "status").endswith("0 answered  5:00")
            await answer(pilot, right=True)
            await pilot.press("F")
            await settle(pilot)
            assert bar(pilot, "status").startswith("2/3  flagged")
            await answer(pilot, right=False)
            await pilot.press("p", "H")
            await settle(pilot)
            assert bar(pilot, "keys") == "1 not answered. H again hands the paper in."
            await pilot.press("H")
            await settle(pilot)
            assert seen(pilot)[0] == "Not passed: 33 % of the points (70 % are needed)."
            await pilot.press("p")
            await settle(pilot)
            assert bar(pilot, "keys").startswith("The right arrow key goes through the questions")
            await pilot.press("right")
            await settle(pilot)
            assert "Right." in seen(pilot)
            await pilot.press("p")
            await settle(pilot)
            assert isinstance(pilot.app.screen, PlayerScreen)
            await pilot.press("q")
            await settle(pilot)
            await pilot.press("right", "right")
            await settle(pilot)
            assert any(text.startswith("Not answered. The answer is ") for text in seen(pilot))
            assert screen(pilot).pane.scroll_offset.y == 0
            await pilot.press("left", "left", "left")
            await settle(pilot)
            assert seen(pilot)[0].startswith("Not passed")
        assert [each.is_right for each in store.attempts()] == [True, False]
        assert store.paper(NAME) is None


async def test_a_paper_is_left_only_when_asked_twice_and_is_stored_before(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        async with writing(store, Clock()) as pilot:
            await pilot.press("b", "escape")
            await settle(pilot)
            assert bar(pilot, "keys") == "The paper is stored, and its clock stops. escape again leaves."
            assert store.paper(NAME)["answers"][0] == [[1], []]
            await pilot.press("F", "escape")  # whoever does something else is asked again
            await settle(pilot)
            assert screen(pilot).paper is not None
            await pilot.press("escape")
            await settle(pilot)
        assert pilot.app.return_code is not None
        assert store.paper(NAME) is not None


async def test_a_paper_that_was_left_goes_on(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        async with writing(store, Clock()) as pilot:
            await answer(pilot, right=True)
            await pilot.press("F")
            await settle(pilot)
        kept = store.paper(NAME)
        assert kept is not None
        async with writing(store, Clock(), resume=True) as pilot:
            assert bar(pilot, "status").startswith("2/3  flagged")
            assert "1 answered" in bar(pilot, "status")


async def test_the_time_hands_the_paper_in(tmp_path: Path) -> None:
    clock = Clock()
    with Store(tmp_path / "p") as store:
        async with writing(store, clock) as pilot:
            await answer(pilot, right=True)
            clock.now += 299_000
            screen(pilot)._tick()
            assert bar(pilot, "status").endswith("0:01")
            await pilot.press("C")
            await settle(pilot)
            assert bar(pilot, "status").endswith("1 answered")
            clock.now += 1_000
            screen(pilot)._tick()
            await settle(pilot)
            assert seen(pilot)[0].startswith("Not passed: 33 %")
        assert len(store.attempts()) == 1


async def test_a_paper_that_another_window_goes_on_with_is_left_to_it(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store, Store(tmp_path / "p") as other:
        async with writing(store, Clock()) as one:
            await answer(one, right=True)
            async with writing(other, Clock(), resume=True) as two:
                await answer(two, right=True)
                assert "2 answered" in bar(two, "status")
            await answer(one, right=True)
            assert seen(one)[0].startswith("This paper is open in another window")
            await one.press("H", "H")
            await settle(one)
        assert store.attempts() == []
        assert sum(each is not None for each in store.paper(NAME)["answers"]) == 2


async def test_who_turns_away_or_leaves_has_answered_by_what_is_chosen(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        async with writing(store, Clock()) as pilot:
            await pilot.press("b", "ctrl+n")
            await settle(pilot)
            assert bar(pilot, "status").endswith("1 answered  5:00")
            await pilot.press("ctrl+n", "ctrl+p", "ctrl+p")
            await settle(pilot)
            paper = screen(pilot).paper
            assert paper is not None
            assert paper.at == 0
            assert paper.answers == [Answer((1,)), None, None]
            await pilot.press("a", "escape")
            await settle(pilot)
        assert store.paper(NAME)["answers"] == [[[0], []], None, None]


async def test_the_end_of_the_time_counts_what_is_chosen(tmp_path: Path) -> None:
    clock = Clock()
    with Store(tmp_path / "p") as store:
        async with writing(store, clock) as pilot:
            paper = screen(pilot).paper
            assert paper is not None
            await pilot.press(letter(paper.question.right[0]).lower())
            clock.now += 301_000
            screen(pilot)._tick()
            await settle(pilot)
            assert paper.is_over
            assert [each.is_right for each in store.attempts()] == [True]


def typing(store: Store) -> HopscopeApp:
    """Two questions that are answered by a number."""

    def make(maker: Maker) -> TimedPaper:
        return begun(Wish(2, 1, "A", ("addressing/host-count",)), maker, minutes=5)

    return HopscopeApp(None, True, first_screen=lambda app: TimedScreen(make, store, app.glyphs, Clock()))


async def test_what_is_typed_and_cannot_be_read_is_said_and_keeps_nobody_at_the_question(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        async with typing(store).run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("m", "ctrl+n")
            await settle(pilot)
            assert bar(pilot, "status").startswith("2/2")
            assert bar(pilot, "status").endswith("0 answered  5:00")
            assert bar(pilot, "keys").startswith("Question 1 is not answered: 'm' is not a number")
            await pilot.press("6")
            await settle(pilot)
            assert bar(pilot, "keys").startswith("enter answers")
            await pilot.press("ctrl+p")
            await settle(pilot)
            assert screen(pilot).typed.value == "m"
            await pilot.press("ctrl+u", "6", "2", "ctrl+n", "ctrl+p")
            await settle(pilot)
            assert bar(pilot, "status").endswith("2 answered  5:00")
            assert screen(pilot).typed.value == "62"


async def test_keys_lead_out_of_a_line_that_cannot_be_read_and_back_into_it(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        async with typing(store).run_test(size=(120, 40)) as pilot:
            await settle(pilot)
            await pilot.press("b", "enter")
            await settle(pilot)
            assert bar(pilot, "keys").startswith("'b' is not a number")
            await pilot.press("escape")
            await settle(pilot)
            assert bar(pilot, "keys").startswith("enter into the line")
            await pilot.press("enter")
            await settle(pilot)
            assert screen(pilot).typed.has_focus
            await pilot.press("escape", "ctrl+u")
            await settle(pilot)
            assert screen(pilot).typed.value == ""
            await pilot.press("b", "escape", "H")
            await settle(pilot)
            assert bar(pilot, "keys") == "2 not answered. H again hands the paper in."
            await pilot.press("question_mark", "escape", "H")
            await settle(pilot)
            assert bar(pilot, "keys") == "2 not answered. H again hands the paper in."
            await pilot.press("H")
            await settle(pilot)
            assert seen(pilot)[0].startswith("Not passed: 0 %")
