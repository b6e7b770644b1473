"""Start: how long a command takes from nothing to its end, and which slow imports it does without."""

import subprocess
import sys
import time
from statistics import median
from typing import NamedTuple

from benchmarks.table import Line
from benchmarks.work import HOPSCOPE

PART = "start"
SLOW = ("networkx", "scapy", "textual")


class Command(NamedTuple):
    """A command line, and how long it may take (s)."""

    words: tuple[str, ...]
    most: float


COMMANDS = (
    Command(("--help",), 0.2),
    Command(("list",), 0.4),
    Command(("run", "arp-on-one-switch"), 0.6),
)


def measure(times: int) -> list[Line]:
    """Each command ``times`` times, in turn, as a process of its own; the median of the wall clock."""
    took: dict[Command, list[float]] = {command: [] for command in COMMANDS}
    for number in range(1, times + 1):
        print(f"{PART}, {number} of {times}", file=sys.stderr)
        for command in COMMANDS:
            took[command].append(wall_time(command.words))
    lines = []
    for command, seconds in took.items():
        middle = median(seconds)
        text = f"{middle * 1e3:.0f} ms (best {min(seconds) * 1e3:.0f} ms)"
        what = f"hopscope {' '.join(command.words)}"
        lines.append(Line(PART, what, text, f"< {command.most} s", middle < command.most))
        found = sorted(set(SLOW) & imported(command.words))
        lines.append(
            Line(PART, f"{what} imports", ", ".join(found) or "none of them", f"no {', '.join(SLOW)}", not found)
        )
    return lines


def wall_time(words: tuple[str, ...]) -> float:
    start = time.perf_counter()
    subprocess.run([*HOPSCOPE, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def imported(words: tuple[str, ...]) -> set[str]:
    """The top-level packages that a command imports, as Python itself lists them."""
    command = [HOPSCOPE[0], "-X", "importtime", *HOPSCOPE[1:], *words]
    run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    lines = [line for line in run.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
