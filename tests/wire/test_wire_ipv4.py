import pytest
from hypothesis import given

from sim.addresses import IPv4Address
from sim.ip.icmp.pdu import Icmp, echo
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.pdu import IPv4
from sim.transport.udp.pdu import Udp
from sim.why import Why
from sim.wire.checksum import checksum
from tests.wire.frames import datagrams
from tests.wire.oracle import inet
from tests.wire.samples import IP_A, IP_B, LAST_FRAGMENT, PING_REQUEST

OCTETS = PING_REQUEST[14:]
VALUE = IPv4(IP_A, IP_B, 1, echo(8, 1234, 1, bytes(range(16, 48))), identification=0x7EB0, dont_fragment=True)


def repaired(octets: bytes) -> bytes:
    """The octets with the header checksum that the rest of the header asks for."""
    length = (octets[0] & 15) * 4
    return octets[:10] + checksum(octets[:10] + octets[12:length]).to_bytes(2, "big") + octets[12:]


def test_fields_of_a_linux_ping_are_read() -> None:
    assert {field.name: field.show(ipv4.LAYOUT.read(OCTETS, field.name)) for field in ipv4.LAYOUT.fields} == {
        "version": "4",
        "ihl": "5 x 4 = 20",
        "tos": "0x00",
        "total_length": "60",
        "identification": "0x7eb0",
        "flags": "0x2 (DF)",
        "fragment_offset": "0 x 8 = 0",
        "ttl": "64",
        "protocol": "1 (ICMP)",
        "header_checksum": "0xa7fc",
        "src": "10.9.0.1",
        "dst": "10.9.0.2",
    }


def test_fields_of_a_value_are_put_where_rfc_791_has_them() -> None:
    fragment = IPv4(
        IP_A, IP_B, 6, b"data", ttl=7, identification=0xABCD, more_fragments=True, fragment_offset=16,
        tos=0x10, options=b"\x94\x04\0\0",
    )  # fmt: skip
    octets = ipv4.encode(fragment)
    assert octets[:10].hex(" ", 2) == "4610 001c abcd 2002 0706"
    assert octets[12:] == IP_A.to_bytes(4, "big") + IP_B.to_bytes(4, "big") + b"\x94\x04\0\0data"


def test_linux_ping_is_parsed_and_emitted_again() -> None:
    assert ipv4.decode(OCTETS) == VALUE
    assert ipv4.encode(VALUE) == OCTETS


def test_checksum_of_a_header_that_wikipedia_works_out() -> None:
    # "IPv4 header checksum", Examples: 4500 0073 0000 4000 4011 [b861] c0a8 0001 c0a8 00c7
    header = bytes.fromhex("4500 0073 0000 4000 4011 0000 c0a8 0001 c0a8 00c7")
    assert ipv4.expected_checksum(header) == 0xB861


def test_octets_behind_the_total_length_are_not_the_datagrams() -> None:
    assert ipv4.decode(OCTETS + b"link padding") == VALUE


def test_fragment_keeps_its_octets_even_where_they_look_like_a_message() -> None:
    fragment = ipv4.decode(repaired(OCTETS[:6] + b"\x20\x00" + OCTETS[8:]))
    assert fragment is not None
    assert fragment.payload == OCTETS[20:]
    last = ipv4.decode(LAST_FRAGMENT[14:])
    assert last is not None
    assert (last.fragment_offset, last.payload) == (1480, b"y" * 68)


@given(datagrams())
def test_ipv4_agrees_with_scapy(datagram: IPv4) -> None:
    header = inet.IP(
        src=str(datagram.src),
        dst=str(datagram.dst),
        proto=datagram.protocol,
        ttl=datagram.ttl,
        id=datagram.identification,
        flags=int(datagram.dont_fragment) * 2 + int(datagram.more_fragments),
        frag=datagram.fragment_offset // 8,
        tos=datagram.tos,
        ihl=5 + len(datagram.options) // 4,
        len=len(datagram),
    )
    theirs = bytes(header)[:20] + datagram.options + ipv4.payload_octets(datagram)
    theirs = theirs[:10] + b"\0\0" + theirs[12:]
    check = inet.checksum(theirs[: 20 + len(datagram.options)])
    theirs = theirs[:10] + check.to_bytes(2, "big") + theirs[12:]
    assert ipv4.encode(datagram) == theirs
    assert ipv4.decode(theirs) == datagram


