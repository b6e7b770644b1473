"""The table of sockets as people see it."""

from sim.feature import Form, Table
from sim.transport.sockets.rows import TABLE, SocketRow

SOCKETS = Table(
    TABLE,
    SocketRow,
    {"en": "Sockets", "zh": "套接字"},
    key={"number": int},
    is_bookkeeping=True,
    spare=("program", "backlog", "listening", "error"),
    form=Form.SPARSE,
    place=-1,
)
