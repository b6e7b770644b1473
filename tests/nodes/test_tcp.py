"""TCP between hosts, as far as the node has a say: numbers, ports, queues, errors, and what outlives a program."""

import errno
from typing import Any

import pytest

from sim.assembly.ip_node import IpNode
from sim.kernel import SECOND
from sim.link.faults import Deed, TargetedFault
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.world import fold
from sim.transport.sockets import options as names
from sim.transport.sockets.readiness import ERR, HUP, IN, OUT, RDHUP, SHUT_WR
from sim.transport.tcp.machine.rows import CONNECTIONS, Endpoints
from sim.transport.tcp.machine.settings import SIMPLE, TcpSettings
from sim.transport.tcp.pdu import RST
from sim.transport.tcp.socket import TcpSocket
from tests.nodes.endpoints import accept, connect, error_of, listener, segments, states, tcp, told
from tests.nodes.lab import Lab, ip, route

SERVER = "10.0.0.2"
QUICK = TcpSettings(msl=SECOND, fin_wait_2_timeout=5 * SECOND, delayed_ack=0)


def node(lab: Lab, name: str) -> IpNode:
    found = lab.net.nodes[name]
    assert isinstance(found, IpNode)
    return found


def two_hosts(client: TcpSettings = QUICK, server: TcpSettings = QUICK, **more: Any) -> Lab:
    lab = Lab()
    lab.host("a", "10.0.0.1/24", tcp=client, **more)
    lab.host("b", "10.0.0.2/24", tcp=server)
    lab.switch("sw")
    lab.star("sw", "a", "b")
    lab.net.start()
    return lab


def cut_off(lab: Lab) -> None:
    """Pull out the cable of b; a does not notice."""
    lab.net.cut(lab.net.links["b:eth0 -- sw:2"])


def connected(lab: Lab) -> tuple[TcpSocket, TcpSocket]:
    """Both ends of a connection from a to b."""
    listening, client = listener(node(lab, "b")), tcp(node(lab, "a"))
    connect(client, SERVER)
    lab.wait(0.1)
    server = accept(listening)
    listening.close(cause=NO_CAUSE)
    return client, server


def test_handshake_and_close_with_given_numbers() -> None:
    # RFC 9293 3.5, figure 6, and 3.6, figure 12, with the numbers that they begin with.
    lab = two_hosts(SIMPLE._replace(isn=100), SIMPLE._replace(isn=300))
    client, server = connected(lab)
    client.close(cause=NO_CAUSE)
    lab.wait(0.1)
    server.close(cause=NO_CAUSE)
    lab.wait(0.1)
    sent = {name: [told(each) for each in segments(lab, name)] for name in "ab"}
    assert sent["a"] == ["SYN 100 0 0", "ACK 101 301 0", "FIN ACK 101 301 0", "ACK 102 302 0"]
    assert sent["b"] == ["SYN ACK 300 101 0", "ACK 301 102 0", "FIN ACK 301 102 0"]
    assert (states(node(lab, "a")), states(node(lab, "b"))) == (["TIME-WAIT"], [])


def test_the_tables_are_what_the_records_make_of_them() -> None:
    lab = two_hosts()
    client, server = connected(lab)
    client.send(bytes(20_000), cause=NO_CAUSE)
    lab.wait(1)
    server.recv(5000, cause=NO_CAUSE)
    server.close(cause=NO_CAUSE)
    for _ in range(10):
        lab.wait(0.5)
        world = fold(lab.trace, len(lab.trace))
        for name in "ab":
            for table, rows in node(lab, name).tables.items():
                assert world.tables.get((name, table), {}) == rows, (name, table)


def test_nobody_listens_means_a_reset_with_the_number_acknowledged() -> None:
    lab = two_hosts(SIMPLE._replace(isn=100))
    client = tcp(node(lab, "a"))
    connect(client, SERVER)
    lab.wait(1)
    # RFC 9293 3.10.7.1: "<SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>"
    assert [told(each) for each in segments(lab, "b")] == ["RST ACK 0 101 0"]
    assert client.events() == IN | OUT | ERR | HUP | RDHUP
    assert errno.errorcode[error_of(client)] == "ECONNREFUSED"
    assert states(node(lab, "a")) == []


