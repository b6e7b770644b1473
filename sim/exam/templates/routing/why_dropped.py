"""Why a device drops a datagram."""

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.routing import beliefs
from sim.exam.templates.routing._drops import REASONS, flag_of, moments, network

TEXT = {
    "en": "{sender} has sent a datagram of {octets} octets to {destination}. It comes to {node} with a time to live of "
    "{ttl}{flag}, and {node} drops it. Why?",
    "zh": "{sender} 向 {destination} 发送了一个 {octets} 字节的数据报。它到达 {node} 时生存时间是 {ttl}{flag}，"
    "被 {node} 丢弃。为什么？",
}
RULE = {
    "en": "a router checks the header, looks for a route, takes one off the time to live, then fits the next link",
    "zh": "路由器检查首部、查找路由、把生存时间减一，再看能否放进下一段链路",
}
_BELIEFS = {
    "route.none": beliefs.NO_ROUTE,
    "ipv4.ttl-expired": beliefs.TTL_OVER,
    "ipv4.fragmentation-needed": beliefs.TOO_LONG,
    "ipv4.bad-checksum": beliefs.WRONG_CHECKSUM,
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    node, datagram, record, source, _ = moment.about
    truth = run.rule(record)
    facts = {"node": node, "destination": datagram.dst, "ttl": datagram.ttl, "octets": datagram.total_length}
    options = [right(truth, say(REASONS[truth], **facts))]
    options += [
        wrong(reason, belief, say(REASONS[reason], **facts), **facts)
        for reason, belief in _BELIEFS.items()
        if reason != truth
    ]
    given = run.printed(node, "route", record) if run.kind(node) in ("router", "host") else ()
    return Draft(
        say(TEXT, sender=source, flag=flag_of(datagram), **facts),
        tuple(options),
        proof=(record,),
        hints=(look_at(node, "route"), rule(RULE), step_to(record)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=given,
    )


TEMPLATE = Template(
    id="routing/why-dropped",
    title={"en": "Why a datagram is dropped", "zh": "数据报为什么被丢弃"},
    kind=Kind.ONE,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("routing", "icmp"),
    network=network,
    other_domains={"network+": "5"},
)
