"""Spanning: how long bridges take to come to a tree, in networks of ten to a thousand of them."""

import json
import sys
import time
from argparse import ArgumentParser
from statistics import median
from typing import NamedTuple

from benchmarks import contest
from benchmarks.table import Line
from sim.features.stp.bench import Bench
from sim.features.stp.effects import Send
from sim.features.stp.tables import Mode

PART = "spanning"
FAN_OUT = 10
"""Each bridge has ten below it, and each of these a second link to a neighbour of the upper one."""
SECONDS = {Mode.RSTP: 10, Mode.STP: 40}
"""Simulated: until all ports forward or block."""
MOST = 1.5
"""How much dearer a BPDU may be at one size than at another."""


class Sizes(NamedTuple):
    """Numbers of bridges."""

    bridges: tuple[int, ...] = (10, 100, 1_000)


SMALL = Sizes((5, 20))


def measure(sizes: Sizes, series: int) -> list[Line]:
    """Each size in a process of its own, the sizes in turn, ``series`` times; medians."""
    return [line for mode in Mode for line in _measure_mode(mode, sizes, series)]


def _measure_mode(mode: Mode, sizes: Sizes, series: int) -> list[Line]:
    told: dict[int, list[dict[str, float]]] = {bridges: [] for bridges in sizes.bridges}
    for _ in range(series):
        for bridges, runs in told.items():
            print(f"{PART}: {mode}, {bridges:,} bridges", file=sys.stderr)
            runs.append(contest.run_alone([sys.executable, "-m", "benchmarks.spanning", mode, str(bridges)]))
    costs = {bridges: median(run["seconds"] / run["bpdus"] for run in runs) for bridges, runs in told.items()}
    lines = []
    for bridges, runs in told.items():
        each, bpdus = median(run["seconds"] for run in runs) / bridges, runs[0]["bpdus"] / bridges
        text = f"{each * 1e3:.1f} ms a bridge, {bpdus:.0f} BPDUs a bridge, {costs[bridges] * 1e6:,.0f} µs a BPDU"
        lines.append(Line(PART, f"{mode}, {bridges:,} bridges", text))
    ratio = max(costs.values()) / min(costs.values())
    what = f"{mode}, dearest / cheapest BPDU, {sizes.bridges[0]:,} to {sizes.bridges[-1]:,} bridges"
    return [*lines, Line(PART, what, f"{ratio:.2f}", f"<= {MOST}", ratio <= MOST)]


def build(mode: Mode, bridges: int) -> Bench:
    """A tree of bridges in which each has a second way up where its parent has a neighbour."""
    bench = Bench(mode)
    used = [0] * bridges
    for number in range(bridges):
        bench.add_bridge(number, ports=2 * FAN_OUT + 2)
    for number in range(1, bridges):
        parent = (number - 1) // FAN_OUT
        beside = parent + 1 if parent % FAN_OUT else parent - FAN_OUT + 1
        for upper in (parent, beside) if 0 < beside < number and parent else (parent,):
            for end in (upper, number):
                used[end] += 1
                bench.connect(end, used[end], (upper, number))
    return bench


def run(mode: Mode, bridges: int) -> dict[str, float]:
    """Seconds of the run, from the first link on, and BPDUs; at its end all bridges have to know the same root."""
    start = time.process_time()
    bench = build(mode, bridges)
    bench.run(SECONDS[mode])
    seconds = time.process_time() - start
    roots = {bridge.root for bridge in bench.bridges.values()}
    if len(roots) != 1:
        raise SystemExit(f"{len(roots)} bridges take themselves for the root")
    bpdus = sum(isinstance(effect, Send) for bridge in bench.bridges.values() for _, effect in bridge.effects)
    return {"seconds": seconds, "bpdus": bpdus}


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks.spanning")
    parser.add_argument("mode", choices=[mode.value for mode in Mode])
    parser.add_argument("bridges", type=int)
    chosen = parser.parse_args()
    print(json.dumps(run(Mode(chosen.mode), chosen.bridges)))


if __name__ == "__main__":
    main()
