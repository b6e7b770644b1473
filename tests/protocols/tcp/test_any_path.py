"""Whatever the path loses, doubles and reorders, what one end sends is what the other reads, and both end closed."""

import pytest

from tests.protocols.tcp.many_paths import run


@pytest.mark.parametrize("first", range(0, 300, 20))
def test_what_one_end_sends_the_other_reads(first: int) -> None:
    for number in range(first, first + 20):
        pair = run(number)
        assert (pair.a.tcb, pair.b.tcb) == (None, None), number


def test_a_transfer_is_the_same_each_time() -> None:
    assert run(7).log == run(7).log
