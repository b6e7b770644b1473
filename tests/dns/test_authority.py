"""What an authoritative server answers: RFC 1034 6.2 number by number, and each branch of its algorithm."""

import random

import dns.flags
import dns.message
import dns.opcode
import dns.rcode
import pytest

from sim.features.dns import codec, numbers, zone_file
from sim.features.dns.authority import rules
from sim.features.dns.authority.machine import Authority
from sim.features.dns.name import Name
from sim.features.dns.pdu import AA, CD, QR, RA, RD, TC, Edns, Message, Question
from sim.why import Rule
from tests.dns.test_codec import mutated
from tests.dns.zones import ORIGIN, QUESTIONS, ZONE
from tests.sizes import tries

# RFC 1034 6.1: "C.ISI.EDU is a name server for the root, MIL, and EDU domains of the IN class". Of MIL it has no text.
ROOT_ZONE = """\
.       IN      SOA     SRI-NIC.ARPA. HOSTMASTER.SRI-NIC.ARPA. (
                        870611          ;serial
                        1800            ;refresh every 30 min
                        300             ;retry every 5 min
                        604800          ;expire after a week
                        86400)          ;minimum of a day
                NS      A.ISI.EDU.
                NS      C.ISI.EDU.
                NS      SRI-NIC.ARPA.

MIL.    86400   NS      SRI-NIC.ARPA.
        86400   NS      A.ISI.EDU.

EDU.    86400   NS      SRI-NIC.ARPA.
        86400   NS      C.ISI.EDU.

SRI-NIC.ARPA.   A       26.0.0.73
                A       10.0.0.51
                MX      0 SRI-NIC.ARPA.
                HINFO   DEC-2060 TOPS20

ACC.ARPA.       A       26.6.0.65
                HINFO   PDP-11/70 UNIX
                MX      10 ACC.ARPA.

USC-ISIC.ARPA.  CNAME   C.ISI.EDU.

73.0.0.26.IN-ADDR.ARPA.  PTR    SRI-NIC.ARPA.
65.0.6.26.IN-ADDR.ARPA.  PTR    ACC.ARPA.
51.0.0.10.IN-ADDR.ARPA.  PTR    SRI-NIC.ARPA.
52.0.0.10.IN-ADDR.ARPA.  PTR    C.ISI.EDU.
103.0.3.26.IN-ADDR.ARPA. PTR    A.ISI.EDU.

A.ISI.EDU. 86400 A      26.3.0.103
C.ISI.EDU. 86400 A      10.0.0.52
"""
EDU_ZONE = """\
EDU.  IN SOA SRI-NIC.ARPA. HOSTMASTER.SRI-NIC.ARPA. (
                        870729 ;serial
                        1800 ;refresh every 30 minutes
                        300 ;retry every 5 minutes
                        604800 ;expire after a week
                        86400 ;minimum of a day
                        )
                NS SRI-NIC.ARPA.
                NS C.ISI.EDU.

UCI 172800 NS ICS.UCI
                172800 NS ROME.UCI
ICS.UCI 172800 A 192.5.19.1
ROME.UCI 172800 A 192.5.19.31

ISI 172800 NS VAXA.ISI
                172800 NS A.ISI
                172800 NS VENERA.ISI.EDU.
VAXA.ISI 172800 A 10.2.0.27
                172800 A 128.9.0.33
VENERA.ISI.EDU. 172800 A 10.1.0.52
                172800 A 128.9.0.32
A.ISI 172800 A 26.3.0.103

UDEL.EDU.  172800 NS LOUIE.UDEL.EDU.
                172800 NS UMN-REI-UC.ARPA.
LOUIE.UDEL.EDU. 172800 A 10.0.0.96
                172800 A 192.5.39.3

YALE.EDU.  172800 NS YALE.ARPA.
YALE.EDU.  172800 NS YALE-BULLDOG.ARPA.

MIT.EDU.  43200 NS XX.LCS.MIT.EDU.
                  43200 NS ACHILLES.MIT.EDU.
XX.LCS.MIT.EDU.  43200 A 10.0.0.44
ACHILLES.MIT.EDU. 43200 A 18.72.0.8
"""
ROOT_SOA = ". 86400 IN SOA SRI-NIC.ARPA. HOSTMASTER.SRI-NIC.ARPA. 870611 1800 300 604800 86400"
C_ISI_EDU = Authority([zone_file.read(Name.parse("."), ROOT_ZONE), zone_file.read(Name.parse("EDU."), EDU_ZONE)])
SERVER = Authority.from_text(ORIGIN, ZONE)


def ask(server: Authority, name: str, qtype: str, **more: int) -> Message:
    query = Message(
        more.get("id", 7),
        more.get("flags", 0),
        (Question(Name.parse(name), numbers.type_number(qtype), more.get("qclass", numbers.IN)),),
    )
    answer = codec.decode(server.answer(query.octets))
    assert answer is not None
    assert (answer.id, answer.question) == (query.id, query.question)
    return answer


