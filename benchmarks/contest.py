"""The same work in several simulators: one process a run, the series interleaved."""

import json
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.table import Line
from benchmarks.work import Transfer, Work

NS3_PARTS = ["ns3-point-to-point", "ns3-applications", "ns3-internet"]


class Contender(NamedTuple):
    """``command`` runs the work; ``None`` where what it needs is not installed."""

    name: str
    command: list[str] | None


class Figures(NamedTuple):
    """Of one contender: hops per second in each series, and what its runner told last."""

    speeds: list[float]
    told: dict[str, float]


def run_interleaved(part: str, entrants: list[Contender], work: Work | Transfer, series: int) -> dict[str, Figures]:
    """A B C A B C: what slows the machine down for a while slows all of them."""
    figures = {entrant.name: Figures([], {}) for entrant in entrants if entrant.command}
    for number in range(1, series + 1):
        for name, command in entrants:
            if command is None:
                continue
            print(f"{part}, series {number} of {series}: {name}", file=sys.stderr)
            told = run_once(command, work)
            speeds = [*figures[name].speeds, told["hops"] / told["seconds"]]
            figures[name] = Figures(speeds, told)
    return figures


def run_once(command: list[str], work: Work | Transfer) -> dict[str, float]:
    return run_alone([*command, *work.arguments()])


def run_alone(command: list[str]) -> dict[str, float]:
    """What a process told on its standard output, as JSON."""
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    told: dict[str, float] = json.loads(run.stdout)
    return told


def told_line(part: str, name: str, figures: Figures | None) -> Line:
    if figures is None:
        return Line(part, name, "not installed")
    speeds, told = figures
    measured = f"{median(speeds):,.0f} hops/s (best {max(speeds):,.0f}), {told['peak'] / 1e6:.0f} MB"
    return Line(part, name, measured)


def ratio_line(part: str, name: str, other: str, least: float, figures: dict[str, Figures]) -> Line:
    ratio = median(figures[name].speeds) / median(figures[other].speeds)
    return Line(part, f"{name} / {other}", f"{ratio:.2f}", f">= {least}", ratio >= least)


def python_module(module: str, needed: str, *options: str) -> list[str] | None:
    """The command that runs a module of ours; ``None`` where the one that it needs is not installed."""
    try:
        found = find_spec(needed)
    except ModuleNotFoundError:
        found = None
    return [sys.executable, "-m", module, *options] if found else None


def build_ns3(source: str, directory: str) -> list[str] | None:
    """Compile a program of ours in C++ against the installed ns-3, if there is one."""
    if not (shutil.which("g++") and shutil.which("pkg-config")):
        return None
    asked = subprocess.run(
        ["pkg-config", "--cflags", "--libs", *NS3_PARTS], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        return None
    # Debian's .pc files also name development files of libraries that ns-3 itself needs and we do not
    flags = [flag for flag in shlex.split(asked.stdout) if flag.startswith(("-I", "-L", "-l"))]
    path = Path(__file__).with_name(source)
    program = str(Path(directory) / path.stem)
    subprocess.run(["g++", "-O2", "-std=c++17", str(path), "-o", program, *flags], check=True)
    return [program]
