"""Whether a frame may come in at a guarded port, and what its source becomes there (Cisco IOS, port security)."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.addresses import MacAddress
from sim.bridge.machine import TABLE as MACS
from sim.bridge.machine import Key, MacRow
from sim.effects import Drop, Put, Remove
from sim.features.port_security import rules
from sim.features.port_security.settings import Violation
from sim.features.port_security.tables import TABLE, PortSecurityRow, Status
from sim.why import Why

Table = Mapping[Key, MacRow]


class Shut(NamedTuple):
    """Switch the port off."""

    port: str
    why: Why


class Report(NamedTuple):
    """Print a line on the console of the switch."""

    text: str


Effect = Put | Remove | Drop | Shut | Report


def admit(macs: Table, row: PortSecurityRow, port: str, vlan: int, src: MacAddress, now: int) -> tuple[Effect, ...]:
    """What a frame from ``src`` comes to: nothing for a secure address, a ``Drop`` for one that may not be there."""
    known = macs.get((vlan, src))
    if src.is_group or (known is not None and known.static and known.port == port):
        return ()
    if known is not None and known.static:
        return _violated(row, port, src, Why(rules.ELSEWHERE, mac=src, port=port, old_port=known.port))
    if row.addresses >= row.limit:
        return _violated(row, port, src, Why(rules.TOO_MANY, mac=src, port=port, limit=row.limit))
    why = Why(rules.SECURED, mac=src, port=port, limit=row.limit)
    more = row._replace(addresses=row.addresses + 1)
    return Put(MACS, (vlan, src), MacRow(port, now, static=True), why), Put(TABLE, port, more, why)


def _violated(row: PortSecurityRow, port: str, src: MacAddress, why: Why) -> tuple[Effect, ...]:
    if row.violation is Violation.PROTECT:
        return (Drop(why),)
    counted = row._replace(violations=row.violations + 1, last=src)
    said = (
        f"%PORT_SECURITY-2-PSECURE_VIOLATION: Security violation occurred, caused by MAC address {src} on port {port}."
    )
    if row.violation is Violation.RESTRICT:
        return Drop(why), Put(TABLE, port, counted, Why(rules.COUNTED, mac=src, port=port)), Report(said)
    shut = Why(rules.SHUT_DOWN, mac=src, port=port)
    off = f"%PM-4-ERR_DISABLE: psecure-violation error detected on {port}, putting {port} in err-disable state"
    row_of_port = Put(TABLE, port, counted._replace(status=Status.SHUTDOWN), shut)
    return Drop(why), row_of_port, Report(off), Report(said), Shut(port, shut)


def link_lost(macs: Table, row: PortSecurityRow, port: str, kept: frozenset[MacAddress]) -> tuple[Effect, ...]:
    """Forget the addresses that were learned at a port, save those that are ``kept``; sticky ones stay."""
    if row.sticky:
        return ()
    gone = [key for key, found in macs.items() if found.static and found.port == port and key[1] not in kept]
    if not gone:
        return ()
    removed = [Remove(MACS, key, Why(rules.RELEASED, mac=key[1], port=port)) for key in gone]
    fewer = row._replace(addresses=row.addresses - len(gone))
    return *removed, Put(TABLE, port, fewer, removed[-1].why)


def link_found(row: PortSecurityRow, port: str) -> tuple[Effect, ...]:
    """A port that its guard had switched off is in use again."""
    if row.status is Status.UP:
        return ()
    return (Put(TABLE, port, row._replace(status=Status.UP), Why(rules.UP_AGAIN, port=port)),)
