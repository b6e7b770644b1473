"""What the commands on NAT print, beside what Linux and IOS print."""

import re
from collections.abc import Iterator

import pytest

from sim.features.conntrack.settings import LINUX
from sim.features.nat.settings import Behavior
from sim.transport.tcp.pdu import SYN
from tests.nat.linux_router import LinuxRouter, linux_router
from tests.nat.test_nat_linux import MASQUERADE
from tests.nat.world import OUTSIDE, PC, PC2, SERVER, Router, connect, ip, ping, pong, tcp, udp


@pytest.fixture(scope="module")
def linux() -> Iterator[LinuxRouter]:
    with linux_router() as made:
        yield made


def test_conntrack_lists_connections_as_linux_does(linux: LinuxRouter) -> None:
    linux.rules(MASQUERADE)
    mine = Router(LINUX)
    for router in (linux, mine):
        router.sends("eth0", udp(PC, 5000, SERVER, 53))
        router.sends("eth0", ping(PC2, SERVER, 77))
        router.sends("eth1", pong(SERVER, OUTSIDE, 77))
        router.sends("eth0", tcp(PC, 40000, SERVER, 80, SYN))
    listed = linux.space.run("conntrack", "-L").splitlines()
    mine.device.run("conntrack -L")
    printed = mine.device.console[:-1]
    assert sorted(map(without_time, printed)) == sorted(map(without_time, listed))
    assert mine.device.console[-1] == "conntrack v1.4.7 (conntrack-tools): 3 flow entries have been shown."


def without_time(line: str) -> str:
    """The line of a connection, without the seconds that it has left."""
    return re.sub(r"^(\S+ +\d+) \d+", r"\1", line.rstrip())


def test_translations_are_listed_as_on_ios() -> None:
    # Columns of 18 cells and a blank behind "Pro": Cisco, "IP Addressing: NAT Configuration Guide".
    router = Router(forward=((80, f"{PC}:8080"), ("udp 5000-5010", PC)), static=((ip("203.0.113.7"), ip(PC2)),))
    connect(router)
    router.out(ping(PC, SERVER, 77))
    router.device.run("show ip nat translations")
    assert router.device.console == [
        "Pro Inside global      Inside local       Outside local      Outside global",
        "--- 203.0.113.7        192.168.1.11       ---                ---",
        "icmp 203.0.113.5:77     192.168.1.10:77    198.51.100.7:77    198.51.100.7:77",
        "tcp 203.0.113.5:80     192.168.1.10:8080  ---                ---",
        "tcp 203.0.113.5:40000  192.168.1.10:40000 198.51.100.7:80    198.51.100.7:80",
        "udp 203.0.113.5:5000-5010 192.168.1.10:5000-5010 ---                ---",
    ]


def test_queries_are_listed_by_the_identifiers_of_each_side() -> None:
    router = Router(static=((ip("203.0.113.7"), ip(PC2)),), mapping=Behavior.ADDRESS_AND_PORT_DEPENDENT)
    router.out(ping(PC, SERVER, 77))
    router.out(ping("192.168.1.12", SERVER, 77))
    router.back(ping(SERVER, "203.0.113.7", 5))
    router.device.run("show ip nat translations")
    assert router.device.console[1:] == [
        "--- 203.0.113.7        192.168.1.11       ---                ---",
        "icmp 203.0.113.7:5      192.168.1.11:5     198.51.100.7:5     198.51.100.7:5",
        "icmp 203.0.113.5:77     192.168.1.10:77    198.51.100.7:77    198.51.100.7:77",
        "icmp 203.0.113.5:78     192.168.1.12:77    198.51.100.7:77    198.51.100.7:78",
    ]


def test_a_one_to_one_address_is_the_hosts_with_all_ports() -> None:
    router = Router(static=((ip("203.0.113.7"), ip(PC2)),), mapping=Behavior.ADDRESS_AND_PORT_DEPENDENT)
    sent = router.only(router.out(udp(PC2, 5000, SERVER, 53)))
    assert str(sent.src) == "203.0.113.7"
    came = router.only(router.back(udp("192.0.2.9", 9, "203.0.113.7", 4000)))
    assert str(came.dst) == PC2
