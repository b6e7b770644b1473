"""``hopscope`` and ``hopscope play``: the screens."""

import gc
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from tui.cli.outcome import BadInputError
from tui.cli.stream import is_terminal, report

if TYPE_CHECKING:
    from sim.session import Session
    from tui.cli.desk import Keep


def execute(arguments: Namespace) -> int:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise BadInputError(
            "the player needs a terminal; `hopscope run NAME` prints a scenario, `hopscope list` names them"
        )
    # What is loaded is there to stay: to search it for garbage takes a tenth of the time to the first picture. The
    # application searches again from then on.
    gc.disable()
    try:
        return _open(arguments)
    finally:
        gc.enable()


def _open(arguments: Namespace) -> int:
    # textual takes long to import, and what is wrong with a scenario is to be known before.
    if arguments.name is None:
        from tui.app import run_library  # noqa: PLC0415

        return run_library(arguments.ascii, arguments.language)
    from sim.scenario.library import has_strange_programs, is_bundled  # noqa: PLC0415
    from tui.cli.opening import open_at, refuse_mistranslated  # noqa: PLC0415

    session, arguments.position = open_at(arguments.name, arguments.seed, arguments.edits)
    refuse_mistranslated(session, arguments.language)
    if is_bundled(session.front.path) or not has_strange_programs(session.scenario):
        return _play(session, arguments)
    from tui.cli.desk import play_apart  # noqa: PLC0415

    return play_apart(session, arguments, _play)


def _play(session: "Session", arguments: Namespace, keep: "Keep | None" = None) -> int:
    from tui.app import run_player  # noqa: PLC0415

    watching = report()
    beat = None if watching is None else watching.beat
    return run_player(session, arguments.ascii, arguments.language, beat, arguments.position, keep)
