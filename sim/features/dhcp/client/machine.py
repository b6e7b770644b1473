"""The client of DHCP as a machine: RFC 2131 4.4 and its figure 5.

An input and the row of an interface give the next row and what is to be sent. The row of table ``dhcp-client`` goes
``init`` → ``selecting`` → ``requesting`` → ``checking`` → ``bound``; or begins at ``init-reboot`` with an address that
it remembers. Figure 5 has the check of the address on its edge to BOUND; here it is a state, since it takes seconds.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

from sim.addresses import ANY, LIMITED_BROADCAST, InterfaceAddress, IPv4Address, MacAddress
from sim.effects import Arm, Cancel, Drop, Explain, Put, TimerName
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.client import rules
from sim.features.dhcp.client.rows import (
    BEGIN,
    COLLECT,
    EXPIRY,
    T1,
    T2,
    TABLE,
    TIMERS,
    WAIT,
    ClientRow,
    ClientState,
    Offer,
)
from sim.features.dhcp.option_kinds import INFINITE, MessageType, Option
from sim.features.dhcp.pdu import BOOTREPLY, BOOTREQUEST, BROADCAST, Dhcp
from sim.features.dhcp.settings import Choice, DhcpClientSettings
from sim.quantities import SECOND
from sim.why import Why

_JITTER = SECOND
"""4.1: each wait is "randomized by the value of a uniform random number chosen from the range -1 to +1" (s)."""
_LEAST_RENEWAL_WAIT = 60 * SECOND
"""4.4.5: half of the time that is left, "down to a minimum of 60 seconds"."""
_AFTER_DECLINE = 10 * SECOND
"""3.1.5: "The client SHOULD wait a minimum of ten seconds before restarting the configuration process"."""

PARAMETERS = (
    kinds.SUBNET_MASK.code,
    kinds.STATIC_ROUTES.code,  # RFC 3442: it comes before option 3 in the list
    kinds.ROUTER.code,
    kinds.DNS_SERVERS.code,
    kinds.DOMAIN_NAME.code,
    kinds.INTERFACE_MTU.code,
    kinds.BROADCAST_ADDRESS.code,
    kinds.SEARCH_LIST.code,
    kinds.RENEWAL_TIME.code,
    kinds.REBINDING_TIME.code,
)


_ANSWERED = frozenset({ClientState.BOUND, ClientState.RENEWING, ClientState.REBINDING})
"""The states in which the address is in use."""
_UNDER_WAY = frozenset({ClientState.SELECTING, ClientState.REQUESTING, ClientState.CHECKING, ClientState.REBOOTING})


class Client(NamedTuple):
    """What a client knows of itself: its interface, its name, its settings, and two random numbers for this input.

    ``xid`` is uniform over 32 bits, ``fraction`` from 0 to below 1. ``own`` is the address that was set by hand.
    """

    port: str
    mac: MacAddress
    name: str
    settings: DhcpClientSettings
    xid: int
    fraction: float
    own: IPv4Address | None = None


class Send(NamedTuple):
    """Send a message from ``source`` to a server's port; to everyone on the link where ``dst`` is 255.255.255.255."""

    message: Dhcp
    source: IPv4Address
    dst: IPv4Address
    why: Why


class Check(NamedTuple):
    """Find out whether anybody uses the address (RFC 5227), and use it if not."""

    address: InterfaceAddress
    why: Why


class Configure(NamedTuple):
    """Use the address of the row, and set all that the lease says beside it."""

    row: ClientRow
    why: Why


class Withdraw(NamedTuple):
    """Use the address of the row and what came with it no more."""

    row: ClientRow
    why: Why


class SeekLinkLocal(NamedTuple):
    """Take an address of 169.254.0.0/16 (RFC 3927)."""

    why: Why


class LeaveLinkLocal(NamedTuple):
    """Give up the address of 169.254.0.0/16."""

    why: Why


Effect = Put | Arm | Cancel | Explain | Drop | Send | Check | Configure | Withdraw | SeekLinkLocal | LeaveLinkLocal
Effects = list[Effect]


