"""What a host sends to itself, on the screen and in the outputs: packets of lo, between one lifeline a program."""

import io
from pathlib import Path

import pytest

from sim.session import Session
from sim.trace.trace import Trace
from sim.wire.pcapng import read_capture
from tui.model.conversation.journeys import Journeys, Stage
from tui.model.conversation.ladder import Here, Ladder
from tui.model.conversation.ladder_rows import LadderRows
from tui.model.network.drawing import draw
from tui.model.network.placement import place
from tui.model.reader.packet_list import PacketList
from tui.model.reader.player import Player
from tui.model.text.glyphs import glyphs
from tui.model.text.ink import plain
from tui.output.capture import write_capture
from tui.output.text import Detail, TextLines

ONE, TWO = "on-one-host", "one-host-two-hosts"

ALONE = """
title: A program that talks to itself
nodes: {pc: {host: 10.0.0.1/24}, other: {host: 10.0.0.2/24}}
allow: [unconnected]
programs:
  - on: pc
    name: both.py
    code: |
      import socket, threading
      listener = socket.create_server(("127.0.0.1", 80))
      def serve():
          listener.accept()[0].close()
      threading.Thread(target=serve).start()
      socket.create_connection(("127.0.0.1", 80)).recv(1)
      udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      udp.connect(("127.0.0.1", 9))
      udp.send(b"x")
actions:
  - {at: 1s, on: other, run: ping -c 1 127.0.0.1}
  - {at: 2s, on: other, run: traceroute -q 1 127.0.0.1}
"""


def ran(name: str) -> Player:
    at = Player(Session.load(name), glyphs(False))
    while not at.run_some(10_000):
        pass
    return at


def chart(at: Player, width: int = 110) -> tuple[Ladder, list[str]]:
    rows = at.ladder_rows()
    ladder = Ladder(rows, at.in_order(rows.participants), width, glyphs(False))
    return ladder, [plain(ladder.line(index, Here(len(at.trace)))) for index in range(len(rows))]


def test_each_program_has_a_lifeline_the_one_that_sends_first_at_the_left() -> None:
    at = ran(ONE)
    ladder, lines = chart(at)
    assert ladder.names == ("client.py", "server.py")
    arrows = [line.strip("▶ ") for line in lines if "▶│" in line or "│◀" in line]
    assert len(arrows) == 10
    assert "SYN-SENT │──" in arrows[0]
    assert "─▶│ SYN-RECEIVED" in arrows[0]
    assert plain(ladder.head(at.trace.before(1_000_035_000))[1]).split() == ["ESTABLISHED", "ESTABLISHED"]


def test_steps_go_from_handshake_to_teardown_and_back() -> None:
    at = ran(ONE)
    at.cursor.home()
    positions = [at.cursor.position]
    while at.forward() and at.cursor.position not in positions:
        positions.append(at.cursor.position)
    assert at.cursor.packet == 10
    back = [at.cursor.position]
    while at.back():
        back.append(at.cursor.position)
    assert back == [*positions[::-1], 0]


def test_chart_of_a_growing_trace_is_that_of_the_whole() -> None:
    at = ran(TWO)
    everything = at.ladder_rows()
    growing = Trace()
    growing.spots, growing.configured = at.trace.spots, at.trace.configured
    journeys = Journeys(growing, at.journeys.ends)
    rows = LadderRows(journeys)
    for record in at.trace:
        growing.add(record.kind, record.at, at.trace.spot[record.n], record.cause, record.what, record.why)
        journeys.extend()
        rows.extend(is_complete=False)
    rows.extend()
    assert [row[:4] for row in rows.rows] == [row[:4] for row in everything.rows]


def test_a_host_that_talks_to_others_is_a_lifeline_beside_its_programs() -> None:
    ladder, _ = chart(ran(TWO), 200)
    assert ladder.names == (
        "pc1 client.py", "pc1 server.py", "pc1 client.py 2", "pc1", "pc1 local_server.py", "pc2",
    )  # fmt: skip


def test_two_ends_in_one_program_are_told_apart_and_the_kernel_answers_for_itself(tmp_path: Path) -> None:
    file = tmp_path / "alone.yaml"
    file.write_text(ALONE, encoding="utf-8")
    at = ran(str(file))
    sent = [event.journey for event in at.journeys.events if event.stage is Stage.SENT]
    told = [(journey.source, journey.target) for journey in sent if journey is not None]
    client, server = "pc both.py:49152", "pc both.py:80"
    assert told[:4] == [(client, server), (server, client), (client, server), (server, client)]
    assert ("pc both.py", "pc") in told  # UDP to nobody
    assert ("pc", "pc both.py") in told
    assert [each for each in dict.fromkeys(told) if "other" in each] == [
        ("other ping", "other"), ("other", "other ping"), ("other traceroute", "other"), ("other", "other traceroute"),
    ]  # fmt: skip


@pytest.mark.parametrize(("ascii_only", "token"), [(False, "↻ TCP SYN"), (True, "@ TCP SYN")])
def test_a_packet_on_lo_is_drawn_at_its_host(ascii_only: bool, token: str) -> None:
    at = ran(ONE)
    at.cursor.to_packet(1)
    scene = at.scene()
    drawing = place(scene.network, 60, 8)
    lines = [plain(line) for line in draw(drawing, scene.situation.marks(""), glyphs(ascii_only))]
    assert any(token in line for line in lines)
    assert not any("127.0.0.1" in line for line in lines)


def test_the_list_says_that_a_packet_is_on_lo() -> None:
    at = ran(ONE)
    listed = PacketList(at.trace, at.cursor.stops, at.cursor.sends, at.wiring, glyphs(False), at.origin)
    assert plain(listed.line(0, 100, False, False)).split()[2:4] == ["pc", "lo"]


def test_text_names_the_interface_once_and_says_what_tcpdump_says() -> None:
    session = Session.load(ONE)
    session.run()
    lines = TextLines(session.trace, session.scenario.names.links, Detail.PACKETS, link_header=True)
    first = next(iter(lines.lines(0, len(session.trace))))
    assert first.startswith(
        "   1  1.000000000 pc:lo  00:00:00:00:00:00 > 00:00:00:00:00:00, ethertype IPv4 (0x0800), length 58: "
        "IP 127.0.0.1.49152 > 127.0.0.1.9000: Flags [S], "
    )


def test_lo_is_an_interface_of_its_own_in_a_capture_of_two_hosts(tmp_path: Path) -> None:
    session = Session.load(TWO)
    session.run()
    stream = io.BytesIO()
    write_capture(stream, session.trace, session.scenario.names.links)
    capture = tmp_path / "two.pcapng"
    capture.write_bytes(stream.getvalue())
    found = list(read_capture(capture))
    assert list(dict.fromkeys(each.interface for each in found)) == ["pc1:lo", "pc1:eth0 -- pc2:eth0"]
    assert {each.octets[:12] == bytes(12) for each in found if each.interface == "pc1:lo"} == {True}
    assert min(len(each.octets) for each in found if each.interface == "pc1:lo") == 54
