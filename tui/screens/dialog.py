"""Dialogs: a text to read, or a line to write with a check of what was written."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from sim.languages import ENGLISH, Wording
from sim.words import TextError
from tui.model.text.harmless import harmless
from tui.model.text.ink import Line, clip
from tui.model.text.refusals import refusal
from tui.model.text.words import (
    ACCEPTS,
    CHOOSES,
    CLOSES,
    COMMA,
    COPIED,
    COPIES,
    FINDS,
    MORE_BELOW,
    NONE_HAS,
    TYPE_A_PART,
    told,
)
from tui.widgets.lines import Lines
from tui.widgets.written import WrittenLine, pointer

_LONGEST_NAME = 60
_FRAME = 7
"""Cells of a line of a list for the frame, the blanks at its sides and the scroll bar."""
BOX = """
    {name} {{ align: center middle; background: $background 40%; }}
    {name} > Vertical {{
        width: auto; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; border: round $ink-frame; border-title-color: $foreground;
        border-subtitle-color: $ink-dim; padding: 0 1;
    }}
"""


class TextDialog(ModalScreen[None]):
    """A text that is read and closed; where ``copied`` is given, ``y`` has the terminal copy that."""

    DEFAULT_CSS = (
        BOX.format(name="TextDialog")
        + """
    TextDialog Lines { background: $panel; height: auto; max-height: 100%; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark,M", "dismiss(None)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("y", "copy", show=False),
    ]

    def __init__(
        self, title: str, lines: Sequence[Line], width: int, language: str = ENGLISH, copied: str = ""
    ) -> None:
        super().__init__()
        self.language = language
        self.heading = title
        self.lines_shown = list(lines)
        self.text_width = width
        self.copied = copied

    def compose(self) -> ComposeResult:
        box = Vertical()
        box.border_title = self.heading
        box.border_subtitle = told(CLOSES, self.language)
        with box:
            yield Lines()

    def on_mount(self) -> None:
        text = self.query_one(Lines)
        text.styles.width = self.text_width + 1
        text.styles.height = min(len(self.lines_shown), self.size.height - 2)
        self._say_more(0)
        self.watch(text, "scroll_y", self._say_more, init=False)
        text.call_after_refresh(text.show, self.lines_shown)

    def _say_more(self, top: float) -> None:
        is_more = len(self.lines_shown) > top + self.size.height - 2
        keys = [COPIES] if self.copied else []
        self._say(*keys, MORE_BELOW if is_more else CLOSES)

    def _say(self, *wordings: Wording) -> None:
        parts = [told(each, self.language) for each in wordings]
        self.query_one(Vertical).border_subtitle = told(COMMA, self.language).join(parts)

    def action_copy(self) -> None:
        if self.copied:
            self.app.copy_to_clipboard(self.copied)
            self._say(COPIED, CLOSES)

    def action_scroll(self, by: int) -> None:
        self.query_one(Lines).scroll_relative(y=by, animate=False)


