"""ICMP as hosts and routers do it, joined to their other layers: the clauses of RFC 792, 1122 3.2.2 and 1812 4.3."""

from typing import Any

import pytest

from sim.addresses import MacAddress
from sim.ip.icmp import pdu as codes
from sim.ip.icmp.pdu import ECHO_REPLY, Icmp
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4 import codec as wire
from sim.trace.records import Kind
from tests.nodes.inject import STRANGER, datagram, errors, feed, feed_all, request, user_datagram
from tests.nodes.lab import Lab, ip, route

FAR = "192.0.2.9"
LOOSE_SOURCE_ROUTE = bytes([131, 7, 4, 10, 0, 0, 3, 0])


def lone_host(*addresses: str, **settings: Any) -> Lab:
    """A host that knows where 10.0.0.9, the stranger, and its gateway are; the link leads to nobody."""
    lab = Lab()
    known = ((ip("10.0.0.9"), STRANGER), (ip("10.0.0.254"), STRANGER))
    lab.host("pc", addresses or "10.0.0.1/24", gateway="10.0.0.254", static=known, **settings)
    lab.hub("end", 1)
    lab.link("pc", "end:1")
    return lab


def lone_router(**settings: Any) -> Lab:
    """A router between 10.0.0.0/24, where the stranger 10.0.0.9 is, and 10.0.1.0/24, where a hub ends it all."""
    lab = Lab()
    lab.router(
        "r",
        "10.0.0.254/24",
        "10.0.1.254/24",
        static=((ip("10.0.0.9"), STRANGER), (ip("10.0.1.9"), STRANGER)),
        **settings,
    )
    for number in range(2):
        lab.hub(f"end{number}", 1)
        lab.link(f"r:eth{number}", f"end{number}:1")
    return lab


def test_traceroute_to_the_loopback_address_arrives_at_once() -> None:
    """RFC 1122 3.2.2.1: port unreachable, also between a host and itself; as Linux has it."""
    assert lone_host().run("pc", "traceroute -q 1 127.0.0.1")[1] == " 1  127.0.0.1  0.020 ms"


def test_no_error_goes_to_a_loopback_source() -> None:
    """RFC 1122 3.2.2: no error about a datagram "whose source address does not define a single host"."""
    lab = lone_host()
    feed(lab, "pc", user_datagram("127.0.0.1", "10.0.0.1"))
    assert lab.sent("pc") == []


def test_host_sends_an_error_from_the_address_that_was_asked() -> None:
    """RFC 1122 3.3.4.2: a response comes from the specific-destination address of the request."""
    lab = lone_host("10.0.0.1/24", "172.16.0.1/24")
    feed(lab, "pc", user_datagram("10.0.0.9", "172.16.0.1"))
    assert errors(lab, "pc") == [("172.16.0.1", "10.0.0.9", 3, 3)]


def test_router_sends_an_error_from_the_interface_that_it_leaves_through() -> None:
    """RFC 1812 4.3.2.4: the source MUST be an address of "the physical interface over which" it is sent."""
    lab = lone_router()
    feed(lab, "r:eth0", user_datagram("10.0.0.9", "10.0.1.254"))
    assert errors(lab, "r") == [("10.0.0.254", "10.0.0.9", 3, 3)]


@pytest.mark.parametrize(
    ("dst", "frame"),
    [("10.0.0.255", "all"), ("255.255.255.255", "all"), ("224.0.0.1", "group"), ("10.0.0.1", "all")],
)
def test_no_error_about_what_went_to_many(dst: str, frame: str) -> None:
    """RFC 1122 3.2.2: none about "a datagram destined to an IP broadcast or IP multicast address" or so framed."""
    lab = lone_host()
    group = MacAddress.parse("01:00:5e:00:00:01" if frame == "group" else "ff:ff:ff:ff:ff:ff")
    feed(lab, "pc", user_datagram("10.0.0.9", dst), group)
    assert lab.sent("pc") == []


def test_error_about_an_echo_reply_is_not_told_to_a_ping_with_the_same_number() -> None:
    """RFC 1122 3.2.2: an error goes to the "transport protocol entity" that sent what it quotes; ping sent no reply."""
    lab = lone_host()
    lab.net.start()
    lab.at(1, "pc", "ping -c 1 -W 3 10.0.0.9")
    lab.wait(1)
    (sent,) = [each.payload for each in lab.datagrams("pc")]
    assert isinstance(sent, Icmp)
    reply = datagram("10.0.0.1", "10.0.0.9", 1, Icmp(ECHO_REPLY, 0, sent.rest, b""))
    feed(lab, "pc", datagram(FAR, "10.0.0.1", 1, Icmp(11, 0, 0, wire.encode(reply))))
    asked = datagram("10.0.0.7", "10.0.0.9", 1, sent)
    feed(lab, "pc", datagram(FAR, "10.0.0.1", 1, Icmp(11, 0, 0, wire.encode(asked))))
    assert not [line for line in lab.console("pc") if line.startswith("From")]


def test_answer_to_a_broadcast_comes_from_the_address_in_the_askers_network() -> None:
    """RFC 1122 3.2.2.6 with 3.2.1.3: from an address of the interface that the request came in at."""
    lab = lone_host("172.16.0.1/24", "10.0.0.1/24", icmp=IcmpSettings(answer_broadcasts=True))
    feed_all(lab, "pc", request("10.0.0.9", "10.0.0.255"))
    assert errors(lab, "pc") == [("10.0.0.1", "10.0.0.9", 0, 0)]


