"""IGMP on whole hosts: random times of their own, sources without an address, and what is damaged."""

from sim.addresses import multicast_mac
from sim.assembly.ip_node import IpNode
from sim.features.igmp import codec
from sim.features.igmp.pdu import Igmp
from sim.ip.groups.filters import EVERYBODY, NOTHING
from sim.ip.ipv4.pdu import PROTOCOL_IGMP, IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import NO_CAUSE, Kind
from tests.igmp.messages import ip, query, v3_query
from tests.nodes.inject import feed
from tests.nodes.lab import Lab

GROUP = ip("239.1.1.1")
ALERT = b"\x94\4\0\0"


def joined(lab: Lab, *names: str) -> list[IpNode]:
    hosts = [lab.host(name, f"10.0.0.{number}/24") for number, name in enumerate(names, 1)]
    switch = lab.switch("sw1", len(names))
    for number, name in enumerate(names, 1):
        lab.link(f"{name}:eth0", f"{switch.name}:{number}")
    lab.net.start()
    for host in hosts:
        host.ip.groups.listen("test", host.interface("eth0"), GROUP, EVERYBODY, NO_CAUSE)
    return hosts


def reports(lab: Lab, name: str) -> list[int]:
    """When a host sent a message of IGMP."""
    return [r.at for r in lab.sent(name) if isinstance(r.what, Ethernet) and _is_igmp(r.what)]


def _is_igmp(frame: Ethernet) -> bool:
    return isinstance(frame.payload, IPv4) and isinstance(frame.payload.payload, Igmp)


def ask(lab: Lab, place: str, message: Igmp, dst: str = "224.0.0.1") -> None:
    datagram = IPv4(ip("10.0.0.254"), ip(dst), PROTOCOL_IGMP, message, 1, options=ALERT)
    feed(lab, place, datagram, multicast_mac(ip(dst)), 0)


def test_each_host_waits_for_a_random_time_of_its_own() -> None:
    def run(*names: str) -> dict[str, list[int]]:
        lab = Lab(seed=7)
        joined(lab, *names)
        lab.wait(20)
        for name in names:
            ask(lab, f"{name}:eth0", v3_query(tenths=100))
        lab.wait(20)
        return {name: reports(lab, name) for name in names}

    found = run("pc1", "pc2")
    assert [len(times) for times in found.values()] == [3, 3]
    assert found["pc1"][1:] != found["pc2"][1:]
    assert run("pc1", "pc2") == found
    assert run("pc1", "pc2", "pc3")["pc1"] == found["pc1"]  # one more host changes nobody's times


def test_a_report_of_version_2_keeps_the_others_quiet() -> None:
    lab = Lab(seed=3)
    joined(lab, "pc1", "pc2", "pc3")
    lab.wait(20)
    before = {name: len(reports(lab, name)) for name in ("pc1", "pc2", "pc3")}
    for name in before:
        ask(lab, f"{name}:eth0", query(tenths=100))
    lab.wait(20)
    assert sum(len(reports(lab, name)) - count for name, count in before.items()) == 1
    rows = {name: lab.net.nodes[name].tables["igmp"]["eth0", GROUP] for name in before}
    assert sum(row.is_last for row in rows.values()) == 1


def test_reports_are_sent_as_the_rfc_asks() -> None:
    """RFC 3376 4: TTL 1, "IP Precedence of Internetwork Control", Router Alert; 4.2.13: 0.0.0.0 without an address."""
    lab = Lab()
    host = lab.ip_node("pc1", {"eth0": ()})
    lab.link("pc1:eth0", f"{lab.host('pc2', '10.0.0.2/24').name}:eth0")
    lab.net.start()
    host.ip.groups.listen("test", host.interface("eth0"), GROUP, EVERYBODY, NO_CAUSE)
    lab.wait(2)
    first = lab.datagrams("pc1")[0]
    assert (str(first.src), str(first.dst), first.ttl, first.tos, first.options) == (
        "0.0.0.0",
        "224.0.0.22",
        1,
        0xC0,
        ALERT,
    )


def test_a_damaged_query_is_dropped() -> None:
    lab = Lab()
    joined(lab, "pc1", "pc2")
    octets = codec.encode(v3_query())
    datagram = IPv4(ip("10.0.0.254"), ip("224.0.0.1"), PROTOCOL_IGMP, octets[:-3] + b"\1\0\0", 1, options=ALERT)
    feed(lab, "pc1:eth0", datagram, multicast_mac(ip("224.0.0.1")))
    assert lab.rules(Kind.PACKET_DROPPED, "pc1") == ["igmp.bad-checksum"]


def test_the_network_card_takes_the_frames_of_its_groups_alone() -> None:
    lab = Lab()
    host, _ = joined(lab, "pc1", "pc2")
    card, group = host.interface("eth0"), multicast_mac(GROUP)
    twin = ip("238.129.1.1")  # another group with the same 23 bits
    assert group in card.groups
    host.ip.groups.listen("test", card, twin, EVERYBODY, NO_CAUSE)
    host.ip.groups.listen("test", card, GROUP, NOTHING, NO_CAUSE)
    assert multicast_mac(twin) == group
    assert group in card.groups
    host.ip.groups.listen("test", card, twin, NOTHING, NO_CAUSE)
    assert group not in card.groups
