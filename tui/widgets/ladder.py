"""The sequence chart. Its rows are drawn as they come into sight; the names stay above them."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from tui.model.panes.arrangement import PaneSpec
from tui.model.reader.player import Player, Scene
from tui.model.text import words
from tui.model.text.ink import EMPTY, Ink, Line, Span, line
from tui.model.text.words import told
from tui.widgets.pane import PaneView

if TYPE_CHECKING:
    from tui.model.conversation.ladder import Ladder


class LadderPane(PaneView):
    """All packets up to the cursor, or those of one connection, as arrows; the one in hand is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
        Binding("pageup", "step(-10)", show=False),
        Binding("pagedown", "step(10)", show=False),
    ]

    class Chosen(Message):
        """The reader wants to be right after this record."""

        def __init__(self, record: int) -> None:
            super().__init__()
            self.record = record

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(spec)
        self._ladder: Ladder | None = None
        self._current = -1
        self._head = 0

    def fill(self, scene: Scene) -> None:
        from tui.model.conversation.ladder import HEAD, Ladder  # noqa: PLC0415 - there is none in the first picture

        player = scene.player
        rows = player.ladder_rows()
        names = player.in_order(rows.participants)
        width = self.room[0]
        ladder = self._ladder
        basis = (rows, names, width, rows.has_connections)
        if ladder is None or (ladder.rows, ladder.names, ladder.shape.width, ladder.has_states) != basis:
            self._ladder = Ladder(rows, names, width, player.glyphs)
        self._current = rows.at(scene.position)
        self.set_height((len(rows) if self._is_ahead_shown(player) else self._current + 1) + HEAD)
        self._head = HEAD

    def follow(self) -> None:
        """Have the row in hand and those beside it in sight, beneath the head."""
        height, row = self.room[1], self._current
        ahead = 1 if self.scene is not None and self._is_ahead_shown(self.scene.player) else 0
        top = min(max(self.scroll_offset.y, row + self._head + 1 + ahead - height), max(0, row - 1))
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    @staticmethod
    def _is_ahead_shown(player: Player) -> bool:
        return player.is_ahead_shown and not player.hides_future

    def line_seen(self, y: int) -> Line:
        return self.line_at(y if y < self._head else y + self.scroll_offset.y)

    def line_at(self, y: int) -> Line:
        if self._ladder is None or self.scene is None:
            return EMPTY
        if not self._ladder.names:
            return EMPTY if y else line(Span(told(words.NOTHING_SENT, self.scene.player.language), Ink.DIM))
        player, position = self.scene.player, self.scene.position
        if y < self._head:
            return self._ladder.head(position, self.scene.device)[y]
        if y > self._current + self._head and not self._is_ahead_shown(player):
            return EMPTY
        from tui.model.conversation.ladder import Here  # noqa: PLC0415

        here = Here(position, player.is_absolute, player.language, player.coloured, player.new_future)
        return self._ladder.line(y - self._head, here)

    def about(self) -> str:
        if self.scene is None or self._ladder is None:
            return ""
        player = self.scene.player
        total = f"{len(self._ladder.rows)}{'' if player.is_complete else '+'}"
        parts = [told(words.COUNT_OF, player.language, count=self._current + 1, total=total)]
        if player.kept is not None:
            parts.append(told(words.ONLY, player.language, name=player.kept.name))
        if player.is_absolute:
            parts.append(told(words.ABSOLUTE_NUMBERS, player.language))
        node_of = self._ladder.rows.journeys.actors.node_of
        if self.scene.device not in map(node_of, self._ladder.names):
            parts.append(told(words.IN_HAND, player.language, device=self.scene.device))
        return told(words.COMMA, player.language).join(parts)

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y >= self._head:
            self._choose(offset.y + self.scroll_offset.y - self._head)

    def action_step(self, by: int) -> None:
        self._choose(self._current + by)

    def _choose(self, row: int) -> None:
        if self._ladder is not None and len(self._ladder.rows):
            rows = self._ladder.rows
            self.post_message(self.Chosen(rows[max(0, min(row, len(rows) - 1))].n))
