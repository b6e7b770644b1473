"""The octets of DNS messages, beside dnspython, and what is said of octets that are none."""

import random

import dns.flags
import dns.message
import dns.rrset
import pytest

from sim.addresses import IPv4Address
from sim.features.dns import codec, numbers, rdata, rules
from sim.features.dns.name import Name
from sim.features.dns.pdu import QR, RD, Edns, Message, Question, ResourceRecord, TcpMessage
from sim.why import Rule
from tests.sizes import tries
from tests.wire.samples import DNS_QUERY

QUERY = DNS_QUERY[42:]

EVERY_TYPE = """id 4660
opcode QUERY
rcode NOERROR
flags QR AA RD RA
;QUESTION
www.Example.com. IN ANY
;ANSWER
www.example.com. 3600 IN A 192.0.2.1
www.example.com. 3600 IN AAAA 2001:db8::1:0:0:1
www.example.com. 60 IN MX 10 mail.example.com.
www.example.com. 60 IN TXT "one" "tw\\"o\\\\"
_sip._udp.example.com. 60 IN SRV 1 2 5060 sip.example.com.
alias.example.com. 60 IN CNAME www.example.com.
old.example.com. 60 IN DNAME example.org.
1.2.0.192.in-addr.arpa. 60 IN PTR www.example.com.
www.example.com. 60 IN HINFO "DEC-2060" "TOPS20"
www.example.com. 60 IN CAA 0 issue "ca.example.net"
www.example.com. 60 IN TYPE65534 \\# 3 0a0b0c
;AUTHORITY
example.com. 86400 IN NS ns1.example.com.
example.com. 86400 IN SOA ns1.example.com. hostmaster.example.com. 2026010101 7200 3600 1209600 300
;ADDITIONAL
ns1.example.com. 86400 IN A 192.0.2.53
"""


def wire(text: str) -> bytes:
    return dns.message.from_text(text).to_wire()


def read(octets: bytes) -> Message:
    message = codec.decode(octets)
    assert message is not None, codec.fault(octets)
    return message


def name(octets: bytes, *, before: bytes = b"") -> bytes:
    """A query whose question has this name, behind ``before``."""
    return b"\0\1\1\0\0\1\0\0\0\0\0\0" + before + octets + b"\0\1\0\1"


def record(rtype: int, data: bytes, length: int | None = None) -> bytes:
    """A response whose answer is one record of the root."""
    size = len(data) if length is None else length
    head = b"\0\1\x80\0\0\0\0\1\0\0\0\0" + b"\0" + rtype.to_bytes(2, "big") + b"\0\1\0\0\0\1"
    return head + size.to_bytes(2, "big") + data


def test_a_query_from_outside_is_read() -> None:
    """The first packet of the sample capture of the Wireshark wiki."""
    asked = Question(Name.parse("google.com"), numbers.TXT)
    assert read(QUERY) == Message(0x1032, RD, (asked,))
    assert codec.encode(read(QUERY)) == QUERY


def test_every_type_is_read_and_written_as_dnspython_does() -> None:
    octets = wire(EVERY_TYPE)
    message = read(octets)
    again = codec.encode(message)
    assert read(again) == message
    assert dns.message.from_wire(again) == dns.message.from_wire(octets)
    assert {type(each.rdata) for each in message.records} == {*rdata.TYPED.values(), rdata.Other} - {rdata.Opt}


def test_texts_of_data_are_those_of_zone_files() -> None:
    theirs = dns.message.from_text(EVERY_TYPE)
    for section, rrsets in (("answer", theirs.answer), ("authority", theirs.authority)):
        texts = {each.to_text().lower() for rrset in rrsets for each in rrset if each.rdtype != 257}
        ours = {each.rdata.text.lower() for each in getattr(read(wire(EVERY_TYPE)), section) if each.rtype != 257}
        assert ours == texts


@pytest.mark.parametrize(
    "text",
    ["::", "::1", "1::", "2001:db8::1", "1:0:0:2::3", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "1:0:2:0:3:0:4:0"],
)
def test_ipv6_addresses_are_written_by_rfc_5952(text: str) -> None:
    theirs = dns.rrset.from_text("a.", 1, "IN", "AAAA", text)[0]
    assert rdata.address6_text(theirs.to_wire()) == theirs.to_text()


