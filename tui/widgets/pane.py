"""What the parts of the player's screen have in common: a title line with tabs, and the scene that they show."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.markup import escape

from sim.languages import ENGLISH
from tui.model.panes.arrangement import Deck, PaneSpec, tabs
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.harmless import harmless_line
from tui.model.text.ink import cells, clip
from tui.model.text.words import told
from tui.widgets.lines import Lines

_ABOUT = 8
"""Cells behind the tabs that are worth writing in."""


class PaneView(Lines):
    """A part of the screen. It computes what it shows only while it is seen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", show=False),
        Binding("down,j", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
    ]
    DEFAULT_CSS = """
    PaneView {
        position: absolute;
        border-top: solid $ink-rule;
        border-title-color: $ink-dim;
        border-title-background: $surface;
        border-title-style: none;
        &:focus { border-top: heavy $accent; border-title-color: $foreground; }
    }
    """

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(id=spec.pane)
        self.spec = spec
        self.scene: Scene | None = None
        self.deck = Deck(0, 0, 0, 0, (spec,))
        self._is_stale = True
        self._title_shown = ""

    @property
    def language(self) -> str:
        """That of the reader."""
        return ENGLISH if self.scene is None else self.scene.player.language

    @property
    def room(self) -> tuple[int, int]:
        """What the place has beneath the title: known before the screen is laid out, so that it is painted once."""
        return self.deck.width, max(0, self.deck.height - 1)

    def put(self, scene: Scene, deck: Deck, is_seen: bool) -> None:
        """Take a place on the screen, seen or behind another pane of the same deck; show the scene if it is seen."""
        self._is_stale |= scene is not self.scene or deck != self.deck
        self.scene = scene
        if deck != self.deck:
            self.deck = deck
            self.styles.offset = (deck.x, deck.y)
            self.styles.width, self.styles.height = deck.width, deck.height
        if is_seen != self.display:
            self.display = is_seen
        if is_seen and self._is_stale:
            self.update()

    def update(self) -> None:
        """Show the scene, if there is room for any of it; else when there is."""
        self._is_stale = True
        if self.scene is None or not self.display or min(self.room) <= 0:
            return
        self._is_stale = False
        if self.scene.player.is_begun or self.spec.is_planned:
            self.fill(self.scene)
            self.follow()
        self._set_title()

    def on_resize(self, event: Resize) -> None:
        # How far a widget can be scrolled follows from the size that it had until now.
        self.follow()
        if self.scene is not None:
            self._set_title()

    def fill(self, scene: Scene) -> None:
        """Compute and show; for subclasses."""
        raise NotImplementedError

    def follow(self) -> None:
        """Have in sight what matters; for subclasses."""

    def in_hand(self) -> tuple[str, str] | None:
        """The layer and the field that the reader has chosen, "" for the layer itself; ``None`` where there is none."""
        return None

    def about(self) -> str:
        """What stands behind the tabs in the title line."""
        height = self.room[1]
        total = self.virtual_size.height
        if total <= height:
            return ""
        top = self.scroll_offset.y
        last = min(top + height, total)
        return told(words.LINES, self.language, first=top + 1, last=last, total=total)

    def _set_title(self) -> None:
        title = self._title()
        if title != self._title_shown:
            self._title_shown = self.border_title = title

    def _title(self) -> str:
        titles = []
        room = self.deck.width - 2
        found, gap = tabs(self.deck.panes, self.spec, room, self.language)
        for spec, label in found:
            room -= cells(label) + gap
            shown = f"[reverse]{label}[/]" if spec is self.spec and len(found) > 1 else label
            shown = f"[bold]{shown}[/]" if spec is self.spec else shown
            deed = "look('pane')" if spec is None else f"pane('{spec.pane}')"
            titles.append(f"[@click=screen.{deed}]{shown}[/]")
        about = ""
        if self.scene is not None and room >= _ABOUT:
            about = clip(harmless_line(self.about()), room, self.scene.player.glyphs.ellipsis)
        return (" " * gap).join(titles) + (f"  [dim]{escape(about)}[/]" if about else "")

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.scene is not None:
            self._set_title()
