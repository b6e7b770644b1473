"""The packet in hand as layers and fields beside its octets: each lights the other."""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, MouseScrollDown, MouseScrollUp

from tui.model.panes.arrangement import PaneSpec
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import Span, line
from tui.model.text.words import told
from tui.widgets.pane import PaneView

if TYPE_CHECKING:
    from sim.link.ethernet.pdu import Frame
    from tui.model.packets.dissection import Dissection
    from tui.model.packets.page import PacketPage


class PacketPane(PaneView):
    """Fields and octets. The chosen field stays chosen from packet to packet, where the next one has it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "choose(-1)", show=False),
        Binding("down,j", "choose(1)", show=False),
        Binding("pageup", "choose(-8)", show=False),
        Binding("pagedown", "choose(8)", show=False),
    ]

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(spec)
        self._frame: Frame | None = None
        self._packet: Dissection | None = None
        self.chosen = 0
        self._wanted = ("", "")
        self._page: PacketPage | None = None

    def fill(self, scene: Scene) -> None:
        player, n = scene.player, scene.situation.frame_record
        frame = scene.situation.frame
        if frame is None:
            self._packet = self._page = None
            self.show([line(Span(told(words.NO_PACKET, player.language)))])
            return
        from tui.model.packets.dissection import take_apart  # noqa: PLC0415 - there is no packet in the first picture
        from tui.model.packets.page import PacketPage  # noqa: PLC0415

        if frame is not self._frame or self._packet is None:
            self._frame = frame
            self._packet = take_apart(frame, player.hop_before(n), scene.names, player.decided(n))
            # What the last hop changed is what to look at, else what the packet is there for, unless the reader
            # looks at something else.
            changed = self._packet.rewritten or self._packet.changed
            if any(self._wanted):
                self.chosen = self._packet.find(*self._wanted)
            else:
                self.chosen = changed[0] if changed else self._packet.innermost
        width, height = self.room
        self._page = PacketPage(self._packet, self.chosen, width, height, player.glyphs, player.language)
        self.show(self._page.lines())

    def choose(self, row: int) -> None:
        """Choose a field or layer by its place in the list."""
        if self._packet is not None and self.scene is not None:
            self.chosen = max(0, min(row, len(self._packet.rows) - 1))
            layer, field, *_ = self._packet.rows[self.chosen]
            self._wanted = (layer.name, "" if field is None else field.name)
            self.update()

    def in_hand(self) -> tuple[str, str] | None:
        if self._packet is None:
            return None
        layer, field, *_ = self._packet.rows[self.chosen]
        return layer.name, "" if field is None else field.name

    def action_choose(self, by: int) -> None:
        self.choose(self.chosen + by)

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and self._page is not None:
            row = self._page.row_at(offset.x, offset.y)
            if row >= 0:
                self.choose(row)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.choose(self.chosen + 1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.choose(self.chosen - 1)

    def about(self) -> str:
        if self._packet is None or self.scene is None:
            return ""
        extent = "" if self._page is None else self._page.extent()
        octets = told(words.OCTETS, self.scene.player.language, count=len(self._packet.octets))
        return f"{extent}, {octets}" if extent else octets
