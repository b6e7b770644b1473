"""The tables of a device as lines of text, with what the step changed marked."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.explain.facts import render
from sim.explain.words import WORDS
from sim.trace.world import World
from sim.transport.tcp.machine.rows import CONNECTIONS
from tui.model.packets.origins import ABSOLUTE, Origin, origins
from tui.model.reader.changes import Changes, RowChange
from tui.model.reader.rows import TIMES, relative, values
from tui.model.reader.rows import cells as written
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, clip, clip_line, line

_ORDER = (
    "tcp", "tcp-send", "tcp-receive", "socket", "arp", "mac", "route", "waiting", "reassembly", "pmtu", "interface",
    "acd", "icmp-limit", "program", "thread", "timer",
)  # fmt: skip
_TITLES = {
    "tcp": "TCP connections",
    "tcp-send": "TCP, what is sent",
    "tcp-receive": "TCP, what is received",
    "socket": "Sockets",
    "program": "Programs",
    "thread": "Threads and their last call",
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
_DISPENSABLE = {
    "tcp": ("timestamps", "sack", "rcv_scale", "snd_scale", "keepalive_at", "irs", "iss", "smss"),
    "tcp-send": (
        "local", "rttvar", "srtt", "persist_at", "retransmissions", "sacked", "dup_acks", "written", "rto", "phase",
        "ssthresh", "snd_wnd",
    ),
    "tcp-receive": ("local",),
    "socket": ("program", "backlog", "listening", "error"),
    "thread": ("name", "function", "socket", "file"),
    "route": ("kind", "metric", "distance", "source", "active"),
    "interface": ("enabled", "mtu", "up"),
    "arp": ("probes", "deadline"),
    "mac": ("static", "vlan", "updated"),
    "acd": ("began", "defended", "conflicts", "sent"),
}  # fmt: skip
"""Columns that are left out where there is no room for all, in this order."""
_EMPTY = ("", "-")
"""What stands where there is nothing; a column of nothing else is left out."""
_MINOR = TIMES | {"probes", "sent", "conflicts", "local", "rttvar", "srtt"}
"""Columns that are left out even if the step changed them."""
_WAS = "was"
_INKS = {"+": Ink.ADDED, "~": Ink.CHANGED, "-": Ink.REMOVED, " ": Ink.PLAIN, _WAS: Ink.DIM}


class _Row(NamedTuple):
    mark: str
    cells: list[str]
    changed: list[bool]


class TableLines(NamedTuple):
    """Lines to show; ``first_change`` is the index of the first that is marked, -1 where none is."""

    lines: list[Line]
    first_change: int


def tables(
    device: str,
    world: World,
    changes: Changes,
    now: int,
    names: Mapping[str, str],
    glyphs: Glyphs,
    width: int,
    is_absolute: bool = False,
) -> TableLines:
    """All tables of a device at time ``now`` (ns), the most taught first; ``names`` says whose a MAC address is.

    Sequence numbers are counted from those of the SYNs, or are as on the wire where ``is_absolute``.
    """
    present = set(world.names(device)) | {table for node, table in changes if node == device}
    lines: list[Line] = []
    first = -1
    said = _Words(now, names, {} if is_absolute else origins(world.table(device, CONNECTIONS)))
    for name in sorted(present - {"console"}, key=lambda n: (_ORDER.index(n) if n in _ORDER else len(_ORDER), n)):
        if lines:
            lines.append(EMPTY)
        found = _table(name, world.table(device, name), changes.get((device, name), {}), said)
        found, left_out = _fitting(found, name, width)
        about = f"  {len(world.table(device, name))}" + (f", without {', '.join(left_out)}" if left_out else "")
        heading = line(Span(_TITLES.get(name, name), Ink.TITLE), Span(about, Ink.DIM))
        lines.append(clip_line(heading, width, glyphs.ellipsis))
        for index, row in enumerate(_aligned(found, width, glyphs)):
            if index and first < 0 and found[index].mark != " ":
                first = len(lines)
            lines.append(row)
    return TableLines(lines, first)


class _Words(NamedTuple):
    """How cells are written: times as seen from ``now``, MAC addresses with the name of who has them."""

    now: int
    names: Mapping[str, str]
    origins: Mapping[Hashable, Origin]

    def cells(self, table: str, key: Hashable, row: Any) -> list[str]:
        found = values(table, key, row)
        shown = written(table, key, row, self.origins.get(key, ABSOLUTE))
        return [self._cell(name, found[name], text) for name, text in shown.items()]

    def _cell(self, column: str, value: Any, text: str) -> str:
        if column in TIMES and isinstance(value, int):
            return relative(value - self.now)
        if column == "timer":
            return render("timer", {"timer": value}, WORDS)
        if column == "datagrams" and isinstance(value, tuple):
            return f"{len(value)}"
        return f"{text} {self.names[text]}" if column == "mac" and text in self.names else text


def _table(table: str, held: Mapping[Hashable, Any], changed: Mapping[Hashable, RowChange], said: _Words) -> list[_Row]:
    """The heading and the rows, in order; those that the step removed, and what changed ones were, are among them."""
    all_rows = dict(held) | {key: change.before for key, change in changed.items() if change.after is None}
    result: list[_Row] = []
    for key, row in sorted(all_rows.items(), key=lambda item: _sortable(item[0])):
        named = values(table, key, row)
        if not result:
            result.append(_Row(" ", [name.replace("_", " ") for name in named], []))
        texts = said.cells(table, key, row)
        change = changed.get(key)
        if change is None or change.mark != "~":
            result.append(_Row(" " if change is None else change.mark, texts, [False] * len(texts)))
            continue
        before = values(table, key, change.before)
        differs = [before[name] != value for name, value in named.items()]
        result.append(_Row("~", texts, differs))
        # The time of a row changes whenever it is used, so what it was tells nothing.
        told = [differ and name not in TIMES for name, differ in zip(named, differs, strict=True)]
        if any(told):
            was = said.cells(table, key, change.before)
            old = [text if tell else "" for text, tell in zip(was, told, strict=True)]
            result.append(_Row(_WAS, ["was", *old[1:]], told))
    return result


def _sortable(key: object) -> str:
    """Keys in the order in which people count: addresses and ports by their numbers."""
    if isinstance(key, tuple):
        return " ".join(map(_sortable, key))
    return f"{key:020d}" if isinstance(key, int) else str(key).zfill(20) if str(key).isdigit() else str(key)


def _without(rows: list[_Row], column: str) -> list[_Row]:
    at = rows[0].cells.index(column)
    return [_Row(r.mark, r.cells[:at] + r.cells[at + 1 :], r.changed[:at] + r.changed[at + 1 :]) for r in rows]


def _fitting(rows: list[_Row], table: str, width: int) -> tuple[list[_Row], list[str]]:
    """The rows with as many columns as there is room for, and the names of the others; what changed is kept."""
    left_out: list[str] = []
    for column in rows[0].cells[1:] if rows else ():
        at = rows[0].cells.index(column)
        if all(row.cells[at] in _EMPTY for row in rows[1:]):
            rows = _without(rows, column)
    for column in _DISPENSABLE.get(table, ()):
        if not rows or sum(_widths(rows)) + 2 * len(rows[0].cells) <= width:
            break
        if column not in rows[0].cells:
            continue
        at = rows[0].cells.index(column)
        if column in _MINOR or not any(row.changed[at] for row in rows[1:]):
            rows = _without(rows, column)
            left_out.append(column)
    return rows, left_out


def _widths(rows: Sequence[_Row]) -> list[int]:
    return [max(cells(row.cells[i]) for row in rows) for i in range(len(rows[0].cells))]


def _aligned(rows: Sequence[_Row], width: int, glyphs: Glyphs) -> list[Line]:
    """The rows in columns; where they do not fit, the widest columns give way, with an ellipsis."""
    if not rows:
        return []
    widths = _widths(rows)
    room = width - 2 * len(widths)
    while sum(widths) > room and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    return [_row(row, widths, width, glyphs) for row in rows]


def _row(row: _Row, widths: Sequence[int], width: int, glyphs: Glyphs) -> Line:
    ink = _INKS[row.mark] if row.changed else Ink.DIM
    spans = [Span("  " if row.mark == _WAS else f"{row.mark} ", ink)]
    for index, (text, room) in enumerate(zip(row.cells, widths, strict=True)):
        here = ink if row.mark != "~" or row.changed[index] else Ink.PLAIN
        here = Ink.REMOVED if row.mark == _WAS and row.changed[index] else here
        blanks = room - cells(text)
        spans += [Span(clip(text, room, glyphs.ellipsis), here), Span(" " * (max(0, blanks) + 2))]
    return clip_line(tuple(spans[:-1]), width, glyphs.ellipsis)