def test_what_an_opt_record_says() -> None:
    query = dns.message.make_query("example.com", "A", use_edns=0, payload=1232, want_dnssec=True)
    message = read(query.to_wire())
    assert message.edns == Edns(1232, flags=0x8000)
    assert message.edns is not None
    assert message.edns.record() == message.additional[0]
    answer = Message(1, QR, additional=(Edns(512, extended=1).record(),))
    assert read(answer.octets).rcode == numbers.BADVERS


def test_names_are_compressed_where_it_is_allowed() -> None:
    """RFC 1035 4.1.4; not in the data of SRV (RFC 2782) and DNAME (RFC 6672 2.5)."""
    www = Name.parse("www.example.com")
    mx = ResourceRecord(www, numbers.MX, 1, 1, rdata.Mx(5, www))
    srv = ResourceRecord(www, numbers.SRV, 1, 1, rdata.Srv(1, 2, 3, www))
    message = Message(1, QR, (Question(www, numbers.ANY),), (mx, srv))
    plain = b"\3www\7example\3com\0"
    assert message.octets.count(plain) == 2
    assert read(message.octets) == message


def test_names_in_other_letters_are_not_compressed_away() -> None:
    small, large = Name.parse("www.example.com"), Name.parse("WWW.example.com")
    record = ResourceRecord(large, numbers.A, 1, 1, rdata.A(IPv4Address(1)))
    found = read(Message(1, QR, (Question(small, 1),), (record,)).octets)
    assert (found.question[0].name.labels[0], found.answer[0].name.labels[0]) == (b"www", b"WWW")


def test_data_are_equal_where_they_say_the_same() -> None:
    one, same, other = Name.parse("a.example"), Name.parse("A.EXAMPLE"), Name.parse("b.example")
    assert rdata.Cname(one) == rdata.Cname(same)
    assert hash(rdata.Cname(one)) == hash(rdata.Cname(same))
    assert rdata.Cname(one) != rdata.Cname(other)
    assert rdata.Cname(one) != rdata.Ns(one)
    assert rdata.Mx(1, one) != rdata.Mx(2, one)
    assert rdata.Other(300, b"x") != rdata.Other(301, b"x")
    assert rdata.Opt(((1, b""),)) != rdata.Opt()


def test_names_beyond_the_reach_of_pointers_are_written_out() -> None:
    filler = ResourceRecord(Name.parse("a"), 65534, 1, 1, rdata.Other(65534, bytes(0x4000)))
    far = ResourceRecord(Name.parse("far.example"), numbers.A, 1, 1, rdata.A(IPv4Address(1)))
    message = Message(1, QR, answer=(filler, far, far))
    assert read(message.octets) == message


CUT, TYPE, TRAILING = rules.CUT, rules.LABEL_TYPE, rules.TRAILING


@pytest.mark.parametrize(
    ("octets", "rule"),
    [
        (b"", rules.HEADER_CUT),
        (QUERY[:11], rules.HEADER_CUT),
        (QUERY[:-1], rules.CUT),
        (QUERY[:14], rules.CUT),
        (QUERY + b"x", rules.TRAILING),
        (name(b"\xc0\x0c"), rules.POINTER_LOOP),
        (name(b"\1a\xc0\x0c"), rules.POINTER_LOOP),
        (name(b"\xc0\x0d"), rules.POINTER_LOOP),
        (name(b"\xc0\x0e\xc0\x0c"), rules.POINTER_FORWARD),
        (name(b"\xc0\xff"), rules.POINTER_FORWARD),
        (name(b"\xc0")[:13], rules.CUT),
        (name(b"\x40a"), rules.LABEL_TYPE),
        (name(b"\x80a"), rules.LABEL_TYPE),
        (name((b"\x3f" + b"a" * 63) * 4 + b"\0"), rules.NAME_TOO_LONG),
        (record(numbers.A, b"\1\2\3"), rules.BAD_RDLENGTH),
        (record(numbers.A, b"\1\2\3\4\5"), rules.BAD_RDLENGTH),
        (record(numbers.AAAA, bytes(15)), rules.BAD_RDLENGTH),
        (record(numbers.MX, b"\0\1"), rules.BAD_RDLENGTH),
        (record(numbers.MX, b"\0"), rules.BAD_RDLENGTH),
        (record(numbers.NS, b""), rules.BAD_RDLENGTH),
        (record(numbers.NS, b"\0\0"), rules.BAD_RDLENGTH),
        (record(numbers.NS, b"\1a\0", 1), rules.BAD_RDLENGTH),
        (record(numbers.SOA, b"\0\0" + bytes(19)), rules.BAD_RDLENGTH),
        (record(numbers.TXT, b""), rules.BAD_RDLENGTH),
        (record(numbers.TXT, b"\5abc"), rules.BAD_RDLENGTH),
        (record(numbers.HINFO, b"\1a"), rules.BAD_RDLENGTH),
        (record(numbers.SRV, b"\0\1\0\2\0\3"), rules.BAD_RDLENGTH),
        (record(numbers.OPT, b"\0\1\0"), rules.BAD_RDLENGTH),
        (record(numbers.OPT, b"\0\1\0\5abcd"), rules.BAD_RDLENGTH),
        (record(65534, b"abc", 4), rules.CUT),
    ],
)
def test_octets_that_are_no_message_have_a_reason(octets: bytes, rule: Rule) -> None:
    why = codec.fault(octets)
    assert why is not None
    assert why.rule is rule
    assert codec.decode(octets) is None