def test_nobody_there_means_that_time_runs_out() -> None:
    lab = two_hosts(QUICK._replace(r1=9, r2_syn=20 * SECOND))
    lab.run("a", "ping -c 1 10.0.0.2", 1)
    cut_off(lab)
    silent, nobody = tcp(node(lab, "a")), tcp(node(lab, "a"))
    connect(silent, SERVER)
    connect(nobody, "10.0.0.77")
    lab.wait(2.9)
    assert (silent.events(), nobody.events()) == (0, 0)
    lab.wait(0.2)
    # Of the second one ARP knows more: three requests, a second apart, and nobody has that address.
    assert (silent.events(), nobody.events()) == (0, IN | OUT | ERR | HUP | RDHUP)
    assert errno.errorcode[error_of(nobody)] == "EHOSTUNREACH"
    lab.wait(60)
    assert errno.errorcode[error_of(silent)] == "ETIMEDOUT"


def test_nobody_there_and_the_rfc_followed_means_that_time_runs_out() -> None:
    """RFC 9293 3.9.2.2, MUST-56."""
    lab = two_hosts(QUICK._replace(r1=9, r2_syn=20 * SECOND, soft_errors_end_connect=False))
    nobody = tcp(node(lab, "a"))
    connect(nobody, "10.0.0.77")
    lab.wait(20)
    assert nobody.events() == 0
    lab.wait(20)
    assert errno.errorcode[error_of(nobody)] == "EHOSTUNREACH"


def test_two_sockets_that_connect_to_each_other_at_once_are_connected() -> None:
    lab = two_hosts()
    a, b = tcp(node(lab, "a"), 5000), tcp(node(lab, "b"), 6000)
    lab.run("a", "ping -c 1 10.0.0.2", 1)
    connect(a, SERVER, 6000)
    connect(b, "10.0.0.1", 5000)
    lab.wait(1)
    # RFC 9293 3.5, figure 7
    assert (states(node(lab, "a")), states(node(lab, "b"))) == (["ESTABLISHED"], ["ESTABLISHED"])
    a.send(b"both", cause=NO_CAUSE)
    lab.wait(1)
    assert b.recv(10, cause=NO_CAUSE) == b"both"


def test_a_full_backlog_drops_the_syn_which_comes_again() -> None:
    lab = two_hosts()
    listening = listener(node(lab, "b"), backlog=1)
    clients = [tcp(node(lab, "a")) for _ in range(3)]
    for client in clients:
        connect(client, SERVER)
    lab.wait(0.5)
    # Linux lets one more wait than it was told.
    assert [client.events() for client in clients] == [OUT, OUT, 0]
    assert lab.rules(Kind.PACKET_DROPPED, "b") == ["tcp.backlog-full"]
    accept(listening)
    lab.wait(1)
    assert clients[2].events() == OUT


def test_a_connection_outlives_its_socket_until_both_ends_are_closed() -> None:
    lab = two_hosts()
    client, server = connected(lab)
    server.send(bytes(5000), cause=NO_CAUSE)
    server.close(cause=NO_CAUSE)
    lab.wait(0.1)
    assert (states(node(lab, "b")), lab.table("b", "socket")) == (["FIN-WAIT-2"], {})
    assert len(client.recv(10_000, cause=NO_CAUSE)) == 5000
    client.close(cause=NO_CAUSE)
    lab.wait(0.1)
    assert (states(node(lab, "a")), states(node(lab, "b"))) == ([], ["TIME-WAIT"])
    lab.wait(2)
    assert states(node(lab, "b")) == []


