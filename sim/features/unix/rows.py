"""What the trace shows of a host's UNIX sockets."""

from typing import NamedTuple

TABLE = "unix"


class UnixRow(NamedTuple):
    """A row of ``unix`` under the socket's number: one a socket that a program holds, or that waits to be accepted.

    ``kind`` is ``stream``, ``datagram`` or ``seqpacket``. ``name`` is the path that the socket is bound to, ``@`` and
    a text for an abstract name, "" for none. ``peer`` is the number of the socket that it is connected to. ``program``
    is the number of the program that made it. ``unread`` octets in ``messages`` wait to be received (a stream has no
    messages); ``accepted`` connections wait for a listener's ``accept``, of ``backlog`` at most. ``error`` is the name
    of what the next call will raise, such as ``ECONNRESET``, or "".
    """

    kind: str
    name: str
    peer: int | None
    program: int
    listening: bool = False
    backlog: int = 0
    accepted: int = 0
    unread: int = 0
    messages: int = 0
    error: str = ""
