"""Configuration and output as Cisco IOS has them; the samples are those of Cisco's documents, with other addresses."""

import re

import pytest

from sim.scenario.load import load_text
from sim.session import Session
from sim.shell.shell import parse
from sim.words import TextError

NETWORK = """\
title: Two routers
nodes:
  pc1: {host: 10.0.1.1/24, gateway: 10.0.1.254}
  pc2: {host: 10.0.2.1/24, gateway: 10.0.2.254}
  sw1: {switch: 4 ports}
  r1: {router: {eth0: 10.0.1.254/24, eth1: 10.0.12.1/24}}
  r2: {router: {eth0: 10.0.2.254/24, eth1: 10.0.12.2/24}}
links: [pc1 -- sw1, "sw1:4 -- r1:eth0", "r1:eth1 -- r2:eth1", "r2:eth0 -- pc2"]
"""


def run(*actions: tuple[str, str, str], network: str = NETWORK) -> Session:
    lines = "".join(f"  - {{at: {at}, on: {on}, run: {text!r}}}\n" for at, on, text in actions)
    found = Session(load_text(f"{network}actions:\n{lines}"))
    found.run()
    return found


def printed(session: Session, node: str) -> list[str]:
    return [row.text for row in session.history.go(len(session.trace)).table(node, "console").values()]


def rows(session: Session, node: str, table: str) -> dict[object, object]:
    return dict(session.history.go(len(session.trace)).table(node, table))


ROUTES = (
    ("1s", "r1", "configure terminal ; ip route 10.0.2.0 255.255.255.0 10.0.12.2"),
    ("1s", "r2", "configure terminal ; ip route 10.0.1.0 255.255.255.0 10.0.12.1"),
)


def test_static_routes_let_a_ping_through_and_no_takes_them_back() -> None:
    session = run(*ROUTES, ("2s", "pc1", "ping -c 1 10.0.2.1"))
    assert any("1 received" in line for line in printed(session, "pc1"))
    gone = run(*ROUTES, ("2s", "r1", "configure terminal ; no ip route 10.0.2.0 255.255.255.0 10.0.12.2"),
               ("3s", "pc1", "ping -c 1 10.0.2.1"))  # fmt: skip
    assert any("0 received" in line for line in printed(gone, "pc1"))


def test_the_same_is_so_with_the_commands_of_linux() -> None:
    ios = run(*ROUTES)
    linux = run(
        ("1s", "r1", "ip route add 10.0.2.0/24 via 10.0.12.2"), ("1s", "r2", "ip route add 10.0.1.0/24 via 10.0.12.1")
    )
    for node in ("r1", "r2"):
        one, other = (
            {(row.prefix, row.next_hop, row.port, row.active) for row in rows(each, node, "route").values()}  # type: ignore[attr-defined]
            for each in (ios, linux)
        )
        assert one == other


def test_lines_may_stand_on_lines_of_their_own() -> None:
    text = (
        "actions:\n  - at: 1s\n    on: r2\n    run: |\n      configure terminal\n      interface eth0\n"
        "      ip address 10.0.9.254 255.255.255.0\n      no shutdown\n      exit\n"
        "      interface eth1\n      shutdown\n"
    )
    session = Session(load_text(NETWORK + text))
    session.run()
    found = rows(session, "r2", "interface")
    assert [str(each) for each in found["eth0"].addresses] == ["10.0.9.254/24"]  # type: ignore[attr-defined]
    assert (found["eth0"].enabled, found["eth1"].enabled) == (True, False)  # type: ignore[attr-defined]


def test_words_may_be_cut_short() -> None:
    session = run(("1s", "r2", "configure terminal ; int eth0 ; ip addr 10.0.9.254 255.255.255.0 ; shut"))
    row = rows(session, "r2", "interface")["eth0"]
    assert not row.enabled  # type: ignore[attr-defined]
    assert str(row.addresses[0]) == "10.0.9.254/24"  # type: ignore[attr-defined]


def test_a_router_configured_by_its_running_config_is_the_same() -> None:
    """What ``show running-config`` prints, typed at a router that was configured otherwise, makes the same tables."""
    session = run(
        *ROUTES,
        ("2s", "r1", "configure terminal ; interface eth1 ; ip address 10.0.12.9 255.255.255.128 ; shutdown"),
        ("3s", "r1", "configure terminal ; ip route 10.0.7.0 255.255.255.0 10.0.1.7 200"),
        ("4s", "r1", "show running-config"),
    )
    config = [line.strip() for line in printed(session, "r1") if line not in ("!", "end") and "hostname" not in line]
    again = run(("1s", "r1", f"configure terminal ; {' ; '.join(config)}"))
    assert rows(again, "r1", "interface") == rows(session, "r1", "interface")
    assert rows(again, "r1", "route") == rows(session, "r1", "route")


