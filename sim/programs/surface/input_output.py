"""Reading and writing by descriptor: what ``os.read``, ``os.write`` and open files of a program do.

What is answered at once and is no socket or pipe (files, the console) makes no record.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from sim.programs.calls import SystemCall, shown
from sim.programs.console import Input, Output
from sim.programs.descriptors import Description, Watcher
from sim.programs.files import OpenFile
from sim.programs.process import Process
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT, RDHUP
from sim.transport.sockets.socket import Socket

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
        return call.wait(deadline, watch)
    finally:
        for each in told:
            file.unwatch(each)


def octets_of(data: Any) -> bytes:
    """What is to be written. ``bytes`` alone would take a number, too, and say something else of a text."""
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None


def read(process: Process, fd: int, limit: int) -> bytes:
    """Up to ``limit`` octets; ``b""`` at the end. EBADF; EAGAIN where the descriptor is not to wait."""
    description = process.descriptors.get(fd)
    file = description.file
    if isinstance(file, OpenFile) and file.readable:
        return file.read(limit)
    if isinstance(file, Input):
        return file.read(limit)
    with _call(process, f"read({fd}, {limit})", description, "read", "recv") as (call, receive):
        data: bytes = _waiting(call, description, partial(receive, limit, cause=call.record), TO_READ)
        call.returns(shown(data))
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
            left = left[_waiting(call, description, partial(send, bytes(left), cause=call.record), TO_WRITE) :]
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


def _waiting(call: SystemCall, description: Description, attempt: Callable[[], Result], mask: int) -> Result:
    while True:
        try:
            result = attempt()
        except BlockingIOError:
            if not description.is_blocking:
                call.thread.found(False)
                raise
        else:
            call.thread.found(True)
            return result
        wait_until_ready(call, description.file, mask, None)
