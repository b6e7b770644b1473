"""Opening TCP connections on this machine's loopback and on a simulated host's."""

import socket

from tests.nodes.socket_sequences import ANYWHERE, IP, NOBODY, RD, SERVER, SOL, TCP, WR, as_on_linux
from tests.nodes.socket_worlds import World


@as_on_linux
def test_tcp_fresh(world: World) -> None:
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


@as_on_linux
def test_tcp_handshake(world: World) -> None:
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


@as_on_linux
def test_tcp_refused(world: World) -> None:
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


@as_on_linux
def test_tcp_refused_then_sent(world: World) -> None:
    s = world.tcp()
    s.connect(NOBODY)
    world.settle()
    s.send(b"x")
    s.send(b"x")
    s.shutdown(WR)
    s.name()
    s.error()


@as_on_linux
def test_tcp_refused_then_accepted(world: World) -> None:
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


@as_on_linux
def test_tcp_backlog(world: World) -> None:
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


@as_on_linux
def test_tcp_children_inherit(world: World) -> None:
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


@as_on_linux
def test_tcp_listener_closed_with_connections_waiting(world: World) -> None:
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


@as_on_linux
def test_tcp_listener_shut_down(world: World) -> None:
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


@as_on_linux
def test_tcp_reset_before_accept(world: World) -> None:
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


@as_on_linux
def test_tcp_closed_before_accept(world: World) -> None:
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


@as_on_linux
def test_tcp_shutdown_before_the_answer_is_asked_for(world: World) -> None:
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


@as_on_linux
def test_tcp_listen_again_with_another_backlog(world: World) -> None:
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


@as_on_linux
def test_tcp_a_client_may_try_elsewhere(world: World) -> None:
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
