"""Commands that print addresses ask for their names, as the real ones do, where a name server is known.

RFC 1035 3.5: the names of addresses are in IN-ADDR.ARPA.
"""

import re

import pytest

from sim.packets.telling import summary
from sim.patterns.pattern import packet_of
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import Kind

SCENARIO = """\
title: Names of addresses
nodes:
  pc: {host: 10.0.1.1/24, gateway: 10.0.1.254, NAMESERVERS search: lab.test}
  r: {router: {eth0: 10.0.1.254/24, eth1: 10.0.2.254/24}}
  ns:
    host: 10.0.2.53/24
    gateway: 10.0.2.254
    dns:
      zones:
        lab.test: |
          @ 60 SOA ns x 1 1 1 1 60
          @ 60 NS ns
          ns 60 A 10.0.2.53
          www 60 A 10.0.2.80
        10.in-addr.arpa: |
          @ 60 SOA ns.lab.test. x 1 1 1 1 60
          @ 60 NS ns.lab.test.
          80.2.0 60 PTR www.lab.test.
          254.1.0 60 PTR gw.lab.test.
  www: {host: 10.0.2.80/24, gateway: 10.0.2.254, web: true}
  sw: {switch: 3 ports}
links: [pc -- r:eth0, r:eth1 -- sw, ns -- sw, www -- sw]
until: 90s
actions: ACTIONS
"""


def typed(*commands: str, nameservers: str = "nameservers: 10.0.2.53,") -> tuple[list[str], list[str]]:
    """What is printed at the host, and what it asks the name server for."""
    actions = ", ".join(f"{{at: {1 + 10 * number}s, on: pc, run: {each!r}}}" for number, each in enumerate(commands))
    text = SCENARIO.replace("NAMESERVERS", nameservers).replace("ACTIONS", f"[{actions}]")
    session = Session(load_text(text))
    session.run()
    trace, world = session.trace, session.history.go(len(session.trace))
    sent = (n for n in range(len(trace)) if trace.kind[n] == Kind.FRAME_SENT)
    packets = (packet_of(trace, n) for n in sent if trace.spots[trace.spot[n]].node == "pc")
    told = " ".join(str(summary(packet)) for packet in packets if packet is not None)
    asked = [f"{kind} {name}" for kind, name in re.findall(r"(\w+)\? (\S+)", told)]
    return [row.text for row in world.table("pc", "console").values()], asked


GATEWAY, WWW = "PTR 254.1.0.10.in-addr.arpa.", "PTR 80.2.0.10.in-addr.arpa."


def test_ping_asks_once_for_the_name_of_who_answers() -> None:
    printed, asked = typed("ping -c 2 www")
    assert printed[0] == "PING www (10.0.2.80) 56(84) bytes of data."
    assert [line.partition(" ttl")[0] for line in printed[1:3]] == [
        "64 bytes from www.lab.test (10.0.2.80): icmp_seq=1",
        "64 bytes from www.lab.test (10.0.2.80): icmp_seq=2",
    ]
    assert asked == ["A www.lab.test.", WWW]


@pytest.mark.parametrize("command", ["ping -c 1 10.0.2.80", "ping -n -c 1 10.0.2.80", "traceroute -n 10.0.2.80"])
def test_nobody_asks_where_an_address_was_typed_for_ping_or_numbers_are_wanted(command: str) -> None:
    printed, asked = typed(command)
    assert asked == []
    assert not any("lab.test" in line for line in printed)


@pytest.mark.parametrize("target", ["www.lab.test", "10.0.2.80"])
def test_traceroute_asks_for_the_name_of_each_router(target: str) -> None:
    printed, asked = typed(f"traceroute -q 1 {target}")
    assert printed[1].startswith(" 1  gw.lab.test (10.0.1.254)  ")
    assert printed[2].startswith(" 2  www.lab.test (10.0.2.80)  ")
    assert asked[-2:] == [GATEWAY, WWW]


def test_tracert_has_the_address_in_brackets() -> None:
    printed, asked = typed("tracert 10.0.2.80")
    assert printed[3].endswith(" gw.lab.test [10.0.1.254]")
    assert asked == [GATEWAY, WWW]
    assert not any("lab.test" in line for line in typed("tracert -d 10.0.2.80")[0])


def test_arp_and_the_routing_table_have_names_in_the_place_of_addresses() -> None:
    ping = "ping -n -q -c 1 10.0.2.80"
    printed, asked = typed(ping, "arp -a", "arp", "arp -n", "route", "route -n", "netstat -r")
    printed = printed[5:]
    assert printed[0].startswith("gw.lab.test (10.0.1.254) at ")
    assert printed[2].split()[0] == "gw.lab.test"
    assert printed[4].split()[0] == "10.0.1.254"
    assert [line.split()[1] for line in printed if line.startswith("default")] == ["gw.lab.test", "gw.lab.test"]
    assert asked == [GATEWAY], "the cache has the rest"


def test_a_silent_server_holds_ping_up_as_on_linux() -> None:
    printed, _ = typed("ping -c 2 www", nameservers="nameservers: 10.0.2.99, hosts: {www: 10.0.2.80},")
    assert printed[1].startswith("64 bytes from www (10.0.2.80)"), "the hosts file names it"
    other, _ = typed("ping -c 2 ns", nameservers="nameservers: 10.0.2.99, resolver: {timeout: 1s, attempts: 1},")
    # The device's name stands in after a second; then two more go by for the name of the address.
    assert other[-2].startswith("2 packets transmitted, 2 received, 0% packet loss")


def test_without_a_name_server_nothing_is_asked_and_the_devices_have_their_names() -> None:
    printed, asked = typed("ping -c 1 www", "traceroute -q 1 10.0.2.80", "arp -a", nameservers="")
    assert printed[1].startswith("64 bytes from www (10.0.2.80)")
    assert any(line.startswith(" 1  10.0.1.254  ") for line in printed)
    assert any(line.startswith("? (10.0.1.254) at ") for line in printed)
    assert asked == []
