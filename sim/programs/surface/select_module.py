"""The module ``select`` of a host: ``select``, ``poll`` and ``epoll``, as Linux has them."""

import errno
from collections.abc import Callable, Iterable
from types import ModuleType, TracebackType
from typing import Any, ClassVar, Self

from sim.programs.calls import Bearing, SystemCall, shown
from sim.programs.console import typed_at
from sim.programs.descriptors import Description
from sim.programs.modules import stand_in
from sim.programs.process import Process
from sim.programs.rows import Vain
from sim.programs.surface.arguments import bare, counted, integer
from sim.programs.surface.clock import nanoseconds
from sim.programs.surface.epoll import EPOLLET, EPOLLEXCLUSIVE, EPOLLONESHOT, EpollFile
from sim.programs.surface.input_output import wait_turn
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT, PRI, RDHUP
from sim.transport.sockets.waiting import Watcher

POLLNVAL = 0x20
EPOLL_CLOEXEC = 0o2000000
_LARGEST_MASK = 2**16 - 1
_LONGEST_POLL = 2**31 - 1
"""Milliseconds."""
_LONGEST_TIME = 2**63 - 1
"""ns."""
_MOST = 1024
"""FD_SETSIZE: how many descriptors ``select`` can look at."""

_READABLE = IN | HUP | ERR
_WRITABLE = OUT | ERR
_RANGES = {
    "IN": IN,
    "PRI": PRI,
    "OUT": OUT,
    "ERR": ERR,
    "HUP": HUP,
    "RDHUP": RDHUP,
    "RDNORM": 0x40,
    "RDBAND": 0x80,
    "WRNORM": 0x100,
    "WRBAND": 0x200,
    "MSG": 0x400,
}


def number_of(file: Any) -> int:
    """The descriptor that is meant: a number, or what ``fileno()`` of an object says."""
    if isinstance(file, int):
        number = int(file)
    else:
        fileno = getattr(file, "fileno", None)
        if fileno is None:
            raise TypeError("argument must be an int, or have a fileno() method.")
        number = fileno()
        if not isinstance(number, int):
            raise TypeError("fileno() returned a non-integer")
    if number < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({number})")
    return number


def _mask(events: Any) -> int:
    if not isinstance(events, int):
        raise TypeError("an integer is required")
    if events < 0:
        raise ValueError("value must be positive")
    if events > _LARGEST_MASK:
        raise OverflowError("Python int too large for C unsigned short")
    return events


def wait_for(call: SystemCall, files: Iterable[Any], deadline: int | None) -> bool:
    """Wait until something happens to any of these; false where the deadline came first."""
    watched: list[tuple[Any, Watcher]] = []
    found = tuple(files)

    def watch(wake: Callable[[int], None]) -> None:
        def ready(_: object, events: int, cause: int) -> None:
            wake(cause)

        for file in found:
            if hasattr(file, "watch"):
                file.watch(ready)
                watched.append((file, ready))

    try:
        return call.wait(deadline, watch, typed_at(found))
    finally:
        for file, ready in watched:
            file.unwatch(ready)


class Held:
    """The open files of a call that waits for several, by their numbers; EBADF where one is not open.

    As Linux has it, a file that another thread closes meanwhile stays open for the call and does not wake it; whoever
    wakes it then finds POLLNVAL under the number.
    """

    def __init__(self, process: Process, call: SystemCall, numbers: Iterable[int]) -> None:
        self._process = process
        self._call = call
        self._held = {number: process.descriptors.get(number) for number in numbers}

    def __enter__(self) -> Self:
        for description in self._held.values():
            description.hold()
        return self

    def __exit__(self, *_: object) -> None:
        for description in self._held.values():
            description.let_go(self._call.record)

    @property
    def files(self) -> list[Any]:
        return list({description.file: None for description in self._held.values()})

    def events(self, number: int) -> int:
        """What is to be told of a number: POLLNVAL where it names the file no more."""
        descriptors, held = self._process.descriptors, self._held.get(number)
        if held is None or not descriptors.is_open(number):
            return POLLNVAL
        events: int = descriptors.get(number).file.events()
        return events

    def asked(self, number: int, mask: int) -> int:
        return self.events(number) & (mask | ERR | HUP | POLLNVAL)


