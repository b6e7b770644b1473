"""How DNS messages are told: beside tcpdump and tshark, and in the packet language."""

import json
import subprocess
from pathlib import Path

import dns.message
import pytest

from sim.addresses import IPv4Address, MacAddress
from sim.features.dns import codec, rules
from sim.features.dns.authority.machine import Authority
from sim.features.dns.numbers import NOTIFY, UPDATE
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.packets.dissect import dissect
from sim.packets.telling import labels, summary
from sim.patterns.pattern import Names, describe
from sim.patterns.syntax import parse
from sim.transport.tcp.pdu import ACK, PSH, Tcp
from sim.transport.udp.pdu import Udp
from sim.wire.pcapng import Writer
from tests.dns.test_codec import EVERY_TYPE
from tests.dns.zones import ORIGIN, QUESTIONS, ZONE
from tests.outside import need

CLIENT, SERVER = IPv4Address.parse("192.0.2.1"), IPv4Address.parse("192.0.2.53")
MACS = MacAddress(2), MacAddress(3)
AUTHORITY = Authority.from_text(ORIGIN, ZONE)
NAMES = Names({}, {})


def frame(octets: bytes, over_tcp: bool = False) -> Ethernet:
    """A message between a client and a server."""
    is_answer = len(octets) > 2 and bool(octets[2] & 0x80)
    ends = (SERVER, CLIENT) if is_answer else (CLIENT, SERVER)
    ports = (53, 40000) if is_answer else (40000, 53)
    segment = Tcp(*ports, 100, 300, ACK | PSH, 1000, codec.framed(octets))
    datagram = IPv4(*ends, 6, segment) if over_tcp else IPv4(*ends, 17, Udp(*ports, octets))
    return Ethernet(*MACS, TYPE_IPV4, datagram)


def query(name: str, qtype: str, **more: object) -> bytes:
    return dns.message.make_query(name, qtype, id=12345, **more).to_wire()  # type: ignore[arg-type]


def answer(name: str, qtype: str, **more: object) -> bytes:
    return AUTHORITY.answer(query(name, qtype, **more))


def flagged(octets: bytes, flags: int) -> bytes:
    return octets[:2] + flags.to_bytes(2, "big") + octets[4:]


def messages() -> list[bytes]:
    """Queries and answers of each kind, and some with unusual flags and counts."""
    found = [dns.message.from_text(EVERY_TYPE).to_wire(), query("www.example.com", "A", use_edns=0)]
    for number, (name, qtype) in enumerate(QUESTIONS):
        if number % 7 == 0 or qtype in ("MX", "SRV", "SOA"):
            found += [query(name, qtype), answer(name, qtype)]
    plain = query("www.example.com", "A")
    found += [flagged(plain, flags) for flags in (0, 0x0110, *range(0, 0x8000, 0x800))]
    found += [flagged(answer("www.example.com", "A"), 0x8000 | flags) for flags in (*range(16), 0x2A0, 0x80, 0x20)]
    return [*found, plain[:4] + bytes(8), plain[:4] + b"\0\2" + plain[6:] + plain[12:]]


def test_tcpdump_prints_these_lines(tmp_path: Path) -> None:
    program = need("tcpdump")
    frames = [frame(octets) for octets in messages()]
    frames += [frame(octets, over_tcp=True) for octets in messages()[:40]]
    run = subprocess.run(
        [program, "-n", "-t", "-S", "-r", str(capture(tmp_path, frames))], capture_output=True, text=True, check=True
    )
    assert [summary(each).line for each in frames] == run.stdout.splitlines()


def capture(folder: Path, frames: list[Ethernet]) -> Path:
    path = folder / "dns.pcapng"
    with path.open("wb") as stream:
        writer = Writer(stream, [("link", "")])
        for each in frames:
            writer.packet(0, 0, wire.encode(each))
    return path


