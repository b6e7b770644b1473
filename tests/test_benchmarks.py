"""The benchmarks run, and every simulator in them does the same work. How fast, no test can say."""

import subprocess
import sys
from pathlib import Path

import dns.message
import pytest

from benchmarks import booting, campus, growth, hopscope_chain, hopscope_crowd, hopscope_tcp, names, spanning
from benchmarks.contest import run_once
from benchmarks.work import Transfer, Work
from sim.features.stp.tables import Mode
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.scenario import load
from sim.trace.records import Kind
from sim.trace.trace import NoTrace, Trace
from tests.stp.topologies import assert_is_a_spanning_tree

ROOT = Path(__file__).parents[1]
TWENTY = Work(datagrams=20)
HUNDRED = Transfer(segments=100)


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ``python -m benchmarks`` finds them: they are not installed."""
    monkeypatch.chdir(ROOT)


def delivered_at(datagrams: int) -> int:
    """When the last one arrives (ns): nine times the 8,112 ns that 1,014 octets take at 1 Gbit/s, and 1 ms."""
    return (datagrams - 1) * 10_000 + 9 * (8_112 + 1_000_000)


@pytest.mark.parametrize(
    ("module", "options"),
    [("hopscope_chain", []), ("hopscope_chain", ["--no-trace"]), ("simpy_chain", []), ("nspy_chain", [])],
)
def test_every_simulator_delivers_the_same_datagrams_at_the_same_time(module: str, options: list[str]) -> None:
    told = run_once([sys.executable, "-m", f"benchmarks.{module}", *options], TWENTY)
    assert told["hops"] == 180
    assert told["ended"] == delivered_at(20) == 9_263_008
    assert told["seconds"] > 0


def test_the_chain_in_hopscope_is_nine_frames_a_datagram_of_1000_octets_with_eight_routers_between() -> None:
    trace = Trace()
    ran = hopscope_chain.build(TWENTY, trace)()
    assert ran.delivered == 20
    assert trace.kind.count(Kind.FRAME_SENT) == trace.kind.count(Kind.FRAME_RECEIVED) == 180
    assert not trace.kind.count(Kind.FRAME_DROPPED)
    last = [record.what for record in trace if record.kind is Kind.FRAME_RECEIVED][-1]
    assert isinstance(last, Ethernet)
    assert isinstance(last.payload, IPv4)
    assert (last.payload.ttl, last.payload.total_length) == (64 - 8, 1_000)


def test_the_chain_is_the_same_without_a_trace() -> None:
    trace = NoTrace()
    ran = hopscope_chain.build(TWENTY, trace)()
    assert (ran.delivered, ran.ended, len(trace)) == (20, 9_263_008, 0)


@pytest.mark.parametrize("module", ["hopscope_tcp", "nspy_tcp", "hopscope_program"])
def test_every_simulator_transfers_the_same_segments(module: str) -> None:
    told = run_once([sys.executable, "-m", f"benchmarks.{module}"], HUNDRED)
    assert told["hops"] == 300
    assert told["seconds"] > 0


def test_a_transfer_in_hopscope_is_full_segments_and_an_ack_for_two_with_nothing_lost() -> None:
    trace = Trace()
    ran = hopscope_tcp.build(HUNDRED, trace)()
    assert ran.delivered == 144_800
    assert not trace.kind.count(Kind.FRAME_DROPPED)
    assert ran.segments is not None
    # SYN, ACK, the data (the last with the FIN) and an ACK; SYN-ACK, an ACK for each second segment, and a FIN
    assert ran.segments() == (1 + 1 + 100 + 1, 1 + 50 + 1)
    datagrams = [record.what.payload for record in trace if isinstance(record.what, Ethernet)]
    assert max(len(datagram) for datagram in datagrams) == 20 + 20 + 12 + 1_448


def test_a_transfer_is_the_same_without_a_trace() -> None:
    ended = {hopscope_tcp.build(HUNDRED, trace)().ended for trace in (Trace(), NoTrace())}
    assert len(ended) == 1


def test_a_crowd_is_connected_at_once_and_leaves() -> None:
    told = hopscope_crowd.run(connections=20, each=3_000)
    assert (told["at_once"], told["open"]) == (20, 0)


@pytest.mark.parametrize("at_once", [False, True])
def test_many_chains_share_the_datagrams_of_one(at_once: bool) -> None:
    told = growth.run(growth.Size(5, 50, at_once))
    assert told["hops"] == 450


def test_the_campus_is_a_scenario_without_mistakes_and_doubts() -> None:
    scenario = load.load_objects(campus.campus())
    assert len(scenario.nodes) == 8 * (1 + 2 + 12)
    assert not scenario.warnings


def test_both_name_servers_give_the_same_answers() -> None:
    size = names.Size(20, 140)
    text = names.zone(size.hosts)
    ours, theirs = (contender(text) for contender in names.CONTENDERS.values())
    for query in names.queries(size):
        mine, other = dns.message.from_wire(ours(query)), dns.message.from_wire(theirs(query))
        assert mine.flags == other.flags
        assert mine.sections == other.sections


def test_every_host_of_a_campus_gets_a_lease_and_the_page() -> None:
    told = booting.run(12)  # which raises where one has no page
    assert told["records"] > 12 * 100


def test_a_quick_run_prints_a_figure_for_every_part() -> None:
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "--quick",
        "forwarding",
        "transfer",
        "growth",
        "moving",
        "searching",
        "telling",
        "names",
        "booting",
        "grading",
        "papers",
        "start",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[0].split() == ["part", "what", "measured", "target", "verdict"]
    for part in (
        "forwarding",
        "transfer",
        "growth",
        "moving",
        "searching",
        "telling",
        "names",
        "booting",
        "grading",
        "papers",
        "start",
    ):
        assert any(line.startswith(part) for line in lines)


@pytest.mark.parametrize("mode", list(Mode))
def test_bridges_that_are_measured_come_to_one_tree(mode: Mode) -> None:
    told = spanning.run(mode, 40)
    assert told["bpdus"] > 40
    assert_is_a_spanning_tree(spanning.build(mode, 1))
    bench = spanning.build(mode, 40)
    bench.run(60)
    assert_is_a_spanning_tree(bench)
