"""The server of DHCP as a machine: which address a client gets, what it is told, and when it is refused (RFC 2131 4.3).

A row of table ``dhcp-lease`` goes ``offered`` → ``bound`` → ``expired`` or ``released``, and stays there, so that the
client gets the same address again (4.3.1) until another needs it. An address that turned out to be taken is
``declined`` for a while.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.addresses import ANY, LIMITED_BROADCAST, InterfaceAddress, IPv4Address, MacAddress, Prefix
from sim.effects import Arm, Cancel, Drop, Explain, Put, Remove
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import INFINITE, ClassRoute, MessageType, Option
from sim.features.dhcp.pdu import (
    AREA,
    BOOTREPLY,
    BROADCAST,
    CLIENT_PORT,
    COOKIE,
    HEADER,
    SERVER_PORT,
    Dhcp,
    overload_for,
)
from sim.features.dhcp.server import rules
from sim.features.dhcp.server.rows import TABLE, LeaseRow, LeaseState
from sim.features.dhcp.settings import DhcpServerSettings, Pool, Probe
from sim.quantities import SECOND
from sim.why import Rule, Why

_IP_AND_UDP = 28


_TAKEN = frozenset({LeaseState.PROBING, LeaseState.OFFERED, LeaseState.BOUND, LeaseState.DECLINED})
_HELD = frozenset({LeaseState.OFFERED, LeaseState.BOUND})


Table = Mapping[IPv4Address, LeaseRow]


class Server(NamedTuple):
    """What a server knows of itself, and of where a message came in.

    ``port`` is the interface, whose addresses are ``near``; ``own`` are those of all interfaces. ``identifier`` is the
    address that it answers with. ``is_broadcast``: the message was for everyone.
    """

    settings: DhcpServerSettings
    port: str
    near: tuple[InterfaceAddress, ...]
    own: tuple[InterfaceAddress, ...]
    identifier: IPv4Address
    is_router: bool = False
    is_broadcast: bool = True


class Answer(NamedTuple):
    """Send a message to an address and port; where there is a ``station``, straight to that MAC address (4.1)."""

    message: Dhcp
    dst: IPv4Address
    port: int
    station: MacAddress | None
    why: Why


class Ping(NamedTuple):
    """Ask whether anybody uses an address before it is offered (4.3.1)."""

    ip: IPv4Address
    why: Why


Effect = Put | Remove | Arm | Cancel | Explain | Drop | Answer | Ping
Effects = list[Effect]


class Served(NamedTuple):
    """A pool together with the network that its addresses are of."""

    pool: Pool
    network: Prefix


# Which pool


def served(server: Server) -> Iterator[Served]:
    """The pools whose network is known: it is written, or it is that of an interface."""
    for pool in server.settings.all_pools:
        network = pool.network
        if network is None:
            network = next((own.prefix for own in server.own if pool.pool.first in own.prefix), None)
        if network is not None:
            yield Served(pool, network)


def find_pool(server: Server, message: Dhcp) -> Served | None:
    """The pool for a client: that of the relay agent's network, else of the interface's (4.3.1).

    A client that renews by unicast is where its address is.
    """
    if message.giaddr:
        places: tuple[IPv4Address, ...] = (message.giaddr,)
    elif message.ciaddr and not server.is_broadcast:
        places = (message.ciaddr,)
    else:
        places = tuple(own.address for own in server.near)
    return next((each for each in served(server) if any(place in each.network for place in places)), None)


# What comes in


def receive(table: Table, server: Server, message: Dhcp, now: int) -> Effects:
    """Take in a message of a client."""
    kind = message.type
    client = message.mac
    if kind not in (
        MessageType.DISCOVER,
        MessageType.REQUEST,
        MessageType.DECLINE,
        MessageType.RELEASE,
        MessageType.INFORM,
    ):
        return [Drop(Why(rules.NOT_FOR_SERVERS, message=kind.label))]
    found = find_pool(server, message)
    if found is None:
        return [Drop(Why(rules.NO_POOL, client=client, port=server.port, giaddr=message.giaddr or None))]
    match kind:
        case MessageType.DISCOVER:
            return _discovered(table, server, found, message, now)
        case MessageType.REQUEST:
            return _requested(table, server, found, message, now)
        case MessageType.INFORM:
            return [_answer(server, found, message, MessageType.ACK, ANY, Why(rules.INFORMS, client=client))]
    return _given_back(table, server, message, now)


def _discovered(table: Table, server: Server, found: Served, message: Dhcp, now: int) -> Effects:
    client = message.mac
    ip = _choose(table, server, found, message)
    if ip is None:
        return [Drop(Why(rules.EXHAUSTED, client=client, network=found.network))]
    row = table.get(ip)
    if row is not None and row.state is LeaseState.PROBING:
        return [Drop(Why(rules.STILL_PROBING, ip=ip, client=client))]
    is_reused = row is not None and row.client != message.client_id
    probe = server.settings.probe
    is_own = row is not None and row.client == message.client_id and row.state in _HELD
    if not is_own and (probe is Probe.ALWAYS or (probe is Probe.REUSED and is_reused)):
        why = Why(rules.PROBES, ip=ip, client=client)
        deadline = now + server.settings.probe_wait
        probing = _row(LeaseState.PROBING, message, deadline)
        return [Put(TABLE, ip, probing, why), Arm((TABLE, ip), deadline, why), Ping(ip, why)]
    return offer(table, server, message, ip, now)


def offer(table: Table, server: Server, message: Dhcp, ip: IPv4Address, now: int) -> Effects:
    """Offer an address that is free, and hold it for the client (4.3.1)."""
    found = find_pool(server, message)
    if found is None:
        return [Drop(Why(rules.NO_POOL, client=message.mac, port=server.port, giaddr=message.giaddr or None))]
    why = Why(rules.OFFERS, ip=ip, client=message.mac, ns=server.settings.hold)
    answer = _answer(server, found, message, MessageType.OFFER, ip, why)
    row = table.get(ip)
    if row is not None and row.state is LeaseState.BOUND:
        return [answer]  # its client asks anew, and the lease goes on
    deadline = now + server.settings.hold
    held = _row(LeaseState.OFFERED, message, deadline)
    return [Put(TABLE, ip, held, why), Arm((TABLE, ip), deadline, why), answer]


def taken(server: Server, message: Dhcp, ip: IPv4Address, now: int) -> Effects:
    """The ping of an address was answered: nobody gets it for a while."""
    why = Why(rules.ANSWERED, ip=ip, ns=server.settings.quarantine)
    return _set_aside(server, ip, message.mac, now, why)


def _set_aside(server: Server, ip: IPv4Address, mac: MacAddress, now: int, why: Why) -> Effects:
    deadline = now + server.settings.quarantine
    return [Put(TABLE, ip, LeaseRow(LeaseState.DECLINED, mac, deadline), why), Arm((TABLE, ip), deadline, why)]


def _requested(table: Table, server: Server, found: Served, message: Dhcp, now: int) -> Effects:
    """A DHCPREQUEST, which tells by its fields what it is an answer to (4.3.2, table 4)."""
    chosen, requested = message.get(kinds.SERVER_ID), message.get(kinds.REQUESTED_ADDRESS)
    if chosen is not None and _is_other(server, chosen):
        return _not_chosen(table, found, message, chosen)
    ip = requested or message.ciaddr
    if not ip or (chosen is not None and requested is None):
        return [Drop(Why(rules.NOTHING_REQUESTED, client=message.mac))]
    if chosen is None:
        return _claimed(table, server, found, message, ip, now)
    if _may_have(table, server, found, message, ip):
        return _lease(server, found, message, ip, now, table.get(ip))
    return [_refuse(server, found, message, ip, rules.NOT_AVAILABLE)]


def _claimed(table: Table, server: Server, found: Served, message: Dhcp, ip: IPv4Address, now: int) -> Effects:
    """The client says that it has a lease already: it begins with one that it remembers, renews, or rebinds."""
    # 4.3.2: "If the DHCP server detects that the client is on the wrong net … then the server SHOULD send a DHCPNAK".
    if ip not in found.network:
        return [_refuse(server, found, message, ip, rules.WRONG_NETWORK)]
    row = table.get(ip)
    was_own = row is not None and row.client == message.client_id
    if row is not None and was_own and row.state in _HELD:
        return _lease(server, found, message, ip, now, row)
    if any(table[each].state is LeaseState.BOUND for each in _of_client(table, found, message)):
        return [_refuse(server, found, message, ip, rules.OTHER_LEASE)]
    if not server.settings.authoritative and not was_own:
        # 4.3.2: "If the DHCP server has no record of this client, then it MUST remain silent".
        return [Drop(Why(rules.UNKNOWN_CLIENT, client=message.mac, ip=ip))]
    if _may_have(table, server, found, message, ip):
        return _lease(server, found, message, ip, now, row, taken_over=not was_own)
    return [_refuse(server, found, message, ip, rules.NOT_AVAILABLE)]


def _not_chosen(table: Table, found: Served, message: Dhcp, chosen: IPv4Address) -> Effects:
    """The client takes another server's offer: "servers not selected use the DHCPREQUEST message as notification that
    the client has declined that server's offer" (3.1.4)."""
    why = Why(rules.NOT_CHOSEN, client=message.mac, server=chosen)
    effects: Effects = []
    for ip in _of_client(table, found, message):
        if table[ip].state is LeaseState.OFFERED:
            effects += [Remove(TABLE, ip, why), Cancel((TABLE, ip), why)]
    return effects or [Drop(why)]


