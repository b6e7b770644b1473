"""How far a resolver believes each record of a response (RFC 2181 5.4.1)."""

import pytest

from sim.features.dns.caching.rrset import Rank
from sim.features.dns.name import Name
from sim.features.dns.pdu import AA, QR, Message
from sim.features.dns.recursion.response import read
from tests.dns.messages import question, records

ASKED = question("www.example. A")


@pytest.mark.parametrize(
    ("flags", "ranks"), [(AA, [Rank.AUTHORITATIVE, Rank.ANSWER, Rank.ANSWER]), (0, [Rank.ANSWER] * 3)]
)
def test_only_the_record_that_describes_the_alias_is_sure(flags: int, ranks: list[Rank]) -> None:
    """5.4.1: "when the name sought is an alias … only the record describing that alias is necessarily authoritative.
    Clients should assume that other records may have come from the server's cache." """
    chain = records("www.example. 60 CNAME a.example.", "a.example. 60 CNAME b.example.", "b.example. 60 A 192.0.2.1")
    reading = read(Message(1, QR | flags, (ASKED,), chain), ASKED, Name.parse("example."), 0)
    assert [each.rank for each in (*reading.chain, *reading.answer)] == ranks


def test_a_dname_above_the_name_describes_it() -> None:
    """RFC 6672 3.1: the CNAME record is made of the DNAME record."""
    said = records("example. 60 DNAME example.net.", "www.example. 60 CNAME www.example.net.")
    reading = read(Message(1, QR | AA, (ASKED,), said), ASKED, Name.parse("example."), 0)
    assert {each.rank for each in reading.chain} == {Rank.AUTHORITATIVE}


def test_an_answer_without_an_alias_is_sure() -> None:
    said = records("www.example. 60 A 192.0.2.1")
    reading = read(Message(1, QR | AA, (ASKED,), said), ASKED, Name.parse("example."), 0)
    assert [each.rank for each in reading.answer] == [Rank.AUTHORITATIVE]
