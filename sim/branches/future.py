"""What an act changes of what comes: the packets of a run that are new or others than in the run it was made of."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sim.branches.compare import First, first_difference, rows
from sim.branches.fates import RECEIVED
from sim.branches.pairing import CALLS, pairs_behind
from sim.kernel import collector_at_rest
from sim.patterns.pattern import packet_of
from sim.trace.nearest import SENT, nearest
from sim.trace.trace import Trace


class Mark(StrEnum):
    """How a packet differs from the run that this one was made of; the value is its sign."""

    NEW = "+"
    """No packet there is the same."""
    CHANGED = "~"
    """It says something else, or something else becomes of it."""


class Future(NamedTuple):
    """How what comes in a run differs from what came in another.

    ``marks`` are those of the packets that differ, by the records with which they leave, in order. ``gone`` are the
    records of the packets of the other run that come no longer. ``moved`` counts the packets that are the same, at
    another time. ``first`` is ``None`` where the runs are the same, record by record.
    """

    first: First | None
    marks: Mapping[int, Mark]
    gone: tuple[int, ...]
    moved: int

    def count(self, mark: Mark) -> int:
        """How many packets have a mark."""
        return sum(each is mark for each in self.marks.values())


def prepare(trace: Trace) -> None:
    """Work out what :func:`future` looks up in a trace, so that it only reads while others read the trace, too."""
    last = len(trace) - 1
    for kinds in (SENT, RECEIVED, CALLS):
        nearest(trace, kinds).of(last)
    packet_of(trace, last)


@collector_at_rest()
def future(before: Trace, after: Trace) -> Future:
    """How ``after`` differs from ``before``, of which it is a branch: by the pairs of ``compare.pairs``."""
    first = first_difference(before, after)
    marks: dict[int, Mark] = {}
    gone: list[int] = []
    moved = 0
    for a, b, is_changed in pairs_behind(before, after, len(after) if first is None else first.n):
        if b is None:
            gone += [] if a is None else [a]
        elif a is None or is_changed:
            marks[b] = Mark.NEW if a is None else Mark.CHANGED
        else:
            moved += before.at[a] != after.at[b]
    # What has overtaken others stands beside what it was before.
    return Future(first, dict(sorted(marks.items())), tuple(gone), moved)


def is_as_in(own: Trace, trace: Trace, found: Future, at: tuple[int, int]) -> bool:
    """Whether two runs have come to the same after so many records of each: the same packets, and the same tables.

    ``found`` is how the second differs from the first.
    """
    are_packets_same = not any(n < at[1] for n in found.marks) and not any(n < at[0] for n in found.gone)
    return are_packets_same and next(rows(own, trace, at), None) is None
