"""Address resolution: who has this IPv4 address on this link (RFC 826, RFC 1122 2.3.2, RFC 1027 for proxies).

A row of table ``arp`` goes ``incomplete`` → ``reachable`` → ``stale`` → ``probe``, then back or out.
Datagrams that wait for an address are the node's; :func:`enqueue` says which one a full queue loses.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from sim.addresses import (
    ANY,
    BROADCAST_MAC,
    LIMITED_BROADCAST,
    ZERO_MAC,
    InterfaceAddress,
    IPv4Address,
    MacAddress,
)
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.ip.arp import rules
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.arp.settings import ArpSettings
from sim.quantities import Instant
from sim.why import Rule, Why

_LINK_LOCAL = 0xA9FE
"""The upper half of 169.254.0.0/16 (RFC 3927 2.1)."""

TABLE = "arp"
"""The table's name, and the first item of the timers' names: ``("arp", port, ip)``."""

Key = tuple[str, IPv4Address]
_T = TypeVar("_T")


class ArpState(StrEnum):
    """What a row is worth. All but ``incomplete`` and ``failed`` have a MAC address that can be sent to."""

    INCOMPLETE = "incomplete"
    """The question was broadcast; nobody has answered yet."""
    REACHABLE = "reachable"
    STALE = "stale"
    """Not heard of for ``reachable_time``: good to send to, and the first use asks again."""
    PROBE = "probe"
    """Asked again, at its own address; still used."""
    FAILED = "failed"
    """Nobody answered; not asked again until the row is gone."""
    STATIC = "static"
    """Configured: no packet and no timer changes it."""


class ArpRow(NamedTuple):
    """A row under ``(port, ip)``. ``probes`` counts requests since the last answer."""

    mac: MacAddress | None
    state: ArpState
    probes: int = 0
    deadline: Instant | None = None


Table = Mapping[Key, ArpRow]


class ArpInterface(NamedTuple):
    """The interface that a packet goes through.

    ``other_macs`` and ``other_addresses`` are those of the node's other interfaces.
    """

    port: str
    mac: MacAddress
    addresses: tuple[InterfaceAddress, ...]
    other_macs: frozenset[MacAddress] = frozenset()
    other_addresses: frozenset[IPv4Address] = frozenset()

    def owns(self, ip: IPv4Address) -> bool:
        return any(own.address == ip for own in self.addresses)

    def sent(self, mac: MacAddress) -> bool:
        """Whether a packet with this sender is the node's own."""
        return mac == self.mac or mac in self.other_macs

    def reaches(self, ip: IPv4Address) -> bool:
        """Whether the address is in a network of this interface."""
        return any(ip in own.prefix for own in self.addresses)

    def allows(self, ip: IPv4Address) -> bool:
        """Whether this can be the address of one host (RFC 1122 3.2.1.3)."""
        if any(own.prefix.reserves(ip) for own in self.addresses):
            return False
        return not (ip.is_multicast or ip.is_loopback or ip == LIMITED_BROADCAST or ip.is_this_network)

    def source_for(self, ip: IPv4Address) -> IPv4Address:
        """The address to ask with: one in the same network, else the first, else none at all."""
        same = [own.address for own in self.addresses if ip in own.prefix]
        return (same or [own.address for own in self.addresses] or [ANY])[0]


class SendArp(NamedTuple):
    """Send the packet in a frame from this port to ``dst``."""

    port: str
    dst: MacAddress
    packet: Arp
    why: Why


class Resolved(NamedTuple):
    """The datagrams that wait for this address go out now."""

    port: str
    ip: IPv4Address
    mac: MacAddress
    why: Why


class Unresolved(NamedTuple):
    """The datagrams that wait for this address fail: the host is unreachable."""

    port: str
    ip: IPv4Address
    why: Why


Effect = Put | Remove | Arm | Cancel | Explain | Drop | SendArp | Resolved | Unresolved


def resolve(table: Table, settings: ArpSettings, interface: ArpInterface, ip: IPv4Address, now: int) -> list[Effect]:
    """What to do because a datagram is to be sent to ``ip``, an address on this link.

    Needed where there is no row, or one without a ``mac``, or one that is ``stale``; else it does nothing.
    """
    row = table.get((interface.port, ip))
    if row is None or (row.state is ArpState.FAILED and _is_due(row, now)):
        why = Why(rules.REQUEST, ip=ip, port=interface.port)
        return _ask(settings, interface, ip, ArpRow(None, ArpState.INCOMPLETE, 1), now, why)
    if row.state is ArpState.FAILED:
        return [Unresolved(interface.port, ip, Why(rules.FAILED_LATELY, ip=ip, port=interface.port))]
    if row.state is ArpState.STALE:
        # RFC 1122 2.3.2.1 (2): "Actively poll the remote host by periodically sending a point-to-point ARP
        # Request to it". Here the poll waits until the address is used, so that an idle link stays idle.
        rule = rules.POLL_BY_BROADCAST if interface.source_for(ip) >> 16 == _LINK_LOCAL else rules.POLL
        why = Why(rule, ip=ip, mac=row.mac, port=interface.port)
        return _ask(settings, interface, ip, ArpRow(row.mac, ArpState.PROBE, 1), now, why)
    return []


