"""Programs are found, read as Python, and planned."""

from pathlib import Path

import pytest

import scenarios
from sim.scenario.load import load, load_objects, load_text
from sim.scenario.plan import ProgramPlan, Scenario
from sim.scenario.problem import ScenarioError

SECOND = 1_000_000_000
NODES = (
    "title: x\nnodes: {a: {host: 10.0.0.1/8}, b: {host: 10.0.0.2/8}, r: {router: {e: 10.0.0.3/8}}, s: {switch: 3}}\n"
)
LINKS = "links: [a -- s, b -- s, r -- s]\n"


def programs(*lines: str, folder: Path | None = None) -> Scenario:
    return load_text(NODES + LINKS + "programs:\n" + "".join(f"  - {line}\n" for line in lines), "x.yaml", folder)


def wrong(*lines: str, folder: Path | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        programs(*lines, folder=folder)
    return [str(problem) for problem in raised.value.problems]


def test_code_is_called_as_its_node() -> None:
    scenario = programs("{on: a, code: pass}")
    assert scenario.programs == (ProgramPlan(0, "a", "a.py"),)
    assert scenario.sources == {"a.py": "pass"}


def test_a_second_text_on_a_node_gets_a_number_and_the_same_text_none() -> None:
    scenario = programs("{on: a, code: pass}", "{on: a, code: '1'}", "{on: a, at: 1s, code: pass}")
    assert [(plan.at, plan.file) for plan in scenario.programs] == [(0, "a.py"), (0, "a2.py"), (SECOND, "a.py")]
    assert scenario.sources == {"a.py": "pass", "a2.py": "1"}


def test_a_name_that_another_program_has_is_not_taken_for_code() -> None:
    scenario = programs("{on: a, code: pass}", "{on: b, code: '1', name: a.py}")
    assert [plan.file for plan in scenario.programs] == ["a2.py", "a.py"]


def test_code_can_be_started_again_by_its_name() -> None:
    again = "{on: b, at: 1s, file: server.py}"
    scenario = programs(again, "{on: a, name: server.py, code: pass}", again)
    assert [(plan.node, plan.file) for plan in scenario.programs] == [
        ("b", "server.py"), ("a", "server.py"), ("b", "server.py"),
    ]  # fmt: skip
    assert scenario.sources == {"server.py": "pass"}


def test_arguments_are_a_list_or_the_words_of_a_command_line() -> None:
    one, other = programs(
        "{on: a, code: pass, arguments: [10.0.0.2, '7', two words]}",
        "{on: a, code: pass, arguments: \"10.0.0.2 7 'two words'\"}",
    ).programs
    assert one.arguments == other.arguments == ("10.0.0.2", "7", "two words")


def test_lines_to_read_are_a_list_or_a_block() -> None:
    one, other = programs(
        "{on: r, code: pass, stdin: [hello, '', bye]}", "on: r\n    code: pass\n    stdin: |\n      hello\n\n      bye"
    ).programs
    assert one.stdin == other.stdin == ("hello", "", "bye")


def test_a_run_ends_20_s_after_the_last_program_started() -> None:
    assert programs("{on: a, at: 3s, code: pass}").until == 23 * SECOND


def test_a_file_is_looked_for_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "hello.py").write_text("print('hello')\n")
    (tmp_path / "x.yaml").write_text(NODES + LINKS + "programs: [{on: a, file: sub/hello.py}]\n")
    scenario = load(tmp_path / "x.yaml")
    assert scenario.sources == {"sub/hello.py": "print('hello')\n"}
    assert scenario.programs == (ProgramPlan(0, "a", "sub/hello.py"),)


def test_a_file_beside_the_scenario_comes_before_the_bundled_one_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "echo.py").write_text("bundled = 1\n")
    monkeypatch.setattr(scenarios, "__path__", [str(tmp_path)])
    assert programs("{on: a, file: echo.py}", folder=tmp_path).sources == {"echo.py": "bundled = 1\n"}
    (tmp_path / "echo.py").write_text("mine = 1\n")
    assert programs("{on: a, file: echo.py}", folder=tmp_path).sources == {"echo.py": "mine = 1\n"}


