"""Calls of raw sockets on this machine's loopback and on a simulated host's."""

import socket

from tests.nodes.socket_sequences import IP, LOOPBACK, NOBODY, SOL, WR, as_on_linux
from tests.nodes.socket_worlds import Watched, World

REQUEST = bytes.fromhex("0800 e5ca 1234 0001")
"""An echo request with identifier 0x1234 and number 1; the checksum is the complement of their sum."""


def heard(world: World, s: Watched) -> None:
    """What comes next, but for the fields of the IP header that count datagrams.

    A raw socket hears every ICMP message of this machine's loopback, those for other processes too: these are left out.
    """
    data = b""
    while data[24:26] != REQUEST[4:6]:
        try:
            data, address = s.calls.recvfrom(2000)
        except BlockingIOError:
            world.log.append("nothing comes")
            return
    head = (data[0], int.from_bytes(data[2:4], "big"), data[8], data[9], data[12:16], data[16:20])
    world.log.append(f"from {address}: {head}, {data[20:].hex()}")


@as_on_linux
def test_raw_echo(world: World) -> None:
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


@as_on_linux
def test_raw_connected(world: World) -> None:
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


@as_on_linux
def test_raw_hears_of_closed_ports(world: World) -> None:
    s, client = world.icmp(), world.udp()
    client.bind((LOOPBACK, "client"))
    client.sendto(b"x", NOBODY)
    world.settle()
    port = client.calls.getsockname()[1].to_bytes(2, "big")
    data = b""
    while data[48:50] != port:  # others may hear of closed ports, too
        data, _ = s.calls.recvfrom(2000)
    world.log.append(f"{data[20:22].hex()} about {data[28 + 9]} to {data[28 + 16 : 28 + 20].hex()}, {len(data)} octets")


@as_on_linux
def test_raw_options_and_errors(world: World) -> None:
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
