"""The forwarding work that hopscope and every comparator do, and how a runner tells what it measured."""

import argparse
import gc
import json
import resource
import time
from collections.abc import Callable
from typing import NamedTuple

NANOSECONDS = 1_000_000_000


class Work(NamedTuple):
    """A chain: a sender, ``links - 1`` routers and a sink.

    Link ``i`` is the network 10.0.i.0/24. Every router holds its two connected networks, the sink's network
    to the right, and two routes to the left: the sender's network and a default that is wrong for these
    datagrams, so that only the longest match leads on.
    """

    datagrams: int = 50_000
    links: int = 9
    length: int = 1_000
    """Octets of the IPv4 datagram, its header included."""
    rate: int = 1_000_000_000
    """Bits a second of every link."""
    delay: int = 1_000_000
    """Propagation of every link (ns)."""
    interval: int = 10_000
    """From one datagram to the next (ns): longer than one takes to send, so no queue grows without end."""

    @property
    def hops(self) -> int:
        return self.datagrams * self.links

    @property
    def frame_length(self) -> int:
        """Octets that a datagram occupies on a link: with Ethernet's header, as a capture shows it."""
        return self.length + 14

    @property
    def sender(self) -> int:
        return network(0) + 1

    @property
    def sink(self) -> int:
        return network(self.links - 1) + 2

    def arguments(self) -> list[str]:
        """What a runner (in C++ too) is told on its command line."""
        return [f"--{name}={value}" for name, value in self._asdict().items()]


def network(link: int) -> int:
    """10.0.link.0, or beyond 255 links the networks that follow."""
    return 0x0A000000 + (link << 8)


def routes(work: Work, router: int) -> list[tuple[int, int, int]]:
    """A router's table (1 is next to the sender): network, length of its mask, port (0 left, 1 right)."""
    return [
        (network(router - 1), 24, 0),
        (network(router), 24, 1),
        (network(0), 24, 0),
        (network(work.links - 1), 24, 1),
        (0, 0, 0),
    ]


def longest_first(table: list[tuple[int, int, int]]) -> list[tuple[int, dict[int, int]]]:
    """``table`` for a longest prefix match in Python: a mask with its networks, the longest mask first."""
    lengths = sorted({length for _, length, _ in table}, reverse=True)
    return [
        (0xFFFFFFFF << 32 - length & 0xFFFFFFFF, {net: port for net, size, port in table if size == length})
        for length in lengths
    ]


def run_and_report(build: Callable[[Work], Callable[[], int]]) -> None:
    """Build the chain, run it, and print hops, seconds and peak memory as JSON.

    ``build`` returns the run, which returns the number of datagrams that came out. Only the run is timed.
    Python's cyclic garbage collector rests during it, for everybody.
    """
    parser = argparse.ArgumentParser()
    for name, value in Work()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=value)
    work = Work(**vars(parser.parse_args()))
    run = build(work)
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    delivered = run()
    seconds = time.perf_counter() - start
    if delivered != work.datagrams:
        raise SystemExit(f"{delivered} of {work.datagrams} datagrams came out")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"hops": work.hops, "seconds": seconds, "peak": peak}))
