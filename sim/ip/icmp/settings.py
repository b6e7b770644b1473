"""The choices of ICMP."""

from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import TIME, Setting, Settings


class IcmpSettings(NamedTuple):
    """``answer_broadcasts``: also reply to queries to a broadcast or multicast address (RFC 1122 3.2.2.6).

    Errors to one destination pass a token bucket (RFC 1812 4.3.2.8): ``burst`` at once, then one each ``interval``
    (ns).
    """

    answer_broadcasts: Annotated[bool, Setting("Answer a ping to everyone.")] = False
    burst: Annotated[int, Setting("Errors sent at once before the limit begins.", at_least=1)] = 6
    interval: Annotated[int, Setting("Then one error each interval; 0s for no limit.", TIME)] = SECOND
    redirects: Annotated[bool, Setting("A router sends ICMP redirects, a host heeds them.", on_device=True)] = True


SETTINGS = Settings("icmp", IcmpSettings, "ICMP.")
