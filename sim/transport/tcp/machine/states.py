"""The states of a connection and every edge between them: asserted at run time, and drawn (RFC 9293 3.3.2)."""

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    CLOSED = "CLOSED"
    LISTEN = "LISTEN"
    SYN_SENT = "SYN-SENT"
    SYN_RECEIVED = "SYN-RECEIVED"
    ESTABLISHED = "ESTABLISHED"
    FIN_WAIT_1 = "FIN-WAIT-1"
    FIN_WAIT_2 = "FIN-WAIT-2"
    CLOSE_WAIT = "CLOSE-WAIT"
    CLOSING = "CLOSING"
    LAST_ACK = "LAST-ACK"
    TIME_WAIT = "TIME-WAIT"

    __hash__ = str.__hash__
    """Enum's own asks Python for a name: a set of states would be ten times slower."""


class Edge(NamedTuple):
    """What leads from one state to another: an event, and the segment that answers it ("" for none).

    ``is_drawn`` is false for those that RFC 9293's figure 5 leaves out: resets, aborts and time-outs.
    """

    event: str
    answer: str = ""
    is_drawn: bool = True


_S = State

EDGES: dict[tuple[State, State], tuple[Edge, ...]] = {
    (_S.CLOSED, _S.LISTEN): (Edge("passive OPEN"),),
    (_S.CLOSED, _S.SYN_SENT): (Edge("active OPEN", "SYN"),),
    (_S.LISTEN, _S.SYN_RECEIVED): (Edge("rcv SYN", "SYN,ACK"),),
    (_S.LISTEN, _S.SYN_SENT): (Edge("SEND", "SYN"),),
    (_S.LISTEN, _S.CLOSED): (Edge("CLOSE"),),
    (_S.SYN_SENT, _S.SYN_RECEIVED): (Edge("rcv SYN", "SYN,ACK"),),
    (_S.SYN_SENT, _S.ESTABLISHED): (Edge("rcv SYN,ACK", "ACK"),),
    (_S.SYN_SENT, _S.CLOSED): (Edge("CLOSE"), Edge("rcv RST", is_drawn=False), Edge("time-out", is_drawn=False)),
    (_S.SYN_RECEIVED, _S.ESTABLISHED): (Edge("rcv ACK of SYN"),),
    (_S.SYN_RECEIVED, _S.FIN_WAIT_1): (Edge("CLOSE", "FIN"),),
    (_S.SYN_RECEIVED, _S.LISTEN): (Edge("rcv RST"),),
    (_S.SYN_RECEIVED, _S.CLOSED): (Edge("rcv RST", is_drawn=False), Edge("ABORT", "RST", is_drawn=False)),
    (_S.ESTABLISHED, _S.FIN_WAIT_1): (Edge("CLOSE", "FIN"),),
    (_S.ESTABLISHED, _S.CLOSE_WAIT): (Edge("rcv FIN", "ACK"),),
    (_S.ESTABLISHED, _S.CLOSED): (Edge("rcv RST", is_drawn=False), Edge("ABORT", "RST", is_drawn=False)),
    (_S.FIN_WAIT_1, _S.FIN_WAIT_2): (Edge("rcv ACK of FIN"),),
    (_S.FIN_WAIT_1, _S.CLOSING): (Edge("rcv FIN", "ACK"),),
    (_S.FIN_WAIT_1, _S.TIME_WAIT): (Edge("rcv FIN,ACK of FIN", "ACK"),),
    (_S.FIN_WAIT_1, _S.CLOSED): (Edge("rcv RST", is_drawn=False), Edge("ABORT", "RST", is_drawn=False)),
    (_S.FIN_WAIT_2, _S.TIME_WAIT): (Edge("rcv FIN", "ACK"),),
    (_S.FIN_WAIT_2, _S.CLOSED): (Edge("rcv RST", is_drawn=False), Edge("time-out", is_drawn=False)),
    (_S.CLOSE_WAIT, _S.LAST_ACK): (Edge("CLOSE", "FIN"),),
    (_S.CLOSE_WAIT, _S.CLOSED): (Edge("rcv RST", is_drawn=False), Edge("ABORT", "RST", is_drawn=False)),
    (_S.CLOSING, _S.TIME_WAIT): (Edge("rcv ACK of FIN"),),
    (_S.CLOSING, _S.CLOSED): (Edge("rcv RST", is_drawn=False),),
    (_S.LAST_ACK, _S.CLOSED): (Edge("rcv ACK of FIN"),),
    (_S.TIME_WAIT, _S.CLOSED): (Edge("time-out 2MSL"), Edge("rcv new SYN", is_drawn=False)),
}
"""Every edge that a connection may take. A new SYN in TIME-WAIT ends the old connection and opens another.

A FIN cannot lead from SYN-RECEIVED to CLOSE-WAIT, as 3.10.7.4 has it in its eighth step: the segment has an ACK, which
the fifth step takes to ESTABLISHED, or is the SYN, and then its FIN waits until that state.
"""

SYNCHRONIZED = frozenset(State) - {State.CLOSED, State.LISTEN, State.SYN_SENT, State.SYN_RECEIVED}
