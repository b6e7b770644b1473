"""What happened in a step and why, device by device, in the words of ``sim.explain``."""

from itertools import groupby
from typing import Any, NamedTuple

from sim import registry
from sim.explain import earlier, happened, sentence, title, words
from sim.explain.language import Words
from sim.languages import ENGLISH, said
from sim.link import rules as link_rules
from sim.link.ethernet.pdu import Damaged
from sim.packets.telling import name
from sim.patterns.pattern import packet_of
from sim.pdu.base import Pdu
from sim.trace.records import TIMER, Call, Change, ConsoleLine, Kind, Record
from sim.trace.trace import Trace
from sim.trace.world import World
from tui.model.network.wiring import Wiring
from tui.model.reader.reasons import decisions
from tui.model.reader.rows import deadline_name, describe, timer_name
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, line, reference, wrap

_MOST = 150
"""Records that are told of one step; of a longer one, the last of them."""

_MARKS = {
    Kind.DECISION: ("=", Ink.STRONG),
    Kind.CALL: ("$", Ink.STRONG),
    Kind.RESULT: ("$", Ink.STRONG),
    Kind.ROW_ADDED: ("+", Ink.ADDED),
    Kind.ROW_CHANGED: ("~", Ink.CHANGED),
    Kind.ROW_REMOVED: ("-", Ink.REMOVED),
    Kind.ROW_EXPIRED: ("-", Ink.REMOVED),
    Kind.STATE_CHANGED: ("~", Ink.CHANGED),
    Kind.OUTPUT: (">", Ink.DIM),
    Kind.CALL_ENTERED: ("$", Ink.STRONG),
    Kind.CALL_BLOCKED: ("$", Ink.DIM),
    Kind.CALL_RETURNED: ("$", Ink.STRONG),
    Kind.CALL_RAISED: ("$", Ink.BAD),
}


_TOLD_BY_THEMSELVES = frozenset({Kind.OUTPUT, Kind.CALL_ENTERED, Kind.CALL_RETURNED, Kind.CALL_RAISED})


class Statement(NamedTuple):
    """One record in words: ``mark`` and ``ink`` tell its kind at a glance, ``why`` is a sentence and its clause."""

    n: int
    node: str
    mark: str
    ink: Ink
    text: str
    why: str
    clause: str


def statements(
    trace: Trace,
    wiring: Wiring,
    begin: int,
    position: int,
    glyphs: Glyphs,
    language: str = "en",
    is_brief: bool = False,
    world: World | None = None,
) -> list[Statement]:
    """The records from number ``begin`` up to ``position``; of very many, the last. A reason is given once a device.

    ``is_brief`` leaves out the reasons that are the same in every step, except the last record's, and those for the
    way of a packet that is there for another reason, which is told in their place. ``world`` is the state at
    ``position``, from whose initial sequence numbers others are counted; without it they are as on the wire.
    """
    found: list[Statement] = []
    told: set[tuple[str, str]] = set()
    first = max(begin, position - _MOST)
    # The last record is read first, and so it has its reason, whatever has the same before it.
    last = trace[position - 1] if position > first else None
    kept = (last.node, _reason(trace, last, language)) if last is not None else ("", "")
    ends_on_way = last is not None and _is_way(trace, last.n)
    for n in range(first, position):
        record = trace[n]
        mark, ink = _mark(record, glyphs)
        is_way = is_brief and _is_way(trace, n)
        if is_way and record.kind is Kind.DECISION:
            continue
        is_folded = is_way or (is_brief and n < position - 1 and _is_routine(record))
        why = "" if is_folded else _reason(trace, record, language)
        if (record.node, why) in told or (n < position - 1 and not ends_on_way and (record.node, why) == kept):
            why = ""
        told.add((record.node, why))
        text = _text(trace, record, wiring, _base(record, world), language)
        found.append(Statement(n, record.node, mark, ink, text, why, record.why.rule.clause if why else ""))
    if found and is_way:
        found[-1] = _wanted(trace, found, language)
    return found


