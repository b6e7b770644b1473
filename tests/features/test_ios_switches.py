"""Switches and layer-3 switches that are configured while the network runs, as a Catalyst is."""

import pytest

from sim.branches.console import prompt
from sim.branches.console import typed as typed_at_console
from sim.session import Session
from sim.shell.shell import parse
from sim.trace.records import Kind
from sim.trace.world import fold
from sim.words import TextError
from tests.features.test_ios import printed, rows, run

PAIR = """\
title: Two switches
nodes:
  pc1: {host: 192.168.10.1/24}
  pc2: {host: 192.168.10.2/24}
  pc3: {host: 192.168.10.3/24}
  sw1: {switch: 6 ports}
  sw2: {switch: 6 ports}
links: [pc1 -- sw1:1, pc2 -- sw2:1, pc3 -- sw1:2, sw1:6 -- sw2:6]
"""
CORE = """\
title: A layer-3 switch
nodes:
  pc1: {host: 192.168.10.1/24, gateway: 192.168.10.254}
  pc2: {host: 192.168.20.1/24, gateway: 192.168.20.254}
  r1: {router: {eth0: 10.0.0.2/30}, gateway: 10.0.0.1}
  core: {switch: 6 ports, svi: {}}
links: [pc1 -- core:1, pc2 -- core:4, core:6 -- r1:eth0]
allow: [no-gateway, gateway-off-link, no-route, other-network]
"""
TRUNK = "interface 6 ; switchport mode trunk"
VLAN_10 = "vlan 10 ; name STAFF ; interface 1 ; switchport mode access ; switchport access vlan 10"


def typed(at: str, on: str, *lines: str) -> tuple[str, str, str]:
    return at, on, f"configure terminal ; {' ; '.join(lines)}"


def ping(at: str, on: str, to: str) -> tuple[str, str, str]:
    return at, on, f"ping -c 1 -W 1 {to}"


def answered(session: Session, node: str) -> list[int]:
    """How many replies each ping of a host got."""
    lines = [line.split(", ")[1] for line in printed(session, node) if "packets transmitted" in line]
    return [int(line.split()[0]) for line in lines]


def test_access_ports_and_a_trunk_are_made_while_frames_go() -> None:
    session = run(
        ping("1s", "pc1", "192.168.10.2"),
        typed("3s", "sw1", VLAN_10),
        ping("4s", "pc1", "192.168.10.2"),
        typed("6s", "sw1", TRUNK),
        typed("6s", "sw2", VLAN_10, TRUNK),
        ping("7s", "pc1", "192.168.10.2"),
        ping("7s", "pc3", "192.168.10.2"),
        ("9s", "sw1", "show vlan brief"),
        network=PAIR,
    )
    assert answered(session, "pc1") == [1, 0, 1]
    assert answered(session, "pc3") == [0]
    assert [line.split() for line in printed(session, "sw1") if "active" in line] == [
        ["1", "default", "active", "2,", "3,", "4,", "5"], ["10", "STAFF", "active", "1"],
    ]  # fmt: skip
    assert rows(session, "sw1", "switchport")["6"] == ("trunk", 1, "1,10")


def test_nothing_is_different_before_the_first_line_and_the_fold_is_right_behind_it() -> None:
    plain = run(ping("1s", "pc1", "192.168.10.2"), network=PAIR)
    session = run(ping("1s", "pc1", "192.168.10.2"), typed("3s", "sw1", VLAN_10, TRUNK), ("4s", "sw1", "show vlan"),
                  typed("5s", "sw1", "no vlan 10"), network=PAIR)  # fmt: skip
    same = len([at for at in session.trace.at if at < 2_000_000_000])
    assert [plain.trace[n] for n in range(same)] == [session.trace[n] for n in range(same)]
    world = fold(session.trace, len(session.trace))
    for table, content in session.network.nodes["sw1"].tables.items():
        assert world.table("sw1", table) == content, table


def test_a_vlan_that_is_missing_on_a_trunk_is_added_and_taken_away() -> None:
    both = typed("1s", "sw1", VLAN_10, TRUNK), typed("1s", "sw2", VLAN_10, TRUNK)
    narrow = typed("2s", "sw2", "interface 6", "switchport trunk allowed vlan 20")
    added = typed("5s", "sw2", "interface 6", "switchport trunk allowed vlan add 10")
    removed = typed("8s", "sw2", "interface 6", "switchport trunk allowed vlan remove 10")
    pings = [ping(at, "pc1", "192.168.10.2") for at in ("3s", "6s", "9s")]
    assert answered(run(*both, narrow, added, removed, *pings, network=PAIR), "pc1") == [0, 1, 0]


