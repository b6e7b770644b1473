"""A segment for a connection arrives (RFC 9293 3.10.7.4): one function per step, in the RFC's order."""

from sim.pdu.tcp import Tcp
from sim.protocols.tcp.effects import Effects
from sim.protocols.tcp.tcb import Tcb


def segment_arrives(tcb: Tcb, segment: Tcp, now: int) -> Effects:
    """In any state but CLOSED and LISTEN. In TIME-WAIT, ask ``may_reopen`` first."""


def may_reopen(tcb: Tcb, segment: Tcp) -> bool:
    """Whether a new SYN may end TIME-WAIT and go to the listener (RFC 9293 3.6.1 MAY-2, RFC 6191).

    If so call ``reopen``, and then give the segment to the listener with an ``iss`` above ``tcb.snd_nxt``.
    """


def reopen(tcb: Tcb, segment: Tcp, now: int) -> Effects:
    """TIME-WAIT ends because of a new SYN."""
