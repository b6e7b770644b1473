"""The files that a program has open, by number, as a process of Linux has them."""

import errno
from collections.abc import Callable
from typing import Any, Protocol


class Closable(Protocol):
    """What a number can stand for: a kernel's socket, a file, an epoll instance."""

    def close(self, *, cause: int) -> None: ...


class Description:
    """An open file, which several numbers can name; it is closed once none does and no call is in it any more."""

    __slots__ = ("_calls", "file", "names", "on_close")

    def __init__(self, file: Any) -> None:
        self.file = file
        self.names = 1
        self.on_close: list[Callable[[], None]] = []
        self._calls = 0

    def hold(self) -> None:
        """Keep it open while a call is in it, as Linux does: closing its number does not end another thread's call."""
        self._calls += 1

    def let_go(self, cause: int) -> None:
        self._calls -= 1
        self.close_if_unused(cause)

    def close_if_unused(self, cause: int) -> None:
        if self.names == 0 and self._calls == 0:
            self.file.close(cause=cause)


class Descriptors:
    """The open files of one program."""

    def __init__(self) -> None:
        self._open: dict[int, Description] = {}

    def add(self, file: Closable, description: Description | None = None) -> int:
        """Give a file the lowest number that is free."""
        number = 0
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

    def files(self) -> list[Any]:
        """What is open, by number."""
        return [description.file for _, description in sorted(self._open.items())]

    def duplicate(self, number: int) -> int:
        """A further number for the same open file; EBADF."""
        description = self.get(number)
        description.names += 1
        return self.add(description.file, description)

    def close(self, number: int, cause: int) -> None:
        """Give a number back; EBADF."""
        description = self.get(number)
        del self._open[number]
        description.names -= 1
        if description.names == 0:
            for each in description.on_close:
                each()
        description.close_if_unused(cause)

    def close_all(self, cause: int) -> None:
        """As at the end of a process."""
        for number in list(self._open):
            self.close(number, cause)
