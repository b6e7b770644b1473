"""The content of a stream. Its rows are drawn as they come into sight; the ends stay above them."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message

from sim.words import TextError
from tui.model.panes.arrangement import PaneSpec
from tui.model.panes.stream import HEAD, NO_STREAM, Look, StreamPage
from tui.model.reader.player import Scene
from tui.model.text.ink import EMPTY, Ink, Line, Span, line
from tui.model.text.words import told
from tui.widgets.pane import PaneView

if TYPE_CHECKING:
    from tui.model.conversation.transcript import Row


class StreamPane(PaneView):
    """The stream of the packet in hand; a line of it is chosen, at first that of this packet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "choose(-1)", show=False),
        Binding("down,j", "choose(1)", show=False),
        Binding("pageup", "choose(-10)", show=False),
        Binding("pagedown", "choose(10)", show=False),
        Binding("i", "form", show=False),
        Binding("y", "sides", show=False),
        Binding("enter", "to_packet", show=False),
        Binding("slash", "find", show=False),
    ]

    class Chosen(Message):
        """The reader wants to see the packet that begins its way in this record."""

        def __init__(self, record: int) -> None:
            super().__init__()
            self.record = record

    class Sought(Message):
        """The reader wants to find a text in the stream."""

        def __init__(self, pane: "StreamPane") -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(spec)
        self._look = Look()
        self._page: StreamPage | None = None
        self._rows: list[Row] = []
        self._head: list[Line] = []
        self._position = -1
        self.wanted = ""
        self.chosen = -1

    def fill(self, scene: Scene) -> None:
        stream = scene.stream
        if stream is None:
            self._page, self._rows = None, []
            self.set_height(1)
            return
        pieces, room = stream.pieces(), self.room[0] - 1
        is_other = self._page is None or not self._page.fits(stream, pieces, self._look, room)
        if self._page is None or is_other:
            self._page = StreamPage(stream, pieces, self._look, room)
        self._rows, self._head = self._page.seen(scene), self._page.head(scene)
        if is_other or scene.position != self._position:
            self._follow_packet(self._page, scene)
        self.set_height(len(self._rows) + HEAD)

    def _follow_packet(self, page: StreamPage, scene: Scene) -> None:
        """Choose the line of the packet in hand; a line of this packet that is chosen stays so."""
        self._position = scene.position
        before = self._rows[self.chosen] if 0 <= self.chosen < len(self._rows) else None
        here = page.in_hand(self._rows, scene)
        if here < 0 or before is None or before.piece.journey is not self._rows[here].piece.journey:
            self.chosen = here

    def follow(self) -> None:
        """Have the chosen line in sight, beneath the head."""
        height, row = self.room[1], max(0, self.chosen)
        top = min(max(self.scroll_offset.y, row + HEAD + 2 - height), max(0, row - 1))
        self.scroll_to(y=max(0, top), animate=False, immediate=True, force=True)

    def line_seen(self, y: int) -> Line:
        return self.line_at(y if y < HEAD else y + self.scroll_offset.y)

    def line_at(self, y: int) -> Line:
        if self.scene is None:
            return EMPTY
        if self._page is None:
            return EMPTY if y else line(Span(told(NO_STREAM, self.language), Ink.DIM))
        if y < HEAD:
            return self._head[y]
        index = y - HEAD
        if index >= len(self._rows):
            return EMPTY
        return self._page.line(self._rows, index, self.scene, index == self.chosen)

    def about(self) -> str:
        if self._page is None:
            return ""
        extent = super().about()
        return f"{self._page.about()}{f', {extent}' if extent else ''}"

    def action_choose(self, by: int) -> None:
        self._choose(self.chosen + by)

    def action_form(self) -> None:
        """As text, or in hex."""
        self._look = self._look.other_form()
        self.update()

    def action_sides(self) -> None:
        """Both directions, or one of them."""
        self._look = self._look.next_sides()
        self.update()

    def action_to_packet(self) -> None:
        if 0 <= self.chosen < len(self._rows):
            self.post_message(self.Chosen(self._rows[self.chosen].piece.sent))

    def action_find(self) -> None:
        self.post_message(self.Sought(self))

    def check(self, text: str) -> None:
        """Raise ``TextError`` for what no line has."""
        if not text.strip():
            raise TextError("nothing is written", "write a text that one of the ends said")
        if self._page is None or self._page.find(self._rows, text, self.chosen) is None:
            raise TextError(f"no line of this stream has {text!r}", "write a part of a word that you see")

    def find(self, text: str | None) -> None:
        """Choose the next line that has a text; ``None`` leaves all as it is."""
        if text is not None and self._page is not None:
            self.wanted = text
            self._choose(self._page.find(self._rows, text, self.chosen) or 0)

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y >= HEAD:
            self._choose(offset.y + self.scroll_offset.y - HEAD)

    def _choose(self, row: int) -> None:
        if self._rows:
            self.chosen = max(0, min(row, len(self._rows) - 1))
            self.refresh()
            self.follow()
