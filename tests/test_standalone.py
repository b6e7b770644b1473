"""Devices alone: octets in, octets out, and no octets that could bring one down."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import standalone
from sim.addresses import IPv4Address, Prefix
from sim.ip.acd.settings import AcdSettings
from sim.ip.arp.settings import ArpSettings
from sim.ip.reassembly.settings import ReassemblySettings
from sim.ip.routes.machine import Hop
from sim.ip.routes.service import StaticRoute
from sim.kernel import SECOND
from sim.link.ethernet import codec as ethernet
from sim.link.settings import NicSettings
from sim.settings import NodeSettings
from sim.standalone import StandaloneDevice
from sim.trace.records import Kind
from sim.trace.trace import NoTrace
from sim.trace.world import fold
from sim.wire.checksum import checksum
from tests.wire.oracle import inet, l2, packet

ICMP, IP, UDP, ARP, Ether, Raw = inet.ICMP, inet.IP, inet.UDP, l2.ARP, l2.Ether, packet.Raw

US, THEM = "02:00:00:00:00:01", "02:00:00:00:00:02"


def pc(**more: Any) -> standalone.StandaloneIpDevice:
    return standalone.host({"eth0": "10.0.0.1/24"}, macs={"eth0": US}, **more)


def question(target: str = "10.0.0.1") -> bytes:
    request = ARP(op=1, hwsrc=THEM, psrc="10.0.0.2", pdst=target)
    return bytes(Ether(dst="ff:ff:ff:ff:ff:ff", src=THEM) / request)


def ping(dst: str = "10.0.0.1", **more: Any) -> bytes:
    return bytes(Ether(dst=US, src=THEM) / IP(src="10.0.0.2", dst=dst, **more) / ICMP(id=1, seq=1) / Raw(b"abc"))


# What goes in and what comes out


def test_a_host_answers_arp_and_ping_with_whole_frames() -> None:
    host = pc()
    [(port, octets)] = host.receive("eth0", question())
    answer = Ether(octets)
    assert (port, len(octets)) == ("eth0", 60)
    assert (answer.dst, answer.src, answer[ARP].op, answer[ARP].hwsrc) == (THEM, US, 2, US)
    [(_, octets)] = host.receive("eth0", ping())
    reply = Ether(octets)
    assert (reply[IP].src, reply[IP].dst, reply[ICMP].type, bytes(reply[Raw])[:3]) == (
        "10.0.0.1",
        "10.0.0.2",
        0,
        b"abc",
    )


def test_a_short_frame_is_padded_as_a_nic_does() -> None:
    switch = standalone.switch(2)
    short = bytes.fromhex("ffffffffffff 020000000002 88b5") + b"hello"
    assert switch.receive("1", short) == [("2", short.ljust(60, b"\0"))]
    assert switch.receive("1", b"\xff" * 6) == [("2", b"\xff" * 6 + bytes(54))]


def test_a_frame_longer_than_the_mtu_is_lost_and_one_as_long_is_not() -> None:
    switch = standalone.switch(2, mtu=600)
    header = bytes.fromhex("ffffffffffff 020000000002 88b5")
    assert len(switch.receive("1", header + bytes(600))) == 1
    assert switch.receive("1", header + bytes(601)) == []
    assert standalone.switch(2, mtu={"2": 60}).receive("1", header + bytes(61)) == []


def test_time_stands_still_unless_it_is_advanced() -> None:
    host = pc()
    assert (host.now, host.due) == (0, None)
    host.run("ping -c 1 10.0.0.2")
    assert (host.now, host.due) == (0, SECOND)
    assert host.advance(SECOND - 1) == []
    assert len(host.advance(1)) == 1
    assert (host.now, host.due) == (SECOND, SECOND)
    with pytest.raises(ValueError, match="time does not go back by 5 ns"):
        host.advance(-5)


def test_what_timers_send_is_returned_by_advance_in_order() -> None:
    host = pc()
    host.receive("eth0", question())
    assert len(host.run("ping -c 3 10.0.0.2")) == 1
    sent = [Ether(octets)[ICMP].seq for _, octets in host.advance(2 * SECOND)]
    assert sent == [2, 3]


def test_a_command_prints_on_the_console_and_reads_tables() -> None:
    host = pc(gateway="10.0.0.254")
    host.receive("eth0", question())
    host.run("arp -n")
    assert host.console[1].split() == ["10.0.0.2", "ether", THEM, "C", "eth0"]
    row = host.table("arp")["eth0", IPv4Address.parse("10.0.0.2")]
    assert (str(row.mac), str(row.state)) == (THEM, "reachable")
    assert host.table("no such table") == {}


def test_a_router_forwards_between_its_ports() -> None:
    router = standalone.router(
        {"eth0": "10.0.0.1/24", "eth1": "10.0.1.1/24"}, macs={"eth0": US}, routes=["10.9.0.0/16 via 10.0.1.2"]
    )
    [(port, octets)] = router.receive("eth0", ping("10.9.0.1"))
    assert (port, Ether(octets)[ARP].pdst) == ("eth1", "10.0.1.2")
    asked = Ether(octets)
    answer = ARP(op=2, hwsrc=THEM, psrc="10.0.1.2", hwdst=asked.src, pdst="10.0.1.1")
    [(port, octets)] = router.receive("eth1", bytes(Ether(dst=asked.src, src=THEM) / answer))
    onward = Ether(octets)
    assert (port, onward.dst, onward[IP].dst, onward[IP].ttl) == ("eth1", THEM, "10.9.0.1", 63)


def test_pulling_a_cable_is_noticed() -> None:
    host = pc(gateway="10.0.0.254")
    assert host.lookup("1.2.3.4") is not None
    host.plug("eth0", up=False)
    assert host.lookup("1.2.3.4") is not None  # as Linux keeps its routes
    assert all(row.linkdown for row in host.table("route").values() if row.source != "local")
    assert host.receive("eth0", question()) == []
    host.plug("eth0", up=True)
    assert len(host.receive("eth0", question())) == 1


def test_the_trace_tells_all_and_folds_to_the_tables() -> None:
    host = pc()
    host.receive("eth0", question())
    tables = fold(host.trace, len(host.trace)).tables
    assert tables["host", "arp"] == host.table("arp")
    assert fold(host.trace, len(host.trace)).in_flight == set()
    assert [each.kind for each in host.trace if each.kind.is_frame] == [
        Kind.FRAME_SENT, Kind.FRAME_RECEIVED, Kind.FRAME_SENT, Kind.FRAME_RECEIVED,
    ]  # fmt: skip


def test_without_a_trace_a_device_does_the_same() -> None:
    kept, forgetful = pc(), pc(trace=NoTrace())
    for octets in (question(), ping(), ping("10.0.0.9")):
        assert kept.receive("eth0", octets) == forgetful.receive("eth0", octets)
    assert len(forgetful.trace) == 0


def test_equal_devices_do_equal_things() -> None:
    settings = NodeSettings(AcdSettings(conflict_detection=True))
    assert [pc(settings=settings, seed=3).advance(9 * SECOND) for _ in range(2)] == [
        pc(settings=settings, seed=3).advance(9 * SECOND)
    ] * 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: standalone.host({"eth0": "10.0.0.1"}), "has no mask"),
        (lambda: standalone.host({"eth0": "10.0.0.1/24"}, gateway="router"), "is not an IPv4 address"),
        (lambda: standalone.host({"eth0": "10.0.0.1/24"}, macs={"eth0": "1"}), "is not a MAC address"),
        (lambda: standalone.host({"eth0": "10.0.0.1/24"}, routes=["10.0.0.0/8"]), "leads nowhere"),
        (lambda: standalone.switch(2).receive("3", b""), "switch has no port '3'; its ports are 1, 2"),
        (lambda: standalone.switch(2).run("ping 10.0.0.1"), "a switch does not know the command"),
        (lambda: pc().run("ping"), "names no address"),
        (lambda: standalone.route("10.0.0.1/8 via 1.2.3.4"), "has host bits set"),
    ],
)
def test_what_is_not_understood_is_a_value_error(wrong: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wrong()


# Route tables


def test_a_route_table_finds_the_longest_prefix() -> None:
    table = standalone.route_table(
        [
            "default via 10.0.0.254",
            "10.0.0.0/24 dev eth0",
            "192.168.0.0/16 via 10.0.0.1",
            "192.168.10.0/24 via 10.0.0.2 dev eth0 metric 5",
            "192.168.10.0/24 via 10.0.0.3 metric 7",
            "blackhole 192.168.99.0/24",
        ]
    )

    def hops(address: str) -> tuple[Hop, ...] | None:
        found = table.lookup(IPv4Address.parse(address))
        return None if found is None else found.hops

    assert hops("192.168.10.77") == (Hop("eth0", IPv4Address.parse("10.0.0.2")),)
    assert hops("192.168.11.77") == (Hop("eth0", IPv4Address.parse("10.0.0.1")),)
    assert hops("10.0.0.9") == (Hop("eth0", None),)
    assert hops("8.8.8.8") == (Hop("eth0", IPv4Address.parse("10.0.0.254")),)
    assert hops("192.168.99.1") == ()
    assert standalone.route_table(["10.0.0.0/24 dev eth0"]).lookup(IPv4Address.parse("10.0.1.0")) is None


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("default via 10.0.0.1", StaticRoute(Prefix.parse("0.0.0.0/0"), IPv4Address.parse("10.0.0.1"))),
        ("10.1.0.0/16 dev eth1", StaticRoute(Prefix.parse("10.1.0.0/16"), None, "eth1")),
        ("10.1.2.3 dev eth1 metric 9", StaticRoute(Prefix.parse("10.1.2.3/32"), None, "eth1", metric=9)),
        ("prohibit 10.6.0.0/16", StaticRoute(Prefix.parse("10.6.0.0/16"), kind="prohibit")),
    ],
)
def test_routes_are_read_as_ip_route_takes_them(text: str, route: StaticRoute) -> None:
    assert standalone.route(text) == route


# Octets of all kinds


def well_formed() -> list[bytes]:
    to_us, quoted = Ether(dst=US, src=THEM), IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=49152, dport=33434)
    inside = [
        ICMP(id=1) / Raw(b"abc"),
        ICMP(type=0, id=1, seq=1) / Raw(b"abc"),
        ICMP(type=3, code=3) / Raw(bytes(quoted)),
        ICMP(type=3, code=4, nexthopmtu=100) / Raw(bytes(quoted)),
        ICMP(type=5, gw="10.0.0.7") / Raw(bytes(quoted)),
        ICMP(type=11) / Raw(bytes(quoted)),
        ICMP(type=13),
        UDP(sport=1, dport=2) / Raw(b"abc"),
        Raw(b"abcdefgh"),
    ]
    frames = [
        to_us / IP(src="10.0.0.2", dst=dst, id=5, ttl=ttl) / each
        for each in inside
        for dst in ("10.0.0.1", "10.9.0.1")
        for ttl in (1, 9)
    ]
    frames += [
        to_us / IP(src="10.0.0.2", dst="10.0.0.1", id=5, flags=flags, frag=frag, proto=1) / Raw(bytes(24))
        for flags in (0, 1, 2, 3)
        for frag in (0, 2, 3)
    ]
    frames += [
        to_us / IP(src="10.0.0.2", dst="10.0.0.1", options=options) / ICMP(id=1)
        for options in (b"\1\1\1\1", b"\x07\x07\x04\0\0\0\0\0", b"\x83\x07\x04\x0a\0\0\x09\0")
    ]
    frames += [
        Ether(dst="ff:ff:ff:ff:ff:ff", src=THEM) / ARP(op=op, hwsrc=THEM, psrc=src, pdst=dst)
        for op in (1, 2, 3)
        for src in ("10.0.0.2", "0.0.0.0", "10.0.0.1")
        for dst in ("10.0.0.1", "10.0.0.2")
    ]
    return [bytes(frame) for frame in frames]


WELL_FORMED = well_formed()


@st.composite
def nearly_well_formed(draw: st.DrawFn) -> bytes:
    """A frame with some octets changed, cut or added, and often with its checksums right again."""
    octets = bytearray(draw(st.sampled_from(WELL_FORMED)))
    for _ in range(draw(st.integers(0, 4))):
        octets[draw(st.integers(0, len(octets) - 1))] = draw(st.integers(0, 255))
    octets = (
        octets[: draw(st.integers(0, len(octets)))] if draw(st.booleans()) else octets + draw(st.binary(max_size=30))
    )
    header = (octets[14] & 15) * 4 if len(octets) > 34 and octets[12:14] == b"\x08\0" else 0
    if header >= 20 and draw(st.booleans()):
        octets[24:26] = b"\0\0"
        octets[24:26] = checksum(bytes(octets[14 : 14 + header])).to_bytes(2, "big")
        end = 14 + int.from_bytes(octets[16:18], "big")
        message = bytes(octets[14 + header : end])
        if octets[23] == 1 and len(message) >= 8:
            right = checksum(message[:2] + b"\0\0" + message[4:])
            octets[14 + header + 2 : 14 + header + 4] = right.to_bytes(2, "big")
    return bytes(octets)


frames = st.lists(st.binary(max_size=1600) | nearly_well_formed(), max_size=12)
waits = st.sampled_from((0, 1, SECOND, 61 * SECOND))


def devices() -> list[tuple[StandaloneDevice, str]]:
    brisk = NodeSettings(
        ArpSettings(proxy_arp=True),
        NicSettings(promiscuous=True),
        AcdSettings(conflict_detection=True),
        ReassemblySettings(capacity=2),
    )
    both = {"eth0": "10.0.0.1/24", "eth1": "10.0.1.1/30"}
    host = pc(gateway="10.0.0.254")
    host.run("ping -c 1 10.0.0.2")
    host.run("traceroute -q 1 10.0.0.2")
    return [
        (host, "eth0"),
        (pc(settings=brisk), "eth0"),
        (standalone.router(both, macs={"eth0": US}, routes=["10.9.0.0/16 via 10.0.1.2"], mtu={"eth1": 68}), "eth0"),
        (standalone.router(both, macs={"eth0": US}, settings=brisk, gateway="10.0.0.2"), "eth0"),
        (standalone.switch(3), "1"),
        (standalone.hub(3), "1"),
    ]


@settings(max_examples=150)
@given(frames, waits)
def test_no_octets_raise_and_whatever_comes_out_is_a_frame(received: list[bytes], wait: int) -> None:
    for device, port in devices():
        emitted = [each for octets in received for each in device.receive(port, octets)]
        emitted += device.advance(wait)
        for _, octets in emitted:
            assert len(octets) >= 60
            frame = ethernet.decode(octets)
            assert ethernet.encode(frame) == octets
        assert fold(device.trace, len(device.trace)).in_flight == set()


@settings(max_examples=50)
@given(frames)
def test_a_host_that_heard_nonsense_still_answers(received: list[bytes]) -> None:
    host = pc()
    for octets in received:
        host.receive("eth0", octets)
    host.run("ip neigh flush")
    host.advance(200 * SECOND)
    [(_, octets)] = host.receive("eth0", question())
    assert Ether(octets)[ARP].op == 2
    assert [Ether(each)[ICMP].type for _, each in host.receive("eth0", ping())] == [0]