def test_a_port_of_a_switch_is_shut_and_opened() -> None:
    off = ("1s", "sw1", "configure terminal ; interface 1 ; shutdown")
    session = run(off, ("2s", "pc1", "ping -c 1 10.0.1.254"))
    assert not any("1 received" in line for line in printed(session, "pc1"))
    on = ("1.5s", "sw1", "configure terminal ; interface 1 ; no shutdown")
    assert any("1 received" in line for line in printed(run(off, on, ("2s", "pc1", "ping -c 1 10.0.1.254")), "pc1"))


def test_the_table_of_a_switch_is_cleared() -> None:
    ping = ("1s", "pc1", "ping -c 1 10.0.1.254")
    assert rows(run(ping), "sw1", "mac")
    assert not rows(run(ping, ("3s", "sw1", "clear mac address-table dynamic")), "sw1", "mac")


def test_show_ip_interface_brief_has_the_columns_of_ios() -> None:
    session = run(
        ("1s", "r1", "configure terminal ; interface eth1 ; no ip address ; shutdown"),
        ("2s", "r1", "show ip interface brief"),
    )
    # Cisco IOS Interface Command Reference, show ip interface brief:
    # Interface             IP-Address      OK?    Method Status                  Protocol
    head, first, second = printed(session, "r1")
    assert head.split() == ["Interface", "IP-Address", "OK?", "Method", "Status", "Protocol"]
    assert first.split() == ["eth0", "10.0.1.254", "YES", "manual", "up", "up"]
    assert second.split() == ["eth1", "unassigned", "YES", "unset", "administratively", "down", "down"]
    assert [first.index("10.0.1.254"), first.index("YES"), first.index("manual")] == [
        head.index("IP-Address"), head.index("OK?"), head.index("Method")]  # fmt: skip


def test_show_arp_has_the_columns_of_ios() -> None:
    session = run(("1s", "pc1", "ping -c 1 10.0.1.254"), ("3s", "r1", "show arp"))
    # Cisco IOS IP Addressing Command Reference, show arp:
    # Protocol  Address          Age (min)  Hardware Addr   Type   Interface
    # Internet  10.108.42.112    120        0000.a710.4baf  ARPA   Ethernet3
    lines = printed(session, "r1")
    assert lines[0] == "Protocol  Address          Age (min)  Hardware Addr   Type   Interface"
    assert all(re.fullmatch(r"Internet  [\d.]+ +(-|\d+)   [0-9a-f.]{14}  ARPA   eth\d", line) for line in lines[1:])
    assert {line.split()[1] for line in lines[1:]} == {"10.0.1.254", "10.0.1.1", "10.0.12.1"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("configure terminal ; ip adress 10.0.0.1", "there is no line of configuration 'ip adress 10.0.0.1'"),
        ("configure terminal ; shutdown", "'shutdown' does not fit here; write 'interface NAME' before it"),
        ("configure terminal ; ip route 10.0.0.0 255.0.255.0 10.0.0.1", "'255.0.255.0' is no mask"),
        ("configure terminal ; ip route 10.0.0.1 255.0.0.0 10.0.0.1", "host bits"),
        ("configure terminal ; interface eth0 ; ip address 10.0.0.1 255.0.0.0 x", "ip address does not take 'x'"),
        ("configure terminal ; no interface range 1-2", "there is no 'no interface range'"),
    ],
)  # fmt: skip
def test_what_is_no_line_is_told_with_its_place(text: str, message: str) -> None:
    with pytest.raises(TextError) as error:
        parse(text)
    assert message in str(error.value)
    assert error.value.offset > len("configure terminal")


def test_what_a_device_cannot_have_is_printed() -> None:
    session = run(("1s", "sw1", "configure terminal ; ip route 10.0.0.0 255.0.0.0 10.0.1.254"),
                  ("1s", "r1", "configure terminal ; interface eth9 ; ip address 1.2.3.4 255.0.0.0"),
                  ("2s", "r1", "configure terminal ; interface eth1 ; ip address 10.0.1.9 255.255.255.0"),
                  ("3s", "r1", "configure terminal ; ip route 10.9.0.0 255.255.0.0 eth7"))  # fmt: skip
    assert printed(session, "sw1") == ["% Invalid input detected: a switch has no 'ip route'"]
    assert printed(session, "r1") == [
        "% Invalid interface: there is no eth9; there are eth0 and eth1", "% 10.0.1.0/24 overlaps with 10.0.1.0/24",
        "% Invalid interface: there is no eth7; there are eth0 and eth1",
    ]  # fmt: skip


