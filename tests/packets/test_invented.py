"""A protocol that only a test knows is read, told and found wherever packets are: one descriptor is all it takes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import registry
from sim.addresses import IPv4Address, MacAddress
from sim.explain import sentence
from sim.ip.ipv4.pdu import PROTOCOL_TCP, PROTOCOL_UDP, IPv4
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.packets import carried, telling
from sim.packets.dissect import dissect
from sim.patterns.pattern import Names, describe
from sim.patterns.syntax import parse
from sim.session import Session
from sim.transport.tcp.pdu import ACK, Tcp
from sim.transport.udp.pdu import Udp
from sim.why import Rule, Why
from sim.words import TextError
from tests.invented.feature import FEATURE
from tests.invented.pdu import BYE, HELLO, LAYOUT, PORT, Greeting, encode
from tui.output.jsonl import JsonLines
from tui.output.text import TextLines

A, B = (IPv4Address.parse(f"10.0.0.{n}") for n in (1, 2))
SAID = Rule("test.said", "", "Somebody greets", "This is greeting number {count}[ of {name}].")
MESSAGE = Greeting(HELLO, 3, "Ann")


def over_udp(octets: bytes, src_port: int = 40000, dst_port: int = PORT) -> Ethernet:
    datagram = IPv4(A, B, PROTOCOL_UDP, Udp(src_port, dst_port, octets))
    return Ethernet(MacAddress(2), MacAddress(1), TYPE_IPV4, datagram)


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    frame = over_udp(encode(MESSAGE))
    assert telling.name(frame) == "UDP datagram"
    with registry.adding(FEATURE):
        yield
    assert telling.name(frame) == "UDP datagram"


def test_octets_between_programs_are_read_by_the_port_of_either_side() -> None:
    kind = registry.pdu("greeting")
    assert carried.find(over_udp(encode(MESSAGE)), kind) == MESSAGE
    assert carried.find(over_udp(encode(MESSAGE), PORT, 40000), kind) == MESSAGE
    assert carried.find(over_udp(encode(MESSAGE), 1, 2), kind) is None
    assert carried.find(over_udp(b"x"), kind) is None
    assert carried.find(over_udp(encode(MESSAGE) + b"\xff"), kind) is None  # a name is UTF-8
    by_tcp = IPv4(A, B, PROTOCOL_TCP, Tcp(40000, PORT, 1, 1, ACK, 100, encode(MESSAGE)))
    assert carried.find(by_tcp, kind) is None
    names = [each.name for each, _ in carried.chain(over_udp(encode(MESSAGE)))]
    assert names == ["ethernet", "ipv4", "udp", "greeting"]


def test_its_header_is_a_layer_and_what_follows_is_data() -> None:
    layers = dissect(over_udp(encode(MESSAGE)))
    assert [(layer.name, layer.end - layer.start) for layer in layers[2:]] == [
        ("udp", 8), ("greeting", 2), ("data", 3), ("padding", 13),
    ]  # fmt: skip
    told = layers[3]
    assert [(field.name, field.text) for field in told.fields] == [("kind", "1 (hello)"), ("count", "3")]
    assert (told.title, told.osi, told.layout) == ("Greeting", 7, LAYOUT)


def test_octets_that_are_none_stay_data() -> None:
    frame = over_udp(b"x")
    assert [layer.name for layer in dissect(frame)[2:4]] == ["udp", "data"]
    assert telling.summary(frame).line == "IP 10.0.0.1.40000 > 10.0.0.2.9999: UDP, length 1"
    assert telling.labels(frame)[0] == "UDP to port 9999"
    assert describe(frame) == "udp from 10.0.0.1:40000 to 10.0.0.2:9999"


def test_it_tells_of_the_packet_where_there_is_much_room_and_little() -> None:
    frame = over_udp(encode(MESSAGE))
    assert str(telling.summary(frame)) == "IP 10.0.0.1.40000 > 10.0.0.2.9999: Greeting hello 3 from Ann (ttl 64)"
    assert telling.labels(frame) == telling.captions(frame) == ("hello of Ann", "hello")
    assert telling.name(frame) == "hello of Ann"
    assert carried.ports(frame) == (40000, PORT)


def test_its_facts_are_in_sentences() -> None:
    frame = over_udp(encode(MESSAGE))
    assert sentence(Why(SAID, count=1), what=frame) == "This is greeting number 1 of Ann."
    assert telling.facts(frame)["dst_port"] == PORT


def test_its_words_are_in_the_packet_language() -> None:
    hello, bye = over_udp(encode(MESSAGE)), over_udp(encode(Greeting(BYE, 4, "Bob")))
    names = Names({}, {})
    assert parse("greeting hello from 10.0.0.1:40000", names).accepts(hello)
    assert not parse("greeting hello", names).accepts(bye)
    assert parse("greeting", names).accepts(bye)
    assert parse("udp port 9999", names).accepts(hello)
    assert not parse("greeting", names).accepts(over_udp(b"x"))
    assert not parse("greeting from 10.0.0.2", names).accepts(hello)
    assert describe(hello) == "greeting hello from 10.0.0.1:40000 to 10.0.0.2:9999"
    with pytest.raises(TextError, match=r"'helo' is no word of a pattern; did you mean hello\?"):
        parse("greeting helo", names)
    with pytest.raises(TextError, match=r"write frame, arp, vlan, ip, icmp, tcp, udp, .*greeting, fragment or bpdu"):
        parse("qqq", names)


SCENARIO = """\
title: Greetings
nodes: {pc1: {host: 10.0.0.1/24}, greeting: {host: 10.0.0.2/24}}
links: [pc1 -- greeting]
programs:
  - {on: greeting, code: 'import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("", 9999)); s.recvfrom(9)'}
  - on: pc1
    at: 1s
    code: |
      import socket
      sock = socket.socket(type=socket.SOCK_DGRAM)
      sock.sendto(b"\\1\\3Ann", ("10.0.0.2", 9999))
      sock.sendto(b"\\2\\4Ann", ("10.0.0.2", 9999))
faults:
  - {on: pc1 -- greeting, drop: first greeting bye}
notes:
  - {when: first greeting hello from pc1, text: Somebody is polite.}
expect:
  - greeting receives 1 greeting hello from pc1
  - greeting bye from pc1 is dropped
  - greeting never receives greeting bye
"""


def test_a_run_tells_of_it_in_text_and_in_json(tmp_path: Path) -> None:
    path = tmp_path / "greetings.yaml"
    path.write_text(SCENARIO)
    session = Session.load(str(path))
    session.run()
    assert [outcome.found for outcome in session.check() if not outcome.ok] == []
    [(n, _)] = session.notes()
    trace = session.trace
    told = json.loads(next(JsonLines(trace).lines(n, n + 1)))["frame"]
    assert told["summary"].endswith("9999: Greeting hello 3 from Ann (ttl 64, DF)")
    [layer] = [layer for layer in told["layers"] if layer["name"] == "greeting"]
    assert layer["fields"] == {"kind": 1, "count": 3}
    lines = list(TextLines(trace, session.scenario.names.links).lines(0, len(trace)))
    [lost] = [line for line in lines if line.endswith(" [lost]")]
    assert "IP 10.0.0.1.49152 > 10.0.0.2.9999: Greeting bye 4 from Ann (ttl 64, DF)" in lost