# What begins it


def begin(row: ClientRow | None, client: Client, now: int) -> Effects:
    """The interface has a link: look for an address, or ask for the one that is remembered (3.1, 3.2)."""
    settings = client.settings
    if settings.inform and client.own is not None:
        return _inform(client, now)
    # An address that was only offered is no lease.
    kept = row if row is not None and row.state is ClientState.INIT_REBOOT and not _is_over(row, now) else None
    is_first = row is None or (row.state is ClientState.INIT and not row.began and not row.refused)
    if kept is None and is_first and settings.remembered is not None:
        kept = ClientRow(ClientState.INIT_REBOOT, _with_mask(settings.remembered, None))
    if kept is not None:
        why = Why(rules.REMEMBERS, ip=kept.ip, port=client.port)
        return _ask_again(kept._replace(began=now), client, now, why)
    why = Why(rules.BEGINS, port=client.port)
    fresh = ClientRow(ClientState.INIT, began=now, link_local=row.link_local if row is not None else False)
    # 4.4.1: "The client SHOULD wait a random time between one and ten seconds to desynchronize the use of DHCP".
    delay = int(client.fraction * settings.start_delay)
    if delay:
        return _wait_in_init(fresh, client, now + delay, why)
    return [*_clear(client, why), *_discover(fresh, client, now, why)]


def link_found(row: ClientRow | None, client: Client, now: int) -> Effects:
    """The interface has a link again: begin, where nobody has stopped the client."""
    return [] if row is None or row.state is ClientState.STOPPED else begin(row, client, now)


def link_lost(row: ClientRow | None, client: Client, now: int) -> Effects:
    """The link is gone. A lease is remembered, and asked for when there is a link again (3.2, INIT-REBOOT)."""
    if row is None or row.state in (ClientState.STOPPED, ClientState.INFORMING):
        return []
    is_known = row.state in (ClientState.REBOOTING, ClientState.INIT_REBOOT) and row.server is not None
    has_lease = (row.state in _ANSWERED or is_known) and not _is_over(row, now)
    why = Why(rules.LINK_LOST, port=client.port)
    state = ClientState.INIT_REBOOT if has_lease else ClientState.INIT
    kept = row if state is ClientState.INIT_REBOOT else ClientRow(state)
    effects: Effects = [
        *_clear(client, why, keep_expiry=state is ClientState.INIT_REBOOT),
        Put(TABLE, client.port, kept._replace(state=state, offers=(), sent=0, link_local=False), why),
    ]
    if row.link_local:
        effects.append(LeaveLinkLocal(why))
    if row.state in _ANSWERED or row.state is ClientState.CHECKING:
        effects.append(Withdraw(row, why))
    return effects


def renew(row: ClientRow | None, client: Client, now: int) -> Effects:
    """Somebody asks for the lease to be renewed now, or for a first one; nothing where that is under way."""
    if row is not None and row.state in _UNDER_WAY:
        return []
    if row is not None and row.state in _ANSWERED and row.server is not None:
        return _renew(row, client, now, Why(rules.RENEW_BY_HAND, port=client.port))
    return begin(row, client, now)


def release(row: ClientRow | None, client: Client, now: int) -> Effects:
    """Give the lease back (4.4.6), and look for no other."""
    if row is None:
        return []
    why = Why(rules.RELEASES, port=client.port)
    effects: Effects = []
    if row.state in _ANSWERED and row.server is not None and row.ip is not None:
        why = Why(rules.RELEASES, port=client.port, ip=row.ip, server=row.server)
        message = _message(MessageType.RELEASE, client, client.xid, ciaddr=row.ip, server=row.server)
        effects.append(Send(message, row.ip, row.server, why))
    effects += [*_clear(client, why), Put(TABLE, client.port, ClientRow(ClientState.STOPPED), why)]
    if row.link_local:
        effects.append(LeaveLinkLocal(why))
    if row.state in _ANSWERED or row.state is ClientState.CHECKING:
        effects.append(Withdraw(row, why))
    return effects


