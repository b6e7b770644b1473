"""The sequence chart: devices side by side, time downward, a packet an arrow from one lifeline to another."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from sim.explain import title
from sim.languages import said
from sim.quantities import seconds
from sim.trace.records import NO_CAUSE, Call, Change
from tui.model.conversation.captions import SACK, brief, captions, notes, translated
from tui.model.conversation.future import NewFuture
from tui.model.conversation.journeys import Journey
from tui.model.conversation.ladder_rows import LadderRow, LadderRows, RowKind
from tui.model.conversation.tcp import SHORT_STATES
from tui.model.packets.protocols import ink_of
from tui.model.packets.talks import Coloured
from tui.model.text.canvas import Canvas
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, cells, clip

_ANSWERS = {"returned": "{call} = {result}", "raised": "{call} raises {result}"}
"""What a call came to."""
_LOST = {"en": "lost", "zh": "丢失"}
"""Stands for the reason where there is no room for it: a reason that is cut tells nothing."""
_SIZE = re.compile(r"\((\d+ octets)\)$")

HEAD = 2
"""Lines above the rows: the names of the devices, and the states of their ends."""

_TIME = 9
_STATE = 13
_SHORT_STATE = 11
"""Cells of a margin for states, by their own names and by those of ``ss``."""
_CLOSE = 20
"""Lifelines that are nearer than this leave no room for the long names of states side by side."""


class Margin(NamedTuple):
    """What the margins hold."""

    has_left_times: bool
    has_right_times: bool
    state: int
    """Cells for the states of one side; 0 for none."""
    least: int
    """Cells from lifeline to lifeline that the margins have to leave."""


_MARGINS = (
    Margin(True, True, _STATE, 32),
    Margin(True, False, _STATE, 32),
    Margin(True, False, _SHORT_STATE, 28),
    Margin(True, False, 0, 20),
    Margin(False, False, 0, 0),
)
"""From much to little. A segment with the first block that it reports takes thirty cells."""


class Shape(NamedTuple):
    """Where the lifelines ``xs`` stand in ``width`` cells; which side has times, how many cells the states have."""

    width: int
    xs: tuple[int, ...]
    has_left_times: bool
    has_right_times: bool
    state: int

    def name(self, state: str) -> str:
        """What a state is called in the margins."""
        return state if self.state >= _STATE else SHORT_STATES.get(state, state)


def shape(width: int, count: int, has_states: bool = True) -> Shape:
    """The widest margins that leave enough for the arrows between ``count`` lifelines.

    Without connections there are no states: their margins belong to the arrows.
    """
    gaps = max(1, count - 1)
    margins: Sequence[Margin] = _MARGINS if count < 3 else _MARGINS[1:]
    if not has_states:
        margins = tuple(dict.fromkeys(margin._replace(state=0) for margin in margins))
    for left, right, state, least in margins:
        begin = 1 + left * _TIME + (state or 1)
        end = width - 2 - right * _TIME - state
        if (end - begin) // gaps >= least:
            break
    xs = tuple(begin + (max(0, end - begin) * index + gaps // 2) // gaps for index in range(count))
    return Shape(width, xs, left, right, state)


class Here(NamedTuple):
    """What a row is drawn for: the reader's ``position``, and how they want the numbers and the reasons."""

    position: int
    is_absolute: bool = False
    language: str = "en"
    coloured: Coloured = Coloured()
    new_future: NewFuture | None = None


