"""The line at which commands are typed, one after another: the prompt of a device, and beneath what is wrong."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key, Paste
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

    class Ended(Message):
        """Lines were ended. They are taken out of the line at once: the next key begins another one."""

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

    async def _on_key(self, event: Key) -> None:
        """Take enter at once: a binding runs when the key has passed all widgets, and later keys would be here."""
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            await self.action_submit()

    async def action_submit(self) -> None:
        text = self.value
        self.put("")
        self.post_message(self.Ended([text]))

    def action_interrupt(self) -> None:
        self.post_message(self.Interrupted())

    def action_complete(self) -> None:
        if self.value.strip():
            super().action_complete()
        else:
            self.post_message(self.Asked())

    def _on_paste(self, event: Paste) -> None:
        lines = event.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if len(lines) > 1:
            event.prevent_default()
            event.stop()
            self.delete_selection()
            *whole, rest = f"{self.value}{lines[0]}", *lines[1:]
            self.put(rest)
            self.post_message(self.Ended([each for each in whole if each.strip()]))


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
        self._is_busy = False  # a line is carried out: those that are ended meanwhile wait
        self._to_come: list[str] = []
        self._rest = ""  # what was begun behind the lines that wait, while a refused one is mended
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
        self._is_busy = False
        if not self.line.value:
            self.line.put(self._rest or ("" if self._to_come else value))
            self._rest = ""
        self._take_keys()
        if self._to_come:
            self._carry_out(self._to_come.pop(0))

    def _take_keys(self) -> None:
        # At once: keys that were pressed meanwhile are for this line, too.
        if self.is_attached and self.line.is_attached and self.display:
            self.screen.set_focus(self.line)

    def refuse(self, text: str, error: TextError, said: str) -> None:
        """Give a line back, and say what is wrong with it: at the place of ``error``."""
        self._stop_for(text)
        if not self.line.value:
            self.line.give_back(text, error.offset)
        self._refused = text, said
        self._wrong.update(harmless(f"{' ' * cells(self.label)}{pointer(self.line, error.offset)}\n{said}"))
        self._wrong.display = True

    def tell(self, text: str, said: str) -> None:
        """Give a line back, and tell something about it."""
        self._stop_for(text)
        if not self.line.value:
            self.line.put(text)
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

    def _stop_for(self, text: str) -> None:
        """Have the line that is not done written again, before those that wait behind it."""
        self._is_busy = False
        if self._to_come and text:
            self._rest = self.line.value
            self.line.put("")

    def put_off(self, text: str) -> None:
        """Have a line carried out later, before those behind it: the run has not come to its end."""
        self._to_come.insert(0, text)

    def _forget(self) -> None:
        self._to_come, self._rest = [], ""

    def action_leave(self) -> None:
        self._forget()
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
            self._forget()
            self.line.put("")
        else:
            self.post_message(self.Interrupted())

    def on_prompt_line_ended(self, event: PromptLine.Ended) -> None:
        """Carry out lines that are ended: each waits until the one before is done."""
        event.stop()
        if self._is_busy:
            self._to_come += event.lines
        elif event.lines:
            first, *others = event.lines
            self._to_come = [*others, *self._to_come]
            self._carry_out(first)

    def _carry_out(self, text: str) -> None:
        self._is_busy = True
        self._wrong.display = False
        self.post_message(self.Typed(text))
