"""The help, which can be searched by typing."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from sim.languages import said
from tui.model.panes.help import WIDTH, found
from tui.model.text.ink import Line
from tui.widgets.lines import Lines

_TITLE = {"en": "Keys", "zh": "按键"}
_HINT = {"en": "type a word to search", "zh": "输入文字查找"}
_BELOW = {"en": "up and down scroll, escape closes", "zh": "上下键滚动，escape 关闭"}


class HelpDialog(ModalScreen[None]):
    """Lines to read; the words that are typed choose among them."""

    DEFAULT_CSS = """
    HelpDialog { align: center middle; background: $background 40%; }
    HelpDialog > Vertical {
        width: 78; max-width: 100%; height: 100%; max-height: 100%;
        background: $panel; border: round $ink-frame; border-title-color: $foreground;
        border-subtitle-color: $ink-dim; padding: 0 1;
    }
    HelpDialog Input { border: none; height: 1; padding: 0; background: $surface; }
    HelpDialog Input:focus { border: none; }
    HelpDialog Lines { background: $panel; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    def __init__(self, lines: Sequence[Line], language: str) -> None:
        super().__init__()
        self.lines_shown = list(lines)
        self._language = language

    def compose(self) -> ComposeResult:
        box = Vertical()
        box.border_title = said(_TITLE, self._language)
        box.border_subtitle = said(_BELOW, self._language)
        with box:
            words = Input(placeholder=said(_HINT, self._language))
            words.cursor_blink = False
            yield words
            yield Lines()

    def on_mount(self) -> None:
        text = self.query_one(Lines)
        text.can_focus = False
        text.styles.width = WIDTH + 2
        self.call_after_refresh(text.show, self.lines_shown)

    def on_input_changed(self, event: Input.Changed) -> None:
        text = self.query_one(Lines)
        text.show(found(self.lines_shown, event.value))
        text.scroll_home(animate=False, immediate=True)

    def action_scroll(self, by: int) -> None:
        self.query_one(Lines).scroll_relative(y=by, animate=False)
