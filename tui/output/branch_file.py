"""A branch written as a scenario of its own, with the files of its programs beside it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.other_languages import SUFFIXES
from sim.scenario.plan import Scenario
from sim.session import Session
from sim.words import TextError
from tui.output.whole_file import write_new

if TYPE_CHECKING:
    from sim.scenario import splice

_FOR_EDITORS = "# yaml-language-server: $schema="


def fitting(session: Session) -> tuple[Scenario, int]:
    """The scenario of a run that is at its end, with what it says of this run alone; and how much is left out.

    A branch has the expectations, notes, questions and goals of the run that it was made of: left out are those
    expectations that fail, notes that never come, questions that the run contradicts, and a lab whose goals are reached
    or whose solution leads to them no longer.
    """
    from sim.exam.lab import flaws, goals  # noqa: PLC0415 - few save a branch
    from sim.scenario import splice  # noqa: PLC0415

    scenario = session.scenario
    if not session.finished:
        return scenario, 0
    wrong: list[splice.Path] = [("expect", number) for number, outcome in enumerate(session.check()) if not outcome.ok]
    wrong += [("notes", n) for n, note in enumerate(scenario.notes) if note.moment.record(session.trace) is None]
    wrong += _contradicted(session)
    if scenario.lab is not None and any(flaws(scenario, goals(session))):
        wrong.append(("lab",))
    text = scenario.text
    for path in reversed(wrong):
        text = splice.remove(text, path)
    return scenario._replace(text=text), len(wrong)


def _contradicted(session: Session) -> "list[splice.Path]":
    """The questions of a scenario that its run contradicts."""
    scenario = session.scenario
    if not scenario.questions:
        return []
    from sim.exam import own  # noqa: PLC0415 - few scenarios have questions
    from sim.exam.question import Source  # noqa: PLC0415
    from sim.exam.run import Run  # noqa: PLC0415
    from sim.scenario.document import compose, path_at  # noqa: PLC0415

    root = compose(scenario.text)[0]
    problems = own.problems(Run(session, Source(scenario.path)))
    wrong = {path_at(root, each.line, each.column)[0][:2] for each in problems}
    return [path for n in range(len(scenario.questions)) if (path := ("questions", n)) in wrong]


def check(name: str, scenario: Scenario) -> None:
    """Refuse a name under which the scenario cannot be written; raises ``TextError``."""
    if not name.strip():
        raise TextError("nothing is written", "write another name")
    path = _path(name)
    if path.exists():
        raise TextError("there is a file of this name", "write another name")
    if not path.parent.is_dir():
        raise TextError(f"there is no folder {path.parent}", "write another name")
    for file, text in _beside(scenario, path.parent).items():
        if text is None:
            raise TextError(f"the scenario reads the folder {file.name} beside it", f"save it in {scenario.folder}")
        if file.exists() and file.read_text(encoding="utf-8", errors="replace") != text:
            raise TextError(f"there is another file {file.name} in this folder", "save it in another one")


def save(name: str, scenario: Scenario) -> Path:
    """Write a scenario, and what it needs beside it; the whole name of its file. Raises ``OSError``."""
    path = _path(name)
    write_new(path, _text(scenario, path.parent))
    for file, text in _beside(scenario, path.parent).items():
        if text is not None and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            write_new(file, text)
    return path


def _text(scenario: Scenario, folder: Path) -> str:
    """The scenario's text, without a line for editors that names a schema which is not to be found from there."""
    first, _, rest = scenario.text.partition("\n")
    if not first.startswith(_FOR_EDITORS):
        return scenario.text
    schema = first.removeprefix(_FOR_EDITORS).strip()
    return scenario.text if "://" in schema or (folder / schema).exists() else rest


def _path(name: str) -> Path:
    """The file of a name: one without the ending of a scenario gets it, since ``hopscope`` knows scenarios by that."""
    path = Path(os.path.expanduser(name.strip())).absolute()
    return path if path.suffix in SUFFIXES else path.with_name(f"{path.name}.yaml")


def _beside(scenario: Scenario, folder: Path) -> Mapping[Path, str | None]:
    """The files that the scenario has beside it, as they have to be in another folder; ``None`` for a folder."""
    if scenario.folder is None or scenario.folder.resolve() == folder.resolve():
        return {}
    beside = {Path(name): text for name, text in scenario.files.items() if text is not None}
    return {
        folder / path.relative_to(scenario.folder): None if path.is_dir() else text
        for path, text in beside.items()
        if path.is_relative_to(scenario.folder)
    }
