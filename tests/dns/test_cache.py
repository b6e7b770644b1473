"""What a resolver remembers: which data replace which, for how long, and what goes when there is no room."""

import pytest

from sim.effects import Put, Remove
from sim.features.dns import numbers
from sim.features.dns.caching.cache import NO_NAME, Cache, Negative
from sim.features.dns.caching.rrset import MAXIMUM_TTL, Rank, RRset, bounded, group
from sim.features.dns.caching.tables import Outcome
from sim.features.dns.name import Name
from sim.kernel import SECOND
from tests.dns.messages import IP, records

A, NS, MX, IN = numbers.A, numbers.NS, numbers.MX, numbers.IN
WWW = Name.parse("www.example.com.")
SERVER = IP("10.0.0.53")


def rrset(text: str, rank: Rank = Rank.AUTHORITATIVE, now: int = 0) -> RRset:
    return group(records(*text.split(", ")), now, rank, SERVER)[0]


def data(cache: Cache, now: int = 0, name: Name = WWW, rtype: int = A) -> list[str] | None:
    entry = cache.find(name, rtype, IN, now)
    return [each.text for each in entry.data] if isinstance(entry, RRset) else None


@pytest.mark.parametrize("first", list(Rank))
@pytest.mark.parametrize("second", list(Rank))
def test_better_data_replace_worse_and_newer_replace_equal_ones(first: Rank, second: Rank) -> None:
    """RFC 2181 5.4.1, from the least to the most trustworthy."""
    cache = Cache("cache")
    cache.put(rrset("www.example.com. 300 A 192.0.2.1", first), 0)
    cache.put(rrset("www.example.com. 300 A 192.0.2.2", second), 0)
    assert data(cache) == ["192.0.2.2" if second >= first else "192.0.2.1"]
    cache.put(rrset("www.example.com. 300 A 192.0.2.3", Rank.HINT, 400 * SECOND), 400 * SECOND)
    assert data(cache, 400 * SECOND) == ["192.0.2.3"], "what is over is worth nothing"


def test_a_set_has_the_least_ttl_of_its_records() -> None:
    """RFC 2181 5.2: "the TTLs of all RRs in an RRSet must be the same"."""
    cache = Cache("cache")
    cache.put(rrset("www.example.com. 300 A 192.0.2.1, www.example.com. 60 A 192.0.2.2"), 0)
    assert data(cache, 60 * SECOND - 1) == ["192.0.2.1", "192.0.2.2"]
    assert data(cache, 60 * SECOND) is None


@pytest.mark.parametrize(("ttl", "counts"), [(0, 0), (1, 1), (MAXIMUM_TTL + 1, MAXIMUM_TTL), (0x8000_0000, 0)])
def test_a_ttl_with_the_highest_bit_set_is_zero_and_none_is_longer_than_a_day(ttl: int, counts: int) -> None:
    """RFC 2181 8: treat it "as if the entire value received was zero"."""
    assert bounded(ttl) == counts


def test_a_ttl_of_zero_is_not_remembered() -> None:
    cache = Cache("cache")
    cache.put(rrset("www.example.com. 0 A 192.0.2.1"), 0)
    assert len(cache) == 0


def test_the_servers_of_a_zone_do_not_live_longer_by_being_told_again() -> None:
    cache = Cache("cache")
    cache.put(rrset("example.com. 100 NS ns.example.com.", Rank.ADDITIONAL), 0)
    cache.put(rrset("example.com. 9999 NS ns2.example.com.", Rank.AUTHORITATIVE, 50 * SECOND), 50 * SECOND)
    zone = Name.parse("example.com.")
    assert data(cache, 99 * SECOND, zone, NS) == ["ns2.example.com."]
    assert data(cache, 100 * SECOND, zone, NS) is None


def test_the_soa_record_of_a_negative_answer_lasts_no_longer_than_the_answer() -> None:
    """RFC 2308 6: a server that answers from its negative cache "MUST add the cached SOA record to the authority
    section of the response with the TTL decremented by the amount of time it was stored in the cache. This allows the
    NXDOMAIN / NODATA response to time out correctly." """
    cache = Cache("cache")
    soa = rrset("example.com. 86400 SOA ns.example.com. admin.example.com. 1 2 3 4 60", Rank.AUTHORITY)
    cache.put_negative(WWW, NO_NAME, IN, soa, 0, SERVER)
    found = cache.find(WWW, MX, IN, 20 * SECOND)
    assert isinstance(found, Negative)
    assert found.soa is not None
    assert [record.ttl for record in found.soa.records(20 * SECOND)] == [40]


def test_a_name_that_is_not_there_has_no_records_of_any_type_until_it_turns_up() -> None:
    cache = Cache("cache")
    soa = rrset("example.com. 300 SOA ns.example.com. admin.example.com. 1 2 3 4 60", Rank.AUTHORITY)
    cache.put_negative(WWW, NO_NAME, IN, soa, 0, SERVER)
    for rtype in (A, MX):
        found = cache.find(WWW, rtype, IN, 59 * SECOND)
        assert isinstance(found, Negative)
        assert found.rcode == numbers.NXDOMAIN
    assert cache.find(WWW, A, IN, 60 * SECOND) is None
    cache.put(rrset("www.example.com. 300 A 192.0.2.1"), 0)
    assert cache.find(WWW, MX, IN, 1) is None


def test_an_alias_is_found_by_cname_and_by_a_dname_above() -> None:
    cache = Cache("cache")
    cache.put(rrset("www.example.com. 300 CNAME web.example.com."), 0)
    cache.put(rrset("old.example.com. 300 DNAME new.example.com."), 0)
    assert [str(cache.alias(Name.parse(name), IN, 0)[1]) for name in ("WWW.example.com.", "a.b.old.example.com.")] == [  # type: ignore[index]
        "web.example.com.",
        "a.b.new.example.com.",
    ]
    assert cache.alias(Name.parse("old.example.com."), IN, 0) is None, "a DNAME does not move its own name"


def test_without_room_what_would_expire_first_goes() -> None:
    cache = Cache("cache", most=3)
    for n, ttl in enumerate((300, 60, 500, 400)):
        cache.put(rrset(f"n{n}.example.com. {ttl} A 192.0.2.1"), 0)
    assert sorted(str(name) for name, _, _ in cache.entries) == [
        "n0.example.com.",
        "n2.example.com.",
        "n3.example.com.",
    ]


def test_each_change_is_an_effect_and_time_takes_out_what_is_over() -> None:
    cache = Cache("cache")
    cache.put(rrset("WWW.example.com. 300 A 192.0.2.1"), 0)
    (put,) = cache.take_effects()
    assert isinstance(put, Put)
    assert (put.table, put.key) == ("cache", ("www.example.com", "A"))
    assert put.row == (Outcome.RECORDS, ("192.0.2.1",), 300, 300 * SECOND, SERVER)
    assert cache.next_expiry() == 300 * SECOND
    cache.expire(300 * SECOND - 1)
    assert cache.take_effects() == []
    cache.expire(300 * SECOND)
    (removed,) = cache.take_effects()
    assert isinstance(removed, Remove)
    assert removed.expired
    assert cache.next_expiry() is None
    cache.put(rrset("www.example.com. 300 A 192.0.2.1"), 0)
    cache.flush()
    assert [type(each) for each in cache.take_effects()] == [Put, Remove]
