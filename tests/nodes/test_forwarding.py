"""Routers at work: which way, with what TTL, and what the sender is told."""

import ipaddress
import random
from itertools import pairwise
from typing import Any

import pytest

from sim.addresses import IPv4Address
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.settings import IcmpSettings
from sim.kernel import SECOND
from sim.trace.records import Kind
from sim.transport.udp.pdu import Udp
from tests.nodes.lab import Lab, ip, route


def dormitories(hosts: IcmpSettings = IcmpSettings(), **r1: Any) -> Lab:
    """192.168.10.0/24 and 192.168.20.0/24, each behind a switch, and the router with their gateways .254."""
    lab = Lab()
    for number in (1, 2):
        lab.host(f"a{number}", f"192.168.10.{number}/24", "192.168.10.254", icmp=hosts)
        lab.host(f"b{number}", f"192.168.20.{number}/24", "192.168.20.254", icmp=hosts)
    lab.switch("swa")
    lab.switch("swb")
    lab.router("r1", "192.168.10.254/24", "192.168.20.254/24", **r1)
    lab.star("swa", "a1", "a2", "r1:eth0")
    lab.star("swb", "b1", "b2", "r1:eth1")
    return lab


def test_mac_addresses_change_hop_by_hop_and_ip_addresses_do_not() -> None:
    lab = dormitories()
    printed = lab.run("a1", "ping -c 1 192.168.20.1")
    assert printed[1].startswith("64 bytes from 192.168.20.1: icmp_seq=1 ttl=63")
    hops = [
        (name, str(datagram.src), str(datagram.dst), datagram.ttl, frame.src, frame.dst)
        for name, frame, datagram in lab.crossings()
        if name in ("a1", "r1")
    ]
    a1, r1a, r1b, b1 = (lab.mac(name) for name in ("a1", "r1:eth0", "r1:eth1", "b1"))
    assert hops == [
        ("a1", "192.168.10.1", "192.168.20.1", 64, a1, r1a),
        ("r1", "192.168.10.1", "192.168.20.1", 63, r1b, b1),
        ("r1", "192.168.20.1", "192.168.10.1", 63, r1a, a1),
    ]


def test_broadcasts_stop_at_the_router() -> None:
    lab = dormitories()
    lab.run("a1", "arping -c 1 192.168.10.2")
    lab.run("a1", "ping -b -c 1 255.255.255.255")
    heard = {each.node for each in lab.records(Kind.FRAME_RECEIVED)}
    assert heard == {"swa", "a1", "a2", "r1"}


@pytest.mark.parametrize(
    ("address", "target", "is_direct"),
    [
        # 192.168.99.254 & 255.255.240.0 = 192.168.96.0: up to 192.168.111.255 is the same network
        ("192.168.99.254/255.255.240.0", "192.168.96.1", True),
        ("192.168.99.254/255.255.240.0", "192.168.111.254", True),
        ("192.168.99.254/255.255.240.0", "192.168.112.1", False),
        ("192.168.99.254/255.255.240.0", "192.168.95.254", False),
        ("192.168.1.199/24", "192.168.1.200", True),
        ("192.168.1.199/24", "192.168.2.199", False),
        ("192.168.1.199/25", "192.168.1.100", False),
    ],
)
def test_the_mask_decides_between_the_neighbour_and_the_gateway(address: str, target: str, is_direct: bool) -> None:
    own = ipaddress.ip_interface(address)
    assert (ipaddress.ip_address(target) in own.network) is is_direct
    gateway = str(own.network.network_address + 3)
    lab = Lab()
    lab.host("pc1", address, gateway)
    lab.host("other", "10.0.0.1/24")
    lab.link("pc1", "other")
    lab.run("pc1", f"ping -c 1 {target}")
    assert {str(packet.target_ip) for packet in lab.arps("pc1")} == {target if is_direct else gateway}


def test_longest_prefix_agrees_with_the_standard_library() -> None:
    dice = random.Random(5)
    prefixes = {ipaddress.ip_network("0.0.0.0/0"): "10.0.0.1"}
    for number in range(2, 60):
        anywhere = ipaddress.ip_network(dice.choice((0x14000000, 0x14010000, dice.getrandbits(32))))
        prefixes[anywhere.supernet(new_prefix=dice.randint(4, 30))] = f"10.0.0.{number}"
    lab = Lab()
    routes = [route(str(prefix), via) for prefix, via in prefixes.items()]
    node = lab.ip_node("r1", {"eth0": "10.0.0.254/24"}, routes=routes, forwarding=True)
    lab.host("pc1", "10.0.0.1/24")
    lab.link("pc1", "r1")
    lab.net.start()
    for _ in range(500):
        address = ipaddress.ip_address(dice.choice((0x14000000 | dice.getrandbits(18), dice.getrandbits(32))))
        found = node.routes.lookup(IPv4Address(int(address)))
        assert found is not None
        if str(found.prefix) not in ("10.0.0.0/24", "10.0.0.254/32"):
            best = max((prefix for prefix in prefixes if address in prefix), key=lambda prefix: prefix.prefixlen)
            assert (str(found.prefix), str(found.hops[0].next_hop)) == (str(best), prefixes[best])


