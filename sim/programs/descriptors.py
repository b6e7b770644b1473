"""The files that a program has open, by number, as a process of Linux has them."""

import errno
from collections.abc import Callable
from typing import Any, Protocol


class Closable(Protocol):
    """What a number can stand for: a kernel's socket, a file, the end of a pipe, an epoll instance."""

    def events(self) -> int: ...
    def close(self, *, cause: int) -> None: ...


class Description:
    """An open file, which several numbers can name; it is closed once none does and no call is in it any more.

    ``is_blocking`` is false where calls are not to wait (O_NONBLOCK).
    """

    __slots__ = ("_calls", "file", "is_blocking", "names", "on_close")

    def __init__(self, file: Any) -> None:
        self.file = file
        self.is_blocking = True
        self.names = 1
        self.on_close: list[Callable[[], None]] = []
        self._calls = 0

    def hold(self) -> None:
        """Keep it open while a call is in it, as Linux does: closing its number does not end another thread's call."""
        self._calls += 1

    def let_go(self, cause: int) -> None:
        self._calls -= 1
        self.close_if_unused(cause)

    def share(self) -> None:
        """A further number, or a message to another program, names it."""
        self.names += 1

    def drop(self, cause: int) -> None:
        """One of the numbers that name it is given back, or a message is lost that carries it."""
        self.names -= 1
        if self.names == 0:
            for each in self.on_close:
                each()
        self.close_if_unused(cause)

    def close_if_unused(self, cause: int) -> None:
        if self.names == 0 and self._calls == 0:
            self.file.close(cause=cause)


class Descriptors:
    """The open files of one program."""

    def __init__(self) -> None:
        self._open: dict[int, Description] = {}
        self.inheritable: set[int] = {0, 1, 2}
        """The numbers that another program would get with this one; none is ever started so."""

    def add(self, file: Closable, description: Description | None = None, least: int = 0) -> int:
        """Give a file the lowest number that is free, ``least`` or higher."""
        number = least
        while number in self._open:
            number += 1
        self._open[number] = description or Description(file)
        return number

    def get(self, number: int) -> Description:
        """The open file of a number; EBADF where there is none."""
        found = self._open.get(number)
        if found is None:
            raise OSError(errno.EBADF, "Bad file descriptor")
        return found

    def is_open(self, number: int) -> bool:
        return number in self._open

    def files(self) -> list[Any]:
        """What is open, by number."""
        return [description.file for _, description in sorted(self._open.items())]

    def number_of(self, is_meant: Callable[[Any], bool]) -> int | None:
        """The lowest number of a file; ``None`` where it is not open."""
        return next((number for number, each in sorted(self._open.items()) if is_meant(each.file)), None)

    def duplicate(self, number: int, least: int = 0) -> int:
        """A further number for the same open file, ``least`` or higher; EBADF."""
        description = self.get(number)
        description.share()
        return self.add(description.file, description, least)

    def duplicate_as(self, number: int, other: int, cause: int) -> int:
        """Let ``other`` be a further number for the same open file, and close what it was before; EBADF."""
        description = self.get(number)
        if other < 0:
            raise OSError(errno.EBADF, "Bad file descriptor")
        if other != number:
            description.share()
            if other in self._open:
                self.close(other, cause)
            self._open[other] = description
        return other

    def close(self, number: int, cause: int) -> None:
        """Give a number back; EBADF."""
        description = self.get(number)
        del self._open[number]
        self.inheritable.discard(number)
        description.drop(cause)

    def close_all(self, cause: int) -> None:
        """As at the end of a process."""
        for number in list(self._open):
            self.close(number, cause)
