"""The pane of a stream's content at the keyboard: it follows the cursor, and leads to the packet behind each line."""

import pytest

from sim.link.ethernet.frame import encode
from sim.link.ethernet.pdu import Ethernet
from sim.session import Session
from tests.tui.exchange import conversation
from tests.tui.lessons import TWO_NETWORKS
from tests.tui.opened import Reader, opened
from tests.tui.played import played
from tui.model.text.ink import Ink, plain
from tui.screens.dialog import LineDialog
from tui.widgets.stream import StreamPane


async def at_packet(reader: Reader, number: int) -> None:
    await reader.press("g")
    await reader.write(str(number))


def pane(reader: Reader) -> StreamPane:
    return reader.screen.query_one(StreamPane)


def content(reader: Reader) -> list[str]:
    """The rows beneath the head."""
    return reader.seen("stream")[3:]


async def test_s_narrows_to_the_stream_and_shows_its_content_from_where_one_is() -> None:
    async with opened(Session.load("tcp-echo"), ascii_only=False) as reader:
        await at_packet(reader, 8)
        place = reader.position
        await reader.press("s")
        assert reader.screen.player.search == "tcp.stream == 0"
        assert reader.position == place
        assert reader.in_sight() == ["stream"]
        assert reader.seen("stream")[:2] == [
            " > client:49152  5 of 10 octets", " < server:7  0 of 10 octets",
        ]  # fmt: skip
        assert content(reader) == [
            "    3 > [SYN] client:49152 begins",
            "    4 < [SYN] server:7 begins",
            "    6 > hello",
            "▶   8 < hello",
            "   10 > world",
            "   12 < world",
            "   14 > [FIN] client:49152 sends no more",
            "   16 < [FIN] server:7 sends no more",
        ]
        inks = [pane(reader).line_at(y)[-1].ink for y in range(5, 8)]
        assert inks == [Ink.FORTH, Ink.DIM, Ink.DIM]  # what the packet in hand carries is not there yet
        await reader.press("escape")
        assert "stream" not in reader.in_sight()
        assert reader.screen.player.search
        await reader.press("escape")
        assert not reader.screen.player.search


async def test_what_is_to_come_is_hidden_where_the_reader_wants_so() -> None:
    async with opened(Session.load("tcp-echo"), ascii_only=False) as reader:
        await at_packet(reader, 8)
        await reader.press("s", "H")
        assert content(reader)[2:] == ["    6 > hello", "▶   8 < hello"]
        assert reader.seen("stream")[0] == " > client:49152  5 octets"
        await reader.press("right", "right")
        assert content(reader)[4:] == ["▶  10 > world"]


async def test_enter_goes_to_the_packet_that_carried_the_line() -> None:
    async with opened(Session.load("tcp-echo"), ascii_only=False) as reader:
        await at_packet(reader, 6)
        await reader.press("s", *["down"] * 3, "enter")
        assert reader.packet == 12
        assert content(reader)[pane(reader).chosen] == "▶  12 < world"
        await reader.press("k", "k", "k", "enter")
        assert reader.packet == 6
        await reader.press("pageup", "enter")
        assert reader.packet == 3
        await reader.press("pagedown", "enter")
        assert reader.packet == 16


async def test_the_form_and_the_directions_are_chosen_by_a_key() -> None:
    async with opened(Session.load("tcp-echo"), ascii_only=False) as reader:
        await at_packet(reader, 8)
        await reader.press("s", "i")
        dumped = content(reader)
        assert dumped[2] == "    6 > 0000  68 65 6c 6c 6f                                   hello"
        assert dumped[4] == "   10 > 0005  77 6f 72 6c 64                                   world"
        await reader.press("y")
        assert content(reader)[1] == "▶   6 > 0000  68 65 6c 6c 6f 77 6f 72 6c 64                    helloworld"
        await reader.press("y", "i")
        assert content(reader) == [
            "    4 < [SYN] server:7 begins",
            "▶   8 < helloworld",
            "   16 < [FIN] server:7 sends no more",
        ]
        await reader.press("y")
        assert len(content(reader)) == 8


