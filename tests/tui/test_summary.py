"""Packets in tcpdump's words: each line was printed by ``tcpdump -n -t`` 4.99 for the octets of the value."""

import subprocess
from pathlib import Path

import pytest

from sim.addresses import ANY, BROADCAST_MAC, ZERO_MAC, IPv4Address, MacAddress
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.icmp import pdu as icmp
from sim.ip.icmp.pdu import Icmp, echo
from sim.ip.ipv4 import codec as wire_ipv4
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Damaged, Ethernet
from sim.link.ethernet.view import link_header
from sim.packets.telling import summary
from sim.pdu.base import Content
from sim.transport.tcp.options import Options, write
from sim.transport.tcp.pdu import ACK, CWR, ECE, FIN, PSH, RST, SYN, URG, Tcp
from sim.transport.udp.pdu import Udp
from sim.wire.pcapng import Writer
from tests.outside import need
from tests.wire.samples import VALUES

A = IPv4Address.parse("192.168.10.1")
B = IPv4Address.parse("192.168.10.3")
R = IPv4Address.parse("10.0.0.254")
MAC_A = MacAddress.parse("02:00:00:00:00:0a")
MAC_B = MacAddress.parse("02:00:00:00:00:0b")


def arp(operation: int, sender: IPv4Address, target: IPv4Address, target_mac: MacAddress = ZERO_MAC) -> Ethernet:
    return Ethernet(BROADCAST_MAC, MAC_A, TYPE_ARP, Arp(operation, MAC_A, sender, target_mac, target))


def ip(payload: Content, protocol: int = 1, src: IPv4Address = A, ttl: int = 64, **fields: int | bytes) -> Ethernet:
    datagram = IPv4(src, B if src is A else A, protocol, payload, ttl, **fields)  # type: ignore[arg-type]
    return Ethernet(MAC_B, MAC_A, TYPE_IPV4, datagram)


PING = ip(echo(icmp.ECHO_REQUEST, 1, 1, bytes(56)))
UDP_QUOTE = wire_ipv4.encode(IPv4(A, B, 17, Udp(40000, 33434, bytes(32))))[:48]
ECHO_OCTETS = wire_ipv4.payload_octets(IPv4(A, B, 1, echo(icmp.ECHO_REQUEST, 1, 1, bytes(1600))))


def error(kind: int, code: int, rest: int = 0) -> Ethernet:
    return ip(Icmp(kind, code, rest, UDP_QUOTE), src=R)


def tcp(flags: int, data: bytes = b"", options: bytes = b"", urgent: int = 0) -> Ethernet:
    ack = 301 if flags & ACK else 0
    return ip(Tcp(49152, 8081, 100, ack, flags, 65535, data, options, urgent), 6)


SYN_OPTIONS = write(Options(1460, 7, True, (), (1, 0)))
SACKS = write(Options(sack=((310, 320), (330, 340)), timestamps=(5, 6)))
TCP_QUOTE = wire_ipv4.encode(IPv4(A, B, 6, Tcp(49152, 80, 100, 0, SYN, 65535)))[:28]
SEGMENT = wire_ipv4.payload_octets(IPv4(A, B, 6, Tcp(49152, 8081, 100, 301, ACK, 1000, bytes(1400))))