def _given_back(table: Table, server: Server, message: Dhcp, now: int) -> Effects:
    """A DHCPRELEASE or DHCPDECLINE (4.3.3, 4.3.4)."""
    is_release = message.type is MessageType.RELEASE
    ip = message.ciaddr if is_release else message.get(kinds.REQUESTED_ADDRESS) or ANY
    row, chosen = table.get(ip), message.get(kinds.SERVER_ID)
    if row is None or row.client != message.client_id or row.state not in _HELD or _is_other(server, chosen):
        return [Drop(Why(rules.NOT_ITS_LEASE, client=message.mac, ip=ip, message=message.type.label))]
    if is_release:
        # 4.3.4: "The server SHOULD retain a record of the client's initialization parameters for possible reuse".
        why = Why(rules.RELEASED, ip=ip, client=message.mac)
        return [Put(TABLE, ip, row._replace(state=LeaseState.RELEASED, expiry=now), why), Cancel((TABLE, ip), why)]
    why = Why(rules.DECLINED, ip=ip, client=message.mac, ns=server.settings.quarantine)
    return _set_aside(server, ip, row.mac, now, why)


def _is_other(server: Server, chosen: IPv4Address | None) -> bool:
    return chosen is not None and all(own.address != chosen for own in server.own)


def timeout(table: Table, ip: IPv4Address) -> Effects:
    """The state of an address has come to its end."""
    row = table.get(ip)
    if row is None:
        return []
    if row.state is LeaseState.BOUND:
        return [Put(TABLE, ip, row._replace(state=LeaseState.EXPIRED), Why(rules.EXPIRED, ip=ip, client=row.mac))]
    rule = rules.USABLE_AGAIN if row.state is LeaseState.DECLINED else rules.OFFER_OVER
    return [Remove(TABLE, ip, Why(rule, ip=ip, client=row.mac), expired=True)]


