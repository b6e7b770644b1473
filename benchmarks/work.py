"""The work that hopscope and every comparator do, and how a runner tells what it measured."""

import argparse
import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Sized
from pathlib import Path
from typing import NamedTuple, TypeVar

Task = TypeVar("Task", "Work", "Transfer")
NANOSECONDS = 1_000_000_000
HOPSCOPE = [sys.executable, "-c", "from tui.cli import main; raise SystemExit(main())"]
"""The command, as its entry point runs it."""


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
    def expected(self) -> int:
        """What has to come out: datagrams."""
        return self.datagrams

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


class Transfer(NamedTuple):
    """One TCP connection between the ends of a chain: a host, ``links - 1`` routers and a host.

    What is sent is a whole number of segments, since ns.py sends no shorter one.
    """

    segments: int = 13_813
    links: int = 3
    mss: int = 1_448
    """Octets of data in a segment: what Ethernet leaves beside headers and timestamps."""
    rate: int = 1_000_000_000
    """Bits a second of every link."""
    delay: int = 1_000_000
    """Propagation of every link (ns)."""
    window: int = 1_000_000
    """Octets under way at most: more than the 750,000 that fill three links, so that no window waits."""
    queue: int = 1_000
    """Frames that may wait at a port: more than the window holds, so that nothing is lost."""

    @property
    def octets(self) -> int:
        return self.segments * self.mss

    def arguments(self) -> list[str]:
        """What a runner (in C++ too) is told on its command line."""
        return [f"--{name}={value}" for name, value in self._asdict().items()]

    @property
    def hops(self) -> int:
        """Of segments with data; those of acknowledgments come on top."""
        return self.segments * self.links

    @property
    def expected(self) -> int:
        """What has to come out: octets."""
        return self.octets


class Ran(NamedTuple):
    """What a run comes back with: datagrams or octets that came out, when the last did (ns), the trace it kept.

    ``segments`` tells how many segments the two ends of a transfer sent, once the time is taken.
    """

    delivered: int
    ended: int
    kept: Sized = ()
    segments: Callable[[], tuple[int, int]] | None = None


def network(link: int) -> int:
    """10.0.link.0, or beyond 255 links the networks that follow."""
    return 0x0A000000 + (link << 8)


def routes(links: int, router: int) -> list[tuple[int, int, int]]:
    """A router's table (1 is next to the sender): network, length of its mask, port (0 left, 1 right)."""
    return [
        (network(router - 1), 24, 0),
        (network(router), 24, 1),
        (network(0), 24, 0),
        (network(links - 1), 24, 1),
        (0, 0, 0),
    ]


def longest_first(table: list[tuple[int, int, int]]) -> list[tuple[int, dict[int, int]]]:
    """``table`` for a longest prefix match in Python: a mask with its networks, the longest mask first."""
    lengths = sorted({length for _, length, _ in table}, reverse=True)
    return [
        (0xFFFFFFFF << 32 - length & 0xFFFFFFFF, {net: port for net, size, port in table if size == length})
        for length in lengths
    ]


def arguments(kind: type[Task]) -> argparse.ArgumentParser:
    """What a runner understands on its command line; :func:`work_of` makes the work of it."""
    parser = argparse.ArgumentParser()
    for name, value in kind()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser


def work_of(kind: type[Task], given: argparse.Namespace) -> Task:
    return kind(**{name: getattr(given, name) for name in kind._fields})


def run_and_report(work: Task, build: Callable[[Task], Callable[[], Ran]]) -> None:
    """Build the chain, run it, and print hops, seconds and memory (octets) as JSON.

    Only the run is timed, as processor time: one thread that waits for nothing, so this is what the wall clock
    shows where the machine has nothing else to do. Python's cyclic garbage collector rests, for everybody.
    """
    run = build(work)
    gc.collect()
    gc.disable()
    before = resident()
    start = time.process_time()
    ran = run()
    seconds = time.process_time() - start
    after = peak()
    if ran.delivered != work.expected:
        raise SystemExit(f"{ran.delivered} of {work.expected} came out")
    told: dict[str, float] = {"hops": work.hops, "seconds": seconds, "ended": ran.ended, "peak": after}
    if ran.segments is not None:
        told["sent"], told["answered"] = ran.segments()
    if ran.kept:
        told |= {"records": len(ran.kept), "grown": after - before, "held": weight(ran.kept)}
    print(json.dumps(told))


def peak() -> int:
    """The most memory that this process had so far (octets)."""
    # getrusage would do, but on Linux it begins with what the parent process had when it forked.
    unit = 1 if sys.platform == "darwin" else 1024
    return memory("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def resident() -> int:
    """The memory that this process has now (octets); its peak where the system does not tell."""
    return memory("VmRSS") or peak()


def memory(field: str) -> int:
    """A field of Linux's account of this process, in octets; 0 elsewhere."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{field}:")), 0)


def weight(root: object) -> int:
    """Octets of an object and of all that it leads to, each counted once, as Python itself sizes them."""
    seen = {id(root)}
    found = [root]
    total = 0
    while found:
        one = found.pop()
        total += sys.getsizeof(one)
        for other in gc.get_referents(one):
            if id(other) not in seen and not isinstance(other, type):
                seen.add(id(other))
                found.append(other)
    return total
