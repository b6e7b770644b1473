"""Addresses that come and go: a host without any, one that gets an address, loses it, and gets another."""

import pytest

from sim.addresses import ANY, LIMITED_BROADCAST, InterfaceAddress
from sim.assembly.ip_node import IpNode
from sim.device.interface import Interface
from sim.device.loopback import Loop
from sim.ip.contracts import SendOptions
from sim.ip.ipv4.pdu import PROTOCOL_UDP, IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import NO_CAUSE
from sim.transport.sockets.options import AF_INET, SO_BROADCAST, SOCK_DGRAM, SOL_SOCKET
from sim.transport.udp.pdu import Udp
from tests.nodes.lab import Lab, ip
from tests.reasons import BECAUSE


def room() -> tuple[Lab, IpNode, IpNode]:
    lab = Lab()
    new = lab.host("new", ())
    old = lab.host("old", "10.0.0.1/24")
    lab.link("new", "old")
    lab.net.start()
    return lab, new, old


def addresses(lab: Lab, name: str = "new") -> list[str]:
    return [str(each) for each in lab.table(name, "interface")["eth0"].addresses]


def give(node: IpNode, address: str) -> None:
    node.addressing.configure(node.interfaces["eth0"], InterfaceAddress.parse(address), BECAUSE, NO_CAUSE)


def test_a_host_without_an_address_broadcasts_from_none_and_hears_the_answer_to_everyone() -> None:
    lab, new, old = room()
    mine = new.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    mine.bind((ANY, 68), cause=NO_CAUSE)
    mine.set_option(SOL_SOCKET, SO_BROADCAST, 1, cause=NO_CAUSE)
    theirs = old.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    theirs.bind((ANY, 67), cause=NO_CAUSE)
    theirs.set_option(SOL_SOCKET, SO_BROADCAST, 1, cause=NO_CAUSE)
    mine.sendto(b"who am I?", (LIMITED_BROADCAST, 67), cause=NO_CAUSE)
    lab.wait(1)
    message = theirs.recvfrom(100, cause=NO_CAUSE)
    assert (message.data, message.address) == (b"who am I?", (ANY, 68))
    frame = lab.sent("new")[0].what
    assert isinstance(frame, Ethernet)
    assert str(frame.dst) == "ff:ff:ff:ff:ff:ff"
    theirs.sendto(b"10.0.0.7", (LIMITED_BROADCAST, 68), cause=NO_CAUSE)
    lab.wait(1)
    assert mine.recvfrom(100, cause=NO_CAUSE).data == b"10.0.0.7"


def test_a_host_without_an_address_can_reach_nobody_else() -> None:
    _, new, _ = room()
    socket = new.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE)
    with pytest.raises(OSError, match="Network is unreachable"):
        socket.sendto(b"x", (ip("10.0.0.1"), 9), cause=NO_CAUSE)


def test_an_address_is_given_taken_away_and_replaced_while_the_network_runs() -> None:
    lab, new, _ = room()
    assert addresses(lab) == []
    assert lab.table("new", "route") == {}
    give(new, "10.0.0.7/24")
    assert addresses(lab) == ["10.0.0.7/24"]
    assert lab.run("new", "ping -c 1 10.0.0.1")[-2].startswith("1 packets transmitted, 1 received")
    new.addressing.give_up(new.interfaces["eth0"], ip("10.0.0.7"), BECAUSE, NO_CAUSE)
    assert addresses(lab) == []
    assert lab.run("new", "ping -c 1 10.0.0.1")[-1] == "ping: connect: Network is unreachable"
    give(new, "10.0.0.8/24")
    assert addresses(lab) == ["10.0.0.8/24"]
    assert lab.run("old", "ping -c 1 10.0.0.8")[-2].startswith("1 packets transmitted, 1 received")
    assert lab.run("old", "ping -c 1 -W 1 10.0.0.7")[-2].startswith("1 packets transmitted, 0 received")


def test_an_address_that_is_given_is_probed_for_where_the_host_does_that() -> None:
    lab = Lab()
    new = lab.host("new", (), conflict_detection=True)
    lab.host("old", "10.0.0.1/24")
    lab.link("new", "old")
    lab.net.start()
    give(new, "10.0.0.1/24")  # taken
    give(new, "10.0.0.9/24")
    lab.wait(20)
    assert addresses(lab) == ["10.0.0.9/24"]


def test_a_datagram_can_be_bound_to_an_interface_and_to_no_source_at_all() -> None:
    lab = Lab()
    router = lab.router("r1", "10.0.1.254/24", "10.0.2.254/24")
    lab.host("a", "10.0.1.1/24")
    lab.host("b", "10.0.2.1/24")
    lab.link("r1:eth0", "a")
    lab.link("r1:eth1", "b")
    lab.net.start()
    options = SendOptions(source=ANY, interface="eth1")
    trouble = router.ip.send(LIMITED_BROADCAST, PROTOCOL_UDP, Udp(67, 68, b"offer"), BECAUSE, NO_CAUSE, options)
    lab.wait(1)
    assert trouble is None
    assert lab.sent("r1", "eth0") == []
    datagram = lab.sent("r1", "eth1")[0].what.payload  # type: ignore[union-attr]
    assert isinstance(datagram, IPv4)
    assert (str(datagram.src), str(datagram.dst)) == ("0.0.0.0", "255.255.255.255")


def test_an_interface_can_stand_on_nothing_and_still_have_an_address() -> None:
    """A loopback with the router's own address, which answers as long as some way leads there."""
    lab = Lab()
    router = lab.router("r1", "10.0.1.254/24")
    lab.host("a", "10.0.1.1/24", "10.0.1.254")
    lab.link("r1:eth0", "a")
    loopback = Interface(router, "lo0", None, {})
    loopback.stand_on(Loop(router, loopback))
    router.interfaces["lo0"] = loopback
    lab.net.start()
    router.addressing.configure(loopback, InterfaceAddress.parse("1.1.1.1/32"), BECAUSE, NO_CAUSE)
    assert lab.run("a", "ping -c 1 1.1.1.1")[-2].startswith("1 packets transmitted, 1 received")
    assert lab.table("r1", "interface")["lo0"].up