SEGMENTS = "IP 192.168.10.1.49152 > 192.168.10.3.8081: Flags "
FROM_ROUTER = "IP 10.0.0.254 > 192.168.10.1: ICMP "
LINES = [
    (arp(REQUEST, A, B), "ARP, Request who-has 192.168.10.3 tell 192.168.10.1, length 28"),
    (
        arp(REQUEST, A, B, MAC_B),
        "ARP, Request who-has 192.168.10.3 (02:00:00:00:00:0b) tell 192.168.10.1, length 28",
    ),
    (arp(REPLY, A, B, MAC_B), "ARP, Reply 192.168.10.1 is-at 02:00:00:00:00:0a, length 28"),
    (PING, "IP 192.168.10.1 > 192.168.10.3: ICMP echo request, id 1, seq 1, length 64"),
    (
        ip(echo(icmp.ECHO_REPLY, 7, 300, b"")),
        "IP 192.168.10.1 > 192.168.10.3: ICMP echo reply, id 7, seq 300, length 8",
    ),
    (ip(Udp(40000, 33434, bytes(32)), 17), "IP 192.168.10.1.40000 > 192.168.10.3.33434: UDP, length 32"),
    (
        tcp(SYN, options=SYN_OPTIONS),
        SEGMENTS + "[S], seq 100, win 65535, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0",
    ),
    (tcp(SYN | ACK), SEGMENTS + "[S.], seq 100, ack 301, win 65535, length 0"),
    (tcp(SYN, b"early"), SEGMENTS + "[S], seq 100:105, win 65535, length 5"),
    (tcp(ACK), SEGMENTS + "[.], ack 301, win 65535, length 0"),
    (tcp(ACK | PSH, b"GET"), SEGMENTS + "[P.], seq 100:103, ack 301, win 65535, length 3"),
    (tcp(ACK | PSH | URG, b"!", urgent=1), SEGMENTS + "[P.U], seq 100:101, ack 301, win 65535, urg 1, length 1"),
    (tcp(ACK | FIN), SEGMENTS + "[F.], seq 100, ack 301, win 65535, length 0"),
    (tcp(RST), SEGMENTS + "[R], seq 100, win 65535, length 0"),
    (tcp(ACK | ECE | CWR), SEGMENTS + "[.EW], ack 301, win 65535, length 0"),
    (tcp(0), SEGMENTS + "[none], win 65535, length 0"),
    (
        tcp(ACK, options=SACKS),
        SEGMENTS
        + "[.], ack 301, win 65535, options [nop,nop,TS val 5 ecr 6,nop,nop,sack 2 {310:320}{330:340}], length 0",
    ),
    (
        tcp(ACK, options=bytes.fromhex("fd04aabb 01000000")),
        SEGMENTS + "[.], ack 301, win 65535, options [unknown-253 0xaabb,nop,eol], length 0",
    ),
    (ip(SEGMENT[:552], 6, more_fragments=True), SEGMENTS + "[.], seq 100:632, ack 301, win 1000, length 532"),
    (
        ip(Icmp(3, 3, 0, TCP_QUOTE), src=R),
        "IP 10.0.0.254 > 192.168.10.1: ICMP 192.168.10.3 tcp port 80 unreachable, length 36",
    ),
    (
        ip(ECHO_OCTETS[:552], more_fragments=True),
        "IP 192.168.10.1 > 192.168.10.3: ICMP echo request, id 1, seq 1, length 552",
    ),
    (error(3, 0), FROM_ROUTER + "net 192.168.10.3 unreachable, length 56"),
    (error(3, 1), FROM_ROUTER + "host 192.168.10.3 unreachable, length 56"),
    (error(3, 2), FROM_ROUTER + "192.168.10.3 protocol 17 unreachable, length 56"),
    (error(3, 3), FROM_ROUTER + "192.168.10.3 udp port 33434 unreachable, length 56"),
    (error(3, 4, 1400), FROM_ROUTER + "192.168.10.3 unreachable - need to frag (mtu 1400), length 56"),
    (error(3, 4), FROM_ROUTER + "192.168.10.3 unreachable - need to frag, length 56"),
    (error(3, 5), FROM_ROUTER + "192.168.10.3 unreachable - source route failed, length 56"),
    (error(3, 6), FROM_ROUTER + "net 192.168.10.3 unreachable - unknown, length 56"),
    (error(3, 7), FROM_ROUTER + "host 192.168.10.3 unreachable - unknown, length 56"),
    (error(3, 8), FROM_ROUTER + "192.168.10.3 unreachable - source host isolated, length 56"),
    (error(3, 9), FROM_ROUTER + "net 192.168.10.3 unreachable - admin prohibited, length 56"),
    (error(3, 10), FROM_ROUTER + "host 192.168.10.3 unreachable - admin prohibited, length 56"),
    (error(3, 11), FROM_ROUTER + "net 192.168.10.3 unreachable - tos prohibited, length 56"),
    (error(3, 12), FROM_ROUTER + "host 192.168.10.3 unreachable - tos prohibited, length 56"),
    (error(3, 13), FROM_ROUTER + "host 192.168.10.3 unreachable - admin prohibited filter, length 56"),
    (error(3, 14), FROM_ROUTER + "host 192.168.10.3 unreachable - host precedence violation, length 56"),
    (error(3, 15), FROM_ROUTER + "host 192.168.10.3 unreachable - precedence cutoff, length 56"),
    (error(3, 16), FROM_ROUTER + "192.168.10.3 unreachable - #16, length 56"),
    (error(5, 0, B), FROM_ROUTER + "redirect 192.168.10.3 to net 192.168.10.3, length 56"),
    (error(5, 1, R), FROM_ROUTER + "redirect 192.168.10.3 to host 10.0.0.254, length 56"),
    (error(5, 2, B), FROM_ROUTER + "redirect-tos 192.168.10.3 to net 192.168.10.3, length 56"),
    (error(5, 3, B), FROM_ROUTER + "redirect-tos 192.168.10.3 to host 192.168.10.3, length 56"),
    (error(5, 4, B), FROM_ROUTER + "redirect-#4 192.168.10.3 to 192.168.10.3, length 56"),
    (error(11, 0), FROM_ROUTER + "time exceeded in-transit, length 56"),
    (error(11, 1), FROM_ROUTER + "ip reassembly time exceeded, length 56"),
    (error(11, 2), FROM_ROUTER + "time exceeded-#2, length 56"),
    (error(12, 0, 20 << 24), FROM_ROUTER + "parameter problem - octet 20, length 56"),
    (error(12, 2), FROM_ROUTER + "parameter problem - code 2, length 56"),
    (error(4, 0), FROM_ROUTER + "source quench, length 56"),
    (error(99, 3), FROM_ROUTER + "type-#99, length 56"),
    (ip(Icmp(13, 0, 1 << 16 | 2, bytes(12)), src=R), FROM_ROUTER + "time stamp query id 1 seq 2, length 20"),
]


