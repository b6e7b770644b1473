"""What the trace shows of a host's sockets."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.transport.tcp.machine.rows import ConnectionRow, ReceiveRow, SendRow
from sim.transport.tcp.machine.states import State

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


class Standing(NamedTuple):
    """What ``ss`` says of a socket: ``state`` is ``None`` for one that has none, ``recv_q`` and ``send_q`` are octets.

    Of a listener they are the connections that wait for ``accept``, and how many may.
    """

    state: State | None
    recv_q: int
    send_q: int


def standing(
    socket: SocketRow | None,
    connection: ConnectionRow | None = None,
    sending: SendRow | None = None,
    receiving: ReceiveRow | None = None,
) -> Standing:
    """How a socket stands, by its row and those of its connection; without the former, a connection that nobody holds.

    A FIN that was sent counts as an octet until it is acknowledged.
    """
    if socket is not None and socket.listening:
        return Standing(State.LISTEN, socket.accepted, socket.backlog)
    if connection is not None:
        recv_q = 0 if receiving is None else receiving.unread
        send_q = 0 if sending is None else max(sending.written, sending.snd_nxt) - sending.snd_una
        return Standing(connection.state, recv_q, send_q)
    if socket is None or (socket.kind == "tcp" and socket.remote is not None):
        return Standing(State.CLOSED, 0, 0)
    return Standing(None, socket.unread, 0)
