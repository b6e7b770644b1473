"""ICMP: when an error may be sent and what it says, what is answered, and what is believed.

RFC 792, RFC 1122 3.2.2 for hosts, RFC 1812 4.3 and 5.2.7 for routers.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import NamedTuple

from sim.addresses import LIMITED_BROADCAST, IPv4Address, Prefix
from sim.effects import Drop, Put
from sim.ip.icmp import rules
from sim.ip.icmp.pdu import (
    DESTINATION_UNREACHABLE,
    ECHO_REPLY,
    ECHO_REQUEST,
    ERRORS,
    FRAGMENTATION_NEEDED,
    PARAMETER_PROBLEM,
    REDIRECT,
    REDIRECT_HOST,
    SOURCE_QUENCH,
    TIME_EXCEEDED,
    TIMESTAMP,
    TIMESTAMP_REPLY,
    Icmp,
)
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4.pdu import DEFAULT_TTL, PROTOCOL_ICMP, IPv4
from sim.quantities import Instant
from sim.why import Why

LIMIT_TABLE = "icmp-limit"

QUOTE_LENGTH = 548
"""Octets that an error quotes of a datagram: 576 without the error's own headers (RFC 1812 4.3.2.3)."""

ERROR_TOS = 0xC0
"""Precedence 6, internetwork control, which a router gives its errors (RFC 1812 4.3.2.5); a host gives 0."""

_MILLISECOND = 1_000_000
_DAY = 86_400_000


class Bucket(NamedTuple):
    """A row of table ``icmp-limit``, under a destination: errors allowed at once, as of ``at``."""

    tokens: int
    at: Instant


class Reply(NamedTuple):
    """Send this answer; the node fills in its own time to live and identification."""

    datagram: IPv4
    why: Why


class Deliver(NamedTuple):
    """Give the message to the program or the protocol that waits for it."""

    why: Why


class Redirect(NamedTuple):
    """From now on, send what is for ``destination`` to ``gateway``."""

    destination: IPv4Address
    gateway: IPv4Address
    why: Why


def check_error(datagram: IPv4, link_broadcast: bool, broadcasts: Collection[IPv4Address] = ()) -> Why | None:
    """Why no ICMP error about ``datagram`` may be sent; ``None`` if one may. No other rule overrides this.

    ``broadcasts`` are the broadcast addresses of attached networks; ``link_broadcast``: its frame went to a
    group MAC address. RFC 1122 3.2.2, RFC 1812 4.3.2.7.
    """
    src, dst = datagram.src, datagram.dst
    rule = None
    if datagram.fragment_offset > 0:
        rule = rules.NO_ERROR_ABOUT_LATER_FRAGMENT
    elif _is_error(datagram):
        rule = rules.NO_ERROR_ABOUT_ERROR
    elif dst.is_multicast or dst == LIMITED_BROADCAST or dst in broadcasts:
        rule = rules.NO_ERROR_ABOUT_BROADCAST
    elif link_broadcast:
        rule = rules.NO_ERROR_ABOUT_BROADCAST_FRAME
    # "whose source address does not define a single host": zero, loopback, class D and E, broadcast. Between
    # loopback addresses a device talks to itself, and may tell itself of errors.
    elif src.is_this_network or src >> 28 >= 0xE or src in broadcasts or (src.is_loopback and not dst.is_loopback):
        rule = rules.NO_ERROR_TO_NO_HOST
    return None if rule is None else Why(rule, src=src, dst=dst)


def _is_error(datagram: IPv4) -> bool:
    if datagram.protocol != PROTOCOL_ICMP:
        return False
    payload = datagram.payload
    if isinstance(payload, Icmp):
        return payload.is_error
    # In a first fragment or a damaged message the type is still the first octet; with none, better be silent.
    return not isinstance(payload, bytes) or payload[:1] == b"" or payload[0] in ERRORS


def unreachable(code: int, octets: bytes) -> Icmp:
    """Destination unreachable, about the datagram with these octets (RFC 792; codes: RFC 1812 5.2.7.1)."""
    return Icmp(DESTINATION_UNREACHABLE, code, 0, octets[:QUOTE_LENGTH])


