"""The tables of programs as people see them."""

from sim.feature import Form, Table
from sim.programs.rows import FILES, LOOPS, PROGRAMS, THREADS, FileRow, LoopRow, ProgramRow, ThreadRow

PROGRAM = Table(
    PROGRAMS,
    ProgramRow,
    {"en": "Programs", "zh": "程序"},
    key={"number": int},
    place=2,
)
_MOST_SHOWN = 60
"""Characters of a file's text."""


def _shown(text: str) -> str:
    more = "…" if len(text) > _MOST_SHOWN else ""
    return repr(text[:_MOST_SHOWN]) + more


FILE = Table(
    FILES,
    FileRow,
    {"en": "Files that programs have written", "zh": "程序写入的文件"},
    key={"path": str},
    written={"content": _shown},
    place=2,
)
THREAD = Table(
    THREADS,
    ThreadRow,
    {"en": "Threads and their last call", "zh": "线程及其最近一次调用"},
    key={"program": int, "thread": int},
    spare=("name", "function", "socket", "file", "stdin"),
    form=Form.SPARSE,
    place=2,
)
LOOP = Table(
    LOOPS,
    LoopRow,
    {"en": "Loops that bring nothing", "zh": "空转的循环"},
    key={"program": int, "thread": int},
    place=2,
)
