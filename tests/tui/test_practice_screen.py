"""Practising on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from sim.exam.practice.choosing import Goal
from sim.exam.question import letter
from tests.exam.practice.sitting import Sitting
from tests.tui.practised import bar, seen, settle
from tui.app import HopscopeApp
from tui.screens.player import PlayerScreen
from tui.screens.practice import PracticeScreen
from tui.screens.sitting import QuestionPane


@asynccontextmanager
async def practising(
    sitting: Sitting, size: tuple[int, int] = (80, 24), *, ascii_only: bool = False, language: str = "en"
) -> AsyncIterator[Pilot[None]]:
    app = HopscopeApp(
        None, ascii_only, language, first_screen=lambda app: PracticeScreen(sitting.trainer, app.glyphs, language)
    )
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


def screen(pilot: Pilot[None]) -> PracticeScreen:
    found = pilot.app.screen
    assert isinstance(found, PracticeScreen)
    return found


async def point_at(pilot: Pilot[None], *, right: bool) -> None:
    options = screen(pilot).trainer.question.options
    place = next(place for place, option in enumerate(options) if option.is_right is right)
    await pilot.press(letter(place).lower())
    await settle(pilot)


@pytest.mark.parametrize("first", ["Ａ", "ａ"])
async def test_full_width_letters_choose_as_the_others_do(first: str) -> None:
    sitting = Sitting()
    async with practising(sitting) as pilot:
        options = screen(pilot).trainer.question.options
        place = next(place for place, option in enumerate(options) if option.is_right)
        await pilot.press(chr(ord(first) + place), "enter")
        await settle(pilot)
        assert [each.is_right for each in sitting.kept] == [True]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_an_answer_is_told_and_proved_and_the_next_question_follows(size: tuple[int, int]) -> None:
    sitting = Sitting()
    async with practising(sitting, size) as pilot:
        assert "Which device answers the request?" in " ".join(line.strip() for line in seen(pilot))
        await point_at(pilot, right=True)
        await pilot.press("enter")
        await settle(pilot)
        assert "Right." in seen(pilot)
        assert any("[RFC 826" in line for line in seen(pilot))
        assert bar(pilot, "status").endswith("1 of 1 right.")
        assert bar(pilot, "keys").startswith("enter next question")
        await pilot.press("enter")
        await settle(pilot)
        assert "Right." not in seen(pilot)
        assert bar(pilot, "status").startswith("2  arp/who-answers")
    assert [each.is_right for each in sitting.kept] == [True]


async def test_the_proof_is_played_at_its_record_and_one_comes_back() -> None:
    sitting = Sitting()
    async with practising(sitting) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert bar(pilot, "keys") == "Answer first: the proof tells it."
        await point_at(pilot, right=False)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        player = pilot.app.screen
        assert isinstance(player, PlayerScreen)
        assert player.player.cursor.record == sitting.trainer.question.proof[0]
        await pilot.press("q")
        await settle(pilot)
        assert any(line.startswith("Wrong. The answer is ") for line in seen(pilot))


async def test_hints_stand_below_the_question_and_options_can_still_be_chosen() -> None:
    sitting = Sitting()
    async with practising(sitting) as pilot:
        await pilot.press("question_mark", "b")
        await settle(pilot)
        assert any(line.startswith("Hint: ") for line in seen(pilot))
        assert screen(pilot).query_one(QuestionPane).choosing.at == 1  # type: ignore[union-attr]
        await pilot.press("enter")
        await settle(pilot)
    assert sitting.kept[0].hints == 1


async def test_the_run_is_played_at_the_record_that_a_hint_names_and_the_question_stays_open() -> None:
    sitting = Sitting()
    async with practising(sitting) as pilot:
        await pilot.press(*["question_mark"] * len(sitting.trainer.question.hints))
        await settle(pilot)
        hint = " ".join(" ".join(seen(pilot)).split())
        assert "p plays the run there." in hint
        await pilot.press("p")
        await settle(pilot)
        player = pilot.app.screen
        assert isinstance(player, PlayerScreen)
        assert f"record {player.player.cursor.record} of the run" in hint
        await pilot.press("q")
        await settle(pilot)
        await point_at(pilot, right=True)
        await pilot.press("enter")
        await settle(pilot)
        assert "Right." in seen(pilot)
    assert sitting.kept[0].hints == len(sitting.trainer.question.hints)


async def test_the_language_is_changed_at_a_question() -> None:
    async with practising(Sitting(), ascii_only=True) as pilot:
        await pilot.press("L")
        await settle(pilot)
        assert any("哪台设备" in line for line in seen(pilot))
        assert bar(pilot, "keys").startswith("enter 作答")


async def test_no_mistakes_are_said_to_be_none() -> None:
    async with practising(Sitting(Goal(only="mistakes"))) as pilot:
        assert seen(pilot) == ["There is no mistake to go over."]
        assert bar(pilot, "keys") == "escape leaves"


async def test_when_all_that_is_due_is_asked_the_next_time_is_told() -> None:
    goal = Goal(("arp/who-answers",), only="due")
    async with practising(Sitting(goal)) as pilot:
        await point_at(pilot, right=True)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert seen(pilot)[0].startswith("Nothing is due. The next card is due in ")


async def test_after_a_typed_answer_enter_goes_on_and_an_empty_line_is_none() -> None:
    sitting = Sitting(Goal(("addressing/host-count",)))
    async with practising(sitting) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        assert screen(pilot).marked is None
        await pilot.press("1", "enter")
        await settle(pilot)
        assert screen(pilot).marked is not None
        await pilot.press("enter")
        await settle(pilot)
        assert bar(pilot, "status").startswith("2  addressing/host-count")
        await pilot.press("2", "enter")
        await settle(pilot)
        assert len(sitting.kept) == 2


async def test_a_question_begins_at_its_top_and_says_that_there_is_more_below() -> None:
    async with practising(Sitting(), (80, 10)) as pilot:
        pane = screen(pilot).query_one(QuestionPane)
        assert pane.scroll_offset.y == 0
        assert bar(pilot, "keys").startswith("enter answers  pagedown more below")


async def test_an_order_is_given_by_letters_and_one_that_is_not_whole_is_asked_for() -> None:
    async with practising(Sitting(Goal(("dhcp/order",)))) as pilot:
        right = [letter(place).lower() for place in screen(pilot).trainer.question.right]
        await pilot.press(right[1], "backspace", right[0], "enter")
        await settle(pilot)
        assert bar(pilot, "keys").startswith("Mark first all of them")
        assert screen(pilot).marked is None
        await pilot.press(*right[1:], "enter")
        await settle(pilot)
        assert "Right." in seen(pilot)


async def test_enter_alone_answers_nothing() -> None:
    async with practising(Sitting()) as pilot:
        await pilot.press("enter")
        await settle(pilot)
        assert screen(pilot).marked is None
        assert bar(pilot, "keys").startswith("Choose first")


async def test_a_device_is_chosen_on_the_map_with_the_arrows() -> None:
    """In this network A. r1 stands in the middle, with sw1 to its left and sw2 to its right, each before two hosts."""
    async with practising(Sitting()) as pilot:
        names = [str(option.value) for option in screen(pilot).trainer.question.options]
        pane = screen(pilot).query_one(QuestionPane)
        assert pane.choosing is not None
        first, arrows = names.index("r1"), {"right": "sw2", "left": "r1", "down": "pc2"}
        await pilot.press(letter(first).lower())
        await pilot.press("right")
        assert names[pane.choosing.at] == arrows["right"]
        await pilot.press("left")
        assert names[pane.choosing.at] == arrows["left"]
        await pilot.press("left", "left", "down")
        assert names[pane.choosing.at] == arrows["down"]
        assert any(f"> {letter(names.index('pc2'))}. pc2" in each for each in seen(pilot)) or any(
            f"▶ {letter(names.index('pc2'))}. pc2" in each for each in seen(pilot)
        )
        assert bar(pilot, "keys").startswith("enter answers  a-g arrows choose")


async def test_a_packet_is_chosen_in_the_list_of_the_player() -> None:
    async with practising(Sitting(Goal(("tcp/which-establishes",))), (120, 40)) as pilot:
        options = [line for line in seen(pilot) if line.lstrip().startswith(("A. ", "B. "))]
        assert "SYN seq" in options[0]
        assert "SYN ACK seq" in options[1]


async def test_pages_of_a_long_question_are_turned_while_an_answer_is_typed() -> None:
    async with practising(Sitting(Goal(("vlan/learned-vlan",)))) as pilot:
        await settle(pilot)
        assert screen(pilot).typed.has_focus
        assert screen(pilot).typed.placeholder == "Write a number."
        assert not any("Write a number." in told for told in seen(pilot))  # once is enough
        assert "more below" in bar(pilot, "keys")
        await pilot.press("pagedown")
        await settle(pilot)
        assert screen(pilot).pane.scroll_offset.y > 0
        assert "more above" in bar(pilot, "keys")


async def test_an_answer_that_does_not_fit_comes_before_what_was_given() -> None:
    async with practising(Sitting(Goal(("arp/destination-mac",)))) as pilot:
        await settle(pilot)
        before = seen(pilot)
        await pilot.press("a", "enter")
        await settle(pilot)
        after = seen(pilot)
        question = next(place for place, line in enumerate(after) if not line)
        assert after[:question] == before[:question]
        assert after[question + 1].strip(" ✓✗+x").startswith("A. ")
        outcome = next(place for place, line in enumerate(after) if line.startswith(("Right.", "Wrong.")))
        (given,) = (place for place, line in enumerate(after) if line.startswith("r1 eth0 "))
        assert outcome < given
        assert {line.strip() for line in before if line.startswith("r")} <= {line.strip() for line in after}
        assert screen(pilot).pane.scroll_offset.y == 0


async def test_a_message_goes_with_the_next_key_and_leaves_what_stood_in_its_place() -> None:
    sitting = Sitting(Goal(("switching/domains",)))
    async with practising(sitting) as pilot:
        await pilot.press("question_mark", "enter")
        await settle(pilot)
        before = seen(pilot)
        await pilot.press("7", "enter")
        await settle(pilot)
        told = " ".join(" ".join(seen(pilot)).split())
        assert "there are 2 values to fill in; write ; between them, like ...; ..." in told
        await pilot.press("x")
        await settle(pilot)
        assert seen(pilot) == before
        assert bar(pilot, "keys").startswith("enter answers")
        await pilot.press("ctrl+u", "question_mark", "f1")
        await settle(pilot)
    assert not sitting.kept
