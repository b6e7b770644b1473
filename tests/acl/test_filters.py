"""Access lists at work on a router between two hosts that exist only as octets."""

from typing import Any

import pytest

from sim.features.acl.settings import AccessList, AclSettings
from sim.ip.icmp.pdu import DESTINATION_UNREACHABLE, Icmp
from sim.kernel import SECOND
from sim.scenario.load import load_text
from sim.session import Session
from sim.settings import Placed
from sim.trace.records import Change, Kind
from sim.transport.tcp.pdu import ACK, SYN
from tests.nat.world import INSIDE_ROUTER, OUTSIDE, PC, PC2, SERVER, Router, error, ping, tcp, told, udp


def router(*lists: tuple[str, str, list[str]], **nat: Any) -> Router:
    """A router with lists: name, where it is asked, rules. Its rules stand in lines 10, 11 …"""
    made = []
    for name, apply, rules in lists:
        placed = tuple(Placed(text, number) for number, text in enumerate(rules, 10))
        made.append((name, AccessList(placed, (apply,))))
    return Router(AclSettings(tuple(made)), **nat)


def test_the_first_rule_that_fits_decides_and_names_its_place() -> None:
    made = router(("web", "in eth0", ["permit tcp any any eq 80", "deny tcp any any", "permit ip any any"]))
    assert made.out(tcp(PC, 40000, SERVER, 80, SYN))
    assert made.out(tcp(PC, 40000, SERVER, 22, SYN)) == []
    assert made.out(udp(PC, 40000, SERVER, 22))
    dropped = [each for each in made.device.trace if each.kind is Kind.PACKET_DROPPED]
    facts = {"acl": "web", "where": "in eth0", "number": 2, "entry": "deny tcp any any", "line": 11}
    assert [(each.why.rule.id, dict(each.why.facts)) for each in dropped] == [("acl.denied", facts)]


def test_what_no_rule_fits_is_denied() -> None:
    made = router(("web", "in eth0", ["permit tcp any any eq 80"]))
    assert made.out(udp(PC, 40000, SERVER, 80)) == []
    assert made.drops == ["acl.implicit-deny"]


def test_a_list_of_another_interface_or_direction_is_not_asked() -> None:
    made = router(("none", "out eth0", ["deny ip any any"]))
    assert made.out(udp(PC, 40000, SERVER, 80))
    assert made.back(udp(SERVER, 80, OUTSIDE, 40000)) == []
    assert made.drops == ["acl.denied"]


def test_a_list_at_the_outside_sees_outside_addresses() -> None:
    made = router(
        ("out", "out eth1", [f"permit ip host {OUTSIDE} any"]),
        ("in", "in eth1", [f"permit ip any host {OUTSIDE}"]),
    )
    assert told(made.out(udp(PC, 40000, SERVER, 80))) == [("eth1", f"{OUTSIDE}:40000", f"{SERVER}:80")]
    assert told(made.back(udp(SERVER, 80, OUTSIDE, 40000))) == [("eth0", f"{SERVER}:80", f"{PC}:40000")]


def test_what_a_list_denies_on_the_way_out_leaves_no_connection_and_no_mapping() -> None:
    made = router(("out", "out eth1", ["deny ip any any"]))
    assert made.out(udp(PC, 40000, SERVER, 80)) == []
    made.out(udp(PC, 40001, SERVER, 80))
    made.back(udp(SERVER, 9, OUTSIDE, 9))
    assert {str(ends.src) for ends in made.device.table("conntrack")} == {SERVER}
    assert made.mappings == {}


def test_a_router_does_not_ask_an_out_list_about_its_own() -> None:
    made = router(("out", "out eth0", ["deny ip any any"]))
    answer = made.only(made.out(ping(PC, INSIDE_ROUTER, 7)))
    assert isinstance(answer.payload, Icmp)


def test_reject_tells_the_sender() -> None:
    # RFC 1812 5.2.7.1: code 13, "Communication Administratively Prohibited"
    made = router(("no", "in eth0", ["reject udp any any", "permit ip any any"]))
    answer = made.only(made.out(udp(PC, 40000, SERVER, 53)))
    assert isinstance(answer.payload, Icmp)
    assert (answer.payload.type, answer.payload.code, str(answer.dst)) == (DESTINATION_UNREACHABLE, 13, PC)


