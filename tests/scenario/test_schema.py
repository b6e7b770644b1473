"""The JSON Schema says to an editor what the models say to us."""

import json
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.document import compose
from sim.scenario.library import bundled
from sim.scenario.load import load_objects
from sim.scenario.models import schema
from sim.scenario.problem import ScenarioError
from sim.scenario.source import read

jsonschema = pytest.importorskip("jsonschema", reason="a test dependency")

ERRORS = Path(__file__).parent.parent / "errors"
SHAPES = [path for path in sorted(ERRORS.glob("*.yaml")) if not path.stem.startswith(("yaml-", "slip-", "warning-"))]
COMMITTED = Path(__file__).parents[2] / "scenarios" / "scenario.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_one_itself() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_committed_schema_is_the_one_that_the_models_give() -> None:
    assert json.loads(COMMITTED.read_text()) == schema(), "run: hopscope schema > scenarios/scenario.schema.json"


@pytest.mark.parametrize("path", bundled().values(), ids=bundled().keys())
def test_a_bundled_scenario_is_valid_in_an_editor(path: Path) -> None:
    root, _ = compose(read(path))
    VALIDATOR.validate(root.value())


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_what_an_editor_refuses_is_refused_here_too(path: Path) -> None:
    """The other way round does not hold: a schema cannot add up ports or follow a name."""
    data = compose(read(path))[0].value()
    if not VALIDATOR.is_valid(data):
        with pytest.raises(ScenarioError):
            load_objects(data)


@pytest.mark.parametrize(
    "text",
    [
        "topic: [arp]",
        "seed: '7'",
        "until: 5",
        "nodes: {pc1: {host: 192.168.10.1}}",
        "nodes: {pc1: {host: 192.168.10.1/24, gatway: 192.168.10.254}}",
        "nodes: {pc1: {gateway: 192.168.10.254}}",
        "nodes: {sw1: {switch: four}}",
        "links: [pc1]",
        "links: [{link: a -- b, loss: 2}]",
        "actions: [{at: 1s, on: pc1}]",
        "notes: [{when: start}]",
        "layout: {pc1: [0]}",
    ],
)
def test_an_editor_sees_the_common_mistakes(text: str) -> None:
    data: dict[str, Any] = {"title": "x", "nodes": {"pc1": {"host": "192.168.10.1/24"}}}
    assert VALIDATOR.is_valid(data)
    data |= compose(text)[0].value()
    assert not VALIDATOR.is_valid(data)


def test_every_key_is_described_for_the_editor() -> None:
    undescribed = [
        f"{name}.{key}"
        for name, part in schema()["$defs"].items()
        for key, field in part.get("properties", {}).items()
        if not {"description", "examples", "$ref", "anyOf"} & set(field) and name != "AcdModel"
    ]
    assert undescribed == []


def test_defaults_are_written_as_people_write_them() -> None:
    assert schema()["$defs"]["ArpModel"]["properties"]["reachable_time"]["default"] == "30s"
    assert schema()["$defs"]["LinkModel"]["properties"]["bandwidth"]["default"] == "1 Gbit/s"
