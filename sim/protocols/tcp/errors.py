"""What ICMP tells a connection (RFC 9293 3.9.2.2, RFC 5927, RFC 1191)."""

from sim.pdu.icmp import Icmp
from sim.protocols.tcp.effects import Effects
from sim.protocols.tcp.tcb import Tcb


def icmp_error(tcb: Tcb, type: int, code: int, seq: int, now: int) -> Effects:
    """An error about a segment of this connection that had the number ``seq`` (as on the wire) in its header."""


def mtu_changed(tcb: Tcb, path_mtu: int, seq: int | None, now: int) -> Effects:
    """The path takes datagrams of ``path_mtu`` octets at most: send smaller segments, the lost ones at once (RFC 1191).

    ``seq`` is the quoted segment's (as on the wire), ``None`` where the MTU is known from elsewhere.
    """
