"""Finding what is like the packet in hand, leaving step by step, and what each key says that cannot be used."""

import os

import pytest
from textual.actions import parse
from textual.command import CommandPalette
from textual.widgets import Input

from sim.session import Session
from tests.tui.lessons import ONE_SWITCH, TWO_NETWORKS
from tests.tui.opened import Reader, library, opened
from tui.app import HopscopeApp
from tui.choices import Choices, keep, kept
from tui.model.panes.deeds import deeds
from tui.model.text.ink import Ink
from tui.screens.acting import Acting
from tui.screens.finding import Finding
from tui.screens.help import HelpDialog
from tui.screens.looking import Looking
from tui.screens.player import PlayerScreen
from tui.screens.quizzing import Quizzing
from tui.screens.stepping import Stepping
from tui.screens.texts import Texts
from tui.screens.watching import Watching
from tui.widgets.lines import Lines
from tui.widgets.packet import PacketPane
from tui.widgets.packets import PacketsPane

DOERS = {
    "step": Stepping,
    "look": Looking,
    "find": Finding,
    "watch": Watching,
    "text": Texts,
    "act": Acting,
    "quiz": Quizzing,
}
"""Who does the deeds that an action of the screen is given by their names."""


async def field(reader: Reader, layer: str, name: str) -> None:
    """Have a field of the packet in hand."""
    await reader.press("3")
    pane = reader.screen.query_one(PacketPane)
    assert pane._packet is not None
    pane.choose(pane._packet.find(layer, name))


@pytest.mark.parametrize(
    ("layer", "name", "found"),
    [
        ("ipv4", "ttl", "ip.ttl == 64"),
        ("ipv4", "src", "ip.src == 192.168.10.1"),
        ("icmp", "type", "icmp.type == 8"),
        ("ethernet", "ethertype", "eth.type == 2048"),
        ("icmp", "", "icmp"),
    ],
)
async def test_f_steps_only_by_packets_with_the_field_in_hand(layer: str, name: str, found: str) -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g")
        await reader.write("3")
        await field(reader, layer, name)
        await reader.press("F")
        assert reader.screen.player.search == found
        # The packet in hand has the value: the reader stays with it.
        assert reader.screen.player.cursor.packet == 3
        assert 3 in [
            reader.screen.player.cursor.sends.before(n + 1) + 1 for n in reader.screen.player.cursor.stops.numbers
        ]


async def test_a_field_that_no_filter_asks_for_is_refused_with_the_reason() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("F")
        assert reader.bar("keys").startswith("There is no packet in hand yet.") or "Choose a field" in reader.bar(
            "keys"
        )
        await reader.press("g")
        await reader.write("3")
        await field(reader, "icmp", "checksum")
        await reader.press("F")
        assert reader.bar("keys").startswith("Display filters cannot ask for checksum; choose another field.")


async def test_s_follows_the_stream_and_o_the_packet_over_its_hops() -> None:
    async with opened(Session.load("tcp-echo")) as reader:
        await reader.press("g")
        await reader.write("6")
        await reader.press("s")
        assert reader.screen.player.search == "tcp.stream == 0"
        assert len(reader.screen.player.cursor.stops) == 15
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g")
        await reader.write("3")
        await reader.press("o")
        player = reader.screen.player
        frames = [player.trace.what[n] for n in player.cursor.stops.numbers]
        assert [frame.payload.ttl for frame in frames] == [64, 63]  # type: ignore[union-attr]  # one router between
        await reader.press("home", "right", "o")
        assert "goes to the next device only" in reader.bar("keys") or player.search


