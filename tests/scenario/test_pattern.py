"""Patterns mean the packets that a reader would point at, in the traces of real runs."""

from pathlib import Path

import pytest

from sim import registry
from sim.addresses import ANY, BROADCAST_MAC, ZERO_MAC, IPv4Address, MacAddress
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.icmp import pdu as icmp
from sim.ip.ipv4.pdu import PROTOCOL_ICMP, PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.link.ethernet.pdu import TYPE_ARP, TYPE_IPV4, Damaged, Ethernet
from sim.patterns.pattern import Addresses, Names, describe
from sim.patterns.syntax import parse, parse_link, parse_moment
from sim.session import Session
from sim.trace.records import Kind
from sim.transport.tcp.pdu import ACK, FIN, PSH, RST, SYN, Tcp
from sim.transport.udp.pdu import Udp
from sim.words import TextError, listed
from tests.scenario.runs import RunOf
from tests.scenario.texts import pair, scenario

PC1, PC2, R1 = (MacAddress(n) for n in (1, 2, 3))
IP1, IP2, IP3 = (IPv4Address.parse(f"10.0.0.{n}") for n in (1, 2, 3))
NAMES = Names(
    {
        "pc1": Addresses(frozenset({IP1}), frozenset({PC1}), ("eth0",)),
        "pc2": Addresses(frozenset({IP2}), frozenset({PC2}), ("eth0",)),
        "r1": Addresses(frozenset({IP3}), frozenset({R1}), ("eth0", "eth1")),
        "sw1": Addresses(ports=("1", "2", "3")),
    },
    {
        "pc1:eth0 -- sw1:1": (("pc1", "eth0"), ("sw1", "1")),
        "r1:eth0 -- sw1:2": (("r1", "eth0"), ("sw1", "2")),
        "sw1:3 -- r1:eth1": (("sw1", "3"), ("r1", "eth1")),
    },
)


def arp(operation: int, sender: tuple[MacAddress, IPv4Address], target: IPv4Address, dst: MacAddress) -> Ethernet:
    return Ethernet(dst, sender[0], TYPE_ARP, Arp(operation, *sender, ZERO_MAC, target))


def echo(kind: int, src: IPv4Address, dst: IPv4Address, macs: tuple[MacAddress, MacAddress] = (PC1, PC2)) -> Ethernet:
    return Ethernet(macs[1], macs[0], TYPE_IPV4, IPv4(src, dst, PROTOCOL_ICMP, icmp.echo(kind, 1, 1, b"")))


