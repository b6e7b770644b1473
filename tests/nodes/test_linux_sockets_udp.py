"""Calls of UDP sockets on this machine's loopback and on a simulated host's."""

import socket

from tests.nodes.socket_sequences import ANYWHERE, LOOPBACK, NOBODY, RD, RDWR, SERVER, SOL, WR, as_on_linux
from tests.nodes.socket_worlds import World


@as_on_linux
def test_udp_fresh(world: World) -> None:
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


@as_on_linux
def test_udp_to_each_other(world: World) -> None:
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


@as_on_linux
def test_udp_nobody_listens(world: World) -> None:
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


@as_on_linux
def test_udp_error_before_data(world: World) -> None:
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


@as_on_linux
def test_udp_addresses_in_use(world: World) -> None:
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


@as_on_linux
def test_udp_the_latest_of_those_that_share_a_port_hears(world: World) -> None:
    first, second, client = world.udp(), world.udp(), world.udp()
    for s in (first, second):
        s.reuse()
        s.bind(SERVER)
    client.sendto(b"who?", SERVER)
    world.settle()
    first.recv()
    second.recv()


@as_on_linux
def test_udp_which_socket_a_datagram_is_for(world: World) -> None:
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


@as_on_linux
def test_udp_a_connected_socket_hears_its_peer_only(world: World) -> None:
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


@as_on_linux
def test_udp_arguments(world: World) -> None:
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


@as_on_linux
def test_udp_broadcast_needs_permission(world: World) -> None:
    s = world.udp()
    s.get(SOL, socket.SO_BROADCAST)
    s.sendto(b"x", ("255.255.255.255", "server"))
    s.connect(("255.255.255.255", "server"))
    s.set(SOL, socket.SO_BROADCAST, 17)
    s.get(SOL, socket.SO_BROADCAST)


@as_on_linux
def test_udp_shut_down(world: World) -> None:
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


@as_on_linux
def test_udp_to_oneself(world: World) -> None:
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


@as_on_linux
def test_udp_loopback_has_many_addresses(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(("0.0.0.0", "server"))
    client.sendto(b"x", ("127.0.0.9", "server"))
    world.settle()
    server.recvfrom()
    client.connect(("127.0.0.9", "server"))
    client.name()


@as_on_linux
def test_udp_reconnected(world: World) -> None:
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


@as_on_linux
def test_udp_connect_and_bind(world: World) -> None:
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


@as_on_linux
def test_udp_many_wait(world: World) -> None:
    server, client = world.udp(), world.udp()
    server.bind(SERVER)
    client.connect(SERVER)
    for number in range(20):
        client.send(bytes([number]) * number)
    world.settle()
    for _ in range(21):
        server.recv(12)


@as_on_linux
def test_udp_error_is_told_once_by_whoever_asks(world: World) -> None:
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


@as_on_linux
def test_udp_queue_survives_connect(world: World) -> None:
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


@as_on_linux
def test_udp_closed_port(world: World) -> None:
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
