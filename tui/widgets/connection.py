"""The variables, buffers and timers of both ends of a connection."""

from tui.model.conversation.connection_page import connection_page
from tui.model.panes.arrangement import Pane
from tui.model.reader.player import View
from tui.widgets.pane import PaneView


class ConnectionPane(PaneView):
    """The connection in view, or the one that is kept."""

    pane = Pane.CONNECTION

    def fill(self, view: View) -> None:
        self.show(connection_page(view, self.room[0]))

    def about(self) -> str:
        return "" if self.view is None else self.view.about_connection
