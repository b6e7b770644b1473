"""The player: the network, what happened and why, the packet, the tables, stepped through both ways."""

import asyncio
import gc
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key, Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer

from sim.feature import Wording
from sim.languages import next_language
from sim.quantities import seconds
from sim.session import Session
from tui.choices import Choices
from tui.model.panes import remarks
from tui.model.panes.arrangement import Page, Pane
from tui.model.panes.bars import Playing, keys, status, timeline
from tui.model.panes.deeds import deeds
from tui.model.reader.cursor import go, time_of
from tui.model.reader.player import Player
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Line, Span, line, wrap
from tui.model.text.words import told
from tui.output.whole_file import write_new
from tui.widgets.bar import Bar, TimelineBar
from tui.widgets.board import Board
from tui.widgets.pane import PaneView
from tui.widgets.panes import PANES, panes

if TYPE_CHECKING:
    from tui.model.reader.branches import Branches
    from tui.screens.finding import Finding
    from tui.screens.quizzing import Quizzing
    from tui.screens.watching import Watching
    from tui.widgets.ladder import LadderPane
    from tui.widgets.network import NetworkPane
    from tui.widgets.note import NoteBar
    from tui.widgets.packets import PacketsPane

# Dialogs are imported when somebody opens one, and panes when they are seen.

_CHUNK = 2_000
"""Records that a session runs between two looks at the keyboard."""
_BREATH = 0.002
"""Seconds for the keyboard."""
_QUICK = 20_000
"""Records of a run whose outcome is checked at once; that of a longer one beside the screen."""
_TIMELINE_FROM = 28
"""Rows of a terminal from which on the timeline has one."""


_COUNTED = {True: words.COUNTED_AS_SENT, False: words.COUNTED_FROM_FIRST}


@runtime_checkable
class Keeping(Protocol):
    """An application that keeps what a reader chooses."""

    choices: Choices

    def choose(self, choices: Choices) -> None: ...


