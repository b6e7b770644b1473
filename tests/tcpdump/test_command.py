"""``tcpdump`` typed at a host: what it prints of an interface, and that it ends as the real one does."""

import subprocess
from pathlib import Path

import pytest

from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet
from sim.scenario.load import load_text
from sim.session import Session
from sim.shell.shell import parse, run
from sim.trace.records import Kind
from sim.wire.pcapng import Writer
from sim.words import TextError
from tests.outside import need

NETWORK = """
title: A capture
hosts: {www.example.com: 10.0.0.2}
nodes:
  pc1: {host: 10.0.0.1/24, mac: 02:00:00:00:00:01}
  pc2: {host: 10.0.0.2/24, mac: 02:00:00:00:00:02}
  pc3: {host: 10.0.0.3/24, mac: 02:00:00:00:00:03}
  hub: {hub: 3 ports}
links: [pc1 -- hub, pc2 -- hub, pc3 -- hub]
programs:
  - on: pc2
    code: |
      import socket
      s = socket.create_server(("", 7))
      while True:
          c, _ = s.accept()
          c.sendall(c.recv(100))
          c.close()
  - on: pc1
    at: 3s
    code: |
      import socket
      s = socket.create_connection(("10.0.0.2", 7))
      s.sendall(b"hello")
      print(s.recv(100))
until: 6s
actions:
  - {at: 2s, on: pc1, run: ping -c 2 10.0.0.2}
"""
HEAD = [
    "tcpdump: verbose output suppressed, use -v[v]... for full protocol decode",
    "listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes",
]


def captured(command: str, on: str = "pc1") -> tuple[list[str], Session]:
    session = Session(load_text(f"{NETWORK}  - {{at: 1s, on: {on}, run: {command!r}}}\n"))
    session.run()
    started = next(r for r in session.trace if r.kind is Kind.CALL and getattr(r.what, "command", "") == command)
    lines = []
    for record in session.trace:
        is_printed = record.n > started.n and record.kind is Kind.OUTPUT and record.node == on
        if is_printed and (_root(session, record.n) == started.n or session.trace.kind[record.cause] in _FRAMES):
            lines.append(record.what.after.text)  # type: ignore[union-attr]
    return lines, session


_FRAMES = (Kind.FRAME_SENT, Kind.FRAME_RECEIVED)


def _root(session: Session, n: int) -> int:
    return session.trace.causes(n)[-1]


def test_each_frame_of_the_interface_is_a_line_until_the_run_ends() -> None:
    lines, _ = captured("tcpdump -i eth0 -n icmp or arp")
    assert lines[:2] == HEAD
    assert lines[2].startswith("00:00:02.000000 ARP, Request who-has 10.0.0.2 tell 10.0.0.1, length 28")
    assert [line.split(" ", 1)[1].split(",")[0] for line in lines[4:8]] == [
        "IP 10.0.0.1 > 10.0.0.2: ICMP echo request",
        "IP 10.0.0.2 > 10.0.0.1: ICMP echo reply",
    ] * 2
    assert lines[-3:] == ["6 packets captured", "6 packets received by filter", "0 packets dropped by kernel"]


def test_the_count_ends_it() -> None:
    lines, _ = captured("tcpdump -ni eth0 -c 1 icmp")
    assert len(lines) == 6
    assert lines[3:] == ["1 packet captured", "1 packet received by filter", "0 packets dropped by kernel"]


def test_a_promiscuous_capture_sees_the_frames_of_others() -> None:
    lines, _ = captured("tcpdump -n -i eth0 icmp", on="pc3")
    assert lines[-3] == "4 packets captured"
    lines, _ = captured("tcpdump -n -p -i eth0 icmp", on="pc3")
    assert lines[-3] == "0 packets captured"


def test_numbers_of_tcp_are_counted_from_the_first_segment() -> None:
    lines, _ = captured("tcpdump -n -t tcp port 7")
    told = [line for line in lines if line.startswith("IP ")]
    assert "Flags [S], seq" in told[0]
    assert told[2].endswith("Flags [.], ack 1, win 502, length 0") or ", ack 1, " in told[2]
    assert "Flags [P.], seq 1:6, ack 1" in told[3]


def _octets(frame: object) -> bytes:
    """A frame as a virtual network card gives it, which does not pad."""
    assert isinstance(frame, Ethernet)
    return wire.encode(frame)[: 14 + len(frame.payload)]


def test_the_lines_are_those_of_tcpdump_itself(tmp_path: Path) -> None:
    for options in ("-n", "-n -t", "-n -S", "-n -e"):
        lines, session = captured(f"tcpdump {options} -i eth0")
        records = [
            record for record in session.trace
            if record.node == "pc1" and record.port == "eth0" and record.kind in _FRAMES and record.at >= 10**9
        ]  # fmt: skip
        path = tmp_path / "real.pcapng"
        with path.open("wb") as file:
            writer = Writer(file, [("eth0", "eth0 of pc1")])
            for record in records:
                writer.packet(0, 1_767_225_600 * 10**9 + record.at, _octets(record.what))
        command = [need("tcpdump"), *options.split(), "-r", str(path)]
        real = subprocess.run(
            command, capture_output=True, text=True, check=True, env={"TZ": "UTC", "PATH": "/usr/bin"}
        )
        assert lines[2:-3] == real.stdout.splitlines()


