"""What a program asks of a connection: OPEN, SEND, RECEIVE, CLOSE, ABORT (RFC 9293 3.10.1 to 3.10.5)."""

from sim.protocols.tcp.effects import Effects
from sim.protocols.tcp.rows import Endpoints
from sim.protocols.tcp.settings import TcpSettings
from sim.protocols.tcp.tcb import Tcb


def open_passive(endpoints: Endpoints, settings: TcpSettings, mtu: int, iss: int = 0) -> tuple[Tcb, Effects]:
    """Listen (3.10.1). The remote socket is 0.0.0.0:0 for anybody; ``iss`` is for a SEND that makes it active."""


def open_active(
    endpoints: Endpoints, settings: TcpSettings, iss: int, mtu: int, now: int, path_mtu: int | None = None
) -> tuple[Tcb, Effects]:
    """Connect (3.10.1): a SYN leaves. ``mtu`` is that of the interface, ``path_mtu`` what is known of the path."""


def send(tcb: Tcb, octets: bytes, now: int) -> tuple[int, Effects]:
    """Take what the send buffer has room for, and send what may go now (3.10.2); how many octets were taken.

    After CLOSE or where the connection is over the answer is 0 and ``Failed``: ``EPIPE`` (the caller knows the
    error of a connection that failed before) or ``ENOTCONN``.
    """


def receive(tcb: Tcb, limit: int, now: int) -> tuple[bytes, Effects]:
    """At most ``limit`` octets for the program (3.10.3), b"" where there are none; may tell of a wider window."""


def shutdown_write(tcb: Tcb, now: int) -> Effects:
    """CLOSE (3.10.4): nothing more will be sent, a FIN follows what is queued; reading goes on ("half-closed")."""


def close(tcb: Tcb, now: int) -> Effects:
    """The program lets go of the connection, which closes by itself; a listener or SYN-SENT is over at once.

    RFC 9293 3.6.1: where received data is still unread, or comes later, a RST tells that it is lost.
    """


def abort(tcb: Tcb, now: int) -> Effects:
    """ABORT (3.10.5): the connection is over now; a RST tells the other end (from SYN-RECEIVED on)."""


def set_keepalive(tcb: Tcb, on: bool, now: int) -> Effects:
    """SO_KEEPALIVE (RFC 9293 3.8.4)."""


def set_nagle(tcb: Tcb, on: bool, now: int) -> Effects:
    """TCP_NODELAY turned round: off, what waits to fill a segment leaves now (RFC 9293 3.7.4)."""
