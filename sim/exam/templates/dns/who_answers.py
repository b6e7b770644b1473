"""Which server's answer has the address of a name."""

from sim.exam.asking import devices, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.dns import beliefs
from sim.exam.templates.dns._questions import AUTHORITATIVE, moments, network, zones

TEXT = {
    "en": "{client} asks {resolver}, which resolves names for it, for the address of {name}. All caches are empty, and "
    "the servers have these zones. Which device is the first to give the address in an authoritative answer?",
    "zh": "{client} 向为它解析域名的 {resolver} 询问 {name} 的地址。所有缓存都是空的，各服务器的区如下。"
    "最先在权威应答中给出该地址的是哪台设备？",
}
RULE = {
    "en": "servers above the zone refer to the servers below; only a server of the zone has the address",
    "zh": "上级服务器指向下级服务器，只有该区域的服务器才有地址",
}


_NO_ZONE = {
    "en": "{node} has no zone in which {name} is.",
    "zh": "{node} 没有 {name} 所在的区。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    final = [a for a in each.answers if a.value.flags & AUTHORITATIVE and a.value.answer]
    if len(final) != 1:
        raise AmbiguousError("several authoritative answers")
    truth, resolver = final[0].flight.node, each.answer.flight.node
    servers = [a.flight.node for a in each.answers]
    if len(set(servers)) < len(servers):
        raise AmbiguousError("a server is asked twice")
    known = zones(run)
    if sum(bool({*known.get(truth, ())} & {*own}) for own in known.values()) != 1:
        raise AmbiguousError("several servers of the zone")
    wrongs = [
        *(wrong(node, beliefs.ROOT_KNOWS, node=node) for node in servers if node != truth),
        wrong(resolver, beliefs.RESOLVER_KNOWS, node=resolver),
    ]
    name = each.query.name.rstrip(".")
    names = dict.fromkeys([resolver, *servers, *sorted(known), each.query.flight.node])
    shown = run.shown_by(final[0].flight)
    return Draft(
        say(TEXT, client=each.query.flight.node, resolver=resolver, name=name),
        devices(names, truth, wrongs, _NO_ZONE, name=name),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tuple(f"{server:<12} {', '.join(own)}" for server, own in sorted(known.items())),
    )


TEMPLATE = Template(
    id="dns/who-answers",
    title={"en": "Who knows the address", "zh": "谁知道地址"},
    kind=Kind.DEVICE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("dns/from-the-root-down",),
    network=network,
)