def receive(
    table: Table,
    settings: ArpSettings,
    interface: ArpInterface,
    packet: Arp,
    now: int,
    answers_for: Rule | None = None,
) -> list[Effect]:
    """Packet reception (RFC 826), with what RFC 1122 and RFC 5227 add to it.

    ``answers_for``: the rule by which the node is a proxy for the target of a request, where it is one. With proxy ARP
    its route to the target leaves through another interface (RFC 1027 2).
    """
    # "?Do I have the hardware type in ar$hrd? ?Do I speak the protocol in ar$pro?": yes, or this were no Arp.
    if (why := _refusal(interface, packet)) is not None:
        return [Drop(why)]
    is_elsewhere = packet.target_ip in interface.other_addresses and not interface.owns(packet.target_ip)
    is_target = interface.owns(packet.target_ip) or (is_elsewhere and settings.answer_for_all_interfaces)
    # A proxy leaves probes and announcements alone: its answer would tell a host that its address is taken.
    is_proxied = (
        answers_for is not None
        and packet.operation == REQUEST
        and not is_target
        and packet.sender_ip not in (ANY, packet.target_ip)
    )
    effects = _merge(table, settings, interface, packet, now, is_target or is_proxied)
    # "?Am I the target protocol address?"
    if packet.operation == REPLY and packet.target_ip == ANY:
        # To a probe, which has no address yet (RFC 5227 2.1.1): acd makes of it what is to be made.
        why = Why(rules.PROBE_ANSWERED, ip=packet.sender_ip, mac=packet.sender_mac, port=interface.port)
        return [*effects, Explain(why)]
    if not (is_target or is_proxied):
        rule = rules.ANNOUNCEMENT if packet.sender_ip == packet.target_ip else rules.NOT_FOR_ME
        why = Why(rule, ip=packet.target_ip, sender_ip=packet.sender_ip, port=interface.port)
        return [*effects, Explain(why)] if effects else [Drop(why)]
    # "?Is the opcode ares_op$REQUEST? (NOW look at the opcode!!)"
    if packet.operation == REQUEST:
        return [*effects, _reply(interface, packet, answers_for if is_proxied else None, is_elsewhere)]
    if packet.operation != REPLY or not effects:
        effects.append(Drop(Why(rules.NO_QUESTION, operation=packet.operation, port=interface.port)))
    return effects


def timeout(table: Table, settings: ArpSettings, interface: ArpInterface, ip: IPv4Address, now: int) -> list[Effect]:
    """The timer ``("arp", interface.port, ip)`` fired."""
    port = interface.port
    row = table.get((port, ip))
    if row is None or not _is_due(row, now):
        return []
    if row.state is ArpState.REACHABLE:
        return _grow_stale(settings, port, ip, row, now, Why(rules.STALE, ip=ip, mac=row.mac, port=port))
    if row.state is ArpState.INCOMPLETE or row.state is ArpState.PROBE:
        return _unanswered(settings, interface, ip, row, now)
    # Stale and never used again, or failed for long enough to be asked for again.
    rule = rules.EXPIRED if row.state is ArpState.STALE else rules.FAILED_FORGOTTEN
    return [Remove(TABLE, (port, ip), Why(rule, ip=ip, port=port), expired=True)]


def doubt(table: Table, settings: ArpSettings, port: str, ip: IPv4Address, now: int) -> list[Effect]:
    """A transport hears nothing from beyond ``ip``: the row may be wrong (RFC 1122 2.3.2.1 (4), higher-layer advice).

    "The effect of this call would be to invalidate the corresponding cache entry": it is used on, and asked for anew.
    """
    row = table.get((port, ip))
    if row is None or row.state is not ArpState.REACHABLE:
        return []
    return _grow_stale(settings, port, ip, row, now, Why(rules.DOUBTED, ip=ip, mac=row.mac, port=port))


def announce(interface: ArpInterface, ip: IPv4Address) -> SendArp:
    """Gratuitous ARP: tell everyone about this address (RFC 5227 2.3, and 3 on why it is a request)."""
    why = Why(rules.ANNOUNCE, ip=ip, mac=interface.mac, port=interface.port)
    return SendArp(interface.port, BROADCAST_MAC, Arp(REQUEST, interface.mac, ip, ZERO_MAC, ip), why)


