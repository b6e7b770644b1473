import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import QuotedTcp, decode_quoted
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4 import rules as ipv4_rules
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame
from sim.link.ethernet.pdu import TYPE_IPV4, Damaged, Ethernet
from sim.packets.dissect import dissect, shown_octets
from sim.transport.tcp import rules as tcp_rules
from sim.transport.tcp.pdu import SYN, Tcp
from sim.transport.udp import rules as udp_rules
from sim.transport.udp.pdu import Udp
from sim.why import Why
from sim.wire import rules as wire_rules
from sim.wire.layers import FieldView, Layer
from sim.wire.pcapng import Writer
from tests.conftest import Tshark
from tests.wire.frames import frames, near_frames
from tests.wire.samples import (
    ARP_REQUEST,
    DNS_QUERY,
    IP_A,
    IP_B,
    LAST_FRAGMENT,
    MAC_A,
    MAC_B,
    PING_REQUEST,
    PORT_UNREACHABLE,
    TCP_DATA,
    TCP_SYN,
    TCP_SYN_ACK,
)


def outline(layers: tuple[Layer, ...]) -> list[str]:
    return [f"{layer.name} {layer.start}-{layer.end}" + " quoted" * layer.quoted for layer in layers]


def field(layers: tuple[Layer, ...], layer: str, name: str) -> FieldView:
    return next(view for each in layers if each.name == layer for view in each.fields if view.name == name)


def with_changed(octets: bytes, at: int, value: int) -> bytes:
    return octets[:at] + bytes([value]) + octets[at + 1 :]


def assert_covers(layers: tuple[Layer, ...], octets: bytes) -> None:
    """Layers cover every octet once, and their fields every bit once."""
    ends = [0] + [layer.end for layer in layers]
    assert [layer.start for layer in layers] == ends[:-1]
    assert ends[-1] == len(octets)
    for layer in layers:
        bits = [layer.start * 8] + [view.last_bit + 1 for view in layer.fields]
        assert [view.first_bit for view in layer.fields] == bits[:-1]
        assert bits[-1] == layer.end * 8


@given(
    st.one_of(
        st.binary(max_size=120),
        near_frames(),
        st.binary(max_size=60).map(lambda o: PORT_UNREACHABLE[:42] + o),
    )
)
@example(b"")
def test_any_octets_are_covered_exactly_once(octets: bytes) -> None:
    assert_covers(dissect(octets), octets)


@given(near_frames(), st.integers(0, 60))
def test_any_cut_frame_is_covered_exactly_once(octets: bytes, length: int) -> None:
    assert_covers(dissect(octets[:length]), octets[:length])


@given(near_frames())
def test_damaged_frame_is_covered_with_its_frame_check_sequence(octets: bytes) -> None:
    damaged = Damaged(octets)
    assert_covers(dissect(damaged), octets)
    assert shown_octets(damaged) == octets


@given(frames())
def test_frame_made_from_a_value_has_nothing_wrong(value: Ethernet) -> None:
    layers = dissect(value)
    assert_covers(layers, frame.encode(value))
    notes = {view.note.rule.id for layer in layers if not layer.quoted for view in layer.fields if view.note}
    assert notes <= {"checksum.good", "checksum.absent", "checksum.unverified", "ipv4.bad-option", "tcp.bad-option"}


@pytest.mark.parametrize(
    ("octets", "layers"),
    [
        (ARP_REQUEST + bytes(18), ["ethernet 0-14", "arp 14-42", "padding 42-60"]),
        (ARP_REQUEST + b"x" + bytes(17), ["ethernet 0-14", "arp 14-42", "trailer 42-43", "padding 43-60"]),
        (PING_REQUEST, ["ethernet 0-14", "ipv4 14-34", "icmp 34-74"]),
        (DNS_QUERY, ["ethernet 0-14", "ipv4 14-34", "udp 34-42", "dns 42-54", "dns-question 54-70"]),
        (TCP_SYN, ["ethernet 0-14", "ipv4 14-34", "tcp 34-74"]),
        (TCP_DATA, ["ethernet 0-14", "ipv4 14-34", "tcp 34-66", "data 66-71"]),
        (LAST_FRAGMENT, ["ethernet 0-14", "ipv4 14-34", "fragment 34-102"]),
        (
            PORT_UNREACHABLE,
            [
                "ethernet 0-14",
                "ipv4 14-34",
                "icmp 34-42",
                "ipv4 42-62 quoted",
                "udp 62-70 quoted",
                "data 70-75 quoted",
            ],
        ),
        (PING_REQUEST[:40], ["ethernet 0-14", "ipv4 14-34", "icmp 34-40"]),
        (PING_REQUEST[:12] + b"\x86\xdd\1\2", ["ethernet 0-14", "data 14-16"]),
    ],
)
def test_real_frame_falls_into_its_layers(octets: bytes, layers: list[str]) -> None:
    assert outline(dissect(octets)) == layers


