"""The page of branches: a tree of what was done, and two of them side by side."""

from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.reader.branches import Branch, Branches
from tui.model.reader.sides import Side, Sides
from tui.model.text import words
from tui.model.text.ink import Ink, Line, Span, clip, line, wrap
from tui.model.text.words import told
from tui.screens.dialog import LineDialog, check_name
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from tui.model.reader.player import Player

_MOST_BRANCHES = 8
"""Lines of the tree that are seen at a time."""


class Deeds(Protocol):
    """What can be done with a branch beside looking at it."""

    def go_to(self, branch: Branch) -> None: ...
    def undo(self) -> None: ...
    def redo(self) -> None: ...
    def delete(self, branch: Branch | None = None) -> None: ...
    def save(self, branch: Branch | None = None) -> None: ...
    def line(self, branch: Branch | None = None) -> None: ...


class BranchesScreen(ModalScreen[None]):
    """All branches, and how the chosen one differs from another: its parent, where none was chosen."""

    DEFAULT_CSS = """
    BranchesScreen { background: $background; }
    BranchesScreen #tree { height: auto; border: round $accent; border-title-color: $foreground; }
    BranchesScreen #sides { height: 1fr; border: round $ink-frame; border-title-color: $foreground; }
    BranchesScreen #keys { height: 1; color: $ink-dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,b,B", "dismiss(None)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("enter", "go", show=False),
        Binding("c", "other", show=False),
        Binding("R", "rename", show=False),
        Binding("delete,X", "forget", show=False),
        Binding("s", "deed('save')", show=False),
        Binding("y", "deed('line')", show=False),
        Binding("ctrl+z", "step('undo')", show=False),
        Binding("ctrl+y", "step('redo')", show=False),
    ]

    def __init__(self, branches: Branches, player: "Player", deeds: Deeds) -> None:
        super().__init__()
        self._branches = branches
        self._player = player
        self._deeds = deeds
        self._chosen = branches.current
        self._other: Branch | None = None
        self._tree = Lines(id="tree")
        self._sides = Lines(id="sides")
        self._keys = Static(told(words.BRANCH_KEYS, player.language), id="keys", markup=False)

    def compose(self) -> ComposeResult:
        yield self._tree
        yield self._sides
        yield self._keys

    def on_mount(self) -> None:
        self._tree.border_title = told(words.BRANCHES, self._player.language)
        self.call_after_refresh(self._show)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._show)

    # Showing

    def _show(self) -> None:
        listed = list(self._branches.tree())
        self._tree.styles.height = min(len(listed), _MOST_BRANCHES) + 2
        room = max(10, self.size.width - 2)
        self._tree.show([self._told(depth, branch, room) for depth, branch in listed])
        self._tree.reveal(next(n for n, (_, branch) in enumerate(listed) if branch is self._chosen))
        self._sides.border_title, lines = self._compared(room)
        self._sides.show(lines)

    def _told(self, depth: int, branch: Branch, room: int) -> Line:
        mark = "*" if branch is self._branches.current else "-" if branch is self._left() else " "
        text = f"{mark} {'  ' * depth}{branch.title(self._player.language)}"
        ink = Ink.CURSOR if branch is self._chosen else Ink.PLAIN
        return line(Span(clip(text, room, self._player.glyphs.ellipsis), ink))

    def _left(self) -> Branch | None:
        """The branch that the chosen one is compared with."""
        if self._other is not None and self._other is not self._chosen:
            return self._other
        if self._chosen.parent is not None:
            return self._chosen.parent
        return self._branches.current if self._branches.current is not self._chosen else None

    def _compared(self, room: int) -> tuple[str, list[Line]]:
        left, title = self._left(), told(words.SIDE_BY_SIDE, self._player.language)
        if left is None:
            said = words.CHOOSE_BRANCH if self._branches.root.children else words.NO_BRANCHES
            return title, wrap(line(told(said, self._player.language)), room, 0)
        now = self._player.cursor.now
        sides = []
        for branch in (left, self._chosen):
            session = self._branches.session_of(branch)
            session.run()
            sides.append(Side(branch.title(self._player.language), session, session.trace.before(now)))
        player = self._player
        found = Sides(sides[0], sides[1], player.wiring, player.glyphs, player.language)
        return title, found.lines(room)

    # Keys

    def action_move(self, by: int) -> None:
        listed = [branch for _, branch in self._branches.tree()]
        at = listed.index(self._chosen) + by
        if 0 <= at < len(listed):
            self._chosen = listed[at]
            self._sides.scroll_home(animate=False, immediate=True)
            self._show()

    def action_scroll(self, by: int) -> None:
        self._sides.scroll_relative(y=by, animate=False)

    def action_go(self) -> None:
        """Take the chosen branch in hand."""
        chosen = self._chosen
        self.dismiss(None)
        if chosen is not self._branches.current:
            self._deeds.go_to(chosen)

    def action_step(self, deed: str) -> None:
        """Undo the last act, or do it again; the branch in hand is chosen then."""
        before = list(self._branches.tree()), self._branches.current
        getattr(self._deeds, deed)()
        self._chosen = self._branches.current
        if (list(self._branches.tree()), self._chosen) == before:
            nothing = words.NOTHING_TO_UNDO if deed == "undo" else words.NOTHING_TO_REDO
            self._keys.update(told(nothing, self._player.language))
        else:
            self._keys.update(told(words.BRANCH_KEYS, self._player.language))
        self._show()

    def action_other(self) -> None:
        """Compare from the chosen branch on."""
        self._other = self._chosen
        self._show()

    def action_rename(self) -> None:
        language = self._player.language
        title, hint = told(words.NAME, language), told(words.NAME_HINT, language)
        dialog = LineDialog(title, hint, check_name, self._chosen.name, language=language)
        self.app.push_screen(dialog, self._named)

    def _named(self, name: str | None) -> None:
        if name is not None:
            self._chosen.name = name.strip()
            self._show()

    def action_forget(self) -> None:
        """Forget the chosen branch and what was made of it."""
        gone = self._chosen
        if gone.parent is None:
            self._keys.update(told(words.IS_ROOT, self._player.language))
            return
        is_here = self._branches.is_within(gone)
        self._chosen = gone.parent
        self._other = None
        self._deeds.delete(gone)
        if is_here:
            self.dismiss(None)
            return
        self._keys.update(told(words.DELETED, self._player.language, branch=gone.title(self._player.language)))
        self._show()

    def action_deed(self, name: str) -> None:
        getattr(self._deeds, name)(self._chosen)
