"""What stands in the panes that are read and not worked in: lines, and which of them to have in sight."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from sim.feature import View
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import Ink, Line, Span, line, wrap
from tui.model.text.words import told


class Sheet(NamedTuple):
    """The lines of a pane. Line ``focus`` and ``below`` lines after it are to be in sight; -1 for none in particular.

    ``subject`` is what the lines are about: those of another one are read from the top. ``about`` stands in the title;
    ``None`` for which of the lines are in sight.
    """

    lines: list[Line]
    about: str | None = None
    focus: int = -1
    below: int = 0
    subject: Hashable = None


Draw = Callable[[Scene, int, int], Sheet]
"""Makes a sheet of a scene, for a width and a height in cells."""


def view_sheet(view: View) -> Draw:
    """What a feature shows of the device in hand."""

    def draw(scene: Scene, width: int, height: int) -> Sheet:
        cursor, player = scene.cursor, scene.player
        texts = view.lines(cursor.world, scene.device, cursor.now, player.language)
        lines = [part for text in texts for part in wrap(line(text), width - 1, len(text) - len(text.lstrip()) + 2)]
        nothing = line(Span(told(words.NOTHING_SHOWN, player.language, device=scene.device), Ink.DIM))
        return Sheet(lines or [nothing], scene.about_device, subject=scene.device)

    return draw
