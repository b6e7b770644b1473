"""The messages by which a client gets an address, in order."""

from collections.abc import Iterator

from sim.exam.asking import rule, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.dhcp._messages import messages, network

TEXT = {
    "en": "{client} has no address and gets one from {server} by DHCP. Put the messages in order.",
    "zh": "{client} 没有地址，通过 DHCP 从 {server} 获得地址。把报文按先后排序。",
}
ITEM = {"en": "{name} from {sender}", "zh": "{sender} 发送的 {name}"}
RULE = {
    "en": "the client discovers, servers offer, the client requests one offer, its server acknowledges",
    "zh": "客户端发现，服务器提供，客户端请求其中之一，该服务器确认",
}
_NAMES = ("DISCOVER", "OFFER", "REQUEST", "ACK")


def moments(run: Run) -> Iterator[Moment]:
    """Each exchange of just these four messages under one number."""
    by_number: dict[int, list[int]] = {}
    known = messages(run)
    for place, message in enumerate(known):
        by_number.setdefault(message.value.xid, []).append(place)
    for places in by_number.values():
        if tuple(known[place].name for place in places) == _NAMES:
            yield Moment(known[places[0]].flight.n - 1, tuple(known[place] for place in places))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    exchange = moment.about
    client, server = exchange[0].flight.node, exchange[1].flight.node
    if exchange[3].flight.node != server:
        raise AmbiguousError("another server acknowledges")
    shown = tuple(run.sent_by(message.flight) for message in exchange)
    return Draft(
        say(TEXT, client=client, server=server),
        tuple(
            Option(place, say(ITEM, name=message.name, sender=message.flight.node))
            for place, message in enumerate(exchange)
        ),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="dhcp/order",
    title={"en": "The four messages of DHCP", "zh": "DHCP 的四个报文"},
    kind=Kind.ORDER,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("dhcp/four-messages", "dhcp/by-hand-or-automatic"),
    network=network,
    is_narrow=True,
)