def set_static(table: Table, port: str, ip: IPv4Address, mac: MacAddress) -> list[Effect]:
    """Configure a row, in place of whatever was learned."""
    why = Why(rules.STATIC, ip=ip, mac=mac, port=port)
    before = table.get((port, ip))
    effects: list[Effect] = [Put(TABLE, (port, ip), ArpRow(mac, ArpState.STATIC), why)]
    if before is not None and before.deadline is not None:
        effects.append(Cancel((TABLE, port, ip), why))
    if before is not None and before.state is ArpState.INCOMPLETE:
        effects.append(Resolved(port, ip, mac, why))
    return effects


def flush(table: Table, port: str) -> list[Effect]:
    """Forget what was learned through a port that went down (RFC 1122 2.3.2.1 (3), link-layer advice)."""
    learned = [(ip, row) for (where, ip), row in table.items() if where == port and row.state is not ArpState.STATIC]
    return [effect for ip, row in learned for effect in _forget(port, ip, row, Why(rules.FLUSHED, ip=ip, port=port))]


def delete(table: Table, port: str, ip: IPv4Address) -> list[Effect]:
    """Forget one row, also a static one, because somebody says so."""
    row = table.get((port, ip))
    return [] if row is None else _forget(port, ip, row, Why(rules.DELETED, ip=ip, port=port))


def enqueue(waiting: tuple[_T, ...], datagram: _T, settings: ArpSettings) -> tuple[tuple[_T, ...], _T | None]:
    """The queue with one more datagram that waits for an address, and the one it loses where it was full.

    RFC 1122 2.3.2.2: "The link layer SHOULD save (rather than discard) at least one (the latest) packet of
    each set of packets destined to the same unresolved IP address": so the oldest goes, and ``queue_length``
    is at least 1.
    """
    if len(waiting) < settings.queue_length:
        return (*waiting, datagram), None
    return (*waiting[1:], datagram), waiting[0]


def _refusal(interface: ArpInterface, packet: Arp) -> Why | None:
    """Why nothing may be believed that this packet says, if so."""
    mac, ip, port = packet.sender_mac, packet.sender_ip, interface.port
    # RFC 5227 2.1.1: some hubs "rebroadcast" what a host sent, so it must not take itself for somebody else.
    if interface.sent(mac):
        return Why(rules.OWN_PACKET, mac=mac, port=port)
    # RFC 1812 3.3.2: an address of a group is never believed to be that of a host.
    if mac == ZERO_MAC or mac.is_group:
        return Why(rules.BAD_SENDER_MAC, mac=mac, port=port)
    if ip == ANY:
        return None
    if not interface.allows(ip):
        return Why(rules.BAD_SENDER_IP, ip=ip, mac=mac, port=port)
    # RFC 5227 2.4 calls it a conflicting packet: acd answers it. Nobody's cache has its own address.
    if interface.owns(ip):
        return Why(rules.MY_ADDRESS, ip=ip, mac=mac, port=port)
    return None


def _merge(
    table: Table, settings: ArpSettings, interface: ArpInterface, packet: Arp, now: int, is_target: bool
) -> list[Effect]:
    """What the pair of sender addresses changes in the table."""
    port, ip, mac = interface.port, packet.sender_ip, packet.sender_mac
    # RFC 5227 2.1.1: a probe's sender address is all zero, "to avoid polluting ARP caches".
    if ip == ANY:
        return []
    row = table.get((port, ip))
    if row is not None and row.state is ArpState.STATIC:
        return [Explain(Why(rules.STATIC_KEPT, ip=ip, mac=row.mac, heard_mac=mac, port=port))]
    if row is not None:
        # "If the pair is already in my translation table, update the sender hardware address field of the
        # entry with the new information in the packet and set Merge_flag to true." Whoever the target is.
        if row.mac is None:
            why = Why(rules.RESOLVED, ip=ip, mac=mac, port=port)
        elif row.mac == mac:
            why = Why(rules.REFRESHED, ip=ip, mac=mac, port=port)
        else:
            why = Why(rules.CHANGED, ip=ip, mac=mac, old_mac=row.mac, port=port)
    elif is_target and interface.reaches(ip):
        # "If Merge_flag is false, add the triplet to the translation table."
        rule = rules.LEARNED_FROM_REQUEST if packet.operation == REQUEST else rules.LEARNED_UNASKED
        why = Why(rule, ip=ip, mac=mac, port=port)
    elif is_target:
        # Nothing is ever sent directly to an address that is not on the link, so the row would be of no use.
        return [Explain(Why(rules.SENDER_ELSEWHERE, ip=ip, mac=mac, port=port))]
    elif settings.accept_gratuitous and ip == packet.target_ip and interface.reaches(ip):
        why = Why(rules.LEARNED_GRATUITOUS, ip=ip, mac=mac, port=port)
    else:
        return []
    effects = _keep(port, ip, ArpRow(mac, ArpState.REACHABLE, 0, now + settings.reachable_time), why)
    if row is not None and row.state is ArpState.INCOMPLETE:
        effects.append(Resolved(port, ip, mac, why))
    return effects


