"""A simulated router between two real Linux hosts."""

import re
import sys
import textwrap
from collections.abc import Iterator

import pytest

from sim import standalone
from sim.addresses import Prefix
from sim.ip.arp.settings import ArpSettings
from sim.ip.routes.service import StaticRoute
from sim.scenario.load import load_text
from sim.session import Session
from sim.settings import NodeSettings
from sim.standalone import StandaloneIpDevice
from sim.trace.records import CONSOLE
from tests.nodes.linux import Conversation, Namespace, namespace
from tests.outside import need

MILLISECOND = 1_000_000
BRISK = NodeSettings(ArpSettings(retry_interval=10 * MILLISECOND))
"""A router that gives up on a neighbour after 30 ms instead of 3 s."""


@pytest.fixture(scope="module")
def near() -> Iterator[Namespace]:
    """The host 10.0.1.2, whose gateway is the router at 10.0.1.1; 10.0.1.9 is its second address elsewhere."""
    with namespace("tap0") as made:
        made.ip("address", "add", "10.0.1.2/24", "dev", "tap0")
        made.ip("route", "add", "default", "via", "10.0.1.1")
        made.sysctl(conf__all__accept_redirects=1, conf__tap0__accept_redirects=1, conf__tap0__secure_redirects=0)
        yield made


@pytest.fixture(scope="module")
def far() -> Iterator[Namespace]:
    """The host 10.0.2.2, whose gateway is the router at 10.0.2.1."""
    with namespace("tap0") as made:
        made.ip("address", "add", "10.0.2.2/24", "dev", "tap0")
        made.ip("route", "add", "default", "via", "10.0.2.1")
        yield made


def router(**more: object) -> StandaloneIpDevice:
    interfaces = {"eth0": "10.0.1.1/24", "eth1": "10.0.2.1/24"}
    macs = {"eth0": "02:00:00:00:00:01", "eth1": "02:00:00:00:00:02"}
    return standalone.router(interfaces, macs=macs, settings=BRISK, **more)  # type: ignore[arg-type]


def between(device: StandaloneIpDevice, near: Namespace, far: Namespace) -> Conversation:
    for space in (near, far):
        space.ip("neigh", "flush", "dev", "tap0")
        space.ip("route", "flush", "cache")
    return Conversation(device, {"eth0": (near, "tap0"), "eth1": (far, "tap0")})


@pytest.mark.parametrize("size", [56, 4000])
def test_two_linux_hosts_ping_each_other_through_the_router(near: Namespace, far: Namespace, size: int) -> None:
    need("ping")
    talk = between(router(), near, far)
    there = talk.linux(near, "ping", "-c", "2", "-i", "0.01", "-s", str(size), "10.0.2.2")
    assert f"{size + 8} bytes from 10.0.2.2: icmp_seq=1 ttl=63 time=" in there
    assert "2 packets transmitted, 2 received, 0% packet loss" in there
    assert "1 received" in talk.linux(far, "ping", "-c", "1", "-s", str(size), "10.0.1.2")


@pytest.mark.parametrize("options", [[], ["-I"]])
def test_linux_traceroute_shows_the_router_and_then_the_other_host(
    near: Namespace, far: Namespace, options: list[str]
) -> None:
    need("traceroute")
    printed = between(router(), near, far).linux(near, "traceroute", "-n", "-w", "5,0,0", *options, "10.0.2.2")
    hops = re.findall(r"^ ?(\d+)  (\S+)(?:  \d+\.\d{3} ms){3}$", printed, re.MULTILINE)
    assert hops == [("1", "10.0.1.1"), ("2", "10.0.2.2")]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["-t", "1", "10.0.2.2"], "From 10.0.1.1 icmp_seq=1 Time to live exceeded"),
        (["10.9.9.9"], "From 10.0.1.1 icmp_seq=1 Destination Net Unreachable"),
        (["10.0.2.77"], "From 10.0.1.1 icmp_seq=1 Destination Host Unreachable"),
        (["10.8.0.1"], "From 10.0.1.1 icmp_seq=1 Packet filtered"),
        (["10.8.1.1"], "From 10.0.1.1 icmp_seq=1 Destination Host Unreachable"),
    ],
)
def test_linux_ping_prints_what_the_router_reports(
    near: Namespace, far: Namespace, words: list[str], answer: str
) -> None:
    need("ping")
    device = router(routes=["prohibit 10.8.0.0/24", "unreachable 10.8.1.0/24"])
    printed = between(device, near, far).linux(near, "ping", "-c", "1", "-W", "5", *words)
    assert answer in printed.splitlines()
    assert "+1 errors, 100% packet loss" in printed


def test_linux_learns_the_mtu_of_the_path_from_the_router(near: Namespace, far: Namespace) -> None:
    need("ping")
    far.ip("link", "set", "dev", "tap0", "mtu", "1000")
    talk = between(router(mtu={"eth1": 1000}), near, far)
    try:
        refused = talk.linux(near, "ping", "-c", "1", "-M", "do", "-s", "1400", "10.0.2.2")
        assert "From 10.0.1.1 icmp_seq=1 Frag needed and DF set (mtu = 1000)" in refused
        assert "mtu 1000" in near.ip("route", "get", "10.0.2.2")
        assert "1 received" in talk.linux(near, "ping", "-c", "1", "-M", "do", "-s", "972", "10.0.2.2")
    finally:
        far.ip("link", "set", "dev", "tap0", "mtu", "1500")


