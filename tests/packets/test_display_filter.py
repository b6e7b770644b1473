"""Wireshark's display filters: tshark, given the same filter and our capture, chooses the same packets."""

import subprocess
from pathlib import Path

import pytest

from sim.patterns.display_filter import is_display_filter, parse
from sim.session import Session
from sim.trace.history import frames_sent
from sim.words import TextError
from tests.outside import need
from tests.tui.command import hopscope

FILTERS = (
    "arp",
    "arp.opcode == 2",
    "icmp.type == 0 && ip.ttl < 64",
    "ip.addr == 192.168.10.1",
    "!(ip.addr == 192.168.10.1)",
    "ip.addr != 192.168.10.1",
    "ip.src == 192.168.20.0/24",
    "eth.dst == ff:ff:ff:ff:ff:ff or icmp.type eq 8",
    "tcp.flags.syn == 1 and tcp.flags.ack == 0",
    "tcp.port in {7, 80}",
    "tcp.dstport == 7",
    "tcp.len > 0",
    "udp.port == 33434 && !icmp",
    "(ip.proto == 6 || ip.proto == 17) && !icmp",
    "frame.len > 100",
    "icmp.seq == 1 and not ip.dst == 192.168.10.1",
    "arp.dst.proto_ipv4 == 192.168.10.254",
)


# Not among them: a flag alone, which Wireshark finds in every segment, set or not, and what an ICMP error quotes, which
# Wireshark searches like the packet itself.


@pytest.mark.parametrize("name", ["two-dormitories", "tcp-echo"])
def test_tshark_chooses_the_same_packets(name: str, tmp_path: Path) -> None:
    program = need("tshark")
    capture = tmp_path / "run.pcapng"
    assert hopscope("run", name, "--pcapng", str(capture), "-q").status == 0
    session = Session.load(name)
    session.run()
    frames = [session.trace.what[n] for n in frames_sent(session.trace)]
    for text in FILTERS:
        run = subprocess.run(
            [program, "-n", "-r", str(capture), "-Y", text, "-T", "fields", "-e", "frame.number"],
            capture_output=True,
            text=True,
            check=True,
        )
        test = parse(text)
        ours = [number for number, frame in enumerate(frames, 1) if test(frame)]  # type: ignore[arg-type]
        assert ours == [int(line) for line in run.stdout.split()], text


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
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, told: str, offset: int) -> None:
    with pytest.raises(TextError) as caught:
        parse(text)
    assert told in str(caught.value)
    assert caught.value.offset == offset


def test_a_pattern_is_no_display_filter() -> None:
    assert not is_display_filter("icmp echo-request from pc1")
    assert not is_display_filter("arp")
    assert is_display_filter("arp && icmp")
    assert is_display_filter("tcp.flags.syn")


def test_a_flag_alone_asks_whether_it_is_set() -> None:
    session = Session.load("tcp-echo")
    session.run()
    frames = [session.trace.what[n] for n in frames_sent(session.trace)]
    alone, spelled = parse("tcp.flags.syn && !tcp.flags.ack"), parse("tcp.flags.syn == 1 && tcp.flags.ack == 0")
    found = [alone(frame) for frame in frames]  # type: ignore[arg-type]
    assert found == [spelled(frame) for frame in frames]  # type: ignore[arg-type]
    assert sum(found) == 1
