"""Doing something at the cursor: what is typed and chosen, and the branch of time that comes of it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sim.branches.compare import first_difference
from sim.branches.edit import EditError
from sim.branches.line import line_of
from sim.branches.why_not import why_not
from sim.explain import sentence
from sim.quantities import seconds
from sim.scenario.expectations import read_sentence
from sim.scenario.plan import Says
from sim.trace.trace import Trace
from sim.words import TextError
from tui.model.reader import acts
from tui.model.reader.branches import SOURCE, Branch, Branches
from tui.model.text.ink import Line, Span, line, wrap
from tui.output.answer import BECAUSE, answer_lines
from tui.output.whole_file import write_new
from tui.screens.dialog import LineDialog

if TYPE_CHECKING:
    from textual.app import App
    from textual.geometry import Size

    from sim.session import Session
    from tui.model.reader.player import Player
    from tui.widgets.board import Board

_HINT = (
    "A command, such as ip route; or cut LINK, drop first arp on LINK, set nodes.pc1.gateway = 10.0.0.1. "
    "Tab completes, up is the line before."
)
_REASONS = 23
"""Cells in front of a reason, in the output of a run."""
_MOST_TOLD = 300
"""Lines of a comparison."""


class Stage(Protocol):
    """What acting needs of the screen on which somebody acts, a player's."""

    player: "Player"
    board: "Board"
    extent: "Size"

    @property
    def app(self) -> "App[Any]": ...
    def say(self, message: str) -> None: ...
    def read(self, title: str, lines: list[Line], room: int) -> None: ...
    def choose(
        self, title: str, options: list[tuple[str, str]], chosen: str, then: "Callable[[str | None], None]"
    ) -> None: ...
    def refresh_scene(self) -> None: ...
    def replay(self, session: "Session", arrive: "Callable[[], None]") -> None: ...


