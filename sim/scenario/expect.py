"""Whether a run came out as its scenario expects, and if not, what came out instead."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim import registry
from sim.addresses import InterfaceAddress, Prefix
from sim.explain import sentence
from sim.feature import Counting
from sim.patterns.pattern import Names, Pattern, describe, packet_of
from sim.quantities import spell_duration
from sim.scenario.calls import missing_call
from sim.scenario.outputs import is_line, missing_output, nearest_line
from sim.scenario.plan import Calls, Expectation, Holds, Passes, Prints, Says, Scenario, Tells
from sim.scenario.states import missing_states
from sim.scenario.tables import absolute, agrees, is_endpoint, same
from sim.trace.history import History
from sim.trace.records import CONSOLE, Change, ConsoleLine
from sim.trace.trace import Trace

_TRACEBACK = "Traceback (most recent call last):"
_SHOWN = 3
"""How many of the things that came out instead are named."""


class Outcome(NamedTuple):
    """Whether an expectation was met; ``found`` says what there was instead, "" where it was."""

    ok: bool
    expectation: Expectation
    found: str = ""

    @property
    def text(self) -> str:
        """What was expected, in words."""
        return self.expectation.text

    @property
    def line(self) -> int:
        """Where the scenario says so, from 1; 0 where it has no text."""
        return self.expectation.line

    @property
    def column(self) -> int:
        return self.expectation.column


def check(scenario: Scenario, trace: Trace, expected: Sequence[Expectation] | None = None) -> list[Outcome]:
    """Compare a finished run with what is ``expected``, which is by default what its scenario expects."""
    history = History(trace)
    outcomes = []
    for expectation in scenario.expect if expected is None else expected:
        match expectation:
            case Says():
                outcomes.append(_check_says(expectation, trace))
            case Holds():
                outcomes.append(_check_table(expectation, history, scenario.names))
            case Prints():
                outcomes.append(_check_console(expectation, trace, history))
            case Tells():
                found = missing_output(expectation, trace)
                outcomes.append(Outcome(not found, expectation, found))
            case Calls():
                found = missing_call(expectation, trace)
                outcomes.append(Outcome(not found, expectation, found))
            case Passes():
                outcomes.append(_check_states(expectation, trace))
    return outcomes


def unreached_notes(scenario: Scenario, trace: Trace) -> list[str]:
    """The moments of notes that never came: nobody would ever read them."""
    return [note.moment.text for note in scenario.notes if note.moment.record(trace) is None]


def exceptions(trace: Trace) -> list[tuple[str, str]]:
    """The exceptions whose tracebacks were printed, also in threads whose program goes on, each with its node."""
    printing: set[str] = set()
    found = []
    for n, change in enumerate(trace.what):
        if isinstance(change, Change) and isinstance(change.after, ConsoleLine):
            node, text = trace.spots[trace.spot[n]].node, change.after.text
            if text.startswith(_TRACEBACK):
                printing.add(node)
            elif node in printing and not text.startswith(" "):
                printing.discard(node)
                found.append((node, text))
    return found


def _check_says(says: Says, trace: Trace) -> Outcome:
    matching = list(says.pattern.among(trace))
    good = [n for n in matching if is_for_reason(says.because, trace, n)]
    if len(good) >= says.at_least and (says.at_most is None or len(good) <= says.at_most):
        return Outcome(True, says)
    if good:
        at = spell_duration(trace.at[good[0]])
        times = "once" if len(good) == 1 else f"{len(good)} times"
        return Outcome(False, says, f"it happens {times}, first at {at} in record {good[0]}")
    if matching:
        reasons = Counter(f"{trace.why[n].rule.id}: {_sentence(trace, n)}" for n in matching)
        return Outcome(False, says, f"it happens because of {_most(reasons)}")
    return Outcome(False, says, _instead(says, trace))


def _check_states(passes: Passes, trace: Trace) -> Outcome:
    found = missing_states(passes, trace, lambda n: is_for_reason(passes.because, trace, n))
    return Outcome(not found, passes, found)


def is_for_reason(because: str, trace: Trace, n: int) -> bool:
    """Whether a record has a reason: a rule id, or words of its sentence; "" is any."""
    return because in ("", trace.why[n].rule.id) or because.lower() in _sentence(trace, n).lower()


def _sentence(trace: Trace, n: int) -> str:
    return sentence(trace.why[n], what=trace.what[n])


def _instead(says: Says, trace: Trace) -> str:
    """What the subject does where it does not do this, the most similar first."""
    pattern = says.pattern
    anything = Pattern(pattern.text, fate=pattern.fate, where=pattern.where)
    seen: Counter[str] = Counter()
    likeness: dict[str, int] = {}
    for n in anything.among(trace):
        packet = packet_of(trace, n)
        if packet is not None:
            words = describe(packet)
            seen[words] += 1
            likeness[words] = max(likeness.get(words, 0), _likeness(pattern, trace, n))
    if not seen:
        return f"{says.subject} nothing"
    nearest = sorted(seen, key=lambda words: -likeness[words])[:_SHOWN]
    more = len(seen) - len(nearest)
    listed = ", ".join(f"{seen[words]} {words}" for words in nearest)
    others = " and 1 other kind" if more == 1 else f" and {more} other kinds" if more else ""
    return f"{says.subject} {listed}{others}"


def _likeness(pattern: Pattern, trace: Trace, n: int) -> int:
    """How many of the pattern's clauses hold for a record."""
    packet = packet_of(trace, n)
    if packet is None:
        return 0
    parts = (
        Pattern("", what=pattern.what),
        Pattern("", what=pattern.what, detail=pattern.detail),
        Pattern("", what=pattern.what, source=pattern.source),
        Pattern("", what=pattern.what, destination=pattern.destination),
    )
    return sum(part.accepts(packet) for part in parts)


