"""Which device drops a datagram."""

from sim.exam.asking import devices, look_at, other, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import is_forked, moment_of
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.routing import beliefs
from sim.exam.templates.routing._drops import flag_of, moments, network

TEXT = {
    "en": "At {at} s {sender} sends a datagram of {octets} octets to {destination}, with a time to live of "
    "{ttl}{flag}. The datagram does not arrive. The routes of the routers are given. Which device drops it?",
    "zh": "{at} s 时，{sender} 向 {destination} 发送一个 {octets} 字节的数据报，生存时间为 {ttl}{flag}，但没有到达。"
    "各路由器的路由如下。哪台设备丢弃了它？",
}
RULE = {
    "en": "follow the datagram from table to table until one table has no route for it, or the time to live is over",
    "zh": "从一张表到另一张表跟随数据报，直到某张表没有它的路由，或生存时间用完",
}


_FORWARDS = {"en": "{node} gets the datagram and sends it on.", "zh": "{node} 收到数据报并继续转发。"}
_NOT_REACHED = {"en": "The datagram never gets to {node}.", "zh": "数据报到不了 {node}。"}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    lost = moment.about
    sent = run.flight(moment.n)
    assert sent is not None
    assert sent.datagram is not None
    datagram = sent.datagram
    receiver = run.holder(datagram.dst, moment.n)
    nodes = run.of_kind("host", "router")
    if lost.node == receiver or len(nodes) < 3:
        raise AmbiguousError("the receiver drops it, or too small a network")
    if is_forked(run, lost.way):
        raise AmbiguousError("several equal routes")
    wrongs = [wrong(sent.node, beliefs.SENDER_DROPS, node=sent.node)]
    if receiver is not None:
        wrongs.append(wrong(receiver, beliefs.RECEIVER_DROPS, node=receiver))
    wrongs += [other(each.to_node, why=say(_FORWARDS, node=each.to_node)) for each in lost.way[:-1]]
    given: list[str] = []
    for router in run.of_kind("router"):
        given += [f"{router}:", *(f"  {line}" for line in run.printed(router, "route", moment.n))]
    return Draft(
        say(
            TEXT,
            sender=sent.node,
            destination=datagram.dst,
            at=moment_of(run, moment.n),
            octets=datagram.total_length,
            ttl=datagram.ttl,
            flag=flag_of(datagram),
        ),
        devices(nodes, lost.node, wrongs, _NOT_REACHED),
        proof=(lost.record,),
        hints=(look_at(sent.node, "route"), rule(RULE), step_to(lost.record)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tuple(given),
    )


TEMPLATE = Template(
    id="routing/where-dropped",
    title={"en": "Where a datagram is dropped", "zh": "数据报在哪里被丢弃"},
    kind=Kind.DEVICE,
    level="exam",
    seconds=90,
    moments=moments,
    ask=ask,
    folders=("routing/the-way-back", "routing/no-default-route"),
    network=network,
    other_domains={"network+": "5"},
)
