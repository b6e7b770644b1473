"""The tables of a device as lines of text, with what the step changed marked."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from sim import explain, registry
from sim.addresses import MacAddress
from sim.explain.language import Words
from sim.feature import Table
from sim.ip.ipv4.pdu import IPv4
from sim.languages import said
from sim.trace.records import CONSOLE, TIMER
from sim.trace.world import World
from tui.model.reader.changes import Changes, RowChange
from tui.model.reader.rows import cells as written
from tui.model.reader.rows import instants, relative, timer_name, values
from tui.model.text.columns import heading
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, clip, clip_line, line
from tui.model.text.words import WAS, WITHOUT_COLUMNS, told

_EMPTY = ("", "-")
"""What stands where there is nothing; a column of nothing else is left out."""
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
    language: str = "en",
    owner: Callable[[Hashable], str] = lambda timer: "",
) -> TableLines:
    """All tables of a device at time ``now`` (ns), the most taught first; ``names`` says whose a MAC address is.

    Sequence numbers are counted from those of the SYNs, or are as on the wire where ``is_absolute``. ``language`` is
    that of the titles. ``owner`` tells the command that a timer of the device is of, "" for none.
    """
    # The console has a pane of its own.
    present = {*world.names(device), *(table for node, table in changes if node == device)} - {CONSOLE}
    lines: list[Line] = []
    first = -1
    for table in registry.placed_tables():
        if table.name not in present:
            continue
        if lines:
            lines.append(EMPTY)
        held = world.table(device, table.name)
        counting = None if is_absolute else table.counting
        bases = {} if counting is None else world.table(device, counting.table)
        writer = _Writer(table, now, names, bases, explain.words(language), owner)
        found = _table(held, changes.get((device, table.name), {}), writer)
        found, left_out = _fitting(found, table, width, language)
        without = (
            told(WITHOUT_COLUMNS, language, columns=explain.words(language).comma.join(left_out)) if left_out else ""
        )
        about = f"  {len(held)}{without}"
        heading = line(Span(said(table.title, language), Ink.TITLE), Span(about, Ink.DIM))
        lines.append(clip_line(heading, width, glyphs.ellipsis))
        for index, row in enumerate(_aligned(found, width, glyphs)):
            if index and first < 0 and found[index].mark != " ":
                first = len(lines)
            lines.append(row)
    return TableLines(lines, first)


class _Writer(NamedTuple):
    """How cells are written: times as seen from ``now``, MAC addresses with the name of who has them."""

    table: Table
    now: int
    names: Mapping[str, str]
    bases: Mapping[Hashable, Any]
    words: Words
    owner: Callable[[Hashable], str]

    def values(self, key: Hashable, row: Any) -> dict[str, Any]:
        return values(self.table, key, row)

    def texts(self, key: Hashable, row: Any) -> list[str]:
        found = self.values(key, row)
        shown = written(self.table, key, row, self.bases.get(key))
        return [self._text(name, found[name], text) for name, text in shown.items()]

    def _text(self, name: str, value: Any, text: str) -> str:
        if isinstance(value, MacAddress):
            return f"{text} {self.names[text]}" if text in self.names else text
        if isinstance(value, bool):
            return self.words.yes if value else self.words.no
        if isinstance(value, int) and name in instants(self.table):
            return relative(value - self.now, self.words.language)
        if isinstance(value, tuple) and self.table.name == TIMER:
            return timer_name(value, self.words.language, self.owner(value))
        is_packets = value and name not in self.table.written and name in self.table.columns
        if is_packets and get_args(self.table.columns[name].type)[:1] == (IPv4,):
            return f"{len(value)}"
        return text


def _table(held: Mapping[Hashable, Any], changed: Mapping[Hashable, RowChange], writer: _Writer) -> list[_Row]:
    """The heading and the rows, in order; those that the step removed, and what changed ones were, are among them."""
    all_rows = dict(held) | {key: change.before for key, change in changed.items() if change.after is None}
    result: list[_Row] = []
    times = instants(writer.table)
    for key, row in sorted(all_rows.items(), key=lambda item: _sortable(item[0])):
        named = writer.values(key, row)
        if not result:
            result.append(_Row(" ", [heading(name, writer.words.language) for name in named], []))
        texts = writer.texts(key, row)
        change = changed.get(key)
        if change is None or change.mark != "~":
            result.append(_Row(" " if change is None else change.mark, texts, [False] * len(texts)))
            continue
        before = writer.values(key, change.before)
        differs = [before[name] != value for name, value in named.items()]
        result.append(_Row("~", texts, differs))
        # The time of a row changes whenever it is used, so what it was tells nothing.
        is_told = [differ and name not in times for name, differ in zip(named, differs, strict=True)]
        if any(is_told):
            was = writer.texts(key, change.before)
            old = [text if tell else "" for text, tell in zip(was, is_told, strict=True)]
            result.append(_Row(_WAS, [told(WAS, writer.words.language), *old[1:]], is_told))
    return result


def _sortable(key: object) -> str:
    """Keys in the order in which people count: addresses and ports by their numbers."""
    if isinstance(key, tuple):
        return " ".join(map(_sortable, key))
    return f"{key:020d}" if isinstance(key, int) else str(key).zfill(20) if str(key).isdigit() else str(key)


def _without(rows: list[_Row], column: str) -> list[_Row]:
    at = rows[0].cells.index(column)
    return [_Row(r.mark, r.cells[:at] + r.cells[at + 1 :], r.changed[:at] + r.changed[at + 1 :]) for r in rows]


def _fitting(rows: list[_Row], table: Table, width: int, language: str) -> tuple[list[_Row], list[str]]:
    """The rows with as many columns as there is room for, and the names of the others; what changed is kept."""
    left_out: list[str] = []
    for column in rows[0].cells[1:] if rows else ():
        at = rows[0].cells.index(column)
        if all(row.cells[at] in _EMPTY for row in rows[1:]):
            rows = _without(rows, column)
    for column in table.spare:
        if not rows or sum(_widths(rows)) + 2 * len(rows[0].cells) <= width:
            break
        shown = heading(column, language)
        if shown not in rows[0].cells:
            continue
        at = rows[0].cells.index(shown)
        is_minor = column in table.minor or column in instants(table)
        if is_minor or not any(row.changed[at] for row in rows[1:]):
            rows = _without(rows, shown)
            left_out.append(shown)
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
