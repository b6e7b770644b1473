"""An epoll instance, as Linux has it: who is interested in what, and who may be ready, in the order of arrival."""

import errno

from sim.programs.console import typed_at
from sim.programs.descriptors import Description
from sim.transport.sockets.readiness import ERR, HUP, IN
from sim.transport.sockets.waiting import Waiter, Watchable, Watcher

EPOLLEXCLUSIVE = 1 << 28
EPOLLONESHOT = 1 << 30
EPOLLET = 1 << 31


class _Interest:
    """A file that an epoll instance looks at."""

    __slots__ = ("description", "mask", "number", "watcher")

    def __init__(self, number: int, description: Description, mask: int, watcher: Watcher) -> None:
        self.number = number
        self.description = description
        self.mask = mask
        self.watcher = watcher

    def events(self) -> int:
        """What it is ready for, of what is wanted; errors and the end are always wanted (epoll_ctl(2))."""
        if not self.mask:
            return 0
        events: int = self.description.file.events()
        return events & (self.mask | ERR | HUP)


class EpollFile(Watchable):
    """The instance behind a descriptor.

    A file is put on the ready list when something happens to it. ``take`` reports those of them that are ready still:
    one that is level-triggered stays on the list, one that is edge-triggered comes back with the next thing to happen,
    one that is one-shot not before :meth:`modify`.
    """

    def __init__(self) -> None:
        super().__init__()
        self._interests: dict[int, _Interest] = {}
        self._ready: dict[int, None] = {}

    def add(self, number: int, description: Description, mask: int, cause: int) -> None:
        """EEXIST, EPERM for what cannot be waited for, EINVAL for itself."""
        if description.file is self:
            raise OSError(errno.EINVAL, "Invalid argument")
        if number in self._interests:
            raise OSError(errno.EEXIST, "File exists")
        if not hasattr(description.file, "watch"):
            raise OSError(errno.EPERM, "Operation not permitted")

        def watcher(_: object, events: int, cause: int) -> None:
            if interest.mask and events & (interest.mask | ERR | HUP):
                self._ready[number] = None
                self.ready(cause)

        interest = _Interest(number, description, mask, watcher)
        self._interests[number] = interest
        description.file.watch(watcher)
        description.on_close.append(lambda: self._forget(number, interest))
        self._look(interest, cause)

    def modify(self, number: int, description: Description, mask: int, cause: int) -> None:
        """ENOENT."""
        interest = self._interest(number, description)
        interest.mask = mask
        self._look(interest, cause)

    def remove(self, number: int, description: Description) -> None:
        """ENOENT."""
        self._forget(number, self._interest(number, description))

    def take(self, most: int) -> list[tuple[int, int]]:
        """Up to ``most`` files that are ready, with what for."""
        found: list[tuple[int, int]] = []
        again: list[int] = []
        for number in list(self._ready):
            if len(found) == most:
                break
            del self._ready[number]
            interest = self._interests[number]
            events = interest.events()
            if not events:
                continue
            found.append((number, events))
            if interest.mask & EPOLLONESHOT:
                interest.mask = 0
            elif not interest.mask & EPOLLET:
                again.append(number)
        self._ready.update(dict.fromkeys(again))
        return found

    # As a file

    @property
    def is_typed(self) -> bool:
        """Whether it looks at standard input."""
        return any(each.mask & IN and typed_at((each.description.file,)) == 0 for each in self._interests.values())

    def events(self) -> int:
        return IN if any(self._interests[number].events() for number in self._ready) else 0

    def wait(self, waiter: Waiter) -> None:
        """Tell one of the threads that wait here: on Linux the one that came last."""
        self._queue.wait(waiter, is_next=True)

    def close(self, *, cause: int) -> None:
        for number, interest in list(self._interests.items()):
            self._forget(number, interest)

    def _interest(self, number: int, description: Description) -> _Interest:
        found = self._interests.get(number)
        if found is None or found.description is not description:
            raise OSError(errno.ENOENT, "No such file or directory")
        return found

    def _look(self, interest: _Interest, cause: int) -> None:
        if interest.events():
            self._ready[interest.number] = None
            self.ready(cause)

    def _forget(self, number: int, interest: _Interest) -> None:
        if self._interests.get(number) is interest:
            del self._interests[number]
            self._ready.pop(number, None)
            interest.description.file.unwatch(interest.watcher)
