"""The capture of a run: tshark and tcpdump read in it what the trace says."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

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
PORTIONS = [BUNDLED[first : first + 16] for first in range(0, len(BUNDLED), 16)]
"""Bundled scenarios that tshark and tcpdump read in one go: either takes longer to start than to read them."""


class Run(NamedTuple):
    """A scenario that was run, by its name."""

    name: str
    session: Session

    @property
    def flights(self) -> list[int]:
        """The records of the frames that are in a capture, in its order."""
        kinds = self.session.trace.kind
        return [n for n, kind in enumerate(kinds) if kind in (Kind.FRAME_SENT, Kind.FRAME_DUPLICATED)]

    @property
    def damaged(self) -> list[int]:
        """The records of those that are damaged on their way."""
        trace = self.session.trace
        return [trace.cause[n] for n, kind in enumerate(trace.kind) if kind == Kind.FRAME_DAMAGED]


def captured(name: str | Path, folder: Path) -> tuple[Session, Path]:
    session = Session.load(str(name))
    session.run()
    capture = folder / "run.pcapng"
    with capture.open("wb") as stream:
        write_capture(stream, session.trace, session.scenario.names.links)
    return session, capture


@pytest.fixture(scope="module", params=PORTIONS, ids=lambda names: f"{names[0]} to {names[-1]}")
def bundled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Run], Path]:
    """Some bundled scenarios that were run, and a capture of all: pcapng takes one section after the other."""
    folder = tmp_path_factory.mktemp("bundled")
    runs = []
    with (folder / "all.pcapng").open("wb") as stream:
        for name in request.param:
            session, capture = captured(name, folder)
            stream.write(capture.read_bytes())
            runs.append(Run(name, session))
    return runs, folder / "all.pcapng"


def test_tshark_finds_nothing_wrong_in_bundled_scenarios(bundled: tuple[list[Run], Path], tshark: Tshark) -> None:
    runs, capture = bundled
    protocols = ("ip", "icmp", "tcp", "udp")
    statuses = (*(f"{protocol}.checksum.status" for protocol in protocols), "eth.fcs.status")
    fields = ("frame.comment", "icmp.type", "_ws.malformed", "_ws.expert.group", *statuses)
    # Each frame by itself: what looks like the rest of a datagram may be another scenario's.
    alone = ("ip.check_checksum:TRUE", "eth.check_fcs:TRUE", "ip.defragment:FALSE")
    rows = tshark(capture, *fields, preferences=alone)
    frames = [f"{run.name}, frame {number}" for run in runs for number, _ in enumerate(run.flights, 1)]
    for where, (comment, icmp_type, malformed, groups, *found) in zip(frames, rows, strict=True):
        if "damaged on the way: " in comment:
            continue
        assert not malformed, f"{where} is malformed"
        is_quoting = icmp_type.partition(",")[0] in QUOTING
        assert is_quoting or not ERROR_GROUPS & set(groups.split(",")), f"{where}: {groups}"
        checked = found[:2] if is_quoting else found  # a quoted segment is checked as far as it is there
        assert all(BAD not in status.split(",") for status in checked), f"{where}: {found}"


def test_tcpdump_prints_the_lines_of_bundled_scenarios(bundled: tuple[list[Run], Path]) -> None:
    runs, capture = bundled
    command = [need("tcpdump"), "-n", "-t", "-S", "-r", str(capture)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in printed.stdout.splitlines() if not line.startswith("\t")]
    frames = [(run.name, run.session.trace, n) for run in runs for n in run.flights]
    damaged = {(run.name, n) for run in runs for n in run.damaged}
    for (name, trace, n), line in zip(frames, lines, strict=True):
        frame = trace.what[n]
        if (name, n) not in damaged and isinstance(frame, Ethernet):
            assert summary(frame).line == in_our_words(line, summary(frame).line), name


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
