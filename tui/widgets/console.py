"""What the device in hand has printed."""

from sim.trace.records import CONSOLE
from tui.model.panes.arrangement import Pane
from tui.model.panes.pages import console
from tui.model.reader.player import Scene
from tui.model.text.ink import Ink, Span, line
from tui.widgets.pane import PaneView


class ConsolePane(PaneView):
    """The console, at its last line."""

    pane = Pane.CONSOLE

    def fill(self, scene: Scene) -> None:
        rows = scene.cursor.world.table(scene.device, CONSOLE)
        new = scene.changes.get((scene.device, CONSOLE), {})
        lines = console(rows, new, self.room[0] - 1, scene.player.glyphs)
        self.show(lines or [line(Span(f"{scene.device} has printed nothing.", Ink.DIM))])
        self.scroll_end(animate=False, immediate=True)

    def about(self) -> str:
        return "" if self.scene is None else f"of {self.scene.device}" + (" (kept)" if self.scene.pinned else "")
