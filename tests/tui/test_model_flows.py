"""Numbers counted from the start of a connection: as tcpdump counts them that reads what one link carried."""

import subprocess
from pathlib import Path

import pytest

from sim.addresses import IPv4Address, MacAddress
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.packets.telling import summary
from sim.trace.records import NO_CAUSE, Change, Kind
from sim.trace.trace import Trace
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, ConnectionRow, Endpoints, ReceiveRow
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.options import Options, write
from sim.transport.tcp.pdu import ACK, FIN, RST, SYN, Tcp
from sim.transport.tcp.view import brief
from sim.wire.pcapng import Writer
from tests.outside import need
from tests.reasons import BECAUSE
from tui.model.packets.origins import ABSOLUTE, Flows, Origin
from tui.model.reader.rows import Bases

A, B = IPv4Address.parse("10.0.0.1"), IPv4Address.parse("10.0.0.2")
LINKS = {"a -- r": (("a", "eth0"), ("r", "eth0")), "r -- b": (("r", "eth1"), ("b", "eth0"))}
FIRST, SECOND = ("a", "eth0"), ("r", "eth1")
WHY = BECAUSE
LAST = 0xFFFFFFFF


def sent(
    is_client: bool, seq: int, ack: int, flags: int, length: int = 0, ports: tuple[int, int] = (49152, 8081),
    sack: tuple[tuple[int, int], ...] = (),
) -> Ethernet:  # fmt: skip
    ends, numbers = ((A, B), ports) if is_client else ((B, A), ports[::-1])
    segment = Tcp(*numbers, seq & LAST, ack & LAST, flags, 1000, bytes(length), write(Options(sack=sack)))
    return Ethernet(MacAddress(2), MacAddress(1), TYPE_IPV4, IPv4(*ends, PROTOCOL_TCP, segment))


def conversation(ports: tuple[int, int], iss: int, irs: int) -> list[Ethernet]:
    def client(seq: int, ack: int, flags: int, length: int = 0) -> Ethernet:
        return sent(True, iss + seq, irs + ack if flags & ACK else 0, flags, length, ports)

    def server(seq: int, ack: int, flags: int, length: int = 0, *sack: tuple[int, int]) -> Ethernet:
        blocks = tuple(((iss + begin) & LAST, (iss + end) & LAST) for begin, end in sack)
        return sent(False, irs + seq, iss + ack, flags, length, ports, blocks)

    return [
        client(0, 0, SYN), client(0, 0, SYN), server(0, 1, SYN | ACK), client(1, 1, ACK), client(1, 1, ACK, 100),
        client(201, 1, ACK, 100), server(1, 101, ACK, 0, (201, 301)), server(1, 101, ACK, 7, (201, 301)),
        client(101, 8, ACK, 100), server(8, 301, ACK | FIN), client(301, 9, ACK | FIN), client(999, 0, RST),
        server(9, 302, ACK),
    ]  # fmt: skip


CASES = {
    "handshake to close": conversation((49152, 8081), 100, 300),
    "from the higher port": conversation((8081, 49152), 100, 300),
    "the same port": conversation((8081, 8081), 100, 300),
    "numbers that wrap": conversation((49152, 8081), -50, -3),
    "the same sockets again": [
        *conversation((49152, 8081), 100, 300),
        *conversation((49152, 8081), 70000, 90000),
    ],
    "refused twice": [
        sent(True, 100, 0, SYN),
        sent(False, 0, 101, RST | ACK),
        sent(True, 200, 0, SYN),
        sent(False, 0, 201, RST | ACK),
    ],
    "opened from both sides": [
        sent(True, 100, 0, SYN),
        sent(False, 300, 0, SYN),
        sent(True, 100, 301, SYN | ACK),
        sent(False, 300, 101, SYN | ACK),
        sent(True, 101, 301, ACK, 5),
    ],
    "already under way": [sent(True, 150, 350, ACK, 10), sent(False, 350, 160, ACK), sent(True, 160, 350, ACK, 10)],
}


