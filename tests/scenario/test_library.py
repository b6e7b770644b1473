"""The bundled scenarios are found by name, and told of without pydantic."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim.scenario.library import Outline, bundled, find, outline
from sim.scenario.load import load
from sim.scenario.problem import ScenarioError


def test_bundled_scenarios_have_names_by_folder() -> None:
    names = bundled()
    assert {"arp/arp-on-one-switch", "routing/two-dormitories"} <= set(names)
    assert list(names) == sorted(names)
    assert all(path.is_file() for path in names.values())


def test_the_last_part_of_a_name_is_unambiguous_and_enough() -> None:
    names = [name.rpartition("/")[2] for name in bundled()]
    assert len(set(names)) == len(names)
    assert find("arp-on-one-switch") == find("arp/arp-on-one-switch") == bundled()["arp/arp-on-one-switch"]


def test_a_path_is_a_path(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine\n")
    assert find(str(file)) == file
    assert find("not-there.yaml") == Path("not-there.yaml")


def test_an_unknown_name_gives_the_nearest() -> None:
    with pytest.raises(ScenarioError) as raised:
        find("arp-on-one-swich")
    assert str(raised.value) == (
        "arp-on-one-swich: there is no scenario 'arp-on-one-swich'; did you mean arp-on-one-switch?"
    )


@pytest.mark.parametrize("name", ["switching", "switching/", "swiching"])
def test_a_topic_gives_its_scenarios(name: str) -> None:
    hint = wrong(name)
    assert hint.startswith("the topic switching has a-station-moves, ")
    assert hint.endswith("; 'hopscope list' tells all topics")
    assert all(each.rpartition("/")[2] in hint for each in bundled() if each.startswith("switching/"))


def test_a_part_of_a_name_gives_the_names_with_it() -> None:
    assert wrong("storm") == "did you mean broadcast-storm or spanning-tree-ends-the-storm?"
    assert wrong("traceroute") == "did you mean ttl-and-traceroute?"


def test_a_name_that_is_like_none_is_sent_to_the_list() -> None:
    assert wrong("nosuch") == "'hopscope list' tells their names; a file's name ends in .yaml"


def wrong(name: str) -> str:
    with pytest.raises(ScenarioError) as raised:
        find(name)
    return raised.value.problems[0].hint


@pytest.mark.parametrize("path", bundled().values(), ids=bundled().keys())
def test_an_outline_says_what_the_scenario_says(path: Path) -> None:
    scenario = load(path)
    expected = Outline(str(path), scenario.title, scenario.topics, scenario.level, scenario.goals)
    assert outline(path) == expected


def test_an_outline_of_a_bad_file_gives_the_error_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("title: [\n")
    with pytest.raises(ScenarioError, match=r"bad\.yaml:2:1"):
        outline(file)


def test_an_outline_looks_at_no_more_than_the_head(tmp_path: Path) -> None:
    file = tmp_path / "bad-behind.yaml"
    file.write_text("title: Who answers?\ntopics: [arp]\nlevel: core\ngoal: See it.\nnodes: [\n")
    assert outline(file)[1:] == ("Who answers?", ("arp",), "core", ("See it.",))


def test_an_outline_finds_what_stands_behind_the_network(tmp_path: Path) -> None:
    file = tmp_path / "late.yaml"
    file.write_text("nodes: {level: exam}\ntitle: Who answers?\nlevel: core\n")
    assert outline(file)[1:] == ("Who answers?", (), "core", ())


def test_a_list_of_scenarios_needs_neither_pydantic_nor_the_simulator() -> None:
    script = (
        "import sys\n"
        "from sim.scenario.library import bundled, outline\n"
        "[outline(path, name) for name, path in bundled().items()]\n"
        "print(*sorted({'pydantic', 'networkx', 'sim.device', 'sim.ip', 'sim.transport'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
