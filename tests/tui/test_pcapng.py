"""The capture of a run: tshark and tcpdump read in it what the trace says."""

import re
import subprocess
from pathlib import Path

import pytest

from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Damaged, Ethernet
from sim.packets.telling import summary
from sim.session import Session
from sim.trace.records import Kind
from tests.conftest import Tshark
from tests.outside import need
from tests.tui.command import BAD_LINK, BUNDLED, PING, PROGRAM, STORM, hopscope, written
from tui.output.capture import write_capture

BAD, ERROR_GROUPS = "0", {str(0x01000000), str(0x07000000)}
"""tshark's status of a wrong checksum; its expert groups Checksum and Malformed."""
QUOTING = {"3", "5", "11", "12"}
"""The types of ICMP messages that quote a datagram."""


def captured(name: str | Path, folder: Path) -> tuple[Session, Path]:
    session = Session.load(str(name))
    session.run()
    capture = folder / "run.pcapng"
    with capture.open("wb") as stream:
        write_capture(stream, session.trace, session.scenario.names.links)
    return session, capture


@pytest.fixture(scope="module", params=BUNDLED)
def bundled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Session, Path]:
    """Each bundled scenario that was run, and its capture."""
    return captured(request.param, tmp_path_factory.mktemp("bundled"))


def test_tshark_finds_nothing_wrong_in_bundled_scenario(bundled: tuple[Session, Path], tshark: Tshark) -> None:
    session, capture = bundled
    protocols = ("ip", "icmp", "tcp", "udp")
    statuses = (*(f"{protocol}.checksum.status" for protocol in protocols), "eth.fcs.status")
    fields = ("frame.comment", "icmp.type", "_ws.malformed", "_ws.expert.group", *statuses)
    rows = tshark(capture, *fields, preferences=("ip.check_checksum:TRUE", "eth.check_fcs:TRUE"))
    assert len(rows) == sum(kind in (Kind.FRAME_SENT, Kind.FRAME_DUPLICATED) for kind in session.trace.kind)
    for number, (comment, icmp_type, malformed, groups, *found) in enumerate(rows, 1):
        if "damaged on the way: " in comment:
            continue
        assert not malformed, f"frame {number} is malformed"
        is_quoting = icmp_type.partition(",")[0] in QUOTING
        assert is_quoting or not ERROR_GROUPS & set(groups.split(",")), f"frame {number}: {groups}"
        checked = found[:2] if is_quoting else found  # a quoted segment is checked as far as it is there
        assert all(BAD not in status.split(",") for status in checked), f"frame {number}: {found}"


def test_tcpdump_prints_the_lines_of_bundled_scenario(bundled: tuple[Session, Path]) -> None:
    program = need("tcpdump")
    session, capture = bundled
    trace = session.trace
    run = subprocess.run([program, "-n", "-t", "-S", "-r", str(capture)], capture_output=True, text=True, check=True)
    damaged = {trace.cause[n] for n, kind in enumerate(trace.kind) if kind == Kind.FRAME_DAMAGED}
    flights = [n for n, kind in enumerate(trace.kind) if kind in (Kind.FRAME_SENT, Kind.FRAME_DUPLICATED)]
    lines = [line for line in run.stdout.splitlines() if not line.startswith("\t")]
    assert len(lines) == len(flights)
    for n, line in zip(flights, lines, strict=True):
        frame = trace.what[n]
        if n not in damaged and isinstance(frame, Ethernet):
            assert summary(frame).line == in_our_words(line, summary(frame).line)


def in_our_words(line: str, ours: str) -> str:
    """tcpdump counts the padding behind an ARP packet, numbers what fragments carry, and guesses from ports."""
    line = re.sub(r"^(ARP, .*, length) 4[26]$", r"\1 28", line)
    head, told = re.fullmatch(r"(IP \S+ > \S+: Flags .* length \d+|.*?)(: HTTP.*)?", line).groups()  # type: ignore[union-attr]
    ours_told = ours[len(head) :] if ours.startswith(f"{head}: HTTP: ") else ""
    if told and not ours_told:
        line = head  # at port 80 tcpdump calls everything HTTP, and only that which begins a message is
    elif ours_told and not re.search(r"\.(80|8080)[ :]", head):
        line = head + ours_told  # tcpdump does not look at other ports
    if ": UDP, length " in ours and ": UDP, length " not in line:
        return line.partition(": ")[0] + ": " + ours.partition(": ")[2]  # 49152 is no BCM-LI
    return line.replace(": ip-proto-17", ": udp").replace(": ip-proto-6", ": tcp").replace(": ip-proto-1", ": icmp")


def test_interface_is_a_link_and_time_is_in_nanoseconds(tmp_path: Path, tshark: Tshark) -> None:
    _, capture = captured(written(tmp_path, PING), tmp_path)
    rows = tshark(capture, "frame.interface_name", "frame.time_epoch", "frame.len")
    assert rows[:3] == [
        ["pc1:eth0 -- sw1:1", "1.000000000", "60"],
        ["pc2:eth0 -- sw1:2", "1.000001480", "60"],
        ["pc2:eth0 -- sw1:2", "1.000002960", "60"],
    ]


def test_comment_tells_why_and_what_became_of_it(tmp_path: Path) -> None:
    path = tmp_path / "run.pcapng"
    assert hopscope("run", written(tmp_path, PING), "--pcapng", path, "-q").status == 0
    octets = path.read_bytes().decode("utf-8", "replace")
    assert "sent by sw1:2: The frame is a broadcast" in octets
    assert "received by pc2:eth0: The frame is addressed to everyone" in octets


def test_frames_that_suffer_are_as_they_were_on_the_wire(tmp_path: Path, tshark: Tshark) -> None:
    session, capture = captured(written(tmp_path, BAD_LINK), tmp_path)
    trace = session.trace
    rows = tshark(capture, "frame.comment", "frame.len")
    comments = [comment for comment, _ in rows]
    counts = {kind: trace.kind.count(kind) for kind in Kind}
    assert len(rows) == counts[Kind.FRAME_SENT] + counts[Kind.FRAME_DUPLICATED]
    assert sum("second copy: " in comment for comment in comments) == counts[Kind.FRAME_DUPLICATED] > 0
    assert sum("damaged on the way: " in comment for comment in comments) == counts[Kind.FRAME_DAMAGED] > 0
    lost = sum(
        kind == Kind.FRAME_DROPPED and "--" in trace.spots[trace.spot[n]].node for n, kind in enumerate(trace.kind)
    )
    assert sum("lost on the way: " in comment for comment in comments) == lost > 0
    damaged = [frame for frame in trace.what if isinstance(frame, Damaged)]
    octets = capture.read_bytes()
    assert damaged
    assert all(wire.encode(frame) in octets for frame in damaged)


def test_capture_on_standard_output_is_alone_there(tmp_path: Path) -> None:
    command = [*PROGRAM, "run", str(written(tmp_path, PING)), "--pcapng", "-"]
    ended = subprocess.run(command, capture_output=True, check=True)
    path = tmp_path / "run.pcapng"
    assert hopscope("run", tmp_path / "lan.yaml", "--pcapng", path).status == 0
    assert ended.stdout == path.read_bytes()


def test_storm_is_captured_too(tmp_path: Path, tshark: Tshark) -> None:
    path = tmp_path / "run.pcapng"
    assert hopscope("run", written(tmp_path, STORM), "--records", "2000", "--pcapng", path).status == 0
    assert len(tshark(path, "frame.number")) > 500
