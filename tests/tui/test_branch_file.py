"""A branch as a file of its own."""

from pathlib import Path

from sim.session import Session
from tui.output.branch_file import save


def test_a_saved_branch_names_no_schema_that_is_not_there(tmp_path: Path) -> None:
    scenario = Session.load("arp-on-one-switch").branch(["3s cut pc1 -- sw1"]).scenario
    first, _, rest = scenario.text.partition("\n")
    assert first == "# yaml-language-server: $schema=../scenario.schema.json"
    assert save(str(tmp_path / "mine.yaml"), scenario).read_text() == rest
    beside = tmp_path / "labs"
    beside.mkdir()
    (tmp_path / "scenario.schema.json").touch()
    assert save(str(beside / "mine.yaml"), scenario).read_text() == scenario.text
