"""``hopscope check``: what fails, and how it is told."""

from pathlib import Path

import pytest

from tests.tui.command import BUNDLED, PING, TRUST, hopscope, written


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_scenario_shows_what_it_promises_without_a_warning(name: str) -> None:
    result = hopscope("check", name)
    assert (result.status, result.err) == (0, ""), result.out
    assert len(result.lines) == 2, result.out
    assert result.lines[0].startswith(f"ok    {name}  ")
    assert result.lines[1] == "1 scenario: 1 ok, 0 failed, 0 with errors"


def test_failed_expectation_names_its_place_and_what_was_found(tmp_path: Path) -> None:
    path = written(tmp_path, PING.replace("echo-reply from pc2", "time-exceeded"))
    result = hopscope("check", path)
    assert result.status == 1
    verdict, expected, found, *_, total = result.lines
    assert verdict.startswith(f"FAIL  {path}  1 expectation, ")
    assert expected == f"      {path}:10:5: expected: pc1 receives icmp time-exceeded"
    assert found.startswith("          found: ")
    assert len(found) > 20
    assert total == "1 scenario: 0 ok, 1 failed, 0 with errors"


def test_a_packet_that_did_not_come_is_followed_to_what_prevented_it(tmp_path: Path) -> None:
    pulled = PING.replace("actions:", "actions:\n  - {at: 0s, cut: pc1 -- sw1}", 1)
    path = written(tmp_path, pulled)
    lines = hopscope("check", path).lines
    assert any(line.startswith("          because: at ") and "has no working link" in line for line in lines)
    number = pulled.splitlines().index("  - {at: 0s, cut: pc1 -- sw1}") + 1
    assert f"          see {path}:{number}:5: actions.0" in lines


def test_a_host_whose_program_failed_before_the_call_is_not_said_to_run_none(tmp_path: Path) -> None:
    program = "programs:\n  - {on: pc1, code: 'import scoket'}\n"
    path = written(tmp_path, PING.replace("links:", f"{program}links:") + "  - pc1's recv returns b'x'\n")
    failed = "pc1.py on pc1 failed at line 1: ModuleNotFoundError: No module named 'scoket'"
    assert f"          found: {failed}" in hopscope("check", path, *TRUST).lines


def test_a_bundled_scenario_that_fails_is_named_without_the_folder_of_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.scenario.library.bundled_folder", lambda: tmp_path)
    pulled = PING.replace("actions:", "actions:\n  - {at: 0s, cut: pc1 -- sw1}", 1)
    written(tmp_path, pulled, "pulled.yaml")
    result = hopscope("check", "pulled")
    assert result.status == 1
    assert "      pulled:11:5: expected: pc1 receives icmp echo-reply from pc2" in result.lines
    assert str(tmp_path) not in result.out


def test_program_that_failed_is_named_where_something_else_came_out_than_expected(tmp_path: Path) -> None:
    program = "programs:\n  - {on: pc1, code: 'import scoket'}\n"
    path = written(tmp_path, PING.replace("links:", f"{program}links:") + "  - pc1 never sends arp\n")
    failed = "      pc1.py on pc1 failed at line 1: ModuleNotFoundError: No module named 'scoket'"
    assert failed in hopscope("check", path, *TRUST).lines
    path = written(tmp_path, PING.replace("links:", f"{program}links:"))
    assert failed not in hopscope("check", path, *TRUST).lines


def test_directory_stands_for_every_scenario_in_it(tmp_path: Path) -> None:
    (tmp_path / "deeper").mkdir()
    good = written(tmp_path, PING)
    broken = written(tmp_path / "deeper", PING.replace("title", "tilte"), "x.yml")
    written(tmp_path, "no scenario", "readme.txt")
    result = hopscope("check", tmp_path)
    assert result.status == 2
    assert result.lines[0] == f"ERROR {broken}"
    assert f"      {broken}:1:1: " in result.lines[1]
    assert any(line.startswith(f"ok    {good}") for line in result.lines)
    assert result.lines[-1] == "2 scenarios: 1 ok, 0 failed, 1 with errors"


def test_directory_without_a_scenario_is_an_error(tmp_path: Path) -> None:
    result = hopscope("check", tmp_path)
    assert (result.status, result.out) == (2, "")
    assert result.err == f"hopscope: {tmp_path} has no scenario in it, which is a file that ends in .yaml\n"


def test_what_is_no_scenario_among_others_stops_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    (tmp_path / "programs").mkdir()
    (tmp_path / "readme.md").write_text("no scenario")
    result = hopscope("check", *sorted(map(str, tmp_path.iterdir())))
    assert (result.status, result.lines[-1]) == (0, "1 scenario: 1 ok, 0 failed, 0 with errors")
    assert result.lines[0].startswith(f"ok    {path}")
    assert f"hopscope: {tmp_path}/programs has no scenario in it, which is a file that ends in .yaml" in result.err
    assert f"hopscope: {tmp_path}/readme.md is no scenario, which is a file that ends in .yaml" in result.err


def test_one_wrong_scenario_does_not_hide_the_others(tmp_path: Path) -> None:
    path = written(tmp_path, PING)
    result = hopscope("check", "no-such-scenario", path)
    assert result.status == 2
    assert result.lines[-1] == "2 scenarios: 1 ok, 0 failed, 1 with errors"


def test_warning_is_shown_and_fails_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, PING + "allow: [no-route]\n")
    result = hopscope("check", path)
    assert result.status == 0
    assert f"      {path}:11:9: warning: nothing here needs allow: no-route; leave it out" in result.lines


def test_note_that_never_comes_is_a_warning(tmp_path: Path) -> None:
    path = written(tmp_path, PING + "notes:\n  - {when: first icmp redirect, text: Nobody reads this.}\n")
    result = hopscope("check", path)
    assert result.status == 0
    warning = "warning: this moment never comes, so nobody will read its note: first icmp redirect"
    assert f"      {path}: {warning}" in result.lines
