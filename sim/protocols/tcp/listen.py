"""A segment that fits no connection: for nobody, or for a listener (RFC 9293 3.10.7.1 and 3.10.7.2)."""

from sim.pdu.tcp import Tcp
from sim.protocols.tcp.effects import Effects, Ignored, Transmit
from sim.protocols.tcp.rows import Endpoints
from sim.protocols.tcp.tcb import Tcb


def closed(segment: Tcp) -> Transmit | Ignored:
    """CLOSED (3.10.7.1): everything but a RST is answered with one."""


def segment_arrives(
    listener: Tcb, segment: Tcp, endpoints: Endpoints, iss: int, mtu: int, now: int, path_mtu: int | None = None
) -> tuple[Tcb | None, Effects]:
    """LISTEN (3.10.7.2). A SYN makes a connection of its own, between ``endpoints``, with its effects; the listener
    stays. The new one is SYN-RECEIVED (``Moved`` from LISTEN), and ready to be accepted when it moves to ESTABLISHED.
    If it is reset before, it moves back to LISTEN and ends. A full backlog is the node's affair.
    """
