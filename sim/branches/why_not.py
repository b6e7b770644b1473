"""Why something that a scenario expects did not come: of packets, tables, consoles, calls and connections.

What came instead is looked for first: the row, the line, the call, the state that is most like the one that was
expected. What led to that is the answer. Where nothing came, the answer is what kept the device from getting on.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Protocol

from sim import registry
from sim.branches.parted import Parting, Unedited
from sim.branches.places import place_of, read_value
from sim.branches.prevented import Answer, Search
from sim.feature import Table
from sim.patterns.pattern import Names
from sim.scenario import splice
from sim.scenario.calls import matching_calls, nearest_call
from sim.scenario.document import compose
from sim.scenario.expect import check, is_for_reason
from sim.scenario.expectations import read_sentence
from sim.scenario.load import load_text
from sim.scenario.outputs import is_line, matching_output, nearest_output, nearest_record
from sim.scenario.plan import Calls, Expectation, Holds, Passes, Prints, Says, Scenario, Tells
from sim.scenario.problem import ScenarioError, Severity
from sim.scenario.states import matching_states, nearest_state
from sim.scenario.tables import same
from sim.trace.printed import printed_lines
from sim.trace.records import Change
from sim.trace.trace import Trace
from sim.words import TextError


def is_of_absence(expected: Expectation) -> bool:
    """Whether something is expected to stay away: then there is no why-not to ask where it came."""
    match expected:
        case Says(at_most=most) | Calls(at_most=most) | Tells(most=most):
            return most == 0
        case Passes(never=never):
            return never
        case Holds(lacks=lacks):
            return lacks is not None
    return False


class Ran(Protocol):
    """A scenario that has been run: a session."""

    @property
    def scenario(self) -> Scenario: ...
    @property
    def trace(self) -> Trace: ...
    def unedited(self) -> "Ran | None": ...


def why_not(session: Ran, expected: Expectation | str) -> Answer:
    """Why something expected did not come true in a run; ``happened`` of the answer is set where it did.

    A text is read as in :func:`read_expectation`, which raises ``TextError``.
    """
    scenario, trace = session.scenario, session.trace
    if isinstance(expected, str):
        expected = read_expectation(scenario, expected)
    if check(scenario, trace, (expected,))[0].ok:
        return Answer(_record_of(session, expected))
    search = Search(scenario, trace)
    came, untimely = _came(expected, trace)
    parting = _parting(session, expected)
    if parting is not None and parting.n is not None and not parting.is_far:
        answer = search.parted(parting)
    else:
        answer = _by_itself(search, scenario, trace, expected)
        # Where the runs part elsewhere, what came to nothing in the run tells more.
        is_told = bool(untimely) or (search.tells_of_a_drop(answer) and not answer.aside)
        if parting is not None and not is_told:
            answer = search.parted(parting)
    if not is_of_absence(expected) and not untimely:
        answer = _with_failed(search, trace, answer, expected)
    lost = search.lost(expected.pattern, came) if isinstance(expected, Says) and expected.at_least else ()
    return answer._replace(came=came, untimely=untimely, lost=lost)


def _with_failed(search: Search, trace: Trace, answer: Answer, expected: Expectation) -> Answer:
    """An answer, with the program that would have had to bring what was expected, where that has failed."""
    match expected:
        case Says():
            nodes, before = search.parties(expected.pattern), expected.pattern.before
        case Tells(before=before) | Calls(before=before) | Passes(before=before) | Holds(at=before):
            nodes = (expected.node,)
        case _:
            nodes, before = (expected.node,), None
    return search.with_failed(answer, *nodes, stop=None if before is None else trace.before(before))


def _came(expected: Expectation, trace: Trace) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """With which records something came that came too few times, and with which outside of its time where never else.

    Both are empty where it came too often, or should not have come.
    """
    least = 1
    match expected:
        case Says(at_least=least):
            whenever: Expectation = expected._replace(pattern=expected.pattern._replace(after=None, before=None))
        case Tells(least=least) | Calls(at_least=least):
            whenever = expected._replace(after=None, before=None)
        case Passes(never=False):
            whenever = expected._replace(after=None, before=None)
        case _:
            return (), ()
    came = tuple(showing(trace, expected))
    if len(came) >= least:
        return (), ()
    return came, () if came else tuple(showing(trace, whenever))


def _parting(session: Ran, expected: Expectation) -> Parting | None:
    """Where an edited run becomes another, on the way to what comes true without the edits; ``None`` for nowhere."""
    plain = session.unedited()
    if plain is None or is_of_absence(expected) or not check(plain.scenario, plain.trace, (expected,))[0].ok:
        return None
    unedited = Unedited(plain.trace, session.trace)
    found = (unedited.parting(n) for n in _records_of(plain, expected))
    return next((each for each in found if each is not None), None)


def _by_itself(search: Search, scenario: Scenario, trace: Trace, expected: Expectation) -> Answer:
    """What prevented something, looked for in the run alone."""
    is_unwanted = False
    match expected:
        case Says():
            return _packet(search, trace, expected)
        case Holds():
            return _row(search, trace, expected, scenario.names)
        case Prints():
            instead, before = _other_line(trace, expected), None
        case Tells(before=before):
            instead = _one_too_many(matching_output(expected, trace), expected.most)
            is_unwanted = instead is not None
            instead = nearest_output(expected, trace) if instead is None else instead
        case Calls(before=before):
            instead = _one_too_many(list(matching_calls(expected, trace)), expected.at_most)
            is_unwanted = instead is not None
            instead = nearest_call(expected, trace) if instead is None else instead
        case Passes(before=before):
            reached = matching_states(expected, trace)
            is_unwanted = bool(reached)
            instead = reached[0] if reached else nearest_state(expected, trace)
    stuck = partial(search.stuck, expected.node, None if before is None else trace.before(before), instead)
    if instead is None:
        return stuck()
    answer = search.led_to(instead)
    if is_unwanted or search.tells_of_a_drop(answer):
        return answer
    # What came instead may have come to its end; then what did not come to its end tells more.
    other = stuck()
    return other if search.tells_of_a_drop(other) else answer


def read_expectation(scenario: Scenario, text: str) -> Expectation:
    """What a text expects: a sentence, or a mapping such as ``{on: pc1, table: arp, holds: {ip: 10.0.0.3}}``.

    Raises ``TextError``.
    """
    bare = text.strip()
    try:
        if not bare.startswith("{"):
            files = [each.file for each in scenario.programs]
            return read_sentence(bare, scenario.names, programs=files)
        return _read_mapping(scenario, bare)
    except TextError as error:
        raise error.moved(text.index(bare)) from None


def _read_mapping(scenario: Scenario, text: str) -> Expectation:
    value, places = read_value(text)
    changed = splice.add(scenario.text, ("expect",), value)
    try:
        return load_text(changed, scenario.path, scenario.folder).expect[-1]
    except ScenarioError as error:
        first = next(each for each in error.problems if each.severity is Severity.ERROR)
        path = ("expect", len(compose(changed)[0].value()["expect"]) - 1)
        raise TextError(first.message, first.hint, place_of(first, changed, path, places) or 0) from None


def showing(trace: Trace, expected: Expectation) -> Iterable[int]:
    """All records that show what a sentence tells of, however many should."""
    match expected:
        case Says():
            return (n for n in expected.pattern.among(trace) if is_for_reason(expected.because, trace, n))
        case Tells():
            return matching_output(expected, trace)
        case Calls():
            return matching_calls(expected, trace)
        case Passes():
            return (n for n in matching_states(expected, trace) if is_for_reason(expected.because, trace, n))
    return ()


def _records_of(run: Ran, expected: Expectation) -> Iterable[int]:
    """All records that show how something came true."""
    trace = run.trace
    found = showing(trace, expected)
    match expected:
        case Prints():
            lines = printed_lines(trace, expected.node)
            found = [next(n for n, line in lines if is_line(wanted, line)) for wanted in expected.lines]
        case Holds(holds=wanted) if wanted:
            likest = _likest(trace, expected, run.scenario.names)
            found = () if likest is None else (likest,)
    return found


def _record_of(run: Ran, expected: Expectation) -> int:
    """A record that shows that something came true; the last one where only all of them show it."""
    comes = False
    match expected:
        case Says(at_least=least) | Calls(at_least=least) | Tells(least=least):
            comes = bool(least)
        case Passes(never=never):
            comes = not never
        case Prints():
            lines = printed_lines(run.trace, expected.node)
            return next(n for n, line in lines if is_line(expected.lines[-1], line))
    return next(iter(_records_of(run, expected))) if comes else len(run.trace) - 1


def _one_too_many(found: list[int], most: int | None) -> int | None:
    return found[most] if most is not None and len(found) > most else None


def _packet(search: Search, trace: Trace, says: Says) -> Answer:
    matching = list(says.pattern.among(trace))
    good = [n for n in matching if is_for_reason(says.because, trace, n)]
    instead = _one_too_many(good, says.at_most)
    if instead is None and matching and not good:
        instead = matching[0]  # it came for another reason
    return search.packet(says.pattern, good) if instead is None else search.led_to(instead)


def _other_line(trace: Trace, prints: Prints) -> int | None:
    """The line that is most like the first that is missing."""
    printed = list(printed_lines(trace, prints.node))
    start = 0
    for wanted in prints.lines:
        at = next((i for i in range(start, len(printed)) if is_line(wanted, printed[i][1])), None)
        if at is None:
            return nearest_record(wanted, printed[start:])
        start = at + 1
    return None


def _row(search: Search, trace: Trace, says: Holds, names: Names) -> Answer:
    """Why a table is not as a sentence says at its time.

    A row that is missing leads to the last change of the row that is most like it; a row that should not be there to
    the record that put it there. Where no such row ever was, what the device gave up may tell.
    """
    likest = _likest(trace, says, names)
    stop = len(trace) if says.at is None else trace.before(says.at)
    return search.stuck(says.node, stop) if likest is None else search.led_to(likest)


def _likest(trace: Trace, says: Holds, names: Names) -> int | None:
    """The last change of the row that is most like the one that a sentence names; ``None`` for no such row."""
    stop = len(trace) if says.at is None else trace.before(says.at)
    wanted = says.holds or says.lacks or {}
    table = registry.tables()[says.table]
    best, alike = -1, -1
    for n in range(stop - 1, trace.configured - 1, -1):
        change = trace.what[n]
        if isinstance(change, Change) and change.table == says.table and trace.spots[trace.spot[n]].node == says.node:
            rows = (change.before, change.after)
            found = max(_likeness(table, change.key, row, wanted, names) for row in rows)
            if found > alike and (found or not wanted):
                best, alike = n, found
    return None if best < 0 else best


def _likeness(table: Table, key: Any, row: Any, wanted: Mapping[str, Any], names: Names) -> int:
    """In how many columns a row is as it is wanted."""
    if row is None:
        return 0
    cells = table.cells(key, row)
    return sum(same(cells[column], value, names) for column, value in wanted.items() if column in cells)
