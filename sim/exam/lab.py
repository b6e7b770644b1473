"""Labs: what a learner has done is run from the start, and the goals are judged by what then happens.

An answer is what a learner has changed. It comes as edits, one a line; as the ``hop:`` line of the player; as the whole
scenario, changed; or as the Python program that the lab asks for.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sim.branches.edit import Change as Edit
from sim.branches.edit import EditError, edited, read
from sim.branches.line import read_line
from sim.exam.servers import mistakes
from sim.scenario import splice
from sim.scenario.document import YamlError, compose
from sim.scenario.expect import Outcome, check, exceptions
from sim.scenario.failed_programs import failed_programs
from sim.scenario.library import name_of
from sim.scenario.load import load_text
from sim.scenario.plan import Lab, Run, Scenario
from sim.scenario.problem import ScenarioError, Severity
from sim.scenario.troubles import loops, waiting
from sim.session import Session
from sim.trace.records import CONSOLE, Call, Change, ConsoleLine
from sim.trace.trace import Trace
from sim.words import TextError, listed

_END_OF_NAME = re.compile(r"[\s:]")
_FIXED = ("seed", "until", "records", "faults", "expect", "lab")
"""What an answer that is a whole scenario cannot change."""
_MOST_TROUBLES = 5
_ERROR = re.compile(r"RTNETLINK answers: |SIOC\w+: |Error: |Cannot |No ARP entry|%")
"""How the lines begin in which Linux and IOS tell that a command was refused; others begin with the command's name."""


class Verdict(NamedTuple):
    """What an answer came to: the goals that were judged, and why it was ``refused`` ("" where it was not).

    ``troubles`` tell which programs failed, turned in vain or still waited at the end, and at which line; and what the
    answer's own commands printed that failed.
    """

    goals: tuple[Outcome, ...]
    refused: str = ""
    troubles: tuple[str, ...] = ()

    @property
    def is_solved(self) -> bool:
        return not self.refused and all(goal.ok for goal in self.goals)


def lab_of(scenario: Scenario) -> Lab:
    """The lab of a scenario; raises ``TextError`` where it is none."""
    if scenario.lab is None:
        raise TextError(f"{name_of(scenario.path)} is no lab", "add lab: with a task, goals and a solution")
    return scenario.lab


def answered(scenario: Scenario, name: str, text: str) -> Scenario:
    """The lab with an answer: the text of the file ``name``. Raises ``TextError`` for what is none or not allowed."""
    lab = lab_of(scenario)
    if name.endswith(".py"):
        if not lab.program:
            raise TextError("this lab asks for no program", "answer with edits, one a line")
        if not text.strip():
            raise TextError(f"{name} is empty", f"write the program {lab.program}")
        try:
            return edited(scenario, [f"source {lab.program} = {json.dumps(text, ensure_ascii=False)}"])
        except EditError as error:
            raise TextError(f"{name}: {error.message}", error.hint) from None
    if name.endswith((".yaml", ".yml")):
        return _whole(scenario, name, text)
    lines = {n: line for n, line in enumerate(text.splitlines(), 1) if line.strip() and line.strip()[0] != "#"}
    edits = [line.strip() for line in lines.values()]
    if not edits:
        raise TextError(f"{name} is empty", "write edits, one a line")
    if edits[0].startswith("hop:"):
        return _whole(scenario, name, read_line("".join(edits)).scenario.text)
    try:
        return _with_edits(scenario, edits)
    except EditError as error:
        n, line = next((n, line) for n, line in lines.items() if line.strip() == error.edit)
        column = line.index(error.edit) + error.offset + 1
        raise TextError(f"{name}:{n}:{column}: {error.message}", error.hint) from None


def judged(answer: Scenario) -> tuple[Outcome, ...]:
    """Run a lab with its answer, and judge each of its goals."""
    session = Session(answer)
    session.run()
    return goals(session)


def _troubles(session: Session) -> Iterator[str]:
    trace = session.trace
    broken = [each.told() for each in failed_programs(trace)]
    yield from broken
    for node, exception in exceptions(trace):
        if not any(exception in each for each in broken):
            yield f"{node} prints a traceback: {exception}"
    yield from (trouble.told() for trouble in (*loops(trace), *waiting(trace, session.scenario.expect)))


