"""Going to where something happens: until a packet, a drop, an expiry or a change; marks; and back."""

import os

import pytest

from sim.session import Session
from sim.trace.records import Change, Kind
from tests.tui.opened import Reader, opened
from tui.screens.dialog import LineDialog, ListDialog
from tui.screens.watching import LetterDialog

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the screens are for Unix terminals")


def numbers(reader: Reader, *kinds: Kind) -> list[int]:
    trace = reader.screen.player.trace
    return [n for n in range(trace.configured, len(trace)) if trace.kind[n] in kinds]


async def until(reader: Reader, text: str) -> None:
    await reader.press("U")
    dialog = reader.top()
    assert isinstance(dialog, LineDialog)
    await reader.press("ctrl+u")
    await reader.write(text)


async def test_the_run_goes_on_to_each_packet_of_a_kind_and_then_says_that_there_is_none() -> None:
    async with opened(Session.load("two-dormitories"), (100, 30)) as reader:
        sent = numbers(reader, Kind.FRAME_SENT)
        trace = reader.screen.player.trace
        # Operation 2 is a reply (RFC 826).
        replies = [n for n in sent if "operation=2" in repr(trace.what[n])]
        for n in replies:
            await until(reader, "arp reply")
            assert reader.record == n
        await until(reader, "arp reply")
        assert reader.record == replies[-1]
        assert reader.bar("keys").startswith("Behind this point there is no arp reply.")


@pytest.mark.parametrize(("word", "kinds"), [
    ("expiry", (Kind.TIMER_FIRED, Kind.ROW_EXPIRED)),
    ("drop", (Kind.FRAME_DROPPED, Kind.PACKET_DROPPED)),
])  # fmt: skip
async def test_the_run_goes_on_to_the_next_end_or_drop(word: str, kinds: tuple[Kind, ...]) -> None:
    async with opened(Session.load("four-messages"), (100, 30)) as reader:
        trace = reader.screen.player.trace
        first = next(n for n in numbers(reader, *kinds) if trace.why[n].rule.id != "nic.not-mine")
        await until(reader, word)
        assert reader.record == first


async def test_playing_stops_there_and_an_empty_line_ends_that() -> None:
    async with opened(Session.load("two-dormitories"), (100, 30)) as reader:
        await until(reader, "icmp")
        second = next(n for n in numbers(reader, Kind.FRAME_SENT) if n > reader.record)
        reader.screen.action_step("play")
        reader.screen.action_step("tick")
        assert (reader.record, reader.is_playing()) == (second, False)
        assert reader.bar("keys").startswith("Stopped at icmp.")
        await until(reader, "")
        reader.screen.action_step("play")
        reader.screen.action_step("tick")
        assert reader.is_playing()
        reader.screen.action_step("play")


async def test_changes_of_the_row_in_hand_both_ways() -> None:
    async with opened(Session.load("two-dormitories"), (100, 30)) as reader:
        reader.screen.player.pin("pc1")
        trace = reader.screen.player.trace
        changes = [
            n
            for n in range(trace.configured, len(trace))
            if isinstance(what := trace.what[n], Change)
            and what.table == "arp"
            and trace.spots[trace.spot[n]].node == "pc1"
            and "192.168.10.254" in str(what.key)
        ]
        assert len(changes) > 1
        reader.screen.player.cursor.to(changes[0] + 1)
        reader.screen.refresh_scene()
        for n in changes[1:]:
            await reader.press("right_square_bracket")
            assert reader.record == n
        await reader.press("right_square_bracket")
        assert reader.bar("keys").startswith("There is no later change of arp 192.168.10.254")
        for n in reversed(changes[:-1]):
            await reader.press("left_square_bracket")
            assert reader.record == n
        await reader.press("left_square_bracket")
        assert reader.bar("keys").startswith("There is no earlier change")
        await until(reader, "change")
        assert reader.record == changes[1]


async def test_a_row_is_chosen_from_a_list() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        reader.screen.player.pin("pc1")
        await reader.press("end", "W")
        dialog = reader.top()
        assert isinstance(dialog, ListDialog)
        assert any(text.startswith("arp  192.168.10.254") for _, text in dialog.options)
        tables = [text.partition(" ")[0] for _, text in dialog.options]
        assert tables.index("link") == len(tables) - tables.count("link")  # the rows of its cables stand last
        await reader.press("enter")
        assert reader.bar("keys").startswith("In hand: ")
        await reader.press("U")
        await reader.press("escape")


async def test_without_a_row_in_hand_a_change_is_refused() -> None:
    async with opened(Session.load("two-dormitories"), (100, 30)) as reader:
        await reader.press("U")
        await reader.write("change")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        assert "No row is in hand" in str(dialog.query_one("#wrong").render())


async def test_marks_and_the_way_back() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        await reader.press("apostrophe", "apostrophe")
        assert reader.bar("keys").startswith("There was no jump yet.")
        await reader.press("right", "right", "m")
        assert isinstance(reader.top(), LetterDialog)
        await reader.press("a")
        marked = reader.position
        await reader.press("end", "apostrophe", "a")
        assert reader.position == marked
        await reader.press("apostrophe", "apostrophe")
        assert reader.position == len(reader.screen.player.trace)
        await reader.press("apostrophe", "apostrophe")
        assert reader.position == marked
        await reader.press("apostrophe", "b")
        assert reader.bar("keys").startswith("No place is called b.")
        await reader.press("m", "escape")
        assert reader.top() is reader.screen


async def test_a_jump_is_one_that_can_be_come_back_from() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        await reader.press("right")
        here = reader.position
        await until(reader, "icmp")
        assert reader.position != here
        await reader.press("apostrophe", "apostrophe")
        assert reader.position == here


async def test_one_comes_back_from_where_g_home_and_end_lead() -> None:
    async with opened(Session.load("two-dormitories"), (80, 24)) as reader:
        await reader.press("right", "right")
        here = reader.position
        for keys in (("g", "1", "2", "enter"), ("g", *"1.005", "enter"), ("home",), ("end",)):
            await reader.press(*keys)
            assert reader.position != here
            await reader.press("apostrophe", "apostrophe")
            assert reader.position == here
        await reader.press("g", "escape", "apostrophe", "apostrophe")
        assert reader.position == len(reader.screen.player.trace)
