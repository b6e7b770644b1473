"""The rows of the table of DHCP clients, and the names of their timers. What reads them does without the machine."""

from enum import StrEnum
from typing import NamedTuple

from sim.addresses import InterfaceAddress, IPv4Address
from sim.features.dhcp.option_kinds import ClassRoute
from sim.quantities import Instant, TimeSpan

TABLE = "dhcp-client"

BEGIN, WAIT, COLLECT = "dhcp-begin", "dhcp-wait", "dhcp-collect"
T1, T2, EXPIRY = "dhcp-t1", "dhcp-t2", "dhcp-expiry"
TIMERS = (BEGIN, WAIT, COLLECT, T1, T2, EXPIRY)
"""The first parts of the timers' names; the second is the interface."""


class ClientState(StrEnum):
    """The states of figure 5, and three of our own: ``checking`` (see there), ``informing`` and ``stopped``."""

    INIT = "init"
    SELECTING = "selecting"
    REQUESTING = "requesting"
    CHECKING = "checking"
    BOUND = "bound"
    RENEWING = "renewing"
    REBINDING = "rebinding"
    INIT_REBOOT = "init-reboot"
    REBOOTING = "rebooting"
    INFORMING = "informing"
    """The address was set by hand, and servers are asked for the rest (DHCPINFORM)."""
    STOPPED = "stopped"
    """The lease was released, and nobody asks for another."""


class Offer(NamedTuple):
    """An offer that came while they were collected; ``lease`` in seconds."""

    server: IPv4Address
    address: IPv4Address
    lease: int
    xid: int

    def __str__(self) -> str:
        return f"{self.address} of {self.server}"


class ClientRow(NamedTuple):
    """A row of table ``dhcp-client``, under the name of the interface.

    ``address`` is what it has, or asks for. ``lease`` is ``None`` for one that never ends; ``sent`` counts how often
    the message of this state was sent; ``began`` is when it began to look for an address, ``asked`` when it sent the
    request for this lease; ``secs`` is what messages say of the time since then. ``refused`` counts the times in a row
    that it came to nothing.
    """

    state: ClientState
    address: InterfaceAddress | None = None
    server: IPv4Address | None = None
    lease: TimeSpan | None = None
    t1: Instant | None = None
    t2: Instant | None = None
    expiry: Instant | None = None
    routers: tuple[IPv4Address, ...] = ()
    dns: tuple[IPv4Address, ...] = ()
    domain: str = ""
    search: tuple[str, ...] = ()
    mtu: int | None = None
    routes: tuple[ClassRoute, ...] = ()
    link_local: bool = False
    offers: tuple[Offer, ...] = ()
    xid: int = 0
    sent: int = 0
    began: Instant = 0
    asked: Instant = 0
    secs: int = 0
    refused: int = 0

    @property
    def ip(self) -> IPv4Address | None:
        return None if self.address is None else self.address.address
