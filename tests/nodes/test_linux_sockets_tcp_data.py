"""Sending and receiving over TCP on this machine's loopback and on a simulated host's."""

from tests.nodes.socket_sequences import NOBODY, WR, as_on_linux
from tests.nodes.socket_worlds import World


@as_on_linux
def test_tcp_data(world: World) -> None:
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


@as_on_linux
def test_tcp_nothing_is_lost_when_buffers_are_full(world: World) -> None:
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


@as_on_linux
def test_tcp_end_of_stream_comes_after_the_data(world: World) -> None:
    client, server, _ = world.pair()
    client.send(bytes(30_000))
    client.close()
    world.settle()
    server.poll()
    world.log.append(f"{server.drain()} octets")
    server.recv()
    server.poll()


@as_on_linux
def test_tcp_peek_at_the_end(world: World) -> None:
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


@as_on_linux
def test_tcp_orphan_delivers_all(world: World) -> None:
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


@as_on_linux
def test_tcp_writable_again_when_the_peer_has_read(world: World) -> None:
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


@as_on_linux
def test_tcp_sendto_passes_over_the_address(world: World) -> None:
    client, server, _ = world.pair()
    client.sendto(b"as with send", NOBODY)
    world.settle()
    server.recv(4)
    server.recv()
