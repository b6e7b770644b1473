"""Moving in time: jumps and steps in a long trace of a busy network, and its capture."""

import gc
import json
import random
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.campus import campus
from benchmarks.table import Line
from benchmarks.work import HOPSCOPE, resident
from sim.scenario import load
from sim.session import Session
from sim.trace.history import History
from sim.trace.records import Kind
from tui.output.capture import write_capture

PART = "moving"
JUMPS = 1_000
STRETCH = 10
"""Steps each way around each place that is jumped to."""


class Size(NamedTuple):
    """How long a trace to move in, and how many frames to write."""

    records: int = 1_000_000
    frames: int = 100_000


SMALL = Size(5_000, 500)


def measure(size: Size) -> list[Line]:
    """In a process of its own, as a player would move and the command line write."""
    options = [f"--{name}={value}" for name, value in size._asdict().items()]
    command = [sys.executable, "-m", "benchmarks.moving", *options]
    print(f"{PART}: {size.records:,} records, {size.frames:,} frames", file=sys.stderr)
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    jump, step = told["jump"], told["step"]
    trace = f"{told['tables']} tables, {told['rows']:,} rows at the end"
    return [
        Line(PART, f"{told['records']:,} records", trace),
        Line(PART, "first pass over them", f"{told['index']:.2f} s, {told['memory'] / 1e6:.0f} MB of checkpoints"),
        judged("jump, of 1,000 the longest", jump["max"], 0.05, f"median {milliseconds(jump['median'])}"),
        judged("step, of 100 the 99th", step["p99"], 0.001, f"longest {milliseconds(step['max'])}"),
        judged(
            f"hopscope run --pcapng - of {told['frames']:,} frames",
            told["command"],
            5.0,
            f"of which {milliseconds(told['capture'])} to write {told['octets'] / 1e6:.0f} MB",
        ),
    ]


def judged(what: str, seconds: float, most: float, more: str) -> Line:
    text = f"{milliseconds(seconds)} ({more})"
    return Line(PART, what, text, f"<= {milliseconds(most)}", seconds <= most)


def milliseconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1e3:.3g} ms"


def run(size: Size) -> dict[str, object]:
    session = Session(load.load_objects(campus()))
    session.run(records=size.records)
    before = resident()
    history = History(session.trace)
    index = duration(lambda: history.go(size.records))
    memory = resident() - before
    gc.freeze()  # as the player does: searching a long trace for garbage takes a second each time
    rows = sum(map(len, history.world.tables.values()))
    told: dict[str, object] = {"records": len(session.trace), "tables": len(history.world.tables), "rows": rows}
    told |= {"index": index, "memory": memory} | move(history, size.records)
    return told | export(size.frames)


def move(history: History, records: int) -> dict[str, object]:
    """Jump to random places, and step around each, there and back."""
    chance = random.Random(1)
    jumps, steps = [], []
    for _ in range(JUMPS):
        place = chance.randrange(records - STRETCH)
        jumps.append(duration(partial(history.go, place)))
        there, back = range(place + 1, place + STRETCH + 1), range(place + STRETCH - 1, place - 1, -1)
        steps += [duration(partial(history.go, position)) for position in (*there, *back)]
    return {"jump": spread(jumps), "step": spread(steps)}


def export(frames: int) -> dict[str, object]:
    """Write a capture of so many frames: the writing alone, then the whole command that runs the scenario too."""
    session = Session(load.load_objects(campus()))
    while sum(map(session.trace.kind.count, (Kind.FRAME_SENT, Kind.FRAME_DUPLICATED))) < frames:
        session.run_some(100)
    with TemporaryDirectory() as directory:
        scenario, capture = Path(directory) / "campus.yaml", Path(directory) / "campus.pcapng"
        with capture.open("wb") as stream:
            links = session.scenario.names.links
            writing = duration(lambda: write_capture(stream, session.trace, links))
        octets = capture.stat().st_size
        scenario.write_text(json.dumps(campus()))
        options = [str(scenario), "--records", str(len(session.trace)), "--pcapng", "-"]
        with capture.open("wb") as stream:
            subprocess.run([*HOPSCOPE, "run", *options], stdout=stream, stderr=subprocess.DEVNULL, check=True)
        whole = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"frames": frames, "capture": writing, "octets": octets, "command": whole.ru_utime + whole.ru_stime}


def duration(action: Callable[[], object]) -> float:
    """Seconds of processor time that something takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def spread(durations: Iterable[float]) -> dict[str, float]:
    ordered = sorted(durations)
    return {"median": median(ordered), "p99": ordered[len(ordered) * 99 // 100], "max": ordered[-1]}


if __name__ == "__main__":
    parser = ArgumentParser()
    for name, value in Size()._asdict().items():
        parser.add_argument(f"--{name}", type=int, default=value)
    print(json.dumps(run(Size(**vars(parser.parse_args())))))
