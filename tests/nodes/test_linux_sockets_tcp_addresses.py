"""The addresses and ports of TCP sockets on this machine's loopback and on a simulated host's."""

import socket

from tests.nodes.socket_sequences import LOOPBACK, SERVER, SOL, as_on_linux
from tests.nodes.socket_worlds import World


@as_on_linux
def test_tcp_addresses(world: World) -> None:
    s = world.tcp()
    s.bind(("203.0.113.9", "server"))
    s.connect(("255.255.255.255", "server"))
    s.connect(("224.0.0.1", "server"))
    s.bind((LOOPBACK, ""))
    s.name()
    s.connect(("0.0.0.0", "nobody"))
    world.settle()
    s.error()


@as_on_linux
def test_tcp_connect_to_any_means_oneself(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(("0.0.0.0", "server"))
    listener.listen()
    client.connect(("0.0.0.0", "server"))
    world.settle()
    client.name()
    client.peer()
    listener.accept().name()


@as_on_linux
def test_tcp_listen_without_bind(world: World) -> None:
    s = world.tcp()
    s.listen()
    s.name()
    s.poll()
    s.listen(1)


@as_on_linux
def test_tcp_addresses_in_use(world: World) -> None:
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


@as_on_linux
def test_tcp_address_of_a_connection_in_use(world: World) -> None:
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


@as_on_linux
def test_tcp_time_wait_holds_the_port(world: World) -> None:
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


@as_on_linux
def test_tcp_time_wait_lets_those_reuse_who_did_before(world: World) -> None:
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


@as_on_linux
def test_tcp_same_four_tuple_twice(world: World) -> None:
    client, _, _ = world.pair()
    client.name()
    again = world.tcp()
    again.reuse()
    again.bind((LOOPBACK, "ephemeral 1"))
    again.connect(SERVER)


@as_on_linux
def test_tcp_to_itself(world: World) -> None:
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


@as_on_linux
def test_tcp_reuse_is_asked_when_somebody_binds(world: World) -> None:
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


@as_on_linux
def test_tcp_listeners_at_several_addresses(world: World) -> None:
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


@as_on_linux
def test_tcp_listener_at_any_and_at_one_address(world: World) -> None:
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


@as_on_linux
def test_tcp_bound_client(world: World) -> None:
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


@as_on_linux
def test_tcp_client_bound_to_another_address(world: World) -> None:
    listener, client = world.tcp(), world.tcp()
    listener.bind(SERVER)
    listener.listen()
    client.bind(("127.0.0.5", "client"))
    client.connect(SERVER)
    world.settle()
    client.name()
    listener.accept().peer()