@pytest.mark.parametrize(
    ("packet", "text", "expected"),
    [(0, "icmp", 3), (6, "icmp", 6), (4, "icmp", 6), (8, "arp", 5)],
    ids=["the first from the start", "the packet in hand", "the next", "the last where none follows"],
)
async def test_a_search_begins_where_the_reader_is(packet: int, text: str, expected: int) -> None:
    """As Wireshark's does; '' leads back to where it began."""
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g")
        await reader.write(str(packet or "start"))
        cursor = reader.screen.player.cursor
        begun = cursor.position
        await reader.press("slash")
        await reader.write(text)
        assert cursor.packet == expected
        if expected != packet:
            await reader.press("apostrophe", "apostrophe")
            assert cursor.position == begun


async def test_o_stays_with_the_packet_in_hand() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("g")
        await reader.write("6")
        before = reader.screen.player.cursor.position
        await reader.press("o")
        assert reader.screen.player.cursor.position == before


async def test_a_coloured_conversation_has_a_letter_and_a_ground_of_its_own() -> None:
    async with opened(TWO_NETWORKS, (120, 40)) as reader:
        await reader.press("g")
        await reader.write("3")
        await reader.press("C", "end", "2")
        pane = reader.screen.query_one(PacketsPane)
        rows = [pane.line_at(y) for y in range(pane.virtual_size.height)]
        coloured = [y for y, spans in enumerate(rows) if spans[-1].ink is Ink.CONVERSATION_1]
        assert 2 in coloured
        assert len(coloured) > 1
        assert all(rows[y][-1].text.startswith("A ") for y in coloured)
        await reader.press("g")
        await reader.write("3")
        await reader.press("C")
        assert not reader.screen.player.coloured.of(reader.screen.board.scene.situation.frame)  # type: ignore[arg-type]


async def test_packets_to_come_are_dimmed_or_hidden() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        await reader.press("right", "right", "2")
        pane = reader.screen.query_one(PacketsPane)
        inks = [pane.line_at(y)[-1].ink for y in range(pane.virtual_size.height)]
        assert inks[1] is Ink.CURSOR
        assert {*inks[2:]} == {Ink.DIM}
        assert Ink.DIM not in inks[:1]
        await reader.press("H")
        assert pane.virtual_size.height == 2
        assert reader.bar("keys") == "Packets to come are hidden."
        assert "of ?" in reader.bar("status")
        await reader.press("right")
        assert pane.virtual_size.height == 3


async def test_packets_are_hidden_while_a_prediction_is_asked() -> None:
    async with opened(ONE_SWITCH, (120, 40)) as reader:
        reader.screen.player.is_predicting = True
        await reader.press("right")
        assert reader.screen.query_one(PacketsPane).virtual_size.height == 1


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["left", "left"], "This is the start of the run."),
        (["end", "right"], "This is the end of the run."),
        (["M"], "There is no note at this moment"),
        (["c"], "There is no TCP connection here."),
        (["o"], "There is no packet in hand yet."),
        (["escape"], "Nothing is chosen or enlarged here"),
        (["y"], "y does nothing here; ? shows the keys."),
        (["u"], "The ladder and the plot also show what is to come."),
    ],
)
async def test_a_key_that_cannot_be_used_says_why(keys: list[str], said: str) -> None:
    async with opened(TWO_NETWORKS) as reader:
        await reader.press("home", *keys)
        assert reader.bar("keys").startswith(said)


async def test_a_time_at_which_nothing_happens_is_said() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("g")
        await reader.write("0.5")
        assert reader.bar("keys").startswith("Nothing happens at 0.500000000 s; the last record before is at 0.0000")


async def test_escape_leads_out_step_by_step() -> None:
    async with opened(Session.load("two-dormitories"), (120, 40)) as reader:
        await reader.press("v", "slash")
        await reader.write("icmp")
        await reader.press("d", "z")
        screen = reader.screen
        assert (screen.board.is_whole, bool(screen.player.pinned), screen.player.search) == (True, True, "icmp")
        await reader.press("escape")
        assert not screen.board.is_whole
        await reader.press("escape")
        assert not screen.player.pinned
        await reader.press("escape")
        assert not screen.player.search
        await reader.press("escape")
        assert "network" in reader.in_sight()


