"""UDP between hosts (RFC 768, RFC 1122 4.1): what reaches which socket, what is lost, and who is told."""

import errno
from typing import Any

import pytest

from sim.assembly.ip_node import IpNode
from sim.ip.ipv4 import codec as wire
from sim.trace.records import NO_CAUSE, Kind
from sim.transport.sockets import options as names
from sim.transport.sockets.readiness import ERR, IN, OUT
from sim.transport.sockets.rows import Address
from sim.transport.sockets.settings import UdpSettings
from sim.transport.sockets.socket import Socket
from sim.transport.udp.pdu import Udp
from tests.nodes.endpoints import error_of, raw, udp
from tests.nodes.lab import Lab, ip, route

FAR = (ip("10.0.2.1"), 7)


def two_hosts(**settings: Any) -> Lab:
    lab = Lab()
    lab.host("a", "10.0.0.1/24", **settings)
    lab.host("b", "10.0.0.2/24", **settings)
    lab.link("a", "b")
    lab.net.start()
    return lab


def routed(mtu: int = 1500) -> Lab:
    """Two hosts with a router between; ``mtu`` is that of the link behind it."""
    lab = Lab()
    lab.host("a", "10.0.1.1/24", "10.0.1.254")
    lab.host("b", "10.0.2.1/24", "10.0.2.254")
    lab.router("r", "10.0.1.254/24", "10.0.2.254/24")
    lab.link("a", "r:eth0")
    lab.link("r:eth1", "b", mtu=mtu)
    lab.net.start()
    return lab


def node(lab: Lab, name: str) -> IpNode:
    found = lab.net.nodes[name]
    assert isinstance(found, IpNode)
    return found


def refusal(socket: Socket, address: Address, data: bytes = b"x") -> str:
    """The error that sending raises."""
    try:
        socket.sendto(data, address, cause=NO_CAUSE)
    except OSError as refused:
        return errno.errorcode[refused.errno or 0]
    return ""


def test_a_datagram_for_a_port_without_listener_is_answered_and_only_a_connected_socket_is_told() -> None:
    lab = two_hosts()
    connected, unconnected = udp(node(lab, "a")), udp(node(lab, "a"))
    connected.connect((ip("10.0.0.2"), 9), cause=NO_CAUSE)
    connected.send(b"x", cause=NO_CAUSE)
    unconnected.sendto(b"x", (ip("10.0.0.2"), 9), cause=NO_CAUSE)
    lab.wait(1)
    assert lab.icmps("b") == [(3, 3), (3, 3)]
    assert (unconnected.events(), error_of(unconnected)) == (OUT, 0)
    assert connected.events() == OUT | ERR
    with pytest.raises(ConnectionRefusedError):
        connected.recv(10, cause=NO_CAUSE)
    assert lab.rules(Kind.DECISION, "a").count("udp.error-unheard") == 1


def test_what_the_receive_buffer_cannot_hold_is_dropped_and_the_rest_stays_in_order() -> None:
    lab = two_hosts(udp=UdpSettings(receive_buffer=3 * 128))
    server, client = udp(node(lab, "b"), 7), udp(node(lab, "a"))
    for number in range(5):
        client.sendto(bytes([number]) * 100, (ip("10.0.0.2"), 7), cause=NO_CAUSE)
    lab.wait(1)
    assert lab.rules(Kind.PACKET_DROPPED, "b") == ["socket.buffer-full"] * 2
    assert [server.recv(100, cause=NO_CAUSE)[0] for _ in range(3)] == [0, 1, 2]
    client.sendto(b"room again", (ip("10.0.0.2"), 7), cause=NO_CAUSE)
    lab.wait(1)
    assert server.recv(100, cause=NO_CAUSE) == b"room again"
    assert lab.icmps("b") == []


def test_a_watcher_is_told_of_each_datagram_with_the_record_of_its_arrival() -> None:
    lab = two_hosts()
    server, client = udp(node(lab, "b"), 7), udp(node(lab, "a"))
    told: list[tuple[int, str]] = []
    server.watch(lambda _, events, cause: told.append((events, lab.trace[cause].why.rule.id)))
    for _ in range(2):
        client.sendto(b"x", (ip("10.0.0.2"), 7), cause=NO_CAUSE)
    lab.wait(1)
    assert told == [(IN | OUT, "udp.received")] * 2


