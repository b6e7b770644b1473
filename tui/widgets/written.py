"""A line that somebody writes: it brings back earlier ones, makes words whole, and has mistakes pointed at."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import Input

from tui.model.text.ink import cells

Complete = Callable[[str], str | None]
"""Gives a line with its last words made whole, ``None`` where none begins so."""


class Completing(Suggester):
    """Shows how a line goes on."""

    def __init__(self, complete: Complete) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        return self._complete(value)


class WrittenLine(Input):
    """``up`` and ``down`` go through earlier lines, ``tab`` completes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "earlier(1)", show=False),
        Binding("down", "earlier(-1)", show=False),
        Binding("tab,shift+tab", "complete", show=False),
    ]

    def __init__(self, complete: Complete | None, value: str = "") -> None:
        """Where nothing is completed, the first key replaces the ``value``."""
        suggester = None if complete is None else Completing(complete)
        super().__init__(value=value, select_on_focus=complete is None, suggester=suggester)
        self.cursor_blink = False
        self._complete = complete
        self._lines = [value]
        self._at = 0

    def remember(self, history: Sequence[str], value: str) -> None:
        """Have these as earlier lines, the latest last, and ``value`` as the one that is written."""
        self._lines = [*history, value]
        self._at = len(history)

    def put(self, value: str) -> None:
        """Have a text in the place of what was written."""
        self.value = value
        self.cursor_position = len(value)

    def action_earlier(self, by: int) -> None:
        """Bring back an earlier line, or a later one."""
        self._lines[self._at] = self.value
        self._at = max(0, min(self._at - by, len(self._lines) - 1))
        self.put(self._lines[self._at])

    def action_complete(self) -> None:
        found = None if self._complete is None else self._complete(self.value)
        if found is not None:
            self.put(found)


def pointer(line: Input, offset: int) -> str:
    """A line with ``^`` beneath the character of a line at an offset, or beneath the end that it is beyond."""
    column = cells(line.value[: max(0, offset)]) - int(line.scroll_offset.x)
    return " " * max(0, min(column, line.size.width - 1)) + "^"
