"""A table that no part of the program knows: it is described here alone, as a new feature would describe it."""

from enum import StrEnum
from typing import NamedTuple

from sim.addresses import IPv4Address, MacAddress
from sim.feature import Feature, Printout, Rows, Table, TimerText
from sim.quantities import Instant, TimeSpan

TABLE = "visit"


class Mood(StrEnum):
    MERRY = "merry"
    TIRED = "tired"


class VisitRow(NamedTuple):
    """A guest at a door: ``left`` is when the guest goes."""

    mac: MacAddress | None
    mood: Mood
    gifts: int
    stay: TimeSpan
    left: Instant | None
    door_knocks: int = 1


def show_visits(visits: Rows, now: int = 0) -> list[str]:
    return [f"{guest} is {row.mood} at {door}" for (door, guest), row in visits.items()]


VISITS = Table(
    TABLE,
    VisitRow,
    {"en": "Visits", "zh": "来访"},
    key={"door": str, "guest": IPv4Address},
    kinds=("host",),
    label="{guest}[ at {door}]",
    spoken={"en": "the visit of", "zh": "来访者"},
    timers={"left": {"en": "the timer for the farewell of {}", "zh": "{} 告别的定时器"}},
    minor=("door_knocks",),
    usual={"gifts": "1"},
    unnamed=("mood",),
    spare=("door_knocks", "stay"),
    printouts={"host": Printout("show visits", show_visits)},
)
TIMER = TimerText(TABLE, {"en": "the timer for the visit of {2}", "zh": "{2} 来访的定时器"})

FEATURE = Feature(name="visits", tables=("tests.visits",))
