"""What a record can say. Every observable thing in a run is one of these, once."""

from collections.abc import Hashable
from enum import IntEnum
from typing import Any, NamedTuple

from sim.pdu.base import Pdu
from sim.quantities import Instant
from sim.why import Why

NO_CAUSE = -1
"""The cause of a record that nothing in the trace led to: the scenario itself did."""

TIMER = "timer"
"""The table of the timers that are armed."""
APPLICATION = "app"
"""First item of the names of commands' timers."""
CONSOLE = "console"
"""The table of the lines that a device printed."""


class Kind(IntEnum):
    """The kind of a record; its ``label`` is what JSON Lines calls it."""

    FRAME_QUEUED = 0
    """A frame waits in a port's egress queue."""
    FRAME_SENT = 1
    """A port begins to put a frame on its link."""
    FRAME_DUPLICATED = 2
    """A link carries a second copy of a frame."""
    FRAME_DAMAGED = 3
    """A link carries other octets than were sent: damaged ones, or those of an edited frame."""
    FRAME_RECEIVED = 4
    """A port took a frame from its link and the node looks at it."""
    FRAME_DROPPED = 5
    """A frame ends: in a queue, on a link or at the port that it reached."""
    PACKET_DROPPED = 6
    """A node gives up the datagram in a frame it had accepted, or one of its own."""
    DECISION = 7
    """A choice that changes nothing by itself, such as that of a route."""
    CALL = 8
    """A program asks its host for something."""
    RESULT = 9
    """What that call came to."""
    ROW_ADDED = 10
    ROW_CHANGED = 11
    ROW_REMOVED = 12
    ROW_EXPIRED = 13
    STATE_CHANGED = 14
    """A port or a link went up or down."""
    TIMER_ARMED = 15
    TIMER_FIRED = 16
    TIMER_CANCELLED = 17
    OUTPUT = 18
    """A line on a node's console."""
    CALL_ENTERED = 19
    """A program's thread calls its host: a row of table ``thread``, as are the next three."""
    CALL_BLOCKED = 20
    """The call cannot be answered yet: the thread waits."""
    CALL_RETURNED = 21
    CALL_RAISED = 22

    @property
    def label(self) -> str:
        return self.name.lower().replace("_", "-")

    @property
    def is_frame(self) -> bool:
        return self <= Kind.FRAME_DROPPED


class Spot(NamedTuple):
    """Where something happened: a node or link, and one of its ports or "".

    On a link, the port is the one that sent the frame, written ``node:port``.
    """

    node: str
    port: str


class Change(NamedTuple):
    """A row of a device's table before and after; ``None`` where there was none."""

    table: str
    key: Hashable
    before: Any
    after: Any


class Call(NamedTuple):
    """A program's call, or its result: ``command`` is what was typed, ``text`` what came of it.

    ``call`` is the number of the command among those that were typed at its device, from 1.
    """

    command: str
    text: str = ""
    call: int | None = None


class TimerRow(NamedTuple):
    """An armed timer of table ``timer``, under its name."""

    deadline: Instant


class ConsoleLine(NamedTuple):
    """A line of table ``console``, under its number.

    ``call`` is the number of the command whose program prints the line, among those that were typed at the device;
    ``None`` where no program does.
    """

    at: Instant
    text: str
    call: int | None = None


What = Pdu | Change | Call | None


class Record(NamedTuple):
    """One record, put together from the trace's columns. ``at`` is in ns; ``port`` is "" where there is none."""

    n: int
    at: int
    kind: Kind
    node: str
    port: str
    cause: int
    what: What
    why: Why
