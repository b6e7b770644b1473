"""The questions that a teacher wrote in a scenario: their answers, and whether the run agrees with them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

from sim import registry
from sim.addresses import IPv4Address, MacAddress, Prefix
from sim.branches.why_not import is_of_absence, showing
from sim.exam.blueprints import COURSE
from sim.exam.chance import Chance
from sim.exam.looking import mac_lines
from sim.exam.question import Blank, Figure, FigureKind, Form, Kind, Misconception, Option, Question
from sim.exam.run import Run
from sim.exam.said import Said, plain
from sim.exam.typed import is_right, narrow, typed
from sim.quantities import duration, spell_duration
from sim.scenario.expect import check
from sim.scenario.plan import (
    Action,
    CellPlan,
    CountPlan,
    DevicePlan,
    Expectation,
    LiteralPlan,
    OptionPlan,
    Plug,
    QuestionPlan,
)
from sim.scenario.plan import Run as ActionPlan
from sim.scenario.problem import Problem, Severity
from sim.scenario.tables import agrees, is_endpoint
from sim.trace.records import Change

_MOST_RECORDS = 20
"""Records that are told as the proof of an answer."""
_LONGEST_PROGRAM = 40
"""Lines of a program that is printed with a question."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


class OwnError(ValueError):
    """The run gives no answer; the message says why, ``hint`` what would be right."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def problems(run: Run) -> Iterator[Problem]:
    """What is wrong with the questions of a scenario, now that it has been run."""
    for plan in run.scenario.questions:
        try:
            truth = _truth(run, plan)[0]
        except OwnError as error:
            yield _problem(run, plan.answer.line, plan.answer.place, error.message, error.hint)
            continue
        if plan.says is not None:
            result = check(run.scenario, run.trace, [plan.says])[0]
            if not result.ok:
                message = f"the run contradicts the answer: {plan.says.text}; found: {result.found}"
                yield _problem(run, plan.says.line, plan.says.column, message, "change the answer, or the scenario")
        meant: dict[Any, int] = {}
        for number, option in enumerate(plan.options, 1):
            yield from _option_problems(run, plan, option, truth)
            same = meant.setdefault(_meant(option.text), number)
            if same != number:
                message = f"this option says the same as option {same}"
                yield _problem(run, option.line, option.place, message, "write another one, or leave it out")


def _option_problems(run: Run, plan: QuestionPlan, option: OptionPlan, truth: Any) -> Iterator[Problem]:
    text = option.text
    if isinstance(plan.answer, CellPlan):  # "port 1" says as much of a cell of this column as "1"
        text = re.sub(rf"^{re.escape(plan.answer.column)}\b *", "", text, flags=re.IGNORECASE) or text
    if _is_true(text, truth):
        message = f"this wrong option is true: the run says {_text(truth)}"
        yield _problem(run, option.line, option.place, message, "change it")
    elif option.says is not None and check(run.scenario, run.trace, [option.says])[0].ok:
        message = f"this wrong option is true: {option.says.text}"
        yield _problem(run, option.says.line, option.says.column, message, "change the option, or what it says")


def _problem(run: Run, line: int, column: int, message: str, hint: str) -> Problem:
    return Problem(run.scenario.path, line, column, Severity.ERROR, message, hint)


def questions(run: Run, *seed: str | int) -> Iterator[Question]:
    """The questions, ready to be asked, with options in an order that ``seed`` fixes; those with a problem left out.

    With each stands what a learner needs to answer it on paper: the network, and what happens in it.
    """
    for number, plan in enumerate(run.scenario.questions, 1):
        try:
            yield _question(run, plan, number, Chance("own", number, *seed))
        except OwnError:
            continue


def _question(run: Run, plan: QuestionPlan, number: int, chance: Chance) -> Question:
    value, proof = _truth(run, plan)
    name = f"own@{run.source.name}#{number}"
    options: tuple[Option, ...] = ()
    blanks: tuple[Blank, ...] = ()
    kind = Kind.ONE
    if plan.options:
        right = Option(value, plain(_text(value)), is_right=True)
        wrongs = [_wrong(option) for option in plan.options]
        options = tuple(chance.shuffled([right, *wrongs]))
    else:
        blanks = (_blank(value),)
        kind = {Form.NUMBER: Kind.NUMBER, Form.TEXT: Kind.TEXT, Form.WORD: Kind.TEXT}.get(blanks[0].form, Kind.ADDRESS)
    return Question(
        name=name,
        template="own",
        topic=run.scenario.topics[0] if run.scenario.topics else "own",
        level=plan.level,
        seconds=plan.seconds,
        domains={COURSE.id: "own"},
        kind=kind,
        source=run.source,
        moment=run.trace.configured - 1,  # what is seen later, such as a lease, may be what is asked for
        text=_said(plan.ask),
        options=options,
        blanks=blanks,
        proof=proof,
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=(*_happens(run), *(mac_lines(run) if isinstance(value, MacAddress) else ())),
        reason=_said(plan.why) if plan.why else None,
        is_claimed=isinstance(plan.answer, LiteralPlan) and plan.says is None,
    )


def _happens(run: Run) -> Iterator[str]:
    """What the scenario is called, and what happens in it, written as edits are; then the programs that it starts."""
    scenario = run.scenario
    yield scenario.title
    done = [(each.at, f"{spell_duration(each.at)} {_deed(each)}") for each in scenario.actions]
    done += [
        (each.at, f"{spell_duration(each.at)} {each.node}: {' '.join(('python3', each.file, *each.arguments))}")
        for each in scenario.programs
    ]
    yield from (told for _, told in sorted(done, key=lambda each: each[0]))
    yield from (f"{link.name}: {fault.deed} {fault.pattern.text}" for link in scenario.links for fault in link.faults)
    for file in dict.fromkeys(each.file for each in scenario.programs):
        lines = scenario.sources[file].rstrip().splitlines()
        if len(lines) <= _LONGEST_PROGRAM:
            yield from ("", f"# {file}", *lines)


def _deed(action: Action) -> str:
    match action:
        case ActionPlan():
            return f"{action.node}: {action.typed.text}"
        case Plug():
            return f"{'mend' if action.up else 'cut'} {action.link}"
    to = f" {action.to}" if action.to else ""
    return f"type {action.node}{to}: {'Ctrl-D' if action.text is None else action.text}"


def _said(text: str) -> Said:
    """A text of the teacher, which is the same in every language."""
    return Said({"en": "{value}"}, {"value": text})


def _wrong(option: OptionPlan) -> Option:
    if not option.why:
        return Option(option.text, plain(option.text))
    belief = Misconception("own", {"en": option.text}, {"en": "{value}"})
    return Option(option.text, plain(option.text), False, belief, _said(option.why))


def _blank(value: Any) -> Blank:
    match value:
        case bool():
            form = Form.WORD
        case MacAddress():
            form = Form.MAC
        case IPv4Address():
            form = Form.IPV4
        case Prefix():
            form = Form.PREFIX
        case int():
            form = Form.NUMBER
        case _:
            form = Form.TEXT
    return Blank(form, value if form in (Form.MAC, Form.IPV4, Form.PREFIX, Form.NUMBER) else _text(value))


def _text(value: Any) -> str:
    """A value as it is written in the scenario; several as the tables print them."""
    if type(value) is tuple:
        return ":".join(map(_text, value)) if is_endpoint(value) else ", ".join(map(_text, value)) or "-"
    return (
        {None: "null", True: "true", False: "false"}[value]
        if value is None or value is True or value is False
        else str(value)
    )


def _is_true(text: str, truth: Any) -> bool:
    """Whether a text says what is true, also in another notation, such as 02-00-00-00-00-01."""
    if " ".join(text.split()).casefold() == " ".join(_text(truth).split()).casefold():
        return True
    blank = _blank(truth)
    if blank.form is Form.TEXT:
        return bool(_meant(text) == _meant(blank.truth))
    try:
        return is_right(blank, typed(blank.form, text))
    except ValueError:
        return False


def _meant(text: str) -> Any:
    """What a text without a form says: an address, a number or a time in any notation, or else its words."""
    plain = " ".join(narrow(text).split()).casefold().rstrip(" .!?")
    for form in (Form.MAC, Form.PREFIX, Form.IPV4, Form.NUMBER):
        # A number reads over what stands behind it, so that 3 hosts would be as much as 3 switches.
        if form is not Form.NUMBER or plain[-1:].isdigit():
            with suppress(ValueError):
                return form, typed(form, plain)
    with suppress(ValueError):
        return "time", duration(plain)
    return Form.TEXT, _THOUSANDS.sub("", plain)


def _moment(run: Run, plan: QuestionPlan) -> int:
    """How many records precede the moment that is asked about, itself among them."""
    if plan.at is None:
        return len(run.trace)
    n = plan.at.record(run.trace)
    if n is None:
        raise OwnError(f"this moment never comes: {plan.at.text}", "ask about another one")
    return n + 1


def _truth(run: Run, plan: QuestionPlan) -> tuple[Any, tuple[int, ...]]:
    """The answer, and the records that show it; raises :class:`OwnError`."""
    position = _moment(run, plan)
    match plan.answer:
        case CellPlan() as cell:
            at = position if cell.at is None else run.trace.before(cell.at)
            return _cell(run, cell, at)
        case CountPlan() as counted:
            matching = [n for n in counted.says.pattern.among(run.trace) if n < position]
            return len(matching), tuple(matching[:_MOST_RECORDS])
        case DevicePlan() as device:
            n = device.moment.record(run.trace)
            if n is None or run.node(n) not in run.nodes:
                raise OwnError(f"no device does this: {device.moment.text}", "write a moment that comes at a device")
            return run.node(n), (n,)
    return plan.answer.text, () if plan.says is None else _shown_by(run, plan.says)


def _shown_by(run: Run, says: Expectation) -> tuple[int, ...]:
    """The records that show that a sentence holds; none where it says that something never happens."""
    return () if is_of_absence(says) else tuple(islice(showing(run.trace, says), _MOST_RECORDS))


def _set_by(run: Run, plan: CellPlan, key: Any, position: int) -> tuple[int, ...]:
    """The record that has given a cell its content of before ``position``, be it one of the configuration."""
    trace, table = run.trace, registry.tables()[plan.table]
    for n in reversed(range(position)):
        change = trace.what[n]
        if isinstance(change, Change) and change.table == plan.table and change.key == key and run.node(n) == plan.node:
            cells = [row and table.cells(key, row)[plan.column] for row in (change.before, change.after)]
            if change.before is None or cells[0] != cells[1]:
                return (n,)
    return ()


def _cell(run: Run, plan: CellPlan, position: int) -> tuple[Any, tuple[int, ...]]:
    table = registry.tables()[plan.table]
    rows = run.table(plan.node, plan.table, position)
    found = [(key, table.cells(key, row)) for key, row in rows.items()]
    matching = [(key, cells) for key, cells in found if agrees(cells, plan.row, run.names)]
    values = {_text(cells[plan.column]): cells[plan.column] for _, cells in matching}
    if len(values) != 1:
        what = "no row of the table is" if not values else f"{len(matching)} rows of the table are"
        raise OwnError(f"{what} as this says", "write cells that one row alone has")
    shown = _set_by(run, plan, matching[0][0], position)
    return next(iter(values.values())), shown
