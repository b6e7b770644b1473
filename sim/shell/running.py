"""Commands that start a program; what a program is, is not known here."""

from collections.abc import Callable
from typing import NamedTuple


class StartProgram(NamedTuple):
    """``python3 FILE ARGUMENTS``, or the name of a bundled program with its arguments."""

    file: str
    arguments: tuple[str, ...] = ()


Starter = Callable[[StartProgram, str, int], None]
"""Starts a program on a node: given the command as it was typed, and the record of that."""
