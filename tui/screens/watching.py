"""Going to where something happens: stops, changes of a row, and marks, from the keys of a player."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from sim.languages import Wording
from sim.words import TextError
from tui.model.reader.stops import Marks, Row, Stop, change_beside, next_stop, read_stop, row_of, rows_of, told
from tui.model.text import words
from tui.model.text.words import told as say
from tui.screens.dialog import LineDialog
from tui.screens.stage import Stage

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key


class Watching:
    """The stop, the row in hand and the marks of a reader; they stay when an act makes another run."""

    def __init__(self, screen: Stage) -> None:
        self._screen = screen
        self._row: Row | None = None
        self._text = ""
        self._history: list[str] = []
        self._marks = Marks()

    # Stops

    def until(self) -> None:
        """Ask for a stop, and go to the next such place."""
        language = self._screen.player.language
        title, hint = self._told(words.UNTIL), self._told(words.UNTIL_HINT)
        dialog = LineDialog(title, hint, self._check, self._text, self._history, language=language)
        self._screen.app.push_screen(dialog, self._to_stop)

    def stops_between(self, before: int) -> bool:
        """Whether a step went past a stop; then the reader is there."""
        player = self._screen.player
        found = next_stop(player.trace, before, self._stop(), player.cursor.position) if self._text else None
        if found is not None:
            self._screen.moved(player.cursor.to(found))
            self._screen.say(self._told(words.STOPPED_AT, what=self._stop().text))
        return found is not None

    def _check(self, text: str) -> None:
        if text.strip():
            read_stop(self._screen.player, text, self._row_here())

    def _to_stop(self, text: str | None) -> None:
        if text is None:
            return
        self._text = text.strip()
        if not self._text:
            self._screen.say(self._told(words.STOPS_NO_MORE))
            return
        self._history = [*(each for each in self._history if each != self._text), self._text]
        self._row = self._row_here()
        stop, player = self._stop(), self._screen.player
        nowhere = self._told(words.NO_FURTHER, what=stop.text)
        self._jump(next_stop(player.trace, player.cursor.position, stop), nowhere)

    def _stop(self) -> Stop:
        try:
            return read_stop(self._screen.player, self._text, self._row)
        except TextError:
            return Stop(self._text, lambda trace, n: False)  # of another run, which has no such thing

    # Rows

    def choose_row(self) -> None:
        """Take a row of the device in hand."""
        screen = self._screen
        device = screen.board.scene.device
        found = rows_of(screen.player, device, screen.player.cursor.world)
        if not found:
            screen.say(self._told(words.NO_ROWS, device=device))
            return
        here = self._row_here()
        chosen = next((str(number) for number, (row, _) in enumerate(found) if row == here), "0")
        options = [(str(number), text) for number, (_, text) in enumerate(found)]
        title = self._told(words.ROWS_OF, device=device)
        screen.choose(title, options, chosen, lambda name: self._take([row for row, _ in found], name))

    def _take(self, rows: list[Row], name: str | None) -> None:
        if name is not None:
            self._row = rows[int(name)]
            self._screen.say(self._told(words.TAKEN, row=told(self._screen.player, self._row)))

    def next_change(self) -> None:
        """To the next change of the row in hand."""
        self._to_change(1)

    def previous_change(self) -> None:
        """To the change of the row in hand before this one."""
        self._to_change(-1)

    def _to_change(self, by: int) -> None:
        screen = self._screen
        row = self._row = self._row_here()
        if row is None:
            self.choose_row()
            return
        found = change_beside(screen.player.trace, screen.player.cursor.position, row, by)
        name = told(screen.player, row)
        nowhere = words.NO_LATER_CHANGE if by > 0 else words.NO_EARLIER_CHANGE
        self._jump(found, self._told(nowhere, row=name))
        if found is not None:
            screen.say(self._told(words.STILL_TAKEN, row=name))

    def _row_here(self) -> Row | None:
        """The row in hand: the one that was taken, else the one that this record changes."""
        player = self._screen.player
        return self._row or row_of(player.trace, player.cursor.record)

    # What an act has changed

    def next_difference(self) -> None:
        """To the next packet that the branch before does not have so."""
        self._to_difference(1)

    def previous_difference(self) -> None:
        """To the packet before this one that the branch before does not have so."""
        self._to_difference(-1)

    def _to_difference(self, by: int) -> None:
        player = self._screen.player
        if player.new_future is None:
            self._screen.tell(words.COMPARING if player.is_branch else words.NO_FUTURE)
            return
        nowhere = words.NO_LATER_DIFFERENCE if by > 0 else words.NO_EARLIER_DIFFERENCE
        self._jump(player.new_future.beside(player.cursor.position, by), self._told(nowhere))

    # Marks

    def mark(self) -> None:
        """Name this place with a letter."""
        self._screen.app.push_screen(LetterDialog(self._told(words.LETTER)), self._marked)

    def _marked(self, letter: str | None) -> None:
        if letter is not None and letter != "'":
            self._marks.put(letter, self._screen.player.cursor.position)
            self._screen.say(self._told(words.MARKED, letter=letter))

    def back(self) -> None:
        """Go to a place with a letter, or with ' back to before the last jump."""
        named = " ".join(letter for letter, _ in self._marks.letters())
        self._screen.app.push_screen(LetterDialog(self._told(words.TO_WHICH, letters=named).rstrip()), self._to_mark)

    def _to_mark(self, letter: str | None) -> None:
        if letter is not None:
            nowhere = self._told(words.NO_JUMP if letter == "'" else words.NO_MARK, letter=letter)
            self._jump(self._marks.find(letter), nowhere)

    def _told(self, wording: Wording, **facts: object) -> str:
        """A text in the reader's language."""
        return say(wording, self._screen.player.language, **facts)

    def _jump(self, position: int | None, nowhere: str) -> None:
        if position is None:
            self._screen.say(nowhere)
            return
        self._screen.jump(position)

    def leave(self, position: int) -> None:
        """Remember from where the reader jumps."""
        self._marks.leave(position)


class LetterDialog(ModalScreen[str | None]):
    """A letter to press."""

    DEFAULT_CSS = """
    LetterDialog { align: center bottom; background: $background 0%; }
    LetterDialog Static { width: 100%; height: 1; background: $panel; color: $foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    def compose(self) -> "ComposeResult":
        yield Static(f" {self.heading}", markup=False)

    def on_key(self, event: "Key") -> None:
        if event.character is not None and (event.character.isalnum() or event.character == "'"):
            event.stop()
            self.dismiss(event.character)
