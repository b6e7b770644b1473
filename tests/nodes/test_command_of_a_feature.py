"""A command that only this file describes: it is typed at a device, checked in a scenario, and told with the others."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

import pytest

from sim import registry
from sim.addresses import IPv4Address
from sim.command import (
    INTERFACE,
    IP_DEVICES,
    NOTHING,
    SECONDS,
    Allowance,
    Command,
    CommandLine,
    Doubt,
    Option,
    Planned,
    read_options,
    usage_of,
)
from sim.feature import Feature
from sim.ip.arp.pdu import Arp
from sim.ip.neighbours import Neighbours
from sim.kernel import SECOND
from sim.scenario.problem import ScenarioError
from sim.session import Session
from sim.shell.application import Application, Host
from sim.shell.shell import parse
from sim.trace.records import Call, Kind
from sim.why import Rule, Why
from sim.words import TextError
from tests.nodes.lab import Lab
from tests.scenario.texts import pair

WAIT = Rule("overhear.wait", "", "Listen on", "overhear listens for {ns}.")
OTHERS = Allowance("overhearing", "a command listens for ARP packets about a device of another network")


class Options(NamedTuple):
    target: IPv4Address
    port: str = "eth0"
    wait: int = SECOND
    quiet: bool = False


class OverhearHost(Host, Protocol):
    @property
    def neighbours(self) -> Neighbours: ...


class Overhear(Application[OverhearHost]):
    """Prints who speaks of an address in ARP packets, for a while."""

    def __init__(self, node: OverhearHost, command: str, options: Options) -> None:
        super().__init__(node, command)
        self.options = options
        self.heard = 0

    def start(self, cause: int) -> None:
        options = self.options
        self.node.neighbours.on_packet(self.hear)
        self.at_end(lambda: self.node.neighbours.forget_listener(self.hear))
        self.arm("end", self.node.kernel.now + options.wait, self.stop, Why(WAIT, ns=options.wait), cause)

    def hear(self, interface: str, packet: Arp, cause: int) -> None:
        if interface == self.options.port and self.options.target in (packet.sender_ip, packet.target_ip):
            self.heard += 1
            self.output(f"{packet.sender_ip} speaks of {self.options.target}", cause)

    def stop(self, cause: int) -> None:
        if not self.options.quiet:
            self.output(f"{self.heard} heard", cause)
        self.finish(0 if self.heard else 1, cause)


OPTIONS = (
    Option("-i", "port", INTERFACE, "INTERFACE", "where to listen"),
    Option("-w", "wait", SECONDS, "SECONDS", "how long"),
    Option("-q", "quiet", NOTHING, "", "print no summary"),
)


def read(line: CommandLine) -> Options:
    return Options(**read_options(line, "overhear", OPTIONS))


def run(host: OverhearHost, options: Options, text: str, cause: int) -> None:
    Overhear(host, text, options).start(cause)


def check(options: Options, planned: Planned) -> Iterable[Doubt]:
    if not any(options.target in prefix for prefix in planned.attached):
        yield Doubt(OTHERS, str(options.target), f"{planned.name} is not beside {options.target}", "name a neighbour")


OVERHEAR = Command(
    "overhear",
    usage_of("overhear", OPTIONS),
    "prints who speaks of an address",
    IP_DEVICES,
    read,
    run,
    elsewhere=("sniff",),
    options=OPTIONS,
    defaults=Options._field_defaults,
    check=check,
)
FEATURE = Feature("overhear", command_words=("overhear",), commands=lambda: (OVERHEAR,), allowances=(OTHERS,))


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    with registry.adding(FEATURE):
        yield


def two_hosts() -> Lab:
    lab = Lab()
    lab.host("pc1", "10.0.0.1/24")
    lab.host("pc2", "10.0.0.2/24")
    lab.link("pc1", "pc2")
    return lab


def test_it_is_told_what_it_subscribed_to_and_of_its_timer() -> None:
    lab = two_hosts()
    lab.at(SECOND // 2, "pc2", "ping -c 1 10.0.0.1")
    assert lab.run("pc1", "overhear -w 2 10.0.0.2") == ["10.0.0.2 speaks of 10.0.0.2", "1 heard"]
    results = [record.what for record in lab.records(Kind.RESULT, "pc1")]
    assert results == [Call("overhear -w 2 10.0.0.2", "exit status 0")]


def test_it_is_told_nothing_after_its_end() -> None:
    lab = two_hosts()
    lab.at(5 * SECOND, "pc2", "ping -c 1 10.0.0.1")
    assert lab.run("pc1", "overhear 10.0.0.2") == ["0 heard"]


def test_it_hears_nothing_of_another_interface() -> None:
    lab = Lab()
    lab.router("r1", "10.0.0.1/24", "10.0.1.1/24")
    lab.host("pc1", "10.0.0.2/24")
    lab.host("pc2", "10.0.1.2/24")
    lab.link("pc1", "r1:eth0")
    lab.link("pc2", "r1:eth1")
    lab.at(SECOND // 2, "pc1", "ping -c 1 10.0.0.1")
    assert lab.run("r1", "overhear -i eth1 10.0.0.2") == ["0 heard"]


def test_a_scenario_types_it() -> None:
    session = Session(pair("actions:\n  - {at: 1s, on: pc1, run: overhear -q 192.168.10.2}\n"))
    session.run()
    assert Call("overhear -q 192.168.10.2", "exit status 1") in session.trace.what


@pytest.mark.parametrize(
    ("typed", "at", "message"),
    [
        ("overhear -z 192.168.10.2", 37, "-z is not an option here; overhear [-i INTERFACE] [-w SECONDS] [-q] ADDRESS"),
        ("overhear -i eth7 192.168.10.2", 40, "pc1 has no interface 'eth7'; did you mean eth0?"),
        ("overhear", 36, "'overhear' names no address; overhear [-i INTERFACE] [-w SECONDS] [-q] ADDRESS"),
        ("overhear pc2", 37, "'pc2' is not an IPv4 address; commands take addresses, and pc2 has 192.168.10.2"),
        ("sniff 192.168.10.2", 28, "bash: sniff: command not found; here it is 'overhear'"),
        ("overhaer 192.168.10.2", 28, "bash: overhaer: command not found; did you mean 'overhear'?"),
    ],
)
def test_what_is_wrong_with_it_is_told_with_its_place(typed: str, at: int, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        pair(f"actions:\n  - {{at: 1s, on: pc1, run: {typed}}}\n")
    assert str(caught.value) == f"test.yaml:10:{at}: {message}"


def test_a_switch_does_not_know_it() -> None:
    with pytest.raises(
        ScenarioError, match=r"sw1 is a switch, and a switch knows no 'overhear'; on pc1 or pc2 it would"
    ):
        pair("actions:\n  - {at: 1s, on: sw1, run: overhear 192.168.10.2}\n")


def test_its_doubt_can_be_allowed() -> None:
    actions = "actions:\n  - {at: 1s, on: pc1, run: overhear 10.0.0.2}\n"
    (warning,) = pair(actions).warnings
    hint = "name a neighbour, or 'allow: overhearing' if you mean it"
    assert str(warning) == f"test.yaml:10:37: warning: pc1 is not beside 10.0.0.2; {hint}"
    assert pair(f"{actions}allow: [overhearing]\n").warnings == ()


def test_it_stands_last_in_the_list_of_commands() -> None:
    with pytest.raises(TextError, match=r"the commands are ping, .*, overhear$"):
        parse("reboot")


def test_it_is_known_as_long_as_its_feature() -> None:
    renamed = OVERHEAR._replace(name="eavesdrop")
    with registry.adding(Feature("other", command_words=("eavesdrop",), commands=lambda: (renamed,))):
        assert parse("eavesdrop 10.0.0.2").name == "eavesdrop"
    with pytest.raises(TextError, match="bash: eavesdrop: command not found"):
        parse("eavesdrop 10.0.0.2")
