"""The page that a sitting begins from."""

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from sim.exam.practice.attempt import Attempt
from sim.exam.practice.memory import Memory
from sim.exam.question import letter
from tests.exam.practice.sitting import BEGIN
from tests.tui.opened import library
from tests.tui.practised import bar, seen, settle
from tui.app import HopscopeApp
from tui.practice.store import Store
from tui.screens.dialog import TextDialog
from tui.screens.library import LibraryScreen
from tui.screens.practice import PracticeScreen
from tui.screens.practice_menu import PracticeMenuScreen

WRONG = Attempt("arp/who-answers", "0", "", BEGIN, 12_000, 0, False, "B")


@asynccontextmanager
async def menu(store: Store, language: str = "en", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    app = HopscopeApp(
        None,
        True,
        language,
        first_screen=lambda app: PracticeMenuScreen(store, app.glyphs, language, clock=lambda: BEGIN + 3_600_000),
    )
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_page_tells_what_is_due_what_went_wrong_and_how_well_each_topic_is_known(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with Store(tmp_path / "p") as store:
        store.add([WRONG])
        async with menu(store, size=size) as pilot:
            lines = seen(pilot)
            assert lines[0] == "> Due today: 1, and 9 new"
            assert lines[1] == "  My mistakes: 1"
            (arp,) = [line for line in lines if line.startswith("  arp ")]
            assert "..........   0 %  --------" in arp
            assert arp.endswith("0 %    12 s  30 s      1")
            assert any(line.startswith("  CCNA 200-301 v1.1 ") and "..........   0 %" in line for line in lines)


async def test_a_sitting_begins_where_one_chooses_and_what_is_answered_is_stored(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        store.add([WRONG])
        async with menu(store) as pilot:
            await pilot.press("down", "enter")
            await settle(pilot)
            practice = pilot.app.screen
            assert isinstance(practice, PracticeScreen)
            assert practice.trainer.goal.only == "mistakes"
            right = practice.trainer.question.right[0]
            await pilot.press(letter(right).lower(), "enter")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert seen(pilot)[1] == "> My mistakes: 0"
        assert [each.is_right for each in store.attempts()] == [False, True]


async def test_the_page_is_in_chinese(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        async with menu(store) as pilot:
            await pilot.press("L")
            await settle(pilot)
            assert seen(pilot)[0].startswith("> 今天到期")


async def test_the_library_leads_to_practice_about_the_chosen_lesson() -> None:
    async with library() as pilot:
        await settle(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PracticeMenuScreen)
        assert "  About the lesson: Who opens which box?" in seen(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_a_file_that_cannot_be_used_is_told_and_the_library_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hopscope").mkdir()
    (tmp_path / "hopscope" / "progress.sqlite3").write_text("something else, and long enough " * 20)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    async with library() as pilot:
        await settle(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert isinstance(pilot.app.screen, TextDialog)


def read(pilot: Pilot[None]) -> list[str]:
    """The lines of the text that is open."""
    dialog = pilot.app.screen
    assert isinstance(dialog, TextDialog)
    return ["".join(span.text for span in each) for each in dialog.lines_shown]


async def test_mistakes_and_the_domains_of_an_exam_are_told_and_answers_go_out_and_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Store(tmp_path / "p") as store, Store(tmp_path / "q") as other:
        told = WRONG._replace(question="Which device answers?", yours="B. sw1", truth="A. pc2")
        store.add([told._replace(misconceptions=("arp.switch-answers",))])
        async with menu(store) as pilot:
            await pilot.press("m")
            await settle(pilot)
            lines = seen(pilot)
            assert lines[0].startswith("> 20")
            assert lines[0].endswith("Which device answers?  (arp/who-answers)")
            assert lines[1:4] == [
                "    Your answer: B. sw1",
                "    Right answer: A. pc2",
                "    A common belief: The switch answers from its MAC address table.",
            ]
            await pilot.press("escape")
            await settle(pilot)
            await pilot.press("d")
            await settle(pilot)
            assert bar(pilot, "keys").startswith("Choose an exam first")
            await pilot.press("question_mark")
            await settle(pilot)
            assert "x      export" in read(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert bar(pilot, "keys").startswith("enter begins")
            await pilot.press("escape")
            await settle(pilot)
            assert bar(pilot, "keys") == "q leaves hopscope."
            await pilot.press(*["pagedown"] * 9, "d")
            await settle(pilot)
            assert any(line.split()[:1] == ["ARP"] and "9 %" in line for line in read(pilot))
            await pilot.press("escape", "x", "enter")
            await settle(pilot)
            assert bar(pilot, "keys") == "1 answers are written to hopscope-progress.json"
        async with menu(other) as pilot:
            await pilot.press("i", "enter")
            await settle(pilot)
            assert bar(pilot, "keys") == "1 answers are new, 0 were here already"
            assert seen(pilot)[1] == "  My mistakes: 1"
        assert other.attempts() == store.attempts()


async def test_the_page_is_there_before_thousands_of_answers_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_read = threading.Event()

    def slow(attempts: Sequence[Attempt]) -> Memory:
        assert is_read.wait(10)
        return Memory(attempts)

    monkeypatch.setattr(
        "tui.screens.practice_menu.Memory", lambda attempts=(): slow(attempts) if attempts else Memory()
    )
    with Store(tmp_path / "p") as store:
        store.add([WRONG])
        app = HopscopeApp(
            None, True, first_screen=lambda app: PracticeMenuScreen(store, app.glyphs, clock=lambda: BEGIN)
        )
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert seen(pilot) == ["  Your answers are being read ..."]
            await pilot.press("m", "enter", "t")
            assert isinstance(app.screen, PracticeMenuScreen)
            is_read.set()
            await settle(pilot)
            assert seen(pilot)[1] == "  My mistakes: 1"
