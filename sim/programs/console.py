"""A program's standard input and output: lines of the scenario in, lines on the host's console out."""

import codecs
from collections.abc import Callable, Iterable

from sim.programs.descriptors import Watchable
from sim.transport.sockets.readiness import IN, OUT


class Input(Watchable):
    """What the scenario has typed, all at once; then the end."""

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__()
        self._octets = "".join(f"{line}\n" for line in lines).encode()

    def read(self, limit: int) -> bytes:
        data, self._octets = self._octets[:limit], self._octets[limit:]
        return data

    def events(self) -> int:
        return IN

    def close(self, *, cause: int) -> None:
        """Nothing can be read any more."""
        self._octets = b""


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
