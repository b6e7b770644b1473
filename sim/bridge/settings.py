"""The choices of a switch."""

from enum import StrEnum
from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import SWITCH, TIME, Setting, Settings


class WhenFull(StrEnum):
    """What becomes of a new address when the table is full."""

    EVICT = "evict"
    """It takes the place of the address that was silent for longest (IEEE 802.1D-2004 7.8 allows it)."""
    FLOOD = "flood"
    """It is not learned, so frames to it are flooded."""


class SwitchSettings(NamedTuple):
    """``ageing_time`` in ns, 300 s as IEEE 802.1D-2004 table 7-5 recommends; ``table_size`` in rows."""

    ageing_time: Annotated[int, Setting("How long a silent address is remembered.", TIME)] = 300 * SECOND
    table_size: Annotated[int, Setting("Addresses that it can remember.", at_least=1)] = 8192
    when_full: Annotated[WhenFull, Setting("Evict the oldest address, or flood.")] = WhenFull.EVICT


SETTINGS = Settings("", SwitchSettings, kinds=(SWITCH,))
