"""ARP, proxy ARP and conflict detection as devices do them: RFC 826, 1027, 1122 2.3.2, 5227."""

from typing import Any

from sim.addresses import ZERO_MAC, MacAddress
from sim.ip.acd.settings import AcdSettings
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.arp.settings import ArpSettings
from sim.kernel import SECOND
from sim.trace.records import Kind
from tests.nodes.inject import STRANGER, feed_all
from tests.nodes.lab import DEFAULT, Lab, ip, route

ASKER = MacAddress.parse("02:00:00:00:00:09")


def question(target: str, sender: str = "10.0.0.9") -> Arp:
    return Arp(REQUEST, ASKER, ip(sender), ZERO_MAC, ip(target))


def proxy(**settings: Any) -> Lab:
    """A proxy between 10.0.0.0/24 and 10.0.1.0/24, whose default route leads to the latter."""
    lab = Lab()
    routes = [route(str(DEFAULT), "10.0.1.1")]
    lab.router("r", "10.0.0.254/24", "10.0.1.254/24", routes=routes, proxy_arp=True, **settings)
    for number in range(2):
        lab.hub(f"end{number}", 1)
        lab.link(f"r:eth{number}", f"end{number}:1")
    return lab


def test_proxy_answers_for_a_host_behind_it() -> None:
    """RFC 1027 2.1."""
    lab = proxy()
    feed_all(lab, "r:eth0", question("10.0.1.1"))
    assert [str(each.sender_ip) for each in lab.arps("r")] == ["10.0.1.1"]


def test_proxy_does_not_answer_for_a_group_nor_on_the_link_itself() -> None:
    """RFC 1027 2.4; RFC 1812 3.3.2: an ARP answer for a broadcast or multicast address would never be believed."""
    lab = proxy()
    for target in ("10.0.1.255", "255.255.255.255", "224.0.0.5", "0.0.0.0", "127.0.0.1", "10.0.0.7"):
        feed_all(lab, "r:eth0", question(target))
    assert lab.arps("r") == []


