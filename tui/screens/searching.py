"""The dialog in which a search is written: what the text means is said at every key, and how it may go on."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from sim.words import TextError
from tui.model.reader.player import Player
from tui.model.reader.searching import Verdict as Judged
from tui.model.reader.searching import completions, search, sound, wrong
from tui.model.text import words
from tui.model.text.ink import EMPTY, Ink, Line, Span, clip, line, wrap
from tui.model.text.words import told
from tui.widgets.lines import Lines
from tui.widgets.written import Completing, pointer

_LOOKED_AT = 4_000
"""Records that are searched between two looks at the keyboard."""
_BREATH = 0.002
"""Seconds for the keyboard."""
_MOST_WORDS = 12


class SearchDialog(ModalScreen[str | None]):
    """One line to write. Its result is a text that can be searched for; ``None`` where it was closed."""

    DEFAULT_CSS = """
    SearchDialog { align: center middle; background: $background 40%; }
    SearchDialog > Vertical {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        background: $panel; border: round $ink-frame; border-title-color: $foreground;
        border-subtitle-color: $ink-dim; padding: 0 1;
    }
    SearchDialog Input { border: none; height: 1; padding: 0; background: $surface; }
    SearchDialog Input:focus { border: none; }
    SearchDialog Lines { background: $panel; height: 4; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("tab", "complete(1)", show=False, priority=True),
        Binding("up", "earlier(1)", show=False),
        Binding("down", "earlier(-1)", show=False),
    ]

    def __init__(self, player: Player, history: list[str]) -> None:
        """``history`` are the searches so far, the latest last."""
        super().__init__()
        self._player = player
        self._lines = [*history, player.search]
        self._at = len(history)
        self.judged: Judged | None = None

    def compose(self) -> ComposeResult:
        box = Vertical()
        box.border_title = told(words.SEARCH, self._player.language)
        box.border_subtitle = told(words.SEARCH_KEYS, self._player.language)
        with box:
            suggester = Completing(lambda text: next(iter(completions(self._player, text)), None))
            text = Input(value=self._player.search, select_on_focus=True, suggester=suggester)
            text.cursor_blink = False
            yield text
            yield Lines()

    def on_mount(self) -> None:
        self.query_one(Lines).can_focus = False
        self._judge()

    def on_input_changed(self) -> None:
        self._judge()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            search(self._player, event.value)
        except TextError as error:
            self._show(wrong(error, self._player.language))
        else:
            self.dismiss(event.value)

    def action_complete(self, by: int) -> None:
        """Go on with the first word that fits."""
        text = self.query_one(Input)
        found = completions(self._player, text.value)
        if found:
            text.value = found[0]
            text.cursor_position = len(found[0])

    def action_earlier(self, by: int) -> None:
        """Bring back an earlier search, or a later one."""
        text = self.query_one(Input)
        self._lines[self._at] = text.value
        self._at = max(0, min(self._at - by, len(self._lines) - 1))
        text.value = self._lines[self._at]
        text.cursor_position = len(text.value)

    def _judge(self) -> None:
        """Say what the text is; whether anything matches is known when it is found, so one search follows another."""
        text = self.query_one(Input).value
        try:
            found = search(self._player, text)
        except TextError as error:
            self.workers.cancel_group(self, "judge")
            self._show(wrong(error, self._player.language))
            return
        if found is None:
            self.workers.cancel_group(self, "judge")
            self._show(None)
            return
        self._show(sound(found, self._player))

        async def look() -> None:
            is_over = False
            while not is_over and not len(found.steps):
                await asyncio.sleep(_BREATH)
                is_over = found.steps.extend(_LOOKED_AT)
                self._show(sound(found, self._player))

        self.run_worker(look(), group="judge", exclusive=True)

    def _show(self, judged: Judged | None) -> None:
        self.judged = judged
        text = self.query_one(Input)
        below = self.query_one(Lines)
        room = below.size.width or 72
        color = {Ink.GOOD: "$ink-added", Ink.DOUBT: "$ink-doubt", Ink.BAD: "$ink-removed"}
        text.styles.color = self.app.theme_variables[color[judged.ink][1:]] if judged and judged.ink in color else None
        lines: list[Line] = []
        if judged is not None:
            lines.append(line(Span(pointer(text, judged.offset), judged.ink)) if judged.offset >= 0 else EMPTY)
            lines += wrap(line(Span(judged.text, judged.ink)), room)
            next_words = self._words(text.value)
            lines.append(line(Span(clip(next_words, room), Ink.DIM)) if next_words else EMPTY)
        else:
            lines += [EMPTY, *wrap(line(Span(told(words.SEARCH_HINT, self._player.language), Ink.DIM)), room)]
        below.show(lines)

    def _words(self, text: str) -> str:
        """The words that may stand at the end."""
        found = completions(self._player, text)
        return "  ".join(each[max(each.rfind(" "), each.rfind("(")) + 1 :] for each in found[:_MOST_WORDS])
