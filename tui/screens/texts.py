"""The texts that the player shows over itself: the keys, the whole note, the task of a lab."""

from collections.abc import Callable

from tui.model.panes import remarks
from tui.model.panes.help import help_lines
from tui.model.panes.pages import note_lines
from tui.model.reader.branches import Branches
from tui.model.text import words
from tui.screens.help import HelpDialog
from tui.screens.stage import Stage
from tui.widgets.pane import PaneView

_WIDEST = 76
"""Cells of a line."""


class Texts:
    """What the reader of a player can read beside the panes."""

    def __init__(self, screen: Stage, branches: Branches, act: Callable[[str], None]) -> None:
        """``act`` does one of the deeds of :class:`tui.screens.acting.Acting`."""
        self._screen = screen
        self._branches = branches
        self._act = act

    def help(self) -> None:
        """The keys, those of the pane in hand first."""
        screen, player = self._screen, self._screen.player
        focused = screen.focused
        pane = focused.spec if isinstance(focused, PaneView) else None
        lines = help_lines(player.glyphs, screen.panes, player.language, pane)
        screen.app.push_screen(HelpDialog(lines, player.language))

    def note(self) -> None:
        """All of the notes of this moment."""
        screen = self._screen
        notes = screen.board.scene.notes
        if notes:
            screen.read(screen.told(words.WHOLE_NOTE), note_lines(notes, self._room, screen.player.glyphs), self._room)
        else:
            screen.tell(remarks.NO_NOTE)

    def lab(self) -> None:
        """The task, and which goals the branch in hand has reached."""
        screen, player = self._screen, self._screen.player
        if not player.is_complete:
            screen.tell(words.NOT_AT_END)
        elif player.session.scenario.lab is None:
            screen.tell(remarks.NO_LAB)
        else:
            from sim.exam.lab import refusal  # noqa: PLC0415 - few scenarios are labs
            from tui.screens.lab import LabDialog  # noqa: PLC0415

            begun = self._branches.root.session or player.session
            refused = refusal(begun.scenario, player.session)
            dialog = LabDialog(player.session, refused, self._room, player.glyphs, player.language, self._act)
            screen.app.push_screen(dialog)

    @property
    def _room(self) -> int:
        return min(_WIDEST, self._screen.extent.width - 8)
