"""The settings of a feature, written once: keys of scenarios, errors with their places, schema, reference, values."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Annotated, NamedTuple

import pytest

from sim import registry
from sim.addresses import IPv4Address
from sim.feature import Feature
from sim.scenario import build, reference
from sim.scenario.load import load_text
from sim.scenario.models import schema
from sim.scenario.plan import Scenario
from sim.scenario.problem import ScenarioError
from sim.settings import ROUTER, SWITCH, TIME, NodeSettings, Setting, Settings
from sim.transport.tcp.machine.settings import TcpSettings

SECOND = 1_000_000_000


class ToySettings(NamedTuple):
    interval: Annotated[int, Setting("Time between two greetings.", TIME, at_least=1)] = 5 * SECOND
    volume: Annotated[int, Setting("How loud.", at_least=1, at_most=11)] = 7
    friends: Annotated[tuple[IPv4Address, ...], Setting("Whom to greet.")] = ()
    polite: Annotated[bool, Setting("Greet first.", on_device=True, kinds=(ROUTER,))] = False
    secret: int = 0


class LoudSettings(NamedTuple):
    loud: Annotated[bool, Setting("Not softly.")] = False


class ToySwitchSettings(NamedTuple):
    greets: Annotated[bool, Setting("Greet the neighbours.")] = False


GREETINGS = Settings("toy", ToySettings, "Greetings.", everywhere=True)
SWITCHES = Settings("", ToySwitchSettings, kinds=(SWITCH,))
TOY = Feature(name="toy", settings=(__name__,))


@pytest.fixture(autouse=True)
def _toy() -> Iterator[None]:
    with registry.adding(TOY):
        yield


def toys(pc1: str, top: str = "seed: 0", **others: str) -> Scenario:
    nodes = {"pc1": f"{{host: 10.0.0.1/24{pc1}}}", **others}
    lines = "\n".join(f"  {name}: {text}" for name, text in nodes.items())
    return load_text(f"title: x\nallow: unconnected\n{top}\nnodes:\n{lines}\n", "toys.yaml")


def problems(pc1: str, top: str = "seed: 0", **others: str) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        toys(pc1, top, **others)
    return [str(problem) for problem in raised.value.problems]


def of(scenario: Scenario, node: str) -> NodeSettings:
    """The settings that a service of a device of the network finds."""
    settings = getattr(build.network(scenario).nodes[node], "settings")  # noqa: B009 - hubs have none
    assert isinstance(settings, NodeSettings)
    return settings


def test_a_feature_reads_the_values_of_its_key_on_the_device() -> None:
    scenario = toys(", toy: {interval: 3s, friends: [10.0.0.2]}", pc2="{host: 10.0.0.2/24}")
    assert of(scenario, "pc1").of(ToySettings) == ToySettings(3 * SECOND, 7, (IPv4Address.parse("10.0.0.2"),))
    assert of(scenario, "pc2").of(ToySettings) == ToySettings()


def test_a_device_starts_from_what_the_whole_scenario_says() -> None:
    scenario = toys(", toy: {volume: 2}", "toy: {interval: 1s, volume: 3}", pc2="{host: 10.0.0.2/24}")
    assert of(scenario, "pc1").of(ToySettings) == ToySettings(SECOND, 2)
    assert of(scenario, "pc2").of(ToySettings) == ToySettings(SECOND, 3)


def test_keys_beside_the_address_belong_to_the_kinds_that_have_them() -> None:
    scenario = toys("", r1="{router: 10.0.0.2/24, polite: true}", sw="{switch: 2, greets: true}")
    assert of(scenario, "r1").of(ToySettings).polite
    assert of(scenario, "sw").of(ToySwitchSettings).greets
    (problem,) = problems(", polite: true")
    assert problem.startswith("toys.yaml:5:28: unknown key 'polite'")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("interval: 0s", "5:44: 0s is no time to wait; write one like 1s or 250ms"),
        ("interval: 3", "5:44: 3 has no unit; write it like 1s or 250ms"),
        ("volume: 12", "5:42: 12 is too large; write at most 11"),
        ("volume: 0", "5:42: 0 is too small; write at least 1"),
        ("friends: [false]", "5:44: false is not an IPv4 address; write it like 192.168.10.1"),
        ("volum: 3", "5:34: unknown key 'volum'; did you mean volume?"),
        ("secret: 3", "5:34: unknown key 'secret'; the keys here are interval, volume and friends"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_at_its_place(written: str, message: str) -> None:
    assert problems(f", toy: {{{written}}}") == [f"toys.yaml:{message}"]


def test_the_schema_has_the_keys_with_their_sentences() -> None:
    found = schema()
    assert found["properties"]["toy"]["$ref"] == "#/$defs/ToyModel"
    assert found["$defs"]["HostModel"]["properties"]["toy"]["$ref"] == "#/$defs/ToyModel"
    interval = found["$defs"]["ToyModel"]["properties"]["interval"]
    assert (interval["default"], interval["description"]) == ("5s", "Time between two greetings.")
    assert "polite" in found["$defs"]["RouterModel"]["properties"]
    assert "polite" not in found["$defs"]["HostModel"]["properties"]


def test_the_reference_has_the_keys() -> None:
    assert "| `volume` | number, 1 to 11 | 7 | How loud. |" in reference.page()
    assert "| `polite` | router | true or false | false | Greet first. |" in reference.page()


def feature(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Feature:
    """A feature with a module of its own for these settings."""
    module = ModuleType("tests.another")
    setattr(module, "SETTINGS", settings)  # noqa: B010 - a module has no such attribute, as far as mypy knows
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return Feature("another", settings=(module.__name__,))


def test_a_feature_that_is_gone_leaves_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with registry.adding(feature(monkeypatch, Settings("other", LoudSettings))):
        assert "other" in schema()["$defs"]["HostModel"]["properties"]
    assert "other" not in schema()["$defs"]["HostModel"]["properties"]


@pytest.mark.parametrize("key", ["mac", "toy", "title"])
def test_a_key_that_is_taken_is_refused(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rude = feature(monkeypatch, Settings(key, LoudSettings, everywhere=True))
    with registry.adding(rude), pytest.raises(ValueError, match=f"has a key '{key}' already"):
        schema()


# What one protocol's values say together.


def test_a_contradiction_is_told_where_it_was_made_and_not_again_where_it_is_inherited() -> None:
    assert problems(", tcp: {isn: 5}", "tcp: {mss: 12}") == [
        "toys.yaml:3:12: the options of a segment may leave no room for data in 12 octets; "
        "write a larger mss than 40, or switch sack and timestamps off"
    ]
    assert problems(", tcp: {isn: 5}", "tcp: {min_rto: 3s, max_rto: 2s}") == [
        "toys.yaml:3:16: min_rto is 3s and max_rto 2s; write a shorter min_rto, or a longer max_rto"
    ]


@pytest.mark.parametrize("name", ["initial_rto", "min_rto", "max_rto"])
def test_no_time_out_is_shorter_than_the_granularity_of_the_clock(name: str) -> None:
    """RFC 6298 2: "RTO <- SRTT + max (G, K*RTTVAR)"; a run with one of 1 ns would not come to its end."""
    assert "is too short; write at least 1ms" in problems("", f"tcp: {{{name}: 999us}}")[0]


def test_a_device_that_makes_up_for_a_contradiction_does_not_hide_it() -> None:
    (problem,) = problems(", tcp: {sack: false, timestamps: false}", "tcp: {mss: 12}")
    assert problem.startswith("toys.yaml:3:12")


def test_values_of_a_device_come_on_top_of_those_of_the_profile() -> None:
    found = of(toys(", tcp: {sack: true}", "tcp: {profile: simple}"), "pc1").of(TcpSettings)
    assert (found.sack, found.timestamps) == (True, False)