def texts(section: object) -> set[str]:
    return {str(record) for record in section}  # type: ignore[attr-defined]


def sections(message: Message) -> tuple[int, int, set[str], set[str], set[str]]:
    found = (texts(section) for section in (message.answer, message.authority, message.additional))
    return (message.flags & 0xFFF0, message.rcode, *found)  # type: ignore[return-value]


SRI_NIC = {"SRI-NIC.ARPA. 86400 IN A 26.0.0.73", "SRI-NIC.ARPA. 86400 IN A 10.0.0.51"}
MX = {"SRI-NIC.ARPA. 86400 IN MX 0 SRI-NIC.ARPA."}
ALIAS = {"USC-ISIC.ARPA. 86400 IN CNAME C.ISI.EDU."}


@pytest.mark.parametrize(
    ("name", "qtype", "expected"),
    [
        pytest.param("SRI-NIC.ARPA", "A", (QR | AA, 0, SRI_NIC, set(), set()), id="6.2.1"),
        pytest.param(
            "SRI-NIC.ARPA",
            "ANY",
            (QR | AA, 0, {*SRI_NIC, *MX, 'SRI-NIC.ARPA. 86400 IN HINFO "DEC-2060" "TOPS20"'}, set(), set()),
            id="6.2.2",
        ),
        pytest.param("SRI-NIC.ARPA", "MX", (QR | AA, 0, MX, set(), SRI_NIC), id="6.2.3"),
        # RFC 2308 2.2, 3: since then the SOA record of the zone is there when there is no data.
        pytest.param("SRI-NIC.ARPA", "NS", (QR | AA, 0, set(), {ROOT_SOA}, set()), id="6.2.4"),
        pytest.param("SIR-NIC.ARPA", "A", (QR | AA, 3, set(), {ROOT_SOA}, set()), id="6.2.5"),
        pytest.param(
            "BRL.MIL",
            "A",
            (
                QR,
                0,
                set(),
                {"MIL. 86400 IN NS SRI-NIC.ARPA.", "MIL. 86400 IN NS A.ISI.EDU."},
                {"A.ISI.EDU. 86400 IN A 26.3.0.103", *SRI_NIC},
            ),
            id="6.2.6",
        ),
        # Of the two answers that the text has, this is that of C.ISI.EDU, which does not have the zone ISI.EDU.
        pytest.param(
            "USC-ISIC.ARPA",
            "A",
            (
                QR | AA,
                0,
                ALIAS,
                {f"ISI.EDU. 172800 IN NS {server}.ISI.EDU." for server in ("VAXA", "A", "VENERA")},
                {
                    "VAXA.ISI.EDU. 172800 IN A 10.2.0.27",
                    "VAXA.ISI.EDU. 172800 IN A 128.9.0.33",
                    "VENERA.ISI.EDU. 172800 IN A 10.1.0.52",
                    "VENERA.ISI.EDU. 172800 IN A 128.9.0.32",
                    "A.ISI.EDU. 172800 IN A 26.3.0.103",
                },
            ),
            id="6.2.7",
        ),
        pytest.param("USC-ISIC.ARPA", "CNAME", (QR | AA, 0, ALIAS, set(), set()), id="6.2.8"),
    ],
)
def test_the_answers_of_rfc_1034_6_2(
    name: str, qtype: str, expected: tuple[int, int, set[str], set[str], set[str]]
) -> None:
    assert sections(ask(C_ISI_EDU, name, qtype)) == expected


def test_the_answer_of_a_server_that_has_both_zones_of_an_alias() -> None:
    """6.2.7 at A.ISI.EDU: the address of C.ISI.EDU comes along."""
    isi = "@ 86400 SOA A HOSTMASTER 1 1 1 1 86400\n@ 86400 NS A\nC 86400 A 10.0.0.52\n"
    root = zone_file.read(Name.parse("."), ROOT_ZONE)
    server = Authority([root, zone_file.read(Name.parse("ISI.EDU."), isi)])
    answer = ask(server, "USC-ISIC.ARPA", "A")
    assert sections(answer) == (QR | AA, 0, {*ALIAS, "C.ISI.EDU. 86400 IN A 10.0.0.52"}, set(), set())


SOA = "example.com. 300 IN SOA ns1.example.com. hostmaster.example.com. 2026 7200 900 1209600 300"


