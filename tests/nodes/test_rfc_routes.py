"""Next hops as devices choose them: redirects, dead gateways, ports that go down (RFC 1122 3.3.1 and 3.2.2.2)."""

from sim.ip.icmp.pdu import REDIRECT, Icmp
from sim.ip.icmp.settings import IcmpSettings
from sim.ip.ipv4 import codec as wire
from sim.trace.records import Kind
from sim.transport.udp.pdu import Udp
from tests.nodes.inject import STRANGER, datagram, feed, frames, request, user_datagram
from tests.nodes.lab import DEFAULT, Lab, ip, route

DESTINATION = "10.0.1.1"


def two_gateways() -> Lab:
    """A host whose default gateway sends what is for 10.0.1.0/24 back to the better gateway on the same link."""
    lab = Lab()
    lab.switch("sw")
    lab.host("pc", "10.0.0.1/24", gateway="10.0.0.254")
    lab.router("first", "10.0.0.254/24", routes=[route("10.0.1.0/24", "10.0.0.253")])
    lab.router("better", "10.0.0.253/24", "10.0.1.254/24")
    lab.host("far", f"{DESTINATION}/24", gateway="10.0.1.254")
    lab.star("sw", "pc", "first", "better:eth0")
    lab.link("better:eth1", "far")
    return lab


def is_up(lab: Lab) -> bool:
    return bool(lab.table("a", "interface")["eth0"].up)


def redirected(lab: Lab) -> list[str]:
    return [str(row.next_hop) for row in lab.table("pc", "route").values() if row.source == "redirect"]


def passed_on(lab: Lab, router: str, command: str) -> int:
    """How many echo requests a router passes on while a command runs."""
    before = len(lab.datagrams(router))
    lab.run("pc", command)
    return len([each for each in lab.datagrams(router)[before:] if str(each.dst) == DESTINATION])


def test_redirected_host_uses_the_better_gateway() -> None:
    """RFC 1122 3.2.2.2: "A host receiving a Redirect message MUST update its routing information accordingly"."""
    lab = two_gateways()
    printed = lab.run("pc", f"ping -c 1 {DESTINATION}")
    assert printed[1] == "From 10.0.0.254: icmp_seq=1 Redirect Host(New nexthop: 10.0.0.253)"
    assert redirected(lab) == ["10.0.0.253"]
    assert passed_on(lab, "first", f"ping -c 1 {DESTINATION}") == 0
    assert f"{DESTINATION} via 10.0.0.253 dev eth0 proto redirect" in lab.run("pc", "ip route")


def test_redirect_to_a_dead_gateway_is_given_up() -> None:
    """RFC 1122 3.3.1.4: a host MUST detect that a next hop has failed "and choose an alternate"."""
    lab = two_gateways()
    lab.run("pc", f"ping -c 1 {DESTINATION}")
    lab.net.cut(lab.net.links["better:eth0 -- sw:3"])
    lab.run("pc", "ip neigh flush")
    lab.run("pc", f"ping -c 1 {DESTINATION}")
    assert redirected(lab) == []
    # The first gateway, which does not know better, is asked again.
    assert lab.run("pc", f"ping -c 1 {DESTINATION}")[1].startswith("From 10.0.0.254: icmp_seq=1 Redirect Host")


def test_redirect_is_forgotten_with_the_link_it_came_through() -> None:
    lab = two_gateways()
    lab.run("pc", f"ping -c 1 {DESTINATION}")
    link = lab.net.links["pc:eth0 -- sw:1"]
    lab.net.cut(link)
    lab.net.mend(link)
    assert redirected(lab) == []
    assert "icmp.redirect-forgotten" in lab.rules(Kind.ROW_REMOVED, "pc")
    assert lab.run("pc", f"ping -c 1 {DESTINATION}")[1].startswith("From 10.0.0.254: icmp_seq=1 Redirect Host")


