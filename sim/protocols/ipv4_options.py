"""The options of an IPv4 header: walking them safely, and which of them a device refuses (RFC 791 3.1)."""

from collections.abc import Collection
from typing import NamedTuple

from sim.pdu.ipv4 import HEADER_LENGTH
from sim.why import Why

END_OF_OPTIONS = 0
NO_OPERATION = 1
RECORD_ROUTE = 7
TIMESTAMP = 68
LOOSE_SOURCE_ROUTE = 131
STRICT_SOURCE_ROUTE = 137

SOURCE_ROUTES = frozenset({LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE})

_COPIED = 0x80


class Option(NamedTuple):
    """An option; ``offset`` is that of its type in the header, ``octets`` has type and length in front."""

    type: int
    offset: int
    octets: bytes

    @property
    def is_copied(self) -> bool:
        """Whether each fragment carries it."""
        return bool(self.type & _COPIED)


class Options(NamedTuple):
    """The options of a header up to its end or to the first that is malformed, which ``malformed`` tells."""

    options: tuple[Option, ...]
    malformed: Why | None = None


def walk(octets: bytes) -> Options:
    """Take the options of a header apart; one option without a length octet, the others with (RFC 791 3.1).

    ``pointer`` among the facts of ``malformed`` is the octet of the header that an ICMP parameter problem
    points at (RFC 792): the length octet, or the type where the header ends behind it.
    """
    options: list[Option] = []
    at = 0
    while at < len(octets) and octets[at] != END_OF_OPTIONS:
        kind = octets[at]
        if kind == NO_OPERATION:
            at += 1
            continue
        offset = HEADER_LENGTH + at
        if at + 1 == len(octets):
            return Options(tuple(options), Why("ipv4.option-cut-off", option=kind, pointer=offset))
        length = octets[at + 1]
        # RFC 1122 3.2.1.8: "erroneous option lengths have been observed to put some IP implementations into
        # infinite loops".
        if length < 2 or at + length > len(octets):
            why = Why("ipv4.option-length", option=kind, length=length, room=len(octets) - at, pointer=offset + 1)
            return Options(tuple(options), why)
        options.append(Option(kind, offset, octets[at : at + length]))
        at += length
    return Options(tuple(options))


def check_options(octets: bytes, refused: Collection[int] = SOURCE_ROUTES) -> Why | None:
    """Whether a datagram with these options may go on, at a router and at its destination.

    A malformed option ends it, with an ICMP parameter problem at the ``pointer`` among the facts. So does a
    type in ``refused``: source routes, unless configured otherwise (RFC 7126 4.3 and 4.4), with ICMP "source
    route failed". All others, record route and timestamp included, are carried along and not acted upon.
    """
    options, malformed = walk(octets)
    if malformed is not None:
        return malformed
    for option in options:
        if option.type in refused:
            rule = "ipv4.source-route-refused" if option.type in SOURCE_ROUTES else "ipv4.option-refused"
            return Why(rule, option=option.type, pointer=option.offset)
    return None


def has_source_route(octets: bytes) -> bool:
    """Whether the sender prescribes a route."""
    return any(option.type in SOURCE_ROUTES for option in walk(octets).options)


def copied(octets: bytes) -> bytes:
    """The options of the fragments after the first, padded to 32 bits (RFC 791 3.2, "selectively copy")."""
    kept = b"".join(option.octets for option in walk(octets).options if option.is_copied)
    return kept + bytes(-len(kept) % 4)