def fragmentation_needed(mtu: int, octets: bytes) -> Icmp:
    """Fragmentation needed and DF set, with the MTU (octets) of the next hop (RFC 1191 4)."""
    return Icmp(DESTINATION_UNREACHABLE, FRAGMENTATION_NEEDED, mtu, octets[:QUOTE_LENGTH])


def time_exceeded(code: int, octets: bytes) -> Icmp:
    """Time exceeded in transit (0) or during reassembly (1) (RFC 792)."""
    return Icmp(TIME_EXCEEDED, code, 0, octets[:QUOTE_LENGTH])


def parameter_problem(pointer: int, octets: bytes) -> Icmp:
    """Something is wrong in octet ``pointer`` of the header (RFC 792)."""
    return Icmp(PARAMETER_PROBLEM, 0, pointer << 24, octets[:QUOTE_LENGTH])


def redirect(gateway: IPv4Address, octets: bytes) -> Icmp:
    """Redirect for the host; routers send no other kind (RFC 1812 5.2.7.2)."""
    return Icmp(REDIRECT, REDIRECT_HOST, int(gateway), octets[:QUOTE_LENGTH])


def error_datagram(message: Icmp, about: IPv4, src: IPv4Address, ttl: int = DEFAULT_TTL, tos: int = 0) -> IPv4:
    """The datagram that takes an error back to the source of the datagram it is ``about``.

    ``src`` is an address of the interface that it leaves through (RFC 1812 4.3.2.4).
    """
    return IPv4(src, about.src, PROTOCOL_ICMP, message, ttl, tos=tos)


def receive(
    settings: IcmpSettings, datagram: IPv4, is_broadcast: bool, own: IPv4Address, now: int
) -> Reply | Deliver | Drop:
    """Take an ICMP message for this device.

    ``is_broadcast``: its destination is a broadcast or multicast address; ``own``: the address to answer from
    in that case; ``now`` in ns. A redirect is delivered: :func:`check_redirect` says whether to believe it.
    """
    message, src, dst = datagram.payload, datagram.src, datagram.dst
    if not isinstance(message, Icmp):
        return Drop(Why(rules.MALFORMED, src=src, dst=dst))
    if message.type in {ECHO_REQUEST, TIMESTAMP}:
        return _answer(settings, datagram, message, own if is_broadcast else None, now)
    if message.type in {ECHO_REPLY, TIMESTAMP_REPLY}:
        facts = {"identifier": message.identifier, "sequence": message.sequence}
        return Deliver(Why(rules.REPLY_RECEIVED, src=src, type=message.type, **facts))
    # RFC 6633 3: source quench "MUST be silently discarded". RFC 1122 3.2.2: so must an unknown type.
    if message.type in ERRORS and message.type != SOURCE_QUENCH:
        return Deliver(Why(rules.ERROR_RECEIVED, src=src, type=message.type, code=message.code))
    return Drop(Why(rules.TYPE_IGNORED, src=src, type=message.type))


