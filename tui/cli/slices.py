"""Running a session bit by bit, so that output streams, progress shows, and Ctrl-C is heard."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.quantities import seconds
from sim.session import Session
from tui.cli.progress import Progress
from tui.cli.stream import Interrupt, report, tell

SLICE = 2000
"""Records: some tens of milliseconds."""
WATCHED_SLICE = 100
"""Records of a run with a stranger's programs: between two of them a program may compute, and somebody watches."""


class Bounds(NamedTuple):
    """Where a run is to stop: a time (ns), a number of records, the configuration not counted."""

    until: int
    records: int


def bounds_of(session: Session, until: int | None = None, records: int | None = None) -> Bounds:
    """The bounds that are asked for; the scenario's own where ``None``."""
    scenario = session.scenario
    return Bounds(scenario.until if until is None else until, scenario.records if records is None else records)


def slices(session: Session, bounds: Bounds, interrupt: Interrupt, progress: Progress) -> Iterator[tuple[int, int]]:
    """Run to the bounds, or until somebody interrupts; gives the first number of each slice, and that behind it."""
    trace = session.trace
    size = SLICE if report() is None else WATCHED_SLICE
    done, start = False, 0
    while not done and not interrupt.asked:
        done = session.run_some(size, *bounds)
        yield start, len(trace)
        start = len(trace)
        now = trace.at[start - 1] if start else 0
        share = max(now / bounds.until if bounds.until else 0, trace.happened / bounds.records)
        progress.update(min(1.0, share), f"{trace.happened} records, {seconds(now)} s")


class Ending(NamedTuple):
    """Why a run ended: ``end`` is what JSON Lines calls it; ``at`` is the time that it got to (ns).

    ``happened`` records are about what happened; with the configuration there are ``records``.
    """

    end: str
    at: int
    records: int
    happened: int


def ending(session: Session, bounds: Bounds) -> Ending:
    """How a run that has been sliced came to its end."""
    trace = session.trace
    now = trace.at[len(trace) - 1] if len(trace) else 0
    if session.finished:
        return Ending("complete", bounds.until, len(trace), trace.happened)
    is_full = trace.happened >= bounds.records
    return Ending("records" if is_full else "interrupted", now, len(trace), trace.happened)


def run_to(session: Session, bounds: Bounds, subject: str) -> bool:
    """Run to the bounds and show nothing of it but the progress; false, and said so, where somebody interrupts."""
    with Interrupt() as interrupt, Progress(subject) as progress:
        for _ in slices(session, bounds, interrupt, progress):
            pass
    end = ending(session, bounds)
    if end.end == "interrupted":
        tell(f"hopscope: interrupted at {seconds(end.at)} s")
        return False
    if end.end == "records":
        tell(f"hopscope: stopped at the limit of records, {end.happened} at {seconds(end.at)} s; --records raises it")
    return True
