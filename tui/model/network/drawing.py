"""The network drawn: boxes, cables and the packets on them, as lines of styled text."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, overload

from sim.languages import said
from sim.scenario.front import End
from sim.settings import KINDS
from tui.model.network.grid import LEFT
from tui.model.network.placement import Drawing, Plot, Point, Way, longest, middle, runs
from tui.model.text.canvas import Canvas, corner
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, cells, clip

_ROOM = 6
"""Cells that stay between what is written at the ends of a cable, for a packet's name."""
_APART = 2
"""Cells between the packets of two directions."""
_ARROW = 2
"""Cells of an arrow with the blank beside it."""


class Token(NamedTuple):
    """A packet on a cable: which way it goes, and its name in words from long to short."""

    cable: str
    is_onward: bool
    """From the cable's end ``a`` to its end ``b``."""
    labels: tuple[str, ...]
    ink: Ink = Ink.PACKET
    is_lost: bool = False


class Loop(NamedTuple):
    """What a device sends to itself: how many packets are on their way, and the name of one from long to short."""

    packets: int
    labels: tuple[str, ...]
    ink: Ink = Ink.PACKET


class Name(NamedTuple):
    """What is written on a cable."""

    text: str
    ink: Ink


class Marks(NamedTuple):
    """What the moment adds to the drawing: ``devices`` by name, cables that are ``cut``, packets on their way, and, by
    device, those that do not leave it. ``barred`` are the ports that relay no frames, ``names`` are those of cables,
    ``at_ports`` is written behind the names of ports.
    """

    devices: Mapping[str, Ink]
    cut: frozenset[str] = frozenset()
    tokens: tuple[Token, ...] = ()
    loops: Mapping[str, Loop] = {}
    barred: frozenset[End] = frozenset()
    names: Mapping[str, Name] = {}
    at_ports: Mapping[End, str] = {}


def draw(drawing: Drawing, marks: Marks, glyphs: Glyphs, language: str = "en") -> list[Line]:
    """The lines of the picture, all ``drawing.width`` cells wide."""
    return [*Picture(drawing, glyphs, language).at(marks)]


class Picture:
    """A drawing that is shown at one moment after the other.

    What hardly ever changes is drawn once: boxes, cables, what is at the ports. A moment is drawn over it.
    """

    def __init__(self, drawing: Drawing, glyphs: Glyphs, language: str = "en") -> None:
        self._drawing = drawing
        self._glyphs = glyphs
        self._kinds = {kind: said(wording, language) for kind, wording in KINDS.items()}
        self._plots = {plot.device.name: plot for plot in drawing.plots}
        self._fixed: Marks | None = None

    def at(self, marks: Marks, sight: range | None = None) -> "Moment":
        """The picture with what a moment adds to it; ``sight`` are the rows that are going to be seen."""
        fixed = marks._replace(devices={}, tokens=(), loops={})
        if fixed != self._fixed:
            self._draw(fixed)
            self._fixed = fixed
        rows = range(self._drawing.height)
        return Moment(lambda sight: self._marked(marks, sight), rows, rows if sight is None else sight)

    def _draw(self, fixed: Marks) -> None:
        """Draw what stays: the cables, then all that stands on them."""
        self._wires = Canvas(self._drawing.width, self._drawing.height)
        for way in self._drawing.ways:
            _wire(self._wires, way, self._glyphs, Ink.DIM)
            if way.cable.name in fixed.cut:
                _cut(self._wires, way, self._glyphs)
        self._whole = canvas = self._wires.over()
        for plot in self._drawing.plots:
            self._box(canvas, plot, Ink.PLAIN, range(canvas.height))
        for way in self._drawing.ways:
            labels = _labels(way, fixed.at_ports)
            _ends(canvas, way, labels)
            _bars(canvas, way, fixed.barred, labels, self._glyphs)
            _name(canvas, way, fixed.names)

    def _box(self, canvas: Canvas, plot: Plot, ink: Ink, sight: range) -> None:
        _box(canvas, plot, ink, self._glyphs, sight, self._kinds[plot.device.kind])

    def _marked(self, marks: Marks, sight: range) -> Canvas:
        """What stays, with all marks that touch some rows."""
        tokens: dict[str, list[Token]] = {}
        for token in marks.tokens:
            tokens.setdefault(token.cable, []).append(token)
        busy = [way for way in self._drawing.ways if way.cable.name in tokens and _is_in(way, sight)]
        canvas = self._lit(busy, tokens, marks.cut)
        for name, ink in marks.devices.items():
            plot = self._plots.get(name)
            if plot is not None and _covers(plot, sight):
                self._box(canvas, plot, ink, sight)
        for name, loop in marks.loops.items():
            _loop(canvas, self._plots[name], loop, self._glyphs)
        for way in busy:
            _tokens(canvas, way, tokens[way.cable.name], _labels(way, marks.at_ports), self._glyphs)
            _name(canvas, way, marks.names)
        return canvas

    def _lit(self, busy: Iterable[Way], tokens: Mapping[str, list[Token]], cut: frozenset[str]) -> Canvas:
        """A canvas over what stays, with the cables of packets lit: beneath all that stands on them."""
        wires, whole = self._wires.over(), self._whole.over()
        for way in busy:
            _wire(wires, way, self._glyphs, _loudest(tokens[way.cable.name]))
            if way.cable.name in cut:
                _cut(wires, way, self._glyphs)
        for y in wires.changed:
            characters, inks = wires.characters[y], wires.inks[y]
            bare = zip(self._wires.characters[y], self._wires.inks[y], strict=True)
            for x, cell in enumerate(zip(whole.characters[y], whole.inks[y], strict=True)):
                if cell != next(bare):
                    characters[x], inks[x] = cell
            whole.take_row(y, characters, inks)
        return whole