def test_a_broadcast_reaches_everyone_on_the_link_the_sender_too() -> None:
    lab = Lab()
    for number, name in enumerate("abc", 1):
        lab.host(name, f"10.0.0.{number}/24")
    lab.switch("sw")
    lab.star("sw", "a", "b", "c")
    lab.net.start()
    listeners = [udp(node(lab, name), 5000) for name in "abc"]
    bound = udp(node(lab, "b"), 0)
    bound.bind((ip("10.0.0.2"), 5001), cause=NO_CAUSE)
    sender = udp(node(lab, "a"))
    for target in ("10.0.0.255", "255.255.255.255"):
        assert refusal(sender, (ip(target), 5000)) == "EACCES"
    sender.set_option(names.SOL_SOCKET, names.SO_BROADCAST, 1, cause=NO_CAUSE)
    sender.sendto(b"all", (ip("10.0.0.255"), 5000), cause=NO_CAUSE)
    sender.sendto(b"all", (ip("255.255.255.255"), 5001), cause=NO_CAUSE)
    lab.wait(1)
    assert [listener.recvfrom(10, cause=NO_CAUSE).data for listener in listeners] == [b"all"] * 3
    # A socket that is bound to one address of the host is not meant (Linux), and no error answers a broadcast.
    assert bound.events() == OUT
    assert lab.icmps() == []


def test_a_checksum_is_left_out_where_the_program_asks_for_that() -> None:
    lab = two_hosts()
    client = udp(node(lab, "a"))
    client.set_option(names.SOL_SOCKET, names.SO_NO_CHECK, 1, cause=NO_CAUSE)
    client.sendto(b"x", (ip("10.0.0.2"), 7), cause=NO_CAUSE)
    lab.wait(1)
    octets = wire.encode(lab.datagrams("a")[0])
    assert octets[26:28] == b"\0\0"


def test_time_to_live_and_fragmentation_are_the_programs_choice() -> None:
    lab = routed(mtu=600)
    client = udp(node(lab, "a"))
    client.set_option(names.IPPROTO_IP, names.IP_TTL, 9, cause=NO_CAUSE)
    client.sendto(bytes(1000), FAR, cause=NO_CAUSE)
    lab.wait(1)
    # By default the first one has DF, and the router tells that its next link takes 600 octets; the second is cut.
    assert lab.icmps("r") == [(3, 4)]
    client.sendto(bytes(1000), FAR, cause=NO_CAUSE)
    client.set_option(names.IPPROTO_IP, names.IP_MTU_DISCOVER, names.IP_PMTUDISC_DO, cause=NO_CAUSE)
    assert refusal(client, FAR, bytes(1000)) == "EMSGSIZE"
    client.connect(FAR, cause=NO_CAUSE)
    assert client.get_option(names.IPPROTO_IP, names.IP_MTU, cause=NO_CAUSE) == 600
    client.set_option(names.IPPROTO_IP, names.IP_MTU_DISCOVER, names.IP_PMTUDISC_DONT, cause=NO_CAUSE)
    client.send(b"short", cause=NO_CAUSE)
    lab.wait(1)
    sent = [each for each in lab.datagrams("a") if each.protocol == 17]
    assert {each.ttl for each in sent} == {9}
    assert [each.dont_fragment for each in sent] == [True, False, False, False]
    assert [each.is_fragment for each in sent] == [False, True, True, False]


def test_a_host_without_a_way_refuses_as_linux_does() -> None:
    lab = Lab()
    kinds = [route(f"10.9.{n}.0/24", kind=kind) for n, kind in enumerate(("blackhole", "unreachable", "prohibit"))]
    lab.host("a", "10.0.0.1/24", routes=kinds)
    lab.host("b", "10.0.0.2/24")
    lab.link("a", "b")
    lab.net.start()
    client = udp(node(lab, "a"))
    assert refusal(client, (ip("203.0.113.1"), 7)) == "ENETUNREACH"
    assert refusal(client, (ip("10.9.0.1"), 7)) == "EINVAL"
    assert refusal(client, (ip("10.9.1.1"), 7)) == "EHOSTUNREACH"
    assert refusal(client, (ip("10.9.2.1"), 7)) == "EACCES"
    with pytest.raises(OSError, match="Network is unreachable"):
        client.connect((ip("203.0.113.1"), 7), cause=NO_CAUSE)
    client.sendto(b"x", (ip("10.0.0.2"), 7), cause=NO_CAUSE)


