"""The same octets for a simulated router and for Linux as a router: what they send on must agree to the octet.

Left out is where they differ by choice. Linux forwards from senders in 0/8, 240/4 and 169.254/16 and those with the
address of a network or broadcast (RFC 1812 5.3.7, RFC 3927 7), answers what is for such addresses, records itself in
options, keeps the place of options that are not copied, answers UDP from the address that was asked (RFC 1812 4.3.2.4)
and takes ICMP messages that it does not know for errors.
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
from tests.nodes.reactions import EVERYONE, ICMP, IP, UDP, Ether, Packet, Raw, after, octets_of, told

MACS = {"eth0": "02:00:00:00:00:01", "eth1": "02:00:00:00:00:03"}
ADDRESSES = {"eth0": "10.0.1.1/24", "eth1": "10.0.2.1/24"}
OWN = {"10.0.1.1", "10.0.2.1"}
SENDER = "02:00:00:00:01:02"
MTU = {"eth0": 1500, "eth1": 600}
ROUTES = [
    "10.3.0.0/16 via 10.0.2.9",
    "10.3.7.0/24 via 10.0.2.2",
    "blackhole 10.4.0.0/16",
    "unreachable 10.5.0.0/16",
    "prohibit 10.6.0.0/16",
    "10.7.0.0/16 via 10.0.1.9",
]
NEIGHBOURS = {
    # each case has a sender of its own, since Linux limits errors and redirects by sender
    **{f"10.0.1.{number}": SENDER for number in range(20, 250)},
    "10.0.1.9": "02:00:00:00:01:09",
    "10.0.2.9": "02:00:00:00:02:09",
    "10.0.2.2": "02:00:00:00:02:02",
}


@pytest.fixture(scope="module")
def linux() -> Iterator[Namespace]:
    with namespace("eth0", "eth1") as made:
        made.ip("link", "set", "dev", "lo", "up")
        made.sysctl(ip_forward=1, icmp_ratelimit=0, icmp_msgs_per_sec=100_000)
        made.sysctl(conf__all__rp_filter=0, conf__all__send_redirects=1)
        for port, address in ADDRESSES.items():
            made.ip("link", "set", "dev", port, "address", MACS[port], "mtu", str(MTU[port]))
            made.ip("address", "add", address, "dev", port)
            made.sysctl(**{f"conf__{port}__rp_filter": 0, f"conf__{port}__drop_unicast_in_l2_multicast": 1})
        lines = [f"neigh add {each} lladdr {mac} dev eth{each[5] == '2':d}" for each, mac in NEIGHBOURS.items()]
        made.run("sh", "-c", "\n".join(f"ip {line}" for line in [*lines, *(f"route add {each}" for each in ROUTES)]))
        yield made


@pytest.fixture(scope="module")
def ours() -> StandaloneIpDevice:
    static = tuple((IPv4Address.parse(each), MacAddress.parse(mac)) for each, mac in NEIGHBOURS.items())
    settings = NodeSettings(IcmpSettings(interval=0), ArpSettings(static=static))
    return standalone.router(ADDRESSES, routes=ROUTES, macs=MACS, mtu=MTU, settings=settings)


def to(dst: str = "10.3.1.1", **more: Any) -> Packet:
    """A datagram; a source of its own comes later, unless it has one here."""
    return IP(**({"src": "10.0.1.20", "dst": dst, "id": 7} | more))


UDP_DATA = UDP(sport=1, dport=2) / Raw(b"hello, world")
PING = ICMP(id=1) / Raw(b"abc")


def data(octets: int) -> Packet:
    return Raw(b"x" * octets)


QUOTED = to(src="10.3.1.1", dst="10.0.1.2") / UDP_DATA
DATAGRAMS: dict[str, tuple[int, Packet]] = {
    "plain": (1, to() / UDP_DATA),
    "last hop": (1, to(ttl=1) / UDP_DATA),
    "last but one hop": (1, to(ttl=2) / UDP_DATA),
    "past its last hop": (1, to(ttl=0) / UDP_DATA),
    "last hop, long": (1, to(ttl=1) / data(1480)),
    "another service": (1, to(tos=0xB8) / UDP_DATA),
    "longest prefix": (1, to("10.3.7.7") / UDP_DATA),
    "to a neighbour": (1, to("10.0.2.2") / UDP_DATA),
    "no route": (1, to("10.99.1.1") / UDP_DATA),
    "no route, last hop": (1, to("10.99.1.1", ttl=1) / UDP_DATA),
    "no route, later fragment": (0, to("10.99.1.1", frag=3) / data(64)),
    "no route, an ICMP error": (0, to("10.99.1.1") / ICMP(type=11) / Raw(bytes(QUOTED))),
    "blackhole": (0, to("10.4.1.1") / UDP_DATA),
    "unreachable": (1, to("10.5.1.1") / UDP_DATA),
    "unreachable, last hop": (1, to("10.5.1.1", ttl=1) / UDP_DATA),
    "prohibited": (1, to("10.6.1.1") / UDP_DATA),
    "back through the same port, for another network": (1, to("10.7.1.1", src="10.8.8.8") / UDP_DATA),
    "back through the same port, last hop": (1, to("10.7.1.1", ttl=1) / UDP_DATA),
    "ping to the near address": (1, to("10.0.1.1") / PING),
    "ping to the far address": (1, to("10.0.2.1") / PING),
    "ping to the far address, last hop": (1, to("10.0.2.1", ttl=1) / PING),
    "UDP to the near address": (1, to("10.0.1.1") / UDP_DATA),
    "of 600 octets": (1, to() / data(580)),
    "of 601 octets": (2, to() / data(581)),
    "of 1500 octets": (3, to() / data(1480)),
    "of 600 octets, not to be fragmented": (1, to(flags="DF") / data(580)),
    "of 601 octets, not to be fragmented": (1, to(flags="DF") / data(581)),
    "of 1500 octets, not to be fragmented": (1, to(flags="DF") / data(1480)),
    "of 1500 octets, not to be fragmented, last hop": (1, to(flags="DF", ttl=1) / data(1480)),
    "first fragment, too long": (3, to(flags="MF") / data(1480)),
    "middle fragment, too long": (3, to(flags="MF", frag=185) / data(1480)),
    "last fragment, too long": (2, to(frag=185) / data(1000)),
    "first fragment, too long, not to be fragmented": (1, to(flags="MF+DF") / data(1480)),
    "later fragment, too long, not to be fragmented": (0, to(flags="MF+DF", frag=10) / data(1480)),
    "first fragment, last hop": (1, to(ttl=1, flags="MF") / data(64)),
    "later fragment, last hop": (0, to(ttl=1, frag=3) / data(64)),
    "first fragment of an ICMP error, last hop": (0, to(ttl=1, flags="MF", proto=1) / Raw(b"\x03" * 64)),
    "no operation": (1, to(options=b"\1\1\1\1") / UDP_DATA),
    "unknown option": (1, to(options=b"\x1e\4\0\0") / UDP_DATA),
    "router alert": (1, to(options=b"\x94\4\0\0") / UDP_DATA),
    "router alert, last hop": (1, to(ttl=1, options=b"\x94\4\0\0") / UDP_DATA),
    "router alert, too long": (2, to(options=b"\x94\4\0\0") / data(1000)),
    "option without length": (1, to(options=b"\1\1\1\7") / UDP_DATA),
    "record route without room": (1, to(options=b"\7\7\x08\1\2\3\4\0") / UDP_DATA),
    **{
        f"from {src}": (0, to(src=src) / UDP_DATA)
        for src in ("0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255", "10.0.1.1", "10.0.2.1")
    },
    "from the far network": (1, to(src="10.0.2.2") / UDP_DATA),
    **{
        f"to {dst}": (0, to(dst) / UDP_DATA)
        for dst in ("0.0.0.0", "127.0.0.1", "224.0.0.1", "224.0.0.5", "239.1.1.1", "255.255.255.255")
    },
    **{f"to {dst}": (0, to(dst) / UDP_DATA) for dst in ("10.0.1.255", "10.0.2.255")},
    **{f"to {dst}": (1, to(dst) / UDP_DATA) for dst in ("10.3.255.255", "10.3.0.0")},
    "ICMP error, last hop": (0, to(ttl=1) / ICMP(type=3, code=1) / Raw(bytes(QUOTED))),
    "echo request, last hop": (1, to(ttl=1) / PING),
    "echo reply, last hop": (1, to(ttl=1) / ICMP(type=0, id=1) / Raw(b"x")),
    "ICMP without a type, last hop": (0, to(ttl=1, proto=1)),
    "wrong header checksum": (0, to(chksum=5) / UDP_DATA),
    "wrong ICMP checksum": (1, to() / ICMP(id=3, chksum=3)),
    "wrong UDP checksum": (1, to() / UDP(sport=1, dport=2, chksum=9) / Raw(b"abc")),
    "wrong UDP length": (1, to() / UDP(sport=1, dport=2, len=900) / Raw(b"abc")),
    "nothing but a header": (1, to(proto=253)),
    "shorter than its frame": (1, to(len=28) / UDP_DATA),
}


def number_senders() -> dict[str, tuple[int, bytes]]:
    made = {}
    mine = Ether(dst=MACS["eth0"], src=SENDER)
    for number, (name, (count, datagram)) in enumerate(DATAGRAMS.items(), 20):
        if datagram.src == "10.0.1.20":
            datagram.src = f"10.0.1.{number}"
        made[name] = (count, octets_of(mine / datagram))
    for name, dst in (("frame to everyone", EVERYONE), ("frame to a group", "01:00:5e:00:00:01")):
        made[name] = (0, octets_of(Ether(dst=dst, src=SENDER) / to() / UDP_DATA))
        made[f"{name}, last hop"] = (0, octets_of(Ether(dst=dst, src=SENDER) / to(ttl=1) / UDP_DATA))
    made["IPv6"] = (0, octets_of(Ether(dst=MACS["eth0"], src=SENDER, type=0x86DD) / Raw(b"x" * 60)))
    made["datagram with a trailer"] = (1, octets_of(mine / to() / UDP_DATA) + b"not padding")
    return made


CASES = number_senders()


@pytest.mark.parametrize("name", CASES)
def test_router_reacts_as_linux_does(linux: Namespace, ours: StandaloneIpDevice, name: str) -> None:
    count, octets = CASES[name]
    theirs = told(after(linux, "eth0", [octets], "10.0.1.1"), OWN)
    mine = told(ours.receive("eth0", octets), OWN)
    assert mine == theirs
    assert len(theirs) == count


@pytest.mark.parametrize(("src", "dst"), [("10.0.1.241", "10.7.1.1"), ("10.0.1.242", "10.0.1.9")])
def test_router_redirects_as_linux_does(linux: Namespace, ours: StandaloneIpDevice, src: str, dst: str) -> None:
    octets = octets_of(Ether(dst=MACS["eth0"], src=SENDER) / to(dst, src=src) / UDP_DATA)
    for emitted in (after(linux, "eth0", [octets], "10.0.1.1"), ours.receive("eth0", octets)):
        redirect, onward = (IP(each[14:]) for _, each in emitted)
        assert [port for port, _ in emitted] == ["eth0", "eth0"]
        if redirect.proto != 1:
            redirect, onward = onward, redirect
        assert (redirect[ICMP].type, redirect[ICMP].code, redirect[ICMP].gw) == (5, 1, "10.0.1.9")
        assert (redirect.dst, onward.dst, onward.ttl) == (src, dst, 63)
        # Linux quotes the datagram with the time to live that it goes on with.
        quoted = IP(bytes(redirect[ICMP].payload))
        assert (quoted.src, quoted.dst, quoted.id) == (src, dst, 7)
        assert bytes(quoted.payload)[:8] == bytes(onward.payload)[:8]
