"""The devices that a datagram visits, in order."""

from collections.abc import Iterator

from sim.exam.asking import rule, step_to
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, is_forked, routed
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Run
from sim.exam.said import plain, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.routing.next_device import network

TEXT = {
    "en": "{sender} sends a datagram to {destination}. Put the devices that receive it in order.",
    "zh": "{sender} 向 {destination} 发送数据报。把收到它的设备按先后顺序排列。",
}
RULE = {
    "en": "follow the next hop from table to table; switches on a link receive the frame, too",
    "zh": "从一张表到另一张表跟随下一跳；链路上的交换机也会收到帧",
}


def moments(run: Run) -> Iterator[Moment]:
    for journey in routed(run):
        if len(journey) >= 3:
            yield Moment(journey[0].n, journey)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey = moment.about
    visited = [flight.to_node for flight in journey]
    if len(set(visited)) < len(visited) or len(visited) > 7:
        raise AmbiguousError("a device twice on the way, or a long way")
    if is_forked(run, journey):
        raise AmbiguousError("several equal routes")
    return Draft(
        say(TEXT, sender=journey[0].node, destination=datagram_of(journey[0]).dst),
        tuple(Option(place, plain(node)) for place, node in enumerate(visited)),
        proof=(*(flight.n for flight in journey), *(n for n in (run.arrival(journey[-1].n),) if n is not None)),
        hints=(rule(RULE), step_to(journey[0].n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


TEMPLATE = Template(
    id="routing/path",
    title={"en": "The way of a datagram", "zh": "数据报的路径"},
    kind=Kind.ORDER,
    level="intro",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("routing", "icmp/ttl-and-traceroute", "basics"),
    network=network,
)
