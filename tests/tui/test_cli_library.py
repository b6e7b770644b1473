"""``list``, ``show``, ``schema``, ``new``, ``play`` and the help."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.session import Session
from tests.tui.command import BUNDLED, PING, PROGRAM, hopscope, written


def test_list_names_every_bundled_scenario_with_its_title() -> None:
    lines = hopscope("list").lines
    for name in BUNDLED:
        topic, _, short = name.rpartition("/")
        assert topic in lines
        assert any(line.split()[:1] == [short] for line in lines)


def test_list_as_json() -> None:
    listed = json.loads(hopscope("list", "--json").out)
    assert [each["name"] for each in listed] == BUNDLED
    assert all(each["title"] and each["topics"] and each["goals"] for each in listed)
    assert {each["level"] for each in listed} <= {"intro", "core", "exam"}


def test_show_tells_what_a_scenario_is_about(tmp_path: Path) -> None:
    text = PING + "goal: Ping.\ndescription: Text with \\e[31m.\n" + "notes: [{when: 1s, title: Now, text: Look.}]\n"
    result = hopscope(
        "show", written(tmp_path, text.replace("pc2 -- sw1:2", "{link: pc2 -- sw1:2, delay: 5ms, loss: 10%}"))
    )
    assert result.status == 0
    lines = [line.split() for line in result.lines]
    for words in (
        ["Two", "PCs", "and", "a", "switch"],
        ["-", "Ping."],
        ["pc1", "host", "eth0", "192.168.10.1/24", "sw1:1"],
        ["1s", "pc1$", "ping", "-c", "1", "192.168.10.2"],
        ["1s:", "Now"],
        ["pc1", "receives", "icmp", "echo-reply", "from", "pc2"],
        ["pc2:eth0", "--", "sw1:2:", "delay", "5ms,", "loss", "0.1"],
    ):
        assert words in lines, words


def test_show_lets_no_text_command_the_terminal(tmp_path: Path) -> None:
    result = hopscope("show", written(tmp_path, PING.replace("Two PCs and a switch", '"Red \\e[31m"')))
    assert result.lines[0] == r"Red \x1b[31m"


def test_show_tells_programs_as_they_are_typed_and_their_texts(tmp_path: Path) -> None:
    program = "{on: pc1, at: 2s, arguments: [two words, '7'], stdin: [hello], code: 'print(input())'}"
    lines = hopscope("show", written(tmp_path, f"{PING}programs: [{program}]\n")).lines
    start = lines.index("Actions")
    assert [line.strip() for line in lines[start + 1 : start + 8]] == [
        "1s  pc1$ ping -c 1 192.168.10.2", "2s  pc1$ python3 pc1.py 'two words' 7", "< hello", "",
        "Programs", "pc1.py", "print(input())",
    ]  # fmt: skip


def test_show_prints_no_marks_of_markdown(tmp_path: Path) -> None:
    text = PING + "description: |\n  Ask **everyone** with `ping`.\n\n  - One\n"
    result = hopscope("show", written(tmp_path, text + "notes: [{when: 1s, text: A **bold** word.}]\n"))
    lines = [line.strip() for line in result.lines]
    assert "Ask everyone with ping." in lines
    assert "A bold word." in lines
    assert "**" not in result.out
    assert "\x1b" not in result.out


@pytest.mark.parametrize("name", BUNDLED)
def test_show_describes_every_bundled_scenario(name: str) -> None:
    result = hopscope("show", name)
    assert (result.status, result.err) == (0, "")
    scenario = Session.load(name).scenario
    acts = {"Actions"} if scenario.actions or scenario.programs else set()
    assert {"Goal", "Network", "Notes", "Expected"} | acts <= set(result.lines)


def test_show_can_print_the_text(tmp_path: Path) -> None:
    assert hopscope("show", written(tmp_path, PING), "--yaml").out == PING


def test_schema_knows_the_keys_of_a_scenario() -> None:
    schema = json.loads(hopscope("schema").out)
    assert {"title", "nodes", "links", "actions", "notes", "expect"} <= set(schema["properties"])


def test_new_scenario_passes_its_check_without_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    result = hopscope("new", path)
    assert (result.status, result.out) == (0, "")
    checked = hopscope("check", path)
    assert checked.status == 0
    assert len(checked.lines) == 2, checked.out


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    result = hopscope("new", path)
    assert result.status == 2
    assert result.err == f"hopscope: {path} is there already; name another file, or remove it first\n"
    assert path.read_text() == PING


def test_new_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)); "
    command = [sys.executable, "-c", limited + PROGRAM[2], "new", str(tmp_path / "mine.yaml")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, f"hopscope: {tmp_path / 'mine.yaml'}: File too large\n")
    assert list(tmp_path.iterdir()) == []


def test_new_in_a_directory_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    result = hopscope("new", tmp_path / "no" / "mine.yaml")
    assert result.status == 2
    assert result.err == f"hopscope: {tmp_path / 'no' / 'mine.yaml'}: No such file or directory\n"


@pytest.mark.parametrize("arguments", [[], ["play"], ["play", BUNDLED[0]]])
def test_player_needs_a_terminal(arguments: list[str]) -> None:
    result = hopscope(*arguments)
    assert result.status == 2
    assert result.err.startswith("hopscope: the player needs a terminal; ")


@pytest.mark.parametrize("command", ["play", "run", "check", "tables", "list", "show", "schema", "new"])
def test_every_command_has_help(command: str) -> None:
    assert f" {command} " in hopscope("--help").out
    result = hopscope(command, "--help")
    assert result.status == 0
    assert result.out.startswith(f"usage: hopscope {command} ")


def test_version() -> None:
    name, version = hopscope("--version").out.split()
    assert name == "hopscope"
    assert version[0].isdigit()


def test_unknown_command_is_an_error() -> None:
    result = hopscope("plya")
    assert result.status == 2
    assert "invalid choice: 'plya'" in result.err


def test_player_starts_in_the_language_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr("tui.cli.play.is_terminal", lambda stream: True)
    monkeypatch.setattr("tui.app.run_player", lambda session, ascii_only, language, *more: started.append(language))
    monkeypatch.setattr("tui.app.run_library", lambda ascii_only, language: started.append(language))
    for arguments in (["play", BUNDLED[0], "--language", "zh"], ["play", "--language", "zh"], ["play"], []):
        hopscope(*arguments)
    for arguments in (["--language", "zh"], ["--language", "zh", "play", BUNDLED[0]]):
        hopscope(*arguments)
    assert started == ["zh", "zh", "en", "en", "zh", "zh"]


def test_spec_has_every_command_option_and_key() -> None:
    found = json.loads(hopscope("--spec").out)
    typing = {each["keys"]: each["does"] for each in found["keys"]["Typing at the console"]}
    assert typing["ctrl+c"] == "gives the line up"
    help_lines = hopscope("--help").lines
    assert all(any(line.split()[:1] == name.split()[:1] for line in help_lines) for name in found["commands"])
    run = {name: each for each in found["commands"]["run"]["arguments"] for name in each["names"]}
    assert run["--format"]["choices"] == ["text", "jsonl"]
    assert not run["--quiet"]["takes_value"]
    assert run["--edit"]["takes_value"]
    assert any(key["keys"] == "T" for key in found["keys"]["Step"])
    assert "3s cut pc1 -- sw1" in found["edits"]
