"""Two branches of time side by side: totals, the first difference and why, packets in pairs, rows at the cursor."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.branches.compare import Comparison, First, RowPair, compare
from sim.branches.pairing import Pair
from sim.explain import sentence
from sim.packets import telling
from sim.patterns.pattern import packet_of
from sim.quantities import seconds
from sim.session import Session
from sim.trace.records import Change
from sim.trace.trace import Trace
from tui.model.network.wiring import Wiring
from tui.model.reader.rows import describe
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, clip, fit, line, wrap
from tui.model.text.words import told

_MOST_SAME = 2
"""So many packets around a difference are shown that are the same in both."""
_MOST_CHAIN = 6
"""Records of a chain of causes that are told."""
_MOST_ROWS = 200


_INKS = (Ink.BAD, Ink.ADDED)
"""Of the two sides."""


def first_told(first: First, language: str) -> str:
    """Which record of two runs differs first, and in what."""
    if "kind" in first.in_what:
        return told(words.FIRST_OTHER, language, number=first.n)
    what = told(words.COMMA, language).join(told(words.COMPARED[name], language) for name in first.in_what)
    return told(words.FIRST_DIFFERENCE, language, number=first.n, what=what)


class Side(NamedTuple):
    """A branch that has been run: its name, and how many of its records have happened at the time in hand."""

    name: str
    session: Session
    position: int


class Sides:
    """What a page of two branches shows, in a width; ``-`` and ``+`` mark the sides."""

    def __init__(self, a: Side, b: Side, wiring: Wiring, glyphs: Glyphs, language: str) -> None:
        self._sides = (a, b)
        self._wiring = wiring
        self._glyphs = glyphs
        self._language = language
        self.found: Comparison = compare(a.session.trace, b.session.trace, (a.position, b.position))

    def lines(self, room: int) -> list[Line]:
        """All lines of the page."""
        if self.found.first is None:
            return [line(told(words.ALL_THE_SAME, self._language))]
        parts = (self._first(room), self._packets(room), self._rows(room), self._outcomes(room))
        lines: list[Line] = [*self._totals(room)]
        for part in parts:
            found = list(part)
            lines += [EMPTY, *found] if found else []
        return lines

    def _totals(self, room: int) -> Iterator[Line]:
        counts = (
            sum(pair.a is not None for pair in self.found.packets),
            sum(pair.b is not None for pair in self.found.packets),
        )
        texts = [
            told(
                words.TOTALS,
                self._language,
                sign=sign,
                packets=count,
                records=side.session.trace.happened,
                name=side.name,
            )
            for sign, side, count in zip("-+", self._sides, counts, strict=True)
        ]
        for text, ink in zip(texts, _INKS, strict=True):
            yield line(Span(clip(text, room, self._glyphs.ellipsis), ink))
        yield from wrap(line(Span(told(words.SIGNS_COMPARED, self._language), Ink.DIM)), room)

    # Why they part

    def _first(self, room: int) -> Iterator[Line]:
        assert self.found.first is not None
        n, _ = self.found.first
        ways = [side.session.trace.causes(n)[::-1] if n < len(side.session.trace) else [] for side in self._sides]
        yield line(Span(first_told(self.found.first, self._language), Ink.TITLE))
        # What came before is the same in both.
        shared = sorted({m for way in ways for m in [each for each in way if each < n][-_MOST_SAME:]})
        for m in shared:
            yield from self._record("=", self._sides[0], m, room, Ink.PLAIN)
        for sign, side, way, ink in zip("-+", self._sides, ways, _INKS, strict=True):
            for m in [each for each in way if each >= n][-_MOST_CHAIN:]:
                yield from self._record(sign, side, m, room, ink)
            if not way:
                yield line(Span(told(words.RUN_OVER, self._language, sign=sign), ink))

    def _record(self, sign: str, side: Side, n: int, room: int, ink: Ink) -> Iterator[Line]:
        trace = side.session.trace
        record = trace[n]
        is_device = record.port and ":" not in record.port
        place = f"{record.node}:{record.port}" if is_device else record.node
        what = record.what
        text = self._row(what) if isinstance(what, Change) else self._told(trace, n, room)
        head = f"{sign} {seconds(record.at)} {place}  "
        yield from wrap(line(Span(head, ink), text), room, 4)
        reason = sentence(record.why, self._language, record.what)
        yield from wrap(line(Span(f"    {reason}", Ink.DIM)), room, 4)

    # Packets

    def _packets(self, room: int) -> Iterator[Line]:
        pairs = self.found.packets
        shared = sum(pair.a is not None and pair.b is not None for pair in pairs)
        only = [sum(pair.b is None for pair in pairs), sum(pair.a is None for pair in pairs)]
        changed = sum(pair.is_changed for pair in pairs)
        title = told(words.PACKETS_COMPARED, self._language, both=shared, left=only[0], right=only[1], changed=changed)
        yield line(Span(title, Ink.TITLE))
        differs = [n for n, pair in enumerate(pairs) if None in pair or pair.is_changed]
        near = {m for n in differs for m in range(n - _MOST_SAME, n + _MOST_SAME + 1)}
        numbers = (self._numbers(0), self._numbers(1))
        skipped = 0
        for n, pair in enumerate(pairs):
            if n not in near:
                skipped += 1
                continue
            if skipped:
                yield self._same(skipped)
                skipped = 0
            yield self._pair(pair, numbers, room)
        if skipped:
            yield self._same(skipped)

    def _same(self, count: int) -> Line:
        return line(Span(f"= {self._glyphs.ellipsis} {told(words.THE_SAME, self._language, count=count)}", Ink.DIM))

    def _numbers(self, side: int) -> dict[int, int]:
        """The packet's number by its record."""
        records = sorted(n for pair in self.found.packets if (n := pair[side]) is not None)
        return {n: number for number, n in enumerate(records, 1)}

    def _pair(self, pair: Pair, numbers: Sequence[dict[int, int]], room: int) -> Line:
        texts = ["", ""]
        half = self._half(room)
        signs = ("-", "+") if None in pair else ("~", "~") if pair.is_changed else ("=", "=")
        for side, n in enumerate((pair.a, pair.b)):
            if n is not None:
                trace = self._sides[side].session.trace
                spot = trace.spots[trace.spot[n]]
                beyond = self._wiring.beyond((spot.node, spot.port))
                way = spot.node if beyond is None else f"{spot.node}{self._glyphs.goes}{beyond[0]}"
                lead = f"{signs[side]}{numbers[side][n]:>4} {seconds(trace.at[n])[:-3]} {way} "
                texts[side] = lead + self._told(trace, n, half - cells(lead))
        inks = _INKS if None in pair else (Ink.CHANGED, Ink.CHANGED) if pair.is_changed else (Ink.PLAIN, Ink.PLAIN)
        return self._beside(texts[0], texts[1], room, inks[0], inks[1])

    def _told(self, trace: Trace, n: int, room: int) -> str:
        packet = packet_of(trace, n)
        if packet is None:
            return trace[n].kind.label
        names = telling.brief(packet, None)
        full = str(telling.summary(packet))
        return next((each for each in (full, *names) if cells(each) <= room), names[-1])

    # Rows

    def _rows(self, room: int) -> Iterator[Line]:
        lines = [each for row in self.found.rows[:_MOST_ROWS] for each in self._beside_or_changed(row, room)]
        if lines:
            yield line(Span(told(words.TABLES_COMPARED, self._language), Ink.TITLE))
        yield from lines
        if len(self.found.rows) > _MOST_ROWS:
            yield self._same(len(self.found.rows) - _MOST_ROWS)

    def _beside_or_changed(self, row: RowPair, room: int) -> Iterator[Line]:
        """What a row that both have says otherwise, from the one to the other; a row of one alone on its side."""
        node, table, key, a, b = row
        text = self._row(Change(table, key, a, b))
        if a is not None and b is not None:
            yield from wrap(line(Span(f"~ {node} {text}", Ink.CHANGED)), room, 4) if text else ()
            return
        text = self._row(Change(table, key, None, b if a is None else a))
        yield self._beside(
            f"- {node} {text}" if b is None else "", f"+ {node} {text}" if a is None else "", room, *_INKS
        )

    def _row(self, change: Change) -> str:
        return describe(change, True, language=self._language)

    def _outcomes(self, room: int) -> Iterator[Line]:
        left, right = ({each.text: each.ok for each in side.session.check()} for side in self._sides)
        found = [(text, ok) for text, ok in left.items() if text in right and ok != right[text]]
        if found:
            yield line(Span(told(words.TRUE_ONLY_IN, self._language), Ink.TITLE))
        for text, ok in found:
            yield from wrap(line(Span(f"{'-' if ok else '+'} {text}", _INKS[not ok])), room, 2)

    # Two columns

    def _half(self, room: int) -> int:
        return (room - 1) // 2

    def _beside(self, one: str, other: str, room: int, ink: Ink, other_ink: Ink) -> Line:
        half, ellipsis = self._half(room), self._glyphs.ellipsis
        return line(
            Span(fit(one, half, ellipsis), ink),
            Span(self._glyphs.wire.upright, Ink.DIM),
            Span(clip(other, half, ellipsis), other_ink),
        )
