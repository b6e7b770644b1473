"""Which MTU a router tells to the sender of a datagram that does not fit."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Network, Template
from sim.exam.templates.icmp import beliefs
from sim.exam.templates.icmp._errors import moments as errors

TEXT = {
    "en": "{sender} sends a datagram of {octets} octets to {destination} with the flag don't fragment. An ICMP message "
    "comes back: fragmentation needed. Which MTU does it tell?",
    "zh": "{sender} 向 {destination} 发送一个 {octets} 字节、带 DF 标志的数据报，"
    "收到 ICMP 报文：需要分片。报文给出的 MTU 是多少？",
}
RULE = {
    "en": "the router in front of the narrow link tells the MTU of that link (RFC 1191)",
    "zh": "窄链路前的路由器给出该链路的 MTU（RFC 1191）",
}


def moments(run: Run) -> Iterator[Moment]:
    for moment in errors(run):
        message = moment.about.message
        if (message.type, message.code) == (3, 4):
            yield moment


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    told = moment.about
    datagram, mtu = datagram_of(told.sent), told.message.mtu
    shown = run.shown_by(told.error)
    crossed = {flight.link for flight in told.way}
    smallest = min(link.mtu for name, link in run.links.items() if name not in crossed)
    return Draft(
        say(TEXT, sender=told.sent.node, octets=datagram.total_length, destination=datagram.dst),
        blanks=(
            number(
                mtu,
                [
                    slip(run.links[told.sent.link].mtu, beliefs.OWN_MTU),
                    slip(datagram.total_length, beliefs.LENGTH_AS_MTU),
                    slip(mtu - 20, beliefs.WITHOUT_HEADER),
                    *([slip(smallest, beliefs.SMALLEST_OF_PATH, mtu=smallest)] if smallest < mtu else []),
                ],
            ),
        ),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    """Two narrow links in any order; the datagram may fit the first of them."""
    made = chain(chance, chance.among(2, 4))
    narrow = chance.sample(range(1, len(made["links"])), 2)
    mtus = chance.sample(range(600, 1400, 4), 2)
    if chance.below(3) == 0:
        narrow, mtus[0] = sorted(narrow), chance.among(1464, 1496)
    for place, mtu in zip(narrow, mtus, strict=True):
        made["links"][place]["mtu"] = mtu
    return with_pings(made, [("pc1", address_of(made, "srv"))], f"-c 1 -M do -s {chance.among(1380, 1436)}")


TEMPLATE = Template(
    id="icmp/mtu-told",
    title={"en": "The MTU that is told", "zh": "报文给出的 MTU"},
    kind=Kind.NUMBER,
    level="exam",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("icmp/dont-fragment", "tcp/path-mtu"),
    network=network,
    other_domains={"ccna": ""},
)
