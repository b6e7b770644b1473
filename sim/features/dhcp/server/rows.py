"""The rows of the table of leases. What reads them does without the machine."""

from enum import StrEnum
from typing import NamedTuple

from sim.addresses import IPv4Address, MacAddress
from sim.quantities import Instant

TABLE = "dhcp-lease"
"""The table's name, and the first item of the timers' names: ``("dhcp-lease", ip)``."""


class LeaseState(StrEnum):
    PROBING = "probing"
    """The server pings the address before it offers it."""
    OFFERED = "offered"
    BOUND = "bound"
    EXPIRED = "expired"
    RELEASED = "released"
    DECLINED = "declined"
    """Somebody who has no lease uses the address."""


class LeaseRow(NamedTuple):
    """A row of table ``dhcp-lease``, under the address. ``expiry`` is when this state ends, ``None`` for never.

    ``client`` is what the server knows the client by: option 61, else its MAC address behind 1 (4.2). ``relay`` is the
    relay agent that the client came through at first: when it renews, it comes by itself.
    """

    state: LeaseState
    mac: MacAddress
    expiry: Instant | None
    name: str = ""
    client: bytes = b""
    relay: IPv4Address | None = None