def test_fin_wait_2_ends_where_the_program_is_gone_but_not_where_it_still_reads() -> None:
    lab = two_hosts()
    client, server = connected(lab)
    client.shutdown(SHUT_WR, cause=NO_CAUSE)
    lab.wait(60)
    assert states(node(lab, "a")) == ["FIN-WAIT-2"]
    client.close(cause=NO_CAUSE)
    lab.wait(6)
    assert states(node(lab, "a")) == []
    # What comes then meets nobody.
    server.send(b"x", cause=NO_CAUSE)
    lab.wait(1)
    assert errno.errorcode[error_of(server)] == "EPIPE"


def test_closing_with_data_unread_resets() -> None:
    # RFC 2525 2.17, RFC 9293 3.6.1
    lab = two_hosts()
    client, server = connected(lab)
    client.send(b"never read", cause=NO_CAUSE)
    lab.wait(0.1)
    server.close(cause=NO_CAUSE)
    lab.wait(0.1)
    assert segments(lab, "b")[-1].flags & RST
    assert (states(node(lab, "a")), states(node(lab, "b"))) == ([], [])
    with pytest.raises(ConnectionResetError):
        client.recv(10, cause=NO_CAUSE)


def test_a_port_in_time_wait_is_held_until_twice_the_msl_is_over() -> None:
    lab = two_hosts()
    client, server = connected(lab)
    server.close(cause=NO_CAUSE)
    lab.wait(0.1)
    client.close(cause=NO_CAUSE)
    lab.wait(1.8)
    again = tcp(node(lab, "b"))
    with pytest.raises(OSError, match="Address already in use"):
        again.bind((ip("0.0.0.0"), 80), cause=NO_CAUSE)
    lab.wait(0.3)
    again.bind((ip("0.0.0.0"), 80), cause=NO_CAUSE)


def test_a_new_syn_ends_time_wait_and_reaches_the_listener() -> None:
    lab = two_hosts(server=QUICK._replace(msl=60 * SECOND))
    listening, client = listener(node(lab, "b")), tcp(node(lab, "a"), 5000)
    connect(client, SERVER)
    lab.wait(0.1)
    server = accept(listening)
    server.close(cause=NO_CAUSE)
    lab.wait(0.1)
    client.close(cause=NO_CAUSE)
    lab.wait(3)
    assert states(node(lab, "b")) == ["LISTEN", "TIME-WAIT"]
    before = segments(lab, "b")[-1].seq
    again = tcp(node(lab, "a"), 5000)
    connect(again, SERVER)
    lab.wait(1)
    assert states(node(lab, "b")) == ["LISTEN", "ESTABLISHED"]
    # RFC 9293 3.6.1: "assigns its initial sequence number for the new connection to be larger than the largest sequence
    # number it used on the previous connection incarnation"
    assert 0 < segments(lab, "b")[-1].seq - before & 0xFFFFFFFF < 1 << 31


def test_ephemeral_ports_run_out() -> None:
    lab = two_hosts(first_ephemeral_port=65535)
    listener(node(lab, "b"))
    connect(tcp(node(lab, "a")), SERVER)
    with pytest.raises(OSError, match="Cannot assign requested address"):
        tcp(node(lab, "a")).connect((ip(SERVER), 80), cause=NO_CAUSE)


def test_segments_get_smaller_where_a_link_on_the_way_takes_less() -> None:
    lab = Lab()
    lab.host("a", "10.0.1.1/24", "10.0.1.254")
    lab.host("b", "10.0.2.1/24", "10.0.2.254")
    lab.router("r1", "10.0.1.254/24", "10.0.9.1/24", routes=[route("10.0.2.0/24", "10.0.9.2")])
    lab.router("r2", "10.0.2.254/24", "10.0.9.2/24", routes=[route("10.0.1.0/24", "10.0.9.1")])
    lab.link("a", "r1:eth0")
    lab.link("r1:eth1", "r2:eth1", mtu=600)
    lab.link("r2:eth0", "b")
    lab.net.start()
    listening, client = listener(node(lab, "b")), tcp(node(lab, "a"))
    connect(client, "10.0.2.1")
    lab.wait(0.1)
    server = accept(listening)
    client.send(bytes(10_000), cause=NO_CAUSE)
    lab.wait(3)
    assert len(server.recv(20_000, cause=NO_CAUSE)) == 10_000
    assert (3, 4) in lab.icmps("r1")
    # 600 less the headers of IP and TCP, and the timestamps that every segment bears
    assert client.get_option(names.IPPROTO_TCP, names.TCP_MAXSEG, cause=NO_CAUSE) == 600 - 20 - 20 - 12
    assert max(len(each) for each in lab.datagrams("r1", "eth1")) == 600


