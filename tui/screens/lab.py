"""The dialog of a lab: what is to be done, what is reached, and hints, one at a time."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from sim.session import Session
from tui.model.panes.lab import TITLE, lab_lines
from tui.model.text.glyphs import Glyphs
from tui.model.text.words import told
from tui.screens.dialog import TextDialog
from tui.widgets.lines import Lines


class LabDialog(TextDialog):
    """The task of a session's lab, and what of it the run has reached."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hint", show=False),
        Binding("E", "deed('changes')", show=False),
        Binding("R", "deed('reset')", show=False),
        Binding("c", "deed('checkpoint')", show=False),
        Binding("r", "deed('restore')", show=False),
        Binding("G", "dismiss(None)", show=False),
    ]

    def __init__(
        self, session: Session, refused: str, room: int, glyphs: Glyphs, language: str, act: Callable[[str], None]
    ) -> None:
        """``refused`` says why the run is no answer. ``act`` does a deed of :class:`tui.screens.acting.Acting`."""
        self._session = session
        self._refused = refused
        self._act = act
        self._glyphs = glyphs
        self._hints = 0
        super().__init__(told(TITLE, language), lab_lines(session, refused, 0, room, glyphs, language), room, language)

    def action_deed(self, name: str) -> None:
        self.dismiss(None)
        self._act(name)

    def action_hint(self) -> None:
        """Show one more hint, below."""
        self._hints += 1
        self.lines_shown = lab_lines(
            self._session, self._refused, self._hints, self.text_width, self._glyphs, self.language
        )
        text = self.query_one(Lines)
        text.styles.height = min(len(self.lines_shown), self.size.height - 2)
        text.show(self.lines_shown)
        text.call_after_refresh(text.scroll_end, animate=False)
