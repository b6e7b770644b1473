"""What a connection asks of its node, in the order in which things happen; every effect says why.

After each event the node compares the connection's rows (``Tcb.connection_row`` and so on) with those it has, and puts
the changed ones. The reason of a row's change is the last ``Noted`` about its table (for ``tcp`` also ``Moved``), or
else that of the event's last effect of any kind. An earlier ``Noted``, or one about a row that did not change, is a
decision to be told by itself.
"""

from typing import NamedTuple

from sim.transport.tcp.machine.states import State
from sim.transport.tcp.pdu import Tcp
from sim.why import Why


class Transmit(NamedTuple):
    """Send the segment to the other end; the rest is for its IP header (RFC 1191 3, RFC 3168 6.1).

    ``ecn_capable``: a router may mark it where it would drop it.
    """

    segment: Tcp
    why: Why
    dont_fragment: bool
    ecn_capable: bool = False


class Moved(NamedTuple):
    """The connection took an edge of ``states.EDGES``."""

    before: State
    after: State
    why: Why


class Noted(NamedTuple):
    """Something was decided or happened that is about the row of ``table``."""

    table: str
    why: Why


class Ignored(NamedTuple):
    """The segment that arrived is thrown away, or all of it that counts."""

    why: Why


class Refused(NamedTuple):
    """The call that was made fails with this error (the name of an ``errno``); the connection is as before."""

    error: str
    why: Why


class Failed(NamedTuple):
    """The program is told of an error by the name of its ``errno``, such as ``ECONNREFUSED``.

    Calls that wait end with it, and so does the next one. ``Ended`` follows.
    """

    error: str
    why: Why


class Ended(NamedTuple):
    """The connection is over and its TCB deleted: the last effect that it ever has.

    What the program has not read can still be read; where the other end closed properly, its end of file too.
    """

    why: Why


class Advised(NamedTuple):
    """What was sent to the other end may not arrive: advice to IP (RFC 9293 3.8.3, RFC 1122 3.4 ADVISE_DELIVPROB)."""

    why: Why


Effect = Transmit | Moved | Noted | Ignored | Advised | Refused | Failed | Ended
Effects = list[Effect]
