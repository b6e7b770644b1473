"""The send queue against a bytearray."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.transport.tcp.machine.send_queue import SendQueue

START = 2**32 - 5


def test_slice_goes_over_the_borders_of_what_was_written() -> None:
    queue = SendQueue(101)
    for octets in (b"abc", b"", b"d", b"efgh"):
        queue.append(octets)
    assert (queue.start, queue.end, len(queue)) == (101, 109, 8)
    assert queue.slice(102, 5) == b"bcdef"
    assert queue.slice(105, 100) == b"efgh"
    assert queue.slice(109, 1) == b""


def test_acknowledged_octets_are_let_go_and_the_others_stay() -> None:
    queue = SendQueue(1)
    queue.append(b"abc")
    queue.append(b"def")
    queue.acknowledge(5)
    assert (queue.start, len(queue), queue.slice(5, 10)) == (5, 2, b"ef")
    queue.acknowledge(3)
    assert queue.start == 5
    with pytest.raises(ValueError, match="octet 4 was let go: 5 is the first one held"):
        queue.slice(4, 1)


def test_the_number_of_a_fin_may_be_acknowledged() -> None:
    queue = SendQueue(1)
    queue.append(b"abc")
    queue.acknowledge(5)
    assert (queue.start, queue.end, len(queue)) == (4, 4, 0)


def test_memory_of_what_is_acknowledged_is_released() -> None:
    queue = SendQueue(0)
    for number in range(10_000):
        queue.append(bytes(1000))
        queue.acknowledge(1000 * number)
    assert len(queue._chunks) < 200
    assert sum(map(len, queue._chunks)) == 1000


@given(st.lists(st.tuples(st.sampled_from("was"), st.integers(0, 40), st.integers(0, 40)), max_size=60))
def test_queue_is_a_bytearray_whose_front_goes(deeds: list[tuple[str, int, int]]) -> None:
    queue, stream, una = SendQueue(START), bytearray(), 0
    for deed, one, other in deeds:
        if deed == "w":
            octets = bytes((len(stream) + i) % 251 for i in range(one))
            queue.append(octets)
            stream += octets
        elif deed == "a":
            una = min(max(una, una + one - 3), len(stream))
            queue.acknowledge(START + una)
        else:
            assert queue.slice(START + una + one, other) == stream[una + one : una + one + other]
        assert (queue.start, queue.end) == (START + una, START + len(stream))
