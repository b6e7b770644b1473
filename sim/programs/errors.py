"""Exceptions and warnings of a program as text: as Python prints them, without the frames of the simulator."""

import sys
import warnings
from collections.abc import Callable
from types import CodeType
from typing import Any

from sim.programs import steps
from sim.programs.modules import Modules


def text(error: BaseException, modules: Modules) -> str:
    """What Python prints of an exception that nobody caught."""
    traceback = modules.load("traceback")
    if any(True for _ in traceback.walk_tb(error.__traceback__)):
        return "".join(traceback.format_exception(error))
    return "".join(traceback.format_exception_only(error))


_SILENT = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
_FILTERS = [("ignore", None, category, None, 0) for category in _SILENT]
"""What Python says nothing about by default, whatever the user has asked for of the Python that runs hopscope."""


class Interrupt(KeyboardInterrupt):
    """What a program knows as ``KeyboardInterrupt``: its own is its end, and Ctrl-C at hopscope passes through it."""


Interrupt.__name__ = Interrupt.__qualname__ = "KeyboardInterrupt"
Interrupt.__module__ = "builtins"


class Reports:
    """Where the interpreter reports what no code of a program can catch: in a ``with``, on the program's own console.

    Such are an exception in ``__del__`` and a coroutine that nobody awaits. Of a program that is gone nothing is told.
    """

    def __init__(
        self,
        modules: Modules,
        write: Callable[[str], object],
        is_gone: Callable[[], bool],
        counts_lines: Callable[[], bool],
    ) -> None:
        self._counts_lines = counts_lines
        self._modules = modules
        self._write = write
        self._is_gone = is_gone
        self._outer: list[tuple[Any, Any, Any]] = []

    def __enter__(self) -> None:
        self._outer.append((sys.unraisablehook, warnings.showwarning, warnings.filters))
        sys.unraisablehook, warnings.showwarning, warnings.filters = self._ignored, self._warning, _FILTERS

    def __exit__(self, *_: object) -> None:
        sys.unraisablehook, warnings.showwarning, warnings.filters = self._outer.pop()

    def compiled(self, source: str, file: str) -> CodeType:
        """A program's text as code, and what the compiler has to say about it."""
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", SyntaxWarning)
            code = steps.compiled(source, file, self._counts_lines())
        for each in found:
            self._warning(each.message, each.category, file, each.lineno)
        return code

    def _ignored(self, told: Any) -> None:
        if not self._is_gone():
            name = getattr(told.object, "__qualname__", type(told.object).__name__)
            self._write(f"{told.err_msg or 'Exception ignored in'}: <{name}>\n{text(told.exc_value, self._modules)}")

    def _warning(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: object = None,
        line: str | None = None,
    ) -> None:
        if not self._is_gone():
            own = self._modules.load("warnings")
            self._write(own.formatwarning(message, category, filename, lineno, line))
