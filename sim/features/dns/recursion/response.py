"""What the response of a server means for a question (RFC 1034 5.3.3, RFC 2308 2), and how much of it is believed."""

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.dns import numbers
from sim.features.dns.caching.cache import synthesized
from sim.features.dns.caching.rrset import Key, Rank, RRset, group
from sim.features.dns.name import Name
from sim.features.dns.pdu import AA, RA, Message, Question, ResourceRecord
from sim.features.dns.rdata import Cname, Dname, Mx, Ns, Srv

_LONGEST_CHAIN = 32
_AUTHORITY = frozenset({numbers.NS, numbers.SOA})
"""What the authority section may have (RFC 1034 4.3.2, RFC 2308 3)."""


class Kind(Enum):
    """The kinds of response."""

    ANSWER = "answer"
    NO_DATA = "NODATA"
    NO_NAME = "NXDOMAIN"
    ALIAS = "alias"
    """The name is an alias, and the response does not go on to its end."""
    REFERRAL = "referral"
    LAME = "lame"
    """The server does not serve the zone: it leads back to it, or further up."""
    EMPTY = "empty"
    """Nothing is there, not even the SOA record that would say so."""
    RECURSIVE = "not authoritative"
    """The server asks others instead of answering by itself."""
    FAILED = "failed"

    def __str__(self) -> str:
        return self.value


class Reading(NamedTuple):
    """A response, read: the aliases on the way (``chain``) to ``target``, and the sets of each section that count.

    ``zone`` is where a referral leads; ``refused`` are records that the server may not tell anything about.
    """

    kind: Kind
    rcode: int
    target: Name
    chain: tuple[RRset, ...] = ()
    answer: tuple[RRset, ...] = ()
    authority: tuple[RRset, ...] = ()
    additional: tuple[RRset, ...] = ()
    zone: Name | None = None
    refused: tuple[ResourceRecord, ...] = ()

    @property
    def soa(self) -> RRset | None:
        """The SOA record that says how long nothing is there."""
        return next((each for each in self.authority if each.rtype == numbers.SOA), None)

    def servers(self) -> RRset | None:
        """The servers that a referral names."""
        found = (each for each in self.authority if each.rtype == numbers.NS and each.name == self.zone)
        return next(found, None)


def read(
    message: Message,
    asked: Question,
    zone: Name,
    now: int,
    server: IPv4Address | None = None,
    is_forwarded: bool = False,
) -> Reading:
    """Read a response of a server of ``zone`` to a question.

    RFC 2181 5.4.1 and good sense: a server is believed in what is in its zone alone ("bailiwick"); everything else is
    left out. ``is_forwarded``: the server was asked to find the answer, so that it need not be authoritative.
    """
    rcode = message.rcode
    if rcode not in (numbers.NOERROR, numbers.NXDOMAIN, numbers.YXDOMAIN):
        return Reading(Kind.FAILED, rcode, asked.name)
    refused = tuple(
        record for record in message.records if record.rtype != numbers.OPT and not record.name.is_below(zone)
    )
    is_sure = bool(message.flags & AA)
    sets = _by_key(_ranked(group(_within(message.answer, zone), now, Rank.ANSWER, server), asked.name, is_sure))
    chain, target = _follow(sets, asked)
    answer = _answers(sets, target, asked)
    every = group(_within(message.authority, zone), now, Rank.AUTHORITY if is_sure else Rank.ADDITIONAL, server)
    authority = tuple(each for each in every if each.rtype in _AUTHORITY and target.is_below(each.name))
    wanted = {target for each in (*answer, *authority) for target in _targets(each)}
    more = group(_within(message.additional, zone), now, Rank.ADDITIONAL, server)
    known = {each.key for each in answer}
    additional = tuple(
        each
        for each in more
        if each.rtype in (numbers.A, numbers.AAAA) and each.name in wanted and each.key not in known
    )
    reading = Reading(Kind.ANSWER, rcode, target, chain, answer, authority, additional, None, refused)
    is_recursive = bool(message.flags & RA) and not is_sure and not is_forwarded
    return _judged(reading, zone, message, is_sure or is_forwarded, is_recursive)


def _judged(reading: Reading, zone: Name, message: Message, is_sure: bool, is_recursive: bool) -> Reading:
    """The reading with its kind. ``is_sure``: the server speaks of its own zone, or was asked to find the answer."""
    found = _found(reading)
    if found is not None:
        is_told_of = found is Kind.ANSWER and reading.rcode == numbers.YXDOMAIN
        # RFC 2308 2.1: the response code is that of the last name. Whoever asks for that name sees it again. Where
        # the SOA record of its zone stands beside it, that is settled already.
        rcode = reading.rcode if is_told_of or found is Kind.NO_NAME else numbers.NOERROR
        return reading._replace(kind=Kind.RECURSIVE if is_recursive else found, rcode=rcode)
    return _referred(reading, zone, message, is_sure, is_recursive)