def test_a_route_may_name_the_interface_and_the_next_hop_and_an_interface_its_mtu() -> None:
    lines = "configure terminal ; ip route 10.0.2.0 255.255.255.0 eth1 10.0.12.2 5 ; int eth1 ; ip mtu 700"
    session = run(("1s", "r1", lines), ("2s", "r1", "show running-config"),
                  ("3s", "pc1", "ping -c 1 -s 1000 -M do 10.0.2.1"))  # fmt: skip
    shown = printed(session, "r1")
    assert "ip route 10.0.2.0 255.255.255.0 eth1 10.0.12.2 5" in shown
    assert " ip mtu 700" in shown
    assert "From 10.0.1.254 icmp_seq=1 Frag needed and DF set (mtu = 700)" in printed(session, "pc1")
    undone = f"{lines} ; no ip mtu ; no ip route 10.0.2.0 255.255.255.0 eth1 10.0.12.2"
    assert not {" ip mtu 700", "ip route 10.0.2.0 255.255.255.0 eth1 10.0.12.2 5"} & {
        *printed(run(("1s", "r1", undone), ("2s", "r1", "show running-config")), "r1")
    }
    long = run(("1s", "r1", "configure terminal ; int eth1 ; ip mtu 1501"))
    assert printed(long, "r1") == ["% Invalid value for MTU: the link takes 1500 octets"]


def test_one_interface_is_shown() -> None:
    lines = printed(run(("1s", "r1", "show int eth1"), ("2s", "r1", "show int eth9")), "r1")
    assert [line for line in lines if "line protocol" in line] == ["eth1 is up, line protocol is up"]
    assert lines[-1] == "% Invalid interface: there is no eth9; there are eth0 and eth1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "show run | include ip address",
            [" ip address 10.0.1.254 255.255.255.0", " ip address 10.0.12.1 255.255.255.0"],
        ),
        ("show run | section eth1", ["interface eth1", " ip address 10.0.12.1 255.255.255.0"]),
        ("sh run | beg ^end", ["end"]),
        ("show running-config | exclude [a-z]", ["!", "!", "!"]),
        ("show run | include (", []),
        # Who goes back and tries again takes years for it: the lines have up to 37 characters of this kind.
        ("show run | include ([a-z0-9. ]+)+!!", []),
    ],
)
def test_a_bar_leaves_some_of_the_lines(text: str, shown: list[str]) -> None:
    assert printed(run(("1s", "r1", text)), "r1") == shown


def test_other_names_of_a_command_print_the_same() -> None:
    for name, other in (("show arp", "show ip arp"), ("show access-lists", "sh ip access-l")):
        assert printed(run(("1s", "r1", name)), "r1") == printed(run(("1s", "r1", other)), "r1")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("show ip route", "write 'do show ip route'"),
        ("ping 10.0.0.1", "write 'do ping 10.0.0.1': this is a command"),
        ("router ospf 1", "routing protocols are not simulated"),
        ("ip name-server 8.8.8.8", "nameservers"),
    ],
)
def test_a_line_that_is_not_simulated_is_told_with_what_would_be_right(line: str, meant: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(f"configure terminal ; interface eth0 ; {line}")
    assert meant in raised.value.hint


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("sh run", "write 'do sh run'"),
        ("sho ip int br", "write 'do sho ip int br'"),
        ("sh", "write 'do show WHAT', or 'shut'"),
    ],
)
def test_show_in_a_mode_never_switches_an_interface_off(line: str, meant: str) -> None:
    """IOS takes ``show`` behind ``do`` alone; ``sh`` is the beginning of ``shutdown``, too."""
    with pytest.raises(TextError) as raised:
        parse(f"configure terminal ; interface eth0 ; {line}")
    assert raised.value.hint == meant


PASTED = """\
configure terminal
hostname R1
no ip domain-lookup
enable secret class
line console 0
 password cisco
 login
 logging synchronous
line vty 0 4
 transport input ssh
exit
banner motd #Keep out#
interface gi0/1
 speed 100
 ip address 10.0.12.9 255.255.255.0
""".replace("\n", " ; ")