ASKS = arp(REQUEST, (PC1, IP1), IP2, BROADCAST_MAC)
ANSWERS = arp(REPLY, (PC2, IP2), IP1, PC1)
PROBE = arp(REQUEST, (PC1, ANY), IP1, BROADCAST_MAC)
ANNOUNCES = arp(REQUEST, (PC1, IP1), IP1, BROADCAST_MAC)
PROXY = arp(REPLY, (R1, IP2), IP1, PC1)
PING = echo(icmp.ECHO_REQUEST, IP1, IP2)
PONG = echo(icmp.ECHO_REPLY, IP2, IP1, (PC2, PC1))
HOP = echo(icmp.ECHO_REQUEST, IP1, IP2, (R1, PC2))
PIECE = Ethernet(PC2, PC1, TYPE_IPV4, IPv4(IP1, IP2, PROTOCOL_ICMP, b"12345678", more_fragments=True))
DATAGRAM = Ethernet(PC2, PC1, TYPE_IPV4, IPv4(IP1, IP2, PROTOCOL_UDP, Udp(1, 2, b"")))
OTHER = Ethernet(MacAddress.parse("01:00:5e:00:00:01"), PC1, 0x88B5, b"")
BROKEN = Damaged(bytes(64))
ALL: dict[str, Ethernet | Damaged] = {
    "ASKS": ASKS, "ANSWERS": ANSWERS, "PROBE": PROBE, "ANNOUNCES": ANNOUNCES, "PROXY": PROXY, "PING": PING,
    "PONG": PONG, "HOP": HOP, "PIECE": PIECE, "DATAGRAM": DATAGRAM, "OTHER": OTHER, "BROKEN": BROKEN,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("frame", " ".join(ALL)),
        ("arp", "ASKS ANSWERS PROBE ANNOUNCES PROXY"),
        ("arp request", "ASKS PROBE ANNOUNCES"),
        ("arp reply", "ANSWERS PROXY"),
        ("arp probe", "PROBE"),
        ("arp announcement", "ANNOUNCES"),
        ("ip", "PING PONG HOP PIECE DATAGRAM"),
        ("icmp", "PING PONG HOP PIECE"),
        ("icmp echo-request", "PING HOP"),
        ("icmp echo-replies", "PONG"),
        ("udp", "DATAGRAM"),
        ("fragment", "PIECE"),
        ("broadcast frame", "ASKS PROBE ANNOUNCES"),
        ("unicast arp", "ANSWERS PROXY"),
        ("multicast frame", "OTHER"),
        # A node is the device itself in ARP and in bare frames, and its IP address in IP …
        ("arp from pc1", "ASKS PROBE ANNOUNCES"),
        ("arp reply from r1", "PROXY"),
        ("arp reply from pc2", "ANSWERS"),
        ("icmp echo-request from pc1", "PING HOP"),
        ("frame from pc1", "ASKS PROBE ANNOUNCES PING PIECE DATAGRAM OTHER"),
        ("frame from r1", "PROXY HOP"),
        # … while an address is looked for where it belongs.
        ("arp reply from 10.0.0.2", "ANSWERS PROXY"),
        ("frame from 10.0.0.1", "ASKS ANNOUNCES PING HOP PIECE DATAGRAM"),
        ("icmp from 00:00:00:00:00:03", "HOP"),
        ("arp request for pc2", "ASKS"),
        ("arp to pc1", "ANSWERS PROBE ANNOUNCES PROXY"),
        ("arp for 10.0.0.1", "ANSWERS PROBE ANNOUNCES PROXY"),
        ("ip to pc2", "PING HOP PIECE DATAGRAM"),
        ("frame to 00:00:00:00:00:01", "ANSWERS PROXY PONG"),
        ("Broadcast ARP From pc1", "ASKS PROBE ANNOUNCES"),
    ],
)  # fmt: skip
def test_a_pattern_accepts_the_packets_that_it_describes(text: str, meant: str) -> None:
    pattern = parse(text, NAMES)
    assert " ".join(name for name, frame in ALL.items() if pattern.accepts(frame)) == meant


def tcp(flags: int, payload: bytes = b"", window: int = 1000, from_client: bool = True) -> Ethernet:
    client = Tcp(49152, 80, 101, 301, flags, window, payload)
    server = Tcp(80, 49152, 301, 101, flags, window, payload)
    packet = IPv4(IP1, IP2, PROTOCOL_TCP, client) if from_client else IPv4(IP2, IP1, PROTOCOL_TCP, server)
    return Ethernet(PC2 if from_client else PC1, PC1 if from_client else PC2, TYPE_IPV4, packet)


