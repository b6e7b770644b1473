"""Doing what a command does in a child of this process, since a stranger's programs run there."""

import json
import os
import re
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from sim.exam.run import Prepare
from sim.scenario.plan import without_programs
from sim.session import Session
from tui.cli.guard import guarded
from tui.cli.outcome import OK, BadInputError
from tui.cli.progress import Progress
from tui.cli.stream import Interrupt, is_terminal, write_out
from tui.cli.trust import How, Trust, programs_of
from tui.isolation import walls
from tui.isolation.apart import Ended, Parent, Streams, apart
from tui.isolation.report import Report
from tui.model.text.harmless import harmless
from tui.output.paint import ours

_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_MOST_WORKED_OUT = 2**26
"""Characters that work may come to: a paper of many questions with its figures has some million."""
_MOST_SAID = 2**20
"""Characters that a check of one scenario may say."""


class Decided:
    """How the programs of some scenarios are to run: all of them behind walls where one of them is."""

    def __init__(self, strange: Sequence[Session], arguments: Namespace) -> None:
        """Raises ``BadInputError`` where somebody says no."""
        trust = Trust(arguments)
        scenarios = [each.scenario for each in strange]
        how = {each.path: trust.how(programs_of(each)) for each in scenarios}
        self._without = {path for path, each in how.items() if each is How.WITHOUT}
        self._folders = [each.folder for each in scenarios if each.path not in self._without]
        self._is_isolated = How.ISOLATED in how.values()
        self.is_apart = hasattr(os, "fork") and len(self._without) < len(how)
        """Whether there are programs to run, and a child can be had to run them."""
        self.own_files = frozenset(file for each in scenarios for file in each.sources)
        self.name = scenarios[0].path

    def prepare(self, session: Session) -> Session:
        if session.scenario.path not in self._without:
            return session
        return Session(without_programs(session.scenario), session.seed)

    def confine(self) -> None:
        """In the child: put up the walls, if there are to be any."""
        if self._is_isolated:
            walls.confine(*self._folders)

    def status(self, ended: Ended) -> int:
        """The exit status; raises ``BadInputError`` where the child was stopped."""
        if ended.status is None:
            raise BadInputError(f"{self.name}: {ended.why}")
        return ended.status


def carry_out_apart(
    strange: Sequence[Session],
    arguments: Namespace,
    work: Callable[[Prepare], int],
    kept: Iterable[int] = (),
    raw: bool = False,
) -> int:
    """See :func:`tui.cli.carry_out.carry_out`, and ``carry_out_all``."""
    decided = Decided(strange, arguments)
    if not decided.is_apart:
        return work(decided.prepare)
    return _in_child(decided, lambda: work(decided.prepare), streams(raw), kept)


def work_out_apart(
    strange: Sequence[Session], arguments: Namespace, work: Callable[[Prepare], Any], use: Callable[[Any], int]
) -> int:
    """See :func:`tui.cli.carry_out.work_out`."""
    decided = Decided(strange, arguments)
    if not decided.is_apart:
        return use(work(decided.prepare))

    def tell_all() -> int:
        sys.stdout.write(f"{json.dumps(work(decided.prepare))}\n")
        return OK

    said: list[str] = []
    status = _in_child(
        decided, tell_all, streams()._replace(out=_bounded(said.append, _MOST_WORKED_OUT), is_out_seen=False)
    )
    if status != OK:
        return status
    try:
        found = json.loads("".join(said))
    except (ValueError, RecursionError):
        raise BadInputError(f"{decided.name}: its programs wrote among what hopscope itself says") from None
    return use(found)


def _in_child(decided: Decided, work: Callable[[], int], out: Streams, kept: Iterable[int] = ()) -> int:
    columns = shutil.get_terminal_size().columns

    def alone(_: Report) -> int:
        os.environ["COLUMNS"] = str(columns)  # the output is a pipe, which has no width
        decided.confine()
        return guarded(work)

    quiet = is_terminal(sys.stdout)
    with Interrupt() as interrupt, Progress(decided.name, quiet=quiet) as progress:
        parent = Parent(progress=progress.update, is_asked=lambda: interrupt.asked, own_files=decided.own_files)
        ended = apart(alone, out, parent, kept)
    return decided.status(ended)


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
