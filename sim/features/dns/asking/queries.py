"""What a resolver asks of whoever sends for it."""

from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.why import Why


class Query(NamedTuple):
    """Send octets to a server, from a port that is free; ``number`` is what timers and failures call it."""

    number: int
    octets: bytes
    server: IPv4Address
    port: int
    local_port: int
    over_tcp: bool
    why: Why


class Forget(NamedTuple):
    """Nothing more is expected of a query: its port can be closed."""

    number: int
    why: Why
