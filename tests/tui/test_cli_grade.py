"""``hopscope grade``: a class's answers, each in a process of its own."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.exam.test_lab import LAB, PROGRAM, SERVER
from tests.tui import command
from tests.tui.command import LIMIT, PING, hopscope, said_on, written
from tui.isolation import walls

pytestmark = pytest.mark.skipif(bool(walls.missing()), reason=walls.missing())
REAL = 'real = next(c for c in object.__subclasses__() if c.__name__ == "_wrap_close").__init__.__globals__\n'
"""The functions of the machine's own module os, whatever the simulated host has in its place."""
RIGHT = "set nodes.pc2.host = 10.0.0.130/24\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "lab.yaml").write_text(LAB)
    (tmp_path / "echo.yaml").write_text(PROGRAM)
    (tmp_path / "class").mkdir()
    return tmp_path


def test_a_folder_is_graded_by_goal_and_learner(room: Path) -> None:
    answers = room / "class"
    (answers / "anna.txt").write_text(RIGHT)
    (answers / "bob.txt").write_text("set nodes.pc2.host = 10.0.0.131/25\n")
    (answers / "carl.txt").write_text("nonsense\n")
    (answers / "notes.md").write_text("no answer")
    done = hopscope("grade", str(room / "lab.yaml"), str(answers), "-j", "2")
    assert done.status == 1
    assert done.lines[0] == "goal 1: pc1 receives icmp echo-reply from pc2"
    assert done.lines[1].split() == ["anna", "solved", "+"]
    assert done.lines[2].split() == ["bob", "not", "solved", "-"]
    assert done.lines[4].split() == ["carl", "refused"]
    assert "'nonsense' is no edit" in done.lines[5]
    assert done.lines[-1] == "1 of 3 solved; by goal: 1"
    passed = "passed over, since answers end in .txt, .edits, .hop, .yaml, .yml or .py: "
    assert done.err.splitlines() == [f"hopscope: {passed}{answers / 'notes.md'}"]


def test_one_answer_that_is_right_is_success(room: Path) -> None:
    (room / "anna.txt").write_text(RIGHT)
    assert hopscope("grade", str(room / "lab.yaml"), str(room / "anna.txt")).status == 0


def test_hostile_programs_stop_nobody_else(room: Path) -> None:
    answers = room / "class"
    (answers / "anna.py").write_text(SERVER)
    (answers / "exits.py").write_text(f'{REAL}real["_exit"](0)\n')
    (answers / "forges.py").write_text(
        f"""{REAL}real["write"](1, b\'[[[true, ""]], "", []]\\n\')\nreal["_exit"](0)\n"""
    )
    (answers / "kills.py").write_text(f'{REAL}real["kill"](real["getppid"](), 9)\n')
    (answers / "lies.py").write_text('print("[[[true, \\"\\"]], \\"\\"]")\n')
    (answers / "reads.py").write_text('print(open("/etc/passwd").read())\n')
    done = hopscope("grade", str(room / "echo.yaml"), str(answers), "--json")
    assert done.status == 1
    found = {each["learner"]: each["solved"] for each in json.loads(done.out)["answers"]}
    assert found == {"anna": True, "exits": False, "forges": False, "kills": False, "lies": False, "reads": False}


def test_what_is_no_program_is_refused_and_says_why(room: Path) -> None:
    answers = room / "class"
    files = {
        "binary": b"\x7fELF\x02\x01\xff\xfe",
        "bom": b"\xef\xbb\xbf" + SERVER.encode(),
        "deep": b"-" * 500_000 + b"1",
        "empty": b"\n",
        "large": b"#" * 9_000_000,
        "nul": b"x\0y",
        "syntax": b"\ndef f(:",
    }
    for name, octets in files.items():
        (answers / f"{name}.py").write_bytes(octets)
    (answers / "link.py").symlink_to("/etc/hostname")
    done = hopscope("grade", str(room / "echo.yaml"), str(answers), "--json")
    found = {each["learner"]: each["refused"] for each in json.loads(done.out)["answers"]}
    assert found == {
        "binary": "binary.py:1:7: the octet 0xff is not UTF-8 text; save the file as UTF-8",
        "bom": "",
        "deep": found["deep"],
        "empty": "empty.py is empty; write the program server.py",
        "large": "large.py: this file has more than 8 MB; an answer is a few edits, a scenario or a program",
        "link": "this is a link, which is not followed; put the file itself here",
        "nul": found["nul"],
        "syntax": "syntax.py: line 2 is no Python: invalid syntax; write it as Python has it",
    }
    assert "nested too deep" in found["deep"] or "too many nested" in found["deep"]
    assert "null bytes" in found["nul"]


def test_a_hostile_answer_says_little_commands_no_terminal_and_ends(room: Path) -> None:
    answers = room / "class"
    (answers / "odd\x1b[2J\n.py").write_text(SERVER)
    (answers / "escapes.py").write_text('print("\\x1b[2J" * 9999)\n')
    (answers / "floods.py").write_text(f'{REAL}for n in (1, 2):\n    real["write"](n, b"\\x1b[2J" * 999_999)\n')
    (answers / "forks.py").write_text(f'{REAL}while True:\n    real["fork"]()\n')
    (answers / "hoards.py").write_text("x = bytearray(2**33)\n")
    (answers / "signals.py").write_text(f'{REAL}real["kill"](real["getpid"](), 11)\n')
    (answers / "spins.py").write_text("import itertools\nsum(itertools.count())\n")
    done = hopscope("grade", str(room / "echo.yaml"), str(answers), "-j", "2", "--seconds", "1")
    assert "\x1b" not in done.out + done.err
    assert done.lines[-1] == "1 of 7 solved; by goal: 1"
    assert max(map(len, done.lines)) < 1000
    assert "odd\\x1b[2J\\n  solved      +" in done.lines
    assert "    it computed for 1 s, and was stopped" in done.lines