def test_linux_puts_together_what_the_router_cuts(near: Namespace, far: Namespace) -> None:
    need("ping")
    far.ip("link", "set", "dev", "tap0", "mtu", "68")
    talk = between(router(mtu={"eth1": 68}), near, far)
    try:
        printed = talk.linux(near, "ping", "-c", "1", "-M", "dont", "-s", "1400", "10.0.2.2")
    finally:
        far.ip("link", "set", "dev", "tap0", "mtu", "1500")
    assert "1408 bytes from 10.0.2.2: icmp_seq=1 ttl=63" in printed
    # 1408 octets in pieces of at most 48
    assert len([record for record in talk.device.trace if record.why.rule.id == "ipv4.fragment"]) == 30


def test_linux_follows_a_redirect(near: Namespace, far: Namespace) -> None:
    need("ping")
    device = router(routes=["10.7.0.0/16 via 10.0.1.9"])
    # Linux asks for a new gateway's MAC address first, and believes the redirect that comes when it knows it.
    near.ip("neigh", "replace", "10.0.1.9", "lladdr", "02:00:00:00:01:09", "dev", "tap0", "nud", "permanent")
    printed = between(device, near, far).linux(near, "ping", "-c", "1", "-W", "1", "10.7.0.1")
    assert re.search(r"^From 10.0.1.1:? icmp_seq=1 Redirect Host\(New nexthop: 10.0.1.9\)$", printed, re.MULTILINE)
    assert "10.7.0.1 via 10.0.1.9" in near.ip("route", "get", "10.7.0.1")


def test_linux_reaches_another_network_without_gateway_by_proxy_arp(near: Namespace, far: Namespace) -> None:
    need("ping")
    device = standalone.router(
        {"eth0": "10.0.1.1/24", "eth1": "10.0.2.1/24"},
        settings=BRISK.having(BRISK.of(ArpSettings)._replace(proxy_arp=True)),
        macs={"eth0": "02:00:00:00:00:01"},
    )
    near.ip("route", "add", "10.0.2.0/24", "dev", "tap0", "scope", "link")
    try:
        printed = between(device, near, far).linux(near, "ping", "-c", "1", "10.0.2.2")
        assert "1 received" in printed
        assert "lladdr 02:00:00:00:00:01" in near.ip("neigh", "show", "10.0.2.2")
    finally:
        near.ip("route", "del", "10.0.2.0/24", "dev", "tap0")


CONNECT = """
import socket, select, sys, time
for is_blocking in (True, False):
    start = time.monotonic()
    sock = socket.socket()
    sock.setblocking(is_blocking)
    number = sock.connect_ex((sys.argv[1], 80))
    if not is_blocking:
        poll = select.poll()
        poll.register(sock, select.POLLIN | select.POLLOUT)
        print(number, [hex(events) for _, events in poll.poll(20000)], end=" ")
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    print(number, "soon" if time.monotonic() - start < 0.9 else "late")
"""


@pytest.mark.parametrize(
    ("address", "error"), [("10.0.2.77", 113), ("10.7.0.1", 113), ("10.7.1.1", 113), ("99.0.0.1", 101)]
)
def test_connect_ends_where_the_router_says_that_there_is_no_way(
    near: Namespace, far: Namespace, address: str, error: int
) -> None:
    """What Linux prints, and what the simulated host prints behind the same router."""
    device = router(
        routes=[StaticRoute(Prefix.parse("10.7.0.0/24"), kind="unreachable"),
                StaticRoute(Prefix.parse("10.7.1.0/24"), kind="prohibit")]
    )  # fmt: skip
    talk = between(device, near, far)
    told = talk.linux(near, sys.executable, "-c", CONNECT, address)
    assert told == f"{error} soon\n115 ['0x1d'] {error} soon\n"
    assert _simulated(address) == told.splitlines()


def _simulated(address: str) -> list[str]:
    """The same behind a simulated router, on a network of its own."""
    plan = f"""
title: nowhere
nodes:
  pc: {{host: 10.0.1.2/24, gateway: 10.0.1.1}}
  r:
    router: {{eth0: 10.0.1.1/24, eth1: 10.0.2.1/24}}
    routes: [{{to: 10.7.0.0/24, kind: unreachable}}, {{to: 10.7.1.0/24, kind: prohibit}}]
    arp: {{retry_interval: 10ms}}
  pc2: {{host: 10.0.2.2/24}}
links: [pc -- r:eth0, r:eth1 -- pc2]
programs:
  - on: pc
    arguments: [{address}]
    code: |
{textwrap.indent(CONNECT, "      ")}
"""
    session = Session(load_text(plan))
    session.run()
    return [line.text for line in session.network.nodes["pc"].tables[CONSOLE].values()]
