"""Address conflict detection: is an IPv4 address free, and does it stay mine (RFC 5227).

Each packet that :mod:`sim.ip.arp.machine` receives comes here as well. A row of table ``acd`` goes ``probing``
→ ``announcing`` → ``in-use``, or ends ``refused``. An address that was never probed for is defended too.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sim.addresses import ANY, BROADCAST_MAC, ZERO_MAC, IPv4Address, MacAddress
from sim.effects import Arm, Cancel, Explain, Put, Remove
from sim.ip.acd import rules
from sim.ip.acd.settings import AcdSettings, Policy
from sim.ip.arp.machine import ArpInterface, SendArp, announce
from sim.ip.arp.pdu import REQUEST, Arp
from sim.quantities import Instant
from sim.why import Why

TABLE = "acd"
"""The table's name, and the first item of the timers' names: ``("acd", port, ip)``."""

Key = tuple[str, IPv4Address]


class AcdState(StrEnum):
    PROBING = "probing"
    """Asking whether anybody has the address; it must not be used yet."""
    ANNOUNCING = "announcing"
    """In use; everybody is being told."""
    IN_USE = "in-use"
    REFUSED = "refused"
    """Somebody else has it: it must not be used."""


class AcdRow(NamedTuple):
    """A row under ``(port, ip)``. ``sent`` counts the probes or announcements of this state.

    ``began`` is when probing was, or is, to begin; ``defended`` is when the last defence was sent.
    """

    state: AcdState
    sent: int = 0
    deadline: Instant | None = None
    began: Instant = 0
    conflicts: int = 0
    defended: Instant | None = None


Table = Mapping[Key, AcdRow]


class Conflict(NamedTuple):
    """Tell the person or program that configured the address: ``mac`` uses it too."""

    port: str
    ip: IPv4Address
    mac: MacAddress
    why: Why


class Acquired(NamedTuple):
    """The address may be used from now on."""

    port: str
    ip: IPv4Address
    why: Why


class Abandoned(NamedTuple):
    """The address must not be used, or not any more."""

    port: str
    ip: IPv4Address
    why: Why


Effect = Put | Remove | Arm | Cancel | Explain | SendArp | Conflict | Acquired | Abandoned


def begin(
    table: Table, settings: AcdSettings, interface: ArpInterface, ip: IPv4Address, now: int, fraction: float
) -> list[Effect]:
    """Find out whether ``ip`` is free. ``fraction`` is a random number, uniform from 0 to below 1."""
    port = interface.port
    rows = [row for key, row in table.items() if key[0] == port]
    conflicts = sum(row.conflicts for row in rows)
    start, why = now, Why(rules.BEGIN, ip=ip, port=port)
    # 2.1.1: after MAX_CONFLICTS, "no more than one attempted new address per RATE_LIMIT_INTERVAL"
    if conflicts >= settings.max_conflicts:
        start = max(now, max(row.began for row in rows) + settings.rate_limit_interval)
        why = Why(rules.RATE_LIMITED, ip=ip, conflicts=conflicts, port=port)
    # "wait for a random time interval selected uniformly in the range zero to PROBE_WAIT seconds"
    deadline = start + int(fraction * settings.probe_wait)
    earlier = table.get((port, ip))
    row = AcdRow(AcdState.PROBING, 0, deadline, start, earlier.conflicts if earlier else 0)
    return [Put(TABLE, (port, ip), row, why), Arm((TABLE, port, ip), deadline, why)]


def timeout(
    table: Table, settings: AcdSettings, interface: ArpInterface, ip: IPv4Address, now: int, fraction: float
) -> list[Effect]:
    """The timer ``("acd", interface.port, ip)`` fired; ``fraction`` as for :func:`begin`."""
    row = table.get((interface.port, ip))
    if row is None or row.deadline is None or now < row.deadline:
        return []
    if row.state is AcdState.PROBING and row.sent < settings.probe_num:
        return _probe(settings, interface, ip, row, now, fraction)
    return _announce(settings, interface, ip, row, now)


def receive(table: Table, settings: AcdSettings, interface: ArpInterface, packet: Arp, now: int) -> list[Effect]:
    """Look for a conflict in an ARP packet, request or reply; nearly always there is none."""
    # 2.1.1: some hubs send back what they got, and a host must not be in conflict with itself.
    if interface.sent(packet.sender_mac):
        return []
    port, ip, mac = interface.port, packet.sender_ip, packet.sender_mac
    row = table.get((port, ip))
    # 2.1.1: "any ARP packet (Request *or* Reply) ... where the packet's 'sender IP address' is the address
    # being probed for"
    if row is not None and row.state is AcdState.PROBING:
        return _give_up(port, ip, mac, row, Why(rules.TAKEN, ip=ip, mac=mac, port=port))
    # 2.4: "where the 'sender IP address' is (one of) the host's own IP address(es)"
    if interface.owns(ip):
        return _defend(settings, interface, ip, mac, row or AcdRow(AcdState.IN_USE), now)
    # 2.1.1: "any ARP Probe where the packet's 'target IP address' is the address being probed for"
    if ip == ANY and packet.operation == REQUEST:
        row = table.get((port, packet.target_ip))
        if row is not None and row.state is AcdState.PROBING:
            why = Why(rules.RIVAL, ip=packet.target_ip, mac=mac, port=port)
            return _give_up(port, packet.target_ip, mac, row, why)
    return []


def stop(table: Table, port: str, ip: IPv4Address, why: Why) -> list[Effect]:
    """Look after an address no more: nobody wants it any longer. A refused one stays, as its conflicts count."""
    row = table.get((port, ip))
    if row is None or row.state is AcdState.REFUSED:
        return []
    return [Remove(TABLE, (port, ip), why), Cancel((TABLE, port, ip), why)]


def flush(table: Table, port: str) -> list[Effect]:
    """Forget what is under way on a port that went down: when it is up again, probe again (RFC 5227 2.1).

    Refused addresses stay, since the limit on attempts counts their conflicts.
    """
    effects: list[Effect] = []
    for key, row in table.items():
        if key[0] == port and row.state is not AcdState.REFUSED:
            why = Why(rules.FLUSHED, ip=key[1], port=port)
            effects += [Remove(TABLE, key, why), Cancel((TABLE, *key), why)]
    return effects


def _probe(
    settings: AcdSettings, interface: ArpInterface, ip: IPv4Address, row: AcdRow, now: int, fraction: float
) -> list[Effect]:
    sent = row.sent + 1
    if sent < settings.probe_num:
        wait = settings.probe_min + int(fraction * (settings.probe_max - settings.probe_min))
    else:
        wait = settings.announce_wait
    why = Why(rules.PROBE, ip=ip, attempt=sent, of=settings.probe_num, port=interface.port)
    # 2.1.1: "The 'sender IP address' field MUST be set to all zeroes; this is to avoid polluting ARP caches".
    probe = Arp(REQUEST, interface.mac, ANY, ZERO_MAC, ip)
    row = row._replace(sent=sent, deadline=now + wait)
    return [*_keep(interface.port, ip, row, why), SendArp(interface.port, BROADCAST_MAC, probe, why)]


def _announce(settings: AcdSettings, interface: ArpInterface, ip: IPv4Address, row: AcdRow, now: int) -> list[Effect]:
    is_first = row.state is AcdState.PROBING
    sent = 1 if is_first else row.sent + 1
    if sent < settings.announce_num:
        row = row._replace(state=AcdState.ANNOUNCING, sent=sent, deadline=now + settings.announce_interval)
    else:
        row = row._replace(state=AcdState.IN_USE, sent=sent, deadline=None)
    announcement = announce(interface, ip)
    effects: list[Effect] = [*_keep(interface.port, ip, row, announcement.why), announcement]
    if is_first:
        # 2.3: the host "may begin legitimately using the IP address immediately after sending the first".
        effects.append(Acquired(interface.port, ip, Why(rules.FREE, ip=ip, port=interface.port)))
    return effects


def _defend(
    settings: AcdSettings, interface: ArpInterface, ip: IPv4Address, mac: MacAddress, row: AcdRow, now: int
) -> list[Effect]:
    """RFC 5227 2.4, address defence."""
    port = interface.port
    is_recent = row.defended is not None and now - row.defended < settings.defend_interval
    # (a) "immediately cease using the address"; (b) the same where the last conflict is "recent, within
    # DEFEND_INTERVAL seconds"
    if settings.policy is Policy.CEASE:
        return _give_up(port, ip, mac, row, Why(rules.CEASE, ip=ip, mac=mac, port=port))
    if is_recent and settings.policy is Policy.DEFEND_ONCE:
        return _give_up(port, ip, mac, row, Why(rules.CEASE_AFTER_DEFENCE, ip=ip, mac=mac, port=port))
    # (c) "the host MUST NOT send another defensive ARP Announcement", or two such hosts would never stop
    if is_recent:
        return [Explain(Why(rules.DEFENDED_LATELY, ip=ip, mac=mac, port=port))]
    # (b), (c): "recording the time that the conflicting ARP packet was received, and then broadcasting one
    # single ARP Announcement"
    why = Why(rules.DEFEND, ip=ip, mac=mac, port=port)
    row = row._replace(conflicts=row.conflicts + 1, defended=now)
    return [
        Conflict(port, ip, mac, why),
        Put(TABLE, (port, ip), row, why),
        announce(interface, ip)._replace(why=why),
    ]


def _give_up(port: str, ip: IPv4Address, mac: MacAddress, row: AcdRow, why: Why) -> list[Effect]:
    refused = row._replace(state=AcdState.REFUSED, deadline=None, conflicts=row.conflicts + 1)
    return [
        Conflict(port, ip, mac, why),
        Put(TABLE, (port, ip), refused, why),
        Cancel((TABLE, port, ip), why),
        Abandoned(port, ip, why),
    ]


def _keep(port: str, ip: IPv4Address, row: AcdRow, why: Why) -> list[Put | Arm]:
    put = Put(TABLE, (port, ip), row, why)
    return [put] if row.deadline is None else [put, Arm((TABLE, port, ip), row.deadline, why)]
