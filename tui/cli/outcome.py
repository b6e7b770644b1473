"""How a command ends."""

OK = 0
FAILED = 1
"""An expectation failed."""
BAD_INPUT = 2
PROGRAM_STOPPED = 3
"""A limit has ended a program, and all else is whole: for whoever runs the command, :data:`BAD_INPUT`."""
INTERRUPTED = 130
"""128 and the number of SIGINT, as a shell has it."""


class BadInputError(Exception):
    """What somebody typed cannot be done; the message says why, and what could."""