def test_tshark_takes_every_message_apart_without_complaint(tmp_path: Path) -> None:
    program = need("tshark")
    found = [*messages(), AUTHORITY.answer(query("big.example.com", "TXT"), over_tcp=True)]
    frames = [frame(octets) for octets in found] + [frame(octets, over_tcp=True) for octets in found[:40]]
    fields = ["frame.protocols", "_ws.malformed", "_ws.expert.severity", "dns.qry.name", "dns.count.answers"]
    command = [program, "-r", str(capture(tmp_path, frames)), "-T", "json", *(f"-e{name}" for name in fields)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    layers = [each["_source"]["layers"] for each in json.loads(run.stdout)]
    assert len(layers) == len(frames)
    for octets, told in zip(found, layers, strict=False):
        message = codec.decode(octets)
        assert message is not None
        assert told["frame.protocols"][0].endswith(":dns")
        assert "_ws.malformed" not in told
        if message.opcode not in (NOTIFY, UPDATE):
            assert int(told["dns.count.answers"][0]) == len(message.answer)


def test_each_record_is_a_layer_and_covers_its_octets() -> None:
    octets = AUTHORITY.answer(query("alias.example.com", "A", use_edns=0))
    layers = dissect(octets, "dns")
    assert [(layer.title, layer.name) for layer in layers] == [
        ("DNS", "dns"),
        ("Question alias.example.com. IN A", "dns-question"),
        ("Answer alias.example.com. CNAME www.example.com.", "dns-record"),
        ("Answer www.example.com. A 192.0.2.80", "dns-record"),
        ("Answer www.example.com. A 192.0.2.81", "dns-record"),
        ("OPT 1232 octets", "dns-opt"),
    ]
    assert [layer.start for layer in layers[1:]] == [layer.end for layer in layers[:-1]]
    assert layers[-1].end == len(octets)
    for layer in layers:
        bits = [field.first_bit for field in layer.fields]
        assert bits == [layer.start * 8, *(field.last_bit + 1 for field in layer.fields[:-1])]
    assert [(field.name, field.text) for field in layers[2].fields] == [
        ("name", "alias.example.com."),
        ("type", "5 (CNAME)"),
        ("class", "1 (IN)"),
        ("ttl", "3600 s"),
        ("rdlength", "6"),
        ("target", "www.example.com."),
    ]


def test_what_is_wrong_with_a_message_is_told() -> None:
    looped = query("www.example.com", "A")[:12] + b"\xc0\x0c\0\1\0\1"
    datagram, layer = dissect(frame(looped))[2:]
    assert (datagram.name, layer.name) == ("udp", "data")
    note = layer.fields[0].note
    assert note is not None
    assert note.rule is rules.POINTER_LOOP
    assert dissect(frame(looped, over_tcp=True))[-1].fields[0].note is None


def test_over_tcp_the_length_is_a_layer() -> None:
    layers = dissect(codec.framed(query("www.example.com", "A")), "dns-tcp")
    assert [layer.title for layer in layers] == ["DNS over TCP", "DNS", "Question www.example.com. IN A"]
    assert layers[0].fields[0].text == "33"


@pytest.mark.parametrize(
    ("octets", "names"),
    [
        (query("www.example.com", "A"), ("DNS query A www.example.com", "DNS query", "DNS")),
        (answer("www.example.com", "A"), ("DNS answer A www.example.com", "DNS answer", "DNS")),
        (answer("nope.example.com", "A"), ("DNS NXDOMAIN A nope.example.com", "DNS NXDOMAIN", "DNS")),
        (answer("www.example.com", "MX"), ("DNS no data MX www.example.com", "DNS no data", "DNS")),
        (answer("www.sub.example.com", "A"), ("DNS referral A www.sub.example.com", "DNS referral", "DNS")),
        (answer("example.org", "A"), ("DNS REFUSED A example.org", "DNS REFUSED", "DNS")),
    ],
)
def test_names_of_messages(octets: bytes, names: tuple[str, ...]) -> None:
    assert labels(frame(octets)) == names


@pytest.mark.parametrize(
    ("octets", "words", "others"),
    [
        (
            query("www.example.com", "A"),
            ["query", "query for WWW.example.com.", "query type a"],
            ["response", "answer"],
        ),
        (answer("www.example.com", "A"), ["answer", "response", "answer for www.example.com type A"], ["query"]),
        (answer("nope.example.com", "A"), ["nxdomain", "response"], ["answer", "nodata", "nxdomain for a.b"]),
        (answer("www.example.com", "MX"), ["nodata"], ["answer", "referral", "nodata type A"]),
        (answer("www.sub.example.com", "A"), ["referral"], ["nodata", "nxdomain"]),
        (answer("big.example.com", "TXT"), ["truncated", "response type TXT"], ["answer type A"]),
    ],
)
def test_words_of_the_packet_language(octets: bytes, words: list[str], others: list[str]) -> None:
    for over_tcp in (False, True):
        packet = frame(octets, over_tcp)
        assert [word for word in words if not parse(f"dns {word}", NAMES).accepts(packet)] == []
        assert [word for word in others if parse(f"dns {word}", NAMES).accepts(packet)] == []


def test_a_name_is_asked_for_beside_who_gets_the_packet() -> None:
    packet = frame(query("www.example.com", "A"))
    assert parse("dns query to 192.0.2.53 for www.example.com", NAMES).accepts(packet)
    assert not parse("dns query for www.example.com to 192.0.2.1", NAMES).accepts(packet)
    assert describe(packet) == "dns query from 192.0.2.1:40000 to 192.0.2.53:53"
