"""Sequences of socket calls on this machine's loopback and on a simulated host's: results, errors and poll masks."""

import socket
import sys
from collections.abc import Callable

import pytest

from tests.nodes.socket_worlds import LinuxWorld, SimulatedWorld, Watched, World

LOOPBACK = "127.0.0.1"
SERVER = (LOOPBACK, "server")
NOBODY = (LOOPBACK, "nobody")
ANYWHERE = ("0.0.0.0", "")
SOL, TCP, IP = socket.SOL_SOCKET, socket.IPPROTO_TCP, socket.IPPROTO_IP
RD, WR, RDWR = socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR

Sequence = Callable[[World], None]
SEQUENCES: list[Sequence] = []


def sequence(function: Sequence) -> Sequence:
    SEQUENCES.append(function)
    return function


@pytest.mark.skipif(sys.platform != "linux", reason="Linux is the measure")
@pytest.mark.parametrize("play", SEQUENCES, ids=lambda play: play.__name__)
def test_calls_come_to_what_they_come_to_on_linux(play: Sequence) -> None:
    simulated, linux = SimulatedWorld(), LinuxWorld()
    try:
        play(linux)
    except PermissionError:
        pytest.skip("raw sockets are the superuser's")
    finally:
        linux.end()
    play(simulated)
    assert simulated.log == linux.log


# UDP


@sequence
def udp_fresh(world: World) -> None:
    s = world.udp()
    s.poll()
    s.name()
    s.peer()
    s.recv()
    s.send(b"x")
    s.listen()
    s.accept()
    s.shutdown(RD)
    s.poll()


