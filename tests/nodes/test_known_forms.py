"""Forms of commands that people bring along from Linux and Windows, and what each prints and leaves as it is."""

import re

import pytest

from sim import standalone
from sim.features.ping.windows import WindowsPingOptions
from sim.programs.commands import StartProgram
from sim.scenario.load import load_text
from sim.session import Session
from sim.shell.not_simulated import COMMANDS as COMMANDS_ELSEWHERE
from sim.shell.shell import parse
from sim.words import TextError

NETWORK = """
title: Forms
nodes:
  pc1: {host: 192.168.10.1/24, gateway: 192.168.10.254, mac: 02:00:00:00:00:01}
  r1: {router: {eth0: 192.168.10.254/24}}
links: [pc1 -- r1]
programs:
  - on: pc1
    code: |
      import socket
      spare = open("x", "w")
      s = socket.create_server(("", 80))
      s.accept()
until: 10s
actions:
"""


def printed(*commands: str) -> list[str]:
    typed = "".join(f"  - {{at: {n}s, on: pc1, run: {command!r}}}\n" for n, command in enumerate(commands, 1))
    session = Session(load_text(NETWORK + typed))
    session.run()
    return [row.text for row in session.network.nodes["pc1"].tables["console"].values()]


def test_ifconfig_with_the_address_that_is_there_keeps_the_default_route() -> None:
    lines = printed("ifconfig eth0 192.168.10.1 netmask 255.255.255.0", "ip route")
    assert lines[0] == "default via 192.168.10.254 dev eth0 proto static"
    lines = printed("ifconfig eth0 192.168.10.7 netmask 255.255.255.0", "ip route")
    assert lines == ["192.168.10.0/24 dev eth0 proto kernel scope link src 192.168.10.7"]


def test_ip_4_shows_no_lines_of_the_link() -> None:
    assert printed("ip -4 a show eth0") == [
        "2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000",
        "    inet 192.168.10.1/24 brd 192.168.10.255 scope global eth0",
        "       valid_lft forever preferred_lft forever",
    ]
    assert "    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff" in printed("ip a")
    assert "    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff" in printed("ip -4 link")


def test_sockets_with_their_programs_and_services() -> None:
    assert printed("ss -tlp")[1] == (
        'LISTEN 0      128          0.0.0.0:http      0.0.0.0:*    users:(("python3",pid=1,fd=4))'
    )
    assert printed("ss -tlnp")[1].split()[3] == "0.0.0.0:80"
    assert printed("netstat -tl")[2].split()[3] == "0.0.0.0:http"


@pytest.mark.parametrize("command", ["netstat -an", "netstat -tulpn", "ss -a", "ss -tlnp"])
def test_a_host_that_never_had_a_socket_shows_none(command: str) -> None:
    host = standalone.host({"eth0": "192.168.10.1/24"})
    host.run(command)
    assert len(host.console) == (2 if "netstat" in command else 1)


def test_netstat_with_timers() -> None:
    lines = printed("netstat -ano")
    assert lines[1].endswith("State       Timer")
    assert lines[2].endswith("LISTEN      off (0.00/0/0)")
    assert printed("netstat -anop")[2].endswith("LISTEN      1/python3            off (0.00/0/0)")


def test_ping_as_windows_has_it() -> None:
    assert parse("ping 192.168.10.254 -n 1").options == parse("ping -n 1 192.168.10.254").options
    assert isinstance(parse("ping -t 192.168.10.254").options, WindowsPingOptions)
    assert not isinstance(parse("ping -t 5 192.168.10.254").options, WindowsPingOptions)
    lines = printed("ping -t 192.168.10.254")
    assert sum(line.startswith("Reply from") for line in lines) == 9
    assert lines[-5:-3] == [
        "Ping statistics for 192.168.10.254:",
        "    Packets: Sent = 9, Received = 9, Lost = 0 (0% loss),",
    ]
    assert lines[-1] == "Control-C"


