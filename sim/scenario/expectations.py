"""What must come out of a run, read from sentences and mappings.

::

    sentence = NODE [never] VERB [COUNT] PACKET {clause} [because REASON]
             | nobody VERB PACKET {clause} [because REASON]
             | PACKET {clause} is FATE {clause} [because REASON]
             | what calls.py, outputs.py and states.py read
    VERB     = sends | receives | sees | drops
    COUNT    = a number | at least NUMBER | at most NUMBER
    REASON   = a rule id such as arp.not-for-me, or words of its sentence
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sim import registry
from sim.feature import Table
from sim.patterns.pattern import Names, Pattern, Where
from sim.patterns.syntax import CASTS, FATES, PatternReader, Token, no_node, plain_words
from sim.regex import regex
from sim.scenario.calls import owner_of, read_call
from sim.scenario.models import ConsoleModel, SaysModel, TableModel
from sim.scenario.outputs import PRINTS, WRITES, is_on_output, read_output
from sim.scenario.plan import Calls, Expectation, Holds, NodePlan, Passes, Prints, Says, Tells, is_regex
from sim.scenario.report import Path, Report
from sim.scenario.states import VERBS as STATE_VERBS
from sim.scenario.states import is_on_states, read_states
from sim.scenario.tables import check_cell, tables_of
from sim.words import TextError, listed, suggestion

VERBS = {"sends": "leaving", "receives": "receiving", "sees": "reaching", "drops": "at"}
_CLAUSES = ("from", "to", "for", "port", "on", "after", "before")
_BECAUSE = re.compile(r"\sbecause(?:\s+|$)")
_RULE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNT = re.compile(r"\d{1,9}")


def plan_expectations(
    found: Iterable[tuple[Path, SaysModel | TableModel | ConsoleModel]],
    plans: Mapping[str, NodePlan],
    names: Names,
    programs: Collection[str],
    until: int,
    report: Report,
) -> tuple[Expectation, ...]:
    """What must come out, given with its paths in the text; ``programs`` are the files that there are."""
    planned: list[Expectation] = []
    for place, expect in found:
        path = place
        try:
            match expect:
                case SaysModel():
                    path = (*path, "says")
                    planned.append(read_sentence(expect.says, names, report.place(path), programs))
                case TableModel():
                    planned.append(_table(expect, path, plans, names, until, report))
                case ConsoleModel():
                    planned.append(_console(expect, path, names, report))
        except _PartError as error:
            report.error((*path, *error.path), error.error, error.at_key)
        except TextError as error:
            report.error(path, error)
    return tuple(planned)


def read_sentence(
    text: str, names: Names, place: tuple[int, int] = (0, 0), programs: Collection[str] = ()
) -> Says | Calls | Passes | Tells:
    """Read a sentence; raises :class:`~sim.words.TextError`."""
    if is_on_output(text, names):
        return read_output(text, names, programs, place)
    if owner_of(text) is not None:
        return read_call(text, names, place)
    because = _reason_in(text)
    statement = text[: because.start()] if because else text
    reason = text[because.end() :].strip() if because else ""
    if because and _RULE.fullmatch(reason) and reason not in (known := registry.rules()):
        area = [rule for rule in known if rule.split(".")[0] == reason.split(".")[0]]
        hint = suggestion(reason, area or tuple(known), "it may be")
        raise TextError(f"there is no rule {reason!r}", hint, because.end())
    if because and not reason:
        raise TextError("the reason is missing", "write a rule such as arp.not-for-me, or words", len(text))
    if is_on_states(statement):
        return read_states(statement, names, place, reason)._replace(text=text)
    if _is_passive(plain_words(statement), names):
        subject, pattern, least, most = _passive(statement, names)
    else:
        subject, pattern, least, most = _active(statement, names)
    return Says(*place, text, subject, pattern, least, most, reason)


def _reason_in(text: str) -> re.Match[str] | None:
    """Where the reason begins."""
    plain = {token.offset for token in plain_words(text)}
    return next((match for match in _BECAUSE.finditer(text) if match.start() + 1 in plain), None)


def _is_passive(words: Sequence[Token], names: Names) -> bool:
    """Whether a sentence is ``PACKET is FATE``; what may be a node, too, is one where a verb follows."""
    if not any(token.text == "is" for token in words):
        return False
    begin = words[0]
    if begin.text not in names.nodes:
        return True
    verb = next((token.word for token in words[1:] if token.word != "never"), "")
    return verb not in (*VERBS, *STATE_VERBS) and begin.word in (*CASTS, *FATES, *registry.words())


class _PartError(Exception):
    """An error in a part of an expectation."""

    def __init__(self, error: TextError, *path: str | int, at_key: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.path = path
        self.at_key = at_key


_Read = tuple[str, Pattern, int, int | None]


def _active(text: str, names: Names) -> _Read:
    """``pc1 receives 3 icmp echo-reply from pc3``."""
    reader = PatternReader(text, names)
    who = reader.next("a node")
    node = "" if who.word == "nobody" else who.text
    if node and node not in names.nodes:
        raise no_node(node, tuple(names.nodes), who.offset, ("nobody",))
    denied = reader.take(("never",)) is not None or not node
    verb = reader.next("a verb such as sends")
    how = VERBS.get(verb.text.lower())
    if how is None:
        hint = suggestion(verb.text, (*VERBS, *STATE_VERBS, PRINTS, WRITES))
        raise TextError(f"{verb.text!r} is not a verb for a node", hint, verb.offset)
    least, most = (0, 0) if denied else _count(reader)
    pattern = reader.packet(_CLAUSES)
    if pattern.fate is not None:
        raise TextError("a sentence with a verb takes no fate", f"leave out {listed(tuple(FATES))}", who.offset)
    pattern = pattern._replace(where=Where(how, node) if node or how != "at" else None)
    if verb.text.lower() == "drops":
        pattern = pattern._replace(fate=FATES["dropped"])
    return text[: verb.offset + len(verb.text)], pattern, least, most


def _passive(text: str, names: Names) -> _Read:
    """``icmp echo-request from pc1 is dropped on pc1 -- sw1``."""
    reader = PatternReader(text, names)
    is_word = next(token for token in plain_words(text) if token.text == "is")
    at = reader.tokens.index(is_word)
    fate: Token | None = reader.tokens[at + 1] if at + 1 < len(reader.tokens) else None
    if fate is None or fate.text not in FATES:
        token = fate or reader.tokens[at]
        hint = suggestion(fate.text if fate else "", tuple(FATES))
        raise TextError(f"{token.text!r} does not say what happens to the packet", hint, token.offset)
    del reader.tokens[at]
    pattern = reader.packet()
    return text[: fate.offset + len(fate.text)], pattern, 1, None


def _count(reader: PatternReader) -> tuple[int, int | None]:
    word = reader.peek()
    if word == "at":
        reader.next("at")
        bound = reader.next("least or most")
        number = reader.next("a number")
        if bound.text not in ("least", "most") or not _COUNT.fullmatch(number.text):
            raise TextError(f"'at {bound.text} {number.text}' is no count", "write 'at least 2'", bound.offset)
        return (int(number.text), None) if bound.text == "least" else (0, int(number.text))
    if _COUNT.fullmatch(word):
        number = reader.next("a number")
        return int(number.text), int(number.text)
    return 1, None


def _table(
    expect: TableModel, path: Path, plans: Mapping[str, NodePlan], names: Names, until: int, report: Report
) -> Holds:
    _check_node(expect.on, names)
    plan = plans.get(expect.on)
    known = [table.name for table in tables_of(plan)]
    if expect.table not in known:
        of_others = any(table.name == expect.table for table in tables_of(None))
        hint = f"it has {listed(known, 'and')}" if of_others else suggestion(expect.table, known, "it has", "and")
        raise _PartError(TextError(f"{expect.on} has no table {expect.table!r}", hint), "table")
    if expect.holds is None and expect.lacks is None and expect.rows is None:
        raise TextError("this does not say what the table must hold", "add holds:, lacks: or rows:")
    if expect.at is not None and expect.at > until:
        raise _PartError(TextError("this is after the end of the run", "write an earlier time"), "at")
    for key, cells in (("holds", expect.holds), ("lacks", expect.lacks)):
        for column, value in (cells or {}).items():
            _check_cell(registry.tables()[expect.table], column, value, names, key)
    parts = (("holds", expect.holds), ("lacks", expect.lacks), ("rows", expect.rows))
    said = ", ".join(f"{word} {_spell(value)}" for word, value in parts if value is not None)
    text = f"{expect.on}'s table {expect.table} {said}"
    place = report.place(path)
    return Holds(*place, text, expect.on, expect.table, expect.at, expect.holds, expect.lacks, expect.rows)


def _console(expect: ConsoleModel, path: Path, names: Names, report: Report) -> Prints:
    _check_node(expect.on, names)
    for index, line in enumerate(expect.console):
        if is_regex(line):
            try:
                regex(line[1:-1])
            except TextError as wrong:
                raise _PartError(wrong, "console", index) from None
    text = f"{expect.on} prints {', then '.join(map(repr, expect.console))}"
    return Prints(*report.place(path), text, expect.on, tuple(expect.console))


def _check_node(name: str, names: Names) -> None:
    if name not in names.nodes:
        raise _PartError(no_node(name, tuple(names.nodes)), "on")


def _check_cell(table: Table, column: str, value: Any, names: Names, key: str) -> None:
    if column not in table.columns:
        hint = suggestion(column, tuple(table.columns), "it has", "and")
        raise _PartError(TextError(f"table {table.name} has no column {column!r}", hint), key, column, at_key=True)
    try:
        check_cell(table, column, value, names)
    except TextError as error:
        raise _PartError(error, key, column) from None
    except ValueError as error:
        raise _PartError(TextError(str(error)), key, column) from None


def _spell(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return ", ".join(f"{column} {cell}" for column, cell in value.items())
