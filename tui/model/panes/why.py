"""What happened in a step and why; before the first step what the lesson is about, after the last its outcome."""

from tui.model.panes.pages import ending, lesson
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene


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
    story = tell(told, scene.position - begin - len(told), cursor.record, width - 1, player.glyphs, player.language)
    lines = story.lines
    if cursor.at_end and player.is_complete:
        limit = player.scenario.records if player.is_cut_short else 0
        outcome = ending(player.outcomes, limit, width - 1, player.glyphs, player.troubles, player.language)
        lines = [*lines, *outcome]
    # The last record, its reason and the outcome come last: what led to them is above, as far as there is room.
    return Sheet(lines, None, story.current, len(lines) - story.current - 1, (scene.position, width, len(lines)))