def test_layers_are_named_in_both_models() -> None:
    assert [(layer.title, layer.osi, layer.tcp_ip) for layer in dissect(DNS_QUERY)] == [
        ("Ethernet II", 2, "link"),
        ("IPv4", 3, "internet"),
        ("UDP", 4, "transport"),
        ("DNS", 7, "application"),
        ("Question google.com. IN TXT", 7, "application"),
    ]
    assert [(layer.title, layer.osi, layer.tcp_ip) for layer in dissect(PING_REQUEST)[2:]] == [
        ("ICMP echo request", 3, "internet")
    ]


def test_field_tells_its_bits_and_octets_in_the_frame() -> None:
    ttl = field(dissect(PING_REQUEST), "ipv4", "ttl")
    assert (ttl.value, ttl.first_bit, ttl.last_bit, ttl.start, ttl.end) == (64, 176, 183, 22, 23)
    offset = field(dissect(PING_REQUEST), "ipv4", "fragment_offset")
    assert (offset.first_bit, offset.last_bit, offset.start, offset.end) == (163, 175, 20, 22)


def test_right_and_wrong_checksums_are_told_apart() -> None:
    layers = dissect(PING_REQUEST)
    assert field(layers, "ipv4", "header_checksum").note == Why(wire_rules.CHECKSUM_GOOD)
    assert field(layers, "icmp", "checksum").note == Why(wire_rules.CHECKSUM_GOOD)
    layers = dissect(with_changed(with_changed(PING_REQUEST, 22, 63), 73, 0x30))
    assert field(layers, "ipv4", "header_checksum").note == Why(wire_rules.CHECKSUM_BAD, expected="0xa8fc")
    assert field(layers, "icmp", "checksum").note == Why(wire_rules.CHECKSUM_BAD, expected="0x012a")


def test_checksum_that_is_not_there_or_cannot_be_checked_is_no_fault() -> None:
    absent = Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 17, Udp(1, 2, b"", checksummed=False)))
    assert field(dissect(absent), "udp", "checksum").note == Why(wire_rules.CHECKSUM_ABSENT)
    message = ipv4.payload_octets(IPv4(IP_A, IP_B, 17, Udp(1, 2, bytes(40))))
    first = Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 17, message[:24], more_fragments=True))
    assert outline(dissect(first))[2:] == ["udp 34-42", "fragment 42-58", "padding 58-60"]
    assert field(dissect(first), "udp", "checksum").note == Why(wire_rules.CHECKSUM_UNVERIFIED)


@pytest.mark.parametrize(
    ("at", "value", "name", "rule"),
    [
        (14, 0x65, "version", "ipv4.bad-version"),
        (14, 0x43, "ihl", "ipv4.bad-header-length"),
    ],
)
def test_field_that_makes_a_header_malformed_is_marked(at: int, value: int, name: str, rule: str) -> None:
    note = field(dissect(with_changed(PING_REQUEST, at, value)), "ipv4", name).note
    assert note is not None
    assert note.rule.id == rule


def test_datagram_longer_than_its_frame_is_marked_at_its_length() -> None:
    layers = dissect(PING_REQUEST[:60])
    assert field(layers, "ipv4", "total_length").note == Why(ipv4_rules.TRUNCATED, present=46, needed=60)
    assert field(layers, "icmp", "checksum").note == Why(wire_rules.CHECKSUM_UNVERIFIED)


