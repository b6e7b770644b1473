"""``hopscope practise``: in lines of text, and what is kept, exported and imported."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.tui.command import Result, hopscope


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what was kept of a sitting of two questions."""
    monkeypatch.setattr("sys.stdin", io.StringIO("A\nA\n"))
    done = practise(tmp_path, "--topics", "arp", "--count", "2")
    assert done.status == 0
    assert done.lines[-1].endswith("of 2 right.")
    return tmp_path


def practise(room: Path, *arguments: str | Path, file: str = "kept") -> Result:
    return hopscope("practise", *arguments, "--progress-file", room / file)


def exported(room: Path) -> Any:
    assert practise(room, "--export", room / "out.json").status == 0
    return json.loads((room / "out.json").read_text())


def test_what_was_answered_is_kept_for_the_progress(room: Path) -> None:
    told = json.loads(practise(room, "--progress", "--json").out)
    arp = told["topics"][0]
    assert (arp["name"], arp["seen"], arp["attempts"]) == ("arp", 2, 2)
    assert all(topic["attempts"] == 0 for topic in told["topics"][1:])
    assert practise(room, "--progress").lines[1].startswith("arp ")


def test_mistakes_are_a_list_and_each_opens_by_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert practise(tmp_path, "--review").lines == ["There is no mistake to go over."]
    monkeypatch.setattr("sys.stdin", io.StringIO("0.0.0.0\n"))
    practise(tmp_path, "--topics", "addressing/broadcast-of", "--count", "1")
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n9\nn 1\nq\n"))
    shown = practise(tmp_path, "--review").lines
    assert shown[0] == "My mistakes: 1"
    assert shown[1].startswith("1. ")
    assert any(line.startswith("Wrong. The answer is ") for line in shown)
    assert "There is no mistake 9." in shown
    assert "1. [addressing/broadcast-of]" in shown  # another one of its kind
    assert practise(tmp_path, "--review", "--topics", "tcp").lines == ["There is no mistake to go over."]
    assert practise(tmp_path, "--review", "--topics", "tpc").status == 2


def test_an_export_is_imported_once(room: Path) -> None:
    attempts = exported(room)["attempts"]
    assert "2 answers are new" in practise(room, "--import", room / "out.json", file="other").err
    assert "0 answers are new, 2 were here" in practise(room, "--import", room / "out.json", file="other").err
    assert practise(room, "--export", room / "again.json", file="other").status == 0
    assert json.loads((room / "again.json").read_text())["attempts"] == attempts


def test_no_file_is_written_over(room: Path) -> None:
    (room / "out.json").write_text("mine")
    refused = practise(room, "--export", room / "out.json")
    assert refused.status == 2
    assert "out.json is there already; name another file" in refused.err
    assert (room / "out.json").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", "it is no export"),
        ("{", "Expecting property name"),
        ('{"a":' * 100_000, "nested too deep"),
        ('{"hopscope": "progress", "version": 9, "attempts": []}', "its version is 9"),
    ],
)
def test_what_is_no_export_is_refused(room: Path, text: str, reason: str) -> None:
    (room / "in.json").write_text(text)
    refused = practise(room, "--import", room / "in.json")
    assert refused.status == 2
    assert reason in refused.err


@pytest.mark.parametrize("at", [-1, 253_402_300_800_000, (1 << 53) - 1, "now"])
def test_a_time_that_no_calendar_has_is_refused_and_nothing_is_taken(room: Path, at: object) -> None:
    """253402300800000 ms is the first instant of the year 10000, which datetime does not have."""
    export = exported(room)
    export["attempts"][1]["at"] = at
    (room / "in.json").write_text(json.dumps(export))
    refused = practise(room, "--import", room / "in.json", file="other")
    assert refused.status == 2
    assert f"attempt 2: at is {at!r}" in refused.err
    assert not any(topic["attempts"] for topic in json.loads(practise(room, "--json", file="other").out)["topics"])


def test_the_moments_that_are_thrown_away_are_counted_by_their_reasons() -> None:
    """Of TCP windows that are read at random nearly all are full, so this template throws away what others do not."""
    (found,) = json.loads(hopscope("exam", "reasons", "--topics", "tcp/may-send", "--count", "2", "--json").out)
    assert (found["template"], found["seeds"], found["made"]) == ("tcp/may-send", 2, 2)
    told = hopscope("exam", "reasons", "--topics", "tcp/may-send", "--count", "2").lines
    assert told[0].split()[1:4] == ["2", "of", "2"]
    assert {line.split(None, 1)[1]: int(line.split()[0]) for line in told[1:]} == found["reasons"]
    assert hopscope("exam", "reasons", "--topics", "tpc").status == 2
