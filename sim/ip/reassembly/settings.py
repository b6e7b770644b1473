"""The choices of putting fragments together again."""

from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import TIME, Setting, Settings


class ReassemblySettings(NamedTuple):
    """``timeout`` (ns) is fixed, from 60 to 120 s (RFC 1122 3.3.2; Linux: 30 s)."""

    timeout: Annotated[int, Setting("How long fragments wait for the missing ones.", TIME)] = 60 * SECOND
    capacity: Annotated[int, Setting("Datagrams that may wait at a time.", at_least=1)] = 64


SETTINGS = Settings("reassembly", ReassemblySettings, "Putting fragments together.")
