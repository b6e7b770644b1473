"""Who waits for a file to become ready, as Linux's wait queues have them."""

from collections.abc import Callable
from typing import Generic, TypeVar

from sim.transport.sockets.readiness import ERR, HUP, RDHUP

File = TypeVar("File")

_FOR_ALL = HUP | ERR | RDHUP
"""An end or an error is for everybody; data, room or a connection is for one."""


class WaitQueue(Generic[File]):
    """Tells everybody who watches of each event; of those that wait for what only one can have, it tells one.

    A watcher is told the file, its events, and the record that made it ready. One that waits returns which of the
    events it takes, 0 for none; the others are told of the rest.
    """

    __slots__ = ("_waiting", "_watching")

    def __init__(self) -> None:
        self._watching: list[Callable[[File, int, int], object]] = []
        self._waiting: list[Callable[[File, int, int], int]] = []

    def __bool__(self) -> bool:
        return bool(self._watching or self._waiting)

    def watch(self, watcher: Callable[[File, int, int], object]) -> None:
        self._watching.append(watcher)

    def wait(self, waiter: Callable[[File, int, int], int], is_next: bool = False) -> None:
        """Who waits longest is told first; ``is_next`` goes ahead of all others."""
        self._waiting.insert(0 if is_next else len(self._waiting), waiter)

    def remove(self, watcher: Callable[[File, int, int], object]) -> None:
        """Tell it no more; no error where nobody was told."""
        for queue in (self._watching, self._waiting):
            if watcher in queue:
                queue.remove(watcher)  # type: ignore[arg-type]  # it is in there

    def clear(self) -> None:
        self._watching.clear()
        self._waiting.clear()

    def tell(self, file: File, events: int, cause: int) -> None:
        for watcher in tuple(self._watching):
            watcher(file, events, cause)
        self.pass_on(file, events, cause)

    def pass_on(self, file: File, events: int, cause: int) -> None:
        """Tell only those that wait, such as when who was woken left something."""
        left = events
        for waiter in tuple(self._waiting):
            taken = waiter(file, left, cause)
            if not events & _FOR_ALL:
                left &= ~taken
