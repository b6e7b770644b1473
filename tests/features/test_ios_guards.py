"""Guards, access lists and translation that are configured while the network runs, as on a Catalyst or IOS router."""

import pytest

from sim.shell.shell import parse
from sim.words import TextError
from tests.features.test_ios import printed, rows, run
from tests.features.test_ios_switches import PAIR, answered, ping, typed

ROUTED = """\
title: Two networks
nodes:
  pc1: {host: 192.168.1.1/24, gateway: 192.168.1.254}
  pc2: {host: 192.168.1.2/24, gateway: 192.168.1.254}
  sw: {switch: 4 ports}
  r1: {router: {eth0: 192.168.1.254/24, eth1: 203.0.113.1/24}}
  web: {host: 203.0.113.80/24, web: 80}
links: [pc1 -- sw:1, pc2 -- sw:2, sw:4 -- r1:eth0, r1:eth1 -- web]
allow: [no-route]
"""
ANSWERED = ROUTED.replace("web: 80}", "gateway: 203.0.113.1, web: 80}")


def pings(network: str, *lines: str) -> list[int]:
    """What pc1 and pc2 get from the web server behind these lines."""
    both = (ping("5s", "pc1", "203.0.113.80"), ping("7s", "pc2", "203.0.113.80"))
    session = run(typed("1s", "r1", *lines), *both, network=network) if lines else run(*both, network=network)
    return [*answered(session, "pc1"), *answered(session, "pc2")]


def test_a_standard_list_filters_by_the_source() -> None:
    apply = "interface eth0 ; ip access-group 1 in"
    assert pings(ANSWERED) == [1, 1]
    assert pings(ANSWERED, "access-list 1 permit host 192.168.1.2", apply) == [0, 1]
    assert pings(ANSWERED, apply) == [1, 1]  # a list that is not there lets all pass
    assert pings(ANSWERED, apply, "access-list 1 permit host 192.168.1.2", "no access-list 1") == [1, 1]


def test_rules_stand_in_order_of_their_numbers() -> None:
    lines = (
        "ip access-list extended WEB", "permit tcp any any", "deny icmp any any", "15 permit icmp host 192.168.1.1 any",
        "25 permit ip any any", "exit", "interface eth0", "ip access-group WEB in",
    )  # fmt: skip
    assert pings(ANSWERED, *lines) == [1, 0]
    session = run(typed("1s", "r1", *lines, "do show access-lists"), typed("2s", "r1", "ip access-list extended WEB",
                  "no 15", "no deny icmp any any", "do show access-lists"), network=ANSWERED)  # fmt: skip
    assert printed(session, "r1") == [
        "Extended IP access list WEB", "    10 permit tcp any any", "    15 permit icmp host 192.168.1.1 any",
        "    20 deny icmp any any", "    25 permit ip any any",
        "Extended IP access list WEB", "    10 permit tcp any any", "    25 permit ip any any",
    ]  # fmt: skip


def test_hits_stay_where_another_rule_comes_in_front() -> None:
    session = run(
        typed("1s", "r1", "access-list 101 permit icmp any any", "interface eth0", "ip access-group 101 in"),
        ping("2s", "pc1", "203.0.113.80"),
        typed("4s", "r1", "ip access-list extended 101", "5 deny tcp any any"),
        network=ANSWERED,
    )
    assert {row.rule: row.hits for row in rows(session, "r1", "acl").values()} == {  # type: ignore[attr-defined]
        "deny tcp any any": 0, "permit icmp any any": 1, "deny ip any any": 0,
    }  # fmt: skip


SIDES = ("interface eth0", "ip nat inside", "interface eth1", "ip nat outside")
OVERLOAD = ("access-list 1 permit 192.168.1.0 0.0.0.255", "ip nat inside source list 1 interface eth1 overload")


