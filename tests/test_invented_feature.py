"""A protocol that only the tests have shows up everywhere, without a changed line in ``sim`` or ``tui``.

The protocol is ``tests.invented``: a PDU over UDP, rules in two languages, a table, a timer, settings with their key in
scenarios, a command, a word of the packet language, a service and a view.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import registry
from sim.explain import sentence
from sim.scenario.load import load_text
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.trace.records import Kind
from tests.invented import rules
from tests.invented.feature import FEATURE
from tests.tui.command import hopscope
from tests.tui.opened import opened

SCENARIO = """\
title: Ann greets Bob
tcp: {profile: simple}
nodes:
  ann: {host: 10.0.0.1/24, greeting: {name: Ann, peer: 10.0.0.2, interval: 2s}}
  greeting: {host: 10.0.0.2/24, greeting: {name: Bob}}
  deaf: {host: 10.0.0.3/24}
  sw1: {switch: 4 ports}
links: [ann -- sw1:1, greeting -- sw1:2, deaf -- sw1:3]
actions:
  - {at: 3s, on: greeting, run: greet 10.0.0.1}
  - {at: 3s, on: deaf, run: greet 10.0.0.1}
until: 5s
notes:
  - {when: first greeting hello from ann, text: Ann greets.}
expect:
  - ann sends 2 greeting hello to 10.0.0.2
  - ann receives 1 greeting hello from greeting
  - {table: greeting, on: greeting, holds: {ip: 10.0.0.1, name: Ann, times: 2}}
"""


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    with registry.adding(FEATURE):
        yield


@pytest.fixture
def session() -> Session:
    made = Session(load_text(SCENARIO))
    assert made.run()
    return made


def test_a_scenario_sets_it_and_the_expectations_about_it_come_true(session: Session) -> None:
    outcomes = session.check()
    assert [outcome.found for outcome in outcomes if not outcome.ok] == []
    assert len(outcomes) == 3
    assert [n for n, _ in session.notes()] != []


def test_its_records_are_in_the_trace_with_its_reasons_in_both_languages(session: Session) -> None:
    trace = session.trace
    heard = [record for record in trace if record.why.rule is rules.HEARD]
    assert [(record.node, record.kind) for record in heard] == [
        ("greeting", Kind.ROW_ADDED),
        ("ann", Kind.ROW_ADDED),
        ("greeting", Kind.ROW_CHANGED),
    ]
    assert sentence(heard[2].why, what=heard[2].what) == "Ann at 10.0.0.1 has greeted 2 times."
    assert sentence(heard[2].why, "zh", heard[2].what) == "10.0.0.1 上的 Ann 来问候，已经 2 次。"
    assert any(record.why.rule is rules.NEXT and record.kind is Kind.TIMER_ARMED for record in trace)


def test_its_rows_can_be_folded_forward_and_backward(session: Session) -> None:
    session.history.go(len(session.trace))
    assert {str(ip): row.name for ip, row in session.history.world.table("greeting", "greeting").items()} == {
        "10.0.0.1": "Ann"
    }
    session.history.go(0)
    assert session.history.world.table("greeting", "greeting") == {}


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "greetings.yaml"
    path.write_text(SCENARIO)
    return str(path)


def test_it_is_told_in_text_and_json(file: str) -> None:
    assert "Greeting hello 1 from Ann" in hopscope("run", file).out
    objects = [json.loads(line) for line in hopscope("run", file, "--format", "jsonl").out.splitlines()]
    layers = [layer["name"] for each in objects if "frame" in each for layer in each["frame"]["layers"]]
    assert layers.count("greeting") == 12  # three greetings, sent and received on two links
    changes = [each["change"]["after"] for each in objects if each.get("change", {}).get("table") == "greeting"]
    assert {"name": "Bob", "times": 1} in changes


def test_tables_and_check_know_it(file: str) -> None:
    printed = hopscope("tables", file, "--node", "greeting").out
    assert "Ann" in printed
    assert "Ann has greeted 2 times" in printed
    assert hopscope("check", file).status == 0


def test_its_command_is_run_and_only_where_there_is_its_service(session: Session) -> None:
    world = session.history.go(len(session.trace))
    printed = {node: [row.text for row in world.table(node, "console").values()] for node in ("greeting", "deaf")}
    assert printed == {"greeting": ["greeted 10.0.0.1"], "deaf": ["greet: this host has no name"]}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("interval: 2s", "interval: 0s", "is no time to wait"),
        ("name: Bob", "nmae: Bob", "nmae"),
        ("greet 10.0.0.1}", "greet nobody}", "nobody"),
        ("greeting hello to", "greeting hallo to", "hallo"),
        ("ip: 10.0.0.1, name", "ip: 10.0.0.1, nmae", "nmae"),
    ],
)
def test_mistakes_about_it_are_told_with_their_place(old: str, new: str, told: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(SCENARIO.replace(old, new, 1))
    assert told in str(caught.value)


async def test_the_player_shows_its_table_and_its_view_in_both_languages() -> None:
    async with opened(SCENARIO, (120, 60)) as reader:
        await reader.press("end", "p")
        assert reader.seen("view-friends") == ["Ann has greeted 2 times"]
        await reader.press("L")
        assert reader.seen("view-friends") == ["Ann 问候了 2 次"]
        await reader.press("4", "z")
        assert any("问候者" in each for each in reader.seen("tables"))
        await reader.press("L")
        assert any("Greeters" in each for each in reader.seen("tables"))
