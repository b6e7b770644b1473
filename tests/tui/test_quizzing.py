"""Questions in the player: about the moment at hand, and before each step."""

import re

import pytest

from sim.exam import catalogue
from sim.exam.chance import Chance
from sim.exam.making import made
from sim.exam.question import Source
from sim.exam.run import whole
from sim.exam.sheet import sheet
from sim.scenario.load import load_text
from sim.session import Session
from tests.tui.opened import Reader, opened
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain
from tui.practice.choosing import Choosing
from tui.practice.view import Viewer
from tui.screens.player import PlayerScreen
from tui.screens.practice import PracticeScreen
from tui.screens.sitting import QuestionPane


def asked(reader: Reader) -> PracticeScreen:
    found = reader.top()
    assert isinstance(found, PracticeScreen)
    return found


def seen(screen: PracticeScreen) -> list[str]:
    pane = screen.query_one(QuestionPane)
    return [plain(pane.line_at(y)).rstrip() for y in range(pane.virtual_size.height)]


async def test_questions_about_this_moment_come_and_one_goes_back_to_it() -> None:
    async with opened(Session.load("two-dormitories")) as reader:
        await reader.press(*["right"] * 6)
        record = reader.record
        await reader.press("Q")
        assert asked(reader).trainer.question.moment <= record
        await reader.press("escape")
        assert isinstance(reader.top(), PlayerScreen)
        assert reader.record == record


async def test_what_is_asked_about_a_changed_run_names_what_was_changed() -> None:
    """So that it can be asked again another day, from any folder."""
    edits = ("unset nodes.pc1.gateway",)
    async with opened(Session.load("two-dormitories", 3).branch(edits)) as reader:
        await reader.press(*["right"] * 6)
        await reader.press("Q")
        assert asked(reader).trainer.question.source == Source("routing/two-dormitories", "", 3, edits)


async def test_a_step_is_predicted_first_and_then_shown() -> None:
    async with opened(Session.load("two-dormitories")) as reader:
        await reader.press("P")
        assert reader.bar("keys").startswith("You are asked what comes next")
        while isinstance(reader.top(), PlayerScreen):
            record = reader.record
            await reader.press("right")
        screen = asked(reader)
        question = screen.trainer.question
        assert question.moment <= record < question.proof[0]
        await reader.press("1" if question.kind.is_typed else "a")
        await reader.press("enter")
        assert screen.marked is not None
        await reader.press("enter")
        assert isinstance(reader.top(), PlayerScreen)
        assert reader.record > record
        is_seen = question.proof[0] <= reader.record
        given = "1" if question.kind.is_typed else question.options[0].text.text()
        shown = "Compare: here it happens." if is_seen else "The next packets show what happens."
        assert reader.bar("keys").rstrip() == f"You said: {given}. {shown}"
        await reader.press("P")
        assert reader.bar("keys").startswith("You are asked no more")


async def test_who_predicts_sees_no_notes() -> None:
    """Many tell what the next step brings."""
    async with opened(Session.load("a-switch-learns")) as reader:
        await reader.press("n", "n")
        position = reader.screen.player.cursor.position
        assert reader.screen.board.scene.notes
        await reader.press("P")
        assert reader.screen.player.cursor.position == position
        assert not reader.screen.board.scene.notes
        await reader.press("P")
        assert reader.screen.board.scene.notes


async def test_who_does_not_want_to_predict_goes_on() -> None:
    async with opened(Session.load("two-dormitories")) as reader:
        await reader.press("P")
        while isinstance(reader.top(), PlayerScreen):
            record = reader.record
            await reader.press("right")
        await reader.press("escape", "escape")
        assert isinstance(reader.top(), PlayerScreen)
        assert reader.record > record


async def test_the_way_to_the_next_note_goes_no_further_than_to_a_question() -> None:
    async with opened(Session.load("two-dormitories")) as reader:
        await reader.press("P")
        while isinstance(reader.top(), PlayerScreen):
            record = reader.record
            await reader.press("right")
        await reader.press("escape")
        await reader.press("home")
        while isinstance(reader.top(), PlayerScreen):
            await reader.press("n")
        assert reader.record == record
        question = asked(reader).trainer.question
        assert question.moment <= record < question.proof[0]
        await reader.press("escape")
        assert reader.record > record


async def test_playing_pauses_where_something_is_asked() -> None:
    async with opened(Session.load("two-dormitories")) as reader:
        await reader.press("P")
        while isinstance(reader.top(), PlayerScreen):
            reader.screen._stepping.tick()
            await reader.pilot.pause()
        question = asked(reader).trainer.question
        assert question.moment <= reader.record < question.proof[0]
        assert not reader.is_playing()


async def test_where_nothing_can_be_asked_the_player_says_so() -> None:
    silent = load_text(
        "title: silence\nnodes: {h1: {hub: 2 ports}, h2: {hub: 2 ports}}\nlinks: [h1 -- h2]\n", "silence.yaml"
    )
    async with opened(Session(silent)) as reader:
        await reader.press("Q")
        assert reader.bar("keys").startswith("There is nothing to ask")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_packets_to_choose_from_are_all_told_in_the_same_words(width: int) -> None:
    """At a width that only some have room for with their ports, the others stood out."""
    run = whole(Source("tcp/close-by-the-server"))
    asking = catalogue.template("tcp/which-establishes")
    question = made(asking, run, next(iter(asking.moments(run))), Chance("packets"))
    viewer = Viewer(sheet(question, run), run, (width, 40), glyphs(ascii_only=True), "en")
    shown = [plain(line) for line in viewer.view(Choosing(question), False).lines]
    options = [line for line in shown if re.match(r" *[A-E]\. ", line)]
    assert len(options) == len(question.options)
    assert len({" win " in line for line in options}) == len({"Flags [" in line for line in options}) == 1
    assert len({": TCP " in line for line in options}) == 1