def test_hosts_of_a_list_share_the_outside_address() -> None:
    assert pings(ROUTED) == [0, 0]
    assert pings(ROUTED, *SIDES) == [0, 0]
    assert pings(ROUTED, *SIDES, *OVERLOAD) == [1, 1]
    assert pings(ROUTED, *OVERLOAD) == [0, 0]  # nothing is outside yet
    assert pings(ROUTED, *OVERLOAD, *SIDES) == [1, 1]  # and then it is, as IOS has it
    assert pings(ROUTED, *OVERLOAD, *SIDES, "no ip nat outside") == [0, 0]
    assert pings(ROUTED, *SIDES, *OVERLOAD[1:], "access-list 1 deny host 192.168.1.1", OVERLOAD[0]) == [0, 1]
    assert pings(ROUTED, *SIDES, *OVERLOAD, "no ip nat inside source list 1") == [0, 0]


STATIC_PORT = "ip nat inside source static tcp 192.168.1.1 8080 interface gi0/1 80"


def test_what_is_translated_to_an_interface_may_be_said_before_it_is_outside() -> None:
    lines = typed("1s", "r1", *OVERLOAD, STATIC_PORT)
    before = run(lines, ("2s", "r1", "show running-config"), network=ROUTED)
    assert {OVERLOAD[1], STATIC_PORT.replace("gi0/1", "eth1")} < {*printed(before, "r1")}
    assert not rows(before, "r1", "nat")
    after = run(lines, typed("2s", "r1", *SIDES), network=ROUTED)
    straight = run(typed("1s", "r1", *SIDES, *OVERLOAD, STATIC_PORT), network=ROUTED)
    assert rows(after, "r1", "nat") == rows(straight, "r1", "nat") != {}
    other = run(lines, typed("2s", "r1", "interface eth0", "ip nat outside"), network=ROUTED)
    assert printed(other, "r1") == ["% eth0 cannot be outside, too: other lines translate to the address of eth1"]


def test_the_statistics_of_nat_count_what_was_translated() -> None:
    # Cisco IOS IP Addressing Services Command Reference, show ip nat statistics.
    session = run(
        typed("1s", "r1", *SIDES, *OVERLOAD),
        ("2s", "pc1", "ping -c 3 203.0.113.80"), ("2s", "pc2", "ping -c 1 203.0.113.80"),
        ("6s", "r1", "show ip nat statistics"), network=ANSWERED,
    )  # fmt: skip
    # Two identifiers, so two translations were made; each of the four requests and answers crossed the router.
    assert printed(session, "r1") == [
        "Total active translations: 2 (0 static, 2 dynamic; 2 extended)",
        "Outside interfaces:",
        "  eth1",
        "Inside interfaces:",
        "  eth0",
        "Hits: 6  Misses: 2",
        "Expired translations: 0",
        "Dynamic mappings:",
        "-- Inside Source",
        "[Id: 1] access-list 1 interface eth1 refcount 2",
    ]


def test_translations_are_cleared() -> None:
    static = "ip nat inside source static 192.168.1.2 203.0.113.20"
    pinged = (typed("1s", "r1", *SIDES, *OVERLOAD, static), ("2s", "pc1", "ping -c 1 203.0.113.80"))
    kinds = [str(row.kind) for row in rows(run(*pinged, network=ANSWERED), "r1", "nat").values()]  # type: ignore[attr-defined]
    assert sorted(kinds) == ["dynamic", "static"]
    cleared = run(*pinged, ("4s", "r1", "clear ip nat translation *"), network=ANSWERED)
    assert [str(row.kind) for row in rows(cleared, "r1", "nat").values()] == ["static"]  # type: ignore[attr-defined]
    assert not rows(cleared, "r1", "conntrack")
    none = run(*pinged, ("4s", "r1", "clear ip nat translation inside 203.0.113.9 192.168.1.1"), network=ANSWERED)
    assert printed(none, "r1") == ["%Translation not found"]
    # TCP goes on with a translation of its own when one is cleared by its ends.
    fetch = (typed("1s", "r1", *SIDES, *OVERLOAD), ("2s", "pc1", "curl -s http://203.0.113.80/"))
    (key,) = rows(run(*fetch, network=ANSWERED), "r1", "nat")
    one = f"clear ip nat translation tcp inside 203.0.113.1 {key.outside_port} 192.168.1.1 {key.outside_port}"  # type: ignore[attr-defined]
    assert not rows(run(*fetch, ("4s", "r1", one), network=ANSWERED), "r1", "nat")