class PlayerScreen(Screen[None]):
    """One session. The cursor is the only state; everything seen is read from the trace at the cursor.

    The first picture is that of the scenario, before it runs: nothing in it changes but the numbers of the status line.
    """

    AUTO_FOCUS = f"#{Pane.WHY}"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(deed.keys, deed.action) for deed in deeds()),
        *(Binding(spec.key, f"pane('{spec.pane}')") for spec in PANES if spec.key),
    ]

    def __init__(self, session: Session, glyphs: Glyphs, language: str = "en", position: int = -1) -> None:
        """``position`` is where the cursor goes when the run has come to its end, -1 for nowhere."""
        super().__init__()
        self.player = Player(session, glyphs, language)
        self._branches: Branches | None = None
        self._watching: Watching | None = None
        self._arrive: Callable[[], None] | None = None if position < 0 else lambda: self.to_position(position)
        self.playing = Playing()
        self.panes = panes(session.front.views)
        self.extent = Size(0, 0)
        self._status = Bar(id="status")
        self._timeline = TimelineBar(id="timeline")
        self._keys_bar = Bar(id="keys")
        self._timer: Timer | None = None
        self._message = ""
        self._early: list[Callable[[], None]] = []
        self._finding: Finding | None = None
        self._quizzing: Quizzing | None = None

    def compose(self) -> ComposeResult:
        self.player.is_future_hidden = isinstance(self.app, Keeping) and self.app.choices.is_future_hidden
        self._measure(self.app.size)
        rows = 3 if self._timeline.display else 2
        board = Size(self.extent.width, max(0, self.extent.height - rows))
        self.board = Board(self.panes, self.player.scene(), board, self._first_page)
        self._bars()
        yield self._status
        yield self._timeline
        yield self.board
        yield self._keys_bar

    @property
    def _first_page(self) -> Page:
        return Page.CONVERSATION if self.player.has_programs else Page.NETWORK

    def on_mount(self) -> None:
        self.call_after_refresh(self.run_worker, self._run(), group="run")

    def on_resize(self, event: Resize) -> None:
        self._measure(event.size)
        self._bars()

    def _measure(self, size: Size) -> None:
        self.extent = size
        self._timeline.display = size.height >= _TIMELINE_FROM

    # Running

    async def _run(self) -> None:
        """Run the session bit by bit, so that the first packets can be looked at while the last are not yet sent."""
        player = self.player
        while not player.run_some(_CHUNK):
            self._grown()
            await asyncio.sleep(_BREATH)
        self._grown()
        if len(player.trace) <= _QUICK:
            player.outcomes = player.session.check()
        else:
            player.outcomes = await asyncio.to_thread(player.session.check)
        # The collector need not look at a long trace again and again: that would be felt at every few steps.
        gc.freeze()
        if self._arrive is not None:
            self._arrive()
            self._arrive = None
        elif player.cursor.at_end:
            self.refresh_scene()

    def on_unmount(self) -> None:
        gc.unfreeze()

    def to_position(self, position: int) -> None:
        self.player.cursor.to(position)
        self.refresh_scene()

    def to_packet(self, number: int) -> None:
        self.moved(self.player.cursor.to_packet(number))

    def refresh_list(self) -> None:
        """Show what has come to the list of packets."""
        self.board.update(Pane.PACKETS)
        self._bars()

    def replay(self, session: Session, arrive: Callable[[], None]) -> None:
        """Show another run in the place of this one; ``arrive`` is called when it has come to its end."""
        old = self.player
        self._play(False)
        self.player = Player(session, old.glyphs, old.language)
        self.player.pin(old.pinned)
        self.player.is_ahead_shown, self.player.is_absolute = old.is_ahead_shown, old.is_absolute
        self.player.is_future_hidden, self.player.coloured = old.is_future_hidden, old.coloured
        self.player.is_predicting = old.is_predicting
        self._early.clear()
        self._arrive = arrive
        self.run_worker(self._run(), group="run", exclusive=True)

    def _grown(self) -> None:
        early, self._early = self._early, []
        for deed in early:
            deed()
        if self.player.cursor.at_start:
            self.refresh_scene()
        else:
            self.board.update(Pane.PACKETS)
            if self.player.is_complete or self.player.is_ahead_shown:
                self.board.update(Pane.LADDER)
            self._bars()

    # Showing

    def refresh_scene(self) -> None:
        """Show where the cursor is now."""
        self.board.show(self.player.scene())
        self._bars()

    def moved(self, is_elsewhere: bool = True) -> None:
        self._message = ""
        if is_elsewhere:
            self.refresh_scene()

    def say(self, message: str) -> None:
        """Say something in the place of the keys, until the next step."""
        self._message = message
        self._bars()

    def tell(self, wording: Wording, **facts: object) -> None:
        """Say something in the reader's language."""
        self.say(told(wording, self.player.language, **facts))

    def _bars(self) -> None:
        room = self.extent.width
        if not room:
            return
        player, cursor = self.player, self.player.cursor
        self._status.set(status(self.board.scene, self.playing, room))
        bar = self._timeline
        if bar.display:
            bar.total = len(cursor.sends) + 2
            known = [at for at in player.note_positions() if at <= cursor.position or not player.hides_future]
            noted = {min(cursor.sends.before(at) + 1, bar.total - 1) for at in known}
            here = bar.total - 1 if cursor.at_end and player.is_complete else cursor.packet
            bar.set(timeline(here, bar.total, noted, room, player.glyphs))
        if self._message:
            # What does not fit in one line takes more.
            lines = wrap(line(Span(self._message)), room)
            self._keys_bar.styles.height = len(lines)
            self._keys_bar.show(lines)
        else:
            self._keys_bar.styles.height = 1
            self._keys_bar.set(self._keys(room))

    def _keys(self, room: int) -> Line:
        glyphs, is_talk = self.player.glyphs, self.board.page is Page.CONVERSATION
        talk, map_ = (("c", words.CONNECTION), ("a", words.ABSOLUTE)), (("f", words.DEVICE), ("g", words.GO_TO))
        pairs = [
            (f"{glyphs.key_left} {glyphs.key_right}", words.PACKET), (", .", words.RECORD), ("space", words.PLAY),
            ("x", words.ACT), ("v", words.NETWORK if is_talk else words.LADDER), ("/", words.FIND),
            ("?", words.HELP), ("q", words.QUIT), ("n", words.NOTE), *(talk if is_talk else map_),
            ("tab", words.NEXT_PANE), ("z", words.ENLARGE), ("home end", words.ENDS), ("e", words.PICTURE),
        ]  # fmt: skip
        return keys([(key, told(word, self.player.language)) for key, word in pairs], room)

    # Stepping

    def _step(self, move: Callable[[], bool], is_onward: bool) -> None:
        def deed() -> None:
            if move():
                self.moved()
            else:
                self.say(self._why_not(is_onward))

        self._when_begun(deed)

    def _why_not(self, is_onward: bool) -> str:
        """Why there is no further step."""
        player = self.player
        if not is_onward:
            return self.told(remarks.THE_START)
        if player.search:
            return self.told(remarks.LAST_FOUND, what=player.search)
        return self.told(remarks.THE_END if player.is_complete else remarks.RUNNING)

    def told(self, wording: Wording, **facts: object) -> str:
        return told(wording, self.player.language, **facts)

    def _when_begun(self, deed: Callable[[], None]) -> None:
        """Do what a key asks for: if it was pressed before there are any records, as soon as there are."""
        if self.player.is_begun:
            deed()
        else:
            self._early.append(deed)

    def action_forward(self) -> None:
        if self._quizzing is None or not self._quizzing.before_step():
            self.step_forward()

    def step_forward(self) -> None:
        """To the next packet, or to a note before it."""
        self._step(self.player.forward, True)

    def action_back(self) -> None:
        self._step(self.player.back, False)

    def action_record(self, by: int) -> None:
        cursor = self.player.cursor
        self._step(lambda: cursor.to(cursor.position + by), by > 0)

    def action_home(self) -> None:
        self._step(self.player.cursor.home, False)

    def action_end(self) -> None:
        self._step(self.player.cursor.end, True)

    def action_expiry(self) -> None:
        """To the next timer that runs out, or row that expires."""
        from tui.model.reader.deadlines import next_expiry  # noqa: PLC0415

        cursor = self.player.cursor
        position = next_expiry(self.player.trace, cursor.position)
        if position is None:
            self.tell(words.NO_TIMER_ANY_MORE if self.player.is_complete else words.NO_TIMER_SO_FAR)
        else:
            self.moved(cursor.to(position))

    def action_command_end(self) -> None:
        """To the end of the command that goes on at the device in hand."""
        from tui.model.reader.commands import running  # noqa: PLC0415 - few wait for a command

        player, device = self.player, self.board.scene.device
        player.typed.extend()
        found = running(player.trace, player.typed.numbers, device, player.cursor.position)
        if found is None:
            self.tell(words.NOTHING_GOES_ON, device=device)
            return
        player.pin(device)
        self.jump(found.end)

    def action_deadlines(self) -> None:
        """Show what is to come by itself, and go to one of these moments."""
        from tui.model.reader.deadlines import deadlines  # noqa: PLC0415

        cursor = self.player.cursor
        found = deadlines(cursor.world, cursor.now, self.player.language)
        if not found:
            self.tell(words.NOTHING_ARMED)
            return
        language, end = self.player.language, self.player.scenario.until
        options = [
            (
                str(number),
                each.told(cursor.now, language) + ("" if each.at <= end else told(words.AFTER_THE_END, language)),
            )
            for number, each in enumerate(found)
        ]
        title = told(words.WHAT_COMES, language)
        self.choose(title, options, "0", lambda chosen: self._to_time(chosen, [each.at for each in found]))

    def _to_time(self, chosen: str | None, times: list[int]) -> None:
        if chosen is not None:
            time = times[int(chosen)]
            trace = self.player.trace
            position = trace.before(time - 1)
            is_known = position < len(trace) and trace.at[position] == time
            self.moved(self.player.cursor.to(position + 1 if is_known else position))
            if not is_known:
                self.tell(words.NOTHING_THEN)

    def action_note(self, by: int) -> None:
        self._when_begun(lambda: self._to_note(by))

    def _to_note(self, by: int) -> None:
        if not (self.player.next_note() if by > 0 else self.player.previous_note()):
            self.tell(words.NO_LATER_NOTE if by > 0 else words.NO_EARLIER_NOTE)
            return
        self.moved()

    def on_packets_pane_chosen(self, message: "PacketsPane.Chosen") -> None:
        cursor = self.player.cursor
        self.moved(cursor.to(cursor.stops[message.index] + 1))

    def on_packets_pane_stepped(self, message: "PacketsPane.Stepped") -> None:
        self.moved(self.player.forward() if message.by > 0 else self.player.back())

    def on_ladder_pane_chosen(self, message: "LadderPane.Chosen") -> None:
        self.moved(self.player.cursor.to(message.record + 1))

    def on_timeline_bar_chosen(self, message: TimelineBar.Chosen) -> None:
        cursor = self.player.cursor
        self.moved(cursor.end() if message.index > len(cursor.sends) else cursor.to_packet(message.index))

    # Playing

    def action_play(self) -> None:
        self._play(not self.playing.is_on)

    def action_speed(self, by: int) -> None:
        self.playing = self.playing.faster(by)
        self._play(self.playing.is_on)
        self.tell(words.SPEED, speed=self.playing.speed)

    def _play(self, is_on: bool) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.playing = self.playing._replace(is_on=is_on)
        if is_on:
            self._timer = self.set_interval(1 / self.playing.speed, self.tick)
        self._bars()

    def tick(self) -> None:
        """One step of playing: it ends at the end, and pauses at a note."""
        before = self.player.cursor.position
        moved = self.player.forward()
        if moved and self._watching is not None and self._watching.stops_between(before):
            self._play(False)
            return
        self.moved(moved)
        if (not moved and self.player.is_complete) or (moved and self.board.scene.notes):
            self._play(False)

    # Panes and devices

    def action_pane(self, pane: str) -> None:
        if pane != Pane.NETWORK:
            self.board.open(pane)
            self._bars()

    def action_choose_pane(self) -> None:
        """Choose one of the panes that have no key."""
        options = [(spec.pane, spec.label(self.player.language)) for spec in self.panes.unkeyed]
        if not options:
            self.tell(words.ALL_KEYED)
            return
        if len(options) == 1:
            self._chosen_pane(options[0][0])
            return
        self.choose(told(words.PANE, self.player.language), options, "", self._chosen_pane)

    def _chosen_pane(self, pane: str | None) -> None:
        if pane is not None:
            self.action_pane(pane)

    def action_turn(self, by: int) -> None:
        self.board.turn(by)

    def action_page(self) -> None:
        self.board.turn_page()
        self._bars()

    def _map(self) -> "NetworkPane | None":
        """The network, if it is in sight."""
        pane = self.board.panes.get(Pane.NETWORK)
        return pane if pane is not None and pane.display else None  # type: ignore[return-value]  # so it is made

    def action_map_form(self) -> None:
        """The map as a drawing, as points, as a list."""
        network = self._map()
        if network is None:
            self.tell(remarks.NO_MAP)
        else:
            network.turn_form()

    def action_pan(self, across: int, down: int) -> None:
        """Move a map that is larger than its pane."""
        network = self._map()
        if network is None:
            self.tell(remarks.NO_MAP)
        elif not network.pan(across, down):
            self.tell(remarks.WHOLE_MAP)

    def action_enlarge(self) -> None:
        self.board.enlarge()

    def action_absolute(self) -> None:
        self.player.is_absolute = not self.player.is_absolute
        self.moved()
        self.tell(_COUNTED[self.player.is_absolute])

    def action_ahead(self) -> None:
        player = self.player
        player.is_ahead_shown = not player.is_ahead_shown
        self.moved()
        self.tell(remarks.AHEAD[player.is_ahead_shown])

    def action_hide(self) -> None:
        """Hide the packets to come, or list them dimmed."""
        player = self.player
        player.is_future_hidden = not player.is_future_hidden
        if isinstance(self.app, Keeping):
            self.app.choose(self.app.choices._replace(is_future_hidden=player.is_future_hidden))
        self.moved()
        self.tell(remarks.HIDDEN[player.is_future_hidden])

    def action_connection(self) -> None:
        """Keep the connection at the cursor in scene, or follow the packets again."""
        scene = self.board.scene
        if self.player.kept is None and (scene.connection is None or scene.connection.is_listener):
            self.tell(words.NO_CONNECTION)
            return
        self.player.keep(None if self.player.kept is not None else scene.connection)
        self.moved()
        if self.player.kept is not None:
            self.tell(words.ONLY_CONNECTION, name=self.player.kept.name)
        else:
            self.tell(words.ALL_PACKETS)

    def action_turn_device(self, by: int) -> None:
        self.player.turn(by, self.board.scene.device)
        self.moved()

    def action_device(self) -> None:
        longest = max(map(len, self.player.devices))
        options = [(name, f"{name:<{longest}}  {kind}") for name, kind, _ in self.player.network.devices]
        from tui.screens.dialog import FindDialog  # noqa: PLC0415

        title = told(words.DEVICE_TITLE, self.player.language)
        self.app.push_screen(FindDialog(title, options, self.board.scene.device, self.player.language), self.pin)

    def on_network_pane_chosen(self, message: "NetworkPane.Chosen") -> None:
        self.pin(message.device)
        self.board.open(Pane.TABLES)

    def pin(self, device: str | None) -> None:
        if device is not None:
            self.player.pin(device)
            self.moved()

    def action_release(self) -> None:
        """One step out of what the reader has chosen; at last to the page that the player began with."""
        player, board, map_ = self.player, self.board, self._map()
        self.workers.cancel_group(self, "search")
        if self.playing.is_on:
            self._play(False)
        elif board.give_room_back():
            pass
        elif player.is_predicting:
            self.action_quiz("predict")
            return
        elif map_ is not None and map_.release():
            pass
        elif player.kept is not None:
            player.keep(None)
        elif player.pinned:
            player.pin("")
        elif player.search:
            player.narrow("", None)
        elif board.page is not self._first_page:
            board.turn_page()
        else:
            self.tell(remarks.NOTHING_CHOSEN)
            return
        self.moved()

    # Acting

    def action_act(self, act: str) -> None:
        """Do something to the network, which makes a branch of time, or look at the branches."""
        from tui.model.reader.branches import Branches  # noqa: PLC0415
        from tui.screens.acting import Acting  # noqa: PLC0415 - whoever only watches does without

        if not self.player.is_complete:
            self.tell(words.NOT_AT_END)
            return
        if self._branches is None:
            self._branches = Branches(self.player.session)
        getattr(Acting(self, self._branches), act)()

    def action_watch(self, deed: str) -> None:
        """Mark a place, come back to one, or go to where something happens."""
        from tui.screens.watching import Watching  # noqa: PLC0415 - few watch

        if self._watching is None:
            self._watching = Watching(self)
        self._when_begun(getattr(self._watching, deed))

    def jump(self, position: int) -> None:
        """Go to a position from which one can come back."""
        self.player.cursor.to(position)
        self.moved()

    # Dialogs

    def read(self, title: str, lines: list[Line], room: int) -> None:
        """Show a text to read."""
        from tui.screens.dialog import TextDialog  # noqa: PLC0415

        self.app.push_screen(TextDialog(title, lines, room, self.player.language))

    def choose(
        self, title: str, options: list[tuple[str, str]], chosen: str, then: Callable[[str | None], None]
    ) -> None:
        """Let one of several be chosen, each a name and its words."""
        from tui.screens.dialog import ListDialog  # noqa: PLC0415

        self.app.push_screen(ListDialog(title, options, chosen, self.player.language), then)

    def _ask(
        self,
        title: str,
        hint: str,
        check: Callable[[str], object],
        then: Callable[[str | None], None],
        value: str = "",
    ) -> None:
        from tui.screens.dialog import LineDialog  # noqa: PLC0415

        self.app.push_screen(LineDialog(title, hint, check, value, language=self.player.language), then)

    def action_help(self) -> None:
        from tui.model.panes.help import help_lines  # noqa: PLC0415
        from tui.screens.help import HelpDialog  # noqa: PLC0415

        player, focused = self.player, self.focused
        pane = focused.spec if isinstance(focused, PaneView) else None
        lines = help_lines(player.glyphs, self.panes, player.language, pane)
        self.app.push_screen(HelpDialog(lines, player.language))

    def action_go(self) -> None:
        title, hint = (told(each, self.player.language) for each in (words.GO_TITLE, words.GO_HINT))
        self._ask(title, hint, lambda text: go(self.player.cursor, text), self._gone)

    def _gone(self, text: str | None) -> None:
        self.moved(text is not None)
        cursor = self.player.cursor
        time = None if text is None else time_of(text)
        if time is not None and cursor.now != time:
            self.tell(remarks.QUIET, time=seconds(time), last=seconds(cursor.now))

    def action_find(self, what: str) -> None:
        """Search, follow or colour: see :class:`tui.screens.finding.Finding`."""
        from tui.screens.finding import Finding  # noqa: PLC0415 - whoever only steps does without

        if self._finding is None:
            self._finding = Finding(self)
        getattr(self._finding, what)()

    def on_key(self, event: Key) -> None:
        """A key that means nothing here says so."""
        if event.is_printable and event.key not in self.active_bindings:
            self.tell(remarks.NO_KEY, key=event.character)

    def action_whole_note(self) -> None:
        from tui.model.panes.pages import note_lines  # noqa: PLC0415

        scene = self.board.scene
        if not scene.notes:
            self.tell(remarks.NO_NOTE)
            return
        room = min(76, self.extent.width - 8)
        self.read(told(words.WHOLE_NOTE, self.player.language), note_lines(scene.notes, room, self.player.glyphs), room)

    def action_quiz(self, deed: str) -> None:
        """Ask about this moment, or before each step: see :class:`tui.screens.quizzing.Quizzing`."""
        from tui.screens.quizzing import Quizzing  # noqa: PLC0415 - it loads the questions

        if not self.player.is_complete:
            self.tell(words.NOT_AT_END)
            return
        if self._quizzing is None:
            self._quizzing = Quizzing(self)
        getattr(self._quizzing, deed)()

    def action_lab(self) -> None:
        """The task, and which goals the branch in hand has reached."""
        session = self.player.session
        if not self.player.is_complete:
            self.tell(words.NOT_AT_END)
        elif session.scenario.lab is None:
            self.tell(remarks.NO_LAB)
        else:
            from tui.screens.lab import LabDialog  # noqa: PLC0415

            room = min(76, self.extent.width - 8)
            self.app.push_screen(LabDialog(session, room, self.player.glyphs, self.player.language, self.action_act))

    def on_note_bar_wanted(self, message: "NoteBar.Wanted") -> None:
        self.action_whole_note()

    def action_language(self) -> None:
        """Show all in the next language."""
        self.set_language(next_language(self.player.language))

    def set_language(self, code: str) -> None:
        """Show all in a language; where the scenario's translation is wrong, say so."""
        self.player.speak(code)
        self.moved()
        problems = self.player.session.problems_in(code)
        self.say(str(problems[0])) if problems else self.tell(words.SPEAKS)

    def action_picture(self) -> None:
        name = _unused(self.player.picture_name)
        try:
            write_new(Path(name), self.app.export_screenshot())
        except OSError as error:
            self.tell(words.NOT_SAVED, name=name, reason=error.strerror)
        else:
            self.tell(words.SAVED, name=name)


def _unused(name: str) -> str:
    """The name of a file that is not there yet: the same, or with ``-2``, ``-3`` and so on before its suffix."""
    path = Path(name)
    names = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    while path.exists():
        path = next(names)
    return str(path)
