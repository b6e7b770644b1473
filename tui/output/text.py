"""A run as text: one line a packet, as tcpdump would print it, and beneath it what it changed."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import cast

from sim import explain, registry
from sim.link.ethernet.pdu import Damaged, Frame
from sim.link.ethernet.view import link_header
from sim.packets.past import marks
from sim.packets.telling import summary
from sim.patterns.pattern import Links
from sim.pdu.base import Pdu
from sim.quantities import seconds
from sim.trace.nearest import SENT, nearest
from sim.trace.records import NO_CAUSE, Call, Change, ConsoleLine, Kind, Record
from sim.trace.trace import Trace
from tui.model.packets.origins import ABSOLUTE, Flows, Origin
from tui.model.reader.reasons import decisions
from tui.model.reader.rows import Bases, describe
from tui.output.paint import Paint, plain

_MARGIN = " " * 6
_INDENT = " " * 4
_MOST_HIDDEN = 16
"""Records of its own bookkeeping that a host may make in one call."""
_FATES = {
    Kind.FRAME_DUPLICATED: "duplicated",
    Kind.FRAME_DAMAGED: "damaged",
    Kind.FRAME_DROPPED: "lost",
}


class Detail(IntEnum):
    """How much is told."""

    PACKETS = 0
    CHANGES = 1
    """Also commands and what they print, changes of tables, and what is dropped and why."""
    REASONS = 2
    """Also the reason of each of these."""
    EVERYTHING = 3
    """Also receptions, decisions, timers and the configuration: every record."""


_FROM = {
    Kind.FRAME_DUPLICATED: Detail.REASONS,  # marked at the packet itself
    **dict.fromkeys(
        (Kind.FRAME_QUEUED, Kind.FRAME_RECEIVED, Kind.DECISION, Kind.RESULT, Kind.CALL_BLOCKED), Detail.EVERYTHING
    ),
}
_WITH_REASON = frozenset({Kind.FRAME_DROPPED, Kind.PACKET_DROPPED, Kind.FRAME_DAMAGED, Kind.STATE_CHANGED})
"""Kinds that say little without their reason."""
_CALLS = frozenset({Kind.CALL_ENTERED, Kind.CALL_BLOCKED, Kind.CALL_RETURNED, Kind.CALL_RAISED})
_WITHOUT_REASON = frozenset({Kind.CALL, Kind.OUTPUT}) | _CALLS


class TextLines:
    """Turns records into lines; a packet has the number that ``tables --step`` and the player know it by."""

    def __init__(
        self,
        trace: Trace,
        links: Links,
        detail: Detail = Detail.CHANGES,
        *,
        link_header: bool = False,
        absolute: bool = False,
        paint: Paint = plain,
        width: int | None = None,
        language: str = "en",
    ) -> None:
        self._trace = trace
        self._links = links
        self._peers = {end: f"{a}:{b}" for ends in links.values() for end, (a, b) in (ends, ends[::-1])}
        self._ends_width = max((len(f"{a}:{b} > {peer}") for (a, b), peer in self._peers.items()), default=0)
        self._detail = detail
        self._link_header = link_header
        self._flows = None if absolute else Flows(trace, links)
        self._bases = None if absolute else Bases(trace)
        self._hidden = {name for name, table in registry.tables().items() if table.is_bookkeeping}
        self._paint = paint
        self._width = width
        self._language = language
        self._sent = nearest(trace, SENT)
        self._numbers: dict[int, int] = {}
        self._in_hand: int | None = None
        self._time = -1

    def lines(self, start: int, stop: int) -> Iterator[str]:
        """The lines of records ``start`` to ``stop``, that one not included; without line ends.

        Both are to lie between two events, so that what happens to a frame as it is sent is known.
        """
        trace = self._trace
        for n in range(start, stop):
            if trace.kind[n] == Kind.FRAME_SENT:
                self._in_hand = self._numbers[n] = len(self._numbers) + 1
                yield self._packet(trace[n])
                if self._detail >= Detail.REASONS:
                    # Where everything is told, decisions have lines of their own.
                    for m in () if self._detail == Detail.EVERYTHING else decisions(trace, n):
                        yield from self._reason(trace[m])
                    yield from self._reason(trace[n])
            elif self._detail == Detail.EVERYTHING or (self._detail >= Detail.CHANGES and n >= trace.configured):
                yield from self._happening(trace[n])

    @property
    def packets(self) -> int:
        """How many packets there were so far."""
        return len(self._numbers)

    # Packets

    def _packet(self, record: Record) -> str:
        paint, frame = self._paint, cast(Frame, record.what)
        found = summary(frame, self._origin(record))
        place = f"{record.node}:{record.port}"
        peer = self._peers.get((record.node, record.port))
        ends = f"{place} > {peer}" if peer is not None else place  # what a device sends to itself comes in there
        if self._link_header:
            found = found._replace(line=f"{link_header(frame)}{found.line}", tags=())
        marks = "".join(f" [{mark}]" for mark in self._marks(record.n))
        self._time = record.at
        return (
            f"{self.packets:>4}  {paint('time', f'{seconds(record.at):>11}')} {ends:<{self._ends_width}}  "
            f"{paint(found.style, str(found))}{paint('mark', marks) if marks else ''}"
        )

    def _origin(self, record: Record) -> Origin:
        """From where the numbers of a record's segment are counted."""
        return ABSOLUTE if self._flows is None else self._flows.of_packet(record.n)

    def _marks(self, n: int) -> Iterator[str]:
        """What happens to a frame as it is sent; the records of that follow at once."""
        trace = self._trace
        yield from marks(trace, n)
        cause = trace.cause[n]
        if cause != NO_CAUSE and trace.kind[cause] == Kind.FRAME_QUEUED:
            yield f"queued {seconds(trace.at[n] - trace.at[cause])}"
        copies = {n}
        for m in range(n + 1, min(n + 4, len(trace))):
            mark = _fate(Kind(trace.kind[m]), trace.what[m])
            if mark is None or trace.cause[m] not in copies or trace.at[m] != trace.at[n]:
                return
            copies.add(m)
            yield mark

    # What is beneath them

    def _happening(self, record: Record) -> Iterator[str]:
        kind = record.kind
        if self._detail < _FROM.get(kind, Detail.CHANGES):
            return
        text = self._told(record)
        if not text:
            return
        stamp = " " * 11
        if record.at != self._time:
            self._time = record.at
            stamp = self._paint("time", f"{seconds(record.at):>11}")
        yield f"{_MARGIN}{stamp} {'' if kind in _WITHOUT_REASON else _INDENT}{text}"
        if kind in _WITH_REASON or (self._detail >= Detail.REASONS and kind not in _WITHOUT_REASON):
            yield from self._reason(record)
        if self._number(record) != self._in_hand:
            self._in_hand = None  # something else came between: "it" would be read as that

    def _told(self, record: Record) -> str:
        """What happened; "" where that is not to be told."""
        if record.kind.is_frame or record.kind is Kind.PACKET_DROPPED:
            return self._moved(record)
        what = record.what
        if isinstance(what, Call):
            if record.kind is Kind.RESULT:
                return f"{record.node} ends {what.command}: {what.text}"
            return self._paint("command", f"{record.node}$ {what.command}")
        if record.kind is Kind.OUTPUT:
            line = cast(ConsoleLine, cast(Change, what).after).text
            return f"{self._paint('command', f'{record.node}|')} {line}".rstrip()
        if record.kind in _CALLS:
            return self._called(record)
        return self._changed(record) if isinstance(what, Change) else f"{record.node} decides"

    def _called(self, record: Record) -> str:
        """A program's call as strace shows it: in one line where nothing comes between the call and its end."""
        thread = cast(Change, record.what).after
        call = f"{record.node}> {thread.file}:{thread.line} {thread.call}"
        match record.kind:
            case Kind.CALL_ENTERED:
                return "" if self._is_answered_at_once(record) else self._paint("command", call)
            case Kind.CALL_BLOCKED:
                return f"{call} waits"
        result = f" = {thread.result}" if record.kind is Kind.CALL_RETURNED else f" raises {thread.result}"
        return self._paint("command", call) + (result if thread.result else "")

    def _is_answered_at_once(self, call: Record) -> bool:
        """Whether nothing is told between a call and its end."""
        trace, key = self._trace, cast(Change, call.what).key
        if self._detail == Detail.EVERYTHING:
            return False
        for n in range(call.n + 1, min(call.n + _MOST_HIDDEN, len(trace))):
            what = trace.what[n]
            if trace.kind[n] in (Kind.CALL_RETURNED, Kind.CALL_RAISED):
                return isinstance(what, Change) and what.key == key
            if not isinstance(what, Change) or what.table not in self._hidden:
                return False
        return False

    def _moved(self, record: Record) -> str:
        """What became of a frame or datagram."""
        paint, it = self._paint, self._it(record)
        place = f"{record.node}:{record.port}" if record.port else record.node
        match record.kind:
            case Kind.FRAME_QUEUED:
                return f"{place} queues {summary(cast(Frame, record.what), self._origin(record))}"
            case Kind.FRAME_RECEIVED:
                return f"{place} receives {it}"
            case Kind.FRAME_DUPLICATED | Kind.FRAME_DAMAGED:
                return paint("mark", f"{it} is {_fate(record.kind, record.what)} on {record.node}")
        is_lost = record.node in self._links
        return paint("drop", f"{it} is lost on {record.node}" if is_lost else f"{place} drops {it}")

    def _changed(self, record: Record) -> str:
        change = cast(Change, record.what)
        everything = self._detail == Detail.EVERYTHING
        if change.table in self._hidden and not everything:
            return ""
        text = describe(change, not everything, None if self._bases is None else self._bases.of(record.n))
        if not text:
            return ""
        style = "added" if change.before is None else "removed" if change.after is None else "changed"
        who = "" if change.key == record.node else f"{record.node} "  # a link that tells of itself
        return self._paint(style, f"{who}{text}{' (expired)' if record.kind is Kind.ROW_EXPIRED else ''}")

    def _it(self, record: Record) -> str:
        """The packet that a record is about: "it" where the lines above are about nothing else."""
        number = self._number(record)
        if number is not None:
            return "it" if number == self._in_hand else f"packet {number}"
        return "a packet" if isinstance(record.what, Change | Call | None) else str(summary(record.what))

    def _number(self, record: Record) -> int | None:
        """The number of the packet that a record is about, or comes from."""
        n = self._sent.of(record.n)
        carried = None if n == NO_CAUSE else getattr(self._trace.what[n], "payload", None)
        if isinstance(record.what, Pdu) and not isinstance(record.what, Frame) and record.what is not carried:
            return None  # no frame has carried it yet, as with the answer to the packet above
        return self._numbers.get(n)

    def _reason(self, record: Record) -> Iterator[str]:
        clause = record.why.rule.clause
        text = f"{explain.sentence(record.why, self._language, record.what)}{f' [{clause}]' if clause else ''}"
        margin = _MARGIN + " " * 12 + _INDENT * 2
        lines = [text] if self._width is None else _wrapped(text, max(20, self._width - len(margin)))
        return (margin + self._paint("why", line) for line in lines)


def chain_lines(trace: Trace, links: Links, records: Iterable[int], language: str = "en") -> Iterator[str]:
    """Records of a chain of causes, from the earliest on, each with its reason."""
    lines = TextLines(trace, links, Detail.EVERYTHING, language=language)
    done = 0
    for n in records:
        for _ in lines.lines(done, n):
            pass
        yield from lines.lines(n, n + 1)
        done = n + 1


def _wrapped(text: str, width: int) -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 - only a terminal has a width

    return wrap(text, width)


def _fate(kind: Kind, what: object) -> str | None:
    """What befalls a frame on a link."""
    return "changed" if kind is Kind.FRAME_DAMAGED and type(what) is not Damaged else _FATES.get(kind)
