"""The tables of programs as people see them."""

from sim.feature import Form, Table
from sim.programs.rows import PROGRAMS, THREADS, ProgramRow, ThreadRow

PROGRAM = Table(
    PROGRAMS,
    ProgramRow,
    {"en": "Programs", "zh": "程序"},
    key={"number": int},
    pane_place=2,
    print_place=91,
)
THREAD = Table(
    THREADS,
    ThreadRow,
    {"en": "Threads and their last call", "zh": "线程及其最近一次调用"},
    key={"program": int, "thread": int},
    spare=("name", "function", "socket", "file"),
    form=Form.SPARSE,
    pane_place=2,
    print_place=92,
)
