"""A program at the cursor: the line it is at, what it waits for, its sockets, what it printed."""

from sim.addresses import ANY
from sim.programs.rows import ProgramRow, Status
from sim.trace.records import ConsoleLine, Kind
from sim.transport.sockets.rows import SocketRow
from tests.tui.exchange import CLIENT, IPS, PORTS, SERVER, Exchange, handshake
from tests.tui.played import at_end
from tui.model.panes.program import program_page
from tui.model.reader.player import Player
from tui.model.text.ink import Ink, plain, width

ROOM = 60


def page(at: Player, room: int = ROOM, height: int = 21) -> list[str]:
    return [plain(each).rstrip() for each in program_page(at.scene(), room, height)]


def waiting() -> Exchange:
    """The server has accepted a connection and waits for data; the client is at its connect."""
    made = handshake()
    made.put(CLIENT, 1003, "program", 1, ProgramRow("client.py", (), Status.RUNNING))
    made.put(SERVER, 1003, "program", 1, ProgramRow("server.py", ("80",), Status.RUNNING))
    made.put(SERVER, 1003, "socket", 1, SocketRow("tcp", (ANY, 80), None, 1, listening=True, backlog=128))
    local, remote = (IPS[SERVER], 80), (IPS[CLIENT], PORTS[CLIENT])
    made.put(SERVER, 1003, "socket", 2, SocketRow("tcp", local, remote, 1))
    made.receiving(SERVER, 1003, unread=7)
    made.put(SERVER, 1003, "console", 0, ConsoleLine(1003, "a client is here"), kind=Kind.OUTPUT)
    made.calls(SERVER, 1003, "recv(1024)", 5)
    made.answers(SERVER, 1003, "blocked")
    return made


def test_source_is_shown_with_the_line_of_the_last_call_marked() -> None:
    text = page(at_end(waiting()))
    assert text[0] == "server server.py 80 running"
    assert "▶5 while data := connection.recv(1024):" in text
    assert ' 6     print(len(data), "octets")' in text


def test_blocked_call_waits() -> None:
    at = at_end(waiting())
    assert "▶ recv(1024) waits" in page(at)
    assert any(span == ("waits", Ink.CHANGED) for each in program_page(at.scene(), ROOM, 21) for span in each)


def test_sockets_are_listed_as_ss_does_and_the_console_is_beneath() -> None:
    text = page(at_end(waiting()))
    at = text.index(next(each for each in text if each.startswith("sockets")))
    assert [each.split() for each in text[at + 1 : at + 4]] == [
        ["state", "recv", "send", "local", "peer"],
        ["1", "tcp", "LISTEN", "0", "128", "*:80", "*"],
        ["2", "tcp", "ESTABLISHED", "7", "0", "server:80", "client:49152"],
    ]
    assert text[-1].strip("+ ") == "a client is here"


def test_sockets_that_are_no_connection_are_called_as_ss_does() -> None:
    made = waiting()
    made.put(SERVER, 1004, "socket", 3, SocketRow("udp", (ANY, 7), None, 1, unread=5, datagrams=1))
    made.put(SERVER, 1004, "socket", 4, SocketRow("udp", (IPS[SERVER], 8), (IPS[CLIENT], 9), 1, error="ECONNREFUSED"))
    text = [each.split() for each in page(at_end(made))]
    assert ["3", "udp", "UNCONN", "5", "0", "*:7", "*"] in text
    assert ["4", "udp", "ESTAB", "0", "0", "server:8", "client:9", "ECONNREFUSED"] in text


def test_one_step_back_the_program_is_where_it_was() -> None:
    at = at_end(waiting())
    at.cursor.to(at.cursor.position - 2)
    text = page(at)
    assert text[0].startswith("client client.py")
    assert '▶5 s.connect(("10.0.0.2", 80))' in text


def test_device_in_hand_chooses_the_program() -> None:
    at = at_end(waiting())
    at.pin(CLIENT)
    assert page(at)[0].startswith("client client.py")


def test_what_a_call_came_to_is_told() -> None:
    made = waiting()
    made.answers(SERVER, 1010, "raised", result="ConnectionResetError: [Errno 104] Connection reset by peer")
    text = page(at_end(made))
    assert any(each.startswith("▶ recv(1024) raised ConnectionResetError") for each in text)


def test_every_size_is_kept_and_the_current_line_stays_in_sight() -> None:
    at = at_end(waiting())
    for room, height in ((44, 10), (44, 18), (60, 28), (100, 56)):
        lines = program_page(at.scene(), room, height)
        assert len(lines) <= height
        assert max(map(width, lines)) <= room
        assert any("▶5 " in plain(each) for each in lines)


def test_text_that_is_not_at_hand_is_said_to_be_missing() -> None:
    at = at_end(waiting())
    at.sources = {}
    assert "The text of server.py is not at hand." in page(at)


def test_without_programs_the_page_says_so() -> None:
    assert page(at_end(Exchange())) == ["No program runs yet."]
