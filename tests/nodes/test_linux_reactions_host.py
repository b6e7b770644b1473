"""The same octets for a simulated host and for Linux: both must send the same because of them, or both nothing.

Left out is where Linux does otherwise by its own choice: it answers senders in 0/8 and 240/4 and those with the address
of a network or broadcast (RFC 1122 3.2.1.3), says nothing about a refused source route, points at the type and not at
the length of a bad option, records itself in options that ask for it, and echoes the code of an echo request.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from sim import standalone
from sim.addresses import IPv4Address, MacAddress
from sim.ip.arp.settings import ArpSettings
from sim.ip.icmp.settings import IcmpSettings
from sim.settings import NodeSettings
from sim.standalone import StandaloneIpDevice
from tests.nodes.linux import Namespace, namespace
from tests.nodes.reactions import EVERYONE, ICMP, IP, UDP, Ether, Packet, Raw, after, fragments, octets_of, told

ME, PEER = "02:00:00:00:00:01", "02:00:00:00:00:02"


@pytest.fixture(scope="module")
def linux() -> Iterator[Namespace]:
    """Linux as 10.0.0.1/24 on ``eth0``, its gateway 10.0.0.2, without limits on ICMP errors."""
    with namespace("eth0") as made:
        made.ip("link", "set", "dev", "lo", "up")
        made.ip("link", "set", "dev", "eth0", "address", ME)
        made.ip("address", "add", "10.0.0.1/24", "dev", "eth0")
        made.ip("neigh", "add", "10.0.0.2", "lladdr", PEER, "dev", "eth0")
        made.ip("route", "add", "default", "via", "10.0.0.2")
        made.sysctl(icmp_ratelimit=0, icmp_msgs_per_sec=100_000, conf__all__rp_filter=0, conf__eth0__rp_filter=0)
        # RFC 1122 3.3.6 wants it, Linux leaves it to its administrator
        made.sysctl(conf__eth0__drop_unicast_in_l2_multicast=1)
        yield made


@pytest.fixture(scope="module")
def ours() -> StandaloneIpDevice:
    peer = (IPv4Address.parse("10.0.0.2"), MacAddress.parse(PEER))
    settings = NodeSettings(IcmpSettings(interval=0), ArpSettings(static=(peer,)))
    return standalone.host({"eth0": "10.0.0.1/24"}, gateway="10.0.0.2", macs={"eth0": ME}, settings=settings)


def to(dst: str = "10.0.0.1", **more: Any) -> Packet:
    return IP(**({"src": "10.0.0.2", "dst": dst, "id": 7} | more))


ECHO = ICMP(id=9, seq=1) / Raw(b"hello, world")
CLOSED = UDP(sport=5, dport=999) / Raw(b"hello")
LONG = ICMP(id=9, seq=2) / Raw(bytes(range(200)))
NOTHING, ONE = 0, 1


def in_pieces(identification: int, payload: Packet) -> list[Packet]:
    return fragments(to(id=identification) / payload, 80, 160)


def datagrams() -> dict[str, tuple[int, list[Packet]]]:
    """By name: how many frames are to come back, and the datagrams that go in, to this host's MAC address."""
    whole, overlapped = in_pieces(77, LONG), in_pieces(78, LONG)
    udp_too_short = UDP(sport=5, dport=999, len=3) / Raw(b"hello")
    return {
        "echo request": (ONE, [to() / ECHO]),
        "echo request without data": (ONE, [to() / ICMP(id=1)]),
        "echo request at its last hop": (ONE, [to(ttl=1) / ECHO]),
        "echo request past its last hop": (ONE, [to(ttl=0) / ECHO]),
        "echo request of another service": (ONE, [to(tos=0x10) / ECHO]),
        "echo request not to be fragmented": (ONE, [to(flags="DF") / ECHO]),
        "no operation": (ONE, [to(options=b"\1\1\1\1") / ECHO]),
        "unknown option": (ONE, [to(options=b"\x1e\4\0\0") / ECHO]),
        "option without length": (ONE, [to(options=b"\1\1\1\7") / ECHO]),
        "wrong header checksum": (NOTHING, [to(chksum=1) / ECHO]),
        "wrong message checksum": (NOTHING, [to() / ICMP(id=9, chksum=1)]),
        "version 5": (NOTHING, [to(version=5) / ECHO]),
        "header of 16 octets": (NOTHING, [to(ihl=4) / ECHO]),
        "longer than its frame": (NOTHING, [to(len=200) / ECHO]),
        "shorter than its header": (NOTHING, [to(len=19) / ECHO]),
        "nothing but a header": (NOTHING, [to(len=20) / ECHO]),
        "half an ICMP header": (NOTHING, [to(len=24) / ECHO]),
        **{
            f"from {src}": (NOTHING, [to(src=src) / ECHO])
            for src in ("0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "10.0.0.1")
        },
        "from another network": (ONE, [to(src="10.9.9.9") / ECHO]),
        "from a link-local address": (ONE, [to(src="169.254.1.1") / ECHO]),
        **{
            f"to {dst}": (NOTHING, [to(dst) / ECHO])
            for dst in ("0.0.0.0", "127.0.0.1", "224.0.0.1", "224.0.0.5", "255.255.255.255", "10.0.0.0", "10.0.0.255")
        },
        **{f"to {dst}": (NOTHING, [to(dst) / ECHO]) for dst in ("10.0.0.77", "10.9.9.9", "240.0.0.1")},
        **{
            f"ICMP type {number}": (NOTHING, [to() / ICMP(type=number) / Raw(b"12345678" * 4)])
            for number in (0, 1, 3, 4, 5, 9, 10, 11, 12, 15, 17, 42, 200)
        },
        "timestamp request without its times": (NOTHING, [to(proto=1) / Raw(b"\x0d\0\xf2\xff\0\0\0\0")]),
        "UDP to nobody": (ONE, [to() / CLOSED]),
        "UDP without checksum": (ONE, [to() / UDP(sport=5, dport=999, chksum=0) / Raw(b"hello")]),
        "UDP with a wrong checksum": (NOTHING, [to() / UDP(sport=5, dport=999, chksum=77) / Raw(b"hello")]),
        "UDP longer than its datagram": (NOTHING, [to() / UDP(sport=5, dport=999, len=300) / Raw(b"hello")]),
        "UDP shorter than its header": (NOTHING, [to() / udp_too_short]),
        "UDP of 1200 octets": (ONE, [to() / UDP(sport=5, dport=999) / Raw(b"h" * 1200)]),
        "UDP to everyone": (NOTHING, [to("10.0.0.255") / CLOSED]),
        "UDP with options": (ONE, [to(options=b"\1\1\1\1") / CLOSED]),
        "unknown protocol": (ONE, [to(proto=253) / Raw(b"hello")]),
        "unknown protocol of 1400 octets": (ONE, [to(proto=253) / Raw(b"h" * 1400)]),
        "unknown protocol to everyone": (NOTHING, [to("10.0.0.255", proto=253) / Raw(b"hello")]),
        "unknown protocol from nobody": (NOTHING, [to(src="0.0.0.0", proto=253) / Raw(b"hello")]),
        "fragments in order": (ONE, whole),
        "fragments reversed": (ONE, whole[::-1]),
        "fragments shuffled": (ONE, [whole[1], whole[2], whole[0]]),
        "fragments and one of them twice": (ONE, [whole[0], whole[1], whole[1], whole[2]]),
        "fragments but the last": (NOTHING, in_pieces(76, LONG)[:2]),
        "fragments that overlap": (
            NOTHING,
            [overlapped[0], to(id=78, flags="MF", frag=9, proto=1) / Raw(b"y" * 32), *overlapped[1:]],
        ),
        "fragments of UDP to nobody": (ONE, in_pieces(79, UDP(sport=5, dport=999) / Raw(b"z" * 200))),
        "fragments of an unknown protocol": (ONE, fragments(to(id=80, proto=253) / Raw(b"z" * 200), 80, 160)),
        "fragment of 5 octets": (
            NOTHING,
            [to(id=81, flags="MF", proto=1) / Raw(b"12345"), to(id=81, frag=1, proto=1) / Raw(b"12345")],
        ),
        "fragment that ends beyond 65535": (NOTHING, [to(id=82, frag=8191, proto=1) / Raw(b"1" * 100)]),
        "fragments that forbid fragmentation": (
            ONE,
            [
                to(id=83, flags="MF+DF", proto=1) / Raw(bytes(ICMP(id=4) / Raw(b"12345678" * 2))[:16]),
                to(id=83, frag=2, proto=1) / Raw(b"12345678"),
            ],
        ),
    }


def frames() -> dict[str, tuple[int, list[Packet]]]:
    """The datagrams in frames, and some frames to others."""
    mine = Ether(dst=ME, src=PEER)
    made = {name: (count, [mine / each for each in inside]) for name, (count, inside) in datagrams().items()}
    everyone, other = Ether(dst=EVERYONE, src=PEER), Ether(dst="02:00:00:00:00:77", src=PEER)
    return made | {
        "frame to everyone": (NOTHING, [everyone / to() / ECHO]),
        "frame to everyone, to nobody's port": (NOTHING, [everyone / to() / CLOSED]),
        "frame and datagram to everyone": (NOTHING, [everyone / to("10.0.0.255") / ECHO]),
        "frame to somebody else": (NOTHING, [other / to() / ECHO]),
        "frame of unknown type": (NOTHING, [Ether(dst=ME, src=PEER, type=0x88B5) / Raw(b"x" * 50)]),
    }


CASES = frames()


@pytest.mark.parametrize("name", CASES)
def test_host_reacts_as_linux_does(linux: Namespace, ours: StandaloneIpDevice, name: str) -> None:
    count, packets = CASES[name]
    octets = [octets_of(each) for each in packets]
    # Linux gives its errors the precedence that RFC 1812 4.3.2.5 wants from routers.
    with_tos = name.startswith("echo")
    theirs = told(after(linux, "eth0", octets, "10.0.0.1"), {"10.0.0.1"}, with_tos)
    mine = [each for frame in octets for each in ours.receive("eth0", frame)]
    assert told(mine, {"10.0.0.1"}, with_tos) == theirs
    assert len(theirs) == count
