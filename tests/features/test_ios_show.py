"""What IOS shows of routes, interfaces and VLANs, and the names by which it knows interfaces.

The samples are those of Cisco's command references, with the addresses and names of the networks here.
"""

import ipaddress

import pytest

from sim.device.port_names import in_range, named
from sim.ip.icmp.pdu import ECHO_REQUEST
from sim.ip.ipv4.pdu import IPv4
from sim.session import Session
from sim.trace.records import Kind
from tests.features.test_ios import ROUTES, printed, rows, run
from tests.features.test_ios_switches import PAIR

OTHERS = ("1s", "r1", "configure terminal ; ip route 0.0.0.0 0.0.0.0 10.0.12.2 ; ip route 10.5.0.0 255.255.0.0 null0")
# Cisco IOS IP Routing: Protocol-Independent Command Reference, show ip route: "Routing entry for 10.0.0.1/32", each
# field of the entry in this order.
ENTRY = """\
Routing entry for 10.0.2.0/24
  Known via "static", distance 1, metric 0
  Routing Descriptor Blocks:
  * 10.0.12.2
      Route metric is 0, traffic share count is 1"""
CONNECTED = """\
Routing entry for 10.0.1.0/24
  Known via "connected", distance 0, metric 0 (connected, via interface)
  Routing Descriptor Blocks:
  * directly connected, via eth0
      Route metric is 0, traffic share count is 1"""
DEFAULT = """\
Routing entry for 0.0.0.0/0, supernet
  Known via "static", distance 1, metric 0, candidate default path
  Routing Descriptor Blocks:
  * 10.0.12.2
      Route metric is 0, traffic share count is 1"""
BLACKHOLE = """\
Routing entry for 10.5.0.0/16
  Known via "static", distance 1, metric 0 (connected)
  Routing Descriptor Blocks:
  * directly connected, via Null0
      Route metric is 0, traffic share count is 1"""


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("show ip route 10.0.2.9", ENTRY),
        ("sh ip ro 10.0.2.0 255.255.255.0", ENTRY),
        ("sh ip ro 10.0.1.1", CONNECTED),
        ("sh ip ro 10.5.6.7", BLACKHOLE),
        # A part of the network of class A is there, and one of class C is not. The default route is not meant.
        ("sh ip ro 10.0.99.1", "% Subnet not in table"),
        ("sh ip ro 10.0.2.0 255.255.0.0", "% Subnet not in table"),
        ("sh ip ro 192.168.1.1", "% Network not in table"),
        ("sh ip ro 0.0.0.0", DEFAULT),
    ],
)
def test_one_route_is_told_as_ios_tells_it(command: str, shown: str) -> None:
    assert printed(run(*ROUTES, OTHERS, ("2s", "r1", command)), "r1") == shown.split("\n")


def test_the_route_to_an_address_is_the_longest_that_matches() -> None:
    """Beside the plain search of the prefixes, with the standard library's networks."""
    session = run(*ROUTES, OTHERS)
    prefixes = [ipaddress.ip_network(str(row.prefix)) for row in rows(session, "r1", "route").values()]  # type: ignore[attr-defined]
    for text in ("10.0.2.9", "10.0.1.1", "10.0.1.254", "10.0.12.2", "10.5.0.1"):
        best = max((each for each in prefixes if ipaddress.ip_address(text) in each), key=lambda each: each.prefixlen)
        head = printed(run(*ROUTES, OTHERS, ("2s", "r1", f"show ip route {text}")), "r1")[0]
        assert head == f"Routing entry for {best}"


@pytest.mark.parametrize(("word", "codes"), [("static", {"S", "S*"}), ("connected", {"C", "L"}), ("conn", {"C", "L"})])
def test_routes_of_one_kind_are_shown(word: str, codes: set[str]) -> None:
    lines = printed(run(*ROUTES, OTHERS, ("2s", "r1", f"show ip route {word}")), "r1")
    every = printed(run(*ROUTES, OTHERS, ("2s", "r1", "show ip route")), "r1")
    assert lines == [line for line in every if not line[8:9].isdigit() or line.split()[0] in codes]
    assert {line.split()[0] for line in lines if line[8:9].isdigit()} == codes