@pytest.mark.parametrize("count", [1, 2, 7])
def test_each_datagram_is_counted_whether_its_flow_is_known_or_not(count: int) -> None:
    made = router(("count", "in eth0", ["deny tcp any any", "permit udp any any eq 53"]))
    for _ in range(count):
        made.out(udp(PC, 40000, SERVER, 53))  # 33 octets
        made.out(udp(PC2, 40000, SERVER, 54))
    made.wait(SECOND)
    rows = made.device.table("acl")
    assert [(row.hits, row.octets) for row in rows.values()] == [(0, 0), (count, 33 * count), (count, 33 * count)]


def test_the_commands_count_up_to_the_moment() -> None:
    made = router(("count", "in eth0", ["permit udp any any eq 53"]))
    made.out(udp(PC, 40000, SERVER, 53))
    made.device.run("show access-lists")
    made.device.run("iptables -L -v -n")
    assert made.device.console == [
        "Extended IP access list count",
        "    10 permit udp any any eq 53 (1 match)",
        "Chain count (policy DROP 0 packets, 0 bytes)",
        " pkts bytes target     prot opt in     out     source               destination",
        "    1    33 ACCEPT     udp  --  eth0   *       0.0.0.0/0            0.0.0.0/0            udp dpt:53",
    ]


def test_log_prints_the_first_datagram_of_each_flow() -> None:
    made = router(("watch", "in eth0", ["deny tcp any any log", "permit ip any any log"]))
    for _ in range(3):
        made.out(tcp(PC, 40000, SERVER, 22, SYN))
        made.out(udp(PC, 40000, SERVER, 53))
    made.out(ping(PC, SERVER, 7))
    assert made.device.console == [
        f"%SEC-6-IPACCESSLOGP: list watch denied tcp {PC}(40000) -> {SERVER}(22), 1 packet",
        f"%SEC-6-IPACCESSLOGP: list watch permitted udp {PC}(40000) -> {SERVER}(53), 1 packet",
        f"%SEC-6-IPACCESSLOGDP: list watch permitted icmp {PC} -> {SERVER} (8/0), 1 packet",
    ]


STATELESS = ("in", "in eth1", ["permit tcp any any established"])
STATEFUL = ("in", "in eth1", ["permit ip any any state established,related"])


def test_established_lets_in_an_ack_that_nobody_asked_for_and_a_state_does_not() -> None:
    stray = tcp(SERVER, 80, OUTSIDE, 40000, ACK, 1, 1)
    for acl, is_stopped in ((STATELESS, False), (STATEFUL, True)):
        made = router(acl)
        made.back(stray)
        assert ("acl.implicit-deny" in made.drops) is is_stopped


def test_a_filter_with_a_memory_lets_in_what_answers() -> None:
    made = router(STATEFUL)
    assert made.back(udp(SERVER, 53, OUTSIDE, 40000)) == []
    assert made.out(udp(PC, 40000, SERVER, 53))
    assert made.back(udp(SERVER, 53, OUTSIDE, 40000))
    about = made.only(made.out(udp(PC, 40001, SERVER, 54)))
    assert told(made.back(error("192.0.2.1", OUTSIDE, 3, 3, about))) == [("eth0", "192.0.2.1", PC)]


SCENARIO = """
title: A filter
{allow}nodes:
  pc: {{host: 192.168.1.10/24, gateway: 192.168.1.1}}
  r1:
    router: {{eth0: 192.168.1.1/24, eth1: 203.0.113.5/24}}
    acl:
      from-inside:
        apply: in eth0
        rules:
          - deny udp any any
          - permit tcp any any
          - permit udp any any eq 53
  www: {{host: 203.0.113.9/24, gateway: 203.0.113.5}}
links: [pc -- r1:eth0, r1:eth1 -- www]
actions:
  - {{at: 1s, on: pc, run: ping -c 1 203.0.113.9}}
"""


def test_a_rule_that_can_never_fit_is_warned_of_with_the_line_that_takes_everything() -> None:
    loaded = load_text(SCENARIO.format(allow=""), "a.yaml")
    assert [str(each) for each in loaded.warnings] == [
        "a.yaml:13:13: warning: this rule can never fit: the rule in line 11 takes all that it would; put the rule "
        "that is meant for less in front, or leave this one out, or 'allow: shadowed-rule' if you mean it"
    ]
    assert load_text(SCENARIO.format(allow="allow: shadowed-rule\n"), "a.yaml").warnings == ()


def test_rows_of_the_table_have_the_lines_of_the_scenario() -> None:
    session = Session(load_text(SCENARIO.format(allow=""), "a.yaml"))
    session.run()
    changes = [each.what for each in session.trace if isinstance(each.what, Change) and each.what.table == "acl"]
    rows = {(change.after.rule, change.after.line) for change in changes}
    assert rows >= {("deny udp any any", 11), ("permit udp any any eq 53", 13)}
