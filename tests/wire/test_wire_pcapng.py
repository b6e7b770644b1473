import gzip
import io
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.link.ethernet import frame
from sim.wire.pcapng import Captured, Writer, read_capture
from tests.conftest import Tshark
from tests.outside import need
from tests.wire.oracle import l2, utils
from tests.wire.samples import ARP_REQUEST, DNS_QUERY, PING_REQUEST, VALUES

LINKS = [("pc1--sw1", "pc1:eth0 to sw1:1"), ("宿舍", "dormitory")]
COMMENT = "pc1 knows the IP but not the MAC — 问所有人"


def written(packets: list[tuple[int, int, bytes, str]]) -> bytes:
    stream = io.BytesIO()
    writer = Writer(stream, LINKS)
    for packet in packets:
        writer.packet(*packet)
    return stream.getvalue()


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    path = tmp_path / "some.pcapng"
    path.write_bytes(
        written([(0, 1_000_000_001, ARP_REQUEST, COMMENT), (1, 2**33 * 1_000_000_000 + 7, PING_REQUEST, "")])
    )
    return path


def test_section_header_is_the_one_that_the_format_describes() -> None:
    # draft-ietf-opsawg-pcapng 4.1: type, length, byte-order magic, version 1.0, section length -1, options
    assert written([])[:56].hex(" ", -4) == (
        "0a0d0d0a 38000000 4d3c2b1a 01000000 ffffffff ffffffff"
        " 02000800 686f7073 636f7065 04000800 686f7073 636f7065 00000000 38000000"
    )


def test_tshark_reads_interfaces_times_octets_and_comments(capture: Path, tshark: Tshark) -> None:
    names = (
        "frame.interface_name",
        "frame.interface_description",
        "frame.time_epoch",
        "frame.len",
        "frame.comment",
    )
    assert tshark(capture, *names) == [
        ["pc1--sw1", "pc1:eth0 to sw1:1", "1.000000001", "42", COMMENT],
        ["宿舍", "dormitory", "8589934592.000000007", "74", ""],
    ]


def test_tshark_finds_nothing_wrong_in_frames_made_from_values(tmp_path: Path, tshark: Tshark) -> None:
    path = tmp_path / "values.pcapng"
    path.write_bytes(written([(0, n, frame.encode(value), "") for n, (_, value) in enumerate(VALUES)]))
    names = (
        "_ws.malformed",
        "ip.checksum.status",
        "icmp.checksum.status",
        "tcp.checksum.status",
        "udp.checksum.status",
    )
    assert tshark(path, *names) == [
        ["", "", "", "", ""],
        ["", "", "", "", ""],
        ["", "1", "1", "", ""],
        ["", "1", "1", "", ""],
        ["", "1,1", "1", "", "0"],  # the quoted checksum is as Linux left it to the network card
        ["", "1", "", "", ""],
        ["", "1", "", "1", ""],
        ["", "1", "", "1", ""],
        ["", "1", "", "1", ""],
        ["", "1", "", "", "1"],
    ]


@pytest.mark.parametrize("length", range(60, 64))
def test_frames_of_any_length_are_padded_to_32_bits(length: int, tmp_path: Path, tshark: Tshark) -> None:
    path = tmp_path / "lengths.pcapng"
    octets = PING_REQUEST[:length]
    path.write_bytes(written([(0, 0, octets, "c" * length), (0, 0, octets, "")]))
    assert tshark(path, "frame.len", "frame.comment") == [[str(length), "c" * length], [str(length), ""]]
    assert len(path.read_bytes()) % 4 == 0


@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.integers(0, 2**64 - 1),
            st.binary(min_size=1, max_size=70),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, packets: list[tuple[int, int, bytes, str]]
) -> None:
    path = tmp_path_factory.mktemp("capture") / "again.pcapng"
    path.write_bytes(written(packets))
    assert list(read_capture(path)) == [
        Captured(ns, LINKS[interface][0], octets, comment) for interface, ns, octets, comment in packets
    ]


def test_comment_too_long_for_an_option_is_cut_between_characters(tmp_path: Path) -> None:
    path = tmp_path / "long.pcapng"
    path.write_bytes(written([(0, 0, ARP_REQUEST, "问" * 30_000)]))
    assert [packet.comment for packet in read_capture(path)] == ["问" * 21_845]


@pytest.mark.parametrize(("nano", "ns"), [(False, 1_500_000_123_000), (True, 1_500_000_123_456)])
def test_pcap_is_read_with_its_own_resolution(nano: bool, ns: int, tmp_path: Path) -> None:
    path = tmp_path / "some.pcap"
    writer = utils.PcapWriter(str(path), nano=nano, linktype=1)
    writer.write_header(None)
    writer.write_packet(DNS_QUERY, sec=1500, usec=123_456 if nano else 123)
    writer.close()
    assert list(read_capture(path)) == [Captured(ns, "", DNS_QUERY, "")]


def test_pcapng_of_scapy_is_read_in_microseconds(tmp_path: Path) -> None:
    path = tmp_path / "scapy.pcapng"
    packet = l2.Ether(DNS_QUERY)
    packet.time = 12
    utils.wrpcapng(str(path), [packet])
    assert [(captured.ns, captured.octets) for captured in read_capture(path)] == [(12_000_000_000, DNS_QUERY)]


def test_gzipped_capture_is_read(capture: Path) -> None:
    packets = list(read_capture(capture))
    capture.write_bytes(gzip.compress(capture.read_bytes()))
    assert list(read_capture(capture)) == packets


def test_capture_converted_by_wireshark_is_read(capture: Path, tmp_path: Path) -> None:
    editcap = need("editcap")
    converted = tmp_path / "converted.pcap"
    subprocess.run([editcap, "-F", "nsecpcap", "-r", str(capture), str(converted), "1"], check=True)
    assert list(read_capture(converted)) == [Captured(1_000_000_001, "", ARP_REQUEST, "")]


def test_capture_cut_inside_a_packet_ends_before_it(capture: Path, tmp_path: Path) -> None:
    capture.write_bytes(capture.read_bytes()[:-40])
    assert [packet.octets for packet in read_capture(capture)] == [ARP_REQUEST]
    path = tmp_path / "cut.pcap"
    utils.wrpcap(str(path), [ARP_REQUEST, PING_REQUEST], linktype=1)
    path.write_bytes(path.read_bytes()[:-1])
    assert [packet.octets for packet in read_capture(path)] == [ARP_REQUEST]


@pytest.mark.parametrize("junk", [b"", b"title: not a capture\n", b"\x0a\x0d\x0d\x0a", b"\x1f\x8bjunk"])
def test_file_that_is_no_capture_is_refused(junk: bytes, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(junk)
    with pytest.raises(ValueError, match=r"notes\.txt is neither a pcap nor a pcapng file"):
        list(read_capture(path))


def test_capture_of_another_link_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "raw.pcap"
    utils.wrpcap(str(path), [PING_REQUEST[14:]], linktype=101)
    with pytest.raises(ValueError, match=r"raw\.pcap has frames of link type 101, not Ethernet \(1\)"):
        list(read_capture(path))


def test_missing_capture_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_capture(tmp_path / "nothing.pcap"))
