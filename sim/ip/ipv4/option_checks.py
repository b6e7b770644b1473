"""What a device makes of the options of an IPv4 header, and which of them it refuses (RFC 791 3.1)."""

from typing import NamedTuple

from sim.ip.ipv4 import rules
from sim.ip.ipv4.options import LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE, Option, split
from sim.pdu.options import END_OF_LIST, NO_OPERATION
from sim.why import Why

SOURCE_ROUTES = frozenset({LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE})


class Options(NamedTuple):
    """The options of a header up to its end or to the first that is malformed, which ``malformed`` tells."""

    options: tuple[Option, ...]
    malformed: Why | None = None


def walk(octets: bytes) -> Options:
    """The options that mean something, without padding.

    ``pointer`` among the facts of ``malformed`` is the octet of the header that an ICMP parameter problem
    points at (RFC 792): the length octet, or the type where the header ends behind it.
    """
    options: list[Option] = []
    for option in split(octets):
        if not option.is_well_formed:
            return Options(tuple(options), _malformed(option))
        if option.type not in (END_OF_LIST, NO_OPERATION):
            options.append(option)
    return Options(tuple(options))


def _malformed(option: Option) -> Why:
    room = len(option.octets)
    if room == 1:
        return Why(rules.OPTION_CUT_OFF, option=option.type, pointer=option.offset)
    length = option.octets[1]
    return Why(rules.OPTION_LENGTH, option=option.type, length=length, room=room, pointer=option.offset + 1)


def check_options(octets: bytes) -> Why | None:
    """Whether a datagram with these options may go on, at a router and at its destination.

    A malformed option ends it, with an ICMP parameter problem at the ``pointer`` among the facts. So do source
    routes (RFC 7126 4.3 and 4.4), with ICMP "source route failed". All others, record route and timestamp
    included, are carried along and not acted upon.
    """
    options, malformed = walk(octets)
    if malformed is not None:
        return malformed
    for option in options:
        if option.type in SOURCE_ROUTES:
            return Why(rules.SOURCE_ROUTE_REFUSED, option=option.type, pointer=option.offset)
    return None


def has_source_route(octets: bytes) -> bool:
    """Whether the sender prescribes a route."""
    return any(option.type in SOURCE_ROUTES for option in walk(octets).options)


def copied(octets: bytes) -> bytes:
    """The options of the fragments after the first, padded to 32 bits (RFC 791 3.2, "selectively copy")."""
    kept = b"".join(option.octets for option in walk(octets).options if option.is_copied)
    return kept + bytes(-len(kept) % 4)
