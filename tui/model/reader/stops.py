"""Where the reader stops: at a packet, a drop, an expiry, a state or a change of the row in hand, and at marks."""

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

from sim import registry
from sim.link import rules as link_rules
from sim.scenario.plan import Passes
from sim.scenario.states import is_on_states, matching_states, read_states
from sim.trace.records import CONSOLE, TIMER, Change, Kind
from sim.trace.trace import Trace
from sim.trace.world import World
from sim.words import TextError
from tui.model.reader.player import Player
from tui.model.reader.rows import label
from tui.model.reader.searching import search
from tui.model.text import words
from tui.model.text.words import told as say

DROP, EXPIRY, CHANGE = "drop", "expiry", "change"
"""Words for stops beside the texts that ``/`` takes."""
_DROPS = frozenset({Kind.FRAME_DROPPED, Kind.PACKET_DROPPED})
_ENDS = frozenset({Kind.TIMER_FIRED, Kind.ROW_EXPIRED})


class Row(NamedTuple):
    """A row of a table of a device, or of a cable."""

    node: str
    table: str
    key: Hashable


class Stop(NamedTuple):
    """A place to stop at: what it is called, and a test of each record behind the cursor."""

    text: str
    test: Callable[[Trace, int], bool]


def read_stop(player: Player, text: str, row: Row | None) -> Stop:
    """The stop that a text means; raises ``TextError``."""
    word = text.strip()
    if word == DROP:
        return Stop(say(words.A_DROP, player.language), _is_drop)
    if word == EXPIRY:
        return Stop(say(words.AN_EXPIRY, player.language), lambda trace, n: trace.kind[n] in _ENDS)
    if word == CHANGE:
        if row is None:
            raise TextError("no row is in hand", "W chooses one")
        name = say(words.A_CHANGE, player.language, row=told(player, row))
        return Stop(name, lambda trace, n: is_change(trace, n, row))
    if is_on_states(word):
        says = read_states(word, player.scenario.names)
        assert isinstance(says, Passes)
        found = frozenset(matching_states(says, player.trace))
        return Stop(word, lambda trace, n: n in found)
    sought = search(player, word)
    if sought is None:
        raise TextError("nothing is written", f"write a packet such as first arp, or {DROP}, {EXPIRY} or {CHANGE}")
    steps = sought.steps
    if steps.choose is not None or steps.test is None:
        steps.extend()
        chosen = frozenset(steps.numbers)
        return Stop(word, lambda trace, n: n in chosen)
    test = steps.test
    return Stop(word, lambda trace, n: steps.is_of_kind(trace.kind[n]) and test(trace, n))


def next_stop(trace: Trace, position: int, stop: Stop, end: int | None = None) -> int | None:
    """The position behind the next record at which to stop, before ``end``; ``None`` where there is none."""
    last = len(trace) if end is None else end
    return next((n + 1 for n in range(max(position, trace.configured), last) if stop.test(trace, n)), None)


def is_change(trace: Trace, n: int, row: Row) -> bool:
    """Whether a record adds, changes or removes a row."""
    what = trace.what[n]
    return (
        isinstance(what, Change)
        and (what.table, what.key) == (row.table, row.key)
        and trace.spots[trace.spot[n]].node == row.node
    )


def change_beside(trace: Trace, position: int, row: Row, by: int) -> int | None:
    """The position behind the next (``by`` 1) or previous (-1) change of a row; ``None`` where there is none."""
    numbers = range(position, len(trace)) if by > 0 else range(position - 2, trace.configured - 1, -1)
    return next((n + 1 for n in numbers if is_change(trace, n, row)), None)


def row_of(trace: Trace, n: int) -> Row | None:
    """The row that a record is about, where it is one that the tables show."""
    what = trace.what[n] if trace.configured <= n < len(trace) else None
    if not isinstance(what, Change) or what.table in (TIMER, CONSOLE):
        return None
    return Row(trace.spots[trace.spot[n]].node, what.table, what.key)


def rows_of(player: Player, device: str, world: World) -> list[tuple[Row, str]]:
    """The rows that a device and its cables have now, with their words."""
    known = registry.tables()
    places = [device, *(link for link, ends in player.scenario.names.links.items() if device in dict(ends))]
    found = []
    for (node, table), rows in world.tables.items():
        shown = known.get(table)
        if node in places and shown is not None and table not in (TIMER, CONSOLE) and not shown.is_bookkeeping:
            called = ((key, label(shown, key, row, player.language)) for key, row in rows.items())
            found += [(Row(node, table, key), f"{table}  {text}") for key, text in called]
    # The device's own rows stand before those of its cables.
    return sorted(found, key=lambda each: places.index(each[0].node))


def told(player: Player, row: Row) -> str:
    """A row in few words: ``arp 10.0.0.1 of pc1``."""
    table = registry.tables()[row.table]
    held = player.cursor.world.table(row.node, row.table).get(row.key)
    if held is None:
        held = next((each for each in _versions(player.trace, row) if each is not None), None)
    name = "" if held is None else label(table, row.key, held, player.language)
    if name == row.node:
        return f"{row.table} {name}"  # a cable has one row, which is called as the cable is
    return say(words.ROW_OF, player.language, row=f"{row.table} {name}".rstrip(), device=row.node)


def _versions(trace: Trace, row: Row) -> Sequence[object]:
    changes = (trace.what[n] for n in range(len(trace)) if is_change(trace, n, row))
    return [each for what in changes if isinstance(what, Change) for each in (what.before, what.after)]


def _is_drop(trace: Trace, n: int) -> bool:
    """A frame or datagram that is given up, but not one that a device only sees go by."""
    return trace.kind[n] in _DROPS and trace.why[n].rule is not link_rules.NIC_NOT_MINE


class Marks:
    """Places that the reader named with letters, and the place before the last jump."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._before = -1

    def put(self, letter: str, position: int) -> None:
        """Name a place."""
        self._places[letter] = position

    def leave(self, position: int) -> None:
        """Remember from where the reader jumps."""
        self._before = position

    def find(self, letter: str) -> int | None:
        """The place that a letter names; that before the last jump for ``'``."""
        if letter == "'":
            return self._before if self._before >= 0 else None
        return self._places.get(letter)

    def letters(self) -> list[tuple[str, int]]:
        """All marks in the order of the run."""
        return sorted(self._places.items(), key=lambda each: each[1])