def test_plugging_a_cable_in_does_not_switch_a_port_on_nor_the_other_way_round() -> None:
    """A link carries frames where its cable is plugged in and both its ports are on, as under Linux."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24")
    lab.host("b", "10.0.0.2/24")
    link = lab.link("a", "b")
    lab.run("a", "ip link set eth0 down")
    assert "2: eth0: <BROADCAST,MULTICAST> mtu 1500 qdisc fq_codel state DOWN group default qlen 1000" in lab.run(
        "a", "ip addr"
    )
    no_carrier = (
        "2: eth0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc fq_codel state DOWN group default qlen 1000"
    )
    assert no_carrier in lab.run("b", "ip addr")
    lab.net.cut(link)
    lab.run("a", "ip link set eth0 up")
    assert not is_up(lab)
    lab.run("b", "ip link set eth0 down")
    lab.net.mend(link)
    assert not is_up(lab)
    lab.run("b", "ip link set eth0 up")
    assert is_up(lab)
    assert "1 received" in lab.run("a", "ping -c 1 10.0.0.2")[4]


def test_same_route_cannot_be_added_twice_to_a_router() -> None:
    """Cisco IOS has routes of one prefix beside each other, and shares the load."""
    lab = Lab()
    lab.router("a", "10.0.0.1/24")
    assert lab.run("a", "ip route add 10.9.0.0/16 via 10.0.0.2") == []
    assert lab.run("a", "ip route add 10.9.0.0/16 via 10.0.0.2") == ["RTNETLINK answers: File exists"]
    assert lab.run("a", "ip route add 10.9.0.0/16 via 10.0.0.3") == []
    assert ip("10.0.0.3") in {row.next_hop for row in lab.table("a", "route").values()}


def test_broadcast_to_a_network_whose_port_is_down_is_no_broadcast_elsewhere() -> None:
    """RFC 922 7: on the way to its network a directed broadcast is a datagram like others."""
    lab = Lab()
    gateway = ((ip("10.0.0.254"), STRANGER),)
    lab.ip_node("pc", {"eth0": "10.0.0.1/24", "eth1": "10.0.1.1/24"}, gateway="10.0.0.254", static=gateway)
    lab.hub("end", 2)
    lab.link("pc:eth0", "end:1")
    lab.link("pc:eth1", "end:2")
    lab.run("pc", "ip link set eth1 down")
    lab.run("pc", "ping -b -c 1 -W 1 10.0.1.255", 2)
    assert frames(lab, "pc") == [("eth0", STRANGER)]


def test_both_addresses_of_a_31_bit_network_are_hosts() -> None:
    """RFC 3021 2.1: neither is a network or broadcast address; 2.2: the limited broadcast alone reaches all."""
    lab = Lab()
    lab.host("a", "10.0.0.0/31")
    lab.host("b", "10.0.0.1/31", icmp=IcmpSettings(answer_broadcasts=True))
    lab.link("a", "b")
    for destination in ("10.0.0.1", "255.255.255.255"):
        printed = lab.run("a", f"ping -b -c 1 -W 1 {destination}")
        assert any(line.startswith("64 bytes from 10.0.0.1") for line in printed)
    assert "1 received" in lab.run("b", "ping -c 1 10.0.0.0")[4]


def test_route_of_higher_distance_steps_in_and_out() -> None:
    """RFC 1812 5.2.4: a route whose port is down is not used; the one that floats above it is."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24", gateway="10.0.0.254")
    backup = route("10.9.0.0/24", "10.2.0.2", distance=10)
    lab.router("r", "10.0.0.254/24", "10.1.0.1/30", "10.2.0.1/30", routes=[route("10.9.0.0/24", "10.1.0.2"), backup])
    lab.router("x", "10.1.0.2/30", "10.9.0.254/24", routes=[route(str(DEFAULT), "10.1.0.1")])
    lab.router("y", "10.2.0.2/30", "10.9.0.253/24", routes=[route(str(DEFAULT), "10.2.0.1")])
    lab.host("b", "10.9.0.1/24", gateway="10.9.0.253")
    lab.switch("sw")
    lab.link("a", "r:eth0")
    first = lab.link("r:eth1", "x:eth0")
    lab.link("r:eth2", "y:eth0")
    lab.star("sw", "x:eth1", "y:eth1", "b")
    assert lab.run("a", "traceroute -q 1 10.9.0.1")[2].startswith(" 2  10.1.0.2 ")
    lab.net.cut(first)
    assert lab.run("a", "traceroute -q 1 10.9.0.1")[2].startswith(" 2  10.2.0.2 ")
    lab.net.mend(first)
    assert lab.run("a", "traceroute -q 1 10.9.0.1")[2].startswith(" 2  10.1.0.2 ")