def _failed(lab: Scenario, session: Session) -> Iterator[str]:
    """The commands of the answer, and not of the lab, that printed an error, each with its first line of it."""
    trace = session.trace
    given = {(action.node, action.typed.text) for action in lab.actions if isinstance(action, Run)}
    told: set[int] = set()
    for n, what in enumerate(trace.what):
        call = trace.cause[n]
        if call < 0 or call in told or not isinstance(what, Change) or not isinstance(what.after, ConsoleLine):
            continue
        typed, node = trace.what[call], trace.spots[trace.spot[n]].node
        if not isinstance(typed, Call) or (node, typed.command) in given:
            continue
        name = re.escape(typed.command.split()[0])
        if re.match(rf"{_ERROR.pattern}|{name}: ", what.after.text):
            told.add(call)
            yield f"{node}: '{typed.command}' printed: {what.after.text}"


def _turned_away(session: Session) -> Iterator[str]:
    """What keeps clients from the program that the lab asks for."""
    wanted = lab_of(session.scenario).program
    for node in dict.fromkeys(plan.node for plan in session.scenario.programs if plan.file == wanted):
        yield from (mistake.told() for mistake in mistakes(session.trace, node, wanted))


def goals(session: Session) -> tuple[Outcome, ...]:
    """Whether each goal has come true in a run."""
    return tuple(check(session.scenario, session.trace, lab_of(session.scenario).goals))


def refusal(lab: Scenario, session: Session) -> str:
    """Why a run of the changed lab is no answer to it; "" where it is one."""
    try:
        _whole(lab, session.scenario.path, session.scenario.text)
    except TextError as error:
        return str(error)
    return ""


def verdict(scenario: Scenario, name: str, text: str, seed: int | None = None) -> Verdict:
    """What an answer comes to; ``seed`` replaces the lab's own."""
    try:
        session = Session(answered(scenario, name, text), seed)
    except TextError as error:
        return Verdict((), str(error))
    session.run()
    outcomes = goals(session)
    troubles = [*_troubles(session)]
    if not all(goal.ok for goal in outcomes):
        troubles = [*_failed(scenario, session), *troubles, *_turned_away(session)]
    return Verdict(outcomes, "", tuple(dict.fromkeys(troubles))[:_MOST_TROUBLES])


def flaws(scenario: Scenario, outcomes: Sequence[Outcome] | None = None) -> Iterator[str]:
    """What is wrong with a lab: its goals hold from the beginning, or its solution is none.

    ``outcomes`` are those of its run where somebody has run it.
    """
    lab = lab_of(scenario)
    if all(goal.ok for goal in outcomes or judged(scenario)):
        yield "the goals of the lab hold before anybody has done anything; add one that does not"
    try:
        outcomes = judged(_with_edits(scenario, lab.solution))
    except TextError as error:
        edit = f"{error.edit}: " if isinstance(error, EditError) else ""
        yield f"the solution of the lab is refused: {edit}{error}"
        return
    for goal in outcomes:
        if not goal.ok:
            yield f"the solution of the lab does not reach this goal: {goal.text}; found: {goal.found}"


def _with_edits(scenario: Scenario, edits: Sequence[str]) -> Scenario:
    """The lab with these edits; raises ``EditError`` for one that cannot be made or is not allowed."""
    lab = lab_of(scenario)
    suspects: list[_Suspect] = []
    for edit in edits:
        change = _read(edit)
        try:
            _refuse_untouchable(scenario, lab, change)
        except TextError as error:
            is_added = change.verb == "add" and change.path[0] == "actions"
            refusal = EditError(edit, error.message, error.hint)
            suspects.append(_suspect(change.value if is_added else None, refusal))
    return _unless_done(edited(scenario, edits), suspects)


class _Suspect(NamedTuple):
    """A command at a device that may not be changed, and what is raised where the command does more than look."""

    node: str
    command: str
    refusal: TextError


def _suspect(entry: Any, refusal: TextError) -> _Suspect:
    """The command of an action; raises the refusal for anything else."""
    if not isinstance(entry, Mapping) or "run" not in entry:
        raise refusal
    return _Suspect(str(entry.get("on")), str(entry["run"]), refusal)


def _unless_done(answer: Scenario, suspects: Sequence[_Suspect]) -> Scenario:
    """The answer; raises a refusal where a suspect has an effect in its run but lines on the console.

    To look at a device, as by ``show vlan``, is no change.
    """
    if suspects:
        session = Session(answer)
        session.run()
        trace = session.trace
        for node, command, refusal in suspects:
            calls = {n for n in range(len(trace)) if _is_typed(trace, n, node, command)}
            if any(trace.cause[n] in calls and not _is_console(trace, n) for n in range(len(trace))):
                raise refusal
    return answer


def _is_typed(trace: Trace, n: int, node: str, command: str) -> bool:
    what = trace.what[n]
    return isinstance(what, Call) and what.command == command and trace.spots[trace.spot[n]].node == node