def test_quote_cut_short_is_no_fault() -> None:
    quote = ipv4.encode(IPv4(IP_A, IP_B, 17, Udp(40000, 33434, bytes(32)), ttl=1))[:28]
    exceeded = Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_B, IP_A, 1, Icmp(11, 0, 0, quote)))
    quoted = [layer for layer in dissect(exceeded) if layer.quoted]
    assert [layer.name for layer in quoted] == ["ipv4", "udp"]
    assert [view.note for view in quoted[0].fields if view.note] == [Why(wire_rules.CHECKSUM_GOOD)]
    assert field(tuple(quoted), "udp", "dst_port").value == 33434


def test_error_that_quotes_an_error_does_not_go_deeper() -> None:
    octets = b""
    for _ in range(1500):
        octets = ipv4.encode(IPv4(IP_A, IP_B, 1, Icmp(3, 1, 0, octets)))
    layers = dissect(Ethernet(MAC_A, MAC_B, TYPE_IPV4, octets))
    assert [layer.name for layer in layers] == ["ethernet", "ipv4", "icmp", "ipv4", "icmp"]
    assert layers[-1].fields[-1].name == "data"


def test_ipv4_options_are_listed_and_a_broken_one_is_marked() -> None:
    options = bytes.fromhex("94 04 00 00 01 07 07 04 01 02 03 04 44 20 00 00")
    layers = dissect(Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 6, b"", options=options)))
    assert [(view.name, view.start, view.end, view.note) for view in layers[1].fields[12:]] == [
        ("router_alert", 34, 38, None),
        ("no_operation", 38, 39, None),
        ("record_route", 39, 46, None),
        ("internet_timestamp", 46, 50, Why(ipv4_rules.BAD_OPTION, octet=32)),
    ]


def test_udp_length_shorter_than_the_datagram_leaves_a_trailer() -> None:
    message = bytes.fromhex("0001 0002 000a 0000 6162") + b"more"
    layers = dissect(Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 17, message)))
    assert outline(layers)[2:] == ["udp 34-42", "data 42-44", "trailer 44-48", "padding 48-60"]
    assert field(layers, "udp", "length").note == Why(udp_rules.BAD_LENGTH, length=10, present=14)


def test_options_of_a_linux_syn_ack_are_fields() -> None:
    layer = dissect(TCP_SYN_ACK)[2]
    assert [(view.name, view.value, view.text, view.start, view.end) for view in layer.fields[9:]] == [
        ("mss", 1460, "1460", 54, 58),
        ("sack_permitted", b"\x04\x02", "04 02", 58, 60),
        ("timestamps", (3659242308, 151060996), "value 3659242308, echo reply 151060996", 60, 70),
        ("no_operation", b"\x01", "01", 70, 71),
        ("window_scale", 10, "10 (times 1024)", 71, 74),
    ]
    assert field(dissect(TCP_SYN_ACK), "tcp", "checksum").note == Why(wire_rules.CHECKSUM_GOOD)


def segment(octets: bytes) -> tuple[Layer, ...]:
    return dissect(Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 6, octets)))


def test_option_of_a_length_that_cannot_be_right_is_marked() -> None:
    options = bytes.fromhex("050a 00000001 00000005 fd04aabb 020305 01 0409")
    value = Tcp(1, 2, 3, 4, SYN, 5, options=options)
    layers = dissect(Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 6, value)))
    assert [(view.name, view.value, view.text, view.note) for view in layers[2].fields[9:]] == [
        ("sack", (1, 5), "1-5", None),
        ("option_253", b"\xfd\x04\xaa\xbb", "fd 04 aa bb", None),
        ("mss", b"\x02\x03\x05", "02 03 05", Why(tcp_rules.BAD_OPTION, octet=34)),
        ("no_operation", b"\x01", "01", None),
        ("sack_permitted", b"\x04\x09", "04 09", Why(tcp_rules.BAD_OPTION, octet=38)),
    ]


def test_segment_with_a_data_offset_that_cannot_be_right_is_marked_at_it() -> None:
    octets = TCP_SYN[34:]
    assert field(segment(octets[:12] + b"\x40" + octets[13:]), "tcp", "data_offset").note == Why(
        tcp_rules.BAD_DATA_OFFSET, header_length=16
    )
    layers = segment(octets[:30])
    assert field(layers, "tcp", "data_offset").note == Why(tcp_rules.TRUNCATED, present=30, needed=40)
    assert outline(layers)[2:] == ["tcp 34-64"]
    assert [view.note for view in segment(octets[:19])[2].fields][-1] == Why(tcp_rules.TRUNCATED, present=19, needed=20)


