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
from sim.features.ping.command import PingHost
from sim.features.ss.command import SocketDevice
from sim.features.traceroute.command import TracerouteHost
from sim.ip.arp.commands import ResolvingDevice
from sim.ip.routes.commands import RoutingDevice
from sim.kernel import SECOND
from sim.programs.commands import StartProgram
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
        ("ipconfig /all", "here it is 'ip addr'"),
        ("ifconfig", "here it is 'ip addr'"),
        ("show ip interface brief", "here it is 'ip addr'"),
        ("show arp", "here it is 'arp'"),
        ("tracert 10.0.0.1", "here it is 'traceroute'"),
        ("netstat -r", "here it is 'ip route'"),
        ("pign 10.0.0.1", "did you mean 'ping'?"),
        ("show mac adress-table", "did you mean 'show mac address-table'?"),
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
    assert hint("version") == (
        "the commands are ping, traceroute, arping, arp, ip, python3, nc, iperf, ss, netstat, show"
    )


def as_its_commands_see(
    node: IpNode,
) -> tuple[
    Device,
    Host,
    ArpingHost,
    PingHost,
    ResolvingDevice,
    RoutingDevice,
    SocketDevice,
    SwitchedDevice,
    TracerouteHost,
    Typable,
]:
    """A host or router is what its commands ask for: it is mypy that looks."""
    return node, node, node, node, node, node, node, node, node, node


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
        assert command.usage.startswith(command.name)


def test_the_page_has_every_name_that_is_known_from_elsewhere() -> None:
    told = {name: here.strip("`") for names, here in rows("Elsewhere") for name in re.findall(r"`([^`]+)`", names)}
    assert told == {name: command.name for command in COMMANDS.values() for name in command.elsewhere}
