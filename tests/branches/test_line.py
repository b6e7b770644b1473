"""A run in one line of text comes back as it was, and a line that was cut or changed is refused."""

import zlib
from pathlib import Path

import pytest

from sim.branches.line import line_of, read_line
from sim.scenario.load import load, load_text
from sim.session import Session
from sim.words import TextError
from tests.tui.command import PING, hopscope
from tui.cli.opening import open_session

EDITS = ("drop first arp reply on pc1 -- sw1", "3s pc1: ping -c 1 192.168.10.2")


def written(session: Session, position: int) -> str:
    return line_of(session.scenario, session.edits, session.seed, position)


def test_a_bundled_scenario_comes_back_with_seed_edits_and_cursor() -> None:
    session = Session.load("arp-on-one-switch", seed=7)
    line = written(session.branch(EDITS), 42)
    assert line.startswith("hop:arp/arp-on-one-switch?seed=7&edit=drop%20first%20arp%20reply")
    assert " " not in line
    branch = session.branch(EDITS)
    branch.run()
    scenario, seed, position, edits, _ = read_line(line)
    found = Session(scenario, seed)
    found.run()
    assert position == 42
    assert edits == EDITS
    assert found.scenario.seed == 7
    assert list(found.trace) == list(branch.trace)


def test_a_scenario_of_ones_own_is_in_the_line() -> None:
    session = Session(load_text(PING + "# 注释\n"))
    found, _, position, edits, _ = read_line(written(session, -1))
    assert (position, edits) == (-1, ())
    assert found.text == session.scenario.text
    assert found.folder is None


def test_edits_of_the_command_line_are_in_the_line() -> None:
    first, second = EDITS
    session = open_session("arp-on-one-switch", None, [first])
    again = open_session(written(session.branch([second]), -1))
    assert again.edits == (first, second)
    assert again.scenario.text == session.branch([second]).scenario.text
    assert written(again, -1) == written(session.branch([second]), -1)


def test_an_edited_scenario_of_ones_own_comes_back_edited_once() -> None:
    branch = Session(load_text(PING)).branch(EDITS)
    found = read_line(written(branch, 3))
    assert (found.scenario.text, found.edits) == (branch.scenario.text, ())


def test_a_line_that_was_broken_by_a_mail_is_read() -> None:
    line = written(Session.load("arp-on-one-switch").branch(EDITS), 3)
    broken = "\n".join(line[start : start + 30] for start in range(0, len(line), 30))
    assert read_line(broken).position == 3


@pytest.mark.parametrize("side", ["│", "|"])
def test_a_line_that_was_copied_with_the_frame_around_it_is_read(side: str) -> None:
    line = written(Session.load("arp-on-one-switch").branch(EDITS), 3)
    framed = "\n".join(f"{side} {line[start : start + 30]:<30} {side}" for start in range(0, len(line), 30))
    assert read_line(framed).position == 3


@pytest.mark.parametrize(
    "change", [lambda line: line[:-3], lambda line: line.replace("first", "every"), lambda line: "hop:x"]
)
def test_a_line_that_was_cut_or_changed_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    line = written(Session.load("arp-on-one-switch").branch(EDITS), 3)
    with pytest.raises(TextError, match="copy all of it"):
        read_line(change(line))


def test_a_program_that_comes_with_hopscope_is_no_file_beside_a_scenario(tmp_path: Path) -> None:
    text = "title: x\nnodes: {a: {host: 10.0.0.1/24}}\nactions: [{at: 0s, on: a, run: python3 echo_server.py}]\n"
    (tmp_path / "own.yaml").write_text(text)
    scenario = load(tmp_path / "own.yaml")
    assert read_line(line_of(scenario, (), None, 3)).scenario.sources == scenario.sources


def test_a_scenario_with_files_beside_it_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("print(1)\n")
    text = PING.replace("actions:", "programs:\n  - {on: pc1, file: x.py}\nactions:")
    with pytest.raises(TextError, match="files beside it"):
        written(Session(load_text(text, "mine.yaml", tmp_path)), 0)


def test_code_that_a_line_brings_is_not_trusted_like_a_bundled_scenario() -> None:
    session = Session.load("on-one-host")
    edit = 'set programs.0.code = "print(1)"'
    line = written(session.branch([edit]), -1)
    ran = hopscope("run", line, "-q", "--no-programs")
    assert ran.status == 0
    assert "print(1)" not in ran.out
    assert read_line(line).scenario.path == "hop:sockets/on-one-host"


def test_the_command_line_takes_a_line() -> None:
    line = written(Session.load("arp-on-one-switch").branch(EDITS[:1]), 3)
    assert "[lost]" in hopscope("run", line, "-q").out
    wrong = hopscope("run", line[:-1], "-q")
    assert (wrong.status, wrong.out) == (2, "")
    assert "not whole" in wrong.err


@pytest.mark.parametrize(
    ("line", "place", "told"),
    [
        ("hop:arp/arp-on-one-switch?at=3", 31, "this line has no sum at its end"),
        ("hop:arp/arp-on-one-switch?at=3&sum=12345678", 36, "this line is not whole"),
        ("hop:arp/nothing?sum=", 5, "there is no bundled scenario 'arp/nothing'"),
        ("hop:arp/arp-on-one-switch?edit=3s%20cut%20pc1%20--%20sw9&sum=", 54, "in the edit '3s cut pc1 -- sw9': there"),
    ],
)
def test_the_place_of_a_mistake_in_a_line_is_told(line: str, place: int, told: str) -> None:
    whole = line if not line.endswith("sum=") else f"{line}{zlib.crc32(line[: -len('&sum=')].encode()):08x}"
    for command in ("run", "diff"):
        ran = hopscope(command, whole, *(["--edit", "3s pc1: arp"] if command == "diff" else []))
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"hopscope: '{whole}' 1:{place}: {told}")