def test_broadcast_to_another_attached_network_reaches_the_router_itself() -> None:
    """RFC 1812 5.2.3: it is "passed to the forwarder AND delivered locally"; RFC 2644 then ends the forwarding."""
    lab = lone_router(icmp=IcmpSettings(answer_broadcasts=True))
    feed(lab, "r:eth0", request("10.0.0.9", "10.0.1.255"))
    assert errors(lab, "r") == [("10.0.0.254", "10.0.0.9", 0, 0)]
    assert "ipv4.directed-broadcast-not-forwarded" in lab.rules(Kind.PACKET_DROPPED, "r")


@pytest.mark.parametrize(
    ("dst", "expected"),
    [
        ("10.7.1.1", []),
        ("10.7.2.1", [(3, 1)]),
        ("10.7.3.1", [(3, 13)]),
        ("10.9.9.9", [(3, 0)]),
        ("10.0.1.9", [(11, 0)]),
    ],
)
def test_way_is_looked_up_before_time_runs_out(dst: str, expected: list[tuple[int, int]]) -> None:
    """RFC 1812 5.2.1.2: (1) next hop, (3) time to live. Linux: blackhole is silent, unreachable !H, no route !N."""
    kinds = {"10.7.1.0/24": "blackhole", "10.7.2.0/24": "unreachable", "10.7.3.0/24": "prohibit"}
    lab = Lab()
    routes = [route(prefix, kind=kind) for prefix, kind in kinds.items()]
    lab.router("r", "10.0.0.254/24", "10.0.1.254/24", routes=routes, static=((ip("10.0.0.9"), STRANGER),))
    lab.hub("end", 2)
    lab.link("r:eth0", "end:1")
    lab.link("r:eth1", "end:2")
    feed(lab, "r:eth0", user_datagram("10.0.0.9", dst, ttl=1))
    assert lab.icmps("r") == expected


def test_host_is_silent_about_bad_options_in_what_is_not_for_it() -> None:
    """RFC 1122 3.2.1.3: a datagram for another host is silently discarded, before its options matter."""
    lab = lone_host()
    feed(lab, "pc", request("10.0.0.9", "10.0.0.3", options=LOOSE_SOURCE_ROUTE))
    assert lab.sent("pc") == []
    feed(lab, "pc", request("10.0.0.9", "10.0.0.1", options=LOOSE_SOURCE_ROUTE))
    assert lab.icmps("pc") == [(3, 5)]


def test_redirect_follows_the_datagram_it_is_about() -> None:
    """RFC 1812 5.2.1.2 (8): the redirect comes after the datagram is sent on."""
    lab = Lab()
    lab.router("r", "10.0.0.254/24", static=((ip("10.0.0.9"), STRANGER), (ip("10.0.0.8"), STRANGER)))
    lab.hub("end", 1)
    lab.link("r", "end:1")
    feed(lab, "r", request("10.0.0.9", "10.0.0.8"))
    onward, redirect = lab.datagrams("r")
    assert (str(onward.dst), onward.ttl) == ("10.0.0.8", 63)
    assert isinstance(redirect.payload, Icmp)
    assert (redirect.payload.type, redirect.payload.code) == (codes.REDIRECT, 1)
    assert str(redirect.payload.gateway) == "10.0.0.8"
    assert lab.rules(Kind.DECISION, "r")[:2] == ["icmp.redirect", "icmp.error"]


def test_group_is_pinged_with_a_time_to_live_of_one() -> None:
    """RFC 1112 6.1: the time to live "should default to 1 for all multicast IP datagrams"."""
    lab = lone_host()
    lab.run("pc", "ping -c 1 -W 1 224.0.0.1", 2)
    assert [each.ttl for each in lab.datagrams("pc")] == [1]


def test_nothing_is_sent_to_this_network() -> None:
    """RFC 1122 3.2.1.3 (a), (b): {0, host} "MUST NOT be sent, except as a source address"."""
    lab = lone_host()
    assert lab.run("pc", "ping -c 1 0.1.2.3", 2) == ["ping: connect: Invalid argument"]
    assert lab.sent("pc") == []


def test_whoever_names_no_host_at_all_means_the_own_one() -> None:
    """RFC 1122 3.2.1.3 (a): {0, 0} is "this host on this network"; Linux's ping takes 127.0.0.1 for it."""
    lab = lone_host()
    assert lab.run("pc", "ping -c 1 0.0.0.0", 2)[0] == "PING 0.0.0.0 (127.0.0.1) 56(84) bytes of data."
    assert {record.port for record in lab.sent("pc")} == {"lo"}


def test_traceroute_does_not_broadcast() -> None:
    """As the real one on Linux, whose socket lacks SO_BROADCAST."""
    assert lone_host().run("pc", "traceroute 10.0.0.255")[1:] == ["connect: Permission denied"]


def test_answer_to_a_distant_broadcast_shows_who_gave_it() -> None:
    """RFC 1812 5.2.3 as Linux does it, whose ping says: 64 bytes from 10.0.0.254: ... (DIFFERENT ADDRESS!)."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24", gateway="10.0.0.254")
    lab.router("r", "10.0.0.254/24", "10.0.1.254/24", icmp=IcmpSettings(answer_broadcasts=True))
    lab.link("a", "r:eth0")
    assert lab.run("a", "ping -c 1 10.0.1.255")[1] == (
        "64 bytes from 10.0.0.254: icmp_seq=1 ttl=64 time=0.006 ms (DIFFERENT ADDRESS!)"
    )


def test_arping_needs_a_port_that_is_on() -> None:
    """iputils 20221126."""
    lab = lone_host()
    lab.run("pc", "ip link set eth0 down")
    assert lab.run("pc", "arping -c 1 -I eth0 10.0.0.9") == ['Interface "eth0" is down']
