"""No text of a file or a program commands the terminal, in any output."""

import json
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from sim.session import Session
from sim.wire.pcapng import read_capture
from tests.tui.command import TRUST, Result, hopscope, on_a_terminal, written
from tui.app import HopscopeApp
from tui.model.text.harmless import harmless, harmless_line
from tui.output.paint import ours, shown

EVIL = "\x1b]0;owned\x07\x1b[2J\x9b31m\x7f\r\u202egnp.exe\u2066\x85end"
HARMLESS = r"\x1b]0;owned\x07\x1b[2J\x9b31m\x7f\r" + r"\u202egnp.exe\u2066\x85end"
HARMLESS = HARMLESS.replace(r"\r", r"\x0d")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
OUR_COLOURS = re.compile("\x1b\\[[0-9;]*m")

SCENARIO = """
title: "Title EVIL"
topics: ["EVIL"]
goal: ["EVIL"]
description: "EVIL"
nodes:
  a: {host: 10.0.0.1/24}
  b: {host: 10.0.0.2/24}
links: [a -- b]
notes:
  - {when: start, title: "EVIL", text: "EVIL"}
programs:
  - on: a
    stdin: ["EVIL"]
    code: |
      import socket
      evil = "EVIL"
      print(input())
      print(evil)
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.sendto(evil.encode(), ("10.0.0.2", 7))
      open(evil, "w").close()
      try:
          socket.create_connection((evil, 80))
      except OSError as error:
          print(error)
      raise ValueError(evil)
expect:
  - {on: a, console: "EVIL!"}
""".replace("EVIL", EVIL.encode("unicode_escape").decode())


def scenario(tmp_path: Path) -> Path:
    return written(tmp_path, SCENARIO)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain, 简体中文 and café", "plain, 简体中文 and café"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\x1b[2J\x00\x07\x08\r", r"\x1b[2J\x00\x07\x08\x0d"),
        ("\x7f\x80\x9b\x9f\xa0", "\\x7f\\x80\\x9b\\x9f\xa0"),
        ("\u202eevil\u2069\u200f\u061c", r"\u202eevil\u2069\u200f\u061c"),
        ("a\u2028b\ud800", r"a\u2028b\ud800"),
    ],
)
def test_what_commands_a_terminal_is_shown_as_its_escape(text: str, escaped: str) -> None:
    assert harmless(text) == escaped


def test_a_line_stays_a_line() -> None:
    assert harmless_line("a\tb\nc\x1b") == r"a    b\nc\x1b"


def test_only_what_was_painted_here_has_colours() -> None:
    assert shown(f"{ours(chr(27) + '[31m')}red \x1b[32mgreen") == "\x1b[31mred \\x1b[32mgreen"


def checked(result: Result) -> Result:
    for text in (result.out, result.err):
        assert CONTROLS.findall(text) == []
    return result


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("detail", ["-q", "-w", "-v", "-e"])
def test_run_as_text(tmp_path: Path, detail: str, language: str) -> None:
    result = checked(hopscope("run", scenario(tmp_path), *TRUST, detail, "--language", language))
    assert (HARMLESS in result.out) == (detail != "-q")


def test_run_as_json_lines_is_ascii_and_still_says_what_was_printed(tmp_path: Path) -> None:
    result = checked(hopscope("run", scenario(tmp_path), *TRUST, "--format", "jsonl"))
    assert result.out.isascii()
    records = [json.loads(line) for line in result.lines]
    assert any(EVIL in str(record.get("change", {}).get("after", {}).get("text")) for record in records[1:-1])


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_tables(tmp_path: Path, form: tuple[str, ...]) -> None:
    result = checked(hopscope("tables", scenario(tmp_path), *TRUST, *form))
    if form:
        json.loads(result.out)


def test_check_and_what_it_complains_about(tmp_path: Path) -> None:
    result = checked(hopscope("check", scenario(tmp_path), *TRUST))
    assert result.status == 1
    assert "FAIL" in result.out


@pytest.mark.parametrize("command", ["check", "run", "tables", "show"])
def test_errors(tmp_path: Path, command: str) -> None:
    escaped = EVIL.encode("unicode_escape").decode()
    bad = written(
        tmp_path, f'title: x\nnodes: {{"{escaped}": {{host: 10.0.0.1/24}}}}\n"{escaped}": 1\n', f"{EVIL}.yaml"
    )
    result = checked(hopscope(command, bad))
    assert result.status == 2
    assert r"\x1b]0;owned" in result.out + result.err


def test_show(tmp_path: Path) -> None:
    assert HARMLESS in checked(hopscope("show", scenario(tmp_path))).out


@pytest.mark.parametrize("arguments", [[EVIL], ["run", EVIL], ["run", "x", f"--{EVIL}"], ["new", f"/nowhere/{EVIL}"]])
def test_what_was_typed(arguments: list[str]) -> None:
    assert checked(hopscope(*arguments)).status == 2


def test_the_comments_of_a_capture(tmp_path: Path) -> None:
    capture = tmp_path / "out.pcapng"
    checked(hopscope("run", scenario(tmp_path), *TRUST, "--pcapng", capture))
    comments = "".join(packet.comment for packet in read_capture(capture))
    assert comments
    assert CONTROLS.findall(comments) == []


@pytest.mark.parametrize("arguments", [["run", "-v"], ["tables"], ["check"], ["show"], ["show", "--yaml"]])
def test_on_a_terminal_only_our_colours_are_left(tmp_path: Path, arguments: list[str]) -> None:
    trust = TRUST if arguments[0] != "show" else []
    text = on_a_terminal(*arguments, *trust, scenario(tmp_path), status=int(arguments == ["check"]))
    assert "owned" in text
    assert CONTROLS.findall(OUR_COLOURS.sub("", text)) == []


async def test_every_pane_of_the_player(tmp_path: Path) -> None:
    app = HopscopeApp(Session.load(str(scenario(tmp_path))))
    async with app.run_test(size=(140, 40)) as pilot:
        for key in ("end", "v", *"tabtabtab", "t", "v", "home", "n", "M", "escape", "question_mark", "escape", "f"):
            await pilot.press(key)
            await pilot.pause()
            assert CONTROLS.findall(_painted(pilot)) == [], key


def _painted(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    return "".join(segment.text for strip in screen._compositor.render_strips() for segment in strip)
