"""What holds for each frame and each record of any network."""

from collections import Counter

from hypothesis import given, settings

from sim.kernel import SECOND
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Damaged, Ethernet
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.trace.world import World
from tests.nodes.random_networks import RandomNetwork, seeds

BEGINS_FLIGHT = {Kind.FRAME_SENT, Kind.FRAME_DUPLICATED, Kind.FRAME_DAMAGED}
ENDS_FLIGHT = {Kind.FRAME_DAMAGED, Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED}


def run(seed: int) -> Trace:
    made = RandomNetwork(seed)
    made.lab.net.run(3 * SECOND)
    return made.lab.trace


@settings(max_examples=50)
@given(seeds)
def test_nothing_crosses_a_link_that_is_not_in_the_octets(seed: int) -> None:
    for record in run(seed):
        if record.kind is Kind.FRAME_SENT and isinstance(record.what, Ethernet):
            assert wire.decode(wire.encode(record.what)) == record.what
        elif isinstance(record.what, Damaged):
            octets = record.what.octets
            assert wire.encode(record.what) == octets[:-4]
            assert len(octets) >= 64


@settings(max_examples=50)
@given(seeds)
def test_every_record_has_an_earlier_cause_and_time_never_goes_back(seed: int) -> None:
    trace = run(seed)
    for record in trace:
        assert -1 <= record.cause < record.n
        assert record.at >= trace.at[max(0, record.n - 1)]
        assert record.node
        assert record.why.rule.id
        chain = trace.causes(record.n)
        assert chain == sorted(chain, reverse=True)
        if record.kind is Kind.FRAME_RECEIVED:
            assert trace.kind[record.cause] in BEGINS_FLIGHT
        if record.kind is Kind.TIMER_FIRED:
            assert trace.kind[record.cause] == Kind.TIMER_ARMED
            assert trace[record.cause].what.after.deadline == record.at  # type: ignore[union-attr]


@settings(max_examples=50)
@given(seeds)
def test_each_frame_on_a_link_comes_to_exactly_one_end(seed: int) -> None:
    trace, world = run(seed), World()
    ends: Counter[int] = Counter()
    for n in range(len(trace)):
        world.apply(trace, n)
        cause = trace.cause[n]
        if cause >= 0 and trace.kind[n] in ENDS_FLIGHT and trace.kind[cause] in BEGINS_FLIGHT:
            ends[cause] += 1
    begun = {record.n for record in trace if record.kind in BEGINS_FLIGHT}
    assert set(ends.values()) <= {1}
    assert world.in_flight == begun - set(ends)


@settings(max_examples=30)
@given(seeds)
def test_a_network_without_loops_falls_silent(seed: int) -> None:
    made = RandomNetwork(seed)
    while not made.is_tree:
        seed += 1
        made = RandomNetwork(seed)
    made.lab.trace.limit = None
    assert made.lab.net.run()
    world = World()
    for n in range(len(made.lab.trace)):
        world.apply(made.lab.trace, n)
    assert world.in_flight == world.queued == set()
    assert all(name != "timer" for _, name in world.tables)
    assert all(name != "waiting" for _, name in world.tables)
