"""What led to a packet, beyond the reason of its own record."""

from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace

_ON_THE_WAY = frozenset({Kind.DECISION, Kind.FRAME_QUEUED})


def decisions(trace: Trace, n: int) -> list[int]:
    """The records of the decisions that led straight to record ``n``, such as TCP's to send; each rule once, in order.

    A decision with the rule of record ``n`` is left out.
    """
    found = []
    rules = {trace.why[n].rule}
    while (n := trace.cause[n]) != NO_CAUSE and trace.kind[n] in _ON_THE_WAY:
        if trace.kind[n] == Kind.DECISION and trace.why[n].rule not in rules:
            rules.add(trace.why[n].rule)
            found.append(n)
    return found[::-1]
