"""Datagrams that a device gives up, and networks in which that happens."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.exam.chance import Chance
from sim.exam.looking import Journey, journeys
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import Moment, Network
from sim.ip.ipv4.pdu import IPv4
from sim.trace.records import Kind as Happened

REASONS: Mapping[str, Mapping[str, str]] = {
    "route.none": {
        "en": "{node} has no route to {destination}, and no default route.",
        "zh": "{node} 没有到 {destination} 的路由，也没有默认路由。",
    },
    "ipv4.ttl-expired": {
        "en": "The time to live is over at {node}, which may not forward it.",
        "zh": "数据报的生存时间在 {node} 处用完了。",
    },
    "ipv4.fragmentation-needed": {
        "en": "The datagram is too long for the next link, and must not be cut.",
        "zh": "数据报对下一段链路来说太长，又不许分片。",
    },
    "ipv4.bad-checksum": {
        "en": "The checksum of the header is wrong: bits changed on the way.",
        "zh": "首部的校验和错误，数据报在途中损坏了。",
    },
}
"""What is told of a drop, by its rule."""
_UNCUT = {"en": " and the flag don't fragment", "zh": "，带 DF 标志"}


def flag_of(datagram: IPv4) -> Said | str:
    """What is told of a datagram that no router may cut, behind its time to live; "" for any other."""
    return say(_UNCUT) if datagram.dont_fragment else ""


class Lost(NamedTuple):
    """A datagram, the record in which a device gives it up, and the way until there."""

    node: str
    datagram: IPv4
    record: int
    source: str
    way: Journey


def moments(run: Run) -> Iterator[Moment]:
    """Each datagram of a host that another device drops, for one of the reasons, as it comes in."""
    for journey in journeys(run):
        last = journey[-1]
        arrival, datagram = run.arrival(last.n), last.datagram
        if arrival is None or datagram is None or run.kind(journey[0].node) != "host":
            continue
        for n in run.effects.get(arrival, ()):
            for m in (n, *run.effects.get(n, ())):
                is_drop = run.trace.kind[m] == Happened.PACKET_DROPPED and run.node(m) == last.to_node
                if is_drop and run.rule(m) in REASONS and not _is_other(run.trace.what[m], datagram):
                    yield Moment(journey[0].n, Lost(last.to_node, datagram, m, journey[0].node, journey))


def _is_other(dropped: object, datagram: IPv4) -> bool:
    """Whether another datagram was dropped: the answer to this one, which has come to its end."""
    return type(dropped) is IPv4 and (dropped.src, dropped.dst) != (datagram.src, datagram.dst)


def network(chance: Chance) -> Network:
    """A chain where a router lacks a route, there or back, or where the time to live is too small."""
    made = chain(chance, chance.among(2, 4))
    routers = [name for name, node in made["nodes"].items() if "router" in node]
    target = address_of(made, "srv")
    fault = chance.choice(("there", "back", "ttl", "mtu"))
    if fault == "ttl":
        return with_pings(made, [("pc1", target)], f"-c 1 -t {chance.among(1, len(routers))}")
    if fault == "mtu":
        made["links"][chance.among(1, len(routers))]["mtu"] = 100 * chance.among(6, 13)
        return with_pings(made, [("pc1", target)], "-c 1 -M do -s 1372")
    routes: dict[str, Any] = made["nodes"][chance.choice(routers[:-1] if fault == "there" else routers[1:])]
    routes["routes"] = []
    return {**with_pings(made, [("pc1", target)]), "allow": ["no-route"]}