def traced(frames: list[Ethernet], *ends: tuple[str, str]) -> Trace:
    """A trace of frames that are sent and received, one after the other at each of some ports."""
    trace = Trace()
    spots = [trace.add_spot(*end) for end in ends]
    for frame in frames:
        for spot in spots:
            n = trace.add(Kind.FRAME_SENT, 0, spot, NO_CAUSE, frame, WHY)
            trace.add(Kind.FRAME_RECEIVED, 0, spot, n, frame, WHY)
    return trace


@pytest.mark.parametrize("name", CASES)
def test_lines_are_those_of_tcpdump_on_one_link(name: str, tmp_path: Path) -> None:
    program = need("tcpdump")
    capture = tmp_path / "link.pcapng"
    with capture.open("wb") as stream:
        writer = Writer(stream, [("a -- r", "")])
        for frame in CASES[name]:
            writer.packet(0, 0, wire.encode(frame))
    run = subprocess.run([program, "-n", "-t", "-r", str(capture)], capture_output=True, text=True, check=True)
    trace = traced(CASES[name], FIRST)
    flows = Flows(trace, LINKS)
    found = [summary(frame, flows.of_packet(2 * n)).line for n, frame in enumerate(CASES[name])]
    assert found == run.stdout.splitlines()


def test_each_link_counts_for_itself_and_the_same() -> None:
    frames = CASES["refused twice"]
    trace = traced(frames, FIRST, SECOND)
    flows = Flows(trace, LINKS)
    lines = [summary(frames[n // 4], flows.of_packet(n)).line for n in range(len(trace))]
    assert lines[::4] == lines[1::4] == lines[2::4] == lines[3::4]


def test_records_may_be_asked_about_in_any_order() -> None:
    trace = traced(CASES["the same sockets again"], FIRST)
    onward = Flows(trace, LINKS)
    forth = [onward.of_packet(n) for n in range(len(trace))]
    back = Flows(trace, LINKS)
    assert [back.of_packet(n) for n in reversed(range(len(trace)))] == forth[::-1]
    assert Origin(100, 300) in forth
    assert Origin(90000, 70000) in forth


def test_records_that_are_about_no_segment_have_no_numbers() -> None:
    trace = traced([], FIRST)
    trace.add(Kind.DECISION, 0, 0, NO_CAUSE, None, WHY)
    assert Flows(trace, LINKS).of_packet(0) == ABSOLUTE
    assert Bases(trace).of(0) is None


def test_rows_count_from_their_own_connection() -> None:
    trace = Trace()
    spot = trace.add_spot("a")
    key = Endpoints(A, 49152, B, 80)
    opening = ConnectionRow(State.SYN_SENT, 100, None, 1460, 0, 0, False, False)
    trace.add(Kind.ROW_ADDED, 0, spot, NO_CAUSE, Change(CONNECTIONS, key, None, opening), WHY)
    row = ReceiveRow(301, 1000, 0, (), None)
    trace.add(Kind.ROW_ADDED, 0, spot, NO_CAUSE, Change(RECEIVING, key, None, row), WHY)
    established = opening._replace(state=State.ESTABLISHED, irs=300)
    trace.add(Kind.STATE_CHANGED, 0, spot, NO_CAUSE, Change(CONNECTIONS, key, opening, established), WHY)
    trace.add(Kind.ROW_REMOVED, 0, spot, NO_CAUSE, Change(RECEIVING, key, row, None), WHY)
    bases = Bases(trace)
    assert [bases.of(n) for n in (3, 2, 1, 0)] == [established, None, opening, None]


def test_brief_names_say_flags_by_name_before_they_give_way() -> None:
    segment = Tcp(80, 49152, 300, 101, SYN | ACK, 65535)
    assert brief(segment) == (
        "80 > 49152 SYN ACK seq 300 ack 101 win 65535",
        "80 > 49152 SYN ACK seq 300 ack 101",
        "SYN ACK seq 300 ack 101 win 65535",
        "SYN ACK seq 300 ack 101",
    )
    data = Tcp(49152, 80, 101, 301, ACK, 65535, bytes(1460))
    assert brief(data, Origin(100, 300))[-1] == "data seq 1:1461 ack 1"
