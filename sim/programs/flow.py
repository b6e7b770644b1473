"""The flow of control: a thread of a program is a greenlet, and the host's kernel goes on where it waits.

Nothing runs at the same time as anything else. A thread runs, in an event of the simulator's queue, until one of its
calls waits; what wakes it puts it into the queue again. Only here: greenlet.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import Protocol

from greenlet import GreenletExit, error, getcurrent, greenlet

from sim.kernel import Kernel, Timer
from sim.programs.frames import Place
from sim.programs.loops import Loop

FREE_CALLS = 100
"""Calls that a thread makes in one instant before each further one takes :data:`SLICE`, so that time goes on."""

SLICE = 10_000
"""ns."""

GLANCE = 1_000_000
"""ns."""

FREE_GLANCES = 1000
"""Looks at the clock or at a lock in one instant, after which each further one takes :data:`GLANCE`."""


class ThreadOwner(Protocol):
    """What a thread sees of its program. All that the interpreter reports while it runs goes to ``reports``."""

    current: "Thread | None"

    @property
    def file(self) -> str: ...
    @property
    def kernel(self) -> Kernel: ...
    @property
    def gone(self) -> bool: ...
    @property
    def reports(self) -> AbstractContextManager[None]: ...
    def begin(self, thread: "Thread") -> None: ...
    def give_up(self) -> None: ...


class Thread:
    """A thread of a program. ``record`` is the last that it made or that woke it: the cause of what it does next."""

    __slots__ = (
        "_asleep", "_calls", "_glanced", "_glances", "_greenlet", "_instant", "_timer", "_woken_by", "loop", "number",
        "on_end", "place", "process", "record", "started",
    )  # fmt: skip

    def __init__(self, process: ThreadOwner, number: int, run: Callable[[], None], cause: int) -> None:
        self.process = process
        self.number = number
        self.record = cause
        self.place: Place = (process.file, 1, "<module>")
        self.on_end: list[Callable[[], object]] = []
        self.started = False
        self.loop = Loop()
        self._greenlet = greenlet(run)
        self._asleep = False
        self._woken_by: int | None = None
        self._timer: Timer | None = None
        self._instant = -1
        self._calls = 0
        self._glanced = -1
        self._glances = 0

    @property
    def ident(self) -> int:
        """The number by which its program knows it, which is never 0."""
        return self.number + 1

    # From the simulator's queue

    def resume(self, _: object = None) -> None:
        """Let the thread run until it waits or ends."""
        process = self.process
        if process.gone or self._greenlet.dead:
            return
        self.started = True
        process.begin(self)
        self._switch()

    def _resume_as_it_was(self, _: object) -> None:
        process = self.process
        if not (process.gone or self._greenlet.dead):
            process.current = self
            self._switch()

    def _switch(self) -> None:
        process = self.process
        self._greenlet.parent = getcurrent()
        try:
            with process.reports:
                self._greenlet.switch()
        finally:
            process.current = None

    def wake(self, cause: int) -> None:
        """End the thread's waiting because of a record; no error where it waits no longer."""
        if self._asleep:
            self._asleep = False
            self._woken_by = cause
            if self._timer is not None:
                self.process.kernel.cancel(self._timer)
            self.process.kernel.at(self.process.kernel.now, self.resume, None)

    def _expire(self, _: object) -> None:
        if self._asleep:
            self._asleep = False
            self._woken_by = None
            self.resume()

    def drop(self) -> None:
        """Forget the thread where it stands; nothing of the program's text runs."""
        if not self._greenlet.dead:
            # Another thread of this machine's cannot reach it, and leaves it where it is.
            with suppress(error, ValueError), self.process.reports:
                self._greenlet.parent = getcurrent()
                self._greenlet.throw(GreenletExit)

    # From the thread itself

    def wait(self, deadline: int | None) -> int | None:
        """Wait to be woken, until ``deadline`` (ns); the record that woke, ``None`` where the deadline came."""
        kernel = self.process.kernel
        self._asleep = True
        self._timer = None if deadline is None else kernel.timer(max(deadline, kernel.now), self._expire, None)
        self._give_way()
        return self._woken_by

    def after_others(self) -> None:
        """Go on when all that is due in this instant has been done."""
        kernel = self.process.kernel
        kernel.at(kernel.now, self.resume, None)
        self._give_way()

    def wait_until(self, time: int) -> None:
        """Let time pass, if it has not yet."""
        if time > self.process.kernel.now:
            self.wait(time)

    def pause(self) -> None:
        """Let the run be stopped here; it goes on as if it had not been."""
        self.process.kernel.go_on(self._resume_as_it_was)
        self._give_way()

    def count_call(self) -> None:
        """Let a little time pass where the thread makes many calls in one instant."""
        now = self.process.kernel.now
        if now != self._instant:
            self._instant, self._calls = now, 0
        self._calls += 1
        if self._calls > FREE_CALLS:
            self._instant, self._calls = now + SLICE, FREE_CALLS
            self.wait(now + SLICE)

    def glance(self) -> None:
        """Let time pass where the thread does nothing but look at the clock or at a lock."""
        now = self.process.kernel.now
        if now != self._glanced:
            self._glanced, self._glances = now, 0
        self._glances += 1
        if self._glances > FREE_GLANCES:
            self._glances = FREE_GLANCES
            self._glanced = now + GLANCE
            self.wait(now + GLANCE)

    def _give_way(self) -> None:
        assert getcurrent() is self._greenlet, "a thread waits by itself"
        queue = self._greenlet.parent
        assert queue is not None, "a thread runs in an event of the queue"
        try:
            queue.switch()
        except GreenletExit:
            self.process.give_up()
            raise

    def end(self) -> None:
        """Tell whoever waits for the thread's end."""
        for each in self.on_end:
            each()


__all__ = ["GreenletExit", "Thread"]
