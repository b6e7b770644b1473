"""Sets of records of one name and type, and how far each is to be believed (RFC 2181 5)."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.features.dns import numbers
from sim.features.dns.name import Name
from sim.features.dns.pdu import ResourceRecord
from sim.features.dns.rdata import Rdata, Soa
from sim.quantities import SECOND, Instant

_HIGHEST_BIT = 0x8000_0000
MAXIMUM_TTL = 86_400
"""The longest that a record is remembered, in seconds. RFC 1035 and 2181 set no bound; common resolvers use a day."""
MAXIMUM_NEGATIVE_TTL = 3_600
"""The same of an answer that something is not there: RFC 2308 5, "values of one to three hours have been found to work
well"."""

Key = tuple[Name, int, int]
"""Name, type and class."""


class Rank(IntEnum):
    """Where a set of records stood, from the least to the most trustworthy (RFC 2181 5.4.1)."""

    HINT = 0
    """What the resolver was set up with, to find the root."""
    ADDITIONAL = 1
    """The additional section, or the authority section of a referral."""
    ANSWER = 2
    """The answer section of a response that is not authoritative."""
    AUTHORITY = 3
    """The authority section of an authoritative response."""
    AUTHORITATIVE = 4
    """The answer section of an authoritative response."""


class RRset(NamedTuple):
    """All records of a name, type and class; ``expires`` in ns, ``ttl`` in seconds as they came.

    RFC 2181 5.2: the records of a set share one TTL, the least of theirs.
    """

    name: Name
    rtype: int
    rclass: int
    ttl: int
    data: tuple[Rdata, ...]
    expires: Instant
    rank: Rank = Rank.ADDITIONAL
    server: IPv4Address | None = None

    @property
    def key(self) -> Key:
        return self.name, self.rtype, self.rclass

    def ttl_at(self, now: int) -> int:
        """The seconds that are left, rounded up: the last second counts until it is over."""
        return max(0, -((now - self.expires) // SECOND))

    def records(self, now: int, name: Name | None = None) -> list[ResourceRecord]:
        """The records with what is left of their TTL, under another spelling of the name where one is given."""
        ttl = self.ttl_at(now)
        return [ResourceRecord(name or self.name, self.rtype, self.rclass, ttl, each) for each in self.data]

    def has_same_data(self, other: "RRset") -> bool:
        return {*self.data} == {*other.data}


def bounded(ttl: int, most: int = MAXIMUM_TTL) -> int:
    """A TTL as it counts. RFC 2181 8: one with the highest bit set is treated "as if the entire value received was
    zero".
    """
    return 0 if ttl & _HIGHEST_BIT else min(ttl, most)


def group(
    records: Iterable[ResourceRecord],
    now: int,
    rank: Rank,
    server: IPv4Address | None = None,
    most: int = MAXIMUM_TTL,
) -> list[RRset]:
    """Records as sets, in the order in which the sets begin."""
    found: dict[Key, list[ResourceRecord]] = {}
    for record in records:
        if record.rtype != numbers.OPT:
            found.setdefault((record.name, record.rtype, record.rclass), []).append(record)
    sets = []
    for (_, rtype, rclass), several in found.items():
        ttl = min(bounded(record.ttl, most) for record in several)
        data = tuple(dict.fromkeys(record.rdata for record in several))
        sets.append(RRset(several[0].name, rtype, rclass, ttl, data, now + ttl * SECOND, rank, server))
    return sets


def negative_ttl(soa: RRset) -> int:
    """How long to remember that something is not there (s).

    RFC 2308 5: "the TTL of this record is set from the minimum of the MINIMUM field of the SOA record and the TTL of
    the SOA itself".
    """
    data = soa.data[0]
    assert isinstance(data, Soa)
    return min(soa.ttl, bounded(data.minimum), MAXIMUM_NEGATIVE_TTL)
