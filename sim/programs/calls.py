"""A thread's calls of its host, as the trace shows them: entered, blocked, returned or raised."""

import sys
from collections.abc import Callable, Mapping
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self

from sim.programs import rules
from sim.programs.rows import THREADS, ThreadRow
from sim.trace.records import Kind
from sim.why import Why

if TYPE_CHECKING:
    from sim.programs.host import Program

_COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>")

LONGEST = 60
"""Characters of what is shown of an argument or a result."""


class Call:
    """A call, in a ``with``: entering it is its first record, :attr:`record`, the cause of all that the call does.

    ``socket`` is the number of the socket that it is about. What is given to :meth:`returns` is shown as the result; an
    exception that leaves the ``with`` is shown as raised, and leaves it. The thread's :attr:`~Thread.record` is then
    the last of the call's, so that it leads to what the thread does next.
    """

    __slots__ = ("_is_quiet", "_result", "_row", "_woken_by", "process", "record", "socket", "thread")

    def __init__(self, process: "Program", text: str, socket: int | None = None, library: bool = False) -> None:
        self.process = process
        self.thread = thread = process.running()
        self.socket = socket
        self._is_quiet = process.modules.in_library > 0
        thread.count_call()
        place, inside = place_of(process)
        if place is not None:
            thread.place = place
        if library and inside is not None:
            text = f"{inside}()"
        self._row = ThreadRow(process.thread_name(thread), *thread.place, text, socket, "entered")
        self._result = "None"
        self._woken_by: int | None = None
        _, file, line, *_ = self._row
        why = Why(rules.CALL_ENTERED, call=text, file=file, line=line)
        self.record = self._put(self._row, Kind.CALL_ENTERED, why, thread.record)
        thread.record = self.record

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self.process.gone:
            return
        cause = self.record if self._woken_by is None else self._woken_by
        if error is None:
            row = self._row._replace(phase="returned", result=self._result, socket=self.socket)
            why = Why(rules.CALL_RETURNED, call=row.call, result=row.result)
            self.thread.record = self._put(row, Kind.CALL_RETURNED, why, cause)
        elif isinstance(error, Exception):
            row = self._row._replace(phase="raised", result=shown_error(error))
            why = Why(rules.CALL_RAISED, call=row.call, error=row.result)
            self.thread.record = self._put(row, Kind.CALL_RAISED, why, cause)

    def returns(self, text: str) -> None:
        """What the call returns, as text."""
        self._result = shortened(text)

    def wait(self, deadline: int | None, watch: Callable[[Callable[[int], None]], None] | None = None) -> bool:
        """Wait until something wakes the thread, or until ``deadline`` (ns), which is told by false.

        ``watch`` is given what wakes the thread, with the record that does.
        """
        why = Why(rules.CALL_BLOCKED, call=self._row.call, thread=self._row.name)
        blocked = self._put(self._row._replace(phase="blocked"), Kind.CALL_BLOCKED, why, self.record)
        if watch is not None:
            watch(self.thread.wake)
        woken_by = self.thread.wait(deadline)
        self._woken_by = blocked if woken_by is None else woken_by
        return woken_by is not None

    def _put(self, row: ThreadRow, kind: Kind, why: Why, cause: int) -> int:
        if self._is_quiet:
            return cause
        return self.process.node.put(THREADS, (self.process.number, self.thread.number), row, why, cause, kind)


def place_of(process: "Program") -> tuple[tuple[str, int, str] | None, str | None]:
    """Where in the program's own text its thread is, and which function of the library it called there.

    The first is ``None`` where the thread runs in the library alone, the second where it calls the host itself.
    """
    frame: FrameType | None = sys._getframe(2)
    inside = None
    while frame is not None:
        code = frame.f_code
        if code.co_filename in process.own_files:
            return (code.co_filename, frame.f_lineno, _function_of(frame)), inside
        if not is_ours(frame.f_globals):
            inside = code.co_qualname
        frame = frame.f_back
    return None, inside


def _function_of(frame: FrameType) -> str:
    """The function that a frame is in: not a comprehension, which has a frame of its own up to Python 3.11 only."""
    name = frame.f_code.co_name
    return _function_of(frame.f_back) if name in _COMPREHENSIONS and frame.f_back is not None else name


def is_ours(namespace: Mapping[str, object]) -> bool:
    """Whether a frame with these globals is the simulator's, and not the program's or its library's."""
    name = namespace.get("__name__")
    return isinstance(name, str) and name.startswith("sim.")


def shown(value: object) -> str:
    """A value as an argument or a result is shown: no addresses in memory, and not too long."""
    if isinstance(value, bytes | bytearray | memoryview):
        data = bytes(value[:LONGEST])
        text = repr(data)
        if len(value) > LONGEST or len(text) > LONGEST:
            return f"{text[: LONGEST // 2]}…' ({len(value)} octets)"
        return text
    if value is None or isinstance(value, str | int | float | tuple | list):
        return shortened(repr(value))
    return type(value).__name__


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def shown_error(error: BaseException) -> str:
    text = str(error)
    name = type(error).__name__
    return f"{name}: {text}" if text else name
