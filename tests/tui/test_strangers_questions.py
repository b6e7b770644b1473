"""Papers and practice about scenarios with a stranger's programs: these run behind walls, and write nothing here."""

import json
import os
import pty
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from sim.exam.practice.attempt import Attempt
from tests.tui.command import PROGRAM, Result, hopscope, said_on, status_of, written
from tui.isolation import walls
from tui.practice.store import Store, as_objects

pytestmark = pytest.mark.skipif(bool(walls.missing()), reason=f"no walls: {walls.missing()}")

SCENARIO = """\
title: Somebody else's
topics: [arp]
nodes: {{a: {{host: 10.0.0.1/24}}, b: {{host: 10.0.0.2/24}}}}
links: [a -- b]
actions: [{{at: 1s, on: a, run: ping -c 1 10.0.0.2}}]
programs:
  - on: a
    code: |
      {}
until: 3s
questions:
  - {{ask: What is printed?, answer: done, says: a prints "done"}}
"""
REAL = 'import codecs\nreal = codecs.open.__globals__["sys"].modules\n'
WRITES = "{real}try: real['os'].mkdir({path!r})\nexcept OSError: print('done')\n"


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setattr(sys, "stdin", StringIO())
    return tmp_path


def stranger(room: Path, code: str) -> Path:
    return written(room, SCENARIO.format(code.replace("\n", "\n      ")))


def hostile(room: Path) -> tuple[Path, Path]:
    """A scenario whose program makes a folder if it can, and the folder."""
    left = room / "left"
    return stranger(room, WRITES.format(real=REAL, path=str(left))), left


def making(path: Path, output: Path, *more: str | Path) -> Result:
    return hopscope("exam", "make", "--scenario", path, "--count", "3", "--output", output, *more)


@pytest.mark.parametrize("ending", ["md", "html", "gift", "xml", "txt", "json"])
def test_paper_is_made_behind_walls_and_written_outside(room: Path, ending: str) -> None:
    path, left = hostile(room)
    paper, key = room / f"paper.{ending}", room / "key.html"
    ended = making(path, paper, "--key", key)
    assert (ended.status, ended.out, left.exists()) == (0, "", False)
    assert f"hopscope: the programs of {path} run isolated; --trust runs them as you" in ended.err
    assert "What is printed?" in paper.read_text()
    assert "Answers and proofs" in key.read_text()
    trusted = making(path, room / f"trusted.{ending}", "--trust")
    assert (trusted.status, left.exists()) == (0, True)


def test_paper_in_files_has_its_figures_beside_it(room: Path) -> None:
    path, _ = hostile(room)
    assert making(path, room / "paper.md").status == 0
    (figure,) = room.glob("paper-1-*.svg")
    assert f"]({figure.name})" in (room / "paper.md").read_text()


def test_one_answers_file_and_a_class_are_marked_behind_walls(room: Path) -> None:
    path, left = hostile(room)
    paper = room / "paper.json"
    making(path, paper)
    answers = room / "class"
    answers.mkdir()
    (answers / "kim.txt").write_text("1: done\n")
    (answers / "lee.txt").write_text("1: nothing\n9: A\n")
    one = hopscope("exam", "mark", paper, answers / "kim.txt")
    assert (one.status, one.lines[0]) == (0, "  1  right  done")
    table = hopscope("exam", "mark", paper, answers, "--csv")
    assert table.status == 2, table.err
    assert [line.split(",")[:3] for line in table.lines[1:]] == [["kim", "1", "1"], ["lee", "0", "0"]], table.err
    assert not left.exists()


@pytest.mark.parametrize(
    ("made", "output"),
    [
        ({"text": "<script>alert(1)</script>", "key": "", "figures": {}}, "paper.html"),
        ({"text": "", "key": "", "figures": {"1-1-ladder": '<svg onload="alert(1)"/>'}}, "paper.md"),
        ({"text": "", "key": "", "figures": {"1-1-ladder": "<svg><script>alert(1)</script></svg>"}}, "paper.md"),
        ({"text": "", "key": "", "figures": {"/../../../left": "<svg/>"}}, "paper.md"),
        ({"text": "", "key": ""}, "paper.md"),
        ([], "paper.md"),
    ],
)
def test_paper_that_a_program_forges_is_not_written(room: Path, made: Any, output: str) -> None:
    """The program says, in the place of the process that it runs in, that all went well."""
    code = (
        f"{REAL}forged = {json.dumps(made)!r}\n"
        "real['os'].write(1, (forged + '\\n').encode())\n"
        "real['os'].write(real['sys'].stderr.report.out, b'end 0\\n')\n"
        "real['os']._exit(0)"
    )
    path = stranger(room, code)
    ended = making(path, room / output)
    assert ended.status == 2
    assert "a program of its scenario had a hand in it" in ended.err
    assert sorted(each.name for each in room.iterdir()) == ["lan.yaml"]


def practise(room: Path, path: Path, lines: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr(sys, "stdin", StringIO(lines))
    return hopscope("practise", "--scenario", path, "--plain", "--progress-file", room / "kept")


def kept(room: Path) -> list[Attempt]:
    with Store(room / "kept") as store:
        return store.attempts()


def test_answers_in_lines_are_read_and_kept_outside(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, left = hostile(room)
    ended = practise(room, path, "s\n" * 50, monkeypatch)
    assert ended.status == 0
    asked = ended.out.count("s to skip")
    assert asked > 2
    assert kept(room) == []
    ended = practise(room, path, "?\nA\nA\n", monkeypatch)  # an answer that is no letter is asked for again
    assert "Hint: " in ended.out
    assert (ended.status, left.exists()) == (0, False)
    assert {attempt.scenario for attempt in kept(room)} <= {str(path)}
    answered = [line for line in ended.out.splitlines() if line.startswith(("Right.", "Wrong."))]
    assert len(answered) == len(kept(room)) > 0


FORGED = Attempt("arp/who-learns", "0", "arp/cache", 1, 1, 0, True, "A")


def test_program_adds_no_answers_about_other_scenarios(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = f"{REAL}ask = real['sys'].stderr.report.ask\n"
    forged = json.dumps(as_objects([FORGED]))
    code = f"{asking}print(ask('keep', {forged!r}), ask('keep', '[]'), ask('keep', '['), ask('other'))\nprint('done')"
    ended = practise(room, stranger(room, code), "s\n" * 50, monkeypatch)
    assert ended.status == 0, ended.err
    assert kept(room) == []


def test_practice_on_a_screen_runs_behind_walls(room: Path) -> None:
    path, left = hostile(room)
    pid, terminal = pty.fork()
    if pid == 0:
        command = [*PROGRAM, "practise", "--scenario", str(path)]
        os.environ["TERM"] = "xterm-256color"
        os.execv(command[0], command)
    typed: list[bytes] = []

    def hear(said: bytes) -> None:
        for sign, key in ((b"[i]solated", b"i\n"), (b"0 of 0 right", b"\x1b")):
            if sign in said and key not in typed:
                typed.append(key)
                os.write(terminal, key)

    said_on(terminal, pid, hear)
    assert status_of(pid) == 0
    assert typed == [b"i\n", b"\x1b"]
    assert not left.exists()
