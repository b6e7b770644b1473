"""Doing what a command does in a child of this process, since a stranger's programs run there."""

import os
import re
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from functools import partial

from sim.scenario.plan import without_programs
from sim.session import Session
from tui.cli.guard import guarded
from tui.cli.outcome import BadInputError
from tui.cli.progress import Progress
from tui.cli.stream import Interrupt, is_terminal, write_out
from tui.cli.trust import How, Trust, programs_of
from tui.isolation import walls
from tui.isolation.apart import Parent, Streams, apart
from tui.isolation.report import Report
from tui.model.text.harmless import harmless
from tui.output.paint import ours

_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_MOST_SAID = 2**20
"""Characters that a check of one scenario may say."""


def carry_out_apart(
    session: Session, arguments: Namespace, work: Callable[[Session], int], kept: Iterable[int], raw: bool
) -> int:
    """See :func:`tui.cli.carry_out.carry_out`."""
    scenario = session.scenario
    how = Trust(arguments).how(programs_of(scenario))
    if how is How.WITHOUT:
        return work(Session(without_programs(scenario)))
    if not hasattr(os, "fork"):
        return work(session)
    columns = shutil.get_terminal_size().columns

    def alone(report: Report) -> int:
        os.environ["COLUMNS"] = str(columns)  # the output is a pipe, which has no width
        if how is How.ISOLATED:
            walls.confine(scenario.folder)
        return guarded(lambda: work(session))

    quiet = is_terminal(sys.stdout)
    with Interrupt() as interrupt, Progress(scenario.path, quiet=quiet) as progress:
        parent = Parent(
            progress=progress.update, is_asked=lambda: interrupt.asked, own_files=frozenset(scenario.sources)
        )
        ended = apart(alone, streams(raw), parent, kept)
    if ended.status is None:
        raise BadInputError(f"{scenario.path}: {ended.why}")
    return ended.status


def play_apart(session: Session, arguments: Namespace, play: Callable[[Session, Namespace], int]) -> int:
    """Play a scenario with a stranger's programs in a child with a terminal of its own."""
    scenario = session.scenario
    how = Trust(arguments).how(programs_of(scenario))
    if how is How.WITHOUT:
        return play(Session(without_programs(scenario)), arguments)
    if not hasattr(os, "fork"):
        return play(session, arguments)
    from tui.isolation.screen import on_terminal  # noqa: PLC0415 - Windows has no such terminals

    def alone(_: Report) -> int:
        import tui.app  # noqa: F401, PLC0415 - what is loaded need not be read behind the walls

        if how is How.ISOLATED:
            walls.confine(scenario.folder)
        return guarded(lambda: play(session, arguments))

    ended = on_terminal(alone, Parent(own_files=frozenset(scenario.sources)))
    if ended.status is None:
        raise BadInputError(f"{scenario.path}: {ended.why}")
    return ended.status


def streams(raw: bool = False, most: int | None = None) -> Streams:
    """Where a child's output goes: to ours, as text that commands no terminal but may have colours."""
    is_seen = is_terminal(sys.stdout)
    out: Callable[[str], object] = partial(_relay, is_coloured=is_seen)
    return Streams(
        out if most is None else _bounded(out, most),
        _relay_error if most is None else _bounded(_relay_error, most),
        is_seen,
        is_terminal(sys.stderr),
        _write_octets if raw else None,
    )


def check_streams() -> Streams:
    return streams(most=_MOST_SAID)


def _relay(text: str, is_coloured: bool) -> None:
    write_out(_COLOUR.sub(lambda found: ours(found[0]), text) if is_coloured else text)


def _relay_error(text: str) -> None:
    sys.stderr.write(harmless(text))
    sys.stderr.flush()


def _write_octets(octets: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(octets)
    sys.stdout.buffer.flush()


def _bounded(write: Callable[[str], object], most: int) -> Callable[[str], object]:
    """The same up to a number of characters; the rest is left out."""
    left = most

    def bounded(text: str) -> None:
        nonlocal left
        if left > 0:
            write(text[:left])
            if len(text) >= left:
                write("\n... and more, which is left out\n")
            left -= len(text)

    return bounded
