"""What a machine of spanning tree asks its bridge to do, beside the common effects."""

from typing import NamedTuple

from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.features.stp.pdu import Bpdu
from sim.why import Why


class Send(NamedTuple):
    """Send a BPDU out of a port."""

    port: str
    bpdu: Bpdu
    why: Why


class Relay(NamedTuple):
    """Let a port learn and forward from now on, or not (17.21.3 to 17.21.6)."""

    port: str
    learns: bool
    forwards: bool
    why: Why


class Flush(NamedTuple):
    """Forget the stations behind a port (17.19.7)."""

    port: str


class AgeWithin(NamedTuple):
    """Remember silent stations only for ``time`` (ns) from now on; ``None`` for as long as is usual (17.19.1)."""

    time: int | None
    why: Why


class Shut(NamedTuple):
    """Switch a port off."""

    port: str
    why: Why


Effect = Send | Relay | Flush | AgeWithin | Shut | Put | Remove | Arm | Cancel | Explain | Drop
