"""A pane that is read and not worked in: it paints the lines that the model makes for it."""

from tui.model.panes.arrangement import PaneSpec
from tui.model.panes.sheets import Draw, Sheet
from tui.model.reader.player import Scene
from tui.widgets.pane import PaneView


class SheetPane(PaneView):
    """The lines of one sheet, with those in sight that matter in this step."""

    def __init__(self, draw: Draw, spec: PaneSpec) -> None:
        super().__init__(spec)
        self._draw = draw
        self._sheet = Sheet([])

    def fill(self, scene: Scene) -> None:
        before, self._sheet = self._sheet, self._draw(scene, *self.room)
        self.show(self._sheet.lines)
        if self._sheet.subject != before.subject:
            self.scroll_home(animate=False, immediate=True)

    def follow(self) -> None:
        if self._sheet.focus >= 0:
            self.reveal(self._sheet.focus, self._sheet.below)

    def about(self) -> str:
        return super().about() if self._sheet.about is None else self._sheet.about
