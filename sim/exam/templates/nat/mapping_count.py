"""How many mappings some datagrams need."""

from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.nat import beliefs
from sim.exam.templates.nat._homes import Translated, network, ports_of, translated
from sim.features.nat.machine import TABLE
from sim.features.nat.machine import Kind as Origin
from sim.ip.ipv4.pdu import PROTOCOL_UDP

TEXT = {
    "en": "These UDP datagrams leave through {router}, in this order. A mapping of {router} is for an inside address "
    "and port, whoever is called. How many mappings has {router} then?",
    "zh": "这些 UDP 数据报依次通过 {router} 发出。{router} 的映射只取决于内部地址和端口，与呼叫谁无关。"
    "此时 {router} 有多少个映射？",
}
RULE = {
    "en": "count the different pairs of inside address and inside port",
    "zh": "数一数不同的（内部地址，内部端口）组合",
}

PAIR = {"en": "{src}:{port}"}
REASON = {
    "en": "Each inside address and port gets a mapping of its own: {names}. That is {count:mapping|mappings}.",
    "zh": "每个内部地址和端口各有一个映射：{names}。共 {count} 个。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each datagram of UDP that goes out, as long as only such ones do."""
    out: dict[str, list[Translated]] = {}
    for each in translated(run, "nat.source"):
        rows = run.table(each.router, TABLE, each.left.n)
        if each.before.protocol != PROTOCOL_UDP or any(
            row.remote_ip or row.kind is not Origin.DYNAMIC for row in rows.values()
        ):
            return
        out.setdefault(each.router, []).append(each)
        if 2 < len(out[each.router]) < 9:
            yield Moment(each.left.n, tuple(out[each.router]))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    sent = moment.about
    last = sent[-1]
    rows = run.table(last.router, TABLE, moment.n)
    pairs = [(each.before.src, ports_of(each.before)[0]) for each in sent]
    if len(rows) != len(set(pairs)):
        raise AmbiguousError("a mapping that ended, or another one")
    ends = {(*pair, each.before.dst) for pair, each in zip(pairs, sent, strict=True)}
    given = tuple(
        f"{src}:{port} > {each.before.dst}:{ports_of(each.before)[1]}"
        for (src, port), each in zip(pairs, sent, strict=True)
    )
    return Draft(
        say(TEXT, router=last.router),
        blanks=(
            number(
                len(rows),
                [
                    slip(len(ends), beliefs.ONE_FOR_EACH_CONNECTION),
                    slip(len({src for src, _ in pairs}), beliefs.ONE_FOR_EACH_HOST),
                    slip(len(sent), beliefs.ONE_FOR_EACH_DATAGRAM),
                ],
            ),
        ),
        proof=tuple(n for n in run.records("nat.mapped", "nat.mapped-to-other-port") if n < moment.n)[::-1],
        reason=say(
            REASON, names=[say(PAIR, src=src, port=port) for src, port in dict.fromkeys(pairs)], count=len(rows)
        ),
        hints=(look_at(last.router, TABLE), rule(RULE), step_to(last.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=given,
    )


TEMPLATE = Template(
    id="nat/mapping-count",
    title={"en": "How many mappings", "zh": "需要多少个映射"},
    kind=Kind.NUMBER,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    network=network,
)
