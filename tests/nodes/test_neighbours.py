"""Address resolution end to end: questions, answers, caches, and what happens while nobody answers."""

import errno
from itertools import pairwise
from typing import Any

import pytest

from sim.addresses import BROADCAST_MAC
from sim.assembly.ip_node import IpNode
from sim.ip.acd.settings import AcdSettings, Policy
from sim.ip.arp.machine import ArpState
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.ip.arp.settings import ArpSettings
from sim.ip.ipv4.pdu import IPv4
from sim.kernel import SECOND
from sim.link.ethernet.pdu import Ethernet, Frame
from sim.link.faults import Deed, TargetedFault
from sim.link.port import Port
from sim.trace.records import NO_CAUSE, Kind
from tests.nodes.endpoints import connect, error_of, listener, tcp
from tests.nodes.lab import Lab, ip


def room(**pc1: Any) -> Lab:
    """Four hosts on a switch, as the courses have them."""
    lab = Lab()
    lab.host("pc1", "192.168.10.1/24", **pc1)
    for number in (2, 3, 4):
        lab.host(f"pc{number}", f"192.168.10.{number}/24")
    lab.switch("sw1")
    lab.star("sw1", "pc1", "pc2", "pc3", "pc4")
    return lab


def state(lab: Lab, node: str, address: str) -> str | None:
    row = lab.table(node, "arp").get(("eth0", ip(address)))
    return None if row is None else str(row.state)


def test_question_goes_to_all_and_the_answer_to_the_one_who_asked() -> None:
    lab = room()
    lab.run("pc1", "ping -c 1 192.168.10.3")
    pc1, pc3 = lab.mac("pc1"), lab.mac("pc3")
    question, answer = lab.arps("pc1")[0], lab.arps("pc3")[0]
    assert (question.operation, question.sender_ip, question.target_ip) == (
        REQUEST,
        ip("192.168.10.1"),
        ip("192.168.10.3"),
    )
    assert (answer.operation, answer.sender_mac, answer.target_mac) == (REPLY, pc3, pc1)
    frames = [each.what.dst for each in lab.sent() if isinstance(each.what, Ethernet)]
    assert [str(dst) for dst in frames[:4]] == ["ff:ff:ff:ff:ff:ff"] * 4
    assert set(frames[4:]) == {pc1, pc3}


def test_who_is_asked_learns_who_asks_and_the_others_do_not() -> None:
    # RFC 826: "?Am I the target protocol address?" decides whether the triplet is added.
    lab = room()
    lab.run("pc1", "ping -c 1 192.168.10.3", seconds=1)
    assert state(lab, "pc1", "192.168.10.3") == "reachable"
    assert state(lab, "pc3", "192.168.10.1") == "reachable"
    assert lab.table("pc2", "arp") == lab.table("pc4", "arp") == {}
    assert len(lab.arps("pc3")) == 1, "pc3 answers without a question of its own"


def test_a_known_neighbour_is_updated_by_whatever_it_broadcasts() -> None:
    # RFC 826: "If the pair is already in my translation table, update the sender hardware address"
    lab = room()
    lab.run("pc2", "ping -c 1 192.168.10.1", seconds=1)
    lab.run("pc2", "arp -d 192.168.10.1", seconds=40)
    assert state(lab, "pc1", "192.168.10.2") == "stale"
    lab.run("pc2", "ping -c 1 192.168.10.4", seconds=1)
    assert state(lab, "pc1", "192.168.10.2") == "reachable"


def test_the_cache_is_used_next_time_without_a_question() -> None:
    lab = room()
    lab.run("pc1", "ping -c 3 192.168.10.3")
    assert len(lab.arps("pc1")) == 1


def test_a_row_ages_from_reachable_to_stale_and_is_forgotten() -> None:
    lab = room()
    lab.run("pc1", "ping -c 1 192.168.10.3", seconds=0.5)
    learned = lab.records(Kind.ROW_CHANGED, "pc1", "arp.resolved")[0].at
    changes = [(each.at - learned, each.why.rule.id) for each in lab.records(Kind.ROW_CHANGED, "pc1", "arp.stale")]
    assert changes == []
    lab.wait(100)
    assert [each.at - learned for each in lab.records(Kind.ROW_CHANGED, "pc1", "arp.stale")] == [30 * SECOND]
    assert [each.at - learned for each in lab.records(Kind.ROW_EXPIRED, "pc1", "arp.expired")] == [90 * SECOND]


