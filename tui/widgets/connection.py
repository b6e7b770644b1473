"""The variables, buffers and timers of both ends of a connection."""

from tui.model.panes.arrangement import Pane
from tui.model.panes.connection import connection_page
from tui.model.reader.player import Scene
from tui.widgets.pane import PaneView


class ConnectionPane(PaneView):
    """The connection in scene, or the one that is kept."""

    pane = Pane.CONNECTION

    def fill(self, scene: Scene) -> None:
        self.show(connection_page(scene, self.room[0]))

    def about(self) -> str:
        return "" if self.scene is None else self.scene.about_connection
