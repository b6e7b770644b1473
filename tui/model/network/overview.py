"""A network that is too large to be drawn: all of it as points, or as a list of its devices."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from tui.model.network.drawing import Marks, Token
from tui.model.network.placement import Drawing
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


def overview(drawing: Drawing, marks: Marks, view: View, width: int, height: int, glyphs: Glyphs) -> list[Line]:
    """All devices as points where they stand, with the names that there is room for; the ``view`` has a frame."""
    canvas = Canvas(width, height)
    across, down = max(1, drawing.width) / width, max(1, drawing.height) / height

    def at(x: float, y: float) -> tuple[int, int]:
        return min(width - 1, int(x / across)), min(height - 1, int(y / down))

    busy = {token.cable: token.ink for token in marks.tokens}
    for way in sorted(drawing.ways, key=lambda way: way.cable.name in busy):
        ink = busy.get(way.cable.name)
        if ink is not None:
            for x, y in way.points:
                canvas.put(*at(x, y), glyphs.dot, ink)
    order = sorted(drawing.plots, key=lambda plot: (plot.device.kind == "host", -len(plot.device.name)))
    for plot in reversed(order):
        x, y = at(plot.x + plot.width / 2, plot.y + plot.height / 2)
        canvas.put(x, y, glyphs.brackets[plot.device.kind][0], marks.devices.get(plot.device.name, Ink.DIM))
    spots = {}
    for plot in order:
        x, y = at(plot.x + plot.width / 2, plot.y + plot.height / 2)
        spots[plot.device.name] = max(0, min(x - cells(plot.device.name) // 2, width - cells(plot.device.name))), y
    has_room = _are_apart(spots)
    for plot in order:
        name = plot.device.name
        ink = marks.devices.get(name, Ink.PLAIN if plot.device.kind != "host" else Ink.DIM)
        if has_room or plot.device.kind != "host" or ink is not Ink.DIM:
            canvas.put(*spots[name], name, ink)
    left, top = at(view.x, view.y)
    right, bottom = at(view.x + view.width - 1, view.y + view.height - 1)
    box = glyphs.boxes["host"]
    for x, y, corner in ((left, top, box.top_left), (right, top, box.top_right), (left, bottom, box.bottom_left)):
        canvas.put(x, y, corner, Ink.TITLE)
    canvas.put(right, bottom, box.bottom_right, Ink.TITLE)
    return canvas.lines()


def _are_apart(spots: Mapping[str, tuple[int, int]]) -> bool:
    """Whether names that begin at these cells leave a blank between each two."""
    rows = sorted((y, x, x + cells(name)) for name, (x, y) in spots.items())
    return all(one[0] != other[0] or one[2] < other[1] for one, other in pairwise(rows))


def device_lines(network: Topology, marks: Marks, width: int, glyphs: Glyphs) -> list[Line]:
    """A line for each device: its name and kind, its addresses, and what its ports lead to, with the packets there."""
    beyond: dict[str, list[tuple[str, str, str]]] = {name: [] for name in network.names}
    for cable in network.cables:
        for (node, port), (other, _) in ((cable.a, cable.b), (cable.b, cable.a)):
            beyond[node].append((port, other, cable.name))
    tokens: dict[str, list[Token]] = {}
    for token in marks.tokens:
        tokens.setdefault(token.cable, []).append(token)
    names = max(map(cells, network.names), default=0)
    kinds = max((len(device.kind) for device in network.devices), default=0)
    lines = []
    for device in network.devices:
        ink = marks.devices.get(device.name, Ink.PLAIN)
        mark = Span(glyphs.cursor if ink is Ink.HERE else " ", Ink.POINTER)
        own = " ".join(text for each in device.addresses.values() for text in each)
        lead = (mark, Span(fit(device.name, names), ink), Span(f"  {device.kind:<{kinds}}  ", Ink.DIM))
        spans = [*lead, Span(f"{own}  " if own else "")]
        spans += _cables(device.name, beyond[device.name], tokens, glyphs)
        lines.append(_cut(line(*spans), width, glyphs))
    return lines


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