def test_a_stale_row_is_used_at_once_and_checked_with_a_question_to_its_own_address() -> None:
    lab = room()
    lab.run("pc1", "ping -c 1 192.168.10.3", seconds=40)
    lab.run("pc1", "ping -c 1 192.168.10.3", seconds=1)
    second = [each for each in lab.sent("pc1") if each.at >= 40 * SECOND]
    echo, poll = (each.what for each in second[:2])
    assert isinstance(echo, Ethernet)
    assert isinstance(poll, Ethernet)
    assert isinstance(echo.payload, IPv4)
    assert isinstance(poll.payload, Arp)
    assert poll.dst == lab.mac("pc3")
    assert state(lab, "pc1", "192.168.10.3") == "reachable"


def test_a_transport_that_hears_nothing_has_its_next_hop_asked_for_anew() -> None:
    """RFC 9293 3.8.3 (a), RFC 1122 2.3.2.1 (4): after R1 retransmissions, long before the row would have grown old."""
    lab = room()
    lab.net.start()
    pc1, pc3 = (lab.net.nodes[name] for name in ("pc1", "pc3"))
    assert isinstance(pc1, IpNode)
    assert isinstance(pc3, IpNode)
    listener(pc3)
    client = tcp(pc1)
    connect(client, "192.168.10.3")
    lab.wait(0.1)
    lab.net.cut(lab.net.links["pc3:eth0 -- sw1:3"])
    sent_at = lab.net.kernel.now
    client.send(b"x", cause=NO_CAUSE)
    lab.wait(20)
    frames = [(each.at - sent_at, each.what) for each in lab.sent("pc1") if each.at > sent_at]
    asked = [
        (at // SECOND, each) for at, each in frames if isinstance(each, Ethernet) and isinstance(each.payload, Arp)
    ]
    # Sent again after 1, 3, 7 and 15 s. The third time doubts the row: two polls; then there is none to send by.
    assert [at for at, _ in asked] == [7, 8, 15, 16, 17]
    assert [frame.dst == BROADCAST_MAC for _, frame in asked] == [False, False, True, True, True]
    lab.wait(120)
    assert errno.errorcode[error_of(client)] == "EHOSTUNREACH"


def test_datagrams_wait_for_the_answer_and_the_oldest_give_way() -> None:
    # RFC 1122 2.3.2.2: "save (rather than discard) at least one (the latest) packet"
    lab = room(arp=ArpSettings(queue_length=2))
    for number in range(4):
        lab.at(number, "pc1", "ping -c 1 -W 1 192.168.10.3")
    lab.wait(5)
    assert len(lab.arps("pc1")) == 1
    lost = lab.records(Kind.PACKET_DROPPED, "pc1", "arp.queue-full")
    assert [each.at for each in lost] == [2, 3]
    echoes = [datagram.identification for datagram in lab.datagrams("pc1")]
    assert echoes == [3, 4]
    assert sum("1 received" in line for line in lab.console("pc1")) == 2


def test_three_questions_a_second_apart_and_then_host_unreachable() -> None:
    lab = room()
    printed = lab.run("pc1", "ping -c 1 192.168.10.77")
    assert printed[1] == "From 192.168.10.1 icmp_seq=1 Destination Host Unreachable"
    asked = [each.at for each in lab.sent("pc1")]
    assert asked == [0, SECOND, 2 * SECOND]
    assert lab.records(Kind.PACKET_DROPPED, "pc1", "arp.no-answer")[0].at == 3 * SECOND


def test_a_lost_question_is_asked_again() -> None:
    def is_request(port: Port, frame: Frame) -> bool:
        return isinstance(frame, Ethernet) and isinstance(frame.payload, Arp)

    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1", "pc2", targeted=(TargetedFault(Deed.DROP, is_request, "the first question"),))
    printed = lab.run("pc1", "ping -c 1 10.0.0.2")
    assert printed[1].startswith("64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=1000 ms")


def test_a_router_tells_the_sender_that_the_last_neighbour_does_not_answer() -> None:
    lab = Lab()
    lab.host("pc1", "192.168.10.1/24", "192.168.10.254")
    lab.router("r1", "192.168.10.254/24", "192.168.20.254/24")
    lab.host("pc2", "192.168.20.1/24", "192.168.20.254")
    lab.link("pc1", "r1:eth0")
    lab.link("pc2", "r1:eth1")
    printed = lab.run("pc1", "ping -c 1 192.168.20.77")
    assert printed[1] == "From 192.168.10.254 icmp_seq=1 Destination Host Unreachable"
    assert lab.icmps("r1") == [(3, 1)]


def test_a_static_entry_is_used_unasked_and_believed_over_packets() -> None:
    lab = room()
    lab.run("pc1", "arp -s 192.168.10.3 02:00:00:00:00:99", seconds=1)
    lab.run("pc3", "ping -c 1 192.168.10.1", seconds=12)
    assert state(lab, "pc1", "192.168.10.3") == ArpState.STATIC
    assert lab.arps("pc1")[0].operation == REPLY
    wrong = [each.what.dst for each in lab.sent("pc1") if isinstance(each.what, Ethernet)][1]
    assert str(wrong) == "02:00:00:00:00:99"
    lab.run("pc1", "arp -d 192.168.10.3", seconds=1)
    assert state(lab, "pc1", "192.168.10.3") is None


def test_a_row_that_stays_as_it_is_is_not_recorded() -> None:
    lab = room()
    for _ in range(3):
        lab.run("pc1", "arp -s 192.168.10.3 02:00:00:00:00:99", seconds=0)
        lab.run("pc1", "ip route add 10.0.0.0/8 via 192.168.10.2", seconds=0)
    rows = (Kind.ROW_ADDED, Kind.ROW_CHANGED, Kind.ROW_REMOVED)
    changes = [each for each in lab.trace if each.cause != -1 and each.node == "pc1" and each.kind in rows]
    # one row of ARP, one route, and that the route is in force
    assert [each.kind.label for each in changes] == ["row-added", "row-added", "row-changed"]


def test_flushed_neighbours_are_asked_for_again() -> None:
    lab = room()
    lab.run("pc1", "ping -c 1 192.168.10.3", seconds=1)
    lab.run("pc1", "ip neigh flush", seconds=1)
    assert lab.table("pc1", "arp") == {}
    lab.run("pc1", "ping -c 1 192.168.10.3", seconds=1)
    assert len(lab.arps("pc1")) == 2


def test_what_was_learned_through_a_cable_goes_with_it() -> None:
    lab = room()
    lab.run("pc1", "ping -c 1 192.168.10.3", seconds=1)
    lab.run("pc1", "ip link set eth0 down", seconds=1)
    assert lab.table("pc1", "arp") == {}
    assert lab.run("pc1", "ping -c 1 192.168.10.3") == ["ping: connect: Network is unreachable"]
    lab.run("pc1", "ip link set eth0 up", seconds=1)
    assert "1 received" in " ".join(lab.run("pc1", "ping -c 1 192.168.10.3"))


@pytest.mark.parametrize("waits", ["ping -c 1 192.168.10.77", "ping -c 1 -s 3000 192.168.10.77"])
def test_nothing_is_left_waiting_when_the_cable_is_pulled_while_asking(waits: str) -> None:
    lab = room()
    lab.at(0, "pc1", waits)
    lab.at(SECOND // 2, "pc1", "ip link set eth0 down")
    lab.wait(20)
    assert lab.table("pc1", "waiting") == {}
    assert lab.table("pc1", "timer") == {}


# Conflicts (RFC 5227)


def detecting(name: str, address: str, lab: Lab, **more: Any) -> None:
    lab.host(name, address, conflict_detection=True, **more)


def test_a_free_address_is_probed_three_times_announced_twice_and_then_used() -> None:
    lab = Lab()
    detecting("pc1", "10.0.0.1/24", lab)
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1", "pc2")
    lab.wait(20)
    packets = [(packet.operation, str(packet.sender_ip), str(packet.target_ip)) for packet in lab.arps("pc1")]
    assert packets == [(REQUEST, "0.0.0.0", "10.0.0.1")] * 3 + [(REQUEST, "10.0.0.1", "10.0.0.1")] * 2
    times = [each.at for each in lab.sent("pc1")]
    # RFC 5227 1.1: PROBE_WAIT 1 s, PROBE_MIN 1 s to PROBE_MAX 2 s, ANNOUNCE_WAIT 2 s, ANNOUNCE_INTERVAL 2 s
    assert 0 <= times[0] <= SECOND
    assert all(SECOND <= later - earlier <= 2 * SECOND for earlier, later in pairwise(times[:3]))
    assert [times[3] - times[2], times[4] - times[3]] == [2 * SECOND, 2 * SECOND]
    acquired = lab.records(Kind.ROW_CHANGED, "pc1", "acd.free")
    assert [each.at for each in acquired] == [times[3]]
    assert "1 received" in " ".join(lab.run("pc1", "ping -c 1 10.0.0.2"))


def test_an_address_is_not_used_before_it_is_known_to_be_free() -> None:
    lab = Lab()
    detecting("pc1", "10.0.0.1/24", lab)
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1", "pc2")
    assert lab.run("pc2", "arping -c 1 10.0.0.1", seconds=1.5)[-1] == "Received 0 response(s)"
    assert lab.run("pc1", "ping -c 1 10.0.0.2", seconds=0.1) == ["ping: connect: Network is unreachable"]
    lab.wait(20)
    assert lab.run("pc2", "arping -c 1 10.0.0.1", seconds=1.5)[-1] == "Received 1 response(s)"


def test_an_address_that_somebody_has_is_refused_and_the_owner_keeps_it() -> None:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    detecting("thief", "10.0.0.1/24", lab)
    lab.host("pc2", "10.0.0.2/24")
    lab.switch("sw1")
    lab.star("sw1", "pc1", "thief", "pc2")
    lab.wait(20)
    assert str(lab.table("thief", "acd")["eth0", ip("10.0.0.1")].state) == "refused"
    assert lab.table("thief", "interface")["eth0"].addresses == ()
    owner = lab.mac("pc1")
    assert lab.console("thief") == [f"kernel: duplicate address 10.0.0.1 detected! {owner} uses it too"]
    lab.run("pc2", "ping -c 1 10.0.0.1")
    assert lab.table("pc2", "arp")["eth0", ip("10.0.0.1")].mac == owner


def test_two_that_probe_for_one_address_at_a_time_do_not_both_get_it() -> None:
    lab = Lab()
    detecting("pc1", "10.0.0.1/24", lab)
    detecting("pc2", "10.0.0.1/24", lab)
    lab.link("pc1", "pc2")
    lab.wait(20)
    states = sorted(str(lab.table(name, "acd")["eth0", ip("10.0.0.1")].state) for name in ("pc1", "pc2"))
    assert states.count("in-use") < 2
    assert "refused" in states


@pytest.mark.parametrize(
    ("policy", "defences", "kept"),
    [(Policy.DEFEND_ALWAYS, 1, True), (Policy.DEFEND_ONCE, 1, False), (Policy.CEASE, 0, False)],
)
def test_an_address_in_use_is_defended_as_the_policy_says(policy: Policy, defences: int, kept: bool) -> None:
    # RFC 5227 2.4 (a), (b) and (c): two conflicting packets within DEFEND_INTERVAL
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24", acd=AcdSettings(policy=policy))
    lab.host("thief", "10.0.0.1/24")
    lab.link("pc1", "thief")
    for second in (1, 2):
        lab.at(second * SECOND, "thief", "arping -c 1 10.0.0.9")
    lab.wait(5)
    announced = [p for p in lab.arps("pc1") if p.sender_ip == p.target_ip]
    assert len(announced) == defences
    assert bool(lab.table("pc1", "interface")["eth0"].addresses) is kept


# Proxies (RFC 1027)


def with_proxy(proxy: bool) -> Lab:
    """pc1 believes that all of 10.0.0.0/16 is on its link."""
    lab = Lab()
    lab.host("pc1", "10.0.1.1/16")
    lab.router("r1", "10.0.1.254/24", "10.0.2.254/24", proxy_arp=proxy)
    lab.host("pc2", "10.0.2.2/24", "10.0.2.254")
    lab.link("pc1", "r1:eth0")
    lab.link("pc2", "r1:eth1")
    return lab


def test_a_proxy_answers_for_what_it_routes_elsewhere() -> None:
    lab = with_proxy(True)
    assert "1 received" in " ".join(lab.run("pc1", "ping -c 1 10.0.2.2"))
    assert lab.table("pc1", "arp")["eth0", ip("10.0.2.2")].mac == lab.mac("r1:eth0")


def test_without_proxy_nobody_answers_for_it() -> None:
    assert "Destination Host Unreachable" in with_proxy(False).run("pc1", "ping -c 1 10.0.2.2")[1]


def test_a_proxy_is_silent_about_its_own_side_and_about_what_it_cannot_reach() -> None:
    lab = with_proxy(True)
    for target in ("10.0.1.77", "10.0.99.1"):
        assert lab.run("pc1", f"arping -c 1 {target}")[-1] == "Received 0 response(s)"
