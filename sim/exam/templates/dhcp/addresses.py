"""The IP addresses of a DHCP message of a client that has no address."""

from collections.abc import Iterator

from sim.addresses import ANY, LIMITED_BROADCAST, IPv4Address
from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.dhcp import beliefs
from sim.exam.templates.dhcp._messages import SERVER, messages
from sim.exam.templates.dhcp._messages import network as with_servers

TEXT = {
    "en": "{client} has no address yet. {server} offers it {offered}, and {client} now sends the REQUEST. "
    "Which IP addresses stand in the header of this datagram?",
    "zh": "{client} 还没有地址。{server} 为它提供 {offered}，现在 {client} 发送 REQUEST。该数据报首部中是哪两个 IP "
    "地址？",
}
PAIR = {"en": "from {source} to {destination}", "zh": "从 {source} 到 {destination}"}
RULE = {
    "en": "a client without an address has nothing to write but zeros, and asks everyone",
    "zh": "没有地址的客户端只能写全零，并向所有设备请求",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each REQUEST that follows an offer to a client without an address."""
    offers = {}
    for message in messages(run):
        if message.name == "OFFER":
            offers[message.value.xid] = message
        if message.name == "REQUEST" and message.value.xid in offers and not message.value.ciaddr:
            yield Moment(run.shown_by(message.flight)[0] - 1, (message, offers[message.value.xid]))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    request, offer = moment.about
    offered, named = offer.value.yiaddr, request.option(SERVER)
    if named is None or request.source != ANY or request.destination != LIMITED_BROADCAST:
        raise AmbiguousError("a client that has an address")
    server = IPv4Address(int.from_bytes(named, "big"))
    shown = run.shown_by(request.flight)
    return Draft(
        say(TEXT, client=request.flight.node, server=server, offered=offered),
        (
            right((ANY, LIMITED_BROADCAST), _pair(ANY, LIMITED_BROADCAST)),
            wrong((offered, server), beliefs.HAS_ADDRESS, _pair(offered, server)),
            wrong((ANY, server), beliefs.KNOWS_SERVER, _pair(ANY, server)),
            wrong((offered, LIMITED_BROADCAST), beliefs.HAS_ADDRESS, _pair(offered, LIMITED_BROADCAST)),
        ),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def _pair(source: IPv4Address, destination: IPv4Address) -> Said:
    return say(PAIR, source=source, destination=destination)


def network(chance: Chance) -> Network:
    return with_servers(chance, chance.among(1, 2))


TEMPLATE = Template(
    id="dhcp/addresses",
    title={"en": "The addresses of a DHCP request", "zh": "DHCP 请求的 IP 地址"},
    kind=Kind.ONE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("dhcp",),
    network=network,
)
