"""DHCP in whole scenarios: a home router between two networks, DHCPINFORM, renewing past a relay agent."""

import pytest

from sim.scenario.expect import check
from sim.scenario.load import load_text
from tests.scenario.runs import RunOf

HOME = """
title: A home router asks its provider, and serves its own network
allow: [no-such-server]
until: 70s
nodes:
  pc1: {host: dhcp}
  pc2: {host: 192.168.10.7/24, gateway: 192.168.10.1, dhcp_client: {inform: true}}
  home:
    router: {eth0: dhcp, eth1: 192.168.10.1/24}
    dhcp: {pool: 192.168.10.100-199, dns: [203.0.113.1], lease: 30s, routes: {10.0.0.0/8: 192.168.10.1}}
  isp:
    router: 203.0.113.1/24
    dhcp: {pool: 203.0.113.50-60}
    routes: [{to: 192.168.10.0/24, via: 203.0.113.50}]
  sw1: {switch: 4 ports}
links: [pc1 -- sw1, pc2 -- sw1, home:eth1 -- sw1, home:eth0 -- isp]
actions:
  - {at: 10s, on: pc1, run: ping -c 1 203.0.113.1}
  - {at: 11s, on: home, run: show ip route}
  - {at: 60s, on: pc1, run: ping -c 1 203.0.113.1}
expect:
  - pc1 receives 2 icmp echo-reply
  - pc1 sends at least 3 dhcp request to 192.168.10.1
  - pc2 sends 1 dhcp inform from 192.168.10.7 to 255.255.255.255
  - pc2 receives 1 dhcp ack
  - {on: pc2, table: resolver, holds: {servers: 203.0.113.1}}
  - {on: pc2, table: dhcp-client, holds: {state: informing, server: 192.168.10.1, address: null}}
  - {on: pc1, table: route, holds: {prefix: 10.0.0.0/8, next_hop: 192.168.10.1, source: dhcp}}
  - {on: home, table: dhcp-client, holds: {state: bound, address: 203.0.113.50/24}}
  - {on: home, console: "S*      0.0.0.0/0 [254/0] via 203.0.113.1, eth0"}
"""

PAST_A_RELAY = """
title: Renewing goes straight to the server
until: 40s
nodes:
  pc1: {host: dhcp}
  r1: {router: {eth0: 192.168.10.1/24, eth1: 10.0.0.1/24}, relay: 10.0.0.2}
  s1:
    host: 10.0.0.2/24
    gateway: 10.0.0.1
    dhcp: {pool: 192.168.10.100-109, network: 192.168.10.0/24, lease: 20s}
links: [pc1 -- r1:eth0, s1 -- r1:eth1]
expect:
  - r1 sends 1 dhcp discover to 10.0.0.2
  - pc1 sends at least 2 dhcp request to 10.0.0.2
  - s1 sends at least 2 dhcp ack to 192.168.10.100
  - {on: pc1, table: dhcp-client, holds: {state: bound, server: 10.0.0.2, routers: 192.168.10.1}}
"""

TAKEN_LINK_LOCAL = """
title: Two hosts without a server talk to each other
until: 120s
allow: [no-dhcp-server]
nodes:
  pc1: {host: dhcp}
  pc2: {host: dhcp}
links: [pc1 -- pc2]
expect:
  - pc1 sends 4 dhcp discover before 100s
  - pc1 sends 3 arp probe
  - {on: pc1, table: dhcp-client, holds: {state: init, link_local: true}}
  - {on: pc1, table: route, holds: {prefix: 169.254.0.0/16, port: eth0}}
"""


@pytest.mark.parametrize("text", [HOME, PAST_A_RELAY, TAKEN_LINK_LOCAL], ids=["home", "relay", "link-local"])
def test_a_network_does_as_expected(text: str) -> None:
    scenario = load_text(text)
    assert scenario.warnings == ()
    run = RunOf(scenario)
    assert [(outcome.text, outcome.found) for outcome in check(run.scenario, run.trace) if not outcome.ok] == []