def _is_console(trace: Trace, n: int) -> bool:
    what = trace.what[n]
    return isinstance(what, Change) and what.table == CONSOLE


def _read(edit: str) -> Edit:
    """What an edit does; raises ``EditError`` where it cannot be read."""
    try:
        return read(edit)
    except TextError as error:
        raise EditError(edit, error.message, error.hint, error.offset) from None


def _refuse_untouchable(scenario: Scenario, lab: Lab, change: Edit) -> None:
    steps, value = change.path, change.value
    if change.verb == "source":
        touched = [program.node for program in scenario.programs if program.file == steps[0]]
    elif change.verb == "add" and steps[0] == "actions":
        touched = _touched(value)
    elif steps[0] == "nodes" and len(steps) > 1:
        touched = [steps[1]]
    elif change.verb == "add" and steps[0] == "faults" and any(read(each).path[0] == "faults" for each in lab.solution):
        touched = _ends(value["on"])  # what is asked for is done to packets
    elif steps[0] == "links" and len(steps) > 1:
        touched = _link_ends(scenario, steps[1])
    else:
        raise TextError(f"a lab does not let {steps[0]} be changed", "change devices, cables and programs")
    _check_touched(lab, touched)


def _check_touched(lab: Lab, touched: Iterable[str]) -> None:
    names = list(touched)
    if not names:
        raise TextError("this is about no device of the lab", f"change {listed(list(lab.touch))}")
    if not set(names) & set(lab.touch):
        raise TextError(f"{listed(names, 'and')} cannot be changed", f"change {listed(list(lab.touch))}")


def _link_ends(scenario: Scenario, step: str) -> list[str]:
    links = [link.name for link in scenario.links]
    return _ends(links[int(step)] if step.isdigit() and int(step) < len(links) else step)


def _ends(link: str) -> list[str]:
    """The devices at the ends of a link, which its text names with or without their ports."""
    return [_END_OF_NAME.split(end.strip())[0] for end in link.split("--") if end.strip()]


def _touched(entry: Any) -> list[str]:
    """The device of an action or a program, or those at the ends of its cable; none where it is no such entry."""
    if not isinstance(entry, Mapping):
        return []
    return [str(entry["on"])] if "on" in entry else _ends(str(entry.get("cut") or entry.get("mend") or ""))


def _whole(scenario: Scenario, name: str, text: str) -> Scenario:
    """An answer that is the whole scenario, changed: what cannot be changed is the lab's."""
    try:
        theirs, ours = compose(text)[0].value(), compose(scenario.text)[0].value()
    except YamlError as error:
        line, column, message, hint = error.flaw
        raise TextError(f"{name}:{line}:{column}: {message}", hint) from None
    lab = lab_of(scenario)
    suspects: list[_Suspect] = []
    for touched, entry in _differences(ours, theirs):
        try:
            _check_touched(lab, touched)
        except TextError as error:
            suspects.append(_suspect(entry, error))
    for key in _FIXED:
        text = _with_value(text, key, ours.get(key), key in theirs)
    try:
        answer = load_text(text, name, scenario.folder)
    except ScenarioError as error:
        first = next((each for each in error.problems if each.severity is Severity.ERROR), error.problems[0])
        raise TextError(str(first)) from None
    return _unless_done(answer, suspects)


def _with_value(text: str, key: str, value: Any, is_there: bool) -> str:
    if value is not None:
        return splice.put(text, (key,), value)
    return splice.remove(text, (key,)) if is_there else text


def _differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[tuple[list[str], Any]]:
    """The devices of each difference between a lab and an answer, with the action where the difference is one."""
    own, other = ours.get("nodes") or {}, theirs.get("nodes") or {}
    if not isinstance(other, Mapping) or own.keys() != other.keys():
        raise TextError("the answer has other devices than the lab", "change devices, and add or remove none")
    yield from (([name], None) for name in own if own[name] != other[name])
    for link in _changed(ours.get("links"), theirs.get("links")):
        yield _ends(str(link.get("link", "") if isinstance(link, Mapping) else link)), None
    for key in ("actions", "programs"):
        kept, found = ours.get(key) or [], theirs.get(key) or []
        if key == "actions" and any(action not in found for action in kept):
            raise TextError("an action of the lab is missing or changed in the answer", "leave the lab's actions alone")
        for each in _changed(kept, found):
            yield _touched(each), each if key == "actions" else None


def _changed(ours: Any, theirs: Any) -> list[Any]:
    """The items that only one of two lists has."""
    first, second = list(ours or []), list(theirs or []) if isinstance(theirs, list | None) else []
    return [each for each in first if each not in second] + [each for each in second if each not in first]
