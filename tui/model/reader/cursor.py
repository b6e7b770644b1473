"""Where the reader is: a number of records, and the ways to move it."""

from sim.quantities import duration
from sim.trace.history import History
from sim.trace.trace import Trace
from sim.trace.world import World
from sim.words import TextError
from tui.model.reader.steps import Steps


class Cursor:
    """The state after the first ``position`` records, which the last packet step began at ``begin``.

    A packet step ends with the record of a frame that begins to cross a link: what led to the frame, then the frame
    on its way. ``sends`` holds all of them; ``stops``, the same unless a search narrows it, is what
    the reader goes by.
    """

    def __init__(self, trace: Trace, history: History) -> None:
        self.trace = trace
        self.history = history
        self.sends = Steps(trace)
        self.stops = self.sends
        self.first = 0
        self.position = 0
        self.grow()
        self.position = self.first

    def grow(self) -> None:
        """Take in what the trace gained."""
        if self.sends.scanned == 0:
            self.first = self.trace.configured
        self.sends.extend()

    def narrow(self, stops: Steps | None) -> None:
        """Stop at these records only; ``None`` for every packet."""
        self.stops = self.sends if stops is None else stops

    @property
    def world(self) -> World:
        """Every table at this point, by folding the trace."""
        return self.history.go(self.position)

    @property
    def now(self) -> int:
        """The time of the last record (ns)."""
        return self.trace.at[self.position - 1] if self.position else 0

    @property
    def record(self) -> int:
        """The number of the last record; -1 before the first."""
        return self.position - 1

    @property
    def begin(self) -> int:
        """How many records came before this step."""
        index = self.sends.before(self.position - 1)
        begin = self.sends[index] + 1 if index >= 0 else 0
        return self.first if begin < self.first < self.position else begin

    @property
    def packet(self) -> int:
        """How many packets have been sent so far: the number, from 1, of the one in hand; 0 before the first."""
        return self.sends.before(self.position) + 1

    @property
    def at_start(self) -> bool:
        return self.position <= self.first

    @property
    def at_end(self) -> bool:
        return self.position >= len(self.trace)

    def to(self, position: int) -> bool:
        """Go to the state after ``position`` records, as far as there are so many; true where that is elsewhere."""
        position = max(0, min(position, len(self.trace)))
        moved = position != self.position
        self.position = position
        return moved

    def next_stop(self) -> int | None:
        """The position of the next packet; ``None`` where there is no further one."""
        index = self.stops.after(self.position)
        return self.stops[index] + 1 if index < len(self.stops) else None

    def previous_stop(self) -> int:
        """The position of the packet before this one, or the start; 0 from there."""
        index = self.stops.before(self.position - 1)
        if index >= 0:
            return self.stops[index] + 1
        return self.first if self.position > self.first else 0

    def home(self) -> bool:
        """To the network as it is configured, before anything happens."""
        return self.to(self.first)

    def end(self) -> bool:
        return self.to(len(self.trace))

    def to_packet(self, number: int) -> bool:
        """To the packet with this number, from 1; clamped to those there are."""
        if number < 1 or not len(self.sends):
            return self.home()
        return self.to(self.sends[min(number, len(self.sends)) - 1] + 1)

    def to_time(self, time: int) -> bool:
        """To the state at ``time`` (ns), after all that happens then."""
        return self.to(self.trace.before(time))

    def position_of_step(self, n: int) -> int:
        """Where the packet step ends in which record ``n`` happens."""
        if n < self.first:
            return self.first
        index = self.sends.after(n)
        return self.sends[index] + 1 if index < len(self.sends) else len(self.trace)


def go(cursor: Cursor, text: str) -> None:
    """Go to packet ``12``, to record ``#120``, or to the time ``2.5s``; raises ``TextError``."""
    word = text.strip()
    if word.isascii() and word.isdigit():
        _within(int(word), len(cursor.sends), "packet")
        cursor.to_packet(int(word))
    elif word.startswith("#") and word[1:].isascii() and word[1:].isdigit():
        _within(int(word[1:]) + 1, len(cursor.trace), "record", first=0)
        cursor.to(int(word[1:]) + 1)
    elif word in ("start", "end"):
        cursor.to(cursor.first if word == "start" else len(cursor.trace))
    else:
        cursor.to_time(_time(word))


def time_of(text: str) -> int | None:
    """The time (ns) that a text for :func:`go` means; ``None`` where it means a packet or a record."""
    word = text.strip()
    if word.isdigit() or word.startswith("#") or word in ("start", "end"):
        return None
    return _time(word)


def _within(number: int, count: int, what: str, first: int = 1) -> None:
    if number > count:
        last = count - 1 + first
        raise TextError(f"there is no such {what}", f"the last one is {'#' if first == 0 else ''}{last}")


def _time(word: str) -> int:
    if not word:
        raise TextError("nothing is written", "write 12 for a packet, #120 for a record or 2.5s for a time")
    try:
        # A number with a point is a time in seconds, as every time on the screen.
        return duration(f"{word}s" if word[-1:].isdigit() and "." in word else word)
    except ValueError as error:
        raise TextError(str(error)) from None
