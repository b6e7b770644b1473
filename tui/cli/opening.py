"""A scenario by its name or path, and whether it has programs that somebody has to trust."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.library import bundled_folder
from sim.session import Session
from tui.cli.outcome import BadInputError
from tui.cli.stream import tell

if TYPE_CHECKING:
    from sim.scenario.plan import Scenario


def open_session(name: str, seed: int | None = None, edits: Sequence[str] = ()) -> Session:
    """The session; warnings about the scenario go to standard error. Raises ``ScenarioError`` or ``BadInputError``."""
    session = edited(Session.load(name, seed), edits)
    for warning in session.front.warnings:
        tell(warning)
    return session


def edited(session: Session, edits: Sequence[str]) -> Session:
    """The session with edits of the command line; raises ``BadInputError`` that names the one that is wrong."""
    if not edits:
        return session
    from sim.branches.edit import EditError  # noqa: PLC0415 - a run without edits needs no models

    try:
        return session.branch(edits)
    except EditError as error:
        raise BadInputError(f"--edit '{error.edit}': {error}") from None


def is_bundled(path: str | Path) -> bool:
    """Whether a scenario's file is one of hopscope's own."""
    return Path(path).resolve().is_relative_to(bundled_folder().resolve())


def has_strange_programs(scenario: "Scenario") -> bool:
    """Whether it starts programs, and is none of hopscope's own scenarios."""
    from sim.scenario.plan import starts_programs  # noqa: PLC0415 - the player needs no plan for its first picture

    return not is_bundled(scenario.path) and starts_programs(scenario)