class Select:
    """The function ``select`` for one program."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @counted("select", 3, 4)
    def select(
        self, read: Iterable[Any], write: Iterable[Any], unusual: Iterable[Any], timeout: float | None = None, /
    ) -> tuple[list[Any], list[Any], list[Any]]:
        if timeout is not None and not isinstance(timeout, int | float):
            raise TypeError("timeout must be a float or None")
        if timeout is not None and timeout < 0:
            raise ValueError("timeout must be non-negative")
        process = self._process
        if not all(hasattr(files, "__iter__") for files in (read, write, unusual)):
            raise TypeError("arguments 1-3 must be sequences")
        wanted = [[(number_of(file), file) for file in files] for files in (read, write, unusual)]
        if any(number >= _MOST for files in wanted for number, _ in files):
            raise ValueError("filedescriptor out of range in select()")
        texts = [str([number for number, _ in files]) for files in wanted]
        text = f"select({', '.join(texts)}{'' if timeout is None else f', {timeout!r}'})"
        with SystemCall(process, text) as call, Held(process, call, [n for files in wanted for n, _ in files]) as held:
            deadline = None if timeout is None else process.kernel.now + nanoseconds(timeout)
            is_over = timeout == 0
            while True:
                ready = [
                    [(n, file) for n, file in files if held.events(n) & (mask | POLLNVAL)]
                    for files, mask in zip(wanted, (_READABLE, _WRITABLE, PRI), strict=True)
                ]
                if any(ready) or is_over:
                    break
                is_over = not wait_for(call, held.files, deadline)
            call.bears(Bearing.LOOKS if any(ready) else Vain.ASKS if timeout == 0 else Bearing.NONE)
            call.returns(f"({', '.join(str([n for n, _ in files]) for files in ready)})")
            found = [[file for _, file in files] for files in ready]
            return found[0], found[1], found[2]


class Poll:
    """What ``select.poll()`` returns."""

    __slots__ = ("__weakref__", "_is_polling", "_wanted")
    _process: ClassVar[Process]
    _wanted: dict[int, int]
    _is_polling: bool

    def __new__(cls, *_: object) -> Self:
        raise TypeError("cannot create 'select.poll' instances")

    @classmethod
    @bare("select.poll")
    def made(cls) -> Self:
        """What the function ``select.poll`` returns."""
        self = object.__new__(cls)
        self._wanted = {}
        self._is_polling = False
        return self

    @counted("register", 1, 2)
    def register(self, file: Any, events: int = IN | PRI | OUT, /) -> None:
        self._wanted[number_of(file)] = _mask(events)

    @counted("modify", 2, 2)
    def modify(self, file: Any, events: int, /) -> None:
        number = number_of(file)
        if number not in self._wanted:
            raise OSError(errno.ENOENT, "No such file or directory")
        self._wanted[number] = _mask(events)

    def unregister(self, file: Any, /) -> None:
        del self._wanted[number_of(file)]

    def poll(self, timeout: float | None = None, /) -> list[tuple[int, int]]:
        """``timeout`` in milliseconds."""
        if timeout is not None and not isinstance(timeout, int | float):
            raise TypeError("timeout must be an integer or None")
        if self._is_polling:
            raise RuntimeError("concurrent poll() invocation")
        if timeout is not None and not -_LONGEST_POLL <= timeout <= _LONGEST_POLL:
            is_time = -_LONGEST_TIME <= timeout <= _LONGEST_TIME
            raise OverflowError("timeout is too large" if is_time else "timestamp too large to convert to C _PyTime_t")
        self._is_polling = True
        try:
            return self._poll(timeout)
        finally:
            self._is_polling = False

    def _poll(self, timeout: float | None) -> list[tuple[int, int]]:
        process = self._process
        wait = None if timeout is None or timeout < 0 else round(timeout * 1_000_000)
        deadline = None if wait is None else process.kernel.now + wait
        with SystemCall(process, f"poll({'' if timeout is None else repr(timeout)})") as call:
            with Held(process, call, [n for n in self._wanted if process.descriptors.is_open(n)]) as held:
                is_over = wait == 0
                while True:
                    ready = [(n, events) for n, mask in self._wanted.items() if (events := held.asked(n, mask))]
                    if ready or is_over:
                        break
                    is_over = not wait_for(call, held.files, deadline)
            call.bears(Bearing.LOOKS if ready else Vain.ASKS if wait == 0 else Bearing.NONE)
            call.returns(shown(ready))
            return ready


class Epoll:
    """What ``select.epoll()`` returns."""

    __slots__ = ("__weakref__", "_fd")
    _process: ClassVar[Process]

    def __init__(self, sizehint: int = -1, flags: int = 0) -> None:
        if integer(sizehint) < -1 or sizehint == 0:
            raise ValueError("negative sizehint")
        if integer(flags) & ~EPOLL_CLOEXEC:
            raise OSError("invalid flags")
        self._fd = -1
        with SystemCall(self._process, "epoll()") as call:
            self._fd = self._process.descriptors.add(EpollFile())
            call.returns(f"epoll {self._fd}")

    @classmethod
    def fromfd(cls, fd: int, /) -> Self:
        """An object for an instance that is open under a number."""
        self = object.__new__(cls)
        self._fd = integer(fd)
        return self

    @property
    def closed(self) -> bool:
        return self._fd < 0

    def fileno(self) -> int:
        self._file()
        return self._fd

    def close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0 and self._process.is_running:
            self._process.descriptors.close(fd, self._process.last_record())

    def __del__(self) -> None:
        if getattr(self, "_fd", -1) >= 0:
            self.close()

    def __enter__(self) -> Self:
        self._file()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def register(self, file: Any, eventmask: int = IN | PRI | OUT) -> None:
        self._change(
            "register", file, eventmask, lambda epoll, target, n, cause: epoll.add(n, target, int(eventmask), cause)
        )

    def modify(self, file: Any, eventmask: int) -> None:
        self._change(
            "modify", file, eventmask, lambda epoll, target, n, cause: epoll.modify(n, target, int(eventmask), cause)
        )

    def unregister(self, file: Any) -> None:
        self._change("unregister", file, None, lambda epoll, target, n, cause: epoll.remove(n, target))

    def _change(
        self, name: str, file: Any, mask: int | None, act: Callable[[EpollFile, Description, int, int], None]
    ) -> None:
        epoll, number = self._file(), number_of(file)
        text = f"{name}({number})" if mask is None else f"{name}({number}, {mask_text(mask)})"
        with SystemCall(self._process, text) as call:
            target = self._process.descriptors.get(number)
            call.socket = getattr(target.file, "number", None)
            act(epoll, target, number, call.record)

    def poll(self, timeout: float | None = None, maxevents: int = -1) -> list[tuple[int, int]]:
        """``timeout`` in seconds."""
        if timeout is not None and not isinstance(timeout, int | float):
            raise TypeError("timeout must be an integer or None")
        epoll, process = self._file(), self._process
        if timeout is not None and abs(timeout) > _LONGEST_TIME / 1_000_000_000:
            raise OverflowError("timestamp too large to convert to C _PyTime_t")
        if maxevents < -1 or maxevents == 0:
            raise ValueError(f"maxevents must be greater than 0, got {maxevents}")
        most = 4096 if maxevents == -1 else maxevents
        endless = timeout is None or timeout < 0
        text = "" if timeout is None else repr(timeout)
        with SystemCall(process, f"epoll.poll({text})") as call:
            deadline = None if endless or timeout is None else process.kernel.now + nanoseconds(timeout)
            while True:
                ready = epoll.take(most)
                if ready or timeout == 0 or not wait_turn(call, epoll, IN, deadline):
                    break
            epoll.pass_on(call.record)
            call.bears(Bearing.LOOKS if ready else Vain.ASKS if timeout == 0 else Bearing.NONE)
            call.returns(f"[{', '.join(f'({number}, {mask_text(events)})' for number, events in ready)}]")
            return ready

    def _file(self) -> EpollFile:
        if self._fd < 0:
            raise ValueError("I/O operation on closed epoll object")
        epoll: EpollFile = self._process.descriptors.get(self._fd).file
        return epoll


def mask_text(mask: int) -> str:
    """``EPOLLIN|EPOLLET``."""
    named = {**{name: _RANGES[name] for name in ("IN", "PRI", "OUT", "ERR", "HUP", "RDHUP")}}
    named |= {"ONESHOT": EPOLLONESHOT, "ET": EPOLLET}
    return "|".join(f"EPOLL{name}" for name, bit in named.items() if mask & bit) or "0"


def make(process: Process) -> ModuleType:
    poll: type[Poll] = process.classes.derived(Poll, "poll", "select", __slots__=())
    return stand_in(
        "select",
        error=OSError,
        select=Select(process).select,
        poll=poll.made,
        epoll=process.classes.derived(Epoll, "epoll", "select", __slots__=()),
        PIPE_BUF=4096,
        POLLNVAL=POLLNVAL,
        EPOLLET=EPOLLET,
        EPOLLONESHOT=EPOLLONESHOT,
        EPOLLEXCLUSIVE=EPOLLEXCLUSIVE,
        EPOLLWAKEUP=0x20000000,
        EPOLL_CLOEXEC=EPOLL_CLOEXEC,
        **{f"{kind}{name}": bit for kind in ("POLL", "EPOLL") for name, bit in _RANGES.items()},
    )
