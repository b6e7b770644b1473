"""Groups of sockets, on this machine's loopback interface and on a simulated host's."""

import os
import socket

from sim.transport.sockets import options as names
from tests.nodes.socket_sequences import ANYWHERE, IP, LOOPBACK, as_on_linux
from tests.nodes.socket_worlds import Watched, World

_OWN = f"239.{os.getpid() >> 8 & 0xFF}.{os.getpid() & 0xFF}"
"""Groups belong to a machine, on which several tests may run."""
GROUP, OTHER = f"{_OWN}.101", f"{_OWN}.102"
NUMBERS = (names.IP_MULTICAST_TTL, names.IP_MULTICAST_LOOP, names.IP_MULTICAST_ALL)


def asked(group: str, *addresses: str) -> bytes:
    """``struct ip_mreq``, or ``struct ip_mreq_source`` with a source."""
    return b"".join(socket.inet_aton(each) for each in (group, *(addresses or (LOOPBACK,))))


def numbered(group: str, number: int, address: str = "0.0.0.0") -> bytes:
    """``struct ip_mreqn``."""
    return asked(group, address) + number.to_bytes(4, "little")


def join(s: Watched, request: bytes | int) -> None:
    s.set(IP, socket.IP_ADD_MEMBERSHIP, request)


def leave(s: Watched, request: bytes) -> None:
    s.set(IP, socket.IP_DROP_MEMBERSHIP, request)


def sender(world: World) -> Watched:
    s = world.udp()
    s.set(IP, socket.IP_MULTICAST_IF, socket.inet_aton(LOOPBACK))
    return s


@as_on_linux
def test_join_and_leave(world: World) -> None:
    s = world.udp()
    for request in (b"", b"\xef\1\1\1", asked("10.0.0.1"), asked("10.0.0.1", "0.0.0.0"), asked(GROUP, "203.0.113.9")):
        join(s, request)
        leave(s, request)
    join(s, numbered(GROUP, 99))
    leave(s, numbered(GROUP, 99))
    join(s, 5)
    join(s, asked(GROUP))
    join(s, asked(GROUP))
    join(s, numbered(GROUP, 1))
    leave(s, asked(OTHER))
    leave(s, numbered(GROUP, 1))
    leave(s, asked(GROUP))
    join(s, numbered(GROUP, 1))
    leave(s, asked(GROUP, "203.0.113.9"))
    leave(s, asked(GROUP))
    join(s, asked(GROUP))
    s.close()


@as_on_linux
def test_most_groups(world: World) -> None:
    s = world.udp()
    for number in range(22):
        join(s, asked(f"{_OWN}.{number}"))


@as_on_linux
def test_groups_are_not_for_streams(world: World) -> None:
    s = world.tcp()
    join(s, asked(GROUP))
    leave(s, asked(GROUP))
    for name in (*NUMBERS, names.IP_MULTICAST_IF):
        s.set(IP, name, 1)


