"""Options of sockets on this machine's loopback and on a simulated host's."""

import socket

from tests.nodes.socket_sequences import IP, SOL, TCP, as_on_linux
from tests.nodes.socket_worlds import World


@as_on_linux
def test_options_of_every_socket(world: World) -> None:
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


@as_on_linux
def test_options_of_buffers(world: World) -> None:
    for s in (world.udp(), world.tcp()):
        for name in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            for size in (8192, 1, 0, 100_000):
                s.set(SOL, name, size)
                s.get(SOL, name)


@as_on_linux
def test_options_of_tcp(world: World) -> None:
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


@as_on_linux
def test_tcp_options_of_a_connection(world: World) -> None:
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