# What comes in


def receive(row: ClientRow | None, client: Client, message: Dhcp, now: int) -> Effects:
    """Take in a message that came to the client's port (4.4)."""
    stray = _check(row, client, message)
    if stray is not None or row is None:
        return [Drop(stray or Why(rules.NOT_ASKED, message=message.type.label, port=client.port))]
    state, kind = row.state, message.type
    if state is ClientState.SELECTING and kind is MessageType.OFFER:
        return _offered(row, client, message, now)
    if kind is MessageType.ACK:
        if state is ClientState.INFORMING:
            return _informed(row, client, message)
        if state in (ClientState.REQUESTING, ClientState.REBOOTING, ClientState.RENEWING, ClientState.REBINDING):
            return _acknowledged(row, client, message, now)
    if kind is MessageType.NAK and state in _REFUSABLE:
        return _refused(row, client, message, now)
    # Figure 5: "DHCPOFFER/Discard", "DHCPOFFER, DHCPACK, DHCPNAK/Discard"
    return [Drop(Why(rules.NOT_NOW, message=kind.label, state=state.value, port=client.port))]


_REFUSABLE = frozenset(
    {
        ClientState.REQUESTING,
        ClientState.CHECKING,
        ClientState.REBOOTING,
        ClientState.RENEWING,
        ClientState.REBINDING,
    }
)


def _check(row: ClientRow | None, client: Client, message: Dhcp) -> Why | None:
    """Why a message is no answer to what this client has asked."""
    if message.op != BOOTREPLY:
        return Why(rules.NO_REPLY, port=client.port)
    if message.mac != client.mac or message.hlen != 6:
        return Why(rules.OTHER_CLIENT, client=message.mac, port=client.port)
    # 4.1: "The 'xid' field is used by the client to match incoming DHCP messages with pending requests."
    if row is not None and row.state is not ClientState.STOPPED and message.xid != row.xid:
        return Why(rules.OTHER_XID, xid=message.xid, wanted=row.xid, port=client.port)
    return None


def _offered(row: ClientRow, client: Client, message: Dhcp, now: int) -> Effects:
    server = message.get(kinds.SERVER_ID)
    if server is None or not _can_be_used(message.yiaddr):
        return [Drop(Why(rules.BAD_OFFER, port=client.port))]
    offer = Offer(server, message.yiaddr, message.get(kinds.LEASE_TIME) or 0, message.xid)
    why = Why(rules.OFFERED, ip=offer.address, server=server, port=client.port)
    if client.settings.choose is Choice.FIRST:
        return _take(row._replace(offers=(offer,)), offer, client, now, why)
    row = row._replace(offers=(*row.offers, offer))
    effects: Effects = [Put(TABLE, client.port, row, why)]
    if len(row.offers) == 1:
        deadline = now + client.settings.collect
        effects += [Arm((COLLECT, client.port), deadline, Why(rules.COLLECTS, ns=client.settings.collect))]
        effects += [Cancel((WAIT, client.port), why)]
    return effects


def _choose(offers: tuple[Offer, ...], choice: Choice) -> Offer:
    if choice is Choice.LONGEST:
        return max(offers, key=lambda offer: offer.lease)
    return min(offers, key=lambda offer: offer.server) if choice is Choice.LOWEST else offers[0]


def _take(row: ClientRow, offer: Offer, client: Client, now: int, why: Why) -> Effects:
    """Ask the server of an offer for what it offers (SELECTING to REQUESTING)."""
    row = row._replace(
        state=ClientState.REQUESTING,
        address=_with_mask(offer.address, None),
        server=offer.server,
        xid=offer.xid,
        sent=0,
        asked=now,
        lease=None if offer.lease in (0, INFINITE) else offer.lease * SECOND,
    )
    return [Cancel((COLLECT, client.port), why), *_request(row, client, now, why)]