def test_a_name_that_grows_too_long_by_a_pointer_is_refused() -> None:
    """The first name has 193 octets; 64 more before a pointer to it are too many."""
    first = (b"\x3f" + b"a" * 63) * 3 + b"\0" + b"\0\1\0\1"
    octets = b"\0\1\1\0\0\2\0\0\0\0\0\0" + first + b"\x3f" + b"b" * 63 + b"\xc0\x0c" + b"\0\1\0\1"
    why = codec.fault(octets)
    assert why is not None
    assert why.rule is rules.NAME_TOO_LONG


def test_a_message_full_of_pointers_to_pointers_is_read_in_one_go() -> None:
    """Each record's name is a pointer to the one before it: work grows with the octets, and not with their square."""
    count = 1300
    octets = bytearray(b"\0\1\x80\0\0\0" + count.to_bytes(2, "big") + b"\0\0\0\0")
    octets += b"\1a\0" + b"\xff\xfe\0\1\0\0\0\1\0\0"
    place = 12
    for _ in range(count - 1):
        here = len(octets)
        octets += (0xC000 | place).to_bytes(2, "big") + b"\xff\xfe\0\1\0\0\0\1\0\0"
        place = here
    message = read(bytes(octets))
    assert {str(each.name) for each in message.answer} == {"a."}


def test_records_without_data_may_stand_in_updates() -> None:
    """RFC 2136 2.4.1: class ANY, no data."""
    octets = bytearray(record(numbers.A, b""))
    octets[15:17] = numbers.ANY_CLASS.to_bytes(2, "big")
    assert read(bytes(octets)).answer[0].rdata == rdata.Other(numbers.A, b"")


def test_over_tcp_the_length_stands_in_front() -> None:
    message = read(QUERY)
    octets = codec.encode_tcp(TcpMessage(message))
    assert octets == bytes((0, len(QUERY))) + QUERY
    assert codec.decode_tcp(octets) == TcpMessage(message)
    assert codec.decode_tcp(octets + octets) == TcpMessage(message)
    for bad in (b"", b"\0", octets[:-1], octets[1:]):
        why = codec.fault_tcp(bad)
        assert why is not None
        assert why.rule is rules.BAD_TCP_LENGTH
        assert codec.decode_tcp(bad) is None


def test_mutated_messages_are_read_or_refused_with_a_reason() -> None:
    """What is read can be written and read again."""
    chance = random.Random(1035)
    seeds = [wire(EVERY_TYPE), QUERY, dns.message.make_query("a.example", "MX", use_edns=0).to_wire()]
    for _ in range(tries(600, 20_000)):
        octets = mutated(chance, chance.choice(seeds))
        message, why = codec.decode(octets), codec.fault(octets)
        assert (message is None) == (why is not None)
        if message is not None:
            assert codec.decode(message.octets) == message


def mutated(chance: random.Random, octets: bytes) -> bytes:
    """The same with a few octets changed, cut off, doubled or added."""
    found = bytearray(octets)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found)) if found else 0
        match chance.randrange(6):
            case 0:
                del found[at:]
            case 1:
                found[at:at] = chance.randbytes(chance.randint(1, 8))
            case 2:
                found[at : at + 2] = (0xC000 | chance.randrange(len(octets))).to_bytes(2, "big")
            case 3:
                found[at : at + chance.randint(1, 8)] = b""
            case _ if found:
                found[at] = chance.choice((0, 1, 0x3F, 0x40, 0xC0, 0xFF, chance.randrange(256)))
    return bytes(found)
