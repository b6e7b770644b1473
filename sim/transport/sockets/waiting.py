"""Who waits for a file to become ready, as Linux's wait queues have them."""

from collections.abc import Callable
from typing import Any

from sim.transport.sockets.readiness import ERR, HUP, RDHUP

Watcher = Callable[[Any, int, int], object]
"""Is told: the file, its events, and the record that made it ready."""
Waiter = Callable[[Any, int, int], int]
"""Is told the same; returns which of the events it takes."""

_FOR_ALL = HUP | ERR | RDHUP
"""An end or an error is for everybody; data, room or a connection is for one."""


class WaitQueue:
    """Tells everybody who watches of each event; of those that wait for what only one can have, it tells one.

    One that waits returns 0 where it takes no event; the others are told of the rest.
    """

    __slots__ = ("_waiting", "_watching")

    def __init__(self) -> None:
        self._watching: list[Watcher] = []
        self._waiting: list[Waiter] = []

    def __bool__(self) -> bool:
        return bool(self._watching or self._waiting)

    def watch(self, watcher: Watcher) -> None:
        self._watching.append(watcher)

    def wait(self, waiter: Waiter, is_next: bool = False) -> None:
        """Who waits longest is told first; ``is_next`` goes ahead of all others."""
        self._waiting.insert(0 if is_next else len(self._waiting), waiter)

    def remove(self, watcher: Watcher | Waiter) -> None:
        """Tell it no more; no error where nobody was told."""
        for queue in (self._watching, self._waiting):
            if watcher in queue:
                queue.remove(watcher)  # type: ignore[arg-type]  # it is in there

    def clear(self) -> None:
        self._watching.clear()
        self._waiting.clear()

    def tell(self, file: Any, events: int, cause: int) -> None:
        for watcher in tuple(self._watching):
            watcher(file, events, cause)
        self.pass_on(file, events, cause)

    def pass_on(self, file: Any, events: int, cause: int) -> None:
        """Tell only those that wait, such as when who was woken left something."""
        left = events
        for waiter in tuple(self._waiting):
            taken = waiter(file, left, cause)
            if not events & _FOR_ALL:
                left &= ~taken


class Watchable:
    """A file that tells when it becomes ready, so that somebody can wait for it."""

    def __init__(self) -> None:
        self._queue = WaitQueue()

    @property
    def is_typed(self) -> bool:
        """Whether what somebody types makes it ready."""
        return False

    def watch(self, watcher: Watcher) -> None:
        """Tell somebody each time that something happens to the file."""
        self._queue.watch(watcher)

    def wait(self, waiter: Waiter) -> None:
        """Tell somebody of what only one can have, when it is the turn of this one; an end and an error are for all."""
        self._queue.wait(waiter)

    def unwatch(self, watcher: Watcher | Waiter) -> None:
        """Tell no more; no error where nobody was told."""
        self._queue.remove(watcher)

    def pass_on(self, cause: int) -> None:
        """Tell the next that waits where something is left; ``cause`` is the record of the call that left it."""
        if self._queue:
            self._queue.pass_on(self, self.events(), cause)

    def ready(self, cause: int) -> None:
        """Tell all who watch; ``cause`` is the record that made it ready."""
        if self._queue:
            self._queue.tell(self, self.events(), cause)

    def events(self) -> int:
        """What the file is ready for: a mask of the bits in :mod:`sim.transport.sockets.readiness`."""
        raise NotImplementedError
