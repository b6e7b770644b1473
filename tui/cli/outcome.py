"""How a command ends."""

from sim.words import TextError
from tui.model.text.harmless import harmless_line

OK = 0
FAILED = 1
"""An expectation failed."""
BAD_INPUT = 2
PROGRAM_STOPPED = 3
"""A limit has ended a program, and all else is whole: for whoever runs the command, :data:`BAD_INPUT`."""
INTERRUPTED = 130
"""128 and the number of SIGINT, as a shell has it."""
_MOST_SHOWN = 160
"""Characters of a text that is wrong."""


class BadInputError(Exception):
    """What somebody typed cannot be done; the message says why, and what could."""


def refused(text: str, error: TextError, option: str = "") -> BadInputError:
    """What is wrong with a text of the command line, and where, as of a text in a file: its line and its column."""
    line, column = error.place_in(text)
    shown = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
    return BadInputError(f"{f'{option} ' if option else ''}'{harmless_line(shown)}' {line}:{column}: {error}")
