"""How many queries a resolver and its client send for a name."""

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.dns import beliefs
from sim.exam.templates.dns._questions import moments, network

TEXT = {
    "en": "{client} asks {resolver}, which resolves names for it, for the address of {name}. {resolver} knows only "
    "the root servers, and no query is lost. The servers have these zones. How many queries does {client} send, and "
    "how many {resolver}, until {client} has the answer?",
    "zh": "{client} 向为它解析域名的 {resolver} 询问 {name} 的地址。{resolver} 只知道根服务器，没有查询丢失。"
    "各服务器的区如下。到 {client} 得到答案为止，{client} 和 {resolver} 各发送多少次查询？",
}
BY = {"en": "queries of {node}", "zh": "{node} 的查询数"}
RULE = {
    "en": "the client asks its resolver once; the resolver asks once for each zone from the root down",
    "zh": "客户端问解析器一次；解析器从根开始每一级区域问一次",
}
REASON = {
    "en": "{client} sends 1 recursive query: {resolver} is to find the whole answer. {resolver} asks a server of each "
    "zone from the root down: {count:query|queries}.",
    "zh": "{client} 发送 1 次递归查询，由 {resolver} 找出完整答案。{resolver} 从根开始每一级区域问一台服务器："
    "{count} 次查询。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    resolver, client = each.answer.flight.node, each.query.flight.node
    names = {sent.name for sent in each.asked}
    if len(names) > 1 or any(sent.value.question[0].qtype != 1 for sent in each.asked):
        raise AmbiguousError("the resolver asks for other names, too")
    zones = {sent.flight: run.trace.why[run.sent_by(sent.flight)].facts.get("zone") for sent in each.asked}
    if None in zones.values() or len(set(zones.values())) < len(each.asked):
        raise AmbiguousError("several servers of a zone are asked")
    servers = {run.holder(datagram_of(flight).dst, flight.n): zone for flight, zone in zones.items()}
    if None in servers or len(servers) < len(zones):
        raise AmbiguousError("a server of several zones")
    count = len(each.asked)
    return Draft(
        say(TEXT, client=client, resolver=resolver, name=each.query.name.rstrip(".")),
        blanks=(
            number(1, [slip(count + 1, beliefs.CLIENT_ASKS_ALL, count=count)], label=say(BY, node=client)),
            number(
                count,
                [slip(1, beliefs.ONE_QUERY), slip(0, beliefs.CLIENT_ASKS_ALL, count=count)],
                label=say(BY, node=resolver),
            ),
        ),
        proof=tuple(run.sent_by(sent.flight) for sent in (*reversed(each.asked), each.query)),
        reason=say(REASON, client=client, resolver=resolver, count=count),
        clause="RFC 1034, 5.3.3",
        hints=(rule(RULE), step_to(run.sent_by(each.asked[0].flight))),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tuple(f"{server:<12} {zone}" for server, zone in sorted(servers.items(), key=str)),
    )


TEMPLATE = Template(
    id="dns/query-count",
    title={"en": "How many DNS queries", "zh": "多少次 DNS 查询"},
    kind=Kind.ROW,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("dns/from-the-root-down",),
    network=network,
)
