"""Every bad file in ``tests/errors`` gives the messages that stand beside it, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.scenario import document
from sim.scenario.load import load, load_objects, load_text
from sim.scenario.problem import ScenarioError
from sim.scenario.source import read

ERRORS = Path(__file__).parent.parent / "errors"
BAD = sorted(ERRORS.glob("*.yaml"))


def messages(text: str, name: str = "bad.yaml") -> list[str]:
    try:
        return [str(problem) for problem in load_text(text, name, Path()).warnings]
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_gives_exactly_its_messages(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ERRORS)
    assert messages(read(path), path.name) == path.with_suffix(".txt").read_text().splitlines()


def test_there_are_many_bad_files_and_each_has_its_messages() -> None:
    assert len(BAD) >= 75
    assert {path.stem for path in ERRORS.glob("*.txt")} == {path.stem for path in BAD}


@pytest.mark.parametrize(
    "path", [path for path in BAD if path.stem.startswith(("yaml-", "slip-"))], ids=lambda path: path.stem
)
def test_yaml_errors_read_the_same_without_libyaml(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "LOADER", yaml.BaseLoader)
    expected = path.with_suffix(".txt").read_text().splitlines()
    found = messages(read(path), path.name)
    assert [line.split(": ", 1)[1] for line in found] == [line.split(": ", 1)[1] for line in expected]


def test_warnings_say_that_they_are_and_leave_the_scenario_usable() -> None:
    scenario = load(ERRORS / "warning-unconnected.yaml")
    assert [problem.severity for problem in scenario.warnings] == ["warning"]
    assert "warning-unconnected.yaml:5:8: warning: pc3 has no link" in str(scenario.warnings[0])


def test_problems_carry_their_place_for_an_editor() -> None:
    with pytest.raises(ScenarioError) as raised:
        load(ERRORS / "link-port-twice.yaml")
    (problem,) = raised.value.problems
    assert (problem.line, problem.column) == (8, 12)
    assert problem.hint == "line 7 uses it, sw1:2 is free"


def test_objects_have_a_path_instead_of_a_line() -> None:
    with pytest.raises(ScenarioError) as raised:
        load_objects({"title": "x", "nodes": {"pc1": {"host": "10.0.0.1/8", "ttl": 0}}})
    assert str(raised.value) == "nodes.pc1.ttl: 0 is too small; write at least 1"


@pytest.mark.parametrize(
    "data", [None, [], "title: x", 7, {}, {"nodes": None}, {1: 2}, {"nodes": {1: 2}, "title": "x"}]
)
def test_objects_that_are_no_scenario_are_refused(data: object) -> None:
    with pytest.raises(ScenarioError):
        load_objects(data)


# Files that are no text at all. Time is bounded by what is read and built, so that no clock is needed here.


def refused(path: Path) -> str:
    with pytest.raises(ScenarioError) as raised:
        load(path)
    (problem,) = raised.value.problems
    return str(problem).removeprefix(str(path))


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == ": this is a directory; name a file in it"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    message = ": this cannot be read: No such file or directory; name a file that is there and is yours"
    assert refused(tmp_path / "none.yaml") == message


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(ScenarioError, match="this cannot be read"):
        load("a\0b.yaml")


CAPTURE = (
    ": this is a capture of packets, and no text; "
    "tshark and Wireshark read it; write the network that it comes from as a scenario"
)


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"title: a\0b\n", ":1:9: the character U+0000 does not belong in a text file; a scenario is plain UTF-8 text"),
        (b"title: x\n\x89PNG\r\n", ":2:1: the octet 0x89 is not UTF-8 text; save the file as UTF-8"),
        ("title: Netz für alle\n".encode("latin-1"), ":1:14: the octet 0xfc is not UTF-8 text; save the file as UTF-8"),
        (b"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00", CAPTURE),
        (b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00", CAPTURE),
        ("title: x\n".encode("utf-16"), ":1:1: the octet 0xff is not UTF-8 text; save the file as UTF-8"),
        (b"\xef\xbb\xbf", ":1:1: there is nothing in this file; begin with a title and nodes"),
        (
            b"title: \x1b[31mred\n",
            ":1:8: the character U+001B does not belong in a text file; a scenario is plain UTF-8 text",
        ),
    ],
    ids=["nul", "png", "latin-1", "pcapng", "pcap", "utf-16", "only-bom", "escape"],
)
def test_octets_that_are_no_text_are_refused(tmp_path: Path, octets: bytes, message: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(octets)
    assert refused(path) == message


TOO_DEEP = "this is nested more than 64 deep; a scenario needs no more than 8"


class LimitedLoader(yaml.BaseLoader):
    """A parser that has a limit of its own and meets it while it reads ahead, as libyaml does since 0.2.6."""

    def fetch_flow_collection_start(self, *arguments: Any) -> None:
        if self.flow_level == 100:
            raise yaml.scanner.ScannerError(None, None, "exceeded some depth", self.get_mark())
        super().fetch_flow_collection_start(*arguments)


every_parser = pytest.mark.parametrize(
    "loader", [None, yaml.BaseLoader, LimitedLoader], ids=["installed", "without-libyaml", "with-a-limit-of-its-own"]
)


def found_by(loader: Any, text: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    if loader is not None:
        monkeypatch.setattr(document, "LOADER", loader)
    return messages(text)


@every_parser
@pytest.mark.parametrize(
    ("begin", "end"),
    [("[", ""), ("{a: ", ""), ("- ", ""), ("[", "]"), ("{a: ", "}"), ("&a [", "]"), ("[", "@"), ("[", "'")],
)
def test_nesting_is_refused_after_64_levels_however_deep_it_is(
    loader: Any, begin: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_deep = 3 + 63 * len(begin)  # within the document and its nodes, 63 more are allowed
    for deep in (64, 101, 1001, 200_000):
        text = "title: x\nnodes:\n  " + begin * deep + end * deep
        assert found_by(loader, text, monkeypatch) == [f"bad.yaml:3:{too_deep}: {TOO_DEEP}"]


@every_parser
@pytest.mark.parametrize("line", ["a:", "-"])
def test_nesting_by_indentation_is_refused_after_64_levels(
    loader: Any, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(" " * deep + line + "\n" for deep in range(2000))
    assert found_by(loader, text, monkeypatch) == [f"bad.yaml:65:65: {TOO_DEEP}"]


@every_parser
def test_a_mapping_as_key_is_refused_before_what_comes_later(loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = found_by(loader, "title: " + "{" * 500 + "@", monkeypatch)
    assert found == ["bad.yaml:1:9: a list or mapping cannot be a key; a key is a word before a colon"]


def test_ten_megabytes_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"[" * 10_000_000)
    assert refused(path) == ": this file has more than 8 MB; a scenario has a few hundred lines"


def test_aliases_that_explode_are_refused_before_they_do() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
    )
    assert messages(bomb) == ["bad.yaml:6:25: this makes more than 500000 values; use fewer aliases, or smaller lists"]


def test_aliases_that_nest_are_refused_before_they_overflow() -> None:
    tower = "a0: &a0 " + "[" * 50 + "]" * 50 + "\n"
    tower += "".join(f"a{n}: &a{n} {'[' * 30}*a{n - 1}{']' * 30}\n" for n in range(1, 99))
    assert messages(tower) == [f"bad.yaml:2:39: {TOO_DEEP}"]


def test_only_so_many_problems_are_reported() -> None:
    text = "title: x\nnodes:\n" + "".join(f"  pc{n}: {{hots: 1}}\n" for n in range(5000))
    *told, more = messages(text)
    assert len(told) == 100
    assert more == "bad.yaml: 4900 more problems are not shown; mend these first"


def test_warnings_leave_room_for_errors() -> None:
    nodes = "".join(f"  pc{n}: {{host: 10.0.{n // 250}.{n % 250 + 1}/16}}\n" for n in range(200))
    actions = "actions: [{at: 1s, on: pc1, run: ping 10.0.0.2}, {at: 1s, on: nobody, run: ping 10.0.0.2}]\n"
    *told, more = messages(f"title: x\nnodes:\n{nodes}{actions}")
    assert [line for line in told if "warning" not in line] == [
        "bad.yaml:203:63: there is no node 'nobody'; write pc0, pc1, pc2, pc3, pc4, pc5, pc6, pc7, pc8, pc9, "
        "pc10, pc11, pc12, pc13, pc14, pc15 …"
    ]
    assert len(told) == 100
    assert more == "bad.yaml: 101 more problems are not shown; mend these first"


def test_warnings_alone_leave_the_scenario_usable() -> None:
    nodes = "".join(f"  pc{n}: {{host: 10.0.{n // 250}.{n % 250 + 1}/16}}\n" for n in range(200))
    scenario = load_text(f"title: x\nnodes:\n{nodes}")
    assert len(scenario.warnings) == 101
    assert str(scenario.warnings[-1]) == "<text>: warning: 100 more problems are not shown; mend these first"


def test_a_scenario_with_full_width_prose_has_nothing_to_mend() -> None:
    text = """\
title: 主机，网关／路由：一
description: |
  【重要】——看“这里”。
nodes:
  pc1: {host: 10.0.0.1/24}  # 注：一台主机
notes:
  - {when: 1s, text: 看：这里，好}
"""
    assert messages(text) == []


def test_a_slip_on_the_first_of_many_lines_leaves_the_places_of_the_others() -> None:
    text = "title: x\nprograms:\n  - on: pc1\n    code: x = 1\n      y = 2\nnodes:\n  pc1: {hots: 1}\n"
    assert messages(text) == [
        "bad.yaml:4:10: the text of several lines under 'code' has no '|', so YAML does not keep its lines; "
        "write 'code: |', and the text below it, indented",
        "bad.yaml:7:8: a node needs one of host, router, switch or hub; did you mean host instead of hots?",
    ]


def test_an_integer_of_a_million_digits_is_text() -> None:
    assert messages(f"title: x\nseed: {'9' * 1_000_000}\nnodes: {{pc1: {{host: 10.0.0.1/8}}}}\n")[0].endswith(
        "is not a whole number; write it in digits, without quotes"
    )
