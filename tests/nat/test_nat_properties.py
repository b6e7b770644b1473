"""What holds of NAT whatever passes: outside ends, checksums, the way back."""

import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.addresses import IPv4Address
from sim.features.conntrack.tuples import FiveTuple, rewritten_message, tuple_of
from sim.features.nat.settings import Behavior, NatSettings, Pooling, Ports
from sim.ip.ipv4 import codec as ipv4
from sim.ip.ipv4.pdu import IPv4
from sim.ip.spans import Span
from sim.kernel import SECOND
from sim.transport.tcp import codec as tcp_codec
from sim.transport.tcp.pdu import ACK, RST, SYN, Tcp
from sim.transport.udp import codec as udp_codec
from sim.transport.udp.pdu import Udp
from sim.wire.checksum import adjusted, checksum
from tests.nat.world import OUTSIDE, PC, PC2, SERVER, SERVER2, Router, ip, ping, pong, tcp, udp
from tests.outside import need


def rewritten(datagram: IPv4, to: FiveTuple) -> IPv4:
    return datagram.between(to.src, to.dst, rewritten_message(datagram, to), datagram.ttl)


ADDRESS = st.integers(0x01000001, 0xDFFFFFFE)
PORT = st.integers(0, 65535)


def test_the_worked_example_of_rfc_1624() -> None:
    # RFC 1624 4: a 16-bit word 0x5555 becomes 0x3285, and the checksum 0xDD2F becomes 0x0000.
    assert adjusted(0xDD2F, b"\x55\x55", b"\x32\x85") == 0x0000


