"""The programs of a run that failed or had to be stopped: which, where, and by what."""

import re
from typing import NamedTuple

from sim.programs.rows import ProgramRow, Status
from sim.trace.records import Change, ConsoleLine
from sim.trace.trace import Trace

_PLACE = re.compile(r'  File "([^"]+)", line (\d+)')


class FailedProgram(NamedTuple):
    """A program that failed or was stopped, in record ``n``.

    ``line`` is the last line of the program's own text that its traceback names, 0 for none; ``said`` is the last line
    that its host printed before.
    """

    n: int
    node: str
    file: str
    status: Status
    line: int
    said: str

    def told(self) -> str:
        where = f" at line {self.line}" if self.line else ""
        return f"{self.file} on {self.node} {self.status}{where}: {self.said}"


def failed_programs(trace: Trace) -> list[FailedProgram]:
    """They are in order of time."""
    printed: dict[str, str] = {}
    lines: dict[tuple[str, str], int] = {}
    found = []
    for n, change in enumerate(trace.what):
        if not isinstance(change, Change):
            continue
        if isinstance(change.after, ConsoleLine):
            node, text = trace.spots[trace.spot[n]].node, change.after.text
            printed[node] = text
            if place := _PLACE.match(text):
                lines[node, place[1]] = int(place[2])
        elif isinstance(change.after, ProgramRow) and change.after.status in (Status.FAILED, Status.STOPPED):
            node, row = trace.spots[trace.spot[n]].node, change.after
            line = lines.pop((node, row.file), 0)
            is_failed = row.status is Status.FAILED
            found.append(FailedProgram(n, node, row.file, row.status, line if is_failed else 0, printed.get(node, "")))
    return found