class Moment(Sequence[Line]):
    """The lines of a picture at one moment: those in ``sight`` are drawn first, the others when somebody reads them."""

    def __init__(self, draw: Callable[[range], Canvas], rows: range, sight: range) -> None:
        self._draw = draw
        self._rows = rows
        self._sight = sight
        self._lines: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> list[Line]: ...
    def __getitem__(self, index: int | slice) -> Line | list[Line]:
        if isinstance(index, slice):
            return [self[y] for y in self._rows[index]]
        y = self._rows[index]
        if y not in self._lines:
            canvas = self._in_sight if y in self._sight else self._everywhere
            self._lines[y] = canvas.line(y)
        return self._lines[y]

    @cached_property
    def _in_sight(self) -> Canvas:
        return self._draw(self._sight)

    @cached_property
    def _everywhere(self) -> Canvas:
        return self._draw(self._rows)


def _is_in(way: Way, rows: range) -> bool:
    heights = [y for _, y in way.points]
    return min(heights) < rows.stop and max(heights) >= rows.start


def _covers(plot: Plot, rows: range) -> bool:
    return plot.y < rows.stop and plot.y + plot.height > rows.start


def _name(canvas: Canvas, way: Way, names: Mapping[str, Name]) -> None:
    if way.cable.name in names:
        (x, y), (text, ink) = middle(way), names[way.cable.name]
        canvas.put(x - len(text) // 2 - 1, y, f" {text} ", ink)


def _loudest(tokens: Iterable[Token]) -> Ink:
    inks = {token.ink for token in tokens}
    return next((ink for ink in (Ink.PACKET, Ink.BAD) if ink in inks), Ink.FLIGHT if inks else Ink.DIM)


def _wire(canvas: Canvas, way: Way, glyphs: Glyphs, ink: Ink) -> None:
    wire = glyphs.wire if ink is Ink.DIM else glyphs.wire_lit
    pieces = runs(way.points)
    for (x1, y1), (x2, y2) in pieces:
        if x1 != x2:
            for x in range(min(x1, x2), max(x1, x2) + 1):
                is_crossing = canvas.at(x, y1) in (glyphs.wire.upright, glyphs.wire_lit.upright)
                canvas.put(x, y1, wire.crossing if is_crossing else wire.across, ink)
        else:
            for y in range(min(y1, y2), max(y1, y2) + 1):
                is_crossing = canvas.at(x1, y) in (glyphs.wire.across, glyphs.wire_lit.across)
                is_corner = y in (y1, y2) and len(pieces) > 1
                canvas.put(x1, y, wire.crossing if is_crossing and not is_corner else wire.upright, ink)
    for one, other in itertools.pairwise(pieces):
        x, y = one[1]
        canvas.put(x, y, corner(wire, one[0], (x, y), other[1]), ink)


def _cut(canvas: Canvas, way: Way, glyphs: Glyphs) -> None:
    canvas.put(*middle(way), glyphs.cut, Ink.BAD)


_Labels = tuple[str, str]
"""What is written at the two ends of a cable."""


def _labels(way: Way, at_ports: Mapping[End, str]) -> _Labels:
    """The names of the ports with what is written behind them, where the cable has room for it."""
    (x1, y1), (x2, y2) = longest(way)
    whole = [
        f"{label} {at_ports[end]}" if at_ports.get(end) else label
        for end, label in ((way.cable.a, way.a_label), (way.cable.b, way.b_label))
    ]
    if y1 != y2 or sum(map(cells, whole)) + _ROOM > abs(x2 - x1):
        return way.a_label, way.b_label
    return whole[0], whole[1]


def _ends(canvas: Canvas, way: Way, labels: _Labels) -> None:
    """What is at the ports: on the cable beside the boxes, or beside a cable that goes up and down."""
    for (x, y), (other, _), text in (
        (way.points[0], way.points[1], labels[0]),
        (way.points[-1], way.points[-2], labels[1]),
    ):
        if text and other == x and canvas.at(x + 1, y) == " ":
            canvas.put(x + 1, y, text, Ink.DIM)
        elif text and other == x:
            # Both ends of a cable of one row: the second stands on the other side.
            canvas.put(x - len(text), y, text, Ink.DIM)
        elif text:
            canvas.put(x if other > x else x - len(text) + 1, y, text, Ink.DIM)


def _bars(canvas: Canvas, way: Way, barred: frozenset[End], labels: _Labels, glyphs: Glyphs) -> None:
    """The ports that relay no frames: across the cable, behind the name of the port."""
    for end, (x, y), (other, _), text in (
        (way.cable.a, way.points[0], way.points[1], labels[0]),
        (way.cable.b, way.points[-1], way.points[-2], labels[1]),
    ):
        if end not in barred:
            continue
        if other == x:
            canvas.put(x, y, glyphs.barred_upright, Ink.BAD)
        else:
            behind = min(len(text), abs(other - x))
            canvas.put(x + behind if other > x else x - behind, y, glyphs.barred, Ink.BAD)


def _tokens(canvas: Canvas, way: Way, tokens: list[Token], labels: _Labels, glyphs: Glyphs) -> None:
    """The packets on a cable, each direction with its own part of it."""
    groups = [[t for t in tokens if t.is_onward is onward and not t.is_lost] for onward in (True, False)]
    groups.append([t for t in tokens if t.is_lost])
    groups = [group for group in groups if group]
    if not groups:
        return
    (x1, y1), (x2, y2) = longest(way)
    if x1 == x2:
        falls = y2 > y1 or (y1 == y2 and not way.rises)
        _stand(canvas, x1, (y1, y2), falls, groups, glyphs)
        return
    begin, end = _between_labels(way, (x1, y1), (x2, y2), labels)
    shortest = max(cells(_names(group)[-1]) for group in groups) + _ARROW
    if _room(begin, end, groups) <= shortest * len(groups):
        # A short cable: the packets stand over the names of its ports.
        left, right = sorted((x1, x2))
        for x in (*range(left, begin), *range(end + 1, right + 1)):
            canvas.put(x, y1, glyphs.wire_lit.across, _loudest(tokens))
        begin, end = left, right
    room = _room(begin, end, groups) // len(groups)
    onward_is_right = x2 >= x1
    for index, group in enumerate(groups):
        is_right = group[0].is_onward == onward_is_right
        text = _written(group, room, is_right, glyphs)
        x = begin + index * (room + _APART) + max(0, (room - cells(text)) // 2)
        canvas.put(x, y1, text, group[0].ink)


def _room(begin: int, end: int, groups: Sequence[object]) -> int:
    """The cells for packets; a piece of the cable stays between those that go different ways."""
    return end - begin + 1 - _APART * (len(groups) - 1)


def _between_labels(way: Way, one: Point, other: Point, labels: _Labels) -> tuple[int, int]:
    begin, end = sorted((one[0], other[0]))
    for point, label in ((way.points[0], labels[0]), (way.points[-1], labels[1])):
        if label and point[1] == one[1]:
            if point[0] == begin:
                begin += len(label)
            elif point[0] == end:
                end -= len(label)
    return begin, end


def _written(group: list[Token], room: int, is_right: bool, glyphs: Glyphs) -> str:
    """A packet's name with its arrow, in the longest form that leaves some cable to be seen."""
    arrow = glyphs.lost if group[0].is_lost else glyphs.right if is_right else glyphs.left
    texts = [f"{name} {arrow}" if is_right else f"{arrow} {name}" for name in _names(group)]
    for text in texts:
        if cells(text) + 2 <= room:
            return f" {text}" if is_right else f"{text} "
    if cells(texts[-1]) <= room:
        return texts[-1]
    return arrow if room < 4 or len(group) == 1 else clip(f"{len(group)}x{arrow}", room, "")


def _names(group: list[Token]) -> list[str]:
    """What packets that go the same way are called, from long to short; each name once, with how many have it."""
    kinds = Counter(token.labels for token in group)
    return [
        ", ".join(f"{_many(count)}{labels[min(level, len(labels) - 1)]}" for labels, count in kinds.items())
        for level in range(max(map(len, kinds)))
    ]


def _many(count: int) -> str:
    return f"{count} x " if count > 1 else ""


def _stand(
    canvas: Canvas, x: int, ends: tuple[int, int], falls: bool, groups: list[list[Token]], glyphs: Glyphs
) -> None:
    """Packets on a cable that goes up and down: the arrow on it, the name beside."""
    top, bottom = sorted(ends)
    middle = (top + bottom) // 2
    for index, group in enumerate(groups):
        y = min(middle + index, bottom)
        is_down = group[0].is_onward == falls
        arrow = glyphs.lost if group[0].is_lost else glyphs.down if is_down else glyphs.up
        texts = _names(group)
        if middle + index > bottom:
            # Of two directions on a short cable, one stands on its left.
            _fitted(canvas, [f"{text} {arrow}" for text in texts] + [arrow], (x, y), -1, group[0].ink)
            continue
        canvas.put(x, y, arrow, group[0].ink)
        beside = x + 1
        while canvas.at(beside, y) != " ":  # the name of a port
            beside += 1
        _fitted(canvas, [f" {text}" for text in texts], (beside, y), 1, group[0].ink)


def _fitted(canvas: Canvas, texts: Iterable[str], place: Point, step: int, ink: Ink) -> None:
    """Write the first text that meets nothing: from a cell on, or (``step`` -1) up to the cell before it."""
    x, y = place
    for text in texts:
        begin = x if step > 0 else x - cells(text)
        end = begin + cells(text)
        if begin >= 0 and end <= canvas.width and all(canvas.at(at, y) == " " for at in range(begin, end)):
            canvas.put(begin, y, text, ink)
            return


def _loop(canvas: Canvas, plot: Plot, loop: Loop, glyphs: Glyphs) -> None:
    """A packet that does not leave its device: on the lower edge of the box, and beyond it where that is narrow."""
    many = _many(loop.packets)
    texts = [f" {glyphs.loops} {many}{label} " for label in loop.labels]
    room = max(plot.width - 2, 0)
    text = next((each for each in texts if cells(each) <= room), texts[-1])
    x = max(0, min(plot.x + (plot.width - cells(text)) // 2, canvas.width - cells(text)))
    canvas.put(x, plot.y + plot.height - 1 if plot.height > 1 else plot.y + 1, text, loop.ink)


def _box(canvas: Canvas, plot: Plot, ink: Ink, glyphs: Glyphs, sight: range, kind: str) -> None:
    """A box with what is in it, and what ``kind`` of device it is; of a high one, the sides in sight."""
    device, x, y, width = plot.device, plot.x, plot.y, plot.width
    if plot.height == 1:
        brackets = glyphs.brackets[device.kind]
        texts = [device.name, *(text for _, _, text in plot.labels)]
        canvas.put(x, y, f"{brackets[0]}{' '.join(texts):^{width - 2}}{brackets[1]}", ink)
        return
    box = glyphs.boxes[device.kind]
    bottom = y + plot.height - 1
    frame = Ink.DIM if ink is Ink.PLAIN else Ink.PACKET if ink is Ink.HERE else Ink.FLIGHT
    canvas.put(x, y, box.top_left + box.top * (width - 2) + box.top_right, frame)
    for row in range(max(y + 1, sight.start), min(bottom, sight.stop)):
        canvas.put(x, row, box.left + " " * (width - 2) + box.right, frame)
    canvas.put(x, bottom, box.bottom_left + box.bottom * (width - 2) + box.bottom_right, frame)
    name = Ink.STRONG if ink is Ink.PLAIN else ink
    title = f" {device.name} " if width >= cells(device.name) + 4 else device.name  # the corners stay
    canvas.put(x + (width - cells(title) + 1) // 2, y, title, name)
    if device.kind != "host" and width >= cells(kind) + 4:
        middle = x + (width - cells(kind)) // 2
        if plot.labels:
            canvas.put(middle - 1, bottom, f" {kind} ", Ink.DIM)
        else:
            canvas.put(middle, (y + bottom) // 2, kind, Ink.DIM)
    for row, side, text in plot.labels:
        if device.kind == "host" and len(plot.labels) == 1:
            start = x + (width - len(text) + 1) // 2
        else:
            start = x + 2 if side == LEFT else x + width - 2 - len(text)
        canvas.put(start, row, text, Ink.PLAIN)
