"""The event queue: what happens next, in order of time and, within one instant, in order of asking."""

import gc
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from heapq import heapify, heappop, heappush
from typing import Any

SECOND = 1_000_000_000
"""Nanoseconds in a second: time is an integer of nanoseconds everywhere."""
EPOCH = 1_767_225_600
"""Second 0 of the simulation on the calendar: 2026-01-01 00:00:00 UTC, in seconds since 1970-01-01 00:00:00 UTC."""

_MANY = 10_000
"""More new objects than this are not searched for garbage; they are those of some thousand records."""

Event = tuple[int, int, Callable[[Any], None], Any]
"""When (ns), order number, what to call, and with what."""


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No cyclic garbage collection: nothing here makes cycles that are worth a search through a million records."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if gc.get_count()[0] > _MANY:
                # Makes all that is new count as old: else the next allocation would search it, for nothing. After short
                # runs it may: who makes thousands of networks would otherwise never get rid of one.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class Timer:
    """An event that can be cancelled."""

    __slots__ = ("argument", "deadline", "function", "live")

    def __init__(self, deadline: int, function: Callable[[Any], None], argument: Any) -> None:
        self.deadline = deadline
        self.function = function
        self.argument = argument
        self.live = True


class Kernel:
    """Runs events one after the other. It never looks at a wall clock."""

    __slots__ = ("_cancelled", "_heap", "_order", "now")

    def __init__(self) -> None:
        self.now = 0
        self._heap: list[Event] = []
        self._order = 0
        self._cancelled = 0

    def at(self, time: int, function: Callable[[Any], None], argument: Any) -> None:
        """Call ``function(argument)`` at ``time`` (ns, not before now)."""
        self._order = order = self._order + 1
        heappush(self._heap, (time, order, function, argument))

    def go_on(self, function: Callable[[Any], None]) -> None:
        """Call a function before all that is due, for who was interrupted in an event of now."""
        self._order = order = self._order + 1
        heappush(self._heap, (self.now, -order, function, None))

    def timer(self, deadline: int, function: Callable[[Any], None], argument: Any) -> Timer:
        """Like :meth:`at`, with a handle for :meth:`cancel`."""
        timer = Timer(deadline, function, argument)
        self.at(deadline, self._fire, timer)
        return timer

    def cancel(self, timer: Timer) -> None:
        """Never call the timer's function; no error where it was called already."""
        if not timer.live:
            return
        timer.live = False
        self._cancelled += 1
        if self._cancelled > 64 and self._cancelled * 2 > len(self._heap):
            self._heap = [event for event in self._heap if not _is_dead(event)]
            heapify(self._heap)
            self._cancelled = 0

    def next_time(self) -> int | None:
        """When the next event is due (ns), ``None`` where nothing is left to do."""
        while self._heap and _is_dead(self._heap[0]):
            heappop(self._heap)
            self._cancelled -= 1
        return self._heap[0][0] if self._heap else None

    def pending(self) -> list[Event]:
        """The events to come, in order, cancelled ones left out."""
        return sorted(event for event in self._heap if not _is_dead(event))

    def withdraw(self, function: Callable[[Any], None], is_meant: Callable[[Any], bool] = lambda _: True) -> list[Any]:
        """Take back the calls of ``function`` whose argument ``is_meant``; returns the arguments, in order of time."""
        taken = {event[1]: event for event in self._heap if event[2] == function and is_meant(event[3])}
        if taken:
            self._heap = [event for event in self._heap if event[1] not in taken]
            heapify(self._heap)
        return [event[3] for event in sorted(taken.values())]

    def run(self, until: int | None = None, records: Sized = (), limit: int | None = None) -> bool:
        """Run the events due until ``until`` (ns, inclusive), or all; true where none of those is left.

        The event by which ``records`` gets to a length of ``limit`` is the last one. The clock ends at
        ``until`` where the run got there.
        """
        with collector_at_rest():
            return self._run(until, records, limit)

    def _run(self, until: int | None, records: Sized, limit: int | None) -> bool:
        while (heap := self._heap) and (until is None or heap[0][0] <= until):
            self.now, _, function, argument = heappop(heap)
            function(argument)
            if limit is not None and len(records) >= limit:  # asking a callback would cost 6 % of a run
                return False
        if until is not None and until > self.now:
            self.now = until
        return True

    def _fire(self, timer: Timer) -> None:
        if timer.live:
            timer.live = False
            timer.function(timer.argument)
        else:
            self._cancelled -= 1


def _is_dead(event: Event) -> bool:
    return isinstance(event[3], Timer) and not event[3].live
