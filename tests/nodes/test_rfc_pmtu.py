"""Path MTU discovery by whole devices (RFC 1191). What ping prints is what Linux 6.18 with iputils 20221126 printed."""

from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4 import codec as wire
from sim.trace.records import Kind
from tests.nodes.inject import datagram, feed, request
from tests.nodes.lab import Lab, ip, route

MINUTES = 60


def narrow(mtu: int = 1400) -> Lab:
    """a -- r -- s -- b, with a narrow link in the middle."""
    lab = Lab()
    lab.host("a", "10.0.0.1/24", gateway="10.0.0.254")
    lab.router("r", "10.0.0.254/24", "10.0.1.1/24", routes=[route("10.0.2.0/24", "10.0.1.2")])
    lab.router("s", "10.0.1.2/24", "10.0.2.254/24", routes=[route("10.0.0.0/24", "10.0.1.1")])
    lab.host("b", "10.0.2.1/24", gateway="10.0.2.254")
    lab.link("a", "r:eth0")
    lab.link("r:eth1", "s:eth0", mtu=mtu)
    lab.link("s:eth1", "b")
    return lab


def test_second_ping_with_df_fails_at_home() -> None:
    """RFC 1191 3: the host MUST reduce its estimate; Linux then says so without sending anything."""
    lab = narrow()
    assert lab.run("a", "ping -c 3 -M do -s 1450 10.0.2.1")[:4] == [
        "PING 10.0.2.1 (10.0.2.1) 1450(1478) bytes of data.",
        "From 10.0.0.254 icmp_seq=1 Frag needed and DF set (mtu = 1400)",
        "ping: local error: message too long, mtu=1400",
        "ping: local error: message too long, mtu=1400",
    ]
    assert [len(each) for each in lab.datagrams("a")] == [1478]


def test_longest_that_fits_the_path_arrives_whole() -> None:
    lab = narrow()
    lab.run("a", "ping -c 1 -M do -s 1450 10.0.2.1")
    assert "1 received" in lab.run("a", "ping -c 1 -M do -s 1372 10.0.2.1")[4]
    assert lab.datagrams("a")[-1].total_length == 1400


def test_sender_cuts_to_the_path_where_it_may() -> None:
    """RFC 1191 3 with RFC 791 3.2: 1,478 octets as 20 + 1376 and 20 + 82; no router has to cut."""
    lab = narrow()
    lab.run("a", "ping -c 1 -M do -s 1450 10.0.2.1")
    lab.run("a", "ping -c 1 -s 1450 10.0.2.1")
    assert [len(each) for each in lab.datagrams("a")][1:] == [1396, 102]
    assert [len(each) for each in lab.datagrams("r", "eth1")][:2] == [1396, 102]


def test_path_of_one_destination_says_nothing_of_another() -> None:
    lab = narrow()
    lab.run("a", "ping -c 1 -M do -s 1450 10.0.2.1")
    assert "1 received" in lab.run("a", "ping -c 1 -M do -s 1450 10.0.0.254")[4]
    assert list(lab.table("a", "pmtu")) == [ip("10.0.2.1")]


def test_after_ten_minutes_the_full_length_is_tried_again() -> None:
    """RFC 1191 6.3; by then the link could have become wider, and here it has not."""
    lab = narrow()
    lab.run("a", "ping -c 1 -M do -s 1450 10.0.2.1", 9 * MINUTES)
    assert lab.run("a", "ping -c 1 -M do -s 1450 10.0.2.1")[1].startswith("ping: local error")
    lab.wait(1)
    assert lab.table("a", "pmtu") == {}
    assert lab.run("a", "ping -c 1 -M do -s 1450 10.0.2.1")[1].startswith("From 10.0.0.254")


def test_router_forwards_by_its_link_whatever_it_was_told_for_itself() -> None:
    """RFC 1191 is for senders: a router's own estimate changes nothing for what it passes on."""
    lab = narrow(1400)
    lab.run("r", "ping -c 1 10.0.1.2")
    asked = datagram("10.0.1.1", "10.0.2.1", 17, bytes(1380))
    feed(lab, "r:eth1", datagram("10.0.1.2", "10.0.1.1", 1, Icmp(3, 4, 600, wire.encode(asked)[:548])))
    assert lab.table("r", "pmtu")[ip("10.0.2.1")].mtu == 600
    before = len(lab.datagrams("r", "eth1"))
    lab.run("a", "ping -c 1 -s 1300 10.0.2.1")
    assert len(lab.datagrams("r", "eth1")[before]) == 1328


def test_nobody_is_told_of_the_path_of_what_others_sent() -> None:
    """RFC 1122 3.2.2: an error counts for the one that sent what it quotes."""
    lab = narrow()
    alien = request("10.0.0.99", "10.0.2.1")
    feed(lab, "a", datagram("10.0.0.254", "10.0.0.1", 1, Icmp(3, 4, 600, wire.encode(alien))))
    assert lab.table("a", "pmtu") == {}
    assert "pmtu.reduced" not in lab.rules(Kind.ROW_ADDED, "a")


def test_host_left_to_itself_discovers_the_path_and_then_cuts() -> None:
    """RFC 1191 3; Linux: the first with DF in one piece, the second without DF as 1396 and 102 octets."""
    lab = narrow()
    printed = lab.run("a", "ping -c 2 -M want -s 1450 10.0.2.1")
    assert printed[1] == "From 10.0.0.254 icmp_seq=1 Frag needed and DF set (mtu = 1400)"
    assert printed[2].startswith("1458 bytes from 10.0.2.1: icmp_seq=2 ttl=62 ")
    sent = [(len(each), each.dont_fragment) for each in lab.datagrams("a")]
    assert sent == [(1478, True), (1396, False), (102, False)]
