"""Jumping about in a trace always arrives at the fold."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernel import SECOND
from sim.trace import history
from sim.trace.history import History, frames_sent
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.trace.world import fold
from tests.nodes.lab import Lab
from tests.nodes.random_networks import RandomNetwork, seeds

positions = st.lists(st.integers(-10, 1200), min_size=1, max_size=12)


@settings(max_examples=40)
@given(seeds, positions, st.sampled_from((1, 7, 64, 4096)))
def test_any_way_through_the_trace_ends_at_the_fold(seed: int, way: list[int], stride: int) -> None:
    made = RandomNetwork(seed)
    made.lab.trace.limit = 600
    made.lab.net.run(3 * SECOND)
    trace = made.lab.trace
    with patch.object(history, "STRIDE", stride):
        cursor = History(trace)
        for number, position in enumerate(way):
            if number == len(way) // 2:
                trace.limit = 1000
                made.lab.net.run(3 * SECOND)
            world = cursor.go(position)
            assert cursor.position == max(0, min(position, len(trace)))
            assert world == fold(trace, cursor.position)


@pytest.fixture
def pinged() -> Trace:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1", "pc2")
    lab.run("pc1", "ping -c 2 10.0.0.2")
    return lab.trace


def test_frames_sent_are_the_packets_to_step_by(pinged: Trace) -> None:
    steps = frames_sent(pinged)
    # who has, is at, then request and reply twice
    assert [pinged[n].kind for n in steps] == [Kind.FRAME_SENT] * 6
    assert [pinged[n].node for n in steps] == ["pc1", "pc2", "pc1", "pc2", "pc1", "pc2"]


def test_going_back_from_the_end_takes_the_learned_rows_away(pinged: Trace) -> None:
    cursor = History(pinged)
    assert len(cursor.go(len(pinged)).table("pc2", "console")) == 0
    first_arp_row = next(r.n for r in pinged if r.kind is Kind.ROW_ADDED and r.what.table == "arp")  # type: ignore[union-attr]
    assert ("pc1", "arp") not in cursor.go(first_arp_row).tables
    assert len(cursor.go(first_arp_row + 1).table("pc1", "arp")) == 1
    assert cursor.go(0).tables == {}
