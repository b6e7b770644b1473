"""On which link of its way a datagram has a certain time to live."""

from sim.exam.asking import devices, other, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, is_forked
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.ip import beliefs
from sim.exam.templates.ip.ttl_on_link import RULE, moments, network

TEXT = {
    "en": "{sender} sends a datagram to {destination} with a time to live of {ttl}. On which link is its time to live "
    "{left}?",
    "zh": "{sender} 向 {destination} 发送数据报，生存时间为 {ttl}。在哪段链路上它的生存时间是 {left}？",
}
REASON = {
    "en": "{routers:router has|routers have} forwarded the datagram before {link}: {start} - {routers} = {left}.",
    "zh": "到 {link} 之前已有 {routers} 台路由器转发过数据报：{start} - {routers} = {left}。",
}


_THERE = {"en": "On {link} the time to live is {ttl}.", "zh": "在 {link} 上生存时间是 {ttl}。"}
_NOT_CROSSED = {"en": "The datagram does not cross {node}.", "zh": "数据报不经过 {node}。"}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey, place = moment.about
    start, left = datagram_of(journey[0]).ttl, datagram_of(journey[place]).ttl
    here = journey[place]
    if sum(datagram_of(flight).ttl == left for flight in journey) > 1:
        raise AmbiguousError("several links with this time to live")
    if len({flight.link for flight in journey}) < len(journey):
        raise AmbiguousError("the datagram crosses a link twice")
    if is_forked(run, journey):
        raise AmbiguousError("several equal routes")
    believed = [(start - left - 1, beliefs.TTL_LINKS), (start - left, beliefs.TTL_SWITCHES)]
    wrongs = [wrong(journey[at].link, belief) for at, belief in believed if 0 <= at < place]
    others = [
        other(each.link, why=say(_THERE, link=each.link, ttl=datagram_of(each).ttl))
        for each in journey
        if each is not here
    ]
    return Draft(
        say(TEXT, sender=journey[0].node, destination=datagram_of(here).dst, ttl=start, left=left),
        devices(run.links, here.link, [*others, *wrongs], _NOT_CROSSED),
        proof=(here.n,),
        reason=say(REASON, start=start, routers=start - left, link=here.link, left=left),
        hints=(rule(RULE), step_to(here.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


TEMPLATE = Template(
    id="ip/link-of-ttl",
    title={"en": "The link of a time to live", "zh": "生存时间对应的链路"},
    kind=Kind.DEVICE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("routing", "basics"),
    network=network,
)
