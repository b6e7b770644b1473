"""The two properties that everything on screen rests on: the fold is the live state, and backwards undoes forwards."""

from typing import Any

from hypothesis import given, settings

from sim.device.network import Network
from sim.kernel import SECOND
from sim.link.link import LinkRow
from sim.trace.records import Kind, What
from sim.trace.trace import Trace
from sim.trace.world import World, fold
from sim.why import Why
from tests.nodes.random_networks import LIMIT, RandomNetwork, seeds
from tests.reasons import BECAUSE

ONE = (None,)
"""Makes a run stop after one event."""

Tables = dict[tuple[str, str], dict[Any, Any]]


def live_tables(network: Network) -> Tables:
    """The rows that the devices have now, looked up in the devices."""
    tables: Tables = {
        (node.name, name): rows for node in network.nodes.values() for name, rows in node.tables.items() if rows
    }
    for link in network.links.values():
        tables[link.name, "link"] = {link.name: LinkRow(link.up)}
    return tables


def live_flights(network: Network) -> set[int]:
    """The frames that the event queue will bring to a port, or back to the node that sent them."""
    events = network.kernel.pending()
    to_ports = {event[3][2] for event in events if event[2].__name__ == "receive"}
    return to_ports | {event[3][1] for event in events if event[2].__name__ == "_arrive"}


def live_queues(network: Network) -> set[int]:
    return {number for node in network.nodes.values() for port in node.ports.values() for *_, number in port._queue}


class WatchedTrace(Trace):
    """A trace that keeps a fold up to date, and compares it with the devices' tables at every single record."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.network: Network | None = None

    def add(self, kind: Kind, at: int, spot: int, cause: int, what: What, why: Why) -> int:
        n = super().add(kind, at, spot, cause, what, why)
        self.world.apply(self, n)
        if self.network is not None and kind >= Kind.ROW_ADDED:
            assert self.world.tables == live_tables(self.network), self[n]
        return n


@settings(max_examples=200)
@given(seeds)
def test_fold_of_the_first_n_records_is_the_live_state_for_every_n(seed: int) -> None:
    trace = WatchedTrace()
    network = RandomNetwork(seed, trace).lab.net
    network.start()
    trace.network = network
    snapshots: list[tuple[int, World]] = []
    while len(trace) < LIMIT and not network.kernel.run(3 * SECOND, ONE, 1):
        assert trace.world.tables == live_tables(network)
        assert trace.world.in_flight == live_flights(network)
        assert trace.world.queued == live_queues(network)
        if len(snapshots) < 8 and len(trace) > 50 * len(snapshots):
            snapshots.append((len(trace), trace.world.copy()))
    for n, world in snapshots:
        assert fold(trace, n) == world


@settings(max_examples=40)
@given(seeds)
def test_backwards_undoes_forwards_at_every_record(seed: int) -> None:
    made = RandomNetwork(seed)
    made.lab.trace.limit = 800
    made.lab.net.run(3 * SECOND)
    trace, world = made.lab.trace, World()
    for n in range(len(trace)):
        before = world.copy()
        world.apply(trace, n)
        after = world.copy()
        world.unapply(trace, n)
        assert world == before, trace[n]
        world.apply(trace, n)
        assert world == after
    for n in reversed(range(len(trace))):
        world.unapply(trace, n)
    assert world == World()


def test_what_is_on_the_way_on_links_and_in_queues_is_seen_record_by_record() -> None:
    trace, why = Trace(), BECAUSE
    spot = trace.add_spot("pc1", "eth0")
    frame = None
    records = [
        (Kind.FRAME_QUEUED, -1, set(), {0}),
        (Kind.FRAME_SENT, 0, {1}, set()),
        (Kind.FRAME_DUPLICATED, 1, {1, 2}, set()),
        (Kind.FRAME_DAMAGED, 2, {1, 3}, set()),
        (Kind.FRAME_RECEIVED, 1, {3}, set()),
        (Kind.FRAME_DROPPED, 4, {3}, set()),
        (Kind.FRAME_DROPPED, 3, set(), set()),
    ]
    for number, (kind, cause, in_flight, queued) in enumerate(records):
        assert trace.add(kind, number, spot, cause, frame, why) == number
        world = fold(trace, number + 1)
        assert (world.in_flight, world.queued) == (in_flight, queued)
    for number in reversed(range(1, len(records))):
        world.unapply(trace, number)
        assert (world.in_flight, world.queued) == records[number - 1][2:]