def test_options_that_change_nothing_here() -> None:
    assert parse("python3 -u -B server.py 7").options == StartProgram("server.py", ("7",))
    assert printed("ping -4 -c 1 192.168.10.254")[0].startswith("PING 192.168.10.254")


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("switch", "shwo", "there is no command 'shwo'; did you mean 'show'?"),
        ("switch", "pnig 10.0.0.1", "there is no command 'pnig 10.0.0.1'; the commands are configure, show, write"),
        ("router", "shwo vlan", "there is no command 'shwo vlan'; did you mean 'show'?"),
        ("host", "pnig 10.0.0.1", "bash: pnig: command not found; did you mean 'ping'?"),
        ("host", "vlan 10", "bash: vlan: command not found; this is a line of configuration, and a host has none"),
        ("switch", "vlan 10", "there is no command 'vlan 10'; write 'configure terminal' before it"),
    ],
)
def test_what_is_said_of_an_unknown_command_fits_the_device(kind: str, text: str, told: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(told)):
        parse(text, (kind,))


@pytest.mark.parametrize("text", ["sudo ping 10.0.0.1", "su ping 10.0.0.1"])
def test_nobody_needs_to_be_root(text: str) -> None:
    with pytest.raises(ValueError, match="command not found") as caught:
        parse(text)
    assert "leave" in getattr(caught.value, "hint", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sh run", "show running-config"),
        ("sho ip nat tr", "show ip nat translations"),
        ("sh int tr", "show interfaces trunk"),
        ("cl arp", "clear arp-cache"),
        ("conf t", "configure terminal"),
    ],
)
def test_words_of_ios_are_cut_short(text: str, name: str) -> None:
    assert parse(text).name == name


@pytest.mark.parametrize("text", ["s ip route", "sh"])
def test_words_that_are_cut_too_short_are_no_command(text: str) -> None:
    with pytest.raises(TextError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("ip", "'ip' goes on with addr, route, rule, neigh, link or maddr"),
        ("ip foo", "'ip' goes on with addr, route, rule, neigh, link or maddr"),
        ("clear ?", "'clear' goes on with arp-cache, mac, spanning-tree or ip"),
        ("en", "leave it out: every command may do everything here"),
        ("copy run tftp:", "leave it out: a configuration is in force at once, and here no device is switched off"),
    ],
)
def test_what_is_begun_or_not_needed_is_told(text: str, right: str) -> None:
    with pytest.raises(TextError) as error:
        parse(text)
    assert error.value.hint == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("interface eth0", "write 'configure terminal' before it"),
        ("int fa0/1", "write 'configure terminal' before it"),
        ("access-list 1 permit any", "write 'configure terminal' before it"),
        ("ip nat inside", "write 'configure terminal' before it"),
        ("ip address 10.0.0.1 255.255.255.0", "write 'ip addr add 10.0.0.1/LENGTH dev INTERFACE'"),
        ("router ospf 1", "routing protocols are not simulated"),
        ("no debug all", "leave it out: the player shows each packet"),
        ("un all", "leave it out: the player shows each packet"),
        ("no ip routing", "write 'configure terminal' before it"),
        ("sh cdp nei", "devices do not announce themselves here"),
        ("sh ip ospf neighbor", "routing protocols are not simulated"),
        ("ssh 10.0.0.1", "nobody logs in"),
        ("ip rule add from 10.0.0.1 table 5", "routes are all in table main"),
        ("clear", "leave it out"),
        ("systemctl restart networking", "leave it out"),
        ("netstat -s", "write 'ip -s link'"),
        ("netstat -ie", "write 'ifconfig -a'"),
        ("ethtool -s eth0 speed 100", "ethtool INTERFACE"),
        ("mii-tool eth0", "write 'ethtool INTERFACE'"),
        ("iptables -t nat -L", "write 'conntrack -L'"),
        ("ip link set eth0 down; ip link set eth0 up", "type one command after another"),
        ("ip link set eth0 down && ip link set eth0 up", "type one command after another"),
        ("ping 10.0.0.1 &", "type one command after another"),
        ("sysctl -w net.ipv4.ip_forward=1", "at a router, 'configure terminal ; ip routing'"),
        ("arp -d -a", "write 'ip neigh flush all'"),
        ("arp -d *", "write 'ip neigh flush all'"),
    ],
)
def test_what_is_typed_at_real_devices_is_answered_with_what_is_right_here(text: str, right: str) -> None:
    with pytest.raises(TextError) as error:
        parse(text)
    assert error.value.hint.startswith(right)


