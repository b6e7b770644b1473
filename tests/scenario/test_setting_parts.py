"""Settings made of parts: lists and tables of mappings, short forms, and texts in the scenario or beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import registry
from sim.addresses import IPv4Address
from sim.feature import Feature
from sim.kernel import SECOND
from sim.scenario import reference
from sim.scenario.load import load_text
from sim.scenario.plan import IpNodePlan
from sim.scenario.problem import ScenarioError
from sim.settings import LongText
from tests.invented.crates import Crate, CrateSettings

SCENARIO = """\
title: A store
nodes:
  pc1:
    host: 10.0.0.1/24
    store: {store}
"""


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    with registry.adding(Feature(name="store", settings=("tests.invented.crates",))):
        yield


def values(store: str, folder: Path | None = None) -> CrateSettings:
    (pc1,) = load_text(SCENARIO.replace("{store}", store), "store.yaml", folder).nodes
    assert isinstance(pc1, IpNodePlan)
    return pc1.settings.of(CrateSettings)


def problems(store: str, folder: Path | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_text(SCENARIO.replace("{store}", store), "store.yaml", folder)
    return [str(problem) for problem in caught.value.problems if "no link" not in problem.message]


def test_a_part_can_be_short_or_long() -> None:
    found = values(
        "{best: apples@10.0.0.7, crates: [pears@10.0.0.8, {name: figs, lasts: 3s}], places: {hall: {name: nuts}}}"
    )
    assert found == CrateSettings(
        Crate("apples", IPv4Address.parse("10.0.0.7")),
        (Crate("pears", IPv4Address.parse("10.0.0.8")), Crate("figs", lasts=3 * SECOND)),
        (("hall", Crate("nuts")),),
    )


def test_a_text_stands_in_the_scenario_or_beside_it(tmp_path: Path) -> None:
    (tmp_path / "label.txt").write_text("Handle\nwith care\n")
    found = values("{crates: [{name: a, label: fragile}, {name: b, label: {file: label.txt}}]}", tmp_path)
    assert [crate.label for crate in found.crates] == [
        LongText("fragile"),
        LongText("Handle\nwith care\n", "label.txt"),
    ]


@pytest.mark.parametrize(
    ("store", "told"),
    [
        ("{crates: [{owner: 10.0.0.7}]}", "store.yaml:5:22: 'name' is missing; add 'name: …'"),
        ("{crates: [{name: a, ownr: 10.0.0.7}]}", "store.yaml:5:32: unknown key 'ownr'; did you mean owner?"),
        ("{crates: [apples]}", "store.yaml:5:22: 'apples' has no owner; write one like apples@10.0.0.1"),
        ("{crates: [{name: a, lasts: 1ms}]}", "store.yaml:5:39: 1ms is too short; write at least 1s"),
        ("{crates: [a@10.0.0.7, {name: a}]}", "store.yaml:5:41: a is there twice; leave one out"),
        (
            "{best: {name: a, label: 5}}",
            "store.yaml:5:36: 5 is no text; write it behind |, or name a file: {file: …}",
        ),
        ("{best: {name: a, label: oh!}}", "store.yaml:5:38: a label has no '!'; leave it out"),
        (
            "\n      best:\n        name: a\n        label: |\n          fine\n          oh!\n",
            "store.yaml:10:13: a label has no '!'; leave it out",
        ),
    ],
)
def test_what_is_wrong_is_shown_at_its_place(store: str, told: str) -> None:
    assert told in problems(store)


def test_what_is_wrong_in_a_file_is_shown_there(tmp_path: Path) -> None:
    (tmp_path / "label.txt").write_text("fine\nis it!\n")
    assert problems("{best: {name: a, label: {file: label.txt}}}", tmp_path) == [
        f"{tmp_path}/label.txt:2:6: a label has no '!'; leave it out"
    ]
    (message,) = problems("{best: {name: a, label: {file: lable.txt}}}", tmp_path)
    assert message.endswith("there is no file 'lable.txt' beside this scenario; did you mean label.txt?")


def test_the_reference_has_the_keys_of_parts() -> None:
    page = reference.page()
    assert "| `crates` | list of keys, see below |" in page
    assert "Each of `crates`:" in page
    assert "| `name` | name | has to be written | What is in it. |" in page
    assert "| `label` | text, or `{file: name}` |  | What is written on it. |" in page
