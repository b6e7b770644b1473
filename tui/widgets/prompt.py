"""The line at which commands are typed, one after another: the prompt of a device, and beneath what is wrong."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from sim.words import TextError
from tui.model.text.harmless import harmless
from tui.model.text.ink import cells
from tui.widgets.written import Complete, WrittenLine, pointer


class PromptLine(WrittenLine):
    """A line that takes several at once, as a terminal does, where several are pasted.

    One that was refused is chosen whole: typing replaces it, and the arrow keys go into it, to what is wrong.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "interrupt", show=False)]

    class Pasted(Message):
        """Several lines were pasted; the last one is not ended."""

        def __init__(self, lines: list[str]) -> None:
            super().__init__()
            self.lines = lines

    class Asked(Message):
        """What can begin a line is to be told."""

    class Interrupted(Message):
        """The reader gives up what is written."""

    def __init__(self, complete: Complete) -> None:
        super().__init__(complete)
        self._mistake = 0

    def give_back(self, text: str, mistake: int) -> None:
        """Have a line that was refused, with the place of what is wrong in it."""
        self.put(text)
        self.selection = Selection(0, len(text))
        self._mistake = max(0, min(mistake, len(text)))

    def action_cursor_left(self, select: bool = False) -> None:
        if select or not self._go_in():
            super().action_cursor_left(select)

    def action_cursor_right(self, select: bool = False) -> None:
        if select or not self._go_in():
            super().action_cursor_right(select)

    def _go_in(self) -> bool:
        """Go to the mistake in a line that is chosen whole; tell whether there is such a line."""
        is_whole = bool(self.value) and {*self.selection} == {0, len(self.value)}
        if is_whole:
            self.cursor_position = self._mistake
        return is_whole

    def action_interrupt(self) -> None:
        self.post_message(self.Interrupted())

    def action_complete(self) -> None:
        if self.value.strip():
            super().action_complete()
        else:
            self.post_message(self.Asked())

    def _on_paste(self, event: Paste) -> None:
        *whole, rest = event.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if whole:
            event.prevent_default()
            event.stop()
            self.delete_selection()
            self.post_message(self.Pasted([*(each for each in whole if each.strip()), rest]))


class Prompt(Vertical):
    """It is there from the key that opens it until it is left, and has the keys meanwhile.

    ``device`` is that whose prompt stands there. ``goes_on`` is the command that was typed last, with its device, as
    long as it may not have ended. ``came_from`` are the panes that were open before; ``is_used`` tells that a
    line for the console was typed since, ``is_changed`` that something was done.
    """

    DEFAULT_CSS = """
    Prompt { height: auto; background: $panel; }
    Prompt > Horizontal { height: 1; }
    Prompt #mode { width: auto; text-style: bold; }
    Prompt Input { width: 1fr; border: none; height: 1; padding: 0; background: $panel; }
    Prompt Input:focus { border: none; }
    Prompt #wrong { color: $ink-removed; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("pageup", "scroll('up')", show=False),
        Binding("pagedown", "scroll('down')", show=False),
    ]

    class Typed(Message):
        """A line was typed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Asked(Message):
        """What can come behind the text is to be told."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The reader wants to leave."""

    class Interrupted(Message):
        """The reader gives up, where nothing is written."""

    class Scrolled(Message):
        """The reader wants to see what stands above in the console, or beneath."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.device = ""
        self.goes_on: tuple[str, str] | None = None
        self.came_from: tuple[str, ...] = ()
        self.is_used = False
        self.is_changed = False
        self.display = False
        self._complete: Complete = lambda _: None
        self._refused = ("", "")
        self._to_come: list[str] = []
        self._mode = Static("", id="mode", markup=False)
        self._wrong = Static("", id="wrong", markup=False)
        self._wrong.display = False
        self.line = PromptLine(self._completed)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._mode
            yield self.line
        yield self._wrong

    @property
    def label(self) -> str:
        """What stands in front of the line."""
        return str(self._mode.content)

    def on_mount(self) -> None:
        self._take_keys()

    def ask(self, label: str, value: str, hint: str, history: Sequence[str], complete: Complete) -> None:
        """Have a line typed behind a prompt, beginning with a ``value`` where nobody has begun it yet.

        ``history`` are earlier lines, the latest last.
        """
        self.display = True
        self._complete = complete
        self.line.remember(history, self.line.value or value)
        self._mode.update(f"{label} ")
        self._wrong.display = False
        self.line.placeholder = hint
        if not self.line.value and not self._to_come:
            self.line.put(value)
        self._take_keys()
        self._go_on()

    def _take_keys(self) -> None:
        # At once: keys that were pressed meanwhile are for this line, too.
        if self.is_attached and self.line.is_attached and self.display:
            self.screen.set_focus(self.line)

    def refuse(self, text: str, error: TextError, said: str) -> None:
        """Give a line back, and say what is wrong with it: at the place of ``error``."""
        if not self.line.value:
            self.line.give_back(text, error.offset)
        self._refused = text, said
        self._wrong.update(harmless(f"{' ' * cells(self.label)}{pointer(self.line, error.offset)}\n{said}"))
        self._wrong.display = True

    def tell(self, text: str, said: str) -> None:
        """Give a line back, and tell something about it."""
        self.give_back(text)
        self._refused = text, said
        self._wrong.update(harmless(said))
        self._wrong.display = True

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong stays in sight until the line is emptied or asks for help; its place may be another now."""
        event.stop()
        text, said = self._refused
        value = self.line.value
        if text and value != text and (not value or value.endswith("?")):
            self._wrong.display = False
        elif value != text:
            self._wrong.update(harmless(said))

    def give_back(self, text: str) -> None:
        """Put a line back that was not done, where nobody has begun another."""
        if not self.line.value:
            self.line.put(text)

    def action_leave(self) -> None:
        self._to_come = []
        self.post_message(self.Left())

    def action_scroll(self, way: str) -> None:
        self.post_message(self.Scrolled(way))

    def _completed(self, text: str) -> str | None:
        return self._complete(text)

    def on_prompt_line_asked(self, event: PromptLine.Asked) -> None:
        event.stop()
        self.post_message(self.Asked(self.line.value))

    def on_prompt_line_interrupted(self, event: PromptLine.Interrupted) -> None:
        """Give up what is written, and what waits to be typed behind it, as a terminal does."""
        event.stop()
        self._wrong.display = False
        if self.line.value or self._to_come:
            self._to_come = []
            self.line.put("")
        else:
            self.post_message(self.Interrupted())

    def on_prompt_line_pasted(self, event: PromptLine.Pasted) -> None:
        event.stop()
        self._to_come = event.lines
        self._go_on()

    def _go_on(self) -> None:
        """Type the next of the lines that were pasted: one waits until the one before is done."""
        if self._to_come:
            self.line.put(self.line.value + self._to_come.pop(0))
            if self._to_come:
                self._submit()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._submit()

    def _submit(self) -> None:
        text = self.line.value
        self._wrong.display = False
        self.line.put("")
        self.post_message(self.Typed(text))