def test_every_answer_names_no_command_that_is_known() -> None:
    """What is told of a command that is not simulated must not be about one that is."""
    for text in COMMANDS_ELSEWHERE:
        with pytest.raises(TextError):
            parse(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ip neighbor show", "ip neigh"),
        ("ip addr add dev eth0 10.0.0.5/24", "ip addr add 10.0.0.5/24 dev eth0"),
        ("ifconfig eth0 inet 10.0.0.5/24 up", "ifconfig eth0 10.0.0.5/24 up"),
        ("Show IP Route", "show ip route"),
        ("sh int fa 0", "show interfaces fa0"),
        ("conf t ; Int Fa 0/1 ; Shutdown", "configure terminal ; interface Fa0/1 ; shutdown"),
        ("conf t ; int eth0.10 ; encapsulation dot1Q 10", "configure terminal ; int eth0.10 ; encapsulation dot1q 10"),
    ],
)  # fmt: skip
def test_forms_that_mean_the_same(text: str, same: str) -> None:
    one, other = parse(text), parse(same)
    assert (one.name, one.options) == (other.name, other.options)


def test_an_mtu_is_set_as_linux_sets_it() -> None:
    fragments = printed("ip link set eth0 mtu 600", "ping -c 1 -s 1000 -M do 192.168.10.254", "ip -br link show eth0")
    assert "ping: local error: message too long, mtu=600" in fragments
    # iproute2 prints what the kernel says (net/core/dev.c, dev_validate_mtu).
    assert printed("ip link set eth0 mtu 67") == ["Error: mtu less than device minimum."]
    assert printed("ip link set eth0 mtu 1501") == ["Error: mtu greater than device maximum."]
    assert printed("ifconfig eth0 mtu 1501") == ["SIOCSIFMTU: Invalid argument"]
    assert " mtu 1400 " in printed("ifconfig eth0 mtu 1400", "ip link show eth0")[0]


def test_windows_changes_and_deletes_routes_by_their_network() -> None:
    add = "route add 10.9.0.0 mask 255.255.0.0 192.168.10.254"
    changed = printed(add, "route change 10.9.0.0 mask 255.255.0.0 192.168.10.253", "ip route show 10.9.0.0/16")
    assert changed == ["10.9.0.0/16 via 192.168.10.253 dev eth0"]
    assert printed(add, "route delete 10.9.0.0", "ip route show 10.9.0.0/16") == []
    assert printed("route delete 10.9.0.0") == ["The route deletion failed: Element not found."]
    assert printed("route change 10.9.0.0 mask 255.255.0.0 192.168.10.253") == [
        "The route change failed: Element not found."
    ]


def test_an_address_that_is_replaced_by_itself_stays() -> None:
    assert printed("ip addr add 192.168.10.1/24 dev eth0") == ["Error: ipv4: Address already assigned."]
    assert printed("ip addr replace 192.168.10.1/24 dev eth0") == []


def test_words_that_could_be_several_commands_say_which() -> None:
    with pytest.raises(TextError) as error:
        parse("sh a")
    assert error.value.message == "'sh a' can be several commands"
    assert error.value.hint == "write show access-lists or show arp"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ip route append 10.0.0.0/8 via 192.168.10.254", "another metric"),
        ("ip route add 10.0.0.0/8 via 192.168.10.254 src 192.168.10.1", "ping -I"),
        ("ip link set eth0 address 02:00:00:00:00:09", "set nodes.pc1.mac"),
        ("ip link set eth0 name lan0", "keeps its name"),
        ("ip -j addr", "leave -j out"),
        ("ss -s", "-a lists"),
        ("ss -ti", "pane Connection"),
        ("debug ip icmp", "the reason"),
        ("do show run", "leave 'do' out"),
    ],
)
def test_what_is_not_simulated_is_told_with_what_would_be_right(text: str, meant: str) -> None:
    with pytest.raises(TextError) as raised:
        parse(text)
    assert meant in raised.value.hint


def test_a_host_without_lists_has_the_empty_chains_of_linux() -> None:
    # iptables(8): the table filter has the chains INPUT, FORWARD and OUTPUT.
    lines = printed("iptables -t filter -L -n")
    assert [line for line in lines if line.startswith("Chain")] == [
        f"Chain {chain} (policy ACCEPT)" for chain in ("INPUT", "FORWARD", "OUTPUT")
    ]
    assert sum(line.split() == ["target", "prot", "opt", "source", "destination"] for line in lines) == 3


def test_interfaces_that_are_switched_on_are_shown() -> None:
    assert printed("ip link show up") == printed("ip link")
    off = printed("ip link set eth0 down", "ip -br link show up")
    assert [line.split()[0] for line in off] == ["lo"]