def _wanted(trace: Trace, found: list[Statement], language: str) -> Statement:
    """The packet that ends a step, with the reason of who wanted it sent: it is told once, where it is read first."""
    last = found[-1]
    n = decisions(trace, last.n)[-1]
    record = trace[n]
    # A choice of the way does not say why there is a packet: what asks for a MAC address is told with the table.
    if record.why.rule.id.startswith("route."):
        return last
    why = _reason(trace, record, language)
    found[:] = [
        each._replace(why="", clause="") if (each.node, each.why) == (last.node, why) else each for each in found
    ]
    return last._replace(why=why, clause=record.why.rule.clause)


def _reason(trace: Trace, record: Record, language: str) -> str:
    """The sentence; "" where the statement says it all, and where a timer only belongs to what was done just before."""
    if record.kind in _TOLD_BY_THEMSELVES:
        return ""
    if Kind.TIMER_ARMED <= record.kind <= Kind.OUTPUT and record.n and trace.why[record.n - 1] == record.why:
        return ""
    return sentence(record.why, language, record.what)


def _is_way(trace: Trace, n: int) -> bool:
    """Whether a record tells how a packet leaves, and one before why: TCP's decision to send it, for one."""
    sent = n + 1 if trace.kind[n] == Kind.DECISION and trace.why[n + 1 : n + 2] == [trace.why[n]] else n
    return trace.kind[sent] in (Kind.FRAME_QUEUED, Kind.FRAME_SENT) and bool(decisions(trace, sent))


def _is_routine(record: Record) -> bool:
    """Whether a record says little that is new: a timer, or that a frame came to whom it was sent to."""
    return Kind.TIMER_ARMED <= record.kind <= Kind.OUTPUT or (
        record.kind is Kind.FRAME_RECEIVED and record.why.rule == link_rules.NIC_FOR_ME
    )


def _mark(record: Record, glyphs: Glyphs) -> tuple[str, Ink]:
    kind = record.kind
    if kind in _MARKS:
        return _MARKS[kind]
    if kind in (Kind.FRAME_DROPPED, Kind.PACKET_DROPPED, Kind.FRAME_DAMAGED):
        return glyphs.lost, Ink.BAD
    if kind.is_frame:
        return (glyphs.comes if kind is Kind.FRAME_RECEIVED else glyphs.goes), Ink.FLIGHT
    return glyphs.dot, Ink.DIM


def _text(trace: Trace, record: Record, wiring: Wiring, base: Any, language: str) -> str:
    kind, what = record.kind, record.what
    if kind is Kind.DECISION:
        return title(record.why.rule, language)
    if isinstance(what, Change):
        return _changed(trace, record, what, base, language)
    if isinstance(what, Call):
        return happened(kind, {"command": what.command, "text": what.text}, language)
    packet = what if isinstance(what, Pdu) else packet_of(trace, record.n)
    is_on_link = record.node in wiring.cables
    beyond = None if is_on_link else wiring.beyond((record.node, record.port))
    told = words(language)
    facts = {
        "packet": told.a_packet if packet is None else told.packet.format(name=name(packet)),
        "port": None if is_on_link or not record.port else _port(record.port, told),
        "peer": None if beyond is None else beyond[0],
    }
    is_edited = kind is Kind.FRAME_DAMAGED and type(what) is not Damaged
    return happened(kind, facts, language, is_on_link, is_edited)


def _base(record: Record, world: World | None) -> Any:
    """The row that the numbers are counted from in the row that a record changes."""
    if world is None or not isinstance(record.what, Change):
        return None
    counting = registry.tables()[record.what.table].counting
    return None if counting is None else world.table(record.node, counting.table).get(record.what.key)


