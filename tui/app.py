"""The application: the library of scenarios and the player. What the command line calls."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.session import Session


def run_library(ascii_only: bool | None = None) -> None:
    """Let a person choose a bundled scenario and play it; returns when they quit.

    ``ascii_only`` draws without box characters and arrows; ``None`` asks the environment (``HOPSCOPE_ASCII``,
    the locale's encoding).
    """
    raise NotImplementedError


def run_player(session: "Session", ascii_only: bool | None = None) -> None:
    """Play a loaded session, which is run (on) while it is shown; returns when the person quits."""
    raise NotImplementedError
