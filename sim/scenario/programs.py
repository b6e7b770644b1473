"""The programs of a scenario: their texts, looked for and checked, and when each is started."""

import ast
import re
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from sim.patterns.syntax import no_node
from sim.programs.files import is_within
from sim.programs.rows import ProgramRow, Status, is_called, program_names
from sim.programs.typed import TypedLine
from sim.quantities import spell_duration
from sim.scenario.document import Flaw
from sim.scenario.files import find, is_there, read_text
from sim.scenario.library import bundled_programs
from sim.scenario.models import CodeModel, FileModel, ScenarioModel, TypedModel
from sim.scenario.plan import Action, IpNodePlan, NodePlan, ProgramPlan, Run, Type
from sim.scenario.report import Path as Place
from sim.scenario.report import Report
from sim.scenario.slips import advice, meant_by
from sim.words import listed

_FILE_NAME = re.compile(r"\w[\w.-]*")
_TEXTS = 64
"""What is known of so many programs is kept: an act reads the same scenario again, changed in one place."""


def plan_programs(
    model: ScenarioModel,
    plans: Mapping[str, NodePlan],
    actions: Mapping[int, Action],
    folder: Path | None,
    report: Report,
) -> tuple[tuple[ProgramPlan, ...], dict[str, str]]:
    """The programs in order of the text, and the text of each of their files, and of those that commands start."""
    sources: dict[str, str] = {}
    files: dict[int, str] = {}
    written = report.items("programs", model.programs)
    names = file_names((each.on, *_text_of(each)) for _, each in written)
    for (index, program), name in zip(written, names, strict=True):
        if isinstance(program, CodeModel):
            files[index] = name
            _add_code(program, files[index], ("programs", index), sources, report)
            _add_imported(files[index], folder, sources, report)
    for index, program in written:
        _check_start(program, ("programs", index), model.until, plans, report)
        _check_typed(program, ("programs", index), model.until, report)
        if isinstance(program, FileModel):
            files[index] = program.file
            _add_file(program.file, ("programs", index, "file"), folder, sources, report)
    for index, action in actions.items():
        file = _started(action)
        if file is not None and isinstance(action, Run):
            offset = max(action.typed.text.find(file), 0)
            _add_file(file, ("actions", index, "run"), folder, sources, report, offset)
    _check_readers(model, files, actions, report)
    programs = (
        ProgramPlan(each.at, each.on, files[index], tuple(each.arguments), tuple(map(_typed, each.stdin)))
        for index, each in written
    )
    return tuple(programs), sources


def _check_readers(
    model: ScenarioModel, files: Mapping[int, str], actions: Mapping[int, Action], report: Report
) -> None:
    """Whether each program is started that a line is typed for."""
    for index, action in actions.items():
        if not isinstance(action, Type) or not action.to:
            continue
        started = [
            files[place] for place, each in enumerate(model.programs) if place in files and each.on == action.node
        ]
        started += [
            file
            for each in actions.values()
            if isinstance(each, Run) and each.node == action.node and (file := _started(each))
        ]
        names = [*program_names({n: ProgramRow(file, (), Status.RUNNING) for n, file in enumerate(started)}).values()]
        if not any(is_called(name, action.to) for name in names):
            message = f"no program {action.to} is started at {action.node}"
            report.wrong(
                ("actions", index, "to"),
                message,
                f"there {'is' if len(names) == 1 else 'are'} {listed(names, 'and')}" if names else "start it",
            )


def _started(action: Action) -> str | None:
    """The file of the program that a typed command starts."""
    if not isinstance(action, Run) or action.typed.command.file is None:
        return None
    return action.typed.command.file(action.typed.options)


def check_before_end(at: int, until: int | None, otherwise: str, path: Place, report: Report) -> None:
    """Report what is to happen after the end of the run; ``otherwise`` says what to do in place of a longer run."""
    if until is not None and at > until:
        when = spell_duration(at)
        message = f"{when} is after the end of the run at {spell_duration(until)}"
        report.wrong(
            path, message, f"let it end later, with 'until: {when}' (as an edit: set until = {when}), or {otherwise}"
        )


def _check_start(
    program: FileModel | CodeModel, path: Place, until: int | None, plans: Mapping[str, NodePlan], report: Report
) -> None:
    check_before_end(program.at, until, "start this earlier", (*path, "at"), report)
    check_runs_programs(program.on, (*path, "on"), plans, report)


def check_runs_programs(node: str, place: Place, plans: Mapping[str, NodePlan], report: Report) -> None:
    """Report a node that runs no programs, or that there is not."""
    plan = plans.get(node)
    if plan is None:
        report.error(place, no_node(node, tuple(plans)))
    elif not isinstance(plan, IpNodePlan):
        able = [name for name, other in plans.items() if isinstance(other, IpNodePlan)]
        message = f"{node} is a {plan.kind}, and a {plan.kind} runs no programs"
        report.wrong(place, message, f"on {listed(able)} it would run" if able else "")


def _typed(line: TypedModel) -> str | TypedLine:
    return (line.line or "") if line.at is None else TypedLine(line.at, None if line.end else line.line)


