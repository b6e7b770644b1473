"""The tables of a device as lines of text, with what the step changed marked."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.trace import columns
from sim.trace.world import World
from tui.model.changes import Changes, RowChange
from tui.model.glyphs import Glyphs
from tui.model.ink import EMPTY, Ink, Line, Span, cells, clip_line, fit, line
from tui.model.rows import TIMES, words

_ORDER = ("arp", "mac", "route", "waiting", "reassembly", "pmtu", "interface", "acd", "icmp-limit", "timer")
_TITLES = {
    "arp": "ARP table",
    "mac": "MAC address table",
    "route": "Route table",
    "waiting": "Waiting for a MAC address",
    "reassembly": "Fragments being put together",
    "pmtu": "Path MTUs",
    "interface": "Interfaces",
    "acd": "Address conflict detection",
    "icmp-limit": "Limit on ICMP errors",
    "timer": "Timers",
    "link": "Link",
}
_HIDDEN = {"arp": ("probes",), "mac": ("static",), "acd": ("began",)}
"""Columns that only say something where a device is studied record by record; a change in one is told anyway."""
_INKS = {"+": Ink.ADDED, "~": Ink.CHANGED, "-": Ink.REMOVED, " ": Ink.PLAIN}


class _Row(NamedTuple):
    mark: str
    cells: list[str]
    changed: list[bool]


class TableLines(NamedTuple):
    """Lines to show; ``first_change`` is the index of the first that is marked, -1 where none is."""

    lines: list[Line]
    first_change: int


def tables(
    device: str, world: World, changes: Changes, now: int, names: Mapping[str, str], glyphs: Glyphs, width: int
) -> TableLines:
    """All tables of a device at time ``now`` (ns), the most taught first; ``names`` says whose a MAC address is."""
    present = set(world.names(device)) | {table for node, table in changes if node == device}
    lines: list[Line] = []
    first = -1
    for name in sorted(present - {"console"}, key=lambda n: (_ORDER.index(n) if n in _ORDER else len(_ORDER), n)):
        if lines:
            lines.append(EMPTY)
        found = _table(name, world.table(device, name), changes.get((device, name), {}), _Words(now, names), glyphs)
        lines.append(
            line(Span(_TITLES.get(name, name), Ink.TITLE), Span(f"  {len(world.table(device, name))}", Ink.DIM))
        )
        for index, row in enumerate(_aligned(found, width, glyphs)):
            if index and first < 0 and found[index].mark != " ":
                first = len(lines)
            lines.append(row)
    return TableLines(lines, first)


class _Words(NamedTuple):
    """How cells are written: times as seen from ``now``, MAC addresses with the name of who has them."""

    now: int
    names: Mapping[str, str]

    def cell(self, column: str, value: Any) -> str:
        if column in TIMES and isinstance(value, int):
            return _relative(value - self.now)
        if column == "timer" and isinstance(value, tuple):
            return " ".join(map(words, value))
        if column in ("datagrams", "fragments") and isinstance(value, tuple):
            return f"{len(value)}"
        text = words(value)
        return f"{text} {self.names[text]}" if column == "mac" and text in self.names else text


def _table(
    table: str, rows: Mapping[Hashable, Any], changed: Mapping[Hashable, RowChange], said: _Words, glyphs: Glyphs
) -> list[_Row]:
    """The heading and the rows, in order; those that the step removed are still among them."""
    all_rows = dict(rows) | {key: change.before for key, change in changed.items() if change.after is None}
    result: list[_Row] = []
    hidden = _HIDDEN.get(table, ())
    for key, row in sorted(all_rows.items(), key=lambda item: _sortable(item[0])):
        named = {name: value for name, value in columns.cells(table, key, row).items() if name not in hidden}
        if not result:
            result.append(_Row(" ", [name.replace("_", " ") for name in named], []))
        change = changed.get(key)
        before = {} if change is None or change.mark != "~" else columns.cells(table, key, change.before)
        texts, differs = [], []
        for name, value in named.items():
            text = said.cell(name, value)
            is_other = name in before and before[name] != value
            if is_other and name not in TIMES:
                text = f"{said.cell(name, before[name])} {glyphs.becomes} {text}"
            texts.append(text)
            differs.append(is_other)
        result.append(_Row(" " if change is None else change.mark, texts, differs))
    return result


def _relative(ns: int) -> str:
    """A time as seen from now: ``in 29.9s``, ``2.5s ago``."""
    size = abs(ns)
    for unit, length in (("s", 10**9), ("ms", 10**6), ("us", 10**3)):
        if size >= length:
            text = f"{size / length:.1f}".removesuffix(".0") + unit
            break
    else:
        text = f"{size}ns"
    return "now" if ns == 0 else f"in {text}" if ns > 0 else f"{text} ago"


def _sortable(key: Hashable) -> tuple[Any, ...]:
    parts = key if isinstance(key, tuple) else (key,)
    return tuple(
        (not isinstance(part, int), part if isinstance(part, int) else str(part)) for part in map(_flat, parts)
    )


def _flat(part: Any) -> Any:
    return part if isinstance(part, int) else str(part).zfill(20) if str(part).isdigit() else part


def _aligned(rows: Sequence[_Row], width: int, glyphs: Glyphs) -> list[Line]:
    """The rows in columns; where they do not fit, the widest columns give way, with an ellipsis."""
    if not rows:
        return []
    widths = [max(cells(row.cells[i]) for row in rows) for i in range(len(rows[0].cells))]
    room = width - 2 - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return [_row(row, widths, width, glyphs) for row in rows]


def _row(row: _Row, widths: Sequence[int], width: int, glyphs: Glyphs) -> Line:
    is_heading = not row.changed
    ink = Ink.DIM if is_heading else _INKS[row.mark]
    spans = [Span(f"{row.mark} ", ink)]
    for index, (text, room) in enumerate(zip(row.cells, widths, strict=True)):
        here = ink if row.mark != "~" or row.changed[index] else Ink.PLAIN
        spans.append(Span(fit(text, room, glyphs.ellipsis), here))
        spans.append(Span("  "))
    return clip_line(tuple(spans[:-1]), width, glyphs.ellipsis)
