"""What happened in this step and why; at the start the lesson, at the end its outcome."""

from tui.model.panes.arrangement import Pane
from tui.model.panes.pages import ending, lesson
from tui.model.reader.player import Scene
from tui.model.reader.story import statements, tell
from tui.widgets.pane import PaneView


class WhyPane(PaneView):
    """The sentences of the step, device by device."""

    pane = Pane.WHY

    def fill(self, scene: Scene) -> None:
        player, cursor = scene.player, scene.cursor
        width = self.room[0]
        if player.cursor.at_start:
            self.show(lesson(player.scenario, width - 1, player.glyphs))
            self.scroll_home(animate=False, immediate=True)
            return
        begin = scene.situation.begin
        is_brief = not scene.is_within_step
        place = (player.trace, player.wiring, begin, scene.position)
        world = None if player.is_absolute else cursor.world
        told = statements(*place, player.glyphs, player.language, is_brief, world)
        story = tell(told, scene.position - begin - len(told), cursor.record, width - 1, player.glyphs)
        lines = story.lines
        if cursor.at_end and player.is_complete:
            limit = player.scenario.records if player.is_cut_short else 0
            lines = [*lines, *ending(player.outcomes, limit, width - 1, player.glyphs)]
        self.show(lines)
        self.scroll_home(animate=False, immediate=True)
        # The last record, its reason and the outcome come last: what led to them is above, as far as there is room.
        self.reveal(story.current, len(lines) - story.current - 1)