SEGMENTS: dict[str, Ethernet] = {
    "OPENS": tcp(SYN),
    "AGREES": tcp(SYN | ACK, from_client=False),
    "THANKS": tcp(ACK),
    "ASKS": tcp(PSH | ACK, b"GET /"),
    "LEAVES": tcp(FIN | ACK),
    "LAST": tcp(FIN | PSH | ACK, b"bye", from_client=False),
    "REFUSES": tcp(RST | ACK, window=0, from_client=False),
    "FULL": tcp(ACK, window=0, from_client=False),
    "UDP": DATAGRAM,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tcp", "OPENS AGREES THANKS ASKS LEAVES LAST REFUSES FULL"),
        ("tcp segments", "OPENS AGREES THANKS ASKS LEAVES LAST REFUSES FULL"),
        ("tcp syn", "OPENS"),
        ("tcp syn-ack", "AGREES"),
        ("tcp ack", "THANKS FULL"),  # those that say nothing else
        ("tcp data", "ASKS LAST"),
        ("tcp fin", "LEAVES LAST"),
        ("tcp rst", "REFUSES"),
        ("tcp zero-window", "FULL"),  # that of a reset says nothing
        ("tcp port 80", "OPENS AGREES THANKS ASKS LEAVES LAST REFUSES FULL"),
        ("tcp from pc2:80", "AGREES LAST REFUSES FULL"),
        ("tcp to pc2:80", "OPENS THANKS ASKS LEAVES"),
        ("tcp to 10.0.0.2:80", "OPENS THANKS ASKS LEAVES"),
        ("tcp from pc1:80", ""),
        ("ip port 2", "UDP"),
        ("udp from pc1:1 to pc2:2", "UDP"),
        ("frame port 49152 from pc2", "AGREES LAST REFUSES FULL"),
    ],
)  # fmt: skip
def test_a_pattern_tells_segments_apart(text: str, meant: str) -> None:
    pattern = parse(text, NAMES)
    assert " ".join(name for name, frame in SEGMENTS.items() if pattern.accepts(frame)) == meant


@pytest.mark.parametrize("name", SEGMENTS)
def test_the_description_of_a_segment_is_a_pattern_that_accepts_it(name: str) -> None:
    assert parse(describe(SEGMENTS[name]), NAMES).accepts(SEGMENTS[name])


def test_segments_are_described_by_what_is_most_telling() -> None:
    assert {name: describe(frame).split()[1] for name, frame in SEGMENTS.items()} == {
        "OPENS": "syn", "AGREES": "syn-ack", "THANKS": "ack", "ASKS": "request", "LEAVES": "fin", "LAST": "fin",
        "REFUSES": "rst", "FULL": "ack", "UDP": "from",
    }  # fmt: skip
    assert describe(SEGMENTS["OPENS"]) == "tcp syn from 10.0.0.1:49152 to 10.0.0.2:80"


@pytest.mark.parametrize("name", [name for name in ALL if name != "BROKEN"])
def test_the_description_of_a_packet_is_a_pattern_that_accepts_it(name: str) -> None:
    assert parse(describe(ALL[name]), NAMES).accepts(ALL[name])


