"""The network with the packets on its links; a click on a device takes it in hand."""

from textual.events import Click
from textual.message import Message

from tui.model.network.drawing import draw
from tui.model.network.placement import Drawing, place
from tui.model.network.topology import Topology
from tui.model.panes.arrangement import PaneSpec
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.words import told
from tui.widgets.pane import PaneView


class NetworkPane(PaneView, can_focus=False):
    """The drawing. It is laid out once for a size and the addresses; most steps only change what is marked in it."""

    class Chosen(Message):
        """A device was clicked."""

        def __init__(self, device: str) -> None:
            super().__init__()
            self.device = device

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(spec)
        self._drawing: Drawing | None = None
        self._laid_out: tuple[tuple[int, int], Topology] | None = None

    def fill(self, scene: Scene) -> None:
        wanted = (self.room, scene.network)
        if self._drawing is None or self._laid_out != wanted:
            self._laid_out = wanted
            self._drawing = place(scene.network, *self.room)
        drawing = self._drawing
        chosen = "" if scene.cursor.at_start and not scene.pinned else scene.device
        self.show(draw(drawing, scene.situation.marks(chosen), scene.player.glyphs))

    def follow(self) -> None:
        """Keep the device in hand in sight, where the drawing is larger than the pane."""
        scene, drawing, (width, height) = self.scene, self._drawing, self.room
        if scene is None or drawing is None or (drawing.height <= height and drawing.width <= width):
            return
        plot = next(plot for plot in drawing.plots if plot.device.name == scene.device)
        x, y = plot.x + plot.width // 2 - width // 2, plot.y + plot.height // 2 - height // 2
        self.scroll_to(max(0, x), max(0, y), animate=False, immediate=True, force=True)

    def about(self) -> str:
        scene = self.scene
        if scene is None:
            return ""
        names = {flight.cable.name for flight in scene.situation.flights if not flight.is_lost}
        return told(words.PACKETS_ON_LINKS, scene.player.language, count=len(names)) if len(names) > 1 else ""

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._drawing is None:
            return
        x, y = offset.x + self.scroll_offset.x, offset.y + self.scroll_offset.y
        for plot in self._drawing.plots:
            if plot.x <= x < plot.x + plot.width and plot.y <= y < plot.y + plot.height:
                self.post_message(self.Chosen(plot.device.name))
