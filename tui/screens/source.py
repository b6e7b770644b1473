"""A dialog in which the text of a program is written, here or in the reader's own editor."""

import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from sim.languages import ENGLISH
from sim.words import TextError
from tui.model.text import words
from tui.model.text.harmless import harmless
from tui.model.text.refusals import refusal
from tui.model.text.words import told


class Code(TextArea):
    """Python: a new line begins as far in as the one before it, and further in behind a colon."""

    def on_key(self, event: Key) -> None:
        if event.key != "enter":
            return
        event.prevent_default()
        event.stop()
        start, end = sorted(self.selection)
        before = self.document.get_line(start[0])[: start[1]]
        margin = before[: len(before) - len(before.lstrip())]
        further = " " * self.indent_width if before.rstrip().endswith(":") else ""
        self.replace(f"\n{margin}{further}", start, end, maintain_selection_offset=False)


class SourceDialog(ModalScreen[str | None]):
    """A program's text. ``check`` raises ``TextError`` for one that cannot run; the text is the dialog's result."""

    DEFAULT_CSS = """
    SourceDialog { align: center middle; background: $background 40%; }
    SourceDialog > Vertical {
        width: 100%; max-width: 124; height: 100%;
        background: $panel; border: round $ink-frame; border-title-color: $foreground;
        border-subtitle-color: $ink-dim; padding: 0;
    }
    SourceDialog TextArea { border: none; height: 1fr; background: $surface; }
    SourceDialog TextArea:focus { border: none; }
    SourceDialog #wrong { color: $ink-removed; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "accept", show=False, priority=True),
        Binding("ctrl+o", "editor", show=False, priority=True),
    ]

    def __init__(self, file: str, text: str, check: Callable[[str], object], language: str = ENGLISH) -> None:
        super().__init__()
        self.language = language
        self.file = file
        self.text = text
        self.check = check
        self._is_warned = False

    def compose(self) -> ComposeResult:
        box = Vertical()
        box.border_title = self.file
        box.border_subtitle = told(words.SOURCE_KEYS, self.language)
        with box:
            area = Code(self.text, show_line_numbers=True, tab_behavior="indent", soft_wrap=False)
            area.cursor_blink = False
            yield area
            yield Static("", id="wrong", markup=False)

    def on_text_area_changed(self) -> None:
        """What is written behind a warning needs a warning of its own."""
        if self._is_warned:
            self._is_warned = False
            self._say("")

    def action_leave(self) -> None:
        """Leave; where something was written, only when it is asked for twice."""
        if self.query_one(TextArea).text == self.text or self._is_warned:
            self.dismiss(None)
        else:
            self._is_warned = True
            self._say(told(words.SOURCE_LOST, self.language))

    def action_accept(self) -> None:
        text = self.query_one(TextArea).text
        if text == self.text:
            self._say(told(words.SOURCE_SAME, self.language))
            return
        try:
            self.check(text if text.endswith("\n") else f"{text}\n")
        except TextError as error:
            self._say(refusal(error, self.language))
        else:
            self.dismiss(text if text.endswith("\n") else f"{text}\n")

    def action_editor(self) -> None:
        """Write in the editor that the environment names."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self._say(told(words.NO_EDITOR, self.language))
            return
        area = self.query_one(TextArea)
        with TemporaryDirectory() as folder:
            path = Path(folder, Path(self.file).name)
            path.write_text(area.text)
            try:
                with self.app.suspend():
                    subprocess.run([*shlex.split(editor), str(path)], check=False)
                area.text = path.read_text()
            except (OSError, ValueError, SuspendNotSupported) as error:
                self._say(told(words.BAD_EDITOR, self.language, editor=editor, error=error))

    def _say(self, text: str) -> None:
        self.query_one("#wrong", Static).update(harmless(text))