def _check_typed(program: FileModel | CodeModel, path: Place, until: int | None, report: Report) -> None:
    """Whether the lines can be typed: in the order of time, while the program runs."""
    before: int | None = None
    for index, line in enumerate(program.stdin):
        place = (*path, "stdin", index)
        if line.end == (line.line is not None):
            report.wrong(
                place, "this has to be a line or the end", "write {at: 2s, line: hello} or {at: 5s, end: true}"
            )
        elif line.at is None:
            if line.end:
                report.wrong(
                    place, "this end has no time", "write {at: 5s, end: true}; behind the last line it ends anyway"
                )
            elif before is not None:
                report.wrong(
                    place, "this line has no time, and the one before it has", "give it one, such as {at: 2s, line: …}"
                )
        elif line.at < program.at:
            message = f"{spell_duration(line.at)} is before the program starts at {spell_duration(program.at)}"
            report.wrong((*place, "at"), message, "times count from the start of the run")
        elif before is not None and line.at < before:
            report.wrong(
                (*place, "at"), f"{spell_duration(line.at)} is before the line above", "write them in order of time"
            )
        elif not line.end:
            check_before_end(line.at, until, "type this earlier", (*place, "at"), report)
        before = line.at if line.at is not None else before


def _add_file(
    file: str, place: Place, folder: Path | None, sources: dict[str, str], report: Report, offset: int = 0
) -> None:
    if file in sources:
        return
    found = _find(file, place, folder, report, offset)
    if found is not None:
        sources[file] = _read(found, file, report)
        _add_imported(file, folder, sources, report)


def _find(file: str, place: Place, folder: Path | None, report: Report, offset: int) -> Path | None:
    """A file beside the scenario or among the bundled ones; ``None`` and a problem where there is none."""
    around = [bundled_programs()] if folder is None else [folder, bundled_programs()]
    return find(file, place, around, report, offset, ", nor a bundled one")


def _read(path: Path, file: str, report: Report) -> str:
    """The text of a program's file, or "" and a problem."""
    text = read_text(path, report)
    if text is None:
        return ""
    flaw = _flaw(text, file)
    if flaw is not None:
        report.flaw(flaw, str(path))
    return text


def _add_imported(file: str, folder: Path | None, sources: dict[str, str], report: Report) -> None:
    """Add the modules beside the scenario that a program imports, and those that they import."""
    if folder is None or file not in sources or report.has_errors:
        return
    for name in _imported(sources[file]):
        module = f"{name.replace('.', '/')}.py"
        path = folder / module
        if module not in sources and is_there(path, report) and is_within(path, folder.resolve()):
            sources[module] = _read(path, module, report)
            _add_imported(module, folder, sources, report)


@lru_cache(_TEXTS)
def _imported(text: str) -> tuple[str, ...]:
    """The full names of the modules that a text imports."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return tuple(names)


def file_names(programs: Iterable[tuple[str, str | None, str]]) -> list[str]:
    """What the file of each program is called: of its node, the name that is given to it, and its text if it has one.

    Without a name it is called as its node, and shares that name with programs of the same text only.
    """
    found = [*programs]
    given = {name for _, name, _ in found}
    texts: dict[str, str] = {}
    names = []
    for node, name, text in found:
        if name is not None:
            names.append(name)
            continue
        free = (f"{node}{number}.py" for number in ("", *range(2, 2 + len(found))))
        names.append(next(each for each in free if each not in given and texts.get(each, text) == text))
        texts[names[-1]] = text
    return names


def _text_of(program: FileModel | CodeModel) -> tuple[str | None, str]:
    return (program.name, program.code) if isinstance(program, CodeModel) else (program.file, "")


def _add_code(program: CodeModel, file: str, path: Place, sources: dict[str, str], report: Report) -> None:
    if not _FILE_NAME.fullmatch(file):
        hint = "write one like client.py, of letters, digits, '.', '-' and '_'"
        report.wrong((*path, "name"), f"{file!r} cannot be a program's name", hint)
    elif sources.get(file, program.code) != program.code:
        report.wrong((*path, "name"), f"another program is called {file!r}", "choose another name")
    if file not in sources:
        flaw = _flaw(program.code, file)
        if flaw is not None:
            report.flaw_within((*path, "code"), program.code, flaw)
    sources[file] = program.code


@lru_cache(_TEXTS)
def _flaw(text: str, file: str) -> Flaw | None:
    """What keeps a text from being Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, file, "exec", dont_inherit=True)
    except SyntaxError as error:
        message = f"this is not Python: {error.msg}"
        return Flaw(max(error.lineno or 1, 1), max(error.offset or 1, 1), message, _advice(error, text))
    except (ValueError, OverflowError, RecursionError, MemoryError) as error:
        return Flaw(1, 1, f"this is not Python: {error}", "")
    return None


def _advice(error: SyntaxError, text: str) -> str:
    """What would be right, where a tab or a character that looks like another is the cause."""
    lines = text.splitlines()
    tab = next((number for number, line in enumerate(lines, 1) if "\t" in line[: len(line) - len(line.lstrip())]), None)
    if isinstance(error, IndentationError) and tab is not None:
        return f"line {tab} of the program is indented with a tab; indent all lines with spaces"
    character = re.search(r"invalid (?:non-printable )?character .*U\+([0-9A-F]{4,6})", error.msg)
    meant = meant_by(chr(int(character[1], 16))) if character else ()
    return advice(chr(int(character[1], 16)), meant[0])[1] if character and meant else ""