@pytest.mark.parametrize(
    ("name", "qtype", "last"),
    [
        ("www", "A", rules.ANSWERED),
        ("www", "ANY", rules.ANSWERED_ANY),
        ("www", "MX", rules.NO_SUCH_TYPE),
        ("nope", "A", rules.NO_SUCH_NAME),
        ("c.ent", "A", rules.EMPTY_NON_TERMINAL),
        ("x.wild", "A", rules.ANSWERED),
        ("x.wild", "TXT", rules.NO_SUCH_TYPE),
        ("sub.wild", "A", rules.NO_SUCH_TYPE),
        ("x.sub.wild", "A", rules.NO_SUCH_NAME),
        ("out", "A", rules.ALIAS_LEADS_OUT),
        ("loop1", "A", rules.CHAIN_ENDS),
        ("self", "A", rules.CHAIN_ENDS),
        ("sub", "A", rules.REFERRAL),
        ("www.sub", "A", rules.REFERRAL),
        ("dssub", "DS", rules.ANSWERED),
        ("sub", "DS", rules.NO_SUCH_TYPE),
        ("x.dn", "A", rules.ANSWERED),
        ("x.dn", "CNAME", rules.RENAMED),
        (f"{'a' * 63}.{'a' * 63}.dnlong", "A", rules.DNAME_TOO_LONG),
    ],
)
def test_each_way_to_an_answer_is_told(name: str, qtype: str, last: Rule) -> None:
    query = Message(1, 0, (Question(Name.parse(f"{name}.{ORIGIN}"), numbers.type_number(qtype)),))
    reply = SERVER.respond(query)
    assert reply.steps[-1].rule is last


def test_a_wildcard_gives_its_records_the_name_that_was_asked_for() -> None:
    """RFC 4592 2.2.1 and 3.3.1."""
    assert texts(ask(SERVER, "A.b.wild.example.com", "A").answer) == {"A.b.wild.example.com. 3600 IN A 192.0.2.99"}


def test_the_response_code_is_that_of_the_last_name_of_a_chain() -> None:
    """RFC 6604 2.1."""
    answer = ask(SERVER, "dangling.example.com", "A")
    chain = {"dangling.example.com. 3600 IN CNAME nowhere.example.com."}
    assert sections(answer) == (QR | AA, numbers.NXDOMAIN, chain, {SOA}, set())


def test_a_dname_comes_with_the_alias_that_follows_from_it() -> None:
    """RFC 6672 3.1, and the TTL is that of the DNAME record."""
    assert texts(ask(SERVER, "x.dn.example.com", "A").answer) == {
        "dn.example.com. 3600 IN DNAME target.example.com.",
        "x.dn.example.com. 3600 IN CNAME x.target.example.com.",
        "x.target.example.com. 3600 IN A 192.0.2.200",
    }


def test_a_dname_that_makes_a_name_too_long_is_an_error() -> None:
    """RFC 6672 2.2, with the DNAME record in the answer."""
    answer = ask(SERVER, f"{'a' * 63}.{'a' * 63}.dnlong.example.com", "A")
    assert answer.rcode == numbers.YXDOMAIN
    assert [record.rtype for record in answer.answer] == [numbers.DNAME]


def test_a_chain_of_aliases_has_an_end() -> None:
    text = "@ 1 SOA a b 1 1 1 1 1\n" + "".join(f"c{n} 1 CNAME c{n + 1}\n" for n in range(40))
    answer = ask(Authority.from_text("example", text), "c0.example", "A")
    assert len(answer.answer) == 17


@pytest.mark.parametrize("qtype", ["AXFR", "IXFR"])
def test_no_zone_is_transferred(qtype: str) -> None:
    assert ask(SERVER, ORIGIN, qtype).rcode == numbers.REFUSED


def test_other_classes_are_refused_and_any_class_is_never_authoritative() -> None:
    """RFC 1034 3.7.1."""
    assert ask(SERVER, "www.example.com", "A", qclass=numbers.CHAOS).rcode == numbers.REFUSED
    answer = ask(SERVER, "www.example.com", "A", qclass=numbers.ANY_CLASS)
    assert len(answer.answer) == 2
    assert not answer.flags & AA


def test_flags_of_the_query_that_come_back() -> None:
    """RFC 1035 4.1.1 for RD, RFC 4035 3.1.6 for CD; recursion is not available."""
    answer = ask(SERVER, "www.example.com", "A", flags=RD | CD | RA | 0x40)
    assert answer.flags == QR | AA | RD | CD


def test_what_is_no_query_is_not_answered() -> None:
    query = Message(1, QR, (Question(Name.parse("www.example.com"), numbers.A),)).octets
    assert SERVER.answer(query) == b""
    assert SERVER.answer(query[:11]) == b""
    assert SERVER.answer(query[:20]) == b""


def test_a_query_that_cannot_be_read_is_a_format_error() -> None:
    query = Message(0x1234, RD, (Question(Name.parse("www.example.com"), numbers.A),)).octets
    for octets in (query[:-1], query + b"x", query[:12]):
        assert SERVER.answer(octets) == b"\x12\x34\x81\x01" + bytes(8)


