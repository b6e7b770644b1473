import pytest
from hypothesis import given

from sim.addresses import BROADCAST_MAC, ZERO_MAC
from sim.ip.arp import codec as arp
from sim.ip.arp import rules as arp_rules
from sim.ip.arp.pdu import REQUEST, Arp
from sim.why import Why
from tests.wire.frames import arps
from tests.wire.oracle import l2
from tests.wire.samples import ARP_REQUEST, IP_A, IP_B, MAC_A

OCTETS = ARP_REQUEST[14:]
VALUE = Arp(REQUEST, MAC_A, IP_A, ZERO_MAC, IP_B)


def test_fields_of_a_linux_arp_request_are_read() -> None:
    assert {field.name: field.show(arp.LAYOUT.read(OCTETS, field.name)) for field in arp.LAYOUT.fields} == {
        "hardware_type": "1 (Ethernet)",
        "protocol_type": "0x0800 (IPv4)",
        "hardware_length": "6",
        "protocol_length": "4",
        "operation": "1 (request)",
        "sender_mac": "a2:e4:d3:1a:8e:60",
        "sender_ip": "10.9.0.1",
        "target_mac": "00:00:00:00:00:00",
        "target_ip": "10.9.0.2",
    }


def test_fields_of_a_value_are_put_where_rfc_826_has_them() -> None:
    packet = Arp(2, BROADCAST_MAC, IP_B, MAC_A, IP_A)
    assert arp.encode(packet).hex(" ", 2) == ("0001 0800 0604 0002 ffff ffff ffff 0a09 0002 a2e4 d31a 8e60 0a09 0001")


def test_linux_arp_request_is_parsed_and_emitted_again() -> None:
    assert arp.decode(OCTETS) == VALUE
    assert arp.encode(VALUE) == OCTETS


@given(arps)
def test_arp_agrees_with_scapy(packet: Arp) -> None:
    theirs = bytes(
        l2.ARP(
            op=packet.operation,
            hwsrc=str(packet.sender_mac),
            psrc=str(packet.sender_ip),
            hwdst=str(packet.target_mac),
            pdst=str(packet.target_ip),
        )
    )
    assert arp.encode(packet) == theirs
    assert arp.decode(theirs) == packet


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (OCTETS[:27], Why(arp_rules.TRUNCATED, present=27, needed=28)),
        (b"\x00\x06" + OCTETS[2:], Why(arp_rules.UNKNOWN_HARDWARE_TYPE, hardware_type=6)),
        (OCTETS[:2] + b"\x86\xdd" + OCTETS[4:], Why(arp_rules.UNKNOWN_PROTOCOL_TYPE, protocol_type="0x86dd")),
        (OCTETS[:4] + b"\x08" + OCTETS[5:], Why(arp_rules.MALFORMED, hardware_length=8, protocol_length=4)),
        (OCTETS, None),
    ],
)
def test_octets_that_are_no_arp_for_ipv4_over_ethernet_are_named(octets: bytes, why: Why | None) -> None:
    assert arp.fault(octets) == why
    assert (arp.decode(octets) is None) == (why is not None)