def test_equal_paths_carry_flows_and_a_flow_keeps_its_path() -> None:
    """RFC 2991 3: datagrams of a flow stay in order; the ports of a traceroute's probes make many flows of it."""
    lab = Lab()
    routes = [route("10.9.0.0/24", "10.1.0.2"), route("10.9.0.0/24", "10.2.0.2")]
    known = ((ip("10.0.0.9"), STRANGER), (ip("10.1.0.2"), STRANGER), (ip("10.2.0.2"), STRANGER))
    lab.router("r", "10.0.0.254/24", "10.1.0.1/30", "10.2.0.1/30", routes=routes, static=known)
    lab.hub("end", 3)
    for number in range(3):
        lab.link(f"r:eth{number}", f"end:{number + 1}")
    for port in range(100):
        for _ in range(2):
            feed(lab, "r:eth0", user_datagram("10.0.0.9", "10.9.0.1", port), seconds=0.001)
    ways = [
        [each.payload.dst_port for each in lab.datagrams("r", port) if isinstance(each.payload, Udp)]
        for port in ("eth1", "eth2")
    ]
    assert sorted(ways[0] + ways[1]) == sorted([*range(100), *range(100)])
    assert set(ways[0]).isdisjoint(ways[1])
    assert 30 < len(set(ways[0])) < 70


def test_redirect_about_what_the_host_never_sent_to_a_gateway_changes_nothing() -> None:
    """RFC 1122 3.2.2.2 has it about a destination of the host's own datagrams; a group has no gateway."""
    lab = Lab()
    lab.host("pc", "10.0.0.1/24", gateway="10.0.0.254")
    lab.hub("end", 1)
    lab.link("pc", "end:1")
    for quoted in (request("10.0.0.7", DESTINATION), request("10.0.0.1", "255.255.255.255")):
        advice = Icmp(REDIRECT, 1, int(ip("10.0.0.253")), wire.encode(quoted))
        feed(lab, "pc", datagram("10.0.0.254", "10.0.0.1", 1, advice))
    assert redirected(lab) == []
    advice = Icmp(REDIRECT, 1, int(ip("10.0.0.253")), wire.encode(request("10.0.0.1", DESTINATION)))
    feed(lab, "pc", datagram("10.0.0.254", "10.0.0.1", 1, advice))
    assert redirected(lab) == ["10.0.0.253"]


def test_error_leaves_through_the_interface_whose_address_it_bears_though_paths_are_equal() -> None:
    """RFC 1812 4.3.2.4: the source of an error is an address of the interface that it is transmitted over."""
    lab = Lab()
    routes = [route("10.9.0.0/24", "10.1.0.2"), route("10.9.0.0/24", "10.2.0.2")]
    known = ((ip("10.1.0.2"), STRANGER), (ip("10.2.0.2"), STRANGER))
    lab.router("r", "10.0.0.254/24", "10.1.0.1/30", "10.2.0.1/30", routes=routes, static=known)
    lab.hub("end", 3)
    for number in range(3):
        lab.link(f"r:eth{number}", f"end:{number + 1}")
    for host in range(1, 21):
        feed(lab, "r:eth1", user_datagram(f"10.9.0.{host}", "10.8.0.1", 7), seconds=0.001)
    sources = {(port, str(each.src)) for port in ("eth1", "eth2") for each in lab.datagrams("r", port)}
    assert sources
    assert sources <= {("eth1", "10.1.0.1"), ("eth2", "10.2.0.1")}


def test_gateway_must_be_somebody_else_that_can_be_reached() -> None:
    """Linux 6.18 with iproute2 says these words. It takes the address of the host itself, which a router does not."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24")
    lab.router("r", "10.0.0.1/24")
    assert lab.run("r", "ip route add 10.8.0.0/16 via 10.0.0.1") == ["Error: Nexthop has invalid gateway."]
    assert lab.run("a", "ip route add 10.8.0.0/16 via 10.0.0.1") == []
    for gateway in ("192.0.2.1", "10.0.0.255", "224.0.0.1", "10.8.0.1"):
        assert lab.run("a", f"ip route add 10.9.0.0/16 via {gateway}") == ["Error: Nexthop has invalid gateway."]
    assert lab.run("a", "ip route del 10.9.0.0/16") == ["RTNETLINK answers: No such process"]