class Ladder:
    """The chart of ``rows``, with the lifelines of ``names`` from left to right, in ``width`` cells."""

    def __init__(self, rows: LadderRows, names: Sequence[str], width: int, glyphs: Glyphs) -> None:
        self.rows = rows
        self.names = tuple(names)
        self.glyphs = glyphs
        self.has_states = rows.has_connections
        self.shape = shape(width, len(names), self.has_states)
        self.x = dict(zip(self.names, self.shape.xs, strict=True))

    # The head

    def head(self, position: int, device: str = "") -> list[Line]:
        """The names above the lifelines, beneath them the states of the connection that is at the reader's place.

        That of the ``device`` in hand is marked.
        """
        canvas = Canvas(self.shape.width, HEAD)
        connection = self.rows.connection or self.rows.journeys.connections.at(position)
        states = {}
        if connection is not None:
            states = {connection.names[side]: connection.state(side, position) for side in (0, 1)}
        if self._gap < _CLOSE:
            states = {name: SHORT_STATES.get(state, state) for name, state in states.items()}
        for index, name in enumerate(self.names):
            is_here = device == self.rows.journeys.actors.node_of(name)
            self._centred(canvas, index, 0, f" {name} " if is_here else name, Ink.HERE if is_here else Ink.TITLE)
            self._centred(canvas, index, 1, states.get(name, ""), Ink.STRONG)
            if not states.get(name):
                canvas.put(self.x[name], 1, self.glyphs.wire.upright, Ink.DIM)
        return canvas.lines()

    @property
    def _gap(self) -> int:
        """The cells from one lifeline to the next."""
        xs = self.shape.xs
        return xs[1] - xs[0] if len(xs) > 1 else self.shape.width

    def _centred(self, canvas: Canvas, index: int, y: int, text: str, ink: Ink) -> None:
        xs = self.shape.xs
        text = clip(text, max(3, self._gap - 1), self.glyphs.ellipsis)
        x = max(1, min(xs[index] - cells(text) // 2, self.shape.width - cells(text)))
        canvas.put(x, y, text, ink)

    # A row

    def line(self, index: int, here: Here) -> Line:
        """LadderRow ``index``."""
        if not 0 <= index < len(self.rows):
            return EMPTY
        row = self.rows[index]
        canvas = Canvas(self.shape.width, 1)
        current = self.rows.at(here.position)
        base = Ink.PLAIN
        if index > current:
            # What is to come is shown as it will be.
            base, here = Ink.DIM, here._replace(position=len(self.rows.trace))
        for x in self.shape.xs:
            canvas.put(x, 0, self.glyphs.wire.upright, Ink.DIM)
        if row.kind is RowKind.CALL:
            self._call(canvas, row, Ink.LAYER_7 if index <= current else Ink.DIM)
        elif row.journey is not None:
            ink = Ink.PACKET if index == current else base
            _Arrow(self, canvas, row, index, ink, here).draw()
        for journey in row.passing:
            self._passing(canvas, index, journey, here)
        self._states(canvas, row, min(self.rows.end(index), here.position), base)
        self._times(canvas, row, here)
        mark = None if here.new_future is None or row.journey is None else here.new_future.of_journey(row.journey)
        if mark is not None:
            canvas.put(_TIME if self.shape.has_left_times else 1, 0, mark, Ink.FUTURE)
        if index == current:
            canvas.put(0, 0, self.glyphs.cursor, Ink.POINTER)
        return canvas.lines()[0]

    def _passing(self, canvas: Canvas, index: int, journey: Journey, here: Here) -> None:
        """A packet that is on its way meanwhile: a point of a slanted line, where it meets another and no text."""
        way = self.way(journey, here)
        if way is None or self.rows.place(journey)[1] >= len(self.rows) or not self.meets(index, journey, here):
            return
        x = self._place(index, journey, way)
        slants = {" ", self.glyphs.falls, self.glyphs.falls_left, self.glyphs.crosses}
        if all(canvas.at(near, 0) in slants for near in (x - 1, x, x + 1)):
            is_flying = journey.sent < here.position <= max(journey.arrived, journey.lost)
            self.slant(canvas, x, way.slant, Ink.FLIGHT if is_flying else Ink.DIM)

    def meets(self, index: int, journey: Journey, here: Here) -> bool:
        """Whether a packet passes one that goes the other way, in a row or right beside it."""
        way = self.way(journey, here)
        if way is None or not self.rows.crosses(journey):
            return False
        row = self.rows[index]
        for other in (*row.passing, *([] if row.journey is None else [row.journey])):
            beside = self.way(other, here)
            if other is journey or beside is None or beside.step == way.step or not self.rows.crosses(other):
                continue
            apart = [
                (self._place(at, journey, way) - self._place(at, other, beside)) * way.step
                for at in (index - 1, index + 1)
            ]
            if apart[0] <= 0 <= apart[1]:
                return True
        return False

    def _place(self, index: int, journey: Journey, way: "Slope") -> int:
        """Where a packet is in a row, between where it leaves and where it comes."""
        begin, end = self.rows.place(journey)
        passed = max(0, min(index, end) - begin)
        return way.leaves + (way.comes - way.leaves) * passed // max(1, end - begin)

    def slant(self, canvas: Canvas, x: int, slant: str, ink: Ink) -> None:
        """Put a point of a slanted line on the row; where another goes the other way, they cross."""
        is_crossing = canvas.at(x, 0) in {self.glyphs.falls, self.glyphs.falls_left} - {slant}
        canvas.put(x, 0, self.glyphs.crosses if is_crossing else slant, ink)

    def way(self, journey: Journey, here: Here) -> "Slope | None":
        """How a packet is drawn that leaves on one row and comes on another."""
        begin = self.x.get(journey.source)
        if begin is None:
            return None
        end = self.x.get(journey.target)
        if end is None or end == begin:
            end = self.shape.xs[-1] if begin != self.shape.xs[-1] else self.shape.xs[0]
        if end == begin:
            return None
        step = 1 if end > begin else -1
        room = abs(end - begin) - 2
        number = str(self.rows.number(journey) or "")
        said = caption(journey, room * 3 // 5 - 4 - len(number), here.is_absolute, room - _SLANT)
        leaves = begin + step * min(cells(said) + 5, room - len(number))
        free = abs(end - leaves) - 5 - len(number) if self.rows.crosses(journey) else room * 3 // 5
        # What comes is told its name, even where what left had a long one.
        short = _fitting(brief(journey, here.is_absolute), max(free, room // 3))
        comes = end - step * min(cells(short) + 6 + len(number) if short else 3 + len(number), room)
        slant = self.glyphs.falls if step > 0 else self.glyphs.falls_left
        return Slope(begin, end, step, leaves, comes, said, short, slant, number)

    def gaps(self, x: int, step: int, is_timed: bool = True) -> list[tuple[int, int]]:
        """The free cells from ``x`` on in a direction, nearest first: where each gap begins and ends, inclusive.

        They end at lifelines, which nobody paints over; the last is the margin, without its time if there is one.
        """
        shape = self.shape
        lines = sorted((each for each in shape.xs if (each - x) * step > 0), key=lambda each: abs(each - x))
        edge = shape.has_left_times * _TIME
        if step > 0:
            edge = shape.width + 2 - (shape.has_right_times and is_timed) * _TIME
        found = []
        for at in (*lines, edge):
            begin, end = (x + 2, at - 2) if step > 0 else (at + 2, x - 2)
            if begin <= end:
                found.append((begin, end))
            x = at
        return found

    def write(self, canvas: Canvas, texts: Sequence[str], x: int, step: int, ink: Ink) -> bool:
        """Write the longest text that fits into a gap beside ``x``, near to it; whether one does."""
        gaps = self.gaps(x, step, is_timed=False)
        for text in texts:
            for begin, end in gaps:
                if cells(text) <= end - begin + 1:
                    canvas.put(begin if step > 0 else end + 1 - cells(text), 0, text, ink)
                    return True
        return False

    def _call(self, canvas: Canvas, row: LadderRow, ink: Ink) -> None:
        """A call beside its lifeline: towards the others, and never over another's."""
        x = self.x[row.actor]
        is_last = x == self.shape.xs[-1] and len(self.shape.xs) > 1
        texts, step = self._call_texts(row), -1 if is_last else 1
        gaps = [(begin, end, way) for way in (step, -step) for begin, end in self.gaps(x, way)[:1]]
        if not gaps:
            return
        # A call stays on its side, in fewer words if need be: on the other it would look like one of its neighbour.
        fitting = ((text, gap) for gap in gaps for text in texts if cells(text) <= gap[1] - gap[0] + 1)
        clipped = clip(texts[-1], gaps[0][1] - gaps[0][0] + 1, self.glyphs.ellipsis)
        text, (begin, end, way) = next(fitting, (clipped, gaps[0]))
        canvas.put(begin if way > 0 else end + 1 - cells(text), 0, text, ink)

    def _call_texts(self, row: LadderRow) -> tuple[str, ...]:
        """A call, or what it came to: with its place in the source, without it; what it came to also in short."""
        what = self.rows.trace.what[row.n]
        if isinstance(what, Call):
            return (f"$ {what.command}",)
        after = what.after if isinstance(what, Change) else None
        if after is None:
            return ("",)
        answer = _ANSWERS.get(after.phase, "{call}")
        said = answer.format(call=after.call, result=after.result)
        texts = (f"{said}  {after.file}:{after.line}", said)
        if after.phase not in _ANSWERS:
            return texts
        name = after.call.partition("(")[0] + "()"
        size = _SIZE.search(after.result)
        error = after.result.partition(":")[0] if after.phase == "raised" else ""
        return (*texts, answer.format(call=name, result=error or (size[1] if size else after.result)))

    def _states(self, canvas: Canvas, row: LadderRow, end: int, base: Ink) -> None:
        """The states that the ends have come to in this row up to record ``end``, each beside its line."""
        connection = row.connection
        if connection is None or not self.shape.state:
            return
        if connection.is_listener:
            end = min(end, row.begin + 1)  # that it ends is not shown: it says nothing about its connections
        ink = Ink.STRONG if base is Ink.PLAIN else base
        for side, name in enumerate(connection.names):
            state = connection.changed(side, row.begin, end)
            x = self.x.get(name)
            if not state or x is None:
                continue
            state = self.shape.name(state)
            places = [x - 1 - len(state), x + 2] if x != self.shape.xs[-1] else [x + 2, x - 1 - len(state)]
            free = (at for at in places if all(canvas.at(at + i, 0) == " " for i in range(-1, len(state) + 1)))
            at = next(free, None)
            if at is not None and 0 < at <= self.shape.width - len(state):
                canvas.put(at, 0, state, ink)

    def _times(self, canvas: Canvas, row: LadderRow, here: Here) -> None:
        """When something left or came: on the left of the first lifeline, on the right of the last of two."""
        trace, journey = self.rows.trace, row.journey
        moments = {row.actor: row.n}
        if journey is not None and row.kind is RowKind.DIRECT:
            moments = {journey.source: journey.sent}
            if journey.arrived < here.position:
                moments[journey.target] = journey.arrived
        elif journey is not None:
            moments = {journey.target if row.kind is RowKind.ARRIVED else journey.source: row.n}
        if not self.shape.has_right_times:
            moments = {self.names[0]: row.n}
        for name, shown, is_left in (
            (self.names[0], self.shape.has_left_times, True),
            (self.names[-1], self.shape.has_right_times, False),
        ):
            n = moments.get(name, NO_CAUSE)
            if shown and n != NO_CAUSE:
                text = seconds(trace.at[n])[:-3][: _TIME - 1]
                canvas.put(1 if is_left else self.shape.width - len(text), 0, text, Ink.DIM)


class Slope(NamedTuple):
    """The slanted line of a packet: from lifeline ``begin``, where it ``leaves`` its row, to where it ``comes``."""

    begin: int
    end: int
    step: int
    leaves: int
    comes: int
    said: str
    short: str
    slant: str
    number: str = ""


_SLANT = 9
"""Cells in which packets still cross that say a lot."""


def caption(journey: Journey, room: int, is_absolute: bool, most: int = 0) -> str:
    """The longest of a packet's captions for which there is room; "" where there is none.

    The blocks that a segment reports may take up to ``most`` cells: they are what such a segment is for.
    """
    marks = notes(journey)
    texts = captions(journey, is_absolute)
    ends = translated(journey)
    texts = (*(each + end for each in texts for end in ends), *texts)
    texts = (*(mark + each for mark in marks for each in texts[1:]), *texts)
    blocks = [text for text in texts if SACK in text]
    return _fitting(blocks, max(room, most)) or _fitting(texts, room)


def _fitting(texts: Sequence[str], room: int) -> str:
    return next((text for text in texts if cells(text) <= room), "")


class _Arrow:
    """One packet in one row."""

    def __init__(self, ladder: Ladder, canvas: Canvas, row: LadderRow, index: int, ink: Ink, here: Here) -> None:
        assert row.journey is not None
        self.ladder = ladder
        self.glyphs = ladder.glyphs
        self.canvas = canvas
        self.row = row
        self.index = index
        self.journey = row.journey
        self.here = here
        self.line = Ink.DIM if ink is Ink.PLAIN else ink
        self.text = ink
        self.bad = Ink.DIM if ink is Ink.DIM else Ink.BAD
        if ink is Ink.PLAIN:
            self.text = here.coloured.of(self.journey.packet) or ink_of(self.journey.packet)
        if ink is not Ink.DIM and (self.journey.is_again or self.journey.is_copy):
            self.text = Ink.CHANGED
        self.way = ladder.way(self.journey, here)

    def draw(self) -> None:
        way = self.way
        if way is None:
            return
        kind = self.row.kind
        is_under_way = kind is RowKind.DIRECT and max(self.journey.arrived, self.journey.lost) >= self.here.position
        if kind is RowKind.SENT or is_under_way:
            self._stroke(way.begin + way.step, way.leaves - way.step, way.said)
            self.ladder.slant(self.canvas, way.leaves, way.slant, self.line)
            self._number(way.leaves, way)
        elif kind is RowKind.ARRIVED:
            if self.ladder.meets(self.index, self.journey, self.here):
                self.ladder.slant(self.canvas, way.comes, way.slant, self.line)
            begin = way.comes + way.step
            self._stroke(begin, way.end - way.step, "")
            if way.short:
                self._stroke(begin, way.end - way.step * (len(way.number) + 3 if way.number else 1), way.short)
            self._number(way.end - (len(way.number) + 2) * way.step, way)
            self._head(way.end, way.step)
        elif kind is RowKind.LOST:
            self._lost(way.comes, way.step)
        elif self.journey.lost != NO_CAUSE:
            self._direct_loss(way)
        else:
            self._direct(way)

    def _direct(self, way: Slope) -> None:
        reached = [self.ladder.x[name] for name in self.journey.reached if name in self.ladder.x] or [way.end]
        for step in (1, -1):
            ends = [x for x in reached if (x - way.begin) * step > 0]
            if ends:
                # A packet for several is named before the first of them.
                near, *others = sorted(ends, key=lambda x: abs(x - way.begin))
                room = abs(near - way.begin)
                text = caption(self.journey, room - 8, self.here.is_absolute)
                text = text or caption(self.journey, room - 5, self.here.is_absolute)
                self._stroke(way.begin + step, near - step, text)
                for x in others:
                    self._stroke(near, x - step, "")
                for x in ends:
                    self._head(x, step)

    def _number(self, x: int, way: Slope) -> None:
        """The number of a long flight, right behind a cell in the direction of the flight."""
        self.canvas.put(x + 1 if way.step > 0 else x - len(way.number), 0, way.number, self.text)

    def _direct_loss(self, way: Slope) -> None:
        place = self.ladder.x.get(self.ladder.rows.trace[self.journey.lost].node)
        gap = abs(way.end - way.begin)
        room = gap * 3 // 4 if place is None else max(0, abs(place - way.begin) - 1)
        if place is None and len(self.ladder.names) < 3:
            # Where a shorter caption leaves room for the reason, both stand between the lifelines.
            words = title(self.ladder.rows.trace[self.journey.lost].why.rule, self.here.language)
            if caption(self.journey, gap - cells(words) - 9, self.here.is_absolute):
                room = gap - cells(words) - 4
        text = caption(self.journey, room - 4, self.here.is_absolute)
        if room > 1:
            self._stroke(way.begin + way.step, way.begin + way.step * (room - 1), text)
        self._lost(way.begin + way.step * max(1, room), way.step)

    def _lost(self, x: int, step: int) -> None:
        """The end of a packet that did not come, and behind it where that was, or why."""
        self.canvas.put(x, 0, self.glyphs.lost, self.bad)
        record = self.ladder.rows.trace[self.journey.lost]
        words = title(record.why.rule, self.here.language)
        told = (f"{words}: {record.node}", words, said(_LOST, self.here.language))
        if self.row.kind is not RowKind.LOST:
            self.ladder.write(self.canvas, told, x, step, self.bad)
            return
        names = brief(self.journey, self.here.is_absolute)
        whole = [f"{names[0]}, {each}" for each in told[:-1]]
        if self.ladder.write(self.canvas, whole, x, step, self.bad):
            return
        # What it was stands beside the mark, and why behind the next lifeline.
        begin, end = next(iter(self.ladder.gaps(x, step)), (x, x))
        name = _fitting(names, end - begin + 1)
        self.canvas.put(begin if step > 0 else end + 1 - cells(name), 0, name, self.bad)
        beyond = [each for each in self.ladder.shape.xs if (each - x) * step > 0]
        if beyond:
            nearest = min(beyond, key=lambda each: abs(each - x))
            self.ladder.write(self.canvas, told, nearest, step, self.bad)

    def _stroke(self, first: int, last: int, text: str) -> None:
        """A line between two cells, both of them included, with a text in its middle."""
        wire = self.glyphs.wire_lit if self.line is Ink.PACKET else self.glyphs.wire
        begin, end = min(first, last), max(first, last)
        for x in range(begin, end + 1):
            is_crossing = x in self.ladder.shape.xs
            self.canvas.put(x, 0, wire.crossing if is_crossing else wire.across, self.line)
        if text:
            at = begin + max(1, (end - begin + 1 - cells(text)) // 2)
            self.canvas.put(at - 1, 0, f" {text} ", self.text)

    def _head(self, x: int, step: int) -> None:
        refused = NO_CAUSE < self.journey.refused < self.here.position
        head = self.glyphs.lost if refused else self.glyphs.right if step > 0 else self.glyphs.left
        self.canvas.put(x - step, 0, head, self.bad if refused else self.text)