def test_wrong_checksum_of_a_segment_is_told() -> None:
    assert field(dissect(with_changed(TCP_DATA, 70, 0)), "tcp", "checksum").note == Why(
        wire_rules.CHECKSUM_BAD, expected="0xc551"
    )


def test_quote_of_eight_octets_shows_ports_and_sequence_number() -> None:
    exceeded = Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_B, IP_A, 1, Icmp(11, 0, 0, TCP_SYN[14:42])))
    quoted = [layer for layer in dissect(exceeded) if layer.quoted]
    assert [(view.name, view.value, view.note) for view in quoted[1].fields] == [
        ("src_port", 50376, None),
        ("dst_port", 8080, None),
        ("seq", 1036195858, None),
    ]
    transport = decode_quoted(TCP_SYN[14:42])
    assert transport is not None
    assert transport.transport == QuotedTcp(50376, 8080, 1036195858)


def test_first_fragment_of_a_segment_shows_its_header() -> None:
    first = Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 6, TCP_DATA[34:] + bytes(3), more_fragments=True))
    layers = dissect(first)
    assert outline(layers)[2:] == ["tcp 34-66", "fragment 66-74"]
    assert field(layers, "tcp", "checksum").note == Why(wire_rules.CHECKSUM_UNVERIFIED)


def test_frame_check_sequence_of_a_damaged_frame_tells_the_damage() -> None:
    sent = frame.with_fcs(PING_REQUEST)
    good = dissect(Damaged(sent))[-1].fields[0]
    assert (good.name, good.start, good.end, good.note) == ("fcs", 74, 78, Why(wire_rules.CHECKSUM_GOOD))
    bad = dissect(Damaged(with_changed(sent, 50, 0)))[-1].fields[0]
    assert bad.note is not None
    assert bad.note.rule.id == "checksum.bad"


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"hello", '"hello"'),
        ("你好".encode(), '"你好"'),
        (b"a" * 40, '"' + "a" * 32 + '"...'),
        (b"\0\1", "00 01"),
        (b"\xff" * 33, "ff " * 31 + "ff..."),
    ],
)
def test_data_is_shown_as_text_where_it_can_be_read(payload: bytes, text: str) -> None:
    value = Ethernet(MAC_A, MAC_B, TYPE_IPV4, IPv4(IP_A, IP_B, 17, Udp(1, 2, payload)))
    assert field(dissect(value), "data", "data").text == text


TSHARK_STATUS = {
    "checksum.bad": "0",
    "checksum.good": "1",
    "checksum.unverified": "2",
    "checksum.absent": "3",
}


def test_tshark_agrees_on_every_checksum_of_damaged_frames(tmp_path: Path, tshark: Tshark) -> None:
    chance = random.Random(7)
    # Not the total length (octets 16 and 17): tshark then checks whatever octets there are.
    damaged = [
        with_changed(octets, chance.choice((15, *range(18, len(octets)))), chance.randrange(256))
        for octets in (PING_REQUEST, DNS_QUERY, LAST_FRAGMENT, TCP_DATA)
        for _ in range(80)
    ]
    with (tmp_path / "damaged.pcapng").open("wb") as stream:
        writer = Writer(stream, [("a", "")])
        for octets in damaged:
            writer.packet(0, 0, octets)
    names = ("ip.checksum.status", "icmp.checksum.status", "tcp.checksum.status", "udp.checksum.status")
    theirs = tshark(tmp_path / "damaged.pcapng", *names)
    differing = [
        (octets.hex(), ours, row)
        for octets, row in zip(damaged, theirs, strict=True)
        if (ours := [status(octets, name) for name in names]) != row
    ]
    assert differing == []


def status(octets: bytes, name: str) -> str:
    """Our verdict in tshark's numbers; nothing where the header is not there."""
    layer, checksum = name.removesuffix(".status").split(".")
    wanted = {"ip": ("ipv4", "header_checksum")}.get(layer, (layer, checksum))
    views = [v for each in dissect(octets) if each.name == wanted[0] for v in each.fields if v.name == wanted[1]]
    return TSHARK_STATUS[views[0].note.rule.id] if views and views[0].note else ""
