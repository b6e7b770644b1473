"""The standard streams: text that always gets through and commands no terminal, readers that leave, Ctrl-C that waits
for a line's end."""

import os
import signal
import sys
import threading
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Self, TextIO

from tui.model.text.harmless import harmless
from tui.output.paint import shown

if TYPE_CHECKING:
    from tui.isolation.report import Report


def prepare() -> None:
    """Let no character be an error, whatever a terminal's encoding lacks, and no stream be missing."""
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - it takes the place of a stream that is never closed
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def settle(stream: TextIO) -> None:
    """Write what is buffered; where that cannot be, send it nowhere, so that the interpreter ends in peace."""
    try:
        stream.flush()
    except OSError:
        abandon(stream)


def abandon(stream: TextIO) -> None:
    """Send what is buffered, and whatever follows, nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def report() -> "Report | None":
    """What tells the parent how far this process is, where it works apart; ``None`` in any other process."""
    found: Report | None = getattr(sys.stderr, "report", None)
    return found


def say(text: str = "") -> None:
    """Write a line of output."""
    sys.stdout.write(f"{shown(text)}\n")


def write_out(text: str) -> None:
    """Write much output at once, wholly, also where a signal interrupts the writing."""
    text = shown(text)
    octets = getattr(sys.stdout, "buffer", None)
    if octets is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    # With PYTHONUNBUFFERED this is the file itself, which may write less than it is given, and tells how much.
    rest = memoryview(text.encode(sys.stdout.encoding, sys.stdout.errors or "strict"))
    while rest:
        rest = rest[octets.write(rest) :]
    octets.flush()


def tell(text: str) -> None:
    """Write a line about the output, or about what is wrong, to standard error."""
    with suppress(OSError):
        sys.stderr.write(f"{harmless(text)}\n")
        sys.stderr.flush()


class Interrupt:
    """While this is entered, Ctrl-C only asks to stop, once; a second one stops at once.

    So a file ends with a whole record, and a line with its end.
    """

    def __init__(self) -> None:
        self.asked = False
        self._before: signal._HANDLER = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
