"""Wireshark's display filters: tshark, given the same filter and our capture, chooses the same packets."""

import struct
import subprocess
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

from sim.addresses import IPv4Address, MacAddress
from sim.features.dns import codec as dns
from sim.features.dns import numbers, rdata
from sim.features.dns.name import Name
from sim.features.dns.pdu import QR, Message, ResourceRecord
from sim.ip.ipv4.pdu import PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.link import rules
from sim.link.ethernet.frame import encode
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.patterns.display_filter import completions, is_display_filter, parse, values_of
from sim.session import Session
from sim.trace.history import frames_sent
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.transport.tcp import options
from sim.transport.tcp.options import Options
from sim.transport.tcp.pdu import ACK, SYN, Tcp
from sim.transport.udp.pdu import Udp
from sim.why import Why
from sim.words import TextError
from tests.outside import need
from tests.tui.command import hopscope

FILTERS = (
    "arp",
    "!(arp)",
    "not arp and not icmp",
    "arp.opcode == 2",
    "arp.isprobe || arp.isannouncement",
    "arp.dst.proto_ipv4 == 192.168.10.254",
    "arp.src.hw_mac == 02:00:9c:d2:f7:68",
    "eth.dst == ff:ff:ff:ff:ff:ff or icmp.type eq 8",
    "eth.dst == FF-FF-FF-FF-FF-FF",
    "eth.type == 0x0800",
    "icmp.type == 8",
    "icmp.type == 0 && ip.ttl < 64",
    "icmp.type == 11 || icmp.type == 3 && icmp.code == 3",
    "icmp.seq == 1 and not ip.dst == 192.168.10.1",
    "icmp.ident > 0",
    "dhcp.option.requested_ip_address",
    "dhcp.option.ip_address_lease_time >= 60",
    "dhcp.option.router && dhcp.option.subnet_mask == 255.255.255.0",
    "dhcp.option.dhcp_server_id == 10.0.0.0/8",
    "dhcp.option.hostname",
    "dhcp.option.renewal_time_value || dhcp.option.rebinding_time_value",
    "dns.resp.ttl < 3600",
    'dns.ns contains "example"',
    "dns.ptr.domain_name",
    'http.host contains "example"',
    "http.user_agent || http.server",
    'http.content_type contains "html"',
    "http.location || http.connection || http.date",
    "ip",
    "ip.version == 4 && ip.hdr_len > 20",
    "ip.addr == 192.168.10.1",
    "!(ip.addr == 192.168.10.1)",
    "ip.addr != 192.168.10.1",
    "ip.src == 192.168.20.0/24",
    "ip.src != 10.0.0.0/8",
    "ip.addr in {192.168.10.0/24, 10.0.0.1..10.0.0.9}",
    "ip.ttl < 2",
    "ip.ttl in {1..5, 63}",
    "ip.flags.df == 1",
    "ip.flags.mf == True || ip.frag_offset > 0",
    "ip.frag_offset in {1..185}",
    "ip.len >= 100 && ip.id > 0",
    "(ip.proto == 6 || ip.proto == 17) && !icmp",
    "ip.dsfield.ecn > 0",
    "tcp.flags.syn == 1 and tcp.flags.ack == 0",
    "tcp.flags.syn == 1 && !(tcp.flags.ack == 1)",
    "tcp.flags == 0x012",
    "tcp.flags.fin == 1 || tcp.flags.reset == 1",
    "tcp.port in {7, 80}",
    "tcp.port in {80..90, 7}",
    "tcp.dstport == 7",
    "tcp.srcport >= 1024 && tcp.srcport <= 65535",
    "tcp.len > 0",
    "tcp.stream eq 0",
    "tcp.stream == 1",
    "tcp.stream > 1",
    "tcp.seq == 0",
    "tcp.seq == 1 && tcp.ack == 1",
    "tcp.ack > 100",
    "tcp.seq_raw == 100",
    "tcp.window_size_value == 0",
    "tcp.hdr_len > 20",
    "tcp.window_size < 1000",
    "tcp.window_size in {60000..65534}",
    "tcp.window_size_scalefactor == -1 || tcp.window_size_scalefactor == -2",
    "tcp.window_size_scalefactor >= 1",
    "tcp.options.wscale.multiplier == 1",
    "tcp.options.sack_le > 0 && tcp.options.sack_re > 1460",
    "tcp.options.sack_le == 2921 || tcp.options.sack.count == 2",
    "tcp.options.timestamp.tsval > 0 || tcp.options.timestamp.tsecr > 0",
    "tcp.analysis.zero_window",
    "tcp.flags & 0x02",
    "tcp.flags & 0x12 == 0x02",
    "not tcp.flags & 2",
    "tcp[13] & 2",
    "tcp[13] == 12 || ip[9] == 1",
    "tcp.port not in {80, 7}",
    "tcp.dstport === 7",
    "ip.addr !== 192.168.10.1",
    "ip.addr any_ne 192.168.10.1",
    "tcp.srcport > tcp.dstport",
    "ip.src == ip.dst || ip.ttl != ip.proto",
    "eth.src == arp.src.hw_mac && arp.src.proto_ipv4 != arp.dst.proto_ipv4",
    "len(tcp.payload) > 100 || len(dns.qry.name) > 5",
    'lower(http.host) contains "example" || upper(dns.qry.name) == "WWW.EXAMPLE.COM"',
    "count(ip.addr) > 2",
    "count(dns.a) == 0 or count(dns.a) >= 1",
    'http.host ~ "^www"',
    "eth.dst[0:3] == ff:ff:ff",
    "eth.dst[0] & 1",
    "eth.src[:3] == 02-00-00 || eth.src[1-2] == 00:9c || eth.src[4:] == f7:68 || eth.src[-1] == 68",
    "eth.src[0,5] == 02:68",
    "frame[12:2] == 08:06",
    "ip.src[0:2] == c0:a8",
    'dns.qry.name[0:3] == "www"',
    "eth.ig == 1",
    "arp.hw.type == 1 && arp.proto.type == 0x0800",
    "ip.flags == 2",
    "udp.payload[2:2] == 01:00 || udp.payload[0] == 1",
    "dns.count.auth_rr > 0 || dns.count.add_rr > 0",
    "dns.soa.minimum_ttl > 0 || dns.soa.serial_number > 0",
    'dns.soa.mname contains "ns" || dns.soa.rname contains "."',
    "dhcp.flags.bc == 0 && dhcp.flags == 0 && dhcp.secs == 0",
    "dhcp.option.request_list_item == 3",
    "dhcp.option.message || dhcp.option.broadcast_address",
    "http.content_length > 10",
    'http.request.version == "HTTP/1.1" || http.response.version == "HTTP/1.0"',
    'http.file_data contains "html"',
    "tcp.options.mss_val == 1460",
    "tcp.options.wscale.shift >= 0",
    "tcp.options.sack_perm",
    'tcp contains "GET"',
    "tcp contains 48:54:54:50",
    'tcp.payload contains "Host"',
    "udp.port == 33434 && !icmp",
    "udp.stream eq 0",
    "udp.stream == 2 or udp.stream == 3",
    "udp.length > 40",
    'udp contains "www"',
    "dns",
    'dns.qry.name contains "www"',
    'dns.qry.name == "www.example.com"',
    'dns.qry.name matches "^WWW[.]"',
    "dns.qry.type == 1 && dns.flags.response == 0",
    "dns.flags.rcode == 3",
    "dns.flags.authoritative == 1",
    "dns.flags.recdesired == 1 && dns.count.answers == 0",
    "dns.a == 192.0.2.80",
    "dns.a == 192.0.2.0/24",
    'dns.cname contains "example"',
    'dns.resp.name contains "ns"',
    "http",
    "http.request",
    'http.request.method == "GET"',
    'http.request.uri contains "/"',
    "http.response.code >= 300",
    "http.response.code == 200",
    "dhcp",
    "bootp",
    "dhcp.option.dhcp == 1",
    "dhcp.type == 2 && dhcp.ip.your == 192.168.10.0/24",
    "dhcp.ip.relay != 0.0.0.0",
    "igmp",
    "igmp.type == 0x16 || igmp.version == 3",
    "igmp.maddr == 239.0.0.0/8",
    "frame.number == 3",
    "frame.number >= 4 and frame.number <= 9",
    "frame.number in {1, 5..8}",
    "frame.time_relative > 0.5",
    "frame.time_relative <= 0.02",
    "frame.time_delta > 0.1",
    "frame.len > 100",
    "frame.len == 60",
    'frame contains "www"',
    "(arp || icmp) && !(ip.dst == 192.168.10.1) or tcp.flags.push == 1",
)
"""Filters of tutorials and of the Wireshark User's Guide, 6.4."""
# On its second link tshark takes a segment for one that is sent again, and does not read the HTTP in it.
RUNS = (
    "two-dormitories", "tcp-echo", "ttl-and-traceroute", "port-unreachable", "fragmentation", "sack-two-losses",
    "from-the-root-down", "when-the-ttl-is-over", "two-sites-two-ports", "relay", "multicast-ticker",
    "long-and-short-connections", "header", "d-sack", "ecn", "zero-window", "a-wildcard",
    "virtual-hosts", "a-declined-address", "cwnd-exercise", "cache-hosts-file-server", "http-by-hand",
)  # fmt: skip

