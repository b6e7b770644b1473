"""Loops that bring a program nothing: counted, slowed down so that a run comes to its end, and named.

A real machine is as busy with such a loop as it can be. Here it takes a little simulated time, the more the longer it
goes on, so that it costs a run no more than some ten thousand records.
"""

from collections import Counter

from sim.programs import rules
from sim.programs.rows import LoopRow, Vain
from sim.why import Rule

MILLISECOND = 1_000_000
"""ns."""

FREE_CALLS = 16
"""Calls in a row that bring nothing and take no time."""

FREE_LINES = 1_000
"""Lines in a row that are printed without a call between, and take no time."""

_PACES = ((1_000, MILLISECOND), (2_000, 10 * MILLISECOND))
_SLOWEST = 100 * MILLISECOND

NAMED_AFTER = {Vain.END: 100, Vain.ASKS: 1_000, Vain.FAILS: 1_000, Vain.PRINTS: 10_000}
"""How often something is in vain before it is named."""

RULES: dict[Vain, Rule] = {
    Vain.END: rules.LOOP_READS_END,
    Vain.ASKS: rules.LOOP_ASKS,
    Vain.FAILS: rules.LOOP_FAILS,
    Vain.PRINTS: rules.LOOP_PRINTS,
}


class Loop:
    """What a thread does in vain. ``row`` is what it is named for, if it is.

    A call that moves data or makes a connection brings something; looking, setting up and closing neither bring
    something nor are in vain.
    """

    __slots__ = ("_at", "_ends", "_failing", "_in_vain", "_looks", "lines", "row")

    def __init__(self) -> None:
        self.row: LoopRow | None = None
        self.lines = 0
        self._in_vain = 0
        self._failing = ""
        self._looks = 0
        self._ends: Counter[int | None] = Counter()
        self._at = 0

    def in_vain(self, what: Vain, call: str, socket: int | None) -> int:
        """Count a call; how often it was in vain, for :data:`NAMED_AFTER`.

        Trying one thing after another is not failing again and again.
        """
        self._looks = 0
        if what is Vain.FAILS:
            if call != self._failing:
                self._in_vain = 0
            self._failing = call
        self._in_vain += 1
        if what is not Vain.END:
            return self._in_vain
        self._ends[socket] += 1
        return self._ends[socket]

    def looks(self, has_waited: bool) -> int:
        """Count a call that tells what is ready: one after another, with nothing done about it, is in vain."""
        self._looks = 0 if has_waited else self._looks + 1
        return self._looks

    def brings(self) -> None:
        """Count no more: something has come of it."""
        self._in_vain = self._looks = 0
        self._ends.clear()

    def acts(self) -> None:
        """A call that neither brings something nor is in vain."""
        self._looks = 0

    def until(self, now: int) -> int:
        """When the thread may go on (ns) after a call in vain: at once for the first of them."""
        count = max(self._in_vain, self._looks)
        before, self._at = self._at, now
        if count <= FREE_CALLS:
            return now
        self._at = max(now, before + _pace(count))
        return self._at

    def lines_until(self, now: int) -> int:
        """When the thread may go on (ns) after it has printed."""
        lines = self.lines
        return now if lines <= FREE_LINES else now + (MILLISECOND // 10 if lines <= 10_000 else _pace(lines // 10))


def _pace(count: int) -> int:
    return next((pace for most, pace in _PACES if count <= most), _SLOWEST)