async def test_help_begins_with_the_pane_in_hand_and_is_searched_by_typing() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("right", "3", "question_mark")
        dialog = reader.app.screen
        assert isinstance(dialog, HelpDialog)
        lines = dialog.query_one(Lines)
        assert lines.line_at(0)[0].text == "Packet"
        dialog.query_one(Input).value = "ladder"
        await reader.press()
        found = ["".join(span.text for span in lines.line_at(y)) for y in range(lines.virtual_size.height)]
        assert found
        assert all("ladder" in text.lower() for text in found)


async def test_every_key_is_in_the_help_in_both_languages() -> None:
    async with opened(ONE_SWITCH) as reader:
        bound = {binding.key for binding in PlayerScreen.BINDINGS}  # type: ignore[union-attr]  # none is a tuple
        assert {deed.keys for deed in deeds()} <= bound
        assert all(deed.text["en"] and deed.text["zh"] for deed in deeds())
        for deed in deeds():
            space, name, arguments = parse(deed.action)
            assert hasattr(reader.app if space == "app" else reader.screen, f"action_{name}")
            if name in DOERS:
                assert all(callable(getattr(DOERS[name], str(each))) for each in arguments), deed.action


async def test_the_palette_does_what_is_typed() -> None:
    async with opened(ONE_SWITCH) as reader:
        await reader.press("ctrl+p")
        assert isinstance(reader.app.screen, CommandPalette)
        reader.app.screen.query_one(Input).value = "device pc2"
        for _ in range(20):
            await reader.press()
        await reader.press("enter")
        await reader.press()
        assert reader.screen.player.pinned == "pc2"


async def test_the_key_for_help_opens_the_palette_in_the_library() -> None:
    async with library((100, 30)) as pilot:
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, CommandPalette)
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, CommandPalette)


async def test_enter_after_q_returns_to_the_place() -> None:
    async with library((100, 30)) as pilot:
        await pilot.press("down", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, PlayerScreen)
        await pilot.press("right", "right", "right")
        place = screen.player.cursor.position
        assert place > screen.player.cursor.first
        await pilot.press("q", "enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, PlayerScreen)
        assert pilot.app.screen.player.cursor.position == place


async def test_light_or_dark_is_kept(tmp_path: "os.PathLike[str]", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert kept() == Choices()
    async with opened(ONE_SWITCH) as reader:
        app = reader.app
        assert isinstance(app, HopscopeApp)
        app._is_keeping = True
        await reader.press("ctrl+t")
        assert app.theme == "hopscope-light"
    assert kept() == Choices(is_light=True)
    keep(Choices(is_light=True, is_future_hidden=True))
    assert kept().is_future_hidden


async def test_without_colour_no_background_is_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(ONE_SWITCH, (120, 40), ascii_only=False) as reader:
        await reader.press("right", "3")
        strips = reader.app.screen._compositor.render_strips()
        grounds = {
            segment.style.bgcolor.name
            for strip in strips
            for segment in strip.apply_filter(reader.app._filters[-1], reader.app.screen.background_colors[1])
            if segment.style is not None and segment.style.bgcolor is not None
        }
        assert grounds == {"default"}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("name", ["two-dormitories", "slow-start"])
async def test_a_pane_in_all_the_room_never_shows_less(name: str, size: tuple[int, int]) -> None:
    async with opened(Session.load(name), size) as reader:
        await reader.press("g")
        await reader.write("12")
        for key in "1234567890":
            await reader.press(key)
            shown = []
            for _ in range(2):
                pane = reader.screen.focused
                assert isinstance(pane, Lines)
                lines = [pane.line_seen(y) for y in range(pane.size.height)]
                # Letters and digits: what frames and bars are drawn with grows with the room.
                shown.append(sum(letter.isalnum() for spans in lines for span in spans for letter in span.text))
                await reader.press("z")
            assert shown[0] <= shown[1], key
