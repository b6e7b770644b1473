"""What ``show`` tells of a part of a table, or in another form; the forms are those of Cisco's command references."""

import pytest

from sim.shell.shell import parse
from sim.words import TextError
from tests.features.test_ios import ROUTES, printed, run
from tests.features.test_ios_switches import PAIR

TREE = """\
title: Three switches
nodes:
  sw1: {switch: 4 ports, stp: {mode: stp, priority: 4096, mac: 00:19:06:ea:b8:80}}
  sw2: {switch: 4 ports, stp: {mode: stp, mac: 00:1c:0e:87:78:00}}
  sw3: {switch: 4 ports, stp: {mode: stp, mac: 00:1c:0e:87:85:00}}
links: ["sw1:1 -- sw2:1", "sw1:2 -- sw3:1", "sw2:2 -- sw3:2"]
"""
ROOT = """\
                                        Root    Hello Max Fwd
Vlan                   Root ID          Cost    Time  Age Dly  Root Port
---------------- -------------------- --------- ----- --- ---  ------------
VLAN0001          4096 0019.06ea.b880         4     2  20  15  1"""
BRIDGE = """\
                                                   Hello  Max  Fwd
Vlan                         Bridge ID              Time  Age  Dly  Protocol
---------------- --------------------------------- -----  ---  ---  --------
VLAN0001         32768 (32768,   0) 001c.0e87.8500     2   20   15  ieee"""
SUMMARY = """\
Switch is in pvst mode
Root bridge for: none
Configured Pathcost method used is short

Name                   Blocking Listening Learning Forwarding STP Active
---------------------- -------- --------- -------- ---------- ----------
VLAN0001                      1         0        0          1          2
---------------------- -------- --------- -------- ---------- ----------
1 vlan                        1         0        0          1          2"""
BLOCKED = """\
Name                 Blocked Interfaces List
-------------------- ------------------------------------
VLAN0001             2

Number of blocked ports (segments) in the system : 1"""
PORT = """\
Vlan                Role Sts Cost      Prio.Nbr Type
------------------- ---- --- --------- -------- --------------------------------
VLAN0001            Altn BLK 4         128.2    P2p"""


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("show spanning-tree root", ROOT),
        ("sh span vlan 1 root", ROOT),
        ("show spanning-tree bridge", BRIDGE),
        ("show spanning-tree summary", SUMMARY),
        ("sh span blockedports", BLOCKED),
        ("show spanning-tree interface fa0/2", PORT),
        ("show spanning-tree interface 4", "no spanning tree info available for 4"),
        ("show spanning-tree vlan 7", "Spanning tree instance(s) for vlan 7 does not exist."),
    ],
)
def test_the_tree_is_shown_in_parts(command: str, shown: str) -> None:
    assert printed(run(("60s", "sw3", command), network=TREE), "sw3") == shown.split("\n")


def test_the_tree_of_a_vlan_is_the_one_that_there_is() -> None:
    whole, one = (
        printed(run(("60s", "sw3", command), network=TREE), "sw3")
        for command in ("show spanning-tree", "sh spanning-tree vlan 1")
    )
    assert whole == one
    assert whole[0] == "VLAN0001"


DESKS = """\
title: Two desks
nodes:
  pc1: {host: 192.168.10.1/24, mac: 02:00:00:00:00:01}
  pc2: {host: 192.168.10.2/24, mac: 02:00:00:00:00:02}
  sw1: {switch: 4 ports}
links: ["pc1 -- sw1:1", "pc2 -- sw1:2"]
"""
GREETED = (("1s", "pc1", "ping -c 1 192.168.10.2"),)


@pytest.mark.parametrize(
    ("command", "ports"),
    [("address 0200.0000.0001", ["1"]), ("address 02:00:00:00:00:02", ["2"]), ("static", []), ("int fa0/2", ["2"])],
)
def test_the_mac_address_table_is_searched(command: str, ports: list[str]) -> None:
    lines = printed(run(*GREETED, ("2s", "sw1", f"show mac address-table {command}"), network=DESKS), "sw1")
    assert [line.split()[-1] for line in lines[5:-1]] == ports
    assert lines[-1] == f"Total Mac Addresses for this criterion: {len(ports)}"


def test_the_addresses_of_a_switch_are_counted() -> None:
    # Catalyst 2960 Switch Command Reference, show mac address-table count.
    lines = printed(run(*GREETED, ("2s", "sw1", "sh mac add count"), network=DESKS), "sw1")
    assert lines == [
        "",
        "Mac Entries for Vlan 1:",
        "---------------------------",
        "Dynamic Address Count  : 2",
        "Static  Address Count  : 0",
        "Total Mac Addresses    : 2",
        "",
        "Total Mac Address Space Available: 8190",
    ]
    assert printed(run(("2s", "sw1", "sh mac add aging"), network=DESKS), "sw1") == ["Global Aging Time:  300"]


GUARD = "configure terminal ; interface 1 ; switchport port-security maximum 1 ; "
GUARD += "switchport port-security violation restrict ; switchport port-security mac-address 0200.0000.0099 ; "
GUARD += "switchport port-security"