ALONE = ("ip.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE")
"""Each frame is read by itself, as in the player."""

_TAP = """
local listener, found = Listener.new("frame", "%s"), {}
function listener.packet(info) found[#found + 1] = info.number end
function listener.draw() print("%d: " .. table.concat(found, " ")) end
"""


# Not among them: a flag alone, which Wireshark finds in every segment, set or not.


@pytest.mark.parametrize("name", RUNS)
def test_tshark_chooses_the_same_packets(name: str, tmp_path: Path) -> None:
    capture = tmp_path / "run.pcapng"
    assert hopscope("run", name, "--pcapng", str(capture), "-q").status == 0
    session = Session.load(name)
    session.run()
    assert wrong(session.trace, capture, FILTERS) == {}


def test_a_quote_is_searched_that_ends_before_its_segment(tmp_path: Path) -> None:
    """RFC 1812 4.3.2.3 leaves 548 octets of a datagram of 1,500 in an error."""
    capture = tmp_path / "run.pcapng"
    assert hopscope("run", "path-mtu", "--pcapng", str(capture), "-q").status == 0
    session = Session.load("path-mtu")
    session.run()
    filters = ("icmp && tcp.dstport == 80", "tcp.stream eq 0 && icmp.mtu < 1500", "tcp.flags.ack == 1")
    assert wrong(session.trace, capture, filters) == {}
    test = parse(filters[0]).test
    assert sum(test(session.trace, n) for n in frames_sent(session.trace)) == 3


