"""Sequence numbers: growing integers inside, modulo 2**32 on the wire (RFC 9293 3.4)."""

from sim.transport.tcp.pdu import SEQUENCE_MASK

_HALF = 1 << 31


def near(reference: int, number: int) -> int:
    """The integer nearest to ``reference`` that is ``number`` modulo 2**32."""
    return reference + ((number - reference + _HALF) & SEQUENCE_MASK) - _HALF