def test_a_datagram_without_route_is_reported_as_net_unreachable() -> None:
    lab = dormitories()
    printed = lab.run("a1", "ping -c 1 10.1.2.3")
    assert printed[1] == "From 192.168.10.254 icmp_seq=1 Destination Net Unreachable"
    assert lab.rules(Kind.PACKET_DROPPED, "r1") == ["route.none"]


def test_a_host_without_gateway_sends_nothing_off_link() -> None:
    lab = Lab()
    lab.host("pc1", "192.168.10.1/24")
    lab.host("pc2", "192.168.10.2/24")
    lab.link("pc1", "pc2")
    assert lab.run("pc1", "ping -c 1 192.168.20.1") == ["ping: connect: Network is unreachable"]
    assert lab.sent() == []
    assert lab.rules(Kind.PACKET_DROPPED) == ["route.none"]


def test_a_host_does_not_forward() -> None:
    lab = dormitories()
    lab.run("a1", "ip route add 10.0.0.0/8 via 192.168.10.2")
    lab.run("a1", "ping -c 1 -W 1 10.1.2.3")
    assert lab.rules(Kind.PACKET_DROPPED, "a2") == ["ipv4.not-mine"]


def chain(routers: int) -> Lab:
    """pc1, so many routers in a row with default routes towards pc2, and pc2."""
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24", "10.0.0.254")
    for number in range(routers):
        towards = [] if number == routers - 1 else [route("0.0.0.0/0", f"10.0.{number + 1}.254")]
        back = [route(f"10.0.{other}.0/24", f"10.0.{number}.1") for other in range(number)]
        lab.router(f"r{number}", f"10.0.{number}.254/24", f"10.0.{number + 1}.1/24", routes=[*towards, *back])
    lab.host("pc2", f"10.0.{routers}.200/24", f"10.0.{routers}.1")
    places = ["pc1", *(f"r{number}" for number in range(routers)), "pc2"]
    for number, (a, b) in enumerate(pairwise(places)):
        lab.link(a if number == 0 else f"{a}:eth1", f"{b}:eth0", delay=number * 1_000_000)
    return lab


@pytest.mark.parametrize("ttl", [1, 2, 3])
def test_the_router_at_which_the_ttl_runs_out_says_so(ttl: int) -> None:
    lab = chain(3)
    printed = lab.run("pc1", f"ping -c 1 -t {ttl} 10.0.3.200")
    assert printed[1] == f"From 10.0.{ttl - 1}.254 icmp_seq=1 Time to live exceeded"
    assert lab.icmps(f"r{ttl - 1}") == [(11, 0)]
    quoted = next(each.payload for each in lab.datagrams(f"r{ttl - 1}") if isinstance(each.payload, Icmp))
    # RFC 792: the header and at least 8 octets; here the TTL with which it came: 1
    assert quoted.data[8] == 1


def test_a_ttl_that_just_suffices_arrives() -> None:
    assert chain(3).run("pc1", "ping -c 1 -t 4 10.0.3.200")[1].startswith("64 bytes from 10.0.3.200: icmp_seq=1 ttl=61")


def test_traceroute_names_each_router_on_the_way() -> None:
    printed = chain(3).run("pc1", "traceroute 10.0.3.200")
    assert [line.split()[:2] for line in printed[1:]] == [
        ["1", "10.0.0.254"],
        ["2", "10.0.1.254"],
        ["3", "10.0.2.254"],
        ["4", "10.0.3.200"],
    ]
    # the links take 0, 1, 2 and 3 ms each way
    thirds = [float(line.split()[-2]) for line in printed[1:]]
    assert [round(each) for each in thirds] == [0, 2, 6, 12]


def test_a_routing_loop_ends_with_the_ttl() -> None:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24", "10.0.0.254")
    lab.router("r1", "10.0.0.254/24", "10.0.1.1/24", routes=[route("0.0.0.0/0", "10.0.1.2")])
    lab.router("r2", "10.0.1.2/24", routes=[route("0.0.0.0/0", "10.0.1.1")])
    lab.link("pc1", "r1:eth0")
    lab.link("r1:eth1", "r2:eth0")
    printed = lab.run("pc1", "ping -c 1 -t 9 10.9.9.9")
    assert printed[1] == "From 10.0.0.254 icmp_seq=1 Time to live exceeded"
    assert [datagram.ttl for datagram in lab.datagrams() if datagram.dst == ip("10.9.9.9")] == [
        9,
        8,
        7,
        6,
        5,
        4,
        3,
        2,
        1,
    ]