CLIENT, SERVER = IPv4Address.parse("10.0.0.1"), IPv4Address.parse("10.0.0.2")
WINDOWS = ("tcp.window_size == 128000", "tcp.window_size == 8000", "tcp.window_size == 16384000")
FACTORS = tuple(f"tcp.window_size_scalefactor == {each}" for each in (-2, -1, 8, 128, 16384))


@pytest.mark.parametrize(
    "handshake",
    [
        [], ["S7"], ["S"], ["A3"], ["A"], ["S7", "A3"], ["S7", "A"], ["S", "A3"], ["S", "A"], ["S15", "A14"],
        ["S7", "A", "A3"], ["S7", "S", "A3"], ["S", "S7", "A3"], ["S7", "s3", "B7", "A3"], ["S7", "s", "B7", "A"],
        ["S7", "A3", "S", "A"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_window_is_scaled_as_far_as_the_handshake_was_seen(handshake: list[str], tmp_path: Path) -> None:
    """Capital S and B are the client's SYN and SYN,ACK, s and A the server's, with the shift that they offer."""
    trace = Trace()
    segments = [opening(each) for each in handshake]
    segments += [(True, Tcp(1000, 80, 101, 501, ACK, 1000)), (False, Tcp(80, 1000, 501, 101, ACK, 1000))]
    for is_client, segment in segments:
        src, dst = (CLIENT, SERVER) if is_client else (SERVER, CLIENT)
        frame = Ethernet(MacAddress(2), MacAddress(4), TYPE_IPV4, IPv4(src, dst, PROTOCOL_TCP, segment))
        trace.add(Kind.FRAME_SENT, 0, trace.add_spot(""), NO_CAUSE, frame, Why(rules.CONFIGURED, link=""))
    capture = tmp_path / "run.pcap"
    octets = [encode(trace.what[n]) for n in range(len(trace))]  # type: ignore[arg-type]  # they are frames
    records = (struct.pack("<IIII", 0, 0, len(each), len(each)) + each for each in octets)
    capture.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1) + b"".join(records))
    assert wrong(trace, capture, (*WINDOWS, *FACTORS, "tcp.window_size == 1000")) == {}


def opening(text: str) -> tuple[bool, Tcp]:
    is_client, is_answer = text[0] in "SB", text[0] in "AB"
    scale = options.write(Options(mss=1460, window_scale=int(text[1:]) if text[1:] else None))
    ports, seq, ack = ((1000, 80), 100, 501) if is_client else ((80, 1000), 500, 101)
    flags = SYN | ACK if is_answer else SYN
    return is_client, Tcp(*ports, seq, ack if is_answer else 0, flags, 1000, b"", scale)


def wrong(trace: Trace, capture: Path, filters: Sequence[str]) -> dict[str, tuple[list[int], list[int]]]:
    """The filters by which tshark chooses other packets of a capture, with our and its choice."""
    program, script = need("tshark"), capture.parent / "taps.lua"
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in filters)
    script.write_text("".join("do" + _TAP % (text, number) + "end\n" for number, text in enumerate(quoted)))
    command = [program, "-n", "-q", "-r", str(capture), "-X", f"lua_script:{script}"]
    command += [part for preference in ALONE for part in ("-o", preference)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = (line.partition(": ") for line in run.stdout.splitlines())
    theirs = {int(number): [int(frame) for frame in frames.split()] for number, _, frames in lines}
    found = {}
    for number, text in enumerate(filters):
        test = parse(text).test
        ours = [frame for frame, n in enumerate(frames_sent(trace), 1) if test(trace, n)]
        if ours != theirs[number]:
            found[text] = (ours, theirs[number])
    return found


@pytest.mark.parametrize(
    ("text", "told", "offset"),
    [
        ("ip.adr == 10.0.0.1", "there is no field 'ip.adr'; did you mean ip.addr?", 0),
        ("ip.addr ==", "a value is missing", 10),
        ("(arp", "')' is missing", 4),
        ("arp icmp", "'icmp' does not belong here; join tests with && or ||", 4),
        ("tcp.port in 80", "'80' begins no set; write {80, 443}", 12),
        ('tcp.payload matches "("', "this is no regular expression", 20),
        ("ip.ttl < 2 & arp", "'&' does not belong here; join tests with && or ||", 11),
        ("tcp.flags & syn", "'syn' is not a number", 12),
        ("len(tcp.port) > 1", "tcp.port is a number; take the length of octets or of a text", 4),
        ("tcp.payload > tcp.port", "tcp.port is of another kind; compare two numbers or two texts", 14),
        ("lower(http.host) < tcp.port", "tcp.port is of another kind; compare two numbers or two texts", 19),
        ("tcp.flags[0:1] == 1", "tcp.flags is a number; take its bits, as in tcp.flags & 2", 9),
        ("eth.src[x] == 1", "'x' is no place; write one such as [0:3] or [12]", 8),
        ("eth.src[0:3 == 1", "']' is missing", 12),
        ("tcp.payload == xy", "'xy' is not octets", 15),
        ("size(tcp.payload) > 1", "there is no function 'size'; there are len, lower, upper and count", 0),
        ("ip.src === ip.dst", "=== compares with a value", 7),
        ("arp && tcp.flags.", "the name of a field goes on behind 'tcp.flags.'; write one like tcp.flags.ack", 7),
        ("ip.ttl < 2 .", "'.' means nothing in a filter", 11),
        ('ip.ttl == "abc"', "'abc' is not a number", 10),
        ("ip.ttl < 10.0.0.1", "'10.0.0.1' is not a number", 9),
        ("ip.addr < 10.0.0.0/8", "a network has no order", 10),
        ("ip.addr == pc1", "'pc1' is not an address or a network, such as 10.0.0.0/8", 11),
        ("tcp.flags.syn == 2", "'2' is not 0 or 1", 17),
        ("arp == 1", "arp is a protocol; ask for a field of it, such as arp.opcode", 4),
        ('dns.qry.name contains "www', "the text has no end; close it with a quotation mark", 22),
        ("frame.time_relative > soon", "'soon' is not a number of seconds", 22),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, told: str, offset: int) -> None:
    with pytest.raises(TextError) as caught:
        parse(text)
    assert told in str(caught.value)
    assert caught.value.offset == offset


@pytest.mark.parametrize(
    ("text", "told", "offset"),
    [
        ("bootp.type == 1", "bootp is out of date; Wireshark says dhcp today", 0),
        ("arp || tcp.port in {80 443}", "Wireshark wants commas in a set; write {80, 443}", 23),
        ("tcp && !tcp.flags.ack", "write tcp.flags.ack == 1", 8),
    ],
)
def test_what_wireshark_takes_otherwise_is_remarked(text: str, told: str, offset: int) -> None:
    (remark,) = parse(text).remarks
    assert told in str(remark)
    assert remark.offset == offset


def test_the_data_of_each_record_is_found() -> None:
    host = Name.parse("mx.example.com")
    data = (rdata.Mx(10, host), rdata.Mx(20, host), rdata.Srv(1, 2, 5060, host), rdata.Txt((b"v=spf1 -all",)))
    records = tuple(ResourceRecord(host, each.rtype, numbers.IN, 60, each) for each in data)
    message = Message(7, flags=QR, answer=records)
    datagram = IPv4(CLIENT, SERVER, PROTOCOL_UDP, Udp(53, 1024, dns.encode(message)))
    frame = Ethernet(MacAddress(2), MacAddress(4), TYPE_IPV4, datagram)
    assert values_of("dns.mx.preference", frame) == [10, 20]
    assert values_of("dns.mx.mail_exchange", frame) == ["mx.example.com"] * 2
    assert values_of("dns.srv.priority", frame) == [1]
    assert values_of("dns.srv.weight", frame) == [2]
    assert values_of("dns.srv.port", frame) == [5060]
    assert values_of("dns.srv.target", frame) == ["mx.example.com"]
    assert values_of("dns.txt", frame) == ["v=spf1 -all"]
    assert parse("dns.mx.preference > 15").accepts(frame)


def test_a_pattern_is_no_display_filter() -> None:
    assert not is_display_filter("icmp echo-request from pc1")
    assert not is_display_filter("arp")
    assert not is_display_filter("frame")
    assert is_display_filter("arp && icmp")
    assert is_display_filter("tcp[13] & 2")
    assert is_display_filter("len(tcp.payload) > 100")
    assert is_display_filter("tcp.flags.syn")
    assert is_display_filter("eth")
    assert is_display_filter('frame contains "www"')


def test_a_flag_alone_asks_whether_it_is_set() -> None:
    session = Session.load("tcp-echo")
    session.run()
    trace = session.trace
    alone, spelled = parse("tcp.flags.syn && !tcp.flags.ack"), parse("tcp.flags.syn == 1 && tcp.flags.ack == 0")
    found = [alone.test(trace, n) for n in frames_sent(trace)]
    assert found == [spelled.test(trace, n) for n in frames_sent(trace)]
    assert sum(found) == 1


def test_the_last_word_of_a_filter_goes_on() -> None:
    assert completions("arp && ip.ad") == ["ip.addr"]
    assert completions("!tcp.flags.s") == ["tcp.flags.syn"]
    assert completions("ip.ttl m") == ["matches"]
    assert completions("ip.addr == 10.0.0.1 && ") == sorted(completions(""))
    assert completions("ip.addr == 10.0.0.1 ") == ["&&", "||"]


def test_the_values_of_a_packet_for_a_field() -> None:
    session = Session.load("tcp-echo")
    session.run()
    third = session.trace.what[frames_sent(session.trace)[2]]
    assert values_of("tcp.port", third) == [49152, 7]  # type: ignore[arg-type]
    assert values_of("arp.opcode", third) == []  # type: ignore[arg-type]


def test_two_fields_of_any_types_can_be_compared_or_are_refused() -> None:
    """No comparison that is taken fails when it meets a packet."""
    session = Session.load("tcp/tcp-echo")
    session.run()
    frames = [n for n, kind in enumerate(session.trace.kind) if kind == Kind.FRAME_SENT]
    samples = [
        "frame.number", "frame.time_relative", "tcp.payload", "tcp.port", "tcp.flags.syn", "ip.src", "eth.dst",
        "http.host", "len(tcp.payload)", "count(tcp.port)", "lower(http.host)", "eth.dst[0:3]", "tcp[13] & 2",
    ]  # fmt: skip
    taken = 0
    for one, two in product(samples, repeat=2):
        try:
            found = parse(f"{one} < {two}")
        except TextError:
            continue
        taken += 1
        assert {found.test(session.trace, n) for n in frames} <= {True, False}
    assert taken > 30
