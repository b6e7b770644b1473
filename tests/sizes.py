"""How much random tests try: a little each time, and much with ``--hypothesis-profile nightly``."""

from hypothesis import settings

NIGHTLY = 10_000
"""The examples of the nightly profile; see ``tests/conftest.py``."""


def tries(few: int, nightly: int) -> int:
    """How often a test that makes its own chance tries."""
    chosen = settings.default
    return nightly if chosen is not None and chosen.max_examples >= NIGHTLY else few
