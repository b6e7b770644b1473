"""Reading and writing by descriptor: what ``os.read``, ``os.write`` and open files of a program do.

What is answered at once and is no socket or pipe (files, the console) makes no record.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from sim.programs.calls import Bearing, SystemCall, shown
from sim.programs.console import Input, Output, typed_at
from sim.programs.descriptors import Description
from sim.programs.files import OpenFile
from sim.programs.process import Process
from sim.programs.rows import Vain
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT, RDHUP
from sim.transport.sockets.socket import Socket
from sim.transport.sockets.waiting import Watcher

TO_READ = IN | HUP | ERR | RDHUP
TO_WRITE = OUT | HUP | ERR

Result = TypeVar("Result")


def wait_until_ready(call: SystemCall, file: Any, mask: int, deadline: int | None) -> bool:
    """Wait until a file is ready for any of ``mask``; false where the deadline (ns) came first."""
    told: list[Watcher] = []

    def watch(wake: Callable[[int], None]) -> None:
        def ready(_: object, events: int, cause: int) -> None:
            if events & mask:
                wake(cause)

        told.append(ready)
        file.watch(ready)

    try:
        return call.wait(deadline, watch, typed_at((file,)))
    finally:
        for each in told:
            file.unwatch(each)


def wait_turn(call: SystemCall, file: Any, mask: int, deadline: int | None) -> bool:
    """Like :func:`wait_until_ready`, for what only one of the threads that wait can have: first come, first served."""

    def waiter(_: object, events: int, cause: int) -> int:
        if events & mask:
            file.unwatch(waiter)
            call.thread.wake(cause)
        return events & mask

    try:
        return call.wait(deadline, lambda _: file.wait(waiter), typed_at((file,)))
    finally:
        file.unwatch(waiter)


def repeat(
    call: SystemCall,
    file: Any,
    attempt: Callable[[], Result],
    mask: int,
    is_blocking: bool,
    deadline: int | None,
    has_limit: bool = False,
) -> Result:
    """What an attempt returns once it does not ask to wait; EAGAIN where it is not to, or where the deadline (ns) came.

    ``has_limit``: it is Python that waits, not the call. Python asks before each attempt whether the file is ready, and
    raises ``TimeoutError`` in the end. Who has waited and leaves something passes it on to the next that waits.
    """
    has_waited = False
    try:
        while True:
            again: OSError = TimeoutError("timed out")
            if not has_limit or file.events() & mask:
                try:
                    result = attempt()
                except BlockingIOError as refused:
                    again = again if has_limit else refused
                else:
                    call.bears(Bearing.BRINGS)
                    return result
            if not is_blocking:
                raise again
            has_waited = True
            if not wait_turn(call, file, mask, deadline):
                raise again
    finally:
        if has_waited and not call.process.gone:
            file.pass_on(call.record)


def read(process: Process, fd: int, limit: int) -> bytes:
    """Up to ``limit`` octets; ``b""`` at the end. EBADF; EAGAIN where the descriptor is not to wait."""
    description = process.descriptors.get(fd)
    file = description.file
    if isinstance(file, OpenFile) and file.readable:
        return file.read(limit)
    text = f"read({fd}, {limit})"
    if isinstance(file, Input):
        if file.events():
            return file.read(limit, cause=process.last_record())
        text = process.reading or text
    with _call(process, text, description, "read", "recv") as (call, receive):
        attempt = partial(receive, limit, cause=call.record)
        data: bytes = repeat(call, file, attempt, TO_READ, description.is_blocking, None)
        if limit and not data:
            call.bears(Vain.END)
        is_line = isinstance(file, Input) and bool(process.reading)
        call.returns(shown(data.decode(errors="replace").removesuffix("\n") if is_line else data))
        return data


def write(process: Process, fd: int, data: bytes, text: str | None = None) -> int:
    """How many octets were taken; ``text`` is the call as it is shown. EBADF, EPIPE; EAGAIN where it is not to wait."""
    description = process.descriptors.get(fd)
    file, now = description.file, process.kernel.now
    if isinstance(file, Output) or (isinstance(file, OpenFile) and file.writable):
        return file.write(data, now)
    text = f"write({fd}, {shown(data)})" if text is None else text
    with _call(process, text, description, "write", "send") as (call, send):
        left = memoryview(data)
        while True:
            attempt = partial(send, bytes(left), cause=call.record)
            left = left[repeat(call, file, attempt, TO_WRITE, description.is_blocking, None) :]
            if not left or not description.is_blocking:
                break
        count = len(data) - len(left)
        call.returns(str(count))
        return count


@contextmanager
def _call(
    process: Process, text: str, description: Description, of_files: str, of_sockets: str
) -> Iterator[tuple[SystemCall, Callable[..., Any]]]:
    """A call about an open file, which stays open as long as the call lasts; EBADF where it cannot do that."""
    file = description.file
    act = getattr(file, of_sockets if isinstance(file, Socket) else of_files, None)
    if act is None or isinstance(file, OpenFile):
        raise OSError(errno.EBADF, "Bad file descriptor")
    with SystemCall(process, text, getattr(file, "number", None)) as call:
        description.hold()
        try:
            yield call, act
        finally:
            description.let_go(call.record)
