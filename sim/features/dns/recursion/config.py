"""What a recursive resolver is set up with."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.dns.caching.cache import MOST
from sim.features.dns.name import Name

MILLISECOND = 1_000_000

Zones = tuple[tuple[Name, tuple[IPv4Address, ...]], ...]
"""Zones, each with the addresses of servers."""


class RecursorConfig(NamedTuple):
    """``hints`` are servers of the root by name (RFC 1034 5.3.2, SBELT). ``stubs`` are servers that have the data of a
    zone, ``forwards`` recursive servers that are asked for all names in it.

    ``prime``: ask the hints for the servers of the root first (RFC 9609). ``size`` is how many octets it takes over
    UDP, 0 for 512 without an OPT record (RFC 6891 6.2.3). ``attempts`` is how often one server is asked one question,
    ``timeout`` (ns) how long a server of which nothing is known is waited for at first. ``most`` bounds the cache.
    ``minimal``: leave out of answers what was not asked for.
    """

    hints: Zones = ()
    stubs: Zones = ()
    forwards: Zones = ()
    prime: bool = True
    size: int = 1232
    attempts: int = 5
    timeout: int = 376 * MILLISECOND
    most: int = MOST
    minimal: bool = False