def test_without_n_addresses_and_ports_have_names() -> None:
    lines, _ = captured("tcpdump -t tcp or arp")
    assert lines[2] == "ARP, Request who-has www.example.com tell pc1, length 28"
    assert any(line.startswith("IP www.example.com.echo > pc1.") for line in lines)


def test_all_interfaces_say_which_and_in_which_direction() -> None:
    lines, _ = captured("tcpdump -n -t -i any icmp or arp")
    assert lines[1] == "listening on any, link-type LINUX_SLL2 (Linux cooked v2), snapshot length 262144 bytes"
    assert lines[2].startswith("eth0  Out ARP, Request")
    assert lines[3].startswith("eth0  In  ARP, Reply")


def test_the_loopback_interface_shows_each_packet_once() -> None:
    session = Session(load_text(
        "title: lo\nnodes: {pc1: {host: 10.0.0.1/24}, pc2: {host: 10.0.0.2/24}}\nlinks: [pc1 -- pc2]\nuntil: 4s\n"
        "actions:\n  - {at: 1s, on: pc1, run: tcpdump -n -t -i lo}\n  - {at: 2s, on: pc1, run: ping -c 1 127.0.0.1}\n"
    ))  # fmt: skip
    session.run()
    lines = [row.text for row in session.network.nodes["pc1"].tables["console"].values()]
    assert [line for line in lines if line.startswith("IP ")] == [
        "IP 127.0.0.1 > 127.0.0.1: ICMP echo request, id 2, seq 1, length 64",
        "IP 127.0.0.1 > 127.0.0.1: ICMP echo reply, id 2, seq 1, length 64",
    ]


def test_a_capture_changes_nothing_but_its_own_records() -> None:
    _, with_capture = captured("tcpdump -n -p")
    without = Session(load_text(NETWORK))
    without.run()

    def frames(session: Session) -> list[tuple[int, str, int]]:
        # ping's identifier is the number of its process, and tcpdump is one
        return [(r.at, r.node, len(r.what)) for r in session.trace if r.kind in _FRAMES]  # type: ignore[arg-type]

    assert frames(with_capture) == frames(without)


def test_names_that_nobody_knows_are_told_when_it_starts() -> None:
    lines, _ = captured("tcpdump host nosuch")
    assert lines == ["tcpdump: unknown host 'nosuch'"]


def test_an_interface_that_is_not_there() -> None:
    session = Session(load_text(NETWORK))
    host = session.network.nodes["pc1"]
    session.network.start()
    run(host, parse("tcpdump -i eth9"))
    assert [row.text for row in host.tables["console"].values()] == [
        "tcpdump: eth9: No such device exists",
        "(No such device exists)",
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("tcpdump -i", "tcpdump: option requires an argument -- 'i'", "tcpdump ["),
        ("tcpdump -c 0", "tcpdump: invalid packet count 0", "tcpdump ["),
        ("tcpdump -Z", "tcpdump: invalid option -- 'Z'", "tcpdump ["),
        ("tcpdump -w x.pcap", "-w of tcpdump is not simulated", "hopscope run --pcapng FILE"),
        ("tcpdump tcp and", "tcpdump: can't parse filter expression: syntax error", "an expression is like"),
        ("tcpdump 10.0.0.1", "tcpdump: can't parse filter expression: syntax error", "write what it is: host 10.0.0.1"),
        ("tcpdump port foo", "tcpdump: unknown port 'foo'", "an expression is like"),
    ],
)
def test_what_is_refused_says_so_as_tcpdump_does(text: str, message: str, hint: str) -> None:
    with pytest.raises(TextError) as caught:
        parse(text)
    assert caught.value.message == message
    assert caught.value.hint.startswith(hint)


def test_an_expression_may_stand_in_quotes() -> None:
    assert parse("tcpdump -ni eth0 'tcp[tcpflags] & tcp-syn != 0'").options.expression == "tcp[tcpflags] & tcp-syn != 0"
    assert parse("tcpdump -nni eth0 -c5 tcp port 7").options.packets == 5


def test_an_interface_in_a_vlan_shows_frames_without_their_tag() -> None:
    text = """
    title: Two hosts on a trunk
    nodes: {pc1: {host: {eth0.10: 10.0.0.1/24}}, pc2: {host: {eth0.10: 10.0.0.2/24}}}
    links: ["pc1:eth0 -- pc2:eth0"]
    actions:
      - {at: 0s, on: pc1, run: "tcpdump -n -t -i eth0.10 icmp"}
      - {at: 0s, on: pc2, run: "tcpdump -n -t -i eth0 vlan 10 and icmp"}
      - {at: 1s, on: pc1, run: ping -c 1 10.0.0.2}
    until: 5s
    """
    session = Session(load_text(text))
    session.run()
    within, below = (
        [row.text for row in session.network.nodes[name].tables["console"].values() if "ICMP" in row.text]
        for name in ("pc1", "pc2")
    )
    assert [line.partition(", id")[0] for line in within] == [
        "IP 10.0.0.1 > 10.0.0.2: ICMP echo request", "IP 10.0.0.2 > 10.0.0.1: ICMP echo reply",
    ]  # fmt: skip
    assert len(below) == 2