def _changed(trace: Trace, record: Record, change: Change, base: Any, language: str) -> str:
    """What a change of a row says happened."""
    if record.kind >= Kind.CALL_ENTERED:
        thread = change.after._asdict()
        return happened(record.kind, thread | {"result": thread["result"] or words(language).nothing}, language)
    if Kind.TIMER_ARMED <= record.kind <= Kind.TIMER_CANCELLED:
        return happened(record.kind, {"timer": _timer(trace, record, change, language)}, language)
    if isinstance(change.after, ConsoleLine):
        return change.after.text
    # The mark stands in front of it already.
    told = describe(change, True, base, language) or describe(change, False, base, language)
    name, _, rest = told.split(" ", 2)
    table = registry.tables()[name]
    spoken = table.spoken or (table.title if language != ENGLISH else {ENGLISH: name})
    return f"{said(spoken, language)} {rest}"


def _timer(trace: Trace, record: Record, change: Change, language: str) -> str:
    """The name of a timer: that of its row, or of the deadline in another row that is no more."""
    if change.table == TIMER:
        from tui.model.reader.commands import owner_of  # noqa: PLC0415 - many a lesson has no command

        return timer_name(change.key, language, owner_of(trace, record.n))
    table, (_, key, before, after) = registry.tables()[change.table], change
    over = next(column for column in table.timers if getattr(before, column) != getattr(after, column))
    return deadline_name(table, over, key, before, language)


def _port(name: str, told: Words) -> str:
    return (told.port if name.isdigit() else told.interface).format(name=name)


def tell(
    told: list[Statement],
    skipped: int,
    current: int,
    width: int,
    glyphs: Glyphs,
    language: str = "en",
    is_folded: bool = False,
) -> list[Line]:
    """Record ``current`` and its reason first; then, as it happened, what led to it, under the names of the devices.

    ``skipped`` is how many records of the step come before the first statement. ``is_folded`` puts the timers of a
    device together in a line.
    """
    here = [statement for statement in told if statement.n == current]
    before = [statement for statement in told if statement.n != current]
    lines: list[Line] = []
    for statement in here:
        lines += [line(Span(statement.node, Ink.TITLE)), *_statement(statement, True, width, glyphs)]
    if here and (before or skipped):
        lines += [EMPTY, line(Span(said(_BEFORE, language), Ink.DIM))]
    if skipped:
        lines += wrap(line(Span(earlier(skipped, language), Ink.DIM)), width)
    for node, some in groupby(before, key=lambda statement: statement.node):
        if lines and not (here and lines[-1][0].text == said(_BEFORE, language)):
            lines.append(EMPTY)
        lines.append(line(Span(node, Ink.TITLE)))
        statements = list(some)
        folded = [each for each in statements if is_folded and each.ink is Ink.DIM and each.mark == glyphs.dot]
        if len(folded) < _FEW:
            folded = []
        for statement in statements:
            if statement not in folded:
                lines += _statement(statement, False, width, glyphs)
        if folded:
            lines += wrap(
                line(Span(f" {glyphs.dot}  {said(_TIMERS, language).format(count=len(folded))}", Ink.DIM)), width, 4
            )
    return lines


_FEW = 2
"""Timers that are worth a line of their own each are fewer."""
_BEFORE = {"en": "What led to it, in this step:", "zh": "这一步中之前发生的："}
_TIMERS = {
    "en": "{count} timers are set or stopped; , and . step through them",
    "zh": "设置或停止了 {count} 个定时器；用 , 和 . 逐条查看",
}


def _statement(statement: Statement, is_current: bool, width: int, glyphs: Glyphs) -> list[Line]:
    """A record and its reason."""
    lead = glyphs.cursor if is_current else " "
    ink = Ink.STRONG if is_current else Ink.DIM if statement.ink is Ink.DIM else Ink.PLAIN
    head = line(Span(lead, Ink.POINTER), Span(f"{statement.mark:<2} ", statement.ink), Span(statement.text, ink))
    lines = wrap(head, width, 4)
    if statement.why:
        told = Ink.DIM if statement.ink is Ink.DIM else Ink.PLAIN
        lines += wrap(line("    ", Span(statement.why, told), reference(statement.clause, width - 4)), width, 4)
    return lines
