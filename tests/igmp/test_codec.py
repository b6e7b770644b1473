"""The octets of IGMP messages, and how they are told: read back equal, by tshark without complaint, and as tcpdump."""

import subprocess
from pathlib import Path

import pytest

from sim.addresses import multicast_mac
from sim.features.igmp import codec, rules, view
from sim.features.igmp import pdu as igmp
from sim.features.igmp.pdu import GroupRecord, Igmp, from_code
from sim.ip.ipv4.pdu import PROTOCOL_IGMP, IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.packets.dissect import dissect
from sim.packets.telling import summary
from tests.conftest import Tshark
from tests.igmp.messages import ip, query, v3_query
from tests.nodes.inject import STRANGER
from tests.outside import need
from tests.wire.oracle import l2, utils

GROUP = ip("239.1.1.1")
RECORDS = tuple(
    GroupRecord(kind, ip(f"239.1.1.{kind}"), tuple(ip(f"10.0.0.{n}") for n in range(7, 7 + kind % 3)))
    for kind in range(1, 7)
)
MESSAGES = {
    "v1 query": query(tenths=0),
    "v2 query": query(),
    "v2 query, quick": query(tenths=10),
    "v2 group query": query("239.1.1.1", 10),
    "v3 query": v3_query(robustness=2),
    "v3 query, quick": v3_query(tenths=1),
    "v3 query, slow": v3_query(tenths=0x8F),
    "v3 query, minutes": v3_query(tenths=0xE4),
    "v3 group query": v3_query("239.1.1.1", 10),
    "v3 source query": v3_query("239.1.1.1", 10, "10.0.0.7", "10.0.0.8"),
    "v1 report": Igmp(igmp.V1_REPORT, group=GROUP),
    "v2 report": Igmp(igmp.V2_REPORT, group=GROUP),
    "leave": Igmp(igmp.LEAVE, group=GROUP),
    "v3 report": Igmp(igmp.V3_REPORT, records=RECORDS),
    "v3 report of nothing": Igmp(igmp.V3_REPORT),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_read_back_as_it_was_written(name: str) -> None:
    message = MESSAGES[name]
    octets = codec.encode(message)
    assert len(octets) == len(message)
    assert codec.decode(octets) == message
    assert codec.fault(octets) is None


def test_octets_that_nobody_uses_are_kept() -> None:
    record = GroupRecord(igmp.IS_INCLUDE, GROUP, (ip("10.0.0.7"),), b"aux!")
    for message in (
        Igmp(igmp.V3_REPORT, 5, records=(record,), reserved=9, rest=b"more"),
        Igmp(igmp.V2_REPORT, 5, GROUP, rest=b"m"),
        Igmp(igmp.QUERY, 5, GROUP, flags=0xFF, interval=7, sources=(), rest=b"m"),
        Igmp(0x13, 1, GROUP),
    ):
        assert codec.decode(codec.encode(message)) == message


def test_versions_of_queries_by_their_length_and_code() -> None:
    """RFC 3376 7.1."""
    assert [MESSAGES[name].version for name in ("v1 query", "v2 query", "v3 query")] == [1, 2, 3]
    assert Igmp(igmp.QUERY, 100, rest=b"\0\0").version == 0


def test_codes_of_times() -> None:
    """RFC 3376 4.1.1: from 128 on (mant | 0x10) << (exp + 3)."""
    assert [from_code(code) for code in (0, 100, 127, 128, 0x8F, 0x90, 0xFF)] == [0, 100, 127, 128, 248, 256, 31744]


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_cut_off_or_damaged_is_none(name: str) -> None:
    octets = codec.encode(MESSAGES[name])
    for length in range(len(octets)):
        found = codec.decode(octets[:length])
        # The checksum does not tell that zeros are missing: what is left is a query of no version.
        assert found is None or not found.version
    why = codec.fault(octets[:-1] + bytes([octets[-1] ^ 1]))
    assert why is not None
    assert why.rule in (rules.BAD_CHECKSUM, rules.TRUNCATED)


def test_every_octet_of_a_frame_is_in_a_field() -> None:
    for message in MESSAGES.values():
        frame = wire.encode(_frame(message))
        layers = dissect(_frame(message))
        covered = [bit for layer in layers for each in layer.fields for bit in range(each.first_bit, each.last_bit + 1)]
        assert covered == [*range(8 * len(frame))]


def test_tshark_reads_every_message(tmp_path: Path, tshark: Tshark) -> None:
    capture = _capture(tmp_path)
    rows = tshark(capture, "igmp.version", "igmp.type", "igmp.checksum.status", "_ws.expert.message", "_ws.malformed")
    assert [row[0] for row in rows] == [str(message.version) for message in MESSAGES.values()]
    assert [row[1] for row in rows] == [f"0x{message.type:02x}" for message in MESSAGES.values()]
    assert {tuple(row[2:]) for row in rows} == {("1", "", "")}


def test_messages_are_told_as_tcpdump_tells_them(tmp_path: Path) -> None:
    capture = _capture(tmp_path)
    command = [need("tcpdump"), "-n", "-t", "-r", str(capture)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    told = [summary(_frame(message)).line for message in MESSAGES.values()]
    assert told == lines


def test_records_are_told_as_tcpdump_tells_them_with_vv(tmp_path: Path) -> None:
    capture = _capture(tmp_path)
    command = [need("tcpdump"), "-n", "-t", "-vv", "-r", str(capture)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert view.summary(MESSAGES["v3 report"], None, None).details in text


def _frame(message: Igmp) -> Ethernet:
    datagram = IPv4(ip("10.0.0.2"), GROUP, PROTOCOL_IGMP, message, ttl=1, tos=0xC0, options=b"\x94\4\0\0")
    return Ethernet(multicast_mac(GROUP), STRANGER, TYPE_IPV4, datagram)


def _capture(folder: Path) -> Path:
    path = folder / "igmp.pcap"
    utils.wrpcap(str(path), [l2.Ether(wire.encode(_frame(message))) for message in MESSAGES.values()])
    return path