def test_a_trunk_carries_only_vlans_that_the_switch_has() -> None:
    """A list of allowed VLANs creates none, as on a Catalyst."""
    session = run(
        typed("1s", "sw1", VLAN_10, TRUNK),
        typed("1s", "sw2", "interface 6", "switchport mode trunk", "switchport trunk allowed vlan 10"),
        ping("2s", "pc1", "192.168.10.2"),
        network=PAIR,
    )
    dropped = [record for record in session.trace if record.kind is Kind.FRAME_DROPPED and record.node == "sw2"]
    assert {record.why.rule.id for record in dropped} == {"vlan.unknown"}


def test_an_access_vlan_that_does_not_exist_is_created() -> None:
    session = run(typed("1s", "sw1", "interface range 1-2", "switchport access vlan 30"), network=PAIR)
    assert printed(session, "sw1") == ["% Access VLAN does not exist. Creating vlan 30"]
    assert rows(session, "sw1", "vlan")[30] == ("VLAN0030", "1-2")


def test_what_was_learned_in_another_vlan_is_forgotten() -> None:
    session = run(ping("1s", "pc1", "192.168.10.3"), typed("3s", "sw1", VLAN_10), network=PAIR)
    assert {row.port for row in rows(session, "sw1", "mac").values()} == {"2"}  # type: ignore[attr-defined]


def test_ports_of_a_vlan_that_is_removed_carry_nothing_until_they_get_another() -> None:
    session = run(
        typed("1s", "sw1", "interface range 1-2", "switchport access vlan 10"),
        typed("2s", "sw1", "no vlan 10"),
        ping("3s", "pc1", "192.168.10.3"),
        typed("5s", "sw1", "interface range 1-2", "no switchport access vlan"),
        ping("6s", "pc1", "192.168.10.3"),
        network=PAIR,
    )
    assert answered(session, "pc1") == [0, 1]
    assert {record.why.rule.id for record in session.trace if record.kind is Kind.FRAME_DROPPED} == {
        "vlan.access-missing"
    }


GATEWAYS = (
    "vlan 10,20 ; interface range 1-3 ; switchport access vlan 10 ; interface range 4-5 ; switchport access vlan 20 ;"
    "interface vlan 10 ; ip address 192.168.10.254 255.255.255.0 ;"
    "interface vlan 20 ; ip address 192.168.20.254 255.255.255.0"
)


def test_a_layer_3_switch_gets_gateways_and_routes_between_vlans() -> None:
    session = run(
        typed("1s", "core", GATEWAYS), ping("2s", "pc1", "192.168.20.1"),
        typed("4s", "core", "no ip routing"), ping("5s", "pc1", "192.168.20.1"),
        typed("7s", "core", "ip routing"), ping("8s", "pc1", "192.168.20.1"),
        typed("10s", "core", "no interface vlan 20"), ping("11s", "pc1", "192.168.20.1"), network=CORE,
    )  # fmt: skip
    assert answered(session, "pc1") == [1, 0, 1, 0]
    world = fold(session.trace, len(session.trace))
    for table, content in session.network.nodes["core"].tables.items():
        assert world.table("core", table) == content, table


def test_a_port_becomes_routed_and_switched_again() -> None:
    session = run(
        typed("1s", "core", GATEWAYS, "interface 6", "no switchport", "ip address 10.0.0.1 255.255.255.252"),
        ping("2s", "pc1", "10.0.0.2"),
        typed("4s", "core", "interface 6", "switchport"),
        ping("5s", "pc1", "10.0.0.2"),
        network=CORE,
    )
    assert answered(session, "pc1") == [1, 0]
    assert not rows(session, "core", "interface")["6"].addresses  # type: ignore[attr-defined]


STICK = """\
title: Router on a stick
nodes:
  pc1: {host: 192.168.10.1/24, gateway: 192.168.10.254}
  pc2: {host: 192.168.20.1/24, gateway: 192.168.20.254}
  sw1: {switch: 6 ports, vlans: {10: 1, 20: 2}, trunks: 6}
  r1: {router: {eth0: 10.9.9.1/24}}
links: [pc1 -- sw1:1, pc2 -- sw1:2, sw1:6 -- r1:eth0]
allow: [no-gateway, gateway-off-link, no-route, other-network]
"""


