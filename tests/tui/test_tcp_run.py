"""A TCP connection as text, as a story and as tables, against what the RFCs and tcpdump say of it."""

import re
import subprocess
from pathlib import Path

import pytest

from sim.link.ethernet import frame as wire
from sim.packets.telling import summary
from sim.session import Session
from sim.trace.records import Kind
from sim.wire.pcapng import Writer, read_capture
from tests.outside import need
from tests.tui.command import BUNDLED, TRUST, hopscope, written
from tests.tui.conversation import CONVERSATION
from tests.tui.lessons import player
from tests.tui.test_pcapng import in_our_words
from tui.model.packets.origins import Flows
from tui.model.reader.packet_list import PacketList
from tui.model.reader.player import Player
from tui.model.reader.story import statements
from tui.model.reader.tables import tables
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain

G = glyphs(True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path, CONVERSATION)


def packets(text: str, end: str = "client:eth0") -> list[str]:
    """What is said of the packets that a port sends or that a switch sends to it, behind the ports."""
    return [
        match[1]
        for line in text.splitlines()
        if (match := re.match(rf" +\d+  [\d.]+ (?:{end} > \S+|\S+ > {end}) +IP \S+ > \S+: (.*)", line))
    ]


def test_numbers_are_counted_from_the_first_and_what_is_sent_again_is_marked(path: Path) -> None:
    # RFC 9293 figure 6 has the handshake; RFC 6298 2.1 the second of waiting; the ACK of a FIN is one more.
    assert [line.partition(", win")[0] for line in packets(hopscope("run", path, *TRUST, "-q").out)][:13] == [
        "Flags [S], seq 100",
        "Flags [S.], seq 300, ack 101",
        "Flags [.], ack 1",
        "Flags [P.], seq 1:6, ack 1",
        "Flags [P.], seq 1:6, ack 1",
        "Flags [.], ack 6",
        "Flags [P.], seq 1:6, ack 6",
        "Flags [.], ack 6",
        "Flags [F.], seq 6, ack 6",
        "Flags [.], ack 7",
        "Flags [F.], seq 6, ack 7",
        "Flags [.], ack 7",
        "Flags [S], seq 100",
    ]
    marked = [line for line in packets(hopscope("run", path, *TRUST, "-q").out) if "[retransmission]" in line]
    assert [line.partition(", win")[0] for line in marked] == ["Flags [P.], seq 1:6, ack 1"]


def test_absolute_numbers_are_those_on_the_wire(path: Path) -> None:
    said = packets(hopscope("run", path, *TRUST, "-q", "--absolute").out)
    assert said[3].startswith("Flags [P.], seq 101:106, ack 301, win")
    assert packets(hopscope("run", path, *TRUST, "-q", "-S").out) == said


def test_calls_are_shown_as_strace_shows_them(path: Path) -> None:
    lines = [line.strip() for line in hopscope("run", path, *TRUST).lines]
    assert "client> client.py:4 sendall(b'hello') = None" in lines  # answered at once: one line
    waits = lines.index("client> client.py:5 recv(100)")
    assert lines.index("client> client.py:5 recv(100) = b'HELLO'") > waits + 1
    assert any(re.match(r"client> client.py:9 connect\(.*\) raises ConnectionRefusedError", line) for line in lines)


def test_states_are_told_and_bookkeeping_is_not(path: Path) -> None:
    told = [
        match[1] for line in hopscope("run", path, *TRUST).lines if (match := re.search(r"(client tcp [~+-] .*)", line))
    ]
    assert told[:6] == [
        "client tcp + 49152 to 10.0.0.2:8081: SYN-SENT, iss 100, smss 536",
        "client tcp ~ 49152 to 10.0.0.2:8081: SYN-SENT -> ESTABLISHED, irs - -> 300",
        "client tcp ~ 49152 to 10.0.0.2:8081: ESTABLISHED -> FIN-WAIT-1",
        "client tcp ~ 49152 to 10.0.0.2:8081: FIN-WAIT-1 -> FIN-WAIT-2",
        "client tcp ~ 49152 to 10.0.0.2:8081: FIN-WAIT-2 -> TIME-WAIT",
        "client tcp + 49153 to 10.0.0.2:81: SYN-SENT, iss 100, smss 536",
    ]
    usual, full = hopscope("run", path, *TRUST).out, hopscope("run", path, *TRUST, "-v").out
    for text in ("tcp-send ~ 49152 to 10.0.0.2:8081: snd_una 1 -> 6", "socket + ", " waits"):
        assert text not in usual
        assert text in full


def test_reasons_begin_with_that_of_tcp(path: Path) -> None:
    lines = [line.strip() for line in hopscope("run", path, *TRUST, "--why").lines]
    resent = next(n for n, line in enumerate(lines) if "[retransmission]" in line)
    assert re.search(r"\[RFC (5681|6298|9293), .*\]$", lines[resent + 1])
    assert lines[resent + 2].startswith("10.0.0.2 is inside 10.0.0.0/24")


def test_capture_has_the_reasons_of_tcp_too(path: Path, tmp_path: Path) -> None:
    capture = tmp_path / "run.pcapng"
    assert hopscope("run", path, *TRUST, "-q", "--pcapng", capture).status == 0
    comments = [packet.comment.splitlines() for packet in read_capture(capture)]
    resent = [lines for lines in comments if lines[0].startswith("decided by client: ") and "retransmit" in lines[0]]
    assert resent
    assert resent[0][1].startswith("sent by client:eth0: 10.0.0.2 is inside 10.0.0.0/24")