def test_what_real_devices_need_is_taken_and_told_to_change_nothing() -> None:
    """The first lines of a lab as they stand in Cisco's curriculum: those that count do so, in their modes."""
    session = run(("1s", "r1", PASTED))
    assert [str(each) for each in rows(session, "r1", "interface")["eth1"].addresses] == ["10.0.12.9/24"]  # type: ignore[attr-defined]
    said = printed(session, "r1")
    assert [line.split("'")[1] for line in said] == [
        "no ip domain-lookup", "enable secret class", "password cisco", "login", "logging synchronous",
        "transport input ssh", "banner motd #Keep out#", "speed 100",
    ]  # fmt: skip
    assert (
        said[1]
        == "% 'enable secret class' changes nothing here: nobody logs in to a device here, and nothing is secret"
    )
    lines = printed(run(("1s", "r1", PASTED), ("2s", "r1", "show running-config")), "r1")[len(said) :]
    bare = "configure terminal ; hostname R1 ; interface eth1 ; ip address 10.0.12.9 255.255.255.0"
    assert lines == printed(run(("1s", "r1", bare), ("2s", "r1", "show run")), "r1")


@pytest.mark.parametrize(
    "text", ["write", "wr", "write memory", "copy running-config startup-config", "copy run start"]
)
def test_a_configuration_is_said_to_be_kept(text: str) -> None:
    assert printed(run(("1s", "r1", text)), "r1") == ["Building configuration...", "[OK]"]
    shown = printed(run(("1s", "r1", "write terminal"), ("2s", "r1", "show running-config")), "r1")
    assert shown[1 : len(shown) // 2 + 1] == shown[len(shown) // 2 + 1 :]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("interface eth0 ; switchport voice vlan 150", "voice VLANs are not simulated"),
        ("interface eth0 ; no ip redirects", "set nodes.r1.redirects = false"),
        ("ip dhcp pool X ; host 10.0.1.7 255.255.255.0", "with the key 'reservations'"),
        ("spanning-tree portfast bpduguard default", "behind 'interface range NAMES'"),
        ("switchport mode dynamic auto", "ports do not negotiate here"),
        ("router-id 1.1.1.1", "routing protocols are not simulated"),
        ("mls qos", "quality of service is not simulated"),
    ],
)
def test_a_line_of_ccna_that_is_not_simulated_is_never_taken_for_another(line: str, meant: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(f"configure terminal ; {line}")
    assert meant in raised.value.hint


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("clear ip dhcp binding *", "type 'dhclient -r' at the client"),
        ("clear access-list counters", "counters count from the beginning"),
        ("clear foo", "'clear' goes on with arp-cache"),
    ],
)
def test_what_cannot_be_cleared_is_told_apart_from_the_screen(text: str, meant: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(text)
    assert meant in raised.value.hint


def test_several_trees_are_set_up_in_one_line_as_on_a_catalyst() -> None:
    tree = "configure terminal ; spanning-tree mode rapid-pvst ; spanning-tree vlan {} root primary"
    edge = " ; interface 2 ; spanning-tree portfast edge"
    show = ("2s", "sw1", "show run | include spanning")
    one, several = (printed(run(("1s", "sw1", tree.format(each) + edge), show), "sw1") for each in ("1", "1,10-20"))
    assert one == several
    assert one == [" spanning-tree portfast", "spanning-tree mode rapid-pvst", "spanning-tree vlan 1 priority 24576"]


def test_lines_about_an_interface_that_cannot_be_are_passed_over_whoever_has_them() -> None:
    lines = "configure terminal ; interface vlan 99 ; ip address 10.0.99.2 255.255.255.0 ; no shutdown"
    assert len(printed(run(("1s", "sw1", lines)), "sw1")) == 1
    loopback = printed(
        run(("1s", "r1", "configure terminal ; interface loopback 0 ; ip address 1.1.1.1 255.0.0.0")), "r1"
    )
    assert loopback[0].startswith("% loopback interfaces are not simulated")
    assert len(loopback) == 1


def test_a_default_route_through_an_interface_is_the_gateway_of_last_resort() -> None:
    # Cisco IOS: "Gateway of last resort is 0.0.0.0 to network 0.0.0.0" where the route names an interface alone.
    session = run(("1s", "r1", "configure terminal ; ip route 0.0.0.0 0.0.0.0 eth1"), ("2s", "r1", "show ip route"))
    assert "Gateway of last resort is 0.0.0.0 to network 0.0.0.0" in printed(session, "r1")