def test_a_router_gets_subinterfaces() -> None:
    early = typed("1s", "r1", "interface eth0.10", "ip address 192.168.10.254 255.255.255.0")
    lines = [
        f"interface eth0.{vlan} ; encapsulation dot1q {vlan} ; ip address 192.168.{vlan}.254 255.255.255.0"
        for vlan in (10, 20)
    ]
    session = run(early, typed("2s", "r1", *lines), ping("3s", "pc1", "192.168.20.1"), network=STICK)
    assert printed(session, "r1")[0] == "% Configuring IP routing on a LAN subinterface is only allowed if that"
    assert answered(session, "pc1") == [1]
    wrong = typed("4s", "r1", "interface eth0.30", "encapsulation dot1q 20")
    again = run(typed("2s", "r1", *lines), wrong, network=STICK)
    assert printed(again, "r1")[-1] == "This VID is already configured on eth0.20."


def test_names_are_shown_and_commands_are_done_within_the_mode() -> None:
    session = run(
        typed(
            "1s", "sw1", "hostname Access-1", "interface 1", "description the desk of Li", "do show vlan brief", "shut"
        ),
        ("2s", "sw1", "show running-config"),
        network=PAIR,
    )
    lines = printed(session, "sw1")
    assert "hostname Access-1" in lines
    assert lines[lines.index("interface 1") + 1 :][:2] == [" description the desk of Li", " shutdown"]
    kept = "% the prompt, the map and the scenario go on calling this device sw1; 'show run' has 'hostname Access-1'"
    assert lines[0] == kept
    assert lines[2].startswith("VLAN Name")


def test_spanning_tree_is_switched_on_and_off() -> None:
    ring = """\
title: Two switches, two cables
nodes: {sw1: {switch: 4 ports}, sw2: {switch: 4 ports}}
links: [sw1:1 -- sw2:1, sw1:2 -- sw2:2]
until: 100s
"""
    on = [typed("1s", name, "spanning-tree mode rapid-pvst") for name in ("sw1", "sw2")]
    session = run(*on, network=ring)
    states = [row.state for name in ("sw1", "sw2") for row in rows(session, name, "stp-port").values()]  # type: ignore[attr-defined]
    assert states.count("discarding") == 5  # one of the two cables, and the ports without a link
    off = typed("20s", "sw1", "no spanning-tree vlan 1")
    classic = typed("50s", "sw1", "spanning-tree mode pvst")
    session = run(*on, off, network=ring)
    assert not rows(session, "sw1", "stp-port")
    assert not rows(session, "sw1", "timer")
    session = run(*on, off, classic, network=ring)
    assert rows(session, "sw1", "stp")["tree"].mode == "stp"  # type: ignore[attr-defined]
    assert {row.sends for row in rows(session, "sw2", "stp-port").values() if row.role != "disabled"} == {"stp"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("vlan 4095", "4095 has no number of a VLAN"),
        ("interface 1 ; switchport mode dynamic auto", "ports do not negotiate here"),
        ("interface 1 ; switchport access vlan x", "'x' does not fit here"),
        ("interface range 3-1", "'3-1' does not say which interfaces"),
        ("name STAFF", "write 'vlan N' before it"),
        ("interface eth0.10 ; encapsulation dot1q 10 native", "'native' is not simulated here"),
    ],
)
def test_what_is_no_line_says_what_would_be_right(line: str, message: str) -> None:
    with pytest.raises(TextError) as error:
        parse(f"configure terminal ; {line}")
    assert message in str(error.value)


def test_what_a_layer_2_switch_cannot_have_is_told() -> None:
    session = run(typed("1s", "sw1", "interface vlan 10", "interface 1", "no switchport", "interface 9"), network=PAIR)
    first, second, third = printed(session, "sw1")
    assert "is a layer-2 switch, and has no interface of its own" in first
    assert "all its ports are switched" in second
    assert third == "% Invalid interface: there is no 9; there are 1, 2, 3, 4, 5 and 6"


def test_a_console_goes_through_modes_as_on_ios() -> None:
    """What a line comes to, and the prompt in front of the next one."""
    lines: tuple[str, ...] | None = None
    told = []
    for text in ("conf t", "vlan 10", "name STAFF", "int range 1-3", "sw acc vlan 10", "do sh vlan", "no vlan 10",
                 "interface vlan 10", "end"):  # fmt: skip
        found = typed_at_console(lines, text)
        lines = found.lines
        told.append((found.command.removeprefix("configure terminal ; "), prompt("sw1", "switch", lines)))
    assert told == [
        ("", "sw1(config)#"), ("vlan 10", "sw1(config-vlan)#"), ("vlan 10 ; name STAFF", "sw1(config-vlan)#"),
        ("", "sw1(config-if)#"), ("int range 1-3 ; sw acc vlan 10", "sw1(config-if)#"),
        ("int range 1-3 ; do sh vlan", "sw1(config-if)#"), ("int range 1-3 ; no vlan 10", "sw1(config)#"),
        ("interface vlan 10", "sw1(config-if)#"), ("", "sw1#"),
    ]  # fmt: skip
