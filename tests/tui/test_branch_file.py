"""A branch as a file of its own."""

from pathlib import Path

import pytest

from sim.session import Session
from sim.words import TextError
from tests.tui.command import hopscope
from tui.output.branch_file import check, fitting, save


def test_a_saved_branch_names_no_schema_that_is_not_there(tmp_path: Path) -> None:
    scenario = Session.load("arp-on-one-switch").branch(["3s cut pc1 -- sw1"]).scenario
    first, _, rest = scenario.text.partition("\n")
    assert first == "# yaml-language-server: $schema=../scenario.schema.json"
    assert save(str(tmp_path / "mine.yaml"), scenario).read_text() == rest
    beside = tmp_path / "labs"
    beside.mkdir()
    (tmp_path / "scenario.schema.json").touch()
    assert save(str(beside / "mine.yaml"), scenario).read_text() == scenario.text


def test_a_name_without_an_ending_gets_that_of_a_scenario(tmp_path: Path) -> None:
    scenario = Session.load("arp-on-one-switch").scenario
    assert save(str(tmp_path / "ttl0"), scenario) == tmp_path / "ttl0.yaml"
    assert save(str(tmp_path / "v1.2"), scenario) == tmp_path / "v1.2.yaml"
    assert save(str(tmp_path / "mine.yml"), scenario) == tmp_path / "mine.yml"
    with pytest.raises(TextError, match="there is a file of this name"):
        check(str(tmp_path / "ttl0"), scenario)


@pytest.mark.parametrize(
    ("name", "edits", "left"),
    [
        ("a-switch-learns", ["2.001s cut pc3 -- sw1"], 7),
        ("wrong-gateway", ["set nodes.pc1.gateway = 192.168.10.254"], 3),
        ("arp-on-one-switch", ["3s pc2: arp"], 0),
    ],
)
def test_a_saved_branch_promises_what_its_run_shows(name: str, edits: list[str], left: int, tmp_path: Path) -> None:
    """With the comments that were there, and as ``hopscope check`` wants it."""
    session = Session.load(name).branch(edits)
    session.run()
    scenario, count = fitting(session)
    assert count == left
    path = save(str(tmp_path / "mine.yaml"), scenario)
    result = hopscope("check", str(path))
    assert (result.status, result.err) == (0, ""), result.out
    again = Session.load(str(path))
    again.run()
    assert list(again.trace) == list(session.trace)
