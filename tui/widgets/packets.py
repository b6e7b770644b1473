"""The list of packets. Its lines are made as they come into sight, so its length costs nothing."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from tui.model.panes.arrangement import PaneSpec
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import EMPTY, Line
from tui.model.text.words import told
from tui.widgets.pane import PaneView

if TYPE_CHECKING:
    from tui.model.conversation.future import NewFuture
    from tui.model.reader.packet_list import PacketList


class PacketsPane(PaneView):
    """All packets, or those that a search has found; the one in hand is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", show=False),
        Binding("down,j", "step(1)", show=False),
    ]

    class Chosen(Message):
        """A packet was clicked: the step with this index among those that are listed."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Stepped(Message):
        """The reader goes up or down in the list: to the packet before (-1), or to the next (1)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(spec)
        self._list: PacketList | None = None
        self._shown: tuple[bool, str, NewFuture | None] = (False, "", None)
        self._current = -1
        self._noted: frozenset[int] = frozenset()
        self._colours = 0

    def fill(self, scene: Scene) -> None:
        from tui.model.reader.packet_list import PacketList  # noqa: PLC0415 - there are none in the first picture

        player, cursor = scene.player, scene.cursor
        before = (self._list, self._noted, self.virtual_size.height, self._colours)
        shown = (player.is_absolute, player.language, player.new_future)
        is_other = self._shown != shown
        if self._list is None or self._list.steps is not cursor.stops or is_other:
            basis = (player.trace, cursor.stops, cursor.sends, player.wiring, player.glyphs)
            self._list = PacketList(*basis, player.origin, player.language, player.coloured, player.new_future)
            self._shown = shown
        was_current, self._current = self._current, cursor.stops.before(cursor.position)
        self._noted = frozenset(cursor.stops.before(position) for position in player.note_positions())
        self._colours = player.coloured.count
        length = self._current + 1 if player.hides_future else len(cursor.stops)
        if before == (self._list, self._noted, length, self._colours):
            for y in range(min(was_current, self._current), max(was_current, self._current) + 1):
                self.refresh_line(y)
        else:
            self.set_height(length)

    def follow(self) -> None:
        if self._current >= 0:
            self.reveal(max(0, self._current - 1), 2)

    def line_at(self, y: int) -> Line:
        if self._list is None or not 0 <= y < len(self._list.steps):
            return EMPTY
        is_hidden = y > self._current and self.scene is not None and self.scene.player.hides_future
        if is_hidden:
            return EMPTY
        return self._list.line(y, self.room[0] - 1, y == self._current, y in self._noted, y > self._current)

    def about(self) -> str:
        if self.scene is None:
            return ""
        player = self.scene.player
        found = self._current + 1 if player.hides_future else len(player.cursor.stops)
        if player.search:
            total = len(player.cursor.sends)
            return told(words.FOUND_OF, player.language, count=found, total=total, what=player.search)
        if player.new_future is not None and player.new_future.has_packets and not player.hides_future:
            return f"{found}: {player.new_future.brief}"
        return f"{found}{'' if player.is_complete else '+'}"

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self._list is not None:
            index = offset.y + self.scroll_offset.y
            if index < len(self._list.steps):
                self.post_message(self.Chosen(index))

    def action_step(self, by: int) -> None:
        self.post_message(self.Stepped(by))
