"""The form that a timed paper begins with."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from sim.languages import next_language, said
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, clip_line, line, wrap
from tui.practice import words
from tui.practice.paper_form import PaperForm
from tui.screens.dialog import BOX
from tui.widgets.lines import Lines

_WIDTH = 64


class PaperDialog(ModalScreen[bool]):
    """Shows a form and fills it in. Its result: whether the paper is to begin."""

    DEFAULT_CSS = BOX.format(name="PaperDialog") + "PaperDialog Lines { background: $panel; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k,shift+tab", "move(-1)", show=False),
        Binding("down,j,tab", "move(1)", show=False),
        Binding("left,h,minus", "change(-1)", show=False),
        Binding("right,l,plus", "change(1)", show=False),
        *(Binding(digit, f"type('{digit}')", show=False) for digit in "0123456789"),
        Binding("backspace", "erase", show=False),
        Binding("L", "language", show=False),
        Binding("enter,t", "begin", show=False),
        Binding("escape,q", "dismiss(False)", show=False),
    ]

    def __init__(self, form: PaperForm, glyphs: Glyphs, language: str) -> None:
        super().__init__()
        self.form = form
        self._glyphs = glyphs
        self._language = language

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Lines()

    def on_mount(self) -> None:
        self.query_one(Lines).focus()
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def action_move(self, by: int) -> None:
        self.form.move(by)
        self._draw()

    def action_change(self, by: int) -> None:
        self.form.change(by)
        self._draw()

    def action_type(self, digit: str) -> None:
        self.form.type(digit)
        self._draw()

    def action_erase(self) -> None:
        self.form.erase()
        self._draw()

    def action_language(self) -> None:
        """Show the form in the next language."""
        self._language = next_language(self._language)
        self._draw()

    def action_begin(self) -> None:
        if self.form.is_complete:
            self.dismiss(True)

    def _draw(self) -> None:
        box, text = self.query_one(Vertical), self.query_one(Lines)
        box.border_title = said(words.TIMED_PAPER, self._language)
        box.border_subtitle = said(words.FORM_KEYS, self._language)
        room = min(_WIDTH, self.size.width - 6)
        shown = list(self._lines(room))
        text.styles.width = room
        text.styles.height = len(shown)
        text.call_after_refresh(text.show, shown)

    def _lines(self, room: int) -> list[Line]:
        rows = self.form.rows(self._language)
        across = max(cells(name) for name, _ in rows)
        found: list[Line] = []
        for place, (name, value) in enumerate(rows):
            is_at = place == self.form.at
            mark = self._glyphs.cursor if is_at else " "
            told = f"{mark} {name}{' ' * (across - cells(name))}  {value}"
            found.append(clip_line(line(Span(told, Ink.CURSOR if is_at else Ink.PLAIN)), room, self._glyphs.ellipsis))
        note = words.FORM_NOTES[self.form.field] if self.form.is_complete else words.FORM_INCOMPLETE
        ink = Ink.DIM if self.form.is_complete else Ink.BAD
        return [*found, (), *wrap(line(Span(said(note, self._language), ink)), room)]