def test_the_folders_of_learners_give_their_names(room: Path) -> None:
    answers = room / "class"
    for name in ("anna/server.py", "bob/server.py", "bob/other.py", "carl.py", "__MACOSX/carl.py", ".git/x.py"):
        (answers / name).parent.mkdir(exist_ok=True)
        (answers / name).write_text(SERVER)
    done = hopscope("grade", str(room / "echo.yaml"), str(answers))
    assert [line.split()[0] for line in done.lines[1:-1]] == ["anna", "bob/other", "bob/server", "carl"]


def test_another_seed_is_another_run(room: Path) -> None:
    text = PROGRAM.replace(
        "import socket\n      with", "import random, socket\n      print(0, random.random())\n      with"
    )
    (room / "echo.yaml").write_text(text.replace('goals: [a prints "hello"', 'goals: [a prints "0 1"'))
    (room / "anna.py").write_text(SERVER)
    told = [hopscope("grade", str(room / "echo.yaml"), str(room / "anna.py"), "--seed", n).out for n in "112"]
    assert told[0] == told[1] != told[2]


def test_a_table_for_a_spreadsheet_has_no_formula_in_it(room: Path) -> None:
    answers = room / "class"
    (answers / "anna.txt").write_text(RIGHT)
    (answers / "=cmd.txt").write_text("+1 nonsense")
    rows = list(csv.reader(io.StringIO(hopscope("grade", str(room / "lab.yaml"), str(answers), "--csv").out)))
    assert rows[0] == ["learner", "solved", "pc1 receives icmp echo-reply from pc2", "refused", "troubles"]
    assert rows[1][:3] == ["'=cmd", "0", "0"]
    assert rows[1][3].startswith("'=cmd.txt:1:1: ")
    assert rows[2] == ["anna", "1", "1", "", ""]


def test_junit_has_a_case_for_each_goal(room: Path) -> None:
    answers = room / "class"
    (answers / "anna.txt").write_text(RIGHT)
    (answers / "bob.txt").write_bytes(b"\x00\x1b[2J \xff")
    root = ElementTree.fromstring(hopscope("grade", str(room / "lab.yaml"), str(answers), "--junit").out)
    assert root.get("failures") == "1"
    assert [(suite.get("name"), suite.get("failures")) for suite in root] == [("anna", "0"), ("bob", "1")]
    assert root.find(".//testcase/failure") is not None


def test_what_is_no_lab_and_what_is_not_there_is_told(room: Path) -> None:
    (room / "anna.txt").write_text(RIGHT)
    done = hopscope("grade", written(room, PING), str(room / "anna.txt"))
    assert (done.status, "is no lab" in done.err) == (2, True)
    done = hopscope("grade", str(room / "lab.yaml"), str(room / "nobody.txt"))
    assert (done.status, "nobody.txt: this cannot be read: No such file" in done.err) == (2, True)
    done = hopscope("grade", str(room / "lab.yaml"), str(room / "class"))
    assert (done.status, "has no answer in it" in done.err) == (2, True)


def test_check_says_what_is_wrong_with_a_lab(room: Path) -> None:
    (room / "lab.yaml").write_text(LAB.replace("/25", "/24"))
    done = hopscope("check", str(room / "lab.yaml"))
    assert done.status == 1
    assert f"{room / 'lab.yaml'}:10:1: the goals of the lab hold before" in done.out


def test_ctrl_c_keeps_what_is_judged_and_fails_nobody(room: Path) -> None:
    count = 60
    for number in range(count):
        (room / "class" / f"learner{number:02}.py").write_text(SERVER)
    for number in range(count - 2, count):  # however fast the machine is, it cannot come to the end before Ctrl-C
        (room / "class" / f"learner{number:02}.py").write_text("sum(iter(int, 1))\n")
    terminal, end = pty.openpty()
    grade = [*command.PROGRAM, "grade", str(room / "echo.yaml"), str(room / "class"), "-j", "2", "--json"]
    environment = {**os.environ, "TERM": "xterm-256color"}
    with (room / "grades.json").open("wb") as grades:
        running = subprocess.Popen(grade, stdout=grades, stderr=end, env=environment, start_new_session=True)
    os.close(end)
    presses = iter([lambda: os.killpg(running.pid, signal.SIGINT)])  # as a terminal does: the whole group hears it

    def press(said: bytes) -> None:
        if f"of {count}".encode() in said:
            next(presses, lambda: None)()

    said = said_on(terminal, running.pid, press)
    assert running.wait(LIMIT) == 130
    judged = json.loads((room / "grades.json").read_text())["answers"]
    assert f"interrupted, {len(judged)} of {count} answers judged".encode() in said
    assert 0 < len(judged) < count
    assert all(each["solved"] for each in judged)
