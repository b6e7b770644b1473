import pytest

from sim.ip.arp import codec as arp
from sim.ip.icmp import codec as icmp
from sim.ip.ipv4 import codec as ipv4
from sim.link.ethernet import codec as ethernet
from sim.transport.tcp import codec as tcp
from sim.transport.udp import codec as udp
from sim.wire.draw import draw
from sim.wire.layout import Field, Layout
from tests.wire.samples import PING_REQUEST, TCP_SYN_ACK


def test_fields_that_share_octets_are_packed_as_one_unit() -> None:
    layout = Layout("sample", (Field("a", 4), Field("b", 12), Field("c", 24), Field("d", 32)))
    assert layout.pack(0x1002, b"\x03\x04\x05", 6) == bytes.fromhex("1002 030405 00000006")
    assert layout.unpack_from(bytes.fromhex("1002 030405 00000006")) == (0x1002, b"\x03\x04\x05", 6)
    assert layout.values(bytes.fromhex("1002 030405 00000006")) == {"a": 1, "b": 2, "c": 0x030405, "d": 6}


def test_fields_that_end_inside_an_octet_are_refused() -> None:
    with pytest.raises(ValueError, match="the fields of sample end inside an octet"):
        Layout("sample", (Field("a", 4),))


def test_values_of_a_header_cut_short_are_those_wholly_there() -> None:
    assert list(ipv4.LAYOUT.values(PING_REQUEST[14:21])) == [
        "version", "ihl", "tos", "total_length", "identification", "flags",
    ]  # fmt: skip
    with pytest.raises(IndexError, match="fragment_offset of ipv4 ends in octet 7 of 7"):
        ipv4.LAYOUT.read(PING_REQUEST[14:21], "fragment_offset")


@pytest.mark.parametrize(
    ("layout", "length"),
    [(ethernet.LAYOUT, 14), (arp.LAYOUT, 28), (ipv4.LAYOUT, 20), (icmp.LAYOUT, 8), (tcp.LAYOUT, 20), (udp.LAYOUT, 8)],
)
def test_header_has_the_length_of_its_standard(layout: Layout, length: int) -> None:
    assert layout.length == length


@pytest.mark.parametrize("message_type", range(256))
def test_every_icmp_layout_starts_with_the_common_octets(message_type: int) -> None:
    for code in range(17):
        layout = icmp.layout_of(message_type, code)
        assert [field.name for field in layout.fields[:3]] == ["type", "code", "checksum"]
        assert layout.length == (20 if message_type in (13, 14) else 8)


def test_ipv4_header_is_drawn_as_in_rfc_791_section_3_1() -> None:
    assert (
        "\n".join(draw(ipv4.LAYOUT, ipv4.LAYOUT.values(PING_REQUEST[14:])))
        == """\
 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|version|  ihl  |      tos      |          total length         |
|   4   |   5   |      0x00     |               60              |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|         identification        |flags|     fragment offset     |
|             0x7eb0            |  2  |        0 x 8 = 0        |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|      ttl      |    protocol   |        header checksum        |
|       64      |    1 (ICMP)   |             0xa7fc            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                              src                              |
|                            10.9.0.1                           |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                              dst                              |
|                            10.9.0.2                           |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"""
    )


def test_tcp_header_is_drawn_as_in_rfc_9293_section_3_1() -> None:
    assert (
        "\n".join(draw(tcp.LAYOUT, tcp.LAYOUT.values(TCP_SYN_ACK[34:]))[2:])
        == """\
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|            src port           |            dst port           |
|              8080             |             50376             |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                              seq                              |
|                           2108788722                          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                              ack                              |
|                           1036195859                          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|   do  |         flags         |             window            |
|   10  |     0x12 (SYN ACK)    |             65160             |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|            checksum           |             urgent            |
|             0x6d17            |               0               |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"""
    )


def test_field_longer_than_a_row_goes_on_in_the_next_without_a_rule_between() -> None:
    assert (
        "\n".join(draw(ethernet.LAYOUT, {})[2:])
        == """\
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                              dst                              |
+                                                               +
|                               |              src              |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
|                                                               |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|           ethertype           |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+"""
    )
