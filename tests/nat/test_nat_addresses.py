"""The outside addresses of a router: leased, in a pool, one to one. And a table of connections that is full."""

from sim.addresses import BROADCAST_MAC, ZERO_MAC, MacAddress
from sim.features.conntrack.settings import ConntrackSettings
from sim.features.nat.settings import Behavior
from sim.ip.arp.pdu import REQUEST, Arp
from sim.ip.spans import Span
from sim.link.ethernet import frame as wire
from sim.link.ethernet.pdu import TYPE_ARP, Ethernet
from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.records import Change, Kind
from sim.transport.tcp.pdu import ACK, SYN
from tests.nat.world import OUTSIDE, PC, PC2, SERVER, Router, connect, ip, tcp, told, udp

LEASED = """
title: The outside address is leased
nodes:
  pc: {host: 192.168.1.10/24, gateway: 192.168.1.1}
  home:
    router: {eth0: 192.168.1.1/24, eth1: dhcp}
    nat: {outside: eth1, forward: {80: 192.168.1.10, 8080: 192.168.1.10:80}}
  isp: {router: {eth0: 203.0.113.1/24, eth1: 198.51.100.1/24}, dhcp: {pool: 203.0.113.50-60}}
  www: {host: 198.51.100.7/24, gateway: 198.51.100.1, web: Hello}
links: [pc -- home:eth0, home:eth1 -- isp:eth0, isp:eth1 -- www]
actions:
  - {at: 15s, on: pc, run: curl http://198.51.100.7/}
  - {at: 20s, on: home, run: dhclient -r eth1}
expect:
  - www receives 1 tcp syn from 203.0.113.50
  - {on: pc, console: Hello}
  - {on: home, table: nat, holds: {outside_ip: 203.0.113.50, outside_port: 80, kind: forward}, at: 16s}
  - {on: home, table: nat, holds: {outside_ip: 203.0.113.50, kind: dynamic}, at: 16s}
  - {on: home, table: nat, rows: 0}
  - {on: home, table: conntrack, lacks: {dst: 198.51.100.7}}
"""


def test_mappings_come_and_go_with_a_leased_address() -> None:
    session = Session(load_text(LEASED, "leased.yaml"))
    session.run()
    assert [outcome.text for outcome in session.check() if not outcome.ok] == []
    removed = [each for each in session.trace if isinstance(each.what, Change) and each.what.after is None]
    assert {each.why.rule.id for each in removed if each.node == "home" and each.what.table == "nat"} == {  # type: ignore[union-attr]
        "nat.address-gone"
    }


def test_the_router_answers_for_the_addresses_of_its_pool() -> None:

    router = Router(pool=Span(ip("203.0.113.8"), ip("203.0.113.9")))
    device = router.device

    asker = MacAddress.parse("02:00:00:00:01:01")
    for target, answers in (("203.0.113.8", 1), ("203.0.113.9", 1), ("203.0.113.10", 0)):
        question = Arp(REQUEST, asker, ip("203.0.113.1"), ZERO_MAC, ip(target))
        assert len(device.receive("eth1", wire.encode(Ethernet(BROADCAST_MAC, asker, TYPE_ARP, question)))) == answers
    assert device.receive("eth0", wire.encode(Ethernet(BROADCAST_MAC, asker, TYPE_ARP, question))) == []


def test_what_is_for_an_address_of_the_pool_that_nobody_has_goes_nowhere() -> None:
    router = Router(pool=Span(ip("203.0.113.8"), ip("203.0.113.9")))
    assert router.back(udp(SERVER, 53, "203.0.113.9", 5000)) == []
    assert router.drops == ["nat.no-mapping"]


def test_a_one_to_one_address_is_the_hosts_with_all_ports() -> None:
    router = Router(static=((ip("203.0.113.7"), ip(PC2)),), mapping=Behavior.ADDRESS_AND_PORT_DEPENDENT)
    assert told(router.out(udp(PC2, 5000, SERVER, 53))) == [("eth1", "203.0.113.7:5000", f"{SERVER}:53")]
    assert told(router.back(udp("192.0.2.9", 9, "203.0.113.7", 4000))) == [("eth0", "192.0.2.9:9", f"{PC2}:4000")]


def test_ports_in_a_row_are_forwarded_each_to_its_own() -> None:
    router = Router(forward=(("tcp 5000-5010", f"{PC}:6000-6010"), ("udp 5000-5001", PC2)))
    assert [(key.protocol, key.outside_port, row.ports) for key, row in router.device.table("nat").items()] == [
        (6, 5000, 11),
        (17, 5000, 2),
    ]
    for port in (5000, 5004, 5010):
        assert told(router.back(tcp(SERVER, 99, OUTSIDE, port, SYN))) == [
            ("eth0", f"{SERVER}:99", f"{PC}:{port + 1000}")
        ]
        answer = tcp(PC, port + 1000, SERVER, 99, SYN | ACK, 7, 101)
        assert told(router.out(answer)) == [("eth1", f"{OUTSIDE}:{port}", f"{SERVER}:99")]
    assert told(router.back(udp(SERVER, 53, OUTSIDE, 5001))) == [("eth0", f"{SERVER}:53", f"{PC2}:5001")]
    # Beside the row nobody is there, and what is in the row is nobody else's.
    assert router.back(tcp(SERVER, 99, OUTSIDE, 5011, SYN)) == []
    assert [where for where, _ in router.back(udp(SERVER, 99, OUTSIDE, 5002))] == ["eth1"]  # "port unreachable"
    assert told(router.out(tcp(PC2, 5004, SERVER, 80, SYN))) == [("eth1", f"{OUTSIDE}:5011", f"{SERVER}:80")]
    # What the inside end itself begins has its own outside port, too.
    assert told(router.out(tcp(PC, 6007, SERVER, 80, SYN))) == [("eth1", f"{OUTSIDE}:5007", f"{SERVER}:80")]


def test_a_full_table_drops_what_is_doubtful_and_else_what_is_new() -> None:
    router = Router(ConntrackSettings(size=2))
    router.out(udp(PC, 5000, SERVER, 53))
    connect(router, 40000)
    connect(router, 40001)
    evicted = [each for each in router.device.trace if each.why.rule.id == "conntrack.evicted"]
    assert Kind.ROW_REMOVED in {each.kind for each in evicted}
    assert router.out(tcp(PC, 40002, SERVER, 80, SYN)) == []
    assert router.drops == ["conntrack.full"]
    # What the refused ones were given is free again.
    assert {port for _, _, port in router.device.table("nat")} == {40000, 40001}