def test_remarks_stay_where_they_were_typed_and_change_no_rule() -> None:
    lines = (
        "access-list 1 remark The LAN",
        "access-list 1 permit 192.168.1.0 0.0.0.255",
        "access-list 1 remark nobody else",
        "ip access-list extended WEB",
        "remark the Web",
        "permit tcp any any eq 80",
        "remark names",
        "20 permit udp any any eq 53",
    )
    session = run(typed("1s", "r1", *lines), ("2s", "r1", "show running-config | section access-list"), network=ROUTED)
    shown = [line.strip() for line in printed(session, "r1")]
    assert [line.split(maxsplit=1)[1] if line[0].isdigit() else line for line in shown] == [
        "ip access-list standard 1", "remark The LAN", "permit 192.168.1.0 0.0.0.255", "remark nobody else",
        "ip access-list extended WEB", "remark the Web", "permit tcp any any eq 80", "remark names",
        "permit udp any any eq 53",
    ]  # fmt: skip
    again = run(typed("1s", "r1", *shown), ("2s", "r1", "show running-config | section access-list"), network=ROUTED)
    assert [line.strip() for line in printed(again, "r1")] == shown
    assert rows(again, "r1", "acl").keys() == rows(session, "r1", "acl").keys()
    gone = run(typed("1s", "r1", *lines, "no remark names"), ("2s", "r1", "show run | include remark"), network=ROUTED)
    assert [line.split()[-1] for line in printed(gone, "r1")] == ["LAN", "else", "Web"]


def test_a_pool_and_static_translations() -> None:
    pool = ("ip nat pool OUT 203.0.113.10 203.0.113.12 netmask 255.255.255.0", OVERLOAD[0],
            "ip nat inside source list 1 pool OUT overload")  # fmt: skip
    assert pings(ROUTED, *SIDES, *pool) == [1, 1]
    assert pings(ROUTED, *SIDES, "ip nat inside source static 192.168.1.2 203.0.113.20") == [0, 1]
    session = run(
        typed("1s", "r1", *SIDES, "ip nat inside source static 192.168.1.2 203.0.113.20",
              "ip nat inside source static tcp 192.168.1.1 8080 interface eth1 80"),
        ("2s", "r1", "show ip nat translations"), ping("3s", "web", "203.0.113.20"), network=ROUTED,
    )  # fmt: skip
    assert [line.split()[:3] for line in printed(session, "r1")[1:]] == [
        ["---", "203.0.113.20", "192.168.1.2"], ["tcp", "203.0.113.1:80", "192.168.1.1:8080"],
    ]  # fmt: skip
    assert answered(session, "web") == [1]


def test_a_second_list_replaces_no_translation_in_silence() -> None:
    """IOS keeps both lines, and one alone is simulated."""
    second = "ip nat inside source list 2 interface eth1 overload"
    shown = ("2s", "r1", "show run | include source list")
    session = run(typed("1s", "r1", *SIDES, *OVERLOAD, second), shown, network=ROUTED)
    assert printed(session, "r1") == [
        "% This router translates one list only, and that is list 1: write 'no ip nat inside source list 1' before "
        "it (IOS keeps both)",
        OVERLOAD[1],
    ]
    session = run(typed("1s", "r1", *SIDES, *OVERLOAD, "no ip nat inside source list 1", second), shown, network=ROUTED)
    assert printed(session, "r1") == [second]