def test_packets_are_described_in_the_words_of_the_language() -> None:
    assert describe(ASKS) == "arp request from 10.0.0.1 for 10.0.0.2"
    assert describe(PONG) == "icmp echo-reply from 10.0.0.2 to 10.0.0.1"
    assert describe(PIECE) == "fragment from 10.0.0.1 to 10.0.0.2"
    assert describe(BROKEN) == "damaged frame"


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("arp", (1, None)), ("every arp", (1, None)), ("first arp", (1, 1)), ("1st arp", (1, 1)), ("2nd arp", (2, 2)),
        ("23rd arp", (23, 23)), ("first 3 arp", (1, 3)), ("last arp", (-1, None)), ("First 2 arps", (1, 2)),
    ],
)  # fmt: skip
def test_an_ordinal_says_which_of_them(text: str, range_: tuple[int, int | None]) -> None:
    pattern = parse(text, NAMES)
    assert (pattern.first, pattern.last) == range_
    numbers = list(range(100, 130))
    assert pattern.chosen(numbers) == {
        (1, None): numbers, (1, 1): [100], (2, 2): [101], (23, 23): [122], (1, 3): [100, 101, 102],
        (-1, None): [129], (1, 2): [100, 101],
    }[range_]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "the kind of packet is missing"),
        ("first", 5, "the kind of packet is missing after 'first'"),
        ("first quic",
         6,
         f"'quic' is no kind of packet; write {listed(tuple(registry.words()))}"),
        ("tcp synack", 4, "'synack' is no word of a pattern; did you mean syn-ack?"),
        ("tcp from pc1:0", 13, "'0' is no port of TCP or UDP; write a number from 1 to 65535"),
        ("tcp from pc9:80", 9, "there is no node 'pc9'; did you mean pc1 or pc2?"),
        ("icmp from pc1:80", 0, "icmp has no ports; write tcp or udp"),
        ("arp requset", 4, "'requset' is no word of a pattern; did you mean request?"),
        ("icmp echo", 5, "'echo' is no word of a pattern; did you mean echo-request or echo-reply?"),
        ("arp  from  pc3", 11, "there is no node 'pc3'; did you mean pc1 or pc2?"),
        (
            "arp from sw1",
            9,
            "sw1 has no address of its own; write 'leaving sw1' or 'reaching sw1' for what it passes on",
        ),
        ("arp at r1:eth2", 10, "r1 has no port 'eth2'; did you mean eth0 or eth1?"),
        ("arp on pc1", 7, "'pc1' is not a link; write its two ends, as in pc1 -- sw1"),
        ("arp on pc1--", 12, "the other end of the link is missing after '--'"),
        ("arp on pc1--r1", 7, "there is no link pc1 -- r1; pc1 has pc1:eth0 -- sw1:1"),
        ("arp on r1 -- sw1", 7, "r1 -- sw1 may be any of 2 links; write r1:eth0 -- sw1:2 or sw1:3 -- r1:eth1"),
        ("arp from pc1 to pc2 from pc1", 20, "'from' is one too many; say each thing once"),
        ("arp before noon", 11, "'noon' is not a time; write a number and its unit, as in 250ms"),
        (
            "arp from 300.1.1.1",
            9,
            "'300.1.1.1' is not an IPv4 address, which is four numbers from 0 to 255 like 192.168.10.1",
        ),
    ],
)  # fmt: skip
def test_an_error_points_at_the_bad_word_and_says_what_would_be_right(text: str, offset: int, message: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(text, NAMES)
    assert (raised.value.offset, str(raised.value)) == (offset, message)


ODD = Names(dict.fromkeys(("arp", "dns", "syn", "to", "on", "dropped"), NAMES.nodes["pc1"]), {})


@pytest.mark.parametrize(
    ("text", "what", "detail"),
    [
        ("arp from arp", "arp", None),
        ("tcp syn from syn to arp", "tcp", "syn"),
        ("tcp from syn", "tcp", None),
        ("arp to to", "arp", None),
        ("arp for on dropped", "arp", None),
        ('arp from "arp" at "on":eth0', "arp", None),
        ("udp leaving dns reaching dropped", "udp", None),
    ],
)
def test_a_node_may_be_called_like_a_word(text: str, what: str, detail: str | None) -> None:
    if "reaching" in text:
        with pytest.raises(TextError, match="'reaching' is one too many"):
            parse(text, ODD)
        return
    pattern = parse(text, ODD)
    assert (pattern.what, pattern.detail) == (what, detail)


def test_a_name_in_quotes_is_a_node() -> None:
    names = Names({"pc1": NAMES.nodes["pc1"], "sw1": NAMES.nodes["sw1"]}, NAMES.links)
    assert parse_link('"pc1":eth0 -- "sw1"', names) == "pc1:eth0 -- sw1:1"
    assert parse_link('"pc1"--sw1:1', names) == "pc1:eth0 -- sw1:1"
    with pytest.raises(TextError) as raised:
        parse('arp at "pc1":eth9', names)
    assert (raised.value.offset, str(raised.value)) == (13, "pc1 has no port 'eth9'; did you mean eth0?")
    with pytest.raises(TextError, match="'arp' is no kind of packet"):
        parse('"arp" from pc1', names)


ODD_RUN = """\
title: Odd names
nodes:
  arp: {host: 192.168.10.1/24}
  is: {host: 192.168.10.2/24}
  never: {switch: 4}
links: [arp -- never, is -- never]
programs:
  - {on: is, code: 'import socket; socket.create_server(("192.168.10.2", 7)).accept()'}
  - {on: arp, at: 1s, code: 'import socket; socket.create_connection(("192.168.10.2", 7))'}
faults:
  - {on: '"arp" -- never', drop: first arp request from arp}
notes:
  - {when: is reaches LISTEN, text: It waits.}
  - {when: first arp from is on is -- never, text: It answers.}
expect:
  - arp sends arp request from arp for is
  - arp from arp is dropped
  - arp from arp for is is dropped on arp -- never because fault.dropped
  - is sends arp reply to arp
  - is reaches LISTEN
  - never reaches LISTEN
  - never never reaches LISTEN
  - is's accept returns
  - '"is" never drops arp'
  - '"arp" sees tcp syn-ack from "is":7'
"""


def test_every_sentence_can_be_about_oddly_named_nodes(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(ODD_RUN)
    session = Session.load(str(path))
    session.run()
    assert [outcome.text for outcome in session.check() if not outcome.ok] == ["never reaches LISTEN"]
    assert len(session.notes()) == 2


@pytest.mark.parametrize("text", ["pc1--sw1", "sw1 -- pc1", "sw1:1--pc1", " pc1:eth0 --sw1:1 "])
def test_a_link_is_named_by_its_ends_in_any_order(text: str) -> None:
    assert parse_link(text, NAMES) == "pc1:eth0 -- sw1:1"


def test_a_port_tells_two_links_apart() -> None:
    assert parse_link("r1:eth1 -- sw1", NAMES) == "sw1:3 -- r1:eth1"


# Traces. Two hosts on a switch: the broadcast goes to everyone, the answer comes back, then the ping.

ONE_PING = RunOf(pair("actions:\n  - {at: 1s, on: pc1, run: ping -c 1 192.168.10.2}\n"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("arp request", [("frame-sent", "pc1"), ("frame-sent", "sw1")]),
        ("first arp request", [("frame-sent", "pc1")]),
        ("last arp request", [("frame-sent", "sw1")]),
        ("arp request on pc1 -- sw1", [("frame-sent", "pc1")]),
        ("arp on pc2 -- sw1", [("frame-sent", "sw1"), ("frame-sent", "pc2")]),
        ("arp reaching sw1:2", [("frame-received", "sw1")]),
        ("arp reply at pc1", [("frame-received", "pc1")]),
        ("arp request at pc1", [("frame-sent", "pc1")]),
        ("icmp echo-reply leaving pc2", [("frame-sent", "pc2")]),
        ("icmp echo-reply from pc2", [("frame-sent", "pc2"), ("frame-sent", "sw1")]),
        ("2nd icmp echo-reply from pc2", [("frame-sent", "sw1")]),
        ("frame before 1s leaving pc1", [("frame-sent", "pc1")]),
        ("frame after 2s", []),
        ("frame dropped", []),
    ],
)  # fmt: skip
def test_a_pattern_finds_its_records(text: str, found: list[tuple[str, str]]) -> None:
    assert ONE_PING.found(text) == found


def test_moments_are_records() -> None:
    trace = ONE_PING.trace
    assert ONE_PING.moment("start") == 0
    assert ONE_PING.moment("end") == len(trace) - 1
    at_one_second = ONE_PING.moment("1s")
    assert at_one_second is not None
    assert trace.at[at_one_second] == 10**9 < trace.at[at_one_second + 1]
    first = ONE_PING.moment("arp")  # a note has one moment: the first
    assert first is not None
    assert trace.kind[first] == Kind.FRAME_SENT
    assert ONE_PING.moment("3rd arp request") is None
    assert ONE_PING.moment("0s") is not None


def test_a_note_cannot_be_at_every_packet() -> None:
    with pytest.raises(TextError, match="'every' is not one moment"):
        parse_moment("every arp", NAMES)


def test_a_dropped_packet_is_found_by_what_it_was() -> None:
    run = RunOf(
        scenario(
            ["pc1: {host: 10.0.0.1/24}", "pc2: {host: 10.0.0.2/24}", "pc3: {host: 10.0.0.3/24}", "h: {hub: 3}"],
            ["pc1 -- h", "pc2 -- h", "pc3 -- h"],
            "actions:\n  - {at: 1s, on: pc1, run: ping -c 1 10.0.0.2}\n",
        )
    )
    # pc3 reads the broadcast and finds that it is not asked; its NIC ignores what is for other MAC addresses.
    assert run.found("arp request dropped at pc3") == [("packet-dropped", "pc3")]
    assert run.found("arp reply dropped at pc3") == [("frame-dropped", "pc3")]
    assert run.found("icmp echo-request reaching pc3") == [("frame-dropped", "pc3")]
    assert run.found("dropped icmp echo-reply from pc2") == [("frame-dropped", "pc3")]


def test_a_damaged_packet_is_found_by_what_was_sent() -> None:
    run = RunOf(
        pair(
            "actions:\n  - {at: 1s, on: pc1, run: ping -c 1 192.168.10.2}\n"
            "faults:\n  - {on: pc1 -- sw1, corrupt: first icmp echo-request, octet: 40, bit: 0}\n"
        )
    )
    link = "pc1:eth0 -- sw1:1"
    assert run.found("icmp echo-request damaged") == [("frame-damaged", link)]
    assert run.found("damaged icmp from pc1 on pc1 -- sw1") == [("frame-damaged", link)]
    assert run.found("icmp echo-request dropped at sw1") == [("frame-dropped", "sw1")]


def test_fragments_are_frames_and_the_whole_is_received_once() -> None:
    run = RunOf(
        scenario(
            ["a: {host: 10.0.0.1/24}", "b: {host: 10.0.0.2/24}"],
            ["{link: a -- b, mtu: 576}"],
            "actions:\n  - {at: 1s, on: a, run: ping -c 1 -s 1000 10.0.0.2}\n"
            "expect:\n  - a sends 2 fragments\n  - a receives 1 icmp echo-reply\n  - b receives 1 icmp echo-request\n",
        )
    )
    # RFC 791 3.2: 556 octets of data fit, rounded down to 552 in eights; 1,008 octets are two fragments
    assert run.found("fragment from a") == [("frame-sent", "a")] * 2
    assert run.found("icmp leaving a") == [("frame-sent", "a")] * 2


# Numbers of headers, and what a packet carries.

GET = Tcp(49152, 80, 101, 301, ACK | PSH, 512, "GET /网\r\n".encode())
SEGMENT = Ethernet(PC2, PC1, TYPE_IPV4, IPv4(IP1, IP2, PROTOCOL_TCP, GET, ttl=63, identification=7))
LATE_PIECE = Ethernet(
    PC2, PC1, TYPE_IPV4, IPv4(IP1, IP2, PROTOCOL_ICMP, b"90abcdef", fragment_offset=1480, identification=9)
)
DATA = Ethernet(PC2, PC1, TYPE_IPV4, IPv4(IP1, IP2, PROTOCOL_ICMP, icmp.echo(icmp.ECHO_REQUEST, 3, 4, b"abc")))


@pytest.mark.parametrize(
    ("text", "packet"),
    [
        ("tcp seq-raw 101", SEGMENT),
        ("tcp ack-raw 301 window 512", SEGMENT),
        ("tcp length 10", SEGMENT),  # the character 网 is three octets of UTF-8
        ("tcp length at least 10", SEGMENT),
        ("tcp length at most 10", SEGMENT),
        ("tcp ttl 63", SEGMENT),
        ("ip length 50 id 7 tos 0", SEGMENT),
        ("frame length at least 64", SEGMENT),
        ('tcp containing "GET /"', SEGMENT),
        (r'tcp containing "/网\r\n" from pc1', SEGMENT),
        (r'ip containing "\x0d\n"', SEGMENT),
        ("frame containing 0x0d0a", SEGMENT),
        ("fragment offset 1480 id 9", LATE_PIECE),
        ('fragment containing "0ab"', LATE_PIECE),
        ("icmp seq 4 id 3 length 11", DATA),
        ('icmp echo-request containing "abc"', DATA),
    ],
)
def test_numbers_and_texts_choose_among_packets(text: str, packet: Ethernet) -> None:
    pattern = parse(text, NAMES)
    assert pattern.accepts(packet)
    assert not any(pattern.accepts(other) for other in ALL.values())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tcp length", "a number is missing after 'length'"),
        ("tcp length ten", "'ten' is no number; write 'length 7' or 'length at least 7'"),
        ("tcp length at best 7", "'at best 7' is no number; write 'length 7' or 'length at least 7'"),
        ("tcp length 1 length 2", "'length' is one too many; say each thing once"),
        ("tcp containing GET", 'GET is no text in quotes; write it like "GET /", or octets like 0x0d0a'),
        ("udp seq 7", "'seq' is no word of a pattern"),
        ("frame ttl 7", "'ttl' is no word of a pattern"),
    ],
)
def test_a_wrong_number_or_text_says_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(text, NAMES)
    assert str(raised.value).startswith(message)