def at(pattern: str) -> Player:
    """A player where a packet begins to cross its link."""
    found = player(CONVERSATION, ascii_only=True)
    n = found.session.run_to(pattern)
    assert n is not None
    found.cursor.to(n + 1)
    return found


def story(reader: Player) -> list[str]:
    cursor = reader.cursor
    told = statements(reader.trace, reader.wiring, cursor.begin, cursor.position, G, world=cursor.world)
    return [each.text for each in told]


@pytest.mark.parametrize("segment", ["syn-ack", "data", "retransmission", "fin"])
def test_reason_of_a_segment_stands_beside_it_however_much_came_before(segment: str) -> None:
    reader = at(f"first tcp {segment}")
    cursor = reader.cursor
    told = statements(reader.trace, reader.wiring, cursor.begin, cursor.position, G, is_brief=True)
    reasons = [statement.clause for statement in told[-2:] if statement.why]
    assert re.match(r"RFC (5681|6298|9293)", reasons[-1]), reasons


def test_story_tells_calls_states_and_windows() -> None:
    told = story(at("first tcp syn leaving client"))
    assert "TCP 49152 to 10.0.0.2:8081: SYN-SENT, iss 100, smss 536" in story(at("first arp leaving client"))
    assert told[-1] == "sends the TCP SYN out of eth0, to sw1"
    told = story(at("first tcp data leaving client"))
    assert "calls sendall(b'hello') at client.py:4" in told
    assert any(re.fullmatch(r"TCP sending 49152 to 10.0.0.2:8081: snd_nxt 1 -> 6.*", line) for line in told)
    told = story(at("first tcp retransmission leaving client"))
    assert "timer runs out: the retransmission timer of TCP 49152 to 10.0.0.2:8081" in told


def listed(reader: Player) -> list[str]:
    """What the list of packets says of the segments that the client sends and receives."""
    cursor = reader.cursor
    found = PacketList(reader.trace, cursor.stops, cursor.sends, reader.wiring, G, reader.origin)
    lines = [plain(found.line(index, 80, False, False)) for index in range(len(cursor.stops))]
    said = [re.split(r"client->sw1 +|sw1->client +", line)[-1].strip() for line in lines if "client" in line[:32]]
    return [each for each in said if "ARP" not in each]


def test_list_says_what_a_segment_is_for_in_80_columns() -> None:
    reader = at("first tcp retransmission leaving client")
    assert reader.is_absolute  # the scenario gives the numbers
    assert listed(reader)[3:5] == ["49152 > 8081 data seq 101:106 ack 301 win 65535"] * 2
    reader.is_absolute = False
    assert listed(reader)[:5] == [
        "49152 > 8081 SYN seq 0 win 65535",
        "8081 > 49152 SYN ACK seq 0 ack 1 win 65535",
        "49152 > 8081 ACK ack 1 win 65535",
        "49152 > 8081 data seq 1:6 ack 1 win 65535",
        "49152 > 8081 data seq 1:6 ack 1 win 65535",
    ]


def test_tables_of_a_connection_count_from_its_first_number() -> None:
    reader = at("first tcp retransmission leaving client")
    scene = reader.scene()
    shown = tables("client", reader.cursor.world, scene.changes, reader.cursor.now, scene.names, G, 130).lines
    lines = [" ".join(plain(line).split()) for line in shown]
    assert lines[0] == "TCP connections 1"
    assert lines[2] == "10.0.0.1:49152 10.0.0.2:8081 ESTABLISHED 100 300 536 0 0 no no"
    sending = next(n for n, line in enumerate(lines) if line.startswith("TCP, what is sent"))
    assert lines[sending + 1].startswith("remote snd una snd nxt snd wnd written cwnd ssthresh phase")
    # RFC 5681 3.1: cwnd falls to one segment, ssthresh to two at the least, when the timer runs out.
    assert re.search(r"10.0.0.2:8081 1 6 65535 6 536 1072 ", lines[sending + 2])


def test_tables_command_shows_the_same(path: Path) -> None:
    lines = [line.strip() for line in hopscope("tables", path, *TRUST, "--at", "1.1s", "--node", "client").lines]
    start = lines.index("tcp-send")
    assert lines[start + 3 : start + 6] == ["snd_una          1", "snd_nxt          6", "snd_wnd          65535"]
    assert "ssthresh         highest" in lines
    assert "rto              1s" in lines


@pytest.mark.parametrize("name", [name for name in BUNDLED if not name.startswith(("arp/", "switching/"))])
def test_tcpdump_prints_the_same_lines_of_each_link(name: str, tmp_path: Path) -> None:
    program = need("tcpdump")
    session = Session.load(name)
    session.run()
    trace, links = session.trace, session.scenario.names.links
    flows = Flows(trace, links)
    for link, ends in links.items():
        sent = [
            n for n, kind in enumerate(trace.kind) if kind == Kind.FRAME_SENT and trace.spots[trace.spot[n]] in ends
        ]
        lines = [summary(trace.what[n], flows.of_packet(n)).line for n in sent]  # type: ignore[arg-type]
        if not any("Flags" in line for line in lines):
            continue
        capture = tmp_path / "link.pcapng"
        with capture.open("wb") as stream:
            writer = Writer(stream, [(link, "")])
            for n in sent:
                writer.packet(0, trace.at[n], wire.encode(trace.what[n]))  # type: ignore[arg-type]
        run = subprocess.run([program, "-n", "-t", "-r", str(capture)], capture_output=True, text=True, check=True)
        printed = [line for line in run.stdout.splitlines() if not line.startswith("\t")]
        assert [in_our_words(line, ours) for line, ours in zip(printed, lines, strict=True)] == lines
