"""What tshark makes of the segments that a host sends, against the reasons that the host gave for them.

The capture is taken at the host itself: what it sends as it leaves, what it receives as it arrives.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.addresses import IPv4Address
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import Ethernet
from sim.packets.past import past
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.transport.tcp.pdu import RST, SYN, Tcp
from sim.transport.tcp.streams import Repeat, Streams
from sim.wire.pcapng import Writer
from tests.conftest import Tshark
from tests.tui.command import BUNDLED

RETRANSMITTED = {
    "congestion.resend-again", "congestion.resend-by-time", "congestion.resend-first", "congestion.resend-lost",
    "congestion.tail-probe", "tcp.resend-smaller", "tcp.syn-again", "tcp.syn-timed-out", "tcp.timed-out",
}  # fmt: skip
"""The reasons for sending again."""
CROSSED = "tcp.simultaneous-open"
"""A SYN once more, with an ACK, since another one crossed it (RFC 9293 figure 7): to tshark it is sent again."""
ANSWERS = {"tcp.old-segment", "tcp.timestamp-old", "tcp.outside-window"}
"""The reasons for an ACK to a segment that is not acceptable (RFC 9293 3.10.7.4): it may be like the one before it."""
FLAGS = (
    "retransmission", "out_of_order", "duplicate_ack", "keep_alive", "zero_window_probe", "zero_window", "lost_segment",
    "ack_lost_segment",
)  # fmt: skip

NETWORK = """
title: A transfer
until: 400s
tcp: {%(tcp)s}
nodes:
  client: {host: 10.0.0.1/24}
  server: {host: 10.0.0.2/24, tcp: {%(tcp)s%(server)s}}
  sw1: {switch: 2 ports}
links:
  - {link: client -- sw1, delay: 10ms}
  - {link: server -- sw1, delay: 10ms%(link)s}
faults:
%(faults)s
"""
TRANSFER = """
programs:
  - {on: server, file: iperf.py, arguments: -s}
  - {on: client, file: iperf.py, at: 1s, arguments: -c 10.0.0.2 -n 150K}
"""
FULL = """
programs:
  - on: server
    code: |
      import socket, time
      connection, _ = socket.create_server(("", 80)).accept()
      time.sleep(20)
      while connection.recv(1000):
          pass
  - on: client
    at: 1s
    code: |
      import socket
      socket.create_connection(("10.0.0.2", 80)).sendall(bytes(10000))
"""
IDLE = """
programs:
  - on: server
    code: |
      import socket
      connection, _ = socket.create_server(("", 80)).accept()
      connection.recv(1)
  - on: client
    at: 1s
    code: |
      import socket, time
      sock = socket.create_connection(("10.0.0.2", 80))
      sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
      time.sleep(60)
"""


def network(
    programs: str = TRANSFER, tcp: str = "", server: str = "", link: str = "", drop: tuple[str, ...] = ()
) -> str:
    faults = "".join(f"  - {{on: server -- sw1, drop: {packet}}}\n" for packet in drop)
    return NETWORK % {"tcp": tcp, "server": server, "link": link, "faults": faults or "  []\n"} + programs


CASES = {
    "one loss": network(drop=("20th tcp data to server",)),
    "two losses without SACK": network(
        tcp="sack: false, timestamps: false", drop=("20th tcp data to server", "22nd tcp data to server")
    ),
    "three losses with SACK": network(
        tcp="congestion_control: cubic", drop=tuple(f"{n} tcp data to server" for n in ("20th", "23rd", "24th"))
    ),
    "three losses with SACK and without RACK": network(
        tcp="rack: false", drop=tuple(f"{n} tcp data to server" for n in ("20th", "23rd", "24th"))
    ),
    "Tahoe": network(tcp="congestion_control: tahoe, sack: false", drop=("first 2 tcp data from client",)),
    "textbook": network(tcp="profile: simple, congestion_control: textbook", drop=("20th tcp data to server",)),
    "losses at random": network(link=", loss: 3%"),
    "copies and disorder": network(link=", loss: 1%, duplicate: 2%, jitter: 3ms"),
    "lost again": network(drop=("20th tcp data to server", "first tcp retransmission to server")),
    "lost handshake": network(drop=("first tcp syn", "first tcp syn-ack")),
    "full window": network(FULL, server="receive_buffer: 4000"),
    "keepalive": network(IDLE, tcp="keepalive_idle: 10s"),
}


TRANSFERS = [*CASES, *(name for name in BUNDLED if name.startswith(("tcp/", "sockets/")))]
PORTIONS = [TRANSFERS[first : first + 12] for first in range(0, len(TRANSFERS), 12)]


class Sent(NamedTuple):
    """A segment that a host sent: record ``n``, the rule that it gave, and tshark's marks."""

    n: int
    segment: Tcp
    rule: str
    marks: set[str]


