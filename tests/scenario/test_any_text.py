"""Whatever somebody types into a scenario, it is a scenario or a list of problems, never a traceback."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.library import bundled
from sim.scenario.load import load_objects, load_text
from sim.scenario.problem import ScenarioError
from sim.scenario.source import read

ERRORS = Path(__file__).parent.parent / "errors"
TEXTS = [read(path) for path in (*bundled().values(), *sorted(ERRORS.glob("*.yaml")))]
SNIPPETS = (
    ":", ": ", "-", "- ", "--", "{", "}", "[", "]", ",", "'", '"', "\n", "\n  ", "\t", "#", "&a ", "*a", "!x ", "|",
    "null", "0", "-1", "1e9", "999999999999999999999", "1s", "10%", "first ", "from ", "because ", " is dropped",
    "pc1", "sw1", "r1", ":eth0", "10.0.0.1/8", "0.0.0.0/0", "255.255.255.255/32", "auto", "default", "ping -c 1 ",
    "arp", "é", "宿", "\u2028",
)  # fmt: skip


def problems(text: str) -> list[str]:
    try:
        load_text(text)
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]
    return []


@st.composite
def edited(draw: st.DrawFn) -> str:
    """A scenario, good or bad, after a few careless edits."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 12))
        text = text[:at] + draw(st.sampled_from(("", *SNIPPETS))) + text[at + gone :]
    return text


@settings(max_examples=400)
@given(edited())
def test_a_careless_edit_gives_problems_with_places_or_none(text: str) -> None:
    for problem in problems(text):
        path, line, column, message = problem.split(":", 3)
        assert path == "<text>"
        assert 1 <= int(line) <= text.count("\n") + 2
        assert int(column) >= 1
        assert message.strip()


KEYS = st.sampled_from(
    (
        "title", "nodes", "links", "actions", "faults", "notes", "expect", "layout", "host", "router", "switch", "hub",
        "pc1", "sw1", "eth0", "address", "mac", "gateway", "routes", "to", "via", "out", "kind", "at", "on", "run",
        "cut", "mend", "drop", "when", "text", "says", "table", "holds", "console", "link", "loss", "arp", "static",
        "allow", "tcp", "udp", "hosts", "profile", "isn", "msl", "programs", "file", "code", "arguments", "stdin",
    )
)  # fmt: skip
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(SNIPPETS) | st.text(max_size=5)
OBJECTS = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@settings(max_examples=400)
@given(st.dictionaries(KEYS, OBJECTS, max_size=6))
def test_any_objects_give_a_scenario_or_problems(data: dict[str, object]) -> None:
    found = []
    try:
        load_objects({"title": "x", "nodes": {"pc1": {"host": "10.0.0.1/8"}}} | data)
    except ScenarioError as error:
        found = [str(problem) for problem in error.problems]
    assert all(found)