@pytest.mark.parametrize(("frame", "line"), LINES, ids=[line[:60] for _, line in LINES])
def test_line_is_that_of_tcpdump(frame: Ethernet, line: str) -> None:
    assert summary(frame).line == line


def test_tcpdump_prints_these_lines(tmp_path: Path) -> None:
    program = need("tcpdump")
    frames = [frame for frame, _ in LINES] + [frame for _, frame in VALUES if frame.payload.__class__ is IPv4]
    capture = tmp_path / "lines.pcapng"
    with capture.open("wb") as stream:
        writer = Writer(stream, [("link", "")])
        for frame in frames:
            writer.packet(0, 0, wire.encode(frame))
    run = subprocess.run(
        [program, "-n", "-t", "-S", "-r", str(capture)], capture_output=True, text=True, check=True, env={"TZ": "UTC"}
    )
    # tcpdump counts the padding of an ARP packet too, and has names for what ports and fragments carry.
    printed = [line.replace("length 46", "length 28").replace("ip-proto-17", "udp") for line in run.stdout.splitlines()]
    dns = next(n for n, line in enumerate(printed) if "google" in line)
    printed = [line.removesuffix(": HTTP") for line in printed]
    assert printed[:dns] == [summary(frame).line for frame in frames[:dns]]


@pytest.mark.parametrize(
    ("frame", "details"),
    [
        (PING, "ttl 64"),
        (ip(echo(8, 1, 1, b""), ttl=1), "ttl 1"),
        (ip(echo(8, 1, 1, b""), dont_fragment=True), "ttl 64, DF"),
        (
            ip(ECHO_OCTETS[552:1104], identification=7, more_fragments=True, fragment_offset=552),
            "ttl 64, frag id 7, offset 552, length 552, more",
        ),
        (
            ip(ECHO_OCTETS[1104:], identification=7, fragment_offset=1104),
            "ttl 64, frag id 7, offset 1104, length 504",
        ),
        (ip(echo(8, 1, 1, b""), options=b"\x94\x04\0\0"), "ttl 64, options 94 04 00 00"),
        (arp(REQUEST, ANY, A), "probe"),
        (arp(REQUEST, A, A), "announcement"),
        (arp(REQUEST, A, B), ""),
    ],
)
def test_details_tell_what_matters_beyond_the_line(frame: Ethernet, details: str) -> None:
    assert summary(frame).details == details


def test_a_packet_has_the_colour_of_what_it_tells() -> None:
    packets = [PING, error(3, 0), arp(REQUEST, A, B), ip(Udp(40000, 53, b""), 17), tcp(SYN), ip(b"", 89)]
    assert [summary(packet).style for packet in packets] == ["icmp", "icmp-error", "arp", "udp", "tcp", "ip"]
    assert summary(Ethernet(MAC_A, MAC_B, 0x88B5, b"")).style == "ip"


def test_datagram_reads_as_its_frame_does() -> None:
    assert isinstance(PING.payload, IPv4)
    assert summary(PING.payload) == summary(PING)


def test_damaged_frame_reads_as_its_octets_say() -> None:
    octets = bytearray(wire.with_fcs(wire.encode(PING)))
    octets[5] ^= 1  # of the destination MAC address
    damaged = summary(Damaged(bytes(octets)))
    assert str(damaged).endswith("ICMP echo request, id 1, seq 1, length 64 (damaged, ttl 64)")
    octets[24] ^= 1  # of the IPv4 header's checksum
    said = "ethertype IPv4 (0x0800), malformed [ipv4.bad-checksum], length 98"
    assert summary(Damaged(bytes(octets))).line == f"02:00:00:00:00:0a > 02:00:00:00:00:0a, {said}"


def test_damaged_message_names_the_fault() -> None:
    octets = bytearray(wire.encode(PING))
    octets[60] ^= 1
    found = summary(wire.decode(bytes(octets)))
    assert found.line == "IP 192.168.10.1 > 192.168.10.3: icmp, malformed [icmp.bad-checksum], length 64"


def test_damaged_segment_names_the_fault() -> None:
    octets = bytearray(wire.encode(tcp(ACK, b"hello, world")))
    octets[60] ^= 1
    line = "IP 192.168.10.1 > 192.168.10.3: tcp, malformed [tcp.bad-checksum], length 32"
    assert summary(wire.decode(bytes(octets))).line == line


def test_link_header_is_that_of_tcpdump_with_option_e() -> None:
    assert link_header(PING) == "02:00:00:00:00:0a > 02:00:00:00:00:0b, ethertype IPv4 (0x0800), length 98: "
