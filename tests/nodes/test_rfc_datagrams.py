"""Datagrams through whole devices: fragments, time to live, options, addresses (RFC 791, 919, 1122 3.2.1, 1812)."""

from typing import Any

import pytest

from sim.addresses import BROADCAST_MAC
from sim.ip.arp.settings import ArpSettings
from sim.ip.icmp.pdu import ECHO_REPLY, Icmp, echo
from sim.ip.ipv4 import codec as wire
from sim.ip.ipv4.pdu import IPv4
from sim.trace.records import Kind
from tests.nodes.inject import STRANGER, datagram, errors, feed, frames, request, user_datagram
from tests.nodes.lab import Lab, ip, route

RECORD_ROUTE = bytes([7, 7, 4, 0, 0, 0, 0, 0])
Piece = tuple[int, int, bool]


def router() -> Lab:
    """A router between 10.0.0.0/24, with the stranger 10.0.0.9, and 10.0.1.0/24, with the stranger 10.0.1.9."""
    lab = Lab()
    known = ((ip("10.0.0.9"), STRANGER), (ip("10.0.1.9"), STRANGER))
    lab.router("r", "10.0.0.254/24", "10.0.1.254/24", static=known)
    lab.hub("end", 2)
    lab.link("r:eth0", "end:1")
    lab.link("r:eth1", "end:2", mtu=300)
    return lab


def two_hosts(**settings: Any) -> Lab:
    lab = Lab()
    lab.host("a", "10.0.0.1/24", **settings)
    lab.host("b", "10.0.0.2/24")
    lab.link("a", "b")
    return lab


def pieces(datagrams: list[IPv4], to: str) -> list[Piece]:
    """Total length, offset and MF of what goes to an address."""
    return [(len(d), d.fragment_offset, d.more_fragments) for d in datagrams if d.dst == ip(to)]


