"""How fast a host runs programs: by default infinitely fast, or so that what a busy machine does can be seen."""

import random
from typing import Annotated, NamedTuple

from sim.settings import TIME, Setting, Settings


class SpeedSettings(NamedTuple):
    """Times in ns."""

    call: Annotated[
        int,
        Setting("Time that each call takes, and from the moment that a waiting thread is woken until it runs.", TIME),
    ] = 0
    line: Annotated[int, Setting("Time that each line of a program takes.", TIME)] = 0
    jitter: Annotated[int, Setting("The most that chance adds to the time of each call.", TIME)] = 0


SETTINGS = Settings(
    "program_speed",
    SpeedSettings,
    "How long a program's calls and lines take; by default no time passes while a program runs.",
    everywhere=True,
)


class Speed:
    """What a program's calls and lines cost. Lines are paid for with the next call, or with the next look at the clock.

    ``chance`` is a stream of its own, so that a program's random numbers do not depend on how fast it runs.
    """

    __slots__ = ("_chance", "_owed", "_settings")

    def __init__(self, settings: SpeedSettings, chance: random.Random) -> None:
        self._settings = settings
        self._chance = chance
        self._owed = 0

    def line(self) -> bool:
        """Count a line of the program."""
        self._owed += self._settings.line
        return True

    def owed(self) -> int:
        """What the lines since the last time have cost (ns)."""
        owed, self._owed = self._owed, 0
        return owed

    def of_call(self) -> int:
        """What a call costs (ns), or the way from being woken to running."""
        jitter = self._settings.jitter
        return self._settings.call + (self._chance.randint(0, jitter) if jitter else 0)
