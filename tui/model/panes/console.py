"""What a device has printed."""

from collections.abc import Container, Hashable, Mapping
from typing import Any, TypeGuard

from sim.trace.records import CONSOLE, Call, Change, Kind, What
from tui.model.panes.sheets import Sheet
from tui.model.reader.commands import running, waiting_for_line
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, clip, line
from tui.model.text.words import told

_HOST = "host"


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

    def inset(text: str, ink: Ink) -> Line:
        return line(Span(f"  {clip(text, max(0, width - 2), player.glyphs.ellipsis)}", ink))

    lines = [inset(told(words.GOES_ON, player.language, command=found.command), Ink.KEY)]
    if not player.hides_future:
        texts = (what.after.text for what in map(player.trace.what.__getitem__, found.outputs) if _is_line(what))
        lines += [inset(text, Ink.DIM) for text in texts]
    return lines


def _reader(scene: Scene, width: int) -> list[Line]:
    """Which program waits for a line."""
    player = scene.player
    found = waiting_for_line(scene.cursor.world, scene.device)
    if found is None:
        return []
    text = told(words.WAITS_FOR_LINE, player.language, file=found.file, call=found.call)
    return [line(Span(f"  {clip(text, max(0, width - 2), player.glyphs.ellipsis)}", Ink.KEY))]


def _lines(scene: Scene, width: int) -> list[Line]:
    """The lines of a device in the order of the run: behind its prompt what was typed, then what came of it."""
    cursor, device, glyphs = scene.cursor, scene.device, scene.player.glyphs
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
        mark = Span("+ " if is_new else "  ", Ink.ADDED)
        if isinstance(what, Call) and trace.kind[n] == Kind.CALL:
            text = clip(what.command, max(0, width - 3 - cells(prompt)), glyphs.ellipsis)
            lines.append(line(mark, Span(f"{prompt} ", Ink.KEY), Span(text, Ink.STRONG if is_new else Ink.PLAIN)))
        elif _is_line(what) and what.key in rows:
            text = clip(what.after.text, max(0, width - 2), glyphs.ellipsis)
            lines.append(line(mark, Span(text, Ink.PLAIN if is_new else Ink.DIM)))
    return lines


def _is_line(what: What) -> TypeGuard[Change]:
    return isinstance(what, Change) and what.table == CONSOLE


def console(rows: Mapping[Hashable, Any], new: Container[Hashable], width: int, glyphs: Glyphs) -> list[Line]:
    """The rows of a device's console in order; those that are ``new`` in this step are marked."""
    lines = []
    for number, row in sorted(rows.items(), key=lambda item: int(str(item[0]))):
        is_new = number in new
        text = clip(row.text, max(0, width - 2), glyphs.ellipsis)
        lines.append(line(Span("+ " if is_new else "  ", Ink.ADDED), Span(text, Ink.PLAIN if is_new else Ink.DIM)))
    return lines
