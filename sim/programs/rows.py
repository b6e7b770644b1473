"""What the trace shows of the programs on a host."""

import re
from enum import StrEnum
from typing import NamedTuple

PROGRAMS = "program"
THREADS = "thread"
FILES = "file"
LOOPS = "loop"
_READS_LINES = ("input(", "read(0,")
_SELECTS_LINES = re.compile(r"select\(\[(?:\d+, )*0[],]")


class Status(StrEnum):
    """How a program is; ``FAILED`` where it ended by an exception, ``STOPPED`` where a limit ended it."""

    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"
    STOPPED = "stopped"


class ProgramRow(NamedTuple):
    """A row of ``program`` under the program's number: its file (a key of the scenario's sources) and arguments."""

    file: str
    arguments: tuple[str, ...]
    status: Status


class FileRow(NamedTuple):
    """A row of ``file`` under the path of a file that programs have written.

    ``content`` is its text; octets that are no UTF-8 are written as ``\\xff``.
    """

    octets: int
    content: str


class ThreadRow(NamedTuple):
    """A row of ``thread`` under (program's number, thread's number), the main thread being 0.

    It shows the last call that the thread made: where in the program's own text (``file``, ``line``, ``function``),
    the call as text, such as ``connect(("192.168.10.3", 80))``, and the number of the socket that it is about.
    ``phase`` is ``entered``, ``blocked``, ``returned`` or ``raised``; ``result`` is then what it returned or raised,
    shortened.
    """

    name: str
    file: str
    line: int
    function: str
    call: str
    socket: int | None
    phase: str
    result: str = ""

    @property
    def waits_for_line(self) -> bool:
        """Whether the thread waits until somebody types a line."""
        return self.phase == "blocked" and self.call.startswith(_READS_LINES)

    @property
    def would_take_line(self) -> bool:
        """Whether the thread goes on when somebody types a line, though it may wait for other things, too."""
        return self.waits_for_line or (self.phase == "blocked" and _SELECTS_LINES.match(self.call) is not None)


class Vain(StrEnum):
    """What a thread does again and again in vain."""

    END = "reads"
    ASKS = "asks"
    FAILS = "fails"
    PRINTS = "prints"


class LoopRow(NamedTuple):
    """A row of ``loop`` under (program's number, thread's number): a loop that brings nothing.

    It shows the line in the program's own text, and the call that is made there; "" for printing.
    """

    what: Vain
    file: str
    line: int
    call: str
