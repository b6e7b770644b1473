"""Which device gets a datagram next."""

from collections.abc import Iterator

from sim.exam.asking import devices, look_at, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import Journey, datagram_of, routed
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.routing import beliefs

TEXT = {
    "en": "A datagram from {source} to {destination} has reached {router}, which forwards it. "
    "Which router or host gets it next?",
    "zh": "从 {source} 到 {destination} 的数据报到达了 {router}，由它转发。接下来哪个路由器或主机收到它？",
}
RULE = {
    "en": "a router looks the destination up in its own table, and hands the datagram to the next hop",
    "zh": "路由器在自己的表中查找目的地址，把数据报交给下一跳",
}


_NO_WAY = {
    "en": "The longest prefix that matches in the table of {router} does not lead to {node}.",
    "zh": "{router} 的表中最长的匹配前缀并不指向 {node}。",
}


def moments(run: Run) -> Iterator[Moment]:
    for journey in routed(run):
        for place, flight in enumerate(journey):
            if run.kind(flight.node) == "router":
                yield Moment(flight.n - 1, (journey, place))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey, place = moment.about
    flight, end = journey[place], journey[-1]
    following = next(each.to_node for each in journey[place:] if run.kind(each.to_node) in ("router", "host"))
    before = next(
        (each.node for each in reversed(journey[:place]) if run.kind(each.node) in ("router", "host")), flight.node
    )
    nodes = run.of_kind("host", "router")
    rows = [row for row in run.table(flight.node, "route", flight.n).values() if row.active]
    lengths = [row.prefix.length for row in rows if datagram_of(flight).dst in row.prefix]
    if lengths.count(max(lengths, default=0)) != 1:
        raise AmbiguousError("several equal routes")
    if len(nodes) < 4:
        raise AmbiguousError("too small a network")
    datagram = datagram_of(flight)
    router = flight.node
    wrongs = [
        wrong(end.to_node, beliefs.STRAIGHT, node=end.to_node, router=router),
        wrong(before, beliefs.BACK, node=before, router=router),
    ]
    return Draft(
        say(TEXT, source=datagram.src, destination=datagram.dst, router=router),
        devices([node for node in nodes if node != router], following, wrongs, _NO_WAY, router=router),
        proof=(flight.n, *_received(run, journey[place:], following)),
        hints=(look_at(router, "route"), rule(RULE), step_to(flight.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=run.printed(router, "route", flight.n),
    )


def _received(run: Run, way: Journey, node: str) -> Iterator[int]:
    """The record in which a device on the way receives the frame."""
    arrival = next(run.arrival(flight.n) for flight in way if flight.to_node == node)
    if arrival is not None:
        yield arrival


def network(chance: Chance) -> Network:
    made = chain(chance, chance.among(2, 4))
    ends = [("pc1", address_of(made, "srv")), ("srv", address_of(made, "pc1"))]
    return with_pings(made, [chance.choice(ends)])


TEMPLATE = Template(
    id="routing/next-device",
    title={"en": "The next hop", "zh": "下一跳设备"},
    kind=Kind.DEVICE,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("routing", "icmp/ttl-and-traceroute"),
    network=network,
)
