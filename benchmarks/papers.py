"""Papers: what a paper of 50 questions costs, beside the run of one scenario.

Each is a process of its own, from nothing to its end, in turn; processor time, since that is what other work on the
machine changes least. The modules are compiled before, as they are wherever hopscope was installed.
"""

import os
import subprocess
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.table import Line
from benchmarks.work import HOPSCOPE

PART = "papers"
_MOST_RUNS, _MOST_SECONDS = 12, 3


class Size(NamedTuple):
    """How many questions a paper has."""

    questions: int = 50


SMALL = Size(3)


def measure(size: Size, series: int) -> list[Line]:
    """A paper of another seed in each series; medians. All topics take part."""
    papers, runs = [], []
    _seconds(("exam", "make", "--count", str(size.questions), "--format", "json"))
    for seed in range(series):
        runs.append(_seconds(("run", "arp-on-one-switch")))
        count = str(size.questions)
        papers.append(_seconds(("exam", "make", "--count", count, "--seed", str(seed), "--format", "json")))
    seconds, ratio = median(papers), median(map(_divided, papers, runs))
    return [
        Line(
            PART,
            f"a paper of {size.questions} questions / one scenario's run",
            f"{ratio:.1f}",
            f"<= {_MOST_RUNS}",
            ratio <= _MOST_RUNS,
        ),
        Line(
            PART,
            f"a paper of {size.questions} questions",
            f"{seconds:.2f} s ({min(papers):.2f} to {max(papers):.2f})",
            f"< {_MOST_SECONDS} s",
            seconds < _MOST_SECONDS,
        ),
    ]


def _divided(paper: float, run: float) -> float:
    return paper / run


def _seconds(words: Sequence[str]) -> float:
    """The processor time of a command, in s."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*HOPSCOPE, *words], stdout=quiet, stderr=quiet, env=kept) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"hopscope {' '.join(words)} ended with {process.returncode}")
    return used.ru_utime + used.ru_stime
