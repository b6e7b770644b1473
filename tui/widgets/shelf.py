"""The list of scenarios, and what the chosen one is about."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.message import Message

from sim.languages import ENGLISH
from sim.scenario.library import Outline
from tui.model.panes.shelf import ShelfRow, move, preview, row_line, rows
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, line
from tui.model.text.words import NOTHING_FOUND, told
from tui.widgets.lines import Lines


class Shelf(Lines):
    """The scenarios under their groups; one of them is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "choose(-1)", show=False),
        Binding("down,j", "choose(1)", show=False),
        Binding("pageup", "choose(-8)", show=False),
        Binding("pagedown", "choose(8)", show=False),
        Binding("home", "choose(-9999)", show=False),
        Binding("end", "choose(9999)", show=False),
        Binding("enter,space,right,l", "open", show=False),
    ]

    class Chosen(Message):
        """Another scenario is chosen; ``None`` where none matches."""

        def __init__(self, entry: Outline | None) -> None:
            super().__init__()
            self.entry = entry

    class Opened(Message):
        """A scenario is to be played."""

        def __init__(self, entry: Outline) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, glyphs: Glyphs, language: str = ENGLISH) -> None:
        super().__init__(id="shelf")
        self.glyphs = glyphs
        self.language = language
        self.entries: list[Outline] = []
        self.words = ""
        self.prose: dict[str, str] = {}
        self._rows: list[ShelfRow] = []
        self._at = -1

    @property
    def chosen(self) -> Outline | None:
        return self._rows[self._at].entry if 0 <= self._at < len(self._rows) else None

    def list(self, entries: list[Outline], words: str) -> None:
        """Show the scenarios that have all the words.

        Of what other words find, the first is chosen; else the chosen one stays chosen where it is still there.
        The words are also looked for in the ``prose`` of each scenario, by its name, as far as that is known.
        """
        chosen = "" if self.chosen is None or (words and words != self.words) else self.chosen.name
        self.entries, self.words = entries, words
        self._rows = rows(entries, words, self.prose)
        self._at = next(
            (i for i, row in enumerate(self._rows) if row.entry is not None and row.entry.name == chosen), -1
        )
        self.set_height(max(1, len(self._rows)))
        self.action_choose(0)

    def line_at(self, y: int) -> Line:
        if not self._rows:
            return line(Span(told(NOTHING_FOUND, self.language), Ink.DIM)) if y == 0 and self.words else EMPTY
        if not 0 <= y < len(self._rows):
            return EMPTY
        return row_line(self._rows[y], y == self._at, self.scrollable_content_region.width, self.glyphs, self.language)

    def action_choose(self, by: int) -> None:
        self._choose(move(self._rows, self._at, by))

    def _choose(self, at: int) -> None:
        self._at = at
        if at >= 0:
            self.reveal(at - 1 if self._rows[at - 1].entry is None else at, 1)
        self.refresh()
        self.post_message(self.Chosen(self.chosen))

    def action_open(self) -> None:
        if self.chosen is not None:
            self.post_message(self.Opened(self.chosen))

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        at = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= at < len(self._rows) and self._rows[at].entry is not None:
            was_chosen = at == self._at
            self._choose(at)
            if was_chosen:
                self.action_open()


class Preview(Lines, can_focus=False):
    """What the chosen scenario is about."""

    def __init__(self, language: str = ENGLISH) -> None:
        super().__init__()
        self.language = language
        self.entry: Outline | None = None

    def tell(self, entry: Outline | None) -> None:
        self.entry = entry
        self.show([] if entry is None else preview(entry, self.scrollable_content_region.width, self.language))

    def on_resize(self, event: Resize) -> None:
        self.tell(self.entry)
