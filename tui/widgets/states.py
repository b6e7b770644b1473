"""The state diagram of TCP with both ends of a connection in it."""

from tui.model.arrangement import Pane
from tui.model.diagram import Diagram
from tui.model.player import View
from tui.widgets.pane import PaneView


class StatesPane(PaneView):
    """The connection in view, or the one that is kept."""

    pane = Pane.STATES

    def fill(self, view: View) -> None:
        player = view.player
        diagram = Diagram(view.connection, player.trace, view.position, player.glyphs, player.language)
        self.show(diagram.lines(*self.room))

    def about(self) -> str:
        return "" if self.view is None else self.view.about_connection
