from typing import Any

import pytest
from hypothesis import example, given

from sim.addresses import IPv4Address
from sim.ip.ipv4 import codec as ipv4
from sim.transport.tcp import codec as tcp
from sim.transport.tcp import rules as tcp_rules
from sim.transport.tcp.pdu import ACK, FIN, PSH, SYN, Tcp
from sim.why import Why
from tests.wire.frames import ips, tcps
from tests.wire.oracle import inet
from tests.wire.samples import IP_A, IP_B, TCP_DATA, TCP_SYN

OCTETS = TCP_DATA[34:]
VALUE = Tcp(50376, 8080, 1036195859, 2108788723, PSH | ACK, 63, b"hello", OCTETS[20:32])


def test_fields_of_a_linux_syn_are_read() -> None:
    octets = TCP_SYN[34:]
    assert {field.name: field.show(tcp.LAYOUT.read(octets, field.name)) for field in tcp.LAYOUT.fields} == {
        "src_port": "50376",
        "dst_port": "8080",
        "seq": "1036195858",
        "ack": "0",
        "data_offset": "10 x 4 = 40",
        "flags": "0x2 (SYN)",
        "window": "64240",
        "checksum": "0xf3c4",
        "urgent": "0",
    }


def test_fields_of_a_value_are_put_where_rfc_9293_has_them() -> None:
    # Section 3.1: data offset, four reserved bits, then CWR ECE URG ACK PSH RST SYN FIN.
    segment = Tcp(1, 2, 0x01020304, 0xA0B0C0D0, FIN | ACK, 0x1234, b"ab", b"\1\1\1\0", urgent=0x77)
    octets = tcp.encode(segment, IP_A, IP_B)
    assert octets[:16].hex(" ", 2) == "0001 0002 0102 0304 a0b0 c0d0 6011 1234"
    assert octets[18:].hex(" ", 2) == "0077 0101 0100 6162"


def test_linux_segment_is_parsed_and_emitted_again() -> None:
    assert tcp.decode(OCTETS, IP_A, IP_B) == VALUE
    assert tcp.encode(VALUE, IP_A, IP_B) == OCTETS


def test_flags_are_named_as_people_say_them() -> None:
    show = next(field.show for field in tcp.LAYOUT.fields if field.name == "flags")
    assert [show(bits) for bits in (0x12, 0x18, 0x11, 0x14, 0x1C2, 0)] == [
        "0x12 (SYN ACK)",
        "0x18 (PSH ACK)",
        "0x11 (FIN ACK)",
        "0x14 (RST ACK)",
        "0x1c2 (SYN ECE CWR AE)",
        "0x0",
    ]


@given(tcps, ips, ips)
@example(Tcp(0, 0, 0, 0, 0, 0), IPv4Address(0), IPv4Address(0))
def test_tcp_agrees_with_scapy(segment: Tcp, src: IPv4Address, dst: IPv4Address) -> None:
    header = inet.TCP(
        sport=segment.src_port,
        dport=segment.dst_port,
        seq=segment.seq,
        ack=segment.ack,
        dataofs=5 + len(segment.options) // 4,
        reserved=segment.flags >> 9,
        flags=segment.flags & 0x1FF,
        window=segment.window,
        urgptr=segment.urgent,
    )
    data: Any = segment.options + segment.payload  # scapy would lay options out in its own way
    theirs = bytes(inet.IP(src=str(src), dst=str(dst), proto=6) / header / data)[20:]
    assert tcp.encode(segment, src, dst) == theirs
    assert tcp.decode(theirs, src, dst) == segment


@pytest.mark.parametrize("length", [3, 44])
def test_options_that_are_not_padded_or_do_not_fit_are_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"^{length} octets of options cannot be encoded$"):
        tcp.encode(Tcp(1, 2, 3, 4, SYN, 5, options=bytes(length)), IP_A, IP_B)


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (OCTETS[:19], Why(tcp_rules.TRUNCATED, present=19, needed=20)),
        (OCTETS[:31], Why(tcp_rules.TRUNCATED, present=31, needed=32)),
        (OCTETS[:12] + b"\x40" + OCTETS[13:], Why(tcp_rules.BAD_DATA_OFFSET, header_length=16)),
        (OCTETS[:-1] + b"\x6e", Why(tcp_rules.BAD_CHECKSUM, found="0x5651", expected="0x5751")),
        (OCTETS + b"\0", Why(tcp_rules.BAD_CHECKSUM, found="0x5651", expected="0x5650")),
        (OCTETS, None),
    ],
)
def test_octets_that_are_no_segment_are_named(octets: bytes, why: Why | None) -> None:
    assert tcp.fault(octets, IP_A, IP_B) == why
    assert (tcp.decode(octets, IP_A, IP_B) is None) == (why is not None)
    assert isinstance(ipv4.parse_payload(6, IP_A, IP_B, octets), bytes) == (why is not None)


def test_segment_between_other_addresses_has_a_wrong_checksum() -> None:
    # RFC 9293 3.1: the pseudo-header "gives the TCP connection protection against misrouted segments".
    why = tcp.fault(OCTETS, IP_A, IPv4Address(IP_B + 1))
    assert why is not None
    assert why.rule.id == "tcp.bad-checksum"


def test_first_fragment_tells_of_its_segment_what_it_has() -> None:
    assert tcp.decode_first(OCTETS[:34]) == Tcp(50376, 8080, VALUE.seq, VALUE.ack, PSH | ACK, 63, b"he", VALUE.options)
    assert tcp.decode_first(OCTETS[:31]) is None