def two_paths(metric: int = 0) -> Lab:
    """pc1 - r1 = (up: r2, down: r3) = r4 - pc2; the second path has this metric more."""
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24", "10.0.0.254")
    lab.host("pc2", "10.0.9.1/24", "10.0.9.254")
    there = [route("10.0.9.0/24", "10.0.1.2"), route("10.0.9.0/24", "10.0.2.3", metric=metric)]
    back = [route("10.0.0.0/24", "10.0.3.2"), route("10.0.0.0/24", "10.0.4.3", metric=metric)]
    lab.router("r1", "10.0.0.254/24", "10.0.1.1/24", "10.0.2.1/24", routes=there)
    lab.router(
        "r2", "10.0.1.2/24", "10.0.3.2/24", routes=[route("10.0.9.0/24", "10.0.3.4"), route("10.0.0.0/24", "10.0.1.1")]
    )
    lab.router(
        "r3", "10.0.2.3/24", "10.0.4.3/24", routes=[route("10.0.9.0/24", "10.0.4.4"), route("10.0.0.0/24", "10.0.2.1")]
    )
    lab.router("r4", "10.0.9.254/24", "10.0.3.4/24", "10.0.4.4/24", routes=back)
    for a, b in (
        ("pc1", "r1:eth0"),
        ("r1:eth1", "r2:eth0"),
        ("r1:eth2", "r3:eth0"),
        ("r2:eth1", "r4:eth1"),
        ("r3:eth1", "r4:eth2"),
        ("r4:eth0", "pc2"),
    ):
        lab.link(a, b)
    return lab


def through(lab: Lab, router: str) -> int:
    """The datagrams that a router has sent on."""
    return len(lab.datagrams(router))


def test_the_better_path_carries_everything_until_its_link_fails() -> None:
    lab = two_paths(metric=10)
    lab.run("pc1", "ping -c 3 10.0.9.1")
    assert (through(lab, "r2"), through(lab, "r3")) == (6, 0)
    for name in ("r1:eth1 -- r2:eth0", "r2:eth1 -- r4:eth1"):
        lab.net.cut(lab.net.links[name])
    assert "3 received" in " ".join(lab.run("pc1", "ping -c 3 10.0.9.1"))
    assert (through(lab, "r2"), through(lab, "r3")) == (6, 6)
    for name in ("r1:eth1 -- r2:eth0", "r2:eth1 -- r4:eth1"):
        lab.net.mend(lab.net.links[name])
    assert "3 received" in " ".join(lab.run("pc1", "ping -c 3 10.0.9.1"))
    assert (through(lab, "r2"), through(lab, "r3")) == (12, 6)


def test_equal_paths_share_flows_and_keep_each_flow_together() -> None:
    lab = two_paths()
    for _ in range(40):
        lab.run("pc1", "traceroute -q 3 -f 4 -m 4 10.0.9.1", seconds=2)
    flows: dict[tuple[int, int], set[str]] = {}
    for router in ("r2", "r3"):
        for datagram in lab.datagrams(router):
            if isinstance(datagram.payload, Udp):
                flows.setdefault((datagram.payload.src_port, datagram.payload.dst_port), set()).add(router)
    assert len(flows) == 120
    assert {len(ways) for ways in flows.values()} == {1}
    by_r2 = sum(ways == {"r2"} for ways in flows.values())
    assert 35 < by_r2 < 85, "within five standard deviations of a half each"


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("blackhole", None),
        ("unreachable", "From 192.168.10.254 icmp_seq=1 Destination Host Unreachable"),
        ("prohibit", "From 192.168.10.254 icmp_seq=1 Packet filtered"),
    ],
)
def test_routes_that_lead_nowhere_say_so_or_do_not(kind: str, printed: str | None) -> None:
    lab = dormitories(routes=[route("10.0.0.0/8", kind=kind)])
    lines = [line for line in lab.run("a1", "ping -c 1 -W 1 10.1.2.3") if line.startswith("From")]
    assert lines == ([] if printed is None else [printed])
    assert lab.rules(Kind.PACKET_DROPPED, "r1") == [f"route.{kind}"]


# Redirects


