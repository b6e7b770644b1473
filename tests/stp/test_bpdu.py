"""The octets of BPDUs, and how they are told: as the standard draws them, and as tshark and tcpdump read them."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.features.stp import codec, pdu, rules
from sim.features.stp.pdu import Bpdu, BridgeId, PortId
from sim.link.ethernet import frame as wire
from sim.packets.dissect import dissect
from sim.packets.telling import summary
from sim.patterns import display_filter
from sim.patterns.pattern import Names
from sim.patterns.syntax import parse
from sim.wire.pcapng import Writer
from tests.conftest import Tshark
from tests.outside import need
from tests.stp.bpdus import BRIDGE, CONFIGURATION, NOTIFICATION, RAPID, ROOT, framed

SAMPLES = (CONFIGURATION, NOTIFICATION, RAPID)


def capture(path: Path, bpdus: tuple[Bpdu, ...]) -> Path:
    with path.open("wb") as file:
        writer = Writer(file, [("1", "")])
        for bpdu in bpdus:
            writer.packet(0, 0, wire.encode(framed(bpdu)))
    return path


def test_configuration_bpdu_has_the_octets_of_figure_9_1() -> None:
    # 802.1D-2004 figure 9-1: 2 protocol, 1 version, 1 type, 1 flags, 8 root, 4 cost, 8 bridge, 2 port, 4 times of 2
    expected = "0000 00 00 01 1000001906eab880 00000004 8000001c0e877800 8004 0100 1400 0200 0f00"
    assert codec.encode(CONFIGURATION) == bytes.fromhex(expected)


def test_topology_change_notification_has_the_octets_of_figure_9_2() -> None:
    assert codec.encode(NOTIFICATION) == bytes.fromhex("0000 00 80")


def test_rst_bpdu_has_the_octets_of_figure_9_3() -> None:
    # 9.3.3: flags 3 and 4 are the role (designated is 11), flag 2 is the proposal; the Version 1 Length is 0
    expected = "0000 02 02 0e 8000001c0e877800 00000000 8000001c0e877800 8001 0000 1400 0200 0f00 00"
    assert codec.encode(RAPID) == bytes.fromhex(expected)


def test_a_bpdu_goes_to_the_group_address_in_an_802_3_frame() -> None:
    # 7.12.3: 01-80-C2-00-00-00, and the LLC address 0100 0010; 802.3 pads to 60 octets
    octets = wire.encode(framed(NOTIFICATION))
    assert octets[:17] == bytes.fromhex("0180c2000000 001c0e877804 0007 42 42 03")
    assert len(octets) == 60


bridges = st.integers(0, 2**64 - 1).map(BridgeId)
shorts = st.integers(0, 0xFFFF)
octet = st.integers(0, 0xFF)
full: dict[str, Any] = {"flags": octet, "root": bridges, "cost": st.integers(0, 2**32 - 1), "bridge": bridges}
full |= {"port": shorts.map(PortId), "message_age": shorts, "max_age": shorts, "hello_time": shorts}
full |= {"forward_delay": shorts, "rest": st.binary(max_size=90)}
any_bpdu = st.one_of(
    st.builds(Bpdu, st.just(pdu.TOPOLOGY_CHANGE_NOTIFICATION), octet, rest=st.binary(max_size=70)),
    st.builds(Bpdu, st.just(pdu.CONFIGURATION), octet, **full),
    st.builds(Bpdu, st.just(pdu.RAPID), st.integers(2, 255), version_1_length=octet, **full),
)


@given(any_bpdu)
def test_any_bpdu_is_read_back_equal(bpdu: Bpdu) -> None:
    octets = codec.encode(bpdu)
    assert len(octets) == len(bpdu)
    assert codec.decode(octets) == bpdu
    frame = framed(bpdu)
    assert wire.decode(wire.encode(frame)) == frame


@given(st.binary(max_size=120), st.integers(0, 1500))
def test_any_802_3_frame_is_read_and_written_back(content: bytes, length: int) -> None:
    octets = (bytes.fromhex("0180c2000000 001c0e877804") + length.to_bytes(2, "big") + content).ljust(60, b"\0")
    assert wire.encode(wire.decode(octets)) == octets
    layers = dissect(octets)
    assert [layer.start for layer in layers] == [0, *(layer.end for layer in layers[:-1])]
    assert layers[-1].end == len(octets)


@pytest.mark.parametrize(
    ("octets", "rule"),
    [
        ("0000 00", rules.TRUNCATED),
        ("0001 00 00" + "00" * 31, rules.OTHER_PROTOCOL),
        ("0000 00 07" + "00" * 31, rules.UNKNOWN_TYPE),
        ("0000 00 02" + "00" * 32, rules.UNKNOWN_TYPE),
        ("0000 00 00" + "00" * 30, rules.TRUNCATED),
        ("0000 02 02" + "00" * 31, rules.TRUNCATED),
    ],
)
def test_octets_that_are_no_bpdu(octets: str, rule: object) -> None:
    # 9.3.4: a BPDU has four octets and protocol 0; a configuration BPDU 35, an RST BPDU of version 2 36
    assert codec.decode(bytes.fromhex(octets)) is None
    why = codec.fault(bytes.fromhex(octets))
    assert why is not None
    assert why.rule is rule


def test_tshark_reads_every_bpdu_by_name_and_without_complaint(tmp_path: Path, tshark: Tshark) -> None:
    names = ["_ws.col.Protocol", "_ws.expert.message", "_ws.malformed", "stp.type", "stp.flags", "stp.root.prio"]
    names += ["stp.root.hw", "stp.root.cost", "stp.bridge.hw", "stp.port", "stp.forward", "stp.flags.port_role"]
    rows = tshark(capture(tmp_path / "a.pcapng", SAMPLES), *names)
    address, bridge = str(ROOT.address), str(BRIDGE.address)
    assert [row[:3] for row in rows] == [["STP", "", ""]] * 3
    assert rows[0][3:11] == ["0x00", "0x01", "4096", address, "4", bridge, "0x8004", "15"]
    assert rows[1][3:] == ["0x80", *[""] * 8]
    assert rows[2][3:] == ["0x02", "0x0e", "32768", bridge, "0", bridge, "0x8001", "15", "3"]


ALIKE = (
    *SAMPLES,
    Bpdu(pdu.CONFIGURATION, 0, pdu.TC | pdu.TC_ACK, ROOT, 19, BRIDGE, PortId(0x1001), 384, 1, 2, 3, rest=b"\0\0"),
    Bpdu(pdu.RAPID, 2, 0x7D, ROOT, 19, BRIDGE, PortId(0x1001), 384, 5120, 512, 3840),
    Bpdu(pdu.RAPID, 2, 0x38, ROOT, 19, BRIDGE, PortId(0x1001), 384, 5120, 512, 3840),
)


def test_bpdus_are_told_as_tcpdump_tells_them(tmp_path: Path) -> None:
    command = [need("tcpdump"), "-n", "-t", "-v", "-r", str(capture(tmp_path / "a.pcapng", ALIKE))]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told = [summary(framed(bpdu)) for bpdu in ALIKE]
    joined = printed.replace("\n\tmessage-age", "; message-age").replace("\n\troot-id", ", root-id")
    assert joined.splitlines() == [f"{each.line}; {each.details}" if each.details else each.line for each in told]


@pytest.mark.parametrize(
    ("text", "matching"),
    [
        ("every stp", [CONFIGURATION, NOTIFICATION, RAPID]),
        ("every bpdu tcn", [NOTIFICATION]),
        ("every bpdu proposal", [RAPID]),
        ("every bpdu tc", [CONFIGURATION]),
        ("every bpdu cost 4", [CONFIGURATION]),
        ("every bpdu root 32768.00:1c:0e:87:78:00", [RAPID]),
        ("every stp designated bridge 32768.00:1C:0E:87:78:00", [RAPID]),
    ],
)
def test_words_of_the_packet_language(text: str, matching: list[Bpdu]) -> None:
    pattern = parse(text, Names({}, {}))
    assert [bpdu for bpdu in SAMPLES if pattern.accepts(framed(bpdu))] == matching


@pytest.mark.parametrize(
    "text",
    [
        "stp",
        "stp.flags.proposal == 1",
        "stp.root.hw == 00:19:06:ea:b8:80",
        "stp.root.cost > 3",
        "stp.type == 0x80",
        "stp.msg_age == 1 && stp.forward == 15",
        "llc.dsap == 0x42",
        "stp.flags.port_role == 3",
        "stp.port == 0x8001",
    ],
)
def test_display_filters_match_what_those_of_tshark_match(text: str, tmp_path: Path) -> None:
    is_meant = display_filter.parse(text).accepts
    found = [str(number) for number, bpdu in enumerate(SAMPLES, 1) if is_meant(framed(bpdu))]
    command = [need("tshark"), "-r", str(capture(tmp_path / "a.pcapng", SAMPLES)), "-Y", text]
    command += ["-T", "fields", "-e", "frame.number"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)
    assert printed.stdout.split() == found