def _acknowledged(row: ClientRow, client: Client, message: Dhcp, now: int) -> Effects:
    seconds, server = message.get(kinds.LEASE_TIME), message.get(kinds.SERVER_ID)
    # Table 3: a DHCPACK to a DHCPREQUEST has the lease time and the server identifier.
    if seconds is None or server is None or not _can_be_used(message.yiaddr):
        return [Drop(Why(rules.BAD_ACK, port=client.port))]
    if row.state is ClientState.REQUESTING and server != row.server:
        return [Drop(Why(rules.OTHER_SERVER, server=server, wanted=row.server, port=client.port))]
    leased = _leased(row, message, seconds, server)
    if _is_over(leased, now):
        return [Drop(Why(rules.LATE_ACK, port=client.port))]
    ip = leased.ip
    why = Why(rules.ACKNOWLEDGED, ip=ip, server=server, port=client.port, lease=leased.lease)
    is_new = row.state in (ClientState.REQUESTING, ClientState.REBOOTING) or ip != row.ip
    effects: Effects = [Cancel((WAIT, client.port), why)]
    if is_new and row.state in _ANSWERED:
        effects.append(Withdraw(row, Why(rules.OTHER_ADDRESS, ip=ip, was=row.ip, port=client.port)))
    if is_new and client.settings.check:
        checking = leased._replace(state=ClientState.CHECKING)
        assert leased.address is not None, "it was just leased"
        put = Put(TABLE, client.port, checking, why)
        return [*effects, put, *_set_timer(EXPIRY, leased.expiry, client, now), Check(leased.address, why)]
    return [*effects, *_bind(leased, client, now, why)]