class Acting:
    """What a reader does at one moment of a player."""

    def __init__(self, screen: Stage, branches: Branches) -> None:
        self._screen = screen
        self._branches = branches
        self._player = screen.player
        self._device = screen.board.scene.device

    # Acts

    def type(self, value: str = "") -> None:
        """Ask for a command at the device in hand, or for another act."""
        player, device = self._player, self._device
        words = acts.completions(player, device)
        dialog = LineDialog(
            f"At {device}, {seconds(player.cursor.now)} s",
            _HINT,
            self._check,
            value.replace(acts.HERE, ""),
            self._branches.history,
            lambda text: acts.completed(text, words),
            at=value.find(acts.HERE),
        )
        self._screen.app.push_screen(dialog, self._typed)

    def menu(self) -> None:
        """Choose what to do here."""
        found = acts.acts(self._player, self._device)
        options = [(":", f"type a command at {self._device}"), *found]
        current = self._branches.current
        if current.parent is not None:
            options.append(("undo", f"undo: {current.title}"))
            options.append(("compare", "compare with what it was before"))
            options += [("save", "save this branch as a scenario"), ("delete", "forget this branch")]
        options.append(("line", "show this as one line of text"))
        self._screen.choose(f"At {seconds(self._player.cursor.now)} s", options, "", self._chosen)

    def _chosen(self, act: str | None) -> None:
        if act is None:
            return
        if act in ("undo", "compare", "save", "delete", "line"):
            getattr(self, act)()
        elif act == ":":
            self.type()
        elif act.startswith(f"{acts.EDIT} "):
            self._screen.choose("Field", acts.fields(self._player, act), "", self._chosen_field)
        elif act == acts.VALUES:
            found = acts.settings(self._player, self._device)
            self._screen.choose("Value", found, "", lambda chosen: None if chosen is None else self.type(chosen))
        elif act.startswith(f"{SOURCE} "):
            self._source(act.removeprefix(f"{SOURCE} "))
        elif acts.HERE in act:
            self.type(act)
        else:
            self._act(act)

    def _source(self, file: str) -> None:
        """Write the text of a program."""
        from tui.screens.source import SourceDialog  # noqa: PLC0415 - few write programs

        def written(text: str | None) -> None:
            if text is not None:
                self._act(acts.source_edit(file, text))

        dialog = SourceDialog(
            file, acts.source_of(self._player, file), lambda text: self._check(acts.source_edit(file, text))
        )
        self._screen.app.push_screen(dialog, written)

    def _chosen_field(self, act: str | None) -> None:
        if act is not None:
            self.type(act)

    def _edits(self, text: str) -> tuple[str, ...]:
        if not text.strip():
            raise TextError("nothing is written", "write a command, such as arp")
        return acts.with_room(self._player, acts.edit_of(self._player, self._device, text))

    def _check(self, text: str) -> None:
        self._player.session.branch(self._edits(text))

    def _typed(self, text: str | None) -> None:
        if text is not None:
            self._branches.history.append(text.strip())
            self._act(text)

    def _act(self, text: str) -> None:
        try:
            edits = self._edits(text)
            before, device = self._player, self._device
            self._branches.current.position = before.cursor.position
            made = self._branches.act(edits)
        except EditError as error:
            self._screen.say(str(error))
            return
        self._show(made, partial(_to_first_difference, before.trace, before.cursor.now), device)

    def _show(self, branch: Branch, go: "Callable[[Player], object]", device: str = "") -> None:
        """Show the run of a branch, and ``go`` to a place of it."""
        screen = self._screen
        if device:
            screen.player.pin(device)

        def arrive() -> None:
            go(screen.player)
            screen.refresh_scene()
            told = branch.title if branch.parent is not None else "the scenario as it was"
            screen.say(f"Now: {told}   (ctrl+z undoes, b branches, B compares)")

        screen.replay(self._branches.go(branch), arrive)

    # Branches

    def undo(self) -> None:
        """Back to before the last act."""
        self._to(self._branches.undo(), "Nothing has been done here yet: x shows what can be done.")

    def redo(self) -> None:
        """Do again what was undone."""
        self._to(self._branches.redo(), "Nothing has been undone.")

    def _to(self, branch: Branch | None, otherwise: str) -> None:
        if branch is None:
            self._screen.say(otherwise)
            return
        now = self._player.cursor.now
        self._branches.current.position = self._player.cursor.position
        position = branch.position
        self._show(branch, lambda player: player.cursor.to(position) if position >= 0 else player.cursor.to_time(now))

    def delete(self, branch: Branch | None = None) -> None:
        """Forget a branch, by default the one in hand."""
        gone = branch or self._branches.current
        if gone.parent is None:
            self._screen.say("This is the scenario itself.")
            return
        if self._branches.is_within(gone):
            self._to(gone.parent, "")
        self._branches.delete(gone)

    def go_to(self, branch: Branch) -> None:
        """Take a branch in hand."""
        self._to(branch, "")

    def tree(self) -> None:
        """Show all branches, and the one in hand beside that of which it was made."""
        from tui.screens.branches import BranchesScreen  # noqa: PLC0415 - few compare

        self._screen.app.push_screen(BranchesScreen(self._branches, self._player, self))

    def compare(self) -> None:
        """Show how this branch differs from the one that it was made of."""
        if self._branches.current.parent is None:
            self._screen.say("Nothing has been done here yet: there is nothing to compare.")
            return
        self.tree()

    def save(self, branch: Branch | None = None) -> None:
        """Save a branch as a scenario of its own, by default the one in hand."""
        chosen = branch or self._branches.current
        number = next(n for n, (_, each) in enumerate(self._branches.tree()) if each is chosen)
        name = f"{Path(self._player.front.path).stem}-{number}.yaml"
        text = self._branches.session_of(chosen).scenario.text
        self._screen.app.push_screen(
            LineDialog("Save as", "A file that is not there yet.", self._check_file, name),
            lambda file: self._saved(file, text),
        )

    def _check_file(self, name: str) -> None:
        if not name.strip() or Path(name.strip()).exists():
            raise TextError(
                "there is a file of this name" if name.strip() else "nothing is written", "write another name"
            )

    def _saved(self, name: str | None, text: str) -> None:
        if name is None:
            return
        try:
            write_new(Path(name.strip()), text)
        except OSError as error:
            self._screen.say(f"This cannot be saved as {name}: {error.strerror}")
        else:
            self._screen.say(f"The branch is saved as {name}")

    def line(self, branch: Branch | None = None) -> None:
        """Show the line of text that brings a branch back, by default the one in hand."""
        root = self._branches.root.session
        assert root is not None
        try:
            told = line_of(
                root.scenario, (branch or self._branches.current).edits, root.seed, self._player.cursor.position
            )
        except TextError as error:
            self._screen.say(str(error))
            return
        room = max(20, min(100, self._screen.extent.width - 6))
        rows = [line(Span(told[start : start + room])) for start in range(0, len(told), room)]
        self._screen.read("hopscope play 'hop:...'", rows, room)

    # Questions

    def why_not(self) -> None:
        """Ask why a packet did not come."""
        failed = [
            each.text for each in self._player.outcomes or () if not each.ok and isinstance(each.expectation, Says)
        ]
        hint = "A sentence about a packet, such as pc1 receives icmp echo-reply from pc3."
        value = failed[0] if failed else f"{self._device} receives "
        self._screen.app.push_screen(LineDialog("Why not?", hint, self._says, value, failed), self._answer)

    def _says(self, text: str) -> Says:
        found = read_sentence(text.strip(), self._player.scenario.names)
        if not isinstance(found, Says):
            raise TextError("this is not about a packet", "write one like 'pc1 receives icmp echo-reply'")
        return found

    def _answer(self, text: str | None) -> None:
        if text is None:
            return
        player = self._player
        answer = why_not(player.scenario, player.trace, self._says(text))
        told: list[str] = []
        for each in answer_lines(player.session, answer, player.language):
            told += ["", each] if each == BECAUSE else [_unindented(each)]
        if answer.happened is not None:
            told = [f"It does happen, in record {answer.happened}.", *told]
        elif answer.record is not None:
            last = player.trace[answer.record]
            reason = sentence(last.why, player.language, last.what)
            told = ["It does not happen:", f"  {reason}", "", "How it came:", *told]
        else:
            told = ["It does not happen.", *told]
        if answer.nobody:
            told.append(f"{answer.nobody} sends nothing that leads to it.")
        if answer.place is not None and answer.place.line:
            told += ["", f"line {answer.place.line}: {'.'.join(map(str, answer.place.path))}"]
        record = answer.record if answer.happened is None else answer.happened
        if record is not None:
            player.cursor.to(record + 1)
            self._screen.refresh_scene()
        self._read("Why not?", told)

    def _read(self, title: str, texts: Sequence[str]) -> None:
        room = max(20, min(110, self._screen.extent.width - 6))
        lines: list[Line] = []
        for text in texts[:_MOST_TOLD]:
            indent = len(text) - len(text.lstrip())
            lines += wrap(line(Span(text)), room, min(indent + 2, room // 3)) if text else [line("")]
        self._screen.read(title, lines, room)


def _unindented(text: str) -> str:
    """A line of a chain for a narrow place: reasons are set in, and nothing else."""
    bare = text.lstrip()
    return f"    {bare}" if len(text) - len(bare) > _REASONS else bare


def _to_first_difference(before: Trace, now: int, player: "Player") -> None:
    """Go to the first record of an act, which is right after the moment at which it was done."""
    first = first_difference(before, player.trace)
    if first is not None and first.n >= player.trace.configured:
        at = player.trace.at[first.n]
        # What a command prints at once is to be seen at once.
        player.cursor.to_time(at) if at == now + 1 else player.cursor.to(first.n + 1)
    else:
        player.cursor.to_time(now)
