"""The state diagram of TCP, laid out as RFC 9293 3.3.2 draws it (figure 5), with both ends of a connection in it."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from sim.explain import title
from sim.trace.trace import Trace
from sim.transport.tcp.machine.states import EDGES, Edge, State
from tui.model.conversation.tcp import Conversation
from tui.model.text import words
from tui.model.text.canvas import Canvas, Point
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, clip_line, line, plain
from tui.model.text.words import told

WIDTH, HEIGHT = 78, 20
"""Cells of the diagram in its small form; the tall one has boxes of three rows."""
TALL = 34
_BOX = 16
_LEFT, _MIDDLE, _RIGHT = 1, 30, 60
"""Where the boxes of the three columns begin."""
_S = State

BOXES: tuple[tuple[State, int, int], ...] = (
    (_S.CLOSED, _MIDDLE, 0),
    (_S.LISTEN, _MIDDLE, 3),
    (_S.SYN_RECEIVED, _LEFT, 6),
    (_S.SYN_SENT, _RIGHT, 6),
    (_S.ESTABLISHED, _MIDDLE, 9),
    (_S.FIN_WAIT_1, _LEFT, 12),
    (_S.CLOSE_WAIT, _RIGHT, 12),
    (_S.FIN_WAIT_2, _LEFT, 15),
    (_S.CLOSING, _MIDDLE, 15),
    (_S.LAST_ACK, _RIGHT, 15),
    (_S.TIME_WAIT, _MIDDLE, 18),
    (_S.CLOSED, _RIGHT, 18),
)
"""Each state, the column and the row of its box; CLOSED is where it begins and where it ends, as in the figure."""


class Route(NamedTuple):
    """How an edge is drawn: its corners, the last of them its head, and where its text begins.

    It begins inside the box that it comes from. ``is_from_below`` where its end is beneath the box that it comes to.
    """

    points: tuple[Point, ...]
    text: Point
    is_from_below: bool = False


ROUTES: dict[tuple[State, State], Route] = {
    (_S.CLOSED, _S.LISTEN): Route(((33, 1), (33, 2)), (20, 1)),
    (_S.LISTEN, _S.CLOSED): Route(((37, 2), (37, 1)), (38, 1)),
    (_S.CLOSED, _S.SYN_SENT): Route(((46, 0), (72, 0), (72, 5)), (50, 0)),
    (_S.SYN_SENT, _S.CLOSED): Route(((67, 5), (67, 2), (44, 2), (44, 1)), (53, 2)),
    (_S.LISTEN, _S.SYN_SENT): Route(((46, 3), (62, 3), (62, 5)), (49, 3)),
    (_S.LISTEN, _S.SYN_RECEIVED): Route(((29, 3), (5, 3), (5, 5)), (9, 3)),
    (_S.SYN_RECEIVED, _S.LISTEN): Route(((13, 6), (13, 4), (33, 4)), (18, 4), True),
    (_S.SYN_SENT, _S.SYN_RECEIVED): Route(((59, 6), (17, 6)), (29, 6)),
    (_S.SYN_SENT, _S.ESTABLISHED): Route(((67, 7), (67, 9), (46, 9)), (48, 9)),
    (_S.SYN_RECEIVED, _S.ESTABLISHED): Route(((12, 7), (12, 9), (29, 9)), (14, 9)),
    (_S.SYN_RECEIVED, _S.FIN_WAIT_1): Route(((4, 7), (4, 11)), (6, 10)),
    (_S.ESTABLISHED, _S.FIN_WAIT_1): Route(((34, 10), (34, 12), (17, 12)), (20, 12)),
    (_S.ESTABLISHED, _S.CLOSE_WAIT): Route(((41, 10), (41, 12), (59, 12)), (44, 12)),
    (_S.FIN_WAIT_1, _S.FIN_WAIT_2): Route(((5, 13), (5, 14)), (7, 14)),
    (_S.FIN_WAIT_1, _S.CLOSING): Route(((14, 12), (14, 13), (38, 13), (38, 14)), (20, 13)),
    (_S.FIN_WAIT_1, _S.TIME_WAIT): Route(((1, 12), (0, 12), (0, 19), (38, 19)), (7, 19), True),
    (_S.FIN_WAIT_2, _S.TIME_WAIT): Route(((9, 16), (9, 18), (29, 18)), (12, 18)),
    (_S.CLOSE_WAIT, _S.LAST_ACK): Route(((68, 13), (68, 14)), (55, 13)),
    (_S.CLOSING, _S.TIME_WAIT): Route(((38, 16), (38, 17)), (22, 16)),
    (_S.LAST_ACK, _S.CLOSED): Route(((68, 16), (68, 17)), (52, 16)),
    (_S.TIME_WAIT, _S.CLOSED): Route(((46, 18), (59, 18)), (46, 17)),
}
"""How each edge that the figure has is drawn, in cells of the small form."""


class Taken(NamedTuple):
    """How an end came to its state: the record, the states before and after it, and why, in a few words."""

    n: int
    before: str
    after: str
    why: str


def drawn(before: State, after: State) -> tuple[Edge, ...]:
    """The edges between two states that the figure shows."""
    return tuple(edge for edge in EDGES.get((before, after), ()) if edge.is_drawn)


def text(before: State, after: State) -> str:
    """What is written beside an edge: the event, and what is sent."""
    edge = drawn(before, after)[0]
    return f"{edge.event} / {edge.answer}" if edge.answer else edge.event


class Diagram:
    """The figure with the states of both ends at ``position``, each with its last step, of which the latest is lit."""

    def __init__(
        self, connection: Conversation | None, trace: Trace, position: int, glyphs: Glyphs, language: str = "en"
    ) -> None:
        self.connection = connection
        self.glyphs = glyphs
        self.language = language
        self.marks = (glyphs.packet, glyphs.note)
        self.states: list[str] = []
        self.taken: list[Taken | None] = []
        if connection is None:
            return
        for side in (0, 1)[: 1 if connection.is_listener else 2]:
            self.states.append(connection.state(side, position))
            edge = connection.edge(side, position)
            self.taken.append(None if edge is None else Taken(*edge, title(trace.why[edge[0]].rule, language)))

    @property
    def about(self) -> str:
        """The last step in a line, for where there is no room for the legend."""
        return plain(self.legend(200)[0])

    @property
    def row(self) -> int:
        """The row of the small form at which the last step ended; -1 for none."""
        latest = max((taken for taken in self.taken if taken is not None), default=None)
        if latest is None:
            return -1
        rows = [y for state, _, y in BOXES if state == latest.after]
        return rows[-1] if (latest.before, latest.after) in _TO_THE_END else rows[0]

    def lines(self, width: int, height: int) -> list[Line]:
        """The figure in the middle of ``width`` cells, in the tall form where ``height`` allows it, and its legend."""
        indent = Span(" " * max(0, (width - WIDTH) // 2))
        legend = self.legend(width - len(indent.text))
        is_tall = height >= TALL + len(legend)
        if not is_tall:
            legend = legend[: max(0, height - HEIGHT)]
        canvas = Canvas(WIDTH, TALL if is_tall else HEIGHT)
        for edge, route in ROUTES.items():
            self._route(canvas, edge, route, is_tall)
        for state, x, y in BOXES:
            self._box(canvas, state, x, y, is_tall)
        return [line(indent, *each) for each in [*canvas.lines(), *legend]]

    def legend(self, width: int) -> list[Line]:
        """Who is where, and why they came there; the one that came last is first."""
        if self.connection is None:
            return [line(Span(told(words.NO_CONNECTION, self.language), Ink.DIM))]
        lines = []
        for side, taken in sorted(enumerate(self.taken), key=lambda each: -(each[1].n if each[1] is not None else -1)):
            name = self.connection.names[side] or str(self.connection.sockets[side][0])
            spans = [Span(f"{self.marks[side]} {name} ", _INKS[side]), Span(self.states[side], Ink.STRONG)]
            if taken is not None:
                spans.append(Span(told(words.CAME_FROM, self.language, state=taken.before, why=taken.why), Ink.DIM))
            lines.append(clip_line(line(*spans), width, self.glyphs.ellipsis))
        return lines

    def _route(self, canvas: Canvas, edge: tuple[State, State], route: Route, is_tall: bool) -> None:
        sides = [side for side, taken in enumerate(self.taken) if taken is not None and taken[1:3] == edge]
        latest = max((taken.n for taken in self.taken if taken is not None), default=-1)
        is_lit = any((taken := self.taken[side]) is not None and taken.n == latest for side in sides)
        ink = _INKS[sides[-1]] if sides else Ink.DIM
        wire = self.glyphs.wire_lit if is_lit else self.glyphs.wire
        points = [_scaled(point, is_tall) for point in route.points]
        canvas.stroke(points, wire, ink)
        head = self.glyphs.up if route.is_from_below else _head(points[-2:], self.glyphs)
        canvas.put(*points[-1], head, ink if sides else Ink.PLAIN)
        said = text(*edge)
        x, y = _scaled(route.text, is_tall)
        gap = " " if any(x == y for (_, x), (_, y) in _level(points, y)) else ""
        canvas.put(x - len(gap), y, f"{gap}{said}{gap}", ink if is_lit else Ink.PLAIN if sides else Ink.DIM)

    def _box(self, canvas: Canvas, state: State, x: int, y: int, is_tall: bool) -> None:
        here = [side for side, each in enumerate(self.states) if each == state and self._is_at(side, state, y)]
        marks = [self.marks[side] if side in here else " " for side in (0, 1)]
        ink = Ink.CURSOR if len(here) > 1 else _INKS[here[0]] if here else Ink.PLAIN
        name = f"{marks[0]}{state.value:^12}{marks[1]}"
        top = _scaled((x, y), is_tall)[1]
        if not is_tall:
            canvas.put(x, top, f"[{name}]", ink)
            return
        box = self.glyphs.boxes["switch" if here else "host"]
        canvas.put(x, top - 1, box.top_left + box.top * (_BOX - 2) + box.top_right, ink)
        canvas.put(x, top, f"{box.left}{name}{box.right}", ink)
        canvas.put(x, top + 1, box.bottom_left + box.bottom * (_BOX - 2) + box.bottom_right, ink)

    def _is_at(self, side: int, state: State, y: int) -> bool:
        """Whether an end that is CLOSED is so at the top, before it began, or at the bottom, after its end."""
        if state is not State.CLOSED:
            return True
        taken = self.taken[side]
        return (y == 0) == (taken is None or (taken.before, state) not in _TO_THE_END)


_INKS = (Ink.TCP, Ink.GOOD)
"""How the first end is marked, and the second."""
_TO_THE_END: set[tuple[str, str]] = {(_S.LAST_ACK, _S.CLOSED), (_S.TIME_WAIT, _S.CLOSED)}


def _scaled(point: Point, is_tall: bool) -> Point:
    """A place of the small form in the tall one, where a box has three rows and the gaps have two."""
    x, y = point
    return (x, y // 3 * 5 + (1, 3, 4)[y % 3]) if is_tall else (x, y)


def _level(points: Sequence[Point], y: int) -> list[tuple[Point, Point]]:
    """The pieces of a line that run along row ``y``."""
    return [(one, other) for one, other in itertools.pairwise(points) if one[1] == other[1] == y]


def _head(end: Sequence[Point], glyphs: Glyphs) -> str:
    (x1, y1), (x2, y2) = end
    if y1 == y2:
        return glyphs.right if x2 > x1 else glyphs.left
    return glyphs.down if y2 > y1 else glyphs.up
