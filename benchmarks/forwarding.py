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


class Contender(NamedTuple):
    """``command`` runs the chain; ``None`` where what it needs is not installed."""

    name: str
    command: list[str] | None


class Figures(NamedTuple):
    hops_per_second: list[float]
    peak: int
    """Octets."""


def measure(work: Work, series: int) -> list[Line]:
    """Run ``series`` interleaved series, and compare the medians."""
    with contenders() as entrants:
        figures = run_interleaved([entrant for entrant in entrants if entrant.command], work, series)
    return [line(entrant.name, figures.get(entrant.name)) for entrant in entrants]


def line(name: str, figures: Figures | None) -> Line:
    if figures is None:
        return Line("forwarding", name, "not installed")
    speeds = figures.hops_per_second
    measured = f"{median(speeds):,.0f} hops/s (best {max(speeds):,.0f}), {figures.peak / 1e6:.0f} MB"
    return Line("forwarding", name, measured)


def run_interleaved(entrants: list[Contender], work: Work, series: int) -> dict[str, Figures]:
    """A B C A B C: what slows the machine down for a while slows all of them."""
    figures = {entrant.name: Figures([], 0) for entrant in entrants}
    for number in range(1, series + 1):
        for name, command in entrants:
            assert command is not None
            print(f"forwarding, series {number} of {series}: {name}", file=sys.stderr)
            run = subprocess.run([*command, *work.arguments()], stdout=subprocess.PIPE, check=True)
            told = json.loads(run.stdout)
            speeds, peak = figures[name]
            figures[name] = Figures([*speeds, told["hops"] / told["seconds"]], max(peak, told["peak"]))
    return figures


@contextmanager
def contenders() -> Iterator[list[Contender]]:
    with tempfile.TemporaryDirectory() as directory:
        yield [
            Contender("SimPy 4, a store for each node", python_module("benchmarks.simpy_chain", "simpy")),
            Contender("ns.py, port and wire", python_module("benchmarks.nspy_chain", "ns.port.port")),
            Contender("ns-3, point to point", build_ns3(Path(directory) / "ns3_chain")),
        ]


def python_module(module: str, needed: str) -> list[str] | None:
    try:
        found = find_spec(needed)
    except ModuleNotFoundError:
        found = None
    return [sys.executable, "-m", module] if found else None


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
