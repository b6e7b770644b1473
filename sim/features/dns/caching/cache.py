"""The cache of a resolver: sets of records, and what is known not to be there, each until its time is over.

The cache knows no node: what it changes it tells as effects, which whoever owns it carries out.
"""

from collections.abc import Mapping
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.effects import Put, Remove
from sim.features.dns import numbers
from sim.features.dns.caching import rules
from sim.features.dns.caching.rrset import Key, Rank, RRset, bounded, negative_ttl
from sim.features.dns.caching.tables import ANY_TYPE, CacheRow, Outcome
from sim.features.dns.name import Name
from sim.features.dns.rdata import Cname, Dname
from sim.quantities import SECOND, Instant
from sim.why import Why

MOST = 10_000
"""Entries that a cache keeps unless it is told otherwise."""
LONGEST_ALIAS = 16
"""Aliases that are followed one after the other in the cache."""

NO_NAME = 0
"""The type under which it is kept that a name has no records at all."""


class Negative(NamedTuple):
    """What is known not to be there: a name (``rtype`` is ``NO_NAME``), or its records of a type (RFC 2308 5)."""

    name: Name
    rtype: int
    rclass: int
    soa: RRset | None
    expires: Instant
    server: IPv4Address | None = None

    @property
    def key(self) -> Key:
        return self.name, self.rtype, self.rclass

    @property
    def rcode(self) -> int:
        return numbers.NXDOMAIN if self.rtype == NO_NAME else numbers.NOERROR


Entry = RRset | Negative


