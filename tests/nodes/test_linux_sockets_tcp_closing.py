"""Closing and resetting TCP connections on this machine's loopback and on a simulated host's."""

from tests.nodes.socket_sequences import RD, RDWR, SERVER, WR, as_on_linux
from tests.nodes.socket_worlds import World


@as_on_linux
def test_tcp_half_close(world: World) -> None:
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


@as_on_linux
def test_tcp_closed_by_the_other_end(world: World) -> None:
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


@as_on_linux
def test_tcp_written_after_close(world: World) -> None:
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


@as_on_linux
def test_tcp_closed_with_data_unread(world: World) -> None:
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


@as_on_linux
def test_tcp_data_then_reset(world: World) -> None:
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


@as_on_linux
def test_tcp_reset_seen_by_send(world: World) -> None:
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


@as_on_linux
def test_tcp_reset_seen_by_error(world: World) -> None:
    client, server, _ = world.pair()
    server.linger(1, 0)
    server.close()
    world.settle()
    client.error()
    client.error()
    client.poll()
    client.recv()
    client.shutdown(RD)


@as_on_linux
def test_tcp_shut_down_for_reading(world: World) -> None:
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


@as_on_linux
def test_tcp_shut_down_both_ways(world: World) -> None:
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


@as_on_linux
def test_tcp_both_close_at_once(world: World) -> None:
    client, server, _ = world.pair()
    client.shutdown(WR)
    server.shutdown(WR)
    world.settle()
    client.poll()
    server.poll()
    client.recv()
    server.recv()


@as_on_linux
def test_tcp_shutdown_arguments(world: World) -> None:
    client, _, _ = world.pair()
    client.shutdown(3)
    client.shutdown(-1)
    client.shutdown(RDWR)
    client.shutdown(WR)


@as_on_linux
def test_tcp_shut_down_while_data_is_under_way(world: World) -> None:
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


@as_on_linux
def test_tcp_half_closed_then_closed(world: World) -> None:
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


@as_on_linux
def test_tcp_reset_after_shutdown(world: World) -> None:
    client, server, _ = world.pair()
    client.shutdown(WR)
    world.settle()
    server.linger(1, 0)
    server.close()
    world.settle()
    client.poll()
    client.recv()
    client.recv()


@as_on_linux
def test_tcp_reset_after_fin(world: World) -> None:
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
