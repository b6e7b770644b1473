"""What the device in hand has printed."""

from sim.trace.records import CONSOLE
from tui.model.panes.arrangement import Pane
from tui.model.panes.pages import console
from tui.model.reader.player import View
from tui.model.text.ink import Ink, Span, line
from tui.widgets.pane import PaneView


class ConsolePane(PaneView):
    """The console, at its last line."""

    pane = Pane.CONSOLE

    def fill(self, view: View) -> None:
        rows = view.cursor.world.table(view.device, CONSOLE)
        new = view.changes.get((view.device, CONSOLE), {})
        lines = console(rows, new, self.room[0] - 1, view.player.glyphs)
        self.show(lines or [line(Span(f"{view.device} has printed nothing.", Ink.DIM))])
        self.scroll_end(animate=False, immediate=True)

    def about(self) -> str:
        return "" if self.view is None else f"of {self.view.device}" + (" (kept)" if self.view.pinned else "")