def test_an_error_that_may_pass_is_not_told() -> None:
    lab = routed()
    client = udp(node(lab, "a"))
    client.connect((ip("10.0.2.77"), 7), cause=NO_CAUSE)
    client.send(b"nobody has this address", cause=NO_CAUSE)
    lab.wait(10)
    assert lab.icmps("r") == [(3, 1)]
    assert (client.events(), error_of(client)) == (OUT, 0)
    assert "udp.error-may-pass" in lab.rules(Kind.DECISION, "a")


def test_ephemeral_ports_count_up_and_can_run_out() -> None:
    lab = two_hosts(first_ephemeral_port=65534)
    first, second, third = (udp(node(lab, "a")) for _ in range(3))
    first.bind((ip("0.0.0.0"), 0), cause=NO_CAUSE)
    second.sendto(b"x", (ip("10.0.0.2"), 7), cause=NO_CAUSE)
    assert (first.getsockname()[1], second.getsockname()[1]) == (65534, 65535)
    with pytest.raises(BlockingIOError):
        third.sendto(b"x", (ip("10.0.0.2"), 7), cause=NO_CAUSE)
    with pytest.raises(OSError, match="Address already in use"):
        third.bind((ip("0.0.0.0"), 0), cause=NO_CAUSE)
    first.close(cause=NO_CAUSE)
    third.bind((ip("0.0.0.0"), 0), cause=NO_CAUSE)
    assert third.getsockname()[1] == 65534


def test_a_raw_socket_hears_icmp_with_its_ip_header_and_ping_hears_it_too() -> None:
    lab = two_hosts()
    listening, asking = raw(node(lab, "a"), 1), raw(node(lab, "a"), 1)
    printed = lab.run("a", "ping -c 1 10.0.0.2")
    assert "1 packets transmitted, 1 received, 0% packet loss, time 0ms" in printed
    heard = listening.recvfrom(2000, cause=NO_CAUSE)
    assert heard.address == (ip("10.0.0.2"), 0)
    assert (heard.data[0], heard.data[9], heard.data[20:22]) == (0x45, 1, b"\0\0")
    # An echo request made by the program: identifier 0x1234, sequence 1; RFC 792's checksum by hand.
    request = bytes.fromhex("0800 e5ca 1234 0001")
    asking.sendto(request, (ip("10.0.0.2"), 0), cause=NO_CAUSE)
    lab.wait(1)
    asking.recv(2000, cause=NO_CAUSE)
    reply = asking.recv(2000, cause=NO_CAUSE)
    assert reply[20:] == bytes.fromhex("0000 edca 1234 0001")


def test_a_raw_socket_gets_what_no_protocol_of_the_host_understands() -> None:
    lab = two_hosts()
    ours, theirs = raw(node(lab, "a"), 253), raw(node(lab, "b"), 253)
    ours.sendto(b"experiment", (ip("10.0.0.2"), 0), cause=NO_CAUSE)
    lab.wait(1)
    assert theirs.recv(2000, cause=NO_CAUSE)[20:] == b"experiment"
    assert lab.icmps("b") == []
    theirs.close(cause=NO_CAUSE)
    ours.sendto(b"experiment", (ip("10.0.0.2"), 0), cause=NO_CAUSE)
    lab.wait(1)
    assert lab.icmps("b") == [(3, 2)]


def test_traceroute_has_a_socket_as_long_as_it_runs() -> None:
    lab = routed()
    lab.at(1_000_000, "a", "traceroute -w 1 10.0.2.77")
    lab.wait(0.5)
    assert lab.run("a", "ss -uan", 0) == [
        "State  Recv-Q Send-Q Local Address:Port  Peer Address:Port",
        "UNCONN 0      0            0.0.0.0:49152      0.0.0.0:*",
    ]
    lab.wait(100)
    assert lab.table("a", "socket") == {}


def test_a_socket_sends_from_the_address_that_it_is_bound_to() -> None:
    lab = Lab()
    lab.host("a", ("10.0.0.1/24", "10.0.0.11/24"))
    lab.host("b", "10.0.0.2/24")
    lab.link("a", "b")
    lab.net.start()
    client, server = udp(node(lab, "a"), 4000, "10.0.0.11"), udp(node(lab, "b"), 7)
    client.sendto(b"x", (ip("10.0.0.2"), 7), cause=NO_CAUSE)
    lab.wait(1)
    assert server.recvfrom(10, cause=NO_CAUSE).address == (ip("10.0.0.11"), 4000)
    message = lab.datagrams("a")[0].payload
    assert isinstance(message, Udp)
    assert message.src_port == 4000
