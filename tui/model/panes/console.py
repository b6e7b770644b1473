"""What a device has printed."""

from collections.abc import Container, Hashable, Mapping
from typing import Any

from sim.trace.records import CONSOLE, Call, Change
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, clip, line
from tui.model.text.words import told

_HOST = "host"


def console_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """What was typed at the device in hand and what it has printed, at the last line."""
    lines = _lines(scene, width - 1)
    if not lines:
        nothing = line(Span(told(words.NOTHING_PRINTED, scene.player.language, device=scene.device), Ink.DIM))
        return Sheet([nothing], scene.about_device)
    return Sheet(lines, scene.about_device, len(lines) - 1)


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
        if isinstance(what, Call):
            text = clip(what.command, max(0, width - 3 - cells(prompt)), glyphs.ellipsis)
            lines.append(line(mark, Span(f"{prompt} ", Ink.KEY), Span(text, Ink.STRONG if is_new else Ink.PLAIN)))
        elif isinstance(what, Change) and what.table == CONSOLE and what.key in rows:
            text = clip(what.after.text, max(0, width - 2), glyphs.ellipsis)
            lines.append(line(mark, Span(text, Ink.PLAIN if is_new else Ink.DIM)))
    return lines


def console(rows: Mapping[Hashable, Any], new: Container[Hashable], width: int, glyphs: Glyphs) -> list[Line]:
    """The rows of a device's console in order; those that are ``new`` in this step are marked."""
    lines = []
    for number, row in sorted(rows.items(), key=lambda item: int(str(item[0]))):
        is_new = number in new
        text = clip(row.text, max(0, width - 2), glyphs.ellipsis)
        lines.append(line(Span("+ " if is_new else "  ", Ink.ADDED), Span(text, Ink.PLAIN if is_new else Ink.DIM)))
    return lines
