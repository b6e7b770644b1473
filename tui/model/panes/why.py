"""What happened in a step and why; before the first step what the lesson is about, after the last its outcome."""

from tui.model.panes.pages import ending, lesson
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene
from tui.model.text.ink import EMPTY


def why_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """What happened in this step and why, device by device; at the start the lesson, at the end its outcome."""
    player, cursor = scene.player, scene.cursor
    if cursor.at_start:
        return Sheet(lesson(player.front, width - 1, player.glyphs, player.language), subject=width)
    from tui.model.reader.story import statements, tell  # noqa: PLC0415 - the first picture has no story

    begin = scene.situation.begin
    is_brief = not scene.is_within_step
    place = (player.trace, player.wiring, begin, scene.position)
    world = None if player.is_absolute else cursor.world
    told = statements(*place, player.glyphs, player.language, is_brief, world)
    skipped = scene.position - begin - len(told)
    lines = tell(told, skipped, cursor.record, width - 1, player.glyphs, player.language, is_brief)
    if cursor.at_end and player.is_complete:
        limit = player.scenario.records if player.is_cut_short else 0
        outcome = ending(player.outcomes, limit, width - 1, player.glyphs, player.troubles, player.language)
        lines = [*outcome[1:], EMPTY, *lines]
    # The outcome, the last record and its reason come first: what led to them is beneath.
    return Sheet(lines, subject=(scene.position, width))