class Cache:
    """``table`` is where its entries are shown, ``most`` bounds how many entries it has; what goes first is what "
    "would expire first."""

    def __init__(self, table: str, most: int = MOST) -> None:
        self.table = table
        self._entries: dict[Key, Entry] = {}
        self._most = most
        self._by_expiry: list[tuple[Instant, int, Key]] = []
        self._order = 0
        self.effects: list[Put | Remove] = []
        """What has changed since somebody took these away."""

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> Mapping[Key, Entry]:
        return self._entries

    # Questions

    def find(self, name: Name, rtype: int, rclass: int, now: int) -> Entry | None:
        """What is known of the records of a type, whether they are there or not."""
        for key in ((name, rtype, rclass), (name, NO_NAME, rclass)):
            entry = self._entries.get(key)
            if entry is not None and entry.expires > now:
                return entry
        return None

    def rrset(self, name: Name, rtype: int, rclass: int, now: int, least: Rank = Rank.HINT) -> RRset | None:
        """The records, where they are known and to be believed at least so far."""
        entry = self._entries.get((name, rtype, rclass))
        return entry if isinstance(entry, RRset) and entry.expires > now and entry.rank >= least else None

    def alias(self, name: Name, rclass: int, now: int) -> tuple[list[RRset], Name] | None:
        """Which name this one is an alias of, by CNAME or by a DNAME above, and the records that say so."""
        cname = self.rrset(name, numbers.CNAME, rclass, now, Rank.ANSWER)
        if cname is not None and isinstance(cname.data[0], Cname):
            return [cname], cname.data[0].target
        for count in range(len(name.labels) - 1, -1, -1):
            above = name.last(count)
            dname = self.rrset(above, numbers.DNAME, rclass, now, Rank.ANSWER)
            if dname is not None and isinstance(dname.data[0], Dname):
                target = name.moved(above, dname.data[0].target)
                return None if target is None else ([dname, synthesized(name, target, dname)], target)
        return None

    def next_expiry(self) -> Instant | None:
        """When the next entry is over (ns)."""
        while self._by_expiry:
            expires, _, key = self._by_expiry[0]
            entry = self._entries.get(key)
            if entry is not None and entry.expires == expires:
                return expires
            heappop(self._by_expiry)
        return None

    # Changes

    def put(self, rrset: RRset, now: int) -> RRset:
        """Remember records, where they are better than what is known; returns those that count now.

        RFC 2181 5.4.1: data are replaced by such as are more trustworthy, or when they are over. Of the same rank,
        other data replace them. The servers of a zone keep their time to live, so that a zone cannot prolong by itself
        what its parent has said once.
        """
        known = self._entries.get(rrset.key)
        if isinstance(known, RRset) and known.expires > now:
            if rrset.rank < known.rank or (rrset.rank == known.rank and rrset.has_same_data(known)):
                return known
            if rrset.rtype == numbers.NS and rrset.expires > known.expires:
                rrset = rrset._replace(expires=known.expires)
        if rrset.ttl == 0:
            # RFC 1035 3.2.1: "Zero values … should not be cached".
            return rrset
        facts = {"name": rrset.name.text, "rtype": numbers.type_name(rrset.rtype), "seconds": rrset.ttl}
        self._keep(rrset, Why(rules.KEPT, **facts, server=rrset.server))
        gone = (rrset.name, NO_NAME, rrset.rclass)
        if gone in self._entries:
            self._take_out(gone, Why(rules.THERE_AFTER_ALL, name=rrset.name.text))
        return rrset

    def put_negative(
        self,
        name: Name,
        rtype: int,
        rclass: int,
        soa: RRset | None,
        now: int,
        server: IPv4Address | None = None,
        seconds: int | None = None,
    ) -> Negative:
        """Remember that a name, or its records of a type, are not there.

        RFC 2308 5: "a negative answer that is not accompanied by a SOA record SHOULD NOT be cached"; ``seconds`` says
        how long a resolver keeps one all the same.
        """
        ttl = bounded(seconds or 0) if soa is None else negative_ttl(soa)
        if soa is not None:
            # RFC 2308 6: who gets this answer gets the SOA record "with the TTL decremented by the amount of time it
            # was stored in the cache": so it may not last longer than the answer itself does.
            soa = soa._replace(ttl=ttl, expires=now + ttl * SECOND)
        negative = Negative(name, rtype, rclass, soa, now + ttl * SECOND, server)
        if ttl:
            rule = rules.NO_NAME_KEPT if rtype == NO_NAME else rules.NO_DATA_KEPT
            said = {} if rtype == NO_NAME else {"rtype": numbers.type_name(rtype)}
            self._keep(negative, Why(rule, name=name.text, seconds=ttl, server=server, **said))
        return negative

    def expire(self, now: int) -> None:
        """Forget what is over."""
        while self._by_expiry and self._by_expiry[0][0] <= now:
            expires, _, key = heappop(self._by_expiry)
            entry = self._entries.get(key)
            if entry is not None and entry.expires == expires:
                why = Why(rules.OVER, name=entry.name.text, rtype=row_key(entry)[1])
                self._take_out(key, why, is_expired=True)

    def flush(self) -> None:
        """Forget everything."""
        for key in list(self._entries):
            self._take_out(key, Why(rules.FLUSHED))
        self._by_expiry.clear()

    def take_effects(self) -> list[Put | Remove]:
        """What has changed since the last time."""
        effects, self.effects = self.effects, []
        return effects

    def _keep(self, entry: Entry, why: Why) -> None:
        key = entry.key
        if key not in self._entries and len(self._entries) >= self._most:
            self._make_room()
        self._entries[key] = entry
        self._order += 1
        if len(self._by_expiry) > 2 * self._most:
            self._by_expiry = [item for item in self._by_expiry if self._is_current(item)]
            heapify(self._by_expiry)
        heappush(self._by_expiry, (entry.expires, self._order, key))
        self.effects.append(Put(self.table, row_key(entry), row_of(entry), why))

    def _make_room(self) -> None:
        while self._by_expiry:
            item = heappop(self._by_expiry)
            if self._is_current(item):
                self._take_out(item[2], Why(rules.NO_ROOM, most=self._most))
                return

    def _is_current(self, item: tuple[Instant, int, Key]) -> bool:
        entry = self._entries.get(item[2])
        return entry is not None and entry.expires == item[0]

    def _take_out(self, key: Key, why: Why, is_expired: bool = False) -> None:
        entry = self._entries.pop(key)
        self.effects.append(Remove(self.table, row_key(entry), why, is_expired))


def synthesized(name: Name, target: Name, dname: RRset) -> RRset:
    """The CNAME that a DNAME above a name gives (RFC 6672 3.1), with the TTL of the DNAME."""
    return dname._replace(name=name, rtype=numbers.CNAME, data=(Cname(target),))


def row_key(entry: Entry) -> tuple[str, str]:
    """The key of its row: the name as people write it, and the type."""
    rtype = ANY_TYPE if entry.rtype == NO_NAME else numbers.type_name(entry.rtype)
    return entry.name.text.lower(), rtype


def row_of(entry: Entry) -> CacheRow:
    if isinstance(entry, RRset):
        return CacheRow(
            Outcome.RECORDS, tuple(each.text for each in entry.data), entry.ttl, entry.expires, entry.server
        )
    outcome = Outcome.NO_NAME if entry.rtype == NO_NAME else Outcome.NO_DATA
    seconds = 0 if entry.soa is None else negative_ttl(entry.soa)
    return CacheRow(outcome, (), seconds, entry.expires, entry.server)
