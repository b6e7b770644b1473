"""Zones from their text, and what is said of a text that is wrong."""

import dns.message
import pytest

from sim.addresses import IPv4Address
from sim.features.dns import numbers, zone_file
from sim.features.dns.authority.machine import Authority
from sim.features.dns.name import Name
from sim.features.dns.rdata import A
from sim.features.dns.zone import RRset, Zone
from sim.settings import LongTextError

ORIGIN = Name.parse("example.com")
TOP = "$TTL 1h\n@ SOA ns1 hostmaster 1 1h 15m 1w 5m\n@ NS ns1\n"
"""Three lines that are right."""


def test_what_stands_below_names_makes_them_exist() -> None:
    zone = zone_file.read(ORIGIN, TOP + "a.b.c A 10.0.0.1\n")
    assert [str(node.name) for node in zone] == [
        "example.com.",
        "c.example.com.",
        "b.c.example.com.",
        "a.b.c.example.com.",
    ]


def test_cuts_and_dnames_hide_what_is_below() -> None:
    zone = zone_file.read(ORIGIN, TOP + "sub NS ns.sub\nns.sub A 10.0.0.1\nx.ns.sub A 10.0.0.2\nd DNAME x\na.d TXT x\n")
    above = {node.name.text: node.above and node.above.name.text for node in zone}
    assert above["sub.example.com"] is None
    assert above["ns.sub.example.com"] == above["x.ns.sub.example.com"] == "sub.example.com"
    assert above["a.d.example.com"] == "d.example.com"


def test_the_ttl_of_a_set_is_its_lowest_and_records_stand_once() -> None:
    """RFC 2181 5.2 and 5."""
    zone = zone_file.read(ORIGIN, TOP + "w 60 A 10.0.0.1\nW 30 A 10.0.0.2\nw 90 A 10.0.0.1\n")
    (rrset,) = zone.nodes[Name.parse("w.example.com").key].rrsets.values()
    assert rrset == RRset(
        Name.parse("w.example.com"), numbers.A, 30, (A(IPv4Address.parse("10.0.0.1")), A(IPv4Address.parse("10.0.0.2")))
    )


def test_origins_can_be_written_below_one_another() -> None:
    zone = zone_file.read(ORIGIN, TOP + "$ORIGIN a\nb A 10.0.0.1\n$ORIGIN c\nd A 10.0.0.2\n")
    assert Name.parse("b.a.example.com").key in zone.nodes
    assert Name.parse("d.c.a.example.com").key in zone.nodes


def test_what_is_outside_is_left_out_where_nobody_is_strict() -> None:
    zone = zone_file.read(ORIGIN, TOP + "www.example.org. A 10.0.0.1\nwww A 10.0.0.1\n")
    assert [node.name.text for node in zone] == ["example.com", "www.example.com"]


def test_generated_records() -> None:
    zone = zone_file.read(ORIGIN, TOP + "$GENERATE 1-3 host-$ A 10.0.0.$\n")
    assert len(zone.nodes) == 4


@pytest.mark.parametrize(
    ("line", "column", "message", "hint"),
    [
        ("www A 10.0.0.300", 7, "'10.0.0.300' cannot stand here", "A has an address"),
        ("www AA 10.0.0.3", 5, "'AA' is no type of record", "write one like A, NS, MX or TXT"),
        ("www A 10.0.0.1 10.0.0.2", 16, "'10.0.0.2' is one word too many", "leave it out"),
        ("www.example.org. A 10.0.0.1", 1, "www.example.org. is not in the zone example.com", "leave out the dot"),
        ("www MX mail", 8, "'mail' cannot stand here, or more is missing behind it", "MX has a preference"),
        ("a..b A 10.0.0.1", 1, "'a..b' cannot stand here", "a DNS label is empty"),
        ("www CH A 10.0.0.1", 5, "'CH' is not the class of the zone", "write IN"),
        ("$INCLUDE other", 1, "'$INCLUDE' is not read here", "$ORIGIN, $TTL and $GENERATE are"),
        ('www TXT "open', 9, "'\"open' cannot stand here", "text input ended unexpectedly"),
        (
            "x SOA ns1 host 1 1h 15m 1w 5m",
            28,
            "the SOA record is that of x.example.com",
            "this is the zone example.com",
        ),
        ("@ SOA ns2 host 1 1h 15m 1w 5m", 28, "example.com has two SOA records", "leave one out"),
        ("ns1 CNAME www\nns1 A 10.0.0.1", 7, "ns1.example.com is an alias and has other records", "beside a CNAME"),
        ("www CNAME ns1\nwww CNAME ns2", 11, "www.example.com has two CNAME records", "leave one out"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(line: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(LongTextError) as told:
        zone_file.read(ORIGIN, TOP + line, is_strict=True)
    assert (told.value.line, told.value.column) == (4 + line.count("\n"), column)
    assert told.value.message == message
    assert told.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "example.com has no SOA record"),
        ("$TTL 1\n@ SOA a b 1 1 1 1 1\n", "example.com names no server"),
        ("@ NS ns1\n", "this record has no TTL"),
    ],
)
def test_what_is_missing_is_told(text: str, message: str) -> None:
    with pytest.raises(LongTextError, match=message):
        zone_file.read(ORIGIN, text, is_strict=True)


def test_a_zone_has_its_own_records_alone() -> None:
    with pytest.raises(ValueError, match="is not in"):
        Zone(ORIGIN, [RRset(Name.parse("example.org"), numbers.A, 1, ())])
    with pytest.raises(ValueError, match="has no SOA record"):
        Zone(ORIGIN, [])


@pytest.mark.parametrize(
    ("before", "soa", "ns", "ttl"),
    [
        ("", "3600 IN", "IN", 3600),
        ("$TTL 120\n", "3600 IN", "IN", 120),
        ("", "IN", "IN", 300),
        ("", "3600 IN", "50 IN", 50),
    ],
)
def test_a_record_without_a_ttl_has_that_of_the_directive_or_the_last(before: str, soa: str, ns: str, ttl: int) -> None:
    """RFC 1035 5.1: "Omitted class and TTL values are default to the last explicitly stated values."

    RFC 2308 4: the MINIMUM field of the SOA record is no default any more. Where nothing else is stated, BIND takes it.
    """
    text = f"{before}@ {soa} SOA ns hostmaster 1 1800 900 604800 300\n@ {ns} NS ns\nns A 10.0.0.1\nwww A 10.0.0.80\n"
    answer = Authority.from_text("example.com.", text).answer(dns.message.make_query("www.example.com", "A").to_wire())
    assert dns.message.from_wire(answer).answer[0].ttl == ttl