def test_datagram_of_many_fragments_survives_the_wait_for_arp() -> None:
    """RFC 1122 2.3.2.2 asks for one at least; Linux keeps 101, so that a large first ping is answered."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24")
    lab.host("b", "10.0.0.2/24")
    lab.link("a", "b")
    assert "1 received" in lab.run("a", "ping -c 1 -s 65507 10.0.0.2")[4]


def test_static_entry_belongs_to_the_port_whose_network_it_is_in() -> None:
    """One of the scenario, whether or not that port is up; one that is typed needs a route, as on Linux."""
    lab = Lab()
    lab.ip_node(
        "pc",
        {"eth0": "10.0.0.1/24", "eth1": "10.0.1.1/24"},
        static=((ip("10.0.1.9"), STRANGER),),
        conflict_detection=True,
    )
    lab.net.start()
    assert [port for port, _ in lab.table("pc", "arp")] == ["eth1"]
    assert lab.run("pc", f"arp -s 10.0.1.8 {STRANGER}") == ["SIOCSARP: Network is unreachable"]


def test_address_is_not_used_after_a_link_change_before_it_is_probed() -> None:
    """RFC 5227 2.1: after "an Ethernet cable has been connected", probe "before beginning to use" the address."""
    lab = Lab()
    acd = AcdSettings(probe_wait=0)
    lab.host("a", "10.0.0.1/24", conflict_detection=True, acd=acd)
    lab.host("b", "10.0.0.2/24")
    link = lab.link("a", "b")
    lab.wait(20)
    lab.net.cut(link)
    lab.wait(1)
    lab.net.mend(link)
    before = len(lab.arps("a"))
    assert "0 received" in lab.run("b", "ping -c 1 -W 1 10.0.0.1", 1)[3]
    assert lab.table("a", "interface")["eth0"].addresses == ()
    lab.wait(20)
    assert [str(own) for own in lab.table("a", "interface")["eth0"].addresses] == ["10.0.0.1/24"]
    probes = [each for each in lab.arps("a")[before:] if each.sender_ip == 0]
    assert [str(each.target_ip) for each in probes] == ["10.0.0.1"] * 3
    assert "1 received" in lab.run("b", "ping -c 1 10.0.0.1")[4]


def test_taken_address_is_found_when_the_cable_is_back() -> None:
    """RFC 5227 2.1.1: somebody took it meanwhile, so it is not used again."""
    lab = Lab()
    lab.switch("sw")
    lab.host("a", "10.0.0.1/24", conflict_detection=True)
    lab.host("late", "10.0.0.1/24")
    lab.link("late", "sw:2")
    link = lab.link("a", "sw:1")
    lab.net.start()
    lab.net.cut(link)
    lab.wait(20)
    lab.net.mend(link)
    lab.wait(20)
    assert lab.table("a", "interface")["eth0"].addresses == ()
    assert lab.table("a", "acd")["eth0", ip("10.0.0.1")].state == "refused"


def test_what_waits_for_an_answer_fails_when_the_link_goes_down_and_its_sender_is_told() -> None:
    """RFC 1812 5.2.7.1: host unreachable, by the way that is left."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24", gateway="10.0.0.254")
    lab.router("r", "10.0.0.254/24", "10.0.1.254/24")
    lab.hub("end", 1)
    lab.link("a", "r:eth0")
    link = lab.link("r:eth1", "end:1")
    lab.net.at(SECOND // 2, lambda: lab.net.cut(link))
    printed = lab.run("a", "ping -c 1 10.0.1.1")
    assert printed[1] == "From 10.0.0.254 icmp_seq=1 Destination Host Unreachable"
    assert lab.table("r", "waiting") == {}


def test_gateway_with_a_new_mac_address_is_reached_once_it_announces_itself() -> None:
    """RFC 826: "If the pair is already in my translation table, update the sender hardware address"."""
    lab = Lab()
    lab.switch("sw")
    lab.host("a", "10.0.0.1/24", gateway="10.0.0.254")
    lab.router("old", "10.0.0.254/24", "10.0.1.254/24")
    lab.router("new", "10.0.0.254/24", "10.0.1.254/24")
    lab.star("sw", "a", "old:eth0", "new:eth0")
    lab.net.cut(lab.net.links["new:eth0 -- sw:3"])
    assert "1 received" in lab.run("a", "ping -c 1 10.0.1.254", 2)[4]
    lab.net.cut(lab.net.links["old:eth0 -- sw:2"])
    lab.net.mend(lab.net.links["new:eth0 -- sw:3"])
    lab.run("new", "arping -U -c 1 10.0.0.254", 1)
    assert "1 received" in lab.run("a", "ping -c 1 10.0.1.254", 2)[4]
    assert lab.arps("a")[-1].sender_ip != ip("10.0.0.254")


def test_broadcast_ping_needs_no_arp() -> None:
    """RFC 919 7: it goes in a broadcast frame."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24")
    lab.host("b", "10.0.0.2/24")
    lab.link("a", "b")
    lab.run("a", "ping -b -c 1 -W 1 10.0.0.255", 2)
    assert lab.arps() == []
    assert "icmp.broadcast-query-ignored" in lab.rules(Kind.PACKET_DROPPED, "b")


def test_proxy_is_silent_on_a_port_whose_address_is_not_known_to_be_free_yet() -> None:
    """RFC 1027 2.1 compares networks, and without an address of its own the port is in none."""
    lab = proxy(conflict_detection=True)
    feed_all(lab, "r:eth0", question("10.0.1.1"))
    assert [each for each in lab.arps("r") if each.operation == REPLY] == []


def test_an_address_of_another_interface_is_answered_for_as_linux_does() -> None:
    """RFC 826 asks the host, not the interface; Linux: arp_ignore 0, and 1 where the setting says so."""
    for answers, replies in ((True, 1), (False, 0)):
        lab = Lab()
        lab.router("r", "10.0.0.254/24", "10.0.1.254/24", arp=ArpSettings(answer_for_all_interfaces=answers))
        for number in range(2):
            lab.hub(f"end{number}", 1)
            lab.link(f"r:eth{number}", f"end{number}:1")
        feed_all(lab, "r:eth0", question("10.0.1.254"))
        assert lab.rules(Kind.FRAME_SENT, "r") == ["arp.reply-for-other-interface"] * replies
