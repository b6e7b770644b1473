import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import MacAddress
from sim.ip.arp import codec as arp
from sim.ip.icmp import codec as icmp
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import codec as ethernet
from sim.link.ethernet import frame
from sim.link.ethernet.pdu import NOBODY, TYPE_ARP, TYPE_IPV4, Damaged, Ethernet
from sim.transport.tcp import codec as tcp
from sim.transport.udp import codec as udp
from tests.conftest import Tshark
from tests.wire.frames import frames, macs, near_frames, short
from tests.wire.oracle import l2, utils
from tests.wire.samples import ARP_REPLY, ARP_REQUEST, PING_REQUEST, VALUES


@pytest.mark.parametrize(("octets", "value"), VALUES)
def test_real_frame_is_parsed_and_emitted_again(octets: bytes, value: Ethernet) -> None:
    assert frame.decode(octets) == value
    assert frame.encode(value) == octets.ljust(60, b"\0")
    assert frame.decode(octets.ljust(60, b"\0")) == value


def test_fields_of_a_linux_frame_are_read() -> None:
    layout = ethernet.LAYOUT
    assert {field.name: field.show(layout.read(ARP_REPLY, field.name)) for field in layout.fields} == {
        "dst": "a2:e4:d3:1a:8e:60",
        "src": "d2:8a:39:96:a9:0e",
        "ethertype": "0x0806 (ARP)",
    }


@given(macs, macs, short, st.binary(min_size=46, max_size=100))
def test_ethernet_header_agrees_with_scapy(dst: MacAddress, src: MacAddress, ethertype: int, payload: bytes) -> None:
    theirs = bytes(l2.Ether(dst=str(dst), src=str(src), type=ethertype) / payload)
    assert frame.encode(Ethernet(dst, src, ethertype, payload)) == theirs


@given(frames())
def test_value_survives_its_octets(value: Ethernet) -> None:
    octets = frame.encode(value)
    is_looped = value.src == value.dst == NOBODY  # nothing needs a minimum there
    assert len(octets) == (len(value) if is_looped else max(60, len(value)))
    assert frame.decode(octets) == value


@given(st.one_of(near_frames(), st.binary(min_size=60, max_size=120)))
def test_octets_survive_their_value(octets: bytes) -> None:
    assert frame.encode(frame.decode(octets)) == octets


@given(near_frames())
def test_payload_is_a_value_exactly_where_there_is_no_fault(octets: bytes) -> None:
    value = frame.decode(octets)
    packet = value.payload
    if value.ethertype == TYPE_IPV4:
        assert isinstance(packet, bytes) == (ipv4.fault(octets[14:]) is not None)
    if value.ethertype == TYPE_ARP:
        assert isinstance(packet, bytes) == (arp.fault(octets[14:]) is not None)
    if isinstance(packet, IPv4) and not packet.is_fragment and packet.protocol in (1, 6, 17):
        message = ipv4.payload_octets(packet)
        fault = tcp.fault if packet.protocol == 6 else udp.fault
        why = icmp.fault(message) if packet.protocol == 1 else fault(message, packet.src, packet.dst)
        assert isinstance(packet.payload, bytes) == (why is not None)


@pytest.mark.parametrize("length", range(14))
def test_octets_too_few_for_a_header_are_no_frame(length: int) -> None:
    with pytest.raises(ValueError, match=f"^{length} octets are no Ethernet frame: its header has 14$"):
        frame.decode(ARP_REQUEST[:length])


def test_fourteen_octets_are_a_frame_without_payload() -> None:
    assert frame.decode(ARP_REQUEST[:14]).payload == b""


def test_zero_padding_to_60_octets_is_not_part_of_the_frame() -> None:
    value = frame.decode(ARP_REQUEST + bytes(18))
    assert value.trailer == b""
    assert len(value) == 42


@pytest.mark.parametrize(
    ("behind", "trailer"),
    [
        (b"ab", b"ab"),
        (b"ab" + bytes(16), b"ab"),
        (bytes(17) + b"z", bytes(17) + b"z"),
        (bytes(19), bytes(19)),
    ],
)
def test_what_follows_the_payload_and_is_no_padding_is_the_trailer(behind: bytes, trailer: bytes) -> None:
    value = frame.decode(ARP_REQUEST + behind)
    assert value.trailer == trailer
    assert frame.encode(value) == (ARP_REQUEST + behind).ljust(60, b"\0")


def test_unknown_or_malformed_payload_stays_octets() -> None:
    assert frame.decode(PING_REQUEST[:12] + b"\x86\xdd" + PING_REQUEST[14:]).payload == PING_REQUEST[14:]
    assert frame.decode(PING_REQUEST[:14] + b"\x65" + PING_REQUEST[15:]).payload == b"\x65" + PING_REQUEST[15:]


def test_crc_32_check_value() -> None:
    # CRC-32/ISO-HDLC of "123456789" is 0xCBF43926; a link carries the least significant octet first.
    assert frame.with_fcs(b"123456789")[-4:] == bytes.fromhex("2639f4cb")


@given(st.binary(min_size=14, max_size=100), st.data())
def test_frame_check_sequence_finds_any_flipped_bit(octets: bytes, data: st.DataObject) -> None:
    sent = frame.with_fcs(octets)
    assert frame.fcs_ok(sent)
    bit = data.draw(st.integers(0, len(sent) * 8 - 1))
    assert not frame.fcs_ok((int.from_bytes(sent, "big") ^ 1 << bit).to_bytes(len(sent), "big"))


def test_octets_too_few_for_a_frame_check_sequence_have_none() -> None:
    assert not frame.fcs_ok(b"")
    assert not frame.fcs_ok(bytes(4))


def test_damaged_frame_is_its_octets_without_frame_check_sequence() -> None:
    assert frame.encode(Damaged(b"what is left" + b"FCS!")) == b"what is left"


def test_tshark_agrees_on_the_frame_check_sequence(tmp_path: Path, tshark: Tshark) -> None:
    sent = [frame.with_fcs(octets.ljust(60, b"\0")) for octets, _ in VALUES]
    damaged = [octets[:20] + bytes([octets[20] ^ 1]) + octets[21:] for octets in sent]
    utils.wrpcap(str(tmp_path / "fcs.pcap"), sent + damaged, linktype=1)
    preferences = ("eth.fcs:Always", "eth.check_fcs:TRUE")
    statuses = tshark(tmp_path / "fcs.pcap", "eth.fcs.status", preferences=preferences)
    assert statuses == [["1"]] * len(sent) + [["0"]] * len(damaged)


def test_encoding_and_decoding_load_no_scapy() -> None:
    code = (
        "import pkgutil, importlib, sys, sim.wire\n"
        "for module in pkgutil.iter_modules(sim.wire.__path__, 'sim.wire.'):\n"
        "    importlib.import_module(module.name)\n"
        "assert not any(name.startswith('scapy') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
