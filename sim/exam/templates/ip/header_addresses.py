"""The IP addresses in the header of a datagram on a link of its way."""

from collections.abc import Iterator

from sim.addresses import IPv4Address
from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, routed
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.ip import beliefs
from sim.exam.templates.ip.ttl_on_link import network

TEXT = {
    "en": "{sender} sends a datagram to {receiver}. Which IP addresses stand in its header on the link {link}?",
    "zh": "{sender} 向 {receiver} 发送数据报。在链路 {link} 上，它的首部中是哪两个 IP 地址？",
}
PAIR = {"en": "from {source} to {destination}", "zh": "从 {source} 到 {destination}"}
RULE = {
    "en": "the IP addresses are those of the first sender and of the last receiver",
    "zh": "IP 地址属于最初的发送者和最终的接收者",
}


def moments(run: Run) -> Iterator[Moment]:
    for journey in routed(run):
        for place in range(len(journey)):
            yield Moment(journey[0].n, (journey, place))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey, place = moment.about
    if sum(flight.link == journey[place].link for flight in journey) > 1:
        raise AmbiguousError("the datagram crosses the link twice")
    here = journey[place]
    datagram = datagram_of(here)
    sender, receiver = journey[0].node, journey[-1].to_node
    if run.holder(datagram.src, moment.n) != sender or run.holder(datagram.dst, moment.n) != receiver:
        raise AmbiguousError("an address that is not the sender's or the receiver's")
    if any(len(_addresses(run, node, moment.n)) > 1 for node in (sender, receiver)):
        raise AmbiguousError("a sender or receiver with several addresses, of which any may be meant")
    ends = [_address(run, here.node, here.port, here.n), _address(run, here.to_node, here.to_port, here.n)]
    if None in ends:
        raise AmbiguousError("a link with a switch at one end")
    out, into = ends
    pairs = [
        (datagram.src, into, beliefs.GATEWAY_IN_HEADER, into),
        (out, datagram.dst, beliefs.ROUTER_AS_SOURCE, out),
        (out, into, beliefs.BOTH_REWRITTEN, into),
    ]
    options = [right((datagram.src, datagram.dst), _pair(datagram.src, datagram.dst))]
    options += [
        wrong((source, destination), belief, _pair(source, destination), ip=ip)
        for source, destination, belief, ip in pairs
        if (source, destination) != (datagram.src, datagram.dst)
    ]
    return Draft(
        say(TEXT, sender=sender, receiver=receiver, link=here.link),
        tuple(options),
        proof=(here.n,),
        hints=(rule(RULE), step_to(here.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def _addresses(run: Run, node: str, n: int) -> list[IPv4Address]:
    return [each.address for row in run.interfaces(node, n).values() for each in row.addresses]


def _address(run: Run, node: str, port: str, n: int) -> IPv4Address | None:
    row = run.interfaces(node, n).get(port)
    addresses = () if row is None else row.addresses
    return addresses[0].address if addresses else None


def _pair(source: IPv4Address | None, destination: IPv4Address | None) -> Said:
    return say(PAIR, source=source, destination=destination)


TEMPLATE = Template(
    id="ip/header-addresses",
    title={"en": "IP addresses on a link", "zh": "链路上的 IP 地址"},
    kind=Kind.ONE,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("routing", "basics"),
    network=network,
)
