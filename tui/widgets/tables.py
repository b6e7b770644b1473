"""The tables of the device in hand, with what this step changed marked."""

from tui.model.panes.arrangement import Pane
from tui.model.reader.changes import counts
from tui.model.reader.player import View
from tui.model.reader.tables import tables
from tui.widgets.pane import PaneView


class TablesPane(PaneView):
    """All tables of one device beneath each other, scrolled to the first change."""

    pane = Pane.TABLES

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""

    def fill(self, view: View) -> None:
        player = view.player
        width = self.room[0] - 1
        basis = (view.device, view.cursor.world, view.changes, view.cursor.now, player.names, player.glyphs)
        found = tables(*basis, width, player.is_absolute, player.language)
        self.show(found.lines)
        if view.device != self._shown:
            self.scroll_home(animate=False, immediate=True)
        self._shown = view.device
        if found.first_change >= 0:
            self.reveal(max(0, found.first_change - 2), 3)

    def about(self) -> str:
        view = self.view
        if view is None:
            return ""
        chosen = f"of {view.device}" + (" (kept)" if view.pinned else "")
        changed = counts(view.changes, view.device)
        elsewhere = sorted({node for node, _ in view.changes if node in view.player.devices} - {view.device})
        others = f", also {', '.join(elsewhere)}" if elsewhere else ""
        return f"{chosen}: {changed or 'no change'}{others}"
