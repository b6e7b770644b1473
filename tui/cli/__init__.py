"""The command ``hopscope``. What a command needs is imported when it runs, so that ``--help`` costs nothing."""

import atexit
import gc
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from tui.cli.arguments import joined, parser
from tui.cli.guard import guarded
from tui.cli.stream import prepare, settle


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, by default that of the command line; returns its exit status.

    What is wrong with the input is printed, not raised; wrong options end in ``SystemExit``, as argparse has it.
    """
    prepare()
    _end_at_once()
    try:
        status = guarded(lambda: _command(argv))
    finally:
        settle(sys.stdout)
    return status


def _command(argv: Sequence[str] | None) -> int:
    words = joined(sys.argv[1:] if argv is None else argv)
    arguments = parser(words).parse_args(words)
    status: int = import_module(f"tui.cli.{arguments.module}").execute(arguments)
    sys.stdout.flush()
    return status


@cache
def _end_at_once() -> None:
    """Let the process end without a search for garbage: with many runs at hand, the search takes a second.

    What has to be closed is closed by who opened it.
    """
    atexit.register(gc.freeze)