def test_other_kinds_of_query_are_not_implemented() -> None:
    question = (Question(Name.parse(ORIGIN), numbers.SOA),)
    answer = codec.decode(SERVER.answer(Message(1, numbers.UPDATE << 11, question).octets))
    assert answer is not None
    assert (answer.opcode, answer.rcode) == (numbers.UPDATE, numbers.NOTIMP)


@pytest.mark.parametrize("count", [0, 2])
def test_a_query_has_one_question(count: int) -> None:
    """RFC 9619 4."""
    asked = (Question(Name.parse(ORIGIN), numbers.SOA),) * count
    answer = codec.decode(SERVER.answer(Message(1, 0, asked).octets))
    assert answer is not None
    assert (answer.rcode, answer.question) == (numbers.FORMERR, ())


def with_opt(*opts: Edns, name: str = "big.example.com", qtype: int = numbers.TXT) -> bytes:
    records = tuple(each.record() for each in opts)
    return Message(1, 0, (Question(Name.parse(name), qtype),), additional=records).octets


def test_an_answer_that_is_too_long_is_truncated() -> None:
    """RFC 1035 2.3.4, RFC 2181 9, RFC 6891 6.2.3: 512 octets, or as many as client and server take."""
    whole = SERVER.answer(with_opt(), over_tcp=True)
    assert len(whole) > 600
    plain, more = SERVER.answer(with_opt()), SERVER.answer(with_opt(Edns(1232)))
    assert len(plain) <= 512
    for octets, is_truncated in ((whole, False), (plain, True), (more, False)):
        message = codec.decode(octets)
        assert message is not None
        assert bool(message.flags & TC) == is_truncated
        assert bool(message.answer) != is_truncated
    small = codec.decode(SERVER.answer(with_opt(Edns(100))))
    assert small is not None
    assert small.flags & TC
    assert small.edns == Edns(1232)
    assert len(small) <= 512


def test_additional_records_are_left_out_without_a_mark_and_glue_is_not() -> None:
    """RFC 2181 9; RFC 9471 3.1 for glue."""
    many = "".join(f"m{n} 60 A 10.0.1.{n}\ns{n}.sub 60 A 10.0.2.{n}\n" for n in range(99))
    mail = "".join(f"@ 60 MX {n} m{n}\nsub 60 NS s{n}.sub\n" for n in range(40))
    server = Authority.from_text("example", f"@ 60 SOA a b 1 1 1 1 1\n{many}{mail}")
    for name, qtype, is_truncated in (("example", numbers.MX, False), ("sub.example", numbers.A, True)):
        octets = server.answer(with_opt(Edns(1232), name=name, qtype=qtype))
        message = codec.decode(octets)
        assert message is not None
        assert len(octets) <= 1232
        assert bool(message.flags & TC) == is_truncated
        assert 1 < len(message.additional) < 40
        assert message.edns is not None


def test_an_opt_record_is_answered_with_one() -> None:
    """RFC 6891 6.1.1, 6.1.3; RFC 3225 3 for DO."""
    for opts, rcode in (
        ((Edns(4096, flags=0x8000),), numbers.NOERROR),
        ((Edns(4096, version=1),), numbers.BADVERS),
        ((Edns(512), Edns(512)), numbers.FORMERR),
    ):
        answer = codec.decode(SERVER.answer(with_opt(*opts, name="www.example.com", qtype=numbers.A)))
        assert answer is not None
        assert answer.rcode == rcode
        assert (answer.edns is None) == (rcode == numbers.FORMERR)
        assert bool(answer.answer) == (rcode == numbers.NOERROR)
        if rcode == numbers.NOERROR:
            assert answer.edns == Edns(1232, flags=0x8000)


def test_every_answer_is_read_by_dnspython() -> None:
    for number, (name, qtype) in enumerate(QUESTIONS):
        query = dns.message.make_query(name, qtype, use_edns=0 if number % 2 else False, id=number)
        answer = dns.message.from_wire(SERVER.answer(query.to_wire()))
        assert query.is_response(answer)


def test_mutated_queries_are_answered_or_left_alone() -> None:
    chance = random.Random(1034)
    query = dns.message.make_query("x.dn.example.com", "MX", use_edns=0, id=1).to_wire()
    for _ in range(tries(500, 20_000)):
        octets = mutated(chance, query)
        answer = SERVER.answer(octets)
        assert (answer == b"") == (len(octets) < 12 or bool(octets[2] & 0x80))
        if answer:
            assert answer[:2] == octets[:2]
            if octets[2] >> 3 & 0xF != dns.opcode.UPDATE:  # dnspython reads its question as a zone, which it is not
                assert dns.message.from_wire(answer).id == int.from_bytes(octets[:2], "big")
