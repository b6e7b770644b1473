"""``show vlan`` and its like, line by line as Cisco documents them for Catalyst switches."""

from sim.scenario.load import load_text
from sim.session import Session
from sim.trace.world import fold

CAMPUS = """\
title: campus
nodes:
  pc1: {host: 192.168.10.1/24, gateway: 192.168.10.254}
  pc2: {host: 192.168.20.1/24, gateway: 192.168.20.254}
  sw1:
    switch: 24 ports
    vlans: {10: {name: students, ports: 1-14}, 20: 15-16}
    trunks: {24: {allowed: [10, 20], native: 99}, 23: all}
    svi: {10: 192.168.10.254/24, 20: 192.168.20.254/24}
  r1: {router: {eth0.10: 192.168.10.253/24}}
links: [pc1 -- sw1:1, pc2 -- sw1:15, r1 -- sw1:24]
actions:
  - {at: 1s, on: pc1, run: ping -c 1 192.168.20.1}
  - {at: 2s, on: SHOWN, run: COMMAND}
"""


def shown(command: str, node: str = "sw1", campus: str = CAMPUS) -> list[str]:
    session = Session(load_text(campus.replace("COMMAND", command).replace("SHOWN", node)))
    session.run()
    return [line.text for line in fold(session.trace, len(session.trace)).table(node, "console").values()]


def test_show_vlan_lists_access_ports_alone() -> None:
    assert shown("show vlan brief") == [
        "",
        "VLAN Name                             Status    Ports",
        "---- -------------------------------- --------- -------------------------------",
        "1    default                          active    17, 18, 19, 20, 21, 22",
        "10   students                         active    1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        "                                                11, 12, 13, 14",
        "20   VLAN0020                         active    15, 16",
        "99   VLAN0099                         active",
    ]
    assert shown("show vlan")[8:12] == [
        "",
        "VLAN Type  SAID       MTU   Parent RingNo BridgeNo Stp  BrdgMode Trans1 Trans2",
        "---- ----- ---------- ----- ------ ------ -------- ---- -------- ------ ------",
        "1    enet  100001     1500  -      -      -        -    -        0      0",
    ]


def test_show_interfaces_trunk_lists_the_trunks_that_are_up() -> None:
    assert shown("show interfaces trunk") == [
        "Port        Mode             Encapsulation  Status        Native vlan",
        "24          on               802.1q         trunking      99",
        "",
        "Port        Vlans allowed on trunk",
        "24          10,20",
        "",
        "Port        Vlans allowed and active in management domain",
        "24          10,20",
        "",
        "Port        Vlans in spanning tree forwarding state and not pruned",
        "24          10,20",
    ]


def test_a_trunk_is_allowed_a_vlan_that_nobody_has_created() -> None:
    """As on IOS, the first list is what was typed; a VLAN that is not there is missing in those of active ones."""
    typed = "configure terminal ; interface 24 ; switchport trunk allowed vlan 10,20,30"
    campus = CAMPUS.replace("  - {at: 2s", f"  - {{at: 1500ms, on: sw1, run: {typed!r}}}\n  - {{at: 2s")
    lines = shown("show interfaces trunk", campus=campus)
    assert [line.split()[-1] for line in lines[4:12:3]] == ["10,20,30", "10,20", "10,20"]


def test_show_mac_address_table_of_one_vlan() -> None:
    lines = shown("show mac address-table vlan 20")
    assert [line.split() for line in lines[5:]] == [
        ["20", "0200.3634.f2dc", "DYNAMIC", "15"],
        ["Total", "Mac", "Addresses", "for", "this", "criterion:", "1"],
    ]


def test_show_ip_interface_brief_has_interfaces_and_ports() -> None:
    lines = shown("show ip interface brief")
    assert lines[0] == "Interface                  IP-Address      OK? Method Status                Protocol"
    assert "vlan10                     192.168.10.254  YES manual up                    up" in lines
    assert "2                          unassigned      YES unset  down                  down" in lines


def test_ip_link_names_what_is_below_an_interface_in_a_vlan() -> None:
    assert shown("ip -br link", "r1")[2].split()[0] == "eth0.10@eth0"
    assert "    vlan protocol 802.1Q id 10 <REORDER_HDR>" in shown("ip -d link show eth0.10", "r1")