# Which address


def _choose(table: Table, server: Server, found: Served, message: Dhcp) -> IPv4Address | None:
    """4.3.1, in its order: what the client has or had, what it asks for, a free one; a reservation comes first."""
    reserved = _reserved(found.pool, message)
    if reserved is not None:
        row = table.get(reserved)
        is_free = row is None or row.state not in _TAKEN or row.client == message.client_id
        return reserved if is_free else None
    mine = [ip for ip in _of_client(table, found, message) if _may_have(table, server, found, message, ip)]
    if mine:
        return min(mine, key=lambda ip: (table[ip].state not in _HELD, ip))
    requested = message.get(kinds.REQUESTED_ADDRESS)
    if requested is not None and _may_have(table, server, found, message, requested):
        return requested
    oldest: tuple[int, IPv4Address] | None = None
    for number in range(found.pool.pool.first, found.pool.pool.last + 1):
        ip = IPv4Address(number)
        if _may_have(table, server, found, message, ip):
            row = table.get(ip)
            if row is None:
                return ip
            if oldest is None or (row.expiry or 0, ip) < oldest:
                oldest = (row.expiry or 0, ip)
    return None if oldest is None else oldest[1]


def _may_have(table: Table, server: Server, found: Served, message: Dhcp, ip: IPv4Address) -> bool:
    """Whether the client may get this address: it is the client's, or of the pool and nobody's."""
    reserved = _reserved(found.pool, message)
    row = table.get(ip)
    is_free = row is None or row.state not in _TAKEN or (row.client == message.client_id and row.state in _HELD)
    if reserved is not None:
        return ip == reserved and is_free
    pool = found.pool
    return (
        is_free
        and ip in pool.pool
        and not any(ip in each for each in pool.exclude)
        and all(ip != other for _, other in pool.reservations)
        and all(own.address != ip for own in server.own)
        and not found.network.reserves(ip)
        and ip not in (pool.router, message.giaddr)
    )