@sequence
def udp_to_each_other(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(SERVER)
    client.sendto(b"hello", SERVER)
    world.settle()
    server.poll()
    server.recv(3, peek=True)
    server.recvfrom(3)
    server.poll()
    server.recv()
    client.name()
    client.sendto(b"", SERVER)
    world.settle()
    server.poll()
    server.recvfrom()
    client.connect(SERVER)
    client.name()
    client.peer()
    client.send(b"once more")
    client.sendto(b"and more", SERVER)
    world.settle()
    server.recvfrom()
    server.recvfrom()


@sequence
def udp_nobody_listens(world: World) -> None:
    connected, unconnected = world.udp(), world.udp()
    connected.connect(NOBODY)
    connected.send(b"x")
    unconnected.sendto(b"x", NOBODY)
    world.settle()
    unconnected.poll()
    unconnected.recv()
    unconnected.error()
    connected.poll()
    connected.recv()
    connected.poll()
    connected.recv()
    connected.send(b"x")
    world.settle()
    connected.send(b"x")
    connected.send(b"x")
    world.settle()
    connected.error()
    connected.error()


@sequence
def udp_error_before_data(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(SERVER)
    client.bind((LOOPBACK, "client"))
    client.connect(SERVER)
    server.sendto(b"data", (LOOPBACK, "client"))
    server.close()
    client.send(b"x")
    world.settle()
    client.poll()
    client.recv()
    client.recv()
    client.recv()


@sequence
def udp_addresses_in_use(world: World) -> None:
    first, second, third, fourth = world.udp(), world.udp(), world.udp(), world.udp()
    first.bind(SERVER)
    second.bind(SERVER)
    second.bind(("0.0.0.0", "server"))
    second.bind(("127.0.0.2", "server"))
    second.bind(("127.0.0.2", "other"))
    third.reuse()
    third.bind(SERVER)
    first.reuse()
    third.bind(SERVER)
    fourth.bind(SERVER)
    third.name()
    first.close()
    third.close()
    fourth.bind(SERVER)


@sequence
def udp_the_latest_of_those_that_share_a_port_hears(world: World) -> None:
    first, second, client = world.udp(), world.udp(), world.udp()
    for s in (first, second):
        s.reuse()
        s.bind(SERVER)
    client.sendto(b"who?", SERVER)
    world.settle()
    first.recv()
    second.recv()


@sequence
def udp_which_socket_a_datagram_is_for(world: World) -> None:
    everywhere, here, connected = world.udp(), world.udp(), world.udp()
    client, other = world.udp(), world.udp()
    for s in (everywhere, here, connected):
        s.reuse()
    connected.bind(SERVER)
    client.bind((LOOPBACK, "client"))
    connected.connect((LOOPBACK, "client"))
    everywhere.bind(("0.0.0.0", "server"))
    here.bind(SERVER)
    client.sendto(b"to the connected one", SERVER)
    other.sendto(b"to the address", SERVER)
    other.sendto(b"to any", ("127.0.0.2", "server"))
    world.settle()
    for s in (everywhere, here, connected):
        s.recv()
        s.recv()


@sequence
def udp_a_connected_socket_hears_its_peer_only(world: World) -> None:
    server, client, stranger = world.udp(), world.udp(), world.udp()
    server.bind(SERVER)
    client.bind((LOOPBACK, "client"))
    client.connect(SERVER)
    stranger.connect((LOOPBACK, "client"))
    stranger.send(b"me?")
    server.sendto(b"peer", (LOOPBACK, "client"))
    world.settle()
    client.recvfrom()
    client.recvfrom()
    stranger.recv()


@sequence
def udp_arguments(world: World) -> None:
    s = world.udp()
    s.sendto(b"x", (LOOPBACK, ""))
    s.sendto(bytes(65508), SERVER)
    s.sendto(bytes(65507), SERVER)
    s.bind(("203.0.113.9", "server"))
    s.bind(ANYWHERE)
    s.name()
    s.bind(ANYWHERE)
    s.connect((LOOPBACK, ""))
    s.peer()
    s.shutdown(7)


@sequence
def udp_broadcast_needs_permission(world: World) -> None:
    s = world.udp()
    s.get(SOL, socket.SO_BROADCAST)
    s.sendto(b"x", ("255.255.255.255", "server"))
    s.connect(("255.255.255.255", "server"))
    s.set(SOL, socket.SO_BROADCAST, 17)
    s.get(SOL, socket.SO_BROADCAST)


@sequence
def udp_shut_down(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(SERVER)
    client.connect(SERVER)
    client.shutdown(WR)
    client.poll()
    client.send(b"x")
    client.shutdown(RD)
    client.poll()
    client.shutdown(RDWR)
    client.peer()


@sequence
def udp_to_oneself(world: World) -> None:
    s = world.udp()
    s.bind(("0.0.0.0", "server"))
    s.sendto(b"me", ("0.0.0.0", "server"))
    world.settle()
    s.recvfrom()
    s.connect(SERVER)
    s.name()
    s.send(b"myself")
    world.settle()
    s.recvfrom()


@sequence
def udp_loopback_has_many_addresses(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(("0.0.0.0", "server"))
    client.sendto(b"x", ("127.0.0.9", "server"))
    world.settle()
    server.recvfrom()
    client.connect(("127.0.0.9", "server"))
    client.name()


@sequence
def udp_reconnected(world: World) -> None:
    one, two, client = world.udp(), world.udp(), world.udp()
    one.bind((LOOPBACK, "one"))
    two.bind((LOOPBACK, "two"))
    client.connect((LOOPBACK, "one"))
    client.connect((LOOPBACK, "two"))
    client.send(b"x")
    world.settle()
    one.recv()
    two.recv()
    client.peer()


# Options


@sequence
def options_of_every_socket(world: World) -> None:
    for s in (world.udp(), world.tcp()):
        for name in (socket.SO_REUSEADDR, socket.SO_KEEPALIVE, socket.SO_BROADCAST):
            s.get(SOL, name)
            s.set(SOL, name, 5)
            s.get(SOL, name)
        for name in (socket.SO_TYPE, socket.SO_PROTOCOL, socket.SO_DOMAIN, socket.SO_ACCEPTCONN, socket.SO_ERROR):
            s.get(SOL, name)
            s.set(SOL, name, 1)
        s.get(SOL, socket.SO_LINGER, 8)
        s.get(SOL, 9999)
        s.set(SOL, 9999, 1)
        s.set(SOL, socket.SO_REUSEADDR, b"\1")
        s.set(IP, socket.IP_TTL, 0)
        s.set(IP, socket.IP_TTL, 256)
        s.set(IP, socket.IP_TTL, 7)
        s.get(IP, socket.IP_TTL)
        s.set(IP, socket.IP_TTL, -1)
        s.get(IP, socket.IP_TTL)
        s.get(IP, 10)
        s.set(IP, 10, 2)
        s.get(IP, 10)
        s.set(IP, 10, 99)


@sequence
def options_of_buffers(world: World) -> None:
    for s in (world.udp(), world.tcp()):
        for name in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            for size in (8192, 1, 0, 100_000):
                s.set(SOL, name, size)
                s.get(SOL, name)


@sequence
def options_of_tcp(world: World) -> None:
    s = world.tcp()
    for name in (socket.TCP_NODELAY, socket.TCP_USER_TIMEOUT):
        s.get(TCP, name)
        s.set(TCP, name, 3)
        s.get(TCP, name)
    for name in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT):
        s.get(TCP, name)
        for value in (0, 10, 127, 128, 32767, 32768):
            s.set(TCP, name, value)
        s.get(TCP, name)
    s.get(TCP, socket.TCP_MAXSEG)
    for value in (87, 88, 0, 1000, 32768):
        s.set(TCP, socket.TCP_MAXSEG, value)
    s.get(TCP, socket.TCP_MAXSEG)
    s.set(TCP, socket.TCP_CONGESTION, b"nonesuch")
    s.set(TCP, socket.TCP_CONGESTION, b"reno")
    s.get(TCP, socket.TCP_CONGESTION, 16)
    s.linger(1, 0)
    s.get(SOL, socket.SO_LINGER, 8)
    s.set(SOL, socket.SO_LINGER, 1)
    s.get(TCP, 9999)
    world.udp().get(TCP, socket.TCP_NODELAY)


# TCP: opening


@sequence
def tcp_fresh(world: World) -> None:
    s = world.tcp()
    s.poll()
    s.name()
    s.peer()
    s.recv()
    s.send(b"x")
    s.sendto(b"x", NOBODY)
    s.accept()
    s.shutdown(RD)
    s.poll()
    s.recv()
    s.shutdown(WR)
    s.poll()
    s.error()
    s.bind(ANYWHERE)
    s.bind(ANYWHERE)
    s.poll()


@sequence
def tcp_handshake(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.poll()
    listener.accept()
    listener.listen()
    listener.poll()
    listener.accept()
    listener.name()
    listener.peer()
    listener.recv()
    listener.send(b"x")
    listener.connect(NOBODY)
    listener.bind(SERVER)
    listener.get(SOL, socket.SO_ACCEPTCONN)
    client.connect(SERVER)
    world.settle()
    client.poll()
    client.error()
    client.name()
    client.peer()
    client.connect(SERVER)
    client.connect(SERVER)
    listener.poll()
    server = listener.accept()
    listener.poll()
    server.poll()
    server.name()
    server.peer()
    server.connect(NOBODY)
    server.listen()
    client.listen()
    client.bind(ANYWHERE)
    client.accept()


@sequence
def tcp_refused(world: World) -> None:
    s = world.tcp()
    s.connect(NOBODY)
    world.settle()
    s.poll()
    s.peer()
    s.connect(NOBODY)
    s.poll()
    s.connect(NOBODY)
    world.settle()
    s.error()
    s.poll()
    s.send(b"x")
    s.recv()
    s.connect(NOBODY)
    s.connect(NOBODY)
    world.settle()
    s.recv()
    s.recv()
    s.send(b"x")


@sequence
def tcp_refused_then_sent(world: World) -> None:
    s = world.tcp()
    s.connect(NOBODY)
    world.settle()
    s.send(b"x")
    s.send(b"x")
    s.shutdown(WR)
    s.name()
    s.error()


@sequence
def tcp_refused_then_accepted(world: World) -> None:
    s, listener = world.tcp(), world.tcp()
    s.connect(SERVER)
    world.settle()
    s.connect(SERVER)
    listener.bind(SERVER)
    listener.listen()
    s.connect(SERVER)
    world.settle()
    s.connect(SERVER)
    s.poll()


@sequence
def tcp_addresses(world: World) -> None:
    s = world.tcp()
    s.bind(("203.0.113.9", "server"))
    s.connect(("255.255.255.255", "server"))
    s.connect(("224.0.0.1", "server"))
    s.bind((LOOPBACK, ""))
    s.name()
    s.connect(("0.0.0.0", "nobody"))
    world.settle()
    s.error()


@sequence
def tcp_connect_to_any_means_oneself(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(("0.0.0.0", "server"))
    listener.listen()
    client.connect(("0.0.0.0", "server"))
    world.settle()
    client.name()
    client.peer()
    listener.accept().name()


@sequence
def tcp_listen_without_bind(world: World) -> None:
    s = world.tcp()
    s.listen()
    s.name()
    s.poll()
    s.listen(1)


@sequence
def tcp_addresses_in_use(world: World) -> None:
    first, second, third = world.tcp(), world.tcp(), world.tcp()
    first.bind(SERVER)
    second.bind(SERVER)
    second.reuse()
    second.bind(SERVER)
    first.reuse()
    second.bind(SERVER)
    first.listen()
    second.listen()
    third.reuse()
    third.bind(SERVER)
    third.bind(("127.0.0.2", "server"))
    third.listen()
    first.close()
    second.listen()


@sequence
def tcp_address_of_a_connection_in_use(world: World) -> None:
    client, server, listener = world.pair()
    listener.close()
    again, reusing = world.tcp(), world.tcp()
    again.bind(SERVER)
    reusing.reuse()
    reusing.bind(SERVER)
    client.close()
    world.settle()
    server.close()
    world.settle()
    again.bind(SERVER)


@sequence
def tcp_time_wait_holds_the_port(world: World) -> None:
    client, server, listener = world.pair()
    server.close()
    world.settle()
    client.close()
    listener.close()
    world.settle()
    again, reusing = world.tcp(), world.tcp()
    again.bind(SERVER)
    reusing.reuse()
    reusing.bind(SERVER)


@sequence
def tcp_time_wait_lets_those_reuse_who_did_before(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.reuse()
    listener.bind(SERVER)
    listener.listen()
    client.connect(SERVER)
    world.settle()
    server = listener.accept()
    server.close()
    world.settle()
    client.close()
    listener.close()
    world.settle()
    again, reusing = world.tcp(), world.tcp()
    again.bind(SERVER)
    reusing.reuse()
    reusing.bind(SERVER)
    reusing.listen()


@sequence
def tcp_same_four_tuple_twice(world: World) -> None:
    client, _, _ = world.pair()
    client.name()
    again = world.tcp()
    again.reuse()
    again.bind((LOOPBACK, "ephemeral 1"))
    again.connect(SERVER)


@sequence
def tcp_to_itself(world: World) -> None:
    s = world.tcp()
    s.bind((LOOPBACK, "self"))
    s.connect((LOOPBACK, "self"))
    world.settle()
    s.poll()
    s.connect((LOOPBACK, "self"))
    s.peer()
    s.send(b"echo")
    world.settle()
    s.recv()


@sequence
def tcp_backlog(world: World) -> None:
    listener = world.tcp()
    listener.bind(SERVER)
    listener.listen(1)
    clients = [world.tcp() for _ in range(4)]
    for client in clients:
        client.connect(SERVER)
        world.settle()
        client.poll()
    listener.accept()
    listener.accept()
    listener.poll()


@sequence
def tcp_children_inherit(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.reuse()
    listener.set(SOL, socket.SO_KEEPALIVE, 1)
    listener.set(TCP, socket.TCP_NODELAY, 1)
    listener.set(IP, socket.IP_TTL, 9)
    listener.set(SOL, socket.SO_RCVBUF, 8192)
    listener.linger(1, 3)
    listener.bind(SERVER)
    listener.listen()
    client.connect(SERVER)
    world.settle()
    server = listener.accept()
    server.get(SOL, socket.SO_REUSEADDR)
    server.get(SOL, socket.SO_KEEPALIVE)
    server.get(TCP, socket.TCP_NODELAY)
    server.get(IP, socket.IP_TTL)
    server.get(SOL, socket.SO_RCVBUF)
    server.get(SOL, socket.SO_LINGER, 8)
    server.get(SOL, socket.SO_ACCEPTCONN)


@sequence
def tcp_listener_closed_with_connections_waiting(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    client.connect(SERVER)
    world.settle()
    client.send(b"x")
    listener.close()
    world.settle()
    client.poll()
    client.recv()
    client.recv()
    client.send(b"x")


@sequence
def tcp_listener_shut_down(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    listener.shutdown(WR)
    listener.poll()
    listener.shutdown(RD)
    listener.poll()
    listener.accept()
    listener.name()
    client.connect(SERVER)
    world.settle()
    client.error()
    listener.listen()
    listener.poll()


# TCP: sending, receiving


@sequence
def tcp_data(world: World) -> None:
    client, server, _ = world.pair()
    client.poll()
    server.recv()
    client.send(b"hello")
    client.send(b" world")
    world.settle()
    server.poll()
    server.recv(3, peek=True)
    server.recv(3)
    server.recv()
    server.poll()
    server.recv()
    server.send(b"")
    server.sendto(b"address passed over", NOBODY)
    world.settle()
    client.recv()


@sequence
def tcp_half_close(world: World) -> None:
    client, server, _ = world.pair()
    client.send(b"request")
    client.shutdown(WR)
    client.poll()
    client.send(b"more")
    world.settle()
    server.poll()
    server.recv()
    server.recv()
    server.poll()
    server.send(b"answer")
    world.settle()
    client.poll()
    client.recv()
    client.recv()
    client.shutdown(WR)
    server.close()
    world.settle()
    client.poll()
    client.recv()
    client.peer()
    client.send(b"x")
    client.shutdown(RDWR)
    client.name()


@sequence
def tcp_closed_by_the_other_end(world: World) -> None:
    client, server, _ = world.pair()
    server.send(b"last words")
    server.close()
    world.settle()
    client.poll()
    client.recv(4)
    client.poll()
    client.recv()
    client.recv()
    client.recv()
    client.poll()
    client.error()
    client.peer()
    client.send(b"x")
    world.settle()
    client.poll()
    client.send(b"x")
    client.send(b"x")
    client.recv()
    client.poll()


@sequence
def tcp_written_after_close(world: World) -> None:
    client, server, _ = world.pair()
    server.close()
    world.settle()
    client.send(b"one")
    world.settle()
    client.error()
    client.poll()
    client.send(b"two")
    client.recv()
    client.shutdown(WR)
    client.peer()


@sequence
def tcp_closed_with_data_unread(world: World) -> None:
    client, server, _ = world.pair()
    client.send(b"never read")
    world.settle()
    server.close()
    world.settle()
    client.poll()
    client.recv()
    client.recv()
    client.send(b"x")
    client.poll()
    client.peer()


@sequence
def tcp_data_then_reset(world: World) -> None:
    client, server, _ = world.pair()
    server.send(b"data before the reset")
    world.settle()
    server.linger(1, 0)
    server.close()
    world.settle()
    client.poll()
    client.recv(4)
    client.send(b"x")
    client.recv()
    client.recv()
    client.recv()


@sequence
def tcp_reset_seen_by_send(world: World) -> None:
    client, server, _ = world.pair()
    server.linger(1, 0)
    server.close()
    world.settle()
    client.send(b"x")
    client.send(b"x")
    client.recv()
    client.error()
    client.connect(SERVER)
    client.listen()


@sequence
def tcp_reset_seen_by_error(world: World) -> None:
    client, server, _ = world.pair()
    server.linger(1, 0)
    server.close()
    world.settle()
    client.error()
    client.error()
    client.poll()
    client.recv()
    client.shutdown(RD)


@sequence
def tcp_shut_down_for_reading(world: World) -> None:
    client, server, _ = world.pair()
    client.shutdown(RD)
    client.poll()
    client.recv()
    server.send(b"still comes")
    world.settle()
    client.poll()
    client.recv()
    client.recv()
    server.poll()
    client.shutdown(RD)


@sequence
def tcp_shut_down_both_ways(world: World) -> None:
    client, server, _ = world.pair()
    client.shutdown(RDWR)
    client.poll()
    client.send(b"x")
    client.recv()
    client.peer()
    world.settle()
    server.poll()
    server.shutdown(RDWR)
    server.poll()
    world.settle()
    server.poll()
    client.poll()
    server.shutdown(RD)


@sequence
def tcp_both_close_at_once(world: World) -> None:
    client, server, _ = world.pair()
    client.shutdown(WR)
    server.shutdown(WR)
    world.settle()
    client.poll()
    server.poll()
    client.recv()
    server.recv()


@sequence
def tcp_shutdown_arguments(world: World) -> None:
    client, _, _ = world.pair()
    client.shutdown(3)
    client.shutdown(-1)
    client.shutdown(RDWR)
    client.shutdown(WR)


@sequence
def tcp_nothing_is_lost_when_buffers_are_full(world: World) -> None:
    client, server, _ = world.pair()
    sent = client.fill()
    world.settle()
    sent += client.fill()
    client.poll()
    client.send(b"x")
    got = 0
    for _ in range(40):
        got += server.drain()
        world.settle()
        if got == sent:
            break
    world.log.append(f"all of it arrived: {got == sent}, more than 64 KiB: {sent > 65536}")
    client.poll()


@sequence
def tcp_end_of_stream_comes_after_the_data(world: World) -> None:
    client, server, _ = world.pair()
    client.send(bytes(30_000))
    client.close()
    world.settle()
    server.poll()
    world.log.append(f"{server.drain()} octets")
    server.recv()
    server.poll()


@sequence
def tcp_reset_before_accept(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    client.connect(SERVER)
    world.settle()
    client.send(b"data first")
    world.settle()
    client.linger(1, 0)
    client.close()
    world.settle()
    listener.poll()
    server = listener.accept()
    server.poll()
    server.peer()
    server.recv(4)
    server.recv()
    server.recv()
    server.recv()


@sequence
def tcp_closed_before_accept(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    client.connect(SERVER)
    world.settle()
    client.send(b"all there is")
    client.close()
    world.settle()
    server = listener.accept()
    server.poll()
    server.recv()
    server.recv()
    server.recv(peek=True)
    server.send(b"too late")
    world.settle()
    server.poll()
    server.error()


@sequence
def tcp_reuse_is_asked_when_somebody_binds(world: World) -> None:
    first, second, third = world.tcp(), world.tcp(), world.tcp()
    first.bind(SERVER)
    second.reuse()
    second.bind(("0.0.0.0", "server"))
    first.reuse()
    second.bind(("0.0.0.0", "server"))
    first.set(SOL, socket.SO_REUSEADDR, 0)
    third.reuse()
    third.bind(SERVER)
    second.listen()
    first.listen()


@sequence
def tcp_listeners_at_several_addresses(world: World) -> None:
    one, two, client = world.tcp(), world.tcp(), world.tcp()
    one.bind(("127.0.0.2", "server"))
    one.listen()
    two.bind(("127.0.0.3", "server"))
    two.listen()
    client.connect(SERVER)
    world.settle()
    client.error()
    again = world.tcp()
    again.connect(("127.0.0.3", "server"))
    world.settle()
    one.accept()
    two.accept().name()
    again.name()


@sequence
def tcp_listener_at_any_and_at_one_address(world: World) -> None:
    anywhere, here, client = world.tcp(), world.tcp(), world.tcp()
    for s in (anywhere, here):
        s.reuse()
    anywhere.bind(("0.0.0.0", "server"))
    here.bind(SERVER)
    anywhere.listen()
    here.listen()
    client.connect(SERVER)
    world.settle()
    here.poll()
    anywhere.poll()


@sequence
def tcp_bound_client(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    client.bind(("0.0.0.0", "client"))
    client.name()
    client.connect(SERVER)
    client.name()
    world.settle()
    client.name()
    listener.accept().peer()
    client.bind(("0.0.0.0", "client"))


@sequence
def tcp_client_bound_to_another_address(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    client.bind(("127.0.0.5", "client"))
    client.connect(SERVER)
    world.settle()
    client.name()
    listener.accept().peer()


@sequence
def tcp_peek_at_the_end(world: World) -> None:
    client, server, _ = world.pair()
    server.send(b"abc")
    server.shutdown(WR)
    world.settle()
    client.recv(2, peek=True)
    client.recv(peek=True)
    client.recv()
    client.recv(peek=True)
    client.recv()
    client.poll()


@sequence
def tcp_orphan_delivers_all(world: World) -> None:
    client, server, _ = world.pair()
    sent = client.fill()
    client.close()
    got = 0
    for _ in range(60):
        got += server.drain()
        world.settle()
        if got == sent:
            break
    world.log.append(f"all of it arrived: {got == sent}")
    server.recv()
    server.poll()


@sequence
def tcp_writable_again_when_the_peer_has_read(world: World) -> None:
    client, server, _ = world.pair()
    client.fill()
    world.settle()
    client.fill()
    client.poll()
    for _ in range(20):
        server.drain()
        world.settle()
    client.poll()
    client.send(b"x")


@sequence
def tcp_shut_down_while_data_is_under_way(world: World) -> None:
    client, server, _ = world.pair()
    client.send(bytes(50_000))
    client.shutdown(WR)
    server.send(b"meanwhile")
    world.settle()
    world.log.append(f"{server.drain()} octets")
    server.recv()
    server.shutdown(WR)
    world.settle()
    client.recv()
    client.recv()
    client.poll()
    server.poll()


@sequence
def tcp_half_closed_then_closed(world: World) -> None:
    client, server, _ = world.pair()
    client.shutdown(WR)
    world.settle()
    server.send(b"one")
    server.send(b"two")
    world.settle()
    client.recv()
    server.close()
    world.settle()
    client.recv()
    client.error()


@sequence
def tcp_reset_after_shutdown(world: World) -> None:
    client, server, _ = world.pair()
    client.shutdown(WR)
    world.settle()
    server.linger(1, 0)
    server.close()
    world.settle()
    client.poll()
    client.recv()
    client.recv()


@sequence
def tcp_reset_after_fin(world: World) -> None:
    client, server, _ = world.pair()
    server.shutdown(WR)
    world.settle()
    server.linger(1, 0)
    server.close()
    world.settle()
    client.poll()
    client.recv()
    client.error()
    client.send(b"x")
    client.send(b"x")


@sequence
def tcp_options_of_a_connection(world: World) -> None:
    client, server, _ = world.pair()
    client.get(TCP, socket.TCP_NODELAY)
    client.set(TCP, socket.TCP_NODELAY, 1)
    client.send(b"x")
    client.send(b"y")
    client.set(TCP, socket.TCP_KEEPIDLE, 5)
    client.set(SOL, socket.SO_KEEPALIVE, 1)
    client.get(TCP, socket.TCP_KEEPIDLE)
    client.set(SOL, socket.SO_KEEPALIVE, 0)
    client.set(TCP, socket.TCP_CONGESTION, b"reno")
    client.set(IP, socket.IP_TTL, 3)
    world.settle()
    server.recv()
    client.get(SOL, socket.SO_ACCEPTCONN)
    client.get(SOL, socket.SO_TYPE)


@sequence
def tcp_shutdown_before_the_answer_is_asked_for(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    client.connect(SERVER)
    world.settle()
    client.shutdown(WR)
    client.poll()
    client.connect(SERVER)
    world.settle()
    listener.accept().recv()


@sequence
def tcp_listen_again_with_another_backlog(world: World) -> None:
    listener = world.tcp()
    listener.bind(SERVER)
    listener.listen(0)
    clients = [world.tcp() for _ in range(3)]
    for client in clients:
        client.connect(SERVER)
        world.settle()
    for client in clients:
        client.poll()
    listener.listen(10)
    late = world.tcp()
    late.connect(SERVER)
    world.settle()
    late.poll()


@sequence
def tcp_sendto_passes_over_the_address(world: World) -> None:
    client, server, _ = world.pair()
    client.sendto(b"as with send", NOBODY)
    world.settle()
    server.recv(4)
    server.recv()


@sequence
def udp_connect_and_bind(world: World) -> None:
    s = world.udp()
    s.connect(NOBODY)
    s.bind(SERVER)
    s.poll()
    again = world.udp()
    again.bind(("127.0.0.5", "client"))
    again.connect(SERVER)
    again.name()
    again.sendto(b"x", ("127.0.0.6", "nobody"))
    world.settle()
    again.poll()


@sequence
def udp_many_wait(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(SERVER)
    client.connect(SERVER)
    for number in range(20):
        client.send(bytes([number]) * number)
    world.settle()
    for _ in range(21):
        server.recv(12)


@sequence
def udp_error_is_told_once_by_whoever_asks(world: World) -> None:
    s = world.udp()
    s.connect(NOBODY)
    for ask in (s.recv, s.error, lambda: s.send(b"y"), s.recvfrom):
        s.send(b"x")
        world.settle()
        ask()
        s.error()
    s.peer()
    s.send(b"x")
    world.settle()
    s.connect(SERVER)
    s.error()


@sequence
def udp_queue_survives_connect(world: World) -> None:
    server, one, two = world.udp(), world.udp(), world.udp()
    server.bind(SERVER)
    one.bind((LOOPBACK, "one"))
    one.sendto(b"one", SERVER)
    two.sendto(b"two", SERVER)
    world.settle()
    server.connect((LOOPBACK, "one"))
    server.recv()
    server.recv()
    two.connect(SERVER)
    two.send(b"not for it any more")
    world.settle()
    server.recv()
    two.recv()


@sequence
def udp_closed_port(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(SERVER)
    client.connect(SERVER)
    client.send(b"x")
    world.settle()
    server.close()
    world.settle()
    client.poll()
    client.send(b"x")
    world.settle()
    client.poll()
    client.recv()
    again = world.udp()
    again.bind(SERVER)
    client.send(b"y")
    world.settle()
    again.recv()


@sequence
def tcp_a_client_may_try_elsewhere(world: World) -> None:
    listener, client, bound = world.tcp(), world.tcp(), world.tcp()
    listener.bind(("127.0.0.2", "server"))
    listener.listen()
    bound.bind(("0.0.0.0", "client"))
    for s in (client, bound):
        s.connect(NOBODY)
        world.settle()
        s.connect(NOBODY)
        s.connect(("127.0.0.2", "server"))
        world.settle()
        s.connect(("127.0.0.2", "server"))
        listener.accept()
    bound.name()


# Raw


REQUEST = bytes.fromhex("0800 e5ca 1234 0001")
"""An echo request with identifier 0x1234 and number 1; the checksum is the complement of their sum."""


def heard(world: World, s: Watched) -> None:
    """What comes next, but for the fields of the IP header that count datagrams."""
    try:
        data, address = s.calls.recvfrom(2000)
    except BlockingIOError:
        world.log.append("nothing comes")
        return
    head = (data[0], int.from_bytes(data[2:4], "big"), data[8], data[9], data[12:16], data[16:20])
    world.log.append(f"from {address}: {head}, {data[20:].hex()}")


@sequence
def raw_echo(world: World) -> None:
    s = world.icmp()
    s.poll()
    s.name()
    s.peer()
    s.sendto(REQUEST, (LOOPBACK, ""))
    world.settle()
    s.poll()
    heard(world, s)
    heard(world, s)
    heard(world, s)
    s.send(REQUEST)
    s.listen()
    s.accept()


@sequence
def raw_connected(world: World) -> None:
    s, other = world.icmp(), world.icmp()
    s.connect((LOOPBACK, ""))
    other.bind(("127.0.0.5", ""))
    s.send(REQUEST)
    world.settle()
    heard(world, s)
    heard(world, s)
    heard(world, other)
    other.sendto(REQUEST, (LOOPBACK, ""))
    world.settle()
    heard(world, other)
    heard(world, other)
    heard(world, s)


@sequence
def raw_hears_of_closed_ports(world: World) -> None:
    s, client = world.icmp(), world.udp()
    client.bind((LOOPBACK, "client"))
    client.sendto(b"x", NOBODY)
    world.settle()
    data, _ = s.calls.recvfrom(2000)
    world.log.append(f"{data[20:22].hex()} about {data[28 + 9]} to {data[28 + 16 : 28 + 20].hex()}, {len(data)} octets")


@sequence
def raw_options_and_errors(world: World) -> None:
    s = world.icmp()
    s.set(IP, socket.IP_TTL, 3)
    s.sendto(REQUEST, (LOOPBACK, ""))
    world.settle()
    heard(world, s)
    s.sendto(REQUEST, ("255.255.255.255", ""))
    s.sendto(bytes(65536), (LOOPBACK, ""))
    s.shutdown(WR)
    s.bind(("203.0.113.9", ""))
    s.bind((LOOPBACK, ""))
    s.bind(("127.0.0.2", ""))
    s.get(SOL, socket.SO_PROTOCOL)
    s.get(SOL, socket.SO_TYPE)
