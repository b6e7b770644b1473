"""A scenario by its name or path, and whether it has programs that somebody has to trust."""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.scenario.library import bundled_folder
from sim.session import Session
from tui.cli.stream import tell

if TYPE_CHECKING:
    from sim.scenario.plan import Scenario


def open_session(name: str, seed: int | None = None) -> Session:
    """The session; warnings about the scenario go to standard error. Raises ``ScenarioError``."""
    session = Session.load(name, seed)
    for warning in session.front.warnings:
        tell(warning)
    return session


def is_bundled(path: str | Path) -> bool:
    """Whether a scenario's file is one of hopscope's own."""
    return Path(path).resolve().is_relative_to(bundled_folder().resolve())


def has_strange_programs(scenario: "Scenario") -> bool:
    """Whether it starts programs, and is none of hopscope's own scenarios."""
    from sim.scenario.plan import starts_programs  # noqa: PLC0415 - the player needs no plan for its first picture

    return not is_bundled(scenario.path) and starts_programs(scenario)