def test_a_name_that_is_like_no_other_gives_the_names_that_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "programs").mkdir()
    for name in ("programs/nc.py", "chat.py"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(scenarios, "__path__", [str(tmp_path)])
    (message,) = wrong("{on: a, file: hexadecimal.py}", folder=tmp_path)
    assert message.endswith("nor a bundled one; put it there, or write chat.py or nc.py")


def test_modules_beside_the_scenario_that_a_program_imports_are_among_the_sources(tmp_path: Path) -> None:
    (tmp_path / "framing.py").write_text("from lengths import LENGTH\n")
    (tmp_path / "lengths.py").write_text("import framing\nLENGTH = 4\n")
    (tmp_path / "other.py").write_text("")
    scenario = programs("{on: a, code: 'import socket, framing'}", folder=tmp_path)
    assert list(scenario.sources) == ["a.py", "framing.py", "lengths.py"]
    (tmp_path / "lengths.py").write_text("LENGTH = (\n")
    message = f"{tmp_path / 'lengths.py'}:1:10: this is not Python: '(' was never closed"
    assert wrong("{on: a, code: 'import socket, framing'}", folder=tmp_path) == [message]


def test_a_file_that_is_not_python_is_reported_where_it_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_text("import socket\ns = socket.socket(\n")
    assert wrong("{on: a, file: bad.py}", folder=tmp_path) == [f"{file}:2:18: this is not Python: '(' was never closed"]


def test_a_file_that_is_no_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_bytes(b"x = '\xff'\n")
    (message,) = wrong("{on: a, file: bad.py}", folder=tmp_path)
    assert message == f"{tmp_path / 'bad.py'}:1:6: the octet 0xff is not UTF-8 text; save the file as UTF-8"


@pytest.mark.parametrize("name", ["../hello.py", "/etc/hostname", "sub/../../hello.py"])
def test_a_file_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    assert wrong(f"{{on: a, file: {name}}}", folder=tmp_path)[0].endswith(
        f"{name!r} is not beside the scenario; put it there, and write its name alone"
    )


def test_code_from_objects_has_a_path_instead_of_a_line() -> None:
    node = {"a": {"host": "10.0.0.1/8"}}
    program = {"on": "a", "code": "if True:\nprint(1)\n"}
    with pytest.raises(ScenarioError) as raised:
        load_objects({"title": "x", "allow": ["unconnected"], "nodes": node, "programs": [program]})
    assert str(raised.value).startswith("programs.0.code: this is not Python: expected an indented block")


@pytest.mark.parametrize("code", ["(" * 5000, "-" * 100_000 + "1", "x = " + "9" * 5000, "return", "x = '\0'"])
def test_no_text_is_too_odd_to_be_told_that_it_is_not_python(code: str) -> None:
    node = {"a": {"host": "10.0.0.1/8"}}
    with pytest.raises(ScenarioError, match="this is not Python"):
        load_objects({"title": "x", "nodes": node, "programs": [{"on": "a", "code": code}]})


def test_what_python_only_warns_of_is_a_program(tmp_path: Path) -> None:
    assert programs("{on: a, code: 'x = \"\\d\"'}", folder=tmp_path).sources == {"a.py": 'x = "\\d"'}


def test_a_link_that_leads_out_of_the_scenario_s_folder_is_neither_run_nor_imported(tmp_path: Path) -> None:
    folder = tmp_path / "lesson"
    folder.mkdir()
    (tmp_path / "secret.py").write_text("secret = 1\n")
    (folder / "out.py").symlink_to(tmp_path / "secret.py")
    (message,) = wrong("{on: a, file: out.py}", folder=folder)
    assert message.endswith("'out.py' is a link out of the scenario's folder; put the file itself there")
    assert set(programs("{on: a, code: 'import out'}", folder=folder).sources) == {"a.py"}
