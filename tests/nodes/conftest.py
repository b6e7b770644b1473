"""A Linux to speak TCP with."""

from collections.abc import Iterator
from itertools import count

import pytest

from sim.transport.tcp.machine.settings import TcpSettings
from tests.nodes.linux import Namespace, namespace
from tests.nodes.linux_tcp import OUR_MAC, OURS, QUICK, THEIRS, Fate, Meet, TcpTalk, harmless

pytest.register_assert_rewrite("tests.nodes.socket_sequences")  # shows where the two logs part


@pytest.fixture(scope="module")
def ports() -> Iterator[int]:
    return count(7001)


@pytest.fixture(scope="module")
def tcp_linux() -> Iterator[Namespace]:
    """Linux with 10.0.0.2/24 on ``tap0``."""
    with namespace("tap0") as made:
        made.ip("address", "add", f"{THEIRS}/24", "dev", "tap0")
        made.ip("link", "set", "dev", "lo", "up")
        made.ip("neigh", "replace", OURS, "lladdr", OUR_MAC, "dev", "tap0", "nud", "permanent")
        yield made


@pytest.fixture
def port(ports: Iterator[int]) -> int:
    """One that no test before had a connection of."""
    return next(ports)


@pytest.fixture
def meet(tcp_linux: Namespace) -> Iterator[Meet]:
    """Makes our end, with what ``TcpTalk`` takes, and gives Linux's sockets back at the end of the test."""
    made: list[TcpTalk] = []

    def make(settings: TcpSettings = QUICK, fate: Fate = harmless) -> TcpTalk:
        made.append(TcpTalk(tcp_linux, settings, fate))
        return made[-1]

    yield make
    for each in made:
        each.end()


@pytest.fixture
def talk(meet: Meet) -> TcpTalk:
    return meet()
