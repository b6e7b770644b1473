"""tshark reads the HTTP of the lessons: every message by name, and the same first lines as ours."""

import subprocess
from pathlib import Path

import pytest

from sim.packets import carried
from sim.pdu.base import Pdu
from sim.session import Session
from sim.trace.records import Kind
from tests.outside import need
from tests.tui.command import BUNDLED
from tui.output.capture import write_capture

LESSONS = [name for name in BUNDLED if name.startswith("http/")]


FIELDS = (
    "http.request.method", "http.request.uri", "http.request.version", "http.response.version", "http.response.code",
    "http.response.phrase", "frame.protocols", "_ws.malformed", "_ws.expert.message",
)  # fmt: skip


def first_lines(session: Session) -> list[str]:
    """The first lines of all messages that cross the first link, as our own view reads them."""
    trace, ends = session.trace, session.scenario.links[0].ends
    found = []
    for kind, spot, what in zip(trace.kind, trace.spot, trace.what, strict=True):
        if kind == Kind.FRAME_SENT and trace.spots[spot] in ends and isinstance(what, Pdu):
            found += [value.start.text for each, value in carried.chain(what) if each.name == "http"]
    return sorted(found)


@pytest.mark.parametrize("name", LESSONS)
def test_tshark_names_every_message(name: str, tmp_path: Path) -> None:
    session = Session.load(name)
    session.run()
    capture = tmp_path / "run.pcapng"
    with capture.open("wb") as stream:
        write_capture(stream, session.trace, session.scenario.names.links)
    program, one = need("tshark"), tmp_path / "link.pcapng"  # a segment that crosses two links would be sent twice
    subprocess.run([program, "-r", str(capture), "-Y", "frame.interface_id == 0", "-w", str(one)], check=True)
    command = [program, "-n", "-r", str(one), "-Y", "tcp", "-T", "fields"]
    command += ["-d", "tcp.port==8001,http", "-d", "tcp.port==8002,http"]
    command += [part for field in FIELDS for part in ("-e", field)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = []
    for row in run.stdout.splitlines():
        *parts, protocols, malformed, said = (each.split(",") if each else [] for each in row.split("\t"))
        if not protocols[0].endswith(":media"):  # the pictures of the lessons are none
            assert not malformed, protocols
            assert not [each for each in said if "llegal" in each or "alformed" in each], said
        found += [" ".join(each) for side in (parts[:3], parts[3:]) for each in zip(*side, strict=True)]
    ours = first_lines(session)
    assert len(ours) >= 2
    assert sorted(found) == ours