def test_the_configuration_of_an_interface_is_its_part_of_the_whole() -> None:
    change = ("1s", "r1", "configure terminal ; interface eth1 ; description To r2 ; ip mtu 1400 ; shutdown")
    whole = printed(run(change, ("2s", "r1", "show running-config")), "r1")
    start = whole.index("interface eth1")
    part = whole[start : whole.index("!", start)]
    for command in ("show running-config interface eth1", "sh run int gi0/1", "sh run int fastEthernet 0/1"):
        assert printed(run(change, ("2s", "r1", command)), "r1") == [*part, "end"]
    again = run(("1s", "r1", f"configure terminal ; {' ; '.join(part)}"))
    assert rows(again, "r1", "interface") == rows(run(change), "r1", "interface")


TRUNK = "configure terminal ; vlan 10 ; name STAFF ; interface range fa0/1 - 2 ; switchport mode access ; "
TRUNK += "switchport access vlan 10 ; description Desks ; interface fa0/6 ; switchport mode trunk ; "
TRUNK += "switchport trunk native vlan 99 ; switchport trunk allowed vlan 10,99 ; interface 3 ; shutdown"


def test_the_state_of_ports_is_shown_in_the_columns_of_a_catalyst() -> None:
    lines = printed(run(("1s", "sw1", TRUNK), ("2s", "sw1", "show interfaces status"), network=PAIR), "sw1")
    # Catalyst 2960 Switch Command Reference, show interfaces status: Port, Name, Status, Vlan, Duplex, Speed, Type.
    head, *ports = lines[1:]
    places = [head.index(word) for word in ("Port", "Name", "Status", "Vlan")]
    found = [[line[at:].split("  ")[0].strip() for at in places] for line in ports]
    assert found == [
        ["1", "Desks", "connected", "10"],
        ["2", "Desks", "connected", "10"],
        ["3", "", "disabled", "1"],
        ["4", "", "notconnect", "1"],
        ["5", "", "notconnect", "1"],
        ["6", "", "connected", "trunk"],
    ]
    assert printed(run(("1s", "sw1", TRUNK), ("2s", "sw1", "sh int fa0/3 st"), network=PAIR), "sw1")[2:] == ports[2:3]


def test_a_port_that_a_guard_has_switched_off_is_told_so() -> None:
    guard = "configure terminal ; interface 1 ; switchport mode access ; switchport port-security ; "
    guard += "switchport port-security mac-address 02:00:00:00:00:99"
    session = run(
        ("1s", "sw1", guard), ("2s", "pc1", "ping -c 1 -W 1 192.168.10.2"),
        ("5s", "sw1", "show interfaces 1 status"), network=PAIR,
    )  # fmt: skip
    assert printed(session, "sw1")[-1].split()[1] == "err-disabled"


def test_what_a_port_does_with_vlans_is_told_as_a_catalyst_tells_it() -> None:
    session = run(("1s", "sw1", TRUNK), ("2s", "sw1", "show interfaces fa0/6 switchport"), network=PAIR)
    # Catalyst 2960 Switch Command Reference, show interfaces switchport; VLAN 99 is not created.
    assert printed(session, "sw1")[:-1] == [
        "Name: 6",
        "Switchport: Enabled",
        "Administrative Mode: trunk",
        "Operational Mode: trunk",
        "Administrative Trunking Encapsulation: dot1q",
        "Operational Trunking Encapsulation: dot1q",
        "Negotiation of Trunking: Off",
        "Access Mode VLAN: 1 (default)",
        "Trunking Native Mode VLAN: 99 (Inactive)",
        "Administrative Native VLAN tagging: disabled",
        "Voice VLAN: none",
        "Trunking VLANs Enabled: 10,99",
    ]
    access = printed(run(("1s", "sw1", TRUNK), ("2s", "sw1", "sh int 1 swi"), network=PAIR), "sw1")
    assert {"Operational Mode: static access", "Access Mode VLAN: 10 (STAFF)", "Trunking VLANs Enabled: ALL"} < {
        *access
    }


def test_descriptions_have_the_columns_of_ios() -> None:
    lines = printed(run(("1s", "sw1", TRUNK), ("2s", "sw1", "sh int des"), network=PAIR), "sw1")
    # Cisco IOS Interface Command Reference, show interfaces description.
    assert lines[0] == "Interface                      Status         Protocol Description"
    assert [line.split() for line in lines[1:4]] == [
        ["1", "up", "up", "Desks"], ["2", "up", "up", "Desks"], ["3", "admin", "down", "down"]]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "vlans"),
    [("sh vl br", [1, 10]), ("show vlan id 10", [10]), ("sh vlan name STAFF", [10]), ("show vlan id 77", [])],
)
def test_vlans_are_shown_by_their_numbers_and_names(command: str, vlans: list[int]) -> None:
    lines = printed(run(("1s", "sw1", TRUNK), ("2s", "sw1", command), network=PAIR), "sw1")
    table = lines[3 : lines.index("", 1)] if "" in lines[1:] else lines[3:]
    assert [int(line.split()[0]) for line in table if line[:1].isdigit()] == vlans
    assert vlans or lines == ["VLAN id 77 not found in current VLAN database"]


