"""A lease as its host shows it: ``ip addr`` as on Linux, and the view in which its times count down."""

import re

from sim.features.dhcp.client.view import lines
from sim.kernel import SECOND
from sim.scenario.load import load_text
from sim.session import Session
from tests.nodes.linux import namespace

SCENARIO = """\
title: A lease of 100 seconds
nodes:
  pc1: {host: dhcp}
  pc2: {host: 192.168.10.3/24}
  server:
    host: 192.168.10.2/24
    dhcp: {pool: 192.168.10.100-109, lease: 100s, dns: [192.0.2.53], domain: example.com}
  sw1: {switch: 3 ports}
links: [pc1 -- sw1, pc2 -- sw1, server -- sw1]
until: 300s
actions:
  - {at: 20s, on: pc1, run: ip addr show dev eth0}
  - {at: 30s, on: pc1, run: ip addr add 192.168.10.50/24 dev eth0}
  - {at: 70s, on: pc1, run: ip addr show dev eth0}
  - {at: 71s, on: pc1, run: dhclient -r eth0}
  - {at: 80s, on: pc1, run: ip addr show dev eth0}
"""


def played() -> tuple[Session, list[list[str]]]:
    """The run, and what each ``ip addr`` prints."""
    session = Session(load_text(SCENARIO))
    session.run()
    world = session.history.go(len(session.trace))
    printed: dict[int, list[str]] = {}
    for row in world.table("pc1", "console").values():
        printed.setdefault(row.at // SECOND, []).append(row.text)
    return session, [printed[at] for at in (20, 70, 80)]


def test_a_leased_address_is_dynamic_and_its_time_runs_down() -> None:
    _, (first, renewed, released) = played()
    # The lease began when its request was sent (RFC 2131 4.4.5), at 3.7 µs; T1 is at 50 s.
    assert first[2:] == [
        "    inet 192.168.10.100/24 brd 192.168.10.255 scope global dynamic eth0",
        "       valid_lft 80sec preferred_lft 80sec",
    ]
    assert renewed[2:] == [
        "    inet 192.168.10.100/24 brd 192.168.10.255 scope global dynamic eth0",
        "       valid_lft 80sec preferred_lft 80sec",
        "    inet 192.168.10.50/24 brd 192.168.10.255 scope global secondary eth0",
        "       valid_lft forever preferred_lft forever",
    ]
    assert released[2:] == [line.replace("secondary ", "") for line in renewed[4:]]


def test_linux_prints_a_lease_in_the_same_words() -> None:
    """dhclient hands the time of the lease to the kernel, as here, and ``ip`` prints it."""
    with namespace("tap0") as linux:
        address = "192.168.10.100/24 broadcast 192.168.10.255"
        linux.ip("address", "add", *address.split(), "dev", "tap0", "valid_lft", "80", "preferred_lft", "80")
        linux.ip("address", "add", "192.168.10.50/24", "broadcast", "192.168.10.255", "dev", "tap0")
        printed = linux.run("ip", "-4", "address", "show", "dev", "tap0").splitlines()[1:]
    told = [re.sub(r"\d+(?=sec)", "N", line.rstrip()).replace("tap0", "eth0") for line in printed]
    assert told == [re.sub(r"\d+(?=sec)", "N", line) for line in played()[1][1][2:]]


def test_the_view_counts_down_to_t1_t2_and_the_end() -> None:
    session, _ = played()
    state = session.history.go(session.trace.at.index(20 * SECOND))
    assert lines(state, "pc1", 20 * SECOND, "en") == [
        "eth0: BOUND, 192.168.10.100/24 from 192.168.10.2",
        "  [====--------------------] 19 / 100 s",
        # RFC 2131 4.4.5: T1 at 0.5, T2 at 0.875 times the lease.
        "       in 30 s  T1, it asks 192.168.10.2 to renew the lease",
        "       in 67 s  T2, it asks every server",
        "       in 80 s  the lease ends, the address is given up",
        "  DNS servers: 192.0.2.53",
        "  domain: example.com",
    ]
    chinese = lines(state, "pc1", 20 * SECOND, "zh")
    assert len(chinese) == 7
    assert chinese[0] == "eth0: BOUND, 192.168.10.100/24，来自 192.168.10.2"
    assert lines(state, "pc2", 20 * SECOND, "en") == []