def _reserved(pool: Pool, message: Dhcp) -> IPv4Address | None:
    """The address that is reserved for a client, by its MAC address or its identifier."""
    if not pool.reservations:
        return None
    keys = (str(message.mac), kinds.show_client_id(message.client_id))
    return next((ip for key, ip in pool.reservations if key in keys), None)


def _of_client(table: Table, found: Served, message: Dhcp) -> list[IPv4Address]:
    """The addresses of the pool's network that the client has or had."""
    client, pool = message.client_id, found.pool.pool
    places: Iterator[IPv4Address]
    if len(table) <= pool.last - pool.first:
        places = (ip for ip in table if ip in found.network)
    else:
        numbers = (*range(pool.first, pool.last + 1), *(ip for _, ip in found.pool.reservations))
        places = (IPv4Address(number) for number in dict.fromkeys(numbers) if number in table)
    return [ip for ip in places if table[ip].client == client]


# What is sent


def _lease(
    server: Server,
    found: Served,
    message: Dhcp,
    ip: IPv4Address,
    now: int,
    before: LeaseRow | None,
    *,
    taken_over: bool = False,
) -> Effects:
    """Lease the address: record it, and tell the client (3.1.4)."""
    seconds = lease_seconds(found.pool, message)
    deadline = None if seconds == INFINITE else now + seconds * SECOND
    rule = rules.TAKES_OVER if taken_over else rules.LEASES
    why = Why(rule, ip=ip, client=message.mac, lease=None if deadline is None else seconds * SECOND)
    row = _row(LeaseState.BOUND, message, deadline)
    if row.relay is None and before is not None and before.client == row.client:
        row = row._replace(relay=before.relay)
    timer: Arm | Cancel = Cancel((TABLE, ip), why) if deadline is None else Arm((TABLE, ip), deadline, why)
    answer = _answer(server, found, message, MessageType.ACK, ip, why, relay=row.relay)
    return [Put(TABLE, ip, row, why), timer, answer]


def lease_seconds(pool: Pool, message: Dhcp) -> int:
    """How long the lease is: as the pool says, or shorter if the client asks for that."""
    asked, most = message.get(kinds.LEASE_TIME), pool.lease // SECOND
    return most if asked is None else max(1, min(asked, most))


def _row(state: LeaseState, message: Dhcp, expiry: int | None) -> LeaseRow:
    name = message.get(kinds.HOST_NAME) or ""
    return LeaseRow(state, message.mac, expiry, name, message.client_id, message.giaddr or None)


_SAID = {
    rules.WRONG_NETWORK: "wrong network",
    rules.NOT_AVAILABLE: "address not available",
    rules.OTHER_LEASE: "lease of another address",
}
"""What option 56 tells the client."""


def _refuse(server: Server, found: Served, message: Dhcp, ip: IPv4Address, rule: Rule) -> Answer:
    why = Why(rule, ip=ip, client=message.mac, network=found.network)
    return _answer(server, found, message, MessageType.NAK, ANY, why, said=_SAID[rule])


def _answer(
    server: Server,
    found: Served,
    message: Dhcp,
    kind: MessageType,
    yiaddr: IPv4Address,
    why: Why,
    said: str = "",
    relay: IPv4Address | None = None,
) -> Answer:
    """A reply with the fields and options of table 3, addressed as 4.1 says."""
    options = [kinds.MESSAGE_TYPE(kind), kinds.SERVER_ID(server.identifier)]
    if said:
        options.append(kinds.MESSAGE(said))
    if kind is not MessageType.NAK:
        router = _router(server, found, message.giaddr or relay)
        options += _parameters(found, message, router, has_lease=message.type is not MessageType.INFORM)
    # RFC 3046 2.2: it "SHALL be echoed … in all replies", as the last option.
    information = message.octets_of(kinds.RELAY_INFORMATION.code)
    options += [] if information is None else [Option(kinds.RELAY_INFORMATION.code, information)]
    flags = message.flags
    if kind is MessageType.NAK and message.giaddr:
        # 4.1: "the server MUST set the broadcast bit … so that the relay agent will broadcast the DHCPNAK".
        flags |= BROADCAST
    size = message.get(kinds.MAXIMUM_SIZE)
    most = AREA if size is None else size - _IP_AND_UDP - HEADER - COOKIE
    reply = Dhcp(
        BOOTREPLY,
        message.xid,
        message.chaddr,
        tuple(options),
        htype=message.htype,
        hlen=message.hlen,
        flags=flags,
        ciaddr=message.ciaddr if kind is MessageType.ACK else ANY,
        yiaddr=yiaddr,
        giaddr=message.giaddr,
        overload=overload_for(tuple(options), most),
    )
    return Answer(reply, *address(reply), why)


