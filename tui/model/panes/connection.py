"""A connection in numbers: the variables of RFC 9293 3.3.1 of both ends, their buffers as bars, their timers."""

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sim import explain
from sim.explain.facts import duration
from sim.languages import Wording, said
from sim.transport.tcp.machine.rows import CONNECTIONS, RECEIVING, SENDING, TIMERS
from sim.transport.tcp.tables import threshold
from tui.model.conversation.tcp import Conversation
from tui.model.panes.sheets import Sheet
from tui.model.reader.changes import Changes
from tui.model.reader.player import Scene
from tui.model.reader.rows import relative
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, clip_line, line, width, wrap
from tui.model.text.words import told

_BESIDE = 52
"""Cells from which on the two ends stand side by side."""
_NAME = 9
_DONE_CELLS = 3
"""Cells for the octets that are acknowledged, however many they are."""


def connection_sheet(scene: Scene, width: int, height: int) -> Sheet:
    """The variables, buffers and timers of both ends of the connection in view."""
    return Sheet(connection_page(scene, width), scene.about_connection)


class Stretch(NamedTuple):
    """A stretch of a buffer, in octets."""

    length: int
    shade: str
    ink: Ink


def bar(parts: Sequence[Stretch], room: int) -> Line:
    """Stretches in proportion, in ``room`` cells; one that is not empty has a cell, as far as there are so many."""
    parts = [part for part in parts if part.length > 0]
    total = sum(part.length for part in parts)
    octets = list(itertools.accumulate(part.length for part in parts))
    if len(parts) > room:
        shown = (parts[bisect_right(octets, total * x // room)] for x in range(room))
        return tuple(Span(part.shade, part.ink) for part in shown)
    ends = [end * room // total for end in octets]
    sizes = [max(1, end - begin) for begin, end in itertools.pairwise((0, *ends))]
    while sum(sizes) > room and max(sizes) > 1:
        sizes[sizes.index(max(sizes))] -= 1
    return tuple(Span(part.shade * size, part.ink) for part, size in zip(parts, sizes, strict=True))


def connection_page(scene: Scene, room: int) -> list[Line]:
    """The connection in scene, in ``room`` cells."""
    connection = scene.connection
    if connection is None:
        return [line(Span(told(words.NO_CONNECTION, scene.player.language), Ink.DIM))]
    sides = (0,) if connection.is_listener else (0, 1)
    if room < _BESIDE:
        return [each for side in sides for each in (*_End(scene, connection, side, room).lines(), EMPTY)]
    gap = f" {scene.player.glyphs.wire.upright} "
    half = (room - len(gap)) // 2
    columns = [_End(scene, connection, side, half).lines() for side in sides]
    height = max(map(len, columns))
    filled = [[_filled(each, half) for each in (*column, *[EMPTY] * (height - len(column)))] for column in columns]
    rows = zip(*filled, strict=True)
    return [line(*(span for each in row for span in (*each, Span(gap, Ink.DIM))))[:-1] for row in rows]


def _filled(each: Line, room: int) -> Line:
    clipped = clip_line(each, room)
    return line(*clipped, " " * (room - width(clipped)))


class _End:
    """One end of a connection, at the cursor."""

    def __init__(self, scene: Scene, connection: Conversation, side: int, room: int) -> None:
        self.glyphs: Glyphs = scene.player.glyphs
        self.room = room
        self.language = scene.player.language
        self.now = scene.cursor.now
        self.node = connection.nodes[side]
        self.name = connection.names[side].removesuffix(f":{connection.sockets[side][1]}")
        self.socket = connection.sockets[side]
        self.state = connection.state(side, scene.position)
        self.is_absolute = scene.player.is_absolute
        key = connection.key(side)
        self.rows: dict[str, Any] = {}
        self.before: dict[str, Any] = {}
        changes: Changes = scene.changes
        for table in (CONNECTIONS, SENDING, RECEIVING):
            self.rows[table] = scene.cursor.world.table(self.node, table).get(key)
            change = changes.get((self.node, table), {}).get(key)
            if change is not None:
                self.before[table] = change.before

    def lines(self) -> list[Line]:
        name = Span(f"{self.name or self.socket[0]}", Ink.TITLE)
        head = line(name, Span(f":{self.socket[1]} ", Ink.DIM), Span(self.state, Ink.STRONG))
        return [head, *self._sends(), *self._receives(), *self._timers()]

    def _sends(self) -> Iterator[Line]:
        row = self.rows[SENDING]
        if row is None:
            return
        iss = self.rows[CONNECTIONS].iss if self.rows[CONNECTIONS] is not None else 0
        yield line(Span(told(words.SENDS, self.language), Ink.STRONG))
        for name in ("snd_una", "snd_nxt"):
            yield self._number(SENDING, name, iss)
        yield self._plain(SENDING, "snd_wnd")
        yield from self._send_buffer(row, iss)
        windows = line(*self._plain(SENDING, "cwnd"), "  ", *self._plain(SENDING, "ssthresh", 0))
        yield from wrap(windows, self.room, _NAME)
        repeats = told(words.DUPLICATE_ACKS, self.language, count=row.dup_acks) if row.dup_acks else ""
        yield line(" " * _NAME, self._span(SENDING, "phase", row.phase), Span(repeats, Ink.CHANGED))
        times = [Span(f"{'rto':<{_NAME}}", Ink.DIM), self._span(SENDING, "rto", self._span_of_time(row.rto))]
        for name in ("srtt", "rttvar"):
            if getattr(row, name) is not None:
                times += [
                    Span(f"  {name} ", Ink.DIM),
                    self._span(SENDING, name, self._span_of_time(getattr(row, name))),
                ]
        yield from wrap(line(*times), self.room, _NAME)

    def _send_buffer(self, row: Any, iss: int) -> Iterator[Line]:
        """What is in flight and what waits; a mark is where the peer's window or the congestion window ends."""
        done, full, apart, free = self.glyphs.shades
        allowed = row.snd_una + min(row.snd_wnd, row.cwnd)
        flight, waits = row.snd_nxt - row.snd_una, max(0, row.written - row.snd_nxt)
        sacked = sum(end - begin for begin, end in row.sacked)
        open_to = max(0, allowed - row.snd_nxt)
        inside = [
            Stretch(flight - sacked, full, Ink.TCP),
            Stretch(sacked, done, Ink.GOOD),
            Stretch(min(waits, open_to), apart, Ink.CHANGED),
            Stretch(max(0, open_to - waits), free, Ink.DIM),
        ]
        beyond = max(0, waits - open_to)
        before = (Span(done * _DONE_CELLS, Ink.DIM),) if row.snd_una > iss + 1 else ()
        room = self.room - len(before) * _DONE_CELLS - 1
        room_beyond = room * beyond // max(1, flight + open_to + beyond)
        mark = Span(self.glyphs.wire_lit.upright, Ink.STRONG)
        outside = bar([Stretch(beyond, apart, Ink.CHANGED)], max(room_beyond, min(1, beyond)))
        yield line(*before, *bar(inside, room - width(outside)), mark, *outside)
        acknowledged = max(0, row.snd_una - iss - 1)
        legend = [(done, Ink.DIM, acknowledged, words.ACKNOWLEDGED), (full, Ink.TCP, flight, words.IN_FLIGHT)]
        legend += [(done, Ink.GOOD, sacked, words.SACKED)] if sacked else []
        legend += [(free, Ink.DIM, open_to, words.MAY_BE_SENT), (apart, Ink.CHANGED, waits, words.WAIT)]
        yield from self._legend(legend)

    def _receives(self) -> Iterator[Line]:
        row = self.rows[RECEIVING]
        if row is None:
            return
        base = self.rows[CONNECTIONS].irs if self.rows[CONNECTIONS] is not None else None
        yield line(Span(told(words.RECEIVES, self.language), Ink.STRONG))
        if base is not None:
            yield self._number(RECEIVING, "rcv_nxt", base)
        yield self._plain(RECEIVING, "rcv_wnd")
        _, full, apart, free = self.glyphs.shades
        parts, at = [Stretch(row.unread, full, Ink.LAYER_4)], row.rcv_nxt
        for begin, end in sorted(row.waiting):
            parts += [Stretch(begin - at, free, Ink.DIM), Stretch(end - begin, apart, Ink.CHANGED)]
            at = end
        parts.append(Stretch(row.rcv_nxt + row.rcv_wnd - at, free, Ink.DIM))
        yield bar(parts, self.room)
        ahead = sum(end - begin for begin, end in row.waiting)
        legend = [(full, Ink.LAYER_4, row.unread, words.UNREAD)]
        legend += [(apart, Ink.CHANGED, ahead, words.BEHIND_A_GAP)] if ahead else []
        yield from self._legend([*legend, (free, Ink.DIM, row.rcv_wnd - ahead, words.FREE)])

    def _legend(self, entries: Sequence[tuple[str, Ink, int, Wording]]) -> list[Line]:
        """What the shades mean, and how much of each there is; as many beside each other as there is room for."""
        lines: list[list[Span]] = [[]]
        for shade, ink, octets, text in entries:
            named = f" {octets} {told(text, self.language)}"
            if lines[-1] and width(lines[-1]) + 3 + cells(named) > self.room:
                lines.append([])
            gap = "  " if lines[-1] else ""
            lines[-1] += [Span(gap), Span(shade, ink), Span(named, Ink.DIM)]
        return [line(*each) for each in lines]

    def _timers(self) -> Iterator[Line]:
        for field, (table, name) in TIMERS.items():
            row = self.rows[table]
            deadline = None if row is None else getattr(row, field)
            if deadline is not None:
                when = relative(deadline - self.now, self.language)
                yield line(
                    Span(f"{self.glyphs.dot} {said(name, self.language)} ", Ink.DIM), self._span(table, field, when)
                )

    def _span_of_time(self, ns: int) -> str:
        return duration(ns, explain.words(self.language))

    def _number(self, table: str, name: str, base: int) -> Line:
        """A sequence number: from the initial one, and as it is on the wire."""
        value = getattr(self.rows[table], name)
        own, wire = f"{value - base}", f"{value & 0xFFFFFFFF}"
        shown, other = (wire, own) if self.is_absolute else (own, wire)
        return line(Span(f"{name:<{_NAME}}", Ink.DIM), self._span(table, name, shown), Span(f"  ({other})", Ink.DIM))

    def _plain(self, table: str, name: str, room: int = _NAME) -> Line:
        value = getattr(self.rows[table], name)
        text = threshold(value) if name == "ssthresh" else f"{value}"
        return line(Span(f"{name:<{room}}" if room else f"{name} ", Ink.DIM), self._span(table, name, text))

    def _span(self, table: str, name: str, text: str) -> Span:
        """A value, marked where this step changed it."""
        before = self.before.get(table)
        is_same = before is not None and getattr(before, name) == getattr(self.rows[table], name)
        return Span(text, Ink.CHANGED if table in self.before and not is_same else Ink.PLAIN)
