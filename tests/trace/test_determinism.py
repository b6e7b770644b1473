"""The same scenario and seed give the same trace, byte for byte, whatever happens around it."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.device.network import Network
from sim.ip.flows import Decisions
from sim.kernel import SECOND
from sim.trace.trace import Trace
from tests.nodes.lab import MILLISECOND, Lab
from tests.nodes.random_networks import LIMIT, RandomNetwork, seeds

ROOT = Path(__file__).parents[2]

PRINT_DIGEST = """
from tests.trace.test_determinism import digest, run
print([digest(run(seed)) for seed in range(40)])
"""


def run(seed: int) -> Trace:
    made = RandomNetwork(seed)
    made.lab.net.run(3 * SECOND)
    return made.lab.trace


def digest(trace: Trace) -> str:
    return hashlib.sha256("\n".join(map(repr, trace)).encode()).hexdigest()


def test_traces_are_byte_identical_whatever_the_hash_seed() -> None:
    printed = set()
    for hash_seed in ("0", "1", "4294967295"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
        process = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        printed.add(process.stdout)
    assert len(printed) == 1
    assert len(set(printed.pop().split(","))) > 30


@settings(max_examples=30)
@given(seeds, st.lists(st.integers(1, 300), max_size=6), st.lists(st.integers(1, LIMIT), max_size=3))
def test_a_run_in_slices_of_time_and_of_records_is_the_run_at_once(
    seed: int, pauses: list[int], limits: list[int]
) -> None:
    made = RandomNetwork(seed)
    net, trace = made.lab.net, made.lab.trace
    for limit in sorted(limits):
        trace.limit = limit
        assert net.run(150 * MILLISECOND) or trace.full
    trace.limit = LIMIT
    for pause in sorted(pauses):
        net.run(max(net.kernel.now, pause * MILLISECOND))
    net.run(3 * SECOND)
    assert list(map(repr, trace)) == list(map(repr, run(seed)))


@settings(max_examples=30)
@given(seeds)
def test_decisions_remembered_for_a_flow_leave_the_same_trace_as_deciding_each_time(seed: int) -> None:
    remembered = run(seed)
    with patch.object(Decisions, "remember_flow", lambda *_: None):
        decided = run(seed)
    assert list(map(repr, remembered)) == list(map(repr, decided))


@settings(max_examples=30)
@given(seeds)
def test_an_unrelated_part_of_the_network_changes_nothing_elsewhere(seed: int) -> None:
    made = RandomNetwork(seed)
    lab = made.lab
    nodes = set(lab.net.nodes)
    for name, address in (("other1", "10.0.0.1/24"), ("other2", "10.0.0.2/24")):
        lab.host(name, address, conflict_detection=True)
    lab.link("other1", "other2", loss=0.5, jitter=MILLISECOND)
    for time in range(0, 300, 7):
        lab.at(time * MILLISECOND, "other1", "ping -c 2 -i 0.05 10.0.0.2")
    lab.trace.limit = 3 * LIMIT
    lab.net.run(3 * SECOND)
    alone = story(run(seed), nodes)
    together = story(lab.trace, nodes)
    both = min(len(alone), len(together))
    assert together[:both] == alone[:both]
    assert len(together) == len(alone) or len(alone) >= LIMIT


def story(trace: Trace, nodes: set[str]) -> list[str]:
    """The records of these nodes and the links between them, with their numbers among themselves."""
    places = {-1: -1}
    lines: list[str] = []
    for record in trace:
        if record.node.partition(":")[0] in nodes:
            places[record.n] = len(lines)
            lines.append(repr(record._replace(n=len(lines), cause=places[record.cause])))
    return lines


def test_another_seed_gives_other_chances() -> None:
    def lost(seed: int) -> list[str]:
        lab = Lab(seed)
        lab.host("pc1", "10.0.0.1/24")
        lab.host("pc2", "10.0.0.2/24")
        lab.link("pc1", "pc2", loss=0.5)
        return lab.run("pc1", "ping -c 20 10.0.0.2")

    assert lost(1) == lost(1)
    assert lost(1) != lost(2)


@pytest.mark.parametrize("port", ["pc1:eth0", "pc2:eth0"])
def test_mac_addresses_depend_on_names_alone(port: str) -> None:
    def mac(names: list[str]) -> str:
        lab = Lab()
        for name in names:
            lab.host(name, "10.0.0.1/24")
        return str(lab.mac(port))

    assert mac(["pc1", "pc2"]) == mac(["other", "pc2", "pc1"])


def test_no_two_ports_get_the_same_mac_address() -> None:
    net = Network()
    macs = [net.mac_for(node, "eth0") for node in ("pc1", "pc2", "pc1", "pc1")]
    assert len(set(macs)) == 4
    assert all(mac >> 40 == 2 for mac in macs), "locally administered, of one station"
