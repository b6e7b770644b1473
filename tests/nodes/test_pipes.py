"""What stands behind ``|``: the same lines as with the programs of a real Linux, and with every kind of command."""

import shutil
import subprocess

import pytest

from sim.kernel import SECOND
from sim.scenario.load import load_text
from sim.session import Session
from sim.shell.pipes import Chain, of_linux
from sim.shell.shell import parse
from sim.words import TextError
from tests.nodes.test_known_forms import NETWORK, printed

TEXT = """\
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    inet 127.0.0.1/8 scope host lo
2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff
    inet 192.168.10.1/24 brd 192.168.10.255 scope global eth0

default via 192.168.10.254 dev eth0
a+b (c) {d} x|y INET"""
LINES = TEXT.split("\n")


@pytest.mark.skipif(shutil.which("grep") is None, reason="there is no grep here")
@pytest.mark.parametrize(
    "filters",
    [
        "grep inet", "grep -i inet", "grep -v eth0", "grep -c eth0", "grep -vc eth0", "grep -n 'eth0'", "grep -in INET",
        "grep '^ *inet '", "grep -E 'lo|eth0'", "egrep '^[0-9]+:'", "grep 'lo\\|eth0'", "grep 'a+b'", "grep 'x|y'",
        "grep '(c)'", "grep '{d}'", "grep 'ff\\(:ff\\)\\+'", "grep -F 'a+b'", "grep -F 192.168", "grep -w eth",
        "grep -w lo", "grep '192.168.10.[0-9]*/24'", "grep nothing", "grep -c nothing", "head -3", "head -n 2",
        "head -n1", "head", "tail -2", "tail -n 3", "tail -n +4", "tail", "wc -l", "grep inet | wc -l",
        "grep -v lo | head -2 | tail -1", "tail -4 | grep -c eth0", "grep inet | more",
    ],
)  # fmt: skip
def test_the_same_lines_are_left_as_on_linux(filters: str) -> None:
    real = subprocess.run(["sh", "-c", filters], input=f"{TEXT}\n", capture_output=True, text=True, check=False)
    chain = Chain(of_linux(f"ip addr | {filters}").pipes)
    shown = [*chain.take(LINES), *chain.end()]
    assert shown == real.stdout.splitlines()


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("ip route | grep default", ["default via 192.168.10.254 dev eth0 proto static"]),
        ("ip -br addr | grep -c UP", ["1"]),
        ("ipconfig /all | findstr /i ipv4", ["   IPv4 Address. . . . . . . . . . . : 192.168.10.1(Preferred)"]),
        ("ping -c 2 192.168.10.254 | grep -c ttl=", ["2"]),
        (
            "ping -c 2 192.168.10.254 | tail -2 | head -1",
            ["2 packets transmitted, 2 received, 0% packet loss, time 1000ms"],
        ),
        ("ping nobody | wc -l", ["1"]),
        ("tcpdump -c 1 icmp | grep nothing", []),
    ],
)
def test_a_command_of_each_kind_prints_through_filters(command: str, shown: list[str]) -> None:
    assert printed(command) == shown


def test_lines_come_as_soon_as_they_are_known() -> None:
    typed = "  - {at: 1s, on: pc1, run: ping -c 3 192.168.10.254 | grep icmp_seq}\n"
    session = Session(load_text(NETWORK + typed))
    session.run()
    rows = session.network.nodes["pc1"].tables["console"].values()
    assert [row.at // SECOND for row in rows] == [1, 2, 3]
    assert len({row.call for row in rows} - {None}) == 1


def test_a_filter_of_tcpdump_keeps_its_own_bars() -> None:
    assert not parse("tcpdump tcp[13] | 2 != 0").pipes
    assert not parse("tcpdump icmp || arp").pipes
    assert len(parse("tcpdump 'tcp[13] | 2 != 0' | grep S").pipes) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ip addr | awk '{print $2}'", "'awk' does not fit behind '|' here; write grep, head, tail or wc"),
        ("ip addr | include inet", "'include' does not fit behind '|' here; write grep"),
        ("ip addr | grep", "nothing stands behind 'grep'"),
        ("ip addr | grep -o inet", "grep: -o is not simulated; grep has -i, -v"),
        ("ip addr | grep two words", "'words' is one word too many"),
        ("ip addr | head -x", "head does not take '-x'; write head -n 5"),
        ("ip addr | wc", "wc counts lines alone here; write wc -l"),
        ("ip addr | grep 'x", 'a quote in "grep \'x" is not closed'),
        ("python3 server.py | grep x", "python3 prints through no '|' here"),
        ("show ip route | grep x", "'grep' does not fit behind '|'; write begin, count, exclude, include or section"),
    ],
)
def test_what_is_no_filter_is_told(text: str, said: str) -> None:
    with pytest.raises(TextError) as error:
        parse(text)
    assert str(error.value).startswith(said)
