"""Forwarding beside other simulators: the same chain in each, one process a run, the series interleaved."""

import json
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.table import Line
from benchmarks.work import Work

NS3_PARTS = ["ns3-point-to-point", "ns3-applications", "ns3-internet"]


PART = "forwarding"
TRACED = "hopscope"
UNTRACED = "hopscope without trace"
SIMPY = "SimPy 4, a store for each node"
NSPY = "ns.py, port and wire"
NS3 = "ns-3, point to point"
RIVALS = {SIMPY: 2.0, NSPY: 2.0, NS3: 1.0}
"""How many times as fast as these hopscope has to be, its trace on."""


class Contender(NamedTuple):
    """``command`` runs the chain; ``None`` where what it needs is not installed."""

    name: str
    command: list[str] | None


class Figures(NamedTuple):
    """Of one contender: hops per second in each series, and what its runner told last."""

    speeds: list[float]
    told: dict[str, float]


def measure(work: Work, series: int) -> list[Line]:
    """Run ``series`` interleaved series, and compare the medians."""
    with contenders() as entrants:
        figures = run_interleaved([entrant for entrant in entrants if entrant.command], work, series)
    lines = [told_line(entrant.name, figures.get(entrant.name)) for entrant in entrants]
    traced = figures[TRACED]
    lines += [ratio_line(TRACED, name, least, figures) for name, least in RIVALS.items() if name in figures]
    lines.append(ratio_line(UNTRACED, TRACED, 1.3, figures))
    per_record = traced.told["grown"] / traced.told["records"]
    held = traced.told["held"] / traced.told["records"]
    text = f"{per_record:.0f} B ({held:.0f} B by sys.getsizeof)"
    lines.append(Line(PART, "a record, PDUs included", text, "<= 150 B", per_record <= 150))
    return lines


def told_line(name: str, figures: Figures | None) -> Line:
    if figures is None:
        return Line(PART, name, "not installed")
    speeds = figures.speeds
    measured = f"{median(speeds):,.0f} hops/s (best {max(speeds):,.0f}), {figures.told['peak'] / 1e6:.0f} MB"
    return Line(PART, name, measured)


def ratio_line(name: str, other: str, least: float, figures: dict[str, Figures]) -> Line:
    ratio = median(figures[name].speeds) / median(figures[other].speeds)
    return Line(PART, f"{name} / {other}", f"{ratio:.2f}", f">= {least}", ratio >= least)


def run_interleaved(entrants: list[Contender], work: Work, series: int) -> dict[str, Figures]:
    """A B C A B C: what slows the machine down for a while slows all of them."""
    figures = {entrant.name: Figures([], {}) for entrant in entrants}
    for number in range(1, series + 1):
        for name, command in entrants:
            assert command is not None
            print(f"{PART}, series {number} of {series}: {name}", file=sys.stderr)
            told = run_once(command, work)
            speeds = [*figures[name].speeds, told["hops"] / told["seconds"]]
            figures[name] = Figures(speeds, told)
    return figures


def run_once(command: list[str], work: Work) -> dict[str, float]:
    run = subprocess.run([*command, *work.arguments()], stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(run.stdout)
    return told


@contextmanager
def contenders() -> Iterator[list[Contender]]:
    with tempfile.TemporaryDirectory() as directory:
        yield [
            Contender(TRACED, python_module("benchmarks.hopscope_chain", "sim")),
            Contender(UNTRACED, python_module("benchmarks.hopscope_chain", "sim", "--no-trace")),
            Contender(SIMPY, python_module("benchmarks.simpy_chain", "simpy")),
            Contender(NSPY, python_module("benchmarks.nspy_chain", "ns.port.port")),
            Contender(NS3, build_ns3(Path(directory) / "ns3_chain")),
        ]


def python_module(module: str, needed: str, *options: str) -> list[str] | None:
    try:
        found = find_spec(needed)
    except ModuleNotFoundError:
        found = None
    return [sys.executable, "-m", module, *options] if found else None


def build_ns3(program: Path) -> list[str] | None:
    """Compile the C++ chain against the installed ns-3, if there is one."""
    if not (shutil.which("g++") and shutil.which("pkg-config")):
        return None
    asked = subprocess.run(
        ["pkg-config", "--cflags", "--libs", *NS3_PARTS], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        return None
    # Debian's .pc files also name development files of libraries that ns-3 itself needs and we do not
    flags = [flag for flag in shlex.split(asked.stdout) if flag.startswith(("-I", "-L", "-l"))]
    source = Path(__file__).with_name("ns3_chain.cc")
    subprocess.run(["g++", "-O2", "-std=c++17", str(source), "-o", str(program), *flags], check=True)
    return [str(program)]
