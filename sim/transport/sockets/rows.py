"""What the trace shows of a host's sockets."""

from typing import NamedTuple

from sim.addresses import IPv4Address

TABLE = "socket"

Address = tuple[IPv4Address, int]
"""An IPv4 address and a port."""


class SocketRow(NamedTuple):
    """A row of ``socket`` under its number: one a socket that a program holds, or that waits to be accepted.

    ``kind`` is ``tcp``, ``udp`` or ``raw``. ``local`` and ``remote`` are ``None`` as long as they are not chosen; those
    of a TCP connection are the key of its rows in ``tcp``, ``tcp-send`` and ``tcp-receive``. ``program`` is the number
    of the program that made it, 0 for none. ``unread`` octets in ``datagrams`` wait to be received (UDP, raw);
    ``accepted`` connections wait for a listener's ``accept``, of ``backlog`` at most. ``error`` is the name of what
    the next call will raise, such as ``ECONNREFUSED``, or "".
    """

    kind: str
    local: Address | None
    remote: Address | None
    program: int
    listening: bool = False
    backlog: int = 0
    accepted: int = 0
    unread: int = 0
    datagrams: int = 0
    error: str = ""
