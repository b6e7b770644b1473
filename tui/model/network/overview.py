"""A network that is too large to be drawn: all of it as points, or as a list of its devices."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from sim.languages import said
from sim.scenario.front import Device
from sim.settings import KINDS
from tui.model.network.drawing import Marks, Token
from tui.model.network.placement import Drawing, Plot
from tui.model.network.topology import Topology
from tui.model.text.canvas import Canvas
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, cells, clip, fit, line


class View(NamedTuple):
    """The part of a drawing that is in sight, in its cells."""

    x: int
    y: int
    width: int
    height: int


class Overview:
    """All devices as points where they stand, with the names that there is room for, in so many cells.

    What no moment changes is drawn once.
    """

    def __init__(self, drawing: Drawing, width: int, height: int, glyphs: Glyphs) -> None:
        self._drawing = drawing
        self._glyphs = glyphs
        self._across, self._down = max(1, drawing.width) / width, max(1, drawing.height) / height
        self._canvas = Canvas(width, height)
        self._plots = {plot.device.name: plot for plot in drawing.plots}
        # The longest names of the largest devices stand above the others.
        order = sorted(drawing.plots, key=lambda plot: (plot.device.kind == "host", -len(plot.device.name)))
        for plot in reversed(order):
            self._point(self._canvas, plot, Ink.DIM)
        has_room = _are_apart({plot.device.name: self._spot(plot) for plot in order})
        for plot in order:
            if plot.device.kind != "host":
                self._canvas.put(*self._spot(plot), plot.device.name, Ink.PLAIN)
            elif has_room:
                self._canvas.put(*self._spot(plot), plot.device.name, Ink.DIM)

    def lines(self, marks: Marks, view: View) -> list[Line]:
        """The lines at one moment; the ``view`` has a frame."""
        canvas = self._canvas.over()
        busy = {token.cable: token.ink for token in marks.tokens}
        for way in self._drawing.ways if busy else ():
            if way.cable.name in busy:
                for place in way.points:
                    x, y = self._at(*place)
                    if canvas.at(x, y) in (" ", self._glyphs.dot):
                        canvas.put(x, y, self._glyphs.dot, busy[way.cable.name])
        plots = [self._plots[name] for name in marks.devices if name in self._plots]
        for plot in plots:
            self._point(canvas, plot, marks.devices[plot.device.name])
        # The names of what is marked are not covered by it.
        left, top = self._at(view.x, view.y)
        right, bottom = self._at(view.x + view.width - 1, view.y + view.height - 1)
        box = self._glyphs.boxes["host"]
        for x, y, corner in ((left, top, box.top_left), (right, top, box.top_right), (left, bottom, box.bottom_left)):
            canvas.put(x, y, corner, Ink.TITLE)
        canvas.put(right, bottom, box.bottom_right, Ink.TITLE)
        for plot in plots:
            canvas.put(*self._spot(plot), plot.device.name, marks.devices[plot.device.name])
        return canvas.lines()

    def _at(self, x: float, y: float) -> tuple[int, int]:
        """The cell for a place of the drawing."""
        return min(self._canvas.width - 1, int(x / self._across)), min(self._canvas.height - 1, int(y / self._down))

    def _middle(self, plot: Plot) -> tuple[int, int]:
        return self._at(plot.x + plot.width / 2, plot.y + plot.height / 2)

    def _point(self, canvas: Canvas, plot: Plot, ink: Ink) -> None:
        canvas.put(*self._middle(plot), self._glyphs.brackets[plot.device.kind][0], ink)

    def _spot(self, plot: Plot) -> tuple[int, int]:
        """Where the name of a device begins."""
        (x, y), room = self._middle(plot), cells(plot.device.name)
        return max(0, min(x - room // 2, self._canvas.width - room)), y


def _are_apart(spots: Mapping[str, tuple[int, int]]) -> bool:
    """Whether names that begin at these cells leave a blank between each two."""
    rows = sorted((y, x, x + cells(name)) for name, (x, y) in spots.items())
    return all(one[0] != other[0] or one[2] < other[1] for one, other in pairwise(rows))


class DeviceList:
    """A line for each device: its name and kind, its addresses, and what its ports lead to, with the packets there.

    At one moment after the other, only the lines are made anew of devices in which something is marked.
    """

    def __init__(self, network: Topology, width: int, glyphs: Glyphs, language: str = "en") -> None:
        self._network = network
        self._width = width
        self._glyphs = glyphs
        self._beyond: dict[str, list[tuple[str, str, str]]] = {name: [] for name in network.names}
        for cable in network.cables:
            for (node, port), (other, _) in ((cable.a, cable.b), (cable.b, cable.a)):
                self._beyond[node].append((port, other, cable.name))
        self._ends = {cable.name: (cable.a[0], cable.b[0]) for cable in network.cables}
        self._names = max(map(cells, network.names), default=0)
        kinds = {device.kind: said(KINDS[device.kind], language) for device in network.devices}
        widest = max(map(cells, kinds.values()), default=0)
        self._kinds = {kind: fit(text, widest) for kind, text in kinds.items()}
        self._plain = [self._line(device, Ink.PLAIN, {}) for device in network.devices]

    def lines(self, marks: Marks) -> list[Line]:
        """The lines at one moment."""
        tokens: dict[str, list[Token]] = {}
        for token in marks.tokens:
            tokens.setdefault(token.cable, []).append(token)
        marked = {*marks.devices, *(name for cable in tokens for name in self._ends[cable])}
        return [
            self._line(device, marks.devices.get(device.name, Ink.PLAIN), tokens) if device.name in marked else plain
            for device, plain in zip(self._network.devices, self._plain, strict=True)
        ]

    def _line(self, device: Device, ink: Ink, tokens: Mapping[str, Sequence[Token]]) -> Line:
        mark = Span(self._glyphs.cursor if ink is Ink.HERE else " ", Ink.POINTER)
        own = " ".join(text for each in device.addresses.values() for text in each)
        kind = Span(f"  {self._kinds[device.kind]}  ", Ink.DIM)
        spans = [mark, Span(fit(device.name, self._names), ink), kind, Span(f"{own}  " if own else "")]
        spans += _cables(device.name, self._beyond[device.name], tokens, self._glyphs)
        return _cut(line(*spans), self._width, self._glyphs)


def _cables(
    name: str, ends: Sequence[tuple[str, str, str]], tokens: Mapping[str, Sequence[Token]], glyphs: Glyphs
) -> list[Span]:
    """The busy cables of a device first, with their packets; of many others, how many there are."""
    busy = [end for end in ends if end[2] in tokens]
    idle = [end for end in ends if end[2] not in tokens]
    spans = []
    for port, other, cable in busy:
        token = tokens[cable][0]
        spans.append(Span(f"{port}{glyphs.wire.across}{other} {token.labels[-1]}  ", token.ink))
    for port, other, _ in idle[:4]:
        spans.append(Span(f"{port}{glyphs.wire.across}{other}  ", Ink.DIM))
    if len(idle) > 4:
        spans.append(Span(f"+{len(idle) - 4}", Ink.DIM))
    return spans


def _cut(spans: Line, width: int, glyphs: Glyphs) -> Line:
    """As many spans as fit; the first that does not is clipped."""
    found: list[Span] = []
    left = width
    for text, ink in spans:
        shown = clip(text, left, glyphs.ellipsis) if cells(text.rstrip()) > left else text
        found.append(Span(shown, ink))
        left -= cells(shown)
        if left <= 0:
            break
    return tuple(found)
