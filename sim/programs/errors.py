"""Exceptions of a program as text: as Python prints them, without the frames of the simulator."""

from collections.abc import Iterator
from types import FrameType, ModuleType, TracebackType
from typing import Any

from sim.programs.calls import is_ours
from sim.programs.modules import Modules


def hide_the_simulator(traceback: ModuleType) -> None:
    """Let a program's own module ``traceback`` pass over the frames in which the simulator answers a call."""
    extended = traceback._walk_tb_with_full_positions

    def walk_with_positions(tb: TracebackType | None) -> Iterator[tuple[FrameType, Any]]:
        return (each for each in extended(tb) if not is_ours(each[0].f_globals))

    plain = traceback.walk_tb

    def walk(tb: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
        return (each for each in plain(tb) if not is_ours(each[0].f_globals))

    vars(traceback).update(_walk_tb_with_full_positions=walk_with_positions, walk_tb=walk)


def text(error: BaseException, modules: Modules) -> str:
    """What Python prints of an exception that nobody caught."""
    traceback = modules.load("traceback")
    if any(True for _ in traceback.walk_tb(error.__traceback__)):
        return "".join(traceback.format_exception(error))
    return "".join(traceback.format_exception_only(error))
