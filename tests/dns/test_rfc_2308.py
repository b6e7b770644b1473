"""The responses that RFC 2308 shows in section 2, and what a resolver makes of each."""

import pytest

from sim.features.dns import numbers
from sim.features.dns.name import ROOT, Name
from sim.features.dns.pdu import AA, QR, Message
from sim.features.dns.recursion.response import Kind, read
from tests.dns.messages import question, records

ALIAS = ("AN.EXAMPLE. 60 CNAME TRIPPLE.XX.",)
XX_SOA = "XX. 60 SOA NS1.XX. HOSTMASTER.NS1.XX. 1 2 3 4 5"
XX_NS = ("XX. 60 NS NS1.XX.", "XX. 60 NS NS2.XX.")
EXAMPLE_SOA = "EXAMPLE. 60 SOA NS1.XX. HOSTMASTER.NS1.XX. 1 2 3 4 5"
EXAMPLE_NS = ("EXAMPLE. 60 NS NS1.XX.", "EXAMPLE. 60 NS NS2.XX.")
GLUE = ("NS1.XX. 60 A 127.0.0.2", "NS2.XX. 60 A 127.0.0.3")
NOERROR, NXDOMAIN = numbers.NOERROR, numbers.NXDOMAIN
AN, ANOTHER = "AN.EXAMPLE. A", "ANOTHER.EXAMPLE. A"


@pytest.mark.parametrize(
    ("asked", "flags", "answer", "authority", "additional", "kind"),
    [
        # 2.1: "the NXDOMAIN refers to the name in the last CNAME": TRIPPLE.XX.
        pytest.param(AN, AA | NXDOMAIN, ALIAS, (XX_SOA, *XX_NS), GLUE, Kind.NO_NAME, id="NXDOMAIN type 1"),
        pytest.param(AN, AA | NXDOMAIN, ALIAS, (XX_SOA,), (), Kind.NO_NAME, id="NXDOMAIN type 2"),
        # Without a SOA record it is not known for how long: the resolver asks for the last name itself.
        pytest.param(AN, AA | NXDOMAIN, ALIAS, (), (), Kind.ALIAS, id="NXDOMAIN type 3"),
        pytest.param(AN, AA | NXDOMAIN, ALIAS, XX_NS, GLUE, Kind.ALIAS, id="NXDOMAIN type 4"),
        # 2.1: "a referral … NOERROR": only the code tells it from type 4.
        pytest.param(AN, NOERROR, ALIAS, XX_NS, GLUE, Kind.ALIAS, id="referral behind an alias"),
        pytest.param(ANOTHER, AA, (), (EXAMPLE_SOA, *EXAMPLE_NS), GLUE, Kind.NO_DATA, id="NODATA type 1"),
        pytest.param(ANOTHER, AA, (), (EXAMPLE_SOA,), (), Kind.NO_DATA, id="NODATA type 2"),
        pytest.param(ANOTHER, AA, (), (), (), Kind.EMPTY, id="NODATA type 3"),
        pytest.param(ANOTHER, NOERROR, (), EXAMPLE_NS, GLUE, Kind.REFERRAL, id="referral"),
    ],
)
def test_a_response_of_section_2_is_read_as_it_says(
    asked: str,
    flags: int,
    answer: tuple[str, ...],
    authority: tuple[str, ...],
    additional: tuple[str, ...],
    kind: Kind,
) -> None:
    message = Message(1, QR | flags, (question(asked),), records(*answer), records(*authority), records(*additional))
    reading = read(message, question(asked), ROOT, 0)
    assert reading.kind is kind
    assert reading.target == Name.parse("tripple.xx." if answer else "another.example.")
    assert [str(each.name) for each in reading.chain] == (["AN.EXAMPLE."] if answer else [])
    assert (reading.zone == Name.parse("example.")) == (kind is Kind.REFERRAL)


def test_a_server_of_example_has_no_say_about_the_name_in_another_zone() -> None:
    message = Message(1, QR | AA | NXDOMAIN, (question(AN),), records(*ALIAS), records(XX_SOA))
    reading = read(message, question(AN), Name.parse("example."), 0)
    assert reading.kind is Kind.ALIAS
    assert reading.rcode == NOERROR
    assert [str(each.name) for each in reading.refused] == ["XX."]
