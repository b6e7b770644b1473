"""What a device has printed."""

from collections.abc import Container, Hashable, Mapping
from typing import Any

from sim.trace.records import CONSOLE
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, clip, line
from tui.model.text.words import told


def console_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """What the device in hand has printed, at its last line."""
    rows = scene.cursor.world.table(scene.device, CONSOLE)
    new = scene.changes.get((scene.device, CONSOLE), {})
    lines = console(rows, new, width - 1, scene.player.glyphs)
    if not lines:
        nothing = line(Span(told(words.NOTHING_PRINTED, scene.player.language, device=scene.device), Ink.DIM))
        return Sheet([nothing], scene.about_device)
    return Sheet(lines, scene.about_device, len(lines) - 1)


def console(rows: Mapping[Hashable, Any], new: Container[Hashable], width: int, glyphs: Glyphs) -> list[Line]:
    """The rows of a device's console in order; those that are ``new`` in this step are marked."""
    lines = []
    for number, row in sorted(rows.items(), key=lambda item: int(str(item[0]))):
        is_new = number in new
        text = clip(row.text, max(0, width - 2), glyphs.ellipsis)
        lines.append(line(Span("+ " if is_new else "  ", Ink.ADDED), Span(text, Ink.PLAIN if is_new else Ink.DIM)))
    return lines
