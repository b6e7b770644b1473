"""Path MTU discovery: how long a datagram may be to reach a destination whole, as far as a sender was told (RFC 1191).

A row of table ``pmtu`` exists only where a router on the way has told of a link narrower than the first one.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.effects import Arm, Explain, Put, Remove
from sim.ip.ipv4.pdu import MINIMUM_MTU, IPv4
from sim.ip.pmtu import rules
from sim.ip.pmtu.settings import PmtuSettings
from sim.quantities import Instant
from sim.why import Why

TABLE = "pmtu"
"""The table's name, and the first item of the timers' names: ``("pmtu", dst)``."""

_PLATEAUS = (65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, MINIMUM_MTU)
"""MTUs of links in use (RFC 1191 7)."""


class PmtuRow(NamedTuple):
    """A row under a destination: ``mtu`` in octets, which router told it, and until when it is believed."""

    mtu: int
    router: IPv4Address
    deadline: Instant


Table = Mapping[IPv4Address, PmtuRow]


def told(
    table: Table,
    settings: PmtuSettings,
    dst: IPv4Address,
    length: int,
    mtu: int,
    *,
    link_mtu: int,
    router: IPv4Address,
    now: int,
) -> list[Put | Arm | Explain]:
    """What to do because ``router`` could not send on a datagram of ``length`` octets to ``dst``: it tells ``mtu``.

    ``link_mtu`` is that of the first link. RFC 1191 3: a host "MUST reduce its estimate of the PMTU for the relevant
    path", "MUST never reduce its estimate of the Path MTU below 68 octets", and "MUST NOT increase" it because of
    such a message.
    """
    row = table.get(dst)
    estimate = link_mtu if row is None else min(row.mtu, link_mtu)
    rule = rules.REDUCED
    if mtu == 0:
        # A router from before RFC 1191 tells none; 5: "search for the next lower plateau".
        rule, mtu = rules.GUESSED, next(plateau for plateau in _PLATEAUS if plateau < max(length, MINIMUM_MTU + 1))
    mtu = max(mtu, MINIMUM_MTU)
    if mtu >= estimate:
        return [Explain(Why(rules.NOT_LOWER, dst=dst, router=router, mtu=mtu, estimate=estimate))]
    why = Why(rule, dst=dst, router=router, mtu=mtu, length=length, timeout=settings.timeout)
    deadline = now + settings.timeout
    return [Put(TABLE, dst, PmtuRow(mtu, router, deadline), why), Arm((TABLE, dst), deadline, why)]


def timeout(table: Table, dst: IPv4Address) -> list[Remove]:
    """The timer ``("pmtu", dst)`` fired: try the full length again (RFC 1191 6.3)."""
    if dst not in table:
        return []
    return [Remove(TABLE, dst, Why(rules.EXPIRED, dst=dst, mtu=table[dst].mtu), expired=True)]


def check(datagram: IPv4, row: PmtuRow) -> Why | None:
    """Whether a datagram of this device that is too long for its path may be fragmented; it is not sent if not."""
    if not datagram.dont_fragment:
        return None
    return Why(rules.TOO_LONG, dst=datagram.dst, length=len(datagram), mtu=row.mtu, router=row.router)
