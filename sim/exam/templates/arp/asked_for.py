"""For which IP address a host asks before it sends a datagram, to a neighbour or to another network."""

from collections.abc import Iterator

from sim.addresses import IPv4Address
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.networks import address_of, chain, mac, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.arp import beliefs
from sim.ip.arp.pdu import REQUEST
from sim.ip.ipv4.pdu import IPv4
from sim.ip.routes.machine import TABLE as ROUTES

TEXT = {
    "en": "{asker} wants to send a datagram to {destination}. Its ARP table is empty. "
    "For which IP address does {asker} ask by ARP?",
    "zh": "{asker} 要向 {destination} 发送数据报，它的 ARP 表是空的。{asker} 用 ARP 询问哪个 IP 地址？",
}
RULE = {
    "en": "ARP finds the MAC address of whoever gets the frame on this link: the destination itself, or the next hop",
    "zh": "ARP 要找的是本链路上接收该帧的设备的 MAC 地址：目的主机本身，或者下一跳",
}


def moments(run: Run) -> Iterator[Moment]:
    """The decisions about a route that make a host ask."""
    for n in run.records("route.default", "route.via", "route.on-link"):
        datagram = run.trace.what[n]
        if isinstance(datagram, IPv4) and run.kind(run.node(n)) == "host":
            asked = [m for m in run.effects.get(n, ()) if (flight := run.flight(m)) is not None and flight.arp]
            if asked and not run.table(run.node(n), "arp", n):
                yield Moment(n, (datagram.dst, asked[0]))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    destination, request = moment.about
    flight = run.flight(request)
    assert flight is not None
    assert flight.arp is not None
    if flight.arp.operation != REQUEST:
        raise AmbiguousError("no request")
    asker, own = flight.node, flight.arp.sender_ip
    row = next(iter(run.interfaces(asker, moment.n).values()))
    highest = next((each.prefix.broadcast for each in row.addresses if own in each.prefix), IPv4Address(0xFFFFFFFF))
    asked = flight.arp.target_ip
    others = (
        [
            wrong(ip, beliefs.ASKS_FOR_GATEWAY, ip=ip, destination=destination, asker=asker)
            for ip in gateways(run, asker, moment.n)
        ]
        if asked == destination
        else [wrong(destination, beliefs.ASKS_FOR_FAR_HOST, ip=destination, asker=asker)]
    )
    return Draft(
        say(TEXT, asker=asker, destination=destination),
        (
            right(asked),
            *(option for option in others if option.value != asked),
            wrong(own, beliefs.ASKS_FOR_ITSELF, ip=own, asker=asker),
            wrong(highest, beliefs.ASKS_FOR_BROADCAST),
        ),
        proof=(request, moment.n),
        hints=(look_at(asker, "route"), rule(RULE), step_to(moment.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def gateways(run: Run, node: str, n: int) -> list[IPv4Address]:
    """The gateway of each default route that a node uses."""
    rows = run.table(node, ROUTES, n).values()
    return [row.next_hop for row in rows if row.active and not row.prefix.length and row.next_hop is not None]


def network(chance: Chance) -> Network:
    """A ping from either end of a chain to the other one, or to a neighbour on the same switch."""
    made = chain(chance, chance.among(1, 3))
    kind = chance.choice(("there", "back", "neighbour"))
    if kind == "back":
        return with_pings(made, [("srv", address_of(made, "pc1"))])
    if kind == "there":
        return with_pings(made, [("pc1", address_of(made, "srv"))])
    own = address_of(made, "pc1")
    base, _, seat = own.rpartition(".")
    neighbour = f"{base}.{int(seat) + 100}"
    made["nodes"]["pc2"] = {"host": f"{neighbour}/24", "mac": mac(3), "gateway": f"{base}.254"}
    made["nodes"]["sw1"] = {"switch": 3}
    made["links"][:1] = ["pc1 -- sw1:1", "pc2 -- sw1:2", {**made["links"][0], "link": "sw1:3 -- r1:eth0"}]
    columns = {name: [column + 1, row] for name, (column, row) in made["layout"].items()}
    made["layout"] = {**columns, "pc1": [0, 0], "pc2": [0, 1], "sw1": [1, 0]}
    return with_pings(made, [chance.choice((("pc1", neighbour), ("pc2", own)))])


TEMPLATE = Template(
    id="arp/asked-for",
    title={"en": "For which address ARP asks", "zh": "ARP 询问哪个地址"},
    kind=Kind.ONE,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("basics", "routing"),
    network=network,
)
