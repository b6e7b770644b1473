"""Doing something at the cursor: what is typed and chosen, and the branch of time that comes of it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING

from sim.branches.compare import first_difference
from sim.branches.edit import TYPE, EditError, read
from sim.branches.line import SCHEME, line_of
from sim.branches.why_not import is_of_absence, read_expectation, why_not
from sim.explain import sentence
from sim.languages import Wording
from sim.pdu.base import Pdu
from sim.quantities import duration, seconds
from sim.scenario.expect import Outcome
from sim.scenario.plan import Expectation, Scenario
from sim.trace.trace import Trace
from sim.words import TextError
from tui import work
from tui.model.panes.arrangement import Pane
from tui.model.reader import acts, like_this
from tui.model.reader.branches import SOURCE, Branch, Branches, short
from tui.model.reader.commands import Running, call_at, settled, waiting_for_lines
from tui.model.text import words
from tui.model.text.ink import Line, Span, line, reference, wrap
from tui.model.text.refusals import refusal
from tui.model.text.words import told
from tui.output import branch_file
from tui.output.answer import BECAUSE, answer_lines, came_lines, verdict_lines
from tui.output.whole_file import unused
from tui.screens.dialog import FindDialog, LineDialog, TextDialog, check_name
from tui.screens.stage import Stage

if TYPE_CHECKING:
    from sim.branches.console import Lines, Next
    from sim.session import Session
    from tui.model.reader.player import Player

_REASONS = 23
"""Cells in front of a reason, in the output of a run."""
_REASON = " " * 4
"""What a reason is set in by where there is less room."""
_MOST_TOLD = 300
"""Lines of a comparison."""

_HINTS = {acts.EDIT: words.FIELDS_HINT, "delay": words.DELAY_HINT, "corrupt": words.DAMAGE_HINT}
"""What is to be written in an act upon a packet, by its word."""


class Acting:
    """What a reader does at one moment of a player."""

    def __init__(self, screen: Stage, branches: Branches) -> None:
        self._screen = screen
        self._branches = branches
        self._player = screen.player
        self._device = screen.board.scene.device

    # Acts

    def type(self) -> None:
        """Take the keys to the console of the device in hand: commands are typed there, one after another."""
        board, prompt = self._screen.board, self._screen.prompt
        if not self._player.is_at_prompt:
            self._player.is_at_prompt = True
            prompt.goes_on = None
            prompt.came_from = board.opened
            prompt.is_used = prompt.is_changed = False
            board.open(Pane.CONSOLE, takes_keys=False)
        self._ask()

    def leave(self) -> None:
        """Leave the console; who has typed nothing for it is back where they were."""
        board, prompt = self._screen.board, self._screen.prompt
        self._player.is_at_prompt = prompt.display = False
        if prompt.is_used:
            board.open(Pane.CONSOLE)
        else:
            board.reopen(prompt.came_from)
        self._screen.moved()
        if prompt.is_changed:
            self._say_branch()

    def _say_branch(self) -> None:
        """Tell what was done, and what comes of it otherwise than before."""
        branch = self._branches.current
        if branch.parent is not None:
            name = branch.title(self._player.language)
            self._screen.tell(words.IN_BRANCH, branch=name)
            self._say_future(name)
        done = self._done()
        if done:
            self._screen.say(done)

    def _ask(self) -> None:
        """Have the next line typed at the device in hand."""
        from sim.branches.console import prompt  # noqa: PLC0415 - it loads the commands

        screen, player, device = self._screen, self._player, self._device
        screen.say("")
        lines = player.modes.get(device)
        hint = self._told(words.CONFIG_HINT)
        if lines is None:
            hint = self._told(words.ACT_HINT, device=acts.another_with_arp(player, device))
        readers = waiting_for_lines(player.cursor.world, device)
        value = ""
        if readers and lines is None:
            last = readers[-1]
            value = f"{TYPE} " if len(readers) == 1 else f"{TYPE} {last.name}: "
            screen.tell(words.LINE_HINT, file=last.name, call=last.row.call)
        label = prompt(device, acts.kind_of(player, device), lines)
        if not screen.prompt.display and screen.prompt.device != device:
            screen.prompt.line.put("")  # what was begun at another device is not for this one
        screen.prompt.device = device
        screen.prompt.ask(label, value, hint, self._branches.history, self._completed)

    def enter(self, text: str) -> None:
        """Do what was typed at the console, and have the next line typed."""
        self._screen.say("")
        self._device = self._screen.prompt.device
        device, line = self._addressed(text)
        going_on = self._going_on(device)
        if not line.strip():
            if going_on is not None:
                self._screen.jump(going_on.end)
            self._ask()
            return
        if going_on is not None and self._waits_for(going_on, device):
            self._screen.jump(going_on.end)
        begun = text.removesuffix("?")
        if begun != text and (not begun.strip() or begun.endswith(" ")) and not begun.startswith(f"{TYPE} "):
            self.help(begun)
            return
        try:
            self._check(text)
        except TextError as error:
            self._screen.prompt.refuse(text, error, refusal(error, self._player.language))
            return
        self._typed(text)

    def interrupted(self) -> None:
        """Tell what ends, where nothing is written that could be given up."""
        going_on = self._going_on(self._screen.prompt.device)
        said = [] if going_on is None else [self._told(words.NOT_STOPPED, command=going_on.command)]
        self._screen.say("\n".join([*said, self._told(words.ENDS_BY)]))

    def help(self, text: str) -> None:
        """Tell the words that can come next behind what is written at the console, and let it stay."""
        self._device = self._screen.prompt.device
        device, line = self._addressed(text)
        found = acts.next_words(self._player, device, self._player.modes.get(device), line)
        begun = line.strip()
        wording = words.GOES_ON_WITH if begun else words.BEGINS_WITH
        said = self._told(wording, begun=begun, words=", ".join(found)) if found else self._told(words.NOTHING_FITS)
        self._screen.prompt.tell(text, said)

    def _going_on(self, device: str) -> Running | None:
        """The command that goes on at a device, the last one typed."""
        return next(iter(self._player.running(device, self._player.cursor.position)), None)

    def _waits_for(self, going_on: Running, device: str) -> bool:
        """Whether a line waits, as in a terminal, for the end of the command that was typed before it.

        Nobody waits for a server, nor for a capture: that ends with the run, which stands for Ctrl-C.
        """
        player = self._player
        is_typed_before = self._screen.prompt.goes_on == (device, going_on.command)
        return is_typed_before and going_on.has_result and player.trace.at[going_on.end - 1] < player.scenario.until

    def _write(self, value: str) -> None:
        """Have an act written to its end, where something in it is left open."""
        parts = value.split(acts.HERE)
        before, value, behind = parts if len(parts) == len(("before", "value", "behind")) else ("", value, "")
        dialog = LineDialog(
            self._told(words.AT_PLACE, device=self._device, time=seconds(self._player.cursor.now)),
            self._told(_HINTS[before.partition(" ")[0]] if before else words.WRITE_HINT),
            self._check,
            value.replace(acts.HERE, ""),
            () if before else self._branches.history,
            self._completed,
            at=value.find(acts.HERE),
            language=self._player.language,
            around=(before, behind),
        )
        self._screen.app.push_screen(dialog, self._written)

    def menu(self) -> None:
        """Choose what to do here."""
        found = acts.acts(self._player, self._device)
        options = [(":", self._told(words.TYPE_COMMAND, device=self._device)), *found]
        current, gone = self._branches.current, self._branches.deletion
        if gone is not None:
            title = gone.branch.title(self._player.language)
            options.append(("undo", self._told(words.UNDO, act=self._told(words.DELETION, branch=title))))
        elif current.parent is not None:
            options.append(("undo", self._told(words.UNDO, act=current.title())))
        if current.parent is not None:
            options.append(("compare", self._told(words.COMPARE)))
            options += [("save", self._told(words.SAVE_BRANCH)), ("delete", self._told(words.FORGET_BRANCH))]
        options.append(("line", self._told(words.SHOW_LINE)))
        options.append(("device", self._told(words.ANOTHER_DEVICE)))
        title = self._told(words.AT_TIME, device=self._device, time=seconds(self._player.cursor.now))
        self._screen.choose(title, options, "", self._chosen)

    def _chosen(self, act: str | None) -> None:
        if act is None:
            return
        if act in ("undo", "compare", "save", "delete", "line"):
            getattr(self, act)()
        elif act == "device":
            self._screen.find_device(lambda: Acting(self._screen, self._branches).menu())
        elif act == ":":
            self.type()
        elif act.startswith(f"{acts.EDIT} "):
            found = acts.fields(self._player, act)
            self._find(self._told(words.FIELD), found, self._field_in_hand(found))
        elif act == acts.VALUES:
            found = acts.settings(self._player, self._device)
            self._find(self._told(words.VALUE), found)
        elif act.startswith(f"{SOURCE} "):
            self._source(act.removeprefix(f"{SOURCE} "))
        elif acts.HERE in act:
            self._write(act)
        else:
            self._act(act, self._device)

    def _source(self, file: str) -> None:
        """Write the text of a program."""
        from tui.screens.source import SourceDialog  # noqa: PLC0415 - few write programs

        def written(text: str | None) -> None:
            if text is not None:
                self._act(acts.source_edit(file, text), self._device)

        def check(text: str) -> object:
            return self._player.session.branch(self._edits(acts.source_edit(file, text), self._device))

        dialog = SourceDialog(file, acts.source_of(self._player, file), check, self._player.language)
        self._screen.app.push_screen(dialog, written)

    def _find(self, title: str, options: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Let one of many fields or values be chosen; what is typed leaves those that have it."""
        self._screen.app.push_screen(FindDialog(title, options, chosen, self._player.language), self._chosen_field)

    def _field_in_hand(self, fields: Sequence[tuple[str, str]]) -> str:
        """That of the fields that is chosen in the packet's pane; "" where none is."""
        pane = self._screen.board.panes.get(Pane.PACKET)
        chosen = None if pane is None else pane.in_hand()
        frame = self._player.trace.what[acts.sent_with(self._player.trace, self._player.cursor.record)]
        if chosen is None or not isinstance(frame, Pdu):
            return ""
        try:
            name = like_this.by_field(frame, *chosen).partition(" ")[0]
        except TextError:
            return ""
        return next((act for act, text in fields if text.split()[0].startswith(name)), "")

    def _chosen_field(self, act: str | None) -> None:
        if act is not None:
            self._write(act)

    def _completed(self, text: str) -> str | None:
        device, line = self._addressed(text)
        begun = text.removesuffix(line)
        modes = self._player.modes
        found = acts.completed(line, acts.completions(self._player, device, modes.get(device), line))
        return None if found is None else begun + found

    def _addressed(self, text: str) -> tuple[str, str]:
        """The device that a line is for, and the line: ``pc2: arp`` is for another device than the one in hand."""
        name, colon, line = text.lstrip().partition(":")
        is_named = colon and name in self._player.devices
        return (name, line.lstrip()) if is_named else (self._device, text)

    def _next(self, device: str, line: str) -> "Next":
        """What a line typed at a device comes to, in the mode that its console is in."""
        from sim.branches.console import typed  # noqa: PLC0415 - it loads the commands

        if not line.strip():
            raise TextError("nothing is written", "write a command, such as arp")
        return typed(self._player.modes.get(device), line, acts.console_at(self._player, device))

    def _edits(self, text: str, device: str) -> tuple[str, ...]:
        return acts.with_room(self._player, acts.edit_of(self._player, device, text))

    def _check(self, text: str) -> None:
        device, line = self._addressed(text)
        try:
            command = self._next(device, line).command
            if command:
                self._player.session.branch(self._edits(command, device))
                acts.check_fields(self._player, command)
        except EditError as error:
            error.offset = acts.place_in(text, error)
            raise
        except TextError as error:
            raise error.moved(len(text) - len(line)) from None

    def _written(self, text: str | None) -> None:
        if text is not None:
            self._typed(text)

    def _typed(self, text: str) -> None:
        self._branches.history.append(text.strip())
        device, line = self._addressed(text)
        found = self._next(device, line)
        modes, prompt = self._player.modes, self._screen.prompt
        if found.lines is not None or device in modes:
            self._note_exit(device, found.lines)
            modes[device] = found.lines
        self._device = device
        prompt.is_used |= not found.command or acts.is_at_console(found.command)
        if found.command:
            prompt.is_changed = True
            self._act(found.command, device)
            if acts.is_at_console(found.command):
                prompt.goes_on = device, found.command
                self._screen.board.open(Pane.CONSOLE, takes_keys=not self._player.is_at_prompt)
        else:
            self._screen.pin(device)
            if self._player.is_at_prompt:
                self._ask()

    def _note_exit(self, device: str, lines: "Lines | None") -> None:
        """Remember whether an ``exit`` led out of a mode: a line that opens another one leads there without it, too."""
        before, left = self._player.modes.get(device), self._player.left_modes
        if lines is None:
            left.discard(device)
        elif before and not lines:
            left.add(device)

    def _act(self, text: str, device: str) -> None:
        try:
            edits = self._edits(text, device)
            before = self._player
            self._branches.current.position = before.cursor.position
            made = self._branches.act(edits)
        except EditError as error:
            if self._player.is_at_prompt:
                self._ask()
            self._screen.say(refusal(error, self._player.language))
            return
        found = read(edits[-1])
        typed = found.value if found.path == ("actions",) and "run" in found.value else None
        if typed is not None and typed["on"] in before.left_modes:
            before.left_modes.discard(typed["on"])
            before.exits.add((typed["on"], duration(typed["at"]), typed["run"]))
        if typed is None:
            self._show(
                made, partial(_to_first_difference, before.trace, before.cursor.now), device, at_prompt=self._start()
            )
        else:
            self._show(made, partial(_to_command, typed["on"], typed["run"], duration(typed["at"])), device)

    def _start(self) -> str:
        """That the last act counts from the start, whenever it was done; "" where it does not."""
        own = self._branches.current.own
        return self._told(words.FROM_START, act=short(own[-1])) if own and acts.is_from_start(own[-1]) else ""

    def _show(
        self,
        branch: Branch,
        go: "Callable[[Player], object]",
        device: str = "",
        said: str = "",
        at_prompt: str = "",
    ) -> None:
        """Show the run of a branch, and ``go`` to a place of it.

        ``said`` is told in the place of its name, ``at_prompt`` to who goes on typing at a console.
        """
        screen = self._screen
        if device:
            screen.player.pin(device)

        name = branch.title(self._player.language) if branch.parent is not None else self._told(words.THE_SCENARIO)
        before = None if branch.parent is None else self._branches.session_of(branch.parent)

        is_done = False

        def arrive() -> None:
            nonlocal is_done
            go(screen.player)
            screen.refresh_scene()
            done = "" if branch.parent is None else self._done()
            if done and before is not None:
                before.run()
                done = done if done != self._done(before) else ""  # this act has not reached what was reached before
            is_done = bool(done)
            if screen.player.is_at_prompt:
                # The next line is typed: the status line tells enough of what has changed.
                Acting(screen, self._branches)._ask()
                if at_prompt:
                    screen.say(at_prompt)
            else:
                screen.say(said or self._told(words.IN_BRANCH, branch=name))
            if done:
                screen.say(done)
            self._keep()

        def compared() -> None:
            if not (is_done or said or screen.player.is_at_prompt):
                self._say_future(name)

        screen.replay(self._branches.go(branch), arrive, before, compared)

    def _done(self, of: "Session | None" = None) -> str:
        """That a run, by default that in hand, reaches all goals of the scenario's lab, or why that does not count.

        "" where it does not.
        """
        session, root = of or self._screen.player.session, self._branches.root.session
        if session.scenario.lab is None or root is None:
            return ""
        from sim.exam.lab import goals, refusal  # noqa: PLC0415 - few scenarios are labs

        if not all(goal.ok for goal in goals(session)):
            return ""
        reason = refusal(root.scenario, session)
        return self._told(words.NOT_COUNTED, reason=reason) if reason else self._told(words.DONE)

    def _say_future(self, name: str) -> None:
        """Tell what comes otherwise than in the branch before, and where first."""
        player = self._screen.player
        found, first = player.new_future, self._first_told()
        if found is None:
            return
        counts = self._told(words.COMMA).join(self._told(words.COUNTED[sign], count=n) for sign, n in found.counts)
        if found.is_same:
            said = self._told(words.NOTHING_LATER, branch=name)
        elif found.has_packets:
            said = self._told(words.IN_FUTURE, branch=name, counts=counts, first=first)
        elif found.found.moved:
            said = self._told(words.IN_MOVED_PACKETS, branch=name, count=found.found.moved, first=first)
        else:
            said = self._told(words.IN_SAME_PACKETS, branch=name, first=first)
        said += f"\n{start}" if (start := self._start()) else ""
        plug = acts.later_plug(player.scenario, self._branches.current.own)
        if plug is not None:
            wording = words.IS_PLUGGED_IN if plug.up else words.IS_PULLED_OUT
            said += f"\n{self._told(wording, link=plug.link, time=seconds(plug.at))}"
        self._screen.say(said)

    def _first_told(self) -> str:
        """The first packet that differs, else the first record."""
        player = self._screen.player
        n = None if player.new_future is None else player.new_future.first
        if n is None:
            return self._told(words.CONFIGURED_AT)
        time = seconds(player.trace.at[n])
        if player.new_future is not None and player.new_future.found.marks:
            return self._told(words.PACKET_AT, number=player.cursor.sends.before(n + 1) + 1, time=time)
        return self._told(words.RECORD_AT, number=n, time=time)

    # Branches

    def undo(self) -> None:
        """Back to before the last act; a branch that was deleted here comes back."""
        gone = self._branches.deletion
        if gone is None:
            self._to(self._branches.undo(), self._told(words.NOTHING_TO_UNDO))
            return
        here = self._branches.bring_back()
        said = self._told(words.BROUGHT_BACK, branch=gone.branch.title(self._player.language))
        if here is not self._branches.current:
            self._remember()
            self._come_to(here, said)
        self._keep()
        self._screen.say(said)

    def redo(self) -> None:
        """Do again what was undone."""
        self._to(self._branches.redo(), self._told(words.NOTHING_TO_REDO))

    def _to(self, branch: Branch | None, otherwise: str) -> None:
        if branch is None:
            self._screen.say(otherwise)
            return
        self._remember()
        self._come_to(branch)

    def _remember(self) -> None:
        """Remember where the reader is in the branch in hand."""
        if self._screen.player.is_complete:
            self._branches.current.position = self._screen.player.cursor.position

    def _come_to(self, branch: Branch, said: str = "") -> None:
        """Take a branch in hand, where the reader was in it the last time, else at this moment of it."""
        now, position = self._screen.player.cursor.now, branch.position

        def go(player: "Player") -> object:
            return player.cursor.to(position) if position >= 0 else player.cursor.to_time(now)

        self._show(branch, go, said=said)

    def delete(self, branch: Branch | None = None) -> None:
        """Forget a branch, by default the one in hand, with all that was made of it."""
        gone = branch or self._branches.current
        if gone.parent is None:
            self._screen.say(self._told(words.IS_ROOT))
            return
        self._remember()
        is_here = self._branches.is_within(gone)
        said = self._told(words.DELETED, branch=gone.title(self._player.language))
        self._branches.delete(gone)
        if is_here:
            self._come_to(self._branches.current, said)
        self._keep([tuple(act.own for act in each.acts) for _, each in self._branches.tree(gone)])
        self._screen.say(said)

    def go_to(self, branch: Branch) -> None:
        """Take a branch in hand."""
        self._to(branch, "")

    def tree(self) -> None:
        """Show all branches, and the one in hand beside that of which it was made."""
        from tui.screens.branches import BranchesScreen  # noqa: PLC0415 - few compare

        self._screen.app.push_screen(BranchesScreen(self._branches, self._player, self))

    # Changes

    def changes(self) -> None:
        """Show what was changed, act by act, and in the text of the scenario."""
        from tui.screens.changes import ChangesScreen  # noqa: PLC0415 - few look

        self._screen.app.push_screen(ChangesScreen(self._branches, self._player, self))

    def without(self, act: Branch) -> None:
        """Undo one of the acts that led here, and keep those after it."""
        now = self._player.cursor.now
        try:
            made = self._branches.without(act)
        except EditError as error:
            self._screen.say(self._told(words.GOES_NOT_WITHOUT, reason=refusal(error, self._player.language)))
            return
        self._show(made, lambda player: player.cursor.to_time(now))

    def reset(self) -> None:
        """Back to the scenario as it was."""
        self._to(self._branches.root if self._branches.current.parent is not None else None, self._told(words.IS_ROOT))

    def checkpoint(self) -> None:
        """Give the branch in hand a name, by which one comes back to it."""
        current = self._branches.current
        if current.parent is None:
            self._screen.say(self._told(words.IS_ROOT))
            return
        name = current.name or f"{self._told(words.CHECKPOINT)} {len(self._branches.checkpoints()) + 1}"
        dialog = self._line(words.CHECKPOINT, words.CHECKPOINT_HINT, check_name, name)
        self._screen.app.push_screen(dialog, self._kept)

    def _kept(self, name: str | None) -> None:
        if name is not None and name.strip():
            self._branches.current.name = name.strip()
            self._branches.current.position = self._player.cursor.position
            self._keep()
            self._screen.say(self._told(words.CHECKPOINT_KEPT, name=name.strip()))

    def restore(self) -> None:
        """Go back to a checkpoint."""
        kept = self._branches.checkpoints()
        if not kept:
            self._screen.say(self._told(words.NO_CHECKPOINTS))
            return

        def back(chosen: str | None) -> None:
            if chosen is not None:
                self._to(kept[int(chosen)], "")

        options = [(str(place), branch.name) for place, branch in enumerate(kept)]
        self._screen.choose(self._told(words.BACK_TO), options, "", back)

    def go_on(self) -> None:
        """Offer what the reader kept of this scenario, or left unfinished, the last time."""
        place = self._place()
        if place is None:
            return
        found = work.load(place, self._scenario)
        for each in found:
            branch = self._branches.branch_of(each.acts)
            branch.name, branch.position = each.name or branch.name, each.position

        def chosen(number: str | None) -> None:
            if number:
                self._to_kept(self._branches.branch_of(found[int(number) - 1].acts))

        if found:
            left = (str(number) for number, each in enumerate(found, 1) if not each.name)
            options = [(str(number), self._kept_title(each)) for number, each in enumerate(found, 1)]
            options.append(("", self._told(words.FROM_THE_START)))
            self._screen.choose(self._told(words.GO_ON), options, next(left, "1"), chosen)

    def _kept_title(self, kept: work.Kept) -> str:
        return kept.name or self._told(words.WHERE_LEFT, act=short(kept.acts[-1][-1]))

    def _to_kept(self, branch: Branch) -> None:
        """To a branch of the last time. The scenario's files may be others now."""
        try:
            self._branches.session_of(branch)
        except EditError as error:
            self._screen.say(self._told(words.GOES_NO_MORE, reason=refusal(error, self._player.language)))
            return
        self._to(branch, "")

    def keep_all(self) -> str:
        """Keep what was done to any scenario, and where the reader is: the application fails. The command to go on by.

        "" where nothing was done; where nothing is kept, the command has all of it.
        """
        from sim.scenario.library import name_of  # noqa: PLC0415 - only who fails needs it

        current, root = self._branches.current, self._branches.root.session
        if current.parent is None or root is None:
            return ""
        if self._keep(is_failing=True):
            if root.scenario.path.startswith(SCHEME):
                return join(["hopscope", "play", line_of(root.scenario, root.edits, root.seed, -1)])
            seed = [] if root.seed is None else ["--seed", str(root.seed)]
            return join(["hopscope", "play", name_of(root.scenario.path), *seed])
        edited = self._branches.session_of(current)
        whole = line_of(edited.scenario, edited.edits, edited.seed, self._player.cursor.position)
        return join(["hopscope", "play", whole])

    def _keep(self, forgotten: Sequence[work.Acts] = (), is_failing: bool = False) -> bool:
        """Keep checkpoints for the next time, and of a lab also where the reader is. Whether it could be done."""
        place = self._place()
        if place is None:
            return False
        branches, player = self._branches, self._screen.player
        named = [(branch.name, branch, branch.position) for branch in branches.checkpoints()]
        current = branches.current
        is_left = is_failing or player.session.scenario.lab is not None
        is_left = is_left and current.parent is not None and not current.name
        left = [("", current, player.cursor.position)] if is_left else []
        kept = [work.Kept(name, tuple(act.own for act in each.acts), at) for name, each, at in [*named, *left]]
        return work.store(place, self._scenario, kept, forgotten)

    def _place(self) -> Path | None:
        app = self._screen.app
        return app.work if isinstance(app, work.Keeper) else None

    @property
    def _scenario(self) -> str:
        """The text that tells one scenario from another; another seed makes another run."""
        root = self._branches.root.session
        assert root is not None
        return f"{root.seed}\n{root.scenario.text}"

    def compare(self) -> None:
        """Show how this branch differs from the one that it was made of."""
        if self._branches.current.parent is None:
            self._screen.say(self._told(words.NOTHING_TO_COMPARE))
            return
        self.tree()

    def save(self, branch: Branch | None = None) -> None:
        """Save a branch as a scenario of its own, by default the one in hand."""
        chosen = branch or self._branches.current
        number = next(n for n, (_, each) in enumerate(self._branches.tree()) if each is chosen)
        name = str(unused(Path(f"{Path(self._player.front.path).stem}-{number}.yaml")))
        scenario, left = branch_file.fitting(self._branches.session_of(chosen))
        title, hint = self._told(words.SAVE_AS), self._told(words.SAVE_HINT, folder=Path.cwd())
        check = partial(branch_file.check, scenario=scenario)
        dialog = LineDialog(title, hint, check, name, language=self._player.language)
        self._screen.app.push_screen(dialog, partial(self._saved, scenario=scenario, left=left))

    def _saved(self, name: str | None, scenario: Scenario, left: int) -> None:
        if name is None:
            return
        try:
            path = branch_file.save(name, scenario)
        except OSError as error:
            self._screen.say(self._told(words.BRANCH_NOT_SAVED, name=name, reason=error.strerror))
        else:
            wording = words.BRANCH_SAVED_LESS if left else words.BRANCH_SAVED
            self._screen.say(self._told(wording, name=path, count=left))

    def line(self, branch: Branch | None = None) -> None:
        """Show the line of text that brings a branch back, by default the one in hand."""
        session = self._branches.session_of(branch or self._branches.current)
        try:
            text = line_of(session.scenario, session.edits, session.seed, self._player.cursor.position)
        except TextError as error:
            self._screen.say(refusal(error, self._player.language))
            return
        room = max(20, min(100, self._screen.extent.width - 6))
        rows = [line(Span(text[start : start + room])) for start in range(0, len(text), room)]
        dialog = TextDialog("hopscope play 'hop:...'", rows, room, self._player.language, copied=text)
        self._screen.app.push_screen(dialog)

    # Questions

    def why_not(self) -> None:
        """Ask why something did not come: something expected, in the words of the scenario."""
        failed = [each.text for each in self._expected() if not each.ok and not is_of_absence(each.expectation)]
        value = self._row_here() or next(iter(failed), "")
        dialog = self._line(words.WHY_NOT, words.WHY_NOT_HINT, self._expectation, value, failed)
        self._screen.app.push_screen(dialog, self._answer)

    def _expected(self) -> Sequence[Outcome]:
        """What is to come true: the goals of a lab, whose scenario shows what is wrong; else what that expects."""
        if self._player.scenario.lab is None:
            return self._player.outcomes or ()
        from sim.exam.lab import goals  # noqa: PLC0415 - few scenarios are labs

        return goals(self._player.session)

    def _row_here(self) -> str:
        """The beginning of a row, where the tables of the device in hand have the keys; "" elsewhere."""
        if self._screen.board.focused_pane != Pane.TABLES:
            return ""
        table = "mac" if acts.kind_of(self._player, self._device) == "switch" else "arp"
        return f"{{on: {self._device}, table: {table}, holds: {{}}}}"

    def _expectation(self, text: str) -> Expectation:
        """What a text expects: one of those that did not come true by its words, or one that is written anew."""
        known = {each.text: each.expectation for each in self._expected()}
        return known.get(text.strip()) or read_expectation(self._player.scenario, text)

    def _answer(self, text: str | None) -> None:
        if text is None:
            return
        player = self._player
        answer = why_not(player.session, self._expectation(text))
        texts: list[str] = []
        for each in answer_lines(player.session, answer, player.language):
            texts += ["", self._told(words.BECAUSE)] if each == BECAUSE else [_unindented(each)]
        came = came_lines(player.session, answer, player.language)
        if answer.happened is not None:
            texts = [self._told(words.HAPPENS, record=answer.happened), *texts]
        elif answer.record is not None and not answer.aside:
            last = player.trace[answer.record]
            reason = sentence(last.why, player.language, last.what)
            texts = [self._told(words.HAPPENS_NOT_FOR), f"  {reason}", *came, "", self._told(words.HOW_IT_CAME), *texts]
        else:
            texts = [self._told(words.HAPPENS_NOT), *came, *texts]
            texts += verdict_lines(player.session, answer, player.language)
        if answer.place is not None and answer.place.line:
            place = ".".join(map(str, answer.place.path))
            texts += ["", self._told(words.LINE_OF_FILE, line=answer.place.line, place=place)]
        record = answer.record if answer.happened is None else answer.happened
        if record is None:
            self._read(self._told(words.WHY_NOT), texts)
            return
        here = player.cursor.position
        player.cursor.to(record + 1)
        self._screen.refresh_scene()
        self._read(self._told(words.WHY_NOT), texts, lambda: self._back(here, record))

    def _back(self, here: int, record: int) -> None:
        """Go back to where the reader asked; the record that was shown is where one can go from there."""
        self._player.cursor.to(here)
        self._screen.moved()
        if record + 1 != here:
            self._screen.left(record + 1)
            self._screen.say(self._told(words.BACK_FROM_WHY_NOT, record=record))

    def _told(self, wording: Wording, **facts: object) -> str:
        """A text in the reader's language."""
        return told(wording, self._player.language, **facts)

    def _line(
        self,
        title: Wording,
        hint: Wording,
        check: Callable[[str], object],
        value: str,
        history: Sequence[str] = (),
    ) -> LineDialog:
        """A dialog in which a line is written."""
        language = self._player.language
        return LineDialog(told(title, language), told(hint, language), check, value, history, language=language)

    def _read(self, title: str, texts: Sequence[str], then: Callable[[], None] | None = None) -> None:
        room = max(20, min(110, self._screen.extent.width - 6))
        lines: list[Line] = []
        for text in texts[:_MOST_TOLD]:
            indent = min(len(text) - len(text.lstrip()) + 2, room // 3)
            is_reason = text.startswith(_REASON) and text.endswith("]")
            said, _, clause = text[:-1].rpartition(" [") if is_reason else (text, "", "")
            lines += wrap(line(said, reference(clause, room - indent)), room, indent) if text else [line("")]
        self._screen.read(title, lines, room, then)


def _unindented(text: str) -> str:
    """A line of a chain for a narrow place: reasons are set in, and nothing else."""
    bare = text.lstrip()
    return f"{_REASON}{bare}" if len(text) - len(bare) > _REASONS else bare


def _to_command(device: str, command: str, time: int, player: "Player") -> None:
    """Go to where a typed command has done what takes no time: what it prints at once is to be seen at once."""
    call = call_at(player.trace, device, command, time)
    player.cursor.to_time(time) if call is None else player.cursor.to(settled(player.trace, call))


def _to_first_difference(before: Trace, now: int, player: "Player") -> None:
    """Go to the first record of an act, which is right after the moment at which it was done."""
    first = first_difference(before, player.trace)
    if first is not None and first.n >= player.trace.configured:
        at = player.trace.at[first.n]
        # What comes of an act at once is to be seen at once.
        player.cursor.to_time(at) if at == now + 1 else player.cursor.to(first.n + 1)
    else:
        player.cursor.to_time(now)
