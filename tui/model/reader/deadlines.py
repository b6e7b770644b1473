"""What is to come by itself: the timers that are armed and the deadlines in rows, of all devices."""

from collections.abc import Callable, Hashable, Iterator
from typing import NamedTuple

from sim import registry
from sim.languages import ENGLISH
from sim.trace.records import TIMER, Kind
from sim.trace.trace import Trace
from sim.trace.world import World
from tui.model.reader.rows import deadline_name, relative, timer_name
from tui.model.text.ink import fit

Owner = Callable[[str, Hashable], str]

_ENDS = frozenset({Kind.TIMER_FIRED, Kind.ROW_EXPIRED})


class Deadline(NamedTuple):
    """A time (ns) at which something is to happen at a device, and what."""

    at: int
    node: str
    text: str

    def told(self, now: int, language: str = ENGLISH) -> str:
        """The deadline in one line, as seen from now."""
        return f"{fit(relative(self.at - now, language), 14)}  {self.node}: {self.text}"


def deadlines(world: World, now: int, language: str = "en", owner: Owner = lambda node, timer: "") -> list[Deadline]:
    """All that are still to come, the next first; what a timer is armed for is not told again of its row.

    ``owner`` tells the command that a timer of a device is of, "" for none.
    """
    timers = list(_timers(world, language, owner))
    armed = {(each.at, each.node) for each in timers}
    rows = [each for each in _rows(world, language) if (each.at, each.node) not in armed]
    return sorted(each for each in (*timers, *rows) if each.at > now)


def next_expiry(trace: Trace, position: int) -> int | None:
    """The position behind the next record that shows a timer or a row at its end; ``None`` where there is none."""
    return next((n + 1 for n in range(position, len(trace)) if trace.kind[n] in _ENDS), None)


def _timers(world: World, language: str, owner: Owner) -> Iterator[Deadline]:
    for (node, name), rows in world.tables.items():
        if name == TIMER:
            for key, row in rows.items():
                yield Deadline(row.deadline, node, timer_name(key, language, owner(node, key)))


def _rows(world: World, language: str) -> Iterator[Deadline]:
    known = registry.tables()
    for (node, name), rows in world.tables.items():
        for column in known[name].timers if name in known else ():
            for key, row in rows.items():
                at = getattr(row, column)
                if at is not None:
                    yield Deadline(at, node, deadline_name(known[name], column, key, row, language))
