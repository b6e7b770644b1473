"""Which of two servers a client has chosen."""

from collections.abc import Iterator

from sim.addresses import IPv4Address
from sim.exam.asking import devices, other, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.dhcp import beliefs
from sim.exam.templates.dhcp._messages import SERVER, messages
from sim.exam.templates.dhcp._messages import network as with_servers

TEXT = {
    "en": "Several servers have made offers to {client}. {client} broadcasts its REQUEST with the option "
    "server identifier {server}. Which device answers with an ACK?",
    "zh": "多个服务器向 {client} 提供了地址。{client} 广播 REQUEST，其中的服务器标识选项是 {server}。哪台设备用 ACK "
    "回答？",
}
RULE = {
    "en": "the request names the server whose offer is taken; the others hear it and take their offers back",
    "zh": "请求写明接受哪个服务器的 OFFER，其他服务器听到后撤回自己的 OFFER",
}


_CLIENT = {"en": "{node} has sent the request. It waits for the ACK.", "zh": "{node} 发出了请求，它在等待 ACK。"}
_NO_OFFER = {
    "en": "{node} has made no offer to {client}. The request names a server that has made one.",
    "zh": "{node} 没有向 {client} 提供地址。请求中写的是提供了地址的服务器。",
}


def moments(run: Run) -> Iterator[Moment]:
    known = messages(run)
    for message in known:
        offering = {o.flight.node for o in known if o.name == "OFFER" and o.value.xid == message.value.xid}
        if message.name == "REQUEST" and len(offering) > 1 and message.option(SERVER) is not None:
            yield Moment(message.flight.n, (message, offering))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    request, offering = moment.about
    server = IPv4Address(int.from_bytes(request.option(SERVER) or b"", "big"))
    acks = [
        m
        for m in messages(run)
        if m.name == "ACK" and m.value.xid == request.value.xid and m.flight.n > request.flight.n
    ]
    if not acks or run.holder(server, moment.n) != acks[0].flight.node:
        raise AmbiguousError("no ACK")
    chosen = acks[0].flight.node
    wrongs = [wrong(node, beliefs.FIRST_SERVER, node=node, chosen=server) for node in sorted(offering - {chosen})]
    client = request.flight.node
    wrongs.append(other(client, why=say(_CLIENT, node=client)))
    shown = run.shown_by(acks[0].flight)
    return Draft(
        say(TEXT, client=client, server=server),
        devices(run.nodes, chosen, wrongs, _NO_OFFER, client=client),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    return with_servers(chance, 2)


TEMPLATE = Template(
    id="dhcp/chosen-server",
    title={"en": "The server that was chosen", "zh": "被选中的服务器"},
    kind=Kind.DEVICE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("dhcp/two-servers",),
    network=network,
)
