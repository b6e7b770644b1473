"""``hopscope`` and ``hopscope play``: the screens."""

import gc
import sys
from argparse import Namespace

from tui.cli.outcome import OK, BadInputError
from tui.cli.stream import is_terminal


def execute(arguments: Namespace) -> int:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise BadInputError(
            "the player needs a terminal; `hopscope run NAME` prints a scenario, `hopscope list` names them"
        )
    # What is loaded is there to stay: to search it for garbage takes a tenth of the time to the first picture. The
    # application searches again from then on.
    gc.disable()
    try:
        _open(arguments)
    finally:
        gc.enable()
    return OK


def _open(arguments: Namespace) -> None:
    # textual takes long to import, and what is wrong with a scenario is to be known before.
    if arguments.name is None:
        from tui.app import run_library  # noqa: PLC0415

        run_library(arguments.ascii, arguments.language)
        return
    from tui.cli.opening import open_session  # noqa: PLC0415

    session = open_session(arguments.name, arguments.seed)
    from tui.app import run_player  # noqa: PLC0415

    run_player(session, arguments.ascii, arguments.language)
