"""Spanning trees that have settled, and networks that have one."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.device.interface import TABLE as INTERFACE
from sim.exam.asking import devices, wrong
from sim.exam.chance import Chance
from sim.exam.question import Option
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import Network
from sim.exam.templates.stp import beliefs
from sim.features.stp.tables import PORT, TREE, PortRow, Role, TreeRow
from sim.languages import Wording
from sim.quantities import Instant
from sim.trace.records import Change

_QUIET = 3_000_000_000
"""After so many ns without a change of roles a tree has settled: more than a hello time."""
_USUAL_PRIORITY = 128

End = tuple[str, str]
"""A switch and its port."""


class Tree(NamedTuple):
    """A tree that has settled, before record ``n``. ``links`` are those between two of its switches that are up."""

    n: int
    switches: Mapping[str, TreeRow]
    ports: Mapping[End, PortRow]
    links: Mapping[str, tuple[End, End]]

    @property
    def root(self) -> str:
        return next(name for name, row in self.switches.items() if row.bridge == row.root)

    def facing(self, end: End) -> End:
        """The other end of a link."""
        return next(b if a == end else a for a, b in self.links.values() if end in (a, b))

    @property
    def lines(self) -> tuple[str, ...]:
        """What a learner needs: the identifiers of the switches, and what each link costs."""
        bridges = [
            f"{name:<6}  priority {row.bridge.priority:<5}  MAC {row.bridge.address}"
            for name, row in self.switches.items()
        ]
        width = max(map(len, self.links))
        costs = [f"{name:<{width}}  cost {self.ports[a].cost}" for name, (a, _) in self.links.items()]
        return (*bridges, *costs)


_LOWEST: Wording = {
    "en": "{switch} has the lowest identifier: priority {priority}, MAC address {mac}.",
    "zh": "{switch} 的标识最小：优先级 {priority}，MAC 地址 {mac}。",
}


def lowest(tree: Tree) -> Said:
    """Why the root is the root."""
    bridge = tree.switches[tree.root].bridge
    return say(_LOWEST, switch=tree.root, priority=bridge.priority, mac=bridge.address)


def trees(run: Run) -> tuple[Tree, ...]:
    """The trees of a run: before each change of a cable, and at the end."""
    return run.kept("spanning trees", _trees)


def _trees(run: Run) -> tuple[Tree, ...]:
    return tuple(tree for n in _settled(run) for tree in _at(run, n))


def _settled(run: Run) -> Iterator[int]:
    trace = run.trace
    if not any(run.changes(TREE)):
        return
    last: Instant = 0
    for n, _, change in run.changes(TREE, PORT, "link", INTERFACE):
        if change.table in (TREE, PORT):
            if _is_news(change):
                last = trace.at[n]
        elif trace.at[n] - last >= _QUIET:
            yield n
            last = trace.at[n]
    if trace.at[-1] - last >= _QUIET:
        yield len(trace)


_OF_A_PORT = ("role", "designated_root", "designated_bridge")
"""What a port decides anew: its role, or the same role in another tree."""


def _is_news(change: Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    if change.table == PORT:
        return any(getattr(before, name) != getattr(after, name) for name in _OF_A_PORT)
    return bool(before[:5] != after[:5])


def _at(run: Run, n: int) -> Iterator[Tree]:
    """The trees of groups of switches that have one root; only where nothing but cables joins the switches."""
    groups: dict[Any, dict[str, TreeRow]] = {}
    ports: dict[End, PortRow] = {}
    for name in run.of_kind("switch"):
        for row in run.table(name, TREE, n).values():
            groups.setdefault(row.root, {})[name] = row
        for port, each in run.table(name, PORT, n).items():
            if each.role is not Role.DISABLED:
                ports[name, port] = each
    for root, switches in groups.items():
        links = {
            name: (a, b)
            for name, (a, b) in run.names.links.items()
            if a in ports and b in ports and a[0] in switches and b[0] in switches
        }
        ends = {end for pair in links.values() for end in pair}
        is_clear = all(
            ports[end].port_id.priority == _USUAL_PRIORITY and ports[end].guard is None for end in ends
        ) and all(ports[a].cost == ports[b].cost for a, b in links.values())
        others = [name for end in ports if end not in ends and end[0] in switches for name in _behind(run, end)]
        if (
            any(row.bridge == root for row in switches.values())
            and len(switches) >= 3
            and len(links) >= len(switches)
            and is_clear
            and not any(run.kind(name) in ("switch", "hub") for name in others)
        ):
            yield Tree(n, switches, ports, links)


def _behind(run: Run, end: End) -> Iterator[str]:
    for a, b in run.names.links.values():
        if end in (a, b):
            yield (b if a == end else a)[0]


def decided(run: Run, n: int, switch: str, table: str, key: str) -> int | None:
    """The last record before ``n`` that gave a row of a switch its role, its root or its cost."""
    found = None
    for m, node, change in run.changes(table):
        if m < n and node == switch and change.key == key and _is_news(change):
            found = m
    return found


def before(run: Run, tree: Tree, switch: str, table: str, key: str) -> int:
    """The last record before that is decided: there it can be asked, and seen when the run goes on."""
    found = decided(run, tree.n, switch, table, key)
    return (tree.n if found is None else found) - 1


_HIGHER: Wording = {
    "en": "The identifier of {node} is higher than that of {root}.",
    "zh": "{node} 的标识比 {root} 的大。",
}


def as_root(tree: Tree, names: Mapping[str, TreeRow], more: tuple[Option, ...] = ()) -> tuple[Option, ...]:
    """The switches as those that can be chosen as the root among ``names``."""
    bridges = {name: row.bridge for name, row in names.items()}
    truth = min(bridges, key=lambda name: bridges[name])
    least = bridges[truth].priority
    highest = max(bridges.values())
    counts = {name: sum(name in (a[0], b[0]) for a, b in tree.links.values()) for name in names}
    found: list[Option] = []
    for name, bridge in bridges.items():
        if bridge == highest and bridge.priority != least:
            found.append(wrong(name, beliefs.HIGHEST_PRIORITY, node=name))
        elif bridge.address == min(each.address for each in bridges.values()):
            found.append(wrong(name, beliefs.LOWEST_MAC, node=name))
        elif bridge.priority == least:
            found.append(wrong(name, beliefs.HIGHEST_MAC, node=name))
        elif counts[name] == max(counts.values()) and list(counts.values()).count(counts[name]) == 1:
            found.append(wrong(name, beliefs.IN_THE_MIDDLE, node=name))
    return devices(names, truth, (*found, *more), _HIGHER, root=truth)


_PLACES: Mapping[int, tuple[list[int], ...]] = {
    3: ([0, 0], [2, 0], [1, 1]),
    4: ([0, 0], [2, 0], [2, 1], [0, 1]),
    5: ([1, 0], [2, 0], [2, 1], [1, 1], [0, 0]),
}
"""Where the switches of a ring stand."""
_RATES = ("1 Gbit/s", "1 Gbit/s", "100 Mbit/s", "10 Gbit/s")


def ring(chance: Chance, mode: str = "rstp", *, is_plain: bool = False) -> dict[str, Any]:
    """Three to five switches in a ring, unless ``is_plain`` perhaps with a link across; nobody sends anything."""
    count = chance.among(3, 5)
    names = [f"sw{number}" for number in range(1, count + 1)]
    macs = chance.sample(range(16, 250), count)
    priorities = [chance.choice((4096, 8192, 24576, 32768, 32768, 32768)) for _ in names]
    pairs = [(names[place], names[(place + 1) % count]) for place in range(count)]
    if count > 3 and not is_plain and chance.below(2):
        across = chance.choice([(0, 2), (1, 3)])
        pairs.append((names[across[0]], names[across[1]]))
    used = dict.fromkeys(names, 0)
    links = []
    for one, two in chance.shuffled(pairs):
        used[one] += 1
        used[two] += 1
        links.append({"link": f"{one}:{used[one]} -- {two}:{used[two]}", "bandwidth": chance.choice(_RATES)})
    nodes = {
        name: {"switch": 4, "stp": {"mode": mode, "priority": priority, "mac": f"00:00:00:00:{number:02x}:00"}}
        for name, number, priority in zip(names, macs, priorities, strict=True)
    }
    return {"nodes": nodes, "links": links, "layout": dict(zip(names, _PLACES[count], strict=True)), "until": "5s"}


def network(chance: Chance) -> Network:
    return ring(chance)
