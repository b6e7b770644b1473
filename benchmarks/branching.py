"""Branches of time: how long an act takes until its run can be seen, what many branches hold, and a comparison."""

import gc
import sys
import time
from statistics import median
from typing import NamedTuple

from benchmarks.campus import campus
from benchmarks.table import Line
from benchmarks.work import resident
from sim.branches.compare import compare
from sim.branches.future import future
from sim.scenario import load
from sim.scenario.library import bundled
from sim.session import Session
from tui.model.reader.branches import Branches

PART = "branching"
TARGET = 0.1
"""Seconds of the processor for an act in a lesson."""
MOST_GROWTH = 64_000_000
"""Octets that the second half of all branches may add."""
LESSON = "routing/two-dormitories"


CUT = "pc0x0:eth0 -- sw0b:2"
"""The cable of the campus that is pulled out in one of the runs that are compared."""


class Size(NamedTuple):
    """How many lessons (0 for all), how many branches of one of them, and records of each run that is compared."""

    lessons: int = 0
    branches: int = 1_000
    records: int = 200_000


SMALL = Size(2, 12, 3_000)


def measure(size: Size) -> list[Line]:
    """Acts in the middle of lessons, and many branches of one."""
    names = [*bundled()][: size.lessons or None]
    measured = [(*act(name), name) for name in names]
    took = sorted(((spent, name) for spent, _, name in measured), reverse=True)
    differ = sorted(((spent, name) for _, spent, name in measured), reverse=True)
    slow = [f"{name} {spent * 1000:.0f} ms" for spent, name in took if spent > TARGET]
    print(f"{PART}: slower than {TARGET * 1000:.0f} ms: {', '.join(slow) or 'none'}", file=sys.stderr)
    spent, worst = took[0]
    middle = median(each for each, _ in took)
    grown = growth(size.branches)
    compared = comparison(size.records)
    return [
        Line(PART, f"an act in {len(took)} lessons, median", f"{middle * 1000:.0f} ms", "100 ms", middle <= TARGET),
        Line(PART, f"longest, {worst}", f"{spent * 1000:.0f} ms, {len(slow)} over 100 ms"),
        Line(
            PART, "what differs then, beside the screen, median", f"{median(each for each, _ in differ) * 1000:.0f} ms"
        ),
        Line(PART, f"longest, {differ[0][1]}", f"{differ[0][0] * 1000:.0f} ms"),
        Line(
            PART,
            f"{size.branches:,} branches, growth of the second half",
            f"{grown / 1e6:.1f} MB",
            f"{MOST_GROWTH // 1_000_000} MB",
            grown <= MOST_GROWTH,
        ),
        Line(PART, f"two runs of {size.records:,} records compared, the same up to the middle", f"{compared:.2f} s"),
    ]


def act(name: str) -> tuple[float, float]:
    """Seconds of the processor from an act to the end of its run, and to find what comes otherwise, for who has acted.

    The best of two each.
    """
    plain = Session.load(name)
    plain.run()
    best = compared = float("inf")
    device = plain.scenario.nodes[0].name
    link = plain.scenario.links[0].name if plain.scenario.links else ""
    edit = f"drop 2nd frame on {link}" if link else f"set nodes.{device}.ttl = 9"
    for _ in range(2):
        gc.collect()
        begin = time.process_time()
        branch = plain.branch([edit])
        branch.run()
        ran = time.process_time()
        future(plain.trace, branch.trace)
        best, compared = min(best, ran - begin), min(compared, time.process_time() - ran)
    return best, compared


def growth(count: int) -> int:
    """Octets that the second half of so many branches adds."""
    branches = Branches(Session.load(LESSON))
    branches.session_of(branches.root).run()
    half = 0
    for number in range(count):
        if number == count // 2:
            gc.collect()
            half = resident()
        branches.go(branches.root)
        made = branches.act([f"{number + 1}ms pc1: arp"])
        branches.session_of(made).run()
    gc.collect()
    return max(0, resident() - half)


def comparison(records: int) -> float:
    """Seconds of the processor to compare two long runs: a cable is pulled out in the middle of one of them."""
    plain = Session(load.load_objects(campus()))
    plain.run(records=records)
    branch = plain.branch([f"{plain.trace.at[records // 2]}ns cut {CUT}"])
    branch.run(records=records)
    gc.collect()
    begin = time.process_time()
    compare(plain, branch)
    return time.process_time() - begin
