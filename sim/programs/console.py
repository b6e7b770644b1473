"""A program's standard input and output: lines of the scenario in, lines on the host's console out."""

import codecs
from collections import deque
from collections.abc import Callable, Iterable

from sim.transport.sockets.errors import error
from sim.transport.sockets.readiness import IN, OUT
from sim.transport.sockets.waiting import Watchable


class Input(Watchable):
    """What is typed, line by line, as a terminal gives it; then the end. EAGAIN where more may come."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        super().__init__()
        self._lines = deque(f"{line}\n".encode() for line in lines)
        self.is_over = False

    def read(self, limit: int, *, cause: int) -> bytes:
        if not self._lines:
            if self.is_over:
                return b""
            raise error("EAGAIN")
        line = self._lines.popleft()
        if len(line) > limit:
            self._lines.appendleft(line[limit:])
        return line[:limit]

    def take(self, text: str | None, cause: int) -> None:
        """A line is typed, or the input ends; ``cause`` is the record of that."""
        if text is None:
            self.is_over = True
        else:
            self._lines.append(f"{text}\n".encode())
        self.ready(cause)

    @property
    def is_typed(self) -> bool:
        return True

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for what is typed."""
        return bool(self._queue)

    def events(self) -> int:
        return IN if self._lines or self.is_over else 0

    def close(self, *, cause: int) -> None:
        """Nothing can be read any more."""
        self._lines.clear()
        self.is_over = True


class Output(Watchable):
    """Standard output or standard error: what has no end of line yet is held back. ``print_lines`` gets the rest."""

    def __init__(self, print_lines: Callable[[str], None]) -> None:
        super().__init__()
        self._print = print_lines
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        self._line = ""

    def write(self, data: bytes, now: int) -> int:
        *lines, self._line = (self._line + self._decoder.decode(data)).split("\n")
        if lines:
            self._print("\n".join(lines))
        return len(data)

    def end_line(self) -> None:
        """Print what is held back."""
        if self._line:
            text, self._line = self._line, ""
            self._print(text)

    def events(self) -> int:
        return OUT

    def close(self, *, cause: int) -> None:
        self.end_line()


def typed_at(files: Iterable[object]) -> int | None:
    """The descriptor of standard input where one of these files is, or looks at, what is typed."""
    return 0 if any(isinstance(file, Watchable) and file.is_typed for file in files) else None
