"""Searching in the player: what a text means, what is said of it while it is written, and what it leads to."""

import pytest
from textual.widgets import Input

from sim.ip.arp.pdu import Arp
from sim.session import Session
from sim.words import TextError
from tests.tui.lessons import ONE_LOSS, ONE_SWITCH, finished
from tests.tui.opened import Reader, opened
from tui.model.reader.player import Player
from tui.model.reader.searching import Verdict, completions, search, sound, wrong
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import Ink, plain
from tui.screens.searching import SearchDialog
from tui.widgets.lines import Lines


def player(text: str = ONE_SWITCH) -> Player:
    at = Player(finished(text), glyphs(True))
    at.run_some(100_000)
    return at


def found(at: Player, text: str) -> list[int]:
    made = search(at, text)
    assert made is not None
    made.steps.extend()
    return list(made.steps.numbers)


def judged(at: Player, text: str) -> Verdict:
    try:
        made = search(at, text)
    except TextError as error:
        return wrong(error)
    assert made is not None
    made.steps.extend()
    return sound(made, at)


@pytest.mark.parametrize("text", ["arp.opcode == 2", "arp.opcode == 2 && eth.dst == 02:00:00:00:00:01", "arp reply"])
def test_a_pattern_and_a_display_filter_find_packets(text: str) -> None:
    at = player()
    replies = found(at, text)
    assert len(replies) == 2
    for n in replies:
        packet = at.trace.what[n].payload  # type: ignore[union-attr]
        assert isinstance(packet, Arp)
        assert packet.operation == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_text_is_looked_for_in_the_reasons_in_every_language(language: str) -> None:
    at = player()
    at.language = language
    assert found(at, '"who has 192.168.10.3"')
    assert found(at, '"WHO HAS 192.168.10.3"') == found(at, '"who has 192.168.10.3"')
    assert found(at, "交换机")


@pytest.mark.parametrize(
    ("text", "ink", "told", "offset"),
    [
        ("arp.opcode == 2", Ink.GOOD, "2 found", -1),
        ("arp reply", Ink.GOOD, "2 found", -1),
        ("ip.ttl == 3", Ink.DOUBT, "Nothing matches.", -1),
        ("bootp", Ink.DOUBT, "bootp is out of date", 0),
        ("arp && ip.tll == 3", Ink.BAD, "did you mean ip.ttl?", 7),
        ("arp reqest from pc1", Ink.BAD, "did you mean request?", 4),
    ],
)
def test_the_verdict_on_a_text_is_green_amber_or_red(text: str, ink: Ink, told: str, offset: int) -> None:
    verdict = judged(player(), text)
    assert (verdict.ink, verdict.offset) == (ink, offset)
    assert told in verdict.text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("arp rep", "arp reply"),
        ("arp request from p", "arp request from pc1"),
        ("tcp.flags.s", "tcp.flags.syn"),
        ("arp && ip.t", "arp && ip.ttl"),
        ('"any text', None),
    ],
)
def test_a_text_goes_on_with_the_words_that_can_follow(text: str, first: str | None) -> None:
    assert next(iter(completions(player(), text)), None) == first


async def type_in(reader: Reader, text: str) -> SearchDialog:
    await reader.press("slash")
    dialog = reader.app.screen
    assert isinstance(dialog, SearchDialog)
    dialog.query_one(Input).value = text
    await reader.press()
    return dialog


def lines_of(dialog: SearchDialog) -> list[str]:
    return [plain(line) for line in dialog.query_one(Lines)._lines]


async def test_the_place_of_a_mistake_is_under_its_character() -> None:
    async with opened(ONE_SWITCH) as reader:
        dialog = await type_in(reader, "arp && ip.tll == 3")
        pointer, told, *_ = lines_of(dialog)
        assert pointer == " " * 7 + "^"
        assert told.startswith("There is no field 'ip.tll'")
        await reader.press("enter")
        assert reader.app.screen is dialog
        await reader.press("escape")
        assert not reader.screen.player.search


async def test_tab_makes_the_last_word_whole_and_up_brings_the_search_before() -> None:
    async with opened(ONE_SWITCH) as reader:
        dialog = await type_in(reader, "arp repl")
        await reader.press("tab")
        assert dialog.query_one(Input).value == "arp reply"
        await reader.press("enter")
        assert reader.screen.player.search == "arp reply"
        assert reader.packet == 4
        await reader.press("escape", "slash", "up")
        assert reader.app.screen.query_one(Input).value == "arp reply"


async def test_what_nothing_matches_is_said_and_changes_nothing() -> None:
    async with opened(ONE_LOSS) as reader:
        dialog = await type_in(reader, "tcp.port == 80")
        assert dialog.judged is not None
        assert dialog.judged.ink is Ink.DOUBT
        await reader.press("enter")
        assert reader.bar("keys").startswith("Nothing matches tcp.port == 80.")
        assert not reader.screen.player.search


async def test_packets_are_listed_while_others_are_still_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.finding._SEARCHED", 10)
    async with opened(Session.load("tcp-echo")) as reader:
        await type_in(reader, "tcp.flags.ack == 1")
        await reader.press("enter")
        assert len(reader.screen.player.cursor.stops) == 14
