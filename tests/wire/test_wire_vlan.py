"""VLAN tags in frames, beside scapy, tcpdump and tshark (IEEE 802.1Q-2018 9.6)."""

import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import MacAddress
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import echo
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_VLAN, Ethernet, Vlan, tagged, tags_length, untagged
from sim.link.ethernet.view import link_header
from sim.link.vlan import codec, rules
from sim.packets import telling
from sim.packets.dissect import dissect
from sim.patterns import display_filter
from sim.patterns.pattern import Names
from sim.patterns.syntax import parse
from sim.why import Why
from tests.conftest import Tshark
from tests.outside import need
from tests.tui.test_summary import LINES, PING, ip
from tests.wire.frames import macs
from tests.wire.oracle import l2, utils

TWICE = tagged(tagged(PING, 20), 10, 5, drop_eligible=True)
UNKNOWN = tagged(Ethernet(PING.dst, PING.src, 0x88B5, bytes(46)), 30)


def _matches(text: str, value: Ethernet) -> bool:
    return parse(text, Names({}, {})).accepts(value)


def test_a_tag_stands_behind_the_addresses_and_in_front_of_the_type() -> None:
    octets = wire.encode(tagged(PING, 10, 3))
    assert octets[:12] == wire.encode(PING)[:12]
    assert octets[12:18].hex(" ") == "81 00 60 0a 08 00"
    assert octets[18:] == wire.encode(PING)[14:]
    assert wire.decode(octets) == tagged(PING, 10, 3)
    assert untagged(tagged(PING, 10, 3)) == PING
    assert (tags_length(PING), tags_length(TWICE)) == (0, 8)


@given(macs, macs, st.integers(0, 4095), st.integers(0, 7), st.booleans(), st.binary(min_size=46, max_size=60))
def test_a_tagged_frame_agrees_with_scapy(
    dst: MacAddress, src: MacAddress, vlan: int, priority: int, drop_eligible: bool, payload: bytes
) -> None:
    tag = l2.Dot1Q(vlan=vlan, prio=priority, dei=int(drop_eligible), type=0x88B5)
    theirs = bytes(l2.Ether(dst=str(dst), src=str(src), type=TYPE_VLAN) / tag / payload)
    value = tagged(Ethernet(dst, src, 0x88B5, payload), vlan, priority, drop_eligible)
    assert wire.encode(value) == theirs
    assert wire.decode(theirs) == value


def test_what_is_too_short_for_a_tag_stays_octets() -> None:
    assert codec.fault(b"\x00\x0a\x08") == Why(rules.TRUNCATED, present=3, needed=4)
    assert codec.decode(b"\x00\x0a\x08") is None


def test_tcpdump_prints_these_headers(tmp_path: Path) -> None:
    program = need("tcpdump")
    values = [PING, *(tagged(value, 10) for value, _ in LINES[:4]), tagged(PING, 4094, 7), TWICE, UNKNOWN]
    utils.wrpcap(str(tmp_path / "tags.pcap"), [wire.encode(value) for value in values], linktype=1)
    read = [program, "-n", "-t", "-r", str(tmp_path / "tags.pcap")]
    plain = subprocess.run(read, capture_output=True, text=True, check=True).stdout
    with_link = subprocess.run([*read, "-e"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in plain.splitlines() if not line.startswith("\t")]
    told = [telling.summary(value) for value in values]
    assert [line.replace("length 42", "length 28").removesuffix(": ") for line in lines] == [each.line for each in told]
    headers = [line for line in with_link.splitlines() if not line.startswith("\t")]
    for value, each, printed in zip(values, told, headers, strict=True):
        said = each.line.removeprefix("IP ").removeprefix("ARP, ") if value is not UNKNOWN else ""
        ours = link_header(value) + said
        assert ours.replace("length 46: ", "length 60: ").replace("length 28", "length 42") == printed.replace(
            "length 46: ", "length 60: "
        )


def test_a_frame_with_tags_is_told_with_them() -> None:
    assert str(telling.summary(tagged(PING, 10))) == (
        "vlan 10, p 0, IP 192.168.10.1 > 192.168.10.3: ICMP echo request, id 1, seq 1, length 64 (ttl 64)"
    )
    assert str(telling.summary(TWICE)).startswith("vlan 10, p 5, DEI, vlan 20, p 0, IP 192.168.10.1")
    assert telling.labels(tagged(PING, 10)) == telling.labels(PING)
    assert telling.labels(UNKNOWN)[1] == "VLAN 30"
    names = [(layer.name, layer.start, layer.end) for layer in dissect(TWICE)]
    assert names[:4] == [("ethernet", 0, 14), ("vlan", 14, 18), ("vlan", 18, 22), ("ipv4", 22, 42)]


def test_patterns_and_filters_ask_for_the_vlan() -> None:
    frame = tagged(PING, 10, 5)
    assert _matches("vlan", frame)
    assert _matches("vlan 10", frame)
    assert _matches("vlan 10 priority 5", frame)
    assert _matches("icmp echo-request vlan 10", frame)
    assert not any(_matches(text, frame) for text in ("vlan 20", "icmp vlan 20", "vlan priority 4"))
    assert not _matches("vlan", PING)
    assert not _matches("icmp vlan 10", PING)
    assert _matches("vlan 10", TWICE)  # the outer tag is the frame's
    assert display_filter.parse("vlan.id == 20").accepts(TWICE)
    assert not display_filter.parse("vlan.id == 20").accepts(frame)
    assert display_filter.parse("vlan && icmp").accepts(frame)


def test_a_congested_queue_marks_the_datagram_behind_a_tag() -> None:
    ect, ce = (tagged(ip(echo(icmp.ECHO_REQUEST, 1, 1, b""), tos=tos), 10, 3).payload for tos in (2, 3))  # RFC 3168 5
    assert isinstance(ect, Vlan)
    assert ect.marked() == ce
    assert TWICE.payload.marked() is None  # type: ignore[union-attr]  # without ECN there is nothing to mark


def test_tshark_reads_both_tags(tmp_path: Path, tshark: Tshark) -> None:
    utils.wrpcap(str(tmp_path / "tags.pcap"), [wire.encode(value) for value in (TWICE, UNKNOWN)], linktype=1)
    rows = tshark(tmp_path / "tags.pcap", "vlan.id", "vlan.priority", "vlan.dei", "vlan.etype", "_ws.malformed")
    assert [row[:2] for row in rows] == [["10,20", "5,0"], ["30", "0"]]
    assert rows[0][3].split(",") == ["0x8100", "0x0800"]
    assert not any(row[4] for row in rows)
