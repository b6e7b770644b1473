"""What stands in the panes that are read and not worked in: lines, and which of them to have in sight."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from sim.feature import View
from sim.trace.records import CONSOLE
from tui.model.conversation.diagram import Diagram
from tui.model.panes.connection import connection_page
from tui.model.panes.pages import console, ending, lesson
from tui.model.panes.program import program_page
from tui.model.reader.changes import counts
from tui.model.reader.player import Scene
from tui.model.reader.story import statements, tell
from tui.model.reader.tables import tables
from tui.model.text.ink import Ink, Line, Span, clip, line


class Sheet(NamedTuple):
    """The lines of a pane. Line ``focus`` and ``below`` lines after it are to be in sight; -1 for none in particular.

    ``subject`` is what the lines are about: those of another one are read from the top. ``about`` stands in the title;
    ``None`` for which of the lines are in sight.
    """

    lines: list[Line]
    about: str | None = None
    focus: int = -1
    below: int = 0
    subject: Hashable = None


Draw = Callable[[Scene, int, int], Sheet]
"""Makes a sheet of a scene, for a width and a height in cells."""


def why_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """What happened in this step and why, device by device; at the start the lesson, at the end its outcome."""
    player, cursor = scene.player, scene.cursor
    if cursor.at_start:
        return Sheet(lesson(player.scenario, width - 1, player.glyphs), subject=width)
    begin = scene.situation.begin
    is_brief = not scene.is_within_step
    place = (player.trace, player.wiring, begin, scene.position)
    world = None if player.is_absolute else cursor.world
    told = statements(*place, player.glyphs, player.language, is_brief, world)
    story = tell(told, scene.position - begin - len(told), cursor.record, width - 1, player.glyphs, player.language)
    lines = story.lines
    if cursor.at_end and player.is_complete:
        limit = player.scenario.records if player.is_cut_short else 0
        lines = [*lines, *ending(player.outcomes, limit, width - 1, player.glyphs)]
    # The last record, its reason and the outcome come last: what led to them is above, as far as there is room.
    return Sheet(lines, None, story.current, len(lines) - story.current - 1, (scene.position, width, len(lines)))


def tables_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """All tables of the device in hand beneath each other; the first change of this step in sight."""
    player = scene.player
    basis = (scene.device, scene.cursor.world, scene.changes, scene.cursor.now, scene.names, player.glyphs)
    found = tables(*basis, width - 1, player.is_absolute, player.language)
    changed = counts(scene.changes, scene.device)
    elsewhere = sorted({node for node, _ in scene.changes if node in player.devices} - {scene.device})
    others = f", also {', '.join(elsewhere)}" if elsewhere else ""
    about = f"{scene.about_device}: {changed or 'no change'}{others}"
    if found.first_change < 0:
        return Sheet(found.lines, about, subject=scene.device)
    return Sheet(found.lines, about, max(0, found.first_change - 2), 3, scene.device)


def console_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """What the device in hand has printed, at its last line."""
    rows = scene.cursor.world.table(scene.device, CONSOLE)
    new = scene.changes.get((scene.device, CONSOLE), {})
    lines = console(rows, new, width - 1, scene.player.glyphs)
    if not lines:
        return Sheet([line(Span(f"{scene.device} has printed nothing.", Ink.DIM))], scene.about_device)
    return Sheet(lines, scene.about_device, len(lines) - 1)


def connection_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """The variables, buffers and timers of both ends of the connection in view."""
    return Sheet(connection_page(scene, width), scene.about_connection)


def states_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """The state diagram of TCP with both ends of the connection in view."""
    player = scene.player
    diagram = Diagram(scene.connection, player.trace, scene.position, player.glyphs, player.language)
    lines = diagram.lines(width, height)
    return Sheet(lines, diagram.about) if diagram.row < 0 else Sheet(lines, diagram.about, max(0, diagram.row - 2), 3)


def program_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """The program that called last, or that of the device that is kept."""
    return Sheet(program_page(scene, width, height))


def view_sheet(view: View) -> Draw:
    """What a feature shows of the device in hand."""

    def draw(scene: Scene, width: int, height: int) -> Sheet:
        cursor, player = scene.cursor, scene.player
        texts = view.lines(cursor.world, scene.device, cursor.now, player.language)
        lines = [line(clip(text, width, player.glyphs.ellipsis)) for text in texts]
        nothing = line(Span(f"{scene.device} has nothing to show here.", Ink.DIM))
        return Sheet(lines or [nothing], scene.about_device, subject=scene.device)

    return draw
