"""A scenario by its name or path, ready to run."""

from sim.session import Session
from tui.cli.stream import tell


def open_session(name: str, seed: int | None = None) -> Session:
    """The session; warnings about the scenario go to standard error. Raises ``ScenarioError``."""
    session = Session.load(name, seed)
    for warning in session.front.warnings:
        tell(warning)
    return session
