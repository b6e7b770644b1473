"""The command line of a device: what it refuses says what would be right, and its page is complete."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim import registry
from sim.assembly.ip_node import IpNode
from sim.bridge.switch import Switch
from sim.command import NOTHING, SECONDS, AnyCommand, Device, Option
from sim.device.commands import SwitchedDevice
from sim.features.arping.command import ArpingHost
from sim.features.dhcp.client.commands import DhclientHost
from sim.features.dhcp.server.commands import ServingDevice
from sim.features.dns.tools.inquiry import InquiryHost
from sim.features.ping.host import PingHost
from sim.features.ss.command import SocketDevice
from sim.features.traceroute.tracing import TracerouteHost
from sim.ip.arp.commands import ResolvingDevice
from sim.ip.routes.commands import RoutingDevice
from sim.kernel import SECOND
from sim.programs.commands import StartProgram
from sim.scenario.load import load_text
from sim.session import Session
from sim.shell.application import Host
from sim.shell.shell import Typable, parse
from sim.words import TextError

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
COMMANDS = registry.commands()


def rows(section: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    text = re.split(r"^#+ ", PAGE, flags=re.MULTILINE)
    part = next(each for each in text if each.startswith(section))
    lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def hint(text: str) -> str:
    with pytest.raises(TextError) as caught:
        parse(text)
    return caught.value.hint


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("tracepath 10.0.0.1", "here it is 'traceroute'"),
        ("pign 10.0.0.1", "did you mean 'ping'?"),
        ("show port-securty", "did you mean 'show port-security'?"),
        ("ip route 0.0.0.0 0.0.0.0 192.168.10.254",
         "that is how Cisco IOS has it; here it is 'ip route add default via 192.168.10.254'"),
        ("ip route 10.0.0.0 255.0.0.0 eth1",
         "that is how Cisco IOS has it; here it is 'ip route add 10.0.0.0/8 dev eth1'"),
    ],
)  # fmt: skip
def test_a_command_of_another_system_is_told_its_name_here(typed: str, right: str) -> None:
    assert hint(typed) == right


def test_a_program_gets_its_arguments_as_a_shell_splits_them() -> None:
    assert parse("python3 client.py 10.0.0.2 'two words'").options == StartProgram(
        "client.py", ("10.0.0.2", "two words")
    )
    assert parse("nc -u 10.0.0.2 7").options == StartProgram("nc.py", ("-u", "10.0.0.2", "7"))
    with pytest.raises(TextError, match="a quote in"):
        parse("nc 10.0.0.2 '7")


def test_what_is_like_nothing_gets_the_list() -> None:
    words = dict.fromkeys(name.split()[0] for name in COMMANDS)
    assert hint("version") == f"the commands are {', '.join(words)}"
    assert {"ping", "show"} <= words.keys()


def as_its_commands_see(
    node: IpNode,
) -> tuple[
    Device,
    Host,
    ArpingHost,
    InquiryHost,
    DhclientHost,
    PingHost,
    ResolvingDevice,
    RoutingDevice,
    ServingDevice,
    SocketDevice,
    SwitchedDevice,
    TracerouteHost,
    Typable,
]:
    """A host or router is what its commands ask for: it is mypy that looks."""
    return node, node, node, node, node, node, node, node, node, node, node, node, node


def as_the_shell_sees(switch: Switch) -> Typable:
    return switch


def test_commands_of_other_words_are_not_loaded() -> None:
    script = (
        "import sys; from sim.shell.shell import parse; parse('ping 10.0.0.1'); "
        "print(*(name for name in sys.modules if name.endswith(('.command', '.commands')) and name != 'sim.command'))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["sim.features.ping.command"]


def test_no_two_commands_have_one_name() -> None:
    assert len(COMMANDS) == sum(len(feature.commands()) for feature in registry.features())


def test_the_page_has_every_command_as_it_is_written_and_who_knows_it() -> None:
    told = {usage.strip("`"): (devices, summary) for usage, devices, summary in rows("Commands")}
    assert told == {command.usage: (", ".join(sorted(command.kinds)), command.summary) for command in COMMANDS.values()}


def default(command: AnyCommand, option: Option) -> str:
    """What the page says of an option that is not given."""
    value = command.defaults[option.field]
    if option.default:
        assert value is None
        return option.default
    if option.value is NOTHING:
        assert value is False
        return "no"
    if option.value is SECONDS:
        return str(value // SECOND)
    return next((word for word, means in option.value.choices.items() if means is value), str(value))


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.options])
def test_the_page_has_every_option_with_its_default(name: str) -> None:
    command = COMMANDS[name]
    assert rows(name) == [
        [f"`{option.flag} {option.placeholder}".rstrip() + "`", option.meaning, default(command, option)]
        for option in command.options
    ]


def test_the_usage_of_a_command_has_its_options() -> None:
    for command in COMMANDS.values():
        flags = [option.flag for option in command.options]
        assert not flags or flags == re.findall(r"(?<!\w)-\w", command.usage)
        assert {option.field for option in command.options} <= set(command.defaults)
        words = re.sub(r"\[-\w+\] ", "", command.usage)  # options in front of the object
        assert words.startswith(command.name)


def test_the_page_has_every_name_that_is_known_from_elsewhere() -> None:
    told = {name: here.strip("`") for names, here in rows("Elsewhere") for name in re.findall(r"`([^`]+)`", names)}
    assert told == {name: command.name for command in COMMANDS.values() for name in command.elsewhere}


def printed(command: str) -> list[str]:
    """What a host prints that knows its neighbours by name."""
    scenario = load_text(
        "title: Names\nhosts: {www.example.com: 10.0.0.2}\nnodes:\n"
        "  pc1: {host: 10.0.0.1/24, mac: 02:00:00:00:00:01}\n  pc2: {host: 10.0.0.2/24}\nlinks: [pc1 -- pc2]\n"
        f"allow: [unknown-name]\nactions: [{{at: 1s, on: pc1, run: {command}}}]\n"
    )
    session = Session(scenario)
    session.run()
    return [line.text for line in session.network.nodes["pc1"].tables["console"].values()]


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        ("ping -c1 www.example.com", ["PING www.example.com (10.0.0.2) 56(84) bytes of data.",
                                      "64 bytes from www.example.com (10.0.0.2): icmp_seq=1"]),
        ("ping -nc1 pc2", ["PING pc2 (10.0.0.2) 56(84) bytes of data.", "64 bytes from 10.0.0.2: icmp_seq=1"]),
        ("ping -c 1 PC2", ["PING PC2 (10.0.0.2)"]),
        ("ping -c1 -q 10.0.0.2", ["PING 10.0.0.2 (10.0.0.2)", "1 packets transmitted, 1 received"]),
        ("ping foo", ["ping: foo: Name or service not known"]),
        ("ping -c 1 0.0.0.0", ["PING 0.0.0.0 (127.0.0.1) 56(84)", "64 bytes from 127.0.0.1: icmp_seq=1"]),
        ("ping -n 2 10.0.0.2", ["Pinging 10.0.0.2 with 32 bytes of data:",
                                "Reply from 10.0.0.2: bytes=32 time<1ms TTL=64",
                                "    Packets: Sent = 2, Received = 2, Lost = 0 (0% loss),"]),
        ("traceroute -n -q1 pc2", ["traceroute to pc2 (10.0.0.2), 30 hops max, 60 byte packets", " 1  10.0.0.2"]),
        ("tracert -d pc2", ["Tracing route to pc2 [10.0.0.2] over a maximum of 30 hops",
                            "  1    <1 ms    <1 ms    <1 ms  10.0.0.2", "Trace complete."]),
        ("arping -c1 pc2", ["ARPING 10.0.0.2 from 10.0.0.1 eth0"]),
        ("arping foo", ["arping: foo: Name or service not known"]),
        ("ipconfig", ["Ethernet adapter eth0:", "   IPv4 Address. . . . . . . . . . . : 10.0.0.1",
                      "   Subnet Mask . . . . . . . . . . . : 255.255.255.0"]),
        ("ipconfig /all", ["   Physical Address. . . . . . . . . : 02-00-00-00-00-01"]),
        ("route print", ["         10.0.0.0    255.255.255.0          On-link        10.0.0.1"]),
    ],
)  # fmt: skip
def test_a_command_prints_what_people_know(command: str, lines: list[str]) -> None:
    """The lines of iputils, traceroute and Windows 10, in their order."""
    found = iter(printed(command))
    assert [line for line in lines if not any(each.startswith(line) for each in found)] == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("nc -x 10.0.0.2 7", "nc: invalid option -- 'x'"),
        ("nc 10.0.0.2", "nc: missing port number"),
        ("nc -l", "nc: missing port number"),
        ("nc -zv 10.0.0.2 http", "nc: port number invalid: http"),
        ("nc 10.0.0.2 7 -w", "nc: option requires an argument -- 'w'"),
        ("telnet", "'telnet' is not what telnet takes"),
    ],
)
def test_a_line_that_nc_would_only_print_its_usage_for_is_found_before_it_runs(typed: str, message: str) -> None:
    with pytest.raises(TextError) as caught:
        parse(typed)
    assert caught.value.message == message


@pytest.mark.parametrize("typed", ["nc -zv pc2 7", "nc -lvp 7", "nc -w1 pc2 7", "nc -luk 7", "nc -zvw 2 pc2 1-9"])
def test_options_of_nc_may_stand_together(typed: str) -> None:
    assert parse(typed).name == "nc"


def test_the_page_lists_every_line_of_configuration() -> None:
    kinds = {"router", "switch"}
    lines = [
        [f"`{each.usage}`", ", ".join(sorted(kinds & each.kinds)), each.summary] for each in registry.configuration()
    ]
    assert rows("Configuration") == lines