def _answer(
    settings: IcmpSettings, datagram: IPv4, request: Icmp, group_source: IPv4Address | None, now: int
) -> Reply | Drop:
    """Answer an echo or timestamp request; ``group_source``: the address to do it from, to a broadcast."""
    facts = {"src": datagram.src, "dst": datagram.dst, "type": request.type}
    if group_source is not None and not settings.answer_broadcasts:
        return Drop(Why(rules.BROADCAST_QUERY_IGNORED, **facts))
    if request.type == ECHO_REQUEST:
        # RFC 1122 3.2.2.6: "Data received in an ICMP Echo Request MUST be entirely included".
        answer, rule = Icmp(ECHO_REPLY, 0, request.rest, request.data), rules.ECHO_REPLY
    elif len(request.data) < 12:
        return Drop(Why(rules.TIMESTAMP_TOO_SHORT, length=len(request.data), **facts))
    else:
        # RFC 792: milliseconds since midnight UT. A run begins at midnight.
        clock = (now // _MILLISECOND % _DAY).to_bytes(4, "big")
        answer = Icmp(TIMESTAMP_REPLY, 0, request.rest, request.data[:4] + clock + clock)
        rule = rules.TIMESTAMP_REPLY
    why = Why(rule, identifier=request.identifier, sequence=request.sequence, length=len(request.data), **facts)
    # RFC 1122 3.2.2.6: from the address that was asked, unless a broadcast. RFC 1349 5.1: with the same TOS.
    src = datagram.dst if group_source is None else group_source
    return Reply(IPv4(src, datagram.src, PROTOCOL_ICMP, answer, tos=datagram.tos), why)


def check_redirect(
    message: Icmp,
    src: IPv4Address,
    destination: IPv4Address,
    first_hop: IPv4Address | None,
    *,
    networks: Collection[Prefix],
    own: Collection[IPv4Address] = (),
) -> Redirect | Drop:
    """Whether a host believes a redirect from ``src`` about ``destination``, which the quoted header tells.

    ``first_hop`` is the host's gateway for that destination now (``None``: it is on the link), ``networks``
    are those of the interface that the redirect came through, ``own`` the host's addresses. Codes 0 to 3 are
    all taken as "for the host" (RFC 1122 3.2.2.2).
    """
    gateway = message.gateway
    facts = {"src": src, "dst": destination, "gateway": gateway}
    if message.code > 3:
        return Drop(Why(rules.REDIRECT_CODE_UNKNOWN, code=message.code, **facts))
    # RFC 1122 3.2.2.2: "SHOULD be silently discarded if the new gateway address it specifies is not on the
    # same connected (sub-) net through which the Redirect arrived [...], or if the source of the Redirect is
    # not the current first-hop gateway for the specified destination".
    if gateway in own or not any(gateway in network and not network.reserves(gateway) for network in networks):
        return Drop(Why(rules.REDIRECT_GATEWAY_OFF_LINK, **facts))
    if src != first_hop:
        return Drop(Why(rules.REDIRECT_NOT_FROM_GATEWAY, first_hop=first_hop, **facts))
    return Redirect(destination, gateway, Why(rules.REDIRECT_ACCEPTED, **facts))


def reason_to_redirect(
    datagram: IPv4,
    received_on: str,
    sent_on: str,
    next_hop: IPv4Address,
    *,
    networks: Collection[Prefix],
    source_routed: bool = False,
) -> Why | None:
    """Why a router that forwards ``datagram`` tells its sender of ``next_hop``; ``None``: it does not.

    ``next_hop`` is the destination itself where that is on the link. ``networks`` are those of the port. RFC
    1812 5.2.7.2: "The packet is being forwarded out the same physical interface that it was received from",
    "the IP source address in the packet is on the same Logical IP (sub)network as the next-hop IP address",
    and "the packet does not contain an IP source route option".
    """
    if received_on != sent_on or source_routed:
        return None
    for network in networks:
        if datagram.src in network and next_hop in network:
            facts = {"network": network, "port": sent_on}
            return Why(rules.REDIRECT, src=datagram.src, dst=datagram.dst, gateway=next_hop, **facts)
    return None


def limit(table: Mapping[Hashable, Bucket], settings: IcmpSettings, dst: IPv4Address, now: int) -> Put | Drop | None:
    """Whether an error to ``dst`` keeps within the rate: ``Put`` (or ``None``, without a limit) says send it.

    A token bucket for each destination, in integers: no token is lost or won by asking often.
    """
    if settings.interval == 0:
        return None
    tokens, at = table.get(dst, (settings.burst, now))
    refill = (now - at) // settings.interval
    at += refill * settings.interval
    tokens += refill
    if tokens >= settings.burst:
        tokens, at = settings.burst, now
    facts = {"dst": dst, "burst": settings.burst, "interval": settings.interval}
    if tokens == 0:
        return Drop(Why(rules.RATE_LIMITED, **facts))
    return Put(LIMIT_TABLE, dst, Bucket(tokens - 1, at), Why(rules.TOKEN_SPENT, left=tokens - 1, **facts))
