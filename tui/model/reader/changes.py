"""What a step did to the tables: each row that is different now from what it was when the step began."""

from collections.abc import Hashable
from typing import Any, NamedTuple

from sim.trace.records import TIMER, Change, Kind
from tui.model.reader.cursor import Cursor

Place = tuple[str, str]
"""A device (or link) and one of its tables."""


class RowChange(NamedTuple):
    """A row before and after the step; ``None`` where there was, or is, none."""

    before: Any
    after: Any

    @property
    def mark(self) -> str:
        """``+`` added, ``~`` changed, ``-`` removed."""
        return "+" if self.before is None else "-" if self.after is None else "~"


Changes = dict[Place, dict[Hashable, RowChange]]


def changes(cursor: Cursor) -> Changes:
    """The rows that this step changed; one that is again as it was is not among them."""
    trace, world = cursor.trace, cursor.world
    first: dict[Place, dict[Hashable, Any]] = {}
    for n in range(cursor.begin, cursor.position):
        if trace.kind[n] >= Kind.ROW_ADDED:
            change: Change = trace.what[n]  # type: ignore[assignment]  # records of these kinds carry changes
            rows = first.setdefault((trace.spots[trace.spot[n]].node, change.table), {})
            rows.setdefault(change.key, change.before)
    found: Changes = {}
    for place, rows in first.items():
        now = world.table(*place)
        different = {key: RowChange(row, now.get(key)) for key, row in rows.items() if now.get(key) != row}
        if different:
            found[place] = different
    return found


def counts(found: Changes, device: str) -> str:
    """How many rows of a device's tables changed, table by table: ``arp +1, mac ~2``; timers are not counted."""
    parts = []
    for (node, table), rows in sorted(found.items()):
        if node == device and table != TIMER:
            marks = [row.mark for row in rows.values()]
            parts += [f"{table} {mark}{marks.count(mark)}" for mark in "+~-" if mark in marks]
    return ", ".join(parts)
