"""How far something long has come: on standard error, on a terminal, and only after a second."""

import sys
from pathlib import PurePath
from time import monotonic
from typing import TYPE_CHECKING, Self

from tui.cli.stream import is_terminal, report
from tui.model.text.harmless import harmless_line

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0
"""Seconds that somebody waits without wondering."""


class Progress:
    """Shows a bar while this is entered, if somebody waits at a terminal. ``quiet`` where output tells enough."""

    def __init__(self, subject: str, quiet: bool = False) -> None:
        self._subject = harmless_line(PurePath(subject).name)
        self._report = report()
        self._is_wanted = is_terminal(sys.stderr) and not quiet
        self._since = monotonic()
        self._bar: Bar | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, share: float, state: str) -> None:
        """Tell that ``share`` of it is done, from 0 to 1."""
        if self._report is not None:  # the parent shows it, and sees that this process gets on
            self._report.progress(share, state)
            return
        if not self._is_wanted or (self._bar is None and monotonic() - self._since < PATIENCE):
            return
        if self._bar is None:
            self._bar = self._begin()
        self._bar.update(self._bar.task_ids[0], completed=share, state=state)

    def _begin(self) -> "Bar":
        from rich.console import Console  # noqa: PLC0415 - most runs are over before a bar is wanted
        from rich.progress import BarColumn, TextColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        subject, state = (TextColumn(field, markup=False) for field in ("{task.description}", "{task.fields[state]}"))
        console = Console(file=sys.stderr)
        bar = Bar(
            subject, BarColumn(), state, console=console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        bar.add_task(self._subject, total=1.0, state="")
        bar.start()
        return bar
