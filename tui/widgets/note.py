"""The teacher's note at this moment: between the network and the rest, for as long as the reader is there."""

from textual.events import Click
from textual.message import Message

from tui.model.panes.pages import note_lines
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import Ink, Span
from tui.model.text.words import spelled
from tui.widgets.lines import Lines


class NoteBar(Lines, can_focus=False):
    """The notes of the step, as many lines as they need, and as many as there is room for."""

    DEFAULT_CSS = """
    NoteBar {
        position: absolute;
        display: none;
        background: $boost;
        padding: 0 1;
        border-left: outer $ink-frame;
    }
    """

    class Wanted(Message):
        """The reader wants to see the whole of a note that does not fit."""

    def lines_for(self, scene: Scene, width: int) -> int:
        """How many lines the notes take at a width."""
        return len(note_lines(scene.notes, width - 3, scene.player.glyphs)) if scene.notes else 0

    def put(self, scene: Scene, x: int, y: int, width: int, height: int) -> None:
        """Take a place and show the notes of the scene; none where ``height`` is 0."""
        self.display = height > 0
        if not height:
            return
        self.styles.offset = (x, y)
        self.styles.width, self.styles.height = width, height
        lines = note_lines(scene.notes, width - 3, scene.player.glyphs)
        if len(lines) > height:
            rest = f"{len(lines) - height + 1}"
            more = spelled(words.MORE_LINES, scene.player.language, Ink.DIM, key=Span("M", Ink.KEY), count=rest)
            lines = [*lines[: height - 1], more]
        self.show(lines)

    def on_click(self, event: Click) -> None:
        self.post_message(self.Wanted())
