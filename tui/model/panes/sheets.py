"""What stands in the panes that are read and not worked in: lines, and which of them to have in sight."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, NamedTuple

from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import EMPTY, Ink, Line, Span, line, wrap
from tui.model.text.words import told

if TYPE_CHECKING:
    from sim.feature import View


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


def view_sheet(view: "View") -> Draw:
    """What a feature shows of the device in hand; where that has nothing to show, of the devices that have."""

    def draw(scene: Scene, width: int, height: int) -> Sheet:
        player = scene.player
        lines = _of(scene, scene.device, width)
        if not lines:
            lines = [line(Span(told(words.NOTHING_SHOWN, player.language, device=scene.device), Ink.DIM))]
            for device in player.devices:
                if found := _of(scene, device, width):
                    lines += [EMPTY, line(Span(device, Ink.TITLE)), *found]
        return Sheet(lines, scene.about_device, subject=scene.device)

    def _of(scene: Scene, device: str, width: int) -> list[Line]:
        texts = view.lines(scene.cursor.world, device, scene.cursor.now, scene.player.language)
        return [part for text in texts for part in wrap(line(text), width - 1, len(text) - len(text.lstrip()) + 2)]

    return draw
