import pytest
from hypothesis import example, given

from sim.addresses import IPv4Address
from sim.ip.ipv4 import codec as ipv4
from sim.transport.udp import codec as udp
from sim.transport.udp import rules as udp_rules
from sim.transport.udp.pdu import Udp
from sim.why import Why
from tests.wire.frames import ips, udps
from tests.wire.oracle import inet
from tests.wire.samples import DNS_QUERY

OCTETS = DNS_QUERY[34:]
SRC, DST = IPv4Address.parse("192.168.170.8"), IPv4Address.parse("192.168.170.20")
VALUE = Udp(32795, 53, DNS_QUERY[42:])


def test_fields_of_a_dns_query_are_read() -> None:
    assert udp.LAYOUT.values(OCTETS) == {"src_port": 32795, "dst_port": 53, "length": 36, "checksum": 0x85ED}


def test_fields_of_a_value_are_put_where_rfc_768_has_them() -> None:
    assert udp.encode(Udp(1, 2, b"ab", checksummed=False), SRC, DST).hex(" ", 2) == "0001 0002 000a 0000 6162"


def test_dns_query_is_parsed_and_emitted_again() -> None:
    assert udp.decode(OCTETS, SRC, DST) == VALUE
    assert udp.encode(VALUE, SRC, DST) == OCTETS


def test_computed_zero_is_transmitted_as_all_ones() -> None:
    # RFC 768. The payload makes up for everything else: the sum of all words is 0xFFFF.
    blank = udp.encode(Udp(1, 2, b"\0\0"), SRC, DST)
    octets = udp.encode(Udp(1, 2, blank[6:8]), SRC, DST)
    assert octets[6:8] == b"\xff\xff"
    assert udp.decode(octets, SRC, DST) == Udp(1, 2, blank[6:8])
    assert octets == bytes(inet.IP(src=str(SRC), dst=str(DST)) / inet.UDP(sport=1, dport=2) / blank[6:8])[20:]


@given(udps, ips, ips)
@example(Udp(0, 0, b""), IPv4Address(0), IPv4Address(0))
def test_udp_agrees_with_scapy(datagram: Udp, src: IPv4Address, dst: IPv4Address) -> None:
    check = {} if datagram.checksummed else {"chksum": 0}
    header = inet.UDP(sport=datagram.src_port, dport=datagram.dst_port, **check)
    theirs = bytes(inet.IP(src=str(src), dst=str(dst), proto=17) / header / datagram.payload)[20:]
    assert udp.encode(datagram, src, dst) == theirs
    assert udp.decode(theirs, src, dst) == datagram


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (OCTETS[:7], Why(udp_rules.TRUNCATED, present=7, needed=8)),
        (OCTETS[:-1], Why(udp_rules.BAD_LENGTH, length=36, present=35)),
        (OCTETS + b"\0", Why(udp_rules.BAD_LENGTH, length=36, present=37)),
        (OCTETS[:4] + b"\0\7" + OCTETS[6:], Why(udp_rules.BAD_LENGTH, length=7, present=36)),
        (OCTETS[:-1] + b"\x03", Why(udp_rules.BAD_CHECKSUM, found="0x85ed", expected="0x85eb")),
        (OCTETS[:6] + b"\0\0" + OCTETS[8:], None),
        (OCTETS, None),
    ],
)
def test_octets_that_are_no_whole_datagram_are_named(octets: bytes, why: Why | None) -> None:
    assert udp.fault(octets, SRC, DST) == why
    assert (udp.decode(octets, SRC, DST) is None) == (why is not None)
    assert isinstance(ipv4.parse_payload(17, SRC, DST, octets), bytes) == (why is not None)