@pytest.mark.parametrize("options", [b"\x01", b"\x94\x04\0"])
def test_options_that_are_not_padded_cannot_be_encoded(options: bytes) -> None:
    with pytest.raises(ValueError, match="octets of options"):
        ipv4.encode(IPv4(IP_A, IP_B, 6, b"", options=options))


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", Why(ipv4_rules.TRUNCATED, present=0, needed=20)),
        (OCTETS[:19], Why(ipv4_rules.TRUNCATED, present=19, needed=20)),
        (b"\x65" + OCTETS[1:], Why(ipv4_rules.BAD_VERSION, version=6)),
        (b"\x44" + OCTETS[1:], Why(ipv4_rules.BAD_HEADER_LENGTH, header_length=16)),
        (b"\x4f" + OCTETS[1:59], Why(ipv4_rules.TRUNCATED, present=59, needed=60)),
        (OCTETS[:8] + b"\x3f" + OCTETS[9:], Why(ipv4_rules.BAD_CHECKSUM, found="0xa7fc", expected="0xa8fc")),
        (
            repaired(OCTETS[:2] + b"\0\x13" + OCTETS[4:]),
            Why(ipv4_rules.BAD_TOTAL_LENGTH, total_length=19, header_length=20),
        ),
        (OCTETS[:59], Why(ipv4_rules.TRUNCATED, present=59, needed=60)),
        (OCTETS, None),
    ],
)
def test_octets_that_are_no_datagram_are_named(octets: bytes, why: Why | None) -> None:
    assert ipv4.fault(octets) == why
    assert (ipv4.decode(octets) is None) == (why is not None)


def test_reserved_flag_is_passed_on_as_it_comes() -> None:
    # Linux looks at no more than the don't-fragment and more-fragments flags (ip_rcv, ip_forward).
    octets = repaired(OCTETS[:6] + b"\x80" + OCTETS[7:])
    datagram = ipv4.decode(octets)
    assert datagram is not None
    assert datagram.reserved_flag
    assert ipv4.encode(datagram) == octets
    assert datagram.at_ttl(3).reserved_flag
    assert datagram != ipv4.decode(OCTETS)


def test_checksum_of_all_ones_is_taken_for_wrong_where_zero_is_right() -> None:
    # RFC 1624 3: the field never contains ~(+0), which is 0xFFFF, since no header is all zero.
    # The checksum added to the identification makes the sum 0xFFFF; with end-around carry 7eb0 + a7fc = 26ad.
    tuned = repaired(OCTETS[:4] + b"\x26\xad" + OCTETS[6:])
    assert tuned[10:12] == b"\0\0"
    assert ipv4.fault(tuned) is None
    assert ipv4.fault(tuned[:10] + b"\xff\xff" + tuned[12:]) == Why(
        ipv4_rules.BAD_CHECKSUM, found="0xffff", expected="0x0000"
    )


@pytest.mark.parametrize(
    ("protocol", "octets", "value"),
    [
        (1, OCTETS[20:], VALUE.payload),
        (1, OCTETS[20:-1], OCTETS[20:-1]),
        (17, bytes.fromhex("0001 0002 0009 0000 41"), Udp(1, 2, b"A", checksummed=False)),
        (6, b"segment", b"segment"),
    ],
)
def test_reassembled_payload_is_a_value_where_it_is_well_formed(
    protocol: int, octets: bytes, value: Icmp | Udp | bytes
) -> None:
    assert ipv4.parse_payload(protocol, IP_A, IP_B, octets) == value
    assert ipv4.payload_octets(IPv4(IP_A, IPv4Address(1), protocol, value)) == octets
