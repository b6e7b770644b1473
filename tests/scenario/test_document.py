"""YAML text becomes a tree with places, typed by YAML 1.2."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.document import MappingNode, ScalarNode, SequenceNode, YamlError, compose, place_of, typed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # YAML 1.2.2, 10.2.1 and 10.3.2: the core schema
        ("null", None), ("~", None), ("", None), ("true", True), ("False", False),
        ("0", 0), ("-19", -19), ("+12", 12), ("0o14", 12), ("0xC", 12), ("08", 8),
        ("1.25", 1.25), ("12e03", 12000.0), ("-2E+05", -200000.0), (".5", 0.5), ("12.", 12.0),
        # what YAML 1.1 took for a number, a truth or a date
        ("10:11:22:33:44:55", "10:11:22:33:44:55"), ("190:20:30", "190:20:30"), ("NO", "NO"), ("on", "on"),
        ("yes", "yes"), ("1_000", "1_000"), ("2001-12-14", "2001-12-14"), ("0b1", "0b1"), ("0.1.2.3", "0.1.2.3"),
    ],
)  # fmt: skip
def test_plain_scalars_are_typed_by_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    assert typed(text) == value
    assert type(typed(text)) is type(value)


def test_quoted_scalars_are_text() -> None:
    root, _ = compose("a: '1'\nb: \"true\"\nc: |\n  null\nd: ''\n")
    assert root.value() == {"a": "1", "b": "true", "c": "null\n", "d": ""}


def test_every_key_and_value_has_its_place() -> None:
    root, _ = compose("nodes:\n  pc1: {host: 192.168.10.1/24,\n        gateway: '192.168.10.254'}\n")
    nodes = root.entries["nodes"]
    assert isinstance(nodes, MappingNode)
    pc1 = nodes.entries["pc1"]
    assert isinstance(pc1, MappingNode)
    gateway = pc1.entries["gateway"]
    assert isinstance(gateway, ScalarNode)
    assert (nodes.keys["pc1"].line, nodes.keys["pc1"].column) == (2, 3)
    assert (pc1.keys["gateway"].line, pc1.keys["gateway"].column) == (3, 9)
    assert (gateway.line, gateway.column, gateway.opening) == (3, 18, 19)


def test_a_folded_or_escaped_scalar_has_no_place_for_its_characters() -> None:
    root, _ = compose('a: one\n  two\nb: "a\\tb"\nc: |\n  text\n')
    assert [node.opening for node in root.entries.values() if isinstance(node, ScalarNode)] == [0, 0, 0]


def test_an_alias_is_what_it_stands_for() -> None:
    root, _ = compose("a: &x [1, 2]\nb: *x\n")
    assert root.value() == {"a": [1, 2], "b": [1, 2]}


def test_the_first_of_two_equal_keys_counts() -> None:
    root, flaws = compose("a: 1\nb: 2\na: 3\n")
    assert root.value() == {"a": 1, "b": 2}
    assert [(flaw.line, flaw.column) for flaw in flaws] == [(3, 1)]


def test_line_ends_of_other_systems_are_understood() -> None:
    root, _ = compose("a: 1\r\nb:\r\n  - x\r\n")
    items = root.entries["b"]
    assert isinstance(items, SequenceNode)
    assert (items.items[0].line, items.items[0].column) == (3, 5)


scalars = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(st.characters(codec="ascii"), max_size=9)
documents = st.dictionaries(
    st.text("abcdefghij", min_size=1, max_size=5),
    st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=9),
    min_size=1,
    max_size=5,
)


@given(documents)
def test_what_json_writes_is_read_back(data: dict[str, object]) -> None:
    """JSON is YAML 1.2 (1.3), so its own writer is the oracle."""
    try:
        root, flaws = compose(json.dumps(data))
    except YamlError:
        assert "\x7f" in json.dumps(data)  # the one character that JSON leaves alone and YAML calls not printable
        return
    assert (root.value(), flaws) == (data, [])


@given(st.text())
def test_any_text_is_a_tree_or_a_flaw_within_it(text: str) -> None:
    flaws = []
    try:
        flaws = compose(text)[1]
    except YamlError as error:
        flaws = [error.flaw]
    assert all(1 <= flaw.line <= len(text.splitlines()) + 1 and flaw.column >= 1 for flaw in flaws)


def test_places_count_lines_and_columns_from_one() -> None:
    assert [place_of("ab\nc", index) for index in range(4)] == [(1, 1), (1, 2), (1, 3), (2, 1)]
