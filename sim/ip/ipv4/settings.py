"""The choices of IPv4."""

from typing import Annotated, NamedTuple

from sim.ip.ipv4.pdu import DEFAULT_TTL
from sim.settings import ROUTER, Setting, Settings


class Ipv4Settings(NamedTuple):
    """``forwarding`` makes a device a router, which a scenario says by its kind.

    ``directed_broadcast`` lets a router forward broadcasts to an attached network (RFC 2644 wants it off). The
    identifications of later datagrams count up from ``first_identification``.
    """

    forwarding: bool = False
    ttl: Annotated[int, Setting("Time to live of what it sends.", at_least=1, at_most=255)] = DEFAULT_TTL
    first_identification: Annotated[
        int, Setting("Identification of the first datagram.", at_least=0, at_most=65535)
    ] = 1
    directed_broadcast: Annotated[
        bool, Setting("Forward broadcasts to an attached network (RFC 2644).", kinds=(ROUTER,))
    ] = False


SETTINGS = Settings("", Ipv4Settings)
