"""A scenario by its name or path, and whether it has programs that somebody has to trust."""

from collections.abc import Sequence
from pathlib import Path

from sim.scenario.problem import ScenarioError
from sim.session import Session
from tui.cli.outcome import BadInputError, refused
from tui.cli.stream import tell


def open_session(name: str, seed: int | None = None, edits: Sequence[str] = ()) -> Session:
    """The session; warnings about the scenario go to standard error. Raises ``ScenarioError`` or ``BadInputError``."""
    return open_at(name, seed, edits)[0]


def open_at(name: str, seed: int | None = None, edits: Sequence[str] = ()) -> tuple[Session, int]:
    """The same, with the position of the cursor that a line of text has; -1 for the start."""
    plain, position = _opened(name, seed)
    session = edited(plain, edits)
    for warning in session.front.warnings:
        tell(warning)
    return session, position


def _opened(name: str, seed: int | None) -> tuple[Session, int]:
    """A session by a name, a path, a revision of a file or a line of text, and that position."""
    if "@" in name and not name.startswith("hop:") and not Path(name).exists():
        return _revision(name, seed), -1
    if not name.startswith("hop:"):
        return Session.load(name, seed), -1
    from sim.branches.line import read_line  # noqa: PLC0415 - few runs begin so
    from sim.words import TextError  # noqa: PLC0415

    try:
        found = read_line(name)
    except TextError as error:
        raise refused(name, error) from None
    seed = found.seed if seed is None else seed
    origin = None if found.plain is None else Session(found.plain, seed)
    return Session(found.scenario, seed, edits=found.edits, origin=origin), found.position


def _revision(name: str, seed: int | None) -> Session:
    """A file as a commit has it: ``lab.yaml@HEAD~1``; the files beside it are those that are there now."""
    import subprocess  # noqa: PLC0415 - few compare revisions

    from sim.scenario.load import load_text  # noqa: PLC0415

    path, _, revision = name.rpartition("@")
    file = Path(path)
    command = ["git", "-C", str(file.parent), "show", "--end-of-options", f"{revision}:./{file.name}"]
    try:
        shown = subprocess.run(command, capture_output=True, check=False)
        text = shown.stdout.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{name} cannot be read: {error}") from None
    if shown.returncode:
        said = shown.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise BadInputError(f"{name} cannot be read: {said}; write FILE@REVISION, such as lab.yaml@HEAD~1")
    return Session(load_text(text, name, file.parent.resolve()), seed)


def edited(session: Session, edits: Sequence[str]) -> Session:
    """The session with edits of the command line; raises ``BadInputError`` that names the one that is wrong."""
    if not edits:
        return session
    from sim.branches.edit import EditError  # noqa: PLC0415 - a run without edits needs no models

    try:
        return session.branch(edits)
    except EditError as error:
        raise refused(error.edit, error, "--edit") from None


def refuse_mistranslated(session: Session, language: str) -> None:
    """Raise ``ScenarioError`` where the file is wrong that translates a scenario to a language."""
    if problems := session.problems_in(language):
        raise ScenarioError(problems)