def test_keepalive_finds_out_that_the_other_end_is_gone() -> None:
    lab = two_hosts()
    client, _ = connected(lab)
    client.set_option(names.SOL_SOCKET, names.SO_KEEPALIVE, 1, cause=NO_CAUSE)
    for name, value in ((names.TCP_KEEPIDLE, 10), (names.TCP_KEEPINTVL, 2), (names.TCP_KEEPCNT, 3)):
        client.set_option(names.IPPROTO_TCP, name, value, cause=NO_CAUSE)
    lab.wait(35)
    assert client.events() == OUT
    cut_off(lab)
    lab.wait(30)
    assert errno.errorcode[error_of(client)] == "ETIMEDOUT"


def test_user_timeout_limits_how_long_data_may_go_unacknowledged() -> None:
    lab = two_hosts()
    client, _ = connected(lab)
    client.set_option(names.IPPROTO_TCP, names.TCP_USER_TIMEOUT, 5000, cause=NO_CAUSE)
    cut_off(lab)
    client.send(b"x", cause=NO_CAUSE)
    lab.wait(4)
    assert client.events() == OUT
    lab.wait(10)
    assert errno.errorcode[error_of(client)] == "ETIMEDOUT"


def test_first_numbers_grow_with_time_and_differ_between_connections() -> None:
    lab = two_hosts()
    tcp_layer = node(lab, "a").tcp
    keys = [Endpoints(ip("10.0.0.1"), port, ip(SERVER), 80) for port in (50000, 50001)]
    first = [tcp_layer.isn(key) for key in keys]
    lab.wait(1)
    # RFC 9293 3.4.1: the clock ticks every 4 microseconds or so.
    assert [tcp_layer.isn(key) - before & 0xFFFFFFFF for key, before in zip(keys, first, strict=True)] == [250_000] * 2
    assert first[0] != first[1]
    assert first == [node(two_hosts(), "a").tcp.isn(key) for key in keys]


def test_a_watcher_is_told_when_there_is_room_again_and_not_before() -> None:
    lab = two_hosts(QUICK._replace(send_buffer=9000), QUICK._replace(receive_buffer=9000))
    client, server = connected(lab)
    sent = client.send(bytes(50_000), cause=NO_CAUSE)
    assert sent == 9000
    events: list[int] = []
    client.watch(lambda _, mask, __: events.append(mask))
    lab.wait(0.05)
    assert events[-1:] == [OUT]
    sent += client.send(bytes(50_000), cause=NO_CAUSE)
    lab.wait(1)
    assert not client.events() & OUT
    events.clear()
    while sent:
        sent -= len(server.recv(4000, cause=NO_CAUSE))
        lab.wait(0.5)
    assert events == [OUT] * len(events)
    assert client.events() == OUT


def test_each_connection_of_a_listener_is_known_by_both_ends() -> None:
    lab = two_hosts()
    listening = listener(node(lab, "b"))
    clients = [tcp(node(lab, "a")) for _ in range(3)]
    for client in clients:
        connect(client, SERVER)
    lab.wait(0.1)
    servers = [accept(listening) for _ in clients]
    for number, client in enumerate(clients):
        client.send(f"client {number}".encode(), cause=NO_CAUSE)
    lab.wait(0.1)
    assert [server.recv(100, cause=NO_CAUSE) for server in servers] == [b"client 0", b"client 1", b"client 2"]
    assert [server.getpeername()[1] for server in servers] == [49152, 49153, 49154]
    assert {server.getsockname() for server in servers} == {(ip(SERVER), 80)}
    assert len(lab.table("b", CONNECTIONS)) == 4