def test_a_guarded_port_and_its_addresses() -> None:
    # Catalyst 2960 Switch Command Reference, show port-security.
    guarded = (("500ms", "sw1", GUARD), *GREETED)
    lines = printed(run(*guarded, ("5s", "sw1", "show port-security int fa0/1"), network=DESKS), "sw1")
    told = dict(line.split(" : ") for line in lines if not line.startswith("%"))
    assert {name.strip(): value for name, value in told.items()} == {
        "Port Security": "Enabled",
        "Port Status": "Secure-up",
        "Violation Mode": "Restrict",
        "Maximum MAC Addresses": "1",
        "Total MAC Addresses": "1",
        "Configured MAC Addresses": "1",
        "Sticky MAC Addresses": "0",
        "Last Source Address:Vlan": "0200.0000.0001:1",
        "Security Violation Count": str(sum(line.startswith("%PORT_SECURITY-2") for line in lines)),
    }
    table = printed(run(*guarded, ("5s", "sw1", "sh port-sec addr"), network=DESKS), "sw1")
    assert [line.split() for line in table if "Secure" in line and line[3:4].isdigit()] == [
        ["1", "0200.0000.0099", "SecureConfigured", "1", "-"]
    ]


def test_the_guard_of_a_port_is_typed_again_as_it_is_shown() -> None:
    shown = printed(run(("1s", "sw1", GUARD), ("2s", "sw1", "sh run int 1"), network=DESKS), "sw1")
    again = ("1s", "sw1", f"configure terminal ; {' ; '.join(shown)}")
    assert printed(run(again, ("2s", "sw1", "sh run int 1"), network=DESKS), "sw1") == shown


LISTS = "configure terminal ; access-list 1 permit any ; ip access-list extended WEB ; permit ip any any ; "
LISTS += "interface eth0 ; ip access-group WEB in ; ip access-group 1 out ; ip helper-address 10.0.12.2 ; ip nat inside"
IP_INTERFACE = """\
eth0 is up, line protocol is up
  Internet address is 10.0.1.254/24
  Broadcast address is 255.255.255.255
  Address determined by setup command
  MTU is 1500 bytes
  Helper address is 10.0.12.2
  Outgoing access list is 1
  Inbound  access list is WEB
  Proxy ARP is disabled
  Network address translation is enabled, interface in domain inside"""


def test_what_ip_does_at_an_interface() -> None:
    # Cisco IOS IP Addressing Services Command Reference, show ip interface.
    assert printed(run(("1s", "r1", LISTS), ("2s", "r1", "sh ip int gi0/0")), "r1") == IP_INTERFACE.split("\n")
    other = printed(run(("1s", "r1", LISTS), ("2s", "r1", "show ip interface eth1")), "r1")
    assert {"  Helper address is not set", "  Inbound  access list is not set"} < {*other}
    port = printed(run(("2s", "sw1", "show ip interface fa0/1")), "sw1")
    assert port == ["1 is up, line protocol is up", "  Internet protocol processing disabled"]


@pytest.mark.parametrize("command", ["show arp 10.0.1.1", "sh ip arp 10.0.1.1", "show ip arp MAC", "sh arp gi0/0"])
def test_the_arp_table_is_searched(command: str) -> None:
    pinged = (*ROUTES, ("1500ms", "pc1", "ping -c 1 10.0.2.1"))
    every = printed(run(*pinged, ("3s", "r1", "show arp")), "r1")
    (line,) = (each for each in every if " 10.0.1.1 " in each)
    own = [each for each in every if each.endswith("eth0")] if "gi" in command else [line]
    found = printed(run(*pinged, ("3s", "r1", command.replace("MAC", line.split()[3]))), "r1")
    assert found == [every[0], *own]
    assert printed(run(("3s", "r1", "show arp 10.0.1.77")), "r1") == []


def test_a_port_is_asked_whether_it_is_a_trunk() -> None:
    trunk = ("1s", "sw1", "configure terminal ; interface 6 ; switchport mode trunk")
    every = printed(run(trunk, ("2s", "sw1", "show interfaces trunk"), network=PAIR), "sw1")
    assert printed(run(trunk, ("2s", "sw1", "show interfaces fa0/6 trunk"), network=PAIR), "sw1") == every
    other = printed(run(trunk, ("2s", "sw1", "sh int fa0/1 trunk"), network=PAIR), "sw1")
    assert other[1:] == ["1           off              802.1q         not-trunking  1"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("show ip static route", "write 'show ip route static'"),
        ("show interfaces counters", "write 'show interfaces'"),
        ("show inventory", "a device here has no version"),
        ("sh proc", "leave it out: the tables of a device show its programs"),
        ("show tcp brief", "write 'ss -tan'"),
        ("show spanning-tree detail", "the table of the ports has all"),
    ],
)
def test_what_is_not_shown_is_answered_with_what_is_right(text: str, right: str) -> None:
    with pytest.raises(TextError) as error:
        parse(text)
    assert error.value.hint.startswith(right)
