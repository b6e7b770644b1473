"""The player: the network, what happened and why, the packet, the tables, stepped through both ways."""

import asyncio
import gc
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key, Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import AwaitMount

from sim.languages import Wording, next_language
from sim.session import Session
from tui.choices import Keeping
from tui.model.panes import remarks
from tui.model.panes.arrangement import Page, Pane
from tui.model.panes.bars import Playing, differing, player_keys, prompt_keys, status, timeline
from tui.model.panes.deeds import deeds
from tui.model.reader.player import Player
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Line, paragraphs
from tui.model.text.words import told
from tui.output.whole_file import unused, write_new
from tui.widgets.bar import Bar, TimelineBar
from tui.widgets.board import Board
from tui.widgets.panes import PANES, panes
from tui.work import Keeper

if TYPE_CHECKING:
    from tui.model.reader.branches import Branches
    from tui.screens.finding import Finding
    from tui.screens.looking import Looking
    from tui.screens.quizzing import Quizzing
    from tui.screens.stepping import Stepping
    from tui.screens.texts import Texts
    from tui.screens.watching import Watching
    from tui.widgets.ladder import LadderPane
    from tui.widgets.network import NetworkPane
    from tui.widgets.note import NoteBar
    from tui.widgets.packets import PacketsPane
    from tui.widgets.prompt import Prompt
    from tui.widgets.stream import StreamPane

# What a reader does is loaded when somebody does it first, and panes when they are seen.

_CHUNK = 2_000
"""Records that a session runs between two looks at the keyboard."""
_BREATH = 0.002
"""Seconds for the keyboard."""
_QUICK = 20_000
"""Records of a run whose outcome is checked at once; that of a longer one beside the screen."""
_TIMELINE_FROM = 28
"""Rows of a terminal from which on the timeline has one."""


def _prepare_acts() -> None:
    """Load what the first act needs while the reader looks at the first picture."""
    from sim.branches.edit import prepare  # noqa: PLC0415
    from tui.screens import acting  # noqa: F401, PLC0415

    prepare()


