"""The same bridges on our bench and in Open vSwitch, in virtual time: the same root, costs, roles and states."""

import os
import random
import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from sim.features.stp.bench import Bench
from sim.features.stp.tables import Mode, PortState, Role
from tests.ovs import Ovs, open_vswitch

TOPOLOGIES = int(os.environ.get("HOPSCOPE_TOPOLOGIES", "5"))
SECONDS = {Mode.STP: 70, Mode.RSTP: 60}
"""More than is needed: two forward delays; and old news of a root that is gone die when they are max age old."""


class Plug(NamedTuple):
    """A port: its number, the link that it is on, its cost and priority."""

    number: int
    link: int
    cost: int
    priority: int


class Planned(NamedTuple):
    """A bridge: its priority, and its ports. The MAC address follows from its place."""

    priority: int
    ports: tuple[Plug, ...]


def planned(seed: int) -> list[Planned]:
    """Some bridges, joined by chance so that each can be reached, by links of two ends, also several between two."""
    chance = random.Random(f"stp/{seed}")
    count = chance.randint(2, 6)
    joined = [(place, chance.randrange(place)) for place in range(1, count)]
    joined += [tuple(chance.sample(range(count), 2)) for _ in range(chance.randint(1, count + 2))]  # type: ignore[misc]
    chance.shuffle(joined)
    ports: list[list[Plug]] = [[] for _ in range(count)]
    for link, ends in enumerate(joined):
        for end in ends:
            cost, priority = chance.choice([4, 19, 19, 100]), chance.choice([128, 128, 64])
            ports[end].append(Plug(len(ports[end]) + 1, link, cost, priority))
    return [Planned(chance.choice([32768, 32768, 4096]), tuple(each)) for each in ports]


Told = dict[str, tuple[str, str, str]]
"""Role, state and identifier of each port; under "root" its identifier, the cost and the root port."""


def on_the_bench(bridges: list[Planned], mode: Mode) -> list[dict[int, Told]]:
    """What is so when the tree is there, and when link 0 has failed and there is another one."""
    bench = Bench(mode)
    for place, bridge in enumerate(bridges):
        bench.add_bridge(place, 0xAA66AA660001 + place, priority=bridge.priority, ports=len(bridge.ports))
        for port in bridge.ports:
            bench.configure_port(place, port.number, cost=port.cost, priority=port.priority)
    for place, bridge in enumerate(bridges):
        for port in bridge.ports:
            bench.connect(place, port.number, port.link)
    bench.run(SECONDS[mode])
    before = _told(bench, len(bridges))
    for place, port in _ends(bridges):
        bench.disable(place, port.number)
    bench.run(SECONDS[mode])
    return [before, _told(bench, len(bridges))]


def _told(bench: Bench, count: int) -> dict[int, Told]:
    told: dict[int, Told] = {}
    for place in range(count):
        found = bench.bridges[place]
        rows = {name: row for name, row in found.rows.items() if row.role is not Role.DISABLED}
        told[place] = {name: (str(row.role), str(row.state), str(row.port_id)) for name, row in rows.items()}
        root_port = "-" if found.root_port is None else str(found.root_port)
        told[place]["root"] = str(found.root), str(found.root_cost), root_port
    return told


def _ends(bridges: list[Planned]) -> list[tuple[int, Plug]]:
    """The two ports of the link that fails."""
    return [(place, port) for place, bridge in enumerate(bridges) for port in bridge.ports if port.link == 0]


def in_open_vswitch(ovs: Ovs, bridges: list[Planned], mode: Mode) -> list[dict[int, Told]]:
    words: list[str] = []
    for place, bridge in enumerate(bridges):
        name, mac = f"b{place}", f"aa:66:aa:66:00:{place + 1:02x}"
        words += ["--", "add-br", name, "--", "set", "bridge", name, "datapath-type=dummy"]
        words += [f"other-config:hwaddr={mac}", f"other-config:{mode}-priority={bridge.priority}"]
        words += ["--", "set", "port", name, f"other_config:{mode}-enable=false"]
    listening: set[int] = set()
    for place, bridge in enumerate(bridges):
        for port in bridge.ports:
            name, path = f"p{place}.{port.number}", ovs.folder / f"link{port.link}"
            side = f"stream=unix:{path}" if port.link in listening else f"pstream=punix:{path}"
            listening.add(port.link)
            words += ["--", "add-port", f"b{place}", name]
            words += ["--", "set", "interface", name, "type=dummy", f"options:{side}"]
            words += ["--", "set", "port", name, f"other_config:{mode}-path-cost={port.cost}"]
            words += [f"other_config:{mode}-port-num={port.number}"]
            words += [f"other_config:{mode}-port-priority={port.priority}"]
    ovs.vsctl(*words)
    ovs.appctl("netdev-dummy/set-admin-state", "up")
    ovs.warp(2)
    each = range(len(bridges))
    enabling = [("--", "set", "bridge", f"b{place}", f"{mode}_enable=true") for place in each]
    ovs.vsctl(*(word for part in enabling for word in part))
    ovs.warp(SECONDS[mode])
    before = {place: read(ovs.appctl(f"{mode}/show", f"b{place}")) for place in each}
    for place, port in _ends(bridges):
        ovs.appctl("netdev-dummy/set-admin-state", f"p{place}.{port.number}", "down")
    ovs.warp(SECONDS[mode])
    after = {place: read(ovs.appctl(f"{mode}/show", f"b{place}")) for place in each}
    ovs.vsctl(*(word for place in each for word in ("--", "del-br", f"b{place}")))
    return [before, after]


_PORT = re.compile(r"^\s+p\d+\.(\d+)\s+(\w+)\s+(\w+)\s+\d+\s+(\d+\.\d+)\s*$", re.MULTILINE)


def read(text: str) -> Told:
    """What ``stp/show`` or ``rstp/show`` says."""
    rows = [(number, (role.lower(), state.lower(), name)) for number, role, state, name in _PORT.findall(text)]
    told = {number: row for number, row in rows if row[0] != "disabled"}
    root = text.partition("Bridge ID:")[0]
    priority, mac = re.findall(r"stp-priority\s+(\d+)\s+stp-system-id\s+(\S+)", root)[0]
    cost = re.findall(r"root-path-cost\s+(\d+)", root) or ["0"]
    port = re.findall(r"root-port\s+p\d+\.(\d+)", root) or ["-"]
    told["root"] = f"{priority}.{mac}", cost[0], port[0]
    return told


@pytest.fixture(scope="module")
def ovs() -> Iterator[Ovs]:
    with open_vswitch() as found:
        yield found


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("seed", range(TOPOLOGIES))
def test_bridges_come_to_the_same_tree_as_those_of_open_vswitch_also_when_a_link_fails(
    ovs: Ovs, seed: int, mode: Mode
) -> None:
    bridges = planned(seed)
    ours = on_the_bench(bridges, mode)
    assert in_open_vswitch(ovs, bridges, mode) == ours
    assert any(PortState.FORWARDING in port for port in ours[0][0].values())
