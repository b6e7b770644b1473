import pytest
from hypothesis import example, given

from sim.addresses import IPv4Address
from sim.ip.icmp import codec as icmp
from sim.ip.icmp import rules as icmp_rules
from sim.ip.icmp.pdu import Icmp, echo
from sim.ip.icmp.quote import Quoted, QuotedEcho, QuotedUdp, decode_quoted
from sim.why import Why
from sim.wire.layout import Layout
from tests.wire.frames import icmps
from tests.wire.oracle import inet
from tests.wire.samples import IP_A, IP_B, LAST_FRAGMENT, PING_REQUEST, PORT_UNREACHABLE

OCTETS = PING_REQUEST[34:]
VALUE = echo(8, 1234, 1, bytes(range(16, 48)))
QUOTE = PORT_UNREACHABLE[42:]


def shown(layout: Layout, octets: bytes) -> list[str]:
    return [f"{field.name}: {field.show(layout.read(octets, field.name))}" for field in layout.fields]


def test_fields_of_a_linux_echo_request_are_read() -> None:
    assert shown(icmp.layout_of(8), OCTETS) == [
        "type: 8 (echo request)", "code: 0", "checksum: 0x012b", "identifier: 1234", "sequence: 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        (
            Icmp(3, 4, 1400, b""),
            ["type: 3 (destination unreachable)", "code: 4 (fragmentation needed and DF set)", "mtu: 1400"],
        ),
        (Icmp(3, 1, 0, b""), ["code: 1 (host unreachable)", "unused: 0x00000000"]),
        (Icmp(5, 1, IP_A, b""), ["type: 5 (redirect)", "code: 1 (for the host)", "gateway: 10.9.0.1"]),
        (Icmp(11, 0, 0, b""), ["type: 11 (time exceeded)", "code: 0 (time to live exceeded in transit)"]),
        (Icmp(12, 0, 20 << 24, b""), ["type: 12 (parameter problem)", "pointer: 20", "unused: 0x000000"]),
        (Icmp(200, 7, 0xABCD, b""), ["type: 200", "code: 7", "rest: 0x0000abcd"]),
    ],
)
def test_fields_show_what_rfc_792_and_rfc_1191_use_them_for(message: Icmp, fields: list[str]) -> None:
    assert set(fields) <= set(shown(icmp.layout_of(message.type, message.code), icmp.encode(message)))


def test_fields_of_a_value_are_put_where_rfc_792_has_them() -> None:
    # 0x0501 + 0x0a09 + 0x0001 + 0x1200 = 0x210b, whose complement is 0xdef4
    assert icmp.encode(Icmp(5, 1, IP_A, b"\x12")).hex(" ", -2) == "0501 def4 0a09 0001 12"


def test_linux_echo_request_is_parsed_and_emitted_again() -> None:
    assert icmp.decode(OCTETS) == VALUE
    assert icmp.encode(VALUE) == OCTETS


@given(icmps)
@example(Icmp(0, 0, 0, b""))
@example(Icmp(0, 0, 0, b"\0\0\0"))
def test_icmp_agrees_with_scapy(message: Icmp) -> None:
    theirs = bytearray(bytes([message.type, message.code, 0, 0]) + message.rest.to_bytes(4, "big") + message.data)
    theirs[2:4] = inet.checksum(bytes(theirs)).to_bytes(2, "big")
    assert icmp.encode(message) == theirs
    assert icmp.decode(bytes(theirs)) == message


@given(icmps)
def test_echo_agrees_with_scapy_field_by_field(message: Icmp) -> None:
    header = inet.ICMP(type=8, code=0, id=message.identifier, seq=message.sequence)
    assert icmp.encode(echo(8, message.identifier, message.sequence, message.data)) == bytes(header / message.data)


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (OCTETS[:7], Why(icmp_rules.TRUNCATED, present=7, needed=8)),
        (b"\0" + OCTETS[1:], Why(icmp_rules.BAD_CHECKSUM, found="0x012b", expected="0x092b")),
        (b"\0\0\0\0\0\0\0\0", Why(icmp_rules.BAD_CHECKSUM, found="0x0000", expected="0xffff")),
        (OCTETS, None),
    ],
)
def test_octets_that_are_no_icmp_message_are_named(octets: bytes, why: Why | None) -> None:
    assert icmp.fault(octets) == why
    assert (icmp.decode(octets) is None) == (why is not None)


def test_quote_of_a_linux_port_unreachable_tells_the_udp_ports() -> None:
    quoted = decode_quoted(QUOTE)
    assert quoted == Quoted(IP_A, IP_B, 17, 0x6C52, 64, 33, 0, QuotedUdp(0xCC66, 33434))
    assert decode_quoted(QUOTE[:28]) == quoted


def test_quote_of_an_echo_request_tells_identifier_and_sequence() -> None:
    assert decode_quoted(PING_REQUEST[14:42]) == Quoted(IP_A, IP_B, 1, 0x7EB0, 64, 60, 0, QuotedEcho(8, 1234, 1))


def test_quote_without_a_transport_header_tells_the_ip_header() -> None:
    cut = decode_quoted(QUOTE[:27])
    assert cut is not None
    assert cut.transport is None
    fragment = decode_quoted(LAST_FRAGMENT[14:42])
    assert fragment is not None
    assert (fragment.fragment_offset, fragment.transport) == (1480, None)
    unreachable = decode_quoted(PORT_UNREACHABLE[14:])
    assert unreachable is not None
    assert (unreachable.src, unreachable.transport) == (IPv4Address.parse("10.9.0.2"), None)


@pytest.mark.parametrize("octets", [b"", QUOTE[:19], b"\x65" + QUOTE[1:], b"\x44" + QUOTE[1:], b"\x46" + QUOTE[1:23]])
def test_quote_without_a_whole_ipv4_header_tells_nothing(octets: bytes) -> None:
    assert decode_quoted(octets) is None
