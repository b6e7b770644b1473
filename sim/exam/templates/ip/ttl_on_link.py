"""The time to live of a datagram on a link of its way."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, routed
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.ip import beliefs

TEXT = {
    "en": "{sender} sends a datagram to {destination} with a time to live of {ttl}. "
    "What is the time to live on the link {link}?",
    "zh": "{sender} 向 {destination} 发送数据报，生存时间为 {ttl}。在链路 {link} 上生存时间是多少？",
}
RULE = {"en": "each router that forwards a datagram takes one off", "zh": "每个转发数据报的路由器把它减一"}


_STARTS = (64, 128, 255, 32, 30)
_SECOND = 1_000_000_000


def moments(run: Run) -> Iterator[Moment]:
    for journey in routed(run):
        for place in range(1, len(journey)):
            yield Moment(journey[0].n, (journey, place))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey, place = moment.about
    if sum(flight.link == journey[place].link for flight in journey) > 1:
        raise AmbiguousError("the datagram crosses the link twice")
    first, here = journey[0], journey[place]
    start, truth = datagram_of(first).ttl, datagram_of(here).ttl
    routers = start - truth
    seconds = (here.at - first.at) // _SECOND
    return Draft(
        say(TEXT, sender=first.node, destination=datagram_of(first).dst, ttl=start, link=here.link),
        blanks=(
            number(
                truth,
                [
                    slip(start - place, beliefs.TTL_SWITCHES),
                    slip(start - place - 1, beliefs.TTL_LINKS),
                    slip(start, beliefs.TTL_UNCHANGED, routers=routers),
                    *(
                        [slip(start - seconds, beliefs.TTL_SECONDS, routers=routers, seconds=seconds)]
                        if seconds
                        else []
                    ),
                ],
            ),
        ),
        proof=(here.n,),
        hints=(rule(RULE), step_to(here.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    made = chain(chance, chance.among(2, 5))
    slow = chance.derived("slow")
    if slow.below(3):  # seconds are not routers: ARP asks for the next router before each of these links
        for link in made["links"]:
            link["delay"] = f"{slow.among(1100, 1400)}ms"
    return with_pings(made, [("pc1", address_of(made, "srv"))], f"-c 1 -t {chance.choice(_STARTS)}") | {"until": "60s"}


TEMPLATE = Template(
    id="ip/ttl-on-link",
    title={"en": "Time to live on a link", "zh": "链路上的生存时间"},
    kind=Kind.NUMBER,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("routing", "basics"),
    network=network,
)
