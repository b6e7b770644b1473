"""What the reader has changed: each act, to be undone by itself, and what the acts make of the scenario."""

from collections.abc import Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.reader.branches import Branch, Branches, short
from tui.model.text import words
from tui.model.text.ink import Ink, Line, Span, clip, line
from tui.model.text.words import told
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from tui.model.reader.player import Player

_MOST_ACTS = 8
"""Lines of the list that are seen at a time."""


class Deeds(Protocol):
    """What can be done with changes beside looking at them."""

    def without(self, act: Branch) -> None: ...
    def reset(self) -> None: ...
    def checkpoint(self) -> None: ...
    def restore(self) -> None: ...


class ChangesScreen(ModalScreen[None]):
    """The acts that led to the branch in hand, and the lines of the scenario that differ by them."""

    DEFAULT_CSS = """
    ChangesScreen { background: $background; }
    ChangesScreen #acts { height: auto; border: round $accent; border-title-color: $foreground; }
    ChangesScreen #diff { height: 1fr; border: round $surface-lighten-2; border-title-color: $foreground; }
    ChangesScreen #keys { height: 1; color: $ink-dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,E", "dismiss(None)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("delete,X", "without", show=False),
        Binding("R", "deed('reset')", show=False),
        Binding("c", "deed('checkpoint')", show=False),
        Binding("r", "deed('restore')", show=False),
    ]

    def __init__(self, branches: Branches, player: "Player", deeds: Deeds) -> None:
        super().__init__()
        self._branches = branches
        self._player = player
        self._deeds = deeds
        self._at = max(0, len(branches.current.acts) - 1)
        self._acts = Lines(id="acts")
        self._diff = Lines(id="diff")

    def compose(self) -> ComposeResult:
        yield self._acts
        yield self._diff
        yield Static(told(words.CHANGE_KEYS, self._player.language), id="keys", markup=False)

    def on_mount(self) -> None:
        self._acts.border_title = told(words.CHANGED_BY_ME, self._player.language)
        self._diff.border_title = told(words.IN_THE_SCENARIO, self._player.language)
        self.call_after_refresh(self._show)

    def on_resize(self, event: Resize) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        acts, room = self._branches.current.acts, max(10, self.size.width - 2)
        self._acts.styles.height = min(max(len(acts), 1), _MOST_ACTS) + 2
        listed = [self._told(place, act, room) for place, act in enumerate(acts)]
        self._acts.show(listed or [line(told(words.NOTHING_CHANGED, self._player.language))])
        self._acts.reveal(self._at)
        self._diff.show([*self._differing()])

    def _told(self, place: int, act: Branch, room: int) -> Line:
        name = f"   [{act.name}]" if act.name else ""
        text = clip(f"{place + 1}. {short(act.own[-1])}{name}", room, self._player.glyphs.ellipsis)
        return line(Span(text, Ink.CURSOR if place == self._at else Ink.PLAIN))

    def _differing(self) -> Iterator[Line]:
        root = self._branches.root.session
        assert root is not None
        before, after = (each.scenario.text.splitlines() for each in (root, self._player.session))
        inks = {"+": Ink.ADDED, "-": Ink.BAD, "@": Ink.DIM}
        for text in list(unified_diff(before, after, n=2, lineterm=""))[2:]:
            yield line(Span(text, inks.get(text[0], Ink.PLAIN)))

    def action_move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._branches.current.acts) - 1))
        self._show()

    def action_scroll(self, by: int) -> None:
        self._diff.scroll_relative(y=by, animate=False)

    def action_without(self) -> None:
        """Undo the chosen act alone."""
        acts = self._branches.current.acts
        if acts:
            self.dismiss(None)
            self._deeds.without(acts[self._at])

    def action_deed(self, name: str) -> None:
        self.dismiss(None)
        getattr(self._deeds, name)()
