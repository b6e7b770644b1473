"""Branches of time: how long an act takes until its run can be seen, in each lesson, and what many branches hold."""

import gc
import sys
import time
from statistics import median
from typing import NamedTuple

from benchmarks.table import Line
from benchmarks.work import resident
from sim.scenario.library import bundled
from sim.session import Session
from tui.model.reader.branches import Branches

PART = "branching"
TARGET = 0.1
"""Seconds of the processor for an act in a lesson."""
MOST_GROWTH = 64_000_000
"""Octets that the second half of all branches may add."""
LESSON = "routing/two-dormitories"


class Size(NamedTuple):
    """How many lessons (0 for all), and how many branches of one of them."""

    lessons: int = 0
    branches: int = 1_000


SMALL = Size(2, 12)


def measure(size: Size) -> list[Line]:
    """Acts in the middle of lessons, and many branches of one."""
    names = [*bundled()][: size.lessons or None]
    took = sorted(((act(name), name) for name in names), reverse=True)
    slow = [f"{name} {spent * 1000:.0f} ms" for spent, name in took if spent > TARGET]
    print(f"{PART}: slower than {TARGET * 1000:.0f} ms: {', '.join(slow) or 'none'}", file=sys.stderr)
    spent, worst = took[0]
    middle = median(each for each, _ in took)
    grown = growth(size.branches)
    return [
        Line(PART, f"an act in {len(took)} lessons, median", f"{middle * 1000:.0f} ms", "100 ms", middle <= TARGET),
        Line(PART, f"longest, {worst}", f"{spent * 1000:.0f} ms, {len(slow)} over 100 ms"),
        Line(
            PART,
            f"{size.branches:,} branches, growth of the second half",
            f"{grown / 1e6:.1f} MB",
            f"{MOST_GROWTH // 1_000_000} MB",
            grown <= MOST_GROWTH,
        ),
    ]


def act(name: str) -> float:
    """Seconds of the processor from an act to the end of its run, the best of two, for who has acted before."""
    plain = Session.load(name)
    plain.run()
    best = float("inf")
    device = plain.scenario.nodes[0].name
    link = plain.scenario.links[0].name if plain.scenario.links else ""
    edit = f"drop 2nd frame on {link}" if link else f"set nodes.{device}.ttl = 9"
    for _ in range(2):
        gc.collect()
        begin = time.process_time()
        branch = plain.branch([edit])
        branch.run()
        best = min(best, time.process_time() - begin)
    return best


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