def address(reply: Dhcp) -> tuple[IPv4Address, int, MacAddress | None]:
    """Where a reply goes: its address, its port, and the MAC address where it goes straight to one (4.1)."""
    if reply.giaddr:
        return reply.giaddr, SERVER_PORT, None
    return towards_client(reply)


def towards_client(reply: Dhcp) -> tuple[IPv4Address, int, MacAddress | None]:
    """Where a reply goes on the client's own link."""
    if reply.type is MessageType.NAK:
        return LIMITED_BROADCAST, CLIENT_PORT, None
    if reply.ciaddr:
        return reply.ciaddr, CLIENT_PORT, None
    if reply.wants_broadcast or not reply.yiaddr:
        return LIMITED_BROADCAST, CLIENT_PORT, None
    return reply.yiaddr, CLIENT_PORT, reply.mac


def _parameters(found: Served, message: Dhcp, router: IPv4Address | None, *, has_lease: bool) -> list[Option]:
    """What the client is told: the lease, and what it has asked for as far as it is known (4.3.1)."""
    pool, network = found.pool, found.network
    told = [kinds.SUBNET_MASK(network.length)]
    told += [] if router is None else [kinds.ROUTER((router,))]
    told += [kinds.DNS_SERVERS(pool.dns)] if pool.dns else []
    told += [kinds.DOMAIN_NAME(pool.domain)] if pool.domain else []
    told += [kinds.SEARCH_LIST(pool.search)] if pool.search else []
    told += [] if pool.mtu is None else [kinds.INTERFACE_MTU(pool.mtu)]
    told += [kinds.BROADCAST_ADDRESS(network.broadcast)] if network.has_broadcast else []
    if pool.routes:
        routes = [ClassRoute(prefix, via) for prefix, via in pool.routes]
        if router is not None and all(prefix.length for prefix, _ in pool.routes):
            # RFC 3442: who takes option 121 ignores option 3, so the default route has to be in it.
            routes.append(ClassRoute(Prefix(ANY, 0), router))
        told.append(kinds.STATIC_ROUTES(tuple(routes)))
    wanted = message.get(kinds.PARAMETER_LIST)
    if wanted is not None:
        # RFC 2132 3.3: "If both the subnet mask and the router option are specified in a DHCP reply, the subnet mask
        # option MUST be first." The client's order counts for all others, and what it names twice is told once.
        pair = (kinds.SUBNET_MASK.code, kinds.ROUTER.code)
        first = pair[:1] if set(pair) <= set(wanted) else ()
        codes = dict.fromkeys((*first, *wanted))
        told = [option for code in codes for option in told if option.code == code]
    return [*(_times(pool, message) if has_lease else ()), *told]


def _times(pool: Pool, message: Dhcp) -> list[Option]:
    seconds = lease_seconds(pool, message)
    times = [kinds.LEASE_TIME(seconds)]
    if seconds != INFINITE:
        is_whole = seconds * SECOND == pool.lease
        renew = seconds // 2 if pool.renew is None or not is_whole else pool.renew // SECOND
        rebind = seconds * 7 // 8 if pool.rebind is None or not is_whole else pool.rebind // SECOND
        times += [kinds.RENEWAL_TIME(renew), kinds.REBINDING_TIME(rebind)]
    return times


def _router(server: Server, found: Served, relay: IPv4Address | None) -> IPv4Address | None:
    """The default router: the one that is written, else the relay agent or the router that serves."""
    if found.pool.router is not None:
        return found.pool.router
    if relay is not None and found.pool.tells_router:
        return relay
    own = (own.address for own in server.near if own.address in found.network)
    return next(own, None) if server.is_router and found.pool.tells_router else None
