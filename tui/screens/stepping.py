"""Stepping through a run, there and back, by keys and by the clock."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.quantities import seconds
from tui.model.panes import remarks
from tui.model.reader.cursor import go, time_of
from tui.model.reader.deadlines import deadlines, next_expiry
from tui.model.text import words
from tui.screens.stage import Stage

if TYPE_CHECKING:
    from textual.timer import Timer

    from sim.languages import Wording


class Stepping:
    """Where the reader of a player goes next. The reader's stops and questions may come first."""

    def __init__(self, screen: Stage) -> None:
        self._screen = screen
        self._timer: Timer | None = None

    def forward(self) -> None:
        """To the next packet, or to a note before it; where the reader predicts, after a question."""
        if not self._screen.is_asked():
            self.onward()

    def onward(self) -> None:
        """The same without a question."""
        self._step(self._screen.player.forward, True)

    def back(self) -> None:
        """To the previous packet."""
        self._step(self._screen.player.back, False)

    def next_record(self) -> None:
        self._to_record(1)

    def previous_record(self) -> None:
        self._to_record(-1)

    def _to_record(self, by: int) -> None:
        cursor = self._screen.player.cursor
        self._step(lambda: cursor.to(cursor.position + by), by > 0)

    def home(self) -> None:
        """To the start of the run."""
        self._step(self._far(self._screen.player.cursor.home), False)

    def end(self) -> None:
        """To the end of the run."""
        self._step(self._far(self._screen.player.cursor.end), True)

    def _far(self, move: Callable[[], bool]) -> Callable[[], bool]:
        """A step from which one can come back as from a jump."""

        def deed() -> bool:
            here = self._screen.player.cursor.position
            is_moved = move()
            if is_moved:
                self._screen.left(here)
            return is_moved

        return deed

    def _step(self, move: Callable[[], bool], is_onward: bool) -> None:
        def deed() -> None:
            if move():
                self._screen.moved()
            else:
                self._say_why_not(is_onward)

        self._screen.when_begun(deed)

    def _say_why_not(self, is_onward: bool) -> None:
        """Say why there is no further step."""
        player = self._screen.player
        if not is_onward:
            self._screen.tell(remarks.THE_START)
        elif player.search:
            self._screen.tell(remarks.LAST_FOUND, what=player.search)
        else:
            self._screen.tell(remarks.THE_END if player.is_complete else remarks.RUNNING)

    # Elsewhere

    def go(self) -> None:
        """Ask for a packet, a record or a time to go to."""
        from tui.screens.dialog import LineDialog  # noqa: PLC0415 - most readers only step

        screen, cursor = self._screen, self._screen.player.cursor
        title, hint = screen.told(words.GO_TITLE), screen.told(words.GO_HINT)
        dialog = LineDialog(title, hint, lambda text: go(cursor, text), language=screen.player.language)
        here = cursor.position  # the check of what is written goes there
        screen.app.push_screen(dialog, lambda text: self._gone(text, here))

    def _gone(self, text: str | None, here: int) -> None:
        self._screen.moved(text is not None)
        cursor = self._screen.player.cursor
        if cursor.position != here:
            self._screen.left(here)
        time = None if text is None else time_of(text)
        if time is not None and cursor.now != time:
            self._screen.tell(remarks.QUIET, time=seconds(time), last=seconds(cursor.now))

    def next_note(self) -> None:
        self._screen.when_begun(self._to_next_note)

    def _to_next_note(self) -> None:
        """Where the reader predicts, no further than to the first question on the way."""
        player, position = self._screen.player, self._screen.player.cursor.position
        if not player.is_predicting:
            self._to_note(player.next_note(), words.NO_LATER_NOTE)
            return
        note = next((each for each in player.note_positions() if each > position), None)
        while note is not None and player.cursor.position < note:
            if self._screen.is_asked():
                self._screen.moved()
                return
            if not player.forward():
                break
        self._to_note(note is not None, words.NO_LATER_NOTE)

    def previous_note(self) -> None:
        self._screen.when_begun(lambda: self._to_note(self._screen.player.previous_note(), words.NO_EARLIER_NOTE))

    def _to_note(self, is_there: bool, otherwise: "Wording") -> None:
        if is_there:
            self._screen.moved()
        else:
            self._screen.tell(otherwise)

    def expiry(self) -> None:
        """To the next timer that runs out, or row that expires."""
        player = self._screen.player
        position = next_expiry(player.trace, player.cursor.position)
        if position is None:
            self._screen.tell(words.NO_TIMER_ANY_MORE if player.is_complete else words.NO_TIMER_SO_FAR)
        else:
            self._screen.jump(position)

    def command_end(self) -> None:
        """To the end of the command that goes on at the device in hand."""
        screen, player = self._screen, self._screen.player
        device = screen.board.scene.device
        found = player.running(device, player.cursor.position)
        if not found:
            screen.tell(words.NOTHING_GOES_ON, device=device)
            return
        player.pin(device)
        screen.jump(found[0].end)

    def deadlines(self) -> None:
        """Show what is to come by itself, and go to one of these moments."""
        screen, player = self._screen, self._screen.player
        now, end = player.cursor.now, player.scenario.until
        found = deadlines(player.cursor.world, now, player.language, player.owner)
        if not found:
            screen.tell(words.NOTHING_ARMED)
            return
        late = screen.told(words.AFTER_THE_END)
        options = [
            (str(number), each.told(now, player.language) + ("" if each.at <= end else late))
            for number, each in enumerate(found)
        ]
        times = [each.at for each in found]
        screen.choose(screen.told(words.WHAT_COMES), options, "0", lambda chosen: self._to_time(chosen, times))

    def _to_time(self, chosen: str | None, times: list[int]) -> None:
        if chosen is None:
            return
        time, player = times[int(chosen)], self._screen.player
        position = player.trace.before(time - 1)
        is_known = position < len(player.trace) and player.trace.at[position] == time
        self._screen.jump(position + 1 if is_known else position)
        if not is_known:
            self._screen.tell(words.NOTHING_THEN)

    # Playing

    def play(self) -> None:
        """Let the clock step, or stop it."""
        self._set(not self._screen.playing.is_on)

    def pause(self) -> None:
        """Stop the clock."""
        self._set(False)

    def faster(self) -> None:
        self._change_speed(1)

    def slower(self) -> None:
        self._change_speed(-1)

    def _change_speed(self, by: int) -> None:
        screen = self._screen
        screen.playing = screen.playing.faster(by)
        self._set(screen.playing.is_on)
        screen.tell(words.SPEED, speed=screen.playing.speed)

    def _set(self, is_on: bool) -> None:
        screen = self._screen
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        screen.playing = screen.playing._replace(is_on=is_on)
        if is_on:
            self._timer = screen.set_interval(1 / screen.playing.speed, self.tick)
        screen.refresh_bars()

    def tick(self) -> None:
        """One step of playing: it ends at the end, and pauses at a note, at a stop of the reader and at a question."""
        screen, player = self._screen, self._screen.player
        if screen.is_asked():
            self.pause()
            return
        before = player.cursor.position
        has_moved = player.forward()
        if has_moved and screen.is_stopped(before):
            self.pause()
            return
        screen.moved(has_moved)
        if (not has_moved and player.is_complete) or (has_moved and screen.board.scene.notes):
            self.pause()
