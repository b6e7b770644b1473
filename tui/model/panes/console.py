"""What a device has printed."""

from collections.abc import Container, Hashable, Mapping
from typing import Any, TypeGuard

from sim.trace.records import CONSOLE, Call, Change, Kind, What
from tui.model.panes.sheets import Sheet
from tui.model.reader.commands import running, waiting_for_lines
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.harmless import harmless_line
from tui.model.text.ink import Ink, Line, Span, cells, line, wrap
from tui.model.text.words import told

_HOST = "host"
_MARK = 2
"""Cells before each line: the mark of what is new."""
_FURTHER = 4
"""Cells before what a line has no room for, so that it is not taken for a line of its own."""


def console_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """What was typed at the device in hand and what it has printed, at the last line."""
    lines = [*_lines(scene, width - 1), *_reader(scene, width - 1)]
    if not lines:
        nothing = line(Span(told(words.NOTHING_PRINTED, scene.player.language, device=scene.device), Ink.DIM))
        return Sheet([nothing], scene.about_device)
    to_come = _to_come(scene, width - 1)
    below = min(len(to_come), height - 1)
    return Sheet([*lines, *to_come], scene.about_device, len(lines) - 1, below)


def _to_come(scene: Scene, width: int) -> list[Line]:
    """What the command that goes on will print, dimmed; only that it goes on where nothing to come is shown."""
    player = scene.player
    found = running(player.trace, player.typed.numbers, scene.device, scene.position)
    if found is None:
        return []

    lines = _inset(told(words.GOES_ON, player.language, command=found.command), Ink.KEY, width)
    if not player.hides_future:
        texts = (what.after.text for what in map(player.trace.what.__getitem__, found.outputs) if _is_line(what))
        lines += [each for text in texts for each in _inset(text, Ink.DIM, width)]
    return lines


def _reader(scene: Scene, width: int) -> list[Line]:
    """Which programs wait for a line."""
    language = scene.player.language
    waiting = waiting_for_lines(scene.cursor.world, scene.device)
    texts = (told(words.WAITS_FOR_LINE, language, file=each.name, call=each.row.call) for each in waiting)
    return [part for text in texts for part in _inset(text, Ink.KEY, width)]


def _lines(scene: Scene, width: int) -> list[Line]:
    """The lines of a device in the order of the run: behind its prompt what was typed, then what came of it."""
    cursor, device = scene.cursor, scene.device
    trace, typed = cursor.trace, scene.player.typed
    typed.extend()
    rows = cursor.world.table(device, CONSOLE)
    kinds = {each.name: each.kind for each in scene.player.network.devices}
    prompt = f"{device}{'$' if kinds.get(device) == _HOST else '#'}"
    lines: list[Line] = []
    for n in typed.numbers[: typed.before(scene.position) + 1]:
        if trace.spots[trace.spot[n]].node != device:
            continue
        what = trace.what[n]
        is_new = n >= cursor.begin
        if isinstance(what, Call) and trace.kind[n] == Kind.CALL:
            head = (_mark(is_new), Span(f"{prompt} ", Ink.KEY))
            lines += _whole(head, what.command, Ink.STRONG if is_new else Ink.PLAIN, width)
        elif _is_line(what) and what.key in rows:
            lines += _printed(what.after.text, is_new, width)
    return lines


def _mark(is_new: bool) -> Span:
    return Span("+ " if is_new else " " * _MARK, Ink.ADDED)


def _printed(text: str, is_new: bool, width: int) -> list[Line]:
    return _whole((_mark(is_new),), text, Ink.PLAIN if is_new else Ink.DIM, width)


def _inset(text: str, ink: Ink, width: int) -> list[Line]:
    return _whole((), " " * _MARK + text, ink, width)


def _whole(head: Line, text: str, ink: Ink, width: int) -> list[Line]:
    """All of a line behind its head; what it has no room for is beneath, set in."""
    shown = harmless_line(text)
    if cells(shown) + sum(cells(each) for each, _ in head) <= width:
        return [line(*head, Span(shown, ink))]
    return wrap(line(*head, Span(shown, ink)), width, _FURTHER)


def _is_line(what: What) -> TypeGuard[Change]:
    return isinstance(what, Change) and what.table == CONSOLE


def console(rows: Mapping[Hashable, Any], new: Container[Hashable], width: int) -> list[Line]:
    """The rows of a device's console in order; those that are ``new`` in this step are marked."""
    lines = []
    for number, row in sorted(rows.items(), key=lambda item: int(str(item[0]))):
        lines += _printed(row.text, number in new, width)
    return lines
