"""Which frames on the stack are the program's own, which its library's, and which the simulator's behind a call."""

import sys
from collections.abc import Container, Iterator, Mapping
from types import FrameType, ModuleType, TracebackType
from typing import Any

_COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>")

Place = tuple[str, int, str]
"""A place in a program's own text: file, line, function."""


def place_of(own_files: Container[str]) -> tuple[Place | None, str | None]:
    """Where in the program's own text the caller's caller is, and which function of the library was called there.

    The first is ``None`` where the thread runs in the library alone, the second where it calls the host itself.
    """
    frame: FrameType | None = sys._getframe(2)
    inside = None
    while frame is not None:
        code = frame.f_code
        if code.co_filename in own_files:
            return (code.co_filename, frame.f_lineno, _function_of(frame)), inside
        if not _is_ours(frame.f_globals):
            inside = code.co_qualname
        frame = frame.f_back
    return None, inside


def _function_of(frame: FrameType) -> str:
    """The function that a frame is in: not a comprehension, which has a frame of its own up to Python 3.11 only."""
    name = frame.f_code.co_name
    return _function_of(frame.f_back) if name in _COMPREHENSIONS and frame.f_back is not None else name


def _is_ours(namespace: Mapping[str, object]) -> bool:
    """Whether a frame with these globals is the simulator's, and not the program's or its library's."""
    name = namespace.get("__name__")
    return isinstance(name, str) and name.startswith("sim.")


def hide_the_simulator(traceback: ModuleType) -> None:
    """Let a program's own module ``traceback`` pass over the frames in which the simulator answers a call."""
    extended = traceback._walk_tb_with_full_positions

    def walk_with_positions(tb: TracebackType | None) -> Iterator[tuple[FrameType, Any]]:
        return (each for each in extended(tb) if not _is_ours(each[0].f_globals))

    plain = traceback.walk_tb

    def walk(tb: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
        return (each for each in plain(tb) if not _is_ours(each[0].f_globals))

    vars(traceback).update(_walk_tb_with_full_positions=walk_with_positions, walk_tb=walk)