def _found(reading: Reading) -> Kind | None:
    """What a response says about the name; ``None`` where it says nothing about it."""
    if reading.answer or reading.rcode == numbers.YXDOMAIN:
        return Kind.ANSWER
    if reading.chain and reading.soa is None:
        return Kind.ALIAS
    if reading.rcode == numbers.NXDOMAIN:
        return Kind.NO_NAME
    return None if reading.soa is None else Kind.NO_DATA


def _referred(reading: Reading, zone: Name, message: Message, is_sure: bool, is_recursive: bool) -> Reading:
    """Where a response without an answer leads."""
    delegations = [each.name for each in reading.authority if each.rtype == numbers.NS]
    below = next((name for name in delegations if name != zone), None)
    if below is not None:
        return reading._replace(kind=Kind.REFERRAL, zone=below)
    if is_recursive:
        return reading._replace(kind=Kind.RECURSIVE)
    upward = any(record.rtype == numbers.NS and not record.name.is_below(zone) for record in message.authority)
    if upward or (delegations and not is_sure):
        return reading._replace(kind=Kind.LAME)
    return reading._replace(kind=Kind.NO_DATA if delegations else Kind.EMPTY)


def _within(records: Iterable[ResourceRecord], zone: Name) -> Iterable[ResourceRecord]:
    return (record for record in records if record.name.is_below(zone))


def _ranked(sets: Iterable[RRset], name: Name, is_sure: bool) -> list[RRset]:
    """The sets of an answer section by their rank.

    RFC 2181 5.4.1: "when the name sought is an alias … only the record describing that alias is necessarily
    authoritative. Clients should assume that other records may have come from the server's cache." A DNAME above the
    name describes it as well.
    """

    def rank(each: RRset) -> Rank:
        is_own = each.name == name or (each.rtype == numbers.DNAME and name.is_below(each.name))
        return Rank.AUTHORITATIVE if is_sure and is_own else Rank.ANSWER

    return [each._replace(rank=rank(each)) for each in sets]


def _by_key(sets: Iterable[RRset]) -> dict[Key, RRset]:
    return {each.key: each for each in sets}


def _follow(sets: dict[Key, RRset], asked: Question) -> tuple[tuple[RRset, ...], Name]:
    """The aliases from the name that was asked for, and where they lead."""
    name, qtype, qclass = asked
    chain: list[RRset] = []
    seen = {name}
    while len(chain) < _LONGEST_CHAIN and (name, qtype, qclass) not in sets and qtype != numbers.ANY:
        step = _alias(sets, name, qclass)
        if step is None:
            break
        chain += step
        data = step[-1].data[0]
        if not isinstance(data, Cname):
            break  # RFC 6672 2.2: the name would be too long
        name = data.target
        if name in seen:
            break
        seen.add(name)
    return tuple(chain), name


def _alias(sets: dict[Key, RRset], name: Name, rclass: int) -> list[RRset] | None:
    for count in range(len(name.labels) - 1, -1, -1):
        above = name.last(count)
        dname = sets.get((above, numbers.DNAME, rclass))
        if dname is not None and isinstance(dname.data[0], Dname):
            target = name.moved(above, dname.data[0].target)
            return [dname] if target is None else [dname, synthesized(name, target, dname)]
    cname = sets.get((name, numbers.CNAME, rclass))
    if cname is None or not isinstance(cname.data[0], Cname):
        return None
    # RFC 2181 10.1: a name is an alias of one other name.
    return [cname._replace(data=cname.data[:1])]


def _answers(sets: dict[Key, RRset], target: Name, asked: Question) -> tuple[RRset, ...]:
    if asked.qtype == numbers.ANY:
        return tuple(each for each in sets.values() if each.name == target)
    found = sets.get((target, asked.qtype, asked.qclass))
    return () if found is None else (found,)


def _targets(rrset: RRset) -> Iterable[Name]:
    """The names whose addresses may stand in the additional section (RFC 1034 4.3.2)."""
    for data in rrset.data:
        if isinstance(data, Ns) and rrset.rtype == numbers.NS:
            yield data.target
        elif isinstance(data, Mx):
            yield data.exchange
        elif isinstance(data, Srv):
            yield data.target