def test_fragments_are_cut_again_where_a_link_is_narrower_still() -> None:
    """RFC 791 3.2, reckoned by hand: NFB = (MTU - 20) / 8 is 185, 72 and 35 blocks of eight."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24", gateway="10.0.0.254")
    lab.router("r", "10.0.0.254/24", "10.0.1.1/24", routes=[route("10.0.2.0/24", "10.0.1.2")])
    lab.router("s", "10.0.1.2/24", "10.0.2.254/24", routes=[route("10.0.0.0/24", "10.0.1.1")])
    lab.host("b", "10.0.2.1/24", gateway="10.0.2.254")
    lab.link("a", "r:eth0")
    lab.link("r:eth1", "s:eth0", mtu=600)
    lab.link("s:eth1", "b", mtu=300)
    assert "1 received" in lab.run("a", "ping -c 1 -s 2000 10.0.2.1")[4]
    assert pieces(lab.datagrams("a"), "10.0.2.1") == [(1500, 0, True), (548, 1480, False)]
    assert pieces(lab.datagrams("r"), "10.0.2.1") == [
        (596, 0, True),
        (596, 576, True),
        (348, 1152, True),
        (548, 1480, False),
    ]
    assert pieces(lab.datagrams("s"), "10.0.2.1") == [
        (300, 0, True),
        (300, 280, True),
        (36, 560, True),
        (300, 576, True),
        (300, 856, True),
        (36, 1136, True),
        (300, 1152, True),
        (68, 1432, True),
        (300, 1480, True),
        (268, 1760, False),
    ]
    assert {each.identification for each in lab.datagrams("s") if each.dst == ip("10.0.2.1")} == {1}


def test_router_puts_together_what_is_for_itself_and_nothing_else() -> None:
    """RFC 1812 4.2.2.8: "As specified in [INTRO:2], a router MUST support reassembly of datagrams" for itself."""
    lab = router()
    asked = request("10.0.0.9", "10.0.0.254")
    data = wire.payload_octets(asked)
    for dst in ("10.0.0.254", "10.0.1.9"):
        feed(lab, "r:eth0", IPv4(asked.src, ip(dst), 1, data[16:], 64, 7, fragment_offset=16))
        feed(lab, "r:eth0", IPv4(asked.src, ip(dst), 1, data[:16], 64, 7, more_fragments=True))
    (reply,) = [each.payload for each in lab.datagrams("r", "eth0")]
    assert isinstance(reply, Icmp)
    assert (reply.type, reply.data) == (ECHO_REPLY, b"where are you?")
    assert [each.fragment_offset for each in lab.datagrams("r", "eth1")] == [16, 0]
    assert lab.table("r", "reassembly") == {}


@pytest.mark.parametrize(("offset", "more", "expected"), [(0, True, [(11, 1)]), (16, False, [])])
def test_time_exceeded_tells_of_missing_fragments_if_the_first_came(
    offset: int, more: bool, expected: list[tuple[int, int]]
) -> None:
    """RFC 792: "If fragment zero is not available then no time exceeded need be sent"; RFC 1122 3.3.2: 60 s."""
    lab = router()
    octets = wire.payload_octets(request("10.0.0.9", "10.0.0.254"))[:16]
    piece = IPv4(ip("10.0.0.9"), ip("10.0.0.254"), 1, octets, 64, 7, more_fragments=more, fragment_offset=offset)
    feed(lab, "r:eth0", piece, seconds=59)
    assert lab.icmps("r") == []
    lab.wait(2)
    assert lab.icmps("r") == expected


@pytest.mark.parametrize("ttl", [0, 1])
def test_time_to_live_matters_for_what_is_passed_on_alone(ttl: int) -> None:
    """RFC 1122 3.2.1.7: a host "MUST NOT discard a datagram just because it was received with TTL less than 2"."""
    lab = router()
    feed(lab, "r:eth0", request("10.0.0.9", "10.0.1.254", ttl=ttl))
    assert errors(lab, "r") == [("10.0.1.254", "10.0.0.9", 0, 0)]
    feed(lab, "r:eth0", request("10.0.0.9", "10.0.1.9", ttl=ttl))
    assert errors(lab, "r")[1:] == [("10.0.0.254", "10.0.0.9", 11, 0)]


def test_options_are_passed_on_and_do_not_keep_a_datagram_from_its_way() -> None:
    """RFC 1122 3.2.1.8: options that are not understood are ignored; here record route stays as it came."""
    lab = router()
    for _ in range(2):
        feed(lab, "r:eth0", request("10.0.0.9", "10.0.1.9", options=RECORD_ROUTE))
    assert [each.options for each in lab.datagrams("r", "eth1")] == [RECORD_ROUTE] * 2


@pytest.mark.parametrize(
    ("octets", "pointer"),
    [(bytes([7, 60, 4, 0]), 21), (bytes([1, 1, 1, 7]), 23), (bytes([7, 1, 0, 0]), 21), (bytes([7, 0, 0, 0]), 21)],
)
def test_impossible_option_is_pointed_at(octets: bytes, pointer: int) -> None:
    """RFC 792, parameter problem: "identifies the octet where an error was detected"; RFC 1812 4.3.3.5."""
    lab = router()
    feed(lab, "r:eth0", request("10.0.0.9", "10.0.1.9", options=octets))
    (problem,) = [each.payload for each in lab.datagrams("r")]
    assert isinstance(problem, Icmp)
    assert (problem.type, problem.code, problem.pointer) == (12, 0, pointer)


def test_errors_to_one_sender_keep_within_their_rate() -> None:
    """RFC 1812 4.3.2.8: here six at once and one a second after that."""
    lab = router()
    for _ in range(20):
        feed(lab, "r:eth0", request("10.0.0.9", "192.0.2.1"), seconds=0.001)
    assert lab.icmps("r") == [(3, 0)] * 6
    lab.wait(3)
    for _ in range(20):
        feed(lab, "r:eth0", request("10.0.0.9", "192.0.2.1"), seconds=0.001)
    assert lab.icmps("r") == [(3, 0)] * 9


def test_full_arp_queue_keeps_the_latest() -> None:
    """RFC 1122 2.3.2.2: "SHOULD save ... at least one (the latest) packet of each set"."""
    lab = two_hosts(arp=ArpSettings(queue_length=1))
    lab.net.links["a:eth0 -- b:eth0"].delay = 10**9
    lab.run("a", "ping -c 4 -i 0.2 10.0.0.2")
    assert [each.payload.sequence for each in lab.datagrams("a") if isinstance(each.payload, Icmp)] == [4]
    assert lab.rules(Kind.PACKET_DROPPED, "a") == ["arp.queue-full"] * 3


def test_network_address_names_no_host() -> None:
    """RFC 1812 4.2.3.1 (2): {network, 0} is discarded on receipt; who asks for it by ARP gets no answer."""
    lab = two_hosts()
    assert lab.run("a", "ping -c 1 10.0.0.0")[1] == "From 10.0.0.1 icmp_seq=1 Destination Host Unreachable"
    feed(lab, "b", request("10.0.0.1", "10.0.0.0"))
    assert lab.rules(Kind.PACKET_DROPPED, "b")[-1] == "ipv4.destination-network"


@pytest.mark.parametrize("command", ["ping -c 1 10.0.0.1", "ping -c 1 127.0.0.1", "ping -c 1 -s 65507 127.9.9.9"])
def test_what_a_host_sends_to_itself_touches_no_link(command: str) -> None:
    """RFC 1122 3.2.1.3 (g): addresses of 127/8 "MUST NOT appear outside a host"."""
    lab = two_hosts()
    assert "1 received" in lab.run("a", command)[4]
    assert {record.port for record in lab.sent("a")} == {"lo"}


def test_limited_broadcast_leaves_through_the_port_of_its_source() -> None:
    """RFC 1122 3.3.6, 3.3.4.2 (B): the source chooses among several interfaces."""
    lab = Lab()
    lab.ip_node("pc", {"eth0": "10.0.0.1/24", "eth1": "10.0.1.1/24"})
    lab.hub("end", 2)
    lab.link("pc:eth0", "end:1")
    lab.link("pc:eth1", "end:2")
    lab.run("pc", "ping -b -c 1 -W 1 255.255.255.255", 2)
    lab.run("pc", "ping -b -c 1 -W 1 -I 10.0.1.1 255.255.255.255", 2)
    assert frames(lab, "pc") == [("eth0", BROADCAST_MAC), ("eth1", BROADCAST_MAC)]


@pytest.mark.parametrize(("is_on", "expected"), [(False, []), (True, [("10.0.0.9", "10.0.1.255")])])
def test_directed_broadcast_goes_on_only_if_the_router_is_told_so(is_on: bool, expected: list[tuple[str, str]]) -> None:
    """RFC 2644 2: "the option ... MUST default to disabled"; where it is on, it ends in a broadcast frame."""
    lab = Lab()
    known = ((ip("10.0.0.9"), STRANGER),)
    lab.router("r", "10.0.0.254/24", "10.0.1.254/24", static=known, directed_broadcast=is_on)
    lab.hub("end", 2)
    lab.link("r:eth0", "end:1")
    lab.link("r:eth1", "end:2")
    feed(lab, "r:eth0", user_datagram("10.0.0.9", "10.0.1.255"))
    assert [(str(each.src), str(each.dst)) for each in lab.datagrams("r", "eth1")] == expected
    assert frames(lab, "r") == [("eth1", BROADCAST_MAC)] * len(expected)


def test_while_the_cable_is_out_nobody_can_be_asked_by_arp() -> None:
    """As on Linux: the network stays connected, its link is down, and no frame leaves."""
    lab = two_hosts()
    lab.net.cut(lab.net.links["a:eth0 -- b:eth0"])
    assert lab.run("a", "ping -c 1 10.0.0.2")[1] == "From 10.0.0.1 icmp_seq=1 Destination Host Unreachable"
    assert lab.sent("a") == []
    assert set(lab.rules(Kind.FRAME_DROPPED, "a")) == {"link.down"}


def test_echo_reply_goes_back_with_all_data_and_the_same_type_of_service() -> None:
    """RFC 1122 3.2.2.6: data "MUST be entirely included"; RFC 1349 5.1 for the TOS."""
    lab = router()
    asked = datagram("10.0.0.9", "10.0.0.254", 1, echo(8, 3, 4, bytes(range(200))))
    asked.tos = 0x10
    feed(lab, "r:eth0", asked)
    (answer,) = lab.datagrams("r")
    assert isinstance(answer.payload, Icmp)
    assert (answer.tos, answer.payload.rest, answer.payload.data) == (0x10, 3 << 16 | 4, bytes(range(200)))
