"""Octets that come out of order, and the SACK blocks that tell of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.transport.tcp.machine.reassembly import Reassembly

EDGE = 10**6
Blocks = tuple[tuple[int, int], ...]


def receive(segments: list[int]) -> list[tuple[int, Blocks]]:
    """The receiver of RFC 2018 5: at each segment of 500 octets the ACK and the first three blocks."""
    reassembly, rcv_nxt = Reassembly(), 5000
    acks = []
    for seq in segments:
        if seq == rcv_nxt:
            rcv_nxt += 500
            rcv_nxt += len(reassembly.take(rcv_nxt))
        else:
            reassembly.add(seq, bytes(500), rcv_nxt, EDGE)
        acks.append((rcv_nxt, reassembly.blocks(3)))
    return acks


def test_rfc_2018_case_1_first_four_arrive_and_the_last_four_are_dropped() -> None:
    assert receive([5000, 5500, 6000, 6500]) == [(5500, ()), (6000, ()), (6500, ()), (7000, ())]


def test_rfc_2018_case_2_the_first_is_dropped_and_seven_arrive() -> None:
    assert receive([5500, 6000, 6500, 7000, 7500, 8000, 8500]) == [
        (5000, ((5500, 6000),)),
        (5000, ((5500, 6500),)),
        (5000, ((5500, 7000),)),
        (5000, ((5500, 7500),)),
        (5000, ((5500, 8000),)),
        (5000, ((5500, 8500),)),
        (5000, ((5500, 9000),)),
    ]


def test_rfc_2018_case_3_every_other_one_is_dropped_and_two_come_late() -> None:
    assert receive([5000, 6000, 7000, 8000, 6500, 5500]) == [
        (5500, ()),
        (5500, ((6000, 6500),)),
        (5500, ((7000, 7500), (6000, 6500))),
        (5500, ((8000, 8500), (7000, 7500), (6000, 6500))),
        # "Suppose at this point, the 4th packet is received out of order."
        (5500, ((6000, 7500), (8000, 8500))),
        # "Suppose at this point, the 2nd segment is received."
        (7500, ((8000, 8500),)),
    ]


def test_duplicate_makes_its_block_the_first_one_reported() -> None:
    reassembly = Reassembly()
    assert reassembly.add(6000, bytes(500), 5000, EDGE) == 500
    assert reassembly.add(7000, bytes(500), 5000, EDGE) == 500
    assert reassembly.add(6000, bytes(500), 5000, EDGE) == 0
    assert reassembly.blocks(3) == ((6000, 6500), (7000, 7500))
    assert reassembly.waiting() == ((6000, 6500), (7000, 7500))
    assert reassembly.octets == 1000


def test_of_an_octet_that_comes_twice_the_first_copy_counts() -> None:
    reassembly = Reassembly()
    reassembly.add(12, b"BB", 10, EDGE)
    assert reassembly.add(10, b"aaaaaa", 10, EDGE) == 4
    assert reassembly.take(10) == b"aaBBaa"


def test_the_first_octets_of_a_segment_that_are_here_already_end_where_they_or_the_segment_end() -> None:
    """What RFC 2883 4 calls the "first duplicate contiguous sequence" of a segment."""
    reassembly = Reassembly()
    for seq in (20, 40):
        reassembly.add(seq, bytes(10), 10, EDGE)
    first = {
        (10, 20): None, (12, 18): None, (10, 21): (20, 21), (10, 30): (20, 30), (10, 60): (20, 30),
        (20, 25): (20, 25), (25, 45): (25, 30), (29, 31): (29, 30), (30, 40): None, (30, 41): (40, 41),
        (35, 60): (40, 50), (45, 60): (45, 50), (50, 60): None,
    }  # fmt: skip
    assert {segment: reassembly.first_held(*segment) for segment in first} == first


def test_only_the_window_is_kept() -> None:
    reassembly = Reassembly()
    assert reassembly.add(8, b"abcdefgh", 10, 13) == 3
    assert reassembly.waiting() == ((10, 13),)
    assert reassembly.add(13, b"x", 10, 13) == 0
    assert reassembly.add(5, b"x", 10, 13) == 0
    assert reassembly.take(10) == b"cde"
    assert not reassembly


def test_what_arrived_in_order_meanwhile_is_not_taken_twice() -> None:
    reassembly = Reassembly()
    reassembly.add(12, b"cdef", 10, EDGE)
    reassembly.add(20, b"z", 10, EDGE)
    assert reassembly.take(14) == b"ef"
    assert (reassembly.waiting(), reassembly.octets) == (((20, 21),), 1)
    assert reassembly.take(16) == b""


@pytest.mark.parametrize("order", [range(1, 3000), range(2999, 0, -1)], ids=["ascending", "descending"])
def test_a_long_row_of_segments_is_one_block(order: range) -> None:
    reassembly = Reassembly()
    for number in order:
        reassembly.add(10 * number, bytes(10), 0, EDGE)
    assert reassembly.waiting() == ((10, 30_000),)


@given(
    st.binary(min_size=60, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 20)), max_size=40),
    st.integers(0, 70),
)
def test_any_order_gives_the_stream_and_the_blocks_of_a_set_of_octets(
    stream: bytes, pieces: list[tuple[int, int]], edge: int
) -> None:
    reassembly, rcv_nxt, read = Reassembly(), 0, b""
    here: set[int] = set()
    for start, length in pieces:
        octets = stream[start : start + length]
        if start <= rcv_nxt < start + len(octets) and start + len(octets) <= edge:
            read += octets[rcv_nxt - start :]
            rcv_nxt = start + len(octets)
            more = reassembly.take(rcv_nxt)
            read += more
            rcv_nxt += len(more)
        else:
            new = set(range(start, start + len(octets))) & set(range(rcv_nxt, edge)) - here
            assert reassembly.add(start, octets, rcv_nxt, edge) == len(new)
            here |= new
        here -= set(range(rcv_nxt))
        waiting = reassembly.waiting()
        assert {octet for block in waiting for octet in range(*block)} == here
        assert all(end < start for (_, end), (start, _) in pairwise(waiting))
        assert sorted(reassembly.blocks(100)) == list(waiting)
        if here & set(range(start, start + len(octets))):
            first = reassembly.blocks(1)[0]
            assert set(range(*first)) & set(range(start, start + len(octets)))
        assert reassembly.octets == len(here)
    assert read == stream[:rcv_nxt]