class LineDialog(ModalScreen[str | None]):
    """One line to write. ``check`` raises ``TextError`` for what is wrong; the line is the dialog's result."""

    DEFAULT_CSS = (
        BOX.format(name="LineDialog")
        + """
    LineDialog > Vertical { width: 72; }
    LineDialog Input { border: none; height: 1; padding: 0; background: $surface; }
    LineDialog Input:focus { border: none; }
    LineDialog #wrong { color: $ink-removed; height: auto; }
    LineDialog .dim { color: $ink-dim; height: auto; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
    ]

    def __init__(
        self,
        title: str,
        hint: str,
        check: Callable[[str], object],
        value: str = "",
        history: Sequence[str] = (),
        complete: Callable[[str], str | None] | None = None,
        at: int = -1,
        language: str = ENGLISH,
        around: tuple[str, str] = ("", ""),
    ) -> None:
        """``history`` are earlier lines, the latest last; ``complete`` gives a line with its last words made whole.

        ``at`` is where one goes on in the ``value``, -1 for its end. ``around`` is what stands in front of the part
        that is written, and behind it: it belongs to the line.
        """
        super().__init__()
        self.heading = title
        self.hint = hint
        self.check = check
        self.value = value
        self._history = history
        self._complete = complete
        self._cursor = at
        self._language = language
        self._before, self._behind = around
        self._wrong = ""

    def compose(self) -> ComposeResult:
        box = Vertical()
        box.border_title = self.heading
        box.border_subtitle = told(ACCEPTS, self._language)
        with box:
            if self._before:
                yield Static(self._before, classes="dim", markup=False)
            line = WrittenLine(None if self._complete is None else self._completed, self.value)
            line.remember(self._history, self.value)
            line.cursor_position = self._cursor if self._cursor >= 0 else len(self.value)
            yield line
            wrong = Static("", id="wrong", markup=False)
            wrong.display = False
            yield wrong
            if self._behind:
                yield Static(self._behind.lstrip(), classes="dim", markup=False)
            yield Static(self.hint, id="hint", classes="dim", markup=False)

    def _completed(self, text: str) -> str | None:
        """What is written with its last words made whole."""
        found = None if self._complete is None else self._complete(self._before + text)
        return None if found is None else found.removeprefix(self._before)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong stays in sight; its place may be another now."""
        self._say_wrong(self._wrong)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = f"{self._before}{event.value}{self._behind}"
        try:
            self.check(text)
        except TextError as error:
            self._wrong = said = refusal(error, self._language)
            pointed = pointer(event.input, error.offset - len(self._before))
            self._say_wrong(f"{pointed}\n{said}" if event.value else said)
        else:
            self.dismiss(text)

    def _say_wrong(self, text: str) -> None:
        wrong = self.query_one("#wrong", Static)
        wrong.display = bool(text)
        wrong.update(harmless(text))


def check_name(text: str) -> None:
    """Refuse a name for a branch that no list has room for; raises ``TextError``."""
    if len(text.strip()) > _LONGEST_NAME:
        raise TextError("this name is too long", f"{_LONGEST_NAME} letters are the most")


class ListDialog(ModalScreen[str | None]):
    """One of several to choose."""

    KEYS: ClassVar[Wording] = CHOOSES

    DEFAULT_CSS = (
        BOX.format(name="ListDialog")
        + """
    ListDialog > Vertical { width: auto; min-width: 48; max-width: 90%; }
    ListDialog OptionList { border: none; background: $panel; height: auto; max-height: 100%; padding: 0; }
    ListDialog OptionList:focus { border: none; }
    ListDialog OptionList > .option-list--option-highlighted { color: $foreground; text-style: reverse; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", show=False),
        Binding("j", "move('down')", show=False),
        Binding("k", "move('up')", show=False),
    ]

    def __init__(self, title: str, options: Sequence[tuple[str, str]], chosen: str, language: str = ENGLISH) -> None:
        super().__init__()
        self.heading = title
        self.options = options
        self.chosen = chosen
        self.language = language

    def compose(self) -> ComposeResult:
        box = Vertical()
        box.border_title = self.heading
        box.border_subtitle = told(self.KEYS, self.language)
        with box:
            yield from self.above()
            choices = OptionList(*self.shown(self.options), markup=False)
            names = [name for name, _ in self.options]
            choices.highlighted = names.index(self.chosen) if self.chosen in names else 0
            yield choices

    def above(self) -> ComposeResult:
        """What stands above the options; for subclasses."""
        return ()

    def shown(self, options: Sequence[tuple[str, str]]) -> list[Option]:
        """The options, each on one line."""
        room = self.app.size.width * 9 // 10 - _FRAME
        return [Option(clip(text, room, self._ellipsis), id=name) for name, text in options]

    @property
    def _ellipsis(self) -> str:
        return "..." if self.app.has_class("-ascii") else "…"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_move(self, way: str) -> None:
        choices = self.query_one(OptionList)
        (choices.action_cursor_down if way == "down" else choices.action_cursor_up)()


class FindDialog(ListDialog):
    """One of many to choose; what is typed leaves those that have it."""

    KEYS = FINDS
    DEFAULT_CSS = """
    FindDialog OptionList { max-height: 1fr; }
    FindDialog #typed { height: 1; color: $foreground; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("backspace", "shorten", show=False)]

    def __init__(self, title: str, options: Sequence[tuple[str, str]], chosen: str, language: str = ENGLISH) -> None:
        super().__init__(title, options, chosen, language)
        self.text = ""

    def above(self) -> ComposeResult:
        yield Static(self._typed(is_found=True), id="typed", markup=False)

    def on_key(self, event: Key) -> None:
        if event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            self._find(self.text + event.character)

    def action_shorten(self) -> None:
        self._find(self.text[:-1])

    def _find(self, text: str) -> None:
        """Leave the options that have a text, those that begin with it first."""
        self.text = text
        found = [option for option in self.options if text.casefold() in option[1].casefold()]
        found.sort(key=lambda option: not option[1].casefold().startswith(text.casefold()))
        choices = self.query_one(OptionList)
        choices.clear_options()
        choices.add_options(self.shown(found))
        choices.highlighted = 0 if found else None
        self.query_one("#typed", Static).update(self._typed(bool(found)))

    def _typed(self, is_found: bool) -> str:
        """What was typed, else what can be typed."""
        if not is_found:
            return f"{self.text}  ({told(NONE_HAS, self.language)})"
        return self.text or told(TYPE_A_PART, self.language, example=self.options[0][1].split()[0])