@as_on_linux
def test_options_of_groups(world: World) -> None:
    s = world.udp()
    for name in NUMBERS:
        s.get(IP, name)
    for value in (-1, 0, 1, 7, 255, 256, b"\5", b"", b"\0\1"):
        for name in NUMBERS:
            s.set(IP, name, value)
            s.get(IP, name)
    for outlet in (asked(GROUP), numbered(GROUP, 1), numbered("0.0.0.0", 1, LOOPBACK), numbered("0.0.0.0", 99)):
        s.set(IP, socket.IP_MULTICAST_IF, outlet)
        s.get(IP, socket.IP_MULTICAST_IF, 4)
    for address in (LOOPBACK, "203.0.113.9", "0.0.0.0"):
        s.set(IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
        s.get(IP, socket.IP_MULTICAST_IF, 4)
    s.set(IP, socket.IP_MULTICAST_IF, b"\x7f\0\0")
    s.get(IP, socket.IP_ADD_MEMBERSHIP)


@as_on_linux
def test_members_hear_and_others_do_not(world: World) -> None:
    member, bound, other, elsewhere = world.udp(), world.udp(), world.udp(), world.udp()
    for s, address in ((member, "0.0.0.0"), (bound, GROUP), (other, "0.0.0.0"), (elsewhere, LOOPBACK)):
        s.reuse()
        s.bind((address, "server"))
    source = sender(world)
    source.sendto(b"nobody", (GROUP, "server"))
    world.settle()
    for s in (member, bound, other, elsewhere):
        s.recv()
    join(member, asked(GROUP))
    other.set(IP, names.IP_MULTICAST_ALL, 0)
    source.sendto(b"one", (GROUP, "server"))
    source.sendto(b"two", (OTHER, "server"))
    world.settle()
    for s in (member, bound, other, elsewhere):
        s.recv()
        s.recv()
    leave(member, asked(GROUP))
    source.sendto(b"three", (GROUP, "server"))
    world.settle()
    member.recv()


@as_on_linux
def test_membership_ends_with_its_socket(world: World) -> None:
    member, other = world.udp(), world.udp()
    for s in (member, other):
        s.reuse()
        s.bind(("0.0.0.0", "server"))
    source = sender(world)
    join(member, asked(GROUP))
    source.sendto(b"one", (GROUP, "server"))
    world.settle()
    other.recv()
    member.close()
    source.sendto(b"two", (GROUP, "server"))
    world.settle()
    other.recv()


@as_on_linux
def test_sources_of_a_group(world: World) -> None:
    s = world.udp()
    s.bind(("0.0.0.0", "server"))
    source = sender(world)
    here, there = asked(GROUP, LOOPBACK, LOOPBACK), asked(GROUP, LOOPBACK, "203.0.113.9")
    for name in (names.IP_BLOCK_SOURCE, names.IP_UNBLOCK_SOURCE, names.IP_DROP_SOURCE_MEMBERSHIP):
        s.set(IP, name, here)
        s.set(IP, name, here[:8])
    s.set(IP, names.IP_ADD_SOURCE_MEMBERSHIP, asked("10.0.0.1", LOOPBACK, LOOPBACK))
    s.set(IP, names.IP_ADD_SOURCE_MEMBERSHIP, asked(GROUP, "203.0.113.9", LOOPBACK))
    s.set(IP, names.IP_ADD_SOURCE_MEMBERSHIP, there)
    s.set(IP, names.IP_ADD_SOURCE_MEMBERSHIP, there)
    s.set(IP, names.IP_BLOCK_SOURCE, here)
    source.sendto(b"one", (GROUP, "server"))
    world.settle()
    s.recv()
    s.set(IP, names.IP_ADD_SOURCE_MEMBERSHIP, here)
    source.sendto(b"two", (GROUP, "server"))
    world.settle()
    s.recv()
    for request in (there, there, here, here):
        s.set(IP, names.IP_DROP_SOURCE_MEMBERSHIP, request)
    join(s, asked(GROUP))
    s.set(IP, names.IP_BLOCK_SOURCE, here)
    s.set(IP, names.IP_BLOCK_SOURCE, here)
    s.set(IP, names.IP_DROP_SOURCE_MEMBERSHIP, here)
    source.sendto(b"three", (GROUP, "server"))
    world.settle()
    s.recv()
    s.set(IP, names.IP_UNBLOCK_SOURCE, there)
    s.set(IP, names.IP_UNBLOCK_SOURCE, here)
    source.sendto(b"four", (GROUP, "server"))
    world.settle()
    s.recv()
    for number in range(12):
        s.set(IP, names.IP_BLOCK_SOURCE, asked(GROUP, LOOPBACK, f"203.0.113.{number}"))


@as_on_linux
def test_connected_to_a_group(world: World) -> None:
    member, client = world.udp(), sender(world)
    member.bind((GROUP, "server"))
    join(member, asked(GROUP))
    client.connect((GROUP, "server"))
    client.name()
    client.peer()
    client.send(b"hello")
    world.settle()
    member.recvfrom()
    member.name()
    client.set(IP, socket.IP_MULTICAST_LOOP, 0)
    client.send(b"again")
    world.settle()
    member.recv()
    client.bind(ANYWHERE)


@as_on_linux
def test_time_to_live_of_groups(world: World) -> None:
    member, client = world.udp(), sender(world)
    member.bind(("0.0.0.0", "server"))
    member.set(IP, names.IP_RECVTTL, 1)
    join(member, asked(GROUP))
    client.set(IP, socket.IP_TTL, 9)
    client.sendto(b"hello", (GROUP, "server"))
    client.set(IP, socket.IP_MULTICAST_TTL, 0)
    client.sendto(b"inside", (GROUP, "server"))
    world.settle()
    member.recv()
    member.recv()
