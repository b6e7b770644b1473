"""What is legal in a zone and probably a mistake: a dot that is missing, a server that has no address."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.dns import numbers
from sim.features.dns.feature import MISSING_DOT, NO_ADDRESS
from sim.features.dns.name import Name
from sim.features.dns.zone import Zone
from sim.settings import LongTextDoubt

TARGETS: Mapping[int, str] = {
    numbers.NS: "target",
    numbers.CNAME: "target",
    numbers.DNAME: "target",
    numbers.PTR: "target",
    numbers.MX: "exchange",
    numbers.SRV: "target",
}
"""The types of record that end with the name of somebody else, and the field that has the name."""
_NEEDS_ADDRESS = frozenset({numbers.NS, numbers.MX, numbers.SRV})
_REVERSE = Name.parse("arpa.")


class Written(NamedTuple):
    """A word, and where it stands in the text of the zone; line and column count from 1."""

    line: int
    column: int
    word: str


class Target(NamedTuple):
    """A name at the end of a record: as it is written, and as it is meant."""

    where: Written
    owner: Name
    rtype: int
    name: Name


def is_address(word: str) -> bool:
    """Whether a word that should be a name is an IPv4 address."""
    try:
        IPv4Address.parse(word)
    except ValueError:
        return False
    return True


def address_hint(owner: Name, rtype: int, word: str) -> str:
    """What to write in the place of an address."""
    kind = numbers.type_name(rtype)
    return f"{kind} has a name: write a name, such as ns1, and give that name the record A {word}"


def doubtful(zone: Zone, targets: Sequence[Target], owners: Mapping[Name, Written]) -> Iterator[LongTextDoubt]:
    """What is probably a mistake in a zone, given where its names are written."""
    for owner, written in owners.items():
        if _is_twice(owner, zone.origin) and not written.word.endswith("."):
            yield _missing_dot(written, owner, f"{written.word}., or {_short(owner, zone.origin)}")
    for target in targets:
        where, _, rtype, name = target
        is_relative = not where.word.endswith(".") and where.word != "@" and name.is_below(zone.origin)
        is_reverse = rtype == numbers.PTR and zone.origin.is_below(_REVERSE)
        if is_relative and (_is_twice(name, zone.origin) or (is_reverse and "." in where.word)):
            yield _missing_dot(where, name, f"{where.word}.")
        elif name.is_below(zone.origin):
            yield from _unreachable(zone, target)


def _unreachable(zone: Zone, target: Target) -> Iterator[LongTextDoubt]:
    """A name of this zone that records lead to, and that leads no further."""
    where, _, rtype, name = target
    kind = numbers.type_name(rtype)
    node, is_there = zone.find(name)
    if not is_there:
        is_elsewhere = node.is_cut or node.above is not None or zone.wildcard(node) is not None
        if rtype in _NEEDS_ADDRESS and not (is_elsewhere and rtype != numbers.NS):
            yield _no_address(where, f"{name.text} has no address", name)
        elif rtype == numbers.CNAME and not is_elsewhere:
            yield _no_address(where, f"{name.text} is not in the zone", name)
    elif rtype in _NEEDS_ADDRESS and numbers.CNAME in node.rrsets:
        # RFC 2181 10.3: "The domain name used as the value of a NS resource record, or part of the value of a MX
        # resource record must not be an alias."
        hint = "give the name itself an A record (RFC 2181, 10.3)"
        message = f"{name.text} is an alias, and {kind} leads to it"
        yield LongTextDoubt(where.line, where.column, message, hint, NO_ADDRESS.name)
    elif rtype in _NEEDS_ADDRESS and not {numbers.A, numbers.AAAA} & node.rrsets.keys():
        yield _no_address(where, f"{name.text} has no address", name)


def _no_address(where: Written, message: str, name: Name) -> LongTextDoubt:
    hint = f"write a record: {where.word} A and its address"
    return LongTextDoubt(where.line, where.column, message, hint, NO_ADDRESS.name)


def _missing_dot(where: Written, name: Name, meant: str) -> LongTextDoubt:
    message = f"{where.word} means {name.text} here, since no dot is at its end"
    return LongTextDoubt(where.line, where.column, message, f"write {meant}", MISSING_DOT.name)


def _is_twice(name: Name, origin: Name) -> bool:
    """Whether the name of the zone stands twice at the end of a name."""
    count = len(origin.key)
    return count > 0 and name.key[-2 * count :] == origin.key * 2


def _short(name: Name, origin: Name) -> str:
    """A name whose end has that of the zone twice, without both; the zone itself is ``@``."""
    labels = name.labels[: len(name.labels) - 2 * len(origin.labels)]
    return ".".join(label.decode("ascii", "replace") for label in labels) or "@"
