"""Which device drops a datagram whose time to live is over."""

from collections.abc import Iterator

from sim.exam.asking import devices, other, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, is_forked, journeys
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.ip import beliefs

TEXT = {
    "en": "{sender} sends a datagram to {destination} with a time to live of {ttl}. Which device drops it?",
    "zh": "{sender} 向 {destination} 发送数据报，生存时间为 {ttl}。哪台设备丢弃它？",
}
RULE = {
    "en": "a router that would make the time to live 0 drops the datagram and tells the sender",
    "zh": "会把生存时间减为 0 的路由器丢弃数据报并通知发送方",
}


def moments(run: Run) -> Iterator[Moment]:
    expired = {run.node(n) for n in run.records("ipv4.ttl-expired")}
    for journey in journeys(run):
        if run.kind(journey[0].node) == "host" and journey[-1].to_node in expired:
            yield Moment(journey[0].n, journey)


_SENDER = {
    "en": "{node} is the sender: the time to live that it writes is the one that is given.",
    "zh": "{node} 是发送方，题中给出的就是它写入的生存时间。",
}
_NOT_REACHED = {"en": "The datagram never gets to {node}.", "zh": "数据报到不了 {node}。"}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey = moment.about
    first, last = datagram_of(journey[0]), journey[-1]
    over = [n for n in run.after(last.n) if run.rule(n) == "ipv4.ttl-expired" and run.node(n) == last.to_node]
    target = run.holder(first.dst, moment.n)
    if not over or target is None or target == last.to_node:
        raise AmbiguousError("it does not expire, or there is no such destination")
    if is_forked(run, journey):
        raise AmbiguousError("several equal routes")
    routers = run.of_kind("router")
    beyond = [each for each in routers if each not in {flight.to_node for flight in journey}]
    passed = [flight.to_node for flight in journey[:-1] if flight.to_node in routers]
    wrongs = [
        *(wrong(node, beliefs.TTL_ONE_LATER, node=node) for node in beyond),
        *(wrong(node, beliefs.TTL_ONE_EARLIER, node=node) for node in passed),
        wrong(target, beliefs.TTL_DESTINATION, node=target),
        other(journey[0].node, why=say(_SENDER, node=journey[0].node)),
    ]
    return Draft(
        say(TEXT, sender=journey[0].node, destination=first.dst, ttl=first.ttl),
        devices(run.of_kind("host", "router"), last.to_node, wrongs, _NOT_REACHED),
        proof=(over[0],),
        hints=(rule(RULE), step_to(over[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    routers = chance.among(2, 5)
    made = chain(chance, routers)
    return with_pings(made, [("pc1", address_of(made, "srv"))], f"-c 1 -t {chance.among(1, routers)}")


TEMPLATE = Template(
    id="ip/who-expires",
    title={"en": "Where the time to live ends", "zh": "生存时间在哪里用完"},
    kind=Kind.DEVICE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("icmp/ttl-and-traceroute",),
    network=network,
)
