"""My mistakes on the screen: each opens as it was asked, plays its proof, and leads back."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from sim.exam.marking import read_answer
from sim.exam.practice.choosing import Goal
from tests.exam.practice.sitting import BEGIN, Sitting, written
from tests.tui.practised import bar, seen, settle
from tests.tui.test_practice_menu import menu
from tui.practice.store import Store
from tui.screens.mistakes import MistakeScreen, MistakesScreen
from tui.screens.player import PlayerScreen
from tui.screens.practice import PracticeScreen
from tui.screens.practice_menu import PracticeMenuScreen


def top(pilot: Pilot[None]) -> type[Screen[object]]:
    """What kind of screen has the keys."""
    return type(pilot.app.screen)


def mistaken(store: Store) -> list[str]:
    """Two wrong answers in the store; returns the texts of the questions."""
    texts = []
    for place, template in enumerate(("arp/who-answers", "tcp/which-establishes")):
        sitting = Sitting(Goal((template,)))
        question = sitting.trainer.ask()
        assert question is not None
        text = written(question, right=False)
        sitting.trainer.answer(read_answer(question, text), text)
        store.keep(sitting.kept[0]._replace(at=BEGIN + place))
        texts.append(question.text.text())
    return texts


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_mistake_opens_with_its_proof_and_leads_back(tmp_path: Path, size: tuple[int, int]) -> None:
    with Store(tmp_path / "p") as store:
        first, last = mistaken(store)
        async with menu(store, size=size) as pilot:
            await pilot.press("m")
            await settle(pilot)
            assert bar(pilot, "status") == "My mistakes: 2"
            assert " ".join(" ".join(seen(pilot)[:4]).split()).find(last) > 0
            await pilot.press("down", "enter")
            await settle(pilot)
            assert top(pilot) is MistakeScreen
            assert bar(pilot, "status").startswith("2/2  arp/who-answers")
            told = seen(pilot)
            assert " ".join(" ".join(told).split()).startswith(first)
            assert any(text.startswith("Wrong. The answer is ") for text in told)
            assert any(text.startswith("Proof: ") for text in told)
            await pilot.press("p")
            await settle(pilot)
            assert top(pilot) is PlayerScreen
            await pilot.press("q")
            await settle(pilot)
            await pilot.press("left")
            await settle(pilot)
            assert bar(pilot, "status").startswith("1/2  tcp/which-establishes")
            await pilot.press("L")
            await settle(pilot)
            assert any(text.startswith("错误。") for text in seen(pilot))
            await pilot.press("escape")
            await settle(pilot)
            assert top(pilot) is MistakesScreen
            await pilot.press("escape")
            await settle(pilot)
            assert top(pilot) is PracticeMenuScreen


async def test_another_question_of_the_kind_takes_the_mistake_away(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        mistaken(store)
        async with menu(store) as pilot:
            await pilot.press("m")
            await settle(pilot)
            await pilot.press("n")
            await settle(pilot)
            practice = pilot.app.screen
            assert isinstance(practice, PracticeScreen)
            assert practice.trainer.question.template == "tcp/which-establishes"
            await pilot.press(written(practice.trainer.question, right=True).lower(), "enter")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert bar(pilot, "status") == "My mistakes: 1"


async def test_a_question_that_is_another_by_now_is_told_in_words(tmp_path: Path) -> None:
    with Store(tmp_path / "p") as store:
        mistaken(store)
        attempt = store.attempts()[0]._replace(at=BEGIN + 9, question="Who is it?", yours="B. sw1", truth="A. pc2")
        store.keep(attempt)
        async with menu(store) as pilot:
            await pilot.press("m")
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            told = seen(pilot)
            assert told[0].endswith("Who is it?  (arp/who-answers)")
            assert any(text.startswith("This question cannot be shown as it was asked.") for text in told)
            await pilot.press("p")
            await settle(pilot)
            assert bar(pilot, "keys") == "There is no proof to play."
