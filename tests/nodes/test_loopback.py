"""What a device sends to itself: packets of its interface ``lo``, which never leave it (RFC 1122 3.2.1.3 (g))."""

import pytest

from sim.addresses import LOOPBACK
from sim.assembly.ip_node import IpNode
from sim.device.interface import Interface
from sim.device.loopback import DELAY
from sim.ip.contracts import SendOptions
from sim.ip.hooks import Hook, Passing, Point, Verdict
from sim.ip.ipv4.pdu import PROTOCOL_UDP, IPv4
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import NOBODY, TYPE_IPV4, Ethernet
from sim.packets.telling import summary
from sim.trace.records import NO_CAUSE, Kind
from sim.transport.sockets.options import AF_INET, SOCK_DGRAM, SOCK_STREAM
from sim.transport.udp.pdu import Udp
from tests.nodes.lab import Lab, ip
from tests.reasons import BECAUSE

OWN = ("127.0.0.1", "127.3.4.5", "10.0.0.1")


def name_of(interface: Interface | None) -> str | None:
    return None if interface is None else interface.name


def pair() -> tuple[Lab, IpNode]:
    lab = Lab()
    pc = lab.host("pc", "10.0.0.1/24")
    lab.host("other", "10.0.0.2/24")
    lab.link("pc", "other")
    lab.net.start()
    return lab, pc


def udp(lab: Lab, node: IpNode, address: str, count: int = 1) -> None:
    socket = node.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    for number in range(count):
        socket.sendto(b"%d" % number, (ip(address), 9), cause=NO_CAUSE)
    lab.wait(1)


def test_the_interface_is_as_linux_has_it() -> None:
    lab, _ = pair()
    assert lab.run("pc", "ip addr")[:3] == [
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000",
        "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
        "    inet 127.0.0.1/8 scope host lo",
    ]
    row = lab.table("pc", "interface")["lo"]
    assert (str(row.addresses[0]), row.mac, row.mtu, row.up) == ("127.0.0.1/8", None, 65536, True)


@pytest.mark.parametrize("target", OWN)
def test_a_ping_to_itself_is_two_packets_of_lo_and_no_arp(target: str) -> None:
    lab, _ = pair()
    lines = lab.run("pc", f"ping -c 1 {target}", seconds=1)
    assert lines[1] == f"64 bytes from {target}: icmp_seq=1 ttl=64 time=0.020 ms"
    assert [(each.port, each.what.dst, each.what.src) for each in lab.sent()] == [("lo", NOBODY, NOBODY)] * 2  # type: ignore[union-attr]
    assert [each.port for each in lab.records(Kind.FRAME_RECEIVED)] == ["lo"] * 2
    assert lab.arps() == []
    source = LOOPBACK if target.startswith("127") else ip(target)
    assert [(d.src, d.dst) for d in lab.datagrams()] == [(source, ip(target)), (ip(target), source)]


def test_each_packet_comes_in_a_moment_later_because_of_its_sending_and_in_order() -> None:
    lab, pc = pair()
    udp(lab, pc, "127.0.0.1", count=3)
    sent, received = lab.sent("pc", "lo"), lab.records(Kind.FRAME_RECEIVED, "pc")
    assert [each.cause for each in received] == [each.n for each in sent]
    assert [after.at - before.at for before, after in zip(sent, received, strict=True)] == [DELAY] * 6
    ids = [each.what.payload.payload.payload for each in received[:3]]  # type: ignore[union-attr]
    assert ids == [b"0", b"1", b"2"]


def test_a_connection_to_itself_has_the_segments_of_any_other() -> None:
    lab, pc = pair()
    listener, client = (pc.sockets.open(AF_INET, SOCK_STREAM, cause=NO_CAUSE) for _ in range(2))
    listener.bind((LOOPBACK, 80), cause=NO_CAUSE)
    listener.listen(1, cause=NO_CAUSE)
    with pytest.raises(BlockingIOError):
        client.connect((LOOPBACK, 80), cause=NO_CAUSE)
    lab.wait(1)
    syn, syn_ack, ack = lab.sent("pc", "lo")
    # Linux: MTU 65536, of which an IPv4 datagram can fill 65535
    assert ["mss 65495" in str(summary(each.what)) for each in (syn, syn_ack, ack)] == [True, True, False]  # type: ignore[arg-type]


