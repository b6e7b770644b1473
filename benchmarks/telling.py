"""Telling: a run as text beside the same run as JSON Lines, which says much more. Long chains of causes included."""

import gc
import json
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any

from benchmarks.campus import campus
from benchmarks.table import Line
from sim.scenario import load
from sim.session import Session
from tui.output.jsonl import JsonLines
from tui.output.text import Detail, TextLines

PART = "telling"
RECORDS = 100_000
FEW = 2_000
MOST = 2.0
"""How many times as long text may take as JSON Lines."""

SENDER = """\
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    s.sendto(b"x" * 100, ("10.0.0.2", 5000))
    print("sent")
"""
RECEIVER = """\
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", 5000))
while True:
    s.recvfrom(2000)
"""


def programs() -> dict[str, Any]:
    """One program sends to another for ever: what it does last follows from all that it did before."""
    return {
        "title": "Two programs",
        "nodes": {"pc1": {"host": "10.0.0.1/24"}, "pc2": {"host": "10.0.0.2/24"}},
        "links": ["pc1 -- pc2"],
        "programs": [{"at": "0s", "on": "pc2", "code": RECEIVER}, {"at": "1s", "on": "pc1", "code": SENDER}],
        "until": "1h",
    }


RUNS = {"programs": programs, "campus": campus}


def measure(records: int) -> list[Line]:
    """Each run in a process of its own."""
    lines = []
    for name in RUNS:
        print(f"{PART}: {name}, {records:,} records", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.telling", name, str(records)]
        told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        ratio = told["text"] / told["jsonl"]
        measured = f"{ratio:.2f} ({told['text']:.1f} s / {told['jsonl']:.1f} s of {told['records']:,} records)"
        lines.append(Line(PART, f"text / JSON Lines, {name}", measured, f"<= {MOST}", ratio <= MOST))
    return lines


def run(name: str, records: int) -> dict[str, float]:
    """Seconds of processor time that each output takes, the run not counted."""
    session = Session(load.load_objects(RUNS[name]()))
    session.run(records=records)
    gc.freeze()
    trace = session.trace
    told: dict[str, float] = {"records": len(trace)}
    outputs = {
        "jsonl": JsonLines(trace).lines,
        "text": TextLines(trace, session.scenario.names.links, Detail.REASONS).lines,
    }
    for output, lines in outputs.items():
        start = time.process_time()
        for _ in lines(0, len(trace)):
            pass
        told[output] = time.process_time() - start
    return told


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("name", choices=RUNS)
    parser.add_argument("records", type=int)
    print(json.dumps(run(**vars(parser.parse_args()))))
