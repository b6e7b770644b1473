"""Options of sockets that take more than one host, or a superuser, to see."""

import pytest

from sim.ip.ipv4 import codec
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import NO_CAUSE, Kind
from sim.transport.sockets.options import (
    AF_INET,
    IP_HDRINCL,
    IPPROTO_ICMP,
    IPPROTO_IP,
    IPPROTO_RAW,
    SO_BINDTODEVICE,
    SOCK_DGRAM,
    SOCK_RAW,
    SOL_SOCKET,
)
from sim.transport.sockets.socket import Socket
from tests.nodes.lab import Lab, ip

HEADER = bytes.fromhex("45200000 12344000 09fd0000 0a000009 0a000002".replace(" ", ""))
"""Version 4, TOS 32, no length, identification 0x1234, DF, TTL 9, protocol 253, no checksum, from 10.0.0.9."""


def two_hosts() -> tuple[Lab, Socket]:
    lab = Lab()
    a = lab.host("a", "10.0.0.1/24")
    lab.host("b", "10.0.0.2/24")
    lab.link("a:eth0", "b:eth0")
    lab.net.start()
    return lab, a.sockets.open(AF_INET, SOCK_RAW, IPPROTO_RAW, cause=NO_CAUSE)


def sent(lab: Lab) -> list[bytes]:
    frames = [record.what for record in lab.trace if record.kind is Kind.FRAME_SENT and record.node == "a"]
    datagrams = [each.payload for each in frames if isinstance(each, Ethernet) and isinstance(each.payload, IPv4)]
    return [codec.encode(datagram) for datagram in datagrams]


def test_a_program_writes_the_header_and_the_host_fills_in_length_and_checksum() -> None:
    lab, raw = two_hosts()
    assert raw.get_option(IPPROTO_IP, IP_HDRINCL, cause=NO_CAUSE) == 1
    assert raw.sendto(HEADER + b"text", (ip("10.0.0.2"), 0), cause=NO_CAUSE) == 24
    lab.wait(1)
    # The checksum by hand (RFC 1071): 4520 + 0018 + 1234 + 4000 + 09fd + 0a00 + 0009 + 0a00 + 0002, complemented.
    assert sent(lab) == [bytes.fromhex("452000181234400009fd4a8b0a0000090a000002") + b"text"]


def test_a_source_and_an_identification_of_zero_are_filled_in() -> None:
    lab, raw = two_hosts()
    raw.sendto(HEADER[:4] + bytes(2) + HEADER[6:12] + bytes(4) + HEADER[16:], (ip("10.0.0.2"), 0), cause=NO_CAUSE)
    lab.wait(1)
    [octets] = sent(lab)
    assert octets[12:16] == bytes((10, 0, 0, 1))


@pytest.mark.parametrize("octets", [b"", b"\x45" + bytes(10), b"\x4f" + bytes(19), b"\x41" + bytes(19)])
def test_what_is_no_header_is_refused(octets: bytes) -> None:
    _, raw = two_hosts()
    with pytest.raises(OSError, match="Invalid argument"):
        raw.sendto(octets, (ip("10.0.0.2"), 0), cause=NO_CAUSE)


def test_what_is_too_long_for_the_link_is_refused() -> None:
    _, raw = two_hosts()
    with pytest.raises(OSError, match="Message too long"):
        raw.sendto(HEADER + bytes(1481), (ip("10.0.0.2"), 0), cause=NO_CAUSE)


def test_a_plain_raw_socket_can_be_told_to_write_headers() -> None:
    lab = Lab()
    raw = lab.host("a", "10.0.0.1/24").sockets.open(AF_INET, SOCK_RAW, IPPROTO_ICMP, cause=NO_CAUSE)
    assert raw.get_option(IPPROTO_IP, IP_HDRINCL, cause=NO_CAUSE) == 0
    raw.set_option(IPPROTO_IP, IP_HDRINCL, 1, cause=NO_CAUSE)
    assert raw.get_option(IPPROTO_IP, IP_HDRINCL, cause=NO_CAUSE) == 1


def test_a_socket_that_is_bound_to_an_interface_hears_there_alone() -> None:
    lab = Lab()
    server = lab.ip_node("server", {"eth0": "10.0.0.2/24", "eth1": "10.0.1.2/24"})
    near, far = lab.host("near", "10.0.0.1/24"), lab.host("far", "10.0.1.1/24")
    lab.link("server:eth0", "near:eth0")
    lab.link("server:eth1", "far:eth0")
    lab.net.start()
    bound, plain = (server.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE) for _ in range(2))
    bound.set_option(SOL_SOCKET, SO_BINDTODEVICE, b"eth1\0", cause=NO_CAUSE)
    assert bound.get_option(SOL_SOCKET, SO_BINDTODEVICE, cause=NO_CAUSE) == b"eth1\0"
    bound.bind((ip("0.0.0.0"), 9), cause=NO_CAUSE)
    for host, to in ((near, "10.0.0.2"), (far, "10.0.1.2")):
        host.sockets.open(AF_INET, SOCK_DGRAM, cause=NO_CAUSE).sendto(b"x", (ip(to), 9), cause=NO_CAUSE)
    lab.wait(1)
    assert str(bound.recvfrom(10, cause=NO_CAUSE).address[0]) == "10.0.1.1"
    with pytest.raises(BlockingIOError):
        bound.recvfrom(10, cause=NO_CAUSE)
    with pytest.raises(OSError, match="in use"):
        plain.bind((ip("0.0.0.0"), 9), cause=NO_CAUSE)
    with pytest.raises(OSError, match="No such device"):
        plain.set_option(SOL_SOCKET, SO_BINDTODEVICE, b"eth7\0", cause=NO_CAUSE)
