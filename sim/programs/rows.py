"""What the trace shows of the programs on a host."""

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

PROGRAMS = "program"
THREADS = "thread"
FILES = "file"
LOOPS = "loop"
_READS_LINES = ("input(", "read(0,")


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


def program_names(rows: Mapping[int, ProgramRow]) -> dict[int, str]:
    """What each program of a device is called, by its number: its file, and ``chat.py#2`` the second one of a file."""
    counts = Counter(row.file for row in rows.values())
    seen: Counter[str] = Counter()
    names = {}
    for number, row in sorted(rows.items()):
        seen[row.file] += 1
        names[number] = row.file if counts[row.file] == 1 else f"{row.file}#{seen[row.file]}"
    return names


def is_called(name: str, wanted: str) -> bool:
    """Whether a program of this name is meant by ``wanted``: by its name, or its file alone, whichever one it is.

    ``nc`` means ``nc.py``, and ``chat.py#1`` the only program of ``chat.py``, too.
    """
    (file, number), (wanted_file, wanted_number) = map(_parted, (name, wanted))
    return file == wanted_file and wanted_number in ("", number or "1")


def _parted(name: str) -> tuple[str, str]:
    """A name as file, without its ending, and number."""
    file, _, number = name.partition("#")
    return file.removesuffix(".py"), number


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
    shortened. ``stdin`` is the descriptor of standard input, 0, where a call that is blocked waits for what is typed,
    alone or beside other things.
    """

    name: str
    file: str
    line: int
    function: str
    call: str
    socket: int | None
    phase: str
    result: str = ""
    stdin: int | None = None

    @property
    def waits_for_line(self) -> bool:
        """Whether the thread waits until somebody types a line, and for nothing else."""
        return self.phase == "blocked" and self.call.startswith(_READS_LINES)


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