def _most(counted: Counter[str]) -> str:
    return ", ".join(f"{words}, {count} times" if count > 1 else words for words, count in counted.most_common(_SHOWN))


class _Row(NamedTuple):
    """The cells of a row; ``base`` is the row that its numbers are counted from, if ``counting`` says that they are."""

    cells: dict[str, Any]
    counting: Counting | None
    base: Any

    def agrees(self, wanted: Mapping[str, Any], names: Names) -> bool:
        return agrees(self.cells, self._plain(wanted), names)

    def likeness(self, wanted: Mapping[str, Any], names: Names) -> int:
        """How many of its cells are as they are wanted."""
        return sum(same(self.cells[column], value, names) for column, value in self._plain(wanted).items())

    def _plain(self, wanted: Mapping[str, Any]) -> Mapping[str, Any]:
        return wanted if self.counting is None else absolute(wanted, self.counting, self.base)


def _check_table(holds: Holds, history: History, names: Names) -> Outcome:
    trace = history.trace
    world = history.go(len(trace) if holds.at is None else trace.before(holds.at))
    table, found = registry.tables()[holds.table], world.table(holds.node, holds.table)
    counting = table.counting
    bases: Mapping[Any, Any] = {} if counting is None else world.table(holds.node, counting.table)
    rows = [_Row(table.cells(key, row), counting, bases.get(key)) for key, row in found.items()]
    if holds.rows is not None and len(rows) != holds.rows:
        return Outcome(False, holds, f"it has {_count(len(rows))}{_rows(rows)}")
    if holds.holds is not None and not any(row.agrees(holds.holds, names) for row in rows):
        if not rows:
            return Outcome(False, holds, "it is empty")
        wanted = holds.holds
        nearest = max(rows, key=lambda row: row.likeness(wanted, names))
        return Outcome(False, holds, f"the nearest of {_count(len(rows))} is {_spell_row(nearest)}")
    if holds.lacks is not None:
        unwanted = [row for row in rows if row.agrees(holds.lacks, names)]
        if unwanted:
            return Outcome(False, holds, f"it has {_spell_row(unwanted[0])}")
    return Outcome(True, holds)


def _count(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows} rows"


def _rows(rows: list[_Row]) -> str:
    shown = "; ".join(_spell_row(row) for row in rows[:_SHOWN])
    return f": {shown}{' …' if len(rows) > _SHOWN else ''}" if rows else ""


def _spell_row(row: _Row) -> str:
    return "{" + ", ".join(f"{column}: {_spell(cell)}" for column, cell in row.cells.items()) + "}"


def _spell(cell: Any) -> str:
    if is_endpoint(cell):
        return f"{cell[0]}:{cell[1]}"
    if isinstance(cell, tuple) and not isinstance(cell, Prefix | InterfaceAddress):
        return f"[{', '.join(map(_spell, cell))}]"
    return {None: "null", True: "true", False: "false"}[cell] if cell is None or isinstance(cell, bool) else str(cell)


def _check_console(prints: Prints, trace: Trace, history: History) -> Outcome:
    world = history.go(len(trace))
    rows: Mapping[Any, ConsoleLine] = world.table(prints.node, CONSOLE)
    printed = [rows[number].text for number in sorted(rows)]
    start = 0
    for place, wanted in enumerate(prints.lines):
        at = next((i for i in range(start, len(printed)) if is_line(wanted, printed[i])), None)
        if at is None:
            return Outcome(False, prints, _why_not_there(prints.lines, place, printed, start))
        start = at + 1
    return Outcome(True, prints)


def _why_not_there(lines: Sequence[str], place: int, printed: list[str], start: int) -> str:
    """Why the line at a place of the list is not printed from ``start`` on."""
    wanted = lines[place]
    if any(is_line(wanted, line) for line in printed[:start]):
        before = lines[:place].count(wanted)
        if before:
            return f"{wanted!r} is there {'once' if before == 1 else f'{before} times'}, and no more behind that"
        return f"{wanted!r} is there, but before the line above it in this list"
    return nearest_line(repr(wanted), wanted, printed)
