"""The table of UNIX sockets as people see it."""

from sim.feature import Form, Table
from sim.features.unix.rows import TABLE, UnixRow

UNIX_SOCKETS = Table(
    TABLE,
    UnixRow,
    {"en": "UNIX sockets", "zh": "UNIX 套接字"},
    key={"number": int},
    spare=("program", "backlog", "listening", "error"),
    form=Form.SPARSE,
    place=-1,
)
