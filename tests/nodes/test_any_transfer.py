"""Whatever a network loses, doubles, reorders and damages, what one program sends is what the other reads.

Many more runs: ``pytest -v tests/nodes/test_any_transfer.py --hypothesis-profile nightly``, in parts that tell how far
it is.
"""

import gc

import pytest
from hypothesis import given, settings

from sim.trace.world import fold
from tests.nodes import tcp_witness
from tests.nodes.random_networks import seeds
from tests.nodes.transfers import Transfer
from tests.trace.test_world import live_tables

TOLD = {"ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED"}
"""What a program may hear of a connection that did not come to a good end."""
TABLES = ("tcp", "tcp-send", "tcp-receive", "socket")


_EACH = 150
"""Networks in a part: about a quarter of a minute of work."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One part, or as many as the profile's number of examples needs."""
    parts = max(1, -(-settings().max_examples // _EACH))
    metafunc.parametrize("part", [f"{number} of {parts}" for number in range(1, parts + 1)])


@settings(max_examples=_EACH)
@given(seed=seeds)
def test_what_one_program_sends_is_what_the_other_reads_and_nothing_is_left_behind(part: str, seed: int) -> None:
    transfer = Transfer(seed)
    transfer.run()
    if seed % 32 == 0:
        gc.collect()  # a kernel at work holds the collector back, which ten thousand runs in a row would feel
    _check_programs(transfer)
    _check_that_nothing_is_left(transfer)
    trace = transfer.lab.trace
    assert fold(trace, len(trace)).tables == live_tables(transfer.lab.net)
    tcp_witness.check_rows(trace, transfer.buffers)
    # What a host sends to itself is on no link.
    sent = tcp_witness.check_segments(trace, ("a", "b")) if transfer.lab.net.links else {}
    for program in transfer.programs:
        # Octets that were written and not sent are lost with a connection that was reset.
        assert program.data[: program.written].startswith(sent.get(program.node.name, b""))


def _check_programs(transfer: Transfer) -> None:
    a, b = transfer.programs
    for one, other in ((a, b), (b, a)):
        assert other.data.startswith(one.read), "only what was sent is read, in its order"
        assert set(one.errors) <= TOLD
        # Nobody waits for ever: each came to its end, if its connection was ever made.
        assert one.is_done or one.socket is None
        if one.is_at_end:
            assert one.read == other.data[: other.written], "the end comes after all that was sent"
        if transfer.is_mild and transfer.is_polite:
            assert (one.errors, one.is_done, one.written) == ([], True, len(one.data))
            assert one.read == other.data


def _check_that_nothing_is_left(transfer: Transfer) -> None:
    assert transfer.lab.net.kernel.pending() == []
    for host in transfer.hosts:
        assert [name for name in TABLES if host.tables[name]] == []
        assert (host.tcp.connections, host.tcp.listeners) == ({}, {})
        assert [port for port in range(1, 65536) if list(host.tcp.ports.at(port))] == []
