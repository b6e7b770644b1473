"""The network with the packets on its links; a click on a device takes it in hand."""

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from textual.events import Click
from textual.message import Message

from tui.model.network.drawing import Marks, Picture
from tui.model.network.placement import Drawing, place
from tui.model.network.topology import Topology
from tui.model.panes.arrangement import PaneSpec
from tui.model.reader.player import Scene
from tui.model.text import words
from tui.model.text.ink import Line
from tui.model.text.words import both, told
from tui.widgets.pane import PaneView

if TYPE_CHECKING:
    from tui.model.network.overview import DeviceList, Overview


class Form(IntEnum):
    """How the network is shown."""

    DRAWING = 0
    OVERVIEW = 1
    LIST = 2


_PART = both("part of the map; shift and arrows move it, O shows all", "地图的一部分；shift 加方向键移动，O 显示全部")
_OVERVIEW = both("all {count} devices; O lists them", "全部 {count} 台设备；O 列出它们")
_LIST = both("{count} devices; O draws them", "{count} 台设备；O 画出它们")


class NetworkPane(PaneView, can_focus=False):
    """The drawing. It is laid out once for a size and the addresses; most steps only change what is marked in it.

    What is larger than the pane begins with the overview: points for all devices.
    """

    class Chosen(Message):
        """A device was clicked."""

        def __init__(self, device: str) -> None:
            super().__init__()
            self.device = device

    def __init__(self, spec: PaneSpec) -> None:
        super().__init__(spec)
        self._drawing: Drawing | None = None
        self._laid_out: tuple[tuple[int, int], Topology] | None = None
        self._language = ""
        self._picture: Picture | None = None
        self._overview: Overview | None = None
        self._list: DeviceList | None = None
        self._form: Form | None = None
        self._place = (0, 0)
        self._followed = ""

    @property
    def form(self) -> Form:
        """The form that the reader has chosen; else the drawing, if all of it fits."""
        if self._form is not None:
            return self._form
        return Form.OVERVIEW if self._is_large else Form.DRAWING

    @property
    def _is_large(self) -> bool:
        width, height = self.room
        return self._drawing is not None and (self._drawing.height > height or self._drawing.width > width)

    def fill(self, scene: Scene) -> None:
        wanted = (self.room, scene.network)
        if self._drawing is None or self._laid_out != wanted:
            self._laid_out = wanted
            self._drawing = place(scene.network, *self.room)
            self._picture = self._overview = self._list = None
        before = self.scroll_offset
        if self._picture is not None:
            self.follow()
        lines = self._lines_of(scene, self._drawing, scene.situation.marks(scene.device))
        self.show(lines, self.scroll_offset != before)

    def _lines_of(self, scene: Scene, drawing: Drawing, marks: Marks) -> Sequence[Line]:
        """The map in its form; what no step changes has been drawn before."""
        glyphs, language = scene.player.glyphs, scene.player.language
        if language != self._language:
            self._language, self._picture, self._list = language, None, None
        if self.form is Form.DRAWING:
            self._picture = self._picture or Picture(drawing, glyphs, language)
            top = self._target(scene)[1] if self._is_large else 0
            return self._picture.at(marks, range(top, top + self.room[1]))
        from tui.model.network.overview import DeviceList, Overview, View  # noqa: PLC0415 - small networks need none

        if self.form is Form.LIST:
            self._list = self._list or DeviceList(scene.network, self.room[0], glyphs, language)
            return self._list.lines(marks)
        self._overview = self._overview or Overview(drawing, *self.room, glyphs)
        return self._overview.lines(marks, View(*self._centre(scene), *self.room))

    def _centre(self, scene: Scene) -> tuple[int, int]:
        """The place from which the device in hand is in the middle."""
        drawing, (width, height) = self._drawing, self.room
        assert drawing is not None
        plot = next(plot for plot in drawing.plots if plot.device.name == scene.device)
        x, y = plot.x + plot.width // 2 - width // 2, plot.y + plot.height // 2 - height // 2
        return max(0, min(x, drawing.width - width)), max(0, min(y, drawing.height - height))

    def follow(self) -> None:
        """Keep the device in hand in sight, where there is more than the pane shows."""
        scene = self.scene
        if scene is None or self._drawing is None:
            return
        if self.form is Form.LIST:
            self.reveal(scene.network.names.index(scene.device), 1)
        elif self.form is Form.OVERVIEW or not self._is_large:
            self.scroll_to(0, 0, animate=False, immediate=True, force=True)
        else:
            self.scroll_to(*self._target(scene), animate=False, immediate=True, force=True)

    def _target(self, scene: Scene) -> tuple[int, int]:
        """What a large drawing is to have in sight: the device in hand, or where the reader has moved to."""
        if self._followed != scene.device:
            self._place, self._followed = self._centre(scene), scene.device
        return self._place

    def pan(self, across: int, down: int) -> bool:
        """Move the part of a large drawing that is in sight, by thirds of the pane; whether it is large."""
        drawing, (width, height) = self._drawing, self.room
        if drawing is None or not self._is_large:
            return False
        self._form = Form.DRAWING
        if self.scene is not None:
            self._target(self.scene)
        x, y = self._place[0] + across * max(1, width // 3), self._place[1] + down * max(1, height // 3)
        self._place = max(0, min(x, drawing.width - width)), max(0, min(y, drawing.height - height))
        self.update()
        return True

    def turn_form(self) -> None:
        """The next form: the drawing, all as points, the list."""
        self._form = Form((self.form + 1) % len(Form))
        self.update()

    def release(self) -> bool:
        """Take back the form and the part that the reader has chosen; whether there was one."""
        was_chosen = self._form is not None
        if was_chosen:
            self._form, self._followed = None, ""
            self.update()
        return was_chosen

    def about(self) -> str:
        scene = self.scene
        if scene is None:
            return ""
        count = len(scene.network.devices)
        if self.form is Form.LIST:
            return told(_LIST, self.language, count=count)
        if self.form is Form.OVERVIEW:
            return told(_OVERVIEW, self.language, count=count)
        if self._is_large:
            return told(_PART, self.language)
        names = {flight.cable.name for flight in scene.situation.flights if not flight.is_lost}
        return told(words.PACKETS_ON_LINKS, self.language, count=len(names)) if len(names) > 1 else ""

    def on_click(self, event: Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or self._drawing is None or self.scene is None:
            return
        x, y = offset.x + self.scroll_offset.x, offset.y + self.scroll_offset.y
        if self.form is Form.LIST:
            names = self.scene.network.names
            if y < len(names):
                self.post_message(self.Chosen(names[y]))
            return
        if self.form is Form.OVERVIEW:
            width, height = self.room
            x, y = x * self._drawing.width // width, y * self._drawing.height // height
        for plot in self._drawing.plots:
            if plot.x <= x < plot.x + plot.width and plot.y <= y < plot.y + plot.height:
                self.post_message(self.Chosen(plot.device.name))