def test_the_longest_datagram_goes_whole() -> None:
    lab, pc = pair()
    socket = pc.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    socket.sendto(bytes(65507), (LOOPBACK, 9), cause=NO_CAUSE)
    lab.wait(1)
    assert [len(each) for each in lab.datagrams()] == [65535, 576]  # and port unreachable, as RFC 1812 4.3.2.3 has it


def test_octets_on_lo_are_not_padded() -> None:
    """As Linux captures them: nothing there needs a minimum."""
    datagram = IPv4(LOOPBACK, LOOPBACK, PROTOCOL_UDP, Udp(1, 2, b""))
    octets = wire.encode(Ethernet(NOBODY, NOBODY, TYPE_IPV4, datagram))
    assert (len(octets), octets[:14].hex()) == (42, "0" * 24 + "0800")
    assert wire.decode(octets).payload == datagram
    assert wire.encode(wire.decode(octets + bytes(4))) == octets + bytes(4)


@pytest.mark.parametrize(
    ("src", "dst"), [("127.0.0.1", "10.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("10.0.0.2", "127.0.0.1")]
)
def test_loopback_addresses_from_outside_are_dropped_whatever_was_heard_on_lo(src: str, dst: str) -> None:
    lab, pc = pair()
    udp(lab, pc, "127.0.0.1", count=2)
    other = lab.net.nodes["other"].ports["eth0"]
    datagram = IPv4(ip(src), ip(dst), PROTOCOL_UDP, Udp(5, 9, b"forged"))
    other.send(Ethernet(lab.mac("pc"), lab.mac("other"), TYPE_IPV4, datagram), BECAUSE, NO_CAUSE)
    lab.wait(1)
    rule = "ipv4.source-loopback" if src.startswith("127") else "ipv4.destination-loopback"
    assert lab.rules(Kind.PACKET_DROPPED, "pc")[-1] == rule


def test_a_loopback_address_never_leaves_as_a_source() -> None:
    lab, pc = pair()
    trouble = pc.ip.send(ip("10.0.0.2"), PROTOCOL_UDP, Udp(5, 9, b""), BECAUSE, NO_CAUSE, SendOptions(source=LOOPBACK))
    assert trouble is not None
    assert trouble.rule.id == "ipv4.source-loopback"
    assert lab.sent() == []
    socket = pc.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    socket.bind((LOOPBACK, 0), cause=NO_CAUSE)
    with pytest.raises(OSError, match="Invalid argument"):
        socket.sendto(b"x", (ip("10.0.0.2"), 9), cause=NO_CAUSE)
    assert socket.sendto(b"x", (ip("10.0.0.1"), 9), cause=NO_CAUSE) == 1


def test_while_lo_is_down_its_network_is_unreachable_and_other_own_addresses_are_silent() -> None:
    """As Linux in a new network namespace, where lo is down at first."""
    lab, _ = pair()
    lab.run("pc", "ip link set lo down", seconds=0)
    shown = lab.run("pc", "ip addr")[0]
    assert shown == "1: lo: <LOOPBACK> mtu 65536 qdisc noqueue state DOWN group default qlen 1000"
    assert lab.run("pc", "ping -c 1 127.0.0.1") == ["ping: connect: Network is unreachable"]
    assert "0 received" in lab.run("pc", "ping -c 1 10.0.0.1")[-2]
    assert lab.rules(Kind.FRAME_DROPPED, "pc") == ["port.loop-down"]
    lab.run("pc", "ip link set lo up", seconds=0)
    assert "1 received" in lab.run("pc", "ping -c 1 127.0.0.1")[-2]


def test_filters_see_what_a_device_sends_to_itself_at_four_hooks() -> None:
    """As netfilter: OUTPUT and POSTROUTING on the way out, PREROUTING and INPUT on the way in."""
    lab, pc = pair()
    seen: list[tuple[Point, str | None, str | None]] = []
    for point in Point:

        def note(passing: Passing, point: Point = point) -> Verdict:
            seen.append((point, name_of(passing.came_in), name_of(passing.out)))
            return None

        pc.ip.hooks.add(Hook(point, note))
    pc.ip.send(LOOPBACK, 253, b"x", BECAUSE, NO_CAUSE)
    lab.wait(1)
    assert seen[:4] == [
        (Point.OUTPUT, None, None),
        (Point.POSTROUTING, None, "lo"),
        (Point.PREROUTING, "lo", None),
        (Point.INPUT, "lo", None),
    ]