def segment_of(trace: Trace, n: int) -> Tcp | None:
    frame = trace.what[n]
    packet = frame.payload if isinstance(frame, Ethernet) else None
    return packet.payload if isinstance(packet, IPv4) and isinstance(packet.payload, Tcp) else None


def rule_of(trace: Trace, n: int) -> str:
    """Why TCP sent the segment: the nearest of its decisions among the causes."""
    while (n := trace.cause[n]) != NO_CAUSE:
        rule = trace.why[n].rule.id
        if trace.kind[n] == Kind.DECISION and rule.startswith(("tcp.", "congestion.")):
            return rule
    return ""


def passed_at(trace: Trace, host: str) -> list[int]:
    """The records of the segments that a host sends or receives."""
    return [
        n
        for n, kind in enumerate(trace.kind)
        if kind in (Kind.FRAME_SENT, Kind.FRAME_RECEIVED)
        and trace.spots[trace.spot[n]].node == host
        and segment_of(trace, n) is not None
    ]


def moved(packet: IPv4, number: int) -> IPv4:
    """The same datagram in a network of its own: tshark would take what two hosts capture of a connection for one."""
    src, dst = (IPv4Address(int(address) ^ number << 24) for address in (packet.src, packet.dst))
    return packet.between(src, dst, packet.payload, packet.ttl)


def sent(runs: Mapping[str, Session], folder: Path, tshark: Tshark) -> Iterator[tuple[str, Session, Sent]]:
    """What each host of each run sends, with tshark's marks: all captures in one, which takes tshark less time."""
    capture = folder / "all.pcapng"
    captures = [
        (name, host.name, session, passed_at(session.trace, host.name))
        for name, session in runs.items()
        for host in session.front.devices
        if host.kind == "host"
    ]
    assert len(captures) < 128, "each needs a first octet of its own"
    with capture.open("wb") as stream:
        writer = Writer(stream, [("any", "")])
        for number, (_, _, session, passed) in enumerate(captures):
            for n in passed:
                frame = session.trace.what[n]
                assert isinstance(frame, Ethernet)
                assert isinstance(frame.payload, IPv4)
                datagram = moved(frame.payload, number)
                writer.packet(0, session.trace.at[n], wire.encode(Ethernet(frame.dst, frame.src, 0x0800, datagram)))
    rows = iter(tshark(capture, *(f"tcp.analysis.{flag}" for flag in FLAGS)))
    for name, host, session, passed in captures:
        trace = session.trace
        for n, row in zip(passed, [next(rows) for _ in passed], strict=True):
            segment = segment_of(trace, n)
            if trace.kind[n] == Kind.FRAME_SENT and segment is not None:
                marks = {flag for flag, value in zip(FLAGS, row, strict=True) if value}
                yield f"{name}, {host}", session, Sent(n, segment, rule_of(trace, n), marks)
    assert not [*rows]


def run(name: str) -> Session:
    session = Session(load_text(CASES[name])) if name in CASES else Session.load(name)
    session.run()
    return session


@pytest.mark.parametrize("names", PORTIONS, ids=lambda names: f"{names[0]} to {names[-1]}")
def test_tshark_marks_what_the_hosts_say(names: list[str], tmp_path: Path, tshark: Tshark) -> None:
    for whose, session, (n, segment, rule, marks) in sent({name: run(name) for name in names}, tmp_path, tshark):
        where = f"{whose}, record {n}: {segment}, {rule}, {marks}"
        repeat = past(session.trace, Streams).of(n)
        # What is sent again within a round trip, tshark takes for late: a sender's own capture has nothing late.
        is_again = bool(marks & {"retransmission", "out_of_order"}) and rule != CROSSED
        assert is_again == (rule in RETRANSMITTED) == bool(repeat & Repeat.RETRANSMISSION), where
        # tshark does not ask whether anything is outstanding, as RFC 5681 2 does.
        assert not repeat & Repeat.DUPLICATE_ACK or "duplicate_ack" in marks, where
        assert repeat & Repeat.DUPLICATE_ACK or "duplicate_ack" not in marks or rule in ANSWERS, where
        assert ("keep_alive" in marks) == (rule == "tcp.keepalive"), where
        assert ("zero_window_probe" in marks) == (rule == "tcp.window-probe"), where
        assert ("zero_window" in marks) == (not segment.window and not segment.flags & (SYN | RST)), where
        assert not marks & {"lost_segment", "ack_lost_segment"}, where


def test_cases_have_what_they_are_about() -> None:
    rules = {
        rule_of(session.trace, n)
        for name in CASES
        for session in (run(name),)
        for n, kind in enumerate(session.trace.kind)
        if kind == Kind.FRAME_SENT and segment_of(session.trace, n) is not None
    }
    elsewhere = {"congestion.tail-probe", "tcp.resend-smaller", "tcp.syn-again", "tcp.timed-out"}  # in lessons
    assert RETRANSMITTED - rules <= elsewhere
    assert {"tcp.keepalive", "tcp.window-probe", "tcp.data", "tcp.ack"} <= rules
