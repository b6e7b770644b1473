"""Running a session bit by bit, so that output streams, progress shows, and Ctrl-C is heard."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.session import Session
from tui.cli.progress import Progress
from tui.cli.stream import Interrupt
from tui.model.rows import seconds

SLICE = 2000
"""Records: some tens of milliseconds."""


class Bounds(NamedTuple):
    """Where a run is to stop: a time (ns), a number of records; the scenario's own where ``None``."""

    until: int | None = None
    records: int | None = None


def slices(session: Session, bounds: Bounds, interrupt: Interrupt, progress: Progress) -> Iterator[tuple[int, int]]:
    """Run to the bounds, or until somebody interrupts; gives the first number of each slice, and that behind it."""
    trace, scenario = session.trace, session.scenario
    until = scenario.until if bounds.until is None else bounds.until
    limit = scenario.records if bounds.records is None else bounds.records
    done, start = False, 0
    while not done and not interrupt.asked:
        done = session.run_some(SLICE, bounds.until, bounds.records)
        yield start, len(trace)
        start = len(trace)
        now = trace.at[start - 1] if start else 0
        share = max(now / until if until else 0, start / limit)
        progress.update(min(1.0, share), f"{start} records, {seconds(now)} s")


class Ending(NamedTuple):
    """Why a run ended: ``end`` is what JSON Lines calls it; ``at`` is the time that it got to (ns)."""

    end: str
    at: int
    records: int


def ending(session: Session, bounds: Bounds) -> Ending:
    """How a run that has been sliced came to its end."""
    trace = session.trace
    until = session.scenario.until if bounds.until is None else bounds.until
    limit = session.scenario.records if bounds.records is None else bounds.records
    now = trace.at[len(trace) - 1] if len(trace) else 0
    if session.finished:
        return Ending("complete", until, len(trace))
    return Ending("records" if len(trace) >= limit else "interrupted", now, len(trace))
