"""Wireshark's display filters: tshark, given the same filter and our capture, chooses the same packets."""

import subprocess
from pathlib import Path

import pytest

from sim.patterns.display_filter import completions, is_display_filter, parse, values_of
from sim.session import Session
from sim.trace.history import frames_sent
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
    "long-and-short-connections",
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
    program = need("tshark")
    capture, script = tmp_path / "run.pcapng", tmp_path / "taps.lua"
    assert hopscope("run", name, "--pcapng", str(capture), "-q").status == 0
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in FILTERS)
    script.write_text("".join("do" + _TAP % (text, number) + "end\n" for number, text in enumerate(quoted)))
    command = [program, "-n", "-q", "-r", str(capture), "-X", f"lua_script:{script}"]
    command += [part for preference in ALONE for part in ("-o", preference)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = (line.partition(": ") for line in run.stdout.splitlines())
    theirs = {int(number): [int(frame) for frame in frames.split()] for number, _, frames in lines}
    session = Session.load(name)
    session.run()
    sent = frames_sent(session.trace)
    wrong = {}
    for number, text in enumerate(FILTERS):
        test = parse(text).test
        ours = [frame for frame, n in enumerate(sent, 1) if test(session.trace, n)]
        if ours != theirs[number]:
            wrong[text] = (ours, theirs[number])
    assert not wrong


@pytest.mark.parametrize(
    ("text", "told", "offset"),
    [
        ("ip.adr == 10.0.0.1", "there is no field 'ip.adr'; did you mean ip.addr?", 0),
        ("ip.addr ==", "a value is missing", 10),
        ("(arp", "')' is missing", 4),
        ("arp icmp", "'icmp' does not belong here; join tests with && or ||", 4),
        ("tcp.port in 80", "'80' begins no set; write {80, 443}", 12),
        ('tcp.payload matches "("', "this is no regular expression", 20),
        ("ip.ttl < 2 & arp", "'&' means nothing in a filter", 11),
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


def test_a_pattern_is_no_display_filter() -> None:
    assert not is_display_filter("icmp echo-request from pc1")
    assert not is_display_filter("arp")
    assert not is_display_filter("frame")
    assert is_display_filter("arp && icmp")
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