def shortcut(redirects: bool = True) -> Lab:
    """pc1's gateway r1 is not the best way to 10.0.2.0/24: r2 on the same link is."""
    lab = Lab()
    lab.host("pc1", "10.0.1.1/24", "10.0.1.254", redirects=redirects)
    lab.router("r1", "10.0.1.254/24", routes=[route("10.0.2.0/24", "10.0.1.253")])
    lab.router("r2", "10.0.1.253/24", "10.0.2.254/24")
    lab.host("pc2", "10.0.2.1/24", "10.0.2.254")
    lab.switch("sw1")
    lab.star("sw1", "pc1", "r1", "r2:eth0")
    lab.link("r2:eth1", "pc2")
    return lab


def test_a_redirect_teaches_the_host_the_better_first_hop() -> None:
    lab = shortcut()
    printed = lab.run("pc1", "ping -c 3 10.0.2.1")
    assert printed[1] == "From 10.0.1.254: icmp_seq=1 Redirect Host(New nexthop: 10.0.1.253)"
    assert [line.split("ttl=")[1][:2] for line in printed if "ttl=" in line] == ["63"] * 3
    assert len([each for each in lab.datagrams("r1") if each.dst == ip("10.0.2.1")]) == 1
    assert "10.0.2.1 via 10.0.1.253 dev eth0" in " ".join(lab.run("pc1", "ip route"))


def test_a_host_that_does_not_heed_redirects_keeps_its_way() -> None:
    lab = shortcut(redirects=False)
    lab.run("pc1", "ping -c 3 10.0.2.1")
    assert len([each for each in lab.datagrams("r1") if each.dst == ip("10.0.2.1")]) == 3


# What must not be answered, or not forwarded


def test_a_directed_broadcast_is_forwarded_only_where_that_is_switched_on() -> None:
    # RFC 2644 2: off unless configured; then everybody there hears it, in a broadcast frame
    assert (
        dormitories().run("a1", "ping -b -c 1 -W 1 192.168.20.255")[-2].startswith("1 packets transmitted, 0 received")
    )
    lab = dormitories(IcmpSettings(answer_broadcasts=True), directed_broadcast=True)
    printed = lab.run("a1", "ping -b -c 1 -W 1 192.168.20.255")
    assert any(line.startswith("64 bytes from 192.168.20.1") for line in printed)
    heard = [each.node for each in lab.records(Kind.FRAME_RECEIVED) if "192.168.20.255" in str(each.what)]
    assert {"b1", "b2"} <= set(heard)


def test_errors_to_one_destination_are_limited_to_a_burst_and_one_each_interval() -> None:
    lab = dormitories(icmp=IcmpSettings(burst=3, interval=SECOND))
    printed = lab.run("a1", "ping -c 20 -i 0.2 -W 1 10.1.2.3")
    told = [line for line in printed if "Net Unreachable" in line]
    # three at once, then one each second of the 3.8 s from the first request to the last
    assert len(told) == 3 + 3
    assert len(lab.records(Kind.DECISION, "r1", "icmp.rate-limited")) == 14


def test_an_error_about_nothing_but_errors_is_never_sent() -> None:
    # a1's router cannot go back to it: the time-exceeded of r1 has no way, and nobody reports that.
    lab = chain(2)
    lab.run("r1", "ip route del 10.0.0.0/24")
    lab.run("pc1", "ping -c 1 -W 1 -t 2 10.0.2.200")
    assert lab.icmps("r1") == []
    assert lab.rules(Kind.PACKET_DROPPED, "r1")[-1] == "route.none"


def test_pings_to_itself_never_touch_a_cable() -> None:
    lab = dormitories()
    for target in ("127.0.0.1", "192.168.10.1"):
        assert "1 received" in " ".join(lab.run("a1", f"ping -c 1 {target}"))
    assert [(each.node, each.port) for each in lab.trace if each.kind is Kind.FRAME_SENT] == [("a1", "lo")] * 4


@pytest.mark.parametrize(
    ("promiscuous", "kinds"),
    [(False, [Kind.FRAME_DROPPED]), (True, [Kind.FRAME_RECEIVED, Kind.FRAME_DROPPED])],
)
def test_a_frame_for_another_card_is_looked_at_only_by_a_promiscuous_one(promiscuous: bool, kinds: list[Kind]) -> None:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.host("pc2", "10.0.0.2/24")
    lab.host("spy", "10.0.0.3/24", promiscuous=promiscuous)
    lab.hub("hub1")
    lab.star("hub1", "pc1", "pc2", "spy")
    lab.run("pc1", "ping -c 1 10.0.0.2", seconds=1)
    # both the request and the reply
    assert [each.kind for each in lab.trace if each.node == "spy" and "Icmp" in str(each.what)] == kinds * 2
    assert lab.datagrams("spy") == []
