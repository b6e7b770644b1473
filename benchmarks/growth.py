"""Growth: what a hop costs in networks of ten to ten thousand nodes, and in runs of 10,000 to a million datagrams."""

import json
import os
import sys
import time
from argparse import ArgumentParser
from statistics import median
from typing import NamedTuple

from benchmarks import contest
from benchmarks.hopscope_chain import RECORD_LIMIT, Chain
from benchmarks.table import Line
from benchmarks.work import Work, peak
from sim.device.network import Network
from sim.trace.trace import Trace

PART = "growth"
MOST = 1.5
"""How much dearer a hop may be at one size than at another."""


class Size(NamedTuple):
    """So many chains side by side, and so many datagrams, shared out among them.

    The chains take turns, so that there is as much on the links at any time as in a single chain; unless they
    send all ``at_once``, each as much as a single chain does.
    """

    chains: int
    datagrams: int
    at_once: bool = False

    @property
    def nodes(self) -> int:
        return self.chains * (Work().links + 1)


class Sweep(NamedTuple):
    """Sizes to compare, what to call one, and whether the ratio of the dearest to the cheapest has to be met."""

    label: str
    sizes: tuple[Size, ...]
    judged: bool = True


CHAINS = (1, 10, 100, 1_000)
SWEEPS = (
    Sweep("{nodes:,} nodes", tuple(Size(chains, 100_000) for chains in CHAINS)),
    Sweep("{datagrams:,} datagrams", tuple(Size(1, datagrams) for datagrams in (10_000, 100_000, 1_000_000))),
    Sweep("{nodes:,} nodes at once", tuple(Size(chains, 100_000, True) for chains in CHAINS), judged=False),
)
SMALL_SWEEPS = (
    Sweep("{nodes:,} nodes", (Size(1, 100), Size(10, 100))),
    Sweep("{datagrams:,} datagrams", (Size(1, 100), Size(1, 200))),
    Sweep("{nodes:,} nodes at once", (Size(1, 100, True), Size(10, 100, True)), judged=False),
)


def measure(sweeps: tuple[Sweep, ...], series: int) -> list[Line]:
    """Each size in a process of its own, the sizes of a sweep in turn, ``series`` times; medians."""
    return [line for sweep in sweeps for line in measure_sweep(sweep, series)]


def measure_sweep(sweep: Sweep, series: int) -> list[Line]:
    told: dict[Size, list[dict[str, float]]] = {size: [] for size in sweep.sizes}
    for number in range(1, series + 1):
        for size in sweep.sizes:
            print(f"{PART}, series {number} of {series}: {label(sweep, size)}", file=sys.stderr)
            told[size].append(run_size(size))
    costs = {size: median(run["seconds"] / run["hops"] for run in runs) for size, runs in told.items()}
    lines = []
    for size, cost in costs.items():
        setup = median(run["setup"] for run in told[size]) / size.nodes
        memory = max(run["peak"] for run in told[size])
        text = f"{cost * 1e9:,.0f} ns a hop, set up in {setup * 1e6:,.0f} µs a node, {memory / 1e6:,.0f} MB"
        lines.append(Line(PART, label(sweep, size), text))
    ratio = max(costs.values()) / min(costs.values())
    target, met = (f"<= {MOST}", ratio <= MOST) if sweep.judged else ("", None)
    what = f"dearest / cheapest, {label(sweep, sweep.sizes[0])} to {label(sweep, sweep.sizes[-1])}"
    return [*lines, Line(PART, what, f"{ratio:.2f}", target, met)]


def label(sweep: Sweep, size: Size) -> str:
    return sweep.label.format(nodes=size.nodes, datagrams=size.datagrams)


def run_size(size: Size) -> dict[str, float]:
    options = [str(size.chains), str(size.datagrams), *(["--at-once"] if size.at_once else [])]
    return contest.run_alone([sys.executable, "-m", "benchmarks.growth", *options])


def run(size: Size) -> dict[str, float]:
    """Run one size in this process: seconds of the set-up and of the run, hops, and octets of memory.

    One datagram goes through each chain before the time is taken: the decisions that a node makes once for all
    datagrams of a flow belong to the number of flows, and so to the set-up.
    """
    work = Work()
    each = size.datagrams // size.chains
    turn = 0 if size.at_once else each * work.interval
    start = time.process_time()
    net = Network(trace=Trace(RECORD_LIMIT))
    chains = [Chain(net, work, f"c{number}") for number in range(size.chains)]
    net.start()
    for chain in chains:
        chain.sender.start(1)
    net.run()
    setup = time.process_time() - start
    for number, chain in enumerate(chains):
        chain.sender.start(each, number * turn)
    start = time.process_time()
    net.run()
    seconds = time.process_time() - start
    delivered = sum(chain.counter.received for chain in chains)
    if delivered != size.chains * (each + 1):
        raise SystemExit(f"{delivered} of {size.chains * (each + 1)} datagrams came out")
    return {"setup": setup, "hops": size.chains * each * work.links, "seconds": seconds, "peak": peak()}


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("chains", type=int)
    parser.add_argument("datagrams", type=int)
    parser.add_argument("--at-once", action="store_true")
    print(json.dumps(run(Size(**vars(parser.parse_args())))), flush=True)
    os._exit(0)  # nobody is served by millions of records being taken apart one by one
