"""The command line of a device: what it refuses says what would be right, and its page is complete."""

import re
from pathlib import Path

import pytest

from sim.kernel import SECOND
from sim.shell.arping import ArpingOptions
from sim.shell.commands import OPTIONS, parse
from sim.shell.ping import PingOptions
from sim.shell.running import StartProgram
from sim.shell.traceroute import TracerouteOptions
from sim.shell.usage import ELSEWHERE, USAGE
from sim.words import TextError

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
DEFAULTS = {kind.__name__: kind._field_defaults for kind in (PingOptions, TracerouteOptions, ArpingOptions)}


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
        ("route print", "here it is 'ip route'"),
        ("route add default gw 10.0.0.1", "here it is 'ip route add'"),
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
    assert hint("show version") == (
        "the commands are ping, traceroute, arping, arp, ip addr, ip route add, ip route del, ip route get, "
        "ip route, ip neigh flush, ip neigh, ip link set, python3, nc, iperf, ss, netstat, show ip route, "
        "show mac address-table"
    )


def test_the_page_has_every_command_as_it_is_written_and_who_knows_it() -> None:
    told = {usage.strip("`"): set(devices.split(", ")) for usage, devices, _ in rows("Commands")}
    ready = {"ping": "ping 10.0.0.1", "traceroute": "traceroute 10.0.0.1", "arping": "arping 10.0.0.1",
             "ip route add": "ip route add default via 10.0.0.1", "ip route del": "ip route del default",
             "ip route get": "ip route get 10.0.0.1", "ip link set": "ip link set eth0 up",
             "python3": "python3 client.py"}  # fmt: skip
    assert told == {usage: parse(ready.get(name, name)).devices for name, usage in USAGE.items()}


@pytest.mark.parametrize("command", OPTIONS)
def test_the_page_has_every_option_with_its_default(command: str) -> None:
    defaults = DEFAULTS[f"{command.capitalize()}Options"]
    told = {option.strip("`").split()[0]: default for option, _, default in rows(command)}
    assert list(told) == list(OPTIONS[command])
    assert list(told) == re.findall(r"(?<!\w)-\w", USAGE[command])
    for flag, (field, _) in OPTIONS[command].items():
        default = defaults[field]
        if flag == "-M":
            assert (told[flag], default) == ("dont", False)
        elif isinstance(default, bool):
            assert (told[flag], default) == ("no", False)
        elif field in ("interval", "wait"):
            assert int(told[flag]) * SECOND == default
        elif default is None:
            assert told[flag].startswith("that ")  # of the device, not a number
        else:
            assert told[flag] == str(default)


def test_the_page_has_every_name_that_is_known_from_elsewhere() -> None:
    told = {name: here.strip("`") for names, here in rows("Elsewhere") for name in re.findall(r"`([^`]+)`", names)}
    assert told == ELSEWHERE
    assert set(ELSEWHERE.values()) <= set(USAGE)
