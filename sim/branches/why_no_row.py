"""Why a table does not hold what was expected: the change of the row that is most like it, and what led to that."""

from collections.abc import Mapping
from typing import Any

from sim import registry
from sim.branches.why_not import Answer, led_to, place_of, why_not
from sim.feature import Table
from sim.patterns.pattern import Names
from sim.scenario.plan import Expectation, Holds, Says, Scenario
from sim.scenario.tables import same
from sim.trace.records import Change, Kind
from sim.trace.trace import Trace

_DROPS = frozenset({Kind.FRAME_DROPPED, Kind.PACKET_DROPPED})


def why_not_so(scenario: Scenario, trace: Trace, expected: Expectation) -> Answer | None:
    """Why an expectation did not come true; ``None`` for one that is neither about packets nor about tables."""
    if isinstance(expected, Says):
        return why_not(scenario, trace, expected) if expected.at_most != 0 else None
    return why_no_row(scenario, trace, expected) if isinstance(expected, Holds) else None


def why_no_row(scenario: Scenario, trace: Trace, says: Holds) -> Answer:
    """Why a table is not as a sentence says at its time.

    A row that is missing leads to the last change of the row that is most like it; a row that should not be there to
    the record that put it there. Where no such row ever was, the last packet that the device gave up may tell.
    """
    stop = len(trace) if says.at is None else trace.before(says.at)
    wanted = says.holds or says.lacks or {}
    table = registry.tables()[says.table]
    best, alike = -1, 0
    for n in range(stop - 1, -1, -1):
        change = trace.what[n]
        if isinstance(change, Change) and change.table == says.table and trace.spots[trace.spot[n]].node == says.node:
            rows = (change.before, change.after)
            found = max(_likeness(table, change.key, row, wanted, scenario.names) for row in rows)
            if found > alike:
                best, alike = n, found
    if best >= trace.configured:
        return led_to(scenario, trace, best)
    for n in range(stop - 1, trace.configured - 1, -1):
        if trace.kind[n] in _DROPS and trace.spots[trace.spot[n]].node == says.node:
            return led_to(scenario, trace, n)
    return Answer(nobody=says.node, place=place_of(scenario, trace, says.node))


def _likeness(table: Table, key: Any, row: Any, wanted: Mapping[str, Any], names: Names) -> int:
    """In how many columns a row is as it is wanted."""
    if row is None:
        return 0
    cells = table.cells(key, row)
    return sum(same(cells[column], value, names) for column, value in wanted.items() if column in cells)