def _leased(row: ClientRow, message: Dhcp, seconds: int, server: IPv4Address) -> ClientRow:
    """The row with what a DHCPACK says; times count from when the request was sent (4.4.1)."""
    renewal, rebinding = message.get(kinds.RENEWAL_TIME), message.get(kinds.REBINDING_TIME)
    if seconds == INFINITE:
        lease = t1 = t2 = expiry = None
    else:
        # 4.4.5: "T1 defaults to (0.5 * duration_of_lease). T2 defaults to (0.875 * duration_of_lease)." Those that are
        # given count where they come in this order.
        given = (
            seconds * SECOND // 2 if renewal is None else renewal * SECOND,
            seconds * SECOND * 7 // 8 if rebinding is None else rebinding * SECOND,
        )
        if not given[0] <= given[1] <= seconds * SECOND:
            given = (seconds * SECOND // 2, seconds * SECOND * 7 // 8)
        lease = seconds * SECOND
        t1, t2, expiry = row.asked + given[0], row.asked + given[1], row.asked + lease
    return _told(row, message)._replace(
        address=_with_mask(message.yiaddr, message.get(kinds.SUBNET_MASK)),
        server=server,
        lease=lease,
        t1=t1,
        t2=t2,
        expiry=expiry,
        offers=(),
        sent=0,
        refused=0,
    )


def _told(row: ClientRow, message: Dhcp) -> ClientRow:
    """The row with what a server says beside the address."""
    return row._replace(
        routers=message.get(kinds.ROUTER) or (),
        dns=message.get(kinds.DNS_SERVERS) or (),
        domain=message.get(kinds.DOMAIN_NAME) or "",
        search=message.get(kinds.SEARCH_LIST) or (),
        mtu=message.get(kinds.INTERFACE_MTU),
        routes=message.get(kinds.STATIC_ROUTES) or (),
    )


def checked(row: ClientRow | None, client: Client, is_free: bool, now: int, mac: MacAddress | None = None) -> Effects:
    """The address turned out to be free, or taken: while it was probed for, or later while it was in use."""
    if row is None or row.ip is None:
        return []
    if is_free:
        if row.state is not ClientState.CHECKING:
            return []
        return _bind(row, client, now, Why(rules.FREE, ip=row.ip, port=client.port))
    if row.state is not ClientState.CHECKING and row.state not in _ANSWERED:
        return []
    # 3.1.5: "If the client detects that the address is already in use …, the client MUST send a DHCPDECLINE message to
    # the server and restarts the configuration process."
    why = Why(rules.DECLINES, ip=row.ip, port=client.port, ns=_AFTER_DECLINE)
    message = _message(MessageType.DECLINE, client, client.xid, requested=row.ip, server=row.server)
    again = ClientRow(ClientState.INIT, began=row.began, link_local=row.link_local, refused=row.refused + 1)
    return [
        Withdraw(row, why),
        Send(message, ANY, LIMITED_BROADCAST, why),
        *_wait_in_init(again, client, now + _AFTER_DECLINE, why),
    ]


def _bind(row: ClientRow, client: Client, now: int, why: Why) -> Effects:
    """Use the lease: record it, set the timers (figure 5: "Record lease, set timers T1, T2")."""
    bound = row._replace(state=ClientState.BOUND, link_local=False)
    effects: Effects = [*_clear(client, why), Put(TABLE, client.port, bound, why)]
    if row.link_local:
        effects.append(LeaveLinkLocal(Why(rules.SERVER_CAME, port=client.port)))
    effects.append(Configure(bound, why))
    for name, deadline in ((T1, bound.t1), (T2, bound.t2), (EXPIRY, bound.expiry)):
        effects += _set_timer(name, deadline, client, now)
    return effects


_TIMES = {T1: rules.T1_SET, T2: rules.T2_SET, EXPIRY: rules.EXPIRY_SET}


def _set_timer(name: str, deadline: int | None, client: Client, now: int) -> list[Arm]:
    """Set a timer of the lease, where the lease ends at all; one that is due already fires at once."""
    if deadline is None:
        return []
    return [Arm((name, client.port), max(deadline, now), Why(_TIMES[name], port=client.port))]


def _refused(row: ClientRow, client: Client, message: Dhcp, now: int) -> Effects:
    """A DHCPNAK: "restart the configuration process" (3.1.5), without the address (figure 5: "Halt network")."""
    server = message.get(kinds.SERVER_ID)
    if row.state in (ClientState.REQUESTING, ClientState.CHECKING) and server != row.server:
        return [Drop(Why(rules.OTHER_SERVER, server=server, wanted=row.server, port=client.port))]
    why = Why(rules.REFUSED, ip=row.ip, server=server, port=client.port, said=message.get(kinds.MESSAGE))
    effects: Effects = []
    if row.state in _ANSWERED or row.state is ClientState.CHECKING:
        effects.append(Withdraw(row, why))
    again = ClientRow(ClientState.INIT, began=now, link_local=row.link_local, refused=row.refused + 1)
    if again.refused > 1:
        # So that a client that is refused again and again does not fill the link.
        return [*effects, *_wait_in_init(again, client, now + _AFTER_DECLINE, why)]
    return [*effects, *_clear(client, why), *_discover(again, client, now, why)]


# What time brings


def timeout(row: ClientRow | None, client: Client, name: TimerName, now: int) -> Effects:
    """A timer of the client fired; ``name[0]`` says which."""
    return [] if row is None else _AT_TIMEOUT[name[0]](row, client, now)


def _begin_now(row: ClientRow, client: Client, now: int) -> Effects:
    return _discover(row._replace(began=now), client, now, Why(rules.BEGINS, port=client.port))


def _collected(row: ClientRow, client: Client, now: int) -> Effects:
    offer = _choose(row.offers, client.settings.choose)
    why = Why(rules.CHOSEN, ip=offer.address, server=offer.server, count=len(row.offers), port=client.port)
    return _take(row, offer, client, now, why)


def _reach_t1(row: ClientRow, client: Client, now: int) -> Effects:
    return _renew(row, client, now, Why(rules.T1_REACHED, ip=row.ip, server=row.server, port=client.port))


def _unanswered(row: ClientRow, client: Client, now: int) -> Effects:
    """No answer came in time: send again, or give up."""
    state = row.state
    again = Why(rules.ASKS_AGAIN, port=client.port, attempt=row.sent + 1)
    if state in (ClientState.RENEWING, ClientState.REBINDING):
        return _ask_for_more(row, client, now, again)
    if row.sent < client.settings.attempts:
        send = _discover if state is ClientState.SELECTING else _request
        return send(row, client, now, again)
    return _nobody(row, client, now) if state is ClientState.SELECTING else _give_up(row, client, now)


def _give_up(row: ClientRow, client: Client, now: int) -> Effects:
    """Nobody has answered a DHCPREQUEST or a DHCPINFORM, however often it was sent."""
    port = client.port
    if row.state is ClientState.REBOOTING and row.server is not None and not _is_over(row, now):
        # 3.2: "If the client receives neither a DHCPACK or a DHCPNAK message after employing the retransmission
        # algorithm, the client MAY choose to use the previously allocated network address and configuration parameters
        # for the remainder of the unexpired lease."
        why = Why(rules.USES_UNCONFIRMED, ip=row.ip, port=port)
        if client.settings.check and row.address is not None:
            checking = row._replace(state=ClientState.CHECKING)
            return [Put(TABLE, port, checking, why), Check(row.address, why)]
        return _bind(row, client, now, why)
    if row.state is ClientState.INFORMING:
        why = Why(rules.NOBODY_INFORMS, port=port)
        return [Put(TABLE, port, row._replace(sent=0), why), Explain(why)]
    # 3.1.4: "If the client receives neither a DHCPACK or a DHCPNAK message after employing the retransmission
    # algorithm, the client reverts to INIT state and restarts the initialization process."
    why = Why(rules.BEGINS_ANEW, port=port, ip=row.ip)
    fresh = ClientRow(ClientState.INIT, began=row.began, link_local=row.link_local)
    return [*_clear(client, why), *_discover(fresh, client, now, why)]


def _nobody(row: ClientRow, client: Client, now: int) -> Effects:
    """No server has answered at all."""
    retry = client.settings.retry
    why = Why(rules.NOBODY_ANSWERS, port=client.port, attempts=row.sent, ns=retry)
    seeks = client.settings.link_local and not row.link_local
    idle = row._replace(state=ClientState.INIT, link_local=client.settings.link_local, sent=0)
    effects = _wait_in_init(idle, client, now + retry, why)
    if seeks:
        effects.append(SeekLinkLocal(Why(rules.LINK_LOCAL, port=client.port)))
    return effects


def _expire(row: ClientRow, client: Client, now: int) -> Effects:
    """4.4.5: "If the lease expires before the client receives a DHCPACK, the client moves to INIT state, MUST
    immediately stop any other network processing and requests network initialization parameters"."""
    why = Why(rules.EXPIRED, ip=row.ip, port=client.port)
    fresh = ClientRow(ClientState.INIT, began=now)
    if row.state is ClientState.INIT_REBOOT:
        return [*_clear(client, why), Put(TABLE, client.port, fresh, why)]
    effects: Effects = [Withdraw(row, why)] if row.state in _ANSWERED or row.state is ClientState.CHECKING else []
    return [*effects, *_clear(client, why), *_discover(fresh, client, now, why)]


# What is sent


def _discover(row: ClientRow, client: Client, now: int, why: Why) -> Effects:
    """Broadcast a DHCPDISCOVER (INIT to SELECTING)."""
    is_first = row.state is not ClientState.SELECTING
    row = row._replace(
        state=ClientState.SELECTING,
        xid=client.xid if is_first else row.xid,
        sent=1 if is_first else row.sent + 1,
        secs=min((now - row.began) // SECOND, 0xFFFF),
    )
    message = _message(MessageType.DISCOVER, client, row.xid, secs=row.secs)
    return [Put(TABLE, client.port, row, why), Send(message, ANY, LIMITED_BROADCAST, why), _wait(row, client, now)]


def _request(row: ClientRow, client: Client, now: int, why: Why) -> Effects:
    """Broadcast a DHCPREQUEST, for an offer (REQUESTING) or a remembered address (REBOOTING); or a DHCPINFORM again."""
    if row.state is ClientState.INFORMING:
        return _ask_to_inform(row, client, now, why)
    row = row._replace(sent=row.sent + 1)
    # Table 4: the server identifier only behind SELECTING, the requested address behind SELECTING and INIT-REBOOT.
    # 4.4.1: the same 'secs' as in the DHCPDISCOVER.
    server = row.server if row.state is ClientState.REQUESTING else None
    message = _message(MessageType.REQUEST, client, row.xid, secs=row.secs, requested=row.ip, server=server)
    return [Put(TABLE, client.port, row, why), Send(message, ANY, LIMITED_BROADCAST, why), _wait(row, client, now)]


def _ask_again(row: ClientRow, client: Client, now: int, why: Why) -> Effects:
    """Ask whether the address of an earlier lease still holds (INIT-REBOOT to REBOOTING)."""
    row = row._replace(
        state=ClientState.REBOOTING, xid=client.xid, sent=0, secs=0, asked=now, offers=(), link_local=row.link_local
    )
    return [*_clear(client, why, keep_expiry=True), *_request(row, client, now, why)]


def _renew(row: ClientRow, client: Client, now: int, why: Why) -> Effects:
    """Ask the server of the lease for more time (BOUND to RENEWING)."""
    row = row._replace(state=ClientState.RENEWING, xid=client.xid, sent=0, began=now, asked=now)
    return [Cancel((T1, client.port), why), *_ask_for_more(row, client, now, why)]


def _rebind(row: ClientRow, client: Client, now: int) -> Effects:
    """Ask any server for more time (RENEWING to REBINDING)."""
    why = Why(rules.T2_REACHED, ip=row.ip, port=client.port, server=row.server)
    row = row._replace(state=ClientState.REBINDING, xid=client.xid, sent=0, asked=now)
    return [Cancel((T1, client.port), why), *_ask_for_more(row, client, now, why)]


def _ask_for_more(row: ClientRow, client: Client, now: int, why: Why) -> Effects:
    """A DHCPREQUEST with ``ciaddr``, to the server of the lease or to all (4.3.6), and the wait behind it (4.4.5)."""
    ip, server = row.ip, row.server
    assert ip is not None, "there is a lease"
    assert server is not None, "there is a lease"
    row = row._replace(sent=row.sent + 1, secs=min((now - row.began) // SECOND, 0xFFFF))
    message = _message(MessageType.REQUEST, client, row.xid, secs=row.secs, ciaddr=ip)
    is_renewing = row.state is ClientState.RENEWING
    effects: Effects = [
        Put(TABLE, client.port, row, why),
        Send(message, ip, server if is_renewing else LIMITED_BROADCAST, why),
    ]
    end = row.t2 if is_renewing else row.expiry
    wait = _LEAST_RENEWAL_WAIT if end is None else max((end - now) // 2, _LEAST_RENEWAL_WAIT)
    if end is None or now + wait < end:
        effects.append(Arm((WAIT, client.port), now + wait, Why(rules.WAITS, ns=wait)))
    else:
        effects.append(Cancel((WAIT, client.port), why))
    return effects


def _inform(client: Client, now: int) -> Effects:
    """Ask for everything but an address (3.4)."""
    row = ClientRow(ClientState.INFORMING, xid=client.xid, began=now)
    return _ask_to_inform(row, client, now, Why(rules.INFORMS, ip=client.own, port=client.port))


def _ask_to_inform(row: ClientRow, client: Client, now: int, why: Why) -> Effects:
    assert client.own is not None, "its address was set by hand"
    row = row._replace(sent=row.sent + 1, secs=min((now - row.began) // SECOND, 0xFFFF))
    message = _message(MessageType.INFORM, client, row.xid, secs=row.secs, ciaddr=client.own)
    send = Send(message, client.own, LIMITED_BROADCAST, why)
    return [Put(TABLE, client.port, row, why), send, _wait(row, client, now)]


def _informed(row: ClientRow, client: Client, message: Dhcp) -> Effects:
    server = message.get(kinds.SERVER_ID)
    if server is None:
        return [Drop(Why(rules.BAD_ACK, port=client.port))]
    told = _told(row, message)._replace(server=server, sent=0, xid=0)
    why = Why(rules.INFORMED, server=server, port=client.port)
    return [Cancel((WAIT, client.port), why), Put(TABLE, client.port, told, why), Configure(told, why)]


def _message(
    kind: MessageType,
    client: Client,
    xid: int,
    *,
    secs: int = 0,
    ciaddr: IPv4Address = ANY,
    requested: IPv4Address | None = None,
    server: IPv4Address | None = None,
) -> Dhcp:
    """A message of this client, with the fields and options that table 5 has for its kind."""
    settings = client.settings
    ends = kind in (MessageType.DECLINE, MessageType.RELEASE)
    options: list[Option] = [kinds.MESSAGE_TYPE(kind), kinds.CLIENT_ID(client_id(client))]
    options += [] if requested is None else [kinds.REQUESTED_ADDRESS(requested)]
    options += [] if server is None else [kinds.SERVER_ID(server)]
    if not ends:
        if settings.lease is not None and kind is not MessageType.INFORM:
            options.append(kinds.LEASE_TIME(settings.lease // SECOND))
        if settings.hostname:
            options.append(kinds.HOST_NAME(client.name))
        options.append(kinds.PARAMETER_LIST(PARAMETERS))
    broadcasts = settings.broadcast and not ends and not ciaddr
    return Dhcp(
        BOOTREQUEST,
        xid,
        client.mac.to_bytes(6, "big"),
        tuple(options),
        secs=secs,
        flags=BROADCAST if broadcasts else 0,
        ciaddr=ciaddr,
    )


def client_id(client: Client) -> bytes:
    """Option 61: the MAC address behind its hardware type, or a name behind 0 (RFC 2132 9.14)."""
    name = client.settings.client_id
    return b"\0" + name.encode("latin-1", "replace") if name else b"\x01" + client.mac.to_bytes(6, "big")


# Inside


def _wait(row: ClientRow, client: Client, now: int) -> Arm:
    """4.1: "the first retransmission SHOULD be 4 seconds randomized …. The retransmission delay SHOULD be doubled with
    subsequent retransmissions up to a maximum of 64 seconds."."""
    settings = client.settings
    base = min(settings.timeout << min(row.sent - 1, 32), settings.longest_timeout)
    wait = base + int((2 * client.fraction - 1) * _JITTER)
    return Arm((WAIT, client.port), now + max(wait, 0), Why(rules.WAITS, ns=wait))


def _wait_in_init(row: ClientRow, client: Client, deadline: int, why: Why) -> Effects:
    put = Put(TABLE, client.port, row._replace(state=ClientState.INIT, offers=()), why)
    return [*_clear(client, why), put, Arm((BEGIN, client.port), deadline, why)]


def _clear(client: Client, why: Why, keep_expiry: bool = False) -> list[Cancel]:
    return [Cancel((name, client.port), why) for name in TIMERS if not (keep_expiry and name == EXPIRY)]


def _is_over(row: ClientRow, now: int) -> bool:
    return row.expiry is not None and row.expiry <= now


def _can_be_used(ip: IPv4Address) -> bool:
    return not (ip.is_this_network or ip.is_loopback or ip >> 28 >= 0xE)


def _with_mask(ip: IPv4Address, length: int | None) -> InterfaceAddress:
    """The address with its mask; without one, that of its class (RFC 791 3.2)."""
    first = ip >> 24
    return InterfaceAddress(ip, (8 if first < 128 else 16 if first < 192 else 24) if length is None else length)


_AT_TIMEOUT: Mapping[Hashable, Callable[[ClientRow, Client, int], Effects]] = {
    BEGIN: _begin_now,
    WAIT: _unanswered,
    COLLECT: _collected,
    T1: _reach_t1,
    T2: _rebind,
    EXPIRY: _expire,
}