TALK = """
tcp: {nagle: false}
programs:
  - on: b
    code: |
      import socket
      connection, _ = socket.create_server(("", 80)).accept()
      while connection.recv(1000):
          pass
  - on: a
    at: 1s
    code: |
      import socket
      sock = socket.create_connection(("10.0.0.2", 80))
      sock.send(bytes(8)); sock.send(bytes(20)); sock.send(b"end")
faults:
  - {on: a -- b, drop: first tcp seq 9 length 20}
"""


def test_sequence_numbers_count_as_the_lists_show_them_also_in_faults() -> None:
    nodes = ("a: {host: 10.0.0.1/24, tcp: {isn: 4294967290}}", "b: {host: 10.0.0.2/24, tcp: {isn: 700}}")
    run = RunOf(scenario(nodes, ["a -- b"], TALK))
    assert run.found("tcp seq 4294967290") == [("frame-sent", "a")]  # the SYN
    assert len(run.found("every tcp data seq 9 leaving a")) == 2  # lost, and sent again
    assert len(run.found("every tcp seq 9 length 20 dropped")) == 1
    assert len(run.found("every tcp data seq-raw 3 leaving a")) == 2  # 4294967290 + 9 modulo 2**32
    assert len(run.found("every tcp seq 29 length 3 leaving a")) == 1
    assert len(run.found('every tcp containing "end" length 3 leaving a')) == 1
    assert run.found("first tcp ack 33 from b") == run.found("first tcp ack-raw 27 from b") != []


def test_an_article_before_the_kind_of_packet_says_nothing() -> None:
    assert parse("an arp reply", NAMES)._replace(text="") == parse("arp reply", NAMES)._replace(text="")
    assert parse("the icmp echo-request to pc2", NAMES).destination == parse("icmp to pc2", NAMES).destination
    assert parse("a broadcast arp request", NAMES)._replace(text="") == parse("broadcast arp request", NAMES)._replace(
        text=""
    )
    assert parse("the last dropped icmp", NAMES)._replace(text="") == parse("last dropped icmp", NAMES)._replace(
        text=""
    )
    with pytest.raises(TextError, match="'as' is no kind of packet"):
        parse("as arp reply", NAMES)