def test_data_of_a_lost_segment_comes_in_order_and_once() -> None:
    lab = Lab()
    lab.host("a", "10.0.0.1/24", tcp=QUICK)
    lab.host("b", "10.0.0.2/24", tcp=QUICK)
    full = TargetedFault(Deed.DROP, lambda _, frame: len(frame) > 1400, "the 2nd full segment", 2, 2)
    lab.link("a", "b", targeted=(full,))
    lab.net.start()
    client, server = connected(lab)
    data = bytes(range(256)) * 100
    client.send(data, cause=NO_CAUSE)
    lab.wait(5)
    assert server.recv(100_000, cause=NO_CAUSE) == data


def test_ss_tells_states_and_queues() -> None:
    lab = two_hosts()
    client, server = connected(lab)
    listener(node(lab, "b"), 8080, backlog=128)
    client.send(b"twelve bytes", cause=NO_CAUSE)
    lab.wait(0.1)
    assert lab.run("b", "ss -tan", 0) == [
        "State  Recv-Q Send-Q Local Address:Port Peer Address:Port",
        "LISTEN 0      128          0.0.0.0:8080      0.0.0.0:*",
        "ESTAB  12     0           10.0.0.2:80       10.0.0.1:49152",
    ]
    cut_off(lab)
    server.send(b"lost", cause=NO_CAUSE)
    assert lab.run("b", "netstat -tn", 0) == [
        "Active Internet connections (w/o servers)",
        "Proto Recv-Q Send-Q Local Address           Foreign Address         State",
        "tcp       12      4 10.0.0.2:80             10.0.0.1:49152          ESTABLISHED",
    ]


def test_a_connection_keeps_to_one_of_several_equal_paths_and_connections_share_them() -> None:
    lab = Lab()
    paths = [route("10.0.2.0/24", "10.0.1.251"), route("10.0.2.0/24", "10.0.1.252")]
    lab.host("a", "10.0.1.1/24", routes=paths, tcp=QUICK)
    lab.host("b", "10.0.2.1/24", "10.0.2.251", tcp=QUICK)
    for name, last in (("r1", "251"), ("r2", "252")):
        lab.router(name, f"10.0.1.{last}/24", f"10.0.2.{last}/24")
    for name, ends in (("left", ("a", "r1:eth0", "r2:eth0")), ("right", ("b", "r1:eth1", "r2:eth1"))):
        lab.switch(name)
        lab.star(name, *ends)
    lab.net.start()
    listener(node(lab, "b"), backlog=20)
    clients = [tcp(node(lab, "a")) for _ in range(12)]
    for client in clients:
        connect(client, "10.0.2.1")
    lab.wait(1)
    for client in clients:
        client.send(b"x", cause=NO_CAUSE)
    lab.wait(1)
    by_router = {name: {each.src_port for each in segments(lab, name) if each.dst_port == 80} for name in ("r1", "r2")}
    assert by_router["r1"] | by_router["r2"] == set(range(49152, 49164))
    assert by_router["r1"]
    assert by_router["r2"]
    assert not by_router["r1"] & by_router["r2"]


def test_a_reset_that_cannot_leave_changes_nothing_any_more() -> None:
    lab = two_hosts()
    client, _ = connected(lab)
    cut_off(lab)
    lab.run("a", "ip neigh flush dev eth0", 0.1)
    client.send(b"x", cause=NO_CAUSE)
    lab.wait(3.5)  # nobody answers the ARP requests, so that the reset fails at once
    client.set_option(names.SOL_SOCKET, names.SO_LINGER, names.LINGER.pack(1, 0), cause=NO_CAUSE)
    before = len(lab.trace)
    client.close(cause=NO_CAUSE)
    rules = [record.why.rule.id for record in lab.trace if record.n >= before]
    assert rules[-5:] == ["arp.failed-lately", "tcp.error-about-nothing", *["tcp.abort"] * 3]
