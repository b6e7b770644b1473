"""What a protocol machine asks its node to do.

A machine reads its tables (mappings that it must not change) and returns effects in the order in which they
happen. The node carries them out, and recording them is the node's affair too. Every effect says why.

A *table* has a name (``arp``, ``mac`` …); a row is a ``NamedTuple`` under a key. A *timer* is named by a
tuple whose first item is the machine's name, such as ``("arp", "eth0", ip)``: when it fires, the node calls
that machine's ``timeout`` with the rest of the name. Arming a timer that is armed moves it.
"""

from collections.abc import Hashable
from typing import Any, NamedTuple

from sim.why import Why

TimerName = tuple[Hashable, ...]


class Put(NamedTuple):
    """Add the row, or change the one under this key."""

    table: str
    key: Hashable
    row: Any
    why: Why


class Remove(NamedTuple):
    """Take the row under this key out; ``expired`` where only time is the reason."""

    table: str
    key: Hashable
    why: Why
    expired: bool = False


class Arm(NamedTuple):
    """Fire the timer at ``deadline`` (ns)."""

    timer: TimerName
    deadline: int
    why: Why


class Cancel(NamedTuple):
    """Forget the timer; no error where it is not armed."""

    timer: TimerName
    why: Why


class Explain(NamedTuple):
    """Something was decided that changes nothing by itself, but that a learner should be told."""

    why: Why


class Drop(NamedTuple):
    """The input ends here."""

    why: Why