class PlayerScreen(Screen[None]):
    """One session. The cursor is the only state; everything seen is read from the trace at the cursor.

    The first picture is that of the scenario, before it runs: nothing in it changes but the numbers of the status line.
    """

    AUTO_FOCUS = f"#{Pane.WHY}"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(deed.keys, deed.action) for deed in deeds()),
        *(Binding(spec.key, f"pane('{spec.pane}')") for spec in PANES if spec.key),
    ]

    def __init__(
        self,
        session: Session,
        glyphs: Glyphs,
        language: str = "en",
        position: int = -1,
        are_edits_acts: bool = False,
    ) -> None:
        """``position`` is where the cursor goes when the run has come to its end, -1 for nowhere.

        ``are_edits_acts`` tells that the edits of the session are the reader's, who can undo them.
        """
        super().__init__()
        self._are_edits_acts = are_edits_acts and session.origin is not None
        self.player = Player(session, glyphs, language)
        self._is_offered = position >= 0 or self._are_edits_acts
        """Who comes to see one moment, or a branch, wants to go on nowhere else."""
        self._arrive: Callable[[], None] | None = None if position < 0 else lambda: self.to_position(position)
        self._before: Session | None = None
        self._compared: Callable[[], None] | None = None
        self.playing = Playing()
        self.panes = panes(session.front.views)
        self.extent = Size(0, 0)
        self._status = Bar(id="status")
        self._timeline = TimelineBar(id="timeline")
        self._keys_bar = Bar(id="keys")
        self._message = ""
        self._prompt: Prompt | None = None
        self._early: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        self.player.is_future_hidden = isinstance(self.app, Keeping) and self.app.choices.is_future_hidden
        self._measure(self.app.size)
        rows = 3 if self._timeline.display else 2
        board = Size(self.extent.width, max(0, self.extent.height - rows))
        first = Page.CONVERSATION if self.player.has_programs else Page.NETWORK
        self.board = Board(self.panes, self.player.scene(), board, first)
        self.refresh_bars()
        yield self._status
        yield self._timeline
        yield self.board
        yield self._keys_bar

    def on_mount(self) -> None:
        self.call_after_refresh(self.run_worker, self._run(), group="run")

    def on_resize(self, event: Resize) -> None:
        self._measure(event.size)
        self.refresh_bars()

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
        await asyncio.to_thread(_prepare_acts)
        if not self._is_offered:
            self._is_offered = True
            self._offer()
        branch = self._branches.current if self._are_edits_acts and self._before is None else None
        if branch is not None and branch.parent is not None:
            self._before, player.is_branch = self._branches.session_of(branch.parent), True
        if self._before is not None:
            await self._compare(self._before)

    async def _compare(self, before: Session) -> None:
        """Work out how a branch differs from the one that it was made of, while the reader looks at it."""
        from sim.branches.future import future, prepare  # noqa: PLC0415 - whoever only watches has no branches
        from tui.model.conversation.future import NewFuture, strange_notes  # noqa: PLC0415

        player, said = self.player, self._message
        while not before.run_some(_CHUNK):
            await asyncio.sleep(_BREATH)
        prepare(before.trace)
        prepare(player.trace)
        found = await asyncio.to_thread(future, before.trace, player.trace)
        player.new_future = NewFuture(found, player.trace, player.journeys)
        player.strange_notes = await asyncio.to_thread(strange_notes, player.session, before, found, player.language)
        self.board.update(Pane.PACKETS)
        self.board.update(Pane.LADDER)
        self.refresh_bars()
        if self._compared is not None and said and self._message == said:
            self._compared()

    def _offer(self) -> None:
        """Offer to go on where the reader was the last time."""
        if isinstance(self.app, Keeper) and self.app.work is not None:
            from tui.screens.acting import Acting  # noqa: PLC0415

            Acting(self, self._branches).go_on()

    def keep_all(self) -> str:
        """See :meth:`tui.screens.acting.Acting.keep_all`."""
        from tui.screens.acting import Acting  # noqa: PLC0415

        return Acting(self, self._branches).keep_all()

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
        self.refresh_bars()

    def replay(
        self,
        session: Session,
        arrive: Callable[[], None],
        before: Session | None = None,
        compared: Callable[[], None] | None = None,
    ) -> None:
        """Show another run in the place of this one; ``arrive`` is called when it has come to its end.

        Then it is compared with ``before``. ``compared`` is called where the reader has done nothing meanwhile.
        """
        old = self.player
        self._stepping.pause()
        self.player = Player(session, old.glyphs, old.language)
        self.player.pin(old.pinned)
        self.player.is_ahead_shown, self.player.is_absolute = old.is_ahead_shown, old.is_absolute
        self.player.is_future_hidden, self.player.coloured = old.is_future_hidden, old.coloured
        self.player.is_predicting, self.player.is_branch = old.is_predicting, before is not None
        self.player.modes, self.player.is_at_prompt = old.modes, old.is_at_prompt
        self.player.left_modes, self.player.exits = old.left_modes, old.exits
        self._early.clear()
        self._arrive, self._before, self._compared = arrive, before, compared
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
            self.refresh_bars()

    # Showing

    def refresh_scene(self) -> None:
        """Show where the cursor is now."""
        self.board.show(self.player.scene())
        self.refresh_bars()

    def moved(self, is_elsewhere: bool = True) -> None:
        self._message = ""
        if is_elsewhere:
            self.refresh_scene()

    def say(self, message: str) -> None:
        """Say something in the place of the keys, until the next step."""
        self._message = message
        self.refresh_bars()

    def tell(self, wording: Wording, **facts: object) -> None:
        """Say something in the reader's language."""
        self.say(self.told(wording, **facts))

    def told(self, wording: Wording, **facts: object) -> str:
        """A text in the reader's language."""
        return told(wording, self.player.language, **facts)

    def refresh_bars(self) -> None:
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
            bar.set(timeline(here, bar.total, noted, room, player.glyphs, differing(player, here, bar.total, room)))
        if self._message:
            # What does not fit in one line takes more.
            lines = paragraphs(self._message, room)
            self._keys_bar.styles.height = len(lines)
            self._keys_bar.show(lines)
        else:
            self._keys_bar.styles.height = 1
            self._keys_bar.set(
                prompt_keys(room, player.language)
                if player.is_at_prompt
                else player_keys(
                    self.board.page, room, player.glyphs, player.language, self.board.focused_pane == Pane.CONSOLE
                )
            )

    def on_descendant_focus(self) -> None:
        self.refresh_bars()

    # Clicks

    def on_packets_pane_chosen(self, message: "PacketsPane.Chosen") -> None:
        cursor = self.player.cursor
        self.moved(cursor.to(cursor.stops[message.index] + 1))

    def on_packets_pane_stepped(self, message: "PacketsPane.Stepped") -> None:
        if message.by > 0:
            self._stepping.forward()
        else:
            self._stepping.back()

    def on_ladder_pane_chosen(self, message: "LadderPane.Chosen") -> None:
        self.moved(self.player.cursor.to(message.record + 1))

    def on_stream_pane_chosen(self, message: "StreamPane.Chosen") -> None:
        self.moved(self.player.cursor.to(message.record + 1))

    def on_stream_pane_sought(self, message: "StreamPane.Sought") -> None:
        self._finding.text(message.pane)

    def on_timeline_bar_chosen(self, message: TimelineBar.Chosen) -> None:
        cursor = self.player.cursor
        self.moved(cursor.end() if message.index > len(cursor.sends) else cursor.to_packet(message.index))

    def on_network_pane_chosen(self, message: "NetworkPane.Chosen") -> None:
        self.pin(message.device)
        self.board.open(Pane.TABLES)

    def on_note_bar_wanted(self, message: "NoteBar.Wanted") -> None:
        self.action_text("note")

    def pin(self, device: str | None) -> None:
        """Take a device in hand."""
        if device is not None:
            self.player.pin(device)
            self.moved()

    def find_device(self, then: Callable[[], object]) -> None:
        self._looking.device(then)

    # What a reader does

    def action_step(self, deed: str) -> None:
        """Step, go elsewhere or play: see :class:`tui.screens.stepping.Stepping`."""
        getattr(self._stepping, deed)()

    def action_look(self, deed: str) -> None:
        """Choose what is shown: see :class:`tui.screens.looking.Looking`."""
        getattr(self._looking, deed)()

    def action_find(self, deed: str) -> None:
        """Search, follow or colour: see :class:`tui.screens.finding.Finding`."""
        getattr(self._finding, deed)()

    def action_watch(self, deed: str) -> None:
        """Mark a place, come back to one, or go to where something happens: see :mod:`tui.screens.watching`."""
        self.when_begun(getattr(self._watching, deed))

    def action_text(self, deed: str) -> None:
        """Read a text: see :class:`tui.screens.texts.Texts`."""
        getattr(self._texts, deed)()

    def action_act(self, deed: str) -> None:
        """Do something to the network, or look at the branches of time: see :class:`tui.screens.acting.Acting`."""
        from tui.screens.acting import Acting  # noqa: PLC0415

        if self._is_at_end():
            getattr(Acting(self, self._branches), deed)()

    async def action_type(self) -> None:
        """Take the keys to the console of the device in hand."""
        if self._is_at_end():
            # The keys behind this one are for the line: it has to be there first.
            await self._prompt_mounted()
            self.action_act("type")

    def on_prompt_typed(self, message: "Prompt.Typed") -> None:
        from tui.screens.acting import Acting  # noqa: PLC0415

        if self._is_at_end():
            Acting(self, self._branches).enter(message.text)
        else:
            self.prompt.put_off(message.text)

    def on_prompt_asked(self, message: "Prompt.Asked") -> None:
        from tui.screens.acting import Acting  # noqa: PLC0415

        if self._is_at_end():
            Acting(self, self._branches).help(message.text)

    def on_prompt_left(self) -> None:
        self.action_act("leave")

    def on_prompt_interrupted(self) -> None:
        self.action_act("interrupted")

    def on_prompt_scrolled(self, message: "Prompt.Scrolled") -> None:
        console = self.board.panes[Pane.CONSOLE]
        (console.action_page_up if message.way == "up" else console.action_page_down)()

    @property
    def prompt(self) -> "Prompt":
        """The line for commands, which is out of sight until somebody types one."""
        if self._prompt is None:
            self._prompt_mounted()
        assert self._prompt is not None
        return self._prompt

    def _prompt_mounted(self) -> AwaitMount:
        from tui.widgets.prompt import Prompt  # noqa: PLC0415 - whoever only watches types nothing

        if self._prompt is not None:
            return AwaitMount(self, ())
        self._prompt = Prompt()
        return self.mount(self._prompt, before=self._keys_bar)

    def action_quiz(self, deed: str) -> None:
        """Ask about this moment, or before each step: see :class:`tui.screens.quizzing.Quizzing`."""
        if self._is_at_end():
            getattr(self._quizzing, deed)()

    def _is_at_end(self) -> bool:
        """Whether the run has come to its end; if not, say that this has to wait."""
        if not self.player.is_complete:
            self.tell(words.NOT_AT_END)
        return self.player.is_complete

    @cached_property
    def _stepping(self) -> "Stepping":
        from tui.screens.stepping import Stepping  # noqa: PLC0415

        return Stepping(self)

    @cached_property
    def _looking(self) -> "Looking":
        from tui.screens.looking import Looking  # noqa: PLC0415

        return Looking(self)

    @cached_property
    def _finding(self) -> "Finding":
        from tui.screens.finding import Finding  # noqa: PLC0415

        return Finding(self)

    @cached_property
    def _watching(self) -> "Watching":
        from tui.screens.watching import Watching  # noqa: PLC0415

        return Watching(self)

    @cached_property
    def _texts(self) -> "Texts":
        from tui.screens.texts import Texts  # noqa: PLC0415

        return Texts(self, self._branches, self.action_act)

    @cached_property
    def _quizzing(self) -> "Quizzing":
        from tui.screens.quizzing import Quizzing  # noqa: PLC0415

        return Quizzing(self)

    @cached_property
    def _branches(self) -> "Branches":
        """Those of the session that the player began with."""
        from tui.model.reader.branches import Branches  # noqa: PLC0415

        return Branches(self.player.session, self._are_edits_acts)

    def when_begun(self, deed: Callable[[], None]) -> None:
        """Do what a key asks for: if it was pressed before there are any records, as soon as there are."""
        if self.player.is_begun:
            deed()
        else:
            self._early.append(deed)

    def step_forward(self) -> None:
        """A step without a question before it."""
        self._stepping.onward()

    def is_asked(self) -> bool:
        """Whether a question has to be answered before the next step."""
        return self.player.is_predicting and self._quizzing.before_step()

    def is_stopped(self, before: int) -> bool:
        """Whether the step from a position went past a stop of the reader; then the reader is there."""
        return self._watching.stops_between(before)

    def jump(self, position: int) -> None:
        """Go to a position from which one can come back."""
        self.left(self.player.cursor.position)
        self.player.cursor.to(position)
        self.moved()

    def left(self, position: int) -> None:
        """Remember a position, for the way back from where the reader is now."""
        self._watching.leave(position)

    # Dialogs

    def read(self, title: str, lines: list[Line], room: int, then: Callable[[], None] | None = None) -> None:
        """Show a text to read; ``then`` is done once it is closed."""
        from tui.screens.dialog import TextDialog  # noqa: PLC0415

        dialog = TextDialog(title, lines, room, self.player.language)
        self.app.push_screen(dialog, None if then is None else lambda _: then())

    def choose(
        self, title: str, options: list[tuple[str, str]], chosen: str, then: Callable[[str | None], None]
    ) -> None:
        """Let one of several be chosen, each a name and its words."""
        from tui.screens.dialog import ListDialog  # noqa: PLC0415

        self.app.push_screen(ListDialog(title, options, chosen, self.player.language), then)

    # Keys of the screen itself

    def action_pane(self, pane: str) -> None:
        if pane != Pane.NETWORK:
            self.board.open(pane)
            self.refresh_bars()

    def action_release(self) -> None:
        """One step out of what the reader has chosen; at last to the page that the player began with."""
        self.workers.cancel_group(self, "search")
        if self.playing.is_on:
            self._stepping.pause()
        elif self.board.give_room_back():
            pass
        elif self.player.is_predicting:
            self._quizzing.predict()
            return
        elif not self._looking.release():
            self.tell(remarks.NOTHING_CHOSEN)
            return
        self.moved()

    def on_key(self, event: Key) -> None:
        """A key that opens a view of a feature, which not every player has; one that means nothing here says so."""
        view = self.panes.opened_by(event.character or "")
        if view is not None and view.is_view:
            self.action_pane(view.pane)
        elif event.is_printable and event.key not in self.active_bindings:
            self.tell(remarks.NO_KEY, key=event.character)

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
        """Save the screen as a picture, in a file that is not there yet."""
        path = unused(Path(self.player.picture_name))
        try:
            write_new(path, self.app.export_screenshot())
        except OSError as error:
            self.tell(words.NOT_SAVED, name=path, reason=error.strerror)
        else:
            self.tell(words.SAVED, name=path)