async def test_slash_finds_text_in_the_stream_and_goes_on_from_there() -> None:
    async with opened(Session.load("tcp-echo"), ascii_only=False) as reader:
        await at_packet(reader, 6)
        await reader.press("s", "slash")
        await reader.write("WORL")
        assert content(reader)[pane(reader).chosen] == "▶  10 > world"
        await reader.press("slash", "enter")  # the same again
        assert content(reader)[pane(reader).chosen] == "▶  12 < world"
        await reader.press("slash", "enter")
        assert content(reader)[pane(reader).chosen] == "▶  10 > world"
        await reader.press("slash")
        await reader.write("nobody")
        dialog = reader.top()
        assert isinstance(dialog, LineDialog)
        assert "No line of this stream has 'nobody'" in str(dialog.query_one("#wrong").render())
        await reader.press("escape", "i", "slash")
        await reader.write("orld")
        assert content(reader)[pane(reader).chosen].endswith("world")


async def test_a_body_in_chunks_is_shown_as_on_the_wire_and_the_head_says_so() -> None:
    async with opened(Session.load("http/chunked"), (80, 24)) as reader:
        trace = reader.screen.player.trace
        n = next(n for n, what in enumerate(trace.what) if isinstance(what, Ethernet) and b"chunked" in encode(what))
        reader.screen.player.cursor.to(n + 1)
        reader.screen.refresh_scene()
        await reader.press("s")
        told = [text.endswith("octets, with the sizes of chunks as on the wire") for text in reader.seen("stream")[:2]]
        assert told == [False, True]


async def test_the_pane_shows_the_stream_of_the_packet_in_hand() -> None:
    async with opened(Session.load("keep-alive")) as reader:
        await at_packet(reader, 12)
        await reader.press("s", "escape", "escape")
        reader.screen.board.open("stream")
        await reader.press()
        assert reader.seen("stream")[0].startswith(" > old:49152 ")
        await reader.press("end")
        assert reader.seen("stream")[0].startswith(" > new:")


async def test_a_stream_that_is_followed_stays_to_the_end_of_the_run() -> None:
    async with opened(Session.load("keep-alive")) as reader:
        await at_packet(reader, 12)
        await reader.press("s", "end")
        assert reader.screen.player.search == "tcp.stream == 0"
        assert reader.seen("stream")[0] == " > old:49152  105 of 105 octets"


async def test_a_packet_without_ports_has_no_content() -> None:
    async with opened(TWO_NETWORKS) as reader:
        await at_packet(reader, 3)
        await reader.press("s")
        assert "stream" not in reader.in_sight()
        assert reader.screen.player.search.startswith("icmp.ident == ")
        await reader.press("escape", "escape", "home", "right", "s")
        assert reader.bar("keys").startswith("This packet belongs to no stream; choose a packet of TCP, UDP or ping.")


@pytest.mark.parametrize(
    ("size", "beside"), [((80, 24), False), ((115, 40), False), ((120, 40), True), ((200, 60), True)]
)
async def test_the_list_stands_beside_where_there_is_room(size: tuple[int, int], beside: bool) -> None:
    async with opened(played(conversation()), size) as reader:
        await at_packet(reader, 7)
        await reader.press("s")
        assert {*reader.in_sight()} == ({"packets", "stream"} if beside else {"stream"})
        for key in ("i", "y", "y"):
            await reader.press(key)
            widget = pane(reader)
            seen = [plain(widget.line_seen(y)) for y in range(widget.room[1])]
            assert all(len(text) <= widget.room[0] for text in seen)


async def test_a_click_chooses_a_line() -> None:
    async with opened(Session.load("tcp-echo"), ascii_only=False) as reader:
        await at_packet(reader, 8)
        await reader.press("s")
        await reader.pilot.click("#stream", offset=(8, 6))
        assert content(reader)[pane(reader).chosen].endswith("> hello")