@given(st.binary(min_size=2, max_size=60).filter(lambda b: len(b) % 2 == 0), st.data())
def test_an_adjusted_checksum_is_the_recomputed_one(octets: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(octets) // 2 - 1)) * 2
    new = data.draw(st.binary(min_size=2, max_size=2))
    changed = octets[:at] + new + octets[at + 2 :]
    found, expected = adjusted(checksum(octets), octets[at : at + 2], new), checksum(changed)
    # Over nothing but zeros the two zeros of ones' complement are all that differs.
    assert found == expected or {found, expected} == {0, 0xFFFF}


@given(ADDRESS, ADDRESS, PORT, PORT, st.binary(max_size=40), ADDRESS, PORT, st.integers(0, 1))
def test_octets_are_translated_as_values_are(
    src: int, dst: int, src_port: int, dst_port: int, data: bytes, new: int, new_port: int, kind: int
) -> None:
    """As octets a message has its checksum adjusted, as a value recomputed: both are the same on the wire."""
    protocol, message, codec = [
        (17, Udp(src_port, dst_port, data), udp_codec),
        (6, Tcp(src_port, dst_port, 7, 9, ACK, 100, data), tcp_codec),
    ][kind]
    sender, receiver = IPv4Address(src), IPv4Address(dst)
    datagram = IPv4(sender, receiver, protocol, message)
    to = FiveTuple(protocol, IPv4Address(new), new_port, receiver, dst_port)
    as_octets = datagram.with_payload(codec.encode(message, sender, receiver))
    assert ipv4.encode(rewritten(as_octets, to)) == ipv4.encode(rewritten(datagram, to))


@given(ADDRESS, PORT, PORT, st.integers(1, 0xFFFF))
def test_what_is_wrong_stays_wrong(new: int, port: int, new_port: int, damage: int) -> None:
    datagram = udp(PC, port, SERVER, 53)
    octets = bytearray(ipv4.payload_octets(datagram))
    octets[8:10] = (int.from_bytes(octets[8:10], "big") ^ damage).to_bytes(2, "big")
    damaged = datagram.with_payload(bytes(octets))
    to = FiveTuple(17, IPv4Address(new), new_port, ip(SERVER), 53)
    translated = rewritten(damaged, to)
    assert isinstance(translated.payload, bytes)
    is_wrong = udp_codec.fault(bytes(octets), damaged.src, damaged.dst) is not None
    assert (udp_codec.fault(translated.payload, translated.src, translated.dst) is not None) is is_wrong


SETTINGS = [
    NatSettings(),
    NatSettings(mapping=Behavior.ADDRESS_DEPENDENT, filtering=Behavior.ENDPOINT_INDEPENDENT),
    NatSettings(mapping=Behavior.ADDRESS_AND_PORT_DEPENDENT, ports=Ports(4000, 4007), preserve_port=False),
    NatSettings(
        pool=Span(ip("203.0.113.8"), ip("203.0.113.9")),
        ports=Ports(4000, 4003),
        parity=False,
        pooling=Pooling.ARBITRARY,
    ),
    NatSettings(forward=((4000, f"{PC}:80"), ("udp 4001", PC2)), static=((ip("203.0.113.7"), ip("192.168.1.12")),)),
]


@pytest.mark.parametrize("number", range(len(SETTINGS)))
@pytest.mark.parametrize("seed", range(3))
def test_outside_ends_are_unique_and_out_and_back_is_the_identity(number: int, seed: int) -> None:
    draw = random.Random(seed)
    router = made(number)
    live: dict[FiveTuple, FiveTuple] = {}
    returned = 0
    for _ in range(150):
        src, dst = draw.choice([PC, PC2, "192.168.1.12"]), draw.choice([SERVER, SERVER2])
        port, dst_port = draw.randrange(4000, 4006), draw.choice([53, 80])
        sent = draw.choice([udp(src, port, dst, dst_port), tcp(src, port, dst, dst_port, SYN), ping(src, dst, port)])
        left = [each for where, each in router.out(sent) if where == "eth1"]
        if not left:
            assert router.drops[-1] == "nat.exhausted"
            continue
        inside, outside = tuple_of(sent), tuple_of(left[0])
        assert inside is not None
        assert outside is not None
        # No two inside ends have the same outside end at a time.
        holders = {
            each.sender
            for each, other in live.items()
            if other.protocol == outside.protocol and other.sender == outside.sender
        }
        assert holders <= {inside.sender}
        live[inside] = outside
        # What answers comes back to who has sent, with the same octets.
        there = str(left[0].src), str(left[0].dst)
        back_to = outside.src_port
        answers = {17: udp(there[1], dst_port, there[0], back_to), 1: pong(there[1], there[0], back_to)}
        answers[6] = tcp(there[1], dst_port, there[0], back_to, SYN | ACK, 9, 101)
        answer = answers[sent.protocol]
        back = [each for where, each in router.back(answer) if where == "eth0"]
        assert [tuple_of(each) for each in back] == [inside.reversed]
        returned += 1
        if draw.random() < 0.1:
            router.wait(400 * SECOND)
            live.clear()
    assert returned > 20


def made(number: int) -> Router:
    """A router of these settings."""
    defaults = NatSettings()._asdict()
    changed = {name: value for name, value in SETTINGS[number]._asdict().items() if value != defaults[name]}
    return Router(**changed)


def test_tshark_finds_every_checksum_right(tmp_path: Path) -> None:
    need("tshark")
    need("text2pcap")
    router = Router(forward=((80, f"{PC}:8080"),))
    sent = []
    for src in (PC, PC2):
        for port in (5000, 5001):
            for datagram in (udp(src, port, SERVER, 53), tcp(src, port, SERVER, 80, SYN), ping(src, SERVER, port)):
                sent += [each for _, each in router.out(datagram)]
    sent += [each for _, each in router.back(tcp(SERVER2, 99, OUTSIDE, 80, SYN))]
    sent += [each for _, each in router.out(tcp(PC, 8080, SERVER2, 99, RST | ACK, 0, 101))]
    assert len(sent) == 14
    dump = tmp_path / "dump.txt"
    dump.write_text("".join(f"0000 {ipv4.encode(each).hex(' ')}\n\n" for each in sent), encoding="ascii")
    capture = tmp_path / "out.pcap"
    subprocess.run(
        [shutil.which("text2pcap") or "", "-l", "101", str(dump), str(capture)], check=True, capture_output=True
    )
    words = ["tshark", "-r", str(capture), "-o", "ip.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE"]
    words += ["-o", "udp.check_checksum:TRUE", "-T", "fields", "-e", "_ws.expert.message"]
    words += [
        "-e",
        "ip.checksum.status",
        "-e",
        "tcp.checksum.status",
        "-e",
        "udp.checksum.status",
        "-e",
        "icmp.checksum.status",
    ]
    printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout.splitlines()
    assert len(printed) == len(sent)
    assert all("1" in line.split("\t", 1)[1] and "0" not in line.split("\t", 1)[1] for line in printed), printed
