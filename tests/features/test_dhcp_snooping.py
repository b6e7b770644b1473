"""DHCP snooping (Cisco Catalyst configuration guide): servers at trusted ports alone, and the bindings that follow."""

import pytest

from sim.addresses import MacAddress
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.world import World, fold

NETWORK = """\
title: snooping
allow: [no-dhcp-server]
nodes:
  pc1: {host: dhcp, mac: 02:00:00:00:00:01, dhcp_client: {check: false}}
  r1: {router: 192.168.10.1/24, dhcp: {pool: 192.168.10.100-149, lease: 1h}}
  sw1: {switch: 4 ports, dhcp_snooping: {trusted: TRUSTED}, VLANS}
links: [pc1 -- sw1:1, r1 -- sw1:4]
until: 25s
actions: ACTIONS
"""


def run(trusted: str, actions: str = "[]", vlans: str = "ageing_time: 300s") -> tuple[Session, World]:
    text = NETWORK.replace("TRUSTED", trusted).replace("ACTIONS", actions).replace("VLANS", vlans)
    session = Session(load_text(text))
    session.run()
    return session, fold(session.trace, len(session.trace))


@pytest.mark.parametrize(("vlans", "vlan"), [("ageing_time: 300s", 1), ("vlans: {7: 1-4}", 7)])
def test_a_lease_of_a_trusted_server_is_noted_with_the_port_of_its_client(vlans: str, vlan: int) -> None:
    _, world = run("4", vlans=vlans)
    [(key, row)] = world.table("sw1", "dhcp-snooping").items()
    assert key == (vlan, MacAddress.parse("02:00:00:00:00:01"))
    assert (str(row.ip), row.port) == ("192.168.10.100", "1")
    assert 3_600_000_000_000 < row.expires < 3_610_000_000_000


def test_a_server_at_a_port_that_is_not_trusted_reaches_nobody() -> None:
    session, world = run("2")
    assert "dhcp-snooping.server" in {why.rule.id for why in session.trace.why}
    assert not world.table("sw1", "dhcp-snooping")
    assert world.table("pc1", "interface")["eth0"].addresses == ()


def test_a_client_that_gives_its_address_back_is_forgotten() -> None:
    _, world = run("4", "[{at: 20s, on: pc1, run: dhclient -r}]")
    assert not world.table("sw1", "dhcp-snooping")
