"""A program of a host: its source at the cursor, what its threads wait for, its sockets, what it printed."""

from tui.model.panes.arrangement import Pane
from tui.model.panes.program import program_page
from tui.model.reader.player import Scene
from tui.widgets.pane import PaneView


class ProgramPane(PaneView):
    """The program that called last, or that of the device that is kept."""

    pane = Pane.PROGRAM

    def fill(self, scene: Scene) -> None:
        self.show(program_page(scene, *self.room))
