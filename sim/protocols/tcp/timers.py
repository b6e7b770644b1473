"""Time passes (RFC 9293 3.10.8): retransmission, persist, delayed ACK, keepalive, TIME-WAIT, FIN-WAIT-2."""

from sim.protocols.tcp.effects import Effects
from sim.protocols.tcp.tcb import Tcb


def timeout(tcb: Tcb, now: int) -> Effects:
    """Do what is due at ``now`` (ns); nothing where no deadline of the connection has come."""