def test_one_access_list_is_shown() -> None:
    lists = "configure terminal ; access-list 1 permit any ; ip access-list extended WEB ; permit tcp any any eq 80"
    shown = printed(run(("1s", "r1", lists), ("2s", "r1", "show access-lists WEB")), "r1")
    assert [line.split()[-1] for line in shown] == ["WEB", "80"]
    assert printed(run(("1s", "r1", lists), ("2s", "r1", "sh ip access-lists 1")), "r1")[0].endswith("list 1")


@pytest.mark.parametrize(
    ("typed", "there", "meant"),
    [
        ("fa0/1", ["1", "2"], "1"),
        ("FastEthernet0/2", ["1", "2"], "2"),
        ("gi1/0/2", ["1", "2"], "2"),
        ("GigabitEthernet0/1", ["eth0", "eth1"], "eth1"),
        ("gi0/0.10", ["eth0"], "eth0.10"),
        ("ETH1", ["eth0", "eth1"], "eth1"),
        ("g0/1", ["GigabitEthernet0/0", "GigabitEthernet0/1"], "GigabitEthernet0/1"),
        ("fa0/1", ["g0/1"], "fa0/1"),
        ("fa0/9", ["1", "2"], "fa0/9"),
        ("serial0/0", ["eth0"], "serial0/0"),
        ("fa1", ["1"], "fa1"),
    ],
)
def test_interfaces_are_meant_by_the_names_of_ios(typed: str, there: list[str], meant: str) -> None:
    assert named(typed, there) == meant


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1-3,5", ["1", "2", "3", "5"]),
        ("fa0/1 - 3", ["fa0/1", "fa0/2", "fa0/3"]),
        ("fa0/1-2 , fa0/5", ["fa0/1", "fa0/2", "fa0/5"]),
        ("fa0/1 - fa0/2, gi0/1", ["fa0/1", "fa0/2", "gi0/1"]),
        ("eth0-1", ["eth0", "eth1"]),
        ("eth0 , eth1", ["eth0", "eth1"]),
        ("GigabitEthernet 1/0/1 - 2", ["GigabitEthernet1/0/1", "GigabitEthernet1/0/2"]),
        ("vlan 10 - 11", ["vlan10", "vlan11"]),
    ],
)
def test_a_range_has_the_interfaces_of_ios(text: str, names: list[str]) -> None:
    """Cisco IOS Interface Command Reference, interface range: ``fastethernet 5/1 - 5, gigabitethernet 1/1 - 2``."""
    assert [*in_range(text)] == names