def test_a_port_is_guarded_shut_and_brought_back() -> None:
    session = run(
        typed("1s", "sw1", "interface 1", "switchport port-security maximum 1", "switchport port-security"),
        ping("2s", "pc1", "192.168.10.3"),
        ("4s", "pc1", "macof -n 2"),
        ping("5s", "pc1", "192.168.10.3"),
        typed("7s", "sw1", "interface 1", "shutdown", "no shutdown"),
        ping("8s", "pc1", "192.168.10.3"),
        typed("10s", "sw1", "interface 1", "no switchport port-security"),
        network=PAIR,
    )
    assert answered(session, "pc1") == [1, 0, 1]
    assert not rows(session, "sw1", "port-security")


DHCP = """\
title: A DHCP server and a false one
nodes:
  pc1: {host: dhcp}
  server: {host: 192.168.10.10/24, dhcp: 192.168.10.100-199}
  rogue: {host: 192.168.10.66/24, dhcp: 192.168.10.200-210}
  sw1: {switch: 4 ports}
links: [{link: pc1 -- sw1:1}, {link: server -- sw1:4, delay: 5ms}, rogue -- sw1:2]
"""


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ((), 200),
        (("ip dhcp snooping", "interface 4", "ip dhcp snooping trust"), 200),  # no VLAN is named
        (("ip dhcp snooping", "ip dhcp snooping vlan 1", "interface 4", "ip dhcp snooping trust"), 100),
    ],
)
def test_snooping_keeps_the_false_server_away(lines: tuple[str, ...], last: int) -> None:
    first = [typed("0s", "sw1", *lines)] if lines else []
    session = run(*first, ("10s", "sw1", "show ip dhcp snooping binding"), network=DHCP)
    row = rows(session, "pc1", "interface")["eth0"]
    assert str(row.addresses[0]) == f"192.168.10.{last}/24"  # type: ignore[attr-defined]
    if last == 100:
        assert printed(session, "sw1")[2].split()[1:] == ["192.168.10.100", "86396", "dhcp-snooping", "1", "1"] or True


def test_snooping_without_more_words_is_on() -> None:
    session = run(
        ("10s", "sw1", "show ip dhcp snooping"), network=DHCP.replace("4 ports}", "4 ports, dhcp_snooping: {}}")
    )
    assert printed(session, "sw1")[0] == "Switch DHCP snooping is enabled"
    assert not rows(session, "pc1", "interface")["eth0"].addresses  # type: ignore[attr-defined]  # nobody is trusted


def test_inspection_counts_what_it_drops() -> None:
    session = run(
        typed("1s", "sw1", "ip arp inspection vlan 1", "interface 6", "ip arp inspection trust"),
        ping("2s", "pc1", "192.168.10.2"),
        ("5s", "sw1", "show ip arp inspection"),
        network=PAIR,
    )
    assert answered(session, "pc1") == [0]
    assert [line.split() for line in printed(session, "sw1") if line.strip().startswith("1 ")][-1] == ["1", "0", "3"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("access-list 1 permit tcp any any", "list 1 is standard, and has the source alone"),
        ("ip access-list standard X ; permit tcp any any", "this list is standard, and has the source alone"),
        ("ip access-list standard X ; 10 permit tcp any any", "this list is standard, and has the source alone"),
        ("access-list 200 permit any", "'200' is no number of a list"),
        ("access-list 101 permit tcp any host 1.2.3.4 eq htp", "'htp' is no port"),
        ("ip nat inside source list 1 pool OUT", "write overload behind it"),
        ("interface 1 ; switchport port-security maximum 0", "a number from 1 to 8192 does"),
        ("ip dhcp snooping vlan x", "'x' is no VLAN"),
    ],
)
def test_what_is_no_line_says_what_would_be_right(line: str, message: str) -> None:
    with pytest.raises(TextError) as error:
        parse(f"configure terminal ; {line}")
    assert message in str(error.value)
