"""A thread's calls of its host, as the trace shows them: entered, blocked, returned or raised."""

from collections.abc import Callable
from enum import Enum
from errno import EINPROGRESS
from types import TracebackType
from typing import Self

from sim.device.loopback import Batch
from sim.programs import rules
from sim.programs.frames import place_of
from sim.programs.loops import NAMED_AFTER
from sim.programs.process import Process
from sim.programs.rows import THREADS, LoopRow, ThreadRow, Vain
from sim.trace.records import Kind
from sim.why import Why

LONGEST = 60
"""Characters of what is shown of an argument or a result."""


class Bearing(Enum):
    """What a call that succeeds comes to: nothing by itself, a look at what is ready, or data and connections."""

    NONE = 0
    LOOKS = 1
    BRINGS = 2


class SystemCall:
    """A call, in a ``with``: entering it is its first record, :attr:`record`, the cause of all that the call does.

    ``socket`` is the number of the socket that it is about. What is given to :meth:`returns` is shown as the result; an
    exception that leaves the ``with`` is shown as raised, and leaves it. The thread's :attr:`~Thread.record` is then
    the last of the call's, so that it leads to what the thread does next.
    """

    __slots__ = (
        "_batch", "_bearing", "_has_waited", "_is_quiet", "_result", "_row", "_woken_by", "process", "record", "socket",
        "thread",
    )  # fmt: skip

    def __init__(self, process: Process, text: str, socket: int | None = None, library: bool = False) -> None:
        self.process = process
        self.thread = thread = process.running()
        self.socket = socket
        self._is_quiet = process.modules.in_library > 0
        thread.loop.lines = 0
        process.hold_at_limit()
        if not self._is_quiet:
            process.pay(for_call=True)
        thread.count_call()
        place, inside = place_of(process.own_files)
        if place is not None:
            thread.place = place
        if library and inside is not None:
            text = f"{inside}()"
        self._row = ThreadRow(process.thread_name(thread), *thread.place, text, socket, "entered")
        self._result = "None"
        self._batch = process.node.loop.batch = Batch()
        self._woken_by: int | None = None
        self._has_waited = False
        self._bearing: Bearing | Vain = Bearing.NONE
        _, file, line, *_ = self._row
        why = Why(rules.CALL_ENTERED, call=text, file=file, line=line)
        self.record = self._put(self._row, Kind.CALL_ENTERED, why, thread.record)
        thread.record = self.record

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self.process.gone:
            return
        self._let_the_host_take_in_its_own()
        self._judge(error)
        cause = self.record if self._woken_by is None else self._woken_by
        if error is None:
            row = self._row._replace(phase="returned", result=self._result, socket=self.socket)
            why = Why(rules.CALL_RETURNED, call=row.call, result=row.result)
            self.thread.record = self._put(row, Kind.CALL_RETURNED, why, cause)
        elif isinstance(error, Exception):
            row = self._row._replace(phase="raised", result=shown_error(error))
            why = Why(rules.CALL_RAISED, call=row.call, error=row.result)
            self.thread.record = self._put(row, Kind.CALL_RAISED, why, cause)

    def _judge(self, error: BaseException | None) -> None:
        """Whether the call brings the program something, or is one in a loop that brings nothing."""
        bearing = self._bearing
        if isinstance(error, OSError) and error.errno == EINPROGRESS:
            bearing = Bearing.BRINGS  # what a call that does not wait has begun
        elif isinstance(error, BlockingIOError):
            bearing = Vain.ASKS
        elif isinstance(error, Exception) and not isinstance(error, TimeoutError):
            bearing = Vain.FAILS
        process, thread, loop = self.process, self.thread, self.thread.loop
        match bearing:
            case Vain():
                count = loop.in_vain(bearing, self._row.call, self.socket)
                if count == NAMED_AFTER[bearing]:
                    row = LoopRow(bearing, self._row.file, self._row.line, self._row.call)
                    process.name_loop(thread, row, error="" if error is None else shown_error(error))
                thread.wait_until(loop.until(process.kernel.now))
            case Bearing.LOOKS:
                if loop.looks(self._has_waited) == NAMED_AFTER[Vain.ASKS]:
                    process.name_loop(thread, LoopRow(Vain.ASKS, self._row.file, self._row.line, self._row.call))
                thread.wait_until(loop.until(process.kernel.now))
            case Bearing.BRINGS:
                loop.brings()
                process.loop_is_over(thread)
            case Bearing.NONE:
                loop.acts()

    def bears(self, bearing: "Bearing | Vain") -> None:
        """What the call comes to, for a program that makes it again and again."""
        self._bearing = bearing

    def returns(self, text: str) -> None:
        """What the call returns, as text."""
        self._result = shortened(text)

    def wait(
        self,
        deadline: int | None,
        watch: Callable[[Callable[[int], None]], None] | None = None,
        stdin: int | None = None,
    ) -> bool:
        """Wait until something wakes the thread, or until ``deadline`` (ns), which is told by false.

        ``watch`` is given what wakes the thread, with the record that does. ``stdin`` is the descriptor of standard
        input where it is waited for.
        """
        why = Why(rules.CALL_BLOCKED, call=self._row.call, thread=self._row.name)
        row = self._row._replace(phase="blocked", stdin=stdin)
        blocked = self._put(row, Kind.CALL_BLOCKED, why, self.record)
        if watch is not None:
            watch(self.thread.wake)
        loop = self.process.node.loop
        loop.batch = None
        self._has_waited = True
        woken_by = self.thread.wait(deadline)
        if woken_by is not None and self.process.speed is not None:
            self.thread.wait_until(self.process.kernel.now + self.process.speed.of_call())
        loop.batch = self._batch
        self._woken_by = blocked if woken_by is None else woken_by
        return woken_by is not None

    def _let_the_host_take_in_its_own(self) -> None:
        """Wait until the host has taken in what the call has sent to the host itself, and what the host answered."""
        batch, thread = self._batch, self.thread
        self.process.node.loop.batch = None
        if batch.under_way:
            batch.at_end = lambda: thread.wake(self.record)
            thread.wait(None)

    def _put(self, row: ThreadRow, kind: Kind, why: Why, cause: int) -> int:
        if self._is_quiet:
            return cause
        return self.process.node.put(THREADS, (self.process.number, self.thread.number), row, why, cause, kind)


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