@pytest.mark.parametrize("text", ["fa0/x", "3-1", "fa0/1 -", "all"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        [*in_range(text)]


def test_lines_about_an_interface_that_is_not_there_change_nothing() -> None:
    lines = (
        "configure terminal ; interface gi0/9 ; ip address 10.9.9.9 255.0.0.0 ; shutdown ; interface eth1 ; shutdown"
    )
    session = run(("1s", "r1", lines))
    assert printed(session, "r1") == ["% Invalid interface: there is no gi0/9; there are eth0 and eth1"]
    assert not rows(session, "r1", "interface")["eth1"].enabled  # type: ignore[attr-defined]


def echoes(session: Session, node: str) -> list[IPv4]:
    """The datagrams with echo requests that a device has sent."""
    sent = ((session.trace.what[n], session.trace.spots[session.trace.spot[n]].node) for n in range(len(session.trace))
            if session.trace.kind[n] == Kind.FRAME_SENT)  # fmt: skip
    found = [getattr(frame, "payload", None) for frame, at in sent if at == node]
    return [each for each in found if isinstance(each, IPv4) and getattr(each.payload, "type", None) == ECHO_REQUEST]


# Cisco, "Understanding the Ping and Traceroute Commands": ! for each reply, . for a time-out, U for unreachable.
@pytest.mark.parametrize(
    ("command", "head", "marks", "end"),
    [
        ("ping 10.0.2.1 repeat 3", "Sending 3, 100-byte ICMP Echos to 10.0.2.1, timeout is 2 seconds:", "!!!",
         "Success rate is 100 percent (3/3), round-trip min/avg/max = 1/1/1 ms"),
        ("ping ip 10.0.2.1 size 200", "Sending 5, 200-byte ICMP Echos to 10.0.2.1, timeout is 2 seconds:", "!!!!!",
         "Success rate is 100 percent (5/5), round-trip min/avg/max = 1/1/1 ms"),
        ("ping 10.66.0.1 rep 2 time 1", "Sending 2, 100-byte ICMP Echos to 10.66.0.1, timeout is 1 seconds:", "..",
         "Success rate is 0 percent (0/2)"),
        ("ping 10.0.12.2 repeat 1 source gi0/0", "Packet sent with a source address of 10.0.1.254", "!",
         "Success rate is 100 percent (1/1), round-trip min/avg/max = 1/1/1 ms"),
    ],
)  # fmt: skip
def test_ping_as_ios_has_it(command: str, head: str, marks: str, end: str) -> None:
    session = run(*ROUTES, ("2s", "r1", command))
    assert printed(session, "r1")[-3:] == [head, marks, end]


def test_the_ping_of_ios_counts_the_whole_datagram_and_waits_for_each_answer() -> None:
    session = run(*ROUTES, ("2s", "r1", "ping 10.0.2.1 repeat 4 size 200 source 10.0.1.254"))
    sent = echoes(session, "r1")
    assert [(each.total_length, str(each.src)) for each in sent] == [(200, "10.0.1.254")] * 4
    wrong = run(*ROUTES, ("2s", "r1", "ping 10.0.2.1 source 10.0.2.254"))
    assert printed(wrong, "r1") == ["% Invalid source address- IP address not on any of our up interfaces"]
    lost = run(*ROUTES, ("2s", "r1", "ping 10.0.1.77 repeat 3 timeout 3"))
    assert printed(lost, "r1")[-2] == "..."


# Cisco, "Understanding the Ping and Traceroute Commands": a line for each time to live, * for a time-out, !N, !H, !A.
@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("traceroute 10.0.2.1 numeric", ["  1 10.0.12.2 0 msec 0 msec 0 msec", "  2 10.0.2.1 0 msec 0 msec 0 msec"]),
        ("traceroute ip 10.0.2.1 probe 1 ttl 2 9", ["  2 10.0.2.1 0 msec"]),
        ("traceroute 10.0.2.1 sou gi0/0 pro 1", ["  1 10.0.12.2 0 msec", "  2 10.0.2.1 0 msec"]),
        ("traceroute 10.0.2.77 probe 2 timeout 1 ttl 1 2", ["  1 10.0.12.2 0 msec 0 msec", "  2  *  *"]),
        ("traceroute 10.66.0.1 probe 2 ttl 2 2", ["  2 10.0.12.2 !N  !N"]),
    ],
)
def test_traceroute_as_ios_has_it(command: str, lines: list[str]) -> None:
    way = ("1s", "r1", "configure terminal ; ip route 10.66.0.0 255.255.0.0 10.0.12.2")
    head = ["Type escape sequence to abort.", f"Tracing the route to {command.split('10.', 1)[1].split(maxsplit=1)[0]}"]
    shown = printed(run(*ROUTES, way, ("2s", "r1", command)), "r1")
    assert shown == [head[0], head[1].replace("to ", "to 10."), *lines]


def test_the_source_of_a_traceroute_is_that_of_its_probes() -> None:
    for command in (
        "traceroute 10.0.2.1 source gi0/0",
        "traceroute -s 10.0.1.254 10.0.2.1",
        "traceroute -I -s eth0 10.0.2.1",
    ):
        session = run(*ROUTES, ("2s", "r1", command))
        frames = [session.trace.what[n] for n in range(len(session.trace)) if session.trace.kind[n] == Kind.FRAME_SENT]
        sent = [each for frame in frames if isinstance(each := getattr(frame, "payload", None), IPv4)]
        assert {str(each.src) for each in sent if str(each.dst) == "10.0.2.1"} == {"10.0.1.254"}
    nowhere = printed(run(("2s", "r1", "traceroute 192.0.2.1 probe 1")), "r1")
    assert nowhere[-1] == "% Network is unreachable"
    wrong = printed(run(*ROUTES, ("2s", "r1", "traceroute 10.0.2.1 source 10.0.2.254")), "r1")
    assert wrong == ["% Invalid source address- IP address not on any of our up interfaces"]
    assert printed(run(("2s", "r1", "traceroute -s 10.9.9.9 10.0.2.1")), "r1") == [
        "bind: Cannot assign requested address"
    ]
