"""The state diagram of TCP with both ends of a connection in it."""

from tui.model.conversation.diagram import Diagram
from tui.model.panes.arrangement import Pane
from tui.model.reader.player import Scene
from tui.widgets.pane import PaneView


class StatesPane(PaneView):
    """The connection in scene, or the one that is kept."""

    pane = Pane.STATES
    _about = ""

    def fill(self, scene: Scene) -> None:
        player = scene.player
        diagram = Diagram(scene.connection, player.trace, scene.position, player.glyphs, player.language)
        self._about = diagram.about
        self.show(diagram.lines(*self.room))
        if diagram.row >= 0:
            self.reveal(max(0, diagram.row - 2), 3)

    def about(self) -> str:
        return self._about
