"""What the templates about one address with its mask have in common."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.addresses import InterfaceAddress, IPv4Address
from sim.exam.asking import look_at, rule, step_to
from sim.exam.chance import Chance
from sim.exam.networks import hosts_of, mac, prefix
from sim.exam.question import Figure, FigureKind, Hint
from sim.exam.run import Run
from sim.exam.template import Moment, Network
from sim.languages import Wording

MAP = (Figure(FigureKind.TOPOLOGY),)


class Own(NamedTuple):
    """An address of an interface of a node; ``route`` is the record of the route to its network."""

    node: str
    address: InterfaceAddress
    route: int


def moments(run: Run, longest: int = 30) -> Iterator[Moment]:
    """Each address of each host or router, with a network that has room for hosts."""
    trace = run.trace
    for n in run.records("route.attached"):
        change = trace.what[n]
        row = change.after  # type: ignore[union-attr]  # what the rule tells is a row
        if row is None or row.port == "lo":
            continue
        node = run.node(n)
        interface = run.table(node, "interface", n).get(row.port)
        for address in () if interface is None else interface.addresses:
            if address.prefix == row.prefix and row.prefix.length <= longest:
                yield Moment(n, Own(node, address, n))


def hints(run: Run, own: Own, wording: Wording) -> tuple[Hint, ...]:
    return look_at(own.node, "route"), rule(wording), step_to(own.route)


def network(chance: Chance, shortest: int = 16, longest: int = 29) -> Network:
    """Two hosts of one network, which talk to each other."""
    around = prefix(chance, shortest, longest)
    first, second = hosts_of(chance, around, 2)
    return {
        "nodes": {
            "pc1": {"host": f"{first}/{around.length}", "mac": mac(1)},
            "pc2": {"host": f"{second}/{around.length}", "mac": mac(2)},
        },
        "links": ["pc1 -- pc2"],
        "actions": [{"at": "1s", "on": "pc1", "run": f"ping -c 1 {second}"}],
        "until": "2s",
        "layout": {"pc1": [0, 0], "pc2": [1, 0]},
    }


def class_length(address: IPv4Address) -> int:
    """The mask that somebody takes by the class of the first octet (RFC 791 3.2, long obsolete)."""
    first = address >> 24
    return 8 if first < 128 else 16 if first < 192 else 24
