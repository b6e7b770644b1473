"""How a socket stands: its state and its queues, as ``ss`` tells them."""

from typing import NamedTuple

from sim.transport.sockets.rows import SocketRow
from sim.transport.tcp.machine.rows import ConnectionRow, ReceiveRow, SendRow
from sim.transport.tcp.machine.states import State


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