def _reply(interface: ArpInterface, packet: Arp, proxying: Rule | None, is_elsewhere: bool) -> SendArp:
    # "Swap hardware and protocol fields, putting the local hardware and protocol addresses in the sender
    # fields. Set the ar$op field to ares_op$REPLY. Send the packet to the (new) target hardware address on
    # the same hardware on which the request was received."
    rule = rules.REPLY_TO_ALL if packet.target_ip >> 16 == _LINK_LOCAL else rules.REPLY
    if packet.sender_ip == ANY:
        rule = rules.REPLY_TO_PROBE
    if is_elsewhere:
        rule = rules.REPLY_FOR_OTHER_INTERFACE
    if proxying is not None:  # RFC 1027 2.1: "the network address for host B is that of the gateway itself"
        rule = proxying
    why = Why(rule, ip=packet.target_ip, mac=interface.mac, sender_ip=packet.sender_ip, port=interface.port)
    reply = Arp(REPLY, interface.mac, packet.target_ip, packet.sender_mac, packet.sender_ip)
    return SendArp(interface.port, _towards(packet.sender_mac, packet.target_ip), reply, why)


def _ask(
    settings: ArpSettings, interface: ArpInterface, ip: IPv4Address, row: ArpRow, now: int, why: Why
) -> list[Effect]:
    """Send a request, to the row's MAC address or else to everyone, and wait for the answer."""
    put, arm = _keep(interface.port, ip, row._replace(deadline=now + settings.retry_interval), why)
    request = Arp(REQUEST, interface.mac, interface.source_for(ip), ZERO_MAC, ip)
    dst = BROADCAST_MAC if row.mac is None else _towards(row.mac, request.sender_ip)
    return [put, SendArp(interface.port, dst, request, why), arm]


def _towards(mac: MacAddress, sender: IPv4Address) -> MacAddress:
    """Where a packet goes that is for one station.

    RFC 3927 2.5: "All ARP packets (*replies* as well as requests) that contain a Link-Local 'sender IP address' MUST be
    sent using link-layer broadcast instead of link-layer unicast": so two hosts with one address find each other.
    """
    return BROADCAST_MAC if sender >> 16 == _LINK_LOCAL else mac


def _unanswered(settings: ArpSettings, interface: ArpInterface, ip: IPv4Address, row: ArpRow, now: int) -> list[Effect]:
    """A request got no answer in time: ask again, or give up."""
    port = interface.port
    is_poll = row.state is ArpState.PROBE
    limit = settings.max_polls if is_poll else settings.max_requests
    if row.probes < limit:
        again = row._replace(probes=row.probes + 1)
        rule = rules.POLL_AGAIN if is_poll else rules.REQUEST_AGAIN
        why = Why(rule, ip=ip, attempt=again.probes, of=limit, port=port)
        return _ask(settings, interface, ip, again, now, why)
    if is_poll:
        # RFC 1122 2.3.2.1 (2): "delete the entry if no ARP Reply is received from N successive polls".
        return [Remove(TABLE, (port, ip), Why(rules.POLL_UNANSWERED, ip=ip, mac=row.mac, polls=limit, port=port))]
    why = Why(rules.NO_ANSWER, ip=ip, requests=limit, port=port)
    failed = ArpRow(None, ArpState.FAILED, row.probes, now + settings.failed_time)
    return [*_keep(port, ip, failed, why), Unresolved(port, ip, why)]


def _grow_stale(settings: ArpSettings, port: str, ip: IPv4Address, row: ArpRow, now: int, why: Why) -> list[Effect]:
    return _keep(port, ip, ArpRow(row.mac, ArpState.STALE, 0, now + settings.stale_time), why)


def _keep(port: str, ip: IPv4Address, row: ArpRow, why: Why) -> list[Effect]:
    """Put a row that has a deadline, with its timer."""
    assert row.deadline is not None
    return [Put(TABLE, (port, ip), row, why), Arm((TABLE, port, ip), row.deadline, why)]


def _forget(port: str, ip: IPv4Address, row: ArpRow, why: Why) -> list[Effect]:
    effects: list[Effect] = [Remove(TABLE, (port, ip), why)]
    if row.deadline is not None:
        effects.append(Cancel((TABLE, port, ip), why))
    if row.state is ArpState.INCOMPLETE:
        effects.append(Unresolved(port, ip, why))
    return effects


def _is_due(row: ArpRow, now: int) -> bool:
    return row.deadline is not None and now >= row.deadline
