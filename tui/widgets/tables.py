"""The tables of the device in hand, with what this step changed marked."""

from tui.model.panes.arrangement import Pane
from tui.model.reader.changes import counts
from tui.model.reader.player import Scene
from tui.model.reader.tables import tables
from tui.widgets.pane import PaneView


class TablesPane(PaneView):
    """All tables of one device beneath each other, scrolled to the first change."""

    pane = Pane.TABLES

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""

    def fill(self, scene: Scene) -> None:
        player = scene.player
        width = self.room[0] - 1
        basis = (scene.device, scene.cursor.world, scene.changes, scene.cursor.now, player.names, player.glyphs)
        found = tables(*basis, width, player.is_absolute, player.language)
        self.show(found.lines)
        if scene.device != self._shown:
            self.scroll_home(animate=False, immediate=True)
        self._shown = scene.device
        if found.first_change >= 0:
            self.reveal(max(0, found.first_change - 2), 3)

    def about(self) -> str:
        scene = self.scene
        if scene is None:
            return ""
        chosen = f"of {scene.device}" + (" (kept)" if scene.pinned else "")
        changed = counts(scene.changes, scene.device)
        elsewhere = sorted({node for node, _ in scene.changes if node in scene.player.devices} - {scene.device})
        others = f", also {', '.join(elsewhere)}" if elsewhere else ""
        return f"{chosen}: {changed or 'no change'}{others}"
